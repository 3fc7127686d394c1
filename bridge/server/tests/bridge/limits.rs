//! Limits: too many connections, too many requests, a client that does not read.

use std::time::{Duration, Instant};

use commdn::kvlist::KvList;
use commdn::message::Request;
use commdn::session::Wait;
use commdn_bridge::config::Client as ClientTable;

use crate::client::{Client, ClientEvent};
use crate::site::{Site, client, connector, refusal, session, until};

#[test]
fn connections_are_limited_for_each_client_and_for_all() {
    let site = Site::start();
    let bridge = site.bridge(|config| {
        config.bridge.max_clients = 3;
        let mut one = ClientTable::new("one");
        one.limits.max_connections = Some(1);
        config.client = vec![one];
    });
    let first = client(&bridge, "one", "8001").unwrap();
    let told = refusal(client(&bridge, "one", "8001"));
    assert!(told.contains("client 'one' has 1 connections") && told.contains("code 40"), "{told}");
    let _others = [client(&bridge, "a", "8001").unwrap(), client(&bridge, "b", "8001").unwrap()];
    let told = refusal(client(&bridge, "c", "8001"));
    assert!(told.contains("3 clients are logged in"), "{told}");
    first.shutdown();
    until("room", || client(&bridge, "one", "8001").is_ok());
}

#[test]
fn requests_beyond_the_rate_wait_and_none_is_lost() {
    let site = Site::start();
    let bridge = site.bridge(|config| {
        let mut limited = ClientTable::new("limited");
        limited.limits.requests_per_second = Some(20.0);
        limited.limits.max_waiting_requests = Some(4);
        config.client = vec![limited];
    });
    let mut limited = client(&bridge, "limited", "8001").unwrap();
    let began = Instant::now();
    for number in 0..40 {
        limited.send(&Request::do_not_call().phone(format!("555000{number:04}")), 101);
    }
    // The others are not.
    let free = session(&bridge);
    for number in 0..20 {
        free.call(&Request::do_not_call().phone(format!("555100{number:04}")), Wait::Default)
            .unwrap();
    }
    let accepted = |client: &mut Client| loop {
        if let ClientEvent::Accepted(reference) = client.next().unwrap() {
            return reference;
        }
    };
    let order: Vec<i32> = (0..40).map(|_| accepted(&mut limited)).collect();
    assert_eq!(order, (1..=40).collect::<Vec<_>>());
    // 20 at once, and 20 a second from then on.
    assert!(began.elapsed() >= Duration::from_millis(900), "{:?}", began.elapsed());
}

#[test]
fn a_client_that_does_not_read_is_dropped_and_the_others_do_not_notice() {
    let site = Site::start();
    let bridge = site.bridge(|config| {
        let mut slow = ClientTable::new("slow");
        slow.limits.max_backlog_bytes = Some(256 << 10);
        config.client = vec![slow];
    });
    let slow = client(&bridge, "slow", "8001").unwrap();
    let mut quick = client(&bridge, "quick", "8001").unwrap();
    let mut big = KvList::new();
    big.add_string("filler", vec![b'x'; 15_000]).unwrap();
    let dropped = || crate::status::metric(&bridge, "connections_ended_total{reason=\"slow\"}");
    let mut sent = 0;
    while dropped() == 0 {
        assert!(sent < 4_000, "it is still there");
        for _ in 0..20 {
            quick.send_list(&big);
            sent += 1;
        }
        // The acknowledgement and the echo of each.
        for _ in 0..40 {
            quick.next().unwrap();
        }
    }
    drop(slow);
    quick.send_list(&big);
    assert!(matches!(quick.next().unwrap(), ClientEvent::Accepted(_)));
}

#[test]
fn one_that_does_not_log_in_or_speaks_something_else_is_dropped() {
    use std::io::{Read, Write};
    let site = Site::start();
    let bridge = site.bridge(|config| config.bridge.login_seconds = 0.3);
    let connect = || std::net::TcpStream::connect(bridge.addresses()[0]).unwrap();
    let mut silent = connect();
    let mut http = connect();
    http.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    for stream in [&mut silent, &mut http] {
        stream.set_read_timeout(Some(crate::client::PATIENCE)).unwrap();
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        assert_eq!(all.len(), 8, "the preface, and the end");
    }
    let ended = |reason: &str| {
        crate::status::metric(&bridge, &format!("connections_ended_total{{reason=\"{reason}\"}}"))
    };
    assert_eq!((ended("no_login"), ended("protocol")), (1, 1));
    assert!(connector(&bridge).connect(crate::client::PATIENCE).is_ok());
}
