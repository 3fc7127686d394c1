//! Event loop of the TCP frontend: one thread accepts and reads; whoever runs the engine writes.
//!
//! Owns the poll and the thread. Sockets do not block. Listeners, control connections and clients
//! each have a bounded share of every round, so that none of them can keep the others out.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use commdn_rt::sync::Mutex;
use commdn_rt::thread::Thread;
use mio::{Events, Poll, Token, Waker};

use super::clients::Clients;
use super::controls::Controls;
use super::driver::Driver;
use super::listeners::Listeners;
use super::tls::TlsAcceptor;
use crate::control::Control;
use crate::engine::Server;

const WAKE: Token = Token(0);

/// What kind of peer a listener accepts.
#[derive(Debug, Clone)]
pub(crate) enum PeerKind {
    /// Clients of a T-Server.
    Client(Server),
    /// Clients of a T-Server, with TLS.
    TlsClient(Server, Arc<TlsAcceptor>),
    /// The control interface.
    Control,
}

/// What the owner tells the thread: listeners to add, and the request to end.
#[derive(Debug)]
struct Mailbox {
    new: Mutex<Vec<(TcpListener, PeerKind)>>,
    ended: AtomicBool,
    waker: Arc<Waker>,
}

/// The owner's end of the event loop.
#[derive(Debug)]
pub(crate) struct EventLoopHandle {
    mailbox: Arc<Mailbox>,
    thread: Option<Thread>,
}

impl EventLoopHandle {
    /// Start the thread.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(driver: Arc<Driver>) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE)?);
        let mailbox =
            Arc::new(Mailbox { new: Mutex::default(), ended: AtomicBool::new(false), waker });
        let own = EventLoop {
            listeners: Listeners::new(poll.registry()),
            clients: Clients::new(Arc::clone(&driver), Arc::clone(&mailbox.waker)),
            controls: Controls::default(),
            last_token: WAKE.0,
            mailbox: Arc::clone(&mailbox),
            poll,
            driver,
        };
        let thread = Thread::start("commdn-sim-tcp", || own.run())?;
        Ok(Self { mailbox, thread: Some(thread) })
    }

    /// Listen on `address`; tells the address with its port.
    ///
    /// # Errors
    /// What the system says: a busy port, for one.
    pub fn listen(&self, address: SocketAddr, peer_kind: PeerKind) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        self.mailbox.new.lock().push((listener, peer_kind));
        self.mailbox.waker.wake()?;
        Ok(address)
    }

    pub fn stop(&mut self) {
        self.mailbox.ended.store(true, Ordering::Release);
        // The thread also ends when it next wakes for another reason.
        let _ = self.mailbox.waker.wake();
        if let Some(thread) = self.thread.take() {
            thread.join();
        }
    }
}

/// The thread's own state.
struct EventLoop {
    poll: Poll,
    driver: Arc<Driver>,
    mailbox: Arc<Mailbox>,
    listeners: Listeners,
    clients: Clients,
    controls: Controls,
    last_token: usize,
}

impl EventLoop {
    fn run(mut self) {
        let mut events = Events::with_capacity(1024);
        let control = Control::new(Arc::clone(&self.driver));
        while !self.mailbox.ended.load(Ordering::Acquire) {
            let pause = self.pause();
            if let Err(error) = self.poll.poll(&mut events, pause) {
                if error.kind() == io::ErrorKind::Interrupted {
                    continue;
                }
                self.driver.stop(Some(format!("waiting for connections failed: {error}")));
                return;
            }
            self.take_listeners();
            for event in &events {
                let token = event.token();
                if token == WAKE {
                    self.clients.resume();
                } else if !self.listeners.note(token) && !self.controls.note(token) {
                    self.clients.note(event);
                }
            }
            self.accept();
            let ended = self.controls.take_turn(&control) + self.clients.take_turn();
            if ended > 0 {
                self.listeners.freed(self.poll.registry());
            }
        }
    }

    /// How long it may sleep: not at all while somebody has something to do.
    fn pause(&self) -> Option<Duration> {
        match self.clients.is_idle() && self.controls.is_idle() {
            true => self.listeners.pause(Instant::now()),
            false => Some(Duration::ZERO),
        }
    }

    fn next_token(&mut self) -> Token {
        self.last_token += 1;
        Token(self.last_token)
    }

    fn take_listeners(&mut self) {
        let new = std::mem::take(&mut *self.mailbox.new.lock());
        for (listener, peer_kind) in new {
            let token = self.next_token();
            let listener = mio::net::TcpListener::from_std(listener);
            if let Err(error) = self.listeners.add(self.poll.registry(), token, listener, peer_kind)
            {
                ::log::error!("a listener cannot be watched: {error}");
            }
        }
    }

    fn accept(&mut self) {
        for (stream, peer_kind) in self.listeners.accept(self.poll.registry(), Instant::now()) {
            let token = self.next_token();
            let registry = self.poll.registry();
            match peer_kind {
                PeerKind::Client(server) => self.clients.add(registry, token, stream, server, None),
                PeerKind::TlsClient(server, acceptor) => {
                    self.clients.add(registry, token, stream, server, Some(acceptor.accept()));
                }
                PeerKind::Control => self.controls.add(registry, token, stream),
            }
        }
    }
}
