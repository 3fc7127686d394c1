//! What may go wrong with a disk.

/// How often calls fail; 0 is never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiskFaults {
    /// One call in so many fails; of a write a part is done.
    pub errors: u32,
    /// One flush in so many does nothing, and says that it has; of one that fails, some is never written.
    pub lies: u32,
    /// One read in so many finds a bit turned over.
    pub rot: u32,
}

impl DiskFaults {
    /// Whether it does what no program can make good.
    #[must_use]
    pub const fn is_dishonest(&self) -> bool {
        self.lies > 0 || self.rot > 0
    }
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// An I/O error.
    Failed,
    /// There is no room.
    Full,
}

/// What no program can make good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Damage {
    /// Losses of power that took what the disk had claimed to have flushed, and failed flushes that dropped some.
    pub lost_flushes: u64,
    /// Bits that were turned over.
    pub rotten_bits: u64,
}

impl Damage {
    /// Whether there is any.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.lost_flushes > 0 || self.rotten_bits > 0
    }
}
