//! The client's channel to a server: preface, login and keep-alive, whatever is registered on it.
//!
//! Owns the received bytes, the stage and its times. What frames mean is decided by its user:
//! [`super::ClientLink`] for one DN, bridges for many.

use super::buffer::FrameBuffer;
use super::config::LinkConfig;
use super::error::{LinkError, Stage};
use super::frame::{FrameWriter, PROTOCOL_VERSION, preface};
use super::ids::{AttributeId, MessageId};
use crate::time::Moment;

/// The client's end of a connection, before anything is registered on it.
#[derive(Debug)]
pub struct Channel {
    /// Received bytes of which no frame was taken yet.
    pub buffer: FrameBuffer,
    /// Its phase; changed by [`Channel::enter`].
    pub stage: Stage,
    stage_since: Moment,
    last_received: Moment,
    last_poll: Option<Moment>,
}

impl Channel {
    /// Start a connection at `now`: appends preface and login to `out`.
    #[must_use]
    pub fn start(config: &LinkConfig, now: Moment, out: &mut Vec<u8>) -> Self {
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
        let (stage_since, last_received) = (now, now);
        Self { buffer, stage: Stage::Preface, stage_since, last_received, last_poll: None }
    }

    /// Take note of received bytes: those of frames, of which [`FrameBuffer::next_of`] takes the
    /// next ones; none while the server's preface is not whole.
    ///
    /// # Errors
    /// The peer does not speak this protocol, or an older version of it.
    pub fn receive<'a>(
        &mut self,
        bytes: &'a [u8],
        now: Moment,
    ) -> Result<Option<&'a [u8]>, LinkError> {
        self.last_received = now;
        self.last_poll = None;
        if self.stage != Stage::Preface {
            return Ok(Some(bytes));
        }
        self.buffer.push(bytes);
        let Some(theirs) = self.buffer.take_preface()? else { return Ok(None) };
        // A newer server speaks this version too; an older one cannot know it.
        if theirs < PROTOCOL_VERSION {
            return Err(LinkError::Version { theirs, ours: PROTOCOL_VERSION });
        }
        self.enter(Stage::Login, now);
        Ok(Some(&[]))
    }

    /// Begin a phase.
    pub const fn enter(&mut self, stage: Stage, now: Moment) {
        self.stage = stage;
        self.stage_since = now;
    }

    /// The peer closed the connection.
    #[must_use]
    pub const fn closed(&self) -> LinkError {
        LinkError::Closed { stage: self.stage }
    }

    /// Let time pass: polls go to `out` once the start `has_ended`.
    ///
    /// # Errors
    /// A step of the start stalled, or the peer is silent.
    pub fn tick(
        &mut self,
        config: &LinkConfig,
        has_ended: bool,
        now: Moment,
        out: &mut Vec<u8>,
    ) -> Result<(), LinkError> {
        if !has_ended {
            let after = now.saturating_sub(self.stage_since);
            if after >= config.step_timeout {
                return Err(LinkError::Stalled { stage: self.stage, after_ms: after.as_millis() });
            }
            return Ok(());
        }
        let Some(interval) = config.keep_alive.local else { return Ok(()) };
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

    /// When [`Channel::tick`] has something to do next, if nothing comes.
    #[must_use]
    pub fn next_tick(&self, config: &LinkConfig, has_ended: bool) -> Option<Moment> {
        if !has_ended {
            return Some(self.stage_since + config.step_timeout);
        }
        Some(self.last_poll.unwrap_or(self.last_received) + config.keep_alive.local?)
    }
}
