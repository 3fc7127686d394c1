//! S4: many callers on one session against the same whose requests are written one by one.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use commdn::carrier::{Connector, TcpConnector, Transport};
use commdn::session::Session;
use commdn::session::Wait;
use commdn_bench::{messages, row, timing};

use crate::{nanoseconds, open, open_through, paired, speed_up};

/// Print the rows.
pub fn rows(port: u16) {
    for callers in [16, 64] {
        let ours = open(port);
        let peer = open_through(OneByOne(TcpConnector::new("127.0.0.1", port)));
        let pairs = if timing::quick() { 11 } else { 41 };
        let (mut times, mut tails) = (Vec::new(), Vec::new());
        for _ in 0..pairs {
            let (ours, peer) = (burst(&ours, callers), burst(&peer, callers));
            times.push((ours.0, peer.0));
            tails.push((ours.1, peer.1));
        }
        let peer = "a write for each request";
        let measure = format!("{callers} callers, calls a second");
        row::timed("S4", &measure, peer, Some(">= 1.4"), speed_up(paired(&times)));
        let measure = format!("{callers} callers, p99 of a call");
        row::timed("S4", &measure, peer, Some("<= 0.5"), paired(&tails));
    }
}

/// Calls of that many threads: nanoseconds for each call, and the p99 of how long one took.
fn burst(session: &Session, callers: usize) -> (f64, f64) {
    let calls = 4_096;
    let left = AtomicUsize::new(calls);
    let request = messages::dnc_request();
    // Starting a thread takes longer than a call, and so does ending one.
    let (ready, done) = (Barrier::new(callers), Barrier::new(callers));
    let caller = || {
        let mut times = Vec::with_capacity(calls);
        session.call(&request, Wait::Default).expect("the responder answers");
        ready.wait();
        let began = Instant::now();
        let another = |left: usize| left.checked_sub(1);
        while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, another).is_ok() {
            let started = Instant::now();
            session.call(&request, Wait::Default).expect("the responder answers");
            times.push(nanoseconds(started.elapsed()));
        }
        let ended = Instant::now();
        done.wait();
        (began, ended, times)
    };
    let callers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..callers).map(|_| scope.spawn(caller)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no caller panics")).collect()
    });
    let began = callers.iter().map(|(began, ..)| *began).min().expect("there are callers");
    let ended = callers.iter().map(|(_, ended, _)| *ended).max().expect("there are callers");
    let mut times: Vec<f64> = callers.into_iter().flat_map(|(.., times)| times).collect();
    times.sort_by(f64::total_cmp);
    (nanoseconds(ended - began) / calls as f64, times[times.len() * 99 / 100])
}

/// Opens connections that write each frame by itself.
#[derive(Debug)]
struct OneByOne(TcpConnector);

impl Connector for OneByOne {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        Ok(Arc::new(Frames(self.0.connect(timeout)?)))
    }

    fn server(&self) -> String {
        self.0.server()
    }
}

#[derive(Debug)]
struct Frames(Arc<dyn Transport>);

impl Transport for Frames {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        self.0.read(buffer, timeout)
    }

    /// The first frame only; the session offers the rest again.
    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let len = bytes.first_chunk().map_or(0, |len| u32::from_be_bytes(*len) as usize + 4);
        // The preface is none, and goes out whole with what follows it.
        let first = bytes.get(..len).filter(|first| !first.is_empty()).unwrap_or(bytes);
        self.0.write(first, timeout)
    }

    fn shutdown(&self) {
        self.0.shutdown();
    }
}
