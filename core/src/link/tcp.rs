//! The TCP carrier.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

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
    /// What the system says.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        stream.set_nonblocking(false)?;
        let unset = || AtomicU64::new(u64::MAX);
        Ok(Self { stream, read_timeout_us: unset(), write_timeout_us: unset() })
    }
}

/// Round up to a millisecond, so that deadlines that differ by a hair share a setting; never 0, which means no timeout.
fn rounded(timeout: Duration) -> Duration {
    let ms = timeout.as_micros().div_ceil(1_000).clamp(1, 3_600_000);
    Duration::from_millis(u64::try_from(ms).unwrap_or(1))
}

fn set(
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

impl Transport for TcpTransport {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        set(&self.read_timeout_us, timeout, |t| self.stream.set_read_timeout(Some(t)))?;
        loop {
            match (&self.stream).read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
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
        set(&self.write_timeout_us, timeout, |t| self.stream.set_write_timeout(Some(t)))?;
        loop {
            match (&self.stream).write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    fn shutdown(&self) {
        // It fails only when the peer was first.
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// Opens TCP connections to a host and port, trying each of its addresses.
#[derive(Debug, Clone)]
pub struct TcpConnector {
    host: String,
    port: u16,
}

impl TcpConnector {
    /// To that host and port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port }
    }
}

impl Connector for TcpConnector {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        let until = Instant::now() + timeout;
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in (self.host.as_str(), self.port).to_socket_addrs()? {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match TcpStream::connect_timeout(&address, left) {
                Ok(stream) => return Ok(Arc::new(TcpTransport::new(stream)?)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn place(&self) -> String {
        super::Address::Tcp { host: self.host.clone(), port: self.port }.to_string()
    }
}
