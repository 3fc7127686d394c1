//! Core errors as the exceptions of `commdn.errors`.
//!
//! Owns which class a kind of error has. Knows no object: `objects::error` adds those that an error carries.

use commdn::description::ERRORS;
use commdn::kvlist::{CharsetError, KvError};
use commdn::{Error, ErrorKind};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use pyo3::{PyTypeInfo, import_exception};

import_exception!(commdn.errors, CommDNInternalError);
import_exception!(commdn.errors, CommDNInvalidArgument);
import_exception!(commdn.errors, CommDNListError);

/// The class that the description tells for a kind; `Internal` has the last row.
fn class(py: Python<'_>, kind: ErrorKind) -> PyResult<Bound<'_, PyAny>> {
    let row = ERRORS.iter().find(|row| row.name == kind.name()).or(ERRORS.last());
    let name = row.map_or("CommDNInternalError", |row| row.python.name);
    py.import(intern!(py, "commdn.errors"))?.getattr(name)
}

/// The exception of a core error; `add` puts in what only objects can tell.
pub fn exception(
    py: Python<'_>,
    error: &Error,
    add: impl FnOnce(&Bound<'_, PyDict>) -> PyResult<()>,
) -> PyErr {
    let details = || {
        let details = PyDict::new(py);
        details.set_item("code", error.code())?;
        details.set_item("attribute", error.attribute())?;
        details.set_item("server_text", error.server_text())?;
        details.set_item("retryable", error.is_retryable())?;
        if !error.candidates().is_empty() {
            details.set_item("candidates", PyTuple::new(py, error.candidates())?)?;
        }
        if let Some(verdict) = error.verdict() {
            details.set_item("verdict", verdict.code)?;
        }
        add(&details)?;
        class(py, error.kind())?.call((error.message(),), Some(&details))
    };
    details().map_or_else(|failure| failure, PyErr::from_value)
}

/// The exception of an error that no server had a part in: it carries no event.
pub fn plain(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error, |_| Ok(()))
}

/// An argument that makes no sense.
pub fn invalid_argument(text: impl Into<String>) -> PyErr {
    CommDNInvalidArgument::new_err(text.into())
}

/// A list that cannot be read or written, with the keys down to the fault where they are known.
pub fn list_error(py: Python<'_>, error: &KvError, path: &[String]) -> PyErr {
    let details = || {
        let details = PyDict::new(py);
        details.set_item("offset", error.offset())?;
        if !path.is_empty() {
            details.set_item("attribute", path.join("/"))?;
        }
        let text = match path {
            [] => error.to_string(),
            path => format!("{}: {error}", path.join("/")),
        };
        CommDNListError::type_object(py).call((text,), Some(&details))
    };
    details().map_or_else(|failure| failure, PyErr::from_value)
}

/// A text that its charset lacks a character for.
pub fn charset_error(py: Python<'_>, error: CharsetError) -> PyErr {
    list_error(py, &error.into(), &[])
}

/// The names of every kind of error, and the exception class of each.
#[pyfunction]
pub fn error_kinds(py: Python<'_>) -> PyResult<Vec<(&'static str, Bound<'_, PyAny>)>> {
    ErrorKind::ALL.into_iter().map(|kind| Ok((kind.name(), class(py, kind)?))).collect()
}
