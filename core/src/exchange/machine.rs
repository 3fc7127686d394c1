//! The exchange itself: requests, events and time in; completions and notifications out.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::answer::{Answer, Failure, Notification, NotificationKind, Output, Ticket};
use super::facts::{FactHasher, Facts};
use super::index::{Index, Places};
use super::matching::Match;
use super::open::Open;
use super::stats::ExchangeStats;
use super::timers::Timers;
use crate::kvlist::KvList;
use crate::link::Moment;
use crate::message::spec::RequestSpec;
use crate::message::{
    Dbid, Dialect, Envelope, Event, InvalidRequest, MessageType, Request, Traffic, keys,
};

/// Who asks, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExchangeConfig {
    /// DBID of this application.
    pub app_dbid: Dbid,
    /// DBID of the OCS that is asked where a request names none; 0 for every OCS.
    pub ocs_dbid: Dbid,
    /// How user data is written and read.
    pub dialect: Dialect,
    /// Most open requests. Default 131,072.
    pub max_open: usize,
    /// Send `GSW_CM_AttrReferenceID`. Default true; where it comes back, it is matched on.
    pub send_reference_id: bool,
    /// Complete the oldest request with an answer that fits several that differ. Default false: none.
    pub first_in_first_out: bool,
    /// Accept an answer that tells only one of a request's phone number and customer. Default false: an
    /// answer that tells either tells both.
    pub partial_echo: bool,
    /// The first reference id, above 0; a random one keeps a restarted application's answers apart.
    pub first_reference: i32,
}

impl ExchangeConfig {
    /// With the defaults.
    #[must_use]
    pub const fn new(app_dbid: Dbid, ocs_dbid: Dbid) -> Self {
        Self {
            app_dbid,
            ocs_dbid,
            dialect: Dialect::DEFAULT,
            max_open: 131_072,
            send_reference_id: true,
            first_in_first_out: false,
            partial_echo: false,
            first_reference: 1,
        }
    }
}

/// How long to wait, and for how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    /// Until the request is given up.
    pub timeout: Duration,
    /// For a request to every OCS: how many answers complete it; otherwise all that come until the timeout.
    pub answers: Option<usize>,
    /// What becomes of it when the connection is lost before it is answered.
    pub repeat: Repeat,
}

/// What becomes of a request that is on its way when the connection is lost.
///
/// One that was not sent yet waits for the next connection in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Repeat {
    /// It is sent again on the next connection if OCS may safely see it twice (do-not-call, cancel,
    /// status); otherwise it ends, and its outcome is unknown.
    #[default]
    WhenSafe,
    /// It ends.
    Never,
}

impl CallOptions {
    /// One answer within `timeout`.
    #[must_use]
    pub const fn within(timeout: Duration) -> Self {
        Self { timeout, answers: Some(1), repeat: Repeat::WhenSafe }
    }

    /// The same, for that many answers; `None` for all that come until the timeout.
    #[must_use]
    pub const fn answers(mut self, answers: Option<usize>) -> Self {
        self.answers = answers;
        self
    }

    /// The same, with what becomes of it when the connection is lost.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }
}

/// Why a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// It breaks a rule of the API.
    #[error(transparent)]
    Invalid(#[from] InvalidRequest),
    /// Too many requests are open.
    #[error("{open} requests are open, max_open is {max}")]
    Full {
        /// How many are open.
        open: usize,
        /// The limit.
        max: usize,
    },
}

/// A request that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Submitted {
    /// Its name.
    pub ticket: Ticket,
    /// The reference id to send it with.
    pub reference: i32,
}

/// Open requests by reference id; boxed, so that the table's spare places are small.
type OpenRequests = HashMap<i32, Box<Open>, foldhash::fast::RandomState>;

/// Open requests and what completes them.
#[derive(Debug)]
pub struct Exchange {
    config: ExchangeConfig,
    open: OpenRequests,
    index: Index,
    hasher: FactHasher,
    timers: Timers,
    next_ticket: u64,
    /// Bytes of user data that wait to be sent.
    unsent_bytes: usize,
    outputs: VecDeque<Output>,
    stats: ExchangeStats,
}

impl Exchange {
    /// Without open requests.
    #[must_use]
    pub fn new(config: ExchangeConfig) -> Self {
        Self {
            config,
            open: OpenRequests::default(),
            index: Index::default(),
            hasher: FactHasher::default(),
            timers: Timers::default(),
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
        self.open.len()
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
        options: CallOptions,
        now: Moment,
        out: &mut Vec<u8>,
    ) -> Result<Submitted, SubmitError> {
        let max = self.config.max_open;
        if self.open.len() >= max {
            return Err(SubmitError::Full { open: self.open.len(), max });
        }
        let (ticket, reference) = self.next_ids();
        let mut envelope = Envelope::new(self.config.app_dbid, self.config.ocs_dbid);
        envelope.reference_id = self.config.send_reference_id.then_some(reference);
        let spec = request.known_spec()?;
        request.write(envelope, &self.config.dialect, out)?;
        self.next_ticket = ticket.0 + 1;
        let target = request.fields().target.unwrap_or(self.config.ocs_dbid);
        let facts = Facts::of(request);
        let wanted = match (target, options.answers) {
            (0, None) => usize::MAX,
            (0, Some(answers)) => answers.max(1),
            _ => 1,
        };
        let deadline = now.saturating_add(options.timeout);
        let mut open = Open {
            ticket,
            reference,
            spec,
            target,
            identity: self.hasher.hash((spec.request, target, &facts)),
            facts,
            wanted,
            answers: Vec::new(),
            places: Places::default(),
            accepted: false,
            ambiguous: false,
            repeat: spec.repeat_safe && options.repeat == Repeat::WhenSafe,
            sent: true,
            body: None,
            repeated: false,
        };
        self.index.insert(&self.hasher, &mut open);
        self.open.insert(reference, Box::new(open));
        self.timers.insert(deadline, ticket, reference);
        let alive = alive(&self.open);
        self.timers.tidy(self.open.len(), alive);
        self.stats.submitted += 1;
        Ok(Submitted { ticket, reference })
    }

    /// Take the packed user data of a user event on the DN.
    pub fn receive(&mut self, user_data: &[u8]) {
        let dialect = self.config.dialect;
        let Ok(list) = KvList::unpack_with(user_data, dialect.packing, &dialect.limits) else {
            self.stats.malformed += 1;
            return;
        };
        match Traffic::of(list.view()) {
            Traffic::Desktop => self.stats.desktop += 1,
            Traffic::Other => self.stats.other_traffic += 1,
            Traffic::CommDn(message) => self.message(message, list),
        }
    }

    fn message(&mut self, message: MessageType, list: KvList) {
        let origin = list.get(keys::ORIGIN_APP_ID).and_then(|value| value.to_int());
        let target = list.get(keys::TARGET_APP_ID).and_then(|value| value.to_int());
        let ours = target.is_none_or(|target| target == 0 || target == self.config.app_dbid);
        if origin == Some(self.config.app_dbid) {
            self.stats.echoes += 1;
        } else if RequestSpec::of(message).is_some() || !ours {
            self.stats.foreign += 1;
        } else if let Ok(event) = Event::new(list, &self.config.dialect) {
            self.event(event);
        }
    }

    fn event(&mut self, event: Event) {
        let kind = match self.match_event(&event) {
            Match::Request(reference) => return self.answered(reference, event),
            Match::Late => {
                self.stats.late_answers += 1;
                NotificationKind::Late
            }
            Match::Ambiguous(reference) => {
                self.stats.ambiguous_answers += 1;
                if let Some(open) = self.open.get_mut(&reference) {
                    open.ambiguous = true;
                }
                NotificationKind::Ambiguous
            }
            Match::None => {
                self.stats.unsolicited += 1;
                NotificationKind::Unsolicited
            }
        };
        self.outputs.push_back(Output::Notification(Notification { kind, event }));
    }

    fn answered(&mut self, reference: i32, event: Event) {
        let Some(open) = self.open.get_mut(&reference) else { return };
        open.answers.push(event);
        if open.answers.len() >= open.wanted
            && let Some(open) = self.remove(reference)
        {
            let ticket = open.ticket;
            let outcome = self.settle(open);
            self.complete(ticket, outcome);
        }
    }

    /// T-Server took the request with that reference id.
    pub fn accepted(&mut self, reference: i32) {
        if let Some(open) = self.open.get_mut(&reference) {
            open.accepted = true;
        }
    }

    /// T-Server refused the request with that reference id.
    pub fn refused(&mut self, reference: i32, code: i32, message: String) {
        if let Some(open) = self.remove(reference) {
            self.stats.refused_by_tserver += 1;
            self.complete(open.ticket, Err(Failure::TServer { code, message }));
        }
    }

    /// Give up a request; what answers it later is counted as late. Tells whether it was open.
    pub fn withdraw(&mut self, submitted: Submitted) -> bool {
        let open = self.open.get(&submitted.reference);
        if open.is_none_or(|open| open.ticket != submitted.ticket) {
            return false;
        }
        self.stats.withdrawn += 1;
        self.remove(submitted.reference).is_some()
    }

    /// Whether a request may be sent again on another connection.
    #[must_use]
    pub fn may_repeat(&self, submitted: Submitted) -> bool {
        self.open.get(&submitted.reference).is_some_and(|open| open.repeat)
    }

    /// Keep the packed user data of a request that was just submitted: it waits to be sent, or it is
    /// on its way (`sent`) and may have to be sent again.
    pub fn keep(&mut self, submitted: Submitted, user_data: &[u8], sent: bool) {
        if let Some(open) = self.open.get_mut(&submitted.reference) {
            open.body = Some(user_data.into());
            open.sent = sent;
            if !sent {
                self.unsent_bytes += user_data.len();
            }
        }
    }

    /// The connection is lost: every open request ends that does not wait to be sent, for the first
    /// time or again.
    pub fn disconnected(&mut self) {
        let mut ending: Vec<(Ticket, i32)> = Vec::new();
        for (reference, open) in &mut self.open {
            match &open.body {
                Some(_) if !open.sent => {}
                Some(body) if open.repeat => {
                    self.unsent_bytes += body.len();
                    (open.sent, open.accepted, open.repeated) = (false, false, true);
                }
                _ => ending.push((open.ticket, *reference)),
            }
        }
        self.end(ending);
    }

    /// There will be no other connection: every open request ends.
    pub fn abandoned(&mut self) {
        let ending = self.open.values().map(|open| (open.ticket, open.reference)).collect();
        self.end(ending);
    }

    /// End requests for want of a connection, oldest first.
    fn end(&mut self, mut ending: Vec<(Ticket, i32)>) {
        ending.sort_unstable();
        for (ticket, reference) in ending {
            let Some(open) = self.remove(reference) else { continue };
            let outcome = self.settle_without_connection(open);
            self.complete(ticket, outcome);
        }
    }

    /// The reference ids of the requests that wait to be sent, oldest first.
    #[must_use]
    pub fn unsent(&self) -> Vec<i32> {
        let waiting = self.open.values().filter(|open| !open.sent);
        let mut waiting: Vec<_> = waiting.map(|open| (open.ticket, open.reference)).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, reference)| reference).collect()
    }

    /// Send a request that waits for it: its packed user data, if it is still open.
    pub fn send(&mut self, reference: i32) -> Option<&[u8]> {
        let open = self.open.get_mut(&reference).filter(|open| !open.sent)?;
        open.sent = true;
        self.stats.repeated += u64::from(open.repeated);
        let body = open.body.as_deref()?;
        self.unsent_bytes -= body.len();
        Some(body)
    }

    /// The session is closed: every open request ends.
    pub fn close(&mut self) {
        for open in self.take_all() {
            self.complete(open.ticket, Err(Failure::Closed));
        }
    }

    /// Let time pass: requests whose deadline has come end.
    pub fn tick(&mut self, now: Moment) {
        while let Some(reference) = self.timers.expired(now, alive(&self.open)) {
            let Some(open) = self.remove(reference) else { continue };
            let ticket = open.ticket;
            let outcome =
                if open.sent { self.settle(open) } else { self.settle_without_connection(open) };
            self.complete(ticket, outcome);
        }
    }

    /// The next deadline.
    #[must_use]
    pub fn next_tick(&mut self) -> Option<Moment> {
        self.timers.next(alive(&self.open))
    }

    /// What happened since it was last asked.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// How a request ends with the answers that it has.
    fn settle(&mut self, open: Open) -> Result<Answer, Failure> {
        let Open { spec, target, accepted, ambiguous, mut answers, .. } = open;
        match answers.iter().position(|event| !event.is_refusal()) {
            Some(first) => {
                self.stats.acknowledged += 1;
                let event = answers.remove(first);
                Ok(Answer { event, others: answers })
            }
            None if answers.is_empty() => {
                self.stats.unanswered += 1;
                Err(Failure::Silence { request: spec.request, target, accepted, ambiguous })
            }
            None => {
                self.stats.refused += 1;
                Err(Failure::Refused(answers.remove(0)))
            }
        }
    }

    /// How a request ends that is not on its way.
    fn settle_without_connection(&mut self, open: Open) -> Result<Answer, Failure> {
        if !open.answers.is_empty() {
            return self.settle(open);
        }
        self.stats.disconnected += 1;
        Err(open.lost())
    }

    fn complete(&mut self, ticket: Ticket, outcome: Result<Answer, Failure>) {
        self.outputs.push_back(Output::Completed(ticket, outcome));
    }

    fn remove(&mut self, reference: i32) -> Option<Open> {
        let open = *self.open.remove(&reference)?;
        if !open.sent {
            self.unsent_bytes -= open.body.as_ref().map_or(0, |body| body.len());
        }
        self.index.remove(&self.hasher, &open);
        Some(open)
    }

    /// All open requests, oldest first.
    fn take_all(&mut self) -> Vec<Open> {
        let mut all: Vec<Open> =
            std::mem::take(&mut self.open).into_values().map(|open| *open).collect();
        self.unsent_bytes = 0;
        for open in &all {
            self.index.remove(&self.hasher, open);
        }
        debug_assert!(self.index.is_empty(), "every open request is in the index");
        all.sort_unstable_by_key(|open| open.ticket);
        all
    }

    /// The next ticket whose reference id is free, and that id.
    fn next_ids(&self) -> (Ticket, i32) {
        let mut number = self.next_ticket;
        loop {
            let reference = self.reference_of(number);
            if !self.open.contains_key(&reference) {
                return (Ticket(number), reference);
            }
            number += 1;
        }
    }

    /// Reference ids count up from the first and wrap from the largest i32 to 1.
    fn reference_of(&self, number: u64) -> i32 {
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

    pub(super) fn open(&self, reference: i32) -> Option<&Open> {
        self.open.get(&reference).map(|open| &**open)
    }

    /// The oldest request of those types, for the broken build.
    #[cfg(commdn_break = "fifo")]
    pub(super) fn oldest(&self, types: &[MessageType]) -> Option<i32> {
        let fits = self.open.values().filter(|open| types.contains(&open.spec.request));
        fits.min_by_key(|open| open.ticket).map(|open| open.reference)
    }

    pub(super) const fn index(&self) -> &Index {
        &self.index
    }

    pub(super) const fn hasher(&self) -> &FactHasher {
        &self.hasher
    }
}

/// Whether a request is still open under that reference id.
fn alive(open: &OpenRequests) -> impl Fn(Ticket, i32) -> bool {
    |ticket, reference| open.get(&reference).is_some_and(|open| open.ticket == ticket)
}

#[cfg(test)]
impl Exchange {
    pub(super) fn timers_len(&self) -> usize {
        self.timers.len()
    }
}
