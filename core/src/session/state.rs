//! What the threads of a session share under its one lock.

use std::collections::{HashMap, VecDeque};
use std::thread::Thread;
use std::time::Instant;

use super::engine::{Engine, News};
use super::notices::{Notice, NoticeQueue};
use crate::exchange::{Answer, Failure, Ticket};

/// How a request ended.
pub(super) type Outcome = Result<Answer, Failure>;

/// Where the outcome of a request goes.
#[derive(Debug)]
pub(super) enum Slot {
    /// A [`super::Pending`] waits for it.
    Waiting,
    /// It is here for the [`super::Pending`].
    Done(Outcome),
    /// To the queue with that number, under that tag.
    Queue(u64, u64),
}

/// What a waiting thread waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interest {
    Outcome(Ticket),
    Queue(u64),
    Notice,
}

/// A thread that waits while another one reads.
#[derive(Debug)]
pub(super) struct Follower {
    pub id: u64,
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
    pub slots: HashMap<Ticket, Slot>,
    pub queues: HashMap<u64, VecDeque<(u64, Outcome)>>,
    pub next_id: u64,
    pub notices: NoticeQueue,
    /// Threads that wait while another one reads.
    pub followers: Vec<Follower>,
    pub leader: Leader,
    /// When a caller last read for itself: the background thread keeps out of its way for a while.
    pub last_call: Option<Instant>,
    pub received_bytes: u64,
    pub sent_bytes: u64,
    /// The loss of the connection has been logged.
    pub loss_told: bool,
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
}

impl Wake {
    pub fn is_empty(&self) -> bool {
        self.threads.is_empty() && !self.dispatch && !self.news
    }

    pub fn threads(self) {
        for thread in self.threads {
            thread.unpark();
        }
    }
}

impl State {
    pub fn new(engine: Engine, max_notices: usize) -> Self {
        Self {
            engine,
            slots: HashMap::new(),
            queues: HashMap::new(),
            next_id: 0,
            notices: NoticeQueue::new(max_notices),
            followers: Vec::new(),
            leader: Leader::Nobody,
            last_call: None,
            received_bytes: 0,
            sent_bytes: 0,
            loss_told: false,
            writing_bytes: 0,
        }
    }

    pub fn fresh_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Move the engine's news to those who wait for them.
    #[must_use]
    pub fn settle(&mut self) -> Wake {
        let mut wake = Wake::default();
        while let Some(news) = self.engine.poll() {
            match news {
                News::Completed(ticket, outcome) => self.complete(ticket, outcome, &mut wake),
                News::Notice(notice) => self.notice(notice, &mut wake),
            }
        }
        wake
    }

    fn complete(&mut self, ticket: Ticket, outcome: Outcome, wake: &mut Wake) {
        let interest = match self.slots.get_mut(&ticket) {
            Some(Slot::Queue(queue, tag)) => {
                let (queue, tag) = (*queue, *tag);
                self.slots.remove(&ticket);
                if let Some(queue) = self.queues.get_mut(&queue) {
                    queue.push_back((tag, outcome));
                }
                Interest::Queue(queue)
            }
            Some(slot) => {
                *slot = Slot::Done(outcome);
                Interest::Outcome(ticket)
            }
            None => return,
        };
        wake.news = true;
        self.wake_all(interest, wake);
    }

    fn notice(&mut self, notice: Notice, wake: &mut Wake) {
        self.notices.push(notice);
        wake.dispatch = true;
        wake.news = true;
        self.wake_all(Interest::Notice, wake);
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
