//! A request and the ways to answer it.

use commdn::message::{CmError, Dbid, Fields, GroupStatus, MessageType};

use super::Ocs;
use super::group::Pair;
use super::scene::{SaidKind, Scene, To};
use crate::config::Notify;
use crate::log::Happened;

/// A request, as it came.
#[derive(Debug)]
pub(crate) struct Asked {
    pub dn: usize,
    pub message: MessageType,
    pub fields: Fields,
}

/// An error number and its text.
pub(super) type Refusal = (CmError, String);

impl Ocs {
    /// Answer with the facts of the request; `fill` adds to them.
    ///
    /// Origin and target change places.
    pub(super) fn answer(
        &self,
        asked: Asked,
        message: MessageType,
        scene: &mut Scene<'_>,
        fill: impl FnOnce(&mut Fields),
    ) {
        let Asked { dn, mut fields, .. } = asked;
        fields.target = fields.origin;
        fields.origin = Some(self.dbid);
        if !self.manners.echo_reference_id {
            fields.reference_id = None;
        }
        fields.error = None;
        fields.error_message = None;
        fill(&mut fields);
        scene.say(self.dbid, To::Dn(dn), SaidKind::Answer, message, &fields);
    }

    /// Answer with the status and the way a campaign group dials.
    pub(super) fn answer_with_group(
        &self,
        asked: Asked,
        message: MessageType,
        pair: Pair,
        scene: &mut Scene<'_>,
    ) {
        let told = self.group_fields(pair);
        self.answer(asked, message, scene, |fields| {
            fields.dial_mode = told.dial_mode;
            fields.optimize_by = told.optimize_by;
            fields.optimize_goal = told.optimize_goal;
            fields.status = told.status;
        });
    }

    /// Answer with an error.
    pub(super) fn refuse(&mut self, asked: Asked, refusal: Refusal, scene: &mut Scene<'_>) {
        self.counters.refused += 1;
        let (error, text) = refusal;
        self.answer(asked, MessageType::EV_ERROR, scene, |fields| {
            fields.error = Some(error);
            fields.error_message = Some(text);
        });
    }

    /// The facts of a campaign group.
    fn group_fields(&self, pair: Pair) -> Fields {
        let mut fields = Fields::default();
        fields.campaign = Some(pair.campaign);
        fields.group = Some(pair.group);
        if let Some(group) = self.groups.get(&pair) {
            fields.dial_mode = Some(group.state.plan.mode());
            fields.optimize_by = Some(group.state.plan.optimize_by());
            fields.optimize_goal = Some(group.state.plan.goal);
            fields.status = Some(group.status());
        }
        fields
    }

    /// Tell everybody about a campaign group, or about the sequence that it belongs to.
    pub(super) fn notify(&mut self, pair: Pair, scene: &mut Scene<'_>) {
        if let Some(sequence) = self.sequences.get(&pair.group)
            && self.groups.get(&pair).is_some_and(|group| group.in_sequence)
        {
            let schedule = self.schedule_with_status(sequence);
            self.notify_schedule(pair.group, schedule, scene);
            return;
        }
        let fields = self.group_fields(pair);
        self.notify_all(fields, scene);
    }

    /// Tell everybody about a sequence.
    pub(super) fn notify_schedule(
        &mut self,
        group: Dbid,
        schedule: commdn::message::Schedule,
        scene: &mut Scene<'_>,
    ) {
        let mut fields = Fields::default();
        fields.campaign = Some(0);
        fields.group = Some(group);
        fields.schedule = Some(schedule);
        self.notify_all(fields, scene);
    }

    fn notify_all(&mut self, mut fields: Fields, scene: &mut Scene<'_>) {
        fields.origin = Some(self.dbid);
        let targets = match self.manners.notify {
            Notify::Broadcast => vec![0],
            Notify::Each => self.connections.iter().copied().collect(),
        };
        for target in targets {
            self.counters.notifications += 1;
            fields.target = Some(target);
            let message = MessageType::EV_CAMPAIGN_STATUS;
            scene.say(self.dbid, To::EveryDn, SaidKind::Notification, message, &fields);
        }
    }

    /// Change a campaign group's status: log it and keep it. Telling it is [`Ocs::notify`]'s.
    pub(super) fn set_status(&mut self, pair: Pair, status: GroupStatus, scene: &mut Scene<'_>) {
        let Some(group) = self.groups.get_mut(&pair) else { return };
        group.state.status = status.0;
        let Pair { campaign, group } = pair;
        scene.note(Happened::Status { ocs: self.dbid, campaign, group, status });
        self.keep_group(pair, scene);
    }

    /// Note a campaign group's state for storage.
    pub(super) fn keep_group(&self, pair: Pair, scene: &mut Scene<'_>) {
        let Some(group) = self.groups.get(&pair) else { return };
        let state = group.state;
        let Pair { campaign, group } = pair;
        scene.journal.note(|| crate::journal::Change::Group {
            ocs: self.dbid,
            campaign,
            group,
            state,
        });
    }
}
