//! Grammar of a pair: the one decoder and the one encoder of its bytes.
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
//! show is a choice in [`Packing`]. Must not know lists, limits or nesting: one pair at a time.

use super::error::{KvError, KvErrorKind};
use super::packing::{ListPrefix, Packing, UnicodeLength};

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

/// The head of every pair: type and key length.
pub(super) const PAIR_HEAD: usize = 3;
/// The count at the start of every list.
pub(super) const COUNT: usize = 2;
/// The prefix of a nested list.
pub(super) const PREFIX: usize = 4;
/// The packed form of a list without pairs.
pub(super) const EMPTY: &[u8] = &[0, 0];

/// The value of a pair where it lies; `foreign` says that its length is not in the canonical form.
#[derive(Clone, Copy)]
pub(super) enum RawValue<'a> {
    String(&'a [u8]),
    /// Its length and its four bytes.
    Int(&'a [u8; 6]),
    Binary(&'a [u8]),
    List {
        bytes: &'a [u8],
        foreign: bool,
    },
    Unicode {
        bytes: &'a [u8],
        foreign: bool,
    },
}

/// Receives a pair from the decoder, which calls it for each type at its own place in the code:
/// what it does with the type is settled when it is compiled.
pub(super) trait Receiver<'a> {
    type Output;

    /// A pair, and the bytes after it.
    fn pair(self, key: &'a [u8], value: RawValue<'a>, after: &'a [u8]) -> Self::Output;
}

/// A pair as three facts, for readers that want only one of many.
#[derive(Clone, Copy)]
pub(super) struct RawPair<'a> {
    pub kind: KvType,
    pub key: &'a [u8],
    /// The bytes of the value; of an int its four, of a list the packed list.
    pub value: &'a [u8],
}

/// A fault of received bytes, with words or without: the decoder is generic over it.
pub(super) trait Fault: Sized {
    /// Whether somebody reads the words.
    const HAS_WORDS: bool;

    /// The fault of `kind` at the first byte of `rest`.
    fn at(rest: &[u8], kind: impl FnOnce() -> KvErrorKind) -> Self;
}

/// Without words: something is wrong. Costs nothing where nothing is wrong.
pub(super) struct Malformed;

impl Fault for Malformed {
    const HAS_WORDS: bool = false;

    #[inline(always)]
    fn at(_rest: &[u8], _kind: impl FnOnce() -> KvErrorKind) -> Self {
        Self
    }
}

/// With words: what is wrong, and at which byte.
pub(super) struct Described {
    kind: KvErrorKind,
    address: usize,
}

impl Fault for Described {
    const HAS_WORDS: bool = true;

    #[cold]
    fn at(rest: &[u8], kind: impl FnOnce() -> KvErrorKind) -> Self {
        Self { kind: kind(), address: rest.as_ptr().addr() }
    }
}

impl Described {
    /// The error, counted from the start of `list`, in which the byte lies.
    pub fn in_list(self, list: &[u8]) -> KvError {
        KvError::at(self.kind, self.address - list.as_ptr().addr())
    }
}

/// Decode the first pair of `rest`.
#[inline(always)]
pub(super) fn read_pair<'a, F: Fault, R: Receiver<'a>>(
    rest: &'a [u8],
    unicode_length: UnicodeLength,
    receiver: R,
) -> Result<R::Output, F> {
    let (&[code, high, low], after) = split::<PAIR_HEAD, F>(rest, "the head of a pair")?;
    let (key, after) = split_at(after, u16::from_be_bytes([high, low]).into(), "a key")?;
    if code == KvType::Int.code() {
        // Length and value in one look.
        return match after.split_first_chunk::<6>() {
            Some((field, after)) if u16::from_be_bytes([field[0], field[1]]) == 4 => {
                Ok(receiver.pair(key, RawValue::Int(field), after))
            }
            _ => Err(no_int(after)),
        };
    }
    if code == KvType::List.code() {
        let (prefix, body) = split::<PREFIX, F>(after, "the prefix of a list")?;
        let (len, foreign) =
            list_len(*prefix).ok_or_else(|| F::at(after, || KvErrorKind::ListPrefix(*prefix)))?;
        let (bytes, after) = split_at(body, len, "a nested list")?;
        return Ok(receiver.pair(key, RawValue::List { bytes, foreign }, after));
    }
    let Some((field, body)) = after.split_first_chunk::<2>() else {
        return Err(no_length(code, rest, after));
    };
    if code == KvType::String.code() {
        let (bytes, after) = split_at(body, u16::from_be_bytes(*field).into(), "string")?;
        return Ok(receiver.pair(key, RawValue::String(bytes), after));
    }
    let (len, foreign) = rare_len(code, *field, (rest, after), unicode_length)?;
    if code == KvType::Binary.code() {
        let (bytes, after) = split_at(body, len, "binary")?;
        return Ok(receiver.pair(key, RawValue::Binary(bytes), after));
    }
    let (bytes, after) = split_at(body, len, "unicode")?;
    Ok(receiver.pair(key, RawValue::Unicode { bytes, foreign }, after))
}

/// Split the first pair off `rest`.
#[inline(always)]
pub(super) fn split_pair(
    rest: &[u8],
    unicode_length: UnicodeLength,
) -> Result<(RawPair<'_>, &[u8]), Malformed> {
    read_pair(rest, unicode_length, Split)
}

struct Split;

impl<'a> Receiver<'a> for Split {
    type Output = (RawPair<'a>, &'a [u8]);

    #[inline(always)]
    fn pair(self, key: &'a [u8], value: RawValue<'a>, after: &'a [u8]) -> Self::Output {
        let (kind, value) = match value {
            RawValue::String(bytes) => (KvType::String, bytes),
            RawValue::Int([_, _, value @ ..]) => (KvType::Int, value.as_slice()),
            RawValue::Binary(bytes) => (KvType::Binary, bytes),
            RawValue::List { bytes, .. } => (KvType::List, bytes),
            RawValue::Unicode { bytes, .. } => (KvType::Unicode, bytes),
        };
        (RawPair { kind, key, value }, after)
    }
}

/// The length of a value of the types that no message of the API has, and whether it is foreign.
#[inline(never)]
fn rare_len<F: Fault>(
    code: u8,
    field: [u8; 2],
    (rest, after): (&[u8], &[u8]),
    unicode_length: UnicodeLength,
) -> Result<(usize, bool), F> {
    let len = usize::from(u16::from_be_bytes(field));
    match (KvType::from_code(code), unicode_length) {
        (None, _) => Err(F::at(rest, || KvErrorKind::UnknownType(code))),
        (Some(KvType::Unicode), UnicodeLength::Units) => Ok((len * 2, true)),
        (Some(KvType::Unicode), UnicodeLength::Bytes) if len % 2 == 1 => {
            Err(F::at(after, || KvErrorKind::OddUnicode(len)))
        }
        _ => Ok((len, false)),
    }
}

/// Reason why there is no length of a value at the start of `after`.
#[cold]
fn no_length<F: Fault>(code: u8, rest: &[u8], after: &[u8]) -> F {
    match KvType::from_code(code) {
        Some(_) => truncated(after, 2, "the length of a value"),
        None => F::at(rest, || KvErrorKind::UnknownType(code)),
    }
}

/// Reason why there is no int at the start of `after`.
#[cold]
fn no_int<F: Fault>(after: &[u8]) -> F {
    let Some((field, body)) = after.split_first_chunk::<2>() else {
        return truncated(after, 2, "the length of a value");
    };
    match u16::from_be_bytes(*field) {
        4 => truncated(body, 4, "int"),
        length => F::at(after, || KvErrorKind::IntLength(length)),
    }
}

/// The length that a list prefix has, and whether it is the two-lengths layout.
///
/// A packed list is at most 65,535 bytes, so a 32-bit length starts with two zero bytes,
/// and two lengths never do. Both layouts end in the list's length.
#[inline]
fn list_len([a, b, c, d]: [u8; 4]) -> Option<(usize, bool)> {
    let outer = usize::from(u16::from_be_bytes([a, b]));
    let inner = usize::from(u16::from_be_bytes([c, d]));
    match outer {
        0 => Some((inner, false)),
        _ if outer == inner || outer == inner + 2 => Some((inner, true)),
        _ => None,
    }
}

/// Split the number of pairs off a list.
#[inline(always)]
pub(super) fn split_count<F: Fault>(list: &[u8]) -> Result<(u16, &[u8]), F> {
    let (count, pairs) = split::<COUNT, F>(list, "the number of pairs")?;
    Ok((u16::from_be_bytes(*count), pairs))
}

#[inline(always)]
fn split<'a, const N: usize, F: Fault>(
    rest: &'a [u8],
    field: &'static str,
) -> Result<(&'a [u8; N], &'a [u8]), F> {
    rest.split_first_chunk::<N>().ok_or_else(|| truncated(rest, N, field))
}

#[inline(always)]
fn split_at<'a, F: Fault>(
    rest: &'a [u8],
    len: usize,
    field: &'static str,
) -> Result<(&'a [u8], &'a [u8]), F> {
    rest.split_at_checked(len).ok_or_else(|| truncated(rest, len, field))
}

#[inline(always)]
fn truncated<F: Fault>(rest: &[u8], needed: usize, field: &'static str) -> F {
    F::at(rest, || KvErrorKind::Truncated { field, needed, available: rest.len() })
}

/// Head of a pair: its type, and a key in one of its forms.
pub(super) trait Head {
    /// Append the head.
    fn put(&self, kind: KvType, out: &mut Vec<u8>);
}

/// A key that is known to fit its length field.
#[derive(Clone, Copy)]
pub(super) struct Key<'a>(&'a [u8]);

impl<'a> Key<'a> {
    /// The key, if it fits.
    #[inline(always)]
    pub fn new(key: &'a [u8]) -> Result<Self, KvError> {
        fitting("key", key.len()).map(|_| Self(key))
    }

    /// Bytes of the head of a pair with this key.
    pub const fn head_len(self) -> usize {
        PAIR_HEAD + self.0.len()
    }
}

impl Head for Key<'_> {
    #[inline(always)]
    fn put(&self, kind: KvType, out: &mut Vec<u8>) {
        out.extend_from_slice(&pair_head(kind, self.0.len() as u16));
        out.extend_from_slice(self.0);
    }
}

/// Append a pair: its head, what stands before the value, the value.
#[inline(always)]
pub(super) fn put_pair<const N: usize>(
    out: &mut Vec<u8>,
    head: &impl Head,
    kind: KvType,
    before: [u8; N],
    value: &[u8],
) {
    head.put(kind, out);
    out.extend_from_slice(&before);
    out.extend_from_slice(value);
}

/// Type and length of the key.
pub(super) const fn pair_head(kind: KvType, key_len: u16) -> [u8; PAIR_HEAD] {
    let [high, low] = key_len.to_be_bytes();
    [kind.code(), high, low]
}

/// The length and the value of an int.
#[inline(always)]
pub(crate) const fn int_field(value: i32) -> [u8; 6] {
    let [a, b, c, d] = value.to_be_bytes();
    [0, 4, a, b, c, d]
}

/// Bytes before the value of a string or binary of `len` bytes; `kind` is for the error.
#[inline(always)]
pub(super) fn length_field(kind: KvType, len: usize) -> Result<[u8; 2], KvError> {
    fitting(kind.name(), len).map(u16::to_be_bytes)
}

/// The length of a unicode value of `len` bytes.
pub(super) fn unicode_field(len: usize, counts: UnicodeLength) -> Result<[u8; 2], KvError> {
    match counts {
        UnicodeLength::Bytes => length_field(KvType::Unicode, len),
        UnicodeLength::Units => length_field(KvType::Unicode, len / 2),
    }
}

/// The prefix for a nested list of `len` bytes.
#[inline]
pub(crate) const fn list_prefix(len: u16, layout: ListPrefix) -> [u8; 4] {
    let [c, d] = len.to_be_bytes();
    let [a, b] = match layout {
        ListPrefix::Length32 => [0, 0],
        // The value length has 16 bits too: a list of 65,534 bytes or more repeats its own length.
        ListPrefix::TwoLengths16 => match len.checked_add(2) {
            Some(outer) => outer.to_be_bytes(),
            None => [c, d],
        },
    };
    [a, b, c, d]
}

/// Append a unicode pair; nothing is written if it does not fit.
pub(super) fn put_unicode(
    out: &mut Vec<u8>,
    head: &impl Head,
    units: impl Iterator<Item = u16> + Clone,
    counts: UnicodeLength,
) -> Result<(), KvError> {
    let field = unicode_field(2 * units.clone().count(), counts)?;
    put_pair(out, head, KvType::Unicode, field, &[]);
    out.extend(units.flat_map(u16::to_be_bytes));
    Ok(())
}

#[inline(always)]
fn fitting(field: &'static str, len: usize) -> Result<u16, KvError> {
    u16::try_from(len).map_err(|_| too_long(field, len))
}

#[cold]
fn too_long(field: &'static str, len: usize) -> KvError {
    KvError::new(KvErrorKind::TooLong { field, len, max: usize::from(u16::MAX) })
}

/// Rewrite the prefixes and unicode lengths of a checked list in place; both forms have equal
/// sizes.
pub(super) fn convert(list: &mut [u8], from: UnicodeLength, to: Packing) {
    let mut pos = COUNT;
    while let Some((kind, value_len, rest_len)) = list.get(pos..).and_then(|rest| {
        let (pair, after) = split_pair(rest, from).ok()?;
        Some((pair.kind, pair.value.len(), after.len()))
    }) {
        let next = list.len() - rest_len;
        let start = next - value_len;
        match kind {
            KvType::List => {
                let prefix = list_prefix(value_len as u16, to.list_prefix);
                fill(list, start - PREFIX, prefix);
                if let Some(inner) = list.get_mut(start..next) {
                    convert(inner, from, to);
                }
            }
            KvType::Unicode => {
                if let Ok(field) = unicode_field(value_len, to.unicode_length) {
                    fill(list, start - field.len(), field);
                }
            }
            KvType::String | KvType::Int | KvType::Binary => {}
        }
        pos = next;
    }
}

fn fill<const N: usize>(list: &mut [u8], at: usize, field: [u8; N]) {
    if let Some(place) = list.get_mut(at..at + N) {
        place.copy_from_slice(&field);
    }
}
