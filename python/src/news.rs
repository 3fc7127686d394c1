//! A file descriptor that becomes readable when a session has something new: for event loops.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commdn::session::NewsSignal;

/// The reading end.
pub struct News {
    reader: UnixStream,
    /// It is readable, or about to be: there is no need to say so again.
    told: Arc<AtomicBool>,
}

impl News {
    /// The reading end, and the signal that makes it readable.
    pub fn new() -> io::Result<(Self, NewsSignal)> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        let told = Arc::new(AtomicBool::new(false));
        let is_told = Arc::clone(&told);
        let signal: NewsSignal = Arc::new(move || {
            if !is_told.swap(true, Ordering::AcqRel) {
                // It cannot be full: at most one byte is there.
                let _ = (&writer).write(&[1]);
            }
        });
        Ok((Self { reader, told }, signal))
    }

    pub fn fileno(&self) -> i32 {
        self.reader.as_raw_fd()
    }

    /// Take the signal, before what it tells of is taken.
    pub fn clear(&self) {
        let mut buffer = [0; 8];
        while let Err(error) = (&self.reader).read(&mut buffer) {
            if error.kind() != ErrorKind::Interrupted {
                break;
            }
        }
        self.told.store(false, Ordering::Release);
    }
}
