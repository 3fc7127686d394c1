//! Clients of the network that mean no good: the others go on, and nothing is kept for them for long.

mod common;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use commdn::carrier::TcpConnector;
use commdn::message::Request;
use commdn_sim::Simulator;
use common::{Client, PATIENCE, start, still};

fn raw(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Whether the server ends the connection, whatever it says before.
fn is_ended(mut stream: TcpStream) -> bool {
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

fn good(address: SocketAddr) -> Client {
    Client::connect(&TcpConnector::new(address.ip().to_string(), address.port()), "8001")
}

fn wait_for_clients(simulator: &Simulator, count: usize) {
    let until = Instant::now() + PATIENCE;
    while simulator.control().snapshot().clients.len() != count {
        assert!(Instant::now() < until, "not {count} clients are left");
        std::thread::yield_now();
    }
}

#[test]
fn idle_and_half_open_connections_are_ended_and_keep_nobody_out() {
    let mut centre = still();
    centre.tserver.login_seconds = 0.5;
    let simulator = start(centre);
    let address = simulator.listen("127.0.0.1:0").unwrap();
    let mut client = good(address);
    let idle: Vec<TcpStream> = (0..200).map(|_| raw(address)).collect();
    let half_open: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = raw(address);
            // A preface, and a frame that never ends.
            stream.write_all(b"COMMDN\0\x01\0\0\0\x40\0").unwrap();
            stream
        })
        .collect();
    client.call(&Request::do_not_call().phone_as_is("1"));
    assert!(idle.into_iter().chain(half_open).all(is_ended));
    client.call(&Request::do_not_call().phone_as_is("2"));
    wait_for_clients(&simulator, 1);
}

#[test]
fn a_giant_frame_ends_its_connection_at_the_length_field() {
    let simulator = start(still());
    let address = simulator.listen("127.0.0.1:0").unwrap();
    let mut client = good(address);
    let mut hostile = raw(address);
    hostile.write_all(b"COMMDN\0\x01\xff\xff\xff\xff").unwrap();
    assert!(is_ended(hostile));
    client.call(&Request::do_not_call().phone_as_is("1"));
    wait_for_clients(&simulator, 1);
}

#[test]
fn connections_over_twice_the_limit_are_not_taken_in() {
    let mut centre = still();
    centre.tserver.max_clients = 2;
    let simulator = start(centre);
    let address = simulator.listen("127.0.0.1:0").unwrap();
    let mut client = good(address);
    let others: Vec<TcpStream> = (0..3).map(|_| raw(address)).collect();
    wait_for_clients(&simulator, 4);
    assert!((0..20).all(|_| is_ended(raw(address))));
    client.call(&Request::do_not_call().phone_as_is("1"));
    drop(others);
    wait_for_clients(&simulator, 1);
}

#[cfg(feature = "certificates")]
#[test]
fn a_tls_handshake_that_never_comes_or_never_ends_is_ended() {
    let folder = std::env::temp_dir().join(format!("commdn-hostile-{}", std::process::id()));
    let mut centre = still();
    centre.tserver.login_seconds = 0.3;
    centre.tls = Some(commdn_sim::config::Tls::throw_away(&folder));
    let simulator = start(centre);
    let address = simulator.listen("tls://127.0.0.1:0").unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let silent = raw(address);
    let mut begun = raw(address);
    // The head of a ClientHello of 16,000 bytes, and its first.
    begun.write_all(&[22, 3, 1, 0x3e, 0x80, 1]).unwrap();
    assert!(is_ended(silent) && is_ended(begun));
    wait_for_clients(&simulator, 0);
}

#[test]
fn the_log_is_masked_for_others_eyes() {
    use std::sync::{Arc, Mutex};
    let simulator = start(still());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    simulator.control().observe(Some(Box::new(move |entry| {
        sink.lock().unwrap().push((entry.to_string(), entry.masked()));
    })));
    let mut client = Client::connect(&*simulator.connector(), "8001");
    client.call(&Request::do_not_call().phone("5551234567").customer_id("C-1001"));
    let seen = seen.lock().unwrap();
    assert!(seen.iter().any(|(plain, _)| plain.contains("5551234567")), "it was not logged at all");
    for (_, masked) in seen.iter() {
        let text = format!("{masked} {masked:?} {}", serde_json::to_string(masked).unwrap());
        assert!(!text.contains("5551234567") && !text.contains("C-1001"), "{text}");
    }
    assert!(seen.iter().any(|(_, masked)| masked.to_string().contains("****")));
}
