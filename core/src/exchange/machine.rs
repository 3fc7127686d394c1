//! Exchange: requests, events and time go in; completions and notifications come out.
//!
//! Owns the open requests and what completes each. Time is an argument. Must not send, wait or call
//! out: its driver sends the bytes and polls the outputs.

use std::collections::VecDeque;

use super::answer::{Answer, Failure, Notification, NotificationKind, Output, Owner, Ticket};
use super::correlation_facts::{CorrelationFacts, FactHasher, Reply};
use super::ended::Ended;
use super::index::{Index, NodeIds};
use super::matching::Match;
use super::open_request::OpenRequest;
use super::options::{ExchangeConfig, Keep, Repeat, SubmitError, Submitted, Terms};
use super::stats::ExchangeStats;
use super::table::{Links, MOST, Slot, Table};
use super::timers::Timers;
use crate::kvlist::Checked;
#[cfg(commdn_break = "fifo")]
use crate::message::MessageType;
use crate::message::spec::RequestSpec;
use crate::message::{CorrelationKeys, Envelope, Event, Request, Traffic};
use crate::time::Moment;

/// Most answers to a broadcast that takes all that come: more OCS than any DN has.
const MOST_ANSWERS: u32 = 256;
/// Most bytes of user data in the answers to one broadcast; at this size it is complete.
const MOST_ANSWER_BYTES: usize = 1024 * 1024;

/// Open requests and what completes them.
#[derive(Debug)]
pub struct Exchange {
    config: ExchangeConfig,
    table: Table,
    index: Index,
    hasher: FactHasher,
    ended: Ended,
    timers: Timers,
    /// The latest time it was given, in nanoseconds.
    now: u64,
    next_ticket: u64,
    /// Bytes of user data that wait to be sent.
    unsent_bytes: usize,
    outputs: VecDeque<(Output, Option<Owner>)>,
    stats: ExchangeStats,
}

impl Exchange {
    /// Without open requests.
    #[must_use]
    pub fn new(config: ExchangeConfig) -> Self {
        Self {
            config,
            table: Table::default(),
            index: Index::default(),
            hasher: FactHasher::default(),
            ended: Ended::default(),
            timers: Timers::default(),
            now: 0,
            next_ticket: 0,
            unsent_bytes: 0,
            outputs: VecDeque::new(),
            stats: ExchangeStats::default(),
        }
    }

    /// Its configuration.
    #[must_use]
    pub const fn config(&self) -> &ExchangeConfig {
        &self.config
    }

    /// Its counters.
    #[must_use]
    pub const fn stats(&self) -> &ExchangeStats {
        &self.stats
    }

    /// How many requests are open.
    #[must_use]
    pub fn open_requests(&self) -> usize {
        self.table.len()
    }

    /// Bytes of user data that wait to be sent.
    #[must_use]
    pub const fn unsent_bytes(&self) -> usize {
        self.unsent_bytes
    }

    /// Take a request: its packed user data is appended to `out`, to be sent with the reference id.
    ///
    /// # Errors
    /// [`SubmitError`]; nothing has changed then.
    pub fn submit(
        &mut self,
        request: &Request,
        terms: impl Into<Terms>,
        now: Moment,
        out: &mut Vec<u8>,
    ) -> Result<Submitted, SubmitError> {
        let Terms { options, keep, owner } = terms.into();
        self.time_is(now);
        let (open, max) = (self.table.len(), self.config.max_open.min(MOST));
        if open >= max {
            return Err(SubmitError::Full { open, max });
        }
        let (ticket, reference) = self.next_ids();
        let mut envelope = Envelope::new(self.config.app_dbid, self.config.ocs_dbid);
        envelope.reference_id = self.config.send_reference_id.then_some(reference);
        let spec = request.known_spec()?;
        let start = out.len();
        request.write(envelope, &self.config.dialect, out)?;
        self.next_ticket = ticket.0 + 1;
        let packed = out.get(start..).unwrap_or_default();
        let target = request.fields().target.unwrap_or(self.config.ocs_dbid);
        let wanted = match (target, options.answers) {
            (0, None) => MOST_ANSWERS,
            (0, Some(answers)) => u32::try_from(answers.max(1)).unwrap_or(u32::MAX),
            _ => 1,
        };
        let repeat = spec.repeat_safe && options.repeat == Repeat::WhenSafe;
        let sent = keep != Keep::Unsent;
        let whole = !sent || (repeat && keep == Keep::ForRepeat);
        let deadline = nanoseconds(now.saturating_add(options.timeout));
        let in_order = self.table.insert(OpenRequest {
            ticket,
            reference,
            target,
            spec,
            deadline,
            facts: CorrelationFacts::of(request, packed, whole),
            owner,
            answers: None,
            links: Links::default(),
            node_ids: NodeIds::default(),
            wanted,
            accepted: false,
            ambiguous: false,
            repeat,
            hold: options.hold,
            sent,
            repeated: false,
            in_order: false,
        });
        if !in_order {
            self.timers.insert((deadline, ticket, reference), &self.table);
        }
        if !sent {
            self.unsent_bytes += packed.len();
        }
        self.stats.submitted += 1;
        Ok(Submitted { ticket, reference })
    }

    /// It is that late.
    pub(crate) fn time_is(&mut self, now: Moment) {
        self.now = self.now.max(nanoseconds(now));
    }

    /// Take the packed user data of a user event on the DN.
    pub fn receive(&mut self, user_data: &[u8]) {
        self.receive_on(user_data, true);
    }

    /// The same for a user event on another DN: an event of OCS there answers nothing that was
    /// asked on this one.
    pub fn receive_elsewhere(&mut self, user_data: &[u8]) {
        self.receive_on(user_data, false);
    }

    fn receive_on(&mut self, user_data: &[u8], here: bool) {
        let read = CorrelationKeys::read(user_data, &self.config.dialect);
        let Ok((keys, checked)) = read else {
            self.stats.malformed += 1;
            return;
        };
        match keys.traffic() {
            Traffic::Desktop => self.stats.desktop += 1,
            Traffic::Other => self.stats.other_traffic += 1,
            Traffic::CommDn(message) => {
                self.message(&Reply { message, keys: &keys }, &checked, here);
            }
        }
    }

    fn message(&mut self, reply: &Reply<'_>, checked: &Checked<'_>, here: bool) {
        let (origin, target) = (reply.keys.origin(), reply.keys.target());
        let ours = target.is_none_or(|target| target == 0 || target == self.config.app_dbid);
        if origin == Some(self.config.app_dbid) {
            self.stats.echoes += 1;
        } else if RequestSpec::of(reply.message).is_some() || !ours {
            self.stats.foreign += 1;
        } else {
            let matched = if here { self.match_event(reply) } else { Match::None };
            self.event(matched, reply, checked);
        }
    }

    fn event(&mut self, matched: Match, reply: &Reply<'_>, checked: &Checked<'_>) {
        let kind = match matched {
            Match::Request(slot) => return self.answered(slot, reply, checked),
            Match::Late => {
                self.stats.late_answers += 1;
                NotificationKind::Late
            }
            Match::Ambiguous(slot) => {
                self.stats.ambiguous_answers += 1;
                if let Some(open) = self.table.get_mut(slot) {
                    open.ambiguous = true;
                }
                NotificationKind::Ambiguous
            }
            Match::None => {
                self.stats.unsolicited += 1;
                NotificationKind::Unsolicited
            }
        };
        let event = self.own(reply, checked, Vec::new());
        self.outputs.push_back((Output::Notification(Notification { kind, event }), None));
    }

    /// The event as a value, in the memory of `room` if that fits.
    fn own(&self, reply: &Reply<'_>, checked: &Checked<'_>, room: Vec<u8>) -> Event {
        Event::known(reply.message, checked.to_list(room), self.config.dialect.charset)
    }

    fn answered(&mut self, slot: Slot, reply: &Reply<'_>, checked: &Checked<'_>) {
        let Some(open) = self.table.get_mut(slot) else { return };
        if open.wanted > 1 {
            return self.answered_once(slot, reply, checked);
        }
        let (ticket, owner) = (open.ticket, open.owner);
        self.unsent_bytes -= open.unsent_bytes();
        // A copy of an answer that brings its reference id is known by that.
        if !self.config.send_reference_id || reply.keys.reference_id().is_none() {
            self.ended.note(open.identity(&self.hasher), self.now);
        }
        self.index.remove(&self.hasher, open);
        // An answer is about as long as its request, whose memory it takes over.
        let room = open.facts.kept.take_room();
        self.table.discard(slot);
        let event = self.own(reply, checked, room);
        let outcome = if reply.is_refusal() {
            self.stats.refused += 1;
            Err(Failure::Refused(event))
        } else {
            self.stats.acknowledged += 1;
            Ok(Answer { event, others: Vec::new() })
        };
        self.outputs.push_back((Output::Completed(ticket, outcome), owner));
    }

    /// One answer to a broadcast that may want others.
    fn answered_once(&mut self, slot: Slot, reply: &Reply<'_>, checked: &Checked<'_>) {
        let event = self.own(reply, checked, Vec::new());
        let Some(open) = self.table.get_mut(slot) else { return };
        let answers = &mut open.answers.get_or_insert_default().0;
        answers.push(event);
        let bytes: usize = answers.iter().map(|event| event.user_data().view().bytes().len()).sum();
        let all = u32::try_from(answers.len()).is_ok_and(|count| count >= open.wanted);
        if (all || bytes >= MOST_ANSWER_BYTES)
            && let Some(open) = self.remove(slot)
        {
            self.settle(open);
        }
    }

    /// T-Server took the request with that reference id.
    pub fn accepted(&mut self, reference: i32) {
        if let Some(open) = self.table.find_mut(reference) {
            open.accepted = true;
        }
    }

    /// T-Server refused the request with that reference id.
    pub fn refused(&mut self, reference: i32, code: i32, message: String) {
        if let Some(open) = self.table.slot(reference).and_then(|slot| self.remove(slot)) {
            self.stats.refused_by_tserver += 1;
            self.complete(&open, Err(Failure::TServer { code, message }));
        }
    }

    /// Give up a request; what answers it later is counted as late. Tells whether it was open.
    pub fn withdraw(&mut self, submitted: Submitted) -> bool {
        let slot = self.table.slot(submitted.reference);
        let open = slot.filter(|slot| self.is_ticket(*slot, submitted.ticket));
        self.stats.withdrawn += u64::from(open.is_some());
        open.and_then(|slot| self.remove(slot)).is_some()
    }

    fn is_ticket(&self, slot: Slot, ticket: Ticket) -> bool {
        self.table.get(slot).is_some_and(|open| open.ticket == ticket)
    }

    /// Whom the outcome of an open request is for.
    pub(crate) fn owner(&self, submitted: Submitted) -> Option<Owner> {
        let open = self.table.find(submitted.reference)?;
        open.owner.filter(|_| open.ticket == submitted.ticket)
    }

    /// The connection is lost: every open request ends that does not wait to be sent, for the first
    /// time or again.
    pub fn disconnected(&mut self) {
        for slot in self.table.slots() {
            let Some(open) = self.table.get_mut(slot) else { continue };
            match open.facts.kept.body() {
                Some(_) if !open.sent && open.hold => {}
                Some(body) if open.sent && open.repeat => {
                    self.unsent_bytes += body.len();
                    (open.sent, open.accepted, open.repeated) = (false, false, true);
                }
                _ => self.end(slot),
            }
        }
    }

    /// There will be no other connection: every open request ends.
    pub fn abandoned(&mut self) {
        for slot in self.table.slots() {
            self.end(slot);
        }
    }

    /// End a request for want of a connection.
    fn end(&mut self, slot: Slot) {
        if let Some(open) = self.remove(slot) {
            self.settle_without_connection(open);
        }
    }

    /// The reference ids of the requests that wait to be sent, oldest first.
    #[must_use]
    pub fn unsent(&self) -> Vec<i32> {
        let waiting = self.table.oldest_first().filter(|(_, open)| !open.sent);
        waiting.map(|(_, open)| open.reference).collect()
    }

    /// Send a request that waits for it: its packed user data, if it is still open.
    pub fn send(&mut self, reference: i32) -> Option<&[u8]> {
        let open = self.table.find_mut(reference).filter(|open| !open.sent)?;
        self.unsent_bytes -= open.unsent_bytes();
        open.sent = true;
        self.stats.repeated += u64::from(open.repeated);
        open.facts.kept.body()
    }

    /// The session is closed: every open request ends, a broadcast with the answers that it has.
    pub fn close(&mut self) {
        for slot in self.table.slots() {
            match self.remove(slot) {
                Some(open) if open.answers.is_some() => self.settle(open),
                Some(open) => self.complete(&open, Err(Failure::Closed)),
                None => {}
            }
        }
        debug_assert!(self.index.is_empty(), "what is not open is not in the index");
    }

    /// Let time pass: requests whose deadline has come end.
    pub fn tick(&mut self, now: Moment) {
        self.time_is(now);
        let now = nanoseconds(now);
        while let Some((deadline, _, reference)) = self.timers.soonest(&self.table)
            && deadline <= now
        {
            let slot = self.table.slot(reference);
            let Some(open) = slot.and_then(|slot| self.remove(slot)) else { continue };
            if open.sent { self.settle(open) } else { self.settle_without_connection(open) }
        }
    }

    /// The next deadline.
    #[must_use]
    pub fn next_tick(&mut self) -> Option<Moment> {
        let (deadline, ..) = self.timers.soonest(&self.table)?;
        Some(Moment::from_nanos(deadline))
    }

    /// Outputs since the last call.
    pub fn poll(&mut self) -> Option<Output> {
        self.poll_owned().map(|(output, _)| output)
    }

    /// The same, with the recipient of an outcome.
    pub(crate) fn poll_owned(&mut self) -> Option<(Output, Option<Owner>)> {
        self.outputs.pop_front()
    }

    /// A request ends with the answers that it has.
    fn settle(&mut self, mut open: OpenRequest) {
        let mut answers = open.answers.take().unwrap_or_default().0;
        let outcome = match answers.iter().position(|event| !event.is_refusal()) {
            Some(first) => {
                self.stats.acknowledged += 1;
                let event = answers.remove(first);
                Ok(Answer { event, others: answers })
            }
            None if answers.is_empty() => {
                self.stats.unanswered += 1;
                let OpenRequest { spec, target, accepted, ambiguous, .. } = open;
                Err(Failure::Silence { request: spec.request, target, accepted, ambiguous })
            }
            None => {
                self.stats.refused += 1;
                Err(Failure::Refused(answers.remove(0)))
            }
        };
        self.complete(&open, outcome);
    }

    /// A request ends that is not on its way.
    fn settle_without_connection(&mut self, open: OpenRequest) {
        if open.answers.is_some() {
            return self.settle(open);
        }
        self.stats.disconnected += 1;
        self.complete(&open, Err(open.lost()));
    }

    fn complete(&mut self, open: &OpenRequest, outcome: Result<Answer, Failure>) {
        self.outputs.push_back((Output::Completed(open.ticket, outcome), open.owner));
    }

    fn remove(&mut self, slot: Slot) -> Option<OpenRequest> {
        let open = self.table.remove(slot)?;
        self.unsent_bytes -= open.unsent_bytes();
        if open.was_sent() {
            self.ended.note(open.identity(&self.hasher), self.now);
        }
        self.index.remove(&self.hasher, &open);
        Some(open)
    }

    /// Have all open requests in the index.
    pub(super) fn index_all(&mut self) {
        while let Some((slot, open)) = self.table.take_unindexed() {
            self.index.insert(&self.hasher, slot, open);
        }
    }

    /// The next ticket whose reference id is free, and that id.
    fn next_ids(&self) -> (Ticket, i32) {
        let mut number = self.next_ticket;
        loop {
            let reference = self.reference_of(number);
            if self.table.slot(reference).is_none() {
                return (Ticket(number), reference);
            }
            number += 1;
        }
    }

    /// Reference ids count up from the first and wrap from the largest i32 to 1.
    pub(crate) fn reference_of(&self, number: u64) -> i32 {
        let span = u64::from(i32::MAX.unsigned_abs());
        let first = u64::from(self.config.first_reference.max(1).unsigned_abs()) - 1;
        i32::try_from((first + number) % span + 1).unwrap_or(1)
    }

    /// Whether that reference id belongs to a request that was submitted here before.
    pub(super) fn was_issued(&self, reference: i32) -> bool {
        let span = i64::from(i32::MAX);
        let distance =
            (i64::from(reference) - i64::from(self.config.first_reference.max(1))).rem_euclid(span);
        reference > 0 && u64::try_from(distance).is_ok_and(|number| number < self.next_ticket)
    }

    pub(super) fn open(&self, reference: i32) -> Option<(Slot, &OpenRequest)> {
        let slot = self.table.slot(reference)?;
        self.at(slot).map(|open| (slot, open))
    }

    pub(super) fn at(&self, slot: Slot) -> Option<&OpenRequest> {
        self.table.get(slot)
    }

    /// The oldest request of those types, for the broken build.
    #[cfg(commdn_break = "fifo")]
    pub(super) fn oldest(&self, types: &[MessageType]) -> Option<Slot> {
        let mut all = self.table.oldest_first();
        all.find(|(_, open)| types.contains(&open.spec.request)).map(|(slot, _)| slot)
    }

    pub(super) const fn index(&self) -> &Index {
        &self.index
    }

    /// Requests that ended not long ago.
    pub(super) const fn ended(&self) -> &Ended {
        &self.ended
    }

    /// Let those go that ended too long ago.
    pub(super) fn forget_ended(&mut self) {
        self.ended.forget(self.now);
    }

    pub(super) const fn hasher(&self) -> &FactHasher {
        &self.hasher
    }
}

/// A moment as a number; the longest is 584 years.
fn nanoseconds(moment: Moment) -> u64 {
    u64::try_from(moment.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
impl Exchange {
    pub(super) fn timers_len(&self) -> usize {
        self.timers.len()
    }

    /// Entries for requests, taken or free.
    pub(super) fn slots(&self) -> usize {
        self.table.capacity()
    }
}
