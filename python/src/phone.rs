//! The grammar of telephone numbers for Python: conversion only.

use std::borrow::Cow;

use commdn::phone::normalize;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors;

/// The digits of a telephone number, behind a `+` if it is written with one.
///
/// What is not certain is refused, never guessed; the notations are those of docs/phone-numbers.md. Digits of
/// the result are digits of `text`, in order. Does not block.
/// Raises: CommDNInvalidRequest whose `attribute` is GSW_PHONE and whose message quotes the text and the reason.
#[pyfunction]
#[pyo3(signature = (text, /))]
pub fn normalize_phone<'py>(text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let py = text.py();
    let read = readable(text);
    match normalize(&read) {
        Ok(number) if number.len() == read.len() => Ok(text.clone()),
        Ok(number) => Ok(PyString::new(py, &number)),
        Err(error) => Err(errors::plain(py, &error.into())),
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
