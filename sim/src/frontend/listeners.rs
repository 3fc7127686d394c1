//! The listening sockets: who waits at them is taken in, a few at a time.
//!
//! The system tells once that somebody waits. When a connection cannot be taken, as a rule because the process has no
//! descriptor left, the listener is tried again after a pause, and as soon as a descriptor has come free. One is kept in
//! reserve for the control interface, so that a simulator that is full can still be looked into and stopped.

use std::collections::HashMap;
use std::io;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};

use super::event_loop::PeerKind;

/// Most connections that one listener takes in a turn.
const BUDGET: usize = 64;
/// How long a listener rests that cannot take a connection.
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Debug)]
struct Listener {
    socket: TcpListener,
    peer_kind: PeerKind,
    /// Somebody may wait.
    ready: bool,
    /// Until then it is not tried.
    resting: Option<Instant>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Listeners {
    open: HashMap<Token, Listener>,
    /// A descriptor that does nothing but exist.
    reserve: Option<Registry>,
    /// That descriptors ran out was told, and has not changed since.
    told: bool,
}

impl Listeners {
    pub fn new(registry: &Registry) -> Self {
        Self { open: HashMap::new(), reserve: registry.try_clone().ok(), told: false }
    }

    pub fn add(
        &mut self,
        registry: &Registry,
        token: Token,
        mut socket: TcpListener,
        peer_kind: PeerKind,
    ) -> io::Result<()> {
        registry.register(&mut socket, token, Interest::READABLE)?;
        self.open.insert(token, Listener { socket, peer_kind, ready: true, resting: None });
        Ok(())
    }

    /// The system says that somebody waits; false if that is not a listener.
    pub fn note(&mut self, token: Token) -> bool {
        let Some(listener) = self.open.get_mut(&token) else { return false };
        listener.ready = true;
        true
    }

    /// How long the thread may sleep; `None` if nobody is known to wait.
    pub fn pause(&self, now: Instant) -> Option<Duration> {
        let ready = self.open.values().filter(|listener| listener.ready);
        let pause = |listener: &Listener| {
            listener.resting.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
        };
        ready.map(pause).min()
    }

    /// A descriptor has come free: the reserve is filled, and nobody rests.
    pub fn freed(&mut self, registry: &Registry) {
        if self.reserve.is_none() {
            self.reserve = registry.try_clone().ok();
        }
        for listener in self.open.values_mut() {
            listener.resting = None;
        }
    }

    /// Who waits, of each listener a few.
    pub fn accept(&mut self, registry: &Registry, now: Instant) -> Vec<(TcpStream, PeerKind)> {
        let mut taken = Vec::new();
        let mut trouble = None;
        for listener in self.open.values_mut() {
            if !listener.ready || listener.resting.is_some_and(|until| until > now) {
                continue;
            }
            listener.resting = None;
            if let Err(error) = listener.accept(&mut taken, &mut self.reserve) {
                listener.resting = Some(now + PAUSE);
                trouble = Some(error);
            }
            if self.reserve.is_none() {
                // Nobody waited after all: without descriptors the system does not tell. Before others take it.
                self.reserve = registry.try_clone().ok();
            }
        }
        match trouble {
            Some(error) if !self.told => {
                self.told = true;
                ::log::warn!(
                    "a connection cannot be accepted: {error}; it waits until another one ends"
                );
            }
            Some(_) => {}
            None if taken.is_empty() => {}
            None => self.told = false,
        }
        taken
    }
}

impl Listener {
    fn accept(
        &mut self,
        taken: &mut Vec<(TcpStream, PeerKind)>,
        reserve: &mut Option<Registry>,
    ) -> io::Result<()> {
        for _ in 0..BUDGET {
            match self.socket.accept() {
                Ok((stream, _)) => taken.push((stream, self.peer_kind.clone())),
                // A signal; a client that went away again.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.ready = false;
                    return Ok(());
                }
                Err(_) if matches!(self.peer_kind, PeerKind::Control) && reserve.is_some() => {
                    // Dropped, so that the next try has its descriptor.
                    *reserve = None;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
