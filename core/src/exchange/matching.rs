//! Which open request an event answers.
//!
//! By its reference id where that comes back; else by the facts that it echoes, first in first
//! out among requests that are the same in all of them. An answer that fits requests that
//! differ completes none of them, unless the site's option says first in, first out.

use super::facts::Echo;
use super::index::Key;
use super::machine::Exchange;
use super::open::Open;
use crate::message::spec::REQUESTS;
use crate::message::{Event, MessageType, RecordList};

/// What an event is to the open requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// The answer to the request with that reference id.
    Request(i32),
    /// The answer to a request that has ended.
    Late,
    /// It fits requests that differ; the reference id of the first.
    Ambiguous(i32),
    /// It answers none.
    None,
}

/// The best request so far, and whether a different one is as good.
struct Best {
    rank: usize,
    ticket: super::answer::Ticket,
    reference: i32,
    identity: u64,
    ambiguous: bool,
}

impl Exchange {
    pub(super) fn match_event(&self, event: &Event) -> Match {
        // Broken on purpose: whatever the event echoes (see the workspace's `Cargo.toml`).
        #[cfg(commdn_break = "fifo")]
        if let Some(reference) = self.oldest(&candidates(event).collect::<Vec<_>>()) {
            return Match::Request(reference);
        }
        let echo = Echo::of(event);
        if let Some(reference) = echo.reference {
            if let Some(open) = self.open(reference) {
                // A known id with other facts is a mix-up, not an answer to either.
                let fits = self.fits(open, event, &echo);
                return if fits { Match::Request(reference) } else { Match::None };
            }
            if self.was_issued(reference) {
                return Match::Late;
            }
        }
        let mut best: Option<Best> = None;
        for request in candidates(event) {
            for key in self.keys(request, event, &echo) {
                self.consider(&key, event, &echo, &mut best);
            }
        }
        match best {
            None => Match::None,
            Some(best) if best.ambiguous && !self.config().first_in_first_out => {
                Match::Ambiguous(best.reference)
            }
            Some(best) => Match::Request(best.reference),
        }
    }

    /// Whether the event can be an answer to that request, as the site has it.
    fn fits(&self, open: &Open, event: &Event, echo: &Echo<'_>) -> bool {
        open.fits(event, echo) && (self.config().partial_echo || open.facts.told_by(echo))
    }

    /// The keys to look under: the most telling fact that the event echoes.
    fn keys<'a>(
        &self,
        request: MessageType,
        event: &Event,
        echo: &'a Echo<'_>,
    ) -> [Option<Key<'a>>; 2] {
        if let Some(phone) = &echo.phone {
            let by_phone = Key::Phone(request, phone);
            if self.index().find(self.hasher(), &by_phone).is_some() {
                return [Some(by_phone), None];
            }
        }
        if let Some(customer) = &echo.customer {
            return [Some(Key::Customer(request, customer)), None];
        }
        if echo.phone.is_some() {
            return [None, None];
        }
        if echo.campaign.is_some() && echo.group.is_some() {
            return [Some(Key::Group(request, echo.campaign, echo.group)), None];
        }
        let origin = event.origin().filter(|origin| *origin != 0);
        [origin.map(|origin| Key::Type(request, origin)), Some(Key::Type(request, 0))]
    }

    fn consider(
        &self,
        key: &Option<Key<'_>>,
        event: &Event,
        echo: &Echo<'_>,
        best: &mut Option<Best>,
    ) {
        let found = key.as_ref().and_then(|key| self.index().find(self.hasher(), key));
        let Some(found) = found else { return };
        // All have one rank: the oldest that fits is the best, and a second one that
        // differs settles that the answer is ambiguous.
        for reference in found.references() {
            let fits = self.weigh(reference, event, echo, best);
            let ambiguous = best.as_ref().is_some_and(|best| best.ambiguous);
            if fits && (found.is_uniform() || ambiguous) {
                break;
            }
        }
    }

    /// Weigh one request against the best so far; tells whether it fits.
    fn weigh(
        &self,
        reference: i32,
        event: &Event,
        echo: &Echo<'_>,
        best: &mut Option<Best>,
    ) -> bool {
        let Some(open) = self.open(reference).filter(|open| self.fits(open, event, echo)) else {
            return false;
        };
        let rank = open.rank(event.message_type());
        let new = Best {
            rank,
            ticket: open.ticket,
            reference,
            identity: open.identity,
            ambiguous: false,
        };
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
fn candidates(event: &Event) -> impl Iterator<Item = MessageType> {
    let message = event.message_type();
    let list = Echo::record_list(event);
    let of_group = Echo::tells_group(event);
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
