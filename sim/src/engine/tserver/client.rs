//! One client of T-Server: its end of the link, what it has registered, and what waits for it.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use commdn::link::{LinkError, ServerConfig, ServerLink};

use super::reading::Reading;
use crate::config::TServer;
use crate::engine::{ClientId, Server};

/// A client whose connection ends has this long to take what waits for it.
pub(super) const CLOSING_TIME: Duration = Duration::from_secs(5);

/// A client.
#[derive(Debug)]
pub(in crate::engine) struct Client {
    pub id: ClientId,
    pub server: Server,
    /// It has introduced itself.
    pub logged_in: bool,
    pub application: String,
    /// Indexes of the DNs that it has registered.
    pub dns: BTreeSet<usize>,
    /// The protocol; away while a request of the client is served.
    pub link: Option<ServerLink>,
    /// Bytes to be sent, from `start` on.
    out: Vec<u8>,
    start: usize,
    /// Bytes that a fault holds back, and until when.
    held: Option<(Duration, Vec<u8>)>,
    /// No more frames are read; the connection ends when `out` is sent, or at this time without that.
    pub closing: Option<Duration>,
    /// Whether it stands in the list of clients with something to send.
    pub ready: bool,
    pub events: u64,
    /// Objects of the configuration that it has asked for, the oldest request first.
    pub reading: VecDeque<Reading>,
}

impl Client {
    pub fn new(id: ClientId, server: Server, now: Duration, options: &TServer) -> Self {
        let mut config = ServerConfig::default();
        config.max_frame_bytes = options.max_frame_bytes;
        config.login_timeout = Duration::from_secs_f64(options.login_seconds);
        let mut out = Vec::new();
        let link = Some(ServerLink::start(config, now, &mut out));
        Self {
            id,
            server,
            logged_in: false,
            application: String::new(),
            dns: BTreeSet::new(),
            link,
            out,
            start: 0,
            held: None,
            closing: None,
            ready: false,
            events: 0,
            reading: VecDeque::new(),
        }
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
    pub fn release_held(&mut self, now: Duration) -> bool {
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
        let out = match &mut self.held {
            Some((_, bytes)) => bytes,
            None => &mut self.out,
        };
        match self.link.as_mut()?.tick(now, out) {
            Ok(()) => None,
            Err(LinkError::KeepAlive { .. }) => Some("it did not answer a keep-alive poll"),
            Err(_) => Some("it did not introduce itself"),
        }
    }

    /// When [`Client::advance`] or [`Client::let_go`] has something to do next.
    pub fn next_wakeup(&self) -> Option<Duration> {
        if let Some(until) = self.closing {
            return (self.waiting() > 0).then_some(until);
        }
        let watch = self.link.as_ref().and_then(ServerLink::next_tick);
        let held = self.held.as_ref().map(|(until, _)| *until);
        [watch, held].into_iter().flatten().min()
    }
}
