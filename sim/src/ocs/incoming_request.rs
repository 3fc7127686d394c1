//! Incoming request: what was asked on which DN, and the ways to answer it.
//!
//! Owns the swap of origin and target, and the echo of a request's facts in its answer. Must not
//! decide whether a request is granted.

use commdn::message::{CmError, Dbid, Fields, GroupStatus, MessageType};

use super::Ocs;
use super::context::{Destination, OcsContext, OutgoingKind};
use super::group::Pair;
use crate::config::Notify;
use crate::log::LogEvent;

/// A request, as it came.
#[derive(Debug)]
pub(crate) struct IncomingRequest {
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
        request: IncomingRequest,
        message: MessageType,
        context: &mut OcsContext<'_>,
        fill: impl FnOnce(&mut Fields),
    ) {
        let IncomingRequest { dn, mut fields, .. } = request;
        fields.target = fields.origin;
        fields.origin = Some(self.dbid);
        if !self.behaviour.echo_reference_id {
            fields.reference_id = None;
        }
        fields.error = None;
        fields.error_message = None;
        fill(&mut fields);
        context.send(self.dbid, Destination::Dn(dn), OutgoingKind::Answer, message, &fields);
    }

    /// Answer with the status and the way a campaign group dials.
    pub(super) fn answer_with_group(
        &self,
        request: IncomingRequest,
        message: MessageType,
        pair: Pair,
        context: &mut OcsContext<'_>,
    ) {
        let told = self.group_fields(pair);
        self.answer(request, message, context, |fields| {
            fields.dial_mode = told.dial_mode;
            fields.optimize_by = told.optimize_by;
            fields.optimize_goal = told.optimize_goal;
            fields.status = told.status;
        });
    }

    /// Answer with an error.
    pub(super) fn refuse(
        &mut self,
        request: IncomingRequest,
        refusal: Refusal,
        context: &mut OcsContext<'_>,
    ) {
        self.counters.refused += 1;
        let (error, text) = refusal;
        self.answer(request, MessageType::EV_ERROR, context, |fields| {
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
    pub(super) fn notify(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        if let Some(sequence) = self.sequences.get(&pair.group)
            && self.groups.get(&pair).is_some_and(|group| group.in_sequence)
        {
            let schedule = self.schedule_with_status(sequence);
            self.notify_schedule(pair.group, schedule, context);
            return;
        }
        let fields = self.group_fields(pair);
        self.notify_all(fields, context);
    }

    /// Tell everybody about a sequence.
    pub(super) fn notify_schedule(
        &mut self,
        group: Dbid,
        schedule: commdn::message::Schedule,
        context: &mut OcsContext<'_>,
    ) {
        let mut fields = Fields::default();
        fields.campaign = Some(0);
        fields.group = Some(group);
        fields.schedule = Some(schedule);
        self.notify_all(fields, context);
    }

    fn notify_all(&mut self, mut fields: Fields, context: &mut OcsContext<'_>) {
        fields.origin = Some(self.dbid);
        let targets = match self.behaviour.notify {
            Notify::Broadcast => vec![0],
            Notify::Each => self.connections.iter().copied().collect(),
        };
        for target in targets {
            self.counters.notifications += 1;
            fields.target = Some(target);
            let message = MessageType::EV_CAMPAIGN_STATUS;
            context.send(
                self.dbid,
                Destination::EveryDn,
                OutgoingKind::Notification,
                message,
                &fields,
            );
        }
    }

    /// Change a campaign group's status: log it and keep it. Telling it is [`Ocs::notify`]'s.
    pub(super) fn set_status(
        &mut self,
        pair: Pair,
        status: GroupStatus,
        context: &mut OcsContext<'_>,
    ) {
        let Some(group) = self.groups.get_mut(&pair) else { return };
        group.state.status = status.0;
        let Pair { campaign, group } = pair;
        context.note(LogEvent::Status { ocs: self.dbid, campaign, group, status });
        self.keep_group(pair, context);
    }

    /// Note a campaign group's state for storage.
    pub(super) fn keep_group(&self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get(&pair) else { return };
        let state = group.state;
        let Pair { campaign, group } = pair;
        context.journal.note(|| crate::journal::Change::Group {
            ocs: self.dbid,
            campaign,
            group,
            state,
        });
    }
}
