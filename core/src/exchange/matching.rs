//! Which open request an event answers.
//!
//! By its reference id where that comes back; else by the facts that it echoes, first in first
//! out among requests that are the same in all of them. An answer that fits requests that
//! differ completes none of them, unless the site's option says first in, first out.

use super::facts::Echo;
use super::index::Key;
use super::machine::Exchange;
use super::open::Open;
use super::table::Slot;
use crate::message::spec::REQUESTS;
use crate::message::{MessageType, RecordList};

/// What an event is to the open requests.
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
    pub(super) fn match_event(&mut self, echo: &Echo<'_>) -> Match {
        // Broken on purpose: whatever the event echoes (see the workspace's `Cargo.toml`).
        #[cfg(commdn_break = "fifo")]
        if let Some(slot) = self.oldest(&candidates(echo).collect::<Vec<_>>()) {
            return Match::Request(slot);
        }
        if let Some(reference) = echo.glance.reference_id() {
            if let Some((slot, open)) = self.open(reference) {
                // A known id with other facts is a mix-up, not an answer to either.
                let fits = self.fits(open, echo);
                return if fits { Match::Request(slot) } else { Match::None };
            }
            if self.was_issued(reference) {
                return Match::Late;
            }
        }
        self.index_all();
        self.match_facts(echo)
    }

    /// By what the event echoes.
    fn match_facts(&self, echo: &Echo<'_>) -> Match {
        let (phone, customer) = (echo.phone(), echo.customer());
        let texts = [&phone, &customer].map(|text| text.as_ref().map(|text| text.as_bytes()));
        let mut best: Option<Best> = None;
        for request in candidates(echo) {
            for key in self.keys(request, echo, texts) {
                self.consider(&key, echo, &mut best);
            }
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
    fn fits(&self, open: &Open, echo: &Echo<'_>) -> bool {
        open.fits(echo) && (self.config().partial_echo || open.facts.told_by(echo))
    }

    /// The keys to look under: the most telling fact that the event echoes, of its phone and customer first.
    fn keys<'a>(
        &self,
        request: MessageType,
        echo: &Echo<'_>,
        [phone, customer]: [Option<&'a [u8]>; 2],
    ) -> [Option<Key<'a>>; 2] {
        if let Some(phone) = phone {
            let by_phone = Key::Phone(request, phone);
            if self.index().find(self.hasher(), &by_phone).is_some() {
                return [Some(by_phone), None];
            }
        }
        if let Some(customer) = customer {
            return [Some(Key::Customer(request, customer)), None];
        }
        if phone.is_some() {
            return [None, None];
        }
        let (campaign, group) = (echo.glance.campaign(), echo.glance.group());
        if campaign.is_some() && group.is_some() {
            return [Some(Key::Group(request, campaign, group)), None];
        }
        let origin = echo.glance.origin().filter(|origin| *origin != 0);
        [origin.map(|origin| Key::Type(request, origin)), Some(Key::Type(request, 0))]
    }

    fn consider(&self, key: &Option<Key<'_>>, echo: &Echo<'_>, best: &mut Option<Best>) {
        let found = key.as_ref().and_then(|key| self.index().find(self.hasher(), key));
        let Some(found) = found else { return };
        // All have one rank: the oldest that fits is the best, and a second one that
        // differs settles that the answer is ambiguous.
        for (slot, identity) in found.requests() {
            let fits = self.weigh(slot, identity, echo, best);
            let ambiguous = best.as_ref().is_some_and(|best| best.ambiguous);
            if fits && (found.is_uniform() || ambiguous) {
                break;
            }
        }
    }

    /// Weigh one request against the best so far; tells whether it fits.
    fn weigh(&self, slot: Slot, identity: u64, echo: &Echo<'_>, best: &mut Option<Best>) -> bool {
        let Some(open) = self.at(slot).filter(|open| self.fits(open, echo)) else { return false };
        let rank = open.rank(echo.message);
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

/// The types of request that an event may answer.
fn candidates(echo: &Echo<'_>) -> impl Iterator<Item = MessageType> {
    let message = echo.message;
    let list = echo.glance.record_list();
    let of_group = echo.tells_group();
    REQUESTS
        .iter()
        .filter(move |spec| {
            if message != MessageType::EV_ERROR {
                return spec.answers.contains(&message);
            }
            match list {
                Some(RecordList::DoNotCall) => spec.request == MessageType::REQ_DO_NOT_CALL,
                Some(RecordList::CancelRecord) => spec.request == MessageType::REQ_CANCEL_RECORD,
                // Only requests about records may go to every OCS.
                None => !of_group || !spec.target_zero,
            }
        })
        .map(|spec| spec.request)
}
