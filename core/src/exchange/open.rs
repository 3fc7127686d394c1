//! One open request.

use super::answer::{Failure, Ticket};
use super::facts::{Echo, Facts};
use super::index::Places;
use crate::message::spec::RequestSpec;
use crate::message::{Dbid, Event, GroupStatus, MessageType};

/// A request that waits for its answer.
#[derive(Debug)]
pub(super) struct Open {
    pub ticket: Ticket,
    pub reference: i32,
    pub spec: &'static RequestSpec,
    /// The OCS that was asked; 0 for all.
    pub target: Dbid,
    pub facts: Facts,
    /// Hash of type, target and facts: requests with equal ones are interchangeable.
    pub identity: u64,
    /// Answers of a broadcast that complete it before the deadline.
    pub wanted: usize,
    pub answers: Vec<Event>,
    /// Where the index has it.
    pub places: Places,
    /// T-Server has acknowledged it.
    pub accepted: bool,
    /// An answer came that fitted this request and others alike.
    pub ambiguous: bool,
    /// It may be sent again on another connection.
    pub repeat: bool,
    /// It is on its way, on the present connection.
    pub sent: bool,
    /// Its packed user data, as long as it may have to be sent again.
    pub body: Option<Box<[u8]>>,
    /// It was sent on a connection that was lost since.
    pub repeated: bool,
}

impl Open {
    /// Whether the event can be an answer to this request.
    pub fn fits(&self, event: &Event, echo: &Echo<'_>) -> bool {
        // Nobody answers what nobody has seen.
        let seen = self.sent || self.repeated;
        seen && self.answered_by(event)
            && self.expects_from(event.origin())
            && self.facts.agree(echo)
    }

    /// Whether the message is one of those that answer this request; how usual an answer it is.
    pub fn rank(&self, message: MessageType) -> usize {
        self.spec.answers.iter().position(|answer| *answer == message).unwrap_or(0)
    }

    /// How it ends without an answer and without a connection.
    pub fn lost(&self) -> Failure {
        let seen = self.sent || self.repeated;
        if !seen {
            return Failure::NotSent;
        }
        if self.spec.repeat_safe {
            return Failure::Disconnected;
        }
        let Facts { campaign, group, .. } = self.facts;
        Failure::OutcomeUnknown { request: self.spec.request, campaign, group }
    }

    fn answered_by(&self, event: &Event) -> bool {
        let message = event.message_type();
        if message == MessageType::EV_ERROR {
            return true;
        }
        if !self.spec.answers.contains(&message) {
            return false;
        }
        // A status is a borrowed answer of the requests that have none of their own
        // (docs/assumptions.md): it counts when it tells that the group is on its way out.
        let borrowed = message == MessageType::EV_CAMPAIGN_STATUS && self.rank(message) > 0;
        let leaving =
            [GroupStatus::NOT_LOADED, GroupStatus::WAITING_UNLOAD, GroupStatus::UNLOAD_IN_PROGRESS];
        !borrowed || event.status().is_some_and(|status| leaving.contains(&status))
    }

    fn expects_from(&self, origin: Option<Dbid>) -> bool {
        if self.target != 0 {
            return origin == Some(self.target);
        }
        // Every OCS answers a broadcast once.
        !self.answers.iter().any(|answer| answer.origin() == origin)
    }
}
