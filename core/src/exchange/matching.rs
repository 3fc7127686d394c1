//! Matching: which open request an event answers.
//!
//! By the reference id if it is echoed; otherwise by the echoed facts, first in first out among
//! requests that are equal in all of them. An event with exactly the facts of an ended request, and
//! of no open one, is its late or second answer. An answer that fits several different requests
//! completes none, unless the site's option is first in, first out.

use super::correlation_facts::Reply;
use super::index::Key;
use super::machine::Exchange;
use super::open_request::OpenRequest;
use super::options::ExchangeConfig;
use super::table::Slot;
use crate::message::spec::REQUESTS;
use crate::message::{MessageType, TextValue};

/// Relation of an event to the open requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The answer to the request in that slot.
    Request(Slot),
    /// The answer to a request that has ended.
    Late,
    /// It fits requests that differ; the slot of the first.
    Ambiguous(Slot),
    /// It answers none.
    None,
}

/// The best request so far, and whether a different one is as good.
struct Best {
    rank: usize,
    ticket: super::answer::Ticket,
    slot: Slot,
    identity: u64,
    ambiguous: bool,
}

impl Exchange {
    pub(super) fn match_event(&mut self, reply: &Reply<'_>) -> Match {
        // Broken on purpose: whatever the event echoes (see the workspace's `Cargo.toml`).
        #[cfg(commdn_break = "fifo")]
        if let Some(slot) = self.oldest(&candidates(reply).collect::<Vec<_>>()) {
            return Match::Request(slot);
        }
        if let Some(reference) = reply.keys.reference_id()
            && self.config().send_reference_id
        {
            if let Some((slot, open)) = self.open(reference) {
                // A known id with other facts is a mix-up, not an answer to either.
                let fits = self.fits(open, reply);
                return if fits { Match::Request(slot) } else { Match::None };
            }
            // An id that was never issued here belongs to another client, whatever else the event
            // has.
            return if self.was_issued(reference) { Match::Late } else { Match::None };
        }
        self.index_all();
        self.match_facts(reply)
    }

    /// By what the event echoes.
    fn match_facts(&mut self, reply: &Reply<'_>) -> Match {
        let (phone, customer) = (reply.phone(), reply.customer());
        let texts = [&phone, &customer].map(|told| told.as_ref().map(TextValue::text));
        let texts = texts.each_ref().map(|text| text.as_ref().map(|text| text.as_bytes()));
        let mut best: Option<Best> = None;
        for request in candidates(reply) {
            for key in self.keys(request, reply, texts) {
                self.consider(&key, reply, &mut best);
            }
        }
        let exact = best.as_ref().filter(|best| !best.ambiguous).is_some_and(|best| {
            self.at(best.slot).is_some_and(|open| open.facts.match_reply_exactly(reply))
        });
        if !exact && self.answers_an_ended_one(reply) {
            return Match::Late;
        }
        match best {
            None => Match::None,
            Some(best) if best.ambiguous && !self.config().first_in_first_out => {
                Match::Ambiguous(best.slot)
            }
            Some(best) => Match::Request(best.slot),
        }
    }

    /// Whether the event can be an answer to that request, as the site has it.
    fn fits(&self, open: &OpenRequest, reply: &Reply<'_>) -> bool {
        let config = self.config();
        open.fits(reply)
            && (config.partial_echo || open.facts.match_reply(reply))
            && (accepts_added_facts(config) || !open.facts.added_to_by(reply))
    }

    /// Whether the event has exactly the facts of a recently ended request.
    ///
    /// One that is for everybody may be news rather than an answer.
    fn answers_an_ended_one(&mut self, reply: &Reply<'_>) -> bool {
        // Broken on purpose, with the facts that are added.
        if cfg!(commdn_break = "added_facts") {
            return false;
        }
        if reply.keys.target() != Some(self.config().app_dbid) {
            return false;
        }
        let asked = [reply.keys.origin().unwrap_or(0), 0];
        self.forget_ended();
        candidates(reply).any(|request| {
            asked.iter().any(|ocs| {
                let identity = self.hasher().hash((request, *ocs, reply.identity()));
                self.ended().knows(identity)
            })
        })
    }

    /// The keys to look under: the most telling fact that the event echoes, of its phone and
    /// customer first.
    fn keys<'a>(
        &self,
        request: MessageType,
        reply: &Reply<'_>,
        [phone, customer]: [Option<&'a [u8]>; 2],
    ) -> [Option<Key<'a>>; 2] {
        let by_customer = customer.map(|customer| Key::Customer(request, customer));
        if let Some(phone) = phone {
            let by_phone = Key::Phone(request, phone);
            // A request without the event's phone is looked for only where OCS adds facts.
            let found = self.index().find(self.hasher(), &by_phone).is_some();
            let added = accepts_added_facts(self.config()) && !found;
            return [if added { by_customer } else { Some(by_phone) }, None];
        }
        if by_customer.is_some() {
            return [by_customer, None];
        }
        let (campaign, group) = (reply.keys.campaign(), reply.keys.group());
        if campaign.is_some() && group.is_some() {
            return [Some(Key::Group(request, campaign, group)), None];
        }
        let origin = reply.keys.origin().filter(|origin| *origin != 0);
        [origin.map(|origin| Key::Type(request, origin)), Some(Key::Type(request, 0))]
    }

    fn consider(&self, key: &Option<Key<'_>>, reply: &Reply<'_>, best: &mut Option<Best>) {
        let found = key.as_ref().and_then(|key| self.index().find(self.hasher(), key));
        let Some(found) = found else { return };
        // All have one rank: the oldest that fits is the best, and a second one that
        // differs settles that the answer is ambiguous.
        for (slot, identity) in found.requests() {
            let fits = self.weigh(slot, identity, reply, best);
            let ambiguous = best.as_ref().is_some_and(|best| best.ambiguous);
            if fits && (found.is_uniform() || ambiguous) {
                break;
            }
        }
    }

    /// Weigh one request against the best so far; returns whether it fits.
    fn weigh(&self, slot: Slot, identity: u64, reply: &Reply<'_>, best: &mut Option<Best>) -> bool {
        let Some(open) = self.at(slot).filter(|open| self.fits(open, reply)) else { return false };
        let rank = reply.rank(open.spec);
        let new = Best { rank, ticket: open.ticket, slot, identity, ambiguous: false };
        match best {
            None => *best = Some(new),
            Some(old) if rank < old.rank => *best = Some(new),
            Some(old) if rank > old.rank => {}
            Some(old) => {
                let ambiguous = old.ambiguous || old.identity != new.identity;
                if new.ticket < old.ticket {
                    *old = new;
                }
                old.ambiguous = ambiguous;
            }
        }
        true
    }
}

/// Whether answers may have facts that their requests lack; the broken build accepts them all.
const fn accepts_added_facts(config: &ExchangeConfig) -> bool {
    config.added_facts || cfg!(commdn_break = "added_facts")
}

/// The types of request that an event may answer.
fn candidates(reply: &Reply<'_>) -> impl Iterator<Item = MessageType> {
    REQUESTS.iter().filter(|spec| reply.may_answer(spec)).map(|spec| spec.request)
}
