//! Dialling on the virtual clock: reproducible days, what is dialled, and what is not.

mod common;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use commdn::message::{
    Chain, DialMode, DialingPriority, GroupStatus, MessageType, OptimizeBy, PriorityRule, Request,
};
use commdn_sim::config::{Campaign, Dialing, GeneratedRecords, List, Outcomes, Record};
use commdn_sim::log::{LogEntry, LogEvent};
use commdn_sim::{Config, RecordStatus, Simulator};
use common::{Client, start, still};

const HOUR: Duration = Duration::from_secs(3_600);
const MINUTE: Duration = Duration::from_secs(60);

/// Campaign 1 of group 10 dials `lists` for ten agents, as a real centre would.
fn centre(lists: Vec<List>, dialing: Dialing) -> Config {
    let mut config = still();
    let names: Vec<&str> = lists.iter().map(|list| list.name.as_str()).collect();
    config.campaign = vec![Campaign::new(1, "Spring", &names), Campaign::new(2, "Autumn", &[])];
    config.group.retain(|group| group.dbid == 10);
    config.list = lists;
    config.dialing = dialing;
    config
}

fn only(outcome: impl FnOnce(&mut Outcomes)) -> Dialing {
    let mut outcomes = Outcomes::default();
    for weight in [
        &mut outcomes.answer,
        &mut outcomes.callback,
        &mut outcomes.no_answer,
        &mut outcomes.busy,
        &mut outcomes.machine,
        &mut outcomes.invalid,
    ] {
        *weight = 0.0;
    }
    outcome(&mut outcomes);
    let mut dialing = Dialing::default();
    dialing.outcomes = outcomes;
    dialing
}

fn with_mode(request: Request, mode: DialMode) -> Request {
    request.dialing(mode, OptimizeBy::BUSY_FACTOR, 80)
}

fn load() -> Request {
    with_mode(Request::load_campaign(1, 10), DialMode::PREDICT)
}

fn go() -> Request {
    with_mode(Request::start_dialing(1, 10), DialMode::PREDICT)
}

fn run(client: &mut Client) {
    assert_eq!(client.call(&load()).message_type(), MessageType::EV_CAMPAIGN_LOADED);
    assert_eq!(client.call(&go()).message_type(), MessageType::EV_DIALING_STARTED);
}

/// Everything that is logged from now on.
fn watch(simulator: &Simulator) -> Arc<Mutex<Vec<LogEntry>>> {
    let log = Arc::new(Mutex::new(Vec::new()));
    let own = Arc::clone(&log);
    let observer = move |entry: &LogEntry| own.lock().unwrap().push(entry.clone());
    simulator.control().observe(Some(Box::new(observer)));
    log
}

fn dialed(log: &Mutex<Vec<LogEntry>>) -> Vec<String> {
    let log = log.lock().unwrap();
    let phone = |entry: &LogEntry| match &entry.what {
        LogEvent::Dialed { phone, .. } => Some(phone.clone()),
        _ => None,
    };
    log.iter().filter_map(phone).collect()
}

fn records(simulator: &Simulator) -> BTreeMap<String, RecordStatus> {
    let all = simulator.control().records(101, None, usize::MAX);
    all.into_iter().map(|record| (record.phone, record.status)).collect()
}

#[test]
fn a_day_of_100_000_records_is_the_same_day_with_the_same_seed() {
    let day = |seed, hours| {
        let list = List::generated("all", GeneratedRecords::new(100_000, "5550000000"));
        let mut dialing = Dialing::default();
        dialing.dials_per_minute = 220.0;
        let mut config = centre(vec![list], dialing);
        config.group[0].agents = 200;
        config.seed = seed;
        let simulator = start(config);
        let log = watch(&simulator);
        let mut client = Client::connect(&*simulator.connector(), "8001");
        run(&mut client);
        for _ in 0..hours {
            simulator.control().advance(HOUR);
        }
        simulator.control().observe(None);
        let view = simulator.control().campaign_group(101, 1, 10).unwrap();
        // User data carries reference ids and addresses of this test's own requests, all the same.
        (std::mem::take(&mut *log.lock().unwrap()), view.state.dials)
    };
    let (first, dials) = day(7, 8);
    let (second, _) = day(7, 8);
    let (other, _) = day(8, 1);
    assert!(dials > 100_000, "only {dials} dial attempts in a day");
    assert!(first.len() > 200_000);
    assert!(first == second, "the same seed gave another day");
    assert!(first[..other.len()] != other, "another seed gave the same day");
}

#[test]
fn a_number_on_the_do_not_call_list_is_never_dialled_afterwards() {
    let list = List::generated("all", GeneratedRecords::new(200, "5550000000"));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.no_answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    run(&mut client);
    simulator.control().advance(MINUTE);
    let log = watch(&simulator);
    // One that was dialled already, one that is out, and one that was not yet dialled.
    let taken: Vec<String> = simulator
        .control()
        .records(101, None, 200)
        .into_iter()
        .filter(|record| record.attempts > 0)
        .map(|record| record.phone)
        .collect();
    let excluded = [taken[0].clone(), taken[taken.len() - 1].clone(), "5550000199".to_owned()];
    for phone in &excluded {
        let answer = client.call(&Request::do_not_call().phone(phone.clone()));
        assert_eq!(answer.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
    }
    simulator.control().advance(24 * HOUR);
    let dialed = dialed(&log);
    assert!(dialed.len() > 500, "{}", dialed.len());
    assert!(excluded.iter().all(|phone| !dialed.contains(phone)));
    let records = records(&simulator);
    assert!(excluded.iter().all(|phone| records[phone] == RecordStatus::DoNotCall));
}

#[test]
fn a_customer_on_the_do_not_call_list_is_never_dialled_on_any_phone() {
    let list = List::new(
        "all",
        [
            Record::new("5550001").customer_id("A"),
            Record::new("5550002").customer_id("A"),
            Record::new("5550003").customer_id("B"),
        ],
    );
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.no_answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    client.call(&Request::do_not_call().customer_id("A"));
    let log = watch(&simulator);
    run(&mut client);
    simulator.control().advance(24 * HOUR);
    assert_eq!(dialed(&log), ["5550003"; 3]);
}

#[test]
fn do_not_call_takes_the_chain_or_only_the_record() {
    for (chain, others) in
        [(Chain::AllChain, RecordStatus::DoNotCall), (Chain::RecordOnly, RecordStatus::Ready)]
    {
        let simulator = start(still());
        let mut client = Client::connect(&*simulator.connector(), "8001");
        client.call(&Request::do_not_call().phone("5550101").chain(chain));
        let records = records(&simulator);
        assert_eq!(records["5550101"], RecordStatus::DoNotCall);
        assert_eq!(records["5550100"], others);
        assert_eq!(records["5550102"], others);
        assert_eq!(records["5550110"], RecordStatus::Ready);
    }
}

#[test]
fn a_customer_who_was_reached_is_not_dialled_on_the_rest_of_the_chain() {
    let list = List::new("all", ["1", "2", "3"].map(|phone| Record::new(phone).chain(1)));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    let log = watch(&simulator);
    run(&mut client);
    simulator.control().advance(24 * HOUR);
    assert_eq!(dialed(&log), ["1"]);
    let records = records(&simulator);
    assert_eq!(records["1"], RecordStatus::Answered);
    assert_eq!(records["3"], RecordStatus::Skipped);
}

#[test]
fn a_chain_is_tried_record_by_record_until_its_attempts_are_used_up() {
    let list = List::new("all", ["1", "2"].map(|phone| Record::new(phone).chain(1)));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.busy = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    let log = watch(&simulator);
    run(&mut client);
    simulator.control().advance(24 * HOUR);
    assert_eq!(dialed(&log), ["1", "2", "1", "2", "1", "2"]);
    assert_eq!(records(&simulator)["2"], RecordStatus::NotReached);
}

#[test]
fn a_record_on_a_desktop_is_told_and_not_cancelled() {
    let list = List::new("all", [Record::new("1")]);
    let mut dialing = only(|outcomes| outcomes.answer = 1.0);
    dialing.dial_seconds = [1.0, 1.0];
    dialing.talk_seconds = [600.0, 600.0];
    let simulator = start(centre(vec![list], dialing));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    run(&mut client);
    simulator.control().advance(MINUTE);
    assert_eq!(records(&simulator)["1"], RecordStatus::Desktop);
    let answer = client.call(&Request::cancel_record().phone_as_is("1"));
    assert_eq!(answer.message_type(), MessageType::EV_RECORD_CANCELED);
    assert_eq!(answer.message().as_deref(), Some("Incomplete processing: record(s) on desktop"));
    // A do-not-call request is not affected by that, and outlasts the call.
    let answer = client.call(&Request::do_not_call().phone_as_is("1"));
    assert_eq!(answer.message(), None);
    simulator.control().advance(HOUR);
    assert_eq!(records(&simulator)["1"], RecordStatus::DoNotCall);
}

#[test]
fn a_cancelled_record_that_is_being_dialled_is_cancelled_when_it_comes_back() {
    let list = List::new("all", [Record::new("1")]);
    let mut dialing = only(|outcomes| outcomes.no_answer = 1.0);
    dialing.dial_seconds = [120.0, 120.0];
    let simulator = start(centre(vec![list], dialing));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    run(&mut client);
    simulator.control().advance(MINUTE);
    let answer = client.call(&Request::cancel_record().phone_as_is("1"));
    assert_eq!(answer.message(), None);
    let log = watch(&simulator);
    simulator.control().advance(24 * HOUR);
    assert_eq!(records(&simulator)["1"], RecordStatus::Cancelled);
    assert!(dialed(&log).is_empty());
}

#[test]
fn unloading_waits_for_records_that_are_out() {
    let list = List::generated("all", GeneratedRecords::new(50, "5550000"));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.answer = 1.0)));
    let control = simulator.control();
    let mut client = Client::connect(&*simulator.connector(), "8001");
    run(&mut client);
    control.advance(MINUTE);
    client.events_until_now();
    let answer = client.call(&Request::unload_campaign(1, 10));
    assert_eq!(answer.message_type(), MessageType::EV_CAMPAIGN_UNLOADED);
    assert_eq!(answer.status(), Some(GroupStatus::WAITING_UNLOAD));
    control.advance(HOUR);
    let told: Vec<_> =
        client.events_until_now().iter().filter_map(|event| event.status()).collect();
    let expected =
        [GroupStatus::WAITING_UNLOAD, GroupStatus::UNLOAD_IN_PROGRESS, GroupStatus::NOT_LOADED];
    assert_eq!(told, expected);
    assert!(records(&simulator).values().all(|status| !status.is_out()));
}

#[test]
fn force_unload_gives_up_what_is_out() {
    let list = List::generated("all", GeneratedRecords::new(50, "5550000"));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    run(&mut client);
    simulator.control().advance(MINUTE);
    assert!(records(&simulator).values().any(|status| status.is_out()));
    client.call(&Request::force_unload_campaign(1, 10));
    assert_eq!(simulator.control().status(101, 1, 10), Some(GroupStatus::NOT_LOADED));
    assert!(records(&simulator).values().all(|status| !status.is_out()));
    // Calls that were given up change nothing later.
    let before = records(&simulator);
    simulator.control().advance(HOUR);
    assert_eq!(records(&simulator), before);
}

#[test]
fn auto_completion_stops_and_unloads_when_the_records_are_used_up() {
    let list = List::generated("all", GeneratedRecords::new(20, "5550000"));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    client.call(&load().auto_completion(true));
    client.call(&go());
    client.events_until_now();
    simulator.control().advance(24 * HOUR);
    let told: Vec<_> =
        client.events_until_now().iter().filter_map(|event| event.status()).collect();
    let expected = [GroupStatus::ACTIVE, GroupStatus::UNLOAD_IN_PROGRESS, GroupStatus::NOT_LOADED];
    assert_eq!(told, expected);
}

#[test]
fn without_auto_completion_a_group_goes_on_running() {
    let list = List::generated("all", GeneratedRecords::new(20, "5550000"));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    client.call(&load().auto_completion(true));
    client.call(&go().auto_completion(false));
    simulator.control().advance(24 * HOUR);
    assert_eq!(simulator.control().status(101, 1, 10), Some(GroupStatus::RUNNING));
    assert!(records(&simulator).values().all(|status| *status == RecordStatus::Answered));
}

#[test]
fn dialing_priority_says_which_kind_is_dialled_first_and_how_many() {
    // Every first attempt fails, and its record is due again a minute later; there is one agent.
    let list = List::generated("all", GeneratedRecords::new(400, "5550000"));
    let mut dialing = only(|outcomes| outcomes.no_answer = 1.0);
    dialing.dial_seconds = [0.5, 0.5];
    dialing.redial_minutes = 1.0;
    let attempts = |priority: DialingPriority| {
        let simulator = start(centre(vec![list.clone()], dialing.clone()));
        let mut client = Client::connect(&*simulator.connector(), "8001");
        client.call(&load());
        client.call(&go().dialing_priority(priority));
        simulator.control().advance(2 * MINUTE);
        let log = watch(&simulator);
        simulator.control().advance(2 * MINUTE);
        let log = log.lock().unwrap();
        let attempt = |entry: &LogEntry| match &entry.what {
            LogEvent::Dialed { attempt, .. } => Some(*attempt),
            _ => None,
        };
        log.iter().filter_map(attempt).collect::<Vec<u8>>()
    };
    let general_first = DialingPriority {
        general: Some(PriorityRule::new(9, 1_000)),
        campaign_rescheduled: Some(PriorityRule::new(1, 1)),
        campaign_call_back: None,
    };
    assert!(attempts(general_first).iter().all(|attempt| *attempt == 1));
    let rescheduled_first = DialingPriority {
        general: Some(PriorityRule::new(1, 1)),
        campaign_rescheduled: Some(PriorityRule::new(9, 3)),
        campaign_call_back: None,
    };
    let taken = attempts(rescheduled_first);
    let again = taken.iter().filter(|attempt| **attempt > 1).count();
    // Three rescheduled records for each general one, as long as there are any.
    assert!(taken.len() > 100 && again * 10 > taken.len() * 6, "{again} of {}", taken.len());
    assert!(again < taken.len(), "general records have their turn too");
}

#[test]
fn preview_modes_put_the_record_on_a_desktop_before_it_is_dialled() {
    let list = List::new("all", [Record::new("1")]);
    let mut dialing = only(|outcomes| outcomes.no_answer = 1.0);
    dialing.dial_seconds = [600.0, 600.0];
    let simulator = start(centre(vec![list], dialing));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    client.call(&with_mode(Request::load_campaign(1, 10), DialMode::PREVIEW));
    client.call(&with_mode(Request::start_dialing(1, 10), DialMode::NOT_CHANGED));
    simulator.control().advance(MINUTE);
    assert_eq!(records(&simulator)["1"], RecordStatus::Desktop);
}

#[test]
fn complete_campaign_stops_and_unloads() {
    let list = List::generated("all", GeneratedRecords::new(50, "5550000"));
    let simulator = start(centre(vec![list], only(|outcomes| outcomes.answer = 1.0)));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    run(&mut client);
    simulator.control().advance(MINUTE);
    let answer = client.call(&Request::complete_campaign(1, 10));
    assert_eq!(answer.message_type(), MessageType::EV_CAMPAIGN_STATUS);
    assert_eq!(answer.status(), Some(GroupStatus::WAITING_UNLOAD));
    simulator.control().advance(HOUR);
    assert_eq!(simulator.control().status(101, 1, 10), Some(GroupStatus::NOT_LOADED));
}

#[test]
fn a_start_is_answered_before_what_it_leads_to() {
    let simulator = start(centre(Vec::new(), Dialing::default()));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    client.call(&load().auto_completion(true));
    client.events_until_now();
    client.send(&go(), 101);
    simulator.control().advance(MINUTE);
    let told: Vec<_> = (0..5).map(|_| client.next_event()).collect();
    assert_eq!(told[0].message_type(), MessageType::EV_DIALING_STARTED);
    let statuses: Vec<_> = told.iter().map(|event| event.status().unwrap()).collect();
    let (active, running) = (GroupStatus::ACTIVE, GroupStatus::RUNNING);
    let (unloading, not_loaded) = (GroupStatus::UNLOAD_IN_PROGRESS, GroupStatus::NOT_LOADED);
    assert_eq!(statuses, [running, running, active, unloading, not_loaded]);
}
