//! How a sequence proceeds: waits, items that run and stop, and its end.

use std::time::Duration;

use commdn::message::{Dbid, GroupStatus, Schedule};

use super::Ocs;
use super::context::OcsContext;
use super::group::Pair;
use super::sequence::{Phase, Sequence, with_status};
use super::timers::Timer;
use crate::journal::Change;
use crate::log::LogEvent;

impl Ocs {
    pub(super) fn next_serial(&self) -> u64 {
        self.sequences.values().map(|sequence| sequence.serial).max().unwrap_or(0) + 1
    }

    /// Take a sequence in: its campaign groups wait.
    pub(super) fn take_in(&mut self, sequence: Sequence, context: &mut OcsContext<'_>) {
        let group = sequence.group;
        for item in &sequence.schedule.items {
            let pair = Pair { campaign: item.campaign.unwrap_or(0), group };
            if let Some(state) = self.groups.get_mut(&pair) {
                state.in_sequence = true;
            }
            self.set_status(pair, GroupStatus::INACTIVE, context);
        }
        let (serial, start) = (sequence.serial, sequence.schedule.start_time);
        self.sequences.insert(group, sequence);
        // A start time to come starts the sequence by itself; without one it waits for the request.
        if let Some(at) = start.map(|start| context.at_utc(start)).filter(|at| *at > context.now) {
            self.timers.set(at, Timer::SequenceWake { group, serial, turn: 0 });
        }
        self.keep_sequence(group, context);
    }

    /// Start a sequence, or go on with one that was stopped.
    pub(super) fn start_sequence(&mut self, group: Dbid, context: &mut OcsContext<'_>) {
        let Some(sequence) = self.sequences.get_mut(&group) else { return };
        let stopped = sequence.phase == Phase::Stopped;
        let start = sequence.schedule.start_time.filter(|start| *start > 0);
        if !stopped && let Some(start) = start.filter(|start| context.at_utc(*start) > context.now)
        {
            sequence.phase = Phase::Waiting;
            let at = context.at_utc(start);
            let (serial, turn) = (sequence.serial, sequence.turn);
            self.timers.set(at, Timer::SequenceWake { group, serial, turn });
            self.keep_sequence(group, context);
            return;
        }
        let resumes = stopped
            && sequence
                .pair()
                .and_then(|pair| self.groups.get(&pair))
                .is_some_and(|group| group.status() == GroupStatus::ACTIVE);
        if resumes { self.run_item(group, context) } else { self.begin_item(group, context) }
    }

    /// Begin the present item: first its wait, then its dialling.
    fn begin_item(&mut self, group: Dbid, context: &mut OcsContext<'_>) {
        let Some(sequence) = self.sequences.get_mut(&group) else { return };
        sequence.turn += 1;
        let minutes = sequence.item().and_then(|item| item.sleep_before_next_start).unwrap_or(0);
        if minutes <= 0 {
            return self.run_item(group, context);
        }
        sequence.phase = Phase::Waiting;
        let wait = Duration::from_secs(60 * u64::from(minutes.unsigned_abs()));
        let (serial, turn) = (sequence.serial, sequence.turn);
        self.timers.set(context.now + wait, Timer::SequenceWake { group, serial, turn });
        self.keep_sequence(group, context);
        self.notify_sequence(group, context);
    }

    /// A start time or a wait is over.
    pub(super) fn sequence_wakes(
        &mut self,
        group: Dbid,
        serial: u64,
        turn: u64,
        context: &mut OcsContext<'_>,
    ) {
        let Some(sequence) = self.sequences.get(&group) else { return };
        if sequence.serial != serial || sequence.turn != turn {
            return;
        }
        match (sequence.phase, turn) {
            // The start time: the first item's own wait begins now.
            (Phase::Loaded | Phase::Waiting, 0) => self.begin_item(group, context),
            (Phase::Waiting, _) => self.run_item(group, context),
            _ => {}
        }
    }

    fn run_item(&mut self, group: Dbid, context: &mut OcsContext<'_>) {
        let Some(sequence) = self.sequences.get_mut(&group) else { return };
        sequence.phase = Phase::Running;
        sequence.turn += 1;
        let (serial, turn) = (sequence.serial, sequence.turn);
        let (Some(item), Some(pair)) = (sequence.item().copied(), sequence.pair()) else { return };
        let plan = self.item_plan(group, &item);
        if let Some(state) = self.groups.get_mut(&pair) {
            state.state.plan = plan;
        }
        self.keep_sequence(group, context);
        // A time that is past stops the item as soon as it runs.
        if let Some(stop) = item.stop_at_time.filter(|stop| *stop > 0) {
            self.timers.set(context.at_utc(stop), Timer::ItemStop { group, serial, turn });
        }
        let counters =
            self.groups.get(&pair).map(|state| (state.state.dials, state.state.contacts));
        let resumed = self.groups.get(&pair).is_some_and(|g| g.status() == GroupStatus::ACTIVE);
        self.run(pair, context);
        if let (true, Some((dials, contacts)), Some(state)) =
            (resumed, counters, self.groups.get_mut(&pair))
        {
            state.state.dials += dials;
            state.state.contacts += contacts;
        }
        self.notify_sequence(group, context);
    }

    pub(super) fn item_time_is_up(
        &mut self,
        group: Dbid,
        serial: u64,
        turn: u64,
        context: &mut OcsContext<'_>,
    ) {
        let Some(sequence) = self.sequences.get(&group) else { return };
        if sequence.serial == serial && sequence.turn == turn && sequence.phase == Phase::Running {
            let Some(pair) = sequence.pair() else { return };
            self.end_item(pair, "its stop time has come", context);
        }
    }

    /// The item that runs in a campaign group, if one does.
    fn running_item(&self, pair: Pair) -> Option<commdn::message::ScheduleItem> {
        let group = self.groups.get(&pair).filter(|group| group.in_sequence)?;
        if group.status() != GroupStatus::RUNNING {
            return None;
        }
        let sequence = self.sequences.get(&pair.group)?;
        sequence.item().copied().filter(|_| sequence.pair() == Some(pair))
    }

    /// A campaign group has dialled.
    pub(super) fn item_dialed(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(item) = self.running_item(pair) else { return };
        let dials = self.groups.get(&pair).map_or(0, |group| group.state.dials);
        if reached(item.stop_at_dials, dials) {
            self.end_item(pair, "it has made its dial attempts", context);
        }
    }

    /// A campaign group has reached a customer.
    pub(super) fn item_contacted(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(item) = self.running_item(pair) else { return };
        let contacts = self.groups.get(&pair).map_or(0, |group| group.state.contacts);
        if reached(item.stop_at_contacts, contacts) {
            self.end_item(pair, "it has made its contacts", context);
        }
    }

    /// The present item is done: unload it; the next one follows when that is done.
    pub(super) fn end_item(&mut self, pair: Pair, why: &str, context: &mut OcsContext<'_>) {
        if self.running_item(pair).is_none() {
            return;
        }
        let Pair { campaign, group } = pair;
        let ocs = self.dbid;
        let text = format!("OCS {ocs}: sequence of group {group}: campaign {campaign} ends, {why}");
        context.note(LogEvent::Note { text });
        if let Some(sequence) = self.sequences.get_mut(&group) {
            sequence.turn += 1;
        }
        if self.begin_unload(pair, false, context) {
            self.notify(pair, context);
            self.finish_unload_at_once(pair, context);
        }
    }

    /// A sequence's campaign group is unloaded: go on with the next item, or end.
    pub(super) fn item_unloaded(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let group = pair.group;
        let Some(sequence) = self.sequences.get_mut(&group) else { return };
        let going = sequence.phase != Phase::Unloading;
        if going {
            sequence.current += 1;
        }
        let rest = sequence.schedule.items.get(sequence.current..).unwrap_or_default();
        let again = going && rest.iter().any(|item| item.campaign == Some(pair.campaign));
        let ends = !going || rest.is_empty();
        let stopped = sequence.phase == Phase::Stopped;
        let status = if again { GroupStatus::INACTIVE } else { GroupStatus::NOT_LOADED };
        self.set_status(pair, status, context);
        if !again && let Some(state) = self.groups.get_mut(&pair) {
            state.in_sequence = false;
        }
        if ends {
            return self.end_sequence(group, context);
        }
        self.notify_sequence(group, context);
        if !stopped {
            self.begin_item(group, context);
        }
    }

    pub(super) fn stop_sequence(&mut self, group: Dbid, context: &mut OcsContext<'_>) {
        let Some(sequence) = self.sequences.get_mut(&group) else { return };
        sequence.phase = Phase::Stopped;
        sequence.turn += 1;
        let pair = sequence.pair();
        self.keep_sequence(group, context);
        if let Some(pair) = pair
            && self.groups.get(&pair).is_some_and(|state| state.status() == GroupStatus::RUNNING)
        {
            self.halt(pair, context);
        }
        self.notify_sequence(group, context);
    }

    pub(super) fn unload_sequence(
        &mut self,
        group: Dbid,
        force: bool,
        context: &mut OcsContext<'_>,
    ) {
        let Some(sequence) = self.sequences.get_mut(&group) else { return };
        sequence.phase = Phase::Unloading;
        sequence.turn += 1;
        let pair = sequence.pair();
        self.keep_sequence(group, context);
        let inactive = pair
            .and_then(|pair| self.groups.get(&pair))
            .is_none_or(|state| state.status() == GroupStatus::INACTIVE);
        match pair {
            Some(pair) if !inactive => {
                if self.begin_unload(pair, force, context) {
                    self.notify_sequence(group, context);
                    self.finish_unload_at_once(pair, context);
                }
            }
            _ => self.end_sequence(group, context),
        }
    }

    /// A sequence is over: nothing of it is loaded any more.
    fn end_sequence(&mut self, group: Dbid, context: &mut OcsContext<'_>) {
        let Some(sequence) = self.sequences.remove(&group) else { return };
        for item in &sequence.schedule.items {
            let pair = Pair { campaign: item.campaign.unwrap_or(0), group };
            let Some(state) = self.groups.get_mut(&pair) else { continue };
            let was_in = std::mem::take(&mut state.in_sequence);
            if was_in && state.is_loaded() {
                self.set_status(pair, GroupStatus::NOT_LOADED, context);
            }
        }
        self.keep_sequence(group, context);
        let schedule = with_status(sequence.schedule, GroupStatus::NOT_LOADED);
        self.notify_schedule(group, schedule, context);
    }

    /// Tell everybody about a sequence.
    pub(super) fn notify_sequence(&mut self, group: Dbid, context: &mut OcsContext<'_>) {
        let Some(sequence) = self.sequences.get(&group) else { return };
        let schedule = self.schedule_with_status(sequence);
        self.notify_schedule(group, schedule, context);
    }

    /// A sequence's schedule with the status of each item.
    pub(super) fn schedule_with_status(&self, sequence: &Sequence) -> Schedule {
        let mut schedule = sequence.schedule.clone();
        for (index, item) in schedule.items.iter_mut().enumerate() {
            let pair = Pair { campaign: item.campaign.unwrap_or(0), group: sequence.group };
            let own = self.groups.get(&pair).map_or(GroupStatus::NOT_LOADED, |g| g.status());
            item.status = Some(match index.cmp(&sequence.current) {
                std::cmp::Ordering::Less => GroupStatus::NOT_LOADED,
                std::cmp::Ordering::Equal => own,
                std::cmp::Ordering::Greater => GroupStatus::INACTIVE,
            });
        }
        schedule
    }

    /// Note a sequence for storage.
    pub(super) fn keep_sequence(&self, group: Dbid, context: &mut OcsContext<'_>) {
        let state = || self.sequences.get(&group).map(Sequence::state);
        context.journal.note(|| Change::Sequence { ocs: self.dbid, group, state: state() });
    }
}

/// Whether a stop condition is met; 0 is none.
fn reached(limit: Option<i32>, count: u32) -> bool {
    limit.is_some_and(|limit| limit > 0 && count >= limit.unsigned_abs())
}
