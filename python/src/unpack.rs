//! Packed lists and their values as Python objects.
//!
//! string -> str, unicode -> `Unicode`, int -> int, binary -> bytes, and list -> `KVList` or dict. Knows
//! every kind of value and says what is at fault; `fast::unpack` makes the usual dicts sooner.

use commdn::kvlist::{
    Charset, CharsetError, KvList, KvPair, KvRef, KvStr, KvValue, KvWide, Packing,
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyAny, PyBytes, PyDict, PyList, PyString, PyTuple, PyType};

use crate::arguments::{self, limits};
use crate::errors::{invalid_argument, list_error};
use crate::fast;
use crate::objects::kvlist::KvListObject;

/// The class `commdn.Unicode`.
pub fn unicode_class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "commdn.unicode", "Unicode")
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
fn key<'py>(py: Python<'py>, text: KvStr<'_>, charset: Charset) -> PyResult<Bound<'py, PyAny>> {
    match fast::key(py, text.bytes()) {
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
/// For lists that exist already, and for keys that occur several times.
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

/// A pair as a tuple of key and value.
pub fn pair<'py>(
    py: Python<'py>,
    pair: KvPair<'_>,
    charset: Charset,
) -> PyResult<Bound<'py, PyTuple>> {
    let key = string(py, pair.key, charset)?;
    PyTuple::new(py, [key, value(py, pair.value, charset, Nested::List)?])
}

/// The pairs of a list, in order.
pub fn pairs<'py>(
    py: Python<'py>,
    list: KvRef<'_>,
    charset: Charset,
) -> PyResult<Bound<'py, PyList>> {
    let pairs = list.into_iter().map(|one| pair(py, one, charset));
    PyList::new(py, pairs.collect::<PyResult<Vec<_>>>()?)
}

/// Packed bytes to a nested dict, without a list between.
///
/// Raises: CommDNListError with the offset of the first fault.
#[pyfunction]
#[pyo3(signature = (
    data, /, *, charset = "utf-8", duplicates = "first", unicode_length = "bytes",
    max_bytes = 65_535, max_pairs = 13_107, max_depth = 32,
))]
#[expect(clippy::too_many_arguments, reason = "keyword-only options of a Python function")]
pub fn unpack<'py>(
    py: Python<'py>,
    data: &Bound<'py, PyAny>,
    charset: &str,
    duplicates: &str,
    unicode_length: &str,
    max_bytes: usize,
    max_pairs: usize,
    max_depth: usize,
) -> PyResult<Bound<'py, PyDict>> {
    let packing = Packing::DEFAULT.with_unicode_length(arguments::unicode_length(unicode_length)?);
    let nested = self::duplicates(duplicates)?;
    let charset = arguments::charset(charset)?;
    let bytes = arguments::buffer(data)?;
    let limits = limits(max_bytes, max_pairs, max_depth);
    if let Some(dict) = fast::unpack(py, &bytes, charset, packing, &limits) {
        return Ok(dict);
    }
    let list = KvRef::parse_with(&bytes, packing, &limits);
    let list = list.map_err(|error| list_error(py, &error, &[]))?;
    dict(py, list, charset, nested)
}

/// The value of a `duplicates` argument.
pub fn duplicates(name: &str) -> PyResult<Nested> {
    match name {
        "first" => Ok(Nested::Dict),
        "list" => Ok(Nested::DictOfAll),
        other => {
            Err(invalid_argument(format!("duplicates {other:?} is neither 'first' nor 'list'")))
        }
    }
}
