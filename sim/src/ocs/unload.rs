//! Unloading: wait for the records that are out, unload, be unloaded.

use std::time::Duration;

use commdn::message::GroupStatus;

use super::Ocs;
use super::context::OcsContext;
use super::group::Pair;
use super::lists::RecordStatus;
use super::timers::Timer;

impl Ocs {
    /// Begin to unload; `force` gives up what is out. Tells whether the status changed.
    pub(super) fn begin_unload(
        &mut self,
        pair: Pair,
        force: bool,
        context: &mut OcsContext<'_>,
    ) -> bool {
        let Some(group) = self.groups.get_mut(&pair) else { return false };
        let waiting = group.status() == GroupStatus::WAITING_UNLOAD;
        if group.status() == GroupStatus::UNLOAD_IN_PROGRESS || (waiting && !force) {
            return false;
        }
        group.run += 1;
        if force {
            self.recall(pair, context);
        }
        let out = self.groups.get(&pair).is_some_and(|group| !group.out.is_empty());
        if out {
            self.set_status(pair, GroupStatus::WAITING_UNLOAD, context);
        } else {
            self.progress_unload(pair, context);
        }
        true
    }

    /// Nothing is out any more: unload.
    pub(super) fn progress_unload(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        self.set_status(pair, GroupStatus::UNLOAD_IN_PROGRESS, context);
        let seconds = self.catalog.dialing(pair.group).unload_seconds;
        if seconds > 0.0
            && let Some(group) = self.groups.get(&pair)
        {
            let at = context.now + Duration::from_secs_f64(seconds);
            self.timers.set(at, Timer::Unloaded { pair, run: group.run });
        }
    }

    /// End an unload that takes no time.
    pub(super) fn finish_unload_at_once(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        if self.catalog.dialing(pair.group).unload_seconds <= 0.0 {
            self.finish_unload(pair, context);
        }
    }

    /// The group is unloaded.
    pub(super) fn finish_unload(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get(&pair) else { return };
        if group.status() != GroupStatus::UNLOAD_IN_PROGRESS {
            return;
        }
        if group.in_sequence {
            return self.item_unloaded(pair, context);
        }
        self.set_status(pair, GroupStatus::NOT_LOADED, context);
        self.notify(pair, context);
    }

    /// A record came back while the group waits to unload.
    pub(super) fn unload_if_all_are_back(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get(&pair) else { return };
        if group.status() == GroupStatus::WAITING_UNLOAD && group.out.is_empty() {
            self.progress_unload(pair, context);
            self.notify(pair, context);
            self.finish_unload_at_once(pair, context);
        }
    }

    /// Take back every record that is out: it may be dialled again.
    fn recall(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get_mut(&pair) else { return };
        let out = std::mem::take(&mut group.out);
        group.on_desktop = 0;
        for at in out {
            let Some(record) = self.lists.current(at) else { continue };
            if let Some(row) = self.lists.record_mut(record) {
                row.status = row.verdict.take().unwrap_or(RecordStatus::Ready);
            }
            self.keep_record(record, context);
            let now = context.now;
            if let Some(list) = self.lists.get_mut(at.list) {
                if let Some(chain) = list.chains.get_mut(at.chain as usize) {
                    chain.ticket += 1;
                    chain.position = 0;
                    chain.out = false;
                }
                let kind = list.chains.get(at.chain as usize).map(|chain| chain.kind);
                if let Some(kind) = kind.filter(|_| list.has_ready(at.chain)) {
                    list.enqueue(at.chain, kind, now);
                }
            }
        }
    }
}
