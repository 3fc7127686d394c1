//! A handle that an event loop can wait for: raised by any thread, readable until it is cleared.
//!
//! Owns what the system makes it of: an eventfd on Linux, a pipe on other Unix systems, an event on
//! Windows. Readable may be said too often, never too seldom: whoever takes something clears first
//! and looks then. Knows nothing of what there is to take.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[cfg(target_os = "linux")]
use event::Source;
#[cfg(all(unix, not(target_os = "linux")))]
use pipe::Source;
#[cfg(windows)]
use windows::Source;

#[cfg(target_os = "linux")]
mod event;
#[cfg(all(unix, any(test, not(target_os = "linux"))))]
mod pipe;
#[cfg(unix)]
mod poll;
#[cfg(windows)]
mod windows;

/// What an event loop takes: a file descriptor, for `poll` and the like.
#[cfg(unix)]
pub type Handle = std::os::fd::RawFd;

/// What an event loop takes: a handle, for `WaitForMultipleObjects` and the like.
#[cfg(windows)]
pub type Handle = std::os::windows::io::RawHandle;

/// Wait for up to `limit` until a handle is readable; whether it is.
#[must_use]
pub fn wait(handle: Handle, limit: Duration) -> bool {
    #[cfg(unix)]
    return poll::wait(handle, limit);
    #[cfg(windows)]
    return windows::wait(handle, limit);
}

/// One handle; not raised at first.
#[derive(Debug)]
pub struct Wakeup {
    source: Source,
    /// It is readable, or about to be: there is no need to say so again.
    raised: AtomicBool,
}

impl Wakeup {
    /// A new handle.
    ///
    /// # Errors
    /// The system has none to give.
    pub fn new() -> io::Result<Self> {
        Ok(Self { source: Source::new()?, raised: AtomicBool::new(false) })
    }

    /// Make the handle readable, if it is not; does not block.
    pub fn raise(&self) {
        if !self.raised.swap(true, Ordering::AcqRel) {
            self.source.raise();
        }
    }

    /// Make it unreadable, before what it tells of is taken; does not block.
    pub fn clear(&self) {
        self.source.clear();
        // After that: who raises between the two lines has put something there that is taken next.
        self.raised.store(false, Ordering::Release);
    }

    /// What an event loop waits for; it lives as long as this does.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.source.handle()
    }

    /// Wait for up to `limit` until it is readable; whether it is.
    #[must_use]
    pub fn wait(&self, limit: Duration) -> bool {
        wait(self.handle(), limit)
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for Wakeup {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.source.as_fd()
    }
}

#[cfg(test)]
mod tests;
