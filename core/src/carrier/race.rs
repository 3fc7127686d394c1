//! Race between the addresses of one host name, as in RFC 8305.
//!
//! Owns the order (families alternate), the delay before the next attempt starts beside those in
//! progress, and the winner: the first that connects. The others are dropped. All share one
//! deadline. Waits for many sockets on the caller's thread and starts none.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token, Waker};

use super::cancel::ConnectCancel;

/// The connection attempt delay of RFC 8305, section 5: how long one address has the field to
/// itself.
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);
/// Token of the cancellation.
const WAKE: Token = Token(usize::MAX);

/// Connect to the first of `addresses` that takes the connection, until `began + timeout`.
///
/// # Errors
/// Every address with what became of it; of one alone only that.
pub(super) fn connect(
    addresses: &[SocketAddr],
    began: Instant,
    timeout: Duration,
    cancel: &ConnectCancel,
) -> io::Result<TcpStream> {
    let mut race = Race {
        poll: Poll::new()?,
        waiting: in_turns(addresses),
        running: HashMap::new(),
        failed: Vec::new(),
        started: 0,
        next_at: began,
    };
    let waker = Arc::new(Waker::new(race.poll.registry(), WAKE)?);
    // Kept until the end: what it has told is lost with it.
    let own = Arc::clone(&waker);
    // It fails only when the process has no more memory for it; the deadline holds all the same.
    let _watch = cancel.on_cancel(move || drop(own.wake()));
    let mut events = Events::with_capacity(16);
    loop {
        cancel.check()?;
        race.start_due(Instant::now());
        if race.running.is_empty() {
            return Err(race.error(timeout));
        }
        let now = Instant::now();
        let left = timeout.saturating_sub(now.saturating_duration_since(began));
        if left.is_zero() {
            return Err(race.error(timeout));
        }
        let pause = match race.waiting.is_empty() {
            true => left,
            false => left.min(race.next_at.saturating_duration_since(now)),
        };
        match race.poll.poll(&mut events, Some(pause)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        }
        for event in &events {
            if let Some(stream) = race.look(event.token()) {
                return Ok(stream.into());
            }
        }
    }
}

struct Race {
    poll: Poll,
    /// Not tried yet.
    waiting: VecDeque<SocketAddr>,
    running: HashMap<Token, (SocketAddr, mio::net::TcpStream)>,
    failed: Vec<(SocketAddr, io::Error)>,
    started: usize,
    /// When the next one is tried beside those that are under way.
    next_at: Instant,
}

impl Race {
    /// Start what is due: the next one after its delay, or at once when none is under way.
    fn start_due(&mut self, now: Instant) {
        while self.running.is_empty() || self.next_at <= now {
            let Some(address) = self.waiting.pop_front() else { return };
            match self.start(address) {
                Ok(()) => self.next_at = now + ATTEMPT_DELAY,
                Err(error) => self.failed.push((address, error)),
            }
        }
    }

    fn start(&mut self, address: SocketAddr) -> io::Result<()> {
        let mut stream = mio::net::TcpStream::connect(address)?;
        let token = Token(self.started);
        self.started += 1;
        self.poll.registry().register(&mut stream, token, Interest::WRITABLE)?;
        self.running.insert(token, (address, stream));
        Ok(())
    }

    /// See what became of an attempt; a connection if that is open.
    fn look(&mut self, token: Token) -> Option<mio::net::TcpStream> {
        let (address, mut stream) = self.running.remove(&token)?;
        let failure = match stream.take_error() {
            Ok(None) => match stream.peer_addr() {
                Ok(_) => match self.poll.registry().deregister(&mut stream) {
                    Ok(()) => return Some(stream),
                    Err(error) => error,
                },
                Err(error) if error.kind() == io::ErrorKind::NotConnected => {
                    // Told too early.
                    self.running.insert(token, (address, stream));
                    return None;
                }
                Err(error) => error,
            },
            Ok(Some(error)) | Err(error) => error,
        };
        self.failed.push((address, failure));
        // The next one need not wait for one that is out of the race.
        self.next_at = Instant::now();
        None
    }

    /// Failure of each address; the kind is that of the first refusal, or a timeout.
    fn error(&mut self, timeout: Duration) -> io::Error {
        let silent =
            self.running.values().map(|(address, _)| *address).chain(self.waiting.drain(..));
        let mut silent: Vec<SocketAddr> = silent.collect();
        silent.sort();
        if let ([], [_]) = (silent.as_slice(), self.failed.as_slice())
            && let Some((_, error)) = self.failed.pop()
        {
            return error;
        }
        let kind = self.failed.first().map_or(io::ErrorKind::TimedOut, |(_, error)| error.kind());
        let refused = self.failed.iter().map(|(address, error)| format!("{address}: {error}"));
        if let ([_], []) = (silent.as_slice(), self.failed.as_slice()) {
            return io::Error::new(kind, format!("no answer in {timeout:?}"));
        }
        let silent = silent.iter().map(|address| format!("{address}: no answer in {timeout:?}"));
        let told: Vec<String> = refused.chain(silent).collect();
        io::Error::new(kind, told.join("; "))
    }
}

/// Each address once, the families taking turns, that of the first one first.
fn in_turns(addresses: &[SocketAddr]) -> VecDeque<SocketAddr> {
    let mut unique: Vec<SocketAddr> = Vec::with_capacity(addresses.len());
    for address in addresses {
        if !unique.contains(address) {
            unique.push(*address);
        }
    }
    let first_is_v6 = unique.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (VecDeque<_>, VecDeque<_>) =
        unique.into_iter().partition(|address| address.is_ipv6() == first_is_v6);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut turns = VecDeque::new();
    loop {
        let pair = (first.next(), second.next());
        if pair == (None, None) {
            return turns;
        }
        turns.extend(pair.0.into_iter().chain(pair.1));
    }
}

// A listener whose backlog is full hears nothing: on Unix.
#[cfg(all(test, unix))]
mod tests;
