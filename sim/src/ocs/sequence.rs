//! Requests about a sequence: campaign 0 and a schedule.
//!
//! A group has one sequence at a time. It is found again by its group and the campaigns of
//! its items. How it proceeds from item to item is `sequence_run.rs`.

use commdn::message::{
    CmError, Dbid, DialMode, GroupStatus, MessageType, OptimizeBy, Schedule, ScheduleItem,
};
use serde::{Deserialize, Serialize};

use super::context::OcsContext;
use super::group::{DialingPlan, Pair};
use super::incoming_request::{IncomingRequest, Refusal};
use super::{Ocs, params};

/// Where a sequence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Loaded and not started.
    Loaded,
    /// Started; the start time or the wait before an item is not over.
    Waiting,
    /// An item runs, or is being unloaded before the next one.
    Running,
    /// Stopped by a request; the item is loaded.
    Stopped,
    /// On its way out.
    Unloading,
}

/// A sequence.
#[derive(Debug)]
pub(crate) struct Sequence {
    pub group: Dbid,
    pub schedule: Schedule,
    pub current: usize,
    pub phase: Phase,
    /// Tells sequences of a group apart.
    pub serial: u64,
    /// Counts waits and items: a timer of an earlier one means nothing.
    pub turn: u64,
}

/// What a restart must find of a sequence: numbers as they stand in the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SequenceState {
    pub description: Option<String>,
    pub start_time: Option<i32>,
    pub items: Vec<[Option<i32>; 8]>,
    pub current: usize,
    pub phase: Phase,
}

impl Sequence {
    pub fn item(&self) -> Option<&ScheduleItem> {
        self.schedule.items.get(self.current)
    }

    /// The campaign group of the present item.
    pub fn pair(&self) -> Option<Pair> {
        Some(Pair { campaign: self.item()?.campaign?, group: self.group })
    }

    fn is_same(&self, schedule: &Schedule) -> bool {
        let campaigns = |schedule: &Schedule| {
            schedule.items.iter().map(|item| item.campaign).collect::<Vec<_>>()
        };
        campaigns(&self.schedule) == campaigns(schedule)
    }

    pub fn state(&self) -> SequenceState {
        let items = self.schedule.items.iter().map(|item| {
            [
                item.stop_at_time,
                item.stop_at_contacts,
                item.stop_at_dials,
                item.sleep_before_next_start,
                item.campaign,
                item.dial_mode.map(i32::from),
                item.optimize_by.map(i32::from),
                item.optimize_goal,
            ]
        });
        SequenceState {
            description: self.schedule.description.clone(),
            start_time: self.schedule.start_time,
            items: items.collect(),
            current: self.current,
            phase: self.phase,
        }
    }

    pub fn restored(group: Dbid, serial: u64, state: SequenceState) -> Self {
        let items = state.items.into_iter().map(|numbers| {
            let [time, contacts, dials, sleep, campaign, mode, method, goal] = numbers;
            let mut item = ScheduleItem::default();
            item.stop_at_time = time;
            item.stop_at_contacts = contacts;
            item.stop_at_dials = dials;
            item.sleep_before_next_start = sleep;
            item.campaign = campaign;
            item.dial_mode = mode.map(DialMode);
            item.optimize_by = method.map(OptimizeBy);
            item.optimize_goal = goal;
            item
        });
        let mut schedule = Schedule::new(items.collect::<Vec<_>>());
        schedule.description = state.description;
        schedule.start_time = state.start_time;
        Self { group, schedule, current: state.current, phase: state.phase, serial, turn: 0 }
    }
}

impl Ocs {
    pub(super) fn handle_sequence_request(
        &mut self,
        request: IncomingRequest,
        context: &mut OcsContext<'_>,
    ) {
        let group = request.fields.group.unwrap_or(0);
        if let Err(refusal) = self.check_group(group) {
            return self.refuse(request, refusal, context);
        }
        let Some(schedule) = request.fields.schedule.clone() else {
            // The chapter: a status request for campaign 0 is answered with the sequence's status.
            if request.message == MessageType::REQ_GET_CAMPAIGN_STATUS
                && let Some(sequence) = self.sequences.get(&group)
            {
                let told = self.schedule_with_status(sequence);
                return self.answer_with_schedule(
                    request,
                    MessageType::EV_CAMPAIGN_STATUS,
                    told,
                    context,
                );
            }
            let refusal = invalid("Campaign 0 needs the list campaign_schedule");
            return self.refuse(request, refusal, context);
        };
        if request.message == MessageType::REQ_LOAD_CAMPAIGN {
            return self.load_sequence(request, group, schedule, context);
        }
        if request.message == MessageType::REQ_COMPLETE_CAMPAIGN {
            return self.refuse(request, invalid("A sequence cannot be completed"), context);
        }
        if !self.sequences.get(&group).is_some_and(|sequence| sequence.is_same(&schedule)) {
            let text = format!("This sequence is not among those of group {group}");
            return self.refuse(request, (CmError::CAMPAIGN_SCHEDULE_NOT_FOUND, text), context);
        }
        self.handle_loaded_sequence_request(request, group, schedule, context);
    }

    fn handle_loaded_sequence_request(
        &mut self,
        request: IncomingRequest,
        group: Dbid,
        schedule: Schedule,
        context: &mut OcsContext<'_>,
    ) {
        let Some(phase) = self.sequences.get(&group).map(|sequence| sequence.phase) else { return };
        let started = matches!(phase, Phase::Waiting | Phase::Running);
        let not_started = || {
            (CmError::CAMPAIGN_NOT_STARTED, format!("The sequence of group {group} is not started"))
        };
        let answer = match request.message {
            MessageType::REQ_GET_CAMPAIGN_STATUS => MessageType::EV_CAMPAIGN_STATUS,
            MessageType::REQ_START_DIALING if started => {
                let text = format!("The sequence of group {group} is already started");
                return self.refuse(request, (CmError::CAMPAIGN_ALREADY_STARTED, text), context);
            }
            MessageType::REQ_START_DIALING if phase == Phase::Unloading => {
                let text = format!("The sequence of group {group} is being unloaded");
                let refusal = (CmError::INVALID_CAMPAIGN_SCHEDULE_MODE, text);
                return self.refuse(request, refusal, context);
            }
            MessageType::REQ_START_DIALING => MessageType::EV_DIALING_STARTED,
            MessageType::REQ_STOP_DIALING if !started => {
                return self.refuse(request, not_started(), context);
            }
            MessageType::REQ_STOP_DIALING => MessageType::EV_DIALING_STOPPED,
            MessageType::REQ_SET_DIALING_MODE if !started => {
                return self.refuse(request, not_started(), context);
            }
            MessageType::REQ_SET_DIALING_MODE => {
                if let Err(refusal) = self.change_sequence_mode(group, &request, &schedule, context)
                {
                    return self.refuse(request, refusal, context);
                }
                MessageType::EV_DIALING_MODE_CHANGED
            }
            _ => MessageType::EV_CAMPAIGN_UNLOADED,
        };
        let message = request.message;
        // The answer tells what the request led to, and comes before what that leads to.
        let held = context.outgoing.len();
        self.act_on_sequence(message, group, context);
        let told = match self.sequences.get(&group) {
            Some(sequence) => self.schedule_with_status(sequence),
            None => with_status(schedule, GroupStatus::NOT_LOADED),
        };
        self.answer_with_schedule(request, answer, told, context);
        context.outgoing.get_mut(held..).unwrap_or_default().rotate_right(1);
    }

    fn act_on_sequence(&mut self, message: MessageType, group: Dbid, context: &mut OcsContext<'_>) {
        match message {
            MessageType::REQ_START_DIALING => self.start_sequence(group, context),
            MessageType::REQ_STOP_DIALING => self.stop_sequence(group, context),
            MessageType::REQ_UNLOAD_CAMPAIGN => self.unload_sequence(group, false, context),
            MessageType::REQ_FORCE_UNLOAD_CAMPAIGN => self.unload_sequence(group, true, context),
            _ => {}
        }
    }

    pub(super) fn answer_with_schedule(
        &self,
        request: IncomingRequest,
        message: MessageType,
        schedule: Schedule,
        context: &mut OcsContext<'_>,
    ) {
        self.answer(request, message, context, |fields| {
            fields.campaign = Some(0);
            fields.schedule = Some(schedule);
        });
    }

    fn load_sequence(
        &mut self,
        request: IncomingRequest,
        group: Dbid,
        schedule: Schedule,
        context: &mut OcsContext<'_>,
    ) {
        if let Err(refusal) = self.check_schedule(group, &schedule) {
            return self.refuse(request, refusal, context);
        }
        let serial = self.next_serial();
        let phase = Phase::Loaded;
        let sequence = Sequence { group, schedule, current: 0, phase, serial, turn: 0 };
        self.take_in(sequence, context);
        let Some(sequence) = self.sequences.get(&group) else { return };
        let told = self.schedule_with_status(sequence);
        self.answer_with_schedule(request, MessageType::EV_CAMPAIGN_LOADED, told.clone(), context);
        self.notify_schedule(group, told, context);
    }

    fn check_schedule(&self, group: Dbid, schedule: &Schedule) -> Result<(), Refusal> {
        let already = |text: String| Err((CmError::CAMPAIGN_ALREADY_LOADED, text));
        if self.sequences.contains_key(&group) {
            return already(format!("Group {group} has a sequence already"));
        }
        if schedule.items.is_empty() {
            return Err(invalid("The sequence has no item"));
        }
        let announced = schedule.announced_items.and_then(|number| usize::try_from(number).ok());
        if schedule.announced_items.is_some() && announced != Some(schedule.items.len()) {
            return Err(invalid("nItems is not the number of items"));
        }
        for (number, item) in (1..).zip(&schedule.items) {
            self.check_item(group, number, item)?;
        }
        for item in &schedule.items {
            let pair = Pair { campaign: item.campaign.unwrap_or(0), group };
            if self.groups.get(&pair).is_some_and(super::CampaignGroup::is_loaded) {
                return already(format!(
                    "Campaign {} of group {group} is already loaded",
                    pair.campaign
                ));
            }
        }
        Ok(())
    }

    fn check_item(&self, group: Dbid, number: usize, item: &ScheduleItem) -> Result<(), Refusal> {
        let wrong = |text: String| invalid(&format!("scheduleItem-{number}: {text}"));
        let campaign = item.campaign.unwrap_or(0);
        self.catalog.check(Pair { campaign, group }).map_err(|(_, text)| wrong(text))?;
        let times = [
            item.stop_at_time,
            item.stop_at_contacts,
            item.stop_at_dials,
            item.sleep_before_next_start,
        ];
        if times.iter().flatten().any(|value| *value < 0) {
            return Err(wrong("a stop condition or wait is negative".to_owned()));
        }
        let plan = self.item_plan(group, item);
        let checked = params::check(
            plan.mode(),
            plan.optimize_by(),
            plan.goal,
            &self.behaviour.licensed_modes,
        );
        checked.map_err(|(error, text)| match error {
            CmError::LICENSE_VIOLATION => (error, text),
            _ => wrong(text),
        })
    }

    /// How an item dials; what it leaves open is as its group does.
    pub(super) fn item_plan(&self, group: Dbid, item: &ScheduleItem) -> DialingPlan {
        let usual: DialingPlan = self.catalog.dialing(group).default_mode.into();
        let given = |number: Option<i32>, usual: i32| number.filter(|n| *n != 0).unwrap_or(usual);
        DialingPlan {
            mode: given(item.dial_mode.map(i32::from), usual.mode),
            optimize_by: given(item.optimize_by.map(i32::from), usual.optimize_by),
            goal: item.optimize_goal.unwrap_or(usual.goal),
            auto_completion: false,
        }
    }

    /// Change how the items dial: by the schedule's items, or all of them by the request's own parameters.
    fn change_sequence_mode(
        &mut self,
        group: Dbid,
        request: &IncomingRequest,
        schedule: &Schedule,
        context: &mut OcsContext<'_>,
    ) -> Result<(), Refusal> {
        let refused = |text: String| (CmError::INVALID_CAMPAIGN_SCHEDULE_MODE, text);
        let mut items = schedule.items.clone();
        for item in &mut items {
            let fields = &request.fields;
            item.dial_mode = fields.dial_mode.filter(|mode| mode.0 != 0).or(item.dial_mode);
            item.optimize_by = fields.optimize_by.filter(|by| by.0 != 0).or(item.optimize_by);
            item.optimize_goal = fields.optimize_goal.or(item.optimize_goal);
            let plan = self.item_plan(group, item);
            let licensed = &self.behaviour.licensed_modes;
            params::check(plan.mode(), plan.optimize_by(), plan.goal, licensed).map_err(
                |(error, text)| match error {
                    CmError::LICENSE_VIOLATION => (error, text),
                    _ => refused(text),
                },
            )?;
        }
        let Some(sequence) = self.sequences.get(&group) else { return Ok(()) };
        let (pair, current) = (sequence.pair(), items.get(sequence.current));
        if let (Some(pair), Some(item)) = (pair, current) {
            let plan = self.item_plan(group, item);
            if let Some(state) = self.groups.get_mut(&pair) {
                let from = state.state.plan.mode();
                if state.status() == GroupStatus::RUNNING && !params::may_change(from, plan.mode())
                {
                    let text =
                        format!("A running item cannot change from {from} to {}", plan.mode());
                    return Err(refused(text));
                }
                state.state.plan = plan;
            }
            self.keep_group(pair, context);
        }
        if let Some(sequence) = self.sequences.get_mut(&group) {
            for (own, new) in sequence.schedule.items.iter_mut().zip(items) {
                own.dial_mode = new.dial_mode;
                own.optimize_by = new.optimize_by;
                own.optimize_goal = new.optimize_goal;
            }
        }
        self.keep_sequence(group, context);
        self.notify_sequence(group, context);
        Ok(())
    }
}

fn invalid(text: &str) -> Refusal {
    (CmError::INVALID_CAMPAIGN_SCHEDULE, text.to_owned())
}

/// A schedule whose items all have that status.
pub(super) fn with_status(mut schedule: Schedule, status: GroupStatus) -> Schedule {
    for item in &mut schedule.items {
        item.status = Some(status);
    }
    schedule
}
