//! Locks with the shape of `parking_lot`: no poisoning, and a wait borrows the guard.
//!
//! They are `parking_lot`'s where a process cannot fork. On Unix they are the standard library's:
//! `parking_lot` keeps all waiting threads in one private table of the process (parking_lot_core's
//! `HASHTABLE`). A forked child inherits the table without the threads, and then hangs or crashes in
//! locks that it made itself: <https://github.com/Amanieu/parking_lot/issues/515>. The test
//! `tests/locks_after_fork.rs` fails on the day when that is mended; `standard.rs` can go then.

#[cfg(not(unix))]
pub use parking_lot::{Condvar, Mutex, MutexGuard, WaitTimeoutResult};
#[cfg(unix)]
pub use standard::{Condvar, Mutex, MutexGuard, WaitTimeoutResult};

#[cfg(unix)]
mod standard;

#[cfg(test)]
mod tests;
