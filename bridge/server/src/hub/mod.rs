//! The hub: the bridge without I/O. Bytes of clients, bytes of the server and time come in; bytes for both go out.
//!
//! Owns who has registered which DN, whose turn it is, which request has which reference id, and the limits of
//! each client. Knows neither sockets nor threads, reads no clock, and must not know what a user event means, beyond
//! what a client's rights ask.

mod client;
mod codes;
mod counters;
mod dns;
mod echoes;
mod events;
mod gauges;
mod logins;
mod note;
mod open;
mod reading;
mod registrations;
mod requests;
mod rights;
mod server;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use commdn::link::{ClientRequest, LinkError, ServerConfig, ServerLink, ServerMessage};
use commdn::time::Moment;

use crate::config::Config;
use crate::upstream::UpstreamLink;

use client::{Client, Phase};
pub use counters::{BOUNDS, Counters, Ending, OfClient};
use dns::Dns;
use echoes::Echoes;
pub use gauges::Gauges;
pub use logins::Credentials;
pub use note::Note;
use open::OpenRequests;
pub use rights::{Refusal, Rights};
pub use server::ServerState;

/// Number of a client's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(pub u64);

/// Rung when there is something to be done for a client, or for the server; it must not wait or call back.
pub type Bell = Arc<dyn Fn() + Send + Sync>;

/// What the hub's user does next with a client.
#[derive(Debug)]
pub enum Progress {
    /// Read more from it.
    More,
    /// Read no more until its bell rings.
    Full,
    /// Look whether it may come in, then [`Hub::admit`] or [`Hub::refuse_login`].
    Login(Credentials),
    /// Send what waits for it, and end the connection.
    Closing,
}

/// Whether clients are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// They are.
    On,
    /// The other bridge of the pair does.
    Standby,
    /// The bridge ends: what is under way is finished, nothing new is taken.
    Draining,
}

/// Limits and choices.
#[derive(Debug, Clone)]
struct Options {
    max_clients: usize,
    link: ServerConfig,
    window: usize,
    request_timeout: Duration,
    grace: Duration,
    own_echo: bool,
}

/// The bridge without I/O.
pub struct Hub {
    options: Options,
    clients: BTreeMap<ClientId, Client>,
    last_client: u64,
    /// Logged in connections of each client.
    connections: HashMap<Arc<str>, usize>,
    dns: Dns,
    /// Clients with waiting requests, the next one first.
    turns: VecDeque<ClientId>,
    /// Clients that have used up their allowance, and when they have one again.
    resting: BTreeMap<(Moment, ClientId), ()>,
    open: OpenRequests,
    echoes: Echoes,
    service: Service,
    server: ServerState,
    link: Option<UpstreamLink>,
    /// Bytes for the server, and whether its bell is to ring.
    to_server: Vec<u8>,
    server_bell: Bell,
    server_rings: bool,
    last_accepted: Moment,
    /// Time before which no client needs to be looked at.
    watch_at: Option<Moment>,
    now: Moment,
    ringing: Vec<ClientId>,
    notes: Vec<Note>,
    counters: Counters,
    scratch: Vec<u8>,
}

impl std::fmt::Debug for Hub {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hub")
            .field("clients", &self.clients.len())
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

impl Hub {
    /// A bridge that serves, without clients and without a server; `server_bell` rings when there is something to send
    /// to the server, or its connection is to end.
    #[must_use]
    pub fn new(config: &Config, server_bell: Bell) -> Self {
        let mut link = ServerConfig::default();
        link.max_frame_bytes = config.bridge.max_frame_bytes;
        link.login_timeout = Duration::from_secs_f64(config.bridge.login_seconds);
        let options = Options {
            max_clients: config.bridge.max_clients,
            link,
            window: config.upstream.window,
            request_timeout: Duration::from_secs_f64(config.upstream.request_seconds),
            grace: Duration::from_secs_f64(config.upstream.grace_seconds),
            own_echo: config.clients.own_echo,
        };
        Self {
            options,
            clients: BTreeMap::new(),
            last_client: 0,
            connections: HashMap::new(),
            dns: Dns::default(),
            turns: VecDeque::new(),
            resting: BTreeMap::new(),
            open: OpenRequests::default(),
            echoes: Echoes::new(config.upstream.echo),
            service: Service::On,
            server: ServerState::Away { since: Moment::ZERO, given_up: false },
            link: None,
            to_server: Vec::new(),
            server_bell,
            server_rings: false,
            last_accepted: Moment::ZERO,
            watch_at: None,
            now: Moment::ZERO,
            ringing: Vec::new(),
            notes: Vec::new(),
            counters: Counters::default(),
            scratch: Vec::new(),
        }
    }

    /// A client has connected; `None` if there is no room for it.
    pub fn connect(&mut self, bell: Bell, now: Moment) -> Option<ClientId> {
        // Twice as many may connect as may log in, so that the others can be told why not.
        let full = self.clients.len() >= self.options.max_clients.saturating_mul(2);
        if full || self.service == Service::Draining {
            self.counters.connections_refused += 1;
            return None;
        }
        self.now = now;
        self.last_client += 1;
        let id = ClientId(self.last_client);
        let mut out = Vec::new();
        let link = ServerLink::start(self.options.link, now, &mut out);
        self.watch(link.next_tick());
        self.clients.insert(id, Client::new(id, link, out, bell));
        self.counters.connections += 1;
        self.ring(id);
        Some(id)
    }

    /// Bytes of a client; none, to go on with what has come.
    pub fn receive(&mut self, id: ClientId, bytes: &[u8], now: Moment) -> Progress {
        self.now = now;
        let Some(client) = self.clients.get_mut(&id) else { return Progress::Closing };
        if client.phase != Phase::Open {
            return Progress::Closing;
        }
        let Some(mut link) = client.link.take() else { return Progress::Closing };
        if !bytes.is_empty() {
            link.receive(bytes, now);
        }
        let mut own = Vec::new();
        let progress = loop {
            if self.clients.get(&id).is_none_or(|client| client.phase != Phase::Open) {
                break Progress::Closing;
            }
            if self.is_full(id) {
                break Progress::Full;
            }
            let served = link.next(&mut own, |request| self.serve(id, request));
            if !own.is_empty() {
                self.append(id, |out| out.append(&mut own));
            }
            match served {
                Ok(Some(None)) => {}
                Ok(Some(Some(login))) => break Progress::Login(login),
                Ok(None) => break Progress::More,
                Err(error) => {
                    self.close(id, Ending::Protocol, &error.to_string());
                    break Progress::Closing;
                }
            }
        };
        if let Some(client) = self.clients.get_mut(&id) {
            let at = link.next_tick();
            client.link = Some(link);
            self.watch(at);
        }
        self.pump();
        progress
    }

    fn is_full(&self, id: ClientId) -> bool {
        self.service == Service::Draining || self.clients.get(&id).is_some_and(|client| client.full)
    }

    /// Process a request of a client; a login is for the hub's user.
    fn serve(&mut self, id: ClientId, request: ClientRequest<'_>) -> Option<Credentials> {
        let (reference, dn, result) = match request {
            ClientRequest::Login(login) => return Some(Credentials::of(&login)),
            ClientRequest::Register(about) => {
                let dn = about.dn.as_deref().map(str::to_owned);
                (about.reference, dn, self.register(id, &about))
            }
            ClientRequest::Unregister(about) => {
                let dn = about.dn.as_deref().map(str::to_owned);
                (about.reference, dn, self.unregister(id, &about))
            }
            ClientRequest::Distribute { about, user_data } => {
                (about.reference, None, self.distribute(id, &about, user_data))
            }
            ClientRequest::ReadObjects { kind, filter, reference } => {
                (reference, None, self.read_objects(id, kind, filter, reference))
            }
            ClientRequest::Unsupported { message, reference } => {
                let text = format!("Unsupported operation: {message}");
                (reference, None, Err((codes::UNSUPPORTED_OPERATION, text)))
            }
            _ => return None,
        };
        if let Err(refusal) = result {
            self.refuse(id, reference, dn.as_deref(), &refusal);
        }
        None
    }

    fn refuse(&mut self, id: ClientId, reference: Option<i32>, dn: Option<&str>, why: &Refusal) {
        let (code, message) = why;
        self.counters.refused_here += 1;
        if let Some(client) = self.clients.get(&id) {
            self.notes.push(Note::Refused { client: id, name: client.label(), code: *code });
        }
        self.send(id, &ServerMessage::Refused { reference, dn, code: *code, message });
    }

    /// Append a message for a client.
    fn send(&mut self, id: ClientId, message: &ServerMessage<'_>) {
        self.append(id, |out| message.write(out));
    }

    fn append(&mut self, id: ClientId, write: impl FnOnce(&mut Vec<u8>)) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        if client.phase != Phase::Open {
            return;
        }
        write(&mut client.out);
        let most = client.max_backlog();
        if client.backlog() > most {
            client.out.clear();
            return self.close(id, Ending::Slow, &format!("more than {most} bytes waited for it"));
        }
        self.ring(id);
    }

    /// Append a message for every client that is in.
    fn send_to_all(&mut self, message: &ServerMessage<'_>) {
        let ids: Vec<_> =
            self.clients.values().filter(|client| client.is_in()).map(|client| client.id).collect();
        for id in ids {
            self.send(id, message);
        }
    }

    /// Read no more of a client, and end its connection when what waits is sent.
    pub fn close(&mut self, id: ClientId, ending: Ending, why: &str) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        if client.phase != Phase::Open {
            return;
        }
        client.phase = Phase::Closing;
        let name = client.label();
        self.counters.ended(ending);
        self.notes.push(Note::Closed { client: id, name, ending, why: why.to_owned() });
        self.ring(id);
    }

    /// A client's connection has ended. Requests that were read from it still have their turn.
    pub fn disconnect(&mut self, id: ClientId, now: Moment) {
        self.now = now;
        let Some(client) = self.clients.get_mut(&id) else { return };
        if client.phase == Phase::Open {
            self.counters.ended(Ending::Client);
            let (name, why) = (client.label(), String::new());
            self.notes.push(Note::Closed { client: id, name, ending: Ending::Client, why });
        }
        client.phase = Phase::Gone;
        client.out = Vec::new();
        client.writing = 0;
        if let Some(rights) = client.rights.clone()
            && let Some(count) = self.connections.get_mut(&rights.label)
        {
            *count = count.saturating_sub(1);
        }
        self.forget_if_done(id);
        self.pump();
    }

    /// Forget a client that is gone and has no more requests.
    fn forget_if_done(&mut self, id: ClientId) {
        let done = |client: &Client| client.phase == Phase::Gone && !client.has_waiting();
        if !self.clients.get(&id).is_some_and(done) {
            return;
        }
        let Some(client) = self.clients.remove(&id) else { return };
        for dn in client.dns {
            self.leave(&dn, id);
        }
    }

    /// Move the bytes that wait for a client to `into`, which is empty; they count for it until [`Hub::written`].
    /// Returns whether the connection goes on after them.
    pub fn take_output(&mut self, id: ClientId, into: &mut Vec<u8>) -> bool {
        let Some(client) = self.clients.get_mut(&id) else { return false };
        std::mem::swap(&mut client.out, into);
        client.writing = into.len();
        client.phase == Phase::Open
    }

    /// What was taken is written.
    pub fn written(&mut self, id: ClientId) {
        if let Some(client) = self.clients.get_mut(&id) {
            client.writing = 0;
        }
    }

    /// How long a client may take nothing.
    #[must_use]
    pub fn patience(&self, id: ClientId) -> Duration {
        let rights = self.clients.get(&id).and_then(|client| client.rights.as_ref());
        rights.map_or(self.options.link.login_timeout, |rights| rights.slow)
    }

    /// Let time pass.
    pub fn tick(&mut self, now: Moment) {
        self.now = now;
        while let Some((&(at, id), ())) = self.resting.first_key_value()
            && at <= now
        {
            self.resting.remove(&(at, id));
            self.turns.push_back(id);
        }
        self.tick_clients();
        self.tick_server();
        self.pump();
    }

    fn tick_clients(&mut self) {
        if self.watch_at.is_none_or(|at| at > self.now) {
            return;
        }
        let now = self.now;
        let mut over = Vec::new();
        let mut spoke = Vec::new();
        let mut next = None;
        for client in self.clients.values_mut().filter(|client| client.phase == Phase::Open) {
            let Some(link) = client.link.as_mut() else { continue };
            // Nothing is read from one that is full: it is not silent.
            if !client.full {
                let before = client.out.len();
                match link.tick(now, &mut client.out) {
                    Ok(()) if client.out.len() > before => spoke.push(client.id),
                    Ok(()) => {}
                    Err(error) => over.push((client.id, error)),
                }
            }
            next =
                [next, link.next_tick().map(|at| at.max(now + TICK))].into_iter().flatten().min();
        }
        self.watch_at = next;
        for id in spoke {
            self.ring(id);
        }
        for (id, error) in over {
            let ending = match error {
                LinkError::KeepAlive { .. } => Ending::Silent,
                _ => Ending::NoLogin,
            };
            self.close(id, ending, &error.to_string());
        }
    }

    /// When [`Hub::tick`] has something to do next, if nothing comes.
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        let rest = self.resting.first_key_value().map(|(&(at, _), ())| at);
        [self.watch_at, rest, self.server_tick()].into_iter().flatten().min()
    }

    fn watch(&mut self, at: Option<Moment>) {
        self.watch_at = [self.watch_at, at].into_iter().flatten().min();
    }

    /// Have the client's bell rung.
    fn ring(&mut self, id: ClientId) {
        if let Some(client) = self.clients.get_mut(&id)
            && !std::mem::replace(&mut client.rings, true)
        {
            self.ringing.push(id);
        }
    }

    /// The bells that are to be rung, after the lock on the hub is released.
    pub fn take_bells(&mut self) -> Vec<Bell> {
        let mut bells = Vec::new();
        for id in std::mem::take(&mut self.ringing) {
            if let Some(client) = self.clients.get_mut(&id) {
                client.rings = false;
                bells.push(Arc::clone(&client.bell));
            }
        }
        if std::mem::take(&mut self.server_rings) {
            bells.push(Arc::clone(&self.server_bell));
        }
        bells
    }

    /// What is worth a line in the log.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }
}

/// The least time between two looks at all clients.
const TICK: Duration = Duration::from_millis(10);
