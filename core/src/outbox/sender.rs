//! Sender: decides what is sent and when. No I/O; the time is a parameter.
//!
//! Its driver calls [`Sender::poll`] to bring the file up to date, sends the entries of
//! [`Sender::next`], and reports the result with [`Sender::ended`] or [`Sender::not_sent`]. Every
//! entry is claimed in the file before it is handed out, and none is handed out when the lease may
//! be over.

use std::collections::{HashMap, VecDeque};

use super::policy::Policy;
use super::store::{Claim, Settlement, StepInput, Store, horizon, is_repeat_safe};
use super::stored;
use super::types::{OutboxId, Timestamp};
use super::verdict::{Attempt, Verdict, millis};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Answer, CallOptions, Repeat};
use crate::message::Request;

/// How long an outcome waits for others to be recorded with it, in milliseconds.
const GATHER_MS: u64 = 5;
/// How long a request that could not be sent waits, in milliseconds.
const RELEASE_MS: u64 = 50;

/// A request to be sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Outgoing {
    /// The name of this attempt, never used again by its sender.
    pub token: u64,
    /// The entry.
    pub id: OutboxId,
    /// The request.
    pub request: Request,
    /// For a request to every OCS: how many answers complete it; `None` for all that come.
    pub answers: Option<usize>,
}

impl Outgoing {
    /// On which terms a session is to take it, from those of any of its calls.
    ///
    /// The outbox does all repeating: a session that held the request, or sent it again, might do
    /// so when the sender's lease is gone and the entry has its outcome from another process.
    #[must_use]
    pub const fn options(&self, call: CallOptions) -> CallOptions {
        let call = call.answers(self.answers);
        // Broken on purpose (see the workspace's `Cargo.toml`).
        if cfg!(commdn_break = "repeat_after_lease") {
            return call;
        }
        call.repeat(Repeat::Never).hold(false)
    }
}

/// Counts of a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SenderStats {
    /// Requests handed out to be sent.
    pub sent: u64,
    /// Attempts whose result is in the file.
    pub recorded: u64,
    /// Attempts whose result is not, because another process had taken the claim over.
    pub lost_claims: u64,
    /// Entries ended as too old by this sender.
    pub expired: u64,
    /// Claims taken over from processes that ended.
    pub taken_over: u64,
}

/// A request that was handed out.
#[derive(Debug)]
struct Flight {
    id: i64,
    attempt: Attempt,
}

/// When the beat of another owner was first seen.
#[derive(Debug)]
struct Seen {
    beat: i64,
    since: Timestamp,
}

/// Drains a [`Store`]: claims, hands out, records.
#[derive(Debug)]
pub struct Sender {
    policy: Policy,
    process: String,
    is_ended: fn(&str) -> bool,
    rng: fastrand::Rng,
    owner: Option<i64>,
    last_beat: Timestamp,
    /// Claimed, to be handed out.
    ready: VecDeque<(Outgoing, Attempt)>,
    flights: HashMap<u64, Flight>,
    settlements: Vec<Settlement>,
    first_settlement: Timestamp,
    others: HashMap<i64, Seen>,
    next_token: u64,
    /// There may be something to claim.
    nudged: bool,
    was_up: bool,
    /// When the first waiting entry is due or the first one expires, as last seen.
    next_event: Option<Timestamp>,
    stats: SenderStats,
}

impl Sender {
    /// A sender that repeats by `policy`; `seed` decides its jitter.
    #[must_use]
    pub fn new(policy: Policy, seed: u64) -> Self {
        Self::of(policy, seed, commdn_rt::process::this(), commdn_rt::process::has_ended)
    }

    /// The same as a separate process, which only its lease distinguishes from one that has ended.
    #[doc(hidden)]
    #[must_use]
    pub fn simulated(policy: Policy, seed: u64) -> Self {
        Self::of(policy, seed, "simulated".to_owned(), |_| false)
    }

    fn of(policy: Policy, seed: u64, process: String, is_ended: fn(&str) -> bool) -> Self {
        Self {
            policy,
            process,
            is_ended,
            rng: fastrand::Rng::with_seed(seed),
            owner: None,
            last_beat: 0,
            ready: VecDeque::new(),
            flights: HashMap::new(),
            settlements: Vec::new(),
            first_settlement: 0,
            others: HashMap::new(),
            next_token: 0,
            nudged: true,
            was_up: false,
            next_event: None,
            stats: SenderStats::default(),
        }
    }

    /// Its counts.
    #[must_use]
    pub const fn stats(&self) -> SenderStats {
        self.stats
    }

    /// Requests that were handed out and have not ended.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.flights.len()
    }

    /// Look at the file at the next [`Sender::poll`]: something was submitted.
    ///
    /// The sender's driver also does this from time to time, for changes by other processes.
    pub const fn nudge(&mut self) {
        self.nudged = true;
    }

    /// Bring the file up to date: record ended entries, take over from ended senders, and claim
    /// what is due, if `up` says that requests can be sent. Tells whether the file changed.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`]: nothing was changed, and nothing is lost; call again later.
    pub fn poll(&mut self, store: &mut Store, now: Timestamp, up: bool) -> Result<bool, Error> {
        if !up {
            self.release_ready(now);
        }
        self.nudged |= up && !self.was_up;
        self.was_up = up;
        let room = self.room(up);
        let mut due = false;
        let mut ended = Vec::new();
        if self.wants_snapshot(now, room) {
            let snapshot = store.snapshot()?;
            ended = self.look_at_owners(&snapshot.owners, now);
            let farthest = now.saturating_add(horizon(&self.policy));
            // What a wrong clock has put off is due.
            let next_try = snapshot.next_try.map(|next| if next > farthest { now } else { next });
            let is_due = next_try.is_some_and(|next| next <= now);
            let is_old = snapshot.next_expiry.is_some_and(|expiry| expiry <= now);
            due = is_old || (is_due && room > 0);
            // What is due finds room, or a connection, later.
            self.nudged = is_due && up && room == 0;
            let next_try = next_try.filter(|next| *next > now);
            self.next_event = [next_try, snapshot.next_expiry].into_iter().flatten().min();
        }
        let settle = self.must_record(now);
        if !(due || settle || !ended.is_empty() || self.must_beat(now)) {
            return Ok(false);
        }
        self.step(store, now, room, &ended)?;
        Ok(true)
    }

    /// The next request to send, or `None` if there is none, or too many are under way.
    pub fn next(&mut self, now: Timestamp) -> Option<Outgoing> {
        if self.flights.len() >= self.policy.window_size() || self.lease_is_doubtful(now) {
            return None;
        }
        let (outgoing, attempt) = self.ready.pop_front()?;
        let id = i64::try_from(outgoing.id.0).unwrap_or(i64::MAX);
        self.flights.insert(outgoing.token, Flight { id, attempt });
        self.stats.sent += 1;
        Some(outgoing)
    }

    /// Record the outcome of a request that was handed out; an unknown one is ignored.
    pub fn ended(&mut self, token: u64, result: Result<Answer, Error>, now: Timestamp) {
        let Some(Flight { id, attempt }) = self.flights.remove(&token) else { return };
        let verdict = attempt.judge(result, now, &self.policy, &mut self.rng);
        self.settle(Settlement { id, attempts: attempt.number, verdict }, now);
    }

    /// A request that was handed out was not sent, for that reason.
    ///
    /// Reasons that lie in the request end it; all others let it wait, and the attempt does not
    /// count.
    pub fn not_sent(&mut self, token: u64, error: Error, now: Timestamp) {
        use ErrorKind::{InvalidArgument, InvalidList, InvalidRequest};
        if matches!(error.kind(), InvalidArgument | InvalidList | InvalidRequest) {
            return self.ended(token, Err(error), now);
        }
        let Some(Flight { id, attempt }) = self.flights.remove(&token) else { return };
        self.stats.sent = self.stats.sent.saturating_sub(1);
        let verdict = Verdict::Release(now.saturating_add(RELEASE_MS));
        self.settle(Settlement { id, attempts: attempt.number, verdict }, now);
    }

    /// Give everything back: what was not sent waits again; what was is repeated later, or its
    /// outcome is unknown. The sender may continue afterwards.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`]: the claims end with the lease.
    pub fn stop(&mut self, store: &mut Store, now: Timestamp) -> Result<(), Error> {
        self.release_ready(now);
        let flights: Vec<u64> = self.flights.keys().copied().collect();
        for token in flights {
            let text = "sending stopped before OCS answered";
            self.ended(token, Err(Error::new(ErrorKind::Closed, text)), now);
        }
        if !self.settlements.is_empty() {
            self.step(store, now, 0, &[])?;
        }
        match self.owner.take() {
            Some(owner) => store.leave(owner),
            None => Ok(()),
        }
    }

    /// When [`Sender::poll`] has something to do, if nothing else happens before.
    #[must_use]
    pub fn wake_at(&self, now: Timestamp) -> Option<Timestamp> {
        if self.nudged && self.flights.is_empty() {
            return Some(now);
        }
        let record =
            (!self.settlements.is_empty()).then(|| self.first_settlement.saturating_add(GATHER_MS));
        let beat = self.holds_claims().then(|| self.last_beat.saturating_add(self.beat_ms()));
        [record, beat, self.next_event].into_iter().flatten().min()
    }

    fn settle(&mut self, settlement: Settlement, now: Timestamp) {
        if self.settlements.is_empty() {
            self.first_settlement = now;
        }
        self.settlements.push(settlement);
    }

    /// Entries that were claimed and not handed out wait again.
    fn release_ready(&mut self, now: Timestamp) {
        while let Some((outgoing, attempt)) = self.ready.pop_front() {
            let id = i64::try_from(outgoing.id.0).unwrap_or(i64::MAX);
            let verdict = Verdict::Release(now);
            self.settle(Settlement { id, attempts: attempt.number, verdict }, now);
        }
    }

    /// Number of entries to claim: enough to keep the window full until the next step.
    fn room(&self, up: bool) -> usize {
        let held = self.ready.len() + self.flights.len();
        let target = 2 * self.policy.window_size();
        let room = target.saturating_sub(held);
        // A few at a time would make a transaction for each.
        if !up || (room < self.policy.window_size() / 2 && !self.flights.is_empty()) {
            0
        } else {
            room
        }
    }

    fn wants_snapshot(&self, now: Timestamp, room: usize) -> bool {
        (self.nudged && (room > 0 || !self.was_up))
            || self.next_event.is_some_and(|event| event <= now)
    }

    fn must_record(&self, now: Timestamp) -> bool {
        if self.settlements.is_empty() {
            return false;
        }
        self.settlements.len() * 2 >= self.policy.window_size()
            || (self.flights.is_empty() && self.ready.is_empty())
            || now >= self.first_settlement.saturating_add(GATHER_MS)
    }

    fn holds_claims(&self) -> bool {
        !(self.ready.is_empty() && self.flights.is_empty() && self.settlements.is_empty())
    }

    fn beat_ms(&self) -> u64 {
        millis(self.policy.settings.lease) / 3
    }

    fn must_beat(&self, now: Timestamp) -> bool {
        self.holds_claims() && now >= self.last_beat.saturating_add(self.beat_ms())
    }

    /// Others may take the claims over soon, and send what is sent now.
    fn lease_is_doubtful(&self, now: Timestamp) -> bool {
        now >= self.last_beat.saturating_add(2 * self.beat_ms())
    }

    /// Which owners have ended: for certain, or because their beat stood still for a lease.
    ///
    /// The watcher of a beat times it, so that clocks need not agree.
    fn look_at_owners(&mut self, owners: &[(i64, i64, String)], now: Timestamp) -> Vec<(i64, i64)> {
        let lease = millis(self.policy.settings.lease);
        let mut ended = Vec::new();
        self.others.retain(|id, _| owners.iter().any(|(owner, _, _)| owner == id));
        for (owner, beat, process) in owners {
            if self.owner == Some(*owner) {
                continue;
            }
            let seen = self.others.entry(*owner).or_insert(Seen { beat: *beat, since: now });
            if seen.beat != *beat {
                *seen = Seen { beat: *beat, since: now };
            }
            if now >= seen.since.saturating_add(lease) || (self.is_ended)(process) {
                ended.push((*owner, *beat));
            }
        }
        ended
    }

    fn step(
        &mut self,
        store: &mut Store,
        now: Timestamp,
        room: usize,
        ended: &[(i64, i64)],
    ) -> Result<(), Error> {
        let before = self.owner;
        let room_unsafe = self.policy.window_size().saturating_sub(self.flights.len());
        let done = store.claim_step(&StepInput {
            now,
            policy: &self.policy,
            owner: before,
            process: &self.process,
            settlements: &self.settlements,
            ended,
            room,
            room_unsafe,
        })?;
        self.settlements.clear();
        if done.owner != before {
            // Taken over by a process that considered this one ended.
            self.flights.clear();
            self.ready.clear();
        }
        self.owner = done.owner;
        self.last_beat = now;
        self.nudged |= done.more || done.recorded > 0 || done.taken_over > 0 || done.expired > 0;
        self.stats.recorded += done.recorded;
        self.stats.lost_claims += done.lost;
        self.stats.expired += done.expired;
        self.stats.taken_over += done.taken_over;
        for claim in done.claims {
            self.take(claim);
        }
        Ok(())
    }

    /// An entry that was claimed is handed out next; those that may not be repeated first, so
    /// that no crash finds them claimed but not sent for long.
    fn take(&mut self, claim: Claim) {
        let Claim { id, attempts, message, request, answers, expires, max_attempts } = claim;
        let safe = is_repeat_safe(message);
        let answers = match answers {
            None => Some(1),
            Some(0) => None,
            Some(count) => usize::try_from(count).ok(),
        };
        let attempt = Attempt {
            number: attempts.saturating_add(1),
            max_attempts: max_attempts.unwrap_or(self.policy.settings.max_attempts),
            expires,
            answers,
            settled_by: (!safe)
                .then(|| stored::settling_query(message, Some(&request)).into_boxed_str()),
        };
        self.next_token += 1;
        let id = OutboxId(u64::try_from(id).unwrap_or(0));
        let outgoing = Outgoing { token: self.next_token, id, request, answers };
        if safe {
            self.ready.push_back((outgoing, attempt));
        } else {
            let front = self.ready.iter().take_while(|(_, other)| other.settled_by.is_some());
            let place = front.count();
            self.ready.insert(place, (outgoing, attempt));
        }
    }
}
