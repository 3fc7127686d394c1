//! How many threads are in a blocking call: what a crowd sends goes out in one piece.
//!
//! The answers of one read wake many callers, who send their next requests one after the other. Each lets the others
//! add theirs before it writes; whoever comes to it first then writes for all.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Fewer threads than this send at once.
const CROWD: usize = 5;

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
}

impl Caller<'_> {
    /// Let the others add what they send, if there are enough of them.
    pub fn gather(&self) {
        if self.0.0.load(Ordering::Relaxed) >= CROWD {
            std::thread::yield_now();
        }
    }
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}
