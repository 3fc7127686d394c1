//! Values of a list as Python objects.

use std::borrow::Cow;

use commdn::kvlist::{Charset, CharsetError, KvList, KvRef, KvStr, KvValue, KvWide};
use pyo3::buffer::PyBuffer;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyAny, PyBytes, PyDict, PyList, PyString, PyType};

use crate::errors::invalid_argument;
use crate::keys;
use crate::kvlist::KvListObject;

/// The class `commdn.Unicode`.
pub fn unicode_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "commdn.unicode", "Unicode")
}

/// The charset of a `charset` argument.
pub fn charset(name: &str) -> PyResult<Charset> {
    if name == "utf-8" {
        return Ok(Charset::Utf8);
    }
    Charset::from_name(name).map_err(|error| invalid_argument(error.to_string()))
}

/// The bytes of a bytes-like object; borrowed if it is `bytes`.
pub fn buffer<'a>(data: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(bytes) = data.cast::<PyBytes>() {
        return Ok(Cow::Borrowed(bytes.as_bytes()));
    }
    PyBuffer::<u8>::get(data)?.to_vec(data.py()).map(Cow::Owned)
}

/// A string; bytes that are no text become surrogate escapes, so that they can be written back.
pub fn string<'py>(
    py: Python<'py>,
    text: KvStr<'_>,
    charset: Charset,
) -> PyResult<Bound<'py, PyAny>> {
    let made = match charset {
        // Python checks it, and quickly so.
        Charset::Utf8 => PyString::from_bytes(py, text.bytes()).ok(),
        _ => text.text(charset).ok().map(|text| PyString::new(py, &text)),
    };
    if let Some(text) = made {
        return Ok(text.into_any());
    }
    match charset {
        Charset::Utf8 | Charset::Latin1 => PyBytes::new(py, text.bytes())
            .call_method1("decode", (charset.name(), "surrogateescape")),
        _ => escaped(py, text.bytes(), charset),
    }
}

/// Text with a surrogate escape for each byte that is none. Python's own codecs of these names
/// differ from the core's.
fn escaped<'py>(py: Python<'py>, bytes: &[u8], charset: Charset) -> PyResult<Bound<'py, PyAny>> {
    let mut units: Vec<u8> = Vec::new();
    let mut push = |unit: u32| units.extend(unit.to_le_bytes());
    let mut rest = bytes;
    while let Some((good, bad)) = match charset.decode(rest) {
        Ok(text) => {
            text.chars().for_each(|character| push(character.into()));
            None
        }
        Err(CharsetError::Decode { valid_up_to, .. }) => rest.split_at_checked(valid_up_to),
        Err(_) => None,
    } {
        charset.decode_lossy(good).chars().for_each(|character| push(character.into()));
        let Some((byte, after)) = bad.split_first() else { break };
        push(0xdc00 + u32::from(*byte));
        rest = after;
    }
    PyBytes::new(py, &units).call_method1("decode", ("utf-32-le", "surrogatepass"))
}

/// A key: one that came before is not made again.
#[inline]
pub fn key<'py>(py: Python<'py>, text: KvStr<'_>, charset: Charset) -> PyResult<Bound<'py, PyAny>> {
    match keys::string(py, text.bytes()) {
        Some(key) => Ok(key.into_any()),
        None => string(py, text, charset),
    }
}

fn wide<'py>(py: Python<'py>, wide: KvWide<'_>) -> PyResult<Bound<'py, PyAny>> {
    let class = unicode_class(py)?;
    match wide.text() {
        Ok(text) => class.call1((text,)),
        Err(_) => {
            let bytes = PyBytes::new(py, wide.bytes());
            class.call1((bytes.call_method1("decode", ("utf-16-be", "surrogatepass"))?,))
        }
    }
}

/// What a nested list becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Nested {
    /// A `KVList`.
    List,
    /// A dict; the first of several equal keys wins.
    Dict,
    /// A dict; a key that occurs several times has a list of its values.
    DictOfAll,
}

/// A value.
pub fn value<'py>(
    py: Python<'py>,
    value: KvValue<'_>,
    charset: Charset,
    nested: Nested,
) -> PyResult<Bound<'py, PyAny>> {
    match value {
        KvValue::String(text) => string(py, text, charset),
        KvValue::Int(number) => Ok(number.into_pyobject(py)?.into_any()),
        KvValue::Binary(bytes) => Ok(PyBytes::new(py, bytes).into_any()),
        KvValue::Unicode(text) => wide(py, text),
        KvValue::List(list) if nested == Nested::List => {
            let object = KvListObject::new(KvList::from(list), charset);
            Ok(Bound::new(py, object)?.into_any())
        }
        KvValue::List(list) => Ok(dict(py, list, charset, nested)?.into_any()),
    }
}

/// A list as a dict; the reader's limits bound the recursion.
///
/// For views that are there, and for keys that occur several times; `tree` makes dicts of bytes.
pub fn dict<'py>(
    py: Python<'py>,
    list: KvRef<'_>,
    charset: Charset,
    nested: Nested,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    // The values of keys that occur several times.
    let several = PyDict::new(py);
    for pair in list {
        let key = key(py, pair.key, charset)?;
        let first = dict.get_item(&key)?;
        if first.is_some() && nested != Nested::DictOfAll {
            continue;
        }
        let value = value(py, pair.value, charset, nested)?;
        match (first, several.get_item(&key)?) {
            (None, _) => dict.set_item(key, value)?,
            (Some(_), Some(all)) => all.cast::<PyList>()?.append(value)?,
            (Some(first), None) => {
                let all = PyList::new(py, [first, value])?;
                several.set_item(&key, &all)?;
                dict.set_item(key, all)?;
            }
        }
    }
    Ok(dict)
}

/// All values of a key, in order.
pub fn all_of<'py>(
    py: Python<'py>,
    list: KvRef<'_>,
    key: &Bound<'py, PyAny>,
    charset: Charset,
    nested: Nested,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut all = Vec::new();
    for pair in list {
        if string(py, pair.key, charset)?.eq(key)? {
            all.push(value(py, pair.value, charset, nested)?);
        }
    }
    Ok(all)
}
