//! One request for each row: requests that differ from a template in who they are about.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use commdn::message::Request;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyIterator, PyString};

use crate::arguments::{digits, kind};
use crate::errors::invalid_argument;
use crate::objects::request::{Phone, RequestObject};

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

/// The request of a row, or what is wrong with a cell of it.
pub struct Row {
    pub request: Request,
    pub fault: Option<String>,
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

    /// The next row, `None` at the end.
    pub fn next(&self, py: Python<'_>) -> PyResult<Option<Row>> {
        let row = self.row.load(Ordering::Relaxed);
        let (mut request, mut fault) = (self.template.clone(), None);
        let mut ended = None;
        for (place, (field, column)) in self.columns.iter().enumerate() {
            let value = column.bind(py).clone().next().transpose()?;
            match (value, ended) {
                (None, None) if place > 0 => return Err(uneven(row, *field, "ends before")),
                (None, _) => ended = Some(*field),
                (Some(_), Some(_)) => return Err(uneven(row, *field, "goes on after")),
                (Some(value), None) => match cell(&value, *field) {
                    Ok(Some(text)) => request = field.set(request, &text),
                    Ok(None) => {}
                    Err(error) => {
                        let text = error.value(py);
                        fault = Some(format!("row {row}: {text}"));
                    }
                },
            }
        }
        if ended.is_some() {
            return Ok(None);
        }
        self.row.store(row + 1, Ordering::Relaxed);
        Ok(Some(Row { request, fault }))
    }
}

#[pymethods]
impl RequestsObject {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<RequestObject>> {
        match self.next(py)? {
            Some(Row { fault: Some(text), .. }) => Err(PyTypeError::new_err(text)),
            row => Ok(row.map(|row| RequestObject::new(row.request))),
        }
    }
}

/// Whether a cell is what tables have for no value: None, NaN, or the NA of pandas.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    value.is_none()
        || value.cast::<PyFloat>().is_ok_and(|number| number.value().is_nan())
        || matches!(kind(value).as_str(), "NAType" | "NaTType")
}

/// The digits of a cell; `None` if it is empty.
///
/// A table that has a number of a missing value makes floats of all of them: those that are whole count.
fn cell<'a>(value: &'a Bound<'_, PyAny>, field: Field) -> PyResult<Option<Cow<'a, str>>> {
    if !value.is_instance_of::<PyString>() && is_missing(value) {
        return Ok(None);
    }
    match value.cast::<PyFloat>() {
        Ok(number) if number.value().fract() == 0.0 && number.value().abs() < EXACT => {
            Ok(Some(format!("{:.0}", number.value()).into()))
        }
        _ => digits(value, field.name()).map(Some),
    }
}

/// Whole numbers below this are exact as floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn uneven(row: u64, field: Field, how: &str) -> PyErr {
    PyValueError::new_err(format!("{} {how} the other column, at row {row}", field.name()))
}
