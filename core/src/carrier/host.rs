//! The host carrier: the application owns the connection to T-Server.
//!
//! The application supplies a [`HostSender`], which sends a user event through its own T-Library,
//! and hands in received user events, acknowledgements and refusals. Towards the session the
//! carrier is a [`Transport`] that speaks the frames of a server, so a session is the same over
//! every carrier. Login and registration belong to the application. The session's own are answered
//! here; after T-Server has removed the registration, once the application has it again.
//!
//! The sender is called on the submitting thread, or on one that flushes for it; of the session's
//! locks only the writer's is held.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::transport::{Connector, Transport};
use crate::link::{About, ClientRequest, LinkError, ServerConfig, ServerLink, ServerMessage};
use crate::time::Moment;
use commdn_rt::sync::{Condvar, Mutex};

/// Sends the packed user data of one user event on a DN.
///
/// Returns the reference id that the application's T-Library gave the request (above 0), which
/// [`HostCarrier::accepted`] and [`HostCarrier::refused`] name; `Ok(None)` where it has none.
///
/// Must not call back into the session.
pub type HostSender = Arc<dyn Fn(&str, &[u8]) -> Result<Option<i32>, HostSendError> + Send + Sync>;

/// Reason why the application could not send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (code {code})")]
pub struct HostSendError {
    /// The application's or T-Library's error code.
    pub code: i32,
    /// What happened.
    pub message: String,
}

/// The application's end of a session that it carries; also what the session connects to.
///
/// Clones are the same carrier. One session at a time.
#[derive(Clone)]
pub struct HostCarrier {
    pipe: Arc<Pipe>,
}

struct Pipe {
    send: HostSender,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Frames for the session.
    incoming: VecDeque<u8>,
    /// The server's end of the session's connection.
    link: Option<ServerLink>,
    /// The session's reference ids by the application's.
    references: HashMap<i32, i32>,
    /// News of T-Server that came before the application's send had returned its reference id.
    early: HashMap<i32, HostReply>,
    /// Sends that have not returned.
    sending: usize,
    /// The order of the reference ids, to forget the oldest that nobody acknowledged.
    order: VecDeque<i32>,
    closed: bool,
    /// Counts connections of sessions: what is left of an earlier one has ended.
    connection: u64,
    /// The application has lost its own connection.
    away: bool,
    /// T-Server has taken the application's registration of the DN away.
    unregistered: bool,
    /// The reference id of a registration that the session has asked for meanwhile.
    registering: Option<i32>,
    /// The DN is out of service.
    out_of_service: bool,
}

/// The session's end of one connection.
#[derive(Debug)]
struct Connection {
    pipe: Arc<Pipe>,
    number: u64,
}

/// T-Server's reply to a request.
enum HostReply {
    Accepted,
    Refused(i32, String),
}

/// Most requests whose acknowledgement by T-Server is waited for; older ones are forgotten, which
/// only costs the session the news that T-Server took them.
const MAX_REFERENCES: usize = 131_072;
/// T-Server's code for what it does not do.
const UNSUPPORTED_OPERATION: i32 = 51;
/// Most bytes that wait for the session to read them.
const MAX_INCOMING_BYTES: usize = 64 * 1024 * 1024;

impl HostCarrier {
    /// A carrier that sends with `send`.
    #[must_use]
    pub fn new(send: HostSender) -> Self {
        let pipe = Pipe { send, state: Mutex::default(), changed: Condvar::new() };
        Self { pipe: Arc::new(pipe) }
    }

    /// Hand in a user event that was received on the DN: its packed user data.
    ///
    /// Does not block. Tells whether it was taken: not if no session is open, or it has stopped
    /// reading.
    pub fn user_event(&self, user_data: &[u8]) -> bool {
        self.tell(&ServerMessage::UserEvent { dn: None, user_data, sequence: None, time: None })
    }

    /// T-Server acknowledged the request with the application's reference id (EventACK).
    ///
    /// Tells whether it is, or may be, a request of the session.
    pub fn accepted(&self, host_reference: i32) -> bool {
        self.reply(host_reference, HostReply::Accepted)
    }

    /// T-Server refused the request with the application's reference id (EventError).
    ///
    /// Tells whether it is, or may be, a request of the session.
    pub fn refused(&self, host_reference: i32, code: i32, message: &str) -> bool {
        self.reply(host_reference, HostReply::Refused(code, message.to_owned()))
    }

    /// The link of T-Server to the switch came (true) or went.
    pub fn switch_link(&self, up: bool) -> bool {
        self.tell(&ServerMessage::SwitchLink(up))
    }

    /// The DN is in service again (true, `EventDNBackInService`) or out of it
    /// (`EventDNOutOfService`): the session holds its requests until it is back.
    ///
    /// A session that is opened later learns of it, too.
    pub fn service(&self, up: bool) {
        self.change(|state| {
            if std::mem::replace(&mut state.out_of_service, !up) == up {
                state.announce(&ServerMessage::Service { dn: None, up });
            }
        });
    }

    /// T-Server took the registration of the DN away, which nobody had asked for
    /// (`EventUnregistered`): the session holds its requests until [`HostCarrier::registered`].
    ///
    /// The application registers the DN again. A session that waits longer than its
    /// `connect_timeout` for that treats its connection as lost.
    pub fn unregistered(&self) {
        self.change(|state| {
            if !std::mem::replace(&mut state.unregistered, true) {
                state.announce(&ServerMessage::Unregistered { dn: None, reference: None });
            }
        });
    }

    /// The application has registered the DN again: the session goes on. The DN is in service,
    /// until it is said otherwise.
    ///
    /// Needed only after [`HostCarrier::unregistered`].
    pub fn registered(&self) {
        self.change(State::register);
    }

    /// The application lost its connection: the session has none until [`HostCarrier::connected`].
    pub fn disconnected(&self) {
        self.change(|state| (state.closed, state.away) = (true, true));
    }

    /// The application has its connection again, and has registered the DN: the session may go on.
    ///
    /// Needed only after [`HostCarrier::disconnected`].
    pub fn connected(&self) {
        self.change(|state| {
            if std::mem::take(&mut state.away) {
                state.out_of_service = false;
            }
            state.register();
        });
    }

    /// Change the state, and wake the session that reads.
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.pipe.state.lock());
        self.pipe.changed.notify_all();
    }

    fn reply(&self, host_reference: i32, reply: HostReply) -> bool {
        let mut state = self.pipe.state.lock();
        match state.references.remove(&host_reference) {
            Some(reference) => state.tell(reference, reply),
            // The send that it is about may still be on its way back.
            None if state.sending > 0 && state.early.len() < MAX_REFERENCES => {
                state.early.insert(host_reference, reply);
            }
            None => return false,
        }
        drop(state);
        self.pipe.changed.notify_all();
        true
    }

    fn tell(&self, message: &ServerMessage<'_>) -> bool {
        let mut out = Vec::new();
        message.write(&mut out);
        let mut state = self.pipe.state.lock();
        if !state.is_open() || state.incoming.len() + out.len() > MAX_INCOMING_BYTES {
            return false;
        }
        state.incoming.extend(out);
        drop(state);
        self.pipe.changed.notify_all();
        true
    }
}

impl fmt::Debug for HostCarrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostCarrier")
    }
}

impl fmt::Debug for Pipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostPipe")
    }
}

impl Connector for HostCarrier {
    fn connect(&self, _timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        let mut state = self.pipe.state.lock();
        if state.link.is_some() && !state.closed {
            let text = "the host carrier carries another session";
            return Err(io::Error::new(io::ErrorKind::AddrInUse, text));
        }
        if state.away {
            let text = "the application has lost its connection";
            return Err(io::Error::new(io::ErrorKind::NotConnected, text));
        }
        if state.unregistered {
            let text = "T-Server has taken the application's registration of the DN away";
            return Err(io::Error::new(io::ErrorKind::NotConnected, text));
        }
        let number = state.connection + 1;
        let mut greeting = Vec::new();
        // It lives on requests, and has no clock: nothing is polled, and a login cannot be late.
        let link = ServerLink::start(ServerConfig::default(), Moment::ZERO, &mut greeting);
        *state = State {
            link: Some(link),
            incoming: greeting.into(),
            connection: number,
            out_of_service: state.out_of_service,
            ..State::default()
        };
        drop(state);
        Ok(Arc::new(Connection { pipe: Arc::clone(&self.pipe), number }))
    }

    fn server(&self) -> String {
        "the host's connection".to_owned()
    }
}

/// Task of the host for one request of the session.
enum Asked {
    Nothing,
    /// The session has introduced itself, and wants to be polled so often: it never needs to be,
    /// within one process.
    Accept(Option<Duration>),
    /// Register the DN, under the session's reference id.
    Register(i32),
    /// Send this user data on this DN, under the session's reference id.
    Send(String, Vec<u8>, i32),
}

impl State {
    /// Whether a session reads what is told.
    const fn is_open(&self) -> bool {
        self.link.is_some() && !self.closed
    }

    /// Tell a session that reads of a change.
    fn announce(&mut self, message: &ServerMessage<'_>) {
        if self.is_open() {
            // A session that has stopped reading learns it with its next connection.
            self.closed = self.incoming.len() > MAX_INCOMING_BYTES;
            self.say(message);
        }
    }

    /// The application has its registration: a session that has asked for it is told.
    fn register(&mut self) {
        if std::mem::take(&mut self.unregistered) {
            self.out_of_service = false;
        }
        if let Some(reference) = self.registering.take() {
            self.answer_registration(reference);
        }
    }

    /// As a server answers a registration: a DN out of service is told of right after it.
    fn answer_registration(&mut self, reference: i32) {
        self.say(&ServerMessage::Registered { dn: None, reference: Some(reference) });
        if self.out_of_service {
            self.say(&ServerMessage::Service { dn: None, up: false });
        }
    }

    fn say(&mut self, message: &ServerMessage<'_>) {
        let mut out = Vec::new();
        message.write(&mut out);
        self.incoming.extend(out);
    }

    /// Tell the session what T-Server says of its request.
    fn tell(&mut self, reference: i32, reply: HostReply) {
        let reference = Some(reference);
        match reply {
            HostReply::Accepted => self.say(&ServerMessage::Accepted { reference }),
            HostReply::Refused(code, message) => {
                self.say(&ServerMessage::Refused { reference, dn: None, code, message: &message });
            }
        }
    }

    /// A send has returned the application's reference id.
    fn note(&mut self, host_reference: i32, reference: i32) {
        if let Some(reply) = self.early.remove(&host_reference) {
            return self.tell(reference, reply);
        }
        self.references.insert(host_reference, reference);
        self.order.push_back(host_reference);
        if self.order.len() > MAX_REFERENCES
            && let Some(oldest) = self.order.pop_front()
        {
            self.references.remove(&oldest);
        }
    }
}

impl Pipe {
    /// The next frame of that connection; what its server answers by itself is answered.
    fn next(&self, number: u64) -> io::Result<Option<Asked>> {
        let broken = |error| io::Error::new(io::ErrorKind::InvalidData, format!("{error}"));
        let mut state = self.state.lock();
        let State { link, incoming, closed, connection, .. } = &mut *state;
        let Some(link) = link.as_mut().filter(|_| !*closed && *connection == number) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (mut own, mut out) = (Vec::new(), Vec::new());
        let asked = link.next(&mut own, |request| answer(request, &mut out)).map_err(broken)?;
        let asked = asked.transpose().map_err(broken)?;
        incoming.extend(own);
        incoming.extend(out);
        match asked {
            Some(Asked::Accept(keep_alive)) => link.accept(keep_alive),
            Some(Asked::Register(reference)) => match state.unregistered {
                true => state.registering = Some(reference),
                false => state.answer_registration(reference),
            },
            _ => {}
        }
        drop(state);
        self.changed.notify_all();
        Ok(asked)
    }

    /// Send for the session, with no lock of this pipe held: the application may hand in events
    /// meanwhile.
    fn send(&self, dn: &str, user_data: &[u8], reference: i32) {
        self.state.lock().sending += 1;
        let sent = (self.send)(dn, user_data);
        let mut state = self.state.lock();
        state.sending = state.sending.saturating_sub(1);
        match sent {
            Ok(Some(host_reference)) => state.note(host_reference, reference),
            Ok(None) => {}
            Err(HostSendError { code, message }) => {
                state.tell(reference, HostReply::Refused(code, message));
            }
        }
        if state.sending == 0 {
            state.early.clear();
        }
        drop(state);
        self.changed.notify_all();
    }
}

/// Answer a request of the session as far as a server answers by itself, and tell what is left to
/// ask of the host.
fn answer(request: ClientRequest<'_>, out: &mut Vec<u8>) -> Result<Asked, LinkError> {
    match request {
        ClientRequest::Login(login) => {
            ServerMessage::Connected { version: None, client: None }.write(out);
            ServerMessage::SwitchLink(true).write(out);
            return Ok(Asked::Accept(login.keep_alive));
        }
        ClientRequest::Register(about) => return Ok(Asked::Register(about.reference.unwrap_or(0))),
        ClientRequest::Unregister(About { reference, .. }) => {
            ServerMessage::Unregistered { dn: None, reference }.write(out);
        }
        ClientRequest::Distribute { about, user_data } => {
            let dn = about.dn.unwrap_or_default().into_owned();
            let user_data = user_data?.unwrap_or_default().to_vec();
            return Ok(Asked::Send(dn, user_data, about.reference.unwrap_or(0)));
        }
        ClientRequest::ReadObjects { reference, .. } => {
            let message = "the host's connection reads no configuration";
            ServerMessage::Refused { reference, dn: None, code: UNSUPPORTED_OPERATION, message }
                .write(out);
        }
        _ => {}
    }
    Ok(Asked::Nothing)
}

impl State {
    /// Whether that connection has ended.
    const fn has_ended(&self, number: u64) -> bool {
        self.closed || self.connection != number
    }
}

impl Transport for Connection {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let until = Instant::now() + timeout;
        let mut state = self.pipe.state.lock();
        while state.connection == self.number && state.incoming.is_empty() && !state.closed {
            if self.pipe.changed.wait_until(&mut state, until).timed_out() {
                return Err(io::ErrorKind::TimedOut.into());
            }
        }
        if state.connection != self.number {
            return Ok(0);
        }
        let count = buffer.len().min(state.incoming.len());
        for (to, from) in buffer.iter_mut().zip(state.incoming.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }

    fn poll(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read(buffer, Duration::ZERO)
    }

    fn write(&self, bytes: &[u8], _timeout: Duration) -> io::Result<usize> {
        let mut state = self.pipe.state.lock();
        let ended = state.has_ended(self.number);
        match state.link.as_mut().filter(|_| !ended) {
            Some(link) => link.receive(bytes, Moment::ZERO),
            None => return Err(io::ErrorKind::BrokenPipe.into()),
        }
        drop(state);
        while let Some(asked) = self.pipe.next(self.number)? {
            if let Asked::Send(dn, user_data, reference) = asked {
                self.pipe.send(&dn, &user_data, reference);
            }
        }
        Ok(bytes.len())
    }

    fn shutdown(&self) {
        let mut state = self.pipe.state.lock();
        if state.connection == self.number {
            state.closed = true;
        }
        drop(state);
        self.pipe.changed.notify_all();
    }
}
