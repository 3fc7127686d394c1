//! A combining lock: the first thread does the work queued by all; the rest return at once.
//!
//! Owns the choice of the working thread, and the guarantee that no work queued before a call is
//! forgotten. Must not know the work. `tests/loom` runs this file under loom.

use super::sync::Mutex;

/// Do `work` on the guarded data, unless another thread is doing it; that thread checks again
/// before it stops.
///
/// `work` returns whether it has done all queued work; `more`, called without the lock, whether
/// something waits now. Whatever waited before the call is done by somebody when all have returned,
/// unless `work` says that it has left something.
pub(super) fn combine<T, E>(
    lock: &Mutex<T>,
    mut work: impl FnMut(&mut T) -> Result<bool, E>,
    more: impl Fn() -> bool,
) -> Result<(), E> {
    loop {
        let Some(mut own) = lock.try_lock() else { return Ok(()) };
        let all = work(&mut own);
        drop(own);
        // Somebody may have come between the last look and the release of the lock.
        if !all? || !more() {
            return Ok(());
        }
    }
}
