//! What moves the bytes of a link: a TCP connection, or a pipe within the process.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::cancel::ConnectCancel;

/// One open connection; any thread may read, any may write, one at a time each.
pub trait Transport: Send + Sync + fmt::Debug {
    /// Read what is there, waiting for it up to `timeout`; 0 bytes is the end of the connection.
    ///
    /// # Errors
    /// `TimedOut` or `WouldBlock` when nothing came in time; anything else ends the connection.
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize>;

    /// Read what is there, without waiting for it; 0 bytes is the end of the connection.
    ///
    /// Only for who spins, see [`crate::session::SessionConfig::spin`]. A carrier that does not have it is waited for.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there, `Unsupported` when this carrier only waits; anything else ends the
    /// connection.
    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = buffer;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Write as many bytes as fit, waiting up to `timeout` for room for the first.
    ///
    /// # Errors
    /// `TimedOut` or `WouldBlock` when the peer takes nothing in time, and the next write must begin with
    /// the same bytes; anything else ends the connection.
    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize>;

    /// End the connection; readers and writers on other threads return at once.
    fn shutdown(&self);
}

/// Opens connections to one place.
pub trait Connector: Send + Sync + fmt::Debug {
    /// Open one, within `timeout`.
    ///
    /// # Errors
    /// Why it could not be opened. An [`Error`](crate::Error) within the [`io::Error`] keeps its kind.
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>>;

    /// The same, until `cancel` is thrown. A connector that cannot be interrupted goes on until `timeout`.
    ///
    /// # Errors
    /// As [`Connector::connect`]; [`ErrorKind::Closed`](crate::ErrorKind::Closed) within if it was cancelled.
    fn connect_cancellable(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<dyn Transport>> {
        cancel.check()?;
        self.connect(timeout)
    }

    /// The place, for messages.
    fn place(&self) -> String;
}
