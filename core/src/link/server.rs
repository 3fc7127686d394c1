//! The server's end of one connection, as a machine without I/O: bytes and time in, requests out.
//!
//! Owns the preface, the login's time limit and the keep-alive polls; [`ServerMessage`] is a
//! server's output. Its user (a simulator, a host carrier or a bridge) decides about logins, DNs
//! and the recipients of a user event.

use std::borrow::Cow;
use std::time::Duration;

use super::buffer::FrameBuffer;
use super::error::{LinkError, Stage};
use super::frame::{Frame, FrameWriter, preface};
use super::ids::{AttributeId, MessageId};
use crate::time::Moment;

/// Options of a server for one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerConfig {
    /// Longest frame that is accepted, in bytes.
    pub max_frame_bytes: usize,
    /// The client must have logged in after so long, however many bytes it sends.
    pub login_timeout: Duration,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            max_frame_bytes: FrameBuffer::MAX_FRAME_BYTES,
            login_timeout: Duration::from_secs(10),
        }
    }
}

/// Request of a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum ClientRequest<'a> {
    /// Let the application in: [`ServerLink::accept`], or
    /// [`ServerMessage::Refused`](super::ServerMessage::Refused) and the end of the connection.
    Login(Login<'a>),
    /// Register a DN: its user events are for this client from then on.
    Register(About<'a>),
    /// Register it no more.
    Unregister(About<'a>),
    /// Distribute a user event on a DN: acknowledge or refuse it, and show it to the DN's clients.
    Distribute {
        /// The DN, under which reference id.
        about: About<'a>,
        /// Its packed user data, if there is any; or why the event cannot be read.
        user_data: Result<Option<&'a [u8]>, LinkError>,
    },
    /// Read objects of the configuration: answer with any number of
    /// [`ServerMessage::Objects`](super::ServerMessage::Objects), then
    /// [`ServerMessage::ObjectsSent`](super::ServerMessage::ObjectsSent), or with a refusal.
    ReadObjects {
        /// The number of their kind; 0 without one.
        kind: i32,
        /// Packed list of what they must be, if anything.
        filter: Option<&'a [u8]>,
        /// The reference id of the request.
        reference: Option<i32>,
    },
    /// Something that is not asked of a server, or not now.
    Unsupported {
        /// What it is.
        message: MessageId,
        /// Its reference id.
        reference: Option<i32>,
    },
}

/// A DN that is named in a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct About<'a> {
    /// Its number, if there is one.
    pub dn: Option<Cow<'a, str>>,
    /// The reference id of the request.
    pub reference: Option<i32>,
}

/// An application that introduces itself.
#[non_exhaustive]
pub struct Login<'a> {
    /// Its name; empty if it has none.
    pub application: Cow<'a, str>,
    /// Its password.
    pub password: Option<&'a [u8]>,
    /// How often it wants to be polled when nothing comes from it.
    pub keep_alive: Option<Duration>,
    /// The reference id of the request.
    pub reference: Option<i32>,
}

impl std::fmt::Debug for Login<'_> {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login")
            .field("application", &self.application)
            .field("password", &self.password.map(|_| "****"))
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}

/// The server's end of one connection.
#[derive(Debug)]
pub struct ServerLink {
    buffer: FrameBuffer,
    /// [`Stage::Preface`], [`Stage::Login`], or [`Stage::Up`] once the application is in.
    stage: Stage,
    started: Moment,
    login_timeout: Duration,
    keep_alive: Option<Duration>,
    last_received: Moment,
    polled: Option<Moment>,
}

impl ServerLink {
    /// A connection that was taken at `now`: appends the first bytes to send to `out`.
    #[must_use]
    pub fn start(config: ServerConfig, now: Moment, out: &mut Vec<u8>) -> Self {
        // Each side sends its preface first, without waiting.
        out.extend_from_slice(&preface());
        Self {
            buffer: FrameBuffer::new(config.max_frame_bytes),
            stage: Stage::Preface,
            started: now,
            login_timeout: config.login_timeout,
            keep_alive: None,
            last_received: now,
            polled: None,
        }
    }

    /// Whether the application is in.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.stage == Stage::Up
    }

    /// The application is in; it is polled when nothing comes from it for `keep_alive`.
    pub const fn accept(&mut self, keep_alive: Option<Duration>) {
        self.stage = Stage::Up;
        self.keep_alive = keep_alive;
    }

    /// Take received bytes; [`ServerLink::next`] reads them.
    pub fn receive(&mut self, bytes: &[u8], now: Moment) {
        self.last_received = now;
        self.polled = None;
        self.buffer.push(bytes);
    }

    /// Hand the next request that is whole to `hear`; `None` if there is none yet. What a link
    /// answers by itself goes to `out`.
    ///
    /// One at a time: a login that is accepted decides what the next frame may be.
    ///
    /// # Errors
    /// The connection cannot continue.
    pub fn next<T>(
        &mut self,
        out: &mut Vec<u8>,
        hear: impl FnOnce(ClientRequest<'_>) -> T,
    ) -> Result<Option<T>, LinkError> {
        if self.stage == Stage::Preface {
            // A later version's client speaks this one too.
            let Some(_version) = self.buffer.take_preface()? else { return Ok(None) };
            self.stage = Stage::Login;
        }
        let up = self.stage == Stage::Up;
        let mut hear = Some(hear);
        loop {
            let taken = self.buffer.next(|frame| {
                let request = request(frame, up, out)?;
                hear.take().map(|hear| hear(request))
            })?;
            match taken {
                // A frame that asks nothing.
                Some(None) => {}
                Some(heard) => return Ok(heard),
                None => return Ok(None),
            }
        }
    }

    /// Let time pass: a poll goes to `out`.
    ///
    /// # Errors
    /// [`LinkError::Stalled`] if the application has not introduced itself,
    /// [`LinkError::KeepAlive`] if the client is silent.
    pub fn tick(&mut self, now: Moment, out: &mut Vec<u8>) -> Result<(), LinkError> {
        if self.stage != Stage::Up {
            let after = now.saturating_sub(self.started);
            if after >= self.login_timeout {
                return Err(LinkError::Stalled { stage: self.stage, after_ms: after.as_millis() });
            }
            return Ok(());
        }
        let Some(interval) = self.keep_alive else { return Ok(()) };
        let silent = now.saturating_sub(self.last_received);
        match self.polled {
            Some(polled) if now.saturating_sub(polled) >= interval => {
                Err(LinkError::KeepAlive { silent_ms: silent.as_millis() })
            }
            None if silent >= interval => {
                self.polled = Some(now);
                FrameWriter::new(out, MessageId::KEEP_ALIVE_POLL);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// When [`ServerLink::tick`] has something to do next, if nothing comes.
    #[must_use]
    pub fn next_tick(&self) -> Option<Moment> {
        if self.stage != Stage::Up {
            return Some(self.started + self.login_timeout);
        }
        Some(self.polled.unwrap_or(self.last_received) + self.keep_alive?)
    }
}

/// The request in a frame; `None` if there is none.
fn request<'a>(frame: Frame<'a>, up: bool, out: &mut Vec<u8>) -> Option<ClientRequest<'a>> {
    let reference = frame.int(AttributeId::REFERENCE_ID);
    let about = |id| About { dn: frame.text(id), reference };
    Some(match frame.message {
        MessageId::REGISTER_CLIENT if !up => ClientRequest::Login(login(frame, reference)),
        MessageId::REGISTER_ADDRESS if up => ClientRequest::Register(about(AttributeId::THIS_DN)),
        MessageId::UNREGISTER_ADDRESS if up => {
            ClientRequest::Unregister(about(AttributeId::THIS_DN))
        }
        MessageId::DISTRIBUTE_USER_EVENT if up => ClientRequest::Distribute {
            about: about(AttributeId::COMMUNICATION_DN),
            user_data: user_data(frame),
        },
        MessageId::READ_OBJECTS if up => ClientRequest::ReadObjects {
            kind: frame.int(AttributeId::OBJECT_KIND).unwrap_or(0),
            filter: frame.bytes(AttributeId::FILTER),
            reference,
        },
        MessageId::KEEP_ALIVE_POLL if up => {
            FrameWriter::new(out, MessageId::KEEP_ALIVE_ANSWER);
            return None;
        }
        MessageId::KEEP_ALIVE_ANSWER => return None,
        // What a later client may send beside.
        message if message.name().is_none() => return None,
        message => ClientRequest::Unsupported { message, reference },
    })
}

fn login(frame: Frame<'_>, reference: Option<i32>) -> Login<'_> {
    let keep_alive = frame.int(AttributeId::KEEP_ALIVE_MS).and_then(|ms| u64::try_from(ms).ok());
    Login {
        application: frame.text(AttributeId::APPLICATION_NAME).unwrap_or_default(),
        password: frame.bytes(AttributeId::APPLICATION_PASSWORD),
        keep_alive: keep_alive.filter(|ms| *ms > 0).map(Duration::from_millis),
        reference,
    }
}

fn user_data(frame: Frame<'_>) -> Result<Option<&[u8]>, LinkError> {
    let event = frame.nested(AttributeId::USER_EVENT)?;
    Ok(event.and_then(|event| event.bytes(AttributeId::USER_DATA)))
}
