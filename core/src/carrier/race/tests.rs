//! Races on the loopback interface: a place that hears nothing is a listener whose backlog is full.

use std::net::TcpListener;

use super::*;

const LIMIT: Duration = Duration::from_secs(3);

fn addresses(texts: &[&str]) -> Vec<SocketAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// Takes no connection and refuses none.
struct Deaf {
    address: SocketAddr,
    _listener: TcpListener,
    _fill: Vec<mio::net::TcpStream>,
}

impl Deaf {
    fn at(host: &str) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        rustix::net::listen(&listener, 0).unwrap();
        let address = listener.local_addr().unwrap();
        let fill = (0..8).filter_map(|_| mio::net::TcpStream::connect(address).ok()).collect();
        std::thread::sleep(Duration::from_millis(100));
        Self { address, _listener: listener, _fill: fill }
    }
}

fn run(addresses: &[SocketAddr], timeout: Duration) -> (io::Result<TcpStream>, Duration) {
    let began = Instant::now();
    let result = connect(addresses, began, timeout, &ConnectCancel::new());
    (result, began.elapsed())
}

/// An address that nobody listens at.
fn closed(host: &str) -> SocketAddr {
    TcpListener::bind((host, 0)).unwrap().local_addr().unwrap()
}

#[test]
fn families_take_turns_and_each_address_is_tried_once() {
    let mixed = addresses(&["[::1]:1", "[::2]:1", "[::1]:1", "[::3]:1", "1.1.1.1:1", "2.2.2.2:1"]);
    let turns = ["[::1]:1", "1.1.1.1:1", "[::2]:1", "2.2.2.2:1", "[::3]:1"];
    assert_eq!(in_turns(&mixed), addresses(&turns));
    let fours = addresses(&["1.1.1.1:1", "[::1]:1", "2.2.2.2:1"]);
    assert_eq!(in_turns(&fours), fours);
    assert!(in_turns(&[]).is_empty());
}

#[test]
fn the_second_address_is_tried_beside_a_first_that_hears_nothing() {
    let deaf = Deaf::at("127.0.0.11");
    let good = TcpListener::bind("127.0.0.12:0").unwrap();
    let wanted = good.local_addr().unwrap();
    let (result, took) = run(&[deaf.address, wanted], LIMIT);
    assert_eq!(result.unwrap().peer_addr().unwrap(), wanted);
    assert!(took >= ATTEMPT_DELAY - Duration::from_millis(5) && took < LIMIT, "{took:?}");
}

#[test]
fn after_a_refusal_the_next_one_has_no_delay() {
    let refusing: Vec<SocketAddr> = (21..41).map(|n| closed(&format!("127.0.0.{n}"))).collect();
    let good = TcpListener::bind("127.0.0.12:0").unwrap();
    let mut all = refusing;
    all.push(good.local_addr().unwrap());
    let (result, took) = run(&all, LIMIT);
    assert_eq!(result.unwrap().peer_addr().unwrap(), good.local_addr().unwrap());
    assert!(took < ATTEMPT_DELAY * 4, "{took:?}");
}

#[test]
fn all_share_the_time_and_the_error_names_each_with_its_fate() {
    let deaf: Vec<Deaf> = (13..16).map(|n| Deaf::at(&format!("127.0.0.{n}"))).collect();
    let mut all: Vec<SocketAddr> = deaf.iter().map(|deaf| deaf.address).collect();
    all.push(closed("127.0.0.16"));
    let limit = Duration::from_millis(900);
    let (result, took) = run(&all, limit);
    let error = result.unwrap_err();
    assert!(took >= limit && took < limit + Duration::from_secs(1), "{took:?}");
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    let text = error.to_string();
    for deaf in &deaf {
        assert!(text.contains(&format!("{}: no answer in 900ms", deaf.address)), "{text}");
    }
    assert!(text.contains(&format!("{}: Connection refused", all[3])), "{text}");
    let (result, _) = run(&all[..1], Duration::from_millis(50));
    assert_eq!(result.unwrap_err().kind(), io::ErrorKind::TimedOut);
}

#[test]
fn a_race_is_given_up_at_once_when_it_is_cancelled() {
    let deaf = Deaf::at("127.0.0.17");
    let cancel = ConnectCancel::new();
    let (other, address) = (cancel.clone(), deaf.address);
    let runs = std::thread::spawn(move || {
        let began = Instant::now();
        let result = connect(&[address], began, Duration::from_secs(60), &other);
        (result.unwrap_err().to_string(), began.elapsed())
    });
    std::thread::sleep(Duration::from_millis(100));
    cancel.cancel();
    let (text, took) = runs.join().unwrap();
    assert!(text.contains("cancelled") && took < Duration::from_secs(5), "{text} {took:?}");
}
