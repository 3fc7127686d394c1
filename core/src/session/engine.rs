//! Link and exchange together, without I/O: what a session does, on any clock.
//!
//! Bytes, requests and time in; bytes to send, connections to open, completions and notices out.
//! Whoever drives it opens a connection when [`Engine::wants_open`] says so, and tells how that went.
//! What becomes of open requests when a connection is lost is decided in one place, [`Engine::lose`].

use std::collections::VecDeque;
use std::sync::Arc;

use super::attempt::{Attempt, Attempts};
use super::config::SessionConfig;
use super::notices::Notice;
use super::reconnect::Schedule;
use crate::error::{Error, ErrorKind};
use crate::exchange::{
    Answer, CallOptions, Exchange, ExchangeConfig, ExchangeStats, Failure, Keep, Output, Owner,
    Submitted, Terms, Ticket,
};
use crate::link::{ClientLink, LinkError, LinkEvent, Moment, Stage};
use crate::message::Request;
use crate::test_hooks;

/// What an engine has to tell.
#[derive(Debug)]
pub enum News {
    /// A request has ended.
    Completed(Ticket, Result<Answer, Failure>),
    /// Something that nobody asked for.
    Notice(Notice),
}

/// How far the connection is.
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
/// A server that reads what it asks for never comes near; one that asks and does not read would fill the memory.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// One session's state without its threads.
#[derive(Debug)]
pub struct Engine {
    config: SessionConfig,
    servers: Arc<[String]>,
    schedule: Schedule,
    attempts: Attempts,
    phase: Phase,
    link: Option<ClientLink>,
    in_service: bool,
    exchange: Exchange,
    /// Bytes to send.
    outgoing: Vec<u8>,
    /// How many of them answer the server itself.
    answer_bytes: usize,
    /// Requests that wait for their turn on a connection that is up.
    waiting: VecDeque<i32>,
    /// Packed user data of the request that is being sent; kept for its memory.
    scratch: Vec<u8>,
    news: VecDeque<(News, Option<Owner>)>,
    /// How often a connection came up.
    ups: u64,
}

impl Engine {
    /// A session with the first of `servers` that it can be had with; `seed` sets the jitter of reconnecting, and
    /// where reference ids start.
    #[must_use]
    pub fn start(config: &SessionConfig, servers: Arc<[String]>, seed: u64, now: Moment) -> Self {
        Self {
            schedule: Schedule::new(config.reconnect, &servers, seed),
            attempts: Attempts::default(),
            phase: Phase::Waiting { at: now },
            link: None,
            in_service: true,
            exchange: Exchange::new(ExchangeConfig {
                first_reference: first_reference(seed),
                ..config.exchange
            }),
            config: config.clone(),
            servers,
            outgoing: Vec::new(),
            answer_bytes: 0,
            waiting: VecDeque::new(),
            scratch: Vec::new(),
            news: VecDeque::new(),
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

    /// Why the session is of no more use, if so.
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
        self.servers.get(self.schedule.server()).map_or("no server", String::as_str)
    }

    /// Attempts that failed since the last connection was up, oldest first; the last ones of many.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter()
    }

    /// How often every server was tried in vain.
    #[must_use]
    pub const fn rounds(&self) -> u32 {
        self.schedule.rounds()
    }

    /// Why there is no connection, naming each attempt.
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
        self.phase = Phase::Opening { until: now + self.config.connect_timeout };
        self.schedule.tries(now);
        Some(self.schedule.server())
    }

    /// The connection is open.
    pub fn opened(&mut self, now: Moment) {
        let Phase::Opening { until } = self.phase else { return };
        self.clear_outgoing();
        self.link = Some(ClientLink::start(self.config.link.clone(), now, &mut self.outgoing));
        self.in_service = true;
        self.phase = Phase::Starting { until };
    }

    /// The connection could not be opened.
    pub fn open_failed(&mut self, error: Error, now: Moment) {
        if matches!(self.phase, Phase::Opening { .. }) {
            self.attempt_failed(error, now);
        }
    }

    /// Take a request.
    ///
    /// `unsent` bytes wait beside those that wait here.
    ///
    /// # Errors
    /// It is invalid, too much waits, or the session is of no more use; nothing was sent then.
    pub fn submit(
        &mut self,
        request: &Request,
        options: CallOptions,
        now: Moment,
        unsent: usize,
    ) -> Result<Submitted, Error> {
        self.submit_for(None, request, options, now, unsent)
    }

    /// The same with whom the outcome is for.
    pub(super) fn submit_for(
        &mut self,
        owner: Option<Owner>,
        request: &Request,
        options: CallOptions,
        now: Moment,
        unsent: usize,
    ) -> Result<Submitted, Error> {
        if let Some(error) = self.unusable() {
            return Err(error);
        }
        let up = self.is_up();
        let waits = self.config.hold_requests && options.hold;
        if !up && !waits {
            return Err(self.trouble());
        }
        let waiting = self.unsent_bytes() + unsent;
        if waiting > self.config.max_unsent_bytes {
            return Err(self.overloaded(waiting));
        }
        self.scratch.clear();
        test_hooks::place("taking a request");
        let link = self.link.as_ref().filter(|_| up && self.waiting.is_empty());
        let keep = match link {
            Some(_) if self.config.reconnect.enabled => Keep::ForRepeat,
            Some(_) => Keep::Nothing,
            None => Keep::Unsent,
        };
        let terms = Terms { options, keep, owner };
        let submitted = self.exchange.take(request, terms, now, &mut self.scratch)?;
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
        let max = self.config.max_unsent_bytes;
        let why = if self.is_up() {
            "the peer does not take what is sent"
        } else {
            "there is no connection"
        };
        let text = format!("{why}: {waiting} bytes wait, max_unsent_bytes is {max}");
        Error::new(ErrorKind::Overloaded, text)
    }

    /// Give up a request; tells whether it was open.
    pub fn withdraw(&mut self, submitted: Submitted) -> bool {
        self.exchange.withdraw(submitted)
    }

    /// Take received bytes.
    pub fn receive(&mut self, bytes: &[u8], now: Moment) {
        if self.is_closed() {
            return;
        }
        let Self { link, exchange, outgoing, news, in_service, .. } = self;
        exchange.time_is(now);
        // What it told before is older than the notices that may come now.
        move_outputs(exchange, news);
        let mut notice = |notice| news.push_back((News::Notice(notice), None));
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
            LinkEvent::Service(up) => {
                if *in_service != up {
                    *in_service = up;
                    notice(Notice::Service(up));
                }
            }
            LinkEvent::Up => {
                registered = true;
                // What happened to the DN meanwhile was not told; that it is out of service follows, if so.
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
            return self.news.push_back((News::Notice(Notice::Registered), None));
        }
        self.phase = Phase::Up { since: now };
        self.schedule.up();
        if self.ups > 0 || self.config.background {
            let place = self.server().to_owned();
            let attempts = self.attempts.total() + 1;
            let notice = Notice::Connected { place, attempts };
            self.news.push_back((News::Notice(notice), None));
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
                let timeout = self.config.connect_timeout;
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

    /// The connection cannot go on. Requests that may be repeated wait for the next one, the others end.
    pub fn lose(&mut self, cause: Error, now: Moment) {
        if self.is_closed() || self.link.take().is_none() {
            return;
        }
        self.clear_outgoing();
        self.waiting.clear();
        self.exchange.disconnected();
        let Phase::Up { since } = self.phase else { return self.attempt_failed(cause, now) };
        self.attempts.push(self.server().to_owned(), cause.clone());
        self.tell(Notice::Disconnected(cause.clone()));
        match self.schedule.lost(since, now) {
            Some(at) => self.phase = Phase::Waiting { at },
            None => self.end(cause),
        }
    }

    fn attempt_failed(&mut self, error: Error, now: Moment) {
        self.attempts.push(self.server().to_owned(), error);
        match self.schedule.failed(now) {
            Some(at) => self.phase = Phase::Waiting { at },
            None => {
                let error = self.trouble();
                self.tell(Notice::Disconnected(error.clone()));
                self.end(error);
            }
        }
    }

    /// The session cannot go on at all, whatever the reason has left behind here: what is under way ends.
    pub fn fail(&mut self, cause: Error) {
        if self.unusable().is_some() {
            return;
        }
        self.link = None;
        self.clear_outgoing();
        self.waiting.clear();
        self.attempts.push(self.server().to_owned(), cause.clone());
        self.news.push_back((News::Notice(Notice::Disconnected(cause.clone())), None));
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

    /// What happened since it was last asked.
    pub fn poll(&mut self) -> Option<News> {
        self.poll_owned().map(|(news, _)| news)
    }

    /// The same, with whom an outcome is for.
    pub(super) fn poll_owned(&mut self) -> Option<(News, Option<Owner>)> {
        match self.news.pop_front() {
            None => self.exchange.poll_owned().map(news_of),
            news => news,
        }
    }

    /// Counters.
    #[must_use]
    pub const fn stats(&self) -> &ExchangeStats {
        self.exchange.stats()
    }

    /// How often a lost connection was replaced.
    #[must_use]
    pub const fn reconnects(&self) -> u64 {
        self.ups.saturating_sub(1)
    }

    /// How many requests are open.
    #[must_use]
    pub fn open_requests(&self) -> usize {
        self.exchange.open_requests()
    }

    /// Tell something after all that the exchange has told.
    fn tell(&mut self, notice: Notice) {
        move_outputs(&mut self.exchange, &mut self.news);
        self.news.push_back((News::Notice(notice), None));
    }
}

/// Reference ids start anywhere, so that answers to a process that ended do not fit its successor's requests.
fn first_reference(random: u64) -> i32 {
    i32::try_from(random & 0x3fff_ffff).unwrap_or(0) + 1
}

/// Put what an exchange has told behind other news.
fn move_outputs(exchange: &mut Exchange, news: &mut VecDeque<(News, Option<Owner>)>) {
    news.extend(std::iter::from_fn(|| exchange.poll_owned()).map(news_of));
}

fn news_of((output, owner): (Output, Option<Owner>)) -> (News, Option<Owner>) {
    let news = match output {
        Output::Completed(ticket, outcome) => News::Completed(ticket, outcome),
        Output::Notification(notification) => News::Notice(Notice::Event(notification)),
    };
    (news, owner)
}
