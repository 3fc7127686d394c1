//! Unix without eventfd: a pipe, which holds a byte while it is raised.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use rustix::io::{Errno, FdFlags, fcntl_setfd, ioctl_fionbio};

#[derive(Debug)]
pub(super) struct Source {
    reader: OwnedFd,
    writer: OwnedFd,
}

impl Source {
    pub fn new() -> io::Result<Self> {
        // Not every Unix can set the flags in the same call.
        let (reader, writer) = rustix::pipe::pipe()?;
        for end in [&reader, &writer] {
            fcntl_setfd(end, FdFlags::CLOEXEC)?;
            ioctl_fionbio(end, true)?;
        }
        Ok(Self { reader, writer })
    }

    pub fn raise(&self) {
        // It fails only where the pipe is full: it is readable then.
        let _ = rustix::io::write(&self.writer, &[1]);
    }

    pub fn clear(&self) {
        let mut bytes = [0_u8; 64];
        loop {
            match rustix::io::read(&self.reader, &mut bytes) {
                Ok(count) if count == bytes.len() => {}
                Err(Errno::INTR) => {}
                _ => return,
            }
        }
    }

    pub fn handle(&self) -> RawFd {
        self.reader.as_raw_fd()
    }

    #[cfg(not(target_os = "linux"))]
    pub fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        std::os::fd::AsFd::as_fd(&self.reader)
    }
}
