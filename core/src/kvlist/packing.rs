//! Packing: the choices of the packed form that public sources leave open.
//!
//! Owns the choices and their defaults. Must not read or write bytes: `grammar` does.

/// The choices of the packed form that public sources leave open.
///
/// Reading accepts either list prefix; `list_prefix` says which one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub struct Packing {
    /// The four bytes before a nested list, when written.
    pub list_prefix: ListPrefix,
    /// Unit of a unicode value's length, read and written.
    pub unicode_length: UnicodeLength,
}

/// The layout of the four bytes before a nested list. A reader tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum ListPrefix {
    /// One 32-bit length of the packed list: `00 00 hh ll`.
    #[default]
    Length32,
    /// A 16-bit value length (the list and its own length field), then a 16-bit list length.
    TwoLengths16,
}

/// Unit of the length field of a unicode value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub enum UnicodeLength {
    /// Bytes.
    #[default]
    Bytes,
    /// UTF-16 code units.
    Units,
}

impl Packing {
    /// The default choices.
    pub const DEFAULT: Self =
        Self { list_prefix: ListPrefix::Length32, unicode_length: UnicodeLength::Bytes };

    /// The same with another list prefix.
    #[must_use]
    pub const fn with_list_prefix(mut self, list_prefix: ListPrefix) -> Self {
        self.list_prefix = list_prefix;
        self
    }

    /// The same with another meaning of a unicode value's length.
    #[must_use]
    pub const fn with_unicode_length(mut self, unicode_length: UnicodeLength) -> Self {
        self.unicode_length = unicode_length;
        self
    }
}
