//! The server is lost, comes back, stays away; the bridge ends.

use std::net::SocketAddr;

use commdn::ErrorKind;
use commdn::message::Request;
use commdn::session::Wait;
use commdn_sim::Server;

use crate::client::{self, ClientEvent, Ended};
use crate::site::{Site, client as raw, session, until};

fn request(number: u32) -> Request {
    Request::do_not_call().phone(format!("555{number:07}"))
}

#[test]
fn a_lost_server_is_a_lost_link_and_its_return_brings_the_dns_back() {
    let site = Site::start();
    let address: SocketAddr = site.address;
    let bridge = site.bridge(|_| {});
    let mut client = raw(&bridge, "desktop", "8001").unwrap();
    let session = session(&bridge);
    site.simulator.stop();
    site.simulator.wait();
    assert_eq!(client.next().unwrap(), ClientEvent::Link(false));
    let reference = client.send(&request(1), 101);
    match client.next().unwrap() {
        ClientEvent::Refused(of, 54, text) => {
            assert!(of == reference && text.contains("Switch not connected"), "{text}");
        }
        other => panic!("{other:?}"),
    }
    let again = client::start(client::still());
    until("its port", || again.listen(&address.to_string()).is_ok());
    assert_eq!(client.next().unwrap(), ClientEvent::Link(true));
    // The registrations are there before the link is.
    session.call(&request(2), Wait::Default).unwrap();
    assert_eq!(again.control().snapshot().clients.len(), 1);
}

#[test]
fn a_switchover_leads_to_the_other_server() {
    let site = Site::start();
    let backup = site.simulator.listen_as(Server::Backup, "127.0.0.1:0").unwrap();
    let bridge = site.bridge(|config| config.upstream.servers.push(backup.to_string()));
    let mut client = raw(&bridge, "desktop", "8001").unwrap();
    site.simulator.control().switch_over();
    assert_eq!(client.next().unwrap(), ClientEvent::Link(false));
    assert_eq!(client.next().unwrap(), ClientEvent::Link(true));
    client.call(&request(1));
}

#[test]
fn a_switch_link_that_goes_goes_for_every_client() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    let mut client = raw(&bridge, "desktop", "8001").unwrap();
    let session = session(&bridge);
    site.simulator.control().set_link(false);
    assert_eq!(client.next().unwrap(), ClientEvent::Link(false));
    let error = session.call(&request(1), Wait::Default).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TServerRefused, "{error}");
    site.simulator.control().set_link(true);
    assert_eq!(client.next().unwrap(), ClientEvent::Link(true));
    session.call(&request(2), Wait::Default).unwrap();
}

#[test]
fn clients_are_let_go_when_the_server_stays_away() {
    let site = Site::start();
    let bridge = site.bridge(|config| config.upstream.grace_seconds = 0.3);
    let mut client = raw(&bridge, "desktop", "8001").unwrap();
    site.simulator.stop();
    site.simulator.wait();
    assert_eq!(client.next().unwrap(), ClientEvent::Link(false));
    assert!(matches!(client.next(), Err(Ended::Link(_) | Ended::Io(_))));
    let told = crate::site::refusal(raw(&bridge, "desktop", "8001"));
    assert!(told.contains("has lost its server (code 58)"), "{told}");
}

#[test]
fn a_server_that_refuses_the_bridge_is_tried_again() {
    let mut centre = client::still();
    centre.tserver.only_known_applications = true;
    let site = Site::of(centre);
    let bridge = site.bridge(|_| {});
    let tries = || crate::status::metric(&bridge, "server_connections_total");
    until("a second try", || tries() >= 2);
    assert_eq!(crate::status::metric(&bridge, "server_up"), 0);
}

#[test]
fn what_is_under_way_is_finished_before_the_end() {
    let site = Site::start();
    let bridge = site.bridge(|config| config.upstream.window = 2);
    let mut client = raw(&bridge, "desktop", "8001").unwrap();
    for number in 0..200 {
        client.send(&request(number), 101);
    }
    // The bridge has read them all when the last one is behind the others.
    let waiting = || crate::status::metric(&bridge, "waiting_requests");
    let accepted = || crate::status::metric(&bridge, "requests_accepted_total");
    until("the requests", || waiting() + accepted() >= 190);
    let stopper = std::thread::spawn(move || bridge.stop());
    let (mut accepted, mut answered) = (0, 0);
    loop {
        match client.next() {
            Ok(ClientEvent::Accepted(_)) => accepted += 1,
            Ok(ClientEvent::Event(_)) => answered += 1,
            Ok(other) => panic!("{other:?}"),
            Err(Ended::Link(_) | Ended::Io(_)) => break,
            Err(Ended::TimedOut) => panic!("it does not end"),
        }
    }
    assert!(accepted >= 190, "{accepted}");
    // Each has an echo, and OCS's answer.
    assert!(answered >= accepted * 2 - 20, "{answered} of {accepted}");
    stopper.join().unwrap();
    until("the goodbye", || site.simulator.control().snapshot().clients.is_empty());
}

#[test]
fn requests_of_a_client_that_has_gone_still_reach_the_server() {
    let site = Site::start();
    let bridge = site.bridge(|config| config.upstream.window = 1);
    let mut hasty = raw(&bridge, "hasty", "8001").unwrap();
    for number in 0..50 {
        hasty.send(&request(number), 101);
    }
    let requests = || site.simulator.control().snapshot().ocs[0].counters.answered;
    until("the first", || requests() > 0);
    until("reading", || {
        let waiting = crate::status::metric(&bridge, "waiting_requests");
        waiting + crate::status::metric(&bridge, "requests_accepted_total") >= 49
    });
    hasty.shutdown();
    until("the last", || requests() == 50);
    until("the end of the DN", || site.dns_of_clients() == [Vec::<String>::new()]);
}
