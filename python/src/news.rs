//! A file descriptor that becomes readable when a session has something new: for event loops.

use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use commdn::session::NewsSignal;

/// The reading end.
pub struct News {
    reader: UnixStream,
}

impl News {
    /// The reading end, and the signal that makes it readable.
    pub fn new() -> io::Result<(Self, NewsSignal)> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        let signal: NewsSignal = Arc::new(move || {
            // Full of signals that nobody has taken: it is readable.
            let _ = (&writer).write(&[1]);
        });
        Ok((Self { reader }, signal))
    }

    pub fn fileno(&self) -> i32 {
        self.reader.as_raw_fd()
    }

    /// Take all signals, before what they tell of is taken.
    pub fn clear(&self) {
        let mut buffer = [0; 256];
        loop {
            match (&self.reader).read(&mut buffer) {
                Ok(0) => return,
                Err(error) if error.kind() != ErrorKind::Interrupted => return,
                _ => {}
            }
        }
    }
}
