//! S2: a blocking call that spins before it sleeps against a socket that both ends poll, client and server on two cores.

use std::io;
use std::time::{Duration, Instant};

use commdn::carrier::TcpConnector;
use commdn::session::{Session, Wait};
use commdn_bench::{messages, row, spinning, timing};
use rustix::time::{ClockId, clock_gettime};

use crate::latency::{CALLS, latencies};
use crate::raw::Codec;
use crate::{config, nanoseconds, paired, servers};

/// Longer than any round trip here.
const SPIN: Duration = Duration::from_millis(5);
/// A core that this thread has had for less of the time was not free.
const FREE: f64 = 0.95;

const PEER: &str = "raw socket, both ends polling";
const GOAL: Option<&str> = Some("<= 1.1");

/// Print the row.
pub fn rows() -> io::Result<()> {
    let measure = "blocking call that spins, median";
    let Some(core) = second_core() else {
        row::no_peer(
            "S2",
            measure,
            PEER,
            GOAL,
            "there is one core: a server that spins needs its own",
        );
        return Ok(());
    };
    let server = servers::spinning_responder(core)?;
    let request = messages::dnc_request();
    let connector = TcpConnector::new("127.0.0.1", server.port);
    let session = Session::connect(config().spin(SPIN), connector).map_err(io::Error::other)?;
    let mut raw = Codec::connect(server.port)?.into_raw(&request)?;
    let mut ours = || {
        session.call(&request, Wait::Default).expect("the responder answers");
    };
    let mut peer = || raw.spinning_round_trip().expect("the responder answers");
    let pairs = if timing::quick() { 31 } else { 151 };
    let (began, had) = (Instant::now(), processor_time());
    let mut medians = Vec::with_capacity(pairs);
    for _ in 0..pairs {
        let (ours, peer) = (latencies(&mut ours), latencies(&mut peer));
        medians.push((ours[CALLS / 2], peer[CALLS / 2]));
    }
    let share = nanoseconds(processor_time() - had) / nanoseconds(began.elapsed());
    let paired = paired(&medians);
    if share >= FREE {
        row::timed("S2", measure, PEER, GOAL, paired);
    } else {
        let note =
            format!("the cores were not free: this one for {:.0} % of the time", share * 100.0);
        row::timed_with_note("S2", measure, PEER, GOAL, paired, &note);
    }
    Ok(())
}

/// A core beside the one that this program is pinned to.
fn second_core() -> Option<usize> {
    let own: usize = std::env::var("BENCH_CORE").ok()?.parse().ok()?;
    let mut others = (0..1_024).filter(move |core| *core != own);
    // A thread of its own finds out: this one stays where it is.
    std::thread::spawn(move || others.find(|core| spinning::pin(*core).is_ok())).join().ok()?
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
