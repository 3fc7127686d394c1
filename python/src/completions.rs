//! `Completions`: the outcomes of many requests, as they come.

use std::time::{Duration, Instant};

use commdn::exchange::{CallOptions, Submitted};
use commdn::message::Request;
use commdn::session::{Completion, Completions, Wait};
use commdn::{Error, exchange::Answer};
use pyo3::prelude::*;

use crate::errors::to_py;
use crate::event::AnswerObject;
use crate::request::RequestObject;
use crate::rows::RowRequest;
use crate::waits::{Timeout, sliced};

/// Submits requests under tags and hands out their outcomes in the order in which they come.
#[pyclass(frozen, module = "commdn", name = "Completions")]
pub struct CompletionsObject {
    completions: Completions,
    default: Duration,
}

impl CompletionsObject {
    pub const fn new(completions: Completions, default: Duration) -> Self {
        Self { completions, default }
    }

    /// Wait for the first outcome and append what is there, at most `limit`.
    fn take_into(
        &self,
        py: Python<'_>,
        taken: &mut Vec<Completion>,
        limit: usize,
        timeout: Duration,
    ) -> PyResult<()> {
        let step = |slice| {
            let started = Instant::now();
            match self.completions.take(taken, limit, Wait::For(slice)) {
                // Before its time: the session has ended, none can come any more.
                Ok(0) if started.elapsed() < slice => Some(Ok(0)),
                Ok(0) => None,
                other => Some(other),
            }
        };
        match sliced(py, timeout, step)? {
            Some(Err(error)) => Err(to_py(py, &error)),
            _ => Ok(()),
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
        let requests = requests.iter().map(|request| request.get().request());
        let batch: Vec<(u64, &Request)> = (first_tag..).zip(requests).collect();
        if batch.is_empty() {
            return Ok(0);
        }
        py.detach(|| self.completions.submit_many(&batch, options))
            .map_err(|error| to_py(py, &error))
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
        let mut taken = Vec::new();
        self.take_into(py, &mut taken, 1, timeout.duration(self.default))?;
        Ok(taken.pop().map(CompletionObject::new))
    }

    #[pyo3(signature = (limit, timeout = Timeout(Wait::Default)))]
    fn take(
        &self,
        py: Python<'_>,
        limit: usize,
        timeout: Timeout,
    ) -> PyResult<Vec<CompletionObject>> {
        let mut taken = Vec::new();
        if limit > 0 {
            self.take_into(py, &mut taken, limit, timeout.duration(self.default))?;
        }
        Ok(taken.into_iter().map(CompletionObject::new).collect())
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
    /// Of a stream.
    request: Option<RowRequest>,
}

impl CompletionObject {
    fn new(completion: Completion) -> Self {
        Self { tag: completion.tag, outcome: completion.outcome, request: None }
    }

    pub const fn of_row(row: u64, request: RowRequest, outcome: Result<Answer, Error>) -> Self {
        Self { tag: row, outcome, request: Some(request) }
    }
}

#[pymethods]
impl CompletionObject {
    #[getter]
    const fn tag(&self) -> u64 {
        self.tag
    }

    #[getter]
    fn request(&self, py: Python<'_>) -> PyResult<Option<Py<RequestObject>>> {
        self.request.as_ref().map(|request| request.to_object(py)).transpose()
    }

    #[getter]
    const fn ok(&self) -> bool {
        self.outcome.is_ok()
    }

    #[getter]
    fn answer(&self) -> Option<AnswerObject> {
        self.outcome.as_ref().ok().cloned().map(AnswerObject::new)
    }

    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let error = self.outcome.as_ref().err()?;
        Some(to_py(py, error).into_value(py).into_any())
    }

    fn result(&self, py: Python<'_>) -> PyResult<AnswerObject> {
        match &self.outcome {
            Ok(answer) => Ok(AnswerObject::new(answer.clone())),
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
