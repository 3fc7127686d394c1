//! Waits that let other Python threads run, and notice Ctrl-C.
//!
//! Owns the slice that every wait is cut into, and the count of threads inside of one: at exit
//! the interpreter must not be torn down under a thread that comes back from a wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use commdn::session::Wait;
use pyo3::prelude::*;
use pyo3::types::PyEllipsis;

use crate::errors::{CommDNInternalError, invalid_argument};

/// Longest time between two looks for signals.
const SLICE: Duration = Duration::from_millis(50);
/// Longest wait that is told from for ever.
pub use commdn::delays::LONGEST;

static WAITING: AtomicUsize = AtomicUsize::new(0);

/// One thread inside of a wait.
struct Inside;

impl Inside {
    fn enter() -> Self {
        WAITING.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A `timeout` argument: `...` is the session's default, `None` is for ever, otherwise seconds.
#[derive(Clone, Copy)]
pub struct Timeout(pub Wait);

impl<'py> FromPyObject<'_, 'py> for Timeout {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Self(Wait::Forever));
        }
        if value.is_instance_of::<PyEllipsis>() {
            return Ok(Self(Wait::Default));
        }
        Ok(Self(Wait::For(seconds(value.extract()?, "timeout")?)))
    }
}

impl Timeout {
    /// The duration, where `default` is the session's.
    pub fn duration(self, default: Duration) -> Duration {
        match self.0 {
            Wait::No => Duration::ZERO,
            Wait::For(duration) => duration.min(LONGEST),
            Wait::Forever => LONGEST,
            _ => default.min(LONGEST),
        }
    }
}

/// Seconds as a duration; `name` is the argument's, for the message.
pub fn seconds(value: f64, name: &str) -> PyResult<Duration> {
    if value.is_nan() || value < 0.0 {
        return Err(invalid_argument(format!("{name} {value} is not a number of seconds")));
    }
    let time = Duration::try_from_secs_f64(value).ok().filter(|time| *time <= LONGEST);
    time.ok_or_else(|| invalid_argument(format!("{name} {value:?} is over 100 years")))
}

/// Wait in slices until `step` has something or `timeout` is over.
pub fn sliced<T: Send>(
    py: Python<'_>,
    timeout: Duration,
    mut step: impl FnMut(Duration) -> Option<T> + Send,
) -> PyResult<Option<T>> {
    let _inside = Inside::enter();
    let deadline = Instant::now() + timeout;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let slice = left.min(SLICE);
        if let Some(value) = py.detach(|| step(slice)) {
            return Ok(Some(value));
        }
        py.check_signals()?;
        if left <= slice {
            return Ok(None);
        }
    }
}

/// Run on a thread of its own what cannot be cut into slices; Ctrl-C leaves it to end by itself.
pub fn apart<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce() -> T + Send + 'static,
) -> PyResult<T> {
    let (done, result) = mpsc::sync_channel(1);
    let run = move || {
        // Nobody takes it when the caller was interrupted.
        let _ = done.send(work());
    };
    let thread = std::thread::Builder::new().name("commdn-call".to_owned()).spawn(run);
    thread
        .map_err(|error| CommDNInternalError::new_err(format!("cannot start a thread: {error}")))?;
    let result = std::sync::Mutex::new(result);
    let step = |slice| match result.lock().ok()?.recv_timeout(slice) {
        Ok(value) => Some(Some(value)),
        Err(mpsc::RecvTimeoutError::Timeout) => None,
        Err(mpsc::RecvTimeoutError::Disconnected) => Some(None),
    };
    sliced(py, LONGEST, step)?
        .flatten()
        .ok_or_else(|| CommDNInternalError::new_err("a call ended without a result"))
}

/// Wait up to `timeout` seconds until no other thread is inside of a wait; for interpreter exit.
#[pyfunction]
pub fn quiesce(py: Python<'_>, timeout: f64) -> PyResult<bool> {
    let deadline = Instant::now() + seconds(timeout, "timeout")?;
    py.detach(|| {
        while WAITING.load(Ordering::Relaxed) > 0 {
            if Instant::now() >= deadline {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(true)
    })
}
