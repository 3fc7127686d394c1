//! Prepared keys, with heads packed at start-up ([`KvKey`]) or at compile time ([`KnownHead`]).
//!
//! Owns the prepared bytes. Must not write values: the encoder in `grammar` does.

use super::grammar::{Head, KvType, PAIR_HEAD, int_field, pair_head};

/// Head and key of a pair in one block, so that writing them is one copy of fixed size.
///
/// For programs that keep the keys of the messages they write, as bindings do.
#[derive(Debug, Clone, Copy)]
pub struct KvKey {
    /// The head of a pair with type 0, and the key behind it.
    block: [u8; Self::BLOCK],
    len: u8,
}

impl KvKey {
    /// The longest key that can be prepared, in bytes; the longest of the API has 26.
    pub const MAX_BYTES: usize = Self::BLOCK - PAIR_HEAD;

    const BLOCK: usize = 32;

    /// A key of no bytes.
    pub const EMPTY: Self = Self { block: [0; Self::BLOCK], len: 0 };

    /// Prepare a key; `None` if it is longer than [`KvKey::MAX_BYTES`].
    #[must_use]
    pub fn new(key: &[u8]) -> Option<Self> {
        let mut prepared = Self { len: u8::try_from(key.len()).ok()?, ..Self::EMPTY };
        let (head, room) = prepared.block.split_first_chunk_mut::<PAIR_HEAD>()?;
        *head = pair_head(KvType::String, prepared.len.into());
        room.get_mut(..key.len())?.copy_from_slice(key);
        Some(prepared)
    }

    /// The key's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.block.get(PAIR_HEAD..PAIR_HEAD + usize::from(self.len)).unwrap_or_default()
    }
}

impl Head for KvKey {
    #[inline(always)]
    fn put(&self, kind: KvType, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&self.block);
        if let Some(first) = out.get_mut(start) {
            *first = kind.code();
        }
        out.truncate(start + PAIR_HEAD + usize::from(self.len));
    }
}

/// Head and key of a pair of one type, packed by the compiler.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownHead<const N: usize> {
    kind: KvType,
    bytes: [u8; N],
}

/// The same bytes with the head of a pair at `at`; for what the compiler packs.
pub(crate) const fn put_head<const N: usize>(
    mut out: [u8; N],
    at: usize,
    kind: KvType,
    key: &str,
) -> [u8; N] {
    assert!(key.len() <= u16::MAX as usize, "a key that fits its length field");
    let head = pair_head(kind, key.len() as u16);
    let mut index = 0;
    while index < head_len(key) {
        let in_key = index.checked_sub(PAIR_HEAD);
        out[at + index] = match in_key {
            None => head[index],
            Some(index) => key.as_bytes()[index],
        };
        index += 1;
    }
    out
}

/// Bytes of the head of a pair with that key.
pub(crate) const fn head_len(key: &str) -> usize {
    PAIR_HEAD + key.len()
}

impl<const N: usize> KnownHead<N> {
    /// The head of a pair; `N` is its [`head_len`]. The compiler refuses a key that does not fit.
    pub const fn new(kind: KvType, key: &str) -> Self {
        assert!(N == head_len(key), "as many bytes as the head has");
        Self { kind, bytes: put_head([0; N], 0, kind, key) }
    }

    /// The head of an int with the length of its value behind it; `N` is two more.
    pub const fn int(key: &str) -> Self {
        assert!(N == head_len(key) + 2, "as many bytes as the head has, and two");
        let mut bytes = put_head([0; N], 0, KvType::Int, key);
        let [high, low, ..] = int_field(0);
        bytes[N - 2] = high;
        bytes[N - 1] = low;
        Self { kind: KvType::Int, bytes }
    }
}

impl<const N: usize> Head for KnownHead<N> {
    #[inline(always)]
    fn put(&self, kind: KvType, out: &mut Vec<u8>) {
        debug_assert_eq!(kind, self.kind, "the type that the head was packed for");
        out.extend_from_slice(&self.bytes);
    }
}
