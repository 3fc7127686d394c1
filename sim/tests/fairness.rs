//! One client that sends as fast as it is served, and connections of the control interface that do: the others are
//! served all the same.

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use commdn::carrier::TcpConnector;
use commdn::link::{AttributeId, FrameWriter, MessageId, preface};
use commdn::message::{Dialect, Envelope, Request};
use commdn_rt::sync::Mutex;
use commdn_sim::Simulator;
use common::{Client, PATIENCE, start, still};

/// How long another client's request may take, on a machine that is busy with other tests.
const SOON: Duration = Duration::from_secs(5);
/// How often it asks.
const PROBES: usize = 5;
/// Bytes that a flood repeats.
const CHUNK: usize = 256 << 10;
/// One flood at a time: each takes what the machine has.
static ALONE: Mutex<()> = Mutex::new(());

fn good(address: SocketAddr) -> Client {
    Client::connect(&TcpConnector::new(address.ip().to_string(), address.port()), "8001")
}

/// Frames, again and again, until there is a chunk of them.
fn many(mut frame: impl FnMut(&mut Vec<u8>, usize)) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in 0.. {
        if bytes.len() >= CHUNK {
            break;
        }
        frame(&mut bytes, number);
    }
    bytes
}

fn polls() -> Vec<u8> {
    many(|out, _| drop(FrameWriter::new(out, MessageId::KEEP_ALIVE_POLL)))
}

fn requests() -> Vec<u8> {
    let mut user_data = Vec::new();
    let request = Request::do_not_call().phone("5559999999");
    request.write(Envelope::new(21, 101), &Dialect::DEFAULT, &mut user_data).unwrap();
    many(|out, number| {
        FrameWriter::new(out, MessageId::DISTRIBUTE_USER_EVENT)
            .int(AttributeId::REFERENCE_ID, i32::try_from(number).unwrap())
            .bytes(AttributeId::COMMUNICATION_DN, b"8002")
            .bytes(AttributeId::USER_DATA, &user_data);
    })
}

fn register(out: &mut Vec<u8>, dn: &str, number: usize) {
    FrameWriter::new(out, MessageId::REGISTER_ADDRESS)
        .bytes(AttributeId::THIS_DN, dn.as_bytes())
        .int(AttributeId::REFERENCE_ID, i32::try_from(number).unwrap())
        .int(AttributeId::REGISTER_MODE, 1)
        .int(AttributeId::ADDRESS_TYPE, 1);
}

fn registrations() -> Vec<u8> {
    many(|out, number| register(out, &format!("no such DN {number}"), number))
}

fn unknown() -> Vec<u8> {
    many(|out, _| {
        FrameWriter::new(out, MessageId(4711)).int(AttributeId::REFERENCE_ID, 1);
    })
}

/// Logged in on the DN 8002, where that is known.
fn flooding(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut out = preface().to_vec();
    FrameWriter::new(&mut out, MessageId::REGISTER_CLIENT)
        .bytes(AttributeId::APPLICATION_NAME, b"flood")
        .int(AttributeId::KEEP_ALIVE_MS, 0);
    register(&mut out, "8002", 1);
    stream.write_all(&out).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// The second client asks again and again while `flood` is sent, in pieces of `piece` bytes.
fn is_served_beside(name: &str, flood: &[u8], piece: usize) {
    let _alone = ALONE.lock();
    let simulator = start(still());
    let address = simulator.listen("127.0.0.1:0").unwrap();
    let mut client = good(address);
    let over = AtomicBool::new(false);
    let mut stream = flooding(address);
    let mut reader = stream.try_clone().unwrap();
    std::thread::scope(|scope| {
        // It takes all answers: one that does not is not read from.
        scope.spawn(move || {
            while matches!(reader.read(&mut [0; 65536]), Ok(len) if len > 0) {}
            // At the end whoever writes is told as well: its window may be shut, and the system is patient.
            let _ = reader.shutdown(std::net::Shutdown::Both);
        });
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                for bytes in flood.chunks(piece) {
                    if stream.write_all(bytes).is_err() || over.load(Ordering::Relaxed) {
                        break;
                    }
                }
            }
            let _ = stream.shutdown(std::net::Shutdown::Both);
        });
        std::thread::sleep(Duration::from_millis(200));
        for probe in 0..PROBES {
            let began = Instant::now();
            client.call(&Request::do_not_call().phone(format!("555{probe:07}")));
            let took = began.elapsed();
            // Somebody else comes in meanwhile.
            drop(good(address));
            let both = began.elapsed();
            over.store(took >= SOON || both >= SOON * 2, Ordering::Relaxed);
            assert!(!over.load(Ordering::Relaxed), "{name}: {took:?}, with another one {both:?}");
        }
        over.store(true, Ordering::Relaxed);
        simulator.control().cut(Some("flood"));
    });
}

#[test]
fn a_flood_of_polls_keeps_nobody_waiting() {
    is_served_beside("polls", &polls(), CHUNK);
}

#[test]
fn a_flood_of_requests_keeps_nobody_waiting() {
    is_served_beside("requests", &requests(), CHUNK);
}

#[test]
fn a_flood_of_registrations_keeps_nobody_waiting() {
    is_served_beside("registrations", &registrations(), CHUNK);
}

#[test]
fn a_flood_of_unknown_messages_keeps_nobody_waiting() {
    is_served_beside("unknown", &unknown(), CHUNK);
}

#[test]
fn a_flood_of_half_frames_keeps_nobody_waiting() {
    // Each write ends within a frame.
    is_served_beside("half frames", &polls(), 7);
}

/// Each sends commands as fast as they are taken, and reads the replies or does not.
fn controls_stall_nobody(count: usize, reads: bool) {
    let _alone = ALONE.lock();
    let simulator: Simulator = start(still());
    let address = simulator.listen("127.0.0.1:0").unwrap();
    let control = simulator.listen_control("127.0.0.1:0").unwrap();
    let mut client = good(address);
    let over = AtomicBool::new(false);
    let commands = "{\"command\":\"snapshot\"}\n".repeat(600);
    std::thread::scope(|scope| {
        let streams: Vec<TcpStream> =
            (0..count).map(|_| TcpStream::connect(control).unwrap()).collect();
        for stream in &streams {
            stream.set_nonblocking(true).unwrap();
        }
        let (over, commands) = (&over, commands.as_bytes());
        scope.spawn(move || {
            let mut sent = vec![0; streams.len()];
            while !over.load(Ordering::Relaxed) {
                for (stream, sent) in streams.iter().zip(&mut sent) {
                    let mut stream = stream;
                    if let Ok(len) = stream.write(&commands[*sent % commands.len()..]) {
                        *sent += len;
                    }
                    if reads {
                        let _ = stream.read(&mut [0; 65536]);
                    }
                }
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        std::thread::sleep(Duration::from_millis(300));
        for probe in 0..PROBES {
            let began = Instant::now();
            client.call(&Request::do_not_call().phone(format!("555{probe:07}")));
            let took = began.elapsed();
            // The control interface answers others as well.
            let mut other = TcpStream::connect(control).unwrap();
            other.set_read_timeout(Some(PATIENCE)).unwrap();
            let answered = other
                .write_all(b"{\"command\":\"log\",\"limit\":1}\n")
                .and_then(|()| BufReader::new(other).read_line(&mut String::new()));
            let late = took >= SOON || began.elapsed() >= SOON * 2;
            over.store(late || answered.is_err(), Ordering::Relaxed);
            assert!(!over.load(Ordering::Relaxed), "{took:?}, {answered:?}");
        }
        over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn sixty_control_connections_that_read_their_replies_stall_nobody() {
    controls_stall_nobody(60, true);
}

#[test]
fn sixty_control_connections_that_read_nothing_stall_nobody() {
    controls_stall_nobody(60, false);
}
