//! Caller count: how many threads are in a blocking call of the session.
//!
//! Owns the count and the number from which one thread reads and writes for all. Must not decide
//! who that thread is: that is the reader's.

use std::sync::atomic::{AtomicUsize, Ordering};

/// With more threads than this, handing over the reading and writing one by one costs more than a
/// thread that stays at it.
pub(super) const FEW: usize = 4;

/// The threads that are in a blocking call.
#[derive(Debug, Default)]
pub(super) struct CallerCount(AtomicUsize);

/// A thread in a call, until it is dropped.
#[derive(Debug)]
pub(super) struct Caller<'a>(&'a CallerCount);

impl CallerCount {
    pub fn enter(&self) -> Caller<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Caller(self)
    }

    /// Whether more than a few threads are in a call.
    pub fn is_many(&self) -> bool {
        self.0.load(Ordering::Relaxed) > FEW
    }
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
