//! What was asked and what came of it: the invariants.
//!
//! Knows requests by what they are about, not by how the library keeps them, so that it can
//! tell a foreign answer from the right one, and something lost from something late.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use commdn::exchange::{Answer, Failure, Ticket};
use commdn::message::{Chain, Event, MessageType, Request, spec::RequestSpec};
use commdn::outbox::{OutboxId, Outcome, OutcomeKind, Store};
use commdn_sim::engine::Engine as Site;

use crate::plan::OCS;
use crate::report::Report;

/// An invariant that broke, in which seed, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The seed.
    pub seed: u64,
    /// The time of the run.
    pub at: Duration,
    /// What broke.
    pub what: String,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "seed {} at {:.6} s: {}", self.seed, self.at.as_secs_f64(), self.what)
    }
}

/// What a request is about.
#[derive(Debug, Clone)]
pub struct Asked {
    spec: &'static RequestSpec,
    /// The program whose answer it is; any for an entry of the outbox, which they share.
    program: Option<i32>,
    ocs: i32,
    phone: Option<String>,
    customer: Option<String>,
    campaign_name: Option<String>,
    chain: Chain,
    campaign: Option<i32>,
    group: Option<i32>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        let facts = |asked: &Self| (asked.program, asked.ocs, asked.campaign, asked.group);
        let texts = |asked: &Self| {
            (asked.phone.clone(), asked.customer.clone(), asked.campaign_name.clone())
        };
        self.spec.request == other.spec.request
            && self.chain == other.chain
            && facts(self) == facts(other)
            && texts(self) == texts(other)
    }
}

impl Asked {
    /// What `request` of a program, or of any, is about; `ocs` is asked where it names none.
    ///
    /// # Panics
    /// It is no request.
    #[must_use]
    pub fn of(request: &Request, program: Option<i32>, ocs: i32) -> Self {
        let fields = request.fields();
        let record = fields.record.as_ref();
        Self {
            spec: request.spec().expect("programs make requests of the API"),
            program,
            ocs: fields.target.unwrap_or(ocs),
            phone: record.and_then(|record| record.phone.clone()),
            customer: record.and_then(|record| record.customer_id.clone()),
            campaign_name: record.and_then(|record| record.campaign_name.clone()),
            chain: record.and_then(|record| record.chain.clone()).unwrap_or_default(),
            campaign: fields.campaign,
            group: fields.group,
        }
    }

    /// Whether `event` may be an answer to it; otherwise why not.
    fn may_answer(&self, event: &Event) -> Result<(), String> {
        let message = event.message_type();
        if !self.spec.answers.contains(&message) && message != MessageType::EV_ERROR {
            return Err(format!("{message} answers no {}", self.spec.request));
        }
        let differs = |ours: Option<i32>, theirs: Option<i32>| {
            ours.zip(theirs).is_some_and(|(ours, theirs)| ours != theirs)
        };
        let target = event.target().filter(|target| *target != 0);
        if differs(self.program, target) {
            return Err(format!("it is for program {target:?}"));
        }
        if self.ocs != 0 && differs(Some(self.ocs), event.origin()) {
            return Err(format!("OCS {} was asked, {:?} answered", self.ocs, event.origin()));
        }
        // Whom it is about must be told in full, and no more than that.
        let facts = [(&self.phone, event.phone()), (&self.customer, event.customer_id())];
        for (ours, theirs) in facts {
            if ours.as_deref() != theirs.as_deref() {
                return Err(format!("it is about {theirs:?} in place of {ours:?}"));
            }
        }
        // A campaign or a scope that is not told narrows nothing: OCS did more than was asked.
        if let Some(chain) = event.chain().filter(|chain| *chain != self.chain) {
            return Err(format!("it is about {chain:?} in place of {:?}", self.chain));
        }
        let told = event.campaign_name();
        if told.is_some() && told.as_deref() != self.campaign_name.as_deref() {
            return Err(format!("it is about {told:?} in place of {:?}", self.campaign_name));
        }
        if differs(self.campaign, event.campaign()) || differs(self.group, event.group()) {
            return Err(format!("it is about campaign {:?}", event.campaign()));
        }
        Ok(())
    }

    fn is_dnc(&self) -> bool {
        self.spec.request == MessageType::REQ_DO_NOT_CALL
    }

    /// What an acknowledgement says to be in a list.
    fn listed(&self, event: &Event) -> Option<Listed> {
        if !self.is_dnc() || event.is_refusal() {
            return None;
        }
        let ocs = event.origin().unwrap_or(self.ocs);
        let key = match (&self.phone, &self.customer) {
            (Some(phone), _) => Key::Phone(phone.clone()),
            (None, Some(customer)) => Key::Customer(customer.clone()),
            (None, None) => return None,
        };
        Some(Listed { ocs, key })
    }
}

/// A number or customer that an OCS has said to have in its list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    ocs: i32,
    key: Key,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Phone(String),
    Customer(String),
}

impl Listed {
    /// It is in the list of the OCS that acknowledged it.
    fn check(&self, site: &Site) -> Result<(), String> {
        let listed = match &self.key {
            Key::Phone(phone) => site.is_do_not_call(self.ocs, phone),
            Key::Customer(customer) => {
                site.do_not_call(self.ocs).is_some_and(|list| list.customers.contains(customer))
            }
        };
        let Self { ocs, key } = self;
        if listed {
            Ok(())
        } else {
            Err(format!("{key:?} was acknowledged by OCS {ocs}, which does not have it"))
        }
    }
}

/// A request that a program made itself.
#[derive(Debug)]
struct Direct {
    asked: Asked,
    deadline: Duration,
}

/// An entry of the outbox.
#[derive(Debug)]
struct Kept {
    asked: Asked,
    ended: Option<OutcomeKind>,
}

/// Which request of which start of which program.
type Name = (usize, u32, Ticket);

/// Everything that was asked.
#[derive(Debug, Default)]
pub struct Ledger {
    open: BTreeMap<Name, Direct>,
    /// Requests of the outbox that are with a session.
    lent: HashMap<Name, Asked>,
    kept: BTreeMap<OutboxId, Kept>,
    /// How many of them have no outcome.
    unfinished: usize,
    cursor: u64,
    /// Outcomes may be in the file that were not read yet.
    behind: bool,
    /// What the outbox did not confirm, but may have stored.
    doubtful: Vec<Asked>,
    /// The file is not what was written: what it has lost is lost, and another number must not be sent all the same.
    damaged: bool,
    /// What else was submitted under the same numbers, of a damaged file.
    reused: Vec<(OutboxId, Asked)>,
    /// What was acknowledged.
    listed: BTreeSet<Listed>,
    /// What it counts.
    pub report: Report,
}

impl Ledger {
    /// A program made a request that ends by `deadline`.
    pub fn asked(&mut self, name: Name, asked: Asked, deadline: Duration) {
        self.report.direct += 1;
        self.open.insert(name, Direct { asked, deadline });
    }

    /// The outbox took a request.
    ///
    /// # Errors
    /// Its number was used before.
    pub fn stored(&mut self, id: OutboxId, asked: Asked) -> Result<(), String> {
        self.report.stored += 1;
        match self.keep(id, asked) {
            None => Ok(()),
            Some(first) if self.damaged => {
                self.reused.push((id, first.asked));
                Ok(())
            }
            Some(_) => Err(format!("outbox number {id} was used twice")),
        }
    }

    /// An entry that has no outcome yet; gives back what had its number before.
    fn keep(&mut self, id: OutboxId, asked: Asked) -> Option<Kept> {
        let before = self.kept.insert(id, Kept { asked, ended: None });
        let was_open = before.as_ref().is_some_and(|kept| kept.ended.is_none());
        self.unfinished += usize::from(!was_open);
        before
    }

    /// The outbox did not take a request, or could not say so.
    pub fn refused(&mut self, asked: Asked) {
        self.report.refusals += 1;
        self.doubtful.push(asked);
    }

    /// The outbox hands an entry to a session.
    ///
    /// # Errors
    /// It is unknown, has its outcome, or is not what was submitted.
    pub fn handed_out(&mut self, id: OutboxId, asked: &Asked) -> Result<(), String> {
        self.adopt(id, asked);
        let Some(kept) = self.kept.get(&id) else {
            return Err(format!("entry {id} was never submitted"));
        };
        let was = |(other, reused): &(OutboxId, Asked)| *other == id && reused == asked;
        if kept.asked != *asked && !self.reused.iter().any(was) {
            return Err(format!("entry {id} is sent as {asked:?}, submitted was {:?}", kept.asked));
        }
        self.sent(id)
    }

    /// What was not confirmed may be there all the same.
    fn adopt(&mut self, id: OutboxId, asked: &Asked) {
        let Some(place) = self.doubtful.iter().position(|doubtful| doubtful == asked) else {
            return;
        };
        if !self.kept.contains_key(&id) {
            self.doubtful.swap_remove(place);
            self.keep(id, asked.clone());
        } else if self.damaged {
            self.reused.push((id, asked.clone()));
        }
    }

    /// A session writes the request of an entry to its connection, for the first time or again.
    ///
    /// # Errors
    /// The entry has its outcome.
    pub fn sent(&self, id: OutboxId) -> Result<(), String> {
        match self.kept.get(&id).and_then(|kept| kept.ended) {
            Some(kind) if !self.damaged => {
                Err(format!("entry {id} is sent after its outcome {}", kind.name()))
            }
            _ => Ok(()),
        }
    }

    /// The session of a program with that DBID took an entry, which asks that.
    pub fn lent(&mut self, name: Name, asked: Asked, program: i32) {
        self.report.attempts += 1;
        self.lent.insert(name, Asked { program: Some(program), ..asked });
    }

    /// A request has ended.
    ///
    /// # Errors
    /// It was not open, or the answer is not its own.
    pub fn ended(
        &mut self,
        name: Name,
        outcome: &Result<Answer, Failure>,
        site: &Site,
    ) -> Result<(), String> {
        let told = |asked: &Asked, why: String| format!("{} {asked:?}: {why}", asked.spec.request);
        self.report.count(outcome);
        let asked = if let Some(direct) = self.open.remove(&name) {
            direct.asked
        } else if let Some(asked) = self.lent.remove(&name) {
            asked
        } else {
            return Err(format!("{name:?} ends a second time, or was never made: {outcome:?}"));
        };
        match outcome {
            Ok(answer) => answer.events().try_for_each(|event| {
                let fit = asked.may_answer(event);
                fit.map_err(|why| format!("a foreign answer: {why}"))
                    .and_then(|()| self.acknowledged(asked.listed(event), site))
                    .map_err(|why| told(&asked, why))
            }),
            Err(Failure::Refused(event)) => asked
                .may_answer(event)
                .map_err(|why| told(&asked, format!("refused by a foreign answer: {why}"))),
            Err(_) => Ok(()),
        }
    }

    /// A program has crashed: nobody waits for its requests.
    pub fn crashed(&mut self, program: usize) {
        self.open.retain(|(own, _, _), _| *own != program);
        self.lent.retain(|(own, _, _), _| *own != program);
    }

    /// The next outcome to ask the outbox for.
    #[must_use]
    pub const fn cursor(&self) -> u64 {
        self.cursor
    }

    /// Whether outcomes may be in the file that were not read yet.
    #[must_use]
    pub const fn is_behind(&self) -> bool {
        self.behind
    }

    /// Outcomes may be in the file that were not read.
    pub const fn falls_behind(&mut self) {
        self.behind = true;
    }

    /// The file is not what was written.
    pub const fn is_damaged(&mut self) {
        self.damaged = true;
    }

    /// The outbox has recorded an outcome, of an entry of that file.
    ///
    /// # Errors
    /// It is the second one, or not true.
    pub fn recorded(
        &mut self,
        outcome: &Outcome,
        store: &Store,
        site: &Site,
    ) -> Result<(), String> {
        self.cursor = self.cursor.max(outcome.cursor);
        self.behind = false;
        let id = outcome.id;
        if self.damaged {
            if let Some(kept) = self.kept.get_mut(&id) {
                self.unfinished -= usize::from(kept.ended.is_none());
                kept.ended = Some(outcome.kind);
            }
            self.report.recorded += 1;
            return Ok(());
        }
        if !self.kept.contains_key(&id)
            && let Some(request) = store.entry(id).ok().and_then(|entry| entry.request)
        {
            self.adopt(id, &Asked::of(&request, None, OCS[0]));
        }
        let Some(kept) = self.kept.get_mut(&id) else {
            return Err(format!("an outcome of entry {id}, which was never submitted"));
        };
        if let Some(first) = kept.ended {
            let (first, second) = (first.name(), outcome.kind.name());
            return Err(format!("entry {id} has two outcomes: {first}, {second}"));
        }
        kept.ended = Some(outcome.kind);
        self.unfinished -= 1;
        self.report.recorded += 1;
        let Some(event) = &outcome.event else {
            return match outcome.kind {
                OutcomeKind::Acknowledged => Err(format!("entry {id} has no acknowledgement")),
                _ => Ok(()),
            };
        };
        kept.asked
            .may_answer(event)
            .map_err(|why| format!("entry {id}: a foreign answer: {why}"))?;
        let listed = match outcome.kind {
            OutcomeKind::Acknowledged => kept.asked.listed(event),
            _ => None,
        };
        self.acknowledged(listed, site).map_err(|why| format!("entry {id}: {why}"))
    }

    /// An OCS has said that it has something in its list: it must have it, from now on.
    fn acknowledged(&mut self, listed: Option<Listed>, site: &Site) -> Result<(), String> {
        let Some(listed) = listed else { return Ok(()) };
        listed.check(site)?;
        self.listed.insert(listed);
        Ok(())
    }

    /// Whatever was acknowledged is in the list, whatever has become of the contact centre.
    ///
    /// # Errors
    /// Something is not.
    pub fn still_listed(&self, site: &Site) -> Result<(), String> {
        self.listed.iter().try_for_each(|listed| listed.check(site))
    }

    /// Requests that should have ended, by a program that was not held up.
    ///
    /// # Errors
    /// One has not.
    pub fn overdue(&self, program: usize, now: Duration, patience: Duration) -> Result<(), String> {
        let late = self
            .open
            .iter()
            .find(|((own, _, _), direct)| *own == program && direct.deadline + patience < now);
        match late {
            Some((name, direct)) => Err(format!("{name:?} does not end: {direct:?}")),
            None => Ok(()),
        }
    }

    /// Whether every request and every entry has ended.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.open.is_empty() && self.unfinished == 0
    }

    /// Entries that were submitted.
    pub fn entries(&self) -> impl Iterator<Item = (OutboxId, Option<OutcomeKind>)> {
        self.kept.iter().map(|(id, kept)| (*id, kept.ended))
    }
}
