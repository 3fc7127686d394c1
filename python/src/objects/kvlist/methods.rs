//! The methods of `KVList`.
//!
//! Converts and nothing else: which bytes are a list, and how its keys are found, is the core's matter.

use commdn::kvlist::{Charset, KvList, KvPair, KvStr, KvValue, Limits, Packing};
use pyo3::exceptions::{PyIndexError, PyKeyError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PySlice, PyString, PyTuple, PyType};

use crate::arguments::{self, limits, packing};
use crate::errors::{charset_error, list_error};
use crate::objects::html;
use crate::objects::kvlist::KvListObject;
use crate::pack;
use crate::unpack::{self, Nested};

/// What pickle calls to restore a list or an event, and with what.
pub type Reduced<'py> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>, &'static str));

impl KvListObject {
    fn value<'py>(&self, py: Python<'py>, value: KvValue<'_>) -> PyResult<Bound<'py, PyAny>> {
        unpack::value(py, value, self.charset, Nested::List)
    }

    /// The value of the first pair with that key.
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
    fn find_escaped(&self, key: &Bound<'_, PyAny>) -> PyResult<Option<KvValue<'_>>> {
        for pair in self.list.pairs() {
            if unpack::string(key.py(), pair.key, self.charset)?.eq(key)? {
                return Ok(Some(pair.value));
            }
        }
        Ok(None)
    }

    fn pair<'py>(&self, py: Python<'py>, pair: KvPair<'_>) -> PyResult<Bound<'py, PyTuple>> {
        unpack::pair(py, pair, self.charset)
    }

    fn keys_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let key = |key: KvStr<'_>| unpack::string(py, key, self.charset);
        let keys = self.list.pairs().map(|pair| key(pair.key)).collect::<PyResult<Vec<_>>>()?;
        PyList::new(py, keys)
    }
}

#[pymethods]
impl KvListObject {
    #[new]
    #[pyo3(signature = (source = None, /, *, charset = "utf-8"))]
    fn create(source: Option<&Bound<'_, PyAny>>, charset: &str) -> PyResult<Self> {
        let charset = arguments::charset(charset)?;
        let list = match source {
            Some(source) => pack::to_list(source, charset)?,
            None => KvList::new(),
        };
        Ok(Self { list, charset })
    }

    /// The list that packed bytes are.
    ///
    /// Raises: CommDNListError with the offset of the first fault.
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
        let charset = arguments::charset(charset)?;
        let packing =
            Packing::DEFAULT.with_unicode_length(arguments::unicode_length(unicode_length)?);
        let limits = limits(max_bytes, max_pairs, max_depth);
        let bytes = arguments::buffer(data)?;
        let list = KvList::unpack_with(&bytes, packing, &limits)
            .map_err(|error| list_error(cls.py(), &error, &[]))?;
        Ok(Self { list, charset })
    }

    /// The packed bytes.
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

    /// Bytes of the packed form.
    #[getter]
    fn packed_size(&self) -> usize {
        self.list.packed_len()
    }

    /// The charset in which strings are read.
    #[getter(charset)]
    fn charset_name(&self) -> &'static str {
        self.charset.name()
    }

    /// How deep lists are nested: 0 for a list without lists.
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

    /// The value of the first pair with that key.
    #[pyo3(signature = (key, default = None, /))]
    fn get<'py>(
        &self,
        key: &Bound<'py, PyAny>,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        Ok(self.find(key)?.or(default))
    }

    /// The values of all pairs with that key, in order.
    #[pyo3(signature = (key, /))]
    fn get_all<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        unpack::all_of(key.py(), self.list.view(), key, self.charset, Nested::List)
    }

    /// The value under a path of keys, each but the last of a nested list; None if there is none.
    #[pyo3(signature = (*path))]
    fn at<'py>(&self, path: &Bound<'py, PyTuple>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = path.py();
        let path: Vec<String> = path.extract()?;
        let encode = |key: &String| self.charset.encode(key).map(std::borrow::Cow::into_owned);
        let keys = path.iter().map(encode).collect::<Result<Vec<_>, _>>();
        let keys = keys.map_err(|error| charset_error(py, error))?;
        self.list.at(&keys).map(|value| self.value(py, value)).transpose()
    }

    /// The keys in order, as often as they occur.
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.keys_of(py)
    }

    /// The values in order.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let values = self.list.pairs().map(|pair| self.value(py, pair.value));
        PyList::new(py, values.collect::<PyResult<Vec<_>>>()?)
    }

    /// The pairs in order.
    pub fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        unpack::pairs(py, self.list.view(), self.charset)
    }

    /// The pairs in order, as `pairs` gives them.
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.pairs(py)
    }

    /// The list as a dict, with a dict for each nested list.
    ///
    /// Of keys that occur several times the first value is kept, or with `duplicates="list"` a list of all.
    #[pyo3(signature = (*, duplicates = "first"))]
    fn to_dict<'py>(&self, py: Python<'py>, duplicates: &str) -> PyResult<Bound<'py, PyDict>> {
        unpack::dict(py, self.list.view(), self.charset, unpack::duplicates(duplicates)?)
    }

    fn _repr_html_<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        html::table_of(slf.as_any(), slf.get().pairs(slf.py())?)
    }

    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = other.py();
        let added = pack::to_list(other, self.charset)?;
        let mut list = self.list.clone();
        list.extend(added.view()).map_err(|error| list_error(py, &error, &[]))?;
        Ok(Self { list, charset: self.charset })
    }

    fn __radd__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut list = pack::to_list(other, self.charset)?;
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
    let bytes = arguments::buffer(data)?;
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvList::unpack_with(&bytes, Packing::DEFAULT, &limits)
        .map_err(|error| list_error(data.py(), &error, &[]))?;
    Ok(KvListObject::new(list, arguments::charset(charset)?))
}
