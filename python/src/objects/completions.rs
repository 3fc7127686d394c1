//! `Completions`: the outcomes of many requests, as they come.

use std::time::{Duration, Instant};

use commdn::exchange::{CallOptions, Repeat, Submitted};
use commdn::message::Request;
use commdn::session::{Completion, Completions, Wait};
use pyo3::prelude::*;

use crate::arguments::Timeout;
use crate::objects::completion::CompletionObject;
use crate::objects::error::to_py;
use crate::objects::request::RequestObject;
use crate::waits::sliced;

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
    /// Send a request under a tag; its outcome comes from `next` or `take`.
    ///
    /// Does not wait for an answer. Raises: CommDNInvalidRequest, CommDNOverloaded, CommDNDisconnected, CommDNClosed.
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
        py.detach(|| self.completions.submit_with(tag, request, options).map(drop))
            .map_err(|error| to_py(py, &error))
    }

    /// Send requests in one piece, under tags that count on from `first_tag`; tells how many.
    ///
    /// The first one that is refused ends it: what is raised for it, as by `submit`, is raised only if none was
    /// sent before it. With `once` the session neither holds them for a connection nor repeats them on the next one: for a
    /// caller that asks somebody else first whether they are still to be sent.
    #[pyo3(
        signature = (first_tag, requests, *, timeout = Timeout(Wait::Default), answers = Some(1), once = false),
        text_signature = "($self, first_tag, requests, *, timeout=..., answers=1, once=False)",
    )]
    fn submit_many(
        &self,
        py: Python<'_>,
        first_tag: u64,
        requests: Vec<Bound<'_, RequestObject>>,
        timeout: Timeout,
        answers: Option<usize>,
        once: bool,
    ) -> PyResult<usize> {
        let mut options = CallOptions::within(timeout.duration(self.default)).answers(answers);
        if once {
            options = options.repeat(Repeat::Never).hold(false);
        }
        let requests = requests.iter().map(|request| request.get().request());
        let batch: Vec<(u64, &Request)> = (first_tag..).zip(requests).collect();
        if batch.is_empty() {
            return Ok(0);
        }
        py.detach(|| self.completions.submit_many(&batch, options, &mut Vec::new()))
            .map_err(|error| to_py(py, &error))
    }

    /// As `submit`; what it gives may be handed to `withdraw`.
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
        py.detach(|| self.completions.submit_with(tag, request, options))
            .map(|submitted| SubmissionObject { submitted })
            .map_err(|error| to_py(py, &error))
    }

    /// Give a request up; it may have reached OCS. Tells whether it was still open.
    #[pyo3(signature = (submission, /))]
    fn withdraw(&self, py: Python<'_>, submission: &Bound<'_, SubmissionObject>) -> PyResult<bool> {
        let submitted = submission.get().submitted;
        py.detach(|| self.completions.withdraw(submitted)).map_err(|error| to_py(py, &error))
    }

    /// The next outcome; None if none came in time.
    ///
    /// Blocks up to `timeout` seconds (omitted: the session's default; None: for ever); the GIL is released, Ctrl-C works.
    #[pyo3(signature = (timeout = Timeout(Wait::Default)))]
    fn next(&self, py: Python<'_>, timeout: Timeout) -> PyResult<Option<CompletionObject>> {
        let mut taken = Vec::new();
        self.take_into(py, &mut taken, 1, timeout.duration(self.default))?;
        Ok(taken.pop().map(CompletionObject::new))
    }

    /// The outcomes that are there, at most `limit`; waits for the first as `next` does.
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
