//! Dispatcher: one thread delivers items in order, one at a time, with no lock held.
//!
//! Knows nothing of the items. `tests/loom` runs this file under loom.

use super::sync::{Condvar, Mutex};

/// Next item to deliver.
pub(super) enum Next<T> {
    /// This, now.
    One(T),
    /// Nothing yet.
    Nothing,
    /// Nothing any more.
    End,
}

/// Hand on what `next` finds under `lock`, in order, until it finds the end.
///
/// A thread that changes the input of `next` notifies `waits` afterwards.
pub(super) fn hand_on<S, T>(
    lock: &Mutex<S>,
    waits: &Condvar,
    mut next: impl FnMut(&mut S) -> Next<T>,
    mut call: impl FnMut(T),
) {
    loop {
        let mut own = lock.lock();
        let one = loop {
            match next(&mut own) {
                Next::One(one) => break one,
                Next::Nothing => waits.wait(&mut own),
                Next::End => return,
            }
        };
        drop(own);
        call(one);
    }
}
