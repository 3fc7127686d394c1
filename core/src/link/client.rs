//! The client's end of one connection, as a machine without I/O: bytes and time in, bytes and
//! events out.
//!
//! Its states: preface -> login -> link -> registration -> up; the first two and keep-alive are
//! [`Channel`]'s.

use super::channel::Channel;
use super::client_request;
use super::config::LinkConfig;
use super::distribution::Distribution;
use super::error::{LinkError, Stage};
use super::frame::{Frame, FrameWriter};
use super::ids::{AttributeId, MessageId};
use crate::time::{FLOOR, Moment};

/// An event of a connection.
#[derive(Debug)]
#[non_exhaustive]
pub enum LinkEvent<'a> {
    /// The DN is registered: requests may be sent. For a client without a DN: the application is
    /// in.
    Up,
    /// The server's link to the switch came (true) or went.
    SwitchLink(bool),
    /// The server took the request with that reference id.
    Accepted(i32),
    /// The server refused the request with that reference id.
    Refused {
        /// The reference id.
        reference: i32,
        /// T-Server's error code.
        code: i32,
        /// Its text.
        message: String,
    },
    /// A user event on the DN: its packed user data.
    UserEvent(&'a [u8]),
    /// A user event that names another DN.
    UserEventElsewhere(&'a [u8]),
    /// The DN is no longer registered; its registration is asked for again.
    Unregistered,
    /// The DN is back in service (true) or out of it.
    Service(bool),
    /// An object of the configuration, one of those that were asked for.
    Object {
        /// The reference id of the request.
        reference: i32,
        /// The number of its kind.
        kind: i32,
        /// Its packed list.
        list: &'a [u8],
    },
    /// All objects that were asked for have come.
    ObjectsSent {
        /// The reference id of the request.
        reference: i32,
        /// How many there were.
        count: i32,
    },
}

/// The client's end of one connection.
#[derive(Debug)]
pub struct ClientLink {
    config: LinkConfig,
    distribution: Distribution,
    channel: Channel,
    /// When the DN was last asked for.
    asked_at: Option<Moment>,
    /// When it is asked for again, which was taken away too soon after that.
    ask_at: Option<Moment>,
    /// What the server's clock showed in the first user event that tells, and when that came.
    server_time: Option<ServerTime>,
}

/// A time of the server's clock: seconds and microseconds since 1970, and when it came.
pub type ServerTime = (i32, i32, Moment);

/// The reference id of the registration; requests have ids above 0.
const REGISTRATION: i32 = 0;

impl ClientLink {
    /// Start a connection at `now`: appends the first bytes to send to `out`.
    #[must_use]
    pub fn start(config: LinkConfig, now: Moment, out: &mut Vec<u8>) -> Self {
        let channel = Channel::start(&config, now, out);
        let distribution = Distribution::on(&config.dn);
        Self { config, distribution, channel, asked_at: None, ask_at: None, server_time: None }
    }

    /// Its phase.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.channel.stage
    }

    /// Append a request that distributes `user_data` on the DN to `out`.
    pub fn distribute(&self, reference: i32, user_data: &[u8], out: &mut Vec<u8>) {
        self.distribution.write(reference, user_data, out);
    }

    /// Append a request for the objects of a kind to `out`; `filter` is a packed list of what they
    /// must be, and may be empty.
    pub fn read_objects(&self, reference: i32, kind: i32, filter: &[u8], out: &mut Vec<u8>) {
        client_request::read_objects(kind, filter, reference, out);
    }

    /// Append the polite end of a connection to `out`.
    pub fn farewell(&self, out: &mut Vec<u8>) {
        if self.stage() == Stage::Up && !self.config.dn.is_empty() {
            client_request::unregister(&self.config.dn, REGISTRATION, out);
        }
    }

    /// Take received bytes: answers go to `out`, events to `tell`.
    ///
    /// # Errors
    /// The connection cannot continue.
    pub fn receive(
        &mut self,
        bytes: &[u8],
        now: Moment,
        out: &mut Vec<u8>,
        tell: &mut dyn FnMut(LinkEvent<'_>),
    ) -> Result<(), LinkError> {
        let Some(mut input) = self.channel.receive(bytes, now)? else { return Ok(()) };
        let Self { channel, config, asked_at, ask_at, server_time, .. } = self;
        let Channel { buffer, stage, .. } = channel;
        let before = *stage;
        loop {
            let mut step = Step { config, stage, asked_at, ask_at, server_time, now, out, tell };
            match buffer.next_of(&mut input, |frame| step.take(frame))? {
                Some(result) => result.map_err(|error| *error)?,
                None => break,
            }
        }
        if self.stage() != before {
            self.channel.enter(self.stage(), now);
        }
        Ok(())
    }

    /// What the server's clock showed in the first user event of this connection that tells.
    #[must_use]
    pub const fn server_time(&self) -> Option<ServerTime> {
        self.server_time
    }

    /// The peer closed the connection.
    #[must_use]
    pub const fn closed(&self) -> LinkError {
        self.channel.closed()
    }

    /// Let time pass: polls go to `out`.
    ///
    /// # Errors
    /// A step of the start stalled, or the peer is silent.
    pub fn tick(&mut self, now: Moment, out: &mut Vec<u8>) -> Result<(), LinkError> {
        if self.ask_at.is_some_and(|at| now >= at) {
            (self.ask_at, self.asked_at) = (None, Some(now));
            client_request::register(&self.config.dn, REGISTRATION, out);
        }
        self.channel.tick(&self.config, self.stage() == Stage::Up, now, out)
    }

    /// When [`ClientLink::tick`] has something to do next, if nothing comes.
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        let is_up = self.stage() == Stage::Up;
        let next = self.channel.next_tick(&self.config, is_up);
        // What is asked for again is asked for before the DN is registered.
        let again = self.ask_at.filter(|_| !is_up);
        next.map_or(again, |next| Some(again.map_or(next, |at| at.min(next))))
    }
}

fn server_time(frame: &Frame<'_>, now: Moment) -> Option<ServerTime> {
    let seconds = frame.int(AttributeId::TIME_IN_SECS)?;
    Some((seconds, frame.int(AttributeId::TIME_IN_USECS).unwrap_or(0), now))
}

/// One frame's effect on the link.
struct Step<'a> {
    config: &'a LinkConfig,
    stage: &'a mut Stage,
    asked_at: &'a mut Option<Moment>,
    ask_at: &'a mut Option<Moment>,
    server_time: &'a mut Option<ServerTime>,
    now: Moment,
    out: &'a mut Vec<u8>,
    tell: &'a mut dyn FnMut(LinkEvent<'_>),
}

impl Step<'_> {
    /// Boxed, for an error is large, and almost every frame is none.
    fn take(&mut self, frame: Frame<'_>) -> Result<(), Box<LinkError>> {
        match frame.message {
            MessageId::SERVER_CONNECTED if *self.stage == Stage::Login => {
                *self.stage = Stage::Link;
                if self.config.dn.is_empty() {
                    *self.stage = Stage::Up;
                    (self.tell)(LinkEvent::Up);
                }
            }
            MessageId::LINK_CONNECTED => {
                if *self.stage == Stage::Link {
                    self.register();
                }
                (self.tell)(LinkEvent::SwitchLink(true));
            }
            MessageId::LINK_DISCONNECTED => (self.tell)(LinkEvent::SwitchLink(false)),
            MessageId::REGISTERED
                if *self.stage == Stage::Registration && self.is_about_registration(&frame) =>
            {
                *self.stage = Stage::Up;
                (self.tell)(LinkEvent::Up);
            }
            MessageId::UNREGISTERED if *self.stage == Stage::Up && self.is_about_dn(&frame) => {
                self.register();
                (self.tell)(LinkEvent::Unregistered);
            }
            MessageId::DN_OUT_OF_SERVICE if self.is_about_dn(&frame) => {
                (self.tell)(LinkEvent::Service(false));
            }
            MessageId::DN_BACK_IN_SERVICE if self.is_about_dn(&frame) => {
                (self.tell)(LinkEvent::Service(true));
            }
            MessageId::ACK => {
                if let Some(reference) = frame.int(AttributeId::REFERENCE_ID) {
                    (self.tell)(LinkEvent::Accepted(reference));
                }
            }
            MessageId::ERROR => return self.refused(frame),
            MessageId::USER_EVENT => {
                if self.server_time.is_none() {
                    *self.server_time = server_time(&frame, self.now);
                }
                if let Some(user_data) = frame.bytes(AttributeId::USER_DATA) {
                    let event = if self.is_about_dn(&frame) {
                        LinkEvent::UserEvent(user_data)
                    } else {
                        LinkEvent::UserEventElsewhere(user_data)
                    };
                    (self.tell)(event);
                }
            }
            MessageId::OBJECTS => self.objects(frame),
            MessageId::OBJECTS_SENT => {
                if let Some(reference) = frame.int(AttributeId::REFERENCE_ID) {
                    let count = frame.int(AttributeId::OBJECT_COUNT).unwrap_or(0);
                    (self.tell)(LinkEvent::ObjectsSent { reference, count });
                }
            }
            MessageId::KEEP_ALIVE_POLL => {
                FrameWriter::new(self.out, MessageId::KEEP_ALIVE_ANSWER);
            }
            // What a later server may send beside is not this client's business.
            _ => {}
        }
        Ok(())
    }

    fn objects(&mut self, frame: Frame<'_>) {
        let numbers = frame.int(AttributeId::REFERENCE_ID).zip(frame.int(AttributeId::OBJECT_KIND));
        let Some((reference, kind)) = numbers else { return };
        for (id, list) in frame.attributes() {
            if id == AttributeId::OBJECT {
                (self.tell)(LinkEvent::Object { reference, kind, list });
            }
        }
    }

    /// Whether a frame names this connection's DN, or none.
    fn is_about_dn(&self, frame: &Frame<'_>) -> bool {
        frame.bytes(AttributeId::THIS_DN).is_none_or(|dn| dn == self.config.dn.as_bytes())
    }

    /// Whether a frame answers the registration: it names no other DN, nor the reference id of a
    /// request.
    fn is_about_registration(&self, frame: &Frame<'_>) -> bool {
        let reference = frame.int(AttributeId::REFERENCE_ID);
        self.is_about_dn(frame) && reference.is_none_or(|reference| reference == REGISTRATION)
    }

    /// Ask for the DN; not at once if it was asked for a moment ago, so that a server which takes
    /// it away again and again is not besieged.
    fn register(&mut self) {
        *self.stage = Stage::Registration;
        let next = self.asked_at.map(|at| at.saturating_add(FLOOR));
        match next.filter(|next| *next > self.now) {
            Some(next) => *self.ask_at = Some(next),
            None => {
                *self.asked_at = Some(self.now);
                client_request::register(&self.config.dn, REGISTRATION, self.out);
            }
        }
    }

    fn refused(&mut self, frame: Frame<'_>) -> Result<(), Box<LinkError>> {
        let code = frame.int(AttributeId::ERROR_CODE).unwrap_or(0);
        let message = frame
            .short_text(AttributeId::ERROR_MESSAGE)
            .unwrap_or_else(|| "without a text".to_owned());
        match *self.stage {
            Stage::Preface | Stage::Login | Stage::Link => {
                let application = self.config.application.clone();
                Err(Box::new(LinkError::LoginRefused { application, code, message }))
            }
            Stage::Registration if self.is_about_registration(&frame) => {
                let dn = self.config.dn.clone();
                Err(Box::new(LinkError::RegistrationRefused { dn, code, message }))
            }
            // Of a request, perhaps of before the DN was unregistered.
            Stage::Registration | Stage::Up => {
                if let Some(reference) = frame.int(AttributeId::REFERENCE_ID) {
                    (self.tell)(LinkEvent::Refused { reference, code, message });
                }
                Ok(())
            }
        }
    }
}
