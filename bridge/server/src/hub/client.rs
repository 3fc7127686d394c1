//! One client: its end of the link, what it has registered, what waits for it and for the server.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use commdn::link::ServerLink;
use commdn::time::Moment;

use super::rights::Rights;
use super::{Bell, ClientId};

/// A request that waits for its turn.
#[derive(Debug)]
pub(super) enum Waiting {
    /// A user event to be distributed.
    Distribute {
        /// The DN.
        dn: Arc<str>,
        /// The client's reference id.
        reference: Option<i32>,
        /// Packed user data.
        user_data: Box<[u8]>,
    },
    /// The end of a registration, which must not pass the requests before it.
    Unregister {
        /// The DN.
        dn: Arc<str>,
        /// The client's reference id.
        reference: Option<i32>,
    },
}

impl Waiting {
    const fn bytes(&self) -> usize {
        match self {
            Self::Distribute { user_data, .. } => user_data.len(),
            Self::Unregister { .. } => 0,
        }
    }
}

/// How far a client's connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It is open.
    Open,
    /// What waits for it is still sent, then the connection ends.
    Closing,
    /// The connection has ended; its requests still have their turn.
    Gone,
}

/// A client.
pub(super) struct Client {
    pub id: ClientId,
    pub phase: Phase,
    pub rights: Option<Arc<Rights>>,
    /// The protocol; away while a request of the client is served.
    pub link: Option<ServerLink>,
    pub dns: BTreeSet<Arc<str>>,
    /// Bytes for it, and those of them that are being written.
    pub out: Vec<u8>,
    pub writing: usize,
    waiting: VecDeque<Waiting>,
    waiting_bytes: usize,
    /// It stands in the row of those with waiting requests.
    pub in_turn: bool,
    /// Nothing is read from it until fewer requests wait.
    pub full: bool,
    bucket: Option<Bucket>,
    pub bell: Bell,
    /// Its bell is to ring.
    pub rings: bool,
    /// Reads of the configuration that are under way.
    pub reads: usize,
}

/// Bytes that may wait for a client that reads the configuration, beyond its limit: the server does not wait.
const MAX_READ_BYTES: usize = 64 << 20;

/// User data of one client that waits, whatever its limits are.
const MAX_WAITING_BYTES: usize = 8 << 20;

impl Client {
    pub fn new(id: ClientId, link: ServerLink, out: Vec<u8>, bell: Bell) -> Self {
        Self {
            id,
            phase: Phase::Open,
            rights: None,
            link: Some(link),
            dns: BTreeSet::new(),
            out,
            writing: 0,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            in_turn: false,
            full: false,
            bucket: None,
            bell,
            rings: false,
            reads: 0,
        }
    }

    /// It is in, with these rights.
    pub fn admit(&mut self, rights: Arc<Rights>, now: Moment) {
        self.bucket = rights.rate.map(|rate| Bucket::new(rate, now));
        self.rights = Some(rights);
    }

    /// The name in logs and metrics.
    pub fn label(&self) -> Arc<str> {
        self.rights.as_ref().map_or_else(|| Arc::from(""), |rights| Arc::clone(&rights.label))
    }

    pub fn is_in(&self) -> bool {
        self.phase == Phase::Open && self.rights.is_some()
    }

    /// Most bytes that may wait for it.
    pub fn max_backlog(&self) -> usize {
        let reading = if self.reads > 0 { MAX_READ_BYTES } else { 0 };
        let most = self.rights.as_ref().map_or(usize::MAX, |rights| rights.max_backlog);
        most.saturating_add(reading)
    }

    pub const fn backlog(&self) -> usize {
        self.out.len() + self.writing
    }

    pub fn push(&mut self, request: Waiting) {
        self.waiting_bytes += request.bytes();
        self.waiting.push_back(request);
        let most = self.rights.as_ref().map_or(0, |rights| rights.max_waiting);
        self.full = self.waiting.len() >= most || self.waiting_bytes >= MAX_WAITING_BYTES;
    }

    pub fn pop(&mut self) -> Option<Waiting> {
        let request = self.waiting.pop_front()?;
        self.waiting_bytes = self.waiting_bytes.saturating_sub(request.bytes());
        Some(request)
    }

    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Whether it was full, and is less than half so now.
    pub fn has_room_again(&mut self) -> bool {
        let most = self.rights.as_ref().map_or(0, |rights| rights.max_waiting);
        let room = self.waiting.len() <= most / 2 && self.waiting_bytes <= MAX_WAITING_BYTES / 2;
        self.full && room && {
            self.full = false;
            true
        }
    }

    /// Take the allowance of one request; when there is one again, if there is none.
    pub fn allowance(&mut self, now: Moment) -> Result<(), Moment> {
        self.bucket.as_mut().map_or(Ok(()), |bucket| bucket.take(now))
    }
}

/// Requests that may go: so many in a second, and as many at once as in one second.
#[derive(Debug)]
struct Bucket {
    rate: f64,
    left: f64,
    at: Moment,
}

impl Bucket {
    fn new(rate: f64, now: Moment) -> Self {
        Self { rate, left: rate.max(1.0), at: now }
    }

    fn take(&mut self, now: Moment) -> Result<(), Moment> {
        let passed = now.saturating_sub(self.at).as_secs_f64();
        self.left = (self.left + passed * self.rate).min(self.rate.max(1.0));
        self.at = now;
        if self.left >= 1.0 {
            self.left -= 1.0;
            return Ok(());
        }
        let missing = (1.0 - self.left) / self.rate;
        Err(now + Moment::from_secs_f64(missing) + Moment::from_millis(1))
    }
}
