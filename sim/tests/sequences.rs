//! Sequences on the virtual clock: start times, stop conditions, waits, and the status of each item.

mod common;

use std::time::Duration;

use commdn::message::{
    DialMode, Event, GroupStatus, MessageType, OptimizeBy, Request, Schedule, ScheduleItem,
};
use commdn_sim::{Config, Simulator};
use common::{Client, start, still};

const LOAD: MessageType = MessageType::REQ_LOAD_CAMPAIGN;
const START: MessageType = MessageType::REQ_START_DIALING;
const STOP: MessageType = MessageType::REQ_STOP_DIALING;
const UNLOAD: MessageType = MessageType::REQ_UNLOAD_CAMPAIGN;
const STATUS: MessageType = MessageType::REQ_GET_CAMPAIGN_STATUS;

const NOT_LOADED: GroupStatus = GroupStatus::NOT_LOADED;
const INACTIVE: GroupStatus = GroupStatus::INACTIVE;
const ACTIVE: GroupStatus = GroupStatus::ACTIVE;
const RUNNING: GroupStatus = GroupStatus::RUNNING;

/// Sixty dial attempts a minute, each answered after a second and over after another one.
fn centre() -> Config {
    let mut config = still();
    config.dialing.dials_per_minute = 60.0;
    config.dialing.dial_seconds = [1.0, 1.0];
    config.dialing.talk_seconds = [1.0, 1.0];
    config.dialing.outcomes.answer = 1e12;
    config
}

fn item(campaign: i32) -> ScheduleItem {
    ScheduleItem::new(campaign, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

fn ask(message: MessageType, schedule: &Schedule) -> Request {
    Request::of_sequence(message, schedule.clone(), 10)
}

fn statuses(event: &Event) -> Vec<GroupStatus> {
    let schedule = event.schedule().expect("the event has a schedule");
    schedule.items.iter().map(|item| item.status.expect("each item has a status")).collect()
}

struct Centre {
    simulator: Simulator,
    client: Client,
}

impl Centre {
    fn new() -> Self {
        let simulator = start(centre());
        let client = Client::connect(&*simulator.connector(), "8001");
        Self { simulator, client }
    }

    fn call(&mut self, message: MessageType, schedule: &Schedule) -> Event {
        let event = self.client.call(&ask(message, schedule));
        assert!(!event.is_refusal(), "{event:?}");
        assert_eq!((event.campaign(), event.group()), (Some(0), Some(10)));
        event
    }

    fn advance(&self, seconds: u64) {
        self.simulator.control().advance(Duration::from_secs(seconds));
    }

    fn status(&mut self, schedule: &Schedule) -> Vec<GroupStatus> {
        statuses(&self.call(STATUS, schedule))
    }

    fn dials(&self, campaign: i32) -> u32 {
        self.simulator.control().campaign_group(101, campaign, 10).unwrap().state.dials
    }
}

#[test]
fn items_wait_run_and_end_one_after_the_other() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1).stop_at_dials(10), item(2).stop_at_dials(5)]);
    let loaded = centre.call(LOAD, &schedule);
    assert_eq!(loaded.message_type(), MessageType::EV_CAMPAIGN_LOADED);
    assert_eq!(statuses(&loaded), [INACTIVE, INACTIVE]);
    let started = centre.call(START, &schedule);
    assert_eq!(started.message_type(), MessageType::EV_DIALING_STARTED);
    assert_eq!(statuses(&started), [RUNNING, INACTIVE]);
    centre.advance(5);
    assert_eq!(centre.status(&schedule), [RUNNING, INACTIVE]);
    centre.advance(7);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, RUNNING]);
    assert_eq!(centre.dials(1), 10);
    centre.client.events_until_now();
    centre.advance(60);
    assert_eq!(centre.dials(2), 5);
    // The last notification tells that nothing is left; then the sequence is not known any more.
    let told = centre.client.events_until_now();
    assert_eq!(statuses(told.last().unwrap()), [NOT_LOADED, NOT_LOADED]);
    let refused = centre.client.call(&ask(STATUS, &schedule));
    assert_eq!(refused.error().map(|error| error.0), Some(13));
}

#[test]
fn an_item_ends_after_its_contacts() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1).stop_at_contacts(7), item(2)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(60);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, RUNNING]);
    let contacts = centre.simulator.control().campaign_group(101, 1, 10).unwrap().state.contacts;
    // Calls that were under way when the seventh was answered come to their end too.
    assert!((7..=8).contains(&contacts), "{contacts}");
}

#[test]
fn an_item_ends_at_its_time() {
    let mut centre = Centre::new();
    let now = i32::try_from(common::still().clock.start).unwrap();
    let schedule = Schedule::new([item(1).stop_at_time(now + 100), item(2)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(99);
    assert_eq!(centre.status(&schedule), [RUNNING, INACTIVE]);
    centre.advance(10);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, RUNNING]);
}

#[test]
fn an_item_waits_before_it_starts() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1).stop_at_dials(1), item(2).sleep_before_next_start(30)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(10);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, INACTIVE]);
    centre.advance(29 * 60);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, INACTIVE]);
    centre.advance(60);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, RUNNING]);
}

#[test]
fn a_sequence_starts_at_its_start_time() {
    let mut centre = Centre::new();
    let now = i32::try_from(common::still().clock.start).unwrap();
    let schedule = Schedule::new([item(1)]).start_time(now + 600);
    centre.call(LOAD, &schedule);
    centre.advance(599);
    assert_eq!(centre.status(&schedule), [INACTIVE]);
    centre.advance(1);
    assert_eq!(centre.status(&schedule), [RUNNING]);
}

#[test]
fn a_start_before_the_start_time_waits_for_it() {
    let mut centre = Centre::new();
    let now = i32::try_from(common::still().clock.start).unwrap();
    let schedule = Schedule::new([item(1)]).start_time(now + 600);
    centre.call(LOAD, &schedule);
    assert_eq!(statuses(&centre.call(START, &schedule)), [INACTIVE]);
    centre.advance(600);
    assert_eq!(centre.status(&schedule), [RUNNING]);
}

#[test]
fn an_item_whose_records_are_used_up_ends() {
    let mut config = centre();
    config.list[2].generate.as_mut().unwrap().count = 3;
    let simulator = start(config);
    let client = Client::connect(&*simulator.connector(), "8001");
    let mut centre = Centre { simulator, client };
    let schedule = Schedule::new([item(2), item(1)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(30);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, RUNNING]);
}

#[test]
fn a_sequence_is_stopped_goes_on_and_counts_on() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1).stop_at_dials(20), item(2)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(5);
    let stopped = centre.call(STOP, &schedule);
    assert_eq!(stopped.message_type(), MessageType::EV_DIALING_STOPPED);
    assert_eq!(statuses(&stopped), [ACTIVE, INACTIVE]);
    let dials = centre.dials(1);
    centre.advance(60);
    assert_eq!(centre.dials(1), dials);
    assert_eq!(statuses(&centre.call(START, &schedule)), [RUNNING, INACTIVE]);
    centre.advance(60);
    assert_eq!(centre.dials(1), 20);
    assert_eq!(centre.status(&schedule), [NOT_LOADED, RUNNING]);
}

#[test]
fn a_sequence_is_unloaded_and_can_be_loaded_again() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1), item(2)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(5);
    let unloaded = centre.call(UNLOAD, &schedule);
    assert_eq!(unloaded.message_type(), MessageType::EV_CAMPAIGN_UNLOADED);
    assert_eq!(statuses(&unloaded)[0], GroupStatus::WAITING_UNLOAD);
    centre.advance(10);
    assert_eq!(centre.simulator.control().status(101, 1, 10), Some(NOT_LOADED));
    assert_eq!(statuses(&centre.call(LOAD, &schedule)), [INACTIVE, INACTIVE]);
}

#[test]
fn force_unload_of_a_sequence_does_not_wait() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1), item(2)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(5);
    centre.call(MessageType::REQ_FORCE_UNLOAD_CAMPAIGN, &schedule);
    assert_eq!(centre.simulator.control().status(101, 1, 10), Some(NOT_LOADED));
    assert_eq!(centre.simulator.control().status(101, 2, 10), Some(NOT_LOADED));
}

#[test]
fn the_modes_of_a_running_sequence_are_changed_for_all_items() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1), item(2)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    let new = |campaign| ScheduleItem::new(campaign, DialMode::PROGRESS, OptimizeBy::WAIT_TIME, 20);
    let changed = centre.call(MessageType::REQ_SET_DIALING_MODE, &Schedule::new([new(1), new(2)]));
    assert_eq!(changed.message_type(), MessageType::EV_DIALING_MODE_CHANGED);
    let modes: Vec<_> =
        changed.schedule().unwrap().items.iter().map(|item| item.dial_mode.unwrap()).collect();
    assert_eq!(modes, [DialMode::PROGRESS; 2]);
    let state = centre.simulator.control().campaign_group(101, 1, 10).unwrap().state;
    assert_eq!((state.plan.mode, state.plan.goal), (2, 20));
}

#[test]
fn a_campaign_may_stand_in_a_sequence_twice() {
    let mut centre = Centre::new();
    let schedule = Schedule::new([item(1).stop_at_dials(2), item(1).stop_at_dials(3)]);
    centre.call(LOAD, &schedule);
    centre.call(START, &schedule);
    centre.advance(60);
    assert_eq!(centre.simulator.control().status(101, 1, 10), Some(NOT_LOADED));
    assert_eq!(centre.dials(1), 3);
}
