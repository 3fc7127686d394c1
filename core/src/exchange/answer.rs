//! Outputs of an exchange: completions, notifications and failures.
//!
//! Owns the types only. Must not word a failure for users: the error of a session does.

use crate::message::{CmError, Dbid, Event, MessageType};

/// The name of one submitted request, never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Whom the outcome of a request is for; the exchange hands it back with the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The number of a queue.
    pub queue: std::num::NonZeroU64,
    /// The tag in it.
    pub tag: u64,
}

/// Acknowledgement of a request: one event, or one of each OCS that answered a broadcast.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The first acknowledgement.
    pub event: Event,
    /// Answers of the other OCS to a broadcast, refusals included.
    pub others: Vec<Event>,
}

impl Answer {
    /// An answer of these events, as it was when it came.
    #[must_use]
    pub const fn new(event: Event, others: Vec<Event>) -> Self {
        Self { event, others }
    }

    /// All events that came, the first acknowledgement first.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        std::iter::once(&self.event).chain(&self.others)
    }
}

/// Reason why a request has no acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// OCS refused it. For a broadcast: every OCS that answered did, this is the first.
    Refused(Event),
    /// T-Server refused to distribute it.
    TServer {
        /// T-Server's error code.
        code: i32,
        /// Its text.
        message: String,
    },
    /// Nobody answered in time.
    Silence {
        /// The request.
        request: MessageType,
        /// The OCS that was asked; 0 for all.
        target: Dbid,
        /// T-Server had acknowledged the request.
        accepted: bool,
        /// Answers arrived meanwhile that matched this request and others equally.
        ambiguous: bool,
    },
    /// The connection was lost before an answer came; repeating the request is safe.
    Disconnected,
    /// The connection was lost before an answer came, and whether OCS acted on the request is not
    /// known.
    OutcomeUnknown {
        /// The request.
        request: MessageType,
        /// Its campaign; 0 for a sequence.
        campaign: Option<Dbid>,
        /// Its group.
        group: Option<Dbid>,
    },
    /// No server could be reached in time; the request was not sent.
    NotSent,
    /// The session was closed.
    Closed,
}

impl Failure {
    /// The error number, if OCS refused.
    #[must_use]
    pub fn ocs_error(&self) -> Option<CmError> {
        match self {
            Self::Refused(event) => event.error(),
            _ => None,
        }
    }
}

/// Relation of an event to the requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotificationKind {
    /// Sent unasked, or for somebody else's request.
    Unsolicited,
    /// The answer to a request that was given up before.
    Late,
    /// An answer that fits several open requests that differ; none was completed.
    Ambiguous,
}

/// An event that completes no request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// Its relation to the requests.
    pub kind: NotificationKind,
    /// The event.
    pub event: Event,
}

/// Output of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// A request has ended.
    Completed(Ticket, Result<Answer, Failure>),
    /// An event that completes no request.
    Notification(Notification),
}
