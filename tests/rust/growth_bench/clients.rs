//! G4: what a call costs while so many other clients are on its communication DN.
//!
//! T-Server shows each answer to every client of the DN, and each of them has to read it. All clients are sessions of
//! this process, with the simulator in it, and the time is the processor's for all of them together: a call in wall time
//! is over long before the last of the others has read its answer.

use std::time::Duration;

use commdn::message::Request;
use commdn::session::{Session, Wait};
use commdn_tests::{Face, demo, open};
use rustix::time::{ClockId, clock_gettime};

use super::row;

/// Calls before the others are waited for: what they have not read yet waits in the simulator.
const ROUND: usize = 20;

pub fn rows() {
    let events = if row::quick() { 20_000 } else { 200_000 };
    let simulator = demo();
    let mut sessions: Vec<Session> = Vec::new();
    let mut points = Vec::new();
    for size in [1, 3, 10, 30, 100, 300, 1_000] {
        while sessions.len() < size {
            sessions.push(open(Face::Embedded, &simulator));
        }
        let each = round(&sessions, 1, None);
        let rounds = (events / size / ROUND).max(3);
        let started = processor_time();
        for _ in 0..rounds {
            round(&sessions, ROUND, Some(each));
        }
        let took = (processor_time() - started).as_secs_f64() * 1e9;
        points.push((size as f64, took / (rounds * ROUND) as f64));
    }
    let title = "Session: processor time of a call, all clients on its DN together";
    row::grown("G4", "dn-clients", title, "embedded simulator", "clients", &points);
}

/// Some calls of the first client, and until the others have read as many answers of so many bytes each; gives how many
/// bytes the first of the others has read.
fn round(sessions: &[Session], calls: usize, each: Option<u64>) -> u64 {
    let received = |session: &Session| session.stats().expect("counts").received_bytes;
    let Some((caller, others)) = sessions.split_first() else { return 0 };
    let before: Vec<u64> = others.iter().map(received).collect();
    for number in 0..calls {
        let request = Request::do_not_call().phone(format!("777{number:07}"));
        caller.call(&request, Wait::Default).expect("an answer");
    }
    let mut first = 0;
    for (place, (session, before)) in others.iter().zip(before).enumerate() {
        let wanted = each.map_or(1, |each| each * calls as u64);
        let mut read = received(session) - before;
        while read < wanted {
            std::thread::sleep(Duration::from_micros(200));
            read = received(session) - before;
        }
        if place == 0 {
            first = read;
        }
    }
    first
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
