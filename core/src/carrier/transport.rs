//! Transport: the connection that carries a link's bytes, over TCP, to a child process, or within
//! the process.

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
    /// Only for sessions that poll before they block. A carrier that does not have it is waited
    /// for.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there, `Unsupported` when this carrier only waits; anything
    /// else ends the connection.
    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = buffer;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Write as many bytes as fit, waiting up to `timeout` for room for the first.
    ///
    /// # Errors
    /// `TimedOut` or `WouldBlock` when the peer takes nothing in time, and the next write must
    /// begin with the same bytes; anything else ends the connection.
    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize>;

    /// End the connection; readers and writers on other threads return at once.
    fn shutdown(&self);
}

/// Takes what a carrier's other side says to people, a line each; on any thread, with no lock held.
pub type CarrierLog = Arc<dyn Fn(&str) + Send + Sync>;

/// Opens connections to one server.
pub trait Connector: Send + Sync + fmt::Debug {
    /// Open one, within `timeout`.
    ///
    /// # Errors
    /// Reason why it could not be opened. An error of this library within the [`io::Error`] keeps
    /// its kind.
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>>;

    /// The same, until `cancel` is thrown. A connector that cannot be interrupted continues until
    /// `timeout`.
    ///
    /// # Errors
    /// As [`Connector::connect`]; [`Cancelled`](super::Cancelled) within if it was cancelled.
    fn connect_cancellable(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<dyn Transport>> {
        cancel.check()?;
        self.connect(timeout)
    }

    /// The same; what the other side says to people goes to `log`. Most have nothing to say.
    ///
    /// # Errors
    /// As [`Connector::connect_cancellable`].
    fn connect_logged(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
        log: &CarrierLog,
    ) -> io::Result<Arc<dyn Transport>> {
        let _ = log;
        self.connect_cancellable(timeout, cancel)
    }

    /// Whether nothing is left of the connections that were shut down; a session that closes waits
    /// for it.
    fn is_at_rest(&self) -> bool {
        true
    }

    /// Name of the server, for messages.
    fn server(&self) -> String;
}

/// Whether nothing arrived, or nothing was taken, in time: the connection continues.
pub(crate) fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}
