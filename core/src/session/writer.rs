//! Sending: the first thread writes what all have queued, in one piece.
//!
//! Owns the writing of outgoing bytes. Must not compose them: the engine has.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::combining::combine;
use super::shared::Shared;
use super::wait::Waiting;
use crate::carrier::{Transport, is_timeout};
use crate::error::Error;
use crate::test_hooks;

/// Bytes on their way to the transport.
#[derive(Debug, Default)]
pub(super) struct WriteBuffer {
    bytes: Vec<u8>,
    written: usize,
    /// The connection that they are for.
    connection: u64,
    /// Since when the peer takes nothing.
    stuck_since: Option<Instant>,
    /// Until then a call that cannot wait so long does not even try.
    retry_at: Option<Instant>,
}

/// Memory that a buffer keeps after a burst.
const KEEP_BYTES: usize = 64 * 1024;
/// Pause between attempts to write to a peer that takes nothing: each attempt delays its call.
const RETRY: Duration = Duration::from_millis(10);

impl Shared {
    /// Write what waits, until it is written or the wait is over; what is left goes out later.
    ///
    /// Returns at once if another thread is writing: it looks again before it stops.
    pub(super) fn flush(&self, waiting: Waiting) {
        let work = |buffer: &mut WriteBuffer| {
            let result = self.flush_with(buffer, waiting);
            result.map_err(|error| (buffer.connection, error))
        };
        let more = || self.state.lock().has_outgoing();
        if let Err((connection, error)) = combine(&self.writer, work, more) {
            self.lose(connection, Error::of_break("writing", error));
        }
    }

    /// Whether all is written.
    fn flush_with(&self, buffer: &mut WriteBuffer, waiting: Waiting) -> io::Result<bool> {
        let mut waiting = waiting;
        loop {
            let Some(transport) = self.refill(buffer) else { return Ok(true) };
            if buffer.retry_at.is_some_and(|at| waiting.until < at) {
                return Ok(false);
            }
            let rest = buffer.bytes.get(buffer.written..).unwrap_or_default();
            test_hooks::panic_point("writing");
            match transport.write(rest, waiting.time().min(Duration::from_millis(100))) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    buffer.written += count;
                    buffer.stuck_since = None;
                    buffer.retry_at = None;
                    let mut state = self.state.lock();
                    state.sent_bytes += count as u64;
                    if state.connection == buffer.connection {
                        state.writing_bytes = buffer.bytes.len().saturating_sub(buffer.written);
                        if state.writing_bytes == 0 && !state.has_outgoing() {
                            return Ok(true);
                        }
                    }
                    drop(state);
                    waiting.began = Instant::now();
                }
                Err(error) if is_timeout(&error) => {
                    let now = Instant::now();
                    let since = *buffer.stuck_since.get_or_insert(now);
                    if now.duration_since(since) >= self.config.settings.write_timeout {
                        return Err(io::Error::new(
                            io::ErrorKind::TimedOut,
                            format!(
                                "the peer took no byte for {:?}",
                                self.config.settings.write_timeout
                            ),
                        ));
                    }
                    if now >= waiting.until {
                        buffer.retry_at = Some(now + RETRY);
                        return Ok(false);
                    }
                    waiting.began = now;
                }
                Err(error) => return Err(error),
            }
        }
    }
}

impl WriteBuffer {
    fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(KEEP_BYTES);
        self.written = 0;
    }
}

impl Shared {
    /// Prepare the bytes to write and return their connection; `None` if there is nothing.
    fn refill(&self, buffer: &mut WriteBuffer) -> Option<Arc<dyn Transport>> {
        let mut state = self.state.lock();
        if buffer.connection != state.connection {
            // The rest was for a connection that no longer exists.
            buffer.clear();
            buffer.connection = state.connection;
            (buffer.stuck_since, buffer.retry_at) = (None, None);
            state.writing_bytes = 0;
        }
        if buffer.written == buffer.bytes.len() {
            buffer.clear();
            state.writing_bytes = 0;
            if !state.has_outgoing() {
                return None;
            }
            state.engine.take_outgoing(&mut buffer.bytes);
            state.writing_bytes = buffer.bytes.len();
        }
        state.transport.clone()
    }
}
