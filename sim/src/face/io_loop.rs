//! The TCP face: one thread that accepts and reads; whoever runs the engine writes.
//!
//! Sockets do not block. A client that takes too little is not read from until it does.

use std::collections::HashMap;
use std::io::{self, Read};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commdn::sync::Mutex;
use commdn::thread::Thread;
use mio::{Events, Interest, Poll, Token, Waker};

use super::control_client::ControlClient;
use super::hub::{Hub, Sink, TcpSink};
use super::secure::{Guard, Secure};
use crate::control::Control;
use crate::engine::{ClientId, Server};

const WAKE: Token = Token(0);
const READ_BYTES: usize = 64 << 10;
const CLOSED: &str = "closed by the client";

/// Most connections of the control interface at a time.
const MAX_CONTROLS: usize = 64;

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
            poll,
            hub,
            door: Arc::clone(&door),
            listeners: HashMap::new(),
            clients: HashMap::new(),
            controls: HashMap::new(),
            last_token: WAKE.0,
            buffer: vec![0; READ_BYTES],
            plain: Vec::new(),
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

#[derive(Debug)]
struct Client {
    id: ClientId,
    sink: Arc<TcpSink>,
    /// Something may be there to be read: the system tells it once.
    readable: bool,
}

/// What the thread owns.
struct Room {
    poll: Poll,
    hub: Arc<Hub>,
    door: Arc<Door>,
    listeners: HashMap<Token, (mio::net::TcpListener, Guest)>,
    clients: HashMap<Token, Client>,
    controls: HashMap<Token, ControlClient>,
    last_token: usize,
    buffer: Vec<u8>,
    /// What of it was decrypted.
    plain: Vec<u8>,
}

impl Room {
    fn run(mut self) {
        let mut events = Events::with_capacity(1024);
        while !self.door.ended.load(Ordering::Acquire) {
            if let Err(error) = self.poll.poll(&mut events, None) {
                if error.kind() == io::ErrorKind::Interrupted {
                    continue;
                }
                self.hub.stop(Some(format!("waiting for connections failed: {error}")));
                return;
            }
            self.take_listeners();
            for event in &events {
                let token = event.token();
                if self.listeners.contains_key(&token) {
                    self.accept(token);
                } else if self.controls.contains_key(&token) {
                    self.proceed(token);
                } else if let Some(client) = self.clients.get_mut(&token) {
                    if event.is_writable() {
                        let id = client.id;
                        self.hub.step(|engine, _| engine.touch(id));
                    }
                    if event.is_readable() || event.is_read_closed() || event.is_error() {
                        client.readable = true;
                    }
                }
            }
            self.read_all();
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
            let mut listener = mio::net::TcpListener::from_std(listener);
            match self.poll.registry().register(&mut listener, token, Interest::READABLE) {
                Ok(()) => {
                    self.listeners.insert(token, (listener, guest));
                    self.accept(token);
                }
                Err(error) => ::log::error!("a listener cannot be watched: {error}"),
            }
        }
    }

    fn accept(&mut self, listener: Token) {
        loop {
            let Some((socket, guest)) = self.listeners.get(&listener) else { return };
            let guest = guest.clone();
            match socket.accept() {
                Ok((stream, _)) => match guest {
                    Guest::Client(server) => self.take_in(stream, server, None),
                    Guest::SecureClient(server, guard) => {
                        self.take_in(stream, server, Some(guard.receive()));
                    }
                    Guest::Control => self.take_control(stream),
                },
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A client that went away again, or none left.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) => {
                    ::log::warn!("a connection cannot be accepted: {error}");
                    return;
                }
            }
        }
    }

    fn take_in(&mut self, mut stream: mio::net::TcpStream, server: Server, secure: Option<Secure>) {
        let token = self.next_token();
        let both = Interest::READABLE | Interest::WRITABLE;
        if stream.set_nodelay(true).is_err()
            || self.poll.registry().register(&mut stream, token, both).is_err()
        {
            return;
        }
        let paused = AtomicBool::new(false);
        let waker = Arc::clone(&self.door.waker);
        let sink = Arc::new(TcpSink { stream, secure, paused, waker });
        let own = Arc::clone(&sink);
        if let Some(id) = self.hub.connect(server, |_| Sink::Tcp(own)) {
            self.clients.insert(token, Client { id, sink, readable: true });
        }
    }

    fn take_control(&mut self, mut stream: mio::net::TcpStream) {
        let token = self.next_token();
        let both = Interest::READABLE | Interest::WRITABLE;
        if self.controls.len() < MAX_CONTROLS
            && self.poll.registry().register(&mut stream, token, both).is_ok()
        {
            self.controls.insert(token, ControlClient::new(stream));
            self.proceed(token);
        }
    }

    fn proceed(&mut self, token: Token) {
        let control = Control::new(Arc::clone(&self.hub));
        let goes_on = self.controls.get_mut(&token).is_some_and(|client| client.proceed(&control));
        if !goes_on {
            self.controls.remove(&token);
        }
    }

    /// Read what is there from every client that may be read.
    fn read_all(&mut self) {
        let readable = self.clients.iter().filter(|(_, client)| client.readable);
        let tokens: Vec<Token> = readable.map(|(token, _)| *token).collect();
        for token in tokens {
            if let Some(reason) = self.read(token)
                && let Some(client) = self.clients.remove(&token)
            {
                self.hub.client_ended(client.id, &reason);
            }
        }
    }

    /// Read what is there; why, at the end of the connection.
    fn read(&mut self, token: Token) -> Option<String> {
        let client = self.clients.get_mut(&token)?;
        while !client.sink.paused.load(Ordering::Relaxed) {
            match (&client.sink.stream).read(&mut self.buffer) {
                Ok(0) => return Some(CLOSED.to_owned()),
                Ok(len) => {
                    let bytes = self.buffer.get(..len).unwrap_or_default();
                    let plain = match &client.sink.secure {
                        None => bytes,
                        Some(secure) => {
                            self.plain.clear();
                            match secure.decrypt(bytes, &mut self.plain, &client.sink.stream) {
                                Ok(()) if self.plain.is_empty() => continue,
                                Ok(()) => self.plain.as_slice(),
                                Err(reason) => return Some(reason),
                            }
                        }
                    };
                    if !self.hub.tcp_received(client.id, plain, &client.sink) {
                        return None;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    client.readable = false;
                    return None;
                }
                Err(_) => return Some(CLOSED.to_owned()),
            }
        }
        None
    }
}
