//! `KVList`: the core's list as an immutable Python object, mapping and sequence of pairs at once.
//!
//! Owns the object alone, so that what packs and unpacks values knows it; `methods` has what
//! Python sees of it.

mod methods;

use commdn::kvlist::{Charset, KvList};
use pyo3::prelude::*;

pub use methods::{_restore_list, Reduced};

/// The TKVList: an immutable, ordered list of key-value pairs that keeps duplicates.
///
/// It is a mapping, where the first of several equal keys wins, and a sequence of pairs
/// where an index or a slice is asked for. A string whose bytes are no text in `charset` reads as
/// surrogate escapes, and is written back unharmed.
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
}
