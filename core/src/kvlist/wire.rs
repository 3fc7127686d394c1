//! The bytes of one pair: type codes, length fields, the prefix of a nested list.
//!
//! ```text
//! packed list := count:u16  pair*count                 all integers big-endian
//! pair        := type:u8  key_len:u16  key  value      no NULs, no padding
//! string (0)  := len:u16  bytes
//! int    (1)  := len:u16 (=4)  i32
//! binary (2)  := len:u16  bytes
//! list   (3)  := prefix:4 bytes  packed list
//! unicode(4)  := len:u16  UTF-16BE bytes
//! ```
//! Reconstructed from sizes and leading bytes that servers print in logs; what sizes cannot
//! tell is a choice in [`Packing`].

use super::error::{KvError, KvErrorKind};
use super::limits::Limits;
use super::value::KvType;

/// The choices of the packed form that public sources leave open.
///
/// Reading accepts either list prefix; `list_prefix` says which one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[non_exhaustive]
pub struct Packing {
    /// The four bytes before a nested list, when written.
    pub list_prefix: ListPrefix,
    /// What the length of a unicode value counts, read and written.
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

/// What the length field of a unicode value counts.
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

/// The head of every pair: type and key length.
pub(super) const PAIR_HEAD: usize = 3;
/// The count at the start of every list.
pub(super) const COUNT: usize = 2;
/// The prefix of a nested list.
pub(super) const PREFIX: usize = 4;
/// The packed form of a list without pairs.
pub(super) const EMPTY: &[u8] = &[0, 0];

/// One pair as it lies in the bytes; an int's `value` is its 4 bytes, a list's is the packed list.
#[derive(Clone, Copy)]
pub(super) struct RawPair<'a> {
    pub kind: KvType,
    pub key: &'a [u8],
    pub value: &'a [u8],
    /// The prefix or the unicode length differs from the canonical form.
    pub foreign: bool,
}

/// Split the first pair off `rest`; faults count from the start of `rest`.
pub(super) fn split_pair(
    rest: &[u8],
    unicode_length: UnicodeLength,
) -> Result<(RawPair<'_>, &[u8]), KvError> {
    let (head, after) = split::<PAIR_HEAD>(rest, rest, "the head of a pair")?;
    let [code, key_high, key_low] = *head;
    let key_len = usize::from(u16::from_be_bytes([key_high, key_low]));
    let (key, after) = split_at(rest, after, key_len, "a key")?;
    let kind =
        KvType::from_code(code).ok_or_else(|| KvError::at(KvErrorKind::UnknownType(code), 0))?;
    if kind == KvType::List {
        let (prefix, after) = split::<PREFIX>(rest, after, "the prefix of a list")?;
        let (len, foreign) = list_len(*prefix)
            .ok_or_else(|| fault(rest, after, PREFIX, KvErrorKind::ListPrefix(*prefix)))?;
        let (value, after) = split_at(rest, after, len, "a nested list")?;
        return Ok((RawPair { kind, key, value, foreign }, after));
    }
    let (len_field, after) = split::<2>(rest, after, "the length of a value")?;
    let field = u16::from_be_bytes(*len_field);
    let mut len = usize::from(field);
    if kind == KvType::Int && len != 4 {
        return Err(fault(rest, after, 2, KvErrorKind::IntLength(field)));
    }
    let mut foreign = false;
    if kind == KvType::Unicode {
        match unicode_length {
            UnicodeLength::Units => {
                foreign = true;
                len *= 2;
            }
            UnicodeLength::Bytes if len % 2 == 1 => {
                return Err(fault(rest, after, 2, KvErrorKind::OddUnicode(len)));
            }
            UnicodeLength::Bytes => {}
        }
    }
    let (value, after) = split_at(rest, after, len, kind.name())?;
    Ok((RawPair { kind, key, value, foreign }, after))
}

/// The length that a list prefix tells, and whether it is the two-lengths layout.
///
/// A packed list is at most 65,535 bytes, so a 32-bit length starts with two zero bytes,
/// and two lengths never do. Both layouts end in the list's length.
#[inline]
pub(super) fn list_len([a, b, c, d]: [u8; 4]) -> Option<(usize, bool)> {
    let outer = usize::from(u16::from_be_bytes([a, b]));
    let inner = usize::from(u16::from_be_bytes([c, d]));
    match outer {
        0 => Some((inner, false)),
        _ if outer == inner || outer == inner + 2 => Some((inner, true)),
        _ => None,
    }
}

/// The prefix for a nested list of `len` bytes.
#[inline]
pub(crate) fn prefix_bytes(len: u16, layout: ListPrefix) -> [u8; 4] {
    let [c, d] = len.to_be_bytes();
    let [a, b] = match layout {
        ListPrefix::Length32 => [0, 0],
        // The value length has 16 bits too: a list of 65,534 bytes or more repeats its own length.
        ListPrefix::TwoLengths16 => len.checked_add(2).unwrap_or(len).to_be_bytes(),
    };
    [a, b, c, d]
}

fn fault(start: &[u8], after: &[u8], back: usize, kind: KvErrorKind) -> KvError {
    KvError::at(kind, start.len() - after.len() - back)
}

fn split<'a, const N: usize>(
    start: &[u8],
    rest: &'a [u8],
    field: &'static str,
) -> Result<(&'a [u8; N], &'a [u8]), KvError> {
    rest.split_first_chunk::<N>().ok_or_else(|| truncated(start, rest, N, field))
}

fn split_at<'a>(
    start: &[u8],
    rest: &'a [u8],
    len: usize,
    field: &'static str,
) -> Result<(&'a [u8], &'a [u8]), KvError> {
    rest.split_at_checked(len).ok_or_else(|| truncated(start, rest, len, field))
}

#[cold]
fn truncated(start: &[u8], rest: &[u8], needed: usize, field: &'static str) -> KvError {
    let kind = KvErrorKind::Truncated { field, needed, available: rest.len() };
    KvError::at(kind, start.len() - rest.len())
}

/// What [`check`] found out about a list on its way through it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    pub pairs: usize,
    pub depth: usize,
    /// Something in it is not in the canonical form (`Packing::DEFAULT`).
    pub foreign: bool,
}

/// Check a whole packed list against the format and the limits.
pub(super) fn check(
    bytes: &[u8],
    unicode_length: UnicodeLength,
    limits: &Limits,
) -> Result<Report, KvError> {
    let limits = limits.capped();
    if bytes.len() > limits.max_bytes {
        let kind = KvErrorKind::TooManyBytes { len: bytes.len(), max: limits.max_bytes };
        return Err(KvError::at(kind, 0));
    }
    let mut report = Report::default();
    check_level(bytes, Level { base: 0, depth: 0 }, unicode_length, &limits, &mut report)?;
    Ok(report)
}

/// Where a list stands: its offset in the outermost one, and its depth.
#[derive(Clone, Copy)]
struct Level {
    base: usize,
    depth: usize,
}

fn check_level(
    list: &[u8],
    level: Level,
    unicode_length: UnicodeLength,
    limits: &Limits,
    report: &mut Report,
) -> Result<(), KvError> {
    let offset = |rest: &[u8]| level.base + list.len() - rest.len();
    report.depth = report.depth.max(level.depth);
    let (count, mut rest) = split::<COUNT>(list, list, "the number of pairs")
        .map_err(|error| error.shifted(level.base))?;
    for _ in 0..u16::from_be_bytes(*count) {
        report.pairs += 1;
        if report.pairs > limits.max_pairs {
            let kind = KvErrorKind::TooManyPairs { max: limits.max_pairs };
            return Err(KvError::at(kind, offset(rest)));
        }
        let (pair, after) =
            split_pair(rest, unicode_length).map_err(|error| error.shifted(offset(rest)))?;
        report.foreign |= pair.foreign;
        if pair.kind == KvType::List {
            if level.depth == limits.max_depth {
                let kind = KvErrorKind::TooDeep { max: limits.max_depth };
                return Err(KvError::at(kind, offset(rest)));
            }
            let inner = Level { base: offset(after) - pair.value.len(), depth: level.depth + 1 };
            check_level(pair.value, inner, unicode_length, limits, report)?;
        }
        rest = after;
    }
    match rest.len() {
        0 => Ok(()),
        left => Err(KvError::at(KvErrorKind::Trailing(left), offset(rest))),
    }
}

/// Rewrite the prefixes and unicode lengths of a checked list in place; both forms have equal sizes.
pub(super) fn convert(list: &mut [u8], from: UnicodeLength, to: Packing) {
    let mut pos = COUNT;
    while let Some((head, len)) = list.get(pos..).and_then(|rest| {
        let (pair, after) = split_pair(rest, from).ok()?;
        Some(((pair.kind, pair.key.len(), pair.value.len()), rest.len() - after.len()))
    }) {
        let (kind, key_len, value_len) = head;
        let field = pos + PAIR_HEAD + key_len;
        let next = pos + len;
        let short = u16::try_from(value_len).unwrap_or(u16::MAX);
        match kind {
            KvType::List => {
                if let Some(prefix) = list.get_mut(field..field + PREFIX) {
                    prefix.copy_from_slice(&prefix_bytes(short, to.list_prefix));
                }
                if let Some(inner) = list.get_mut(field + PREFIX..next) {
                    convert(inner, from, to);
                }
            }
            KvType::Unicode => {
                let told = match to.unicode_length {
                    UnicodeLength::Bytes => short,
                    UnicodeLength::Units => short / 2,
                };
                if let Some(length) = list.get_mut(field..field + 2) {
                    length.copy_from_slice(&told.to_be_bytes());
                }
            }
            KvType::String | KvType::Int | KvType::Binary => {}
        }
        pos = next;
    }
}

/// Append the head of a pair.
pub(super) fn put_head(out: &mut Vec<u8>, kind: KvType, key: &[u8]) -> Result<(), KvError> {
    let len = short_len("key", key.len())?;
    let [high, low] = len.to_be_bytes();
    out.extend_from_slice(&[kind.code(), high, low]);
    out.extend_from_slice(key);
    Ok(())
}

/// Append a pair whose value is `len:u16 bytes`.
pub(super) fn put_bytes(
    out: &mut Vec<u8>,
    kind: KvType,
    key: &[u8],
    value: &[u8],
) -> Result<(), KvError> {
    let len = short_len(kind.name(), value.len())?;
    put_head(out, kind, key)?;
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(value);
    Ok(())
}

/// Append an int pair.
pub(super) fn put_int(out: &mut Vec<u8>, key: &[u8], value: i32) -> Result<(), KvError> {
    put_head(out, KvType::Int, key)?;
    let [a, b, c, d] = value.to_be_bytes();
    out.extend_from_slice(&[0, 4, a, b, c, d]);
    Ok(())
}

/// Append a unicode pair.
pub(super) fn put_unicode(
    out: &mut Vec<u8>,
    key: &[u8],
    wide: impl Iterator<Item = u16>,
    unicode_length: UnicodeLength,
) -> Result<(), KvError> {
    let start = out.len();
    put_head(out, KvType::Unicode, key)?;
    let field = out.len();
    out.extend_from_slice(&[0, 0]);
    for unit in wide {
        out.extend_from_slice(&unit.to_be_bytes());
    }
    let len = out.len() - field - 2;
    let told = match unicode_length {
        UnicodeLength::Bytes => short_len("unicode", len),
        UnicodeLength::Units => short_len("unicode", len / 2),
    };
    match told {
        Ok(told) => {
            if let Some(length) = out.get_mut(field..field + 2) {
                length.copy_from_slice(&told.to_be_bytes());
            }
            Ok(())
        }
        Err(error) => {
            out.truncate(start);
            Err(error)
        }
    }
}

fn short_len(field: &'static str, len: usize) -> Result<u16, KvError> {
    u16::try_from(len)
        .map_err(|_| KvError::new(KvErrorKind::TooLong { field, len, max: usize::from(u16::MAX) }))
}
