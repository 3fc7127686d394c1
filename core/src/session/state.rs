//! State of a session: what its threads share under its one lock.
//!
//! Owns the engine, the waiting callers and the queues. Must not be held while calling out,
//! sending or logging.

use std::collections::{HashMap, HashSet, VecDeque};
use std::num::NonZeroU64;
use std::sync::Arc;
use std::thread::Thread;
use std::time::Instant;

use super::batch_after_wake::BatchAfterWake;
use super::engine::{Engine, EngineEvent};
use super::log::{LogLevel, Logger};
use super::notices::{Notice, NoticeQueue};
use crate::carrier::Transport;
use crate::exchange::{Answer, Failure, Owner, Ticket};
use crate::message::Event;

/// Outcome of a request.
pub(super) type Outcome = Result<Answer, Failure>;

/// Outcomes for one [`super::Completions`], with their tags.
pub(super) type Queue = VecDeque<(u64, Outcome)>;

/// Event that a thread waits for.
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

/// The reader of the transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leader {
    Nobody,
    /// A thread that waits for its own outcome.
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
    /// Outcomes of such requests that are not taken; apart, because an outcome is large and soon
    /// taken.
    pub ended: HashMap<Ticket, Outcome, foldhash::fast::RandomState>,
    pub queues: HashMap<NonZeroU64, Queue, foldhash::fast::RandomState>,
    pub next_id: NonZeroU64,
    pub notices: NoticeQueue,
    /// Threads that wait while another one reads.
    pub followers: Vec<Follower>,
    pub leader: Leader,
    /// Whether callers leave their requests to the reader.
    pub batch: BatchAfterWake,
    /// When a caller last read for itself: the background thread backs off meanwhile.
    pub last_call: Option<Instant>,
    pub received_bytes: u64,
    pub sent_bytes: u64,
    /// Bytes that the writer has taken and not written.
    pub writing_bytes: usize,
    /// Whose level decides whether outcomes are logged; the lines are logged without the lock.
    logger: Logger,
}

/// Threads to wake once the lock is released.
#[derive(Default)]
pub(super) struct Wake {
    threads: Vec<Thread>,
    /// The dispatch thread has something to do.
    pub dispatch: bool,
    /// There is something to take: a notice, an outcome, or the session's end.
    pub events: bool,
    /// The connection that the engine has given up.
    pub dropped: Option<Arc<dyn Transport>>,
    /// Lines to log.
    pub lines: Vec<(LogLevel, String)>,
}

impl Wake {
    pub fn is_empty(&self) -> bool {
        self.threads.is_empty() && !self.dispatch && !self.events && self.dropped.is_none()
    }

    /// Whether there is nothing to do without the lock; `signal` is whether anybody is notified.
    pub fn is_idle(&self, signal: bool) -> bool {
        let told = self.dispatch || (self.events && signal);
        !told && self.threads.is_empty() && self.lines.is_empty() && self.dropped.is_none()
    }

    /// Number of threads with something to take.
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
    pub fn new(engine: Engine, max_notices: usize, logger: Logger) -> Self {
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
            batch: BatchAfterWake::default(),
            last_call: None,
            received_bytes: 0,
            sent_bytes: 0,
            writing_bytes: 0,
            logger,
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

    /// Move the engine's events to their waiters.
    #[must_use]
    pub fn settle(&mut self) -> Wake {
        let mut wake = Wake::default();
        if !self.engine.has_connection() {
            wake.dropped = self.transport.take();
        }
        while let Some((events, owner)) = self.engine.poll_owned() {
            if let EngineEvent::Completed(ticket, outcome) = &events
                && self.logger.hears(LogLevel::Debug)
            {
                let reference = self.engine.reference_of(*ticket);
                wake.lines.push((LogLevel::Debug, outcome_line(reference, outcome)));
            }
            match (events, owner) {
                (EngineEvent::Completed(_, outcome), Some(owner)) => {
                    self.enqueue(owner, outcome, &mut wake);
                }
                (EngineEvent::Completed(ticket, outcome), None) => {
                    self.complete(ticket, outcome, &mut wake);
                }
                (EngineEvent::Notice(notice), _) => self.notice(notice, &mut wake),
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
        wake.events = true;
        self.wake_all(Interest::Outcome(ticket), wake);
    }

    fn enqueue(&mut self, owner: Owner, outcome: Outcome, wake: &mut Wake) {
        let Owner { queue: number, tag } = owner;
        let Some(queue) = self.queues.get_mut(&number) else { return };
        queue.push_back((tag, outcome));
        wake.events = true;
        self.wake_all(Interest::Queue(number), wake);
    }

    fn notice(&mut self, notice: Notice, wake: &mut Wake) {
        wake.lines.extend(self.line(&notice));
        self.notices.push(notice);
        wake.dispatch = true;
        wake.events = true;
        self.wake_all(Interest::Notice, wake);
    }

    /// Log text of a notice about the connection.
    fn line(&self, notice: &Notice) -> Option<(LogLevel, String)> {
        Some(match notice {
            Notice::Disconnected(cause) if self.engine.unusable().is_some() => {
                (LogLevel::Error, format!("session with {} lost: {cause}", self.engine.server()))
            }
            Notice::Disconnected(cause) => {
                let server = self.engine.server();
                (LogLevel::Warn, format!("connection to {server} lost, connecting again: {cause}"))
            }
            Notice::Connected { server, attempts } => {
                (LogLevel::Warn, format!("session with {server} open after {attempts} attempts"))
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

    /// All waiters, because the session ends.
    pub fn wake_everyone(&self, wake: &mut Wake) {
        wake.dispatch = true;
        wake.events = true;
        wake.threads.extend(self.followers.iter().map(|follower| follower.thread.clone()));
    }

    /// A waiter that can read next, for all.
    pub fn successor(&self) -> Option<Thread> {
        self.followers.first().map(|follower| follower.thread.clone())
    }
}

/// Log text of a request's outcome, which `commdn explain` reads too.
fn outcome_line(reference: i32, outcome: &Outcome) -> String {
    let by = |event: &Event| match event.origin() {
        Some(ocs) => format!("OCS {ocs}"),
        None => "OCS".to_owned(),
    };
    let told = match outcome {
        Ok(answer) => format!("answered by {}: {}", by(&answer.event), answer.event.message_type()),
        Err(Failure::Refused(event)) => {
            let error = event.error().map_or(0, |error| error.0);
            format!("refused by {}: error {error}", by(event))
        }
        Err(Failure::TServer { code, message }) => {
            format!("refused by T-Server: error {code}: {message}")
        }
        Err(Failure::Silence { accepted: true, .. }) => {
            "not answered, T-Server had acknowledged it".to_owned()
        }
        Err(Failure::Silence { accepted: false, .. }) => {
            "not answered, T-Server had not acknowledged it".to_owned()
        }
        Err(Failure::Disconnected | Failure::OutcomeUnknown { .. }) => {
            "not answered, the connection was lost".to_owned()
        }
        Err(Failure::NotSent) => "not sent".to_owned(),
        Err(Failure::Closed) => "not answered, the session was closed".to_owned(),
    };
    format!("reference {reference} {told}")
}
