//! Types of an outbox's results: entries, outcomes, counts.

use std::fmt;

use crate::description::{entry_states, numbered_enum, outcome_kinds};
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

macro_rules! entry_state {
    ($($rows:tt)+) => {
        numbered_enum! {
            /// State of an entry.
            EntryState: $($rows)+
        }
    };
}
entry_states!(entry_state);

macro_rules! outcome_kind {
    ($($rows:tt)+) => {
        numbered_enum! {
            /// Ending of an entry.
            OutcomeKind: $($rows)+
        }
    };
}
outcome_kinds!(outcome_kind);

impl OutcomeKind {
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
    /// Its place in the order in which outcomes were recorded; for `super::Outbox::outcomes`.
    pub cursor: u64,
    /// The entry.
    pub id: OutboxId,
    /// The key that the entry was submitted under, if any.
    pub key: Option<String>,
    /// Its ending.
    pub kind: OutcomeKind,
    /// The event that acknowledged the request, if it is kept.
    pub event: Option<Event>,
    /// Reason why it was not acknowledged.
    pub error: Option<Error>,
    /// Number of times it was sent, or may have been sent.
    pub attempts: u32,
    /// When it was recorded.
    pub time: Timestamp,
    /// The entry that repeats it, after `super::Outbox::retry`.
    pub retried_as: Option<OutboxId>,
}

/// An entry with all that is known of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Entry {
    /// Its number.
    pub id: OutboxId,
    /// Its state.
    pub state: EntryState,
    /// The kind of request.
    pub message_type: MessageType,
    /// The request; `None` if the file's bytes are not a request, which only damage explains.
    pub request: Option<Request>,
    /// The key that it was submitted under, if any.
    pub key: Option<String>,
    /// Number of times it was sent, or may have been sent.
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
