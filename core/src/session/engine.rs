//! Engine: link and exchange together, without I/O; the behaviour of a session on any clock.
//!
//! Bytes, requests and time in; bytes to send, connections to open, completions and notices out.
//! Its driver opens a connection when [`Engine::wants_open`] asks for it, and reports the result.
//! [`Engine::lose`] decides the fate of open requests when a connection is lost.

use std::collections::VecDeque;
use std::sync::Arc;

use super::attempt::{Attempt, Attempts};
use super::backoff::Backoff;
use super::config::SessionConfig;
use super::notices::Notice;
use crate::error::{Error, ErrorKind};
use crate::exchange::{
    Answer, Exchange, ExchangeConfig, ExchangeStats, Failure, Keep, Output, Owner, Submitted,
    Terms, Ticket,
};
use crate::link::{ClientLink, LinkError, LinkEvent, ServerTime, Stage};
use crate::message::Request;
use crate::test_hooks;
use crate::time::Moment;

/// Event of an engine.
#[derive(Debug)]
pub enum EngineEvent {
    /// A request has ended.
    Completed(Ticket, Result<Answer, Failure>),
    /// Something that nobody asked for.
    Notice(Notice),
}

/// Phase of the connection.
#[derive(Debug)]
enum Phase {
    /// There is none; the next attempt is due.
    Waiting { at: Moment },
    /// One is being opened.
    Opening { until: Moment },
    /// It is open, and the DN is not registered yet.
    Starting { until: Moment },
    /// The DN is registered, or was and will be.
    Up { since: Moment },
    /// There will be no other one.
    Over(Error),
    /// The session was closed.
    Closed,
}

/// Bytes of requests that waited for a connection which are handed to it at a time.
const PUMP_BYTES: usize = 64 * 1024;

/// Bytes of answers to the server itself, keep-alive and registration, that may wait to be sent.
///
/// A server that reads what it asks for never comes near; one that asks and does not read would
/// fill the memory.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// One session's state without its threads.
#[derive(Debug)]
pub struct Engine {
    config: SessionConfig,
    servers: Arc<[String]>,
    backoff: Backoff,
    attempts: Attempts,
    phase: Phase,
    link: Option<ClientLink>,
    in_service: bool,
    exchange: Exchange,
    /// Bytes to send.
    outgoing: Vec<u8>,
    /// Number of these bytes that answer the server itself.
    answer_bytes: usize,
    /// Requests that wait for their turn on a connection that is up.
    waiting: VecDeque<i32>,
    /// Packed user data of the request that is being sent; kept for its memory.
    scratch: Vec<u8>,
    events: VecDeque<(EngineEvent, Option<Owner>)>,
    /// Number of connections that came up.
    ups: u64,
}

impl Engine {
    /// A session with the first of `servers` that it can be had with; `seed` sets the jitter of
    /// reconnecting, and where reference ids start.
    #[must_use]
    pub fn start(config: &SessionConfig, servers: Arc<[String]>, seed: u64, now: Moment) -> Self {
        Self {
            backoff: Backoff::new(config.reconnect, &servers, seed),
            attempts: Attempts::default(),
            phase: Phase::Waiting { at: now },
            link: None,
            in_service: true,
            exchange: Exchange::new(ExchangeConfig {
                first_reference: first_reference(seed),
                ..config.exchange()
            }),
            config: config.clone(),
            servers,
            outgoing: Vec::new(),
            answer_bytes: 0,
            waiting: VecDeque::new(),
            scratch: Vec::new(),
            events: VecDeque::new(),
            ups: 0,
        }
    }

    /// Whether requests go out at once.
    #[must_use]
    pub fn is_up(&self) -> bool {
        let up = |link: &ClientLink| link.stage() == Stage::Up;
        matches!(self.phase, Phase::Up { .. })
            && self.in_service
            && self.link.as_ref().is_some_and(up)
    }

    /// Whether the DN is registered but out of service.
    #[must_use]
    pub fn is_out_of_service(&self) -> bool {
        self.link.is_some() && !self.in_service
    }

    /// Whether a connection is open, however far it has come.
    #[must_use]
    pub const fn has_connection(&self) -> bool {
        self.link.is_some()
    }

    /// Whether the session was closed.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Closed)
    }

    /// Reason why the session is over, if it is.
    #[must_use]
    pub fn unusable(&self) -> Option<Error> {
        match &self.phase {
            Phase::Closed => Some(Error::closed()),
            Phase::Over(error) => Some(error.clone()),
            _ => None,
        }
    }

    /// The server that the session is connected to, or tries next.
    #[must_use]
    pub fn server(&self) -> &str {
        self.servers.get(self.backoff.server()).map_or("no server", String::as_str)
    }

    /// Attempts that failed since the last connection was up, oldest first; the last ones of many.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter()
    }

    /// Number of failed rounds over all servers.
    #[must_use]
    pub const fn rounds(&self) -> u32 {
        self.backoff.rounds()
    }

    /// Reason why there is no connection, naming each attempt.
    #[must_use]
    pub fn trouble(&self) -> Error {
        self.attempts.error(self.server())
    }

    /// When a connection is to be opened; `None` if there is one, or will be none.
    #[must_use]
    pub const fn open_at(&self) -> Option<Moment> {
        match self.phase {
            Phase::Waiting { at } => Some(at),
            _ => None,
        }
    }

    /// The server to open a connection to now, if any; [`Engine::opened`] or
    /// [`Engine::open_failed`] must follow.
    pub fn wants_open(&mut self, now: Moment) -> Option<usize> {
        if self.open_at().is_none_or(|at| at > now) {
            return None;
        }
        self.phase = Phase::Opening { until: now + self.config.settings.connect_timeout };
        self.backoff.tries(now);
        Some(self.backoff.server())
    }

    /// The connection is open.
    pub fn opened(&mut self, now: Moment) {
        let Phase::Opening { until } = self.phase else { return };
        self.clear_outgoing();
        self.link = Some(ClientLink::start(self.config.link(), now, &mut self.outgoing));
        self.in_service = true;
        self.phase = Phase::Starting { until };
    }

    /// The connection could not be opened.
    pub fn open_failed(&mut self, error: Error, now: Moment) {
        if matches!(self.phase, Phase::Opening { .. }) {
            self.attempt_failed(error, now);
        }
    }

    /// Take a request; what is kept of it is decided here.
    ///
    /// `unsent` bytes wait beside those that wait here.
    ///
    /// # Errors
    /// It is invalid, too much waits, or the session is of no more use; nothing was sent then.
    pub fn submit(
        &mut self,
        request: &Request,
        terms: impl Into<Terms>,
        now: Moment,
        unsent: usize,
    ) -> Result<Submitted, Error> {
        let terms = terms.into();
        if let Some(error) = self.unusable() {
            return Err(error);
        }
        let up = self.is_up();
        let waits = self.config.settings.hold_requests && terms.options.hold;
        if !up && !waits {
            return Err(self.trouble());
        }
        let waiting = self.unsent_bytes() + unsent;
        if waiting > self.config.settings.max_unsent_bytes {
            return Err(self.overloaded(waiting));
        }
        self.scratch.clear();
        test_hooks::panic_point("taking a request");
        let link = self.link.as_ref().filter(|_| up && self.waiting.is_empty());
        let keep = match link {
            Some(_) if self.config.reconnect.enabled => Keep::ForRepeat,
            Some(_) => Keep::Nothing,
            None => Keep::Unsent,
        };
        let terms = Terms { keep, ..terms };
        let submitted = self.exchange.submit(request, terms, now, &mut self.scratch)?;
        match link {
            Some(link) => {
                link.distribute(submitted.reference, &self.scratch, &mut self.outgoing);
            }
            None if up => self.waiting.push_back(submitted.reference),
            None => {}
        }
        Ok(submitted)
    }

    /// Whom the outcome of an open request is for.
    pub(super) fn owner(&self, submitted: Submitted) -> Option<Owner> {
        self.exchange.owner(submitted)
    }

    fn overloaded(&self, waiting: usize) -> Error {
        let max = self.config.settings.max_unsent_bytes;
        let why = if self.is_up() {
            "the peer does not take what is sent"
        } else {
            "there is no connection"
        };
        let text = format!("{why}: {waiting} bytes wait, max_unsent_bytes is {max}");
        Error::new(ErrorKind::Overloaded, text)
    }

    /// Give up a request; returns whether it was open.
    pub fn withdraw(&mut self, submitted: Submitted) -> bool {
        self.exchange.withdraw(submitted)
    }

    /// Take received bytes.
    pub fn receive(&mut self, bytes: &[u8], now: Moment) {
        if self.is_closed() {
            return;
        }
        let Self { link, exchange, outgoing, events, in_service, .. } = self;
        exchange.time_is(now);
        // Its earlier events are older than the notices that may come now.
        move_outputs(exchange, events);
        let mut notice = |notice| events.push_back((EngineEvent::Notice(notice), None));
        let Some(link) = link else { return };
        let mut registered = false;
        let before = outgoing.len();
        let result = link.receive(bytes, now, outgoing, &mut |event| match event {
            LinkEvent::Accepted(reference) => exchange.accepted(reference),
            LinkEvent::Refused { reference, code, message } => {
                exchange.refused(reference, code, message);
            }
            LinkEvent::UserEvent(user_data) => exchange.receive(user_data),
            LinkEvent::UserEventElsewhere(user_data) => exchange.receive_elsewhere(user_data),
            LinkEvent::SwitchLink(up) => notice(Notice::SwitchLink(up)),
            LinkEvent::Unregistered => notice(Notice::Unregistered),
            // A session asks for none.
            LinkEvent::Object { .. } | LinkEvent::ObjectsSent { .. } => {}
            LinkEvent::Service(up) => {
                if *in_service != up {
                    *in_service = up;
                    notice(Notice::Service(up));
                }
            }
            LinkEvent::Up => {
                registered = true;
                // Changes of the DN meanwhile were not reported; if it is out of service, that
                // event follows.
                if !*in_service {
                    *in_service = true;
                    notice(Notice::Service(true));
                }
            }
        });
        self.answer_bytes += self.outgoing.len().saturating_sub(before);
        if registered {
            self.registered(now);
        }
        if let Err(error) = result {
            return self.lose(error.into(), now);
        }
        if self.answer_bytes > MAX_ANSWER_BYTES {
            let waiting = self.answer_bytes;
            let text = format!(
                "the server asks again and again and does not read: {waiting} bytes of answers to it wait, \
                 the most is {MAX_ANSWER_BYTES}"
            );
            return self.lose(Error::new(ErrorKind::Protocol, text), now);
        }
        if self.is_up() && self.waiting.is_empty() && self.exchange.unsent_bytes() > 0 {
            self.waiting = self.exchange.unsent().into();
        }
        self.pump();
    }

    /// The DN is registered.
    fn registered(&mut self, now: Moment) {
        if matches!(self.phase, Phase::Up { .. }) {
            return self.events.push_back((EngineEvent::Notice(Notice::Registered), None));
        }
        self.phase = Phase::Up { since: now };
        self.backoff.up();
        if self.ups > 0 || self.config.settings.connect_in_background {
            let server = self.server().to_owned();
            let attempts = self.attempts.total() + 1;
            let notice = Notice::Connected { server, attempts };
            self.events.push_back((EngineEvent::Notice(notice), None));
        }
        self.ups += 1;
        self.attempts.clear();
    }

    fn clear_outgoing(&mut self) {
        self.outgoing.clear();
        self.answer_bytes = 0;
    }

    /// Hand requests that waited to the connection, a piece at a time.
    fn pump(&mut self) {
        if !self.is_up() {
            return self.waiting.clear();
        }
        let Self { link: Some(link), exchange, outgoing, waiting, .. } = self else { return };
        while outgoing.len() < PUMP_BYTES
            && let Some(reference) = waiting.pop_front()
        {
            if let Some(user_data) = exchange.send(reference) {
                link.distribute(reference, user_data, outgoing);
            }
        }
    }

    /// Let time pass.
    pub fn tick(&mut self, now: Moment) {
        if self.is_closed() {
            return;
        }
        self.exchange.tick(now);
        let late = matches!(self.phase, Phase::Starting { until } if now >= until);
        if let Some(link) = &mut self.link {
            if let Err(error) = link.tick(now, &mut self.outgoing) {
                self.lose(error.into(), now);
            } else if late {
                let stage = link.stage();
                let timeout = self.config.settings.connect_timeout;
                let text = format!("no session within {timeout:?}, still {stage}");
                self.lose(Error::new(ErrorKind::Connect, text), now);
            }
        }
    }

    /// When [`Engine::tick`] has something to do next.
    pub fn next_tick(&mut self) -> Option<Moment> {
        let link = self.link.as_ref().and_then(ClientLink::next_tick);
        let start = match self.phase {
            Phase::Starting { until } => Some(until),
            _ => None,
        };
        [self.exchange.next_tick(), link, start].into_iter().flatten().min()
    }

    /// The peer closed the connection.
    pub fn peer_closed(&mut self, now: Moment) {
        if let Some(link) = &self.link {
            let error: LinkError = link.closed();
            self.lose(error.into(), now);
        }
    }

    /// The connection cannot continue. Requests that may be repeated wait for the next one, the
    /// others end.
    pub fn lose(&mut self, cause: Error, now: Moment) {
        if self.is_closed() || self.link.take().is_none() {
            return;
        }
        self.clear_outgoing();
        self.waiting.clear();
        self.exchange.disconnected();
        let Phase::Up { since } = self.phase else {
            return self.attempt_failed(cause.before_it_was_up(), now);
        };
        self.attempts.push(self.server().to_owned(), cause.clone());
        self.tell(Notice::Disconnected(cause.clone()));
        match self.backoff.lost(since, now) {
            Some(at) => self.phase = Phase::Waiting { at },
            None => self.end(cause),
        }
    }

    fn attempt_failed(&mut self, error: Error, now: Moment) {
        self.attempts.push(self.server().to_owned(), error);
        match self.backoff.failed(now) {
            Some(at) => self.phase = Phase::Waiting { at },
            None => {
                let error = self.trouble();
                self.tell(Notice::Disconnected(error.clone()));
                self.end(error);
            }
        }
    }

    /// The session cannot continue, whatever state the failure has left here: everything in
    /// progress ends.
    pub fn fail(&mut self, cause: Error) {
        if self.unusable().is_some() {
            return;
        }
        self.link = None;
        self.clear_outgoing();
        self.waiting.clear();
        self.attempts.push(self.server().to_owned(), cause.clone());
        self.events.push_back((EngineEvent::Notice(Notice::Disconnected(cause.clone())), None));
        // Before the exchange is asked, which may be what has failed.
        self.phase = Phase::Over(cause);
        self.exchange.disconnected();
        self.exchange.abandoned();
    }

    /// There will be no other connection.
    fn end(&mut self, error: Error) {
        self.phase = Phase::Over(error);
        self.exchange.abandoned();
    }

    /// End the session: a farewell goes out, every open request ends.
    pub fn close(&mut self) {
        if self.is_closed() {
            return;
        }
        if let Some(link) = &self.link {
            link.farewell(&mut self.outgoing);
        }
        self.waiting.clear();
        self.exchange.close();
        self.phase = Phase::Closed;
    }

    /// Whether there are bytes to send.
    #[must_use]
    pub fn has_outgoing(&self) -> bool {
        !self.outgoing.is_empty()
    }

    /// Bytes that wait to be sent, for the peer or for a connection.
    #[must_use]
    pub fn unsent_bytes(&self) -> usize {
        self.outgoing.len() + self.exchange.unsent_bytes()
    }

    /// Swap the bytes to send for an empty buffer.
    pub fn take_outgoing(&mut self, empty: &mut Vec<u8>) {
        std::mem::swap(&mut self.outgoing, empty);
        self.answer_bytes = 0;
        if !self.waiting.is_empty() {
            self.pump();
        }
    }

    /// What the server's clock showed in the first user event of this connection that tells.
    pub fn server_time(&self) -> Option<ServerTime> {
        self.link.as_ref().and_then(ClientLink::server_time)
    }

    /// The reference id of a request, which may have ended.
    pub(super) fn reference_of(&self, ticket: Ticket) -> i32 {
        self.exchange.reference_of(ticket.0)
    }

    /// Events since the last call.
    pub fn poll(&mut self) -> Option<EngineEvent> {
        self.poll_owned().map(|(events, _)| events)
    }

    /// The same, with the recipient of an outcome.
    pub(super) fn poll_owned(&mut self) -> Option<(EngineEvent, Option<Owner>)> {
        match self.events.pop_front() {
            None => self.exchange.poll_owned().map(event_of),
            events => events,
        }
    }

    /// Counters.
    #[must_use]
    pub const fn stats(&self) -> &ExchangeStats {
        self.exchange.stats()
    }

    /// Number of lost connections that were replaced.
    #[must_use]
    pub const fn reconnects(&self) -> u64 {
        self.ups.saturating_sub(1)
    }

    /// Number of open requests.
    #[must_use]
    pub fn open_requests(&self) -> usize {
        self.exchange.open_requests()
    }

    /// Add an event after all events of the exchange.
    fn tell(&mut self, notice: Notice) {
        move_outputs(&mut self.exchange, &mut self.events);
        self.events.push_back((EngineEvent::Notice(notice), None));
    }
}

/// Reference ids start anywhere, so that answers to a process that ended do not fit its successor's
/// requests.
fn first_reference(random: u64) -> i32 {
    i32::try_from(random & 0x3fff_ffff).unwrap_or(0) + 1
}

/// Append the outputs of an exchange to the events.
fn move_outputs(exchange: &mut Exchange, events: &mut VecDeque<(EngineEvent, Option<Owner>)>) {
    events.extend(std::iter::from_fn(|| exchange.poll_owned()).map(event_of));
}

fn event_of((output, owner): (Output, Option<Owner>)) -> (EngineEvent, Option<Owner>) {
    let events = match output {
        Output::Completed(ticket, outcome) => EngineEvent::Completed(ticket, outcome),
        Output::Notification(notification) => EngineEvent::Notice(Notice::Event(notification)),
    };
    (events, owner)
}
