//! Fault injector between OCS and clients: messages are lost, delayed, doubled, shuffled, falsified.
//!
//! Owns the rules in force and the messages that wait: for a fault's delay, or for storage to keep
//! the changes that they report. Without a rule a message passes untouched and in order.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use commdn::kvlist::{KvList, KvRef, KvValue, KvWriter};
use commdn::message::keys;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::fault::{Among, FaultKind, FaultRule, REORDER_MS, REORDER_WINDOW};
use crate::journal::Mark;
use crate::ocs::{OutgoingKind, OutgoingMessage};

/// Most messages that faults hold at a time; more pass at once.
const MAX_HELD: usize = 250_000;

/// A rule with what is left of its number of times.
#[derive(Debug)]
struct Rule {
    rule: FaultRule,
    left: Option<u64>,
}

/// A fault that is done to the bytes of one client.
#[derive(Debug, Clone, Copy)]
pub(super) struct WireFault {
    pub kind: FaultKind,
    pub hold: Option<Duration>,
}

/// Messages that wait to be shuffled.
#[derive(Debug, Default)]
struct Window {
    messages: Vec<OutgoingMessage>,
    until: Duration,
}

/// The faults in force, and the messages on their way through them.
#[derive(Debug)]
pub(super) struct FaultInjector {
    rules: Vec<Rule>,
    random: ChaCha8Rng,
    /// Messages in the order in which the OCS sent them; they wait for storage.
    gate: VecDeque<OutgoingMessage>,
    window: Window,
    /// Messages on their way, by when they arrive and in which order.
    due: BTreeMap<(Duration, u64), OutgoingMessage>,
    count: u64,
}

impl FaultInjector {
    pub fn new(seed: u64, rules: &[FaultRule]) -> Self {
        let mut faults = Self {
            rules: Vec::new(),
            random: ChaCha8Rng::seed_from_u64(!seed),
            gate: VecDeque::new(),
            window: Window::default(),
            due: BTreeMap::new(),
            count: 0,
        };
        rules.iter().cloned().for_each(|rule| faults.add(rule));
        faults
    }

    pub fn add(&mut self, rule: FaultRule) {
        let left = rule.times;
        self.rules.push(Rule { rule, left });
    }

    /// End all rules; what they hold arrives at once.
    pub fn clear(&mut self) {
        self.rules.clear();
        let waiting = std::mem::take(&mut self.due).into_values();
        let held = waiting.chain(std::mem::take(&mut self.window.messages));
        for outgoing in held.collect::<Vec<_>>() {
            self.arrive(outgoing, Duration::ZERO);
        }
    }

    pub fn rules(&self) -> impl Iterator<Item = &FaultRule> {
        self.rules.iter().filter(|rule| rule.left != Some(0)).map(|rule| &rule.rule)
    }

    /// The first rule of `kind` that fits and strikes this time; counts it.
    fn strike(&mut self, kind: FaultKind, fits: impl Fn(&FaultRule) -> bool) -> Option<FaultRule> {
        for rule in &mut self.rules {
            if rule.rule.kind != kind || rule.left == Some(0) || !fits(&rule.rule) {
                continue;
            }
            if rule.rule.rate < 1.0 && self.random.random::<f64>() >= rule.rule.rate {
                continue;
            }
            rule.left = rule.left.map(|left| left - 1);
            return Some(rule.rule.clone());
        }
        None
    }

    /// Whether a fault strikes that is not about a message of OCS.
    pub fn hits(&mut self, kind: FaultKind) -> bool {
        !self.rules.is_empty() && self.strike(kind, |_| true).is_some()
    }

    /// Whether an OCS does not hear a request.
    pub fn silences(&mut self, ocs: i32) -> bool {
        !self.rules.is_empty()
            && self
                .strike(FaultKind::Silent, |rule| rule.ocs.is_none_or(|own| own == ocs))
                .is_some()
    }

    /// The fault that is done to a user event on its way to one client.
    pub fn next_wire_fault(&mut self) -> Option<WireFault> {
        if self.rules.is_empty() {
            return None;
        }
        [FaultKind::Cut, FaultKind::Garbage, FaultKind::Partial].into_iter().find_map(|kind| {
            let rule = self.strike(kind, |_| true)?;
            Some(WireFault { kind, hold: rule.ms.map(Duration::from_millis) })
        })
    }

    /// Bytes that are no frame: a length far over every limit, and noise.
    pub fn garbage(&mut self) -> [u8; 24] {
        let mut bytes: [u8; 24] = self.random.random();
        bytes[0] = 0xff;
        bytes
    }

    /// A message of an OCS.
    pub fn take(&mut self, outgoing: OutgoingMessage) {
        self.gate.push_back(outgoing);
    }

    /// Let the messages on their way that storage has caught up with; tells the faults that were done.
    pub fn release(
        &mut self,
        now: Duration,
        stored: impl Fn(Mark) -> bool,
    ) -> Vec<(FaultKind, i32, KvList)> {
        let mut done = Vec::new();
        while self.gate.front().is_some_and(|outgoing| stored(outgoing.after)) {
            let Some(outgoing) = self.gate.pop_front() else { break };
            self.inject(outgoing, now, &mut done);
        }
        if !self.window.messages.is_empty() && self.window.until <= now {
            self.shuffle(now);
        }
        done
    }

    fn inject(
        &mut self,
        mut outgoing: OutgoingMessage,
        now: Duration,
        done: &mut Vec<(FaultKind, i32, KvList)>,
    ) {
        if self.rules.is_empty() {
            return self.arrive(outgoing, now);
        }
        let (ocs, kind) = (outgoing.ocs, outgoing.kind);
        let fits = move |rule: &FaultRule| {
            let among = match rule.among {
                Among::All => true,
                Among::Answers => kind == OutgoingKind::Answer,
                Among::Notifications => kind == OutgoingKind::Notification,
            };
            among && rule.ocs.is_none_or(|own| own == ocs)
        };
        if self.strike(FaultKind::Drop, fits).is_some() {
            return done.push((FaultKind::Drop, ocs, outgoing.user_data));
        }
        if self.strike(FaultKind::WrongCorrelation, fits).is_some() {
            let falsified = falsified(outgoing.user_data.view());
            let real = std::mem::replace(&mut outgoing.user_data, falsified);
            done.push((FaultKind::WrongCorrelation, ocs, real));
            outgoing.request = None;
        }
        if self.strike(FaultKind::Duplicate, fits).is_some() {
            done.push((FaultKind::Duplicate, ocs, outgoing.user_data.clone()));
            self.arrive(outgoing.clone(), now);
        }
        if let Some(rule) = self.strike(FaultKind::Delay, fits) {
            done.push((FaultKind::Delay, ocs, outgoing.user_data.clone()));
            let least = rule.ms.unwrap_or(0);
            let mut ms = self.random.random_range(least..=rule.max_ms.unwrap_or(least));
            if self.due.len() >= MAX_HELD {
                ms = 0;
            }
            return self.arrive(outgoing, now + Duration::from_millis(ms));
        }
        if let Some(rule) = self.strike(FaultKind::Reorder, fits) {
            if self.window.messages.is_empty() {
                self.window.until = now + Duration::from_millis(rule.ms.unwrap_or(REORDER_MS));
            }
            self.window.messages.push(outgoing);
            if self.window.messages.len() >= rule.window.unwrap_or(REORDER_WINDOW).min(MAX_HELD) {
                self.shuffle(now);
            }
            return;
        }
        self.arrive(outgoing, now);
    }

    fn shuffle(&mut self, now: Duration) {
        let mut messages = std::mem::take(&mut self.window.messages);
        messages.shuffle(&mut self.random);
        for outgoing in messages {
            self.arrive(outgoing, now);
        }
    }

    fn arrive(&mut self, outgoing: OutgoingMessage, at: Duration) {
        self.count += 1;
        self.due.insert((at, self.count), outgoing);
    }

    /// Take the next message that has arrived.
    pub fn next(&mut self, now: Duration) -> Option<OutgoingMessage> {
        let entry = self.due.first_entry()?;
        (entry.key().0 <= now).then(|| entry.remove())
    }

    pub fn next_wakeup(&self) -> Option<Duration> {
        let due = self.due.keys().next().map(|(at, _)| *at);
        let window = (!self.window.messages.is_empty()).then_some(self.window.until);
        [due, window].into_iter().flatten().min()
    }
}

/// The same message about something else: another reference id, phone, customer, campaign and group.
fn falsified(user_data: KvRef<'_>) -> KvList {
    KvList::build(|writer| falsify(user_data, writer)).unwrap_or_else(|_| user_data.into())
}

fn falsify(list: KvRef<'_>, writer: &mut KvWriter<'_>) {
    for pair in list {
        let key = pair.key.bytes();
        let is = |names: &[&str]| names.iter().any(|name| name.as_bytes() == key);
        match pair.value {
            KvValue::Int(number)
                if is(&[keys::REFERENCE_ID, keys::CAMPAIGN_ID, keys::GROUP_ID]) =>
            {
                writer.int(key, number.wrapping_add(1_000_003));
            }
            KvValue::String(text) if is(&[keys::PHONE, keys::CUSTOMER_ID]) => {
                let mut other = b"9".to_vec();
                other.extend_from_slice(text.bytes());
                writer.string(key, other);
            }
            KvValue::List(inner) => {
                writer.list(key, |nested| falsify(inner, nested));
            }
            value => {
                writer.value(key, value);
            }
        }
    }
}
