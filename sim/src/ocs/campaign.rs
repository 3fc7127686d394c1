//! Requests about one campaign of one group.
//!
//! The table of `hear_pair` is the state machine: request by status. What unloading does
//! over time is `unload.rs`; sequences are `sequence.rs`.

use commdn::message::{CmError, Dbid, GroupStatus, MessageType};

use super::asked::{Asked, Refusal};
use super::group::Pair;
use super::scene::Scene;
use super::timers::Timer;
use super::{Ocs, params};

impl Ocs {
    /// Answer a request about a campaign or a sequence.
    pub(super) fn hear_campaign(&mut self, asked: Asked, scene: &mut Scene<'_>) {
        if !is_campaign_request(asked.message) {
            let text = format!("{} is no request that OCS processes", asked.message);
            return self.refuse(asked, (CmError::INVALID_PARAMETER, text), scene);
        }
        let campaign = asked.fields.campaign.unwrap_or(0);
        if campaign == 0 {
            return self.hear_sequence(asked, scene);
        }
        let pair = Pair { campaign, group: asked.fields.group.unwrap_or(0) };
        if let Err(refusal) = self.check_pair(pair, asked.message) {
            return self.refuse(asked, refusal, scene);
        }
        self.hear_pair(asked, pair, scene);
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

    fn hear_pair(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) {
        let status = self.status_of(pair);
        let leaving =
            matches!(status, GroupStatus::WAITING_UNLOAD | GroupStatus::UNLOAD_IN_PROGRESS);
        let loaded = status != GroupStatus::NOT_LOADED;
        let name = format!("Campaign {} of group {}", pair.campaign, pair.group);
        let refusal = |error, text: &str| (error, format!("{name} {text}"));
        let not_loaded = || refusal(CmError::CAMPAIGN_NOT_LOADED, "is not loaded");
        match asked.message {
            MessageType::REQ_GET_CAMPAIGN_STATUS => {
                self.answer_with_group(asked, MessageType::EV_CAMPAIGN_STATUS, pair, scene);
            }
            MessageType::REQ_LOAD_CAMPAIGN if loaded => {
                let already = refusal(CmError::CAMPAIGN_ALREADY_LOADED, "is already loaded");
                self.refuse(asked, already, scene);
            }
            MessageType::REQ_LOAD_CAMPAIGN => self.load(asked, pair, scene),
            _ if !loaded => self.refuse(asked, not_loaded(), scene),
            MessageType::REQ_START_DIALING if leaving => self.refuse(asked, not_loaded(), scene),
            MessageType::REQ_START_DIALING if status == GroupStatus::RUNNING => {
                let already = refusal(CmError::CAMPAIGN_ALREADY_STARTED, "is already started");
                self.refuse(asked, already, scene);
            }
            MessageType::REQ_START_DIALING => self.start(asked, pair, scene),
            MessageType::REQ_STOP_DIALING | MessageType::REQ_SET_DIALING_MODE
                if status != GroupStatus::RUNNING =>
            {
                let not_started = refusal(CmError::CAMPAIGN_NOT_STARTED, "is not started");
                self.refuse(asked, not_started, scene);
            }
            MessageType::REQ_STOP_DIALING => self.stop(asked, pair, scene),
            MessageType::REQ_SET_DIALING_MODE => self.set_mode(asked, pair, scene),
            _ => self.unload(asked, pair, scene),
        }
    }

    fn load(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) {
        let Some(asked) = self.take_plan(asked, pair, scene) else { return };
        self.set_status(pair, GroupStatus::ACTIVE, scene);
        self.answer_with_group(asked, MessageType::EV_CAMPAIGN_LOADED, pair, scene);
        self.notify(pair, scene);
    }

    fn start(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) {
        let Some(asked) = self.take_plan(asked, pair, scene) else { return };
        self.run(pair, scene);
        self.answer_with_group(asked, MessageType::EV_DIALING_STARTED, pair, scene);
        self.notify(pair, scene);
    }

    fn stop(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) {
        self.halt(pair, scene);
        self.answer_with_group(asked, MessageType::EV_DIALING_STOPPED, pair, scene);
        self.notify(pair, scene);
    }

    fn set_mode(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) {
        let from = self.groups.get(&pair).map(|group| group.state.plan.mode());
        let to = asked.fields.dial_mode.filter(|mode| mode.0 != 0);
        if let (Some(from), Some(to)) = (from, to)
            && commdn::message::OpenEnum::name(to).is_some()
            && self.manners.licensed_modes.contains(&to.0)
            && !params::may_change(from, to)
        {
            let text = format!("A running campaign cannot change from {from} to {to}");
            return self.refuse(asked, (CmError::INVALID_CAMPAIGN_MODE, text), scene);
        }
        let Some(asked) = self.take_plan(asked, pair, scene) else { return };
        self.keep_group(pair, scene);
        self.answer_with_group(asked, MessageType::EV_DIALING_MODE_CHANGED, pair, scene);
        self.notify(pair, scene);
    }

    /// Unload, force-unload and complete: they differ in the answer and in what is waited for.
    fn unload(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) {
        let force = asked.message == MessageType::REQ_FORCE_UNLOAD_CAMPAIGN;
        let answer = match asked.message {
            MessageType::REQ_COMPLETE_CAMPAIGN => MessageType::EV_CAMPAIGN_STATUS,
            _ => MessageType::EV_CAMPAIGN_UNLOADED,
        };
        let changed = self.begin_unload(pair, force, scene);
        self.answer_with_group(asked, answer, pair, scene);
        if changed {
            self.notify(pair, scene);
            self.finish_unload_at_once(pair, scene);
        }
    }

    /// Take the dialling parameters of a request, or refuse it.
    fn take_plan(&mut self, asked: Asked, pair: Pair, scene: &mut Scene<'_>) -> Option<Asked> {
        let group = self.groups.get_mut(&pair)?;
        match params::read(&asked.fields, group.state.plan, &self.manners.licensed_modes) {
            Ok(plan) => {
                group.state.plan = plan;
                if let Some(priority) = asked.fields.dialing_priority {
                    group.priority = priority;
                    group.round = [0; 3];
                }
                Some(asked)
            }
            Err(refusal) => {
                self.refuse(asked, refusal, scene);
                None
            }
        }
    }

    /// Set a group running. It dials from now on, but not before the request is answered.
    pub(super) fn run(&mut self, pair: Pair, scene: &mut Scene<'_>) {
        let Some(group) = self.groups.get_mut(&pair) else { return };
        group.run += 1;
        group.told_depleted = false;
        group.state.dials = 0;
        group.state.contacts = 0;
        self.timers.set(scene.now, Timer::Pace { pair, run: group.run });
        self.set_status(pair, GroupStatus::RUNNING, scene);
    }

    /// Let a group dial no further; what is out stays out.
    pub(super) fn halt(&mut self, pair: Pair, scene: &mut Scene<'_>) {
        if let Some(group) = self.groups.get_mut(&pair) {
            group.run += 1;
        }
        self.set_status(pair, GroupStatus::ACTIVE, scene);
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
