//! The owned list, kept packed in one buffer.
//!
//! Owns the buffer, always in the canonical packing and within the limits of the format. Must not
//! know how a list is written in place: `writer` and `builder` build on this file.

use std::fmt;

use super::error::{KvError, KvErrorKind};
use super::grammar::{self, COUNT, Key, KvType, list_prefix, put_pair};
use super::limits::Limits;
use super::packing::{ListPrefix, Packing, UnicodeLength};
use super::value::{KvRef, KvStr, KvValue, Pairs};
use super::visit::{self, Checked};

/// An ordered list of key-value pairs that keeps duplicates; the first match wins.
///
/// The list is its own packed form (in [`Packing::DEFAULT`]): adding appends bytes, packing
/// is a copy, unpacking is one check and one allocation, getters walk. It never grows over
/// 65,535 bytes or 64 levels, so it can always be packed.
///
/// ```
/// use commdn::kvlist::KvList;
/// let mut list = KvList::new();
/// list.add_string("GSW_PHONE", "5551234567")?.add_int("n", 7)?;
/// assert_eq!(list.packed_len(), list.pack().len());
/// assert_eq!(list.get_int("n"), Some(7));
/// # Ok::<(), commdn::kvlist::KvError>(())
/// ```
#[derive(Clone, Default)]
pub struct KvList {
    /// Empty, or a packed list in the canonical form.
    pub(super) packed: Vec<u8>,
    pub(super) depth: usize,
}

impl KvList {
    /// An empty list; allocates nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { packed: Vec::new(), depth: 0 }
    }

    /// An empty list with room for `bytes` packed bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { packed: Vec::with_capacity(bytes.min(Limits::MAX_BYTES)), depth: 0 }
    }

    /// Read a packed list with the default packing and limits.
    ///
    /// # Errors
    /// [`KvError`] with the offset of the first fault.
    pub fn unpack(bytes: &[u8]) -> Result<Self, KvError> {
        Self::unpack_with(bytes, Packing::DEFAULT, &Limits::DEFAULT)
    }

    /// Read a packed list; see [`KvRef::parse_with`].
    ///
    /// # Errors
    /// [`KvError`] with the offset of the first fault, or the limit that is passed.
    pub fn unpack_with(bytes: &[u8], packing: Packing, limits: &Limits) -> Result<Self, KvError> {
        let report = visit::check(bytes, packing.unicode_length, limits)?;
        let mut packed = bytes.to_vec();
        if report.foreign {
            grammar::convert(&mut packed, packing.unicode_length, Packing::DEFAULT);
        }
        Ok(Self { packed, depth: report.depth })
    }

    /// A borrowed view.
    #[must_use]
    pub fn view(&self) -> KvRef<'_> {
        if self.packed.is_empty() {
            return KvRef::EMPTY;
        }
        KvRef::trusted(&self.packed, UnicodeLength::Bytes)
    }

    /// Bytes that [`KvList::pack`] will produce, exactly; the same for every packing.
    #[must_use]
    pub fn packed_len(&self) -> usize {
        self.packed.len().max(COUNT)
    }

    /// The packed form in the default packing.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        self.view().bytes().to_vec()
    }

    /// Append the packed form to `out`.
    pub fn pack_into(&self, out: &mut Vec<u8>, packing: Packing) {
        let start = out.len();
        out.extend_from_slice(self.view().bytes());
        if packing != Packing::DEFAULT
            && let Some(copy) = out.get_mut(start..)
        {
            grammar::convert(copy, UnicodeLength::Bytes, packing);
        }
    }

    /// Append a string pair; the bytes are kept as they are.
    ///
    /// # Errors
    /// [`KvErrorKind::TooLong`] or [`KvErrorKind::TooManyBytes`]; the list is then unchanged.
    pub fn add_string(
        &mut self,
        key: impl AsRef<[u8]>,
        value: impl AsRef<[u8]>,
    ) -> Result<&mut Self, KvError> {
        self.add_bytes(KvType::String, key.as_ref(), value.as_ref())
    }

    /// Append an int pair.
    ///
    /// # Errors
    /// As [`KvList::add_string`].
    pub fn add_int(&mut self, key: impl AsRef<[u8]>, value: i32) -> Result<&mut Self, KvError> {
        self.add(0, key.as_ref(), |out, key| {
            put_pair(out, &key, KvType::Int, grammar::int_field(value), &[]);
            Ok(())
        })
    }

    /// Append a binary pair.
    ///
    /// # Errors
    /// As [`KvList::add_string`].
    pub fn add_binary(
        &mut self,
        key: impl AsRef<[u8]>,
        value: impl AsRef<[u8]>,
    ) -> Result<&mut Self, KvError> {
        self.add_bytes(KvType::Binary, key.as_ref(), value.as_ref())
    }

    /// Append a unicode pair.
    ///
    /// # Errors
    /// As [`KvList::add_string`].
    pub fn add_unicode(
        &mut self,
        key: impl AsRef<[u8]>,
        value: &str,
    ) -> Result<&mut Self, KvError> {
        self.add_unicode_units(key.as_ref(), value.encode_utf16())
    }

    /// Append a copy of a list.
    ///
    /// # Errors
    /// As [`KvList::add_string`], and [`KvErrorKind::TooDeep`].
    pub fn add_list<'a>(
        &mut self,
        key: impl AsRef<[u8]>,
        list: impl Into<KvRef<'a>>,
    ) -> Result<&mut Self, KvError> {
        self.add_value(key, KvValue::List(list.into()))
    }

    /// Append any value.
    ///
    /// # Errors
    /// As [`KvList::add_list`].
    pub fn add_value(
        &mut self,
        key: impl AsRef<[u8]>,
        value: KvValue<'_>,
    ) -> Result<&mut Self, KvError> {
        let key = key.as_ref();
        match value {
            KvValue::String(string) => self.add_string(key, string.bytes()),
            KvValue::Int(number) => self.add_int(key, number),
            KvValue::Binary(bytes) => self.add_binary(key, bytes),
            KvValue::Unicode(wide) => self.add_unicode_units(key, wide.units()),
            KvValue::List(list) => self.add(list.depth() + 1, key, |out, key| {
                let bytes = list.bytes();
                let len = u16::try_from(bytes.len()).map_err(|_| too_many_bytes(bytes.len()))?;
                let prefix = list_prefix(len, ListPrefix::Length32);
                put_pair(out, &key, KvType::List, prefix, bytes);
                let start = out.len() - bytes.len();
                if let Some(copy) = out.get_mut(start..) {
                    grammar::convert(copy, list.unicode_length(), Packing::DEFAULT);
                }
                Ok(())
            }),
        }
    }

    /// Append all pairs of another list.
    ///
    /// # Errors
    /// As [`KvList::add_list`]; pairs before the one that does not fit stay.
    pub fn extend(&mut self, other: KvRef<'_>) -> Result<&mut Self, KvError> {
        for pair in other {
            self.add_value(pair.key.bytes(), pair.value)?;
        }
        Ok(self)
    }

    /// Remove the first pair with `key`; returns whether there was one.
    pub fn remove(&mut self, key: impl AsRef<[u8]>) -> bool {
        let key = key.as_ref();
        match self.view().pairs().position(|pair| pair.key.bytes() == key) {
            Some(index) => self.remove_at(index),
            None => false,
        }
    }

    /// Remove the pair at `index`; returns whether there was one.
    pub fn remove_at(&mut self, index: usize) -> bool {
        let mut pairs = self.view().pairs();
        if index >= pairs.len() {
            return false;
        }
        let whole = self.packed.len();
        let nth_rest = |pairs: &mut Pairs<'_>, skip: usize| {
            pairs.by_ref().take(skip).for_each(drop);
            whole - pairs.rest().len()
        };
        let from = nth_rest(&mut pairs, index);
        let to = nth_rest(&mut pairs, 1);
        self.packed.drain(from..to);
        self.set_count(self.view().len().saturating_sub(1));
        self.depth = if self.depth == 0 { 0 } else { self.view().depth() };
        true
    }

    /// Remove all pairs, keeping the memory.
    pub fn clear(&mut self) {
        self.packed.clear();
        self.depth = 0;
    }

    fn add_bytes(&mut self, kind: KvType, key: &[u8], value: &[u8]) -> Result<&mut Self, KvError> {
        self.add(0, key, |out, key| {
            put_pair(out, &key, kind, grammar::length_field(kind, value.len())?, value);
            Ok(())
        })
    }

    fn add_unicode_units(
        &mut self,
        key: &[u8],
        units: impl Iterator<Item = u16> + Clone,
    ) -> Result<&mut Self, KvError> {
        self.add(0, key, |out, key| grammar::put_unicode(out, &key, units, UnicodeLength::Bytes))
    }

    fn add(
        &mut self,
        depth: usize,
        key: &[u8],
        put: impl FnOnce(&mut Vec<u8>, Key<'_>) -> Result<(), KvError>,
    ) -> Result<&mut Self, KvError> {
        let key = Key::new(key)?;
        if depth > Limits::MAX_DEPTH {
            return Err(KvError::new(KvErrorKind::TooDeep { max: Limits::MAX_DEPTH }));
        }
        if self.packed.is_empty() {
            self.packed.extend_from_slice(grammar::EMPTY);
        }
        let before = self.packed.len();
        let result = put(&mut self.packed, key).and_then(|()| match self.packed.len() {
            len if len > Limits::MAX_BYTES => Err(too_many_bytes(len)),
            _ => Ok(()),
        });
        if let Err(error) = result {
            self.packed.truncate(before);
            return Err(error);
        }
        self.set_count(self.view().len() + 1);
        self.depth = self.depth.max(depth);
        Ok(self)
    }

    fn set_count(&mut self, count: usize) {
        // A pair has 5 bytes or more, so 65,535 bytes hold fewer pairs than 16 bits count.
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        if let Some(field) = self.packed.get_mut(..COUNT) {
            field.copy_from_slice(&count.to_be_bytes());
        }
    }

    /// Levels of nested lists below this one.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// Number of pairs on the top level.
    #[must_use]
    pub fn len(&self) -> usize {
        self.view().len()
    }

    /// Whether there is no pair.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        // Whatever stands behind the count is a pair.
        self.packed.len() <= COUNT
    }

    /// The pairs in order; see [`KvRef::pairs`].
    #[must_use]
    pub fn pairs(&self) -> Pairs<'_> {
        self.view().pairs()
    }

    /// See [`KvRef::get`].
    #[must_use]
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<KvValue<'_>> {
        self.view().get(key)
    }

    /// See [`KvRef::at`].
    #[must_use]
    pub fn at<K: AsRef<[u8]>>(&self, path: &[K]) -> Option<KvValue<'_>> {
        self.view().at(path)
    }

    /// See [`KvRef::get_int`].
    #[must_use]
    pub fn get_int(&self, key: impl AsRef<[u8]>) -> Option<i32> {
        self.view().get_int(key)
    }

    /// See [`KvRef::get_string`].
    #[must_use]
    pub fn get_string(&self, key: impl AsRef<[u8]>) -> Option<KvStr<'_>> {
        self.view().get_string(key)
    }

    /// See [`KvRef::get_list`].
    #[must_use]
    pub fn get_list(&self, key: impl AsRef<[u8]>) -> Option<KvRef<'_>> {
        self.view().get_list(key)
    }
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
            grammar::convert(&mut room, self.unicode_length, Packing::DEFAULT);
        }
        KvList { packed: room, depth: self.report.depth }
    }
}

fn too_many_bytes(len: usize) -> KvError {
    KvError::new(KvErrorKind::TooManyBytes { len, max: Limits::MAX_BYTES })
}

impl PartialEq for KvList {
    fn eq(&self, other: &Self) -> bool {
        self.view().bytes() == other.view().bytes()
    }
}

impl Eq for KvList {}

impl std::hash::Hash for KvList {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.view().bytes().hash(state);
    }
}

impl fmt::Debug for KvList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.view().fmt(f)
    }
}

impl<'a> From<&'a KvList> for KvRef<'a> {
    fn from(list: &'a KvList) -> Self {
        list.view()
    }
}

impl From<KvRef<'_>> for KvList {
    fn from(view: KvRef<'_>) -> Self {
        let mut packed = view.bytes().to_vec();
        grammar::convert(&mut packed, view.unicode_length(), Packing::DEFAULT);
        Self { depth: view.depth(), packed }
    }
}
