//! The TCP face: one thread that accepts and reads; whoever runs the engine writes.
//!
//! Sockets do not block. The thread goes round: everybody who waits at a listener, who controls, and who is a client has
//! a bounded share of each turn, so that none of them can keep the others out.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use commdn::sync::Mutex;
use commdn::thread::Thread;
use mio::{Events, Poll, Token, Waker};

use super::clients::Clients;
use super::controls::Controls;
use super::hub::Hub;
use super::listeners::Listeners;
use super::secure::Guard;
use crate::control::Control;
use crate::engine::Server;

const WAKE: Token = Token(0);

/// Who is expected on a listener.
#[derive(Debug, Clone)]
pub(crate) enum Guest {
    /// Clients of a T-Server.
    Client(Server),
    /// Clients of a T-Server, with TLS.
    SecureClient(Server, Arc<Guard>),
    /// The control interface.
    Control,
}

/// The thread's door: listeners to take in, and the word to end.
#[derive(Debug)]
struct Door {
    new: Mutex<Vec<(TcpListener, Guest)>>,
    ended: AtomicBool,
    waker: Arc<Waker>,
}

/// The TCP face.
#[derive(Debug)]
pub(crate) struct IoLoop {
    door: Arc<Door>,
    thread: Option<Thread>,
}

impl IoLoop {
    /// Start the thread.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(hub: Arc<Hub>) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE)?);
        let door = Arc::new(Door { new: Mutex::default(), ended: AtomicBool::new(false), waker });
        let own = Room {
            listeners: Listeners::new(poll.registry()),
            clients: Clients::new(Arc::clone(&hub), Arc::clone(&door.waker)),
            controls: Controls::default(),
            last_token: WAKE.0,
            door: Arc::clone(&door),
            poll,
            hub,
        };
        let thread = Thread::start("commdn-sim-tcp", || own.run())?;
        Ok(Self { door, thread: Some(thread) })
    }

    /// Listen on `address`; tells the address with its port.
    ///
    /// # Errors
    /// What the system says: a busy port, for one.
    pub fn listen(&self, address: SocketAddr, guest: Guest) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        self.door.new.lock().push((listener, guest));
        self.door.waker.wake()?;
        Ok(address)
    }

    pub fn stop(&mut self) {
        self.door.ended.store(true, Ordering::Release);
        // The thread also ends when it next wakes for another reason.
        let _ = self.door.waker.wake();
        if let Some(thread) = self.thread.take() {
            thread.join();
        }
    }
}

/// What the thread owns.
struct Room {
    poll: Poll,
    hub: Arc<Hub>,
    door: Arc<Door>,
    listeners: Listeners,
    clients: Clients,
    controls: Controls,
    last_token: usize,
}

impl Room {
    fn run(mut self) {
        let mut events = Events::with_capacity(1024);
        let control = Control::new(Arc::clone(&self.hub));
        while !self.door.ended.load(Ordering::Acquire) {
            let pause = self.pause();
            if let Err(error) = self.poll.poll(&mut events, pause) {
                if error.kind() == io::ErrorKind::Interrupted {
                    continue;
                }
                self.hub.stop(Some(format!("waiting for connections failed: {error}")));
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
        let new = std::mem::take(&mut *self.door.new.lock());
        for (listener, guest) in new {
            let token = self.next_token();
            let listener = mio::net::TcpListener::from_std(listener);
            if let Err(error) = self.listeners.add(self.poll.registry(), token, listener, guest) {
                ::log::error!("a listener cannot be watched: {error}");
            }
        }
    }

    fn accept(&mut self) {
        for (stream, guest) in self.listeners.accept(self.poll.registry(), Instant::now()) {
            let token = self.next_token();
            let registry = self.poll.registry();
            match guest {
                Guest::Client(server) => self.clients.add(registry, token, stream, server, None),
                Guest::SecureClient(server, guard) => {
                    self.clients.add(registry, token, stream, server, Some(guard.receive()));
                }
                Guest::Control => self.controls.add(registry, token, stream),
            }
        }
    }
}
