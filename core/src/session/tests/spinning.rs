//! Spinning before sleeping: the same answers, deadlines and endings.

use super::*;

/// Longer than any test.
const LONG: Duration = Duration::from_secs(60);
/// The background thread has left the reading to the caller by then.
const TIMEOUT: Duration = Duration::from_millis(400);

#[test]
fn spinning_gives_the_same_answers() {
    let peer = Peer::friendly();
    let session = open_with(config().spin(LONG), &peer);
    assert_eq!(peer.polls(), 0, "connecting does not spin");
    // The background thread may read as well, and then nobody spins.
    let until = Instant::now() + SOON;
    while peer.polls() == 0 {
        for phone in ["1", "2", "3"] {
            let answer = session.call(&dnc(phone), Wait::Default).unwrap();
            assert_eq!(answer.event.phone().unwrap(), phone);
        }
        assert!(Instant::now() < until);
    }
    let completions = session.completions().unwrap();
    completions.submit(7, &dnc("4"), Wait::Default).unwrap();
    assert_eq!(completions.next(Wait::Default).unwrap().unwrap().tag, 7);
    let polls = peer.polls();
    assert!(matches!(session.next_notice(Wait::No).unwrap(), Some(Notice::SwitchLink(true))));
    assert!(session.next_notice(Wait::For(Duration::from_millis(10))).unwrap().is_none());
    assert_eq!(peer.polls(), polls, "a wait for a notice does not spin");
}

#[test]
fn many_threads_on_a_session_that_spins_each_get_their_own_answer() {
    for threads in [2, 4, 16] {
        let session = open_with(config().spin(Duration::from_micros(50)), &Peer::friendly());
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let session = session.clone();
                scope.spawn(move || {
                    for call in 0..50 {
                        let phone = format!("{thread}000{call}");
                        let answer = session.call(&dnc(&phone), Wait::Default).unwrap();
                        assert_eq!(answer.event.phone().unwrap(), phone);
                    }
                });
            }
        });
        assert_eq!(session.stats().unwrap().exchange.acknowledged, 50 * threads);
    }
}

#[test]
fn without_the_option_nobody_spins() {
    let peer = Peer::friendly();
    open(&peer).call(&dnc("1"), Wait::Default).unwrap();
    assert_eq!(peer.polls(), 0);
}

#[test]
fn a_carrier_that_can_only_wait_is_asked_once_for_each_read_and_waited_for() {
    let peer = Peer::silent();
    let session = open_with(config().spin(LONG), &peer);
    peer.refuse_polls();
    let error = session.call(&dnc("1"), TIMEOUT).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAnswer);
    assert!((1..20).contains(&peer.polls()), "{}", peer.polls());
}

#[test]
fn a_deadline_shorter_than_the_spin_holds_and_so_does_a_longer_one() {
    for spin in [LONG, Duration::from_millis(2)] {
        let peer = Peer::silent();
        let session = open_with(config().spin(spin), &peer);
        let started = Instant::now();
        let error = session.call(&dnc("1"), TIMEOUT).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoAnswer);
        assert!((TIMEOUT..SOON).contains(&started.elapsed()), "{:?}", started.elapsed());
        assert!(peer.polls() > 0);
    }
}

#[test]
fn an_answer_that_comes_after_the_spin_is_taken() {
    let peer = Peer::silent();
    let session = open_with(config().spin(Duration::from_micros(100)), &peer);
    let mut pending = session.submit(&dnc("1"), Wait::Default).unwrap();
    let envelope = crate::message::Envelope::new(20, 101).reference_id(pending.reference_id());
    let mut out = Vec::new();
    dnc("1").write(envelope, &Dialect::DEFAULT, &mut out).unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(move || pending.wait(Wait::For(SOON)));
        while peer.polls() == 0 {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(5));
        peer.send(&acknowledgement(&out));
        assert_eq!(waiting.join().unwrap().unwrap().event.phone().unwrap(), "1");
    });
}

#[test]
fn closing_and_losing_the_connection_end_a_spin_at_once() {
    for close in [true, false] {
        let peer = Peer::silent();
        let session = open_with(config().spin(LONG), &peer);
        std::thread::scope(|scope| {
            let call = scope.spawn(|| kind(session.call(&dnc("1"), LONG)));
            while peer.polls() == 0 {
                std::thread::yield_now();
            }
            let started = Instant::now();
            let expected = if close {
                session.close(SOON).unwrap();
                ErrorKind::Closed
            } else {
                peer.hang_up();
                ErrorKind::Disconnected
            };
            assert_eq!(call.join().unwrap(), expected);
            assert!(started.elapsed() < SOON);
        });
    }
}

#[cfg(unix)]
#[test]
fn a_tcp_connection_is_read_without_waiting() {
    use crate::carrier::{Connector, TcpConnector};
    use std::io::Write;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let transport = TcpConnector::new("127.0.0.1", port).connect(SOON).unwrap();
    let mut peer = listener.accept().unwrap().0;
    let mut buffer = [0; 8];
    let error = transport.poll(&mut buffer).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    peer.write_all(b"abc").unwrap();
    let mut poll = || loop {
        match transport.poll(&mut buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            result => break result.unwrap(),
        }
    };
    assert_eq!(poll(), 3);
    drop(peer);
    assert_eq!(poll(), 0, "the end");
}
