//! Random runs of several senders that crash, against what must hold after each step.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::message::{DialMode, OptimizeBy};
use crate::outbox::Filter;

#[derive(Debug, Clone)]
enum Step {
    Submit {
        customer: u8,
        safe: bool,
        key: Option<u8>,
    },
    /// A sender looks at the file and sends what is due.
    Turn {
        sender: usize,
        up: bool,
    },
    /// The oldest request that a sender has under way ends.
    End {
        sender: usize,
        how: u8,
    },
    /// A sender's process ends without a word, and another one starts.
    Crash {
        sender: usize,
    },
    Stop {
        sender: usize,
    },
    Cancel {
        entry: u64,
    },
    RetryDead,
    Wait {
        ms: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let sender = 0..2_usize;
    prop_oneof![
        4 => (0..4_u8, any::<bool>(), prop::option::of(0..6_u8))
            .prop_map(|(customer, safe, key)| Step::Submit { customer, safe, key }),
        6 => (sender.clone(), prop::bool::weighted(0.9)).prop_map(|(sender, up)| Step::Turn { sender, up }),
        6 => (sender.clone(), 0..5_u8).prop_map(|(sender, how)| Step::End { sender, how }),
        1 => sender.clone().prop_map(|sender| Step::Crash { sender }),
        1 => sender.prop_map(|sender| Step::Stop { sender }),
        1 => (1..30_u64).prop_map(|entry| Step::Cancel { entry }),
        1 => Just(Step::RetryDead),
        4 => (0..8_000_u64).prop_map(|ms| Step::Wait { ms }),
    ]
}

struct Run {
    bench: Bench,
    senders: Vec<Sender>,
    /// Handed out and not ended, of each sender's process.
    under_way: Vec<Vec<Outgoing>>,
    submitted: Vec<(OutboxId, u8, bool)>,
    keys: HashMap<u8, OutboxId>,
    recorded: HashMap<OutboxId, OutcomeKind>,
    /// How often each entry was handed out.
    handed: HashMap<OutboxId, u32>,
    acknowledged: HashSet<OutboxId>,
}

impl Run {
    fn new() -> Self {
        let policy = Policy::default()
            .window(3)
            .max_attempts(4)
            .backoff(Duration::from_millis(500), Duration::from_secs(4))
            .lease(Duration::from_secs(6));
        let bench = Bench::new();
        let senders = (0..2).map(|seed| Sender::simulated(policy.clone(), seed)).collect();
        Self {
            bench: Bench { config: bench.config.clone().policy(policy), ..bench },
            senders,
            under_way: vec![Vec::new(), Vec::new()],
            submitted: Vec::new(),
            keys: HashMap::new(),
            recorded: HashMap::new(),
            handed: HashMap::new(),
            acknowledged: HashSet::new(),
        }
    }

    fn fresh(&self, seed: usize) -> Sender {
        let seed = u64::try_from(seed + 100 + self.submitted.len()).unwrap();
        Sender::simulated(self.bench.config.policy.clone(), seed)
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Submit { customer, safe, key } => self.submit(customer, safe, key),
            Step::Turn { sender, up } => self.turn(sender, up),
            Step::End { sender, how } => self.end(sender, how),
            Step::Crash { sender } => {
                self.senders[sender] = self.fresh(sender);
                self.under_way[sender].clear();
                self.bench.store.crash();
            }
            Step::Stop { sender } => {
                let now = self.bench.now;
                self.senders[sender].stop(&mut self.bench.store, now).unwrap();
                self.under_way[sender].clear();
            }
            Step::Cancel { entry } => {
                // Refused for what is claimed or ended, which `check` would notice otherwise.
                let _ = self.bench.store.cancel(OutboxId(entry), self.bench.now);
            }
            Step::RetryDead => {
                self.bench.store.retry_dead(10, self.bench.now, roomy()).unwrap();
                for entry in self.bench.store.list(Filter::All, OutboxId(0), 1_000).unwrap() {
                    if !self.submitted.iter().any(|(id, _, _)| *id == entry.id) {
                        let old = self.submitted.iter().find(|(old, _, _)| {
                            self.bench.outcome(*old).is_some_and(|o| o.retried_as == Some(entry.id))
                        });
                        let (_, customer, safe) = *old.expect("it repeats one");
                        self.submitted.push((entry.id, customer, safe));
                    }
                    if let Some(key) = &entry.key {
                        self.keys.insert(key.parse().unwrap(), entry.id);
                    }
                }
            }
            Step::Wait { ms } => self.bench.now += ms,
        }
    }

    fn submit(&mut self, customer: u8, safe: bool, key: Option<u8>) {
        let request = if safe {
            dnc(&customer.to_string())
        } else {
            let group = 10 + i32::from(customer);
            Request::start_dialing(1, group).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
        };
        let mut options = SubmitOptions::new();
        if let Some(key) = key {
            options = options.key(key.to_string());
        }
        let holder = key.and_then(|key| self.keys.get(&key));
        let other = |(id, who, kind): &(OutboxId, u8, bool)| {
            Some(id) == holder && (*who, *kind) != (customer, safe)
        };
        if self.submitted.iter().any(other) {
            let Bench { store, config, now } = &mut self.bench;
            let error = store.submit(&request, &options, config, *now).unwrap_err();
            return assert_eq!(
                error.kind(),
                ErrorKind::InvalidArgument,
                "a key of another request"
            );
        }
        let id = self.bench.submit_with(&request, options);
        if let Some(key) = key {
            let first = *self.keys.entry(key).or_insert(id);
            assert_eq!(id, first, "one entry for a key");
        }
        if !self.submitted.iter().any(|(known, _, _)| *known == id) {
            self.submitted.push((id, customer, safe));
        }
    }

    fn turn(&mut self, sender: usize, up: bool) {
        let now = self.bench.now;
        self.senders[sender].nudge();
        self.senders[sender].poll(&mut self.bench.store, now, up).unwrap();
        while let Some(outgoing) = self.senders[sender].next(now) {
            let id = outgoing.id;
            assert!(self.bench.outcome(id).is_none(), "{id} is sent after its outcome");
            let (_, customer, safe) = *self.submitted.iter().find(|(it, _, _)| *it == id).unwrap();
            for (other, ..) in self
                .submitted
                .iter()
                .filter(|(other, who, kind)| *other < id && *who == customer && *kind == safe)
            {
                assert!(self.bench.outcome(*other).is_some(), "{id} is sent before {other}");
            }
            *self.handed.entry(id).or_default() += 1;
            self.under_way[sender].push(outgoing);
        }
    }

    fn end(&mut self, sender: usize, how: u8) {
        if self.under_way[sender].is_empty() {
            return;
        }
        let outgoing = self.under_way[sender].remove(0);
        let result = match how {
            0 | 1 => {
                self.acknowledged.insert(outgoing.id);
                acknowledged()
            }
            2 => failed(ErrorKind::NoAnswer),
            3 => failed(ErrorKind::OutcomeUnknown),
            _ => failed(ErrorKind::TServerRefused),
        };
        self.senders[sender].ended(outgoing.token, result, self.bench.now);
    }

    /// What must hold after each step.
    fn check(&mut self) {
        let entries = self.bench.store.list(Filter::All, OutboxId(0), 1_000).unwrap();
        assert_eq!(entries.len(), self.submitted.len(), "nothing is lost, nothing appears");
        for outcome in self.bench.store.outcomes(0, 1_000).unwrap() {
            let known = *self.recorded.entry(outcome.id).or_insert(outcome.kind);
            assert_eq!(known, outcome.kind, "an outcome is final");
            if outcome.kind == OutcomeKind::Acknowledged {
                assert!(self.acknowledged.contains(&outcome.id), "nobody acknowledged it");
            }
        }
        let stats = self.bench.store.stats().unwrap();
        let unfinished = entries.iter().filter(|entry| entry.outcome.is_none()).count();
        assert_eq!(usize::try_from(stats.unfinished).unwrap(), unfinished);
        let ended: u64 = stats.outcomes.iter().sum();
        assert_eq!(usize::try_from(ended).unwrap(), self.recorded.len());
        if unfinished == 0 {
            assert_eq!(stats.unfinished_bytes, 0);
        }
    }

    /// Everything ends once a sender works and everything is answered.
    fn finish(&mut self) {
        for _ in 0..2_000 {
            self.bench.now += 1_000;
            self.turn(0, true);
            while !self.under_way[0].is_empty() {
                self.end(0, 0);
            }
            if self.bench.store.stats().unwrap().unfinished == 0 {
                return self.check();
            }
        }
        panic!("entries stay without an outcome");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_entry_ends_exactly_once_whatever_happens(steps in prop::collection::vec(step(), 0..60)) {
        let mut run = Run::new();
        for step in steps {
            run.take(step);
            run.check();
        }
        run.finish();
        for (id, _, safe) in &run.submitted {
            let times = run.handed.get(id).copied().unwrap_or(0);
            let distributed_once = *safe || times <= 4;
            prop_assert!(distributed_once, "{id} was sent {times} times");
        }
    }
}
