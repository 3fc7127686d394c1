//! Conformance: each sentence of the manual's chapter that states a behaviour, as a test that
//! is named after it. Requests by state and errors have tables of their own; what happens over
//! time is in `dialing.rs` and `sequences.rs`.

use std::time::Duration;

use crate::common::{Client, ClientEvent, FORMS, Form, config, connector, start, still};
use commdn::kvlist::KvList;
use commdn::message::{
    CmError, DialMode, Event, GroupStatus, MessageType, OptimizeBy, Request, Schedule, ScheduleItem,
};
use commdn_sim::config::{Dn, Notify, Ocs};
use commdn_sim::{Config, Simulator};

fn connect_as(simulator: &Simulator, form: Form, application: &str, dbid: i32, dn: &str) -> Client {
    let connector = connector(simulator, form);
    Client::try_connect(&*connector, config(application, dn), dbid).expect("the client comes up")
}

fn each_form(config: &Config, test: impl Fn(&Simulator, &mut Client)) {
    for form in FORMS {
        let simulator = start(config.clone());
        let mut client = connect_as(&simulator, form, "desktop", 20, "8001");
        test(&simulator, &mut client);
    }
}

fn dnc(phone: &str) -> Request {
    Request::do_not_call().phone_as_is(phone)
}

fn predictive(request: Request) -> Request {
    request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

fn load() -> Request {
    predictive(Request::load_campaign(1, 10))
}

fn two_ocs() -> Config {
    let mut config = still();
    config.ocs.push(Ocs::new(102, "OCS_2", [20]));
    config
}

/// Whether `dn` is one that OCS works with.
fn is_answered(config: &Config, dn: &str) -> bool {
    let simulator = start(config.clone());
    let mut client = connect_as(&simulator, Form::Embedded, "desktop", 20, dn);
    client.send(&dnc("5551234"), 101);
    // T-Server's own part is over when its acknowledgement and the echo have come; OCS has then
    // answered or not: both happen in one step.
    assert!(matches!(client.next().unwrap(), ClientEvent::Accepted(_)));
    assert!(matches!(client.next().unwrap(), ClientEvent::Event(_)));
    let ocs = &simulator.control().snapshot().ocs[0];
    assert_eq!(ocs.dns.iter().any(|own| own == dn), ocs.counters.answered == 1);
    assert_eq!(ocs.counters.excluded_dn + ocs.counters.answered, 1);
    client.next_within(Duration::from_millis(1)).is_some()
}

fn with_options(options: [Option<bool>; 3]) -> Config {
    let mut config = still();
    let numbers = ["CommDN_1", "CommDN_2", "CommDN_3"];
    config.dn = numbers
        .into_iter()
        .zip(options)
        .map(|(number, option)| {
            let mut dn = Dn::new(number);
            dn.outbound_contact_server = option;
            dn
        })
        .collect();
    config
}

fn answered(options: [Option<bool>; 3]) -> [bool; 3] {
    let config = with_options(options);
    ["CommDN_1", "CommDN_2", "CommDN_3"].map(|dn| is_answered(&config, dn))
}

#[test]
fn outbound_contact_server_example_1_with_one_true_only_that_dn_is_used() {
    assert_eq!(answered([Some(true), Some(false), None]), [true, false, false]);
}

#[test]
fn outbound_contact_server_example_2_dns_set_to_false_are_excluded() {
    assert_eq!(answered([Some(false), None, None]), [false, true, true]);
}

#[test]
fn outbound_contact_server_example_3_with_all_undefined_all_dns_are_used() {
    assert_eq!(answered([None, None, None]), [true, true, true]);
}

#[test]
fn requests_of_applications_outside_the_connections_are_disregarded() {
    for form in FORMS {
        let mut centre = still();
        centre.ocs[0].connections = vec![21];
        let simulator = start(centre);
        let mut stranger = connect_as(&simulator, form, "desktop", 20, "8001");
        let mut known = connect_as(&simulator, form, "script", 21, "8001");
        let reference = stranger.send(&dnc("5551111"), 101);
        assert_eq!(stranger.next().unwrap(), ClientEvent::Accepted(reference));
        // The known one asks later, and what both see is only the answer to that.
        known.call(&dnc("5552222"));
        assert_eq!(stranger.next_event().phone().as_deref(), Some("5552222"));
        let control = simulator.control();
        assert!(!control.is_do_not_call(101, "5551111"));
        assert_eq!(control.snapshot().ocs[0].counters.unknown_application, 1);
    }
}

#[test]
fn a_do_not_call_or_cancel_request_with_target_0_is_processed_and_answered_by_every_ocs() {
    each_form(&two_ocs(), |simulator, client| {
        for request in [dnc("5551234"), Request::cancel_record().phone("5551234")] {
            client.send(&request, 0);
            let mut origins = [client.next_answer(), client.next_answer()].map(|e| e.origin());
            origins.sort_unstable();
            assert_eq!(origins, [Some(101), Some(102)]);
        }
        assert!(simulator.control().is_do_not_call(101, "5551234"));
        assert!(simulator.control().is_do_not_call(102, "5551234"));
    });
}

#[test]
fn other_requests_with_target_0_are_ignored() {
    each_form(&still(), |simulator, client| {
        let mut list = KvList::new();
        list.add_int("GSW_CM_MessageType", 12).unwrap();
        list.add_int("GSW_CM_AttrOriginAppID", 20).unwrap();
        list.add_int("GSW_CM_AttrTargetAppID", 0).unwrap();
        client.send_list(&list);
        assert_eq!(client.call(&dnc("1")).phone().as_deref(), Some("1"));
        assert_eq!(simulator.control().snapshot().ocs[0].counters.target_zero, 1);
    });
}

#[test]
fn only_the_ocs_that_is_asked_answers() {
    each_form(&two_ocs(), |simulator, client| {
        client.send(&dnc("5551234"), 102);
        assert_eq!(client.next_answer().origin(), Some(102));
        assert!(!simulator.control().is_do_not_call(101, "5551234"));
    });
}

#[test]
fn an_answer_swaps_origin_and_target_and_tells_what_was_asked() {
    each_form(&still(), |_, client| {
        let request =
            dnc("5551234").customer_id("C-1001").chain(commdn::message::Chain::RecordOnly);
        let answer = client.call(&request);
        assert_eq!((answer.origin(), answer.target()), (Some(101), Some(20)));
        assert_eq!(answer.phone().as_deref(), Some("5551234"));
        assert_eq!(answer.customer_id().as_deref(), Some("C-1001"));
        assert_eq!(answer.chain(), Some(commdn::message::Chain::RecordOnly));
        let refused = client.call(&Request::stop_dialing(1, 10));
        assert_eq!((refused.campaign(), refused.group()), (Some(1), Some(10)));
        assert_eq!(refused.message_type(), MessageType::EV_ERROR);
    });
}

#[test]
fn the_reference_id_comes_back_unless_it_is_switched_off() {
    each_form(&still(), |_, client| {
        let reference = client.send(&dnc("1"), 101);
        assert_eq!(client.next_answer().reference_id(), Some(reference));
    });
    let mut config = still();
    config.ocs[0].echo_reference_id = false;
    each_form(&config, |_, client| {
        client.send(&dnc("1"), 101);
        assert_eq!(client.next_answer().reference_id(), None);
    });
}

#[test]
fn the_sender_gets_an_acknowledgement_and_every_client_of_the_dn_the_event() {
    for own_echo in [true, false] {
        let mut centre = still();
        centre.tserver.own_echo = own_echo;
        for form in FORMS {
            let simulator = start(centre.clone());
            let mut sender = connect_as(&simulator, form, "desktop", 20, "8001");
            let mut other = connect_as(&simulator, form, "script", 21, "8001");
            let mut elsewhere = connect_as(&simulator, form, "script", 21, "8002");
            let reference = sender.send(&dnc("1"), 101);
            assert_eq!(sender.next().unwrap(), ClientEvent::Accepted(reference));
            let message = |client: &mut Client| match client.next().unwrap() {
                ClientEvent::Event(list) => list.get_int("GSW_CM_MessageType"),
                other => panic!("{other:?}"),
            };
            if own_echo {
                assert_eq!(message(&mut sender), Some(32));
            }
            assert_eq!(message(&mut sender), Some(33));
            assert_eq!([message(&mut other), message(&mut other)], [Some(32), Some(33)]);
            // On another DN only its own traffic is seen.
            assert_eq!(elsewhere.call(&dnc("2")).phone().as_deref(), Some("2"));
        }
    }
}

#[test]
fn a_change_of_state_or_mode_is_told_to_everybody_unasked() {
    for form in FORMS {
        let simulator = start(still());
        let mut client = connect_as(&simulator, form, "desktop", 20, "8001");
        // Another application, on another DN that OCS works with.
        let mut other = connect_as(&simulator, form, "script", 21, "8002");
        client.call(&load());
        client.call(&predictive(Request::start_dialing(1, 10)));
        let mode = Request::set_dialing_mode(1, 10);
        client.call(&mode.dialing(DialMode::PROGRESS, OptimizeBy::WAIT_TIME, 20));
        client.call(&Request::stop_dialing(1, 10));
        let told: Vec<Event> = (0..4).map(|_| other.next_event()).collect();
        let expected = [
            (GroupStatus::ACTIVE, DialMode::PREDICT),
            (GroupStatus::RUNNING, DialMode::PREDICT),
            (GroupStatus::RUNNING, DialMode::PROGRESS),
            (GroupStatus::ACTIVE, DialMode::PROGRESS),
        ];
        for (event, (status, mode)) in told.iter().zip(expected) {
            assert_eq!(event.message_type(), MessageType::EV_CAMPAIGN_STATUS);
            assert_eq!((event.target(), event.reference_id()), (Some(0), None));
            assert_eq!((event.campaign(), event.group()), (Some(1), Some(10)));
            assert_eq!((event.status(), event.dial_mode()), (Some(status), Some(mode)));
            assert!(event.optimize_by().is_some() && event.optimize_goal().is_some());
        }
    }
}

#[test]
fn notifications_may_go_to_each_application_of_the_connections() {
    let mut config = still();
    config.ocs[0].notify = Notify::Each;
    each_form(&config, |_, client| {
        client.send(&load(), 101);
        let targets =
            [client.next_event(), client.next_event(), client.next_event()].map(|e| e.target());
        assert_eq!(targets, [Some(20), Some(20), Some(21)]);
    });
}

#[test]
fn a_status_tells_mode_method_goal_and_status() {
    each_form(&still(), |_, client| {
        client.call(&Request::load_campaign(1, 10).dialing(
            DialMode::PREVIEW,
            OptimizeBy::WAIT_TIME,
            30,
        ));
        let event = client.call(&Request::campaign_status(1, 10));
        assert_eq!(event.message_type(), MessageType::EV_CAMPAIGN_STATUS);
        assert_eq!((event.campaign(), event.group()), (Some(1), Some(10)));
        assert_eq!(event.dial_mode(), Some(DialMode::PREVIEW));
        assert_eq!(event.optimize_by(), Some(OptimizeBy::WAIT_TIME));
        assert_eq!(event.optimize_goal(), Some(30));
        assert_eq!(event.status(), Some(GroupStatus::ACTIVE));
    });
}

#[test]
fn a_status_request_for_campaign_0_is_answered_with_the_status_of_each_item() {
    each_form(&still(), |_, client| {
        let items = [1, 2].map(|campaign| {
            ScheduleItem::new(campaign, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
        });
        let schedule = Schedule::new(items).description("two campaigns");
        let request = |message| Request::of_sequence(message, schedule.clone(), 10);
        client.call(&request(MessageType::REQ_LOAD_CAMPAIGN));
        client.call(&request(MessageType::REQ_START_DIALING));
        let event = client.call(&request(MessageType::REQ_GET_CAMPAIGN_STATUS));
        assert_eq!(event.message_type(), MessageType::EV_CAMPAIGN_STATUS);
        assert_eq!(event.campaign(), Some(0));
        let told = event.schedule().unwrap();
        assert_eq!(told.description.as_deref(), Some("two campaigns"));
        let statuses: Vec<_> = told.items.iter().map(|item| item.status.unwrap()).collect();
        assert_eq!(statuses, [GroupStatus::RUNNING, GroupStatus::INACTIVE]);
    });
}

#[test]
fn a_cancellation_with_a_campaign_name_is_for_records_of_that_campaign() {
    let mut config = still();
    // The same number stands in the lists of both campaigns.
    config.list[2].record.push(commdn_sim::config::Record::new("5550120"));
    each_form(&config, |simulator, client| {
        client.call(&predictive(Request::load_campaign(2, 10)));
        let cancel = Request::cancel_record().phone("5550120").campaign_name("Autumn");
        let answer = client.call(&cancel);
        assert_eq!(answer.message_type(), MessageType::EV_RECORD_CANCELED);
        assert_eq!(answer.campaign_name().as_deref(), Some("Autumn"));
        let records = simulator.control().records(101, Some("5550120"), 10);
        let status: Vec<_> = records.iter().map(|r| (r.list.as_str(), r.status)).collect();
        use commdn_sim::RecordStatus::{Cancelled, Ready};
        assert_eq!(status, [("customers", Ready), ("autumn", Cancelled)]);
    });
}

#[test]
fn a_cancellation_takes_all_of_the_chain_unless_it_says_record_only() {
    use commdn_sim::RecordStatus::{Cancelled, Ready};
    let status = |simulator: &Simulator, phone: &str| {
        simulator.control().records(101, Some(phone), 1)[0].status
    };
    each_form(&still(), |simulator, client| {
        client.call(&Request::cancel_record().phone("5550101"));
        assert_eq!(status(simulator, "5550100"), Cancelled);
        assert_eq!(status(simulator, "5550102"), Cancelled);
        let only =
            Request::cancel_record().phone("5550110").chain(commdn::message::Chain::RecordOnly);
        client.call(&only);
        assert_eq!(status(simulator, "5550110"), Cancelled);
        assert_eq!(status(simulator, "5550111"), Ready);
    });
}

#[test]
fn a_customer_id_narrows_a_cancellation() {
    each_form(&still(), |simulator, client| {
        client.call(&Request::cancel_record().phone("5550120").customer_id("somebody else"));
        let record = &simulator.control().records(101, Some("5550120"), 1)[0];
        assert_eq!(record.status, commdn_sim::RecordStatus::Ready);
        client.call(&Request::cancel_record().phone("5550120").customer_id("C-1003"));
        let record = &simulator.control().records(101, Some("5550120"), 1)[0];
        assert_eq!(record.status, commdn_sim::RecordStatus::Cancelled);
    });
}

#[test]
fn a_do_not_call_request_needs_a_phone_or_a_customer_id_and_the_phone_has_priority() {
    each_form(&still(), |simulator, client| {
        client.call(&dnc("5550001").customer_id("C-1001"));
        client.call(&Request::do_not_call().customer_id("C-1003"));
        let list = simulator.control().do_not_call(101).unwrap();
        assert_eq!(list.phones, ["5550001"]);
        assert_eq!(list.customers, ["C-1003"]);
    });
}

#[test]
fn auto_completion_is_read_at_the_top_level_and_in_the_properties() {
    for in_properties in [false, true] {
        each_form(&still(), |simulator, client| {
            let place = match in_properties {
                true => commdn::message::AutoCompletionPlace::Properties,
                false => commdn::message::AutoCompletionPlace::TopLevel,
            };
            let dialect = commdn::message::Dialect::DEFAULT.with_auto_completion(place);
            let envelope = commdn::message::Envelope::new(20, 101);
            let list = load().auto_completion(true).to_list(envelope, &dialect).unwrap();
            client.send_list(&list);
            assert_eq!(client.next_answer().message_type(), MessageType::EV_CAMPAIGN_LOADED);
            let group = simulator.control().campaign_group(101, 1, 10).unwrap();
            assert!(group.state.plan.auto_completion, "in properties: {in_properties}");
        });
    }
}

#[test]
fn values_may_be_strings_or_integers() {
    each_form(&still(), |_, client| {
        let mut list = KvList::new();
        for (key, value) in [
            ("GSW_CM_MessageType", "12"),
            ("GSW_CM_AttrOriginAppID", "20"),
            ("GSW_CM_AttrTargetAppID", "101"),
            ("GSW_CM_AttrCampaignID", "1"),
            ("GSW_CM_AttrGroupID", "10"),
        ] {
            list.add_string(key, value).unwrap();
        }
        client.send_list(&list);
        assert_eq!(client.next_answer().message_type(), MessageType::EV_CAMPAIGN_STATUS);
        let mut scope = KvList::new();
        scope.add_int("GSW_PHONE", 5_550_001).unwrap();
        let mut properties = KvList::new();
        properties.add_list("do_not_call", &scope).unwrap();
        let mut list = KvList::new();
        list.add_int("GSW_CM_MessageType", 32)
            .unwrap()
            .add_int("GSW_CM_AttrOriginAppID", 20)
            .unwrap();
        list.add_int("GSW_CM_AttrTargetAppID", 101).unwrap();
        list.add_list("GSW_CM_AttrProperties", &properties).unwrap();
        client.send_list(&list);
        assert_eq!(client.next_answer().phone().as_deref(), Some("5550001"));
    });
}

#[test]
fn an_unchanged_mode_keeps_what_was_loaded() {
    each_form(&still(), |_, client| {
        client.call(&Request::load_campaign(1, 10).dialing(
            DialMode::PREVIEW,
            OptimizeBy::WAIT_TIME,
            30,
        ));
        let start = Request::start_dialing(1, 10);
        let event = client.call(&start.dialing(DialMode::NOT_CHANGED, OptimizeBy::NOT_CHANGED, 0));
        assert_eq!(event.dial_mode(), Some(DialMode::PREVIEW));
        assert_eq!(event.optimize_goal(), Some(30));
        // What a request is not given it leaves alone, a mode by itself too.
        client.call(&Request::stop_dialing(1, 10));
        let event = client.call(&Request::start_dialing(1, 10));
        assert_eq!(event.dial_mode(), Some(DialMode::PREVIEW));
        let mode = Request::set_dialing_mode(1, 10).dial_mode(DialMode::PROGRESS);
        let event = client.call(&mode);
        assert_eq!(event.dial_mode(), Some(DialMode::PROGRESS));
        assert_eq!(event.optimize_by(), Some(OptimizeBy::WAIT_TIME));
        assert_eq!(event.optimize_goal(), Some(30));
    });
}

#[test]
fn every_mode_of_the_chapter_can_be_loaded_but_power_gvp() {
    use commdn::message::{Certainty, OpenEnum};
    let chapter = DialMode::ENTRIES.iter().filter(|entry| entry.certainty == Certainty::Chapter);
    for entry in chapter {
        let simulator = start(still());
        let mut client = connect_as(&simulator, Form::Embedded, "desktop", 20, "8001");
        let mode = DialMode(entry.number);
        let load = Request::load_campaign(1, 10).dialing(mode, OptimizeBy::BUSY_FACTOR, 80);
        let expected = (mode == DialMode::POWER_GVP).then_some(CmError::LICENSE_VIOLATION);
        assert_eq!(client.call(&load).error(), expected, "{mode}");
    }
}

#[test]
fn other_traffic_of_the_dn_is_left_alone() {
    each_form(&still(), |simulator, client| {
        let mut desktop = KvList::new();
        desktop.add_string("GSW_AGENT_REQ_TYPE", "AddRecord").unwrap();
        client.send_list(&desktop);
        assert!(simulator.control().distribute("8001", &desktop));
        client.call(&dnc("1"));
        assert_eq!(simulator.control().snapshot().ocs[0].counters.answered, 1);
    });
}

#[test]
fn origin_and_target_are_mandatory() {
    each_form(&still(), |simulator, client| {
        for missing in ["GSW_CM_AttrOriginAppID", "GSW_CM_AttrTargetAppID"] {
            let envelope = commdn::message::Envelope::new(20, 101);
            let mut list = dnc("5551111")
                .to_list(envelope, &commdn::message::Dialect::DEFAULT)
                .expect("the request is valid");
            assert!(list.remove(missing));
            client.send_list(&list);
        }
        client.call(&dnc("5552222"));
        assert_eq!(simulator.control().do_not_call(101).unwrap().phones, ["5552222"]);
    });
}

#[test]
fn a_request_may_carry_error_0() {
    each_form(&still(), |_, client| {
        let envelope = commdn::message::Envelope::new(20, 101);
        let mut list = dnc("5551111")
            .to_list(envelope, &commdn::message::Dialect::DEFAULT)
            .expect("the request is valid");
        list.add_int("GSW_CM_AttrError", 0).unwrap();
        client.send_list(&list);
        let answer = client.next_answer();
        assert_eq!(answer.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert!(!answer.is_refusal());
    });
}

#[test]
fn a_cancellation_by_customer_id_alone_is_an_option() {
    let mut config = still();
    config.ocs[0].cancel_without_phone = true;
    each_form(&config, |simulator, client| {
        let dialect = commdn::message::Dialect::DEFAULT.with_cancel_without_phone(true);
        let envelope = commdn::message::Envelope::new(20, 101);
        let cancel = Request::cancel_record().customer_id("C-1003");
        client.send_list(&cancel.to_list(envelope, &dialect).expect("the request is valid"));
        assert_eq!(client.next_answer().message_type(), MessageType::EV_RECORD_CANCELED);
        let record = &simulator.control().records(101, Some("5550120"), 1)[0];
        assert_eq!(record.status, commdn_sim::RecordStatus::Cancelled);
    });
}
