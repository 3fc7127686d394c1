//! Writer of packed lists, straight into a reused buffer.
//!
//! Owns counts, lengths of nested lists and the first fault. Must not lay out a pair by itself:
//! `grammar` has the one encoder, and the writer hands it heads of every form.

use super::error::{KvError, KvErrorKind};
use super::grammar::{self, COUNT, Head, Key, KvType, PREFIX, put_pair};
use super::key::{KnownHead, KvKey};
use super::limits::Limits;
use super::list::KvList;
use super::packing::Packing;
use super::value::KvValue;

/// Appends one packed list to a buffer; no allocation when the buffer has room.
///
/// The first fault is kept and told by [`KvWriter::finish`]; a list that was not finished,
/// or not finished well, leaves the buffer as it was.
///
/// ```
/// # use commdn::kvlist::{KvRef, KvWriter, Packing};
/// let mut out = Vec::new();
/// let mut writer = KvWriter::new(&mut out, Packing::DEFAULT);
/// writer.string("GSW_PHONE", "5551234567").int("n", 7);
/// writer.list("inner", |inner| { inner.int("x", 1); });
/// writer.finish()?;
/// assert_eq!(KvRef::parse(&out)?.get_int("n"), Some(7));
/// # Ok::<(), commdn::kvlist::KvError>(())
/// ```
pub struct KvWriter<'b> {
    out: &'b mut Vec<u8>,
    packing: Packing,
    base: usize,
    count: usize,
    depth: usize,
    deepest: usize,
    fault: Option<KvError>,
    finished: bool,
}

impl<'b> KvWriter<'b> {
    /// Start a list at the end of `out`.
    #[inline]
    pub fn new(out: &'b mut Vec<u8>, packing: Packing) -> Self {
        let base = out.len();
        out.extend_from_slice(grammar::EMPTY);
        Self { out, packing, base, count: 0, depth: 0, deepest: 0, fault: None, finished: false }
    }

    /// Append a string pair.
    pub fn string(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        let value = value.as_ref();
        self.keyed(key.as_ref(), |writer, key| writer.bytes(key, KvType::String, value))
    }

    /// Append an int pair.
    pub fn int(&mut self, key: impl AsRef<[u8]>, value: i32) -> &mut Self {
        self.keyed(key.as_ref(), |writer, key| {
            writer.pair(key, KvType::Int, grammar::int_field(value), &[])
        })
    }

    /// Append a binary pair.
    pub fn binary(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        let value = value.as_ref();
        self.keyed(key.as_ref(), |writer, key| writer.bytes(key, KvType::Binary, value))
    }

    /// Append a unicode pair.
    pub fn unicode(&mut self, key: impl AsRef<[u8]>, value: &str) -> &mut Self {
        self.units(key.as_ref(), value.encode_utf16())
    }

    /// Append a string pair under a prepared key.
    #[inline]
    pub fn string_at(&mut self, key: &KvKey, value: &[u8]) -> &mut Self {
        self.bytes(key, KvType::String, value)
    }

    /// Append an int pair under a prepared key.
    #[inline]
    pub fn int_at(&mut self, key: &KvKey, value: i32) -> &mut Self {
        self.pair(key, KvType::Int, grammar::int_field(value), &[])
    }

    /// Append any value.
    pub fn value(&mut self, key: impl AsRef<[u8]>, value: KvValue<'_>) -> &mut Self {
        match value {
            KvValue::String(string) => self.string(key, string.bytes()),
            KvValue::Int(number) => self.int(key, number),
            KvValue::Binary(bytes) => self.binary(key, bytes),
            KvValue::Unicode(wide) => self.units(key.as_ref(), wide.units()),
            KvValue::List(list) => self.list(key, |inner| {
                for pair in list {
                    inner.value(pair.key.bytes(), pair.value);
                }
            }),
        }
    }

    /// Append a nested list, filled by `fill`.
    pub fn list(&mut self, key: impl AsRef<[u8]>, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.keyed(key.as_ref(), |writer, key| writer.nested(key, fill))
    }

    /// Append a nested list under a prepared key, filled by `fill`.
    #[inline]
    pub fn list_at(&mut self, key: &KvKey, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested(key, fill)
    }

    /// Append an int pair whose head was packed by the compiler, with the length behind it.
    ///
    /// Callers of this and the next add a bounded number of pairs: the whole length is looked at
    /// when the list is finished.
    #[inline(always)]
    pub(crate) fn known_int<const N: usize>(&mut self, head: &KnownHead<N>, value: i32) {
        self.append(head, KvType::Int, value.to_be_bytes(), &[]);
    }

    /// Append a string pair whose head was packed by the compiler.
    #[inline(always)]
    pub(crate) fn known_string<const N: usize>(&mut self, head: &KnownHead<N>, value: &[u8]) {
        match grammar::length_field(KvType::String, value.len()) {
            Ok(field) => self.append(head, KvType::String, field, value),
            Err(error) => {
                self.fail(error);
            }
        }
    }

    /// Append a nested list whose head was packed by the compiler.
    #[inline(always)]
    pub(crate) fn known_list<const N: usize>(
        &mut self,
        head: &KnownHead<N>,
        fill: impl FnOnce(&mut Self),
    ) {
        self.append(head, KvType::List, EMPTY_LIST, &[]);
        self.nest(fill);
    }

    /// Do something under a key whose length was not looked at yet.
    #[inline(always)]
    fn keyed<'w>(
        &'w mut self,
        key: &[u8],
        put: impl FnOnce(&'w mut Self, &Key<'_>) -> &'w mut Self,
    ) -> &'w mut Self {
        match Key::new(key) {
            Ok(key) => put(self, &key),
            Err(error) => self.fail(error),
        }
    }

    #[inline(always)]
    fn bytes(&mut self, head: &impl Head, kind: KvType, value: &[u8]) -> &mut Self {
        match grammar::length_field(kind, value.len()) {
            Ok(field) => self.pair(head, kind, field, value),
            Err(error) => self.fail(error),
        }
    }

    fn units(&mut self, key: &[u8], units: impl Iterator<Item = u16> + Clone) -> &mut Self {
        let counts = self.packing.unicode_length;
        self.keyed(key, |writer, key| {
            if writer.fault.is_some() {
                return writer;
            }
            match grammar::put_unicode(writer.out, key, units, counts) {
                Ok(()) => {
                    writer.count += 1;
                    writer.limited()
                }
                Err(error) => writer.fail(error),
            }
        })
    }

    /// Append a pair whose parts fit; only the whole list may be too long.
    #[inline(always)]
    fn pair<const N: usize>(
        &mut self,
        head: &impl Head,
        kind: KvType,
        before: [u8; N],
        value: &[u8],
    ) -> &mut Self {
        self.append(head, kind, before, value);
        self.limited()
    }

    #[inline(always)]
    fn append<const N: usize>(
        &mut self,
        head: &impl Head,
        kind: KvType,
        before: [u8; N],
        value: &[u8],
    ) {
        if self.fault.is_none() {
            put_pair(self.out, head, kind, before, value);
            self.count += 1;
        }
    }

    /// Refuse a list that has become too long.
    #[inline(always)]
    fn limited(&mut self) -> &mut Self {
        let len = self.packed_len();
        if len > Limits::MAX_BYTES {
            self.too_long(len);
        }
        self
    }

    /// Append a list without pairs, and fill it.
    #[inline(always)]
    fn nested(&mut self, head: &impl Head, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.pair(head, KvType::List, EMPTY_LIST, &[]);
        self.nest(fill);
        self
    }

    /// Fill the empty list that stands at the end of the buffer.
    #[inline(always)]
    fn nest(&mut self, fill: impl FnOnce(&mut Self)) {
        if self.depth == Limits::MAX_DEPTH {
            self.fail(KvError::new(KvErrorKind::TooDeep { max: Limits::MAX_DEPTH }));
        }
        if self.fault.is_some() {
            return;
        }
        let outer_count = std::mem::replace(&mut self.count, 0);
        let start = self.out.len() - COUNT;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        fill(self);
        self.depth -= 1;
        let len = self.out.len().saturating_sub(start);
        match u16::try_from(len) {
            Ok(short) => {
                let [a, b, c, d] = grammar::list_prefix(short, self.packing.list_prefix);
                let [e, f] = self.short_count();
                let field = start.checked_sub(PREFIX).and_then(|p| self.out.get_mut(p..));
                if let Some(field) = field.and_then(|rest| rest.first_chunk_mut()) {
                    *field = [a, b, c, d, e, f];
                }
            }
            Err(_) => self.too_long(len),
        }
        self.count = outer_count;
    }

    /// Bytes written so far.
    #[must_use]
    pub fn packed_len(&self) -> usize {
        self.out.len() - self.base
    }

    /// End the list and tell its packed length in bytes.
    ///
    /// # Errors
    /// The first fault of any call; the buffer is then as it was before [`KvWriter::new`].
    #[inline]
    pub fn finish(mut self) -> Result<usize, KvError> {
        let count = self.short_count();
        let field = self.out.get_mut(self.base..);
        if let Some(field) = field.and_then(|list| list.first_chunk_mut()) {
            *field = count;
        }
        let len = self.packed_len();
        if len > Limits::MAX_BYTES {
            self.too_long(len);
        }
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.finished = true;
        Ok(len)
    }

    #[cold]
    fn fail(&mut self, error: KvError) -> &mut Self {
        self.fault.get_or_insert(error);
        self
    }

    #[cold]
    fn too_long(&mut self, len: usize) {
        self.fail(KvError::new(KvErrorKind::TooManyBytes { len, max: Limits::MAX_BYTES }));
    }

    /// The pairs of the level that is being written.
    fn short_count(&self) -> [u8; COUNT] {
        // A pair has 5 bytes or more, so a list that fits in 65,535 bytes has a 16-bit count.
        u16::try_from(self.count).unwrap_or(u16::MAX).to_be_bytes()
    }
}

/// A list without pairs behind its prefix, both to be filled in.
const EMPTY_LIST: [u8; PREFIX + COUNT] = [0; PREFIX + COUNT];

impl Drop for KvWriter<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.out.truncate(self.base);
        }
    }
}

impl KvList {
    /// Build a list by writing it.
    ///
    /// # Errors
    /// The first fault of the writer's calls.
    pub fn build(fill: impl FnOnce(&mut KvWriter<'_>)) -> Result<Self, KvError> {
        let mut packed = Vec::new();
        let mut writer = KvWriter::new(&mut packed, Packing::DEFAULT);
        fill(&mut writer);
        let depth = writer.deepest;
        writer.finish()?;
        Ok(Self { packed, depth })
    }
}
