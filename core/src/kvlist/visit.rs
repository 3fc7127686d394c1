//! One pass over received bytes: each pair is checked as it is reached, and told.
//!
//! Owns the quick way to read a pair. It knows only that something is wrong; what, and
//! where, is then said by [`wire::check`], which reads the same format with words.

use super::error::KvError;
use super::limits::Limits;
use super::list::KvList;
use super::value::{KvStr, KvType, KvValue, KvWide};
use super::view::{KvRef, value_of};
use super::wire::{self, COUNT, PAIR_HEAD, PREFIX, Packing, RawPair, Report, UnicodeLength};

/// A value that is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KvScalar<'a> {
    /// Type 0; [`KvStr::utf8`] checks that it is text, at little cost while it is at hand.
    String(KvStr<'a>),
    /// Type 1.
    Int(i32),
    /// Type 2.
    Binary(&'a [u8]),
    /// Type 4.
    Unicode(KvWide<'a>),
}

impl<'a> KvScalar<'a> {
    /// As one value among those that may be lists.
    pub(crate) const fn value(self) -> KvValue<'a> {
        match self {
            Self::String(string) => KvValue::String(string),
            Self::Int(number) => KvValue::Int(number),
            Self::Binary(bytes) => KvValue::Binary(bytes),
            Self::Unicode(wide) => KvValue::Unicode(wide),
        }
    }
}

/// Is told the pairs of a list in order, nested ones where they stand.
///
/// The first error ends the visit. Methods that do little are worth `#[inline(always)]`.
pub trait KvVisitor<'a> {
    /// Why a visit ends early: a fault of the bytes, or the visitor's own reason.
    type Error: From<KvError>;

    /// The outermost list announces `pairs` pairs; they come next. Does nothing unless a visitor has it otherwise.
    ///
    /// The number is what the bytes say: nothing may be allocated by it unless it is bounded.
    ///
    /// # Errors
    /// The visitor's own, which ends the visit.
    #[inline(always)]
    fn begin(&mut self, pairs: usize) -> Result<(), Self::Error> {
        let _ = pairs;
        Ok(())
    }

    /// A pair whose value is no list.
    ///
    /// # Errors
    /// The visitor's own, which ends the visit.
    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Self::Error>;

    /// A pair whose value is a list that announces `pairs` pairs; they come next, then [`KvVisitor::leave`].
    ///
    /// The number is what the bytes say: nothing may be allocated by it unless it is bounded.
    ///
    /// # Errors
    /// The visitor's own, which ends the visit.
    fn enter(&mut self, key: KvStr<'a>, pairs: usize) -> Result<(), Self::Error>;

    /// The end of the nested list that was entered last.
    ///
    /// # Errors
    /// The visitor's own, which ends the visit.
    fn leave(&mut self) -> Result<(), Self::Error>;
}

/// Check `bytes` as a packed list and tell `visitor` its pairs, in one pass.
///
/// What the visitor was told before an error came is good as far as it goes. Allocates nothing.
///
/// # Errors
/// [`KvError`] with the offset of the first fault, or the limit that is passed; the visitor's own.
pub fn visit<'a, V: KvVisitor<'a>>(
    bytes: &'a [u8],
    packing: Packing,
    limits: &Limits,
    visitor: &mut V,
) -> Result<(), V::Error> {
    match Pass::run(bytes, packing.unicode_length, limits, visitor) {
        Ok(_) => Ok(()),
        Err(Stop::Visitor(error)) => Err(error),
        Err(Stop::Bytes) => {
            wire::check(bytes, packing.unicode_length, limits).map(drop).map_err(V::Error::from)
        }
    }
}

/// Bytes that were checked as a packed list, and what to know to own them.
pub(crate) struct Checked<'a> {
    bytes: &'a [u8],
    unicode_length: UnicodeLength,
    report: Report,
}

impl Checked<'_> {
    /// An owned list, in the memory of `room` if it has a fitting size: one allocation at most.
    pub fn to_list(&self, mut room: Vec<u8>) -> KvList {
        let len = self.bytes.len();
        if room.capacity() < len || room.capacity() > 2 * len {
            room = Vec::with_capacity(len);
        }
        room.clear();
        room.extend_from_slice(self.bytes);
        if self.report.foreign {
            wire::convert(&mut room, self.unicode_length, Packing::DEFAULT);
        }
        KvList::checked(room, self.report.depth)
    }
}

/// As [`visit`], for who may want to own the list afterwards: it needs no second check.
#[inline]
pub(crate) fn visit_checked<'a, V: KvVisitor<'a>>(
    bytes: &'a [u8],
    packing: Packing,
    limits: &Limits,
    visitor: &mut V,
) -> Result<Checked<'a>, V::Error> {
    let unicode_length = packing.unicode_length;
    let report = match Pass::run(bytes, unicode_length, limits, visitor) {
        Ok(report) => report,
        Err(Stop::Visitor(error)) => return Err(error),
        Err(Stop::Bytes) => wire::check(bytes, unicode_length, limits)?,
    };
    Ok(Checked { bytes, unicode_length, report })
}

/// The value at a path of keys in packed bytes that nobody has checked yet; first matches on each level.
///
/// Reads only as far as it must, and checks what it reads: cheaper than [`KvRef::parse`] where one value is
/// wanted. A list that is found is checked as a whole. Allocates nothing.
///
/// # Errors
/// [`KvError`] if the bytes up to the value, or the list that is the value, are not well-formed.
pub fn lookup<'a, K: AsRef<[u8]>>(
    bytes: &'a [u8],
    path: &[K],
    packing: Packing,
    limits: &Limits,
) -> Result<Option<KvValue<'a>>, KvError> {
    let unicode_length = packing.unicode_length;
    match find(bytes, path, unicode_length, limits) {
        Some(Some(raw)) if raw.kind == KvType::List => {
            KvRef::parse_with(raw.value, packing, limits).map(|list| Some(KvValue::List(list)))
        }
        Some(found) => Ok(found.and_then(|raw| value_of(&raw, unicode_length))),
        None => wire::check(bytes, unicode_length, limits).map(|_| None),
    }
}

/// The pair at `path`, if there is one; `None` where the bytes are not well-formed.
fn find<'a, K: AsRef<[u8]>>(
    bytes: &'a [u8],
    path: &[K],
    unicode_length: UnicodeLength,
    limits: &Limits,
) -> Option<Option<RawPair<'a>>> {
    let Some((last, parents)) = path.split_last() else { return Some(None) };
    if bytes.len() > limits.max_bytes || parents.len() > limits.max_depth {
        return None;
    }
    let mut list = bytes;
    for key in parents {
        match first(list, key.as_ref(), unicode_length)? {
            Some(raw) if raw.kind == KvType::List => list = raw.value,
            _ => return Some(None),
        }
    }
    first(list, last.as_ref(), unicode_length)
}

/// The first pair of a list with that key.
#[inline]
fn first<'a>(
    list: &'a [u8],
    key: &[u8],
    unicode_length: UnicodeLength,
) -> Option<Option<RawPair<'a>>> {
    let (count, mut rest) = list.split_first_chunk::<COUNT>()?;
    for _ in 0..u16::from_be_bytes(*count) {
        let (raw, after) = quick_pair(rest, unicode_length)?;
        if raw.key == key {
            return Some(Some(raw));
        }
        rest = after;
    }
    Some(None)
}

/// Check a whole packed list.
pub(super) fn check(
    bytes: &[u8],
    unicode_length: UnicodeLength,
    limits: &Limits,
) -> Result<Report, KvError> {
    match Pass::run(bytes, unicode_length, limits, &mut Nobody) {
        Ok(report) => Ok(report),
        Err(_) => wire::check(bytes, unicode_length, limits),
    }
}

/// Split the first pair off `rest`; `None` if it is not well-formed.
#[inline(always)]
pub(super) fn quick_pair(
    rest: &[u8],
    unicode_length: UnicodeLength,
) -> Option<(RawPair<'_>, &[u8])> {
    let (&[code, high, low], after) = rest.split_first_chunk::<PAIR_HEAD>()?;
    let (key, after) = after.split_at_checked(u16::from_be_bytes([high, low]).into())?;
    let kind = KvType::from_code(code)?;
    let (len, foreign, after) = match kind {
        KvType::List => {
            let (prefix, after) = after.split_first_chunk::<PREFIX>()?;
            let (len, foreign) = wire::list_len(*prefix)?;
            (len, foreign, after)
        }
        _ => {
            let (field, after) = after.split_first_chunk::<2>()?;
            let len = usize::from(u16::from_be_bytes(*field));
            match (kind, unicode_length) {
                (KvType::Int, _) if len != 4 => return None,
                (KvType::Unicode, UnicodeLength::Units) => (len * 2, true, after),
                (KvType::Unicode, UnicodeLength::Bytes) if len % 2 == 1 => return None,
                _ => (len, false, after),
            }
        }
    };
    let (value, after) = after.split_at_checked(len)?;
    Some((RawPair { kind, key, value, foreign }, after))
}

/// Why a pass ended before the end.
enum Stop<E> {
    Bytes,
    Visitor(E),
}

/// One pass over a list and the lists in it.
struct Pass<'v, V> {
    visitor: &'v mut V,
    unicode_length: UnicodeLength,
    limits: Limits,
    report: Report,
}

impl<'a, V: KvVisitor<'a>> Pass<'_, V> {
    #[inline]
    fn run(
        bytes: &'a [u8],
        unicode_length: UnicodeLength,
        limits: &Limits,
        visitor: &mut V,
    ) -> Result<Report, Stop<V::Error>> {
        let limits = limits.capped();
        if bytes.len() > limits.max_bytes {
            return Err(Stop::Bytes);
        }
        let mut pass = Pass { visitor, unicode_length, limits, report: Report::default() };
        let (count, pairs) = bytes.split_first_chunk::<COUNT>().ok_or(Stop::Bytes)?;
        let count = u16::from_be_bytes(*count);
        pass.visitor.begin(count.into()).map_err(Stop::Visitor)?;
        pass.level(count, pairs, 0)?;
        Ok(pass.report)
    }

    fn level(&mut self, count: u16, pairs: &'a [u8], depth: usize) -> Result<(), Stop<V::Error>> {
        self.report.pairs += usize::from(count);
        if self.report.pairs > self.limits.max_pairs || depth > self.limits.max_depth {
            return Err(Stop::Bytes);
        }
        self.report.depth = self.report.depth.max(depth);
        let mut rest = pairs;
        for _ in 0..count {
            rest = self.pair(rest, depth)?;
        }
        if rest.is_empty() { Ok(()) } else { Err(Stop::Bytes) }
    }

    /// Tell the first pair of `rest`; what comes after it is returned.
    #[inline(always)]
    fn pair(&mut self, rest: &'a [u8], depth: usize) -> Result<&'a [u8], Stop<V::Error>> {
        let (&[code, high, low], after) = split::<PAIR_HEAD, _>(rest)?;
        let (key, after) = split_at(after, [high, low])?;
        let key = KvStr(key);
        if code == KvType::Int.code() {
            let (&[0, 4, a, b, c, d], after) = split::<6, _>(after)? else {
                return Err(Stop::Bytes);
            };
            let number = KvScalar::Int(i32::from_be_bytes([a, b, c, d]));
            return self.visitor.pair(key, number).map(|()| after).map_err(Stop::Visitor);
        }
        if code == KvType::List.code() {
            let (prefix, after) = split::<PREFIX, _>(after)?;
            let (len, foreign) = wire::list_len(*prefix).ok_or(Stop::Bytes)?;
            let (list, after) = after.split_at_checked(len).ok_or(Stop::Bytes)?;
            let (count, pairs) = split::<COUNT, _>(list)?;
            let count = u16::from_be_bytes(*count);
            self.report.foreign |= foreign;
            self.visitor.enter(key, count.into()).map_err(Stop::Visitor)?;
            self.level(count, pairs, depth + 1)?;
            return self.visitor.leave().map(|()| after).map_err(Stop::Visitor);
        }
        let (field, after) = split::<2, _>(after)?;
        if code == KvType::String.code() {
            let (value, after) = split_at(after, *field)?;
            let string = KvScalar::String(KvStr(value));
            return self.visitor.pair(key, string).map(|()| after).map_err(Stop::Visitor);
        }
        self.rare(code, key, *field, after)
    }

    /// A pair of the types that no message of the API has.
    #[inline(never)]
    fn rare(
        &mut self,
        code: u8,
        key: KvStr<'a>,
        field: [u8; 2],
        after: &'a [u8],
    ) -> Result<&'a [u8], Stop<V::Error>> {
        let len = usize::from(u16::from_be_bytes(field));
        let (value, after) = match (KvType::from_code(code), self.unicode_length) {
            (Some(KvType::Unicode), UnicodeLength::Units) => {
                self.report.foreign = true;
                after.split_at_checked(len * 2)
            }
            (Some(KvType::Unicode), _) if len % 2 == 1 => None,
            (Some(KvType::Unicode | KvType::Binary), _) => after.split_at_checked(len),
            _ => None,
        }
        .ok_or(Stop::Bytes)?;
        let scalar = match code == KvType::Binary.code() {
            true => KvScalar::Binary(value),
            false => KvScalar::Unicode(KvWide(value)),
        };
        self.visitor.pair(key, scalar).map(|()| after).map_err(Stop::Visitor)
    }
}

#[inline(always)]
fn split<const N: usize, E>(rest: &[u8]) -> Result<(&[u8; N], &[u8]), Stop<E>> {
    rest.split_first_chunk().ok_or(Stop::Bytes)
}

/// Split off as many bytes as the length field says.
#[inline(always)]
fn split_at<E>(rest: &[u8], field: [u8; 2]) -> Result<(&[u8], &[u8]), Stop<E>> {
    rest.split_at_checked(u16::from_be_bytes(field).into()).ok_or(Stop::Bytes)
}

/// Wants to know only whether the bytes are good.
struct Nobody;

impl<'a> KvVisitor<'a> for Nobody {
    type Error = KvError;

    fn pair(&mut self, _: KvStr<'a>, _: KvScalar<'a>) -> Result<(), KvError> {
        Ok(())
    }

    fn enter(&mut self, _: KvStr<'a>, _: usize) -> Result<(), KvError> {
        Ok(())
    }

    fn leave(&mut self) -> Result<(), KvError> {
        Ok(())
    }
}
