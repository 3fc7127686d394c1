//! Calls, submissions and completions that go well.

use super::*;

#[test]
fn a_call_returns_its_acknowledgement() {
    let peer = Peer::friendly();
    let session = open(&peer);
    for phone in ["1", "2", "3"] {
        let answer = session.call(&dnc(phone), Wait::Default).unwrap();
        assert_eq!(answer.event.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert_eq!(answer.event.phone().unwrap(), phone);
    }
    let stats = session.stats().unwrap();
    assert_eq!((stats.exchange.acknowledged, stats.open_requests), (3, 0));
    session.close(SOON).unwrap();
    assert_eq!(peer.farewells(), 1);
    assert!(peer.is_closed());
}

#[test]
fn many_threads_on_one_session_each_get_their_own_answer() {
    for threads in [2, 4, 16] {
        let session = open(&Peer::friendly());
        std::thread::scope(|scope| {
            for thread in 0..threads {
                let session = session.clone();
                scope.spawn(move || {
                    for call in 0..200 {
                        let phone = format!("{thread}000{call}");
                        let answer = session.call(&dnc(&phone), Wait::Default).unwrap();
                        assert_eq!(answer.event.phone().unwrap(), phone);
                    }
                });
            }
        });
        assert_eq!(session.stats().unwrap().exchange.acknowledged, 200 * threads);
    }
}

#[test]
fn pending_requests_are_polled_waited_for_and_dropped() {
    let peer = Peer::silent();
    let session = open(&peer);
    let mut first = session.submit(&dnc("1"), Wait::Default).unwrap();
    let dropped = session.submit(&dnc("2"), Wait::Default).unwrap();
    assert!(first.poll().is_none());
    assert!(!first.is_done(Duration::ZERO).unwrap());
    assert_eq!(session.stats().unwrap().open_requests, 2);
    drop(dropped);
    assert_eq!(session.stats().unwrap().open_requests, 1);
    assert_eq!(kind(first.wait(Wait::For(Duration::from_millis(1)))), ErrorKind::WaitTimeout);
    let mut out = Vec::new();
    let envelope = crate::message::Envelope::new(20, 101).reference_id(first.reference_id());
    dnc("1").write(envelope, &Dialect::DEFAULT, &mut out).unwrap();
    peer.send(&acknowledgement(&out));
    assert_eq!(first.wait(Wait::Default).unwrap().event.phone().unwrap(), "1");
    assert_eq!(kind(first.wait(Wait::Default)), ErrorKind::InvalidArgument);
}

#[test]
fn completions_hand_out_the_outcomes_of_many_requests_under_their_tags() {
    let session = open(&Peer::friendly());
    let completions = session.completions().unwrap();
    for tag in 0..500 {
        completions.submit(tag, &dnc(&format!("555{tag}")), Wait::Default).unwrap();
    }
    let mut seen = [false; 500];
    for _ in 0..500 {
        let completion = completions.next(Wait::Default).unwrap().unwrap();
        let phone = completion.outcome.unwrap().event.phone().unwrap().into_owned();
        assert_eq!(phone, format!("555{}", completion.tag));
        seen[usize::try_from(completion.tag).unwrap()] = true;
    }
    assert!(seen.iter().all(|seen| *seen));
    assert!(completions.next(Wait::No).unwrap().is_none());
}

#[test]
fn many_requests_are_taken_together_up_to_the_first_that_is_refused() {
    let session = open(&Peer::friendly());
    let completions = session.completions().unwrap();
    let options = session.call_options(Wait::Default);
    let requests: Vec<Request> = (0..300).map(|tag| dnc(&format!("555{tag}"))).collect();
    let mut all: Vec<(u64, &Request)> = (0..).zip(&requests).collect();
    let invalid = Request::do_not_call();
    all.insert(200, (1_000, &invalid));
    assert_eq!(completions.submit_many(&all, options, &mut Vec::new()).unwrap(), 200);
    let refused = completions.submit_many(&all[200..], options, &mut Vec::new()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert_eq!(completions.submit_many(&all[201..], options, &mut Vec::new()).unwrap(), 100);
    let mut arrived = Vec::new();
    while arrived.len() < 300 {
        let before = arrived.len();
        let count = completions.take(&mut arrived, 70, Wait::Default).unwrap();
        assert!((1..=70).contains(&count) && arrived.len() == before + count);
    }
    let mut seen = [false; 300];
    for completion in arrived {
        let phone = completion.outcome.unwrap().event.phone().unwrap().into_owned();
        assert_eq!(phone, format!("555{}", completion.tag));
        seen[usize::try_from(completion.tag).unwrap()] = true;
    }
    assert!(seen.iter().all(|seen| *seen));
    assert_eq!(completions.take(&mut Vec::new(), 10, Wait::No).unwrap(), 0);
}

#[test]
fn many_requests_that_were_taken_together_can_be_given_up_one_by_one() {
    let session = open(&Peer::silent());
    let completions = session.completions().unwrap();
    let options = session.call_options(Wait::Default);
    let requests: Vec<Request> = (0..100).map(|tag| dnc(&format!("555{tag}"))).collect();
    let mut all: Vec<(u64, &Request)> = (0..).zip(&requests).collect();
    let invalid = Request::do_not_call();
    all.push((100, &invalid));
    let mut submitted = Vec::new();
    let taken = completions.submit_many(&all, options, &mut submitted).unwrap();
    assert_eq!((taken, submitted.len()), (100, 100));
    for one in &submitted {
        assert!(completions.withdraw(*one).unwrap());
        assert!(!completions.withdraw(*one).unwrap());
    }
    let stats = session.stats().unwrap();
    assert_eq!((stats.open_requests, stats.exchange.withdrawn), (0, 100));
}

#[test]
fn invalid_requests_are_refused_before_anything_is_sent() {
    let session = open(&Peer::friendly());
    let before = session.stats().unwrap().sent_bytes;
    let error = session.call(&Request::do_not_call(), Wait::Default).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.attribute(), Some("GSW_PHONE or GSW_CUSTOMER_ID"));
    assert_eq!(session.stats().unwrap().sent_bytes, before);
}

#[test]
fn notices_are_queued_in_order_and_the_oldest_make_room() {
    let peer = Peer::silent();
    let session = open_with(config().max_notices(3), &peer);
    assert!(matches!(session.next_notice(Wait::No).unwrap(), Some(Notice::SwitchLink(true))));
    for campaign in 1..=5 {
        peer.send(&status_event(campaign));
    }
    let until = Instant::now() + SOON;
    while session.stats().unwrap().exchange.unsolicited < 5 {
        assert!(Instant::now() < until);
        std::thread::yield_now();
    }
    let mut campaigns = Vec::new();
    while let Some(Notice::Event(notification)) = session.next_notice(Wait::No).unwrap() {
        campaigns.push(notification.event.campaign().unwrap());
    }
    assert_eq!(campaigns, [3, 4, 5]);
    assert_eq!(session.stats().unwrap().lost_notices, 2);
}

#[test]
fn a_callback_gets_the_notices_on_its_own_thread_and_may_panic_call_and_close() {
    let peer = Peer::friendly();
    let (seen, events) = std::sync::mpsc::channel();
    let slot: Arc<commdn_rt::sync::Mutex<Option<Session>>> = Arc::default();
    let inner = Arc::clone(&slot);
    let callback: NoticeCallback = Arc::new(move |notice| {
        let Notice::Event(notification) = notice else { return };
        let thread = std::thread::current().name().map(str::to_owned);
        match notification.event.campaign() {
            Some(1) => panic!("the callback panics on purpose"),
            Some(2) => {
                let session = inner.lock().clone().unwrap();
                session.call(&dnc("7"), Wait::Default).unwrap();
                session.close(SOON).unwrap();
                seen.send(thread).unwrap();
            }
            _ => {}
        }
    });
    let session = open_with(config().on_notice(callback), &peer);
    assert_eq!(kind(session.next_notice(Wait::No)), ErrorKind::InvalidArgument);
    *slot.lock() = Some(session.clone());
    peer.send(&status_event(1));
    peer.send(&status_event(2));
    assert_eq!(events.recv_timeout(SOON).unwrap().as_deref(), Some("commdn-notices"));
    assert!(session.is_over());
    slot.lock().take();
}

#[test]
fn call_options_tell_the_wait_as_a_time() {
    let session = open(&Peer::friendly());
    let options = session.call_options(Duration::from_millis(5));
    assert_eq!(options.timeout, Duration::from_millis(5));
    assert_eq!(options.answers, Some(1));
    assert_eq!(session.call_options(Wait::No).timeout, Duration::ZERO);
    let default = session.call_options(Wait::Default).timeout;
    assert!(default > Duration::ZERO && default < session.call_options(Wait::Forever).timeout);
}

#[test]
fn dropping_a_session_waits_for_the_callback_that_has_closed_it() {
    let peer = Peer::friendly();
    let slot: Arc<commdn_rt::sync::Mutex<Option<Session>>> = Arc::default();
    let ended = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (inner, done) = (Arc::clone(&slot), Arc::clone(&ended));
    let (closed, events) = std::sync::mpsc::channel();
    let callback: NoticeCallback = Arc::new(move |notice| {
        if let Notice::Event(_) = notice {
            inner.lock().take().unwrap().close(SOON).unwrap();
            closed.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(50));
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        }
    });
    let session = open_with(config().on_notice(callback).close_timeout(SOON), &peer);
    *slot.lock() = Some(session.clone());
    peer.send(&status_event(2));
    events.recv_timeout(SOON).unwrap();
    drop(session);
    assert!(ended.load(std::sync::atomic::Ordering::SeqCst));
}

#[test]
fn the_longest_time_there_is_may_be_waited() {
    let session = open(&Peer::friendly());
    let options = crate::exchange::CallOptions::within(Duration::MAX);
    session.call_with(&dnc("1"), options).unwrap();
    session.call(&dnc("2"), Duration::MAX).unwrap();
}
