//! Keys and values as they lie in the bytes.

use std::borrow::Cow;
use std::fmt;

use super::charset::{Charset, CharsetError};
use super::utf8;
use super::view::KvRef;

/// The type of a value; the numbers are those of the packed form and of the C API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KvType {
    /// Bytes with a charset view, code 0.
    String,
    /// A signed 32-bit number, code 1.
    Int,
    /// Bytes that are no text, code 2.
    Binary,
    /// A nested list, code 3.
    List,
    /// UTF-16 text, code 4.
    Unicode,
}

impl KvType {
    /// The type with that code.
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            0 => Some(Self::String),
            1 => Some(Self::Int),
            2 => Some(Self::Binary),
            3 => Some(Self::List),
            4 => Some(Self::Unicode),
            _ => None,
        }
    }

    /// Its code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::String => 0,
            Self::Int => 1,
            Self::Binary => 2,
            Self::List => 3,
            Self::Unicode => 4,
        }
    }

    /// Its name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Int => "int",
            Self::Binary => "binary",
            Self::List => "list",
            Self::Unicode => "unicode",
        }
    }
}

/// The bytes of a string or a key, with views as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KvStr<'a>(pub(super) &'a [u8]);

impl<'a> KvStr<'a> {
    /// A string with these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes as they are.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// The text, if the bytes are valid UTF-8.
    #[must_use]
    #[inline(always)]
    pub fn utf8(self) -> Option<&'a str> {
        utf8::text(self.0)
    }

    /// The text in `charset`.
    ///
    /// # Errors
    /// [`CharsetError::Decode`] where UTF-8 is not valid.
    pub fn text(self, charset: Charset) -> Result<Cow<'a, str>, CharsetError> {
        charset.decode(self.0)
    }

    /// The text in `charset`, with U+FFFD where the bytes are none.
    #[must_use]
    pub fn text_lossy(self, charset: Charset) -> Cow<'a, str> {
        charset.decode_lossy(self.0)
    }
}

impl fmt::Debug for KvStr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

impl PartialEq<str> for KvStr<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for KvStr<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == other.as_bytes()
    }
}

/// The UTF-16BE bytes of a unicode value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KvWide<'a>(pub(super) &'a [u8]);

impl<'a> KvWide<'a> {
    /// The bytes as they are.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// Its UTF-16 code units.
    pub fn units(self) -> impl Iterator<Item = u16> + 'a {
        self.0.as_chunks::<2>().0.iter().map(|unit| u16::from_be_bytes(*unit))
    }

    /// The text.
    ///
    /// # Errors
    /// [`CharsetError::Surrogate`] for an unpaired surrogate.
    pub fn text(self) -> Result<String, CharsetError> {
        char::decode_utf16(self.units())
            .collect::<Result<String, _>>()
            .map_err(|error| CharsetError::Surrogate(error.unpaired_surrogate()))
    }

    /// The text, with U+FFFD for an unpaired surrogate.
    #[must_use]
    pub fn text_lossy(self) -> String {
        char::decode_utf16(self.units()).map(|unit| unit.unwrap_or('\u{fffd}')).collect()
    }
}

impl fmt::Debug for KvWide<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "u{:?}", self.text_lossy())
    }
}

/// One value, borrowed from the bytes it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KvValue<'a> {
    /// Type 0.
    String(KvStr<'a>),
    /// Type 1.
    Int(i32),
    /// Type 2.
    Binary(&'a [u8]),
    /// Type 3.
    List(KvRef<'a>),
    /// Type 4.
    Unicode(KvWide<'a>),
}

impl<'a> KvValue<'a> {
    /// Its type.
    #[must_use]
    pub const fn kind(self) -> KvType {
        match self {
            Self::String(_) => KvType::String,
            Self::Int(_) => KvType::Int,
            Self::Binary(_) => KvType::Binary,
            Self::List(_) => KvType::List,
            Self::Unicode(_) => KvType::Unicode,
        }
    }

    /// The number, if it is an int.
    #[must_use]
    pub const fn as_int(self) -> Option<i32> {
        match self {
            Self::Int(number) => Some(number),
            _ => None,
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub const fn as_string(self) -> Option<KvStr<'a>> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }

    /// The nested list, if it is one.
    #[must_use]
    pub const fn as_list(self) -> Option<KvRef<'a>> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The number of an int, or of a string that holds one: peers differ in which they send.
    #[must_use]
    pub fn to_int(self) -> Option<i32> {
        match self {
            Self::Int(number) => Some(number),
            Self::String(string) => string.utf8()?.trim().parse().ok(),
            Self::Unicode(wide) => wide.text().ok()?.trim().parse().ok(),
            Self::Binary(_) | Self::List(_) => None,
        }
    }

    /// The text of a string, a unicode value, or an int in decimal: peers differ in which they send.
    ///
    /// Bytes that are no text in `charset` are shown as U+FFFD.
    #[must_use]
    pub fn to_text(self, charset: Charset) -> Option<Cow<'a, str>> {
        match self {
            Self::String(string) => Some(string.text_lossy(charset)),
            Self::Unicode(wide) => Some(Cow::Owned(wide.text_lossy())),
            Self::Int(number) => Some(Cow::Owned(number.to_string())),
            Self::Binary(_) | Self::List(_) => None,
        }
    }
}

/// One pair, borrowed from the bytes it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KvPair<'a> {
    /// Its key.
    pub key: KvStr<'a>,
    /// Its value.
    pub value: KvValue<'a>,
}
