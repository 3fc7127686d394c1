//! Whoever comes first does what everybody has waiting; the others leave at once.
//!
//! Knows nothing of what is done. `tests/loom` runs this file under loom.

use super::sync::Mutex;

/// Do `work` on what `lock` guards, unless somebody else is at it, who looks again before stopping.
///
/// `work` tells whether it has done all that waited; `more`, called without the lock, whether
/// something waits now. Whatever waited before the call is done by somebody when all have returned,
/// unless `work` says that it has left something.
pub(super) fn take_turns<T, E>(
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
