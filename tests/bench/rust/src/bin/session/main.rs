//! S1, S3 and S4: calls of a session in Rust, client and server pinned to one core; S2 on two.
//!
//! The server is the program `responder`, for ours and for the raw peers alike; times are wall time, in pairs of samples
//! that follow each other. `BENCH_ONLY` says which rows.

mod callers;
mod latency;
mod raw;
mod servers;
mod spin;
mod window;

use std::time::{Duration, Instant};

use commdn::carrier::{Connector, TcpConnector};
use commdn::session::Session;
use commdn::session::SessionConfig;
use commdn_bench::timing::{Paired, median, wanted};

/// The application that asks, and the OCS that is asked.
const APPLICATION: i32 = 20;
const OCS: i32 = 101;
const DN: &str = "8001";

fn main() -> std::io::Result<()> {
    let server = servers::responder()?;
    if wanted(&["S1"]) {
        latency::rows(server.port)?;
    }
    if wanted(&["S2"]) {
        spin::rows()?;
    }
    if wanted(&["S3"]) {
        window::rows(server.port)?;
    }
    if wanted(&["S4"]) {
        callers::rows(server.port);
    }
    Ok(())
}

/// A session with the responder.
fn open(port: u16) -> Session {
    open_through(TcpConnector::new("127.0.0.1", port))
}

fn config() -> SessionConfig {
    SessionConfig::new(DN, APPLICATION).ocs_dbid(OCS)
}

fn open_through(connector: impl Connector + 'static) -> Session {
    Session::connect(config(), connector).expect("the responder takes every session")
}

/// Time `ours` and `peer` in turn, each of which does something `count` times: nanoseconds of one, and ours / peer.
fn in_turn(pairs: usize, count: usize, ours: impl FnMut(), peer: impl FnMut()) -> Paired {
    let (mut ours, mut peer) = (timer(count, ours), timer(count, peer));
    let samples: Vec<(f64, f64)> = (0..pairs).map(|_| (ours(), peer())).collect();
    paired(&samples)
}

fn timer(count: usize, mut work: impl FnMut()) -> impl FnMut() -> f64 {
    work();
    move || {
        let started = Instant::now();
        work();
        nanoseconds(started.elapsed()) / count as f64
    }
}

fn nanoseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}

/// What pairs of (ours, peer) say.
fn paired(samples: &[(f64, f64)]) -> Paired {
    let mut ratios: Vec<f64> = samples.iter().map(|(ours, peer)| ours / peer).collect();
    ratios.sort_by(f64::total_cmp);
    let at = |share: usize| ratios[ratios.len() * share / 4];
    Paired {
        ours: median(samples.iter().map(|(ours, _)| *ours)),
        peer: median(samples.iter().map(|(_, peer)| *peer)),
        ratio: at(2),
        spread: (at(3) - at(1)) / at(2),
    }
}

/// The same pairs as how many times as fast ours is.
fn speed_up(paired: Paired) -> Paired {
    Paired { ratio: 1.0 / paired.ratio, ..paired }
}
