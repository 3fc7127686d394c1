//! What an outbox tells: entries, outcomes, counts.

use std::fmt;

use crate::error::Error;
use crate::message::{Event, MessageType, Request};

/// Milliseconds since the Unix epoch.
pub type Timestamp = u64;

/// The number of an entry, never used again in the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutboxId(pub u64);

impl fmt::Display for OutboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryState {
    /// It is sent when its time comes.
    Waiting,
    /// An earlier request of the same customer is unfinished.
    Blocked,
    /// A process has taken it to send it.
    Claimed,
    /// It has its outcome.
    Done,
    /// It was given up or has expired: it may be retried.
    Dead,
}

impl EntryState {
    /// All states.
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::Blocked, Self::Claimed, Self::Done, Self::Dead];

    /// Its name: `waiting`, `blocked`, `claimed`, `done`, `dead`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Blocked => "blocked",
            Self::Claimed => "claimed",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
}

/// How an entry ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OutcomeKind {
    /// OCS has acknowledged it.
    Acknowledged,
    /// OCS, T-Server or the rules of the API refused it.
    Refused,
    /// It was sent, and whether OCS acted on it is not known.
    Unknown,
    /// All attempts failed; a dead letter.
    GaveUp,
    /// It grew too old; a dead letter.
    Expired,
    /// It was cancelled before it was sent, or between two attempts: OCS may then have acted on an earlier one.
    Cancelled,
}

impl OutcomeKind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::Acknowledged,
        Self::Refused,
        Self::Unknown,
        Self::GaveUp,
        Self::Expired,
        Self::Cancelled,
    ];

    /// Its name: `acknowledged`, `refused`, `unknown`, `gave_up`, `expired`, `cancelled`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::GaveUp => "gave_up",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// Its number, the same in the file and in every language.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Acknowledged => 0,
            Self::Refused => 1,
            Self::Unknown => 2,
            Self::GaveUp => 3,
            Self::Expired => 4,
            Self::Cancelled => 5,
        }
    }

    pub(super) fn of_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| i64::from(kind.number()) == number)
    }

    /// Whether it is a dead letter: given up or expired.
    #[must_use]
    pub const fn is_dead(self) -> bool {
        matches!(self, Self::GaveUp | Self::Expired)
    }
}

/// The recorded outcome of an entry: final, and the only one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outcome {
    /// Its place in the order in which outcomes were recorded; for [`super::Outbox::outcomes`].
    pub cursor: u64,
    /// The entry.
    pub id: OutboxId,
    /// The key that the entry was submitted under, if any.
    pub key: Option<String>,
    /// How it ended.
    pub kind: OutcomeKind,
    /// The event that acknowledged the request, if it is kept.
    pub event: Option<Event>,
    /// Why it was not acknowledged.
    pub error: Option<Error>,
    /// How often it was sent, or may have been.
    pub attempts: u32,
    /// When it was recorded.
    pub time: Timestamp,
    /// The entry that repeats it, after [`super::Outbox::retry`].
    pub retried_as: Option<OutboxId>,
}

/// An entry with all that is known of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Entry {
    /// Its number.
    pub id: OutboxId,
    /// Where it stands.
    pub state: EntryState,
    /// The kind of request.
    pub message_type: MessageType,
    /// The request; `None` if the file's bytes are no request, which only damage explains.
    pub request: Option<Request>,
    /// The key that it was submitted under, if any.
    pub key: Option<String>,
    /// How often it was sent, or may have been.
    pub attempts: u32,
    /// When it was submitted.
    pub created: Timestamp,
    /// When it is tried next, of a waiting entry.
    pub next_try: Option<Timestamp>,
    /// When it is given up as too old.
    pub expires: Option<Timestamp>,
    /// Its outcome, of a finished entry.
    pub outcome: Option<Outcome>,
}

/// Which entries are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those without an outcome.
    Unfinished,
    /// Those given up or expired, and not retried.
    Dead,
    /// Those with that outcome.
    Ended(OutcomeKind),
}

/// Counts of an outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct OutboxStats {
    /// Entries without an outcome.
    pub unfinished: u64,
    /// Bytes of their requests.
    pub unfinished_bytes: u64,
    /// Of these: taken by a process to be sent.
    pub claimed: u64,
    /// Dead letters that were not retried.
    pub dead: u64,
    /// Outcomes recorded over the file's life, by [`OutcomeKind::number`].
    pub outcomes: [u64; 6],
    /// The number of the newest entry; 0 before the first.
    pub last_entry: u64,
    /// The cursor of the newest outcome; 0 before the first.
    pub last_cursor: u64,
}

impl OutboxStats {
    /// How many ended like that, over the file's life.
    #[must_use]
    pub fn ended(&self, kind: OutcomeKind) -> u64 {
        self.outcomes.get(usize::from(kind.number())).copied().unwrap_or(0)
    }
}
