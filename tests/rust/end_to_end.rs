//! The session against the simulator, embedded and over TCP.

use std::time::Duration;

use commdn::ErrorKind;
use commdn::exchange::CallOptions;
use commdn::kvlist::Charset;
use commdn::message::{
    Chain, CmError, DialMode, Dialect, GroupStatus, MessageType, OptimizeBy, Request, Schedule,
    ScheduleItem,
};
use commdn::session::{Notice, Reconnect, Session, SessionConfig, Wait};
use commdn_sim::{Config, Simulator};
use commdn_tests::{APP, DN, FACES, Face, OCS, SOON, config, demo, open};

fn dnc(phone: &str) -> Request {
    Request::do_not_call().phone_as_is(phone)
}

fn dialing(request: Request) -> Request {
    request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

#[test]
fn a_do_not_call_request_is_acknowledged_and_is_in_the_list() {
    for face in FACES {
        let simulator = demo();
        let session = open(face, &simulator);
        let request = dnc("5551234567").customer_id("C-7").chain(Chain::AllChain);
        let answer = session.call(&request, Wait::Default).unwrap();
        assert_eq!(answer.event.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert_eq!(answer.event.phone().unwrap(), "5551234567");
        assert_eq!(answer.event.origin(), Some(OCS));
        assert_eq!(answer.event.target(), Some(APP));
        assert!(simulator.control().is_do_not_call(OCS, "5551234567"), "{face:?}");
        session.close(SOON).unwrap();
    }
}

#[test]
fn an_application_that_ocs_does_not_know_is_told_what_to_check() {
    for face in FACES {
        let simulator = demo();
        let config = SessionConfig::new(DN, 99).ocs_dbid(OCS);
        let session = Session::connect(config, face.connector(&simulator)).unwrap();
        let error = session.call(&dnc("5551234567"), Duration::from_secs(1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoAnswer);
        for setting in ["connection", "allow-list", "outbound_contact_server"] {
            assert!(error.to_string().contains(setting), "{error}");
        }
        assert!(!simulator.control().is_do_not_call(OCS, "5551234567"));
    }
}

#[test]
fn a_campaign_is_loaded_started_stopped_and_unloaded_and_the_status_is_told() {
    for face in FACES {
        let simulator = demo();
        let session = open(face, &simulator);
        let steps = [
            (dialing(Request::load_campaign(1, 10)), MessageType::EV_CAMPAIGN_LOADED),
            (dialing(Request::start_dialing(1, 10)), MessageType::EV_DIALING_STARTED),
            (Request::campaign_status(1, 10), MessageType::EV_CAMPAIGN_STATUS),
            (Request::stop_dialing(1, 10), MessageType::EV_DIALING_STOPPED),
            (Request::force_unload_campaign(1, 10), MessageType::EV_CAMPAIGN_UNLOADED),
        ];
        for (request, expected) in steps {
            let answer = session.call(&request, Wait::Default).unwrap();
            assert_eq!(answer.event.message_type(), expected, "{request:?}");
            assert_eq!((answer.event.campaign(), answer.event.group()), (Some(1), Some(10)));
        }
        let status = simulator.control().status(OCS, 1, 10);
        assert_eq!(status, Some(GroupStatus::NOT_LOADED), "{face:?}");
        let mut told = Vec::new();
        while let Some(notice) = session.next_notice(Wait::For(Duration::from_millis(100))).unwrap()
        {
            if let Notice::Event(notification) = notice {
                told.extend(notification.event.status());
            }
        }
        for status in [GroupStatus::ACTIVE, GroupStatus::RUNNING, GroupStatus::NOT_LOADED] {
            assert!(told.contains(&status), "{told:?}");
        }
    }
}

#[test]
fn refusals_by_ocs_carry_the_documented_numbers() {
    let simulator = demo();
    let session = open(Face::Embedded, &simulator);
    let cases = [
        (dialing(Request::load_campaign(77, 10)), CmError::CAMPAIGN_NOT_FOUND),
        (dialing(Request::load_campaign(1, 77)), CmError::GROUP_NOT_FOUND),
        (dialing(Request::load_campaign(3, 10)), CmError::GROUP_CAMP_NOT_FOUND),
        (dialing(Request::start_dialing(1, 10)), CmError::CAMPAIGN_NOT_LOADED),
        (Request::unload_campaign(1, 10), CmError::CAMPAIGN_NOT_LOADED),
        (
            Request::load_campaign(1, 10).dialing(DialMode::POWER_GVP, OptimizeBy::BUSY_FACTOR, 80),
            CmError::LICENSE_VIOLATION,
        ),
        (dnc("not a number"), CmError::INVALID_PARAMETER),
    ];
    for (request, expected) in cases {
        let error = session.call(&request, Wait::Default).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OcsRefused, "{error}");
        assert_eq!(error.ocs_error(), Some(expected), "{request:?}: {error}");
    }
    session.call(&dialing(Request::load_campaign(1, 10)), Wait::Default).unwrap();
    let again = session.call(&dialing(Request::load_campaign(1, 10)), Wait::Default);
    assert_eq!(again.unwrap_err().ocs_error(), Some(CmError::CAMPAIGN_ALREADY_LOADED));
}

#[test]
fn a_record_is_cancelled_by_phone() {
    let simulator = demo();
    let session = open(Face::Embedded, &simulator);
    let answer = session.call(&Request::cancel_record().phone("5550110"), Wait::Default).unwrap();
    assert_eq!(answer.event.message_type(), MessageType::EV_RECORD_CANCELED);
    assert_eq!(answer.event.phone().unwrap(), "5550110");
}

#[test]
fn two_notations_of_a_number_are_one_entry_and_a_doubt_never_leaves() {
    for face in FACES {
        let simulator = demo();
        let session = open(face, &simulator);
        for text in ["(555) 123-4567", "555.123.4567", "5551234567.0"] {
            let answer = session.call(&Request::do_not_call().phone(text), Wait::Default).unwrap();
            assert_eq!(answer.event.phone().unwrap(), "5551234567");
        }
        // What is sent as it is comes back as it is, and completes the call.
        for text in ["555-123 4567", "*21*5551234567#"] {
            let answer = session.call(&dnc(text), Wait::Default).unwrap();
            assert_eq!(answer.event.phone().unwrap(), text);
        }
        let list = simulator.control().do_not_call(OCS).unwrap();
        assert_eq!(list.phones, ["*21*5551234567#", "5551234567"], "{face:?}");
        let sent = session.stats().unwrap().exchange.submitted;
        let doubt = Request::do_not_call().phone("5551234567 x12");
        let error = session.call(&doubt, Wait::Default).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.attribute(), Some("GSW_PHONE"));
        assert_eq!(session.stats().unwrap().exchange.submitted, sent);
    }
}

#[test]
fn a_request_to_every_ocs_gathers_an_answer_of_each() {
    let mut centre = Config::demo();
    let mut second = centre.ocs[0].clone();
    second.dbid = 102;
    second.name = "OCS_2".into();
    centre.ocs.push(second);
    let simulator = Simulator::start(centre).unwrap();
    let session = open(Face::Embedded, &simulator);
    let request = dnc("5551234567").target(0);
    let options = CallOptions::within(SOON).answers(Some(2));
    let answer = session.call_with(&request, options).unwrap();
    let mut origins: Vec<_> = answer.events().filter_map(|event| event.origin()).collect();
    origins.sort_unstable();
    assert_eq!(origins, [101, 102]);
    let options = CallOptions::within(Duration::from_millis(200)).answers(None);
    let answer = session.call_with(&request, options).unwrap();
    assert_eq!(answer.events().count(), 2, "all that come until the deadline");
}

#[test]
fn a_sequence_is_loaded_and_its_status_comes_back_per_item() {
    let simulator = demo();
    let session = open(Face::Embedded, &simulator);
    let items = [1, 2].map(|campaign| {
        ScheduleItem::new(campaign, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80).stop_at_dials(5)
    });
    let schedule = Schedule::new(items).description("both");
    let load = Request::of_sequence(MessageType::REQ_LOAD_CAMPAIGN, schedule.clone(), 10);
    session.call(&load, Wait::Default).unwrap();
    let ask = Request::of_sequence(MessageType::REQ_GET_CAMPAIGN_STATUS, schedule, 10);
    let answer = session.call(&ask, Wait::Default).unwrap();
    let items = answer.event.schedule().unwrap().items;
    assert_eq!(items.len(), 2);
    assert!(items.iter().all(|item| item.status.is_some()), "{items:?}");
}

#[test]
fn a_site_with_iso_8859_1_is_understood_on_both_sides() {
    let mut centre = Config::demo();
    centre.charset = Config::from_toml("charset = \"iso-8859-1\"\n").unwrap().charset;
    let simulator = Simulator::start(centre).unwrap();
    let dialect = Dialect::DEFAULT.with_charset(Charset::Latin1);
    let session = Session::connect(config().dialect(dialect), simulator.connector()).unwrap();
    let answer =
        session.call(&Request::do_not_call().customer_id("Müller"), Wait::Default).unwrap();
    assert_eq!(answer.event.customer_id().unwrap(), "Müller");
    assert_eq!(simulator.control().do_not_call(OCS).unwrap().customers, ["Müller"]);
}

#[test]
fn a_dn_that_tserver_does_not_know_is_refused_at_the_start() {
    for face in FACES {
        let simulator = demo();
        let config = SessionConfig::new("9999", APP).ocs_dbid(OCS);
        let error = Session::connect(config, face.connector(&simulator)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::RegistrationRefused, "{error}");
        assert!(error.to_string().contains("9999"), "{error}");
    }
}

#[test]
fn a_simulator_that_stops_ends_a_session_that_does_not_reconnect() {
    // Over a bridge or an adapter it is a lost link, which their own tests look at.
    for face in FACES.into_iter().filter(|face| !face.outlives_server()) {
        let simulator = demo();
        let config = config().reconnect(Reconnect::NEVER);
        let session = Session::connect(config, face.connector(&simulator)).unwrap();
        simulator.stop();
        let error = session.call(&dnc("1"), Wait::Default).unwrap_err();
        assert!(error.is_retryable(), "{face:?}: {error}");
        assert!(session.is_over());
    }
}

#[test]
fn two_sessions_on_one_dn_do_not_take_each_others_answers() {
    let simulator = demo();
    let first = open(Face::Tcp, &simulator);
    let config = config().application("script");
    let second = Session::connect(config, simulator.connector()).unwrap();
    std::thread::scope(|scope| {
        for (session, prefix) in [(&first, "1"), (&second, "2")] {
            scope.spawn(move || {
                for call in 0..300 {
                    let phone = format!("{prefix}{call:06}");
                    let answer = session.call(&dnc(&phone), Wait::Default).unwrap();
                    assert_eq!(answer.event.phone().unwrap(), phone);
                }
            });
        }
    });
}
