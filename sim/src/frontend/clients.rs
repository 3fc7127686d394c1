//! The clients of the network, read from in turns.
//!
//! One that sends as fast as it is served has its share of each turn and no more. One that takes too little is not read
//! from until it does.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mio::net::TcpStream;
use mio::{Interest, Registry, Token, Waker};

use super::driver::{Driver, Sink, TcpSink};
use super::tls::TlsConnection;
use crate::engine::{ClientId, Server};

/// Most bytes that are read from one client in a turn.
const BUDGET: usize = 64 << 10;
const CLOSED: &str = "closed by the client";

#[derive(Debug)]
struct Client {
    id: ClientId,
    sink: Arc<TcpSink>,
    /// Something may be there to be read: the system tells it once.
    readable: bool,
    /// It stands in the queue.
    queued: bool,
}

/// How reading from a client went.
enum Reading {
    /// Nothing is left, or it is paused.
    Idle,
    /// Its share is used up.
    More,
    /// The end of the connection, and why.
    Ended(String),
}

/// All of them.
pub(super) struct Clients {
    driver: Arc<Driver>,
    waker: Arc<Waker>,
    all: HashMap<Token, Client>,
    /// Who may be read from, each once.
    queue: VecDeque<Token>,
    buffer: Vec<u8>,
    /// What of it was decrypted.
    plain: Vec<u8>,
}

impl Clients {
    pub fn new(driver: Arc<Driver>, waker: Arc<Waker>) -> Self {
        let (all, queue) = (HashMap::new(), VecDeque::new());
        Self { driver, waker, all, queue, buffer: vec![0; BUDGET], plain: Vec::new() }
    }

    /// Take one in; one too many is dropped.
    pub fn add(
        &mut self,
        registry: &Registry,
        token: Token,
        mut stream: TcpStream,
        server: Server,
        secure: Option<TlsConnection>,
    ) {
        let both = Interest::READABLE | Interest::WRITABLE;
        if stream.set_nodelay(true).is_err() || registry.register(&mut stream, token, both).is_err()
        {
            return;
        }
        let paused = AtomicBool::new(false);
        let waker = Arc::clone(&self.waker);
        let sink = Arc::new(TcpSink { stream, secure, paused, waker });
        let own = Arc::clone(&sink);
        if let Some(id) = self.driver.connect(server, |_| Sink::Tcp(own)) {
            self.all.insert(token, Client { id, sink, readable: true, queued: true });
            self.queue.push_back(token);
        }
    }

    /// What the system says of one.
    pub fn note(&mut self, event: &mio::event::Event) {
        let token = event.token();
        let Some(client) = self.all.get_mut(&token) else { return };
        if event.is_writable() {
            let id = client.id;
            self.driver.step(|engine, _| engine.mark_ready(id));
        }
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            client.readable = true;
            if !std::mem::replace(&mut client.queued, true) {
                self.queue.push_back(token);
            }
        }
    }

    /// Some may have come out of their pause.
    pub fn resume(&mut self) {
        for (token, client) in &mut self.all {
            if client.readable && !client.queued && !client.sink.paused.load(Ordering::Relaxed) {
                client.queued = true;
                self.queue.push_back(*token);
            }
        }
    }

    pub fn is_idle(&self) -> bool {
        self.queue.is_empty()
    }

    /// Read from each once; tells how many have ended.
    pub fn take_turn(&mut self) -> usize {
        let mut ended = 0;
        for _ in 0..self.queue.len() {
            let Some(token) = self.queue.pop_front() else { break };
            let read = self.read(token);
            let Some(client) = self.all.get_mut(&token) else { continue };
            match read {
                Reading::Idle => client.queued = false,
                Reading::More => self.queue.push_back(token),
                Reading::Ended(reason) => {
                    self.driver.client_ended(client.id, &reason);
                    self.all.remove(&token);
                    ended += 1;
                }
            }
        }
        ended
    }

    /// Read what is there, up to its share.
    fn read(&mut self, token: Token) -> Reading {
        let Some(client) = self.all.get_mut(&token) else { return Reading::Idle };
        let mut taken = 0;
        while taken < BUDGET {
            if client.sink.paused.load(Ordering::Relaxed) {
                return Reading::Idle;
            }
            match (&client.sink.stream).read(&mut self.buffer) {
                Ok(0) => return Reading::Ended(CLOSED.to_owned()),
                Ok(len) => {
                    taken += len;
                    let bytes = self.buffer.get(..len).unwrap_or_default();
                    let plain = match &client.sink.secure {
                        None => bytes,
                        Some(secure) => {
                            self.plain.clear();
                            match secure.decrypt(bytes, &mut self.plain, &client.sink.stream) {
                                Ok(()) if self.plain.is_empty() => continue,
                                Ok(()) => self.plain.as_slice(),
                                Err(reason) => return Reading::Ended(reason),
                            }
                        }
                    };
                    if !self.driver.tcp_received(client.id, plain, &client.sink) {
                        return Reading::Idle;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    client.readable = false;
                    return Reading::Idle;
                }
                Err(_) => return Reading::Ended(CLOSED.to_owned()),
            }
        }
        Reading::More
    }
}
