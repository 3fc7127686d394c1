//! One request for each row: requests that differ from a template in who they are about.

use std::sync::atomic::{AtomicU64, Ordering};

use commdn::message::{Chain, MessageType, Request};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};

use crate::errors::invalid_argument;
use crate::request::{RequestObject, extra_pairs};

/// The request of a row: as it was given, or as it was made for the row alone, and no object yet.
pub enum RowRequest {
    Given(Py<RequestObject>),
    Made(Box<Request>),
}

impl RowRequest {
    pub fn request(&self) -> &Request {
        match self {
            Self::Given(object) => object.get().request(),
            Self::Made(request) => request,
        }
    }

    pub fn to_object(&self, py: Python<'_>) -> PyResult<Py<RequestObject>> {
        match self {
            Self::Given(object) => Ok(object.clone_ref(py)),
            Self::Made(request) => Py::new(py, RequestObject::new(Request::clone(request))),
        }
    }
}

/// How the text of a phone number is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Phone {
    pub as_is: bool,
}

impl Phone {
    pub fn set(self, request: Request, text: &str) -> Request {
        if self.as_is { request.phone_as_is(text) } else { request.phone(text) }
    }
}

/// What a column sets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Phone(Phone),
    CustomerId,
}

impl Field {
    const fn name(self) -> &'static str {
        match self {
            Self::Phone(_) => "phone",
            Self::CustomerId => "customer_id",
        }
    }

    fn set(self, request: Request, value: &str) -> Request {
        match self {
            Self::Phone(phone) => phone.set(request, value),
            Self::CustomerId => request.customer_id(value),
        }
    }
}

/// An iterator of requests that differ in who they are about; the columns are read as it goes.
#[pyclass(frozen, module = "commdn._native", name = "Requests")]
pub struct RequestsObject {
    template: Request,
    columns: Vec<(Field, Py<PyIterator>)>,
    row: AtomicU64,
}

impl RequestsObject {
    pub fn new(
        template: Request,
        columns: &[(Field, Option<&Bound<'_, PyAny>>)],
    ) -> PyResult<Self> {
        let mut given = Vec::new();
        for (field, column) in columns {
            let Some(column) = column else { continue };
            if column.is_instance_of::<PyString>() {
                let text = format!("{} is a str: give an iterable of them", field.name());
                return Err(PyTypeError::new_err(text));
            }
            given.push((*field, column.try_iter()?.unbind()));
        }
        if given.is_empty() {
            return Err(invalid_argument("each() needs phone, customer_id or both"));
        }
        Ok(Self { template, columns: given, row: AtomicU64::new(0) })
    }

    /// The request of the next row, `None` at the end.
    pub fn next(&self, py: Python<'_>) -> PyResult<Option<Request>> {
        let row = self.row.load(Ordering::Relaxed);
        let mut request = self.template.clone();
        let mut ended = None;
        for (place, (field, column)) in self.columns.iter().enumerate() {
            let value = column.bind(py).clone().next().transpose()?;
            match (value, ended) {
                (None, None) if place > 0 => return Err(uneven(row, *field, "ends before")),
                (None, _) => ended = Some(*field),
                (Some(_), Some(_)) => return Err(uneven(row, *field, "goes on after")),
                (Some(value), None) if value.is_none() => {}
                (Some(value), None) => request = field.set(request, text(&value, *field, row)?),
            }
        }
        if ended.is_some() {
            return Ok(None);
        }
        self.row.store(row + 1, Ordering::Relaxed);
        Ok(Some(request))
    }
}

#[pymethods]
impl RequestsObject {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<RequestObject>> {
        Ok(self.next(py)?.map(RequestObject::new))
    }
}

fn text<'a>(value: &'a Bound<'_, PyAny>, field: Field, row: u64) -> PyResult<&'a str> {
    match value.cast::<PyString>() {
        Ok(text) => text.to_str(),
        Err(_) => {
            let kind = value.get_type();
            let text = format!("{} of row {row} is {}, not str", field.name(), kind.name()?);
            Err(PyTypeError::new_err(text))
        }
    }
}

fn uneven(row: u64, field: Field, how: &str) -> PyErr {
    PyValueError::new_err(format!("{} {how} the other column, at row {row}", field.name()))
}

/// A do-not-call or cancel request; by place, for arguments by name cost as much as the request.
#[pyfunction]
#[pyo3(signature = (
    message_type, phone, customer_id, campaign_name, chain, target, extra, as_is, /
))]
#[expect(clippy::too_many_arguments, reason = "the keyword arguments of a Python function")]
pub fn _record_request(
    message_type: i32,
    phone: Option<&str>,
    customer_id: Option<&str>,
    campaign_name: Option<&str>,
    chain: Option<&str>,
    target: Option<i32>,
    extra: Option<&Bound<'_, PyAny>>,
    as_is: bool,
) -> PyResult<RequestObject> {
    let mut request = Request::new(MessageType(message_type));
    if let Some(phone) = phone {
        request = Phone { as_is }.set(request, phone);
    }
    if let Some(id) = customer_id {
        request = request.customer_id(id);
    }
    if let Some(name) = campaign_name {
        request = request.campaign_name(name);
    }
    if let Some(chain) = chain {
        request = request.chain(Chain::from(chain));
    }
    if let Some(target) = target {
        request = request.target(target);
    }
    if let Some(extra) = extra {
        request = request.extra(extra_pairs(extra)?);
    }
    Ok(RequestObject::new(request))
}
