//! Waits that let other Python threads run, and notice Ctrl-C.
//!
//! Owns the slice that every wait is cut into, and the count of threads inside of one: at exit
//! the interpreter must not be torn down under a thread that comes back from a wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use commdn::Error;
use pyo3::prelude::*;

use crate::arguments::seconds;
use crate::errors::CommDNInternalError;
use crate::objects::error::to_py;

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

/// Why a call that the core waits in has ended without a result.
pub enum Ended {
    Failed(Error),
    /// A signal handler has raised an exception.
    Interrupted(PyErr),
}

impl From<Error> for Ended {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Let `call` wait in the core, which looks for signals after each slice of the wait.
pub fn interruptible<T: Send>(
    py: Python<'_>,
    call: impl FnOnce(Duration, &mut dyn FnMut() -> Result<(), Ended>) -> Result<T, Ended> + Send,
) -> PyResult<T> {
    let _inside = Inside::enter();
    let mut look_up = || Python::attach(|py| py.check_signals()).map_err(Ended::Interrupted);
    py.detach(|| call(SLICE, &mut look_up)).map_err(|ended| match ended {
        Ended::Failed(error) => to_py(py, &error),
        Ended::Interrupted(error) => error,
    })
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
pub fn quiesce(py: Python<'_>, timeout: &Bound<'_, PyAny>) -> PyResult<bool> {
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
