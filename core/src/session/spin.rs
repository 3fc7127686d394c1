//! Spinning: asking a connection again and again, which takes a core and saves the waking of a thread.
//!
//! Holds no lock of the session's but that of the read buffer; a connection that is shut down ends it at once.

use std::io;
use std::time::{Duration, Instant};

use super::writer::is_timeout;
use crate::link::Transport;

/// What came within `time`; `None` if nothing did, or the carrier can only be waited for.
pub(super) fn spin(
    transport: &dyn Transport,
    buffer: &mut [u8],
    time: Duration,
) -> Option<io::Result<usize>> {
    let until = Instant::now() + time;
    loop {
        match transport.poll(buffer) {
            Err(error) if is_timeout(&error) => {}
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return None,
            result => return Some(result),
        }
        if Instant::now() >= until {
            return None;
        }
        std::hint::spin_loop();
    }
}
