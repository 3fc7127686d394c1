//! Link and exchange together, without I/O: what a session does, on any clock.
//!
//! Bytes, requests and time in; bytes to send, completions and notices out. What becomes of
//! open requests when a connection is lost is decided in one place, [`Engine::lose`].

use super::config::SessionConfig;
use super::notices::Notice;
use crate::error::{Error, ErrorKind};
use crate::exchange::{
    Answer, CallOptions, Exchange, ExchangeStats, Failure, Output, Submitted, Ticket,
};
use crate::link::{ClientLink, LinkError, LinkEvent, Moment, Stage};
use crate::message::Request;

/// What an engine has to tell.
#[derive(Debug)]
pub(super) enum News {
    Completed(Ticket, Result<Answer, Failure>),
    Notice(Notice),
}

/// One session's state without its threads.
#[derive(Debug)]
pub(super) struct Engine {
    link: ClientLink,
    exchange: Exchange,
    /// Bytes to send.
    outgoing: Vec<u8>,
    max_unsent_bytes: usize,
    /// Packed user data of the request that is being sent; kept for its memory.
    scratch: Vec<u8>,
    news: std::collections::VecDeque<News>,
    /// Why the connection is lost.
    lost: Option<Error>,
    closed: bool,
}

impl Engine {
    /// Start a connection that was just opened.
    pub fn start(config: &SessionConfig, now: Moment) -> Self {
        let mut outgoing = Vec::new();
        let link = ClientLink::start(config.link.clone(), now, &mut outgoing);
        Self {
            link,
            exchange: Exchange::new(config.exchange),
            outgoing,
            max_unsent_bytes: config.max_unsent_bytes,
            scratch: Vec::new(),
            news: std::collections::VecDeque::new(),
            lost: None,
            closed: false,
        }
    }

    pub fn is_up(&self) -> bool {
        self.lost.is_none() && !self.closed && self.link.stage() == Stage::Up
    }

    /// Why the connection is lost, if it is.
    pub const fn lost(&self) -> Option<&Error> {
        self.lost.as_ref()
    }

    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Why nothing can be sent, if so.
    pub fn unusable(&self) -> Option<Error> {
        if self.closed {
            return Some(Error::closed());
        }
        self.lost.clone()
    }

    /// Take a request.
    ///
    /// `unsent` bytes wait beside those that wait here.
    pub fn submit(
        &mut self,
        request: &Request,
        options: CallOptions,
        now: Moment,
        unsent: usize,
    ) -> Result<Submitted, Error> {
        if let Some(error) = self.unusable() {
            return Err(error);
        }
        let waiting = self.outgoing.len() + unsent;
        if waiting > self.max_unsent_bytes {
            let max = self.max_unsent_bytes;
            let text = format!(
                "the peer does not take what is sent: {waiting} bytes wait, max_unsent_bytes is {max}"
            );
            return Err(Error::new(ErrorKind::Overloaded, text));
        }
        self.scratch.clear();
        let submitted = self.exchange.submit(request, options, now, &mut self.scratch)?;
        self.link.distribute(submitted.reference, &self.scratch, &mut self.outgoing);
        Ok(submitted)
    }

    pub fn withdraw(&mut self, submitted: Submitted) -> bool {
        self.exchange.withdraw(submitted)
    }

    /// Take received bytes.
    pub fn receive(&mut self, bytes: &[u8], now: Moment) {
        if self.lost.is_some() || self.closed {
            return;
        }
        let Self { link, exchange, outgoing, news, .. } = self;
        let result = link.receive(bytes, now, outgoing, &mut |event| match event {
            LinkEvent::Accepted(reference) => exchange.accepted(reference),
            LinkEvent::Refused { reference, code, message } => {
                exchange.refused(reference, code, message);
            }
            LinkEvent::UserEvent(user_data) => exchange.receive(user_data),
            LinkEvent::SwitchLink(up) => news.push_back(News::Notice(Notice::SwitchLink(up))),
            LinkEvent::Unregistered => news.push_back(News::Notice(Notice::Unregistered)),
            LinkEvent::Up => {}
        });
        self.drain();
        if let Err(error) = result {
            self.lose(error.into());
        }
    }

    /// Let time pass.
    pub fn tick(&mut self, now: Moment) {
        if self.closed {
            return;
        }
        self.exchange.tick(now);
        self.drain();
        if self.lost.is_none()
            && let Err(error) = self.link.tick(now, &mut self.outgoing)
        {
            self.lose(error.into());
        }
    }

    /// When [`Engine::tick`] has something to do next.
    pub fn next_tick(&mut self) -> Option<Moment> {
        let link = if self.lost.is_none() { self.link.next_tick() } else { None };
        [self.exchange.next_tick(), link].into_iter().flatten().min()
    }

    /// The peer closed the connection.
    pub fn peer_closed(&mut self) {
        let error: LinkError = self.link.closed();
        self.lose(error.into());
    }

    /// The connection cannot go on: every open request ends.
    pub fn lose(&mut self, cause: Error) {
        if self.lost.is_some() || self.closed {
            return;
        }
        let was_up = self.link.stage() == Stage::Up;
        self.lost = Some(cause.clone());
        self.outgoing.clear();
        self.exchange.disconnected();
        self.drain();
        if was_up {
            self.news.push_back(News::Notice(Notice::Disconnected(cause)));
        }
    }

    /// End the session: a farewell goes out, every open request ends.
    pub fn close(&mut self) {
        if self.closed {
            return;
        }
        if self.lost.is_none() {
            self.link.farewell(&mut self.outgoing);
        }
        self.exchange.close();
        self.drain();
        self.closed = true;
    }

    pub fn has_outgoing(&self) -> bool {
        !self.outgoing.is_empty()
    }

    pub fn outgoing_len(&self) -> usize {
        self.outgoing.len()
    }

    /// Swap the bytes to send for an empty buffer.
    pub fn take_outgoing(&mut self, empty: &mut Vec<u8>) {
        std::mem::swap(&mut self.outgoing, empty);
    }

    pub fn poll(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    pub const fn stats(&self) -> &ExchangeStats {
        self.exchange.stats()
    }

    pub fn open_requests(&self) -> usize {
        self.exchange.open_requests()
    }

    fn drain(&mut self) {
        while let Some(output) = self.exchange.poll() {
            self.news.push_back(match output {
                Output::Completed(ticket, outcome) => News::Completed(ticket, outcome),
                Output::Notification(notification) => News::Notice(Notice::Event(notification)),
            });
        }
    }
}
