//! Both frontends: a connection from its first byte to its last, and how each ends.

mod common;

use std::sync::Arc;

use commdn::carrier::{Connector, TcpConnector};
use commdn::message::{GroupStatus, MessageType, Request};
use commdn_sim::fault::{Among, FaultKind, FaultRule};
use commdn_sim::{Server, Simulator};
use common::{Client, ClientEvent, Ended, FORMS, Form, PATIENCE, config, connector, start, still};

#[test]
fn a_do_not_call_request_is_acknowledged_and_answered() {
    for form in FORMS {
        let simulator = start(still());
        let mut client = Client::connect(&*connector(&simulator, form), "8001");
        let answer = client.call(&Request::do_not_call().phone("5551234567"));
        assert_eq!(answer.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert_eq!((answer.origin(), answer.target()), (Some(101), Some(20)));
        assert_eq!(answer.phone().as_deref(), Some("5551234567"));
        assert!(simulator.control().is_do_not_call(101, "5551234567"), "{form:?}");
    }
}

#[test]
fn a_campaign_goes_from_load_to_unload() {
    for form in FORMS {
        let simulator = start(still());
        let mut client = Client::connect(&*connector(&simulator, form), "8001");
        let dialing = |request: Request| {
            use commdn::message::{DialMode, OptimizeBy};
            request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
        };
        let steps = [
            (dialing(Request::load_campaign(1, 10)), MessageType::EV_CAMPAIGN_LOADED),
            (dialing(Request::start_dialing(1, 10)), MessageType::EV_DIALING_STARTED),
            (Request::stop_dialing(1, 10), MessageType::EV_DIALING_STOPPED),
            (Request::force_unload_campaign(1, 10), MessageType::EV_CAMPAIGN_UNLOADED),
        ];
        for (request, expected) in steps {
            assert_eq!(client.call(&request).message_type(), expected, "{form:?}");
        }
        let told: Vec<_> = client.events_until_now().iter().map(|event| event.status()).collect();
        assert_eq!(told, [Some(GroupStatus::UNLOAD_IN_PROGRESS), Some(GroupStatus::NOT_LOADED)]);
    }
}

#[test]
fn a_wrong_password_is_told_and_ends_the_connection() {
    for form in FORMS {
        let mut centre = still();
        centre.application[0].password = Some("secret".to_owned());
        let simulator = start(centre);
        let connector = connector(&simulator, form);
        let mut wrong = config("desktop", "8001");
        wrong.password = Some("guess".to_owned());
        let Err(Ended::Link(error)) = Client::try_connect(&*connector, wrong, 20) else {
            panic!("a wrong password must be refused");
        };
        let text = error.to_string();
        assert!(text.contains("The password of application 'desktop' is wrong"), "{text}");
        let mut right = config("desktop", "8001");
        right.password = Some("secret".to_owned());
        assert!(Client::try_connect(&*connector, right, 20).is_ok());
    }
}

#[test]
fn an_unknown_dn_is_told() {
    for form in FORMS {
        let simulator = start(still());
        let result =
            Client::try_connect(&*connector(&simulator, form), config("desktop", "9999"), 20);
        let Err(Ended::Link(error)) = result else { panic!("DN 9999 must be refused") };
        assert!(error.to_string().contains("DN '9999' is not configured"), "{error}");
    }
}

#[test]
fn stopping_wakes_a_client_that_waits() {
    for form in FORMS {
        let simulator = start(still());
        let mut client = Client::connect(&*connector(&simulator, form), "8001");
        let waiting = std::thread::spawn(move || client.next());
        simulator.stop();
        assert!(matches!(waiting.join().unwrap(), Err(Ended::Link(_) | Ended::Io(_))), "{form:?}");
    }
}

#[test]
fn the_last_handle_ends_the_simulator() {
    let simulator = start(still());
    let mut client = Client::connect(&*simulator.connector(), "8001");
    drop(simulator);
    assert!(matches!(client.next(), Err(Ended::Link(_))));
}

#[test]
fn a_client_that_goes_away_is_forgotten() {
    for form in FORMS {
        let simulator = start(still());
        let connector = connector(&simulator, form);
        let client = Client::connect(&*connector, "8001");
        client.shutdown();
        drop(client);
        // A second client's call is processed after the first one's end on TCP too: they share a thread.
        let mut other = Client::connect(&*connector, "8001");
        other.call(&Request::do_not_call().phone_as_is("1"));
        let until = std::time::Instant::now() + PATIENCE;
        while simulator.control().snapshot().clients.len() != 1 {
            assert!(std::time::Instant::now() < until, "{form:?}: the client is still there");
            std::thread::yield_now();
        }
    }
}

#[test]
fn a_busy_port_is_told_with_a_way_out() {
    let simulator = start(still());
    let address = simulator.listen("127.0.0.1:0").unwrap().to_string();
    let error = simulator.listen(&address).unwrap_err().to_string();
    assert!(error.contains(&address) && error.contains("choose another port"), "{error}");
}

#[test]
fn the_switch_link_comes_and_goes() {
    let simulator = start(still());
    let control = simulator.control();
    let mut client = Client::connect(&*simulator.connector(), "8001");
    control.set_link(false);
    assert_eq!(client.next().unwrap(), ClientEvent::Link(false));
    let reference = client.send(&Request::do_not_call().phone_as_is("1"), 101);
    let refused = client.next().unwrap();
    assert_eq!(refused, ClientEvent::Refused(reference, 54, "Switch not connected".to_owned()));
    control.set_link(true);
    assert_eq!(client.next().unwrap(), ClientEvent::Link(true));
    client.call(&Request::do_not_call().phone_as_is("1"));
}

#[test]
fn user_data_over_the_limit_is_refused_by_tserver() {
    let mut centre = still();
    centre.tserver.max_user_data_bytes = 200;
    let simulator = start(centre);
    let mut client = Client::connect(&*simulator.connector(), "8001");
    let mut big = commdn::kvlist::KvList::new();
    big.add_string("x", [b'y'; 200]).unwrap();
    let reference = client.send_list(&big);
    match client.next().unwrap() {
        ClientEvent::Refused(refused, 53, text) => {
            assert_eq!(refused, reference);
            assert!(text.contains("over max_user_data_bytes (200)"), "{text}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_are_shuffled_and_each_comes_once() {
    for form in FORMS {
        let simulator = start(still());
        let rule = FaultRule::reorder(50, 20).among(Among::Answers);
        simulator.control().add_fault(rule).unwrap();
        let mut client = Client::connect(&*connector(&simulator, form), "8001");
        let sent: Vec<i32> = (0..120)
            .map(|n| client.send(&Request::do_not_call().phone(format!("555{n:04}")), 101))
            .collect();
        let mut came: Vec<i32> =
            (0..120).map(|_| client.next_answer().reference_id().unwrap()).collect();
        assert_ne!(came, sent);
        came.sort_unstable();
        assert_eq!(came, sent);
    }
}

#[test]
fn each_fault_on_the_wire_ends_as_it_should() {
    for form in FORMS {
        for kind in [FaultKind::Cut, FaultKind::Garbage, FaultKind::Partial] {
            let simulator = start(still());
            let mut client = Client::connect(&*connector(&simulator, form), "8001");
            simulator.control().add_fault(FaultRule::new(kind).times(1)).unwrap();
            client.send(&Request::do_not_call().phone_as_is("1"), 101);
            let ended = loop {
                if let Err(ended) = client.next() {
                    break ended;
                }
            };
            assert!(!matches!(ended, Ended::TimedOut), "{form:?} {kind:?}");
        }
    }
}

#[test]
fn a_frame_in_two_parts_arrives_whole() {
    let simulator = start(still());
    let mut client = Client::connect(&*simulator.connector(), "8001");
    let mut rule = FaultRule::new(FaultKind::Partial).times(1);
    rule.ms = Some(5);
    simulator.control().add_fault(rule).unwrap();
    let answer = client.call(&Request::do_not_call().phone_as_is("1"));
    assert_eq!(answer.phone().as_deref(), Some("1"));
}

/// Connections to the primary and to the backup T-Server.
fn pair(simulator: &Simulator, form: Form) -> [Arc<dyn Connector>; 2] {
    [Server::Primary, Server::Backup].map(|server| match form {
        Form::Embedded => simulator.connector_to(server),
        Form::Tcp => {
            let address = simulator.listen_as(server, "127.0.0.1:0").unwrap();
            Arc::new(TcpConnector::new(address.ip().to_string(), address.port()))
        }
    })
}

#[test]
fn the_backup_refuses_until_the_switchover_and_then_the_primary_does() {
    for form in FORMS {
        let simulator = start(still());
        let [primary, backup] = pair(&simulator, form);
        let mut client = Client::connect(&*primary, "8001");
        let refused = |connector: &dyn Connector| {
            let result = Client::try_connect(connector, config("desktop", "8001"), 20);
            let Err(Ended::Link(error)) = result else { panic!("a backup must refuse") };
            assert!(error.to_string().contains("backup"), "{error}");
        };
        refused(&*backup);
        client.call(&Request::do_not_call().phone_as_is("1"));
        assert_eq!(simulator.control().switch_over(), Server::Backup);
        assert!(client.next().is_err(), "{form:?}");
        refused(&*primary);
        // The contact centre behind both is one.
        let mut client = Client::connect(&*backup, "8001");
        client.call(&Request::do_not_call().phone_as_is("2"));
        let phones = simulator.control().do_not_call(101).unwrap().phones;
        assert_eq!(phones, ["1", "2"]);
    }
}

#[test]
fn time_on_the_wall_passes_by_itself_and_can_be_moved_on() {
    let mut centre = commdn_sim::Config::demo();
    centre.clock.speed = 1_000.0;
    let simulator = start(centre);
    let control = simulator.control();
    let hour = std::time::Duration::from_secs(3_600);
    control.advance(hour);
    let first = control.now();
    assert!(first >= hour);
    let until = std::time::Instant::now() + PATIENCE;
    while control.now() < first + std::time::Duration::from_secs(5) {
        assert!(std::time::Instant::now() < until, "time stands still");
        std::thread::yield_now();
    }
}
