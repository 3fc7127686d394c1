//! The native half of `commdn.Outbox`.

use std::path::PathBuf;
use std::time::Duration;

use commdn::delays;
use commdn::message::{CmError, Dialect, Request};
use commdn::outbox::{
    Cells, Entry, Filter, Outbox, OutboxConfig, OutboxId, Outcome, OutcomeKind, Policy,
    SubmitOptions,
};
use commdn::session::Wait;
use commdn::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

use crate::arguments::{Timeout, given, number, seconds};
use crate::enums::PyEnum;
use crate::errors::invalid_argument;
use crate::generated::options as generated;
use crate::objects::error::to_py;
use crate::objects::event::EventObject;
use crate::objects::request::RequestObject;
use crate::objects::session::SessionObject;
use crate::options::unknown;
use crate::waits::{apart, sliced};

/// How long a wait is that says nothing else.
const DEFAULT_WAIT: Duration = Duration::from_secs(10);

/// An outbox.
#[pyclass(frozen, module = "commdn._native", name = "Outbox")]
pub struct OutboxObject {
    /// `None` only while it is dropped.
    outbox: Option<Outbox>,
}

impl Drop for OutboxObject {
    /// Dropping stops sending, which may wait: without the GIL, if there still is one.
    fn drop(&mut self) {
        let outbox = self.outbox.take();
        let _ = Python::try_attach(|py| py.detach(|| drop(outbox)));
    }
}

/// Cursor, id, key, kind, event, error, attempts, time, the entry that repeats it.
type OutcomeParts = (
    u64,
    u64,
    Option<String>,
    &'static str,
    Option<EventObject>,
    Option<Py<PyAny>>,
    u32,
    f64,
    Option<u64>,
);

/// Id, state, message type, request, key, attempts, created, next try, expires, outcome.
type EntryParts<'py> = (
    u64,
    &'static str,
    Bound<'py, PyAny>,
    Option<RequestObject>,
    Option<String>,
    u32,
    f64,
    Option<f64>,
    Option<f64>,
    Option<OutcomeParts>,
);

impl OutboxObject {
    fn outbox(&self) -> PyResult<&Outbox> {
        let gone = || crate::errors::CommDNInternalError::new_err("the outbox is gone");
        self.outbox.as_ref().ok_or_else(gone)
    }

    /// Run what may wait for the file.
    fn run<T: Send>(
        &self,
        py: Python<'_>,
        run: impl FnOnce(&Outbox) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let outbox = self.outbox()?;
        py.detach(|| run(outbox)).map_err(|error| to_py(py, &error))
    }
}

/// Milliseconds as seconds since the epoch.
fn time(ms: u64) -> f64 {
    Duration::from_millis(ms).as_secs_f64()
}

fn outcome_parts(py: Python<'_>, outcome: Outcome) -> OutcomeParts {
    (
        outcome.cursor,
        outcome.id.0,
        outcome.key,
        outcome.kind.name(),
        outcome.event.map(EventObject::new),
        outcome.error.map(|error| to_py(py, &error).into_value(py).into_any()),
        outcome.attempts,
        time(outcome.time),
        outcome.retried_as.map(|id| id.0),
    )
}

fn entry_parts(py: Python<'_>, entry: Entry) -> PyResult<EntryParts<'_>> {
    Ok((
        entry.id.0,
        entry.state.name(),
        entry.message_type.member(py)?,
        entry.request.map(RequestObject::new),
        entry.key,
        entry.attempts,
        time(entry.created),
        entry.next_try.map(time),
        entry.expires.map(time),
        entry.outcome.map(|outcome| outcome_parts(py, outcome)),
    ))
}

fn filter(name: &str) -> PyResult<Filter> {
    match name {
        "all" => return Ok(Filter::All),
        "unfinished" => return Ok(Filter::Unfinished),
        "dead" => return Ok(Filter::Dead),
        _ => {}
    }
    let kind = OutcomeKind::ALL.into_iter().find(|kind| kind.name() == name);
    kind.map(Filter::Ended).ok_or_else(|| invalid_argument(format!("filter {name:?} is unknown")))
}

fn config(options: &Bound<'_, PyDict>) -> PyResult<OutboxConfig> {
    let mut config = OutboxConfig::new();
    let mut policy = Policy::default();
    let mut dialect = Dialect::DEFAULT;
    for (name, value) in options.iter() {
        let name: String = name.extract()?;
        config = match generated::outbox(config, &name, &value)? {
            Ok(set) => {
                config = set;
                continue;
            }
            Err(other) => other,
        };
        policy = match generated::policy(policy, &name, &value)? {
            Ok(set) => {
                policy = set;
                continue;
            }
            Err(other) => other,
        };
        dialect = match generated::dialect(dialect, &name, &value)? {
            Ok(set) => {
                dialect = set;
                continue;
            }
            Err(other) => other,
        };
        policy = match name.as_str() {
            "backoff" => {
                type Two<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);
                let (first, max): Two<'_> = given(&value, &name)?;
                let (first, max) = (seconds(&first, "backoff")?, seconds(&max, "backoff")?);
                delays::check(("the first backoff", first), ("the longest backoff", max))
                    .map_err(|error| invalid_argument(error.message()))?;
                policy.backoff(first, max)
            }
            "retryable_refusals" => {
                let codes = value.try_iter()?.map(|code| number::<CmError>(&code?, &name));
                policy.retryable_refusals(codes.collect::<PyResult<Vec<_>>>()?)
            }
            other => return Err(unknown(other)),
        };
    }
    Ok(config.policy(policy).dialect(dialect))
}

/// The options of a submit, but for its key: order key, unordered, age, attempts, answers.
type SubmitParts<'py> = (Option<String>, bool, Option<Bound<'py, PyAny>>, Option<u32>, u32);

struct Submit<'py>(SubmitParts<'py>);

impl Submit<'_> {
    fn options(&self, key: Option<&str>) -> PyResult<SubmitOptions> {
        let mut options = SubmitOptions::new();
        if let Some(key) = key {
            options = options.key(key);
        }
        let Self((order_key, unordered, max_age, max_attempts, answers)) = self;
        if let Some(text) = order_key {
            options = options.order_key(text);
        }
        if *unordered {
            options = options.unordered();
        }
        if let Some(age) = max_age {
            options = options.max_age(seconds(age, "max_age")?);
        }
        if let Some(attempts) = max_attempts {
            options = options.max_attempts(*attempts);
        }
        if *answers != 1 {
            options = options.answers(*answers);
        }
        Ok(options)
    }
}

#[pymethods]
impl OutboxObject {
    /// Open the file, making it if there is none; the options are those of `commdn.Outbox`.
    #[classmethod]
    #[pyo3(signature = (path, **options))]
    fn open(
        cls: &Bound<'_, PyType>,
        path: PathBuf,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = cls.py();
        let config = config(options.unwrap_or(&PyDict::new(py)))?;
        let outbox = py.detach(|| Outbox::open(path, config));
        Ok(Self { outbox: Some(outbox.map_err(|error| to_py(py, &error))?) })
    }

    /// Put requests in, all of them or none; gives their numbers.
    fn submit_many(
        &self,
        py: Python<'_>,
        requests: Vec<PyRef<'_, RequestObject>>,
        keys: Option<Vec<Option<String>>>,
        options: SubmitParts<'_>,
    ) -> PyResult<Vec<u64>> {
        let options = Submit(options);
        let keys = keys.unwrap_or_default();
        if !keys.is_empty() && keys.len() != requests.len() {
            let text = format!("{} keys for {} requests", keys.len(), requests.len());
            return Err(invalid_argument(text));
        }
        let each = requests.iter().enumerate().map(|(place, request)| {
            let key = keys.get(place).and_then(Option::as_deref);
            Ok((request.request(), options.options(key)?))
        });
        let each: Vec<(&Request, SubmitOptions)> = each.collect::<PyResult<_>>()?;
        let ids = self.run(py, |outbox| outbox.submit_many(each))?;
        Ok(ids.into_iter().map(|id| id.0).collect())
    }

    /// Send what is in the outbox over a session.
    fn attach(&self, py: Python<'_>, session: &Bound<'_, SessionObject>) -> PyResult<()> {
        let session = session.get().session()?.clone();
        self.run(py, |outbox| outbox.attach(&session))
    }

    /// Stop sending; what is not answered in time goes back.
    fn detach(&self, py: Python<'_>, timeout: &Bound<'_, PyAny>) -> PyResult<()> {
        let timeout = seconds(timeout, "timeout")?;
        let outbox = self.outbox()?.clone();
        apart(py, move || outbox.detach(timeout))?.map_err(|error| to_py(py, &error))
    }

    /// Whether a session is attached.
    #[getter]
    fn is_attached(&self, py: Python<'_>) -> PyResult<bool> {
        let outbox = self.outbox()?;
        Ok(py.detach(|| outbox.is_attached()))
    }

    /// Why the attached sender cannot use the file, as an exception.
    #[getter]
    fn trouble(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let outbox = self.outbox()?;
        let trouble = py.detach(|| outbox.trouble());
        Ok(trouble.map(|error| to_py(py, &error).into_value(py).into_any()))
    }

    /// Wait for the outcome of an entry.
    fn wait(&self, py: Python<'_>, id: u64, timeout: Timeout) -> PyResult<OutcomeParts> {
        let outbox = self.outbox()?;
        let step = |slice| match outbox.wait(OutboxId(id), Wait::For(slice)) {
            Err(error) if error.kind() == ErrorKind::WaitTimeout => None,
            other => Some(other),
        };
        match sliced(py, timeout.duration(DEFAULT_WAIT), step)? {
            Some(outcome) => Ok(outcome_parts(py, outcome.map_err(|error| to_py(py, &error))?)),
            None => {
                let text = format!("entry {id} of the outbox has no outcome yet");
                Err(to_py(py, &Error::new(ErrorKind::WaitTimeout, text)))
            }
        }
    }

    /// The outcome of an entry, if it has one.
    fn outcome(&self, py: Python<'_>, id: u64) -> PyResult<Option<OutcomeParts>> {
        let outcome = self.run(py, |outbox| outbox.outcome(OutboxId(id)))?;
        Ok(outcome.map(|outcome| outcome_parts(py, outcome)))
    }

    /// Wait until nothing is unfinished; tells whether that came in time.
    fn wait_until_empty(&self, py: Python<'_>, timeout: Timeout) -> PyResult<bool> {
        let outbox = self.outbox()?;
        let step = |slice| match outbox.wait_until_empty(Wait::For(slice)) {
            Ok(false) => None,
            other => Some(other),
        };
        let empty = sliced(py, timeout.duration(DEFAULT_WAIT), step)?;
        empty.unwrap_or(Ok(false)).map_err(|error| to_py(py, &error))
    }

    /// The outcomes that were recorded after a cursor.
    fn outcomes(&self, py: Python<'_>, cursor: u64, max: usize) -> PyResult<Vec<OutcomeParts>> {
        let page = self.run(py, |outbox| outbox.outcomes_page(cursor, max))?;
        Ok(page.into_iter().map(|outcome| outcome_parts(py, outcome)).collect())
    }

    /// The entries of a kind, behind one of them.
    fn list_entries<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        after: u64,
        max: usize,
    ) -> PyResult<Vec<EntryParts<'py>>> {
        let filter = filter(name)?;
        let page = self.run(py, |outbox| outbox.list_page(filter, OutboxId(after), max))?;
        page.into_iter().map(|entry| entry_parts(py, entry)).collect()
    }

    /// One entry by its number.
    fn entry<'py>(&self, py: Python<'py>, id: u64) -> PyResult<EntryParts<'py>> {
        entry_parts(py, self.run(py, |outbox| outbox.entry(OutboxId(id)))?)
    }

    /// The number of the entry that was submitted under a key.
    fn find(&self, py: Python<'_>, key: &str) -> PyResult<Option<u64>> {
        Ok(self.run(py, |outbox| outbox.find(key))?.map(|id| id.0))
    }

    /// Try a dead letter again, as an entry of its own.
    fn retry(&self, py: Python<'_>, id: u64) -> PyResult<u64> {
        Ok(self.run(py, |outbox| outbox.retry(OutboxId(id)))?.0)
    }

    /// Try all dead letters again; tells how many.
    fn retry_dead(&self, py: Python<'_>) -> PyResult<usize> {
        self.run(py, Outbox::retry_dead)
    }

    /// Cancel an entry that is not under way.
    fn cancel(&self, py: Python<'_>, id: u64) -> PyResult<()> {
        self.run(py, |outbox| outbox.cancel(OutboxId(id)))
    }

    /// Forget what ended longer ago than that; tells how many.
    fn purge(&self, py: Python<'_>, age: &Bound<'_, PyAny>, dead: bool) -> PyResult<u64> {
        let age = seconds(age, "age")?;
        self.run(py, |outbox| outbox.purge(age, dead))
    }

    /// Remove the file if nothing is left in it; tells whether that was so.
    fn remove(&self, py: Python<'_>) -> PyResult<bool> {
        self.run(py, Outbox::remove)
    }

    /// Stop sending and let go of the file.
    fn close(&self, py: Python<'_>, timeout: &Bound<'_, PyAny>) -> PyResult<()> {
        let timeout = seconds(timeout, "timeout")?;
        let outbox = self.outbox()?.clone();
        apart(py, move || outbox.close(timeout))?.map_err(|error| to_py(py, &error))
    }

    /// Write the entries of a kind to a CSV file; tells how many.
    fn export(&self, py: Python<'_>, name: &str, path: PathBuf, as_is: bool) -> PyResult<u64> {
        let filter = filter(name)?;
        let cells = if as_is { Cells::AsIs } else { Cells::Neutral };
        self.run(py, |outbox| outbox.export_file(filter, cells, path))
    }

    /// The counters, by name.
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let stats = self.run(py, Outbox::stats)?;
        let dict = PyDict::new(py);
        dict.set_item("unfinished", stats.unfinished)?;
        dict.set_item("unfinished_bytes", stats.unfinished_bytes)?;
        dict.set_item("claimed", stats.claimed)?;
        dict.set_item("dead", stats.dead)?;
        dict.set_item("last_entry", stats.last_entry)?;
        dict.set_item("last_cursor", stats.last_cursor)?;
        for kind in OutcomeKind::ALL {
            dict.set_item(kind.name(), stats.ended(kind))?;
        }
        Ok(dict)
    }
}
