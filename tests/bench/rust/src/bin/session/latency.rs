//! S1: a blocking call of one caller against a socket that sends and receives the same bytes.

use std::io;
use std::time::Instant;

use commdn::session::Wait;
use commdn_bench::{messages, row, timing};

use crate::raw::Codec;
use crate::{nanoseconds, open, paired};

/// Calls of one sample: a hundredth of them are above its p99.
pub const CALLS: usize = 1_000;

/// Print the rows.
pub fn rows(port: u16) -> io::Result<()> {
    let request = messages::dnc_request();
    let session = open(port);
    let mut raw = Codec::connect(port)?.into_raw(&request)?;
    let mut ours = || {
        session.call(&request, Wait::Default).expect("the responder answers");
    };
    let mut peer = || raw.round_trip().expect("the responder answers");
    let pairs = if timing::quick() { 31 } else { 151 };
    let mut medians = Vec::with_capacity(pairs);
    let mut tails = Vec::with_capacity(pairs);
    for _ in 0..pairs {
        let (ours, peer) = (latencies(&mut ours), latencies(&mut peer));
        medians.push((ours[CALLS / 2], peer[CALLS / 2]));
        tails.push((ours[CALLS * 99 / 100], peer[CALLS * 99 / 100]));
    }
    let peer = "raw socket";
    row::timed("S1", "blocking call, one caller, median", peer, Some("<= 1.08"), paired(&medians));
    row::timed("S1", "blocking call, one caller, p99", peer, Some("<= 1.15"), paired(&tails));
    Ok(())
}

/// Nanoseconds of each call, sorted.
pub fn latencies(call: &mut impl FnMut()) -> Vec<f64> {
    // What the other one left in the caches is not this one's.
    for _ in 0..20 {
        call();
    }
    let mut times: Vec<f64> = (0..CALLS)
        .map(|_| {
            let started = Instant::now();
            call();
            nanoseconds(started.elapsed())
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}
