//! `Stream`: requests out of an iterable, a window of them open at a time, and their outcomes as they come.
//!
//! Owns which row is which and how far the iterable was read. Rows are read, sent and taken many at a time; the GIL is
//! away while they are sent and waited for. Whether a request is valid is the core's matter: one that is refused
//! is a row whose outcome is an error.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use commdn::exchange::{Answer, CallOptions, Submitted};
use commdn::message::Request;
use commdn::session::{Completion, Completions, Wait};
use commdn::{Error, ErrorKind};
use pyo3::exceptions::{PyException, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use crate::objects::completion::CompletionObject;
use crate::objects::error::to_py;
use crate::objects::request::{RequestObject, RequestsObject, Row, RowRequest};
use crate::waits::{LONGEST, sliced};

/// A source that takes longer than this for some rows is slow: what it gave is sent before more is asked for.
const SLOW: Duration = Duration::from_millis(1);

/// Sends what an iterable gives, and is an iterator of the outcomes; dropping it gives up what is open.
#[pyclass(frozen, module = "commdn._native", name = "Stream")]
pub struct StreamObject {
    completions: Completions,
    options: CallOptions,
    state: Mutex<State>,
}

struct State {
    /// `None` once it has ended.
    source: Option<Py<PyIterator>>,
    /// Rows that were read and wait to be sent, and the number of the first of them.
    read: VecDeque<Read>,
    first_read: u64,
    /// What is open, by place: the tag of the core's outcomes.
    places: Vec<Option<Open>>,
    free: Vec<usize>,
    ready: VecDeque<Ended>,
    /// Raised once everything else was handed out.
    failure: Option<PyErr>,
}

/// A row, or why it is not sent.
struct Read {
    request: RowRequest,
    fault: Option<Error>,
}

struct Open {
    row: u64,
    request: RowRequest,
    submitted: Submitted,
}

struct Ended {
    row: u64,
    request: RowRequest,
    outcome: Result<Answer, Error>,
}

impl Ended {
    fn into_object(self) -> CompletionObject {
        CompletionObject::of_row(self.row, self.request, self.outcome)
    }
}

impl State {
    fn open(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// Read rows until there are as many as there are free places, or none come for a while.
    ///
    /// A failure of the source is kept for later; what is meant to end the program is raised at once.
    fn read(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(source) = &self.source else { return Ok(()) };
        let mut source = source.bind(py).clone();
        let rows = source.cast::<RequestsObject>().ok().cloned();
        let started = Instant::now();
        while self.read.len() < self.free.len() {
            let row = self.first_read + self.read.len() as u64;
            let next = match &rows {
                // It need not be an object until somebody asks for it.
                Some(rows) => {
                    let made = rows.get().next(py).transpose();
                    made.map(|made| made.map(Read::made))
                }
                None => source.next().map(|item| item.and_then(|item| as_request(&item, row))),
            };
            match next {
                Some(Ok(read)) => self.read.push_back(read),
                end => {
                    self.source = None;
                    match end {
                        Some(Err(error)) if !error.is_instance_of::<PyException>(py) => {
                            return Err(error);
                        }
                        end => self.failure = end.and_then(Result::err),
                    }
                    break;
                }
            }
            if started.elapsed() > SLOW {
                break;
            }
        }
        Ok(())
    }

    /// Send what was read, as far as there is room.
    fn send(&mut self, py: Python<'_>, completions: &Completions, options: CallOptions) {
        while !self.read.is_empty() && !self.free.is_empty() {
            if self.read.front().is_some_and(|read| read.fault.is_some()) {
                self.end_unsent();
                continue;
            }
            let sound = self.read.iter().take_while(|read| read.fault.is_none());
            let count = sound.take(self.free.len()).count();
            let places = self.free.iter().rev().map(|place| *place as u64);
            let requests = self.read.iter().take(count);
            let requests = requests.map(|read| read.request.request());
            let batch: Vec<(u64, &Request)> = places.zip(requests).collect();
            let mut submitted = Vec::with_capacity(count);
            let sent = py.detach(|| completions.submit_many(&batch, options, &mut submitted));
            for submitted in submitted {
                let (Some(place), Some((row, request))) = (self.free.pop(), self.next_read())
                else {
                    break;
                };
                if let Some(place) = self.places.get_mut(place) {
                    *place = Some(Open { row, request, submitted });
                }
            }
            let Err(error) = sent else { continue };
            if error.kind() == ErrorKind::Overloaded && self.open() > 0 {
                // There will be room when some of them have ended.
                return;
            }
            if matches!(error.kind(), ErrorKind::Closed | ErrorKind::Forked) {
                self.source = None;
                self.failure.get_or_insert_with(|| to_py(py, &error));
            }
            if let Some((row, request)) = self.next_read() {
                self.ready.push_back(Ended { row, request, outcome: Err(error) });
            }
        }
    }

    fn next_read(&mut self) -> Option<(u64, RowRequest)> {
        let read = self.read.pop_front()?;
        self.first_read += 1;
        Some((self.first_read - 1, read.request))
    }

    /// The next row is not sent: its outcome is what is wrong with it.
    fn end_unsent(&mut self) {
        let fault = self.read.front_mut().and_then(|read| read.fault.take());
        if let (Some(error), Some((row, request))) = (fault, self.next_read()) {
            self.ready.push_back(Ended { row, request, outcome: Err(error) });
        }
    }

    fn end(&mut self, completion: Completion) {
        let place = usize::try_from(completion.tag).unwrap_or(usize::MAX);
        if let Some(open) = self.places.get_mut(place).and_then(Option::take) {
            self.free.push(place);
            let Open { row, request, .. } = open;
            self.ready.push_back(Ended { row, request, outcome: completion.outcome });
        }
    }

    fn is_over(&self) -> bool {
        self.ready.is_empty() && self.read.is_empty() && self.open() == 0 && self.source.is_none()
    }
}

impl Read {
    fn made(row: Row) -> Self {
        let fault = row.fault.map(|text| Error::new(ErrorKind::InvalidRequest, text));
        Self { request: RowRequest::Made(Box::new(row.request)), fault }
    }
}

fn as_request(item: &Bound<'_, PyAny>, row: u64) -> PyResult<Read> {
    match item.cast::<RequestObject>() {
        Ok(request) => {
            Ok(Read { request: RowRequest::Given(request.clone().unbind()), fault: None })
        }
        Err(_) => {
            let kind = item.get_type();
            let kind = kind.name()?;
            Err(PyTypeError::new_err(format!("row {row} is {kind}, not a Request")))
        }
    }
}

impl StreamObject {
    pub fn new(
        completions: Completions,
        source: Bound<'_, PyIterator>,
        window: usize,
        options: CallOptions,
    ) -> Self {
        let state = State {
            source: Some(source.unbind()),
            read: VecDeque::new(),
            first_read: 0,
            places: std::iter::repeat_with(|| None).take(window).collect(),
            free: (0..window).rev().collect(),
            ready: VecDeque::new(),
            failure: None,
        };
        Self { completions, options, state: Mutex::new(state) }
    }

    /// Not waiting for it: whoever has it may wait for the GIL.
    fn state(&self) -> PyResult<MutexGuard<'_, State>> {
        let in_use =
            |_| PyValueError::new_err("the stream is in use by another thread or by itself");
        self.state.try_lock().map_err(in_use)
    }

    /// Take the outcomes that are there, and send what takes their places.
    fn go_on(&self, py: Python<'_>, state: &mut State) -> PyResult<()> {
        if state.open() > 0 {
            let mut taken = Vec::new();
            let limit = state.places.len();
            py.detach(|| self.completions.take(&mut taken, limit, Wait::No))
                .map_err(|error| to_py(py, &error))?;
            taken.into_iter().for_each(|completion| state.end(completion));
        }
        state.read(py)?;
        state.send(py, &self.completions, self.options);
        Ok(())
    }

    /// Wait until an outcome is there, and take what there is.
    fn wait(&self, py: Python<'_>, state: &mut State) -> PyResult<()> {
        let mut taken = Vec::new();
        let limit = state.places.len();
        let step = |slice| {
            let started = Instant::now();
            match self.completions.take(&mut taken, limit, Wait::For(slice)) {
                Ok(0) if started.elapsed() < slice => {
                    let text = "the session ended, and with it what was open";
                    Some(Err(Error::new(ErrorKind::Closed, text)))
                }
                Ok(0) => None,
                other => Some(other),
            }
        };
        let waited = sliced(py, LONGEST, step)?;
        taken.into_iter().for_each(|completion| state.end(completion));
        match waited {
            Some(Err(error)) => Err(to_py(py, &error)),
            _ => Ok(()),
        }
    }
}

#[pymethods]
impl StreamObject {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<CompletionObject>> {
        let mut state = self.state()?;
        loop {
            if let Some(ended) = state.ready.pop_front() {
                return Ok(Some(ended.into_object()));
            }
            if state.is_over() {
                return state.failure.take().map_or(Ok(None), Err);
            }
            if state.open() > 0 {
                self.wait(py, &mut state)?;
            }
            // What takes the place of what ended is on its way before that is looked at.
            state.read(py)?;
            state.send(py, &self.completions, self.options);
        }
    }

    /// Send what there is room for and take what is there, without waiting; `None` at the end.
    fn advance(&self, py: Python<'_>) -> PyResult<Option<Vec<CompletionObject>>> {
        let mut state = self.state()?;
        self.go_on(py, &mut state)?;
        if state.is_over() {
            return state.failure.take().map_or(Ok(None), Err);
        }
        Ok(Some(state.ready.drain(..).map(Ended::into_object).collect()))
    }

    /// Give up what is open and read no more; tells how many requests were open.
    fn close(&self, py: Python<'_>) -> PyResult<usize> {
        let mut state = self.state()?;
        state.source = None;
        state.read.clear();
        state.ready.clear();
        state.failure = None;
        let window = state.places.len();
        let open: Vec<Open> = state.places.iter_mut().filter_map(Option::take).collect();
        state.free = (0..window).rev().collect();
        let withdrawn = py.detach(|| withdraw(&self.completions, &open));
        Ok(withdrawn)
    }
}

fn withdraw(completions: &Completions, open: &[Open]) -> usize {
    // A session that is gone has taken them along.
    open.iter().filter(|open| completions.withdraw(open.submitted).unwrap_or(false)).count()
}

impl Drop for StreamObject {
    fn drop(&mut self) {
        if let Ok(state) = self.state.get_mut() {
            let open: Vec<Open> = state.places.iter_mut().filter_map(Option::take).collect();
            if !open.is_empty() {
                let withdraw = || withdraw(&self.completions, &open);
                let _ = Python::try_attach(|py| py.detach(withdraw));
            }
        }
    }
}
