//! Writing packed bytes straight into a buffer that is reused.

use super::error::{KvError, KvErrorKind};
use super::key::KvKey;
use super::limits::Limits;
use super::value::{KvType, KvValue};
use super::wire::{self, COUNT, PAIR_HEAD, PREFIX, Packing};

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
        out.extend_from_slice(wire::EMPTY);
        Self { out, packing, base, count: 0, depth: 0, deepest: 0, fault: None, finished: false }
    }

    /// Append a string pair.
    pub fn string(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        self.pair(|out, _| wire::put_bytes(out, KvType::String, key.as_ref(), value.as_ref()))
    }

    /// Append an int pair.
    pub fn int(&mut self, key: impl AsRef<[u8]>, value: i32) -> &mut Self {
        self.pair(|out, _| wire::put_int(out, key.as_ref(), value))
    }

    /// Append a binary pair.
    pub fn binary(&mut self, key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> &mut Self {
        self.pair(|out, _| wire::put_bytes(out, KvType::Binary, key.as_ref(), value.as_ref()))
    }

    /// Append a unicode pair.
    pub fn unicode(&mut self, key: impl AsRef<[u8]>, value: &str) -> &mut Self {
        self.pair(|out, packing| {
            wire::put_unicode(out, key.as_ref(), value.encode_utf16(), packing.unicode_length)
        })
    }

    /// Append a string pair under a prepared key.
    #[inline]
    pub fn string_at(&mut self, key: &KvKey, value: &[u8]) -> &mut Self {
        let Ok(len) = u16::try_from(value.len()) else {
            return self.string(key.bytes(), value);
        };
        self.at(key, KvType::String, |out| {
            out.extend_from_slice(&len.to_be_bytes());
            out.extend_from_slice(value);
        })
    }

    /// Append an int pair under a prepared key.
    #[inline]
    pub fn int_at(&mut self, key: &KvKey, value: i32) -> &mut Self {
        let [a, b, c, d] = value.to_be_bytes();
        self.at(key, KvType::Int, |out| out.extend_from_slice(&[0, 4, a, b, c, d]))
    }

    /// Append a pair that is known to be well, but for the length of the whole list.
    #[inline]
    fn at(&mut self, key: &KvKey, kind: KvType, put: impl FnOnce(&mut Vec<u8>)) -> &mut Self {
        if self.fault.is_none() {
            key.put_head(self.out, kind.code());
            put(self.out);
            self.count += 1;
            let len = self.packed_len();
            if len > Limits::MAX_BYTES {
                self.too_long(len);
            }
        }
        self
    }

    /// Append any value.
    pub fn value(&mut self, key: impl AsRef<[u8]>, value: KvValue<'_>) -> &mut Self {
        match value {
            KvValue::String(string) => self.string(key, string.bytes()),
            KvValue::Int(number) => self.int(key, number),
            KvValue::Binary(bytes) => self.binary(key, bytes),
            KvValue::Unicode(wide) => self.pair(|out, packing| {
                wire::put_unicode(out, key.as_ref(), wide.units(), packing.unicode_length)
            }),
            KvValue::List(list) => self.list(key, |inner| {
                for pair in list {
                    inner.value(pair.key.bytes(), pair.value);
                }
            }),
        }
    }

    /// Append a nested list, filled by `fill`.
    pub fn list(&mut self, key: impl AsRef<[u8]>, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.pair(|out, _| {
            wire::put_head(out, KvType::List, key.as_ref())?;
            out.extend_from_slice(&EMPTY_LIST);
            Ok(())
        });
        self.nest(fill);
        self
    }

    /// Append a nested list under a prepared key, filled by `fill`.
    #[inline]
    pub fn list_at(&mut self, key: &KvKey, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.at(key, KvType::List, |out| out.extend_from_slice(&EMPTY_LIST));
        self.nest(fill);
        self
    }

    /// Append an int pair whose head was packed by [`int_head`]; the caller adds a bounded number of them.
    #[inline(always)]
    pub(crate) fn known_int<const N: usize>(&mut self, head: &[u8; N], value: i32) {
        if self.fault.is_none() {
            self.out.extend_from_slice(head);
            self.out.extend_from_slice(&value.to_be_bytes());
            self.count += 1;
        }
    }

    /// Append a string pair whose head was packed by [`string_head`].
    #[inline(always)]
    pub(crate) fn known_string<const N: usize>(&mut self, head: &[u8; N], value: &[u8]) {
        match u16::try_from(value.len()) {
            Ok(len) if self.fault.is_none() => {
                self.out.extend_from_slice(head);
                self.out.extend_from_slice(&len.to_be_bytes());
                self.out.extend_from_slice(value);
                self.count += 1;
            }
            Ok(_) => {}
            Err(_) => self.too_long(value.len()),
        }
    }

    /// Append a nested list whose head was packed by [`list_head`].
    #[inline(always)]
    pub(crate) fn known_list<const N: usize>(
        &mut self,
        head: &[u8; N],
        fill: impl FnOnce(&mut Self),
    ) {
        if self.fault.is_none() {
            self.out.extend_from_slice(head);
            self.count += 1;
        }
        self.nest(fill);
    }

    /// Fill the empty list that stands at the end of the buffer.
    #[inline(always)]
    fn nest(&mut self, fill: impl FnOnce(&mut Self)) {
        if self.depth == Limits::MAX_DEPTH {
            let max = Limits::MAX_DEPTH;
            self.fault.get_or_insert(KvError::new(KvErrorKind::TooDeep { max }));
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
                let [a, b, c, d] = wire::prefix_bytes(short, self.packing.list_prefix);
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

    /// The deepest level so far.
    pub(super) const fn deepest(&self) -> usize {
        self.deepest
    }

    fn pair(
        &mut self,
        put: impl FnOnce(&mut Vec<u8>, Packing) -> Result<(), KvError>,
    ) -> &mut Self {
        if self.fault.is_none() {
            match put(self.out, self.packing) {
                Ok(()) => self.count += 1,
                Err(error) => self.fault = Some(error),
            }
            let len = self.packed_len();
            if len > Limits::MAX_BYTES {
                self.too_long(len);
            }
        }
        self
    }

    #[cold]
    fn too_long(&mut self, len: usize) {
        let kind = KvErrorKind::TooManyBytes { len, max: Limits::MAX_BYTES };
        self.fault.get_or_insert(KvError::new(kind));
    }

    /// The pairs of the level that is being written.
    fn short_count(&self) -> [u8; COUNT] {
        // A pair has 5 bytes or more, so a list that fits in 65,535 bytes has a 16-bit count.
        u16::try_from(self.count).unwrap_or(u16::MAX).to_be_bytes()
    }
}

/// A list without pairs behind its prefix, both to be filled in.
const EMPTY_LIST: [u8; PREFIX + COUNT] = [0; PREFIX + COUNT];

/// Bytes of [`int_head`] for a key.
pub(crate) const fn int_head_len(key: &str) -> usize {
    PAIR_HEAD + key.len() + 2
}

/// The packed head of an int pair, its length field included.
pub(crate) const fn int_head<const N: usize>(key: &str) -> [u8; N] {
    let mut head = packed_head(KvType::Int, key);
    head[int_head_len(key) - 1] = 4;
    head
}

/// Bytes of [`string_head`] for a key.
pub(crate) const fn string_head_len(key: &str) -> usize {
    PAIR_HEAD + key.len()
}

/// The packed head of a string pair.
pub(crate) const fn string_head<const N: usize>(key: &str) -> [u8; N] {
    packed_head(KvType::String, key)
}

/// Bytes of [`list_head`] for a key.
pub(crate) const fn list_head_len(key: &str) -> usize {
    PAIR_HEAD + key.len() + PREFIX + COUNT
}

/// The packed head of a list pair, and a list without pairs.
pub(crate) const fn list_head<const N: usize>(key: &str) -> [u8; N] {
    packed_head(KvType::List, key)
}

/// Type, length and key, zeros behind. Evaluated by the compiler, which refuses a key that does not fit.
const fn packed_head<const N: usize>(kind: KvType, key: &str) -> [u8; N] {
    assert!(key.len() <= u16::MAX as usize, "a key that fits its length field");
    let mut head = [0; N];
    let [high, low] = (key.len() as u16).to_be_bytes();
    head[0] = kind.code();
    head[1] = high;
    head[2] = low;
    let mut at = 0;
    while at < key.len() {
        head[PAIR_HEAD + at] = key.as_bytes()[at];
        at += 1;
    }
    head
}

impl Drop for KvWriter<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.out.truncate(self.base);
        }
    }
}
