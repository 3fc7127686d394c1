//! How many threads are in a blocking call: what a crowd sends goes out in one piece.
//!
//! The answers of one read wake many callers, who send their next requests one after the other. Each lets the others
//! add theirs before it writes; whoever comes to it first then writes for all.

use std::sync::atomic::{AtomicUsize, Ordering};

/// With more threads than this, handing over the reading and writing one by one costs more than a thread that
/// stays at it.
pub(super) const FEW: usize = 4;

/// The threads that are in a blocking call.
#[derive(Debug, Default)]
pub(super) struct Crowd(AtomicUsize);

/// A thread in a call, until it is dropped.
#[derive(Debug)]
pub(super) struct Caller<'a>(&'a Crowd);

impl Crowd {
    pub fn enter(&self) -> Caller<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Caller(self)
    }

    /// Whether more than a few threads are in a call.
    pub fn is_many(&self) -> bool {
        self.0.load(Ordering::Relaxed) > FEW
    }
}

impl Caller<'_> {
    /// Let the others add what they send, if there are enough of them.
    pub fn gather(&self) {
        if self.0.is_many() {
            std::thread::yield_now();
        }
    }
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
