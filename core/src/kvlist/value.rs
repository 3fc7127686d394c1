//! Borrowed values: keys, values and whole lists, read where they lie in packed bytes.
//!
//! Owns the views and their getters. Allocates nothing, and must not check bytes: what is viewed
//! here has been checked, which is the business of `visit`.

use std::borrow::Cow;
use std::fmt;

use super::charset::{Charset, CharsetError};
use super::fast::words;
use super::grammar::{self, COUNT, KvType, RawPair};
use super::packing::UnicodeLength;

/// The bytes of a string or a key, with views as text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KvStr<'a>(&'a [u8]);

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
        words::text(self.0)
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
pub struct KvWide<'a>(&'a [u8]);

impl<'a> KvWide<'a> {
    #[inline(always)]
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes as they are.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// Its UTF-16 code units.
    pub fn units(self) -> impl Iterator<Item = u16> + Clone + 'a {
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
    #[inline]
    pub(super) fn of(raw: &RawPair<'a>, unicode_length: UnicodeLength) -> Option<Self> {
        Some(match raw.kind {
            KvType::String => Self::String(KvStr(raw.value)),
            KvType::Int => Self::Int(i32::from_be_bytes(*raw.value.first_chunk()?)),
            KvType::Binary => Self::Binary(raw.value),
            KvType::List => Self::List(KvRef::trusted(raw.value, unicode_length)),
            KvType::Unicode => Self::Unicode(KvWide(raw.value)),
        })
    }

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

    /// The text of a string, a unicode value, or an int in decimal: peers differ in which they
    /// send.
    ///
    /// Bytes that are not text in `charset` are shown as U+FFFD.
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

/// A checked packed list, borrowed: cheap to copy, getters walk.
///
/// Equality compares pairs in order, not bytes: the two list prefixes are equal.
#[derive(Clone, Copy)]
pub struct KvRef<'a> {
    bytes: &'a [u8],
    unicode_length: UnicodeLength,
}

impl<'a> KvRef<'a> {
    /// A list without pairs.
    pub const EMPTY: KvRef<'static> =
        KvRef { bytes: grammar::EMPTY, unicode_length: UnicodeLength::Bytes };

    /// A view over bytes that were checked before.
    pub(super) const fn trusted(bytes: &'a [u8], unicode_length: UnicodeLength) -> Self {
        Self { bytes, unicode_length }
    }

    pub(super) const fn unicode_length(self) -> UnicodeLength {
        self.unicode_length
    }

    /// The packed bytes.
    #[must_use]
    pub const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Number of pairs on this level.
    #[must_use]
    pub fn len(self) -> usize {
        self.bytes.first_chunk::<COUNT>().map_or(0, |count| u16::from_be_bytes(*count).into())
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The pairs in order, duplicates included.
    #[must_use]
    pub fn pairs(self) -> Pairs<'a> {
        Pairs {
            rest: self.bytes.get(COUNT..).unwrap_or_default(),
            left: self.len(),
            unicode_length: self.unicode_length,
        }
    }

    /// The value of the first pair with `key`.
    #[must_use]
    pub fn get(self, key: impl AsRef<[u8]>) -> Option<KvValue<'a>> {
        let key = key.as_ref();
        self.find(|candidate| candidate == key)
    }

    /// The value of the first pair with `key`, ASCII letters compared without case.
    #[must_use]
    pub fn get_ignoring_case(self, key: impl AsRef<[u8]>) -> Option<KvValue<'a>> {
        let key = key.as_ref();
        self.find(|candidate| candidate.eq_ignore_ascii_case(key))
    }

    /// The value at a path of keys through nested lists; first matches on each level.
    #[must_use]
    pub fn at<K: AsRef<[u8]>>(self, path: &[K]) -> Option<KvValue<'a>> {
        let (last, parents) = path.split_last()?;
        let mut list = self;
        for key in parents {
            list = list.get_list(key)?;
        }
        list.get(last)
    }

    /// The number of the first pair with `key`, if it is an int.
    #[must_use]
    pub fn get_int(self, key: impl AsRef<[u8]>) -> Option<i32> {
        self.get(key)?.as_int()
    }

    /// The string of the first pair with `key`, if it is one.
    #[must_use]
    pub fn get_string(self, key: impl AsRef<[u8]>) -> Option<KvStr<'a>> {
        self.get(key)?.as_string()
    }

    /// The nested list of the first pair with `key`, if it is one.
    #[must_use]
    pub fn get_list(self, key: impl AsRef<[u8]>) -> Option<KvRef<'a>> {
        self.get(key)?.as_list()
    }

    /// Levels of nested lists below this one.
    #[must_use]
    pub fn depth(self) -> usize {
        self.pairs()
            .filter_map(|pair| pair.value.as_list())
            .map(|list| list.depth() + 1)
            .max()
            .unwrap_or(0)
    }

    fn find(self, matches: impl Fn(&[u8]) -> bool) -> Option<KvValue<'a>> {
        let mut pairs = self.pairs();
        while let Some(raw) = pairs.next_raw() {
            if matches(raw.key) {
                return KvValue::of(&raw, self.unicode_length);
            }
        }
        None
    }
}

impl PartialEq for KvRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.pairs().eq(other.pairs())
    }
}

impl Eq for KvRef<'_> {}

impl fmt::Debug for KvRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.pairs().map(|pair| (pair.key, pair.value))).finish()
    }
}

impl<'a> IntoIterator for KvRef<'a> {
    type Item = KvPair<'a>;
    type IntoIter = Pairs<'a>;

    fn into_iter(self) -> Pairs<'a> {
        self.pairs()
    }
}

/// The pairs of one level, in order.
#[derive(Clone)]
pub struct Pairs<'a> {
    rest: &'a [u8],
    left: usize,
    unicode_length: UnicodeLength,
}

impl<'a> Pairs<'a> {
    #[inline(always)]
    fn next_raw(&mut self) -> Option<RawPair<'a>> {
        self.left = self.left.checked_sub(1)?;
        let (raw, rest) = grammar::split_pair(self.rest, self.unicode_length).ok()?;
        self.rest = rest;
        Some(raw)
    }

    /// The bytes that the pairs still to come lie in.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = KvPair<'a>;

    #[inline]
    fn next(&mut self) -> Option<KvPair<'a>> {
        let raw = self.next_raw()?;
        let value = KvValue::of(&raw, self.unicode_length)?;
        Some(KvPair { key: KvStr(raw.key), value })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Pairs<'_> {}
