//! A key that is written again and again, prepared for it.

use super::wire::PAIR_HEAD;

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
        *head = [0, 0, prepared.len];
        room.get_mut(..key.len())?.copy_from_slice(key);
        Some(prepared)
    }

    /// The key's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.block.get(PAIR_HEAD..PAIR_HEAD + usize::from(self.len)).unwrap_or_default()
    }

    /// Append the head of a pair of type `code`.
    #[inline]
    pub(super) fn put_head(&self, out: &mut Vec<u8>, code: u8) {
        let start = out.len();
        out.extend_from_slice(&self.block);
        if let Some(first) = out.get_mut(start) {
            *first = code;
        }
        out.truncate(start + PAIR_HEAD + usize::from(self.len));
    }
}
