//! `KVList`: the core's list as an immutable Python object, mapping and sequence of pairs at once.

use commdn::kvlist::{Charset, KvList, KvRef, KvStr, Limits, ListPrefix, Packing, UnicodeLength};
use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PySlice, PyString, PyTuple, PyType};

use crate::convert::{self, Nested};
use crate::errors::{charset_error, invalid_argument, list_error};
use crate::fill;
use crate::tree;

/// What pickle calls to restore a list or an event, and with what.
pub type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>, &'static str));

/// The list, and how its bytes are read as text.
#[pyclass(frozen, mapping, module = "commdn", name = "KVList")]
pub struct KvListObject {
    list: KvList,
    charset: Charset,
}

impl KvListObject {
    pub const fn new(list: KvList, charset: Charset) -> Self {
        Self { list, charset }
    }

    pub const fn list(&self) -> &KvList {
        &self.list
    }

    pub const fn charset(&self) -> Charset {
        self.charset
    }

    fn value<'py>(
        &self,
        py: Python<'py>,
        value: commdn::kvlist::KvValue<'_>,
    ) -> PyResult<Bound<'py, PyAny>> {
        convert::value(py, value, self.charset, Nested::List)
    }

    /// The value of the first pair with that key; `get` itself is in `entry`.
    pub fn find<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = key.py();
        let Ok(text) = key.cast::<PyString>() else { return Ok(None) };
        let found = match text.to_str() {
            Ok(text) => match self.charset.encode(text) {
                Ok(bytes) => self.list.get(bytes),
                Err(_) => None,
            },
            Err(_) => self.find_escaped(key)?,
        };
        found.map(|value| self.value(py, value)).transpose()
    }

    /// The value of a key with surrogate escapes: bytes that are no text.
    fn find_escaped(
        &self,
        key: &Bound<'_, PyAny>,
    ) -> PyResult<Option<commdn::kvlist::KvValue<'_>>> {
        for pair in self.list.pairs() {
            if convert::string(key.py(), pair.key, self.charset)?.eq(key)? {
                return Ok(Some(pair.value));
            }
        }
        Ok(None)
    }

    fn pair<'py>(
        &self,
        py: Python<'py>,
        pair: commdn::kvlist::KvPair<'_>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let key = convert::string(py, pair.key, self.charset)?;
        PyTuple::new(py, [key, self.value(py, pair.value)?])
    }

    fn keys_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let key = |key: KvStr<'_>| convert::string(py, key, self.charset);
        let keys = self.list.pairs().map(|pair| key(pair.key)).collect::<PyResult<Vec<_>>>()?;
        PyList::new(py, keys)
    }
}

#[pymethods]
impl KvListObject {
    #[new]
    #[pyo3(signature = (source = None, /, *, charset = "utf-8"))]
    fn create(source: Option<&Bound<'_, PyAny>>, charset: &str) -> PyResult<Self> {
        let charset = convert::charset(charset)?;
        let list = match source {
            Some(source) => fill::to_list(source, charset)?,
            None => KvList::new(),
        };
        Ok(Self { list, charset })
    }

    #[classmethod]
    #[pyo3(signature = (
        data, /, *, charset = "utf-8", unicode_length = "bytes",
        max_bytes = 65_535, max_pairs = 13_107, max_depth = 32,
    ))]
    fn unpack(
        cls: &Bound<'_, PyType>,
        data: &Bound<'_, PyAny>,
        charset: &str,
        unicode_length: &str,
        max_bytes: usize,
        max_pairs: usize,
        max_depth: usize,
    ) -> PyResult<Self> {
        let charset = convert::charset(charset)?;
        let packing = Packing::DEFAULT.with_unicode_length(self::unicode_length(unicode_length)?);
        let limits = limits(max_bytes, max_pairs, max_depth);
        let bytes = convert::buffer(data)?;
        let list = KvList::unpack_with(&bytes, packing, &limits)
            .map_err(|error| list_error(cls.py(), &error, &[]))?;
        Ok(Self { list, charset })
    }

    #[pyo3(signature = (*, list_prefix = "length32", unicode_length = "bytes"))]
    fn pack<'py>(
        &self,
        py: Python<'py>,
        list_prefix: &str,
        unicode_length: &str,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let packing = packing(list_prefix, unicode_length)?;
        if packing == Packing::DEFAULT {
            return Ok(PyBytes::new(py, self.list.view().bytes()));
        }
        let mut out = Vec::with_capacity(self.list.packed_len());
        self.list.pack_into(&mut out, packing);
        Ok(PyBytes::new(py, &out))
    }

    #[getter]
    fn packed_size(&self) -> usize {
        self.list.packed_len()
    }

    #[getter(charset)]
    fn charset_name(&self) -> &'static str {
        self.charset.name()
    }

    #[getter]
    fn depth(&self) -> usize {
        self.list.depth()
    }

    fn __len__(&self) -> usize {
        self.list.len()
    }

    fn __contains__(&self, key: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.find(key)?.is_some())
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.keys_of(py)?.try_iter()?.into_any())
    }

    fn __getitem__<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = key.py();
        if key.is_instance_of::<PyInt>() {
            let count = isize::try_from(self.list.len()).unwrap_or(isize::MAX);
            let index: isize = key.extract()?;
            let index = if index < 0 { index + count } else { index };
            let pair = usize::try_from(index).ok().and_then(|i| self.list.pairs().nth(i));
            let pair = pair.ok_or_else(|| PyIndexError::new_err("KVList index out of range"))?;
            return Ok(self.pair(py, pair)?.into_any());
        }
        if key.is_instance_of::<PySlice>() {
            return self.pairs(py)?.as_any().get_item(key);
        }
        self.find(key)?.ok_or_else(|| PyKeyError::new_err(key.clone().unbind()))
    }

    #[pyo3(signature = (key, /))]
    fn get_all<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        convert::all_of(key.py(), self.list.view(), key, self.charset, Nested::List)
    }

    #[pyo3(signature = (*path))]
    fn at<'py>(&self, path: &Bound<'py, PyTuple>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = path.py();
        let path: Vec<String> = path.extract()?;
        let encode = |key: &String| self.charset.encode(key).map(std::borrow::Cow::into_owned);
        let keys = path.iter().map(encode).collect::<Result<Vec<_>, _>>();
        let keys = keys.map_err(|error| charset_error(py, error))?;
        self.list.at(&keys).map(|value| self.value(py, value)).transpose()
    }

    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.keys_of(py)
    }

    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let values = self.list.pairs().map(|pair| self.value(py, pair.value));
        PyList::new(py, values.collect::<PyResult<Vec<_>>>()?)
    }

    pub fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let pairs = self.list.pairs().map(|pair| self.pair(py, pair));
        PyList::new(py, pairs.collect::<PyResult<Vec<_>>>()?)
    }

    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.pairs(py)
    }

    #[pyo3(signature = (*, duplicates = "first"))]
    fn to_dict<'py>(&self, py: Python<'py>, duplicates: &str) -> PyResult<Bound<'py, PyDict>> {
        convert::dict(py, self.list.view(), self.charset, self::duplicates(duplicates)?)
    }

    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = other.py();
        let added = fill::to_list(other, self.charset)?;
        let mut list = self.list.clone();
        list.extend(added.view()).map_err(|error| list_error(py, &error, &[]))?;
        Ok(Self { list, charset: self.charset })
    }

    fn __radd__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut list = fill::to_list(other, self.charset)?;
        let added = list.extend(self.list.view()).map(drop);
        added.map_err(|error| list_error(other.py(), &error, &[]))?;
        Ok(Self { list, charset: self.charset })
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> Option<bool> {
        Some(self.list == other.cast::<Self>().ok()?.get().list)
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.list.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let pairs = self.pairs(py)?.repr()?.to_string();
        let charset = match self.charset {
            Charset::Utf8 => String::new(),
            other => format!(", charset='{}'", other.name().to_lowercase()),
        };
        Ok(format!("KVList({pairs}{charset})"))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let restore = py.import("commdn._native")?.getattr("_restore_list")?;
        Ok((restore, (PyBytes::new(py, self.list.view().bytes()), self.charset.name())))
    }
}

/// A list out of a pickle.
#[pyfunction]
pub fn _restore_list(data: &Bound<'_, PyAny>, charset: &str) -> PyResult<KvListObject> {
    let bytes = convert::buffer(data)?;
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvList::unpack_with(&bytes, Packing::DEFAULT, &limits)
        .map_err(|error| list_error(data.py(), &error, &[]))?;
    Ok(KvListObject::new(list, convert::charset(charset)?))
}

/// Pairs or a nested dict to packed bytes, without a list between.
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
    fill::pack(source, convert::charset(charset)?, packing)
}

/// Packed bytes to a nested dict, without a list between.
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
    let packing = Packing::DEFAULT.with_unicode_length(self::unicode_length(unicode_length)?);
    let nested = self::duplicates(duplicates)?;
    let charset = convert::charset(charset)?;
    let bytes = convert::buffer(data)?;
    let limits = limits(max_bytes, max_pairs, max_depth);
    if let Some(dict) = tree::dict(py, &bytes, charset, packing, &limits) {
        return Ok(dict);
    }
    let list = KvRef::parse_with(&bytes, packing, &limits);
    let list = list.map_err(|error| list_error(py, &error, &[]))?;
    convert::dict(py, list, charset, nested)
}

fn limits(max_bytes: usize, max_pairs: usize, max_depth: usize) -> Limits {
    Limits::DEFAULT.with_max_bytes(max_bytes).with_max_pairs(max_pairs).with_max_depth(max_depth)
}

fn packing(list_prefix: &str, unicode_length: &str) -> PyResult<Packing> {
    let list_prefix = self::list_prefix(list_prefix)?;
    let unicode_length = self::unicode_length(unicode_length)?;
    Ok(Packing::DEFAULT.with_list_prefix(list_prefix).with_unicode_length(unicode_length))
}

/// The value of a `list_prefix` argument.
pub fn list_prefix(name: &str) -> PyResult<ListPrefix> {
    match name {
        "length32" => Ok(ListPrefix::Length32),
        "two_lengths16" => Ok(ListPrefix::TwoLengths16),
        other => Err(invalid_argument(format!(
            "list_prefix {other:?} is neither 'length32' nor 'two_lengths16'"
        ))),
    }
}

/// The value of a `unicode_length` argument.
pub fn unicode_length(name: &str) -> PyResult<UnicodeLength> {
    match name {
        "bytes" => Ok(UnicodeLength::Bytes),
        "units" => Ok(UnicodeLength::Units),
        other => Err(invalid_argument(format!(
            "unicode_length {other:?} is neither 'bytes' nor 'units'"
        ))),
    }
}

fn duplicates(name: &str) -> PyResult<Nested> {
    match name {
        "first" => Ok(Nested::Dict),
        "list" => Ok(Nested::DictOfAll),
        other => {
            Err(invalid_argument(format!("duplicates {other:?} is neither 'first' nor 'list'")))
        }
    }
}
