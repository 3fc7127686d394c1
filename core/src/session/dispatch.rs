//! One thread that hands on what comes, one thing at a time and with no lock held.
//!
//! Knows nothing of what is handed on. `tests/loom` runs this file under loom.

use super::sync::{Condvar, Mutex};

/// What there is to hand on.
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
/// Whoever changes what `next` looks at notifies `waits` afterwards.
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
