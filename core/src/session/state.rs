//! What the threads of a session share under its one lock.

use std::collections::{HashMap, HashSet, VecDeque};
use std::num::NonZeroU64;
use std::sync::Arc;
use std::thread::Thread;
use std::time::Instant;

use super::engine::{Engine, News};
use super::gathering::Gathering;
use super::log::LogLevel;
use super::notices::{Notice, NoticeQueue};
use crate::exchange::{Answer, Failure, Owner, Ticket};
use crate::link::Transport;

/// How a request ended.
pub(super) type Outcome = Result<Answer, Failure>;

/// Outcomes for one [`super::Completions`], with their tags.
pub(super) type Queue = VecDeque<(u64, Outcome)>;

/// What a waiting thread waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interest {
    Outcome(Ticket),
    Queue(NonZeroU64),
    Notice,
}

/// A thread that waits while another one reads.
#[derive(Debug)]
pub(super) struct Follower {
    pub id: NonZeroU64,
    pub interest: Interest,
    pub thread: Thread,
}

/// Who reads from the transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leader {
    Nobody,
    /// A thread that waits for something of its own.
    Caller,
    /// The background thread.
    Background,
}

/// The state of a session.
#[derive(Debug)]
pub(super) struct State {
    pub engine: Engine,
    /// The present connection.
    pub transport: Option<Arc<dyn Transport>>,
    /// Counts connections: what is read from or written to an earlier one is of no interest.
    pub connection: u64,
    /// Open requests that a [`super::Pending`] waits for.
    pub waited: HashSet<Ticket, foldhash::fast::RandomState>,
    /// Outcomes of such requests that are not taken; apart, because an outcome is large and soon taken.
    pub ended: HashMap<Ticket, Outcome, foldhash::fast::RandomState>,
    pub queues: HashMap<NonZeroU64, Queue, foldhash::fast::RandomState>,
    pub next_id: NonZeroU64,
    pub notices: NoticeQueue,
    /// Threads that wait while another one reads.
    pub followers: Vec<Follower>,
    pub leader: Leader,
    /// Whether callers leave their requests to the reader.
    pub gathering: Gathering,
    /// When a caller last read for itself: the background thread keeps out of its way for a while.
    pub last_call: Option<Instant>,
    pub received_bytes: u64,
    pub sent_bytes: u64,
    /// Bytes that the writer has taken and not written.
    pub writing_bytes: usize,
}

/// Threads to wake once the lock is released.
#[derive(Default)]
pub(super) struct Wake {
    threads: Vec<Thread>,
    /// The dispatch thread has something to do.
    pub dispatch: bool,
    /// There is something to take: a notice, an outcome, or the session's end.
    pub news: bool,
    /// The connection that the engine has given up.
    pub dropped: Option<Arc<dyn Transport>>,
    /// Lines to log.
    pub lines: Vec<(LogLevel, String)>,
}

impl Wake {
    pub fn is_empty(&self) -> bool {
        self.threads.is_empty() && !self.dispatch && !self.news && self.dropped.is_none()
    }

    /// Whether there is nothing to do without the lock; `signal` is whether news are told to anybody.
    pub fn is_idle(&self, signal: bool) -> bool {
        let told = self.dispatch || (self.news && signal);
        !told && self.threads.is_empty() && self.lines.is_empty() && self.dropped.is_none()
    }

    /// How many threads have something to take.
    pub fn count(&self) -> usize {
        self.threads.len()
    }

    pub fn wake_threads(&self) {
        for thread in &self.threads {
            thread.unpark();
        }
    }
}

impl State {
    pub fn new(engine: Engine, max_notices: usize) -> Self {
        Self {
            engine,
            transport: None,
            connection: 0,
            waited: HashSet::default(),
            ended: HashMap::default(),
            queues: HashMap::default(),
            next_id: NonZeroU64::MIN,
            notices: NoticeQueue::new(max_notices),
            followers: Vec::new(),
            leader: Leader::Nobody,
            gathering: Gathering::default(),
            last_call: None,
            received_bytes: 0,
            sent_bytes: 0,
            writing_bytes: 0,
        }
    }

    /// Whether there are bytes to send, and where to.
    pub fn has_outgoing(&self) -> bool {
        self.transport.is_some() && self.engine.has_outgoing()
    }

    pub fn fresh_id(&mut self) -> NonZeroU64 {
        self.next_id = self.next_id.saturating_add(1);
        self.next_id
    }

    /// Move the engine's news to those who wait for them.
    #[must_use]
    pub fn settle(&mut self) -> Wake {
        let mut wake = Wake::default();
        if !self.engine.has_connection() {
            wake.dropped = self.transport.take();
        }
        while let Some((news, owner)) = self.engine.poll_owned() {
            match (news, owner) {
                (News::Completed(_, outcome), Some(owner)) => {
                    self.enqueue(owner, outcome, &mut wake);
                }
                (News::Completed(ticket, outcome), None) => {
                    self.complete(ticket, outcome, &mut wake);
                }
                (News::Notice(notice), _) => self.notice(notice, &mut wake),
            }
        }
        if wake.dropped.is_some() && self.engine.unusable().is_some() {
            self.wake_everyone(&mut wake);
        }
        wake
    }

    fn complete(&mut self, ticket: Ticket, outcome: Outcome, wake: &mut Wake) {
        if !self.waited.remove(&ticket) {
            return;
        }
        self.ended.insert(ticket, outcome);
        wake.news = true;
        self.wake_all(Interest::Outcome(ticket), wake);
    }

    fn enqueue(&mut self, owner: Owner, outcome: Outcome, wake: &mut Wake) {
        let Owner { queue: number, tag } = owner;
        let Some(queue) = self.queues.get_mut(&number) else { return };
        queue.push_back((tag, outcome));
        wake.news = true;
        self.wake_all(Interest::Queue(number), wake);
    }

    fn notice(&mut self, notice: Notice, wake: &mut Wake) {
        wake.lines.extend(self.line(&notice));
        self.notices.push(notice);
        wake.dispatch = true;
        wake.news = true;
        self.wake_all(Interest::Notice, wake);
    }

    /// What is logged of a notice: how the connection fares.
    fn line(&self, notice: &Notice) -> Option<(LogLevel, String)> {
        Some(match notice {
            Notice::Disconnected(cause) if self.engine.unusable().is_some() => {
                (LogLevel::Error, format!("session with {} lost: {cause}", self.engine.server()))
            }
            Notice::Disconnected(cause) => {
                let place = self.engine.server();
                (LogLevel::Warn, format!("connection to {place} lost, connecting again: {cause}"))
            }
            Notice::Connected { place, attempts } => {
                (LogLevel::Warn, format!("session with {place} open after {attempts} attempts"))
            }
            Notice::Unregistered => (LogLevel::Warn, "the DN is no longer registered".to_owned()),
            Notice::Registered => (LogLevel::Warn, "the DN is registered again".to_owned()),
            Notice::Service(false) => (LogLevel::Warn, "the DN is out of service".to_owned()),
            Notice::Service(true) => (LogLevel::Warn, "the DN is back in service".to_owned()),
            Notice::SwitchLink(_) | Notice::Event(_) => return None,
        })
    }

    fn wake_all(&self, interest: Interest, wake: &mut Wake) {
        let waiting = self.followers.iter().filter(|follower| follower.interest == interest);
        wake.threads.extend(waiting.map(|follower| follower.thread.clone()));
    }

    /// Everybody who waits, because the session ends.
    pub fn wake_everyone(&self, wake: &mut Wake) {
        wake.dispatch = true;
        wake.news = true;
        wake.threads.extend(self.followers.iter().map(|follower| follower.thread.clone()));
    }

    /// Somebody who waits and can read next, for anybody.
    pub fn successor(&self) -> Option<Thread> {
        self.followers.first().map(|follower| follower.thread.clone())
    }
}
