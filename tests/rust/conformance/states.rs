//! Conformance: every request in every state, with its answer and the state after it.
//!
//! One table; each row is one case, run against both forms of the simulator.

use std::time::Duration;

use crate::common::{Client, FORMS, Form, connector, start, still};
use commdn::message::{
    CmError, DialMode, GroupStatus, MessageType, OptimizeBy, Request, Schedule, ScheduleItem,
};
use commdn_sim::{Config, Simulator};

/// What a request is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Told(MessageType),
    Refused(CmError),
}

use Answer::{Refused, Told};

const NOT_LOADED: GroupStatus = GroupStatus::NOT_LOADED;
const WAITING: GroupStatus = GroupStatus::WAITING_UNLOAD;
const UNLOADING: GroupStatus = GroupStatus::UNLOAD_IN_PROGRESS;
const INACTIVE: GroupStatus = GroupStatus::INACTIVE;
const ACTIVE: GroupStatus = GroupStatus::ACTIVE;
const RUNNING: GroupStatus = GroupStatus::RUNNING;

/// State before, request, answer, state after.
type Case = (GroupStatus, MessageType, Answer, GroupStatus);

const LOAD: MessageType = MessageType::REQ_LOAD_CAMPAIGN;
const UNLOAD: MessageType = MessageType::REQ_UNLOAD_CAMPAIGN;
const FORCE: MessageType = MessageType::REQ_FORCE_UNLOAD_CAMPAIGN;
const START: MessageType = MessageType::REQ_START_DIALING;
const STOP: MessageType = MessageType::REQ_STOP_DIALING;
const MODE: MessageType = MessageType::REQ_SET_DIALING_MODE;
const STATUS: MessageType = MessageType::REQ_GET_CAMPAIGN_STATUS;
const COMPLETE: MessageType = MessageType::REQ_COMPLETE_CAMPAIGN;
const CANCEL: MessageType = MessageType::REQ_CANCEL_RECORD;
const DNC: MessageType = MessageType::REQ_DO_NOT_CALL;

const TOLD_STATUS: Answer = Told(MessageType::EV_CAMPAIGN_STATUS);
const UNLOADED: Answer = Told(MessageType::EV_CAMPAIGN_UNLOADED);
const CANCELED: Answer = Told(MessageType::EV_RECORD_CANCELED);
const PROCESSED: Answer = Told(MessageType::EV_DO_NOT_CALL_PROCESSED);
const NO_CAMPAIGN: Answer = Refused(CmError::CAMPAIGN_NOT_LOADED);
const ALREADY_LOADED: Answer = Refused(CmError::CAMPAIGN_ALREADY_LOADED);
const NOT_STARTED: Answer = Refused(CmError::CAMPAIGN_NOT_STARTED);
const IN_SEQUENCE: Answer = Refused(CmError::PART_OF_SEQUENCE);

const CASES: &[Case] = &[
    (NOT_LOADED, LOAD, Told(MessageType::EV_CAMPAIGN_LOADED), ACTIVE),
    (NOT_LOADED, START, NO_CAMPAIGN, NOT_LOADED),
    (NOT_LOADED, STOP, NO_CAMPAIGN, NOT_LOADED),
    (NOT_LOADED, MODE, NO_CAMPAIGN, NOT_LOADED),
    (NOT_LOADED, UNLOAD, NO_CAMPAIGN, NOT_LOADED),
    (NOT_LOADED, FORCE, NO_CAMPAIGN, NOT_LOADED),
    (NOT_LOADED, COMPLETE, NO_CAMPAIGN, NOT_LOADED),
    (NOT_LOADED, STATUS, TOLD_STATUS, NOT_LOADED),
    (NOT_LOADED, CANCEL, CANCELED, NOT_LOADED),
    (NOT_LOADED, DNC, PROCESSED, NOT_LOADED),
    (ACTIVE, LOAD, ALREADY_LOADED, ACTIVE),
    (ACTIVE, START, Told(MessageType::EV_DIALING_STARTED), RUNNING),
    (ACTIVE, STOP, NOT_STARTED, ACTIVE),
    (ACTIVE, MODE, NOT_STARTED, ACTIVE),
    (ACTIVE, UNLOAD, UNLOADED, UNLOADING),
    (ACTIVE, FORCE, UNLOADED, UNLOADING),
    (ACTIVE, COMPLETE, TOLD_STATUS, UNLOADING),
    (ACTIVE, STATUS, TOLD_STATUS, ACTIVE),
    (ACTIVE, CANCEL, CANCELED, ACTIVE),
    (ACTIVE, DNC, PROCESSED, ACTIVE),
    (RUNNING, LOAD, ALREADY_LOADED, RUNNING),
    (RUNNING, START, Refused(CmError::CAMPAIGN_ALREADY_STARTED), RUNNING),
    (RUNNING, STOP, Told(MessageType::EV_DIALING_STOPPED), ACTIVE),
    (RUNNING, MODE, Told(MessageType::EV_DIALING_MODE_CHANGED), RUNNING),
    (RUNNING, UNLOAD, UNLOADED, WAITING),
    (RUNNING, FORCE, UNLOADED, UNLOADING),
    (RUNNING, COMPLETE, TOLD_STATUS, WAITING),
    (RUNNING, STATUS, TOLD_STATUS, RUNNING),
    (RUNNING, CANCEL, CANCELED, RUNNING),
    (RUNNING, DNC, PROCESSED, RUNNING),
    (WAITING, LOAD, ALREADY_LOADED, WAITING),
    (WAITING, START, NO_CAMPAIGN, WAITING),
    (WAITING, STOP, NOT_STARTED, WAITING),
    (WAITING, MODE, NOT_STARTED, WAITING),
    (WAITING, UNLOAD, UNLOADED, WAITING),
    (WAITING, FORCE, UNLOADED, UNLOADING),
    (WAITING, COMPLETE, TOLD_STATUS, WAITING),
    (WAITING, STATUS, TOLD_STATUS, WAITING),
    (WAITING, CANCEL, CANCELED, WAITING),
    (WAITING, DNC, PROCESSED, WAITING),
    (UNLOADING, LOAD, ALREADY_LOADED, UNLOADING),
    (UNLOADING, START, NO_CAMPAIGN, UNLOADING),
    (UNLOADING, STOP, NOT_STARTED, UNLOADING),
    (UNLOADING, MODE, NOT_STARTED, UNLOADING),
    (UNLOADING, UNLOAD, UNLOADED, UNLOADING),
    (UNLOADING, FORCE, UNLOADED, UNLOADING),
    (UNLOADING, COMPLETE, TOLD_STATUS, UNLOADING),
    (UNLOADING, STATUS, TOLD_STATUS, UNLOADING),
    (UNLOADING, CANCEL, CANCELED, UNLOADING),
    (UNLOADING, DNC, PROCESSED, UNLOADING),
    (INACTIVE, LOAD, IN_SEQUENCE, INACTIVE),
    (INACTIVE, START, IN_SEQUENCE, INACTIVE),
    (INACTIVE, STOP, IN_SEQUENCE, INACTIVE),
    (INACTIVE, MODE, IN_SEQUENCE, INACTIVE),
    (INACTIVE, UNLOAD, IN_SEQUENCE, INACTIVE),
    (INACTIVE, FORCE, IN_SEQUENCE, INACTIVE),
    (INACTIVE, COMPLETE, IN_SEQUENCE, INACTIVE),
    (INACTIVE, STATUS, TOLD_STATUS, INACTIVE),
    (INACTIVE, CANCEL, CANCELED, INACTIVE),
    (INACTIVE, DNC, PROCESSED, INACTIVE),
];

/// Calls are answered and take ten minutes, unloading takes one: every state lasts.
fn centre() -> Config {
    let mut config = still();
    config.dialing.dial_seconds = [1.0, 1.0];
    config.dialing.talk_seconds = [600.0, 600.0];
    config.dialing.unload_seconds = 60.0;
    config.dialing.outcomes.answer = 1e9;
    config
}

fn request(message: MessageType) -> Request {
    let request = match message {
        DNC => Request::do_not_call(),
        CANCEL => Request::cancel_record(),
        other => Request::new(other).campaign(1).group(10),
    };
    match message {
        LOAD | START | MODE => request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80),
        DNC | CANCEL => request.phone("5551000007"),
        _ => request,
    }
}

/// Bring campaign 1 of group 10 into a state.
fn reach(state: GroupStatus, client: &mut Client, simulator: &Simulator) {
    let mut told = |message| {
        let answer = client.call(&request(message));
        assert!(!answer.is_refusal(), "{message}: {answer:?}");
    };
    match state {
        NOT_LOADED => {}
        ACTIVE => told(LOAD),
        UNLOADING => {
            told(LOAD);
            told(UNLOAD);
        }
        RUNNING | WAITING => {
            told(LOAD);
            told(START);
            simulator.control().advance(Duration::from_secs(10));
            if state == WAITING {
                told(UNLOAD);
            }
        }
        _ => {
            let item = ScheduleItem::new(1, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
            let load = Request::of_sequence(LOAD, Schedule::new([item]), 10);
            assert_eq!(client.call(&load).message_type(), MessageType::EV_CAMPAIGN_LOADED);
        }
    }
    assert_eq!(simulator.control().status(101, 1, 10), Some(state));
}

fn check((before, message, expected, after): Case, form: Form) -> Result<(), String> {
    let name = format!("{form:?}: {message} in {before}");
    let simulator = start(centre());
    let mut client = Client::connect(&*connector(&simulator, form), "8001");
    reach(before, &mut client, &simulator);
    let event = client.call(&request(message));
    let got = match event.error() {
        Some(error) if event.message_type() == MessageType::EV_ERROR => Refused(error),
        _ => Told(event.message_type()),
    };
    if got != expected {
        return Err(format!("{name}: answered with {got:?}, not {expected:?}"));
    }
    let state = simulator.control().status(101, 1, 10);
    if state != Some(after) {
        return Err(format!("{name}: led to {state:?}, not {after:?}"));
    }
    let campaign = !matches!(message, DNC | CANCEL);
    if campaign && (event.campaign(), event.group()) != (Some(1), Some(10)) {
        return Err(format!("{name}: the answer does not name campaign and group"));
    }
    if campaign && !event.is_refusal() && event.status() != Some(after) {
        return Err(format!("{name}: the answer tells {:?}, not {after:?}", event.status()));
    }
    Ok(())
}

#[test]
fn every_request_in_every_state_is_answered_as_the_table_says() {
    let cases = FORMS.iter().flat_map(|form| CASES.iter().map(move |case| check(*case, *form)));
    let failed: Vec<String> = cases.filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_table_has_every_request_in_every_state() {
    let states = [NOT_LOADED, WAITING, UNLOADING, INACTIVE, ACTIVE, RUNNING];
    for spec in &commdn::message::spec::REQUESTS {
        for state in states {
            let rows = CASES.iter().filter(|(s, m, _, _)| (*s, *m) == (state, spec.request));
            assert_eq!(rows.count(), 1, "{} in {state}", spec.request);
        }
    }
}
