//! Errors of sessions and outboxes as exceptions, with the event and the request that they carry.
//!
//! Owns the objects in them alone; which class an error has is `errors`' matter, which knows no object.

use commdn::Error;
use pyo3::prelude::*;

use crate::errors;
use crate::objects::event::EventObject;
use crate::objects::request::RequestObject;

/// The exception of a core error.
pub fn to_py(py: Python<'_>, error: &Error) -> PyErr {
    errors::exception(py, error, |details| {
        let event = error.event().cloned().map(EventObject::new);
        details.set_item("event", event.map(|event| Bound::new(py, event)).transpose()?)?;
        let query = error.status_query().cloned().map(RequestObject::new);
        details.set_item("status_query", query.map(|query| Bound::new(py, query)).transpose()?)
    })
}
