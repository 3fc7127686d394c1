//! Exact dicts of exact str, int and bytes into a packed list: what nearly all trees are made of.
//!
//! Borrows the objects while it looks at them instead of counting references, and runs no Python code. Gives up at
//! the first object of another kind, and at the first fault: the plain code (`crate::pack`) then starts afresh, knows all
//! kinds, and finds the words for faults.

use std::cell::UnsafeCell;

use commdn::kvlist::{Charset, KvWriter, Limits, Packing};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::fast::keys;

/// What the last list was packed in; a packed list is never longer than 65,535 bytes.
struct Buffer(UnsafeCell<Vec<u8>>);

// SAFETY: `pack` alone touches it. It has a `Python` token, so its thread holds the GIL (abi3 without free threading),
// and it runs no Python code and does not give the GIL away meanwhile.
unsafe impl Sync for Buffer {}

static BUFFER: Buffer = Buffer(UnsafeCell::new(Vec::new()));

/// The packed form of a dict, if it is of the quick kind.
#[inline]
pub fn pack<'py>(
    source: &Bound<'py, PyAny>,
    charset: Charset,
    packing: Packing,
) -> Option<Bound<'py, PyBytes>> {
    let dict = source.cast_exact::<PyDict>().ok()?;
    // SAFETY: unshared, see `Sync` above.
    let out = unsafe { &mut *BUFFER.0.get() };
    out.clear();
    let written = {
        let mut writer = KvWriter::new(out, packing);
        fill(&mut writer, dict, charset) && writer.finish().is_ok()
    };
    written.then(|| PyBytes::new(source.py(), out))
}

/// Write the pairs of a dict; tells whether all could be written.
#[inline]
pub fn fill(writer: &mut KvWriter<'_>, dict: &Bound<'_, PyDict>, charset: Charset) -> bool {
    // SAFETY: `dict` is an exact dict and alive, and its token says that the GIL is held.
    unsafe { pairs(dict.py(), writer, dict.as_ptr(), charset, 0) }
}

/// # Safety
/// `dict` is a dict and stays alive, and the GIL is held.
unsafe fn pairs(
    py: Python<'_>,
    writer: &mut KvWriter<'_>,
    dict: *mut ffi::PyObject,
    charset: Charset,
    depth: usize,
) -> bool {
    if depth > Limits::MAX_DEPTH {
        return false;
    }
    let mut position = 0;
    let mut key = std::ptr::null_mut();
    let mut value = std::ptr::null_mut();
    // SAFETY: by this function's contract; no Python code runs, so nothing changes the dict, and it keeps its keys
    // and values alive.
    unsafe {
        while ffi::PyDict_Next(dict, &mut position, &mut key, &mut value) != 0 {
            if ffi::Py_TYPE(key) != &raw mut ffi::PyUnicode_Type {
                return false;
            }
            let prepared = keys::written(py, key, || text(key, Charset::Latin1));
            let kind = ffi::Py_TYPE(value);
            if let Some(key) = prepared
                && kind == &raw mut ffi::PyLong_Type
            {
                let Some(number) = int(value) else { return false };
                writer.int_at(key, number);
                continue;
            }
            if let Some(key) = prepared
                && kind == &raw mut ffi::PyUnicode_Type
            {
                let Some(text) = text(value, charset) else { return false };
                writer.string_at(key, text);
                continue;
            }
            if let Some(key) = prepared
                && kind == &raw mut ffi::PyDict_Type
            {
                // A copy, for the pairs within may displace it.
                let key = *key;
                let mut written = false;
                writer.list_at(&key, |inner| {
                    written = pairs(py, inner, value, charset, depth + 1);
                });
                if !written {
                    return false;
                }
                continue;
            }
            let Some(name) = text(key, charset) else { return false };
            if kind == &raw mut ffi::PyUnicode_Type {
                let Some(text) = text(value, charset) else { return false };
                writer.string(name, text);
            } else if kind == &raw mut ffi::PyLong_Type {
                let Some(number) = int(value) else { return false };
                writer.int(name, number);
            } else if kind == &raw mut ffi::PyDict_Type {
                let mut written = false;
                writer.list(name, |inner| written = pairs(py, inner, value, charset, depth + 1));
                if !written {
                    return false;
                }
            } else if kind == &raw mut ffi::PyBytes_Type {
                let (mut data, mut len) = (std::ptr::null_mut(), 0);
                if ffi::PyBytes_AsStringAndSize(value, &mut data, &mut len) != 0 {
                    ffi::PyErr_Clear();
                    return false;
                }
                writer.binary(
                    name,
                    std::slice::from_raw_parts(data.cast::<u8>(), len.unsigned_abs()),
                );
            } else if ffi::PyLong_Check(value) != 0 {
                // Members of enumerations.
                let Some(number) = int(value) else { return false };
                writer.int(name, number);
            } else {
                return false;
            }
        }
    }
    true
}

/// The bytes of an exact str in `charset`, if they are there as such.
///
/// # Safety
/// `object` is alive and stays so as long as the bytes are used, and the GIL is held.
#[inline]
pub unsafe fn text<'a>(object: *mut ffi::PyObject, charset: Charset) -> Option<&'a [u8]> {
    // SAFETY: by this function's contract; a str keeps its UTF-8 as long as it lives.
    let bytes = unsafe {
        if ffi::Py_TYPE(object) != &raw mut ffi::PyUnicode_Type {
            return None;
        }
        let mut len = 0;
        let data = ffi::PyUnicode_AsUTF8AndSize(object, &mut len);
        if data.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        std::slice::from_raw_parts(data.cast::<u8>(), len.unsigned_abs())
    };
    (charset == Charset::Utf8 || bytes.is_ascii()).then_some(bytes)
}

/// An int, if it has 32 bits.
///
/// # Safety
/// `object` is an int and alive, and the GIL is held.
#[inline]
unsafe fn int(object: *mut ffi::PyObject) -> Option<i32> {
    // SAFETY: by this function's contract.
    unsafe {
        let mut overflow = 0;
        // -1 with `overflow` set if it has more than 64 bits; an int has no other way to fail.
        let number = ffi::PyLong_AsLongAndOverflow(object, &mut overflow);
        i32::try_from(number).ok().filter(|_| overflow == 0)
    }
}
