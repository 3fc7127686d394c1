//! Reading packed bytes where they lie, without an allocation.

use std::fmt;

use super::error::KvError;
use super::limits::Limits;
use super::value::{KvPair, KvStr, KvType, KvValue, KvWide};
use super::visit;
use super::wire::{self, COUNT, Packing, RawPair, UnicodeLength};

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
        KvRef { bytes: wire::EMPTY, unicode_length: UnicodeLength::Bytes };

    /// Check `bytes` as a packed list with the default packing and limits.
    ///
    /// # Errors
    /// [`KvError`] with the offset of the first fault.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, KvError> {
        Self::parse_with(bytes, Packing::DEFAULT, &Limits::DEFAULT)
    }

    /// Check `bytes` as a packed list.
    ///
    /// Either list prefix is accepted whatever `packing` says; its `unicode_length` counts.
    ///
    /// # Errors
    /// [`KvError`] with the offset of the first fault, or the limit that is passed.
    pub fn parse_with(bytes: &'a [u8], packing: Packing, limits: &Limits) -> Result<Self, KvError> {
        visit::check(bytes, packing.unicode_length, limits)?;
        Ok(Self { bytes, unicode_length: packing.unicode_length })
    }

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
                return value_of(&raw, self.unicode_length);
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
    #[inline]
    fn next_raw(&mut self) -> Option<RawPair<'a>> {
        self.left = self.left.checked_sub(1)?;
        let (raw, rest) = visit::quick_pair(self.rest, self.unicode_length)?;
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
        let value = value_of(&raw, self.unicode_length)?;
        Some(KvPair { key: KvStr(raw.key), value })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Pairs<'_> {}

#[inline]
pub(super) fn value_of<'a>(
    raw: &RawPair<'a>,
    unicode_length: UnicodeLength,
) -> Option<KvValue<'a>> {
    Some(match raw.kind {
        KvType::String => KvValue::String(KvStr(raw.value)),
        KvType::Int => KvValue::Int(i32::from_be_bytes(*raw.value.first_chunk()?)),
        KvType::Binary => KvValue::Binary(raw.value),
        KvType::List => KvValue::List(KvRef::trusted(raw.value, unicode_length)),
        KvType::Unicode => KvValue::Unicode(KvWide(raw.value)),
    })
}
