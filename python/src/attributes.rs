//! The attributes that events and requests have, by the names of their properties.
//!
//! Owns the order in which they are shown, in every repr, dict and table.

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Of events and requests, in the order in which they are shown.
const ATTRIBUTES: &[&str] = &[
    "error",
    "error_message",
    "origin",
    "target",
    "reference_id",
    "campaign",
    "group",
    "status",
    "dial_mode",
    "optimize_by",
    "optimize_goal",
    "auto_completion",
    "phone",
    "customer_id",
    "campaign_name",
    "chain",
    "message",
    "schedule",
    "dialing_priority",
];

/// Call `show` with the name and the value of each attribute that the message has.
pub fn each<'py>(
    message: &Bound<'py, PyAny>,
    mut show: impl FnMut(&str, Bound<'py, PyAny>) -> PyResult<()>,
) -> PyResult<()> {
    for name in ATTRIBUTES {
        // A request has no `error` and no `status`.
        if let Some(value) = message.getattr_opt(*name)?.filter(|value| !value.is_none()) {
            show(name, value)?;
        }
    }
    Ok(())
}

/// The message type and the attributes that a message has; records within are dicts as well.
pub fn to_dict<'py>(message: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(message.py());
    dict.set_item("message_type", message.getattr("message_type")?)?;
    each(message, |name, value| match value.getattr_opt("to_dict")? {
        Some(to_dict) => dict.set_item(name, to_dict.call0()?),
        None => dict.set_item(name, value),
    })?;
    Ok(dict)
}

/// The names of the attributes, in the order in which they are shown.
#[pyfunction]
pub fn attributes() -> Vec<&'static str> {
    ATTRIBUTES.to_vec()
}
