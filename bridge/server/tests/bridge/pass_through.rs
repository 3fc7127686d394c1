//! Requests, answers and events of many programs over one connection.

use commdn::carrier::Connector;
use commdn::directory::{Fetched, Kind, Query, ReaderConfig, fetch};
use commdn::message::{Dialect, Event, Request};
use commdn::session::Wait;
use commdn_bridge::config::Echo;

use crate::client::{Client, ClientEvent, is_request};
use crate::site::{Site, client, connector, session, until};
use crate::status::metric;

#[test]
fn programs_that_share_a_connection_get_their_own_answers() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    let _present = session(&bridge);
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let session = session(&bridge);
            std::thread::spawn(move || {
                for number in 0..50 {
                    let phone = format!("555{thread}{number:06}");
                    let answer = session.call(&Request::do_not_call().phone(&phone), Wait::Default);
                    assert_eq!(answer.unwrap().event.phone().as_deref(), Some(&*phone));
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(site.dns_of_clients(), [["8001"]], "one client, one registration");
    let ocs = site.simulator.control().snapshot().ocs;
    assert_eq!(ocs[0].counters.answered, 400);
}

#[test]
fn a_dn_is_registered_for_its_first_client_and_unregistered_after_its_last() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    until("the bridge", || site.dns_of_clients() == [Vec::<String>::new()]);
    let first = client(&bridge, "a", "8001").unwrap();
    let second = client(&bridge, "b", "8001").unwrap();
    let third = client(&bridge, "c", "8002").unwrap();
    assert_eq!(site.dns_of_clients(), [["8001", "8002"]]);
    assert_eq!(site.simulator.control().snapshot().clients.len(), 1);
    first.shutdown();
    third.shutdown();
    until("the end of one DN", || site.dns_of_clients() == [["8001"]]);
    second.shutdown();
    until("the end of the other", || site.dns_of_clients() == [Vec::<String>::new()]);
    // And again.
    let _again = client(&bridge, "a", "8001").unwrap();
    assert_eq!(site.dns_of_clients(), [["8001"]]);
}

#[test]
fn a_dn_that_the_server_does_not_know_is_refused_with_the_servers_words() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    let told = crate::site::refusal(client(&bridge, "a", "9999"));
    assert!(told.contains("9999") && told.contains("code 59"), "{told}");
}

#[test]
fn reference_ids_of_clients_may_be_the_same() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    let mut clients: Vec<Client> =
        (0..3).map(|_| client(&bridge, "desktop", "8001").unwrap()).collect();
    for (number, client) in clients.iter_mut().enumerate() {
        let phone = format!("555000000{number}");
        assert_eq!(client.send(&Request::do_not_call().phone(&phone), 101), 1);
    }
    for client in &mut clients {
        let second = client.send(&Request::campaign_status(1, 10), 101);
        let mut accepted = Vec::new();
        while accepted.last() != Some(&second) {
            if let ClientEvent::Accepted(reference) = client.next().unwrap() {
                accepted.push(reference);
            }
        }
        assert_eq!(accepted, [1, 2], "its own acknowledgements, and nobody else's");
    }
}

/// How often a client sees the request with that phone, before the answer to a request that it makes now.
fn seen_by(client: &mut Client, phone: &str) -> usize {
    let marker = client.send(&Request::campaign_status(1, 10), 101);
    let mut seen = 0;
    loop {
        let ClientEvent::Event(list) = client.next().unwrap() else { continue };
        let Ok(event) = Event::new(list, &Dialect::DEFAULT) else { continue };
        if event.reference_id() == Some(marker) && !is_request(event.message_type()) {
            return seen;
        }
        seen += usize::from(event.phone().as_deref() == Some(phone));
    }
}

/// How often the sender, another client of its DN, and one of another DN see a request that nobody answers, with a
/// server that shows events to their sender or not.
fn seen(server_shows: bool, own_echo: bool, echo: Echo) -> [usize; 3] {
    let mut centre = crate::client::still();
    centre.tserver.own_echo = server_shows;
    let site = Site::of(centre);
    let bridge = site.bridge(|config| {
        config.clients.own_echo = own_echo;
        config.upstream.echo = echo;
    });
    let mut sender = client(&bridge, "a", "8001").unwrap();
    let mut same = client(&bridge, "b", "8001").unwrap();
    let mut other = client(&bridge, "c", "8002").unwrap();
    // For an OCS that does not exist.
    sender.send(&Request::do_not_call().phone("5550000001"), 999);
    let shown = || match server_shows {
        true => metric(&bridge, "events_total"),
        false => metric(&bridge, "events_shown_here_total"),
    };
    until("the event", || shown() > 0);
    [&mut sender, &mut same, &mut other].map(|client| seen_by(client, "5550000001"))
}

#[test]
fn an_event_is_shown_to_every_client_of_its_dn_once_whatever_the_server_does() {
    for server_shows in [true, false] {
        assert_eq!(seen(server_shows, true, Echo::Auto), [1, 1, 0], "server: {server_shows}");
        assert_eq!(seen(server_shows, false, Echo::Auto), [0, 1, 0], "server: {server_shows}");
    }
    assert_eq!(seen(false, true, Echo::No), [1, 1, 0]);
    assert_eq!(seen(true, true, Echo::Yes), [1, 1, 0]);
}

#[test]
fn a_chain_of_bridges_is_one() {
    let site = Site::start();
    let first = site.bridge(|_| {});
    let second = crate::site::bridge(&first.addresses()[0].to_string(), |_| {});
    let session = session(&second);
    let answer = session.call(&Request::do_not_call().phone("5550000001"), Wait::Default).unwrap();
    assert_eq!(answer.event.phone().as_deref(), Some("5550000001"));
    assert_eq!(connector(&second).server(), second.addresses()[0].to_string());
}

#[test]
fn a_dn_that_goes_out_of_service_does_so_for_its_clients_only() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    let session = session(&bridge);
    assert!(site.simulator.control().set_service("8001", false));
    until("out of service", || !session.is_up() || session.trouble().is_some());
    // Who comes now is told as well.
    let late = crate::site::session(&bridge);
    assert!(site.simulator.control().set_service("8001", true));
    for session in [session, late] {
        until("in service", || session.trouble().is_none());
        session.call(&Request::do_not_call().phone("5550000001"), Wait::Default).unwrap();
    }
}

#[test]
fn a_registration_that_the_server_takes_away_is_asked_for_again() {
    let site = Site::start();
    let bridge = site.bridge(|_| {});
    let session = session(&bridge);
    assert_eq!(site.simulator.control().unregister_all("8001"), Some(1));
    until("the registration", || site.dns_of_clients() == [["8001"]]);
    session.call(&Request::do_not_call().phone("5550000001"), Wait::Default).unwrap();
}

#[test]
fn the_configuration_is_read_by_those_who_may() {
    let site = Site::start();
    let bridge = site.bridge(|config| {
        let mut reader = commdn_bridge::config::Client::new("reader");
        reader.directory = true;
        config.client = vec![reader, commdn_bridge::config::Client::new("desktop")];
    });
    let queries: Vec<Query> = Kind::ALL.iter().map(|kind| Query::all(*kind)).collect();
    let read = |connector: &dyn Connector, name: &str| {
        let mut objects = Vec::new();
        let result = fetch(connector, &ReaderConfig::new(name), &queries, &mut |heard| {
            if let Fetched::Object(object) = heard {
                objects.push(format!("{object:?}"));
            }
            Ok(())
        });
        result.map(|_| objects)
    };
    let direct = read(&*crate::site::connector_to(site.address), "reader").unwrap();
    assert!(direct.len() > 5);
    until("a server to read from", || read(&*connector(&bridge), "reader").is_ok());
    assert_eq!(read(&*connector(&bridge), "reader").unwrap(), direct);
    let error = read(&*connector(&bridge), "desktop").unwrap_err().to_string();
    assert!(error.contains("Client 'desktop' may not read the configuration"), "{error}");
}
