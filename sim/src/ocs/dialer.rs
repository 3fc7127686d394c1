//! Dialling: running groups take chains from the lists, call, and bring them back.
//!
//! One [`Timer::Pace`] for each running group starts calls as its agents allow; each call is
//! one or two timers more. A chain that is out carries a ticket, so that what belongs to a
//! call that was given up changes nothing.

use std::time::Duration;

use commdn::message::DialMode;
use rand::RngExt;

use super::Ocs;
use super::context::OcsContext;
use super::group::Pair;
use super::lists::{ChainRef, RecordRef, RecordStatus};
use super::outcome::Outcome;
use super::queue::{self, Kind};
use super::timers::Timer;
use crate::log::LogEvent;

/// How long a running group without a record to dial waits at most before it looks again.
const IDLE: Duration = Duration::from_secs(60);

impl Ocs {
    /// Do what was to be done later.
    pub(super) fn fire(&mut self, timer: Timer, context: &mut OcsContext<'_>) {
        match timer {
            Timer::Pace { pair, run } => {
                if self.groups.get(&pair).is_some_and(|group| group.run == run) {
                    self.pace(pair, context);
                }
            }
            Timer::DialEnd { pair, chain, ticket, outcome } => {
                if self.is_current(chain, ticket) {
                    self.dial_ended(pair, chain, outcome, context);
                }
            }
            Timer::CallEnd { pair, chain, ticket, outcome } => {
                if self.is_current(chain, ticket) {
                    self.bring_back(pair, chain, outcome, context);
                }
            }
            Timer::Unloaded { pair, run } => {
                if self.groups.get(&pair).is_some_and(|group| group.run == run) {
                    self.finish_unload(pair, context);
                }
            }
            Timer::SequenceWake { group, serial, turn } => {
                self.sequence_wakes(group, serial, turn, context);
            }
            Timer::ItemStop { group, serial, turn } => {
                self.item_time_is_up(group, serial, turn, context);
            }
        }
    }

    fn is_current(&self, at: ChainRef, ticket: u64) -> bool {
        self.lists.chain(at).is_some_and(|chain| chain.out && chain.ticket == ticket)
    }

    /// Dial if an agent is there for it, and come again.
    pub(super) fn pace(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get(&pair) else { return };
        let run = group.run;
        let lines = lines(group.state.plan.mode(), self.catalog.agents(pair.group));
        let free = group.out.len() < lines;
        let beat =
            Duration::from_secs_f64(60.0 / self.catalog.dialing(pair.group).dials_per_minute);
        let mut next = context.now + beat.max(Duration::from_micros(1));
        if free {
            match self.pick(pair, context) {
                Some(chain) => self.dial(pair, chain, context),
                None => {
                    if self.is_depleted(pair) {
                        self.depleted(pair, context);
                    }
                    let due = self.next_due(pair).unwrap_or(Duration::MAX);
                    next = next.max(due.min(context.now + IDLE));
                }
            }
        }
        // A completion, or the stop condition of a sequence's item, may have ended this run.
        if self.groups.get(&pair).is_some_and(|group| group.run == run) {
            self.timers.set(next, Timer::Pace { pair, run });
        }
    }

    /// Take the next chain that may be dialled, by kind and priority.
    fn pick(&mut self, pair: Pair, context: &mut OcsContext<'_>) -> Option<ChainRef> {
        let priority = self.groups.get(&pair)?.priority;
        let order = queue::order(&priority);
        // The second time round, every kind has its full share again.
        for _ in 0..2 {
            for kind in order {
                let left = self.groups.get(&pair)?.round.get(kind.index()).copied().unwrap_or(0);
                if left == 0 {
                    continue;
                }
                if let Some(chain) = self.pick_kind(pair, kind, context) {
                    if let Some(left) = self.groups.get_mut(&pair)?.round.get_mut(kind.index()) {
                        *left -= 1;
                    }
                    return Some(chain);
                }
            }
            self.groups.get_mut(&pair)?.round = queue::round(&priority);
        }
        None
    }

    /// Take the next chain of a kind from the campaign's lists.
    fn pick_kind(
        &mut self,
        pair: Pair,
        kind: Kind,
        context: &mut OcsContext<'_>,
    ) -> Option<ChainRef> {
        let lists: Vec<usize> = self.catalog.lists(pair.campaign).to_vec();
        for list in lists {
            let list = u32::try_from(list).ok()?;
            while let Some(chain) = self.lists.get_mut(list)?.queues.first(kind, context.now) {
                self.lists.get_mut(list)?.dequeue(chain);
                let at = ChainRef { list, chain };
                if self.make_dialable(at, context) {
                    return Some(at);
                }
            }
        }
        None
    }

    /// Put a chain at its next record that may be dialled; settles those on the do-not-call list.
    fn make_dialable(&mut self, at: ChainRef, context: &mut OcsContext<'_>) -> bool {
        loop {
            let Some(list) = self.lists.get_mut(at.list) else { return false };
            let from = list.chains.get(at.chain as usize).map_or(0, |chain| chain.position);
            let next = list.next_ready(at.chain, from).or_else(|| list.next_ready(at.chain, 0));
            let Some(position) = next else { return false };
            if let Some(chain) = list.chains.get_mut(at.chain as usize) {
                chain.position = position;
            }
            let Some(record) = self.lists.current(at) else { return false };
            let Some(row) = self.lists.record(record) else { return false };
            let excluded = self.do_not_call.has_phone(&row.phone)
                || row.customer_id.as_ref().is_some_and(|id| self.do_not_call.has_customer(id));
            if !excluded {
                return true;
            }
            self.lists.settle(record, RecordStatus::DoNotCall);
            self.keep_record(record, context);
        }
    }

    fn dial(&mut self, pair: Pair, at: ChainRef, context: &mut OcsContext<'_>) {
        let (Some(record), Some(group)) = (self.lists.current(at), self.groups.get_mut(&pair))
        else {
            return;
        };
        group.out.insert(at);
        group.state.dials += 1;
        // In the preview modes an agent has the record before it is dialled.
        let preview = matches!(group.state.plan.mode(), DialMode::PREVIEW | DialMode::PUSH_PREVIEW);
        let status = if preview { RecordStatus::Desktop } else { RecordStatus::Dialing };
        group.on_desktop += u32::from(preview);
        let mut ticket = 0;
        if let Some(chain) = self.lists.chain_mut(at) {
            chain.ticket += 1;
            chain.out = true;
            ticket = chain.ticket;
        }
        if let Some(row) = self.lists.record_mut(record) {
            row.status = status;
            row.attempts = row.attempts.saturating_add(1);
            let (phone, attempt) = (row.phone.to_string(), row.attempts);
            let Pair { campaign, group } = pair;
            context.note(LogEvent::Dialed { ocs: self.dbid, campaign, group, phone, attempt });
        }
        self.keep_record(record, context);
        let dialing = self.catalog.dialing(pair.group);
        let outcome = Outcome::draw(&dialing.outcomes, &mut self.random);
        let after = draw_seconds(dialing.dial_seconds, &mut self.random);
        self.timers.set(context.now + after, Timer::DialEnd { pair, chain: at, ticket, outcome });
        self.item_dialed(pair, context);
    }

    fn dial_ended(
        &mut self,
        pair: Pair,
        at: ChainRef,
        outcome: Outcome,
        context: &mut OcsContext<'_>,
    ) {
        let Some(record) = self.lists.current(at) else { return };
        let Some(row) = self.lists.record_mut(record) else { return };
        let phone = row.phone.to_string();
        let Pair { campaign, group } = pair;
        context.note(LogEvent::Outcome { ocs: self.dbid, campaign, group, phone, outcome });
        if !outcome.is_contact() {
            return self.bring_back(pair, at, outcome, context);
        }
        let was_dialing = row.status == RecordStatus::Dialing;
        row.status = RecordStatus::Desktop;
        self.keep_record(record, context);
        if let Some(group) = self.groups.get_mut(&pair) {
            group.state.contacts += 1;
            group.on_desktop += u32::from(was_dialing);
        }
        let range = self.catalog.dialing(pair.group).talk_seconds;
        let at_end = context.now + draw_seconds(range, &mut self.random);
        let ticket = self.lists.chain(at).map_or(0, |chain| chain.ticket);
        self.timers.set(at_end, Timer::CallEnd { pair, chain: at, ticket, outcome });
        self.item_contacted(pair, context);
    }

    /// A call is over: settle its record, queue its chain again or be done with it.
    fn bring_back(
        &mut self,
        pair: Pair,
        at: ChainRef,
        outcome: Outcome,
        context: &mut OcsContext<'_>,
    ) {
        let Some(record) = self.lists.current(at) else { return };
        let dialing = self.catalog.dialing(pair.group).clone();
        let Some(row) = self.lists.record_mut(record) else { return };
        let was_on_desktop = row.status == RecordStatus::Desktop;
        let attempts_left = row.attempts < dialing.max_attempts;
        row.status = row.verdict.take().unwrap_or(match outcome {
            Outcome::Answer => RecordStatus::Answered,
            Outcome::Callback => RecordStatus::Ready,
            Outcome::Invalid => RecordStatus::Invalid,
            _ if attempts_left => RecordStatus::Ready,
            _ => RecordStatus::NotReached,
        });
        if let Some(group) = self.groups.get_mut(&pair) {
            group.out.remove(&at);
            group.on_desktop = group.on_desktop.saturating_sub(u32::from(was_on_desktop));
        }
        self.keep_record(record, context);
        self.requeue(at, outcome, &dialing, context);
        self.unload_if_all_are_back(pair, context);
        let running = commdn::message::GroupStatus::RUNNING;
        if self.groups.get(&pair).is_some_and(|group| group.status() == running)
            && self.is_depleted(pair)
        {
            self.depleted(pair, context);
        }
    }

    fn requeue(
        &mut self,
        at: ChainRef,
        outcome: Outcome,
        dialing: &crate::config::Dialing,
        context: &mut OcsContext<'_>,
    ) {
        if outcome == Outcome::Answer {
            self.skip_rest(at, context);
        }
        let now = context.now;
        let minutes = |minutes: f64| now + Duration::from_secs_f64(minutes * 60.0);
        let Some(list) = self.lists.get_mut(at.list) else { return };
        let Some(chain) = list.chains.get_mut(at.chain as usize) else { return };
        chain.out = false;
        let after = chain.position + 1;
        let (position, kind, due) = if outcome == Outcome::Callback {
            (chain.position, Kind::CallBack, minutes(dialing.callback_minutes))
        } else if let Some(next) = list.next_ready(at.chain, after) {
            (next, list.chains.get(at.chain as usize).map_or(Kind::General, |c| c.kind), now)
        } else {
            (0, Kind::Rescheduled, minutes(dialing.redial_minutes))
        };
        if let Some(chain) = list.chains.get_mut(at.chain as usize) {
            chain.position = position;
        }
        if list.has_ready(at.chain) {
            list.enqueue(at.chain, kind, due);
        }
    }

    /// The customer was reached: the rest of the chain need not be dialled.
    fn skip_rest(&mut self, at: ChainRef, context: &mut OcsContext<'_>) {
        let records = self.lists.chain(at).map(|chain| chain.records.clone()).unwrap_or_default();
        for record in records {
            let here = RecordRef { list: at.list, record };
            if self.lists.settle(here, RecordStatus::Skipped) {
                self.keep_record(here, context);
            }
        }
    }

    /// Whether a campaign group has nothing queued and nothing out.
    fn is_depleted(&self, pair: Pair) -> bool {
        let queued = |list: &usize| {
            let list = u32::try_from(*list).ok().and_then(|list| self.lists.get(list));
            list.is_some_and(|list| list.queues.len() > 0)
        };
        let out = self.groups.get(&pair).is_some_and(|group| !group.out.is_empty());
        !out && !self.catalog.lists(pair.campaign).iter().any(queued)
    }

    fn next_due(&self, pair: Pair) -> Option<Duration> {
        let lists = self.catalog.lists(pair.campaign).iter();
        let lists = lists.filter_map(|list| self.lists.get(u32::try_from(*list).ok()?));
        lists.filter_map(|list| list.queues.next_due()).min()
    }

    /// A running group's records are used up.
    fn depleted(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get_mut(&pair) else { return };
        if group.in_sequence {
            return self.end_item(pair, "its records are used up", context);
        }
        if group.state.plan.auto_completion {
            self.halt(pair, context);
            self.notify(pair, context);
            if self.begin_unload(pair, false, context) {
                self.notify(pair, context);
                self.finish_unload_at_once(pair, context);
            }
        } else if !group.told_depleted {
            group.told_depleted = true;
            let Pair { campaign, group } = pair;
            let text = format!(
                "OCS {}: campaign {campaign}, group {group}: all records are used up",
                self.dbid
            );
            context.note(LogEvent::Note { text });
        }
    }
}

/// How many chains may be out at a time: predictive modes dial more than there are agents.
fn lines(mode: DialMode, agents: u32) -> usize {
    let agents = usize::try_from(agents).unwrap_or(usize::MAX);
    match mode {
        DialMode::PREVIEW
        | DialMode::PUSH_PREVIEW
        | DialMode::PROGRESS
        | DialMode::PROGRESS_AND_SEIZE
        | DialMode::PROGRESS_GVP => agents,
        _ => agents.saturating_mul(2),
    }
}

fn draw_seconds([low, high]: [f64; 2], random: &mut impl rand::Rng) -> Duration {
    Duration::from_secs_f64(random.random_range(low..=high))
}
