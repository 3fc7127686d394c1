//! What a session tells unasked, and the bounded queue it waits in.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::error::Error;
use crate::exchange::Notification;

/// What a session tells unasked.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Notice {
    /// An event that completes no request.
    Event(Notification),
    /// The server's link to the switch came (true) or went.
    SwitchLink(bool),
    /// The DN is no longer registered; its registration was asked for again.
    Unregistered,
    /// The DN is registered again.
    Registered,
    /// The DN is back in service (true), or out of it: requests wait.
    Service(bool),
    /// The connection is lost, and why. The session connects again, unless [`super::Session::is_over`].
    Disconnected(Error),
    /// A connection is up again, or for the first time in a session that connects in the background.
    Connected {
        /// The server.
        place: String,
        /// Attempts that it took.
        attempts: u64,
    },
}

/// Takes notices, on the session's dispatch thread, with no lock held.
pub type NoticeCallback = Arc<dyn Fn(Notice) + Send + Sync>;

/// Hears that there is something new to take; called with no lock held.
pub type NewsSignal = Arc<dyn Fn() + Send + Sync>;

/// Notices that wait; the oldest make room for new ones, and are counted.
#[derive(Debug)]
pub(super) struct NoticeQueue {
    waiting: VecDeque<Notice>,
    max: usize,
    overflow: u64,
}

impl NoticeQueue {
    pub fn new(max: usize) -> Self {
        Self { waiting: VecDeque::new(), max, overflow: 0 }
    }

    pub fn push(&mut self, notice: Notice) {
        if self.waiting.len() >= self.max {
            self.waiting.pop_front();
            self.overflow += 1;
        }
        self.waiting.push_back(notice);
    }

    pub fn pop(&mut self) -> Option<Notice> {
        self.waiting.pop_front()
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// How many had to make room.
    pub const fn overflow(&self) -> u64 {
        self.overflow
    }
}
