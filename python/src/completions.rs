//! `Completions`: the outcomes of many requests, as they come.

use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn::exchange::{CallOptions, Submitted};
use commdn::link::Gate;
use commdn::session::{Completion, Completions, Wait};
use commdn::{Error, exchange::Answer};
use pyo3::prelude::*;

use crate::errors::to_py;
use crate::event::AnswerObject;
use crate::request::RequestObject;
use crate::waits::{Timeout, sliced};

/// Submits requests under tags and hands out their outcomes in the order in which they come.
#[pyclass(frozen, module = "commdn", name = "Completions")]
pub struct CompletionsObject {
    completions: Completions,
    gate: Arc<Gate>,
    default: Duration,
}

impl CompletionsObject {
    pub const fn new(completions: Completions, gate: Arc<Gate>, default: Duration) -> Self {
        Self { completions, gate, default }
    }

    fn wait(&self, py: Python<'_>, timeout: Duration) -> PyResult<Option<Completion>> {
        let step = |slice| {
            let started = Instant::now();
            match self.completions.next(Wait::For(slice)) {
                // Before its time: the session has ended, none can come any more.
                Ok(None) if started.elapsed() < slice => Some(Ok(None)),
                next => next.transpose().map(|next| next.map(Some)),
            }
        };
        match sliced(py, timeout, step)? {
            Some(next) => next.map_err(|error| to_py(py, &error)),
            None => Ok(None),
        }
    }
}

#[pymethods]
impl CompletionsObject {
    #[pyo3(
        signature = (tag, request, *, timeout = Timeout(Wait::Default), answers = Some(1)),
        text_signature = "($self, tag, request, *, timeout=..., answers=1)",
    )]
    fn submit(
        &self,
        py: Python<'_>,
        tag: u64,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<()> {
        let options = CallOptions::within(timeout.duration(self.default)).answers(answers);
        let request = request.get().request();
        py.detach(|| self.completions.submit_with(tag, request, options))
            .map_err(|error| to_py(py, &error))
    }

    #[pyo3(
        signature = (first_tag, requests, *, timeout = Timeout(Wait::Default), answers = Some(1)),
        text_signature = "($self, first_tag, requests, *, timeout=..., answers=1)",
    )]
    fn submit_many(
        &self,
        py: Python<'_>,
        first_tag: u64,
        requests: Vec<Bound<'_, RequestObject>>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<usize> {
        let options = CallOptions::within(timeout.duration(self.default)).answers(answers);
        let requests: Vec<&RequestObject> = requests.iter().map(Bound::get).collect();
        let (taken, refused) = py.detach(|| {
            self.gate.hold();
            let mut taken = 0;
            let mut refused = None;
            for (request, tag) in requests.iter().zip(first_tag..) {
                if let Err(error) = self.completions.submit_with(tag, request.request(), options) {
                    refused = Some(error);
                    break;
                }
                taken += 1;
            }
            self.gate.release();
            (taken, refused)
        });
        match refused {
            Some(error) if taken == 0 => Err(to_py(py, &error)),
            _ => Ok(taken),
        }
    }

    #[pyo3(
        signature = (tag, request, *, timeout = Timeout(Wait::Default), answers = Some(1)),
        text_signature = "($self, tag, request, *, timeout=..., answers=1)",
    )]
    fn submit_to_withdraw(
        &self,
        py: Python<'_>,
        tag: u64,
        request: &Bound<'_, RequestObject>,
        timeout: Timeout,
        answers: Option<usize>,
    ) -> PyResult<SubmissionObject> {
        let options = CallOptions::within(timeout.duration(self.default)).answers(answers);
        let request = request.get().request();
        py.detach(|| self.completions.submit_to_withdraw(tag, request, options))
            .map(|submitted| SubmissionObject { submitted })
            .map_err(|error| to_py(py, &error))
    }

    #[pyo3(signature = (submission, /))]
    fn withdraw(&self, py: Python<'_>, submission: &Bound<'_, SubmissionObject>) -> PyResult<bool> {
        let submitted = submission.get().submitted;
        py.detach(|| self.completions.withdraw(submitted)).map_err(|error| to_py(py, &error))
    }

    #[pyo3(signature = (timeout = Timeout(Wait::Default)))]
    fn next(&self, py: Python<'_>, timeout: Timeout) -> PyResult<Option<CompletionObject>> {
        Ok(self.wait(py, timeout.duration(self.default))?.map(CompletionObject::new))
    }

    #[pyo3(signature = (limit, timeout = Timeout(Wait::Default)))]
    fn take(
        &self,
        py: Python<'_>,
        limit: usize,
        timeout: Timeout,
    ) -> PyResult<Vec<CompletionObject>> {
        let first = match limit {
            0 => None,
            _ => self.wait(py, timeout.duration(self.default))?,
        };
        let Some(first) = first else { return Ok(Vec::new()) };
        let mut taken = vec![CompletionObject::new(first)];
        // All that are there, without Python between them.
        let failed = py.detach(|| {
            while taken.len() < limit {
                match self.completions.next(Wait::No) {
                    Ok(Some(completion)) => taken.push(CompletionObject::new(completion)),
                    Ok(None) => break,
                    Err(error) => return Some(error),
                }
            }
            None
        });
        match failed {
            Some(error) => Err(to_py(py, &error)),
            None => Ok(taken),
        }
    }
}

/// A request of a `Completions`, to be given up before it ends.
#[pyclass(frozen, module = "commdn._native", name = "Submission")]
pub struct SubmissionObject {
    submitted: Submitted,
}

/// The outcome of one request.
#[pyclass(frozen, module = "commdn", name = "Completion")]
pub struct CompletionObject {
    tag: u64,
    outcome: Result<Answer, Error>,
}

impl CompletionObject {
    fn new(completion: Completion) -> Self {
        Self { tag: completion.tag, outcome: completion.outcome }
    }
}

#[pymethods]
impl CompletionObject {
    #[getter]
    const fn tag(&self) -> u64 {
        self.tag
    }

    #[getter]
    const fn ok(&self) -> bool {
        self.outcome.is_ok()
    }

    #[getter]
    fn answer(&self, py: Python<'_>) -> PyResult<Option<AnswerObject>> {
        let answer = self.outcome.as_ref().ok().cloned();
        answer.map(|answer| AnswerObject::new(py, answer)).transpose()
    }

    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let error = self.outcome.as_ref().err()?;
        Some(to_py(py, error).into_value(py).into_any())
    }

    fn result(&self, py: Python<'_>) -> PyResult<AnswerObject> {
        match &self.outcome {
            Ok(answer) => AnswerObject::new(py, answer.clone()),
            Err(error) => Err(to_py(py, error)),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let outcome = match &self.outcome {
            Ok(answer) => answer.event.message_type().to_string(),
            Err(error) => to_py(py, error).to_string(),
        };
        format!("<Completion tag={} {outcome}>", self.tag)
    }
}
