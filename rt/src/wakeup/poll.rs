//! Unix: waiting for one descriptor.

// A descriptor that comes as a number; see the block.
#![allow(unsafe_code)]

use std::os::fd::{BorrowedFd, RawFd};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

pub(super) fn wait(fd: RawFd, limit: Duration) -> bool {
    let began = Instant::now();
    loop {
        // SAFETY: nothing is done with it but asking the system, which refuses a number that is none.
        let fd = unsafe { BorrowedFd::borrow_raw(fd) };
        let left = Timespec::try_from(limit.saturating_sub(began.elapsed())).ok();
        match poll(&mut [PollFd::from_borrowed_fd(fd, PollFlags::IN)], left.as_ref()) {
            Ok(count) => return count == 1,
            Err(Errno::INTR) if began.elapsed() < limit => {}
            Err(_) => return false,
        }
    }
}
