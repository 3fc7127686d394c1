//! Builder: a list that is filled call by call, with nested lists in their places.
//!
//! Owns the state that [`KvList`] cannot express: the last nested list may still be filled.
//! Everything is packed in its final place; after each call the bytes are a complete packed list.

use std::fmt;

use super::error::{KvError, KvErrorKind};
use super::grammar::{self, COUNT, Key, KvType, put_pair};
use super::limits::Limits;
use super::list::KvList;
use super::packing::{ListPrefix, UnicodeLength};
use super::value::KvRef;

/// Fills a list, with lists in it that are begun, filled and ended.
///
/// What was added is in the list at once: [`KvBuilder::list`] shows it whether nested lists are
/// ended or not. A call that fails changes nothing.
///
/// ```
/// use commdn::kvlist::KvBuilder;
/// let mut builder = KvBuilder::new();
/// builder.begin_list(b"do_not_call")?;
/// builder.add_string(b"GSW_PHONE", b"5551234567")?;
/// builder.end_list();
/// builder.add_int(b"n", 7)?;
/// assert_eq!(builder.list().len(), 2);
/// # Ok::<(), commdn::kvlist::KvError>(())
/// ```
#[derive(Clone)]
pub struct KvBuilder {
    list: KvList,
    /// Where the lists that are being filled start, outer ones first. All end where the bytes end.
    open: [u16; Limits::MAX_DEPTH],
    open_lists: usize,
}

/// Room that the first pair makes: enough for most requests, and no more than an allocator
/// hands out quickly.
const FIRST_BYTES: usize = 512;

impl KvBuilder {
    /// An empty list; allocates nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { list: KvList::new(), open: [0; Limits::MAX_DEPTH], open_lists: 0 }
    }

    /// The list as far as it is filled.
    #[must_use]
    pub const fn list(&self) -> &KvList {
        &self.list
    }

    /// The list as far as it is filled.
    #[must_use]
    pub fn into_list(self) -> KvList {
        self.list
    }

    /// The list, to be changed in other ways; every list that was begun is ended.
    pub fn edit(&mut self) -> &mut KvList {
        self.open_lists = 0;
        &mut self.list
    }

    /// Append a string pair; the bytes are kept as they are.
    ///
    /// # Errors
    /// [`KvErrorKind::TooLong`] or [`KvErrorKind::TooManyBytes`].
    #[inline]
    pub fn add_string(&mut self, key: &[u8], value: &[u8]) -> Result<(), KvError> {
        let field = grammar::length_field(KvType::String, value.len())?;
        self.add(KvType::String, key, field, value)
    }

    /// Append an int pair.
    ///
    /// # Errors
    /// As [`KvBuilder::add_string`].
    #[inline]
    pub fn add_int(&mut self, key: &[u8], value: i32) -> Result<(), KvError> {
        self.add(KvType::Int, key, grammar::int_field(value), &[])
    }

    /// Append a binary pair.
    ///
    /// # Errors
    /// As [`KvBuilder::add_string`].
    #[inline]
    pub fn add_binary(&mut self, key: &[u8], value: &[u8]) -> Result<(), KvError> {
        let field = grammar::length_field(KvType::Binary, value.len())?;
        self.add(KvType::Binary, key, field, value)
    }

    /// Append a unicode pair.
    ///
    /// # Errors
    /// As [`KvBuilder::add_string`].
    pub fn add_unicode(&mut self, key: &[u8], value: &str) -> Result<(), KvError> {
        let key = Key::new(key)?;
        let len = 2 * value.encode_utf16().count();
        grammar::unicode_field(len, UnicodeLength::Bytes)?;
        self.make_room(key.head_len() + 2 + len)?;
        let (out, units) = (&mut self.list.packed, value.encode_utf16());
        grammar::put_unicode(out, &key, units, UnicodeLength::Bytes)?;
        self.settle(1);
        Ok(())
    }

    /// Append a copy of a list.
    ///
    /// # Errors
    /// As [`KvBuilder::add_string`], and [`KvErrorKind::TooDeep`].
    pub fn add_list(&mut self, key: &[u8], list: &KvList) -> Result<(), KvError> {
        let bytes = list.view().bytes();
        let depth = self.depth_with(list.depth() + 1)?;
        let prefix = grammar::list_prefix(bytes.len() as u16, ListPrefix::Length32);
        self.add(KvType::List, key, prefix, bytes)?;
        self.list.depth = depth;
        Ok(())
    }

    /// Append copies of all pairs of a list.
    ///
    /// # Errors
    /// As [`KvBuilder::add_list`].
    pub fn extend(&mut self, other: &KvList) -> Result<(), KvError> {
        let pairs = other.view().bytes().get(COUNT..).unwrap_or_default();
        let depth = match other.depth() {
            0 => self.list.depth,
            depth => self.depth_with(depth)?,
        };
        self.make_room(pairs.len())?;
        self.list.packed.extend_from_slice(pairs);
        self.settle(other.len() as u16);
        self.list.depth = depth;
        Ok(())
    }

    /// Append an empty list: what is added from now on goes into it, until [`KvBuilder::end_list`].
    ///
    /// # Errors
    /// As [`KvBuilder::add_list`].
    pub fn begin_list(&mut self, key: &[u8]) -> Result<(), KvError> {
        let depth = self.depth_with(1)?;
        self.add(KvType::List, key, [0, 0, 0, COUNT as u8, 0, 0], &[])?;
        // There is a place: `depth_with` has found a level free.
        if let Some(start) = self.open.get_mut(self.open_lists) {
            *start = (self.list.packed.len() - COUNT) as u16;
            self.open_lists += 1;
        }
        self.list.depth = depth;
        Ok(())
    }

    /// End the list that was begun last; returns whether there was one.
    pub const fn end_list(&mut self) -> bool {
        let open = self.open_lists > 0;
        self.open_lists = self.open_lists.saturating_sub(1);
        open
    }

    /// Number of lists begun and not ended.
    #[must_use]
    pub const fn open_lists(&self) -> usize {
        self.open_lists
    }

    /// Append a pair to the innermost list: its head, what stands before the value, the value.
    #[inline(always)]
    fn add<const N: usize>(
        &mut self,
        kind: KvType,
        key: &[u8],
        before: [u8; N],
        value: &[u8],
    ) -> Result<(), KvError> {
        let key = Key::new(key)?;
        self.make_room(key.head_len() + N + value.len())?;
        put_pair(&mut self.list.packed, &key, kind, before, value);
        self.settle(1);
        Ok(())
    }

    /// The whole list's depth with `levels` more below the innermost list.
    fn depth_with(&self, levels: usize) -> Result<usize, KvError> {
        let depth = levels + self.open_lists;
        if depth > Limits::MAX_DEPTH {
            return Err(KvError::new(KvErrorKind::TooDeep { max: Limits::MAX_DEPTH }));
        }
        Ok(depth.max(self.list.depth))
    }

    /// Have room for `more` bytes, or tell that the list would be too long.
    #[inline(always)]
    fn make_room(&mut self, more: usize) -> Result<(), KvError> {
        let packed = &mut self.list.packed;
        if packed.len() + more > Limits::MAX_BYTES {
            return Err(too_many_bytes(packed.len() + more));
        }
        if packed.is_empty() || packed.capacity() - packed.len() < more {
            grow(packed, more);
        }
        Ok(())
    }

    /// Tell the innermost list of `count` more pairs, and every list that is open of its length.
    #[inline(always)]
    fn settle(&mut self, count: u16) {
        let packed = self.list.packed.as_mut_slice();
        let len = packed.len();
        let mut innermost = 0;
        for start in self.open.iter().take(self.open_lists) {
            innermost = usize::from(*start);
            // The prefix ends in the 16 bits of the length; what comes before is zero.
            if let Some(field) =
                innermost.checked_sub(2).and_then(|at| packed.get_mut(at..innermost))
            {
                field.copy_from_slice(&((len - innermost) as u16).to_be_bytes());
            }
        }
        if let Some(field) = packed.get_mut(innermost..innermost + COUNT) {
            // A pair has 5 bytes or more, so 65,535 bytes hold fewer pairs than 16 bits count.
            let before = field.first_chunk().map_or(0, |count| u16::from_be_bytes(*count));
            field.copy_from_slice(&(before + count).to_be_bytes());
        }
    }
}

/// Make room in a list that is full, or has no pair yet.
#[cold]
#[inline(never)]
fn grow(packed: &mut Vec<u8>, more: usize) {
    if packed.capacity() == 0 {
        *packed = Vec::with_capacity((COUNT + more).max(FIRST_BYTES));
    } else {
        packed.reserve(COUNT + more);
    }
    if packed.is_empty() {
        packed.extend_from_slice(grammar::EMPTY);
    }
}

#[cold]
fn too_many_bytes(len: usize) -> KvError {
    KvError::new(KvErrorKind::TooManyBytes { len, max: Limits::MAX_BYTES })
}

impl Default for KvBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for KvBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = self.open.get(..self.open_lists).unwrap_or_default();
        f.debug_struct("KvBuilder").field("list", &self.list).field("open", &open).finish()
    }
}

impl From<KvList> for KvBuilder {
    fn from(list: KvList) -> Self {
        Self { list, ..Self::new() }
    }
}

impl<'a> From<&'a KvBuilder> for KvRef<'a> {
    fn from(builder: &'a KvBuilder) -> Self {
        builder.list.view()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kvlist::{KvRef, KvWriter, Packing};

    /// One call.
    #[derive(Debug, Clone)]
    enum Step {
        Int(Vec<u8>, i32),
        String(Vec<u8>, Vec<u8>),
        Binary(Vec<u8>, Vec<u8>),
        Unicode(Vec<u8>, String),
        Begin(Vec<u8>),
        End,
    }

    fn step() -> impl Strategy<Value = Step> {
        let key = || proptest::collection::vec(any::<u8>(), 0..12);
        let value = || proptest::collection::vec(any::<u8>(), 0..40);
        prop_oneof![
            (key(), any::<i32>()).prop_map(|(key, value)| Step::Int(key, value)),
            (key(), value()).prop_map(|(key, value)| Step::String(key, value)),
            (key(), value()).prop_map(|(key, value)| Step::Binary(key, value)),
            (key(), any::<String>()).prop_map(|(key, value)| Step::Unicode(key, value)),
            key().prop_map(Step::Begin),
            Just(Step::End),
        ]
    }

    fn build(steps: &[Step]) -> KvBuilder {
        let mut builder = KvBuilder::new();
        for step in steps {
            match step {
                Step::Int(key, value) => builder.add_int(key, *value).unwrap(),
                Step::String(key, value) => builder.add_string(key, value).unwrap(),
                Step::Binary(key, value) => builder.add_binary(key, value).unwrap(),
                Step::Unicode(key, value) => builder.add_unicode(key, value).unwrap(),
                Step::Begin(key) => builder.begin_list(key).unwrap(),
                Step::End => {
                    builder.end_list();
                }
            }
        }
        builder
    }

    /// The same by the writer, whose lists are closures.
    fn write(writer: &mut KvWriter<'_>, steps: &mut std::slice::Iter<'_, Step>, inner: bool) {
        while let Some(step) = steps.next() {
            match step {
                Step::Int(key, value) => writer.int(key, *value),
                Step::String(key, value) => writer.string(key, value),
                Step::Binary(key, value) => writer.binary(key, value),
                Step::Unicode(key, value) => writer.unicode(key, value),
                Step::Begin(key) => writer.list(key, |writer| write(writer, steps, true)),
                Step::End if inner => return,
                Step::End => writer,
            };
        }
    }

    proptest! {
        #[test]
        fn a_builder_makes_what_a_writer_makes(steps in proptest::collection::vec(step(), 0..40)) {
            let builder = build(&steps);
            let mut packed = Vec::new();
            let mut writer = KvWriter::new(&mut packed, Packing::DEFAULT);
            write(&mut writer, &mut steps.iter(), false);
            writer.finish().unwrap();
            prop_assert_eq!(builder.list().pack(), packed);
            prop_assert_eq!(builder.list().depth(), builder.list().view().depth());
        }

        #[test]
        fn the_list_is_whole_after_every_call(steps in proptest::collection::vec(step(), 0..20)) {
            for count in 0..steps.len() {
                let builder = build(&steps[..count]);
                prop_assert!(KvRef::parse(&builder.list().pack()).is_ok());
            }
        }

        #[test]
        fn extending_is_adding_each_pair(left in proptest::collection::vec(step(), 0..20), right in proptest::collection::vec(step(), 0..20)) {
            let (mut builder, other) = (build(&left), build(&right).into_list());
            builder.edit();
            let mut expected = builder.list().clone();
            expected.extend(other.view()).unwrap();
            builder.extend(&other).unwrap();
            prop_assert_eq!(builder.list(), &expected);
            prop_assert_eq!(builder.list().depth(), expected.depth());
        }
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut builder = KvBuilder::new();
        builder.begin_list(b"outer").unwrap();
        builder.add_binary(b"most", &[7; 65_000]).unwrap();
        let before = builder.list().clone();
        let too_long = builder.add_string(b"key", &[b'x'; 70_000]).unwrap_err();
        assert!(matches!(
            too_long.kind(),
            KvErrorKind::TooLong { field: "string", len: 70_000, .. }
        ));
        let too_many = builder.add_binary(b"more", &[7; 1_000]).unwrap_err();
        assert!(matches!(too_many.kind(), KvErrorKind::TooManyBytes { .. }));
        let list = before.clone();
        assert!(builder.add_list(b"twice", &list).is_err());
        assert!(builder.extend(&list).is_err());
        assert!(builder.begin_list(&[b'k'; 70_000]).is_err());
        assert_eq!((builder.list(), builder.open_lists()), (&before, 1));
        assert_eq!(KvRef::parse(&before.pack()).unwrap().len(), 1);
    }

    #[test]
    fn lists_are_begun_64_deep_and_no_deeper() {
        let mut builder = KvBuilder::new();
        for _ in 0..Limits::MAX_DEPTH {
            builder.begin_list(b"in").unwrap();
        }
        builder.add_int(b"bottom", 1).unwrap();
        let too_deep = builder.begin_list(b"in").unwrap_err();
        assert!(matches!(too_deep.kind(), KvErrorKind::TooDeep { max: Limits::MAX_DEPTH }));
        assert!(builder.add_list(b"in", &KvList::new()).is_err());
        assert_eq!(builder.list().depth(), Limits::MAX_DEPTH);
        for _ in 0..Limits::MAX_DEPTH {
            assert!(builder.end_list());
        }
        assert!(!builder.end_list());
        assert!(builder.add_list(b"beside", &builder.list().clone()).is_err());
    }

    #[test]
    fn editing_ends_what_was_begun() {
        let mut builder = KvBuilder::new();
        builder.begin_list(b"a").unwrap();
        assert!(builder.edit().remove("a"));
        builder.add_int(b"b", 1).unwrap();
        assert_eq!(builder.list().get_int("b"), Some(1));
        assert_eq!(builder.open_lists(), 0);
    }
}
