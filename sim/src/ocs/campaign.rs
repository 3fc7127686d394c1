//! Requests about one campaign of one group.
//!
//! The table of `hear_pair` is the state machine: request by status. What unloading does
//! over time is `unload.rs`; sequences are `sequence.rs`.

use commdn::message::{CmError, Dbid, GroupStatus, MessageType};

use super::context::OcsContext;
use super::group::Pair;
use super::incoming_request::{IncomingRequest, Refusal};
use super::timers::Timer;
use super::{Ocs, params};

impl Ocs {
    /// Answer a request about a campaign or a sequence.
    pub(super) fn handle_campaign_request(
        &mut self,
        request: IncomingRequest,
        context: &mut OcsContext<'_>,
    ) {
        if !is_campaign_request(request.message) {
            let text = format!("{} is no request that OCS processes", request.message);
            return self.refuse(request, (CmError::INVALID_PARAMETER, text), context);
        }
        let campaign = request.fields.campaign.unwrap_or(0);
        if campaign == 0 {
            return self.handle_sequence_request(request, context);
        }
        let pair = Pair { campaign, group: request.fields.group.unwrap_or(0) };
        if let Err(refusal) = self.check_pair(pair, request.message) {
            return self.refuse(request, refusal, context);
        }
        self.handle_pair_request(request, pair, context);
    }

    fn check_pair(&self, pair: Pair, message: MessageType) -> Result<(), Refusal> {
        self.catalog.check(pair)?;
        let in_sequence = self.groups.get(&pair).is_some_and(|group| group.in_sequence);
        if in_sequence && message != MessageType::REQ_GET_CAMPAIGN_STATUS {
            let Pair { campaign, group } = pair;
            let text = format!("Campaign {campaign} is part of a sequence of group {group}");
            return Err((CmError::PART_OF_SEQUENCE, text));
        }
        Ok(())
    }

    fn status_of(&self, pair: Pair) -> GroupStatus {
        self.groups.get(&pair).map_or(GroupStatus::NOT_LOADED, super::CampaignGroup::status)
    }

    fn handle_pair_request(
        &mut self,
        request: IncomingRequest,
        pair: Pair,
        context: &mut OcsContext<'_>,
    ) {
        let status = self.status_of(pair);
        let leaving =
            matches!(status, GroupStatus::WAITING_UNLOAD | GroupStatus::UNLOAD_IN_PROGRESS);
        let loaded = status != GroupStatus::NOT_LOADED;
        let name = format!("Campaign {} of group {}", pair.campaign, pair.group);
        let refusal = |error, text: &str| (error, format!("{name} {text}"));
        let not_loaded = || refusal(CmError::CAMPAIGN_NOT_LOADED, "is not loaded");
        match request.message {
            MessageType::REQ_GET_CAMPAIGN_STATUS => {
                self.answer_with_group(request, MessageType::EV_CAMPAIGN_STATUS, pair, context);
            }
            MessageType::REQ_LOAD_CAMPAIGN if loaded => {
                let already = refusal(CmError::CAMPAIGN_ALREADY_LOADED, "is already loaded");
                self.refuse(request, already, context);
            }
            MessageType::REQ_LOAD_CAMPAIGN => self.load(request, pair, context),
            _ if !loaded => self.refuse(request, not_loaded(), context),
            MessageType::REQ_START_DIALING if leaving => {
                self.refuse(request, not_loaded(), context)
            }
            MessageType::REQ_START_DIALING if status == GroupStatus::RUNNING => {
                let already = refusal(CmError::CAMPAIGN_ALREADY_STARTED, "is already started");
                self.refuse(request, already, context);
            }
            MessageType::REQ_START_DIALING => self.start(request, pair, context),
            MessageType::REQ_STOP_DIALING | MessageType::REQ_SET_DIALING_MODE
                if status != GroupStatus::RUNNING =>
            {
                let not_started = refusal(CmError::CAMPAIGN_NOT_STARTED, "is not started");
                self.refuse(request, not_started, context);
            }
            MessageType::REQ_STOP_DIALING => self.stop(request, pair, context),
            MessageType::REQ_SET_DIALING_MODE => self.set_mode(request, pair, context),
            _ => self.unload(request, pair, context),
        }
    }

    fn load(&mut self, request: IncomingRequest, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(request) = self.take_plan(request, pair, context) else { return };
        self.set_status(pair, GroupStatus::ACTIVE, context);
        self.answer_with_group(request, MessageType::EV_CAMPAIGN_LOADED, pair, context);
        self.notify(pair, context);
    }

    fn start(&mut self, request: IncomingRequest, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(request) = self.take_plan(request, pair, context) else { return };
        self.run(pair, context);
        self.answer_with_group(request, MessageType::EV_DIALING_STARTED, pair, context);
        self.notify(pair, context);
    }

    fn stop(&mut self, request: IncomingRequest, pair: Pair, context: &mut OcsContext<'_>) {
        self.halt(pair, context);
        self.answer_with_group(request, MessageType::EV_DIALING_STOPPED, pair, context);
        self.notify(pair, context);
    }

    fn set_mode(&mut self, request: IncomingRequest, pair: Pair, context: &mut OcsContext<'_>) {
        let from = self.groups.get(&pair).map(|group| group.state.plan.mode());
        let to = request.fields.dial_mode.filter(|mode| mode.0 != 0);
        if let (Some(from), Some(to)) = (from, to)
            && commdn::message::OpenEnum::name(to).is_some()
            && self.behaviour.licensed_modes.contains(&to.0)
            && !params::may_change(from, to)
        {
            let text = format!("A running campaign cannot change from {from} to {to}");
            return self.refuse(request, (CmError::INVALID_CAMPAIGN_MODE, text), context);
        }
        let Some(request) = self.take_plan(request, pair, context) else { return };
        self.keep_group(pair, context);
        self.answer_with_group(request, MessageType::EV_DIALING_MODE_CHANGED, pair, context);
        self.notify(pair, context);
    }

    /// Unload, force-unload and complete: they differ in the answer and in what is waited for.
    fn unload(&mut self, request: IncomingRequest, pair: Pair, context: &mut OcsContext<'_>) {
        let force = request.message == MessageType::REQ_FORCE_UNLOAD_CAMPAIGN;
        let answer = match request.message {
            MessageType::REQ_COMPLETE_CAMPAIGN => MessageType::EV_CAMPAIGN_STATUS,
            _ => MessageType::EV_CAMPAIGN_UNLOADED,
        };
        let changed = self.begin_unload(pair, force, context);
        self.answer_with_group(request, answer, pair, context);
        if changed {
            self.notify(pair, context);
            self.finish_unload_at_once(pair, context);
        }
    }

    /// Take the dialling parameters of a request, or refuse it.
    fn take_plan(
        &mut self,
        request: IncomingRequest,
        pair: Pair,
        context: &mut OcsContext<'_>,
    ) -> Option<IncomingRequest> {
        let group = self.groups.get_mut(&pair)?;
        match params::read(&request.fields, group.state.plan, &self.behaviour.licensed_modes) {
            Ok(plan) => {
                group.state.plan = plan;
                if let Some(priority) = request.fields.dialing_priority {
                    group.priority = priority;
                    group.round = [0; 3];
                }
                Some(request)
            }
            Err(refusal) => {
                self.refuse(request, refusal, context);
                None
            }
        }
    }

    /// Set a group running. It dials from now on, but not before the request is answered.
    pub(super) fn run(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        let Some(group) = self.groups.get_mut(&pair) else { return };
        group.run += 1;
        group.told_depleted = false;
        group.state.dials = 0;
        group.state.contacts = 0;
        self.timers.set(context.now, Timer::Pace { pair, run: group.run });
        self.set_status(pair, GroupStatus::RUNNING, context);
    }

    /// Let a group dial no further; what is out stays out.
    pub(super) fn halt(&mut self, pair: Pair, context: &mut OcsContext<'_>) {
        if let Some(group) = self.groups.get_mut(&pair) {
            group.run += 1;
        }
        self.set_status(pair, GroupStatus::ACTIVE, context);
    }

    /// Whether a group is known and served here.
    pub(super) fn check_group(&self, group: Dbid) -> Result<(), Refusal> {
        self.catalog.check_group(group)
    }
}

const fn is_campaign_request(message: MessageType) -> bool {
    matches!(
        message,
        MessageType::REQ_LOAD_CAMPAIGN
            | MessageType::REQ_UNLOAD_CAMPAIGN
            | MessageType::REQ_START_DIALING
            | MessageType::REQ_STOP_DIALING
            | MessageType::REQ_SET_DIALING_MODE
            | MessageType::REQ_GET_CAMPAIGN_STATUS
            | MessageType::REQ_FORCE_UNLOAD_CAMPAIGN
            | MessageType::REQ_COMPLETE_CAMPAIGN
    )
}
