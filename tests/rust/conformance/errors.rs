//! Conformance: every documented error, and how a user comes by it.
//!
//! One table; requests are sent as raw user data where the client's own checks would not let
//! them pass. Each row is run against both forms of the simulator.

use crate::common::{Client, FORMS, Form, connector, start, still};
use commdn::kvlist::KvList;
use commdn::message::{
    CmError, DialMode, Dialect, Envelope, MessageType, OptimizeBy, Request, Schedule, ScheduleItem,
};
use commdn_sim::Config;
use commdn_sim::config::Ocs;

/// A step before the request: it must succeed.
type Before = fn() -> Vec<Request>;
type Case = (&'static str, CmError, Before, fn() -> KvList);

fn nothing() -> Vec<Request> {
    Vec::new()
}

fn loaded() -> Vec<Request> {
    vec![load(1, 10)]
}

fn running() -> Vec<Request> {
    vec![load(1, 10), predictive(Request::start_dialing(1, 10))]
}

fn predictive(request: Request) -> Request {
    request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

fn load(campaign: i32, group: i32) -> Request {
    predictive(Request::load_campaign(campaign, group))
}

fn item(campaign: i32) -> ScheduleItem {
    ScheduleItem::new(campaign, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

fn sequence(message: MessageType, items: &[ScheduleItem]) -> Request {
    Request::of_sequence(message, Schedule::new(items), 10)
}

fn loaded_sequence() -> Vec<Request> {
    vec![sequence(MessageType::REQ_LOAD_CAMPAIGN, &[item(1), item(2)])]
}

fn running_sequence() -> Vec<Request> {
    let items = [item(1), item(2)];
    let mut steps = loaded_sequence();
    steps.push(sequence(MessageType::REQ_START_DIALING, &items));
    steps
}

/// User data of a valid request.
fn valid(request: &Request) -> KvList {
    request.to_list(Envelope::new(20, 101), &Dialect::DEFAULT).expect("the request is valid")
}

/// User data of a request that the client's own checks would refuse.
fn raw(message: MessageType, pairs: &[(&str, i32)]) -> KvList {
    let mut list = KvList::new();
    list.add_int("GSW_CM_MessageType", message.0).unwrap();
    list.add_int("GSW_CM_AttrOriginAppID", 20)
        .unwrap()
        .add_int("GSW_CM_AttrTargetAppID", 101)
        .unwrap();
    for (key, value) in pairs {
        list.add_int(*key, *value).unwrap();
    }
    list
}

/// User data of a record request with these texts.
fn record(message: MessageType, scope: &str, texts: &[(&str, &str)]) -> KvList {
    let mut inner = KvList::new();
    for (key, value) in texts {
        inner.add_string(*key, *value).unwrap();
    }
    let mut properties = KvList::new();
    properties.add_list(scope, &inner).unwrap();
    let mut list = raw(message, &[]);
    list.add_list("GSW_CM_AttrProperties", &properties).unwrap();
    list
}

fn dnc(texts: &[(&str, &str)]) -> KvList {
    record(MessageType::REQ_DO_NOT_CALL, "do_not_call", texts)
}

const CAMPAIGN: &str = "GSW_CM_AttrCampaignID";
const GROUP: &str = "GSW_CM_AttrGroupID";
const MODE: &str = "GSW_CM_AttrDialMode";
const METHOD: &str = "GSW_CM_AttrOptimizeBy";
const GOAL: &str = "GSW_CM_AttrOptimizeGoal";

const LOAD: MessageType = MessageType::REQ_LOAD_CAMPAIGN;
const SET_MODE: MessageType = MessageType::REQ_SET_DIALING_MODE;

fn set_mode(mode: i32, method: i32, goal: i32) -> KvList {
    raw(SET_MODE, &[(CAMPAIGN, 1), (GROUP, 10), (MODE, mode), (METHOD, method), (GOAL, goal)])
}

const LONG: &str = "12345678901234567890123456789012345678901234567890123456789012345";

const CASES: &[Case] = &[
    ("3: the campaign is not in the configuration", CmError::CAMPAIGN_NOT_FOUND, nothing, || {
        valid(&load(77, 10))
    }),
    (
        "3: a cancellation names a campaign that is not loaded",
        CmError::CAMPAIGN_NOT_FOUND,
        nothing,
        || valid(&Request::cancel_record().phone_as_is("1").campaign_name("Spring")),
    ),
    (
        "3: a cancellation names no campaign of the configuration",
        CmError::CAMPAIGN_NOT_FOUND,
        loaded,
        || valid(&Request::cancel_record().phone_as_is("1").campaign_name("Winter")),
    ),
    ("4: the campaign is not loaded", CmError::CAMPAIGN_NOT_LOADED, nothing, || {
        valid(&predictive(Request::start_dialing(1, 10)))
    }),
    ("5: the campaign is already loaded", CmError::CAMPAIGN_ALREADY_LOADED, loaded, || {
        valid(&load(1, 10))
    }),
    (
        "5: the sequence is already loaded",
        CmError::CAMPAIGN_ALREADY_LOADED,
        loaded_sequence,
        || valid(&sequence(LOAD, &[item(1), item(2)])),
    ),
    (
        "5: a campaign of the sequence is already loaded",
        CmError::CAMPAIGN_ALREADY_LOADED,
        loaded,
        || valid(&sequence(LOAD, &[item(1), item(2)])),
    ),
    (
        "6: parameters of a campaign that has not started",
        CmError::CAMPAIGN_NOT_STARTED,
        loaded,
        || set_mode(2, 1, 80),
    ),
    (
        "6: a sequence that has not started is stopped",
        CmError::CAMPAIGN_NOT_STARTED,
        loaded_sequence,
        || valid(&sequence(MessageType::REQ_STOP_DIALING, &[item(1), item(2)])),
    ),
    ("7: the campaign is already started", CmError::CAMPAIGN_ALREADY_STARTED, running, || {
        valid(&predictive(Request::start_dialing(1, 10)))
    }),
    (
        "7: the sequence is already started",
        CmError::CAMPAIGN_ALREADY_STARTED,
        running_sequence,
        || valid(&sequence(MessageType::REQ_START_DIALING, &[item(1), item(2)])),
    ),
    ("8: the group is not in the configuration", CmError::GROUP_NOT_FOUND, nothing, || {
        valid(&load(1, 77))
    }),
    (
        "8: the sequence's group is not in the configuration",
        CmError::GROUP_NOT_FOUND,
        nothing,
        || valid(&Request::of_sequence(LOAD, Schedule::new([item(1)]), 77)),
    ),
    (
        "9: the campaign is not configured for the group",
        CmError::GROUP_CAMP_NOT_FOUND,
        nothing,
        || valid(&load(2, 11)),
    ),
    ("9: the campaign is configured for no group", CmError::GROUP_CAMP_NOT_FOUND, nothing, || {
        valid(&load(3, 10))
    }),
    ("10: an unknown dialing mode", CmError::INVALID_PARAMETER, running, || set_mode(99, 1, 80)),
    ("10: an unknown optimization method", CmError::INVALID_PARAMETER, running, || {
        set_mode(1, 99, 80)
    }),
    ("10: a goal over 100 percent", CmError::INVALID_PARAMETER, running, || set_mode(1, 1, 101)),
    ("10: a negative goal", CmError::INVALID_PARAMETER, running, || set_mode(1, 3, -1)),
    ("10: no dialing mode", CmError::INVALID_PARAMETER, nothing, || {
        raw(LOAD, &[(CAMPAIGN, 1), (GROUP, 10)])
    }),
    ("10: no optimization method", CmError::INVALID_PARAMETER, nothing, || {
        raw(LOAD, &[(CAMPAIGN, 1), (GROUP, 10), (MODE, 1)])
    }),
    ("10: no goal", CmError::INVALID_PARAMETER, nothing, || {
        raw(LOAD, &[(CAMPAIGN, 1), (GROUP, 10), (MODE, 1), (METHOD, 1)])
    }),
    ("10: neither phone nor customer id", CmError::INVALID_PARAMETER, nothing, || {
        dnc(&[("GSW_CHAIN_ATTR", "AllChain")])
    }),
    ("10: no list do_not_call", CmError::INVALID_PARAMETER, nothing, || {
        raw(MessageType::REQ_DO_NOT_CALL, &[])
    }),
    ("10: the other request's list", CmError::INVALID_PARAMETER, nothing, || {
        record(MessageType::REQ_DO_NOT_CALL, "cancel_record", &[("GSW_PHONE", "1")])
    }),
    ("10: a phone with letters", CmError::INVALID_PARAMETER, nothing, || {
        dnc(&[("GSW_PHONE", "555-CALL")])
    }),
    ("10: a phone without a digit", CmError::INVALID_PARAMETER, nothing, || {
        dnc(&[("GSW_PHONE", "+-()")])
    }),
    ("10: an empty phone", CmError::INVALID_PARAMETER, nothing, || dnc(&[("GSW_PHONE", "")])),
    ("10: a phone of 65 bytes", CmError::INVALID_PARAMETER, nothing, || {
        dnc(&[("GSW_PHONE", LONG)])
    }),
    ("10: a customer id of 65 bytes", CmError::INVALID_PARAMETER, nothing, || {
        dnc(&[("GSW_CUSTOMER_ID", LONG)])
    }),
    ("10: a chain attribute of no meaning", CmError::INVALID_PARAMETER, nothing, || {
        dnc(&[("GSW_PHONE", "1"), ("GSW_CHAIN_ATTR", "SomeChain")])
    }),
    ("10: a cancellation without a phone", CmError::INVALID_PARAMETER, nothing, || {
        record(MessageType::REQ_CANCEL_RECORD, "cancel_record", &[("GSW_CUSTOMER_ID", "C-1001")])
    }),
    ("10: a request that OCS does not process", CmError::INVALID_PARAMETER, nothing, || {
        raw(MessageType::REQ_REGISTER_CLIENT, &[(CAMPAIGN, 1), (GROUP, 10)])
    }),
    ("10: a number that is no message", CmError::INVALID_PARAMETER, nothing, || {
        raw(MessageType(4711), &[])
    }),
    (
        "11: a running campaign changes to calls of another kind",
        CmError::INVALID_CAMPAIGN_MODE,
        running,
        || set_mode(9, 1, 80),
    ),
    ("12: campaign 0 without a schedule", CmError::INVALID_CAMPAIGN_SCHEDULE, nothing, || {
        raw(LOAD, &[(CAMPAIGN, 0), (GROUP, 10)])
    }),
    (
        "12: an item's campaign is not in the configuration",
        CmError::INVALID_CAMPAIGN_SCHEDULE,
        nothing,
        || valid(&sequence(LOAD, &[item(1), item(77)])),
    ),
    ("12: an item's dialing mode is unknown", CmError::INVALID_CAMPAIGN_SCHEDULE, nothing, || {
        valid(&sequence(LOAD, &[ScheduleItem::new(1, DialMode(99), OptimizeBy::BUSY_FACTOR, 80)]))
    }),
    ("13: the sequence is not loaded", CmError::CAMPAIGN_SCHEDULE_NOT_FOUND, nothing, || {
        valid(&sequence(MessageType::REQ_START_DIALING, &[item(1)]))
    }),
    (
        "13: the group's sequence is another one",
        CmError::CAMPAIGN_SCHEDULE_NOT_FOUND,
        loaded_sequence,
        || valid(&sequence(MessageType::REQ_START_DIALING, &[item(2), item(1)])),
    ),
    (
        "14: a running sequence changes to an unknown mode",
        CmError::INVALID_CAMPAIGN_SCHEDULE_MODE,
        running_sequence,
        || {
            let bad = ScheduleItem::new(1, DialMode(99), OptimizeBy::BUSY_FACTOR, 80);
            valid(&sequence(SET_MODE, &[bad, item(2)]))
        },
    ),
    (
        "14: a running sequence changes to calls of another kind",
        CmError::INVALID_CAMPAIGN_SCHEDULE_MODE,
        running_sequence,
        || {
            let other = ScheduleItem::new(1, DialMode::PROGRESS_GVP, OptimizeBy::BUSY_FACTOR, 80);
            valid(&sequence(SET_MODE, &[other, item(2)]))
        },
    ),
    ("15: the dialing mode is not licensed", CmError::LICENSE_VIOLATION, nothing, || {
        valid(&Request::load_campaign(1, 10).dialing(
            DialMode::POWER_GVP,
            OptimizeBy::BUSY_FACTOR,
            80,
        ))
    }),
    ("15: an item's dialing mode is not licensed", CmError::LICENSE_VIOLATION, nothing, || {
        valid(&sequence(
            LOAD,
            &[ScheduleItem::new(1, DialMode::POWER_GVP, OptimizeBy::BUSY_FACTOR, 80)],
        ))
    }),
    ("16: the group is configured for another OCS", CmError::WRONG_CONFIGURATION, nothing, || {
        valid(&load(1, 11))
    }),
    ("17: the campaign is part of a sequence", CmError::PART_OF_SEQUENCE, loaded_sequence, || {
        valid(&predictive(Request::start_dialing(1, 10)))
    }),
];

/// The demo contact centre; in the row about it, group 11 belongs to a second OCS.
fn centre(error: CmError) -> Config {
    let mut config = still();
    if error == CmError::WRONG_CONFIGURATION {
        config.ocs[0].groups = Some(vec![10]);
        let mut second = Ocs::new(102, "OCS_2", [20]);
        second.groups = Some(vec![11]);
        config.ocs.push(second);
    }
    config
}

fn check((name, error, before, request): Case, form: Form) -> Result<(), String> {
    let simulator = start(centre(error));
    let mut client = Client::connect(&*connector(&simulator, form), "8001");
    for step in before() {
        let answer = client.call(&step);
        assert!(!answer.is_refusal(), "{name}: {answer:?}");
    }
    let before = simulator.control().snapshot().ocs;
    client.send_list(&request());
    let answer = client.next_answer();
    let got = (answer.message_type(), answer.error());
    if got != (MessageType::EV_ERROR, Some(error)) {
        return Err(format!("{form:?}: {name}: answered with {got:?}"));
    }
    if answer.error_message().is_none_or(|text| text.is_empty()) {
        return Err(format!("{form:?}: {name}: the error has no text"));
    }
    let after = simulator.control().snapshot().ocs;
    let states = |ocs: &[commdn_sim::engine::OcsView]| {
        ocs.iter()
            .map(|o| (o.groups.clone(), o.sequences.clone(), o.do_not_call))
            .collect::<Vec<_>>()
    };
    if states(&before) != states(&after) {
        return Err(format!("{form:?}: {name}: something changed"));
    }
    Ok(())
}

#[test]
fn every_error_is_reached_as_the_table_says_and_changes_nothing() {
    let cases = FORMS.iter().flat_map(|form| CASES.iter().map(move |case| check(*case, *form)));
    let failed: Vec<String> = cases.filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_table_has_every_error_from_3_to_17() {
    for number in 3..=17 {
        let rows = CASES.iter().filter(|(name, error, _, _)| {
            *error == CmError(number) && name.starts_with(&format!("{number}:"))
        });
        assert!(rows.count() > 0, "error {number} is missing");
    }
}
