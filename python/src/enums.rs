//! The core's tables of numbers and keys, for the enumerations of `commdn.enums` and for tests.

use commdn::kvlist::KvType;
use commdn::message::{
    Certainty, CmError, DialMode, EnumEntry, GroupStatus, MessageType, OpenEnum, OptimizeBy,
    keys::{ALL as ALL_KEYS, KeyInfo},
    spec::{REQUESTS, RequestSpec},
};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyAny, PyType};

use crate::errors::invalid_argument;

/// An enumeration that has a class in `commdn.enums`.
pub trait PyEnum: OpenEnum {
    /// Its class.
    fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>>;

    /// The member of a number, known or not.
    fn member(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Self::class(py)?.call1((self.number(),))
    }
}

macro_rules! py_enum {
    ($($type:ident)*) => {
        $(impl PyEnum for $type {
            fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
                static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
                CLASS.import(py, "commdn.enums", stringify!($type))
            }
        })*

        fn entries(class: &str) -> PyResult<&'static [EnumEntry]> {
            match class {
                $(stringify!($type) => Ok($type::ENTRIES),)*
                other => Err(invalid_argument(format!("{other:?} is no enumeration"))),
            }
        }

        fn number_of(class: &str, name: &str) -> PyResult<Option<i32>> {
            match class {
                $(stringify!($type) => Ok($type::from_name(name).map(OpenEnum::number)),)*
                other => Err(invalid_argument(format!("{other:?} is no enumeration"))),
            }
        }
    };
}

py_enum!(MessageType CmError DialMode OptimizeBy GroupStatus);

const fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Chapter => "chapter",
        Certainty::NotApplicable => "not applicable",
        Certainty::Public => "public",
        Certainty::Inferred => "inferred",
        _ => "unknown",
    }
}

type Entry = (i32, &'static str, &'static str, Vec<&'static str>, &'static str);

/// All named numbers of an enumeration: number, label, name in the field, other spellings, certainty.
#[pyfunction]
pub fn enum_table(enumeration: &str) -> PyResult<Vec<Entry>> {
    let entry = |entry: &EnumEntry| {
        (entry.number, entry.label, entry.name, entry.also.to_vec(), certainty(entry.certainty))
    };
    Ok(entries(enumeration)?.iter().map(entry).collect())
}

/// The number of a name in the field, another spelling, or a label.
#[pyfunction]
pub fn enum_number(enumeration: &str, name: &str) -> PyResult<Option<i32>> {
    number_of(enumeration, name)
}

type Key = (&'static str, &'static str, Vec<&'static str>);

/// All keys: the key, the type of its value, the keys of the lists around it.
#[pyfunction]
pub fn keys() -> Vec<Key> {
    let row = |info: &KeyInfo| (info.key, KvType::name(info.kind), info.path.to_vec());
    ALL_KEYS.iter().map(row).collect()
}

type RequestRow = (i32, Vec<i32>, bool, bool);

/// All requests: number, the numbers of their answers, whether target 0 is allowed, whether repeating is safe.
#[pyfunction]
pub fn requests() -> Vec<RequestRow> {
    let row = |spec: &RequestSpec| {
        let answers = spec.answers.iter().map(|answer| answer.0).collect();
        (spec.request.0, answers, spec.target_zero, spec.repeat_safe)
    };
    REQUESTS.iter().map(row).collect()
}
