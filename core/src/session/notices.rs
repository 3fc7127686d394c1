//! Notices: what a session reports without being asked, and the bounded queue they wait in.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::error::Error;
use crate::exchange::Notification;

/// An unsolicited report of a session.
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
    /// The connection is lost, and why. The session connects again, unless
    /// [`super::Session::is_over`].
    Disconnected(Error),
    /// A connection is up again, or for the first time in a session that connects in the
    /// background.
    Connected {
        /// The server.
        server: String,
        /// Attempts that it took.
        attempts: u64,
    },
}

/// Takes notices, on the session's dispatch thread, with no lock held.
pub type NoticeCallback = Arc<dyn Fn(Notice) + Send + Sync>;

/// Hears that there is something new to take; called with no lock held.
pub type NewsSignal = Arc<dyn Fn() + Send + Sync>;

/// Bytes of user data that notices hold while they wait: 10,000 of a usual length have room, not of
/// the longest.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Notices that wait; the oldest make room for new ones, and are counted.
#[derive(Debug)]
pub(super) struct NoticeQueue {
    waiting: VecDeque<Notice>,
    max: usize,
    /// Of user data in them.
    bytes: usize,
    overflow: u64,
}

/// Bytes of user data in a notice.
fn bytes_of(notice: &Notice) -> usize {
    match notice {
        Notice::Event(notification) => notification.event.user_data().view().bytes().len(),
        _ => 0,
    }
}

impl NoticeQueue {
    pub fn new(max: usize) -> Self {
        Self { waiting: VecDeque::new(), max, bytes: 0, overflow: 0 }
    }

    pub fn push(&mut self, notice: Notice) {
        let bytes = bytes_of(&notice);
        while self.waiting.len() >= self.max || self.bytes + bytes > MAX_BYTES {
            if self.pop().is_none() {
                break;
            }
            self.overflow += 1;
        }
        self.bytes += bytes;
        self.waiting.push_back(notice);
    }

    pub fn pop(&mut self) -> Option<Notice> {
        let notice = self.waiting.pop_front()?;
        self.bytes -= bytes_of(&notice);
        Some(notice)
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Number of dropped notices.
    pub const fn overflow(&self) -> u64 {
        self.overflow
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::NotificationKind;
    use crate::kvlist::KvList;
    use crate::message::{Dialect, Event, MessageType, keys};

    #[test]
    fn long_notices_make_room_before_they_fill_the_memory() {
        let mut list = KvList::new();
        list.add_int(keys::MESSAGE_TYPE, MessageType::EV_CAMPAIGN_STATUS.0).unwrap();
        list.add_string("filler", "x".repeat(60_000)).unwrap();
        let event = Event::new(list, &Dialect::DEFAULT).unwrap();
        let long = Notification { kind: NotificationKind::Unsolicited, event };
        let mut queue = NoticeQueue::new(10_000);
        for _ in 0..1_000 {
            queue.push(Notice::Event(long.clone()));
            queue.push(Notice::Registered);
        }
        let bytes: usize = queue.waiting.iter().map(bytes_of).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES - 2 * 65_536, "{bytes}");
        assert_eq!(queue.bytes, bytes);
        assert_eq!(queue.overflow() + queue.len() as u64, 2_000);
        while queue.pop().is_some() {}
        assert_eq!(queue.bytes, 0);
    }
}
