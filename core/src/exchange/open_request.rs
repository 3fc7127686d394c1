//! Open request: what the exchange remembers from submission to outcome.
//!
//! Owns the state of one request, and says whether an event can be its answer. Must not find
//! requests: `table` and `index` do.

use super::answer::{Failure, Owner, Ticket};
use super::correlation_facts::{CorrelationFacts, FactHasher, Reply};
use super::index::NodeIds;
use super::table::Links;
use crate::message::spec::RequestSpec;
use crate::message::{Dbid, Event};

/// A request that waits for its answer.
#[derive(Debug)]
pub(super) struct OpenRequest {
    pub ticket: Ticket,
    pub reference: i32,
    /// The OCS that was asked; 0 for all.
    pub target: Dbid,
    pub spec: &'static RequestSpec,
    /// When it is given up, in nanoseconds.
    pub deadline: u64,
    pub facts: CorrelationFacts,
    /// Whom its outcome is for.
    pub owner: Option<Owner>,
    /// Answers that came and did not complete it.
    pub answers: Option<Box<Answers>>,
    /// Its neighbours in the table's chains.
    pub links: Links,
    /// Its nodes in the index.
    pub node_ids: NodeIds,
    /// Answers of a broadcast that complete it before the deadline.
    pub wanted: u32,
    /// T-Server has acknowledged it.
    pub accepted: bool,
    /// An answer arrived that matched this request and others equally.
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

impl OpenRequest {
    /// Whether the event can be an answer to this request.
    pub fn fits(&self, reply: &Reply<'_>) -> bool {
        // Only a request that was sent can be answered.
        self.was_sent()
            && reply.answers(self.spec)
            && self.expects_from(reply.keys.origin())
            && self.facts.agree(reply)
    }

    /// Whether it is on its way, or was.
    pub const fn was_sent(&self) -> bool {
        self.sent || self.repeated
    }

    /// Identity shared with the requests of the same type, OCS and facts.
    pub fn identity(&self, hasher: &FactHasher) -> u64 {
        hasher.hash((self.spec.request, self.target, self.facts.identity()))
    }

    /// Its outcome without an answer and without a connection.
    pub fn lost(&self) -> Failure {
        if !self.was_sent() {
            return Failure::NotSent;
        }
        if self.spec.repeat_safe {
            return Failure::Disconnected;
        }
        let CorrelationFacts { campaign, group, .. } = self.facts;
        Failure::OutcomeUnknown { request: self.spec.request, campaign, group }
    }

    /// Bytes that wait to be sent.
    pub fn unsent_bytes(&self) -> usize {
        if self.sent { 0 } else { self.facts.kept.body().map_or(0, <[u8]>::len) }
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
