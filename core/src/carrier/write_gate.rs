//! Write gate: a carrier around another one that holds writes back and sends them in one piece on
//! release.
//!
//! For callers that send many requests in a row: a write costs more than all the work before it.
//! Owns the held bytes, at most [`HELD_BYTES`]; never holds back reads.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cancel::ConnectCancel;
use super::transport::{CarrierLog, Connector, Transport, is_timeout};
use commdn_rt::sync::Mutex;

/// More than that is not held back: it goes out as it comes.
const HELD_BYTES: usize = 64 * 1024;
/// Longest time for which the peer may take nothing of the held bytes.
const PATIENCE: Duration = Duration::from_secs(10);
/// Pause between two attempts to write the held bytes, in which others may take the lock.
const BETWEEN_TRIES: Duration = Duration::from_millis(1);

/// Holds back what is written to a connection; shared by all that may want to.
#[derive(Debug, Default)]
pub struct WriteGate {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    holders: usize,
    /// Accepted from the caller, not yet written to the socket.
    bytes: Vec<u8>,
    inner: Option<Arc<dyn Transport>>,
}

impl WriteGate {
    /// Hold writes back until [`WriteGate::release`], to be called once for each call of this.
    pub fn hold(&self) {
        self.held.lock().holders += 1;
    }

    /// Let them go, if nobody else holds them.
    ///
    /// Blocks until the carrier has taken the held bytes; a peer that takes nothing for 10 s is
    /// given up, and the connection ended.
    pub fn release(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut held = self.held.lock();
        held.holders = held.holders.saturating_sub(1);
        while held.holders == 0 && !held.bytes.is_empty() {
            match held.write(Duration::from_millis(100)) {
                Err(error) if !is_timeout(&error) || Instant::now() >= deadline => {
                    held.bytes.clear();
                    if let Some(inner) = &held.inner {
                        inner.shutdown();
                    }
                }
                Err(_) => {
                    // Whoever wants to end the connection has a chance between two tries.
                    drop(held);
                    std::thread::sleep(BETWEEN_TRIES);
                    held = self.held.lock();
                }
                Ok(()) => {}
            }
        }
    }
}

impl Held {
    /// Write some of what is held back.
    fn write(&mut self, timeout: Duration) -> io::Result<()> {
        let Some(inner) = &self.inner else {
            return Err(io::ErrorKind::NotConnected.into());
        };
        let written = inner.write(&self.bytes, timeout)?;
        self.bytes.drain(..written.min(self.bytes.len()));
        if written == 0 { Err(io::ErrorKind::WriteZero.into()) } else { Ok(()) }
    }
}

/// Opens connections through another connector, behind a [`WriteGate`].
#[derive(Debug)]
pub struct GatedConnector {
    inner: Arc<dyn Connector>,
    gate: Arc<WriteGate>,
}

impl GatedConnector {
    /// Put `gate` before what `inner` opens; of several connections the last one is behind it.
    #[must_use]
    pub fn new(inner: Arc<dyn Connector>, gate: Arc<WriteGate>) -> Self {
        Self { inner, gate }
    }

    fn put_before(&self, inner: Arc<dyn Transport>) -> Arc<dyn Transport> {
        let mut held = self.gate.held.lock();
        // The held bytes were for the previous connection.
        held.bytes.clear();
        held.inner = Some(Arc::clone(&inner));
        drop(held);
        Arc::new(Gated { inner, gate: Arc::clone(&self.gate) })
    }
}

impl Connector for GatedConnector {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        self.connect_cancellable(timeout, &ConnectCancel::new())
    }

    fn connect_cancellable(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<dyn Transport>> {
        Ok(self.put_before(self.inner.connect_cancellable(timeout, cancel)?))
    }

    fn connect_logged(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
        log: &CarrierLog,
    ) -> io::Result<Arc<dyn Transport>> {
        Ok(self.put_before(self.inner.connect_logged(timeout, cancel, log)?))
    }

    fn is_at_rest(&self) -> bool {
        self.inner.is_at_rest()
    }

    fn server(&self) -> String {
        self.inner.server()
    }
}

/// A connection behind a gate.
#[derive(Debug)]
struct Gated {
    inner: Arc<dyn Transport>,
    gate: Arc<WriteGate>,
}

impl Gated {
    fn is_behind(&self, held: &Held) -> bool {
        held.inner.as_ref().is_some_and(|inner| Arc::ptr_eq(inner, &self.inner))
    }
}

impl Transport for Gated {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        self.inner.read(buffer, timeout)
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.poll(buffer)
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let mut held = self.gate.held.lock();
        if self.is_behind(&held) {
            if held.holders > 0 && held.bytes.len() + bytes.len() <= HELD_BYTES {
                held.bytes.extend_from_slice(bytes);
                return Ok(bytes.len());
            }
            while !held.bytes.is_empty() {
                held.write(timeout)?;
            }
        }
        drop(held);
        self.inner.write(bytes, timeout)
    }

    fn shutdown(&self) {
        let mut held = self.gate.held.lock();
        if self.is_behind(&held) {
            held.bytes.clear();
            held.inner = None;
        }
        drop(held);
        self.inner.shutdown();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Notes each write; takes nothing while it is full.
    #[derive(Debug, Default)]
    struct Notebook {
        writes: Mutex<Vec<Vec<u8>>>,
        full: Mutex<bool>,
        ended: Mutex<bool>,
    }

    impl Transport for Notebook {
        fn read(&self, _: &mut [u8], _: Duration) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }

        fn write(&self, bytes: &[u8], _: Duration) -> io::Result<usize> {
            if *self.full.lock() {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            self.writes.lock().push(bytes.to_vec());
            Ok(bytes.len())
        }

        fn shutdown(&self) {
            *self.ended.lock() = true;
        }
    }

    #[derive(Debug)]
    struct Shelf(Arc<Notebook>);

    impl Connector for Shelf {
        fn connect(&self, _: Duration) -> io::Result<Arc<dyn Transport>> {
            Ok(self.0.clone())
        }

        fn server(&self) -> String {
            "shelf".to_owned()
        }
    }

    fn gated() -> (Arc<Notebook>, Arc<WriteGate>, Arc<dyn Transport>) {
        let notebook = Arc::new(Notebook::default());
        let gate = Arc::new(WriteGate::default());
        let connector = GatedConnector::new(Arc::new(Shelf(notebook.clone())), gate.clone());
        let transport = connector.connect(Duration::ZERO).unwrap();
        assert_eq!(connector.server(), "shelf");
        (notebook, gate, transport)
    }

    #[test]
    fn what_is_written_while_held_goes_out_in_one_piece_and_in_order() {
        let (notebook, gate, transport) = gated();
        assert_eq!(transport.write(b"a", Duration::ZERO).unwrap(), 1);
        gate.hold();
        gate.hold();
        assert_eq!(transport.write(b"b", Duration::ZERO).unwrap(), 1);
        assert_eq!(transport.write(b"c", Duration::ZERO).unwrap(), 1);
        gate.release();
        assert_eq!(*notebook.writes.lock(), [b"a"]);
        gate.release();
        assert_eq!(transport.write(b"d", Duration::ZERO).unwrap(), 1);
        assert_eq!(*notebook.writes.lock(), [&b"a"[..], b"bc", b"d"]);
    }

    #[test]
    fn what_is_held_back_is_bounded_and_nothing_overtakes_it() {
        let (notebook, gate, transport) = gated();
        gate.hold();
        let much = vec![7; HELD_BYTES];
        transport.write(b"first", Duration::ZERO).unwrap();
        transport.write(&much, Duration::ZERO).unwrap();
        assert_eq!(*notebook.writes.lock(), [b"first".to_vec(), much]);
        *notebook.full.lock() = true;
        transport.write(b"held", Duration::ZERO).unwrap();
        let error = transport.write(&[0; HELD_BYTES], Duration::ZERO).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        *notebook.full.lock() = false;
        gate.release();
        assert_eq!(notebook.writes.lock().last().unwrap(), b"held");
    }

    #[test]
    fn a_connection_that_was_shut_down_takes_what_was_held_back_with_it() {
        let (notebook, gate, transport) = gated();
        gate.hold();
        transport.write(b"lost", Duration::ZERO).unwrap();
        transport.shutdown();
        gate.release();
        assert!(*notebook.ended.lock());
        assert!(notebook.writes.lock().is_empty());
    }
}
