//! The host carrier: the application owns the connection to T-Server.
//!
//! The application gives [`HostSender`], which sends a user event through its own T-Library,
//! and hands in what it receives: user events, acknowledgements, refusals. Towards the
//! session this is a [`Transport`] that speaks the frames of a server, so that a session is the same
//! whatever carries it. Login and registration are the application's; the ones of the session are
//! answered here, a registration that T-Server has taken away once the application has it again.
//!
//! The sender is called on the thread that submits, or on one that flushes for it; with no lock of the session held but the writer's.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::buffer::FrameBuffer;
use super::frame::{Frame, FrameWriter, preface};
use super::ids::{AttributeId, MessageId};
use super::transport::{Connector, Transport};
use crate::sync::{Condvar, Mutex};

/// Sends the packed user data of one user event on a DN.
///
/// Returns the reference id that the application's T-Library gave the request (above 0), which
/// [`HostCarrier::accepted`] and [`HostCarrier::refused`] name; `Ok(None)` where it has none.
///
/// Must not call back into the session.
pub type HostSender = Arc<dyn Fn(&str, &[u8]) -> Result<Option<i32>, HostSendError> + Send + Sync>;

/// Why the application could not send.
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
    outgoing: Option<FrameBuffer>,
    greeted: bool,
    /// The session's reference ids by the application's.
    references: HashMap<i32, i32>,
    /// News of T-Server that came before the application's send had returned its reference id.
    early: HashMap<i32, News>,
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

/// What T-Server says of a request.
enum News {
    Accepted,
    Refused(i32, String),
}

/// Most requests whose acknowledgement by T-Server is waited for; older ones are forgotten, which
/// only costs the session the news that T-Server took them.
const MAX_REFERENCES: usize = 131_072;
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
    /// Does not block. Tells whether it was taken: not if no session is open, or it has stopped reading.
    pub fn user_event(&self, user_data: &[u8]) -> bool {
        self.tell(MessageId::USER_EVENT, |frame| {
            frame.bytes(AttributeId::USER_DATA, user_data);
        })
    }

    /// T-Server acknowledged the request with the application's reference id (EventACK).
    ///
    /// Tells whether it is, or may be, a request of the session.
    pub fn accepted(&self, host_reference: i32) -> bool {
        self.news(host_reference, News::Accepted)
    }

    /// T-Server refused the request with the application's reference id (EventError).
    ///
    /// Tells whether it is, or may be, a request of the session.
    pub fn refused(&self, host_reference: i32, code: i32, message: &str) -> bool {
        self.news(host_reference, News::Refused(code, message.to_owned()))
    }

    /// The link of T-Server to the switch came (true) or went.
    pub fn switch_link(&self, up: bool) -> bool {
        let message = if up { MessageId::LINK_CONNECTED } else { MessageId::LINK_DISCONNECTED };
        self.tell(message, |_| {})
    }

    /// The DN is in service again (true, `EventDNBackInService`) or out of it (`EventDNOutOfService`): the session holds
    /// its requests until it is back.
    ///
    /// A session that is opened later learns of it, too.
    pub fn service(&self, up: bool) {
        let message = if up { MessageId::DN_BACK_IN_SERVICE } else { MessageId::DN_OUT_OF_SERVICE };
        self.change(|state| {
            if std::mem::replace(&mut state.out_of_service, !up) == up {
                state.tell_plainly(message);
            }
        });
    }

    /// T-Server took the registration of the DN away, which nobody had asked for (`EventUnregistered`): the session holds
    /// its requests until [`HostCarrier::registered`].
    ///
    /// The application registers the DN again. A session that waits longer than its `connect_timeout` for that
    /// treats its connection as lost.
    pub fn unregistered(&self) {
        self.change(|state| {
            if !std::mem::replace(&mut state.unregistered, true) {
                state.tell_plainly(MessageId::UNREGISTERED);
            }
        });
    }

    /// The application has registered the DN again: the session goes on. The DN is in service, until it is said otherwise.
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

    fn news(&self, host_reference: i32, news: News) -> bool {
        let mut state = self.pipe.state.lock();
        match state.references.remove(&host_reference) {
            Some(reference) => state.tell(reference, news),
            // The send that it is about may still be on its way back.
            None if state.sending > 0 && state.early.len() < MAX_REFERENCES => {
                state.early.insert(host_reference, news);
            }
            None => return false,
        }
        drop(state);
        self.pipe.changed.notify_all();
        true
    }

    fn tell(&self, message: MessageId, fill: impl FnOnce(&mut FrameWriter<'_>)) -> bool {
        let mut out = Vec::new();
        fill(&mut FrameWriter::new(&mut out, message));
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
        if state.outgoing.is_some() && !state.closed {
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
        *state = State {
            outgoing: Some(FrameBuffer::new(FrameBuffer::MAX_FRAME_BYTES)),
            connection: number,
            out_of_service: state.out_of_service,
            ..State::default()
        };
        drop(state);
        Ok(Arc::new(Connection { pipe: Arc::clone(&self.pipe), number }))
    }

    fn place(&self) -> String {
        "the host's connection".to_owned()
    }
}

/// What one frame of the session asks of the host.
enum Asked {
    Nothing,
    /// Register the DN, under the session's reference id.
    Register(i32),
    /// Send this user data on this DN, under the session's reference id.
    Send(String, Vec<u8>, i32),
}

impl State {
    /// Whether a session reads what is told.
    const fn is_open(&self) -> bool {
        self.outgoing.is_some() && !self.closed
    }

    /// Tell a session that reads a message without attributes.
    fn tell_plainly(&mut self, message: MessageId) {
        if self.is_open() {
            // A session that has stopped reading learns it with its next connection.
            self.closed = self.incoming.len() > MAX_INCOMING_BYTES;
            let mut out = Vec::new();
            FrameWriter::new(&mut out, message);
            self.incoming.extend(out);
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
        let mut out = Vec::new();
        FrameWriter::new(&mut out, MessageId::REGISTERED).int(AttributeId::REFERENCE_ID, reference);
        if self.out_of_service {
            FrameWriter::new(&mut out, MessageId::DN_OUT_OF_SERVICE);
        }
        self.incoming.extend(out);
    }

    /// Tell the session what T-Server says of its request.
    fn tell(&mut self, reference: i32, news: News) {
        let mut out = Vec::new();
        match news {
            News::Accepted => {
                FrameWriter::new(&mut out, MessageId::ACK)
                    .int(AttributeId::REFERENCE_ID, reference);
            }
            News::Refused(code, message) => {
                FrameWriter::new(&mut out, MessageId::ERROR)
                    .int(AttributeId::REFERENCE_ID, reference)
                    .int(AttributeId::ERROR_CODE, code)
                    .bytes(AttributeId::ERROR_MESSAGE, message.as_bytes());
            }
        }
        self.incoming.extend(out);
    }

    /// A send has returned the application's reference id.
    fn note(&mut self, host_reference: i32, reference: i32) {
        if let Some(news) = self.early.remove(&host_reference) {
            return self.tell(reference, news);
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
        let State { outgoing, incoming, greeted, closed, connection, .. } = &mut *state;
        let Some(buffer) = outgoing.as_mut().filter(|_| !*closed && *connection == number) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        if !*greeted {
            if buffer.take_preface().map_err(broken)?.is_none() {
                return Ok(None);
            }
            *greeted = true;
            incoming.extend(preface());
        }
        let mut out = Vec::new();
        let asked = buffer.next(|frame| answer(frame, &mut out)).map_err(broken)?;
        incoming.extend(out);
        if let Some(Ok(Asked::Register(reference))) = asked {
            match state.unregistered {
                true => state.registering = Some(reference),
                false => state.answer_registration(reference),
            }
        }
        drop(state);
        self.changed.notify_all();
        asked.transpose().map_err(broken)
    }

    /// Send for the session, with no lock of this pipe held: the application may hand in events meanwhile.
    fn send(&self, dn: &str, user_data: &[u8], reference: i32) {
        self.state.lock().sending += 1;
        let sent = (self.send)(dn, user_data);
        let mut state = self.state.lock();
        state.sending = state.sending.saturating_sub(1);
        match sent {
            Ok(Some(host_reference)) => state.note(host_reference, reference),
            Ok(None) => {}
            Err(HostSendError { code, message }) => {
                state.tell(reference, News::Refused(code, message));
            }
        }
        if state.sending == 0 {
            state.early.clear();
        }
        drop(state);
        self.changed.notify_all();
    }
}

/// What a server answers by itself to a frame of the session, and what is left to ask of the host.
fn answer(frame: Frame<'_>, out: &mut Vec<u8>) -> Result<Asked, super::LinkError> {
    let reference = frame.int(AttributeId::REFERENCE_ID).unwrap_or(0);
    let mut plain = |message| {
        FrameWriter::new(out, message).int(AttributeId::REFERENCE_ID, reference);
    };
    match frame.message {
        MessageId::REGISTER_CLIENT => {
            plain(MessageId::SERVER_CONNECTED);
            plain(MessageId::LINK_CONNECTED);
        }
        MessageId::REGISTER_ADDRESS => return Ok(Asked::Register(reference)),
        MessageId::UNREGISTER_ADDRESS => plain(MessageId::UNREGISTERED),
        MessageId::KEEP_ALIVE_POLL => plain(MessageId::KEEP_ALIVE_ANSWER),
        MessageId::DISTRIBUTE_USER_EVENT => {
            let dn = frame.text(AttributeId::COMMUNICATION_DN).unwrap_or_default().into_owned();
            let event = frame.nested(AttributeId::USER_EVENT)?;
            let user_data = event.and_then(|event| event.bytes(AttributeId::USER_DATA));
            return Ok(Asked::Send(dn, user_data.unwrap_or_default().to_vec(), reference));
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
        match state.outgoing.as_mut().filter(|_| !ended) {
            Some(buffer) => buffer.push(bytes),
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
