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

use super::row::{self, Series};

pub fn rows() {
    let events = if row::quick() { 5_000 } else { 50_000 };
    let simulator = demo();
    let mut sessions: Vec<Session> = Vec::new();
    let mut points = Vec::new();
    for size in [1, 3, 10, 30, 100, 300, 1_000] {
        while sessions.len() < size {
            sessions.push(open(Face::Embedded, &simulator));
        }
        // The answers to these requests are of one length.
        let each = turn(&sessions, 0, 1);
        let turns = (events / size).max(30);
        let started = processor_time();
        for number in 0..turns {
            turn(&sessions, number, each);
        }
        let took = (processor_time() - started).as_secs_f64() * 1e9;
        points.push((size as f64, took / turns as f64));
    }
    let series = Series {
        id: "G4",
        plot: "dn-clients",
        title: "Session: processor time of a call, all clients on its DN together",
        name: "embedded simulator",
        x: "clients",
        // Alone, a caller reads for itself and no other thread runs. Switching threads scatters.
        from: 10.0,
        over: 30.0,
    };
    row::grown(&series, &points);
}

/// A call of the first client, and until each of the others has read `wanted` bytes more; gives how many the last one has.
fn turn(sessions: &[Session], number: usize, wanted: u64) -> u64 {
    let received = |session: &Session| session.stats().expect("counts").received_bytes;
    let Some((caller, others)) = sessions.split_first() else { return 0 };
    let before: Vec<u64> = others.iter().map(received).collect();
    let request = Request::do_not_call().phone(format!("777{number:07}"));
    caller.call(&request, Wait::Default).expect("an answer");
    let mut read = 0;
    for (session, before) in others.iter().zip(before) {
        read = received(session) - before;
        while read < wanted {
            std::thread::sleep(Duration::from_micros(200));
            read = received(session) - before;
        }
    }
    read
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
