//! The TLS carrier: a TLS connection over another carrier.
//!
//! Lock order: `received` or `outgoing`, then `tls`. `tls` is never held during input and output;
//! the reader holds `received`, the writer `outgoing`.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConnection;

use super::explain::Context;
use crate::carrier::{TlsError, Transport, is_timeout};
use commdn_rt::sync::Mutex;

/// Encrypted bytes that one read takes: one record of the largest size and its frame.
const READ_BYTES: usize = 17 * 1024;
/// Most bytes that one write encrypts: one record.
const WRITE_BYTES: usize = 16 * 1024;
/// How long a failed writer waits for the reader, which knows the reason.
const REASON_PATIENCE: Duration = Duration::from_millis(100);

/// A TLS connection.
///
/// After a write that timed out the next write must begin with the same bytes: they may be
/// encrypted already. A record of 16 KiB must leave within the session's write timeout.
pub struct TlsTransport {
    raw: Arc<dyn Transport>,
    tls: Mutex<ClientConnection>,
    received: Mutex<Received>,
    outgoing: Mutex<Outgoing>,
    /// Reason why TLS ended the connection.
    failed: Mutex<Option<TlsError>>,
    context: Context,
}

/// Encrypted bytes on their way in.
struct Received {
    bytes: Box<[u8]>,
    start: usize,
    end: usize,
}

/// Encrypted bytes on their way out.
#[derive(Default)]
struct Outgoing {
    bytes: Vec<u8>,
    start: usize,
    /// Bytes of the caller that they stand for.
    accepted: usize,
}

impl TlsTransport {
    /// Shake hands over a fresh connection, until that instant.
    pub(super) fn shake_hands(
        raw: Arc<dyn Transport>,
        client: ClientConnection,
        context: Context,
        until: Instant,
    ) -> io::Result<Self> {
        let bytes = vec![0; READ_BYTES].into_boxed_slice();
        let this = Self {
            raw,
            tls: Mutex::new(client),
            received: Mutex::new(Received { bytes, start: 0, end: 0 }),
            outgoing: Mutex::new(Outgoing::default()),
            failed: Mutex::new(None),
            context,
        };
        let result = this.hands(until);
        if result.is_err() {
            this.raw.shutdown();
        }
        result.map(|()| this)
    }

    fn hands(&self, until: Instant) -> io::Result<()> {
        let mut first = true;
        let mut received = self.received.lock();
        loop {
            self.send_own(until)?;
            if !self.tls.lock().is_handshaking() {
                return Ok(());
            }
            let left = remaining(until).ok_or_else(slow)?;
            let count = self.raw.read(&mut received.bytes, left).map_err(handshake)?;
            (received.start, received.end) = (0, count);
            let bytes = received.rest();
            match bytes.first() {
                None => {
                    let text = "the server closed the connection in the TLS handshake \
                                (does it speak TLS at this port?)";
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, text));
                }
                // Every record of TLS starts with its type.
                Some(kind) if first && !(20..=24).contains(kind) => {
                    return Err(io::Error::other(self.context.not_tls(bytes)));
                }
                Some(_) => first = false,
            }
            self.feed(&mut received)?;
        }
    }

    /// Send what TLS itself has to say.
    fn send_own(&self, until: Instant) -> io::Result<()> {
        let mut outgoing = self.outgoing.lock();
        outgoing.encrypt(&mut self.tls.lock())?;
        while !outgoing.rest().is_empty() {
            let left = remaining(until).ok_or_else(slow)?;
            let count = self.raw.write(outgoing.rest(), left).map_err(handshake)?;
            outgoing.start += count;
        }
        outgoing.clear();
        Ok(())
    }

    /// Decrypt what was received, as much as there is room for.
    fn feed(&self, received: &mut Received) -> io::Result<()> {
        let mut tls = self.tls.lock();
        while received.start < received.end {
            let count = tls.read_tls(&mut received.rest())?;
            received.start += count;
            if let Err(error) = tls.process_new_packets() {
                let error = self.context.explain(&error);
                *self.failed.lock() = Some(error.clone());
                drop(tls);
                self.say_last_word();
                return Err(io::Error::other(error));
            }
            // What is decrypted is taken before more is.
            if count == 0 || !tls.is_handshaking() {
                break;
            }
        }
        Ok(())
    }

    /// Tell the peer what is wrong, if that goes at once.
    fn say_last_word(&self) {
        let Some(mut outgoing) = self.outgoing.try_lock() else { return };
        if outgoing.encrypt(&mut self.tls.lock()).is_ok() {
            // The peer may be gone, and the connection ends in any case.
            let _ = self.raw.write(outgoing.rest(), Duration::ZERO);
        }
    }

    /// Reason why a write failed: a refusal of TLS may be about to arrive.
    fn reason(&self, error: io::Error) -> io::Error {
        if let Some(mut received) = self.received.try_lock_for(REASON_PATIENCE) {
            // The connection is broken: reading ends at once.
            while received.start == received.end {
                match self.raw.read(&mut received.bytes, Duration::ZERO) {
                    Ok(count) if count > 0 => (received.start, received.end) = (0, count),
                    _ => break,
                }
                if self.feed(&mut received).is_err() {
                    break;
                }
            }
        }
        match self.failed.lock().clone() {
            Some(failed) => io::Error::other(failed),
            None => error,
        }
    }
}

impl Received {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }
}

impl Outgoing {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    fn encrypt(&mut self, tls: &mut ClientConnection) -> io::Result<()> {
        while tls.wants_write() {
            tls.write_tls(&mut self.bytes)?;
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.start = 0;
    }
}

impl TlsTransport {
    /// Read what is decrypted, or decrypt what `more` brings.
    fn receive(
        &self,
        buffer: &mut [u8],
        mut more: impl FnMut(&mut [u8]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        let mut received = self.received.lock();
        loop {
            match self.tls.lock().reader().read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                // The end without TLS's farewell: a frame that is cut off is noticed without it.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(0),
                other => return other,
            }
            if received.start == received.end {
                let count = more(&mut received.bytes)?;
                if count == 0 {
                    return Ok(0);
                }
                (received.start, received.end) = (0, count);
            }
            self.feed(&mut received)?;
        }
    }
}

impl Transport for TlsTransport {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut again = false;
        self.receive(buffer, |bytes| {
            let left = remaining(until);
            if again && left.is_none() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            again = true;
            self.raw.read(bytes, left.unwrap_or_default())
        })
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.receive(buffer, |bytes| self.raw.poll(bytes))
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut outgoing = self.outgoing.lock();
        if outgoing.accepted == 0 {
            let part = bytes.get(..bytes.len().min(WRITE_BYTES)).unwrap_or(bytes);
            let mut tls = self.tls.lock();
            outgoing.accepted = tls.writer().write(part)?;
            outgoing.encrypt(&mut tls)?;
        }
        let mut again = false;
        while !outgoing.rest().is_empty() {
            let left = remaining(until);
            if again && left.is_none() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match self.raw.write(outgoing.rest(), left.unwrap_or_default()) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => outgoing.start += count,
                Err(error) if is_timeout(&error) => return Err(error),
                Err(error) => {
                    drop(outgoing);
                    return Err(self.reason(error));
                }
            }
            again = true;
        }
        outgoing.clear();
        Ok(std::mem::take(&mut outgoing.accepted).min(bytes.len()))
    }

    fn shutdown(&self) {
        // With nobody writing and nothing left to write, the end is told; the peer may be gone.
        if let Some(mut outgoing) = self.outgoing.try_lock()
            && outgoing.rest().is_empty()
        {
            let mut tls = self.tls.lock();
            tls.send_close_notify();
            let encrypted = outgoing.encrypt(&mut tls);
            drop(tls);
            if encrypted.is_ok() {
                let _ = self.raw.write(outgoing.rest(), Duration::ZERO);
            }
            outgoing.clear();
        }
        self.raw.shutdown();
    }
}

impl fmt::Debug for TlsTransport {
    /// Without keys and content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsTransport").field("server", &self.context.name).finish_non_exhaustive()
    }
}

/// Remaining time; `None` when it is over.
fn remaining(until: Instant) -> Option<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    (!left.is_zero()).then_some(left)
}

fn slow() -> io::Error {
    let text = "the TLS handshake did not end in time (does the server speak TLS at this port?)";
    io::Error::new(io::ErrorKind::TimedOut, text)
}

/// An error of the carrier during the handshake.
fn handshake(error: io::Error) -> io::Error {
    if is_timeout(&error) {
        return slow();
    }
    io::Error::new(error.kind(), format!("{error} (in the TLS handshake)"))
}
