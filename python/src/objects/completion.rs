//! `Completion`: the outcome of one request of a queue or a stream.

use commdn::Error;
use commdn::exchange::Answer;
use commdn::session::Completion;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::objects::answer::{self, AnswerObject};
use crate::objects::error::to_py;
use crate::objects::html;
use crate::objects::request::{RequestObject, RowRequest};

/// The outcome of one request of a `Completions` or of `Session.stream`.
#[pyclass(frozen, module = "commdn", name = "Completion")]
pub struct CompletionObject {
    tag: u64,
    outcome: Outcome,
    /// Of a stream.
    request: Option<RowRequest>,
}

/// As the core has it, an object only when it is asked for; or as a pickle has it.
enum Outcome {
    Core(Result<Answer, Error>),
    Answer(Py<AnswerObject>),
    Error(Py<PyAny>),
}

impl CompletionObject {
    pub fn new(completion: Completion) -> Self {
        let Completion { tag, outcome, .. } = completion;
        Self { tag, outcome: Outcome::Core(outcome), request: None }
    }

    pub const fn of_row(row: u64, request: RowRequest, outcome: Result<Answer, Error>) -> Self {
        Self { tag: row, outcome: Outcome::Core(outcome), request: Some(request) }
    }
}

#[pymethods]
impl CompletionObject {
    /// What it was submitted under; of a stream its place in the iterable, from 0.
    #[getter]
    const fn tag(&self) -> u64 {
        self.tag
    }

    /// The request, of a stream.
    #[getter]
    fn request(&self, py: Python<'_>) -> PyResult<Option<Py<RequestObject>>> {
        self.request.as_ref().map(|request| request.to_object(py)).transpose()
    }

    /// Whether the request was acknowledged.
    #[getter]
    const fn ok(&self) -> bool {
        matches!(self.outcome, Outcome::Core(Ok(_)) | Outcome::Answer(_))
    }

    /// What acknowledged it.
    #[getter]
    fn answer(&self, py: Python<'_>) -> PyResult<Option<Py<AnswerObject>>> {
        match &self.outcome {
            Outcome::Core(Ok(answer)) => answer::object(py, answer.clone()).map(Some),
            Outcome::Answer(answer) => Ok(Some(answer.clone_ref(py))),
            _ => Ok(None),
        }
    }

    /// Why it was not acknowledged.
    #[getter]
    fn error(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        match &self.outcome {
            Outcome::Core(Err(error)) => Some(to_py(py, error).into_value(py).into_any()),
            Outcome::Error(error) => Some(error.clone_ref(py)),
            _ => None,
        }
    }

    /// What acknowledged it; raises its error otherwise.
    fn result(&self, py: Python<'_>) -> PyResult<Py<AnswerObject>> {
        match (self.error(py), self.answer(py)?) {
            (None, Some(answer)) => Ok(answer),
            (Some(error), _) => Err(PyErr::from_value(error.into_bound(py))),
            (None, None) => Err(crate::errors::invalid_argument("a completion has an outcome")),
        }
    }

    /// One flat row of a table: tag, ok, whom the request was about, and the error's kind, code and text.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("tag", self.tag)?;
        dict.set_item("ok", self.ok())?;
        let request = self.request(py)?;
        for name in ["phone", "customer_id"] {
            let value = request.as_ref().map(|request| request.bind(py).getattr(name));
            dict.set_item(name, value.transpose()?)?;
        }
        let error = self.error(py);
        for name in ["kind", "code", "message"] {
            let value = error.as_ref().map(|error| error.bind(py).getattr(name));
            dict.set_item(name, value.transpose()?)?;
        }
        Ok(dict)
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        html::table(slf.as_any(), slf.get().to_dict(slf.py())?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let outcome = match (&self.outcome, self.error(py)) {
            (Outcome::Core(Ok(answer)), _) => answer.event.message_type().to_string(),
            (_, Some(error)) => error.bind(py).str()?.to_string(),
            _ => "answered".to_owned(),
        };
        Ok(format!("<Completion tag={} {outcome}>", self.tag))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("commdn._native")?.getattr("_restore_completion")?;
        let (answer, error) = (self.answer(py)?, self.error(py));
        Ok((restore, (self.tag, answer, error, self.request(py)?)))
    }
}

type Parts = (u64, Option<Py<AnswerObject>>, Option<Py<PyAny>>, Option<Py<RequestObject>>);

/// What pickle calls to restore a completion, and with what.
type Reduced<'py> = (Bound<'py, PyAny>, Parts);

/// A completion out of a pickle.
#[pyfunction]
#[pyo3(signature = (tag, answer, error, request))]
pub fn _restore_completion(
    tag: u64,
    answer: Option<Py<AnswerObject>>,
    error: Option<Py<PyAny>>,
    request: Option<Py<RequestObject>>,
) -> PyResult<CompletionObject> {
    let outcome = match (answer, error) {
        (Some(answer), None) => Outcome::Answer(answer),
        (None, Some(error)) => Outcome::Error(error),
        _ => return Err(crate::errors::invalid_argument("an outcome is an answer or an error")),
    };
    Ok(CompletionObject { tag, outcome, request: request.map(RowRequest::Given) })
}
