//! Starts that fail, peers that misbehave, limits.

use super::*;

#[test]
fn a_server_that_says_nothing_ends_the_attempt_in_time() {
    let peer = Peer::silent();
    peer.be_mute();
    let config = config().connect_timeout(Duration::from_millis(50));
    let started = Instant::now();
    let error = Session::connect(config, Place(Arc::clone(&peer))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().contains("waiting for the server to accept"), "{error}");
    assert!(started.elapsed() < SOON);
}

#[test]
fn a_refused_login_tells_code_and_text() {
    let peer = Peer::silent();
    peer.refuse_login();
    let config = config().application("desktop").password("secret");
    let error = Session::connect(config, Place(peer)).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::LoginRefused, Some(7)));
    assert!(!error.to_string().contains("secret"));
}

#[test]
fn nobody_listens_is_a_connect_error_with_the_place() {
    let place = crate::carrier::TcpConnector::new("127.0.0.1", 1);
    let error = Session::connect(config(), place).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.to_string().starts_with("cannot connect to 127.0.0.1:1: "), "{error}");
    assert!(error.is_retryable());
}

#[test]
fn options_that_make_no_sense_are_named() {
    let refused = |config: SessionConfig| {
        let error = Session::connect(config, Place(Peer::silent())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        error.to_string()
    };
    assert!(refused(SessionConfig::new("", 20)).contains("DN is empty"));
    assert!(refused(SessionConfig::new("8001", 0)).contains("app_dbid 0"));
    assert!(refused(SessionConfig::new("8001", 20).ocs_dbid(-1)).contains("ocs_dbid -1"));
    assert!(refused(SessionConfig::new("8001", 20).ocs_dbid(20)).contains("both 20"));
    assert!(refused(config().connect_timeout(Duration::ZERO)).contains("connect_timeout"));
}

#[test]
fn garbage_from_the_peer_ends_the_session_with_a_protocol_error() {
    let peer = Peer::silent();
    let session = open(&peer);
    let mut pending = session.submit(&dnc("1"), Wait::Forever).unwrap();
    peer.send(&[0xff; 64]);
    assert_eq!(kind(pending.wait(Wait::For(SOON))), ErrorKind::Disconnected);
    let error = session.call(&dnc("2"), Wait::Default).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Protocol);
    assert!(error.to_string().contains("over max_frame_bytes (131072)"), "{error}");
}

#[test]
fn a_peer_that_takes_nothing_neither_blocks_nor_fills_the_memory() {
    let peer = Peer::friendly();
    let session = open_with(config().max_unsent_bytes(100_000), &peer);
    peer.be_deaf(true);
    let completions = session.completions().unwrap();
    let mut taken = 0;
    let error = loop {
        match completions.submit(taken, &dnc("1"), Wait::Default) {
            Ok(()) => taken += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Overloaded);
    assert!(error.is_retryable());
    assert!(session.stats().unwrap().unsent_bytes < 110_000);
    peer.be_deaf(false);
    for _ in 0..taken {
        let completion = completions.next(Wait::For(SOON)).unwrap().unwrap();
        completion.outcome.unwrap();
    }
}

#[test]
fn a_peer_that_takes_nothing_for_too_long_is_given_up() {
    let peer = Peer::friendly();
    let session = open_with(config().write_timeout(Duration::from_millis(50)), &peer);
    peer.be_deaf(true);
    let error = session.call(&dnc("1"), Wait::Forever).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disconnected);
    let error = session.call(&dnc("1"), Wait::Default).unwrap_err();
    assert!(error.to_string().contains("the peer took no byte for 50ms"), "{error}");
    let started = Instant::now();
    session.close(SOON).unwrap();
    assert!(started.elapsed() < SOON);
}

#[test]
fn close_returns_in_time_although_the_peer_takes_nothing() {
    let peer = Peer::friendly();
    let session = open(&peer);
    peer.be_deaf(true);
    let _pending = session.submit(&dnc("1"), Wait::Default).unwrap();
    let started = Instant::now();
    session.close(Duration::from_millis(50)).unwrap_or_else(|error| {
        assert_eq!(error.kind(), ErrorKind::WaitTimeout);
    });
    assert!(started.elapsed() < SOON);
}

#[test]
fn a_refusal_by_tserver_is_told_from_one_by_ocs() {
    let peer = Peer::new(|reference, _| {
        let mut out = Vec::new();
        FrameWriter::new(&mut out, MessageId::ERROR)
            .int(AttributeId::REFERENCE_ID, reference)
            .int(AttributeId::ERROR_CODE, 58)
            .bytes(AttributeId::ERROR_MESSAGE, b"DN out of service");
        out
    });
    let error = open(&peer).call(&dnc("1"), Wait::Default).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::TServerRefused, Some(58)));
    let expected = "T-Server refused the request: DN out of service (code 58)";
    assert_eq!(error.to_string(), expected);
    let peer = Peer::new(|_, user_data| {
        let list = KvList::unpack(user_data).unwrap();
        let request = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
        let mut fields = request.fields().clone();
        (fields.origin, fields.target) = (fields.target, fields.origin);
        fields.error = Some(crate::message::CmError::INVALID_PARAMETER);
        fields.error_message = Some("phone?".into());
        let event = Event::build(MessageType::EV_ERROR, &fields, KvRef::EMPTY, &Dialect::DEFAULT);
        user_event(&event.unwrap().user_data().pack())
    });
    let error = open(&peer).call(&dnc("1"), Wait::Default).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::OcsRefused, Some(10)));
    assert_eq!(error.to_string(), "OCS refused the request: 10 CM_ERROR_INVALID_PARAMETER: phone?");
    assert_eq!(error.event().unwrap().phone().unwrap(), "1");
}

#[test]
fn a_silent_connection_is_given_up_by_keep_alive() {
    let peer = Peer::silent();
    let interval = Duration::from_millis(40);
    let session = open_with(config().keep_alive(crate::link::KeepAlive::every(interval)), &peer);
    session.next_notice(Wait::No).unwrap();
    // Polls are answered: the session lives.
    assert!(session.next_notice(Wait::For(interval * 5)).unwrap().is_none());
    peer.be_mute();
    match session.next_notice(Wait::For(SOON)).unwrap() {
        Some(Notice::Disconnected(error)) => assert!(error.to_string().contains("keep-alive")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn log_lines_go_to_the_sessions_sink_without_values() {
    let lines: Arc<commdn_rt::sync::Mutex<Vec<String>>> = Arc::default();
    let sink = Arc::clone(&lines);
    let log: LogSink = Arc::new(move |level, line| sink.lock().push(format!("{level} {line}")));
    let session =
        open_with(config().password("secret").log_to(log, LogLevel::Debug), &Peer::friendly());
    session.call(&dnc("5551234567"), Wait::Default).unwrap();
    session.close(SOON).unwrap();
    let lines = lines.lock().join("\n");
    assert!(lines.contains("INFO session with the pipe on DN 8001 open"), "{lines}");
    assert!(lines.contains("DEBUG sent CM_ReqDoNotCall as reference"), "{lines}");
    assert!(lines.contains(" from 20 to 101, phone ****"), "{lines}");
    assert!(lines.contains(" answered by OCS 101: CM_EvDoNotCallProcessed"), "{lines}");
    assert!(lines.contains("INFO session with the pipe closed"), "{lines}");
    assert!(!lines.contains("secret") && !lines.contains("5551234567"), "{lines}");
}

#[test]
fn a_withdrawn_request_of_a_queue_has_no_outcome_and_leaves_the_others() {
    let session = open(&Peer::silent());
    let completions = session.completions().unwrap();
    let options = || session.call_options(Duration::from_millis(50));
    let given_up = completions.submit_with(1, &dnc("1"), options()).unwrap();
    let kept = completions.submit_with(2, &dnc("2"), options()).unwrap();
    let others = session.completions().unwrap();
    assert!(!others.withdraw(given_up).unwrap(), "it is another queue's");
    assert!(completions.withdraw(given_up).unwrap());
    assert!(!completions.withdraw(given_up).unwrap());
    assert_eq!(session.stats().unwrap().open_requests, 1);
    let completion = completions.next(Wait::For(SOON)).unwrap().unwrap();
    assert_eq!(completion.tag, 2);
    assert!(!completions.withdraw(kept).unwrap(), "it has ended");
    assert!(completions.next(Wait::No).unwrap().is_none());
}

#[test]
fn everybody_who_closes_waits_for_the_sessions_threads() {
    for _ in 0..20 {
        let (entered, came) = std::sync::mpsc::channel();
        let (release, wait) = std::sync::mpsc::channel::<()>();
        let wait = commdn_rt::sync::Mutex::new(wait);
        let callback = move |_| {
            entered.send(()).unwrap();
            wait.lock().recv().unwrap();
        };
        let peer = Peer::friendly();
        let session = open_with(config().on_notice(Arc::new(callback)), &peer);
        came.recv().unwrap();
        let returned = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let closers = [(); 4].map(|()| {
                scope.spawn(|| {
                    session.close(SOON).unwrap();
                    returned.store(true, std::sync::atomic::Ordering::SeqCst);
                })
            });
            std::thread::sleep(Duration::from_millis(5));
            assert!(!returned.load(std::sync::atomic::Ordering::SeqCst), "the callback runs");
            release.send(()).unwrap();
            closers.into_iter().for_each(|closer| closer.join().unwrap());
        });
    }
}
