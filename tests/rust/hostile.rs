//! Peers that mean no good: what a client keeps for them is bounded, and closing is in time.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use commdn::ErrorKind;
use commdn::carrier::{Connector, Transport};
use commdn::kvlist::KvList;
use commdn::link::{AttributeId, FrameBuffer, FrameWriter, KeepAlive, MessageId, preface};
use commdn::message::{Request, keys};
use commdn::session::{Pending, Reconnect, Session, SessionConfig, Wait};
use commdn_tests::{SOON, config};

/// A server within the process: it lets a client in, and then does what the test wants.
#[derive(Debug)]
struct Peer {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    received: FrameBuffer,
    greeted: bool,
    to_client: VecDeque<u8>,
    up: bool,
    /// Takes no byte any more.
    deaf: bool,
    closed: bool,
}

impl Peer {
    fn new() -> Arc<Self> {
        let state = State {
            received: FrameBuffer::new(1 << 20),
            greeted: false,
            to_client: preface().into(),
            up: false,
            deaf: false,
            closed: false,
        };
        Arc::new(Self { state: Mutex::new(state), changed: Condvar::new() })
    }

    fn be_deaf(&self) {
        self.state.lock().unwrap().deaf = true;
    }

    fn send(&self, bytes: &[u8]) {
        self.state.lock().unwrap().to_client.extend(bytes);
        self.changed.notify_all();
    }

    /// Wait until the state is as wanted; false after `timeout`.
    fn wait<'a>(
        &'a self,
        timeout: Duration,
        wanted: impl Fn(&State) -> bool,
    ) -> (std::sync::MutexGuard<'a, State>, bool) {
        let state = self.state.lock().unwrap();
        let (state, result) =
            self.changed.wait_timeout_while(state, timeout, |state| !wanted(state)).unwrap();
        (state, !result.timed_out())
    }
}

impl State {
    fn take(&mut self, bytes: &[u8]) {
        self.received.push(bytes);
        self.greeted = self.greeted || self.received.take_preface().unwrap().is_some();
        let mut out = Vec::new();
        let mut up = self.up;
        while self.greeted
            && self
                .received
                .next(|frame| match frame.message {
                    MessageId::REGISTER_CLIENT => {
                        FrameWriter::new(&mut out, MessageId::SERVER_CONNECTED);
                        FrameWriter::new(&mut out, MessageId::LINK_CONNECTED);
                    }
                    MessageId::REGISTER_ADDRESS => {
                        FrameWriter::new(&mut out, MessageId::REGISTERED);
                        up = true;
                    }
                    _ => {}
                })
                .unwrap()
                .is_some()
        {}
        self.up = up;
        self.to_client.extend(out);
    }
}

impl Transport for Peer {
    fn read(&self, buffer: &mut [u8], timeout: Duration) -> io::Result<usize> {
        let (mut state, ready) =
            self.wait(timeout, |state| state.closed || !state.to_client.is_empty());
        if !ready {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let count = buffer.len().min(state.to_client.len());
        for (to, from) in buffer.iter_mut().zip(state.to_client.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }

    fn write(&self, bytes: &[u8], timeout: Duration) -> io::Result<usize> {
        let (mut state, ready) = self.wait(timeout, |state| state.closed || !state.deaf);
        if !ready {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if state.closed {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        state.take(bytes);
        drop(state);
        self.changed.notify_all();
        Ok(bytes.len())
    }

    fn shutdown(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}

#[derive(Debug)]
struct To(Arc<Peer>);

impl Connector for To {
    fn connect(&self, _: Duration) -> io::Result<Arc<dyn Transport>> {
        Ok(Arc::clone(&self.0) as Arc<dyn Transport>)
    }

    fn server(&self) -> String {
        "a hostile peer".to_owned()
    }
}

fn open(config: SessionConfig, peer: &Arc<Peer>) -> Session {
    Session::connect(config.keep_alive(KeepAlive::OFF), To(Arc::clone(peer))).unwrap()
}

/// Memory of this process that is in use, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

#[test]
fn ten_thousand_open_requests_and_a_peer_that_takes_nothing_stay_within_bounds() {
    const OPEN: usize = 10_000;
    let peer = Peer::new();
    let session = open(config().max_open_requests(OPEN).write_timeout(SOON), &peer);
    peer.be_deaf();
    let before = resident();
    let request = |number: usize| Request::do_not_call().phone(format!("555{number:07}"));
    let pending: Vec<Pending> =
        (0..OPEN).map(|number| session.submit(&request(number), Wait::Forever).unwrap()).collect();
    let stats = session.stats().unwrap();
    assert_eq!(stats.open_requests, OPEN);
    assert!(stats.unsent_bytes > OPEN * 100, "{} bytes wait", stats.unsent_bytes);
    let full = session.submit(&request(OPEN), Wait::Forever).unwrap_err();
    assert_eq!(full.kind(), ErrorKind::Overloaded);
    // What waits, in up to three buffers that have grown by doubling, and 2 KiB a request; other
    // tests of this program run at the same time.
    let bound = 6 * stats.unsent_bytes + 2_048 * OPEN + (16 << 20);
    let grown = resident().saturating_sub(before);
    assert!(grown < bound, "{grown} bytes more, allowed are {bound}");
    let start = Instant::now();
    session.close(Duration::from_millis(500)).unwrap();
    assert!(start.elapsed() < SOON, "closing took {:?}", start.elapsed());
    for mut pending in pending {
        assert_eq!(pending.wait(Wait::No).unwrap_err().kind(), ErrorKind::Closed);
    }
}

#[test]
fn unsent_bytes_have_a_limit_of_their_own() {
    const MAX: usize = 64 * 1024;
    let peer = Peer::new();
    let session = open(config().max_unsent_bytes(MAX).write_timeout(SOON), &peer);
    peer.be_deaf();
    let mut pending = Vec::new();
    let error = loop {
        match session.submit(&Request::do_not_call().phone("5551234567"), Wait::Forever) {
            Ok(one) => pending.push(one),
            Err(error) => break error,
        }
        assert!(pending.len() < 10_000, "nothing holds it up");
    };
    assert_eq!(error.kind(), ErrorKind::Overloaded);
    let unsent = session.stats().unwrap().unsent_bytes;
    assert!((MAX..MAX + 4_096).contains(&unsent), "{unsent}");
    session.close(Duration::from_millis(200)).unwrap();
}

#[test]
fn notices_without_end_push_out_the_oldest() {
    let peer = Peer::new();
    let session = open(config().max_notices(100), &peer);
    let list = KvList::build(|out| {
        out.int(keys::MESSAGE_TYPE, 27)
            .int(keys::ORIGIN_APP_ID, 101)
            .int(keys::TARGET_APP_ID, 0)
            .int(keys::CAMPAIGN_ID, 1)
            .int(keys::GROUP_ID, 10);
    });
    let mut frame = Vec::new();
    FrameWriter::new(&mut frame, MessageId::USER_EVENT)
        .bytes(AttributeId::USER_DATA, &list.unwrap().pack());
    for _ in 0..50 {
        peer.send(&frame.repeat(1_000));
    }
    // A server's link that comes is the last of them.
    let mut last = Vec::new();
    FrameWriter::new(&mut last, MessageId::LINK_DISCONNECTED);
    peer.send(&last);
    let until = Instant::now() + SOON;
    // The switch link's notice at the start counts too.
    while session.stats().unwrap().lost_notices < 50_002 - 100 {
        assert!(Instant::now() < until, "{:?}", session.stats().unwrap());
        std::thread::yield_now();
    }
    assert_eq!(session.stats().unwrap().waiting_notices, 100);
    session.close(SOON).unwrap();
}

#[test]
fn a_giant_frame_ends_the_session_at_its_length_field() {
    let peer = Peer::new();
    let session = open(config().reconnect(Reconnect::NEVER), &peer);
    peer.send(&[0xff, 0xff, 0xff, 0xff]);
    let error = session.call(&Request::do_not_call().phone_as_is("1"), SOON).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Disconnected | ErrorKind::Protocol), "{error}");
    let reason = loop {
        match session.next_notice(Wait::For(SOON)) {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(reason.kind(), ErrorKind::Protocol);
    assert!(reason.to_string().contains("max_frame_bytes (131072)"), "{reason}");
}

#[test]
fn a_login_that_trickles_in_ends_at_the_connect_timeout() {
    // The preface comes whole; what follows is the beginning of a frame, a byte at a time.
    let peer = Peer::new();
    let trickling = Arc::clone(&peer);
    let short = config().connect_timeout(Duration::from_millis(300));
    let trickle = std::thread::spawn(move || {
        while !trickling.wait(Duration::from_millis(20), |state| state.closed).1 {
            trickling.send(&[0]);
        }
    });
    peer.be_deaf();
    let start = Instant::now();
    let error = Session::connect(short, To(Arc::clone(&peer))).unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(matches!(error.kind(), ErrorKind::Connect | ErrorKind::Protocol), "{error}");
    peer.shutdown();
    trickle.join().unwrap();
}
