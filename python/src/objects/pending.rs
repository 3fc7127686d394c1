//! `Pending`: a request on its way.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use commdn::exchange::Answer;
use commdn::session::{Pending, Wait};
use commdn::{Error, ErrorKind};
use pyo3::prelude::*;

use crate::arguments::Timeout;
use crate::objects::answer::{self, AnswerObject};
use crate::objects::error::to_py;
use crate::waits::sliced;

/// A request whose outcome can be waited for, polled, or given up; the outcome stays.
#[pyclass(frozen, module = "commdn", name = "Pending")]
pub struct PendingObject {
    state: Mutex<State>,
    reference_id: i32,
    ended: AtomicBool,
    default: Duration,
}

enum State {
    Open(Pending),
    Ended(Result<Py<AnswerObject>, Py<PyAny>>),
}

/// What one slice of waiting found.
enum Step {
    Outcome(Box<Result<Answer, Error>>),
    /// Another thread has taken the outcome.
    Ended,
}

impl PendingObject {
    pub fn new(pending: Pending, default: Duration) -> Self {
        let reference_id = pending.reference_id();
        let state = Mutex::new(State::Open(pending));
        Self { state, reference_id, ended: AtomicBool::new(false), default }
    }

    /// Wait for the outcome and keep it; `None` if it did not come in time.
    fn settle(&self, py: Python<'_>, timeout: Duration) -> PyResult<bool> {
        let step = |slice| {
            // A waiter holds the lock for one slice at most.
            let mut state = self.state.lock().ok()?;
            let State::Open(pending) = &mut *state else { return Some(Step::Ended) };
            match pending.wait(Wait::For(slice)) {
                Err(error) if error.kind() == ErrorKind::WaitTimeout => None,
                outcome => Some(Step::Outcome(Box::new(outcome))),
            }
        };
        match sliced(py, timeout, step)? {
            Some(Step::Outcome(outcome)) => self.keep(py, *outcome).map(|()| true),
            Some(Step::Ended) => Ok(true),
            None => Ok(false),
        }
    }

    fn keep(&self, py: Python<'_>, outcome: Result<Answer, Error>) -> PyResult<()> {
        let ended = match outcome {
            Ok(answer) => Ok(answer::object(py, answer)?),
            Err(error) => Err(to_py(py, &error).into_value(py).into_any()),
        };
        self.end(State::Ended(ended));
        Ok(())
    }

    fn end(&self, state: State) {
        self.ended.store(true, Ordering::Release);
        if let Ok(mut current) = self.state.lock() {
            *current = state;
        }
    }

    /// The outcome that is kept.
    fn outcome(&self, py: Python<'_>) -> PyResult<Option<Py<AnswerObject>>> {
        let state = self.state.lock();
        match state.as_deref() {
            Ok(State::Ended(Ok(answer))) => Ok(Some(answer.clone_ref(py))),
            Ok(State::Ended(Err(error))) => Err(PyErr::from_value(error.bind(py).clone())),
            _ => Ok(None),
        }
    }
}

#[pymethods]
impl PendingObject {
    /// The reference ID that the request was sent with.
    #[getter]
    const fn reference_id(&self) -> i32 {
        self.reference_id
    }

    /// Wait for the outcome, which stays: the answer, or its error is raised.
    ///
    /// Blocks up to `timeout` seconds (omitted: for ever); the GIL is released, Ctrl-C works. Any number of threads
    /// may wait.
    /// Raises: CommDNWaitTimeout while the request is still open; what `Session.call` raises.
    #[pyo3(
        signature = (timeout = Timeout(Wait::Forever)),
        text_signature = "($self, timeout=None)",
    )]
    fn wait(&self, py: Python<'_>, timeout: Timeout) -> PyResult<Py<AnswerObject>> {
        if !self.ended.load(Ordering::Acquire) {
            self.settle(py, timeout.duration(self.default))?;
        }
        self.outcome(py)?.ok_or_else(|| still_open(py))
    }

    /// Whether the outcome is there.
    fn done(&self, py: Python<'_>) -> PyResult<bool> {
        if self.ended.load(Ordering::Acquire) {
            return Ok(true);
        }
        py.detach(|| match self.state.try_lock() {
            Ok(state) => match &*state {
                State::Open(pending) => pending.is_done(Duration::ZERO),
                State::Ended(_) => Ok(true),
            },
            // Somebody waits for it, and has not got it.
            Err(_) => Ok(false),
        })
        .map_err(|error| to_py(py, &error))
    }

    /// Give the request up; it may have reached OCS. Tells whether it was still open.
    fn cancel(&self, py: Python<'_>) -> bool {
        if self.ended.load(Ordering::Acquire) {
            return false;
        }
        let text = "the request was given up; it may have reached OCS";
        let error = to_py(py, &Error::new(ErrorKind::Closed, text)).into_value(py).into_any();
        let taken = py.detach(|| {
            let mut state = self.state.lock().ok()?;
            match &*state {
                State::Ended(_) => None,
                State::Open(_) => Some(std::mem::replace(&mut *state, State::Ended(Err(error)))),
            }
        });
        if taken.is_some() {
            self.ended.store(true, Ordering::Release);
        }
        taken.is_some()
    }

    fn __repr__(&self) -> String {
        let state = if self.ended.load(Ordering::Acquire) { "ended" } else { "open" };
        format!("<Pending reference_id={} {state}>", self.reference_id)
    }
}

fn still_open(py: Python<'_>) -> PyErr {
    to_py(py, &Error::new(ErrorKind::WaitTimeout, "the request is still open"))
}
