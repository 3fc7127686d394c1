//! One client of T-Server: how far it has come, what waits for it, and its keep-alive.

use std::collections::BTreeSet;
use std::time::Duration;

use commdn::link::{FrameBuffer, FrameWriter, MessageId, preface};

use super::{ClientId, Server};
use crate::config::TServer;

/// How far a client has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Its preface has not come.
    Preface,
    /// It has not introduced itself.
    Login,
    /// It has.
    In,
}

/// A client whose connection ends has this long to take what waits for it.
pub(super) const FAREWELL_TIME: Duration = Duration::from_secs(5);

/// A client.
#[derive(Debug)]
pub(super) struct Client {
    pub id: ClientId,
    pub server: Server,
    pub stage: Stage,
    pub application: String,
    /// Indexes of the DNs that it has registered.
    pub dns: BTreeSet<usize>,
    /// Received bytes; away while they are being read.
    pub buffer: Option<FrameBuffer>,
    /// Bytes to be sent, from `start` on.
    out: Vec<u8>,
    start: usize,
    /// Bytes that a fault holds back, and until when.
    held: Option<(Duration, Vec<u8>)>,
    /// After so long without a byte it is polled.
    pub keep_alive: Option<Duration>,
    pub last_received: Duration,
    /// Until then it must have introduced itself, however many bytes it sends.
    login_until: Duration,
    polled: Option<Duration>,
    /// No more frames are read; the connection ends when `out` is sent, or at this time without that.
    pub closing: Option<Duration>,
    /// Whether it stands in the list of clients with something to send.
    pub ready: bool,
    pub events: u64,
}

impl Client {
    pub fn new(id: ClientId, server: Server, now: Duration, options: &TServer) -> Self {
        Self {
            id,
            server,
            stage: Stage::Preface,
            application: String::new(),
            dns: BTreeSet::new(),
            buffer: Some(FrameBuffer::new(options.max_frame_bytes)),
            // Each side sends its preface first, without waiting.
            out: preface().to_vec(),
            start: 0,
            held: None,
            keep_alive: None,
            last_received: now,
            login_until: now + Duration::from_secs_f64(options.login_seconds),
            polled: None,
            closing: None,
            ready: false,
            events: 0,
        }
    }

    /// Bytes came.
    pub const fn heard(&mut self, now: Duration) {
        self.last_received = now;
        self.polled = None;
    }

    pub fn pending(&self) -> &[u8] {
        self.out.get(self.start..).unwrap_or_default()
    }

    /// Bytes that wait, those of a fault included.
    pub fn waiting(&self) -> usize {
        self.pending().len() + self.held.as_ref().map_or(0, |(_, bytes)| bytes.len())
    }

    pub fn sent(&mut self, bytes: usize) {
        self.start = self.start.saturating_add(bytes).min(self.out.len());
        // What was sent is dropped when it is most of the buffer: each byte is moved once at most.
        if self.start * 2 >= self.out.len() {
            self.out.drain(..self.start);
            self.start = 0;
        }
    }

    /// Where frames for it go.
    pub fn sink(&mut self) -> &mut Vec<u8> {
        match &mut self.held {
            Some((_, bytes)) => bytes,
            None => &mut self.out,
        }
    }

    /// Send half of `frame` and hold the rest, and all that follows, until `until`.
    pub fn send_half(&mut self, frame: &[u8], until: Duration) {
        if self.held.is_some() {
            return self.sink().extend_from_slice(frame);
        }
        let (first, rest) = frame.split_at(frame.len() / 2);
        self.out.extend_from_slice(first);
        self.held = Some((until, rest.to_vec()));
    }

    /// Send what was held, if its time has come; tells whether it did.
    pub fn let_go(&mut self, now: Duration) -> bool {
        match self.held.take() {
            Some((until, bytes)) if until <= now => {
                self.out.extend_from_slice(&bytes);
                true
            }
            held => {
                self.held = held;
                false
            }
        }
    }

    /// Forget what waits.
    pub fn drop_pending(&mut self) {
        self.out.clear();
        self.start = 0;
        self.held = None;
    }

    /// Let time pass: poll an idle client; tells why a silent one is given up.
    pub fn advance(&mut self, now: Duration) -> Option<&'static str> {
        if let Some(until) = self.closing {
            if until <= now {
                self.drop_pending();
            }
            return None;
        }
        if self.stage != Stage::In {
            return (now >= self.login_until).then_some("it did not introduce itself");
        }
        let interval = self.keep_alive?;
        match self.polled {
            Some(polled) if now.saturating_sub(polled) >= interval => {
                Some("it did not answer a keep-alive poll")
            }
            None if now.saturating_sub(self.last_received) >= interval => {
                self.polled = Some(now);
                FrameWriter::new(self.sink(), MessageId::KEEP_ALIVE_POLL);
                None
            }
            _ => None,
        }
    }

    /// When [`Client::advance`] or [`Client::let_go`] has something to do next.
    pub fn next_wakeup(&self) -> Option<Duration> {
        if let Some(until) = self.closing {
            return (self.waiting() > 0).then_some(until);
        }
        let watch = match (self.stage, self.keep_alive) {
            (Stage::In, Some(interval)) => {
                Some(self.polled.unwrap_or(self.last_received) + interval)
            }
            (Stage::In, None) => None,
            _ => Some(self.login_until),
        };
        let held = self.held.as_ref().map(|(until, _)| *until);
        [watch, held].into_iter().flatten().min()
    }
}
