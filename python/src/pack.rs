//! Python objects written into a packed list, in one pass.
//!
//! str -> string, `Unicode` -> unicode, int -> int, bytes-like -> binary, and dict, mapping,
//! `KVList` or a list or tuple of pairs -> list.

use std::borrow::Cow;

use commdn::kvlist::{Charset, KvError, KvList, KvWriter, Packing};
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyMapping, PyString, PyTuple};

use crate::arguments::{self, kind, packing};
use crate::errors::{CommDNListError, charset_error, list_error};
use crate::fast;
use crate::objects::kvlist::KvListObject;
use crate::unpack::{self, unicode_class};

/// A fault, and the keys down to it, innermost first.
struct Fault {
    path: Vec<String>,
    error: PyErr,
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self { path: Vec::new(), error }
    }
}

type Filled = Result<(), Fault>;

/// The packed form of `source`.
fn packed<'py>(
    source: &Bound<'py, PyAny>,
    charset: Charset,
    packing: Packing,
) -> PyResult<Bound<'py, PyBytes>> {
    if let Some(packed) = fast::pack(source, charset, packing) {
        return Ok(packed);
    }
    let mut out = Vec::with_capacity(512);
    let mut writer = KvWriter::new(&mut out, packing);
    let filled = fill(&mut writer, source, charset);
    end(source.py(), filled, writer.finish().map(drop))?;
    Ok(PyBytes::new(source.py(), &out))
}

/// The list that `source` describes.
pub fn to_list(source: &Bound<'_, PyAny>, charset: Charset) -> PyResult<KvList> {
    if let Ok(dict) = source.cast_exact::<PyDict>() {
        let mut filled = false;
        let list = KvList::build(|writer| filled = fast::fill(writer, dict, charset));
        if let (true, Ok(list)) = (filled, list) {
            return Ok(list);
        }
    }
    let mut filled = Ok(());
    let list = KvList::build(|writer| filled = fill(writer, source, charset));
    let mut built = KvList::new();
    let result = list.map(|list| built = list);
    end(source.py(), filled, result)?;
    Ok(built)
}

/// Tell the first fault with the keys down to it.
fn end(py: Python<'_>, filled: Filled, written: Result<(), KvError>) -> PyResult<()> {
    match filled {
        Ok(()) => written.map_err(|error| list_error(py, &error, &[])),
        Err(fault) => Err(located(py, fault)),
    }
}

fn located(py: Python<'_>, fault: Fault) -> PyErr {
    let Fault { mut path, error } = fault;
    if path.is_empty() {
        return error;
    }
    path.reverse();
    let path = path.join("/");
    let text = format!("{path}: {}", error.value(py));
    if error.is_instance_of::<PyTypeError>(py) {
        return PyTypeError::new_err(text);
    }
    let located = || {
        let value = CommDNListError::new_err(text).into_value(py).into_bound(py);
        value.setattr("attribute", path)?;
        Ok(value.into_any())
    };
    located().map_or_else(|failure: PyErr| failure, PyErr::from_value)
}

fn fill(writer: &mut KvWriter<'_>, source: &Bound<'_, PyAny>, charset: Charset) -> Filled {
    if let Ok(dict) = source.cast::<PyDict>() {
        return dict.iter().try_for_each(|(key, value)| put(writer, &key, &value, charset));
    }
    if let Ok(list) = source.cast::<KvListObject>() {
        return copy(writer, list.get(), charset, source.py());
    }
    if let Ok(mapping) = source.cast::<PyMapping>() {
        return pairs(writer, &mapping.items()?.into_any(), charset);
    }
    pairs(writer, source, charset)
}

/// The pairs of a list that is there, their bytes as they are if the charset is the same.
fn copy(
    writer: &mut KvWriter<'_>,
    list: &KvListObject,
    charset: Charset,
    py: Python<'_>,
) -> Filled {
    if list.charset() == charset {
        for pair in list.list().pairs() {
            writer.value(pair.key.bytes(), pair.value);
        }
        return Ok(());
    }
    let list = unpack::pairs(py, list.list().view(), list.charset())?;
    pairs(writer, &list.into_any(), charset)
}

fn pairs(writer: &mut KvWriter<'_>, source: &Bound<'_, PyAny>, charset: Charset) -> Filled {
    for (index, pair) in source.try_iter()?.enumerate() {
        let pair = pair?;
        let two = || -> PyResult<(Bound<'_, PyAny>, Bound<'_, PyAny>)> { pair.extract() };
        let (key, value) = two().map_err(|_| {
            let text = format!("item {index} is {}, not a pair of key and value", kind(&pair));
            PyTypeError::new_err(text)
        })?;
        put(writer, &key, &value, charset)?;
    }
    Ok(())
}

fn put(
    writer: &mut KvWriter<'_>,
    key: &Bound<'_, PyAny>,
    value: &Bound<'_, PyAny>,
    charset: Charset,
) -> Filled {
    let name = key_bytes(key, charset)?;
    let result = put_value(writer, &name, value, charset);
    result.map_err(|mut fault| {
        fault.path.push(key.to_string());
        fault
    })
}

fn key_bytes<'a>(key: &'a Bound<'_, PyAny>, charset: Charset) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(text) = key.cast::<PyString>() {
        return text_bytes(text, charset);
    }
    if let Ok(bytes) = key.cast::<PyBytes>() {
        return Ok(Cow::Borrowed(bytes.as_bytes()));
    }
    Err(PyTypeError::new_err(format!("a key is {}, not str or bytes", kind(key))))
}

fn put_value(
    writer: &mut KvWriter<'_>,
    key: &[u8],
    value: &Bound<'_, PyAny>,
    charset: Charset,
) -> Filled {
    if let Ok(text) = value.cast::<PyString>() {
        if text.is_exact_instance_of::<PyString>() || !is_unicode(value)? {
            writer.string(key, text_bytes(text, charset)?);
        } else {
            writer.unicode(key, text.to_str().map_err(|_| surrogate())?);
        }
    } else if value.is_instance_of::<PyInt>() {
        writer.int(key, int(value)?);
    } else if let Ok(bytes) = value.cast::<PyBytes>() {
        writer.binary(key, bytes.as_bytes());
    } else if is_list(value) {
        let mut filled = Ok(());
        writer.list(key, |inner| filled = fill(inner, value, charset));
        filled?;
    } else if let Ok(buffer) = PyBuffer::<u8>::get(value) {
        writer.binary(key, buffer.to_vec(value.py())?);
    } else {
        let text = format!(
            "a value is {}, not str, int, bytes, KVList, dict or a list of pairs",
            kind(value)
        );
        return Err(PyTypeError::new_err(text).into());
    }
    Ok(())
}

fn is_list(value: &Bound<'_, PyAny>) -> bool {
    value.is_instance_of::<PyDict>()
        || value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<KvListObject>()
        || value.cast::<PyMapping>().is_ok()
}

fn is_unicode(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.is_instance(unicode_class(value.py())?)
}

fn int(value: &Bound<'_, PyAny>) -> PyResult<i32> {
    value.extract().map_err(|_| {
        let text = format!("{value} does not fit in a signed 32-bit int");
        CommDNListError::new_err(text)
    })
}

fn surrogate() -> PyErr {
    CommDNListError::new_err("the text has an unpaired surrogate, which UTF-16 cannot carry")
}

/// The bytes of a text; surrogate escapes stand for bytes that were no text when they were read.
fn text_bytes<'a>(text: &'a Bound<'_, PyString>, charset: Charset) -> PyResult<Cow<'a, [u8]>> {
    let py = text.py();
    if let Ok(text) = text.to_str() {
        return charset.encode(text).map_err(|error| charset_error(py, error));
    }
    if !matches!(charset, Charset::Utf8 | Charset::Latin1) {
        return escaped_bytes(text, charset).map(Cow::Owned);
    }
    let bytes = text.call_method1("encode", (charset.name(), "surrogateescape"));
    let bytes = bytes.map_err(|error| {
        if error.is_instance_of::<PyValueError>(py) {
            CommDNListError::new_err(error.value(py).to_string())
        } else {
            error
        }
    })?;
    Ok(Cow::Owned(bytes.cast::<PyBytes>()?.as_bytes().to_vec()))
}

/// The same in a charset whose codec in Python differs from the core's.
fn escaped_bytes(text: &Bound<'_, PyString>, charset: Charset) -> PyResult<Vec<u8>> {
    let py = text.py();
    let wide = text.call_method1("encode", ("utf-32-le", "surrogatepass"))?;
    let mut bytes = Vec::new();
    let mut good = String::new();
    let mut give = |good: &mut String, byte: Option<u8>| {
        bytes.extend_from_slice(&charset.encode(good).map_err(|error| charset_error(py, error))?);
        bytes.extend(byte);
        good.clear();
        PyResult::Ok(())
    };
    for unit in wide.cast::<PyBytes>()?.as_bytes().chunks_exact(4) {
        let unit = unit.iter().rev().fold(0, |unit, byte| unit << 8 | u32::from(*byte));
        match (char::from_u32(unit), unit.checked_sub(0xdc00).map(u8::try_from)) {
            (Some(character), _) => good.push(character),
            (None, Some(Ok(byte))) if byte >= 0x80 => give(&mut good, Some(byte))?,
            _ => return Err(surrogate()),
        }
    }
    give(&mut good, None)?;
    Ok(bytes)
}

/// Pairs or a nested dict to packed bytes, without a list between.
///
/// Raises: CommDNListError or TypeError naming the keys down to what does not fit.
#[pyfunction]
#[pyo3(signature = (
    source, /, *, charset = "utf-8", list_prefix = "length32", unicode_length = "bytes",
))]
pub fn pack<'py>(
    source: &Bound<'py, PyAny>,
    charset: &str,
    list_prefix: &str,
    unicode_length: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let packing = packing(list_prefix, unicode_length)?;
    packed(source, arguments::charset(charset)?, packing)
}
