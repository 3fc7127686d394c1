//! The list as an object: the core's list, and what C reads of it.
//!
//! C reads a [`Table`]: the pairs with copies of their texts that end with NUL, all of a level in
//! one block. It is made when the first pair is asked for and dropped with the next change. Nested
//! lists are objects of their own in it, which make their own tables. Holds no entry points.

use std::ffi::c_char;
use std::sync::OnceLock;

use crate::boundary::Object;
use commdn::kvlist::{KvBuilder, KvList, KvRef, KvType, KvValue};

/// An ordered list of key-value pairs (TKVList) that keeps duplicates; the first match wins.
///
/// What the getters give (texts, bytes, nested lists) is the list's own: it ends with the list,
/// and with the next change of the list. Copy a nested list with commdn_kvlist_dup() to keep it.
/// Keys and strings are bytes that end with NUL; their charset is the site's convention.
pub struct commdn_kvlist {
    builder: KvBuilder,
    table: OnceLock<Table>,
}

impl Object for commdn_kvlist {
    const NAME: &'static str = "list";
}

impl commdn_kvlist {
    pub(crate) fn new(list: KvList) -> Self {
        Self { builder: list.into(), table: OnceLock::new() }
    }

    pub(crate) const fn list(&self) -> &KvList {
        self.builder.list()
    }

    pub(crate) fn view(&self) -> KvRef<'_> {
        self.list().view()
    }

    /// The pairs as C reads them.
    pub(crate) fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::of(self.list()))
    }

    /// Change the list; what C has read of it ends, but not before: it may be what is added.
    #[inline(always)]
    pub(crate) fn change<T, E>(
        &mut self,
        change: impl FnOnce(&mut KvBuilder) -> Result<T, E>,
    ) -> Result<T, E> {
        let result = change(&mut self.builder);
        if self.table.get().is_some() {
            self.table.take();
        }
        result
    }
}

impl Clone for commdn_kvlist {
    fn clone(&self) -> Self {
        Self::new(self.list().clone())
    }
}

impl std::fmt::Debug for commdn_kvlist {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.list().fmt(f)
    }
}

/// The pairs of one level.
pub(crate) struct Table {
    pairs: Box<[Row]>,
    /// Keys and values, each with a NUL behind.
    texts: Box<[u8]>,
}

struct Row {
    key: Span,
    value: Cell,
}

/// Where a text stands in the block; the NUL behind it is not counted.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    len: usize,
}

enum Cell {
    String(Span),
    Int(i32),
    Binary(Span),
    List(Box<commdn_kvlist>),
    /// UTF-8 with U+FFFD for unpaired surrogates.
    Unicode(Span),
}

/// A text or bytes of a table, with a NUL behind that is not counted.
#[derive(Clone, Copy)]
pub(crate) struct CBytes<'a>(&'a [u8]);

impl<'a> CBytes<'a> {
    /// Valid as long as the table.
    pub const fn as_ptr(self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    pub fn bytes(self) -> &'a [u8] {
        self.0.split_last().map_or(&[], |(_, bytes)| bytes)
    }

    pub const fn len(self) -> usize {
        self.0.len().saturating_sub(1)
    }
}

/// A pair of a table.
pub(crate) struct Pair<'a> {
    pub key: CBytes<'a>,
    pub value: Value<'a>,
}

/// A value of a table.
pub(crate) enum Value<'a> {
    String(CBytes<'a>),
    Int(i32),
    Binary(CBytes<'a>),
    List(&'a commdn_kvlist),
    Unicode(CBytes<'a>),
}

impl Value<'_> {
    pub const fn kind(&self) -> KvType {
        match self {
            Self::String(_) => KvType::String,
            Self::Int(_) => KvType::Int,
            Self::Binary(_) => KvType::Binary,
            Self::List(_) => KvType::List,
            Self::Unicode(_) => KvType::Unicode,
        }
    }
}

impl Table {
    pub fn of(list: &KvList) -> Self {
        // Heads and lengths of the packed form take more room than the NULs.
        let mut texts = Vec::with_capacity(list.packed_len());
        let mut copy = |bytes: &[u8]| {
            let start = texts.len();
            texts.extend_from_slice(bytes);
            texts.push(0);
            Span { start, len: bytes.len() }
        };
        let row = |pair: commdn::kvlist::KvPair<'_>| Row {
            key: copy(pair.key.bytes()),
            value: match pair.value {
                KvValue::String(string) => Cell::String(copy(string.bytes())),
                KvValue::Int(number) => Cell::Int(number),
                KvValue::Binary(bytes) => Cell::Binary(copy(bytes)),
                KvValue::List(list) => Cell::List(Box::new(commdn_kvlist::new(list.into()))),
                KvValue::Unicode(wide) => Cell::Unicode(copy(wide.text_lossy().as_bytes())),
            },
        };
        let pairs = list.pairs().map(row).collect();
        Self { pairs, texts: texts.into_boxed_slice() }
    }

    /// The pair at `index`.
    pub fn get(&self, index: usize) -> Option<Pair<'_>> {
        self.pairs.get(index).map(|row| self.pair(row))
    }

    /// The index of the first pair whose key `matches`.
    pub fn position(&self, matches: impl Fn(&[u8]) -> bool) -> Option<usize> {
        self.pairs.iter().position(|row| matches(self.text(row.key).bytes()))
    }

    /// The first pair with `key`.
    pub fn find(&self, key: &[u8]) -> Option<Pair<'_>> {
        self.get(self.position(|candidate| candidate == key)?)
    }

    fn pair<'a>(&'a self, row: &'a Row) -> Pair<'a> {
        Pair {
            key: self.text(row.key),
            value: match &row.value {
                Cell::String(text) => Value::String(self.text(*text)),
                Cell::Int(number) => Value::Int(*number),
                Cell::Binary(bytes) => Value::Binary(self.text(*bytes)),
                Cell::List(list) => Value::List(list),
                Cell::Unicode(text) => Value::Unicode(self.text(*text)),
            },
        }
    }

    fn text(&self, span: Span) -> CBytes<'_> {
        // The table's own spans are inside; were one not, an empty text is the safe answer.
        CBytes(self.texts.get(span.start..=span.start + span.len).unwrap_or(&[0]))
    }
}
