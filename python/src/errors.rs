//! Core errors as the exceptions of `commdn.errors`.

use commdn::kvlist::{CharsetError, KvError};
use commdn::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};
use pyo3::{PyTypeInfo, import_exception};

use crate::event::EventObject;
use crate::request::RequestObject;

import_exception!(commdn.errors, CommDNClosed);
import_exception!(commdn.errors, CommDNConnectError);
import_exception!(commdn.errors, CommDNDisconnected);
import_exception!(commdn.errors, CommDNForked);
import_exception!(commdn.errors, CommDNInternalError);
import_exception!(commdn.errors, CommDNInvalidArgument);
import_exception!(commdn.errors, CommDNInvalidRequest);
import_exception!(commdn.errors, CommDNListError);
import_exception!(commdn.errors, CommDNLoginRefused);
import_exception!(commdn.errors, CommDNNoAnswer);
import_exception!(commdn.errors, CommDNOcsRefused);
import_exception!(commdn.errors, CommDNOutboxFull);
import_exception!(commdn.errors, CommDNOutcomeUnknown);
import_exception!(commdn.errors, CommDNOverloaded);
import_exception!(commdn.errors, CommDNProtocolError);
import_exception!(commdn.errors, CommDNRegistrationRefused);
import_exception!(commdn.errors, CommDNStorageError);
import_exception!(commdn.errors, CommDNTServerRefused);
import_exception!(commdn.errors, CommDNTlsError);
import_exception!(commdn.errors, CommDNWaitTimeout);

fn class(py: Python<'_>, kind: ErrorKind) -> Bound<'_, PyType> {
    match kind {
        ErrorKind::InvalidArgument => CommDNInvalidArgument::type_object(py),
        ErrorKind::InvalidRequest => CommDNInvalidRequest::type_object(py),
        ErrorKind::InvalidList => CommDNListError::type_object(py),
        ErrorKind::Overloaded => CommDNOverloaded::type_object(py),
        ErrorKind::Closed => CommDNClosed::type_object(py),
        ErrorKind::Forked => CommDNForked::type_object(py),
        ErrorKind::WaitTimeout => CommDNWaitTimeout::type_object(py),
        ErrorKind::Connect => CommDNConnectError::type_object(py),
        ErrorKind::Tls => CommDNTlsError::type_object(py),
        ErrorKind::LoginRefused => CommDNLoginRefused::type_object(py),
        ErrorKind::RegistrationRefused => CommDNRegistrationRefused::type_object(py),
        ErrorKind::Disconnected => CommDNDisconnected::type_object(py),
        ErrorKind::OutcomeUnknown => CommDNOutcomeUnknown::type_object(py),
        ErrorKind::Protocol => CommDNProtocolError::type_object(py),
        ErrorKind::TServerRefused => CommDNTServerRefused::type_object(py),
        ErrorKind::OcsRefused => CommDNOcsRefused::type_object(py),
        ErrorKind::NoAnswer => CommDNNoAnswer::type_object(py),
        ErrorKind::OutboxFull => CommDNOutboxFull::type_object(py),
        ErrorKind::Storage => CommDNStorageError::type_object(py),
        // `Internal`, and a kind that a newer core has: it is this library's fault not to know it.
        _ => CommDNInternalError::type_object(py),
    }
}

/// The exception of a core error.
pub fn to_py(py: Python<'_>, error: &Error) -> PyErr {
    let details = || {
        let details = PyDict::new(py);
        details.set_item("code", error.code())?;
        details.set_item("attribute", error.attribute())?;
        details.set_item("server_text", error.server_text())?;
        let event = error.event().cloned().map(EventObject::new);
        details.set_item("event", event.map(|event| Bound::new(py, event)).transpose()?)?;
        let query = error.status_query().cloned().map(RequestObject::new);
        details.set_item("status_query", query.map(|query| Bound::new(py, query)).transpose()?)?;
        details.set_item("retryable", error.is_retryable())?;
        class(py, error.kind()).call((error.message(),), Some(&details))
    };
    details().map_or_else(|failure| failure, PyErr::from_value)
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
pub fn error_kinds(py: Python<'_>) -> Vec<(&'static str, Bound<'_, PyType>)> {
    ErrorKind::ALL.into_iter().map(|kind| (kind.name(), class(py, kind))).collect()
}
