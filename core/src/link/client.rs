//! The client's end of one connection, as a machine without I/O: bytes and time in, bytes and events out.
//!
//! preface -> login -> link -> registration -> up, with keep-alive polls in both directions.

use std::time::Duration;

use super::Moment;
use super::buffer::FrameBuffer;
use super::error::{LinkError, Stage};
use super::frame::{Distribution, Frame, FrameWriter, PROTOCOL_VERSION, preface};
use super::ids::{AttributeId, MessageId};
use crate::delays;

/// How an idle connection is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeepAlive {
    /// After so long without a byte from the peer it is polled; after twice as long it is given up. `None`: never.
    pub local: Option<Duration>,
    /// The same, asked of the peer. `None`: never.
    pub remote: Option<Duration>,
}

impl KeepAlive {
    /// No keep-alive.
    pub const OFF: Self = Self { local: None, remote: None };

    /// The same interval on both sides; zero is off.
    #[must_use]
    pub const fn every(interval: Duration) -> Self {
        let interval = if interval.is_zero() { None } else { Some(interval) };
        Self { local: interval, remote: interval }
    }
}

impl Default for KeepAlive {
    /// 10 seconds on both sides, as sites usually configure T-Server's own.
    fn default() -> Self {
        Self::every(Duration::from_secs(10))
    }
}

/// Who connects, and to which DN.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkConfig {
    /// The application's name.
    pub application: String,
    /// Its password, or none.
    pub password: Option<String>,
    /// The communication DN.
    pub dn: String,
    /// Keep-alive.
    pub keep_alive: KeepAlive,
    /// Longest step of the start. Default 10 s.
    pub step_timeout: Duration,
    /// Longest frame that is accepted, in bytes.
    pub max_frame_bytes: usize,
}

impl LinkConfig {
    /// With the defaults.
    #[must_use]
    pub fn new(application: impl Into<String>, dn: impl Into<String>) -> Self {
        Self {
            application: application.into(),
            password: None,
            dn: dn.into(),
            keep_alive: KeepAlive::default(),
            step_timeout: Duration::from_secs(10),
            max_frame_bytes: FrameBuffer::MAX_FRAME_BYTES,
        }
    }
}

impl std::fmt::Debug for LinkConfig {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkConfig")
            .field("application", &self.application)
            .field("password", &self.password.as_ref().map(|_| "****"))
            .field("dn", &self.dn)
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}

/// What a connection tells.
#[derive(Debug)]
#[non_exhaustive]
pub enum LinkEvent<'a> {
    /// The DN is registered: requests may be sent.
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
}

/// The client's end of one connection.
#[derive(Debug)]
pub struct ClientLink {
    config: LinkConfig,
    distribution: Distribution,
    buffer: FrameBuffer,
    stage: Stage,
    stage_since: Moment,
    last_received: Moment,
    last_poll: Option<Moment>,
    /// When the DN was last asked for.
    asked_at: Option<Moment>,
    /// When it is asked for again, which was taken away too soon after that.
    ask_at: Option<Moment>,
}

/// The reference id of the registration; requests have ids above 0.
const REGISTRATION: i32 = 0;
/// T-Library's ModeShare.
const MODE_SHARE: i32 = 0;
/// T-Library's AddressTypeDN.
const ADDRESS_TYPE_DN: i32 = 1;

impl ClientLink {
    /// Start a connection at `now`: appends the first bytes to send to `out`.
    #[must_use]
    pub fn start(config: LinkConfig, now: Moment, out: &mut Vec<u8>) -> Self {
        out.extend_from_slice(&preface());
        let mut frame = FrameWriter::new(out, MessageId::REGISTER_CLIENT);
        frame.bytes(AttributeId::APPLICATION_NAME, config.application.as_bytes());
        if let Some(password) = &config.password {
            frame.bytes(AttributeId::APPLICATION_PASSWORD, password.as_bytes());
        }
        let remote = config.keep_alive.remote.map_or(0, |interval| interval.as_millis());
        frame.int(AttributeId::KEEP_ALIVE_MS, i32::try_from(remote).unwrap_or(i32::MAX));
        drop(frame);
        let buffer = FrameBuffer::new(config.max_frame_bytes);
        let stage = Stage::Preface;
        let distribution = Distribution::on(&config.dn);
        let (stage_since, last_received) = (now, now);
        Self {
            config,
            distribution,
            buffer,
            stage,
            stage_since,
            last_received,
            last_poll: None,
            asked_at: None,
            ask_at: None,
        }
    }

    /// How far it has come.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        self.stage
    }

    /// Append a request that distributes `user_data` on the DN to `out`.
    pub fn distribute(&self, reference: i32, user_data: &[u8], out: &mut Vec<u8>) {
        self.distribution.write(reference, user_data, out);
    }

    /// Append the polite end of a connection to `out`.
    pub fn farewell(&self, out: &mut Vec<u8>) {
        if self.stage == Stage::Up {
            FrameWriter::new(out, MessageId::UNREGISTER_ADDRESS)
                .bytes(AttributeId::THIS_DN, self.config.dn.as_bytes())
                .int(AttributeId::REFERENCE_ID, REGISTRATION);
        }
    }

    /// Take received bytes: answers go to `out`, news to `tell`.
    ///
    /// # Errors
    /// The connection cannot go on.
    pub fn receive(
        &mut self,
        bytes: &[u8],
        now: Moment,
        out: &mut Vec<u8>,
        tell: &mut dyn FnMut(LinkEvent<'_>),
    ) -> Result<(), LinkError> {
        self.last_received = now;
        self.last_poll = None;
        let mut input = bytes;
        if self.stage == Stage::Preface {
            self.buffer.push(std::mem::take(&mut input));
            let Some(theirs) = self.buffer.take_preface()? else { return Ok(()) };
            // A newer server speaks this version too; an older one cannot know it.
            if theirs < PROTOCOL_VERSION {
                return Err(LinkError::Version { theirs, ours: PROTOCOL_VERSION });
            }
            self.enter(Stage::Login, now);
        }
        let Self { buffer, config, stage, asked_at, ask_at, .. } = self;
        let before = *stage;
        loop {
            let mut step = Step { config, stage, asked_at, ask_at, now, out, tell };
            match buffer.next_of(&mut input, |frame| step.take(frame))? {
                Some(result) => result.map_err(|error| *error)?,
                None => break,
            }
        }
        if self.stage != before {
            self.stage_since = now;
        }
        Ok(())
    }

    /// The peer closed the connection.
    #[must_use]
    pub const fn closed(&self) -> LinkError {
        LinkError::Closed { stage: self.stage }
    }

    /// Let time pass: polls go to `out`.
    ///
    /// # Errors
    /// A step of the start stalled, or the peer is silent.
    pub fn tick(&mut self, now: Moment, out: &mut Vec<u8>) -> Result<(), LinkError> {
        if self.ask_at.is_some_and(|at| now >= at) {
            (self.ask_at, self.asked_at) = (None, Some(now));
            register(&self.config, out);
        }
        if self.stage != Stage::Up {
            let after = now.saturating_sub(self.stage_since);
            if after >= self.config.step_timeout {
                return Err(LinkError::Stalled { stage: self.stage, after_ms: after.as_millis() });
            }
            return Ok(());
        }
        let Some(interval) = self.config.keep_alive.local else { return Ok(()) };
        let silent = now.saturating_sub(self.last_received);
        match self.last_poll {
            Some(polled) if now.saturating_sub(polled) >= interval => {
                Err(LinkError::KeepAlive { silent_ms: silent.as_millis() })
            }
            None if silent >= interval => {
                FrameWriter::new(out, MessageId::KEEP_ALIVE_POLL);
                self.last_poll = Some(now);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// When [`ClientLink::tick`] has something to do next, if nothing comes.
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        if self.stage != Stage::Up {
            let late = self.stage_since + self.config.step_timeout;
            return Some(self.ask_at.map_or(late, |at| at.min(late)));
        }
        let interval = self.config.keep_alive.local?;
        Some(self.last_poll.unwrap_or(self.last_received) + interval)
    }

    fn enter(&mut self, stage: Stage, now: Moment) {
        self.stage = stage;
        self.stage_since = now;
    }
}

fn register(config: &LinkConfig, out: &mut Vec<u8>) {
    FrameWriter::new(out, MessageId::REGISTER_ADDRESS)
        .bytes(AttributeId::THIS_DN, config.dn.as_bytes())
        .int(AttributeId::REFERENCE_ID, REGISTRATION)
        .int(AttributeId::REGISTER_MODE, MODE_SHARE)
        .int(AttributeId::ADDRESS_TYPE, ADDRESS_TYPE_DN);
}

/// One frame's effect on the link.
struct Step<'a> {
    config: &'a LinkConfig,
    stage: &'a mut Stage,
    asked_at: &'a mut Option<Moment>,
    ask_at: &'a mut Option<Moment>,
    now: Moment,
    out: &'a mut Vec<u8>,
    tell: &'a mut dyn FnMut(LinkEvent<'_>),
}

impl Step<'_> {
    /// Boxed, for an error is large, and almost every frame is none.
    fn take(&mut self, frame: Frame<'_>) -> Result<(), Box<LinkError>> {
        match frame.message {
            MessageId::SERVER_CONNECTED if *self.stage == Stage::Login => *self.stage = Stage::Link,
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
                if let Some(user_data) = frame.bytes(AttributeId::USER_DATA) {
                    let event = if self.is_about_dn(&frame) {
                        LinkEvent::UserEvent(user_data)
                    } else {
                        LinkEvent::UserEventElsewhere(user_data)
                    };
                    (self.tell)(event);
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

    /// Whether a frame names this connection's DN, or none.
    fn is_about_dn(&self, frame: &Frame<'_>) -> bool {
        frame.bytes(AttributeId::THIS_DN).is_none_or(|dn| dn == self.config.dn.as_bytes())
    }

    /// Whether a frame answers the registration: it names no other DN, nor the reference id of a request.
    fn is_about_registration(&self, frame: &Frame<'_>) -> bool {
        let reference = frame.int(AttributeId::REFERENCE_ID);
        self.is_about_dn(frame) && reference.is_none_or(|reference| reference == REGISTRATION)
    }

    /// Ask for the DN; not at once if it was asked for a moment ago, so that a server which takes it away again and
    /// again is not besieged.
    fn register(&mut self) {
        *self.stage = Stage::Registration;
        let next = self.asked_at.map(|at| at.saturating_add(delays::FLOOR));
        match next.filter(|next| *next > self.now) {
            Some(next) => *self.ask_at = Some(next),
            None => {
                *self.asked_at = Some(self.now);
                register(self.config, self.out);
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
