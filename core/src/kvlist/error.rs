//! Errors of lists and of packed bytes.

use super::charset::CharsetError;

/// Reason why a list cannot be read or written, and the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}{}", at(*offset))]
pub struct KvError {
    kind: KvErrorKind,
    offset: Option<usize>,
}

fn at(offset: Option<usize>) -> String {
    offset.map_or_else(String::new, |offset| format!(" (at byte {offset})"))
}

/// The rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KvErrorKind {
    /// The bytes end inside a field.
    #[error("the list ends inside {field}: {needed} bytes needed, {available} left")]
    Truncated {
        /// Which field was being read.
        field: &'static str,
        /// Bytes that the field needs.
        needed: usize,
        /// Bytes that were left.
        available: usize,
    },
    /// A type code outside 0..=4.
    #[error("type code {0} is none of string 0, int 1, binary 2, list 3, unicode 4")]
    UnknownType(u8),
    /// An integer whose length is not 4.
    #[error("an int value has length {0}, not 4")]
    IntLength(u16),
    /// A nested list's prefix that fits neither known layout.
    #[error("list prefix {0:02x?} is neither a 32-bit length nor a value length and a list length")]
    ListPrefix([u8; 4]),
    /// A unicode value with an odd number of bytes.
    #[error("a unicode value has {0} bytes, which is not a whole number of UTF-16 units")]
    OddUnicode(usize),
    /// Bytes are left after the last pair that the count announced.
    #[error("{0} bytes follow the last of the announced pairs")]
    Trailing(usize),
    /// The packed list is longer than the limit.
    #[error("a packed list of {len} bytes is over max_bytes ({max})")]
    TooManyBytes {
        /// Its length in bytes.
        len: usize,
        /// The limit.
        max: usize,
    },
    /// There are more pairs, over all levels, than the limit.
    #[error("more than max_pairs ({max}) pairs")]
    TooManyPairs {
        /// The limit.
        max: usize,
    },
    /// Lists are nested deeper than the limit.
    #[error("lists nested deeper than max_depth ({max})")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// A key or value longer than its 16-bit length field can tell.
    #[error("a {field} of {len} bytes is over {max}")]
    TooLong {
        /// `key` or the type of value.
        field: &'static str,
        /// Its length in bytes.
        len: usize,
        /// The most that fits.
        max: usize,
    },
    /// A text that the charset cannot carry.
    #[error(transparent)]
    Charset(#[from] CharsetError),
}

impl KvError {
    pub(crate) fn new(kind: KvErrorKind) -> Self {
        Self { kind, offset: None }
    }

    pub(crate) fn at(kind: KvErrorKind, offset: usize) -> Self {
        Self { kind, offset: Some(offset) }
    }

    /// The rule that was broken.
    #[must_use]
    pub fn kind(&self) -> &KvErrorKind {
        &self.kind
    }

    /// Where in the packed bytes, counted from the start of the outermost list; `None` while
    /// writing.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl From<CharsetError> for KvError {
    fn from(error: CharsetError) -> Self {
        Self::new(KvErrorKind::Charset(error))
    }
}
