//! Objects as tables for notebooks; how one looks is `commdn._html`'s matter, imported when one asks.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The table of an object's attributes.
pub fn table<'py>(
    object: &Bound<'py, PyAny>,
    attributes: Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    table_of(object, attributes.items())
}

/// The table of an object's pairs.
pub fn table_of<'py>(
    object: &Bound<'py, PyAny>,
    pairs: Bound<'py, PyList>,
) -> PyResult<Bound<'py, PyAny>> {
    let title = object.get_type().name()?;
    object.py().import("commdn._html")?.call_method1("table", (title, pairs))
}
