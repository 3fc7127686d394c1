//! Validates packed bytes in one pass and reports each pair to a visitor.
//!
//! Owns the pass: nesting, limits, and the ways to begin it ([`visit`], [`lookup`],
//! [`KvRef::parse`]). The first pass only detects a fault; a second pass then finds its place and
//! words it. Must not know the bytes of a pair: `grammar` does.

use std::marker::PhantomData;

use super::error::{KvError, KvErrorKind};
use super::grammar::{self, Described, Fault, KvType, Malformed, RawPair, RawValue, Receiver};
use super::limits::Limits;
use super::packing::{Packing, UnicodeLength};
use super::value::{KvRef, KvStr, KvValue, KvWide};

/// A value that is not a list.
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
    /// Reason why a visit ends early: a fault of the bytes, or the visitor's own reason.
    type Error: From<KvError>;

    /// The outermost list announces `pairs` pairs; they come next. Does nothing unless a visitor
    /// has it otherwise.
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

    /// A pair whose value is not a list.
    ///
    /// # Errors
    /// The visitor's own, which ends the visit.
    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Self::Error>;

    /// A pair whose value is a list that announces `pairs` pairs; they come next, then
    /// [`KvVisitor::leave`].
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
/// Pairs reported before an error are valid. Allocates nothing.
///
/// # Errors
/// [`KvError`] with the offset of the first fault, or the limit that is passed; the visitor's own.
pub fn visit<'a, V: KvVisitor<'a>>(
    bytes: &'a [u8],
    packing: Packing,
    limits: &Limits,
    visitor: &mut V,
) -> Result<(), V::Error> {
    visit_checked(bytes, packing, limits, visitor).map(drop)
}

/// Bytes that were checked as a packed list, and what to know to own them.
pub(crate) struct Checked<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) unicode_length: UnicodeLength,
    pub(super) report: Report,
}

#[cfg(any(test, commdn_no_fast))]
impl<'a> Checked<'a> {
    /// The list where it lies.
    pub const fn view(&self) -> KvRef<'a> {
        KvRef::trusted(self.bytes, self.unicode_length)
    }
}

/// As [`visit`], for a caller that may keep the list afterwards: it needs no second check.
#[inline]
pub(crate) fn visit_checked<'a, V: KvVisitor<'a>>(
    bytes: &'a [u8],
    packing: Packing,
    limits: &Limits,
    visitor: &mut V,
) -> Result<Checked<'a>, V::Error> {
    let unicode_length = packing.unicode_length;
    let report = match Pass::<V, Malformed>::run(bytes, unicode_length, limits, visitor) {
        Ok(report) => report,
        Err(Stop::Visitor(error)) => return Err(error),
        Err(Stop::Bytes(Malformed)) => describe(bytes, unicode_length, limits)?,
    };
    Ok(Checked { bytes, unicode_length, report })
}

impl<'a> KvRef<'a> {
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
        check(bytes, packing.unicode_length, limits)?;
        Ok(Self::trusted(bytes, packing.unicode_length))
    }
}

/// The value at a path of keys in packed bytes that nobody has checked yet; first matches on each
/// level.
///
/// Reads only as far as it must, and checks what it reads: cheaper than [`KvRef::parse`] where one
/// value is wanted. A list that is found is checked as a whole. Allocates nothing.
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
        Ok(Some(raw)) if raw.kind == KvType::List => {
            KvRef::parse_with(raw.value, packing, limits).map(|list| Some(KvValue::List(list)))
        }
        Ok(found) => Ok(found.and_then(|raw| KvValue::of(&raw, unicode_length))),
        Err(Malformed) => describe(bytes, unicode_length, limits).map(|_| None),
    }
}

/// The pair at `path`, if there is one.
fn find<'a, K: AsRef<[u8]>>(
    bytes: &'a [u8],
    path: &[K],
    unicode_length: UnicodeLength,
    limits: &Limits,
) -> Result<Option<RawPair<'a>>, Malformed> {
    let Some((last, parents)) = path.split_last() else { return Ok(None) };
    if bytes.len() > limits.max_bytes || parents.len() > limits.max_depth {
        return Err(Malformed);
    }
    let mut list = bytes;
    for key in parents {
        match first(list, key.as_ref(), unicode_length)? {
            Some(raw) if raw.kind == KvType::List => list = raw.value,
            _ => return Ok(None),
        }
    }
    first(list, last.as_ref(), unicode_length)
}

/// The first pair of a list with that key.
#[inline(always)]
fn first<'a>(
    list: &'a [u8],
    key: &[u8],
    unicode_length: UnicodeLength,
) -> Result<Option<RawPair<'a>>, Malformed> {
    let (count, mut rest) = grammar::split_count::<Malformed>(list)?;
    for _ in 0..count {
        let (pair, after) = grammar::split_pair(rest, unicode_length)?;
        if pair.key == key {
            return Ok(Some(pair));
        }
        rest = after;
    }
    Ok(None)
}

/// Check a whole packed list against the format and the limits.
pub(super) fn check(
    bytes: &[u8],
    unicode_length: UnicodeLength,
    limits: &Limits,
) -> Result<Report, KvError> {
    match Pass::<Nobody, Malformed>::run(bytes, unicode_length, limits, &mut Nobody) {
        Ok(report) => Ok(report),
        Err(_) => describe(bytes, unicode_length, limits),
    }
}

/// The same with an error: the broken rule, and the place.
#[cold]
pub(super) fn describe(
    bytes: &[u8],
    unicode_length: UnicodeLength,
    limits: &Limits,
) -> Result<Report, KvError> {
    match Pass::<Nobody, Described>::run(bytes, unicode_length, limits, &mut Nobody) {
        Ok(report) => Ok(report),
        Err(Stop::Visitor(error)) => Err(error),
        Err(Stop::Bytes(fault)) => Err(fault.in_list(bytes)),
    }
}

/// Findings of a pass about the whole list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    pub pairs: usize,
    pub depth: usize,
    /// Something in it is not in the canonical form (`Packing::DEFAULT`).
    pub foreign: bool,
}

/// Reason why a pass ended early.
enum Stop<F, E> {
    Bytes(F),
    Visitor(E),
}

/// One pass over a list and the lists in it, with words for faults or without.
struct Pass<'v, V, F> {
    visitor: &'v mut V,
    unicode_length: UnicodeLength,
    limits: Limits,
    report: Report,
    faults: PhantomData<F>,
}

impl<'a, V: KvVisitor<'a>, F: Fault> Pass<'_, V, F> {
    #[inline]
    fn run(
        bytes: &'a [u8],
        unicode_length: UnicodeLength,
        limits: &Limits,
        visitor: &mut V,
    ) -> Result<Report, Stop<F, V::Error>> {
        let limits = limits.capped();
        if bytes.len() > limits.max_bytes {
            let kind = || KvErrorKind::TooManyBytes { len: bytes.len(), max: limits.max_bytes };
            return Err(Stop::Bytes(F::at(bytes, kind)));
        }
        let report = Report::default();
        let mut pass = Pass { visitor, unicode_length, limits, report, faults: PhantomData };
        let (count, pairs) = grammar::split_count(bytes).map_err(Stop::Bytes)?;
        pass.visitor.begin(count.into()).map_err(Stop::Visitor)?;
        pass.level(count, pairs, 0)?;
        Ok(pass.report)
    }

    fn level(
        &mut self,
        count: u16,
        pairs: &'a [u8],
        depth: usize,
    ) -> Result<(), Stop<F, V::Error>> {
        if !F::HAS_WORDS {
            // Nobody asks which pair is the one too many.
            self.count_pairs(count.into(), pairs)?;
        }
        self.report.depth = self.report.depth.max(depth);
        let mut rest = pairs;
        for _ in 0..count {
            if F::HAS_WORDS {
                self.count_pairs(1, rest)?;
            }
            rest = self.pair(rest, depth)?;
        }
        if rest.is_empty() {
            return Ok(());
        }
        Err(Stop::Bytes(F::at(rest, || KvErrorKind::Trailing(rest.len()))))
    }

    #[inline(always)]
    fn count_pairs(&mut self, count: usize, rest: &[u8]) -> Result<(), Stop<F, V::Error>> {
        self.report.pairs += count;
        let max = self.limits.max_pairs;
        if self.report.pairs > max {
            return Err(Stop::Bytes(F::at(rest, || KvErrorKind::TooManyPairs { max })));
        }
        Ok(())
    }

    /// Report the first pair of `rest`; what comes after it is returned.
    #[inline(always)]
    fn pair(&mut self, rest: &'a [u8], depth: usize) -> Result<&'a [u8], Stop<F, V::Error>> {
        let unicode_length = self.unicode_length;
        let reached = Reached { pass: self, pair: rest, depth };
        grammar::read_pair(rest, unicode_length, reached).map_err(Stop::Bytes)?
    }

    #[inline(always)]
    fn scalar(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Stop<F, V::Error>> {
        self.visitor.pair(key, value).map_err(Stop::Visitor)
    }

    /// The same for types that no message of the API has.
    #[inline(never)]
    fn rare(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Stop<F, V::Error>> {
        self.scalar(key, value)
    }

    #[inline(always)]
    fn nested(
        &mut self,
        key: KvStr<'a>,
        list: &'a [u8],
        pair: &'a [u8],
        depth: usize,
    ) -> Result<(), Stop<F, V::Error>> {
        let max = self.limits.max_depth;
        if depth == max {
            return Err(Stop::Bytes(F::at(pair, || KvErrorKind::TooDeep { max })));
        }
        let (count, pairs) = grammar::split_count(list).map_err(Stop::Bytes)?;
        self.visitor.enter(key, count.into()).map_err(Stop::Visitor)?;
        self.level(count, pairs, depth + 1)?;
        self.visitor.leave().map_err(Stop::Visitor)
    }
}

/// The pass at one pair.
struct Reached<'p, 'v, 'a, V, F> {
    pass: &'p mut Pass<'v, V, F>,
    /// Where the pair begins.
    pair: &'a [u8],
    depth: usize,
}

impl<'a, V: KvVisitor<'a>, F: Fault> Receiver<'a> for Reached<'_, '_, 'a, V, F> {
    type Output = Result<&'a [u8], Stop<F, V::Error>>;

    #[inline(always)]
    fn pair(self, key: &'a [u8], value: RawValue<'a>, after: &'a [u8]) -> Self::Output {
        let (pass, key) = (self.pass, KvStr::new(key));
        match value {
            RawValue::Int(&[_, _, a, b, c, d]) => {
                pass.scalar(key, KvScalar::Int(i32::from_be_bytes([a, b, c, d])))
            }
            RawValue::String(bytes) => pass.scalar(key, KvScalar::String(KvStr::new(bytes))),
            RawValue::List { bytes, foreign } => {
                pass.report.foreign |= foreign;
                pass.nested(key, bytes, self.pair, self.depth)
            }
            RawValue::Binary(bytes) => pass.rare(key, KvScalar::Binary(bytes)),
            RawValue::Unicode { bytes, foreign } => {
                pass.report.foreign |= foreign;
                pass.rare(key, KvScalar::Unicode(KvWide::new(bytes)))
            }
        }
        .map(|()| after)
    }
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
