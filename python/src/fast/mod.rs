//! The quick ways: what the plain code beside this folder does as well, in less time.
//!
//! Each of them gives up at the first thing that is out of the ordinary, and at the first fault: the
//! plain code then starts afresh, knows everything, and finds the words for faults. So nothing here may
//! do what the plain code does not. `COMMDN_NO_FAST=1` in the environment switches all of it off when
//! the package is imported; the tests of `python/tests` hold either way.

#[expect(
    unsafe_code,
    reason = "a table that the GIL guards, and dicts that are copied and compared in place"
)]
mod dict_templates;
#[expect(unsafe_code, reason = "Python calls these functions without the binding between")]
mod entry;
#[expect(unsafe_code, reason = "a table that the GIL guards: a lock costs more than it saves")]
mod keys;
#[expect(
    unsafe_code,
    reason = "a dict is read in place; the safe interface counts references that nobody needs"
)]
mod pack;
#[expect(
    unsafe_code,
    reason = "dicts are made in one pass; the safe interface counts references that nobody needs"
)]
mod unpack;

use std::sync::atomic::{AtomicBool, Ordering};

use commdn::kvlist::{Charset, KvWriter, Limits, Packing};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};

static IS_OFF: AtomicBool = AtomicBool::new(false);

/// Put the quick entries over the plain functions of the module, unless the environment says no.
pub fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let is_off = std::env::var_os("COMMDN_NO_FAST").is_some_and(|value| value == "1");
    IS_OFF.store(is_off, Ordering::Relaxed);
    module.add("is_fast", !is_off)?;
    if is_off { Ok(()) } else { entry::add(module) }
}

fn is_off() -> bool {
    IS_OFF.load(Ordering::Relaxed)
}

/// The packed form of a dict, if it is of the usual kind.
#[inline]
pub fn pack<'py>(
    source: &Bound<'py, PyAny>,
    charset: Charset,
    packing: Packing,
) -> Option<Bound<'py, PyBytes>> {
    if is_off() { None } else { pack::pack(source, charset, packing) }
}

/// Write the pairs of a dict; tells whether all could be written.
#[inline]
pub fn fill(writer: &mut KvWriter<'_>, dict: &Bound<'_, PyDict>, charset: Charset) -> bool {
    !is_off() && pack::fill(writer, dict, charset)
}

/// The dict of a packed list, if it is of the usual kind.
#[inline]
pub fn unpack<'py>(
    py: Python<'py>,
    bytes: &[u8],
    charset: Charset,
    packing: Packing,
    limits: &Limits,
) -> Option<Bound<'py, PyDict>> {
    if is_off() { None } else { unpack::dict(py, bytes, charset, packing, limits) }
}

/// The string of a key that came before, or comes for the first time and is worth keeping.
#[inline]
pub fn key<'py>(py: Python<'py>, bytes: &[u8]) -> Option<Bound<'py, PyString>> {
    if is_off() { None } else { keys::string(py, bytes) }
}
