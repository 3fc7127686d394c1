//! The grammar of telephone numbers for Python: conversion only.

use std::borrow::Cow;

use commdn::phone::normalize;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors::to_py;

/// The digits of a telephone number; the text's own object where they are all of it.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub fn normalize_phone<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let py = text.py();
    let read = readable(text);
    match normalize(&read) {
        Ok(number) if number.len() == read.len() => Ok(text.clone()),
        Ok(number) => Ok(PyString::new(py, &number)),
        Err(error) => Err(to_py(py, &error.into())),
    }
}

/// Why `normalize_phone` refuses a text: the name of the kind, `None` where it does not.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub fn phone_fault(text: &Bound<'_, PyString>) -> Option<&'static str> {
    normalize(&readable(text)).err().map(|error| error.kind().name())
}

/// The text; for half of a surrogate pair stands a character that no number has.
fn readable<'a>(text: &'a Bound<'_, PyString>) -> Cow<'a, str> {
    text.to_str().map_or_else(|_| text.to_string_lossy(), Cow::Borrowed)
}
