//! Busy polling: polls a connection without sleeping, which occupies a core and saves a wake-up.
//!
//! Holds no lock of the session except that of the read buffer. Must end at once when the
//! connection is shut down.

use std::io;
use std::time::{Duration, Instant};

use crate::carrier::Transport;
use crate::carrier::is_timeout;

/// Bytes that arrive within `time`; `None` if there are none, or the carrier cannot be polled.
pub(super) fn busy_poll(
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
