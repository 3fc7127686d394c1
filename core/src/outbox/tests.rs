//! Store and sender together on a clock of the test, without threads.

mod bounds;
mod broadcast;
mod clocks;
mod damage;
mod files;
mod identity;
mod machine;
mod model;
mod store;

use std::time::Duration;

use super::store::Limits;
use super::{Outbox, OutboxConfig, OutboxId, Outgoing, Policy, Sender, Store, SubmitOptions};
use super::{Outcome, OutcomeKind, Timestamp};
use crate::error::{Error, ErrorKind};
use crate::exchange::Answer;
use crate::kvlist::KvRef;
use crate::message::{Dialect, Event, Fields, MessageType, Request};

const SECOND: u64 = 1_000;

/// Bounds that nothing comes near.
fn roomy() -> Limits {
    Limits::of(&OutboxConfig::new())
}

/// A store, a clock, and any number of senders, each as if it were a process.
struct Bench {
    store: Store,
    config: OutboxConfig,
    now: Timestamp,
}

impl Bench {
    fn new() -> Self {
        let config = OutboxConfig::new();
        Self { store: Store::in_memory().unwrap(), config, now: 1_000_000 }
    }

    fn submit(&mut self, request: &Request) -> OutboxId {
        self.submit_with(request, SubmitOptions::new())
    }

    fn submit_with(&mut self, request: &Request, options: SubmitOptions) -> OutboxId {
        self.store.submit(request, &options, &self.config, self.now).unwrap()
    }

    fn sender(&self, policy: Policy) -> Sender {
        Sender::simulated(policy, 7)
    }

    /// What a sender hands out now.
    fn due(&mut self, sender: &mut Sender) -> Vec<Outgoing> {
        sender.nudge();
        sender.poll(&mut self.store, self.now, true).unwrap();
        std::iter::from_fn(|| sender.next(self.now)).collect()
    }

    fn record(&mut self, sender: &mut Sender) {
        self.now += 10;
        sender.poll(&mut self.store, self.now, true).unwrap();
    }

    fn outcome(&self, id: OutboxId) -> Option<Outcome> {
        self.store.outcome(id).unwrap()
    }

    fn kind(&self, id: OutboxId) -> Option<OutcomeKind> {
        self.outcome(id).map(|outcome| outcome.kind)
    }
}

fn dnc(phone: &str) -> Request {
    Request::do_not_call().phone_as_is(phone)
}

fn event(message: MessageType, fill: impl FnOnce(&mut Fields)) -> Event {
    let mut fields = Fields { origin: Some(101), target: Some(20), ..Fields::default() };
    fill(&mut fields);
    Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT).unwrap()
}

fn acknowledged() -> Result<Answer, Error> {
    Ok(Answer { event: event(MessageType::EV_DO_NOT_CALL_PROCESSED, |_| {}), others: Vec::new() })
}

fn failed(kind: ErrorKind) -> Result<Answer, Error> {
    Err(Error::new(kind, format!("{kind:?} happened")))
}

fn ids(outgoing: &[Outgoing]) -> Vec<OutboxId> {
    outgoing.iter().map(|one| one.id).collect()
}

fn soon() -> Policy {
    Policy::default().backoff(Duration::from_secs(1), Duration::from_secs(8))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn open(folder: &tempfile::TempDir) -> Outbox {
    Outbox::open(folder.path().join("outbox.db"), OutboxConfig::new()).unwrap()
}
