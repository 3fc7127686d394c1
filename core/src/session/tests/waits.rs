//! Every wait: in time, too late, closed, disconnected.

use super::*;

/// Run `wait` on another thread; `act` when it is about to wait; how it ended and how long that
/// took.
fn while_waiting<T: Send>(
    wait: impl FnOnce() -> T + Send,
    act: impl FnOnce() + Send,
) -> (T, Duration) {
    std::thread::scope(|scope| {
        let started = Instant::now();
        let waiter = scope.spawn(wait);
        std::thread::sleep(Duration::from_millis(20));
        act();
        let result = waiter.join().unwrap();
        (result, started.elapsed())
    })
}

#[test]
fn silence_is_an_error_that_tells_what_to_check() {
    let session = open(&Peer::silent());
    let error = session.call(&dnc("1"), Duration::from_millis(30)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAnswer);
    assert!(!error.is_retryable());
    let text = error.to_string();
    for expected in [
        "no answer from OCS 101 to CM_ReqDoNotCall",
        "connection",
        "allow-list",
        "outbound_contact_server",
        "application 20 on DN 8001",
        "T-Server distributed the request",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn four_waiting_threads_and_more_each_see_their_own_deadline() {
    let session = open(&Peer::silent());
    std::thread::scope(|scope| {
        for index in 1..=8_u64 {
            let session = session.clone();
            scope.spawn(move || {
                let timeout = Duration::from_millis(30 * index);
                let started = Instant::now();
                let error = session.call(&dnc(&index.to_string()), timeout).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::NoAnswer);
                assert!(started.elapsed() >= timeout);
                assert!(started.elapsed() < timeout + SOON);
            });
        }
    });
}

#[test]
fn closing_wakes_everybody_who_waits() {
    let peer = Peer::silent();
    let session = open(&peer);
    session.next_notice(Wait::No).unwrap();
    let completions = session.completions().unwrap();
    completions.submit(1, &dnc("1"), Wait::Forever).unwrap();
    std::thread::scope(|scope| {
        let call = scope.spawn(|| kind(session.call(&dnc("2"), Wait::Forever)));
        let notice = scope.spawn(|| kind(session.next_notice(Wait::Forever)));
        std::thread::sleep(Duration::from_millis(20));
        session.close(SOON).unwrap();
        assert_eq!(call.join().unwrap(), ErrorKind::Closed);
        assert_eq!(notice.join().unwrap(), ErrorKind::Closed);
    });
    let completion = completions.next(Wait::Forever).unwrap().unwrap();
    assert_eq!(kind(completion.outcome), ErrorKind::Closed);
    assert!(completions.next(Wait::Forever).unwrap().is_none(), "no further outcome can come");
    assert_eq!(kind(session.call(&dnc("3"), Wait::Default)), ErrorKind::Closed);
    session.close(SOON).unwrap();
}

#[test]
fn a_lost_connection_wakes_waiters_and_is_told() {
    let peer = Peer::silent();
    let session = open(&peer);
    session.next_notice(Wait::No).unwrap();
    let (result, took) =
        while_waiting(|| kind(session.call(&dnc("1"), Wait::Forever)), || peer.hang_up());
    assert_eq!(result, ErrorKind::Disconnected);
    assert!(took < SOON);
    assert!(matches!(session.next_notice(Wait::For(SOON)).unwrap(), Some(Notice::Disconnected(_))));
    assert_eq!(kind(session.next_notice(Wait::For(SOON))), ErrorKind::Disconnected);
    assert_eq!(kind(session.submit(&dnc("2"), Wait::Default)), ErrorKind::Disconnected);
    assert!(session.is_over());
}

#[test]
fn an_unsafe_request_on_a_lost_connection_has_an_unknown_outcome() {
    let peer = Peer::silent();
    let session = open(&peer);
    let stop = Request::stop_dialing(1, 2);
    let (result, _) = while_waiting(|| session.call(&stop, Wait::Forever), || peer.hang_up());
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(!error.is_retryable());
}

#[test]
fn a_wait_for_a_notice_ends_in_time_when_none_comes_and_at_once_when_one_does() {
    let peer = Peer::silent();
    let session = open(&peer);
    session.next_notice(Wait::No).unwrap();
    assert!(session.next_notice(Wait::For(Duration::from_millis(20))).unwrap().is_none());
    let (result, took) = while_waiting(
        || session.next_notice(Wait::For(SOON)).unwrap(),
        || peer.send(&status_event(1)),
    );
    assert!(matches!(result, Some(Notice::Event(_))));
    assert!(took < SOON);
}

#[test]
fn callers_and_a_notice_taker_share_the_reading() {
    let peer = Peer::friendly();
    let session = open(&peer);
    std::thread::scope(|scope| {
        let taker = session.clone();
        let notices = scope.spawn(move || {
            let mut seen = 0;
            while let Ok(Some(_)) = taker.next_notice(Wait::For(SOON)) {
                seen += 1;
                if seen == 101 {
                    break;
                }
            }
            seen
        });
        for call in 0..100 {
            peer.send(&status_event(call));
            session.call(&dnc(&call.to_string()), Wait::Default).unwrap();
        }
        assert_eq!(notices.join().unwrap(), 101, "100 events and the link's coming up");
    });
}

#[test]
fn news_are_signalled_for_outcomes_and_the_end() {
    let heard = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counter = Arc::clone(&heard);
    let count = move || heard.load(std::sync::atomic::Ordering::SeqCst);
    let signal: NewsSignal = Arc::new(move || {
        counter.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    });
    let session = open_with(config().on_news(signal), &Peer::friendly());
    let before = count();
    let pending = session.submit(&dnc("1"), SOON).unwrap();
    let deadline = Instant::now() + SOON;
    while count() == before && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(count() > before);
    assert!(pending.is_done(Duration::ZERO).unwrap());
    let before = count();
    session.close(SOON).unwrap();
    assert!(count() > before);
}
