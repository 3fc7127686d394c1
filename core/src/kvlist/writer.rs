//! Writing packed bytes straight into a buffer that is reused.

use super::error::{KvError, KvErrorKind};
use super::limits::Limits;
use super::value::{KvType, KvValue};
use super::wire::{self, COUNT, PREFIX, Packing};

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
        if self.depth == Limits::MAX_DEPTH {
            let max = Limits::MAX_DEPTH;
            self.fault.get_or_insert(KvError::new(KvErrorKind::TooDeep { max }));
        }
        self.pair(|out, _| {
            wire::put_head(out, KvType::List, key.as_ref())?;
            out.extend_from_slice(&[0; PREFIX]);
            out.extend_from_slice(wire::EMPTY);
            Ok(())
        });
        if self.fault.is_some() {
            return self;
        }
        let outer_count = std::mem::replace(&mut self.count, 0);
        let start = self.out.len() - COUNT;
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        fill(self);
        self.depth -= 1;
        self.close_level(start);
        let len = self.out.len().saturating_sub(start);
        match u16::try_from(len) {
            Ok(short) => {
                let prefix = wire::prefix_bytes(short, self.packing.list_prefix);
                if let Some(field) =
                    start.checked_sub(PREFIX).and_then(|p| self.out.get_mut(p..start))
                {
                    field.copy_from_slice(&prefix);
                }
            }
            Err(_) => self.too_long(len),
        }
        self.count = outer_count;
        self
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
    pub fn finish(mut self) -> Result<usize, KvError> {
        self.close_level(self.base);
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

    fn too_long(&mut self, len: usize) {
        let kind = KvErrorKind::TooManyBytes { len, max: Limits::MAX_BYTES };
        self.fault.get_or_insert(KvError::new(kind));
    }

    fn close_level(&mut self, start: usize) {
        // A pair has 5 bytes or more, so a list that fits in 65,535 bytes has a 16-bit count.
        let count = u16::try_from(self.count).unwrap_or(u16::MAX);
        if let Some(field) = self.out.get_mut(start..start + COUNT) {
            field.copy_from_slice(&count.to_be_bytes());
        }
    }
}

impl Drop for KvWriter<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.out.truncate(self.base);
        }
    }
}
