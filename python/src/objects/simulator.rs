//! The native half of `commdn.Simulator`; views and faults pass as JSON.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use commdn::carrier::{Connector, Transport};
use commdn::kvlist::Charset;
use commdn_rt::fork::Origin;
use commdn_sim::config::ClockMode;
use commdn_sim::log::{LogEntry, LogEvent, Observer};
use commdn_sim::{Config, Control, SimError, Simulator};
use pyo3::prelude::*;
use serde_json::Value;

use crate::arguments::seconds;
use crate::errors::{self, CommDNInternalError, invalid_argument};
use crate::objects::error::to_py;
use crate::objects::kvlist::KvListObject;

/// A simulator that ends when this is dropped, in the process that started it.
pub struct Owned {
    simulator: Option<Simulator>,
    process: Origin,
}

impl Owned {
    fn new(simulator: Simulator) -> Self {
        Self { simulator: Some(simulator), process: Origin::here() }
    }

    fn is_foreign(&self) -> bool {
        self.process.is_elsewhere()
    }

    fn get(&self) -> PyResult<&Simulator> {
        if self.is_foreign() {
            let error = commdn::Error::new(
                commdn::ErrorKind::Forked,
                "the simulator was started by the process that this one was forked from",
            );
            return Err(Python::attach(|py| errors::plain(py, &error)));
        }
        self.simulator.as_ref().ok_or_else(|| CommDNInternalError::new_err("the simulator is gone"))
    }

    /// Opens connections to it.
    pub fn connector(&self) -> Arc<dyn Connector> {
        match &self.simulator {
            Some(simulator) => simulator.connector(),
            None => Arc::new(Nowhere),
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

/// Connects to a simulator that is gone.
#[derive(Debug)]
struct Nowhere;

impl Connector for Nowhere {
    fn connect(&self, _timeout: Duration) -> std::io::Result<Arc<dyn Transport>> {
        Err(std::io::ErrorKind::ConnectionRefused.into())
    }

    fn server(&self) -> String {
        "sim:".to_owned()
    }
}

/// An entry as JSON, and as people read it.
fn printed(entry: &LogEntry) -> (String, String) {
    let json = serde_json::to_string(entry).unwrap_or_else(|_| Value::Null.to_string());
    (json, entry.to_string())
}

/// Nothing that holds it can panic, and what it guards is whole at any time.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fault(error: &SimError) -> PyErr {
    invalid_argument(format!("the simulator does not start: {error}"))
}

/// Start the simulator of a configuration file; without one the demo contact centre, in `charset`.
pub fn start(py: Python<'_>, path: &str, charset: Charset) -> PyResult<Owned> {
    let simulator = py.detach(|| commdn_sim::start(path, charset));
    simulator.map(Owned::new).map_err(|error| to_py(py, &error))
}

/// A contact centre in this process.
#[pyclass(frozen, module = "commdn._native", name = "Simulator")]
pub struct SimulatorObject {
    owned: Owned,
    /// What happened, messages included, while somebody wants to know.
    seen: Arc<Mutex<VecDeque<LogEntry>>>,
}

impl SimulatorObject {
    pub fn connector(&self) -> PyResult<Arc<dyn Connector>> {
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
    #[pyo3(signature = (path, text, virtual_clock))]
    fn create(
        py: Python<'_>,
        path: Option<PathBuf>,
        text: Option<String>,
        virtual_clock: bool,
    ) -> PyResult<Self> {
        let simulator = py.detach(|| {
            let mut config = match (path, text) {
                (Some(path), _) => Config::load(&path)?,
                (None, Some(text)) => Config::from_toml(&text)?,
                (None, None) => Config::demo(),
            };
            if virtual_clock {
                config.clock.mode = ClockMode::Virtual;
            }
            Simulator::start(config)
        });
        let owned = Owned::new(simulator.map_err(|error| fault(&error))?);
        Ok(Self { owned, seen: Arc::default() })
    }

    /// Accept connections at an address; gives the one with its port.
    fn listen(&self, py: Python<'_>, address: &str) -> PyResult<String> {
        let simulator = self.owned.get()?;
        let bound = py.detach(|| simulator.listen(address));
        let scheme = if address.starts_with("tls://") { "tls://" } else { "" };
        bound.map(|address| format!("{scheme}{address}")).map_err(|error| fault(&error))
    }

    /// Stop it: its connections are closed.
    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        let simulator = self.owned.get()?;
        py.detach(|| simulator.stop());
        Ok(())
    }

    /// What has gone wrong inside of it, if anything has.
    fn failure(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let simulator = self.owned.get()?;
        Ok(py.detach(|| simulator.failure()))
    }

    /// All that it holds, as JSON.
    fn snapshot(&self, py: Python<'_>) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.snapshot()))
    }

    /// The last things that happened, as JSON and for people.
    fn log(&self, py: Python<'_>, limit: usize) -> PyResult<Vec<(String, String)>> {
        let entries = self.control(py, |control| control.last_log(limit))?;
        Ok(entries.iter().map(printed).collect())
    }

    /// Keep the last `capacity` things that happen, messages included; 0 ends it.
    fn observe(&self, py: Python<'_>, capacity: usize) -> PyResult<()> {
        let seen = Arc::clone(&self.seen);
        let keep: Observer = Box::new(move |entry| {
            let mut seen = lock(&seen);
            if seen.len() == capacity {
                seen.pop_front();
            }
            seen.push_back(entry.clone());
        });
        self.control(py, |control| control.observe((capacity > 0).then_some(keep)))
    }

    /// What `observe` has kept, taken away.
    fn take_observed(&self, py: Python<'_>) -> Vec<(String, String)> {
        let entries = py.detach(|| std::mem::take(&mut *lock(&self.seen)));
        entries.iter().map(printed).collect()
    }

    /// What became of each request since `observe`, as JSON.
    fn fates(&self, py: Python<'_>) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.fates()))
    }

    /// The requests among what `observe` has kept, with the OCS that they reached and their DN.
    fn received(&self, py: Python<'_>) -> Vec<(i32, String, KvListObject)> {
        let entries = py.detach(|| lock(&self.seen).clone());
        let request = |entry: LogEntry| match entry.what {
            LogEvent::Request { ocs, dn, user_data, .. } => {
                Some((ocs, dn, KvListObject::new(user_data, Charset::Utf8)))
            }
            _ => None,
        };
        entries.into_iter().filter_map(request).collect()
    }

    /// The do-not-call list of an OCS, as JSON.
    fn do_not_call(&self, py: Python<'_>, ocs: i32) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.do_not_call(ocs)))
    }

    /// Whether a phone number is on the do-not-call list of an OCS.
    fn is_do_not_call(&self, py: Python<'_>, ocs: i32, phone: &str) -> PyResult<bool> {
        self.control(py, |control| control.is_do_not_call(ocs, phone))
    }

    /// Records of an OCS, as JSON.
    fn records(
        &self,
        py: Python<'_>,
        ocs: i32,
        phone: Option<&str>,
        limit: usize,
    ) -> PyResult<String> {
        self.json(py, |control| serde_json::to_string(&control.records(ocs, phone, limit)))
    }

    /// Where a campaign group stands, as JSON.
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

    /// Its clock, in seconds.
    fn now(&self, py: Python<'_>) -> PyResult<f64> {
        Ok(self.control(py, |control| control.now())?.as_secs_f64())
    }

    /// Move its virtual clock on.
    fn advance(&self, py: Python<'_>, by: &Bound<'_, PyAny>) -> PyResult<()> {
        let by = seconds(by, "seconds")?;
        self.control(py, |control| control.advance(by))
    }

    /// Let something go wrong from now on, by a rule in JSON.
    fn add_fault(&self, py: Python<'_>, json: &str) -> PyResult<()> {
        let rule = serde_json::from_str(json);
        let rule = rule.map_err(|error| invalid_argument(format!("this is no fault: {error}")))?;
        self.control(py, |control| control.add_fault(rule))?.map_err(invalid_argument)
    }

    /// Nothing goes wrong from now on.
    fn clear_faults(&self, py: Python<'_>) -> PyResult<()> {
        self.control(py, |control| control.clear_faults())
    }

    /// Cut the connections of an application, or all; tells how many.
    fn cut(&self, py: Python<'_>, application: Option<&str>) -> PyResult<usize> {
        self.control(py, |control| control.cut(application))
    }

    /// Tell every application that the switch link is up or down.
    fn set_link(&self, py: Python<'_>, up: bool) -> PyResult<()> {
        self.control(py, |control| control.set_link(up))
    }

    /// Take a DN out of service or back; tells whether there is one.
    fn set_service(&self, py: Python<'_>, dn: &str, up: bool) -> PyResult<bool> {
        self.control(py, |control| control.set_service(dn, up))
    }

    /// Take the registrations of a DN away; tells how many.
    fn unregister_all(&self, py: Python<'_>, dn: &str) -> PyResult<Option<usize>> {
        self.control(py, |control| control.unregister_all(dn))
    }

    /// Restart an OCS; tells whether there is one.
    fn restart_ocs(&self, py: Python<'_>, dbid: i32) -> PyResult<bool> {
        self.control(py, |control| control.restart_ocs(dbid))
    }

    /// Distribute user data on a DN; tells whether there is one.
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
