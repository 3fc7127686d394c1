//! Limits of a reader of packed bytes.

use crate::description::dialect as options;

/// The most that a packed list may hold.
///
/// T-Server's own limit on user data is configured, 16,000 bytes by default and 65,535 at
/// most; the defaults here accept everything that a real server can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of the whole packed list. Default and ceiling: 65,535.
    pub max_bytes: usize,
    /// Pairs, counted over all levels. Default: 13,107, the most that fit in 65,535 bytes.
    pub max_pairs: usize,
    /// Levels of nested lists; 0 accepts only a flat list. Default 32, ceiling
    /// [`Limits::MAX_DEPTH`].
    pub max_depth: usize,
}

impl Limits {
    /// The longest packed list that the format's 16-bit fields can carry.
    pub const MAX_BYTES: usize = 65_535;
    /// The deepest nesting that any list of this library may have.
    pub const MAX_DEPTH: usize = 64;
    /// The most pairs that fit in [`Limits::MAX_BYTES`]: a pair has at least 5 bytes.
    pub const MAX_PAIRS: usize = 13_107;

    /// The default limits.
    pub const DEFAULT: Self = Self {
        max_bytes: options::max_bytes.standard_number() as usize,
        max_pairs: options::max_pairs.standard_number() as usize,
        max_depth: options::max_depth.standard_number() as usize,
    };

    /// The same with another `max_bytes`.
    #[must_use]
    pub const fn with_max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// The same with another `max_pairs`.
    #[must_use]
    pub const fn with_max_pairs(mut self, max_pairs: usize) -> Self {
        self.max_pairs = max_pairs;
        self
    }

    /// The same with another `max_depth`.
    #[must_use]
    pub const fn with_max_depth(mut self, max_depth: usize) -> Self {
        self.max_depth = max_depth;
        self
    }

    /// The limits with the ceilings of the format applied.
    pub(super) fn capped(self) -> Self {
        Self {
            max_bytes: self.max_bytes.min(Self::MAX_BYTES),
            max_pairs: self.max_pairs.min(Self::MAX_PAIRS),
            max_depth: self.max_depth.min(Self::MAX_DEPTH),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
