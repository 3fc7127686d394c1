//! The native half of `commdn.Simulator`; views and faults pass as JSON.

use std::time::Duration;

use commdn::link::{Connector, Transport};
use commdn_sim::{Config, Control, SimError, Simulator};
use pyo3::prelude::*;
use serde_json::Value;

use crate::errors::{CommDNInternalError, invalid_argument};
use crate::kvlist::KvListObject;
use crate::waits::seconds;

/// A simulator that ends when this is dropped, in the process that started it.
pub struct Owned {
    simulator: Option<Simulator>,
    process: u32,
}

impl Owned {
    fn new(simulator: Simulator) -> Self {
        Self { simulator: Some(simulator), process: std::process::id() }
    }

    fn is_foreign(&self) -> bool {
        self.process != std::process::id()
    }

    fn get(&self) -> PyResult<&Simulator> {
        if self.is_foreign() {
            let error = commdn::Error::new(
                commdn::ErrorKind::Forked,
                "the simulator was started by the process that this one was forked from",
            );
            return Err(Python::attach(|py| crate::errors::to_py(py, &error)));
        }
        self.simulator.as_ref().ok_or_else(|| CommDNInternalError::new_err("the simulator is gone"))
    }

    /// Opens connections to it.
    pub fn connector(&self) -> Box<dyn Connector> {
        match &self.simulator {
            Some(simulator) => Box::new(ToSimulator(simulator.connector())),
            None => Box::new(Nowhere),
        }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let simulator = self.simulator.take();
        if self.is_foreign() {
            // Its threads are not in this process: nothing could be joined.
            std::mem::forget(simulator);
            return;
        }
        // Without Python there is nobody to let run meanwhile.
        let mut simulator = Some(simulator);
        let _ = Python::try_attach(|py| {
            let simulator = simulator.take();
            py.detach(move || drop(simulator));
        });
    }
}

/// A connector in a box.
#[derive(Debug)]
struct ToSimulator(std::sync::Arc<dyn Connector>);

impl Connector for ToSimulator {
    fn connect(&self, timeout: Duration) -> std::io::Result<std::sync::Arc<dyn Transport>> {
        self.0.connect(timeout)
    }

    fn place(&self) -> String {
        self.0.place()
    }
}

/// Connects to a simulator that is gone.
#[derive(Debug)]
struct Nowhere;

impl Connector for Nowhere {
    fn connect(&self, _timeout: Duration) -> std::io::Result<std::sync::Arc<dyn Transport>> {
        Err(std::io::ErrorKind::ConnectionRefused.into())
    }

    fn place(&self) -> String {
        "sim:".to_owned()
    }
}

fn fault(error: &SimError) -> PyErr {
    invalid_argument(format!("the simulator does not start: {error}"))
}

/// Start the simulator of a configuration file; the demo contact centre without one.
pub fn start(py: Python<'_>, path: String) -> PyResult<Owned> {
    let simulator = py.detach(|| {
        let config = if path.is_empty() { Config::demo() } else { Config::load(&path)? };
        Simulator::start(config)
    });
    simulator.map(Owned::new).map_err(|error| fault(&error))
}

/// A contact centre in this process.
#[pyclass(frozen, module = "commdn._native", name = "Simulator")]
pub struct SimulatorObject {
    owned: Owned,
}

impl SimulatorObject {
    pub fn connector(&self) -> PyResult<Box<dyn Connector>> {
        self.owned.get()?;
        Ok(self.owned.connector())
    }

    /// Look inside or change something: the simulator's own lock may be held meanwhile.
    fn control<T: Send>(
        &self,
        py: Python<'_>,
        act: impl FnOnce(Control) -> T + Send,
    ) -> PyResult<T> {
        let simulator = self.owned.get()?;
        Ok(py.detach(|| act(simulator.control())))
    }

    fn json(
        &self,
        py: Python<'_>,
        view: impl FnOnce(Control) -> Result<String, serde_json::Error> + Send,
    ) -> PyResult<String> {
        self.control(py, view)?.map_err(|error| CommDNInternalError::new_err(error.to_string()))
    }
}

#[pymethods]
impl SimulatorObject {
    /// Start it: of a TOML file, of TOML text, or the demo contact centre.
    #[new]
    #[pyo3(signature = (path, text))]
    fn create(py: Python<'_>, path: Option<String>, text: Option<String>) -> PyResult<Self> {
        let owned = match text {
            None => start(py, path.unwrap_or_default())?,
            Some(text) => {
                let started = py.detach(|| Simulator::start(Config::from_toml(&text)?));
                Owned::new(started.map_err(|error| fault(&error))?)
            }
        };
        Ok(Self { owned })
    }

    fn listen(&self, py: Python<'_>, address: &str) -> PyResult<String> {
        let simulator = self.owned.get()?;
        let bound = py.detach(|| simulator.listen(address));
        bound.map(|address| address.to_string()).map_err(|error| fault(&error))
    }

    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        let simulator = self.owned.get()?;
        py.detach(|| simulator.stop());
        Ok(())
    }

    fn failure(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let simulator = self.owned.get()?;
        Ok(py.detach(|| simulator.failure()))
    }

    fn snapshot(&self, py: Python<'_>) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.snapshot()))
    }

    fn log(&self, py: Python<'_>, limit: usize) -> PyResult<Vec<(String, String)>> {
        let entries = self.control(py, |control| control.last_log(limit))?;
        let entry = |entry: &commdn_sim::log::LogEntry| {
            let json = serde_json::to_string(entry).unwrap_or_else(|_| Value::Null.to_string());
            (json, entry.to_string())
        };
        Ok(entries.iter().map(entry).collect())
    }

    fn do_not_call(&self, py: Python<'_>, ocs: i32) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.do_not_call(ocs)))
    }

    fn is_do_not_call(&self, py: Python<'_>, ocs: i32, phone: &str) -> PyResult<bool> {
        self.control(py, |control| control.is_do_not_call(ocs, phone))
    }

    fn records(
        &self,
        py: Python<'_>,
        ocs: i32,
        phone: Option<&str>,
        limit: usize,
    ) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.records(ocs, phone, limit)))
    }

    fn campaign_group(
        &self,
        py: Python<'_>,
        ocs: i32,
        campaign: i32,
        group: i32,
    ) -> PyResult<String> {
        self.json(py, |control| {
            serde_json::to_string(&control.campaign_group(ocs, campaign, group))
        })
    }

    fn now(&self, py: Python<'_>) -> PyResult<f64> {
        Ok(self.control(py, |control| control.now())?.as_secs_f64())
    }

    fn advance(&self, py: Python<'_>, by: f64) -> PyResult<()> {
        let by = seconds(by, "seconds")?;
        self.control(py, |control| control.advance(by))
    }

    fn add_fault(&self, py: Python<'_>, json: &str) -> PyResult<()> {
        let rule = serde_json::from_str(json);
        let rule = rule.map_err(|error| invalid_argument(format!("this is no fault: {error}")))?;
        self.control(py, |control| control.add_fault(rule))?.map_err(invalid_argument)
    }

    fn clear_faults(&self, py: Python<'_>) -> PyResult<()> {
        self.control(py, |control| control.clear_faults())
    }

    fn cut(&self, py: Python<'_>, application: Option<&str>) -> PyResult<usize> {
        self.control(py, |control| control.cut(application))
    }

    fn set_link(&self, py: Python<'_>, up: bool) -> PyResult<()> {
        self.control(py, |control| control.set_link(up))
    }

    fn restart_ocs(&self, py: Python<'_>, dbid: i32) -> PyResult<bool> {
        self.control(py, |control| control.restart_ocs(dbid))
    }

    fn distribute(
        &self,
        py: Python<'_>,
        dn: &str,
        user_data: &Bound<'_, KvListObject>,
    ) -> PyResult<bool> {
        let list = user_data.get().list();
        self.control(py, |control| control.distribute(dn, list))
    }
}
