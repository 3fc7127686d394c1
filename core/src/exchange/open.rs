//! One open request.

use super::answer::{Failure, Owner, Ticket};
use super::facts::{Echo, FactHasher, Facts};
use super::index::Places;
use super::table::Links;
use crate::message::spec::RequestSpec;
use crate::message::{Dbid, Event, GroupStatus, MessageType};

/// A request that waits for its answer.
#[derive(Debug)]
pub(super) struct Open {
    pub ticket: Ticket,
    pub reference: i32,
    /// The OCS that was asked; 0 for all.
    pub target: Dbid,
    pub spec: &'static RequestSpec,
    /// When it is given up, in nanoseconds.
    pub deadline: u64,
    pub facts: Facts,
    /// Whom its outcome is for.
    pub owner: Option<Owner>,
    /// Answers that came and did not complete it.
    pub answers: Option<Box<Answers>>,
    /// Its neighbours in the table's chains.
    pub links: Links,
    /// Where the index has it.
    pub places: Places,
    /// Answers of a broadcast that complete it before the deadline.
    pub wanted: u32,
    /// T-Server has acknowledged it.
    pub accepted: bool,
    /// An answer came that fitted this request and others alike.
    pub ambiguous: bool,
    /// It may be sent again on another connection.
    pub repeat: bool,
    /// It may wait for a connection, if it was not sent yet.
    pub hold: bool,
    /// It is on its way, on the present connection.
    pub sent: bool,
    /// It was sent on a connection that was lost since.
    pub repeated: bool,
    /// It is in the table's chain of deadlines.
    pub in_order: bool,
}

/// The answers of a broadcast so far.
#[derive(Debug, Default)]
pub(super) struct Answers(pub Vec<Event>);

impl Open {
    /// Whether the event can be an answer to this request.
    pub fn fits(&self, echo: &Echo<'_>) -> bool {
        // Nobody answers what nobody has seen.
        self.was_sent()
            && self.answered_by(echo)
            && self.expects_from(echo.glance.origin())
            && self.facts.agree(echo)
    }

    /// Whether the message is one of those that answer this request; how usual an answer it is.
    pub fn rank(&self, message: MessageType) -> usize {
        self.spec.answers.iter().position(|answer| *answer == message).unwrap_or(0)
    }

    /// Whether it is on its way, or was.
    pub const fn was_sent(&self) -> bool {
        self.sent || self.repeated
    }

    /// What it has in common with the requests that are the same in type, OCS and facts.
    pub fn identity(&self, hasher: &FactHasher) -> u64 {
        hasher.hash((self.spec.request, self.target, self.facts.identity()))
    }

    /// How it ends without an answer and without a connection.
    pub fn lost(&self) -> Failure {
        if !self.was_sent() {
            return Failure::NotSent;
        }
        if self.spec.repeat_safe {
            return Failure::Disconnected;
        }
        let Facts { campaign, group, .. } = self.facts;
        Failure::OutcomeUnknown { request: self.spec.request, campaign, group }
    }

    /// Bytes that wait to be sent.
    pub fn unsent_bytes(&self) -> usize {
        if self.sent { 0 } else { self.facts.kept.body().map_or(0, <[u8]>::len) }
    }

    fn answered_by(&self, echo: &Echo<'_>) -> bool {
        let message = echo.message;
        if !echo.may_answer(self.spec) {
            return false;
        }
        // A status is a borrowed answer of the requests that have none of their own
        // (docs/assumptions.md): it counts when it tells that the group is on its way out.
        let borrowed = message == MessageType::EV_CAMPAIGN_STATUS && self.rank(message) > 0;
        let leaving =
            [GroupStatus::NOT_LOADED, GroupStatus::WAITING_UNLOAD, GroupStatus::UNLOAD_IN_PROGRESS];
        !borrowed || echo.glance.status().is_some_and(|status| leaving.contains(&status))
    }

    fn expects_from(&self, origin: Option<Dbid>) -> bool {
        if self.target != 0 {
            return origin == Some(self.target);
        }
        // Every OCS answers a broadcast once.
        let answers = self.answers.iter().flat_map(|answers| &answers.0);
        !answers.into_iter().any(|answer| answer.origin() == origin)
    }
}
