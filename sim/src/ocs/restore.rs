//! Putting back what storage held: after a restart, and after an OCS restart on demand.

use commdn::message::GroupStatus;

use super::Ocs;
use super::context::OcsContext;
use super::group::Pair;
use super::lists::{RecordRef, RecordStatus};
use super::sequence::{Phase, Sequence};
use super::timers::Timer;
use crate::journal::Change;

impl Ocs {
    /// Put back one change that storage held; [`Ocs::resume`] follows the last one.
    ///
    /// What the configuration no longer has is left out.
    pub fn restore(&mut self, change: Change) {
        match change {
            Change::DoNotCall { key, .. } => {
                self.do_not_call.add(key);
            }
            Change::Record { list, position, state, .. } => {
                let Some(list) = self.lists.named(&list) else { return };
                let Some(row) = self.lists.record_mut(RecordRef { list, record: position }) else {
                    return;
                };
                // What was out when the process ended has come back undone.
                let out = state.status.is_out();
                row.status = if out { RecordStatus::Ready } else { state.status };
                row.attempts = state.attempts;
                let chain = row.chain;
                if let Some(list) = self.lists.get_mut(list) {
                    list.drop_if_done(chain);
                }
            }
            Change::Group { campaign, group, state, .. } => {
                if let Some(own) = self.groups.get_mut(&Pair { campaign, group }) {
                    own.state = state;
                }
            }
            Change::Sequence { group, state, .. } => {
                if let Some(state) = state {
                    let serial = self.next_serial();
                    self.sequences.insert(group, Sequence::restored(group, serial, state));
                }
            }
        }
    }

    /// Go on where the last process ended.
    pub fn resume(&mut self, context: &mut OcsContext<'_>) {
        let groups: Vec<Pair> = self.groups.keys().copied().collect();
        self.resume_sequences(context);
        for pair in groups {
            let Some(group) = self.groups.get(&pair) else { continue };
            match group.status() {
                GroupStatus::RUNNING => {
                    let (run, now) = (group.run, context.now);
                    self.timers.set(now, Timer::Pace { pair, run });
                }
                // Nothing is out any more.
                GroupStatus::WAITING_UNLOAD | GroupStatus::UNLOAD_IN_PROGRESS => {
                    self.set_status(pair, GroupStatus::UNLOAD_IN_PROGRESS, context);
                    self.finish_unload(pair, context);
                }
                _ => {}
            }
        }
    }

    fn resume_sequences(&mut self, context: &mut OcsContext<'_>) {
        let known = |sequence: &Sequence| {
            sequence.schedule.items.iter().all(|item| {
                let pair = Pair { campaign: item.campaign.unwrap_or(0), group: sequence.group };
                self.groups.contains_key(&pair)
            })
        };
        let kept: Vec<i32> =
            self.sequences.values().filter(|s| known(s)).map(|sequence| sequence.group).collect();
        self.sequences.retain(|group, _| kept.contains(group));
        for group in kept {
            let Some(sequence) = self.sequences.get(&group) else { continue };
            let (serial, turn, phase) = (sequence.serial, sequence.turn, sequence.phase);
            let start = sequence.schedule.start_time.filter(|start| *start > 0);
            let rest = sequence.schedule.items.get(sequence.current..).unwrap_or_default().to_vec();
            for item in rest {
                let pair = Pair { campaign: item.campaign.unwrap_or(0), group };
                if let Some(state) = self.groups.get_mut(&pair) {
                    state.in_sequence = true;
                }
            }
            // A wait that was under way begins anew: its length is known, how much was left is not.
            let at = match (phase, start) {
                (Phase::Loaded, None) => continue,
                (_, Some(start)) => context.at_utc(start),
                (_, None) => context.now,
            };
            if matches!(phase, Phase::Loaded | Phase::Waiting) {
                self.timers.set(at, Timer::SequenceWake { group, serial, turn });
            }
        }
    }

    /// Restart: do-not-call entries and records stay, nothing is loaded, what was out comes back.
    pub fn restart(&mut self, context: &mut OcsContext<'_>) {
        self.timers.clear();
        let pairs: Vec<Pair> = self.groups.keys().copied().collect();
        for pair in pairs {
            if self.groups.get(&pair).is_some_and(super::CampaignGroup::is_loaded) {
                self.begin_unload(pair, true, context);
                self.set_status(pair, GroupStatus::NOT_LOADED, context);
            }
            if let Some(group) = self.groups.get_mut(&pair) {
                group.in_sequence = false;
            }
        }
        for group in self.sequences.keys().copied().collect::<Vec<_>>() {
            self.sequences.remove(&group);
            self.keep_sequence(group, context);
        }
        self.timers.clear();
    }
}
