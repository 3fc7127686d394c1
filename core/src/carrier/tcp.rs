//! The TCP carrier: one connection, and its connector.
//!
//! After a signal the system restarts a socket's timeout, so the rest of the deadline is set again.
//! `race` chooses the address of a host name.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::cancel::ConnectCancel;
use super::error::Cancelled;
use super::race;
use super::resolve::{Names, System};
use super::transport::{Connector, Transport};

/// A TCP connection.
#[derive(Debug)]
pub struct TcpTransport {
    stream: TcpStream,
    /// Timeouts in force, in microseconds: setting one is a system call.
    read_timeout_us: AtomicU64,
    write_timeout_us: AtomicU64,
}

impl TcpTransport {
    /// Take over an open stream: blocking, without Nagle's delay.
    ///
    /// # Errors
    /// The system's error.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(false)?;
        let unset = || AtomicU64::new(u64::MAX);
        Ok(Self { stream, read_timeout_us: unset(), write_timeout_us: unset() })
    }
}

/// Round up to a millisecond, so that deadlines that differ by a hair share a setting; never 0,
/// which means no timeout.
fn rounded(timeout: Duration) -> Duration {
    let ms = timeout.as_micros().div_ceil(1_000).clamp(1, 3_600_000);
    Duration::from_millis(u64::try_from(ms).unwrap_or(1))
}

pub(super) fn set(
    cell: &AtomicU64,
    timeout: Duration,
    set: impl FnOnce(Duration) -> io::Result<()>,
) -> io::Result<()> {
    let timeout = rounded(timeout);
    let us = u64::try_from(timeout.as_micros()).unwrap_or(u64::MAX);
    if cell.swap(us, Ordering::Relaxed) == us {
        return Ok(());
    }
    set(timeout).inspect_err(|_| cell.store(u64::MAX, Ordering::Relaxed))
}

/// Read or write once, for `timeout` in all, however many signals interrupt it.
pub(super) fn within(
    timeout: Duration,
    arm: impl Fn(Duration) -> io::Result<()>,
    mut run: impl FnMut() -> io::Result<usize>,
) -> io::Result<usize> {
    let began = Instant::now();
    let mut left = timeout;
    loop {
        arm(left)?;
        match run() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                left = timeout.saturating_sub(began.elapsed());
                if left.is_zero() {
                    return Err(io::ErrorKind::TimedOut.into());
                }
            }
            other => return other,
        }
    }
}

impl Transport for TcpTransport {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let stream = &self.stream;
        let arm = |left| set(&self.read_timeout_us, left, |t| stream.set_read_timeout(Some(t)));
        within(timeout, arm, || (&mut &*stream).read(buffer))
    }

    #[cfg(unix)]
    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        use rustix::net::{RecvFlags, recv};
        loop {
            match recv(&self.stream, &mut *buffer, RecvFlags::DONTWAIT) {
                Ok((count, _)) => return Ok(count),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let stream = &self.stream;
        let arm = |left| set(&self.write_timeout_us, left, |t| stream.set_write_timeout(Some(t)));
        within(timeout, arm, || (&mut &*stream).write(bytes))
    }

    fn shutdown(&self) {
        // It fails only when the peer was first.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Opens TCP connections to a host and port, trying the addresses of a name side by side (RFC
/// 8305).
///
/// All of that, the resolver's time as well, is within the one timeout. A resolver that takes
/// longer is left behind on a thread of its own. Clones look a name up together.
#[derive(Debug, Clone)]
pub struct TcpConnector {
    names: Arc<Names>,
}

impl TcpConnector {
    /// To that host and port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { names: Arc::new(Names::new(host.into(), port, Arc::new(System))) }
    }

    /// The same, with the addresses of the name supplied by another resolver.
    #[cfg(test)]
    pub(super) fn resolved_by(
        host: &str,
        port: u16,
        resolver: Arc<dyn super::resolve::Resolve>,
    ) -> Self {
        Self { names: Arc::new(Names::new(host.to_owned(), port, resolver)) }
    }

    /// A single address of a name is reported with its failure, as several are.
    fn explain(&self, error: io::Error, addresses: &[SocketAddr]) -> io::Error {
        let cancelled = error.get_ref().is_some_and(|inner| inner.is::<Cancelled>());
        match addresses {
            [only] if !cancelled && only.ip().to_string() != self.names.host() => {
                io::Error::new(error.kind(), format!("{only}: {error}"))
            }
            _ => error,
        }
    }

    /// Open one, as what it is.
    pub(super) fn open(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<TcpTransport>> {
        let began = Instant::now();
        let addresses = self.names.addresses(began, timeout, cancel)?;
        let stream = race::connect(&addresses, began, timeout, cancel);
        let stream = stream.map_err(|error| self.explain(error, &addresses))?;
        Ok(Arc::new(TcpTransport::new(stream)?))
    }
}

impl Connector for TcpConnector {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        self.connect_cancellable(timeout, &ConnectCancel::new())
    }

    fn connect_cancellable(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<dyn Transport>> {
        Ok(self.open(timeout, cancel)?)
    }

    fn server(&self) -> String {
        let (host, port) = (self.names.host().to_owned(), self.names.port());
        super::Address::Tcp { host, port }.to_string()
    }
}

#[cfg(all(test, unix))]
mod tests;
