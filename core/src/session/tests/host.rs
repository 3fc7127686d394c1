//! Sessions that the application carries over a connection of its own.

use super::*;
use crate::carrier::{HostCarrier, HostSendError};
use commdn_rt::sync::Mutex;

type Sent = Arc<Mutex<Vec<(String, Vec<u8>)>>>;

/// A host that notes what it sends and gives it reference ids from 500 on.
fn host() -> (HostCarrier, Sent) {
    let sent: Sent = Arc::default();
    let own = Arc::clone(&sent);
    let carrier = HostCarrier::new(Arc::new(move |dn, user_data| {
        let mut sent = own.lock();
        sent.push((dn.to_owned(), user_data.to_vec()));
        Ok(Some(499 + i32::try_from(sent.len()).unwrap()))
    }));
    (carrier, sent)
}

/// The user data of the first send, which is to come.
fn first(sent: &Sent) -> Vec<u8> {
    loop {
        match sent.lock().first() {
            Some((_, user_data)) => return user_data.clone(),
            None => std::thread::yield_now(),
        }
    }
}

/// The packed user data of the acknowledgement.
fn answer_to(user_data: &[u8]) -> Vec<u8> {
    let frame = acknowledgement(user_data);
    let frame = crate::link::Frame::parse(&frame[4..]).unwrap();
    frame.bytes(AttributeId::USER_DATA).unwrap().to_vec()
}

#[test]
fn a_request_goes_out_by_the_host_and_its_answer_comes_in_by_it() {
    let (carrier, sent) = host();
    let session = Session::connect(config(), carrier.clone()).unwrap();
    let mut pending = session.submit(&dnc("1"), Wait::Default).unwrap();
    let (dn, user_data) = sent.lock()[0].clone();
    assert_eq!(dn, "8001");
    assert!(carrier.accepted(500));
    assert!(!carrier.accepted(500), "an acknowledgement counts once");
    assert!(!carrier.refused(499, 1, "not the session's"));
    assert!(carrier.user_event(&answer_to(&user_data)));
    assert_eq!(pending.wait(Wait::Default).unwrap().event.phone().unwrap(), "1");
}

#[test]
fn a_refusal_by_tserver_and_a_send_that_fails_end_the_request() {
    let (carrier, _) = host();
    let session = Session::connect(config(), carrier.clone()).unwrap();
    let mut pending = session.submit(&dnc("1"), Wait::Default).unwrap();
    assert!(carrier.refused(500, 58, "Unknown DN"));
    let error = pending.wait(Wait::Default).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::TServerRefused, Some(58)));
    let broken = HostCarrier::new(Arc::new(|_, _| {
        Err(HostSendError { code: -1, message: "TSendUserEvent failed".into() })
    }));
    let session = Session::connect(config(), broken).unwrap();
    let error = session.call(&dnc("1"), Wait::Default).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::TServerRefused, Some(-1)));
    assert!(error.to_string().contains("TSendUserEvent failed"));
}

#[test]
fn a_refusal_that_comes_before_the_send_returns_is_not_lost() {
    let slot: Arc<Mutex<Option<HostCarrier>>> = Arc::default();
    let own = Arc::clone(&slot);
    let carrier = HostCarrier::new(Arc::new(move |_, _| {
        assert!(own.lock().clone().unwrap().refused(7, 58, "at once"));
        Ok(Some(7))
    }));
    *slot.lock() = Some(carrier.clone());
    let session = Session::connect(config(), carrier.clone()).unwrap();
    let error = session.call(&dnc("1"), Wait::Default).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TServerRefused, "{error}");
    slot.lock().take();
}

#[test]
fn an_event_may_be_handed_in_while_a_request_is_sent() {
    let slot: Arc<Mutex<Option<HostCarrier>>> = Arc::default();
    let own = Arc::clone(&slot);
    let carrier = HostCarrier::new(Arc::new(move |_, user_data| {
        // A T-Library that dispatches within its send.
        let carrier = own.lock().clone().unwrap();
        assert!(carrier.user_event(&answer_to(user_data)));
        Ok(None)
    }));
    *slot.lock() = Some(carrier.clone());
    let session = Session::connect(config(), carrier.clone()).unwrap();
    for phone in ["1", "2", "3"] {
        assert_eq!(session.call(&dnc(phone), Wait::Default).unwrap().event.phone().unwrap(), phone);
    }
    slot.lock().take();
}

#[test]
fn the_hosts_lost_connection_ends_the_session_and_the_carrier_carries_the_next_once_it_is_back() {
    let (carrier, _) = host();
    assert!(!carrier.user_event(b"\0\0"), "no session is open yet");
    let session = Session::connect(config(), carrier.clone()).unwrap();
    let error = Session::connect(config(), carrier.clone()).unwrap_err();
    assert!(error.to_string().contains("carries another session"), "{error}");
    carrier.disconnected();
    assert_eq!(kind(session.call(&dnc("1"), Wait::Default)), ErrorKind::Disconnected);
    let error = Session::connect(config(), carrier.clone()).unwrap_err();
    assert!(error.to_string().contains("the application has lost its connection"), "{error}");
    carrier.connected();
    let next = Session::connect(config(), carrier.clone()).unwrap();
    assert!(carrier.switch_link(false));
    assert!(matches!(next.next_notice(Wait::Default).unwrap(), Some(Notice::SwitchLink(true))));
    assert!(matches!(next.next_notice(Wait::Default).unwrap(), Some(Notice::SwitchLink(false))));
}

#[test]
fn a_dn_out_of_service_holds_requests_until_the_host_says_it_is_back() {
    let (carrier, sent) = host();
    let session = Session::connect(config(), carrier.clone()).unwrap();
    carrier.service(false);
    carrier.service(false);
    let service = |up| {
        let told = reconnecting::notice(&session, |notice| match notice {
            Notice::Service(now) => Some(now),
            _ => None,
        });
        assert_eq!(told, up);
    };
    service(false);
    assert_eq!(session.status(), Status::OutOfService);
    let mut held = session.submit(&dnc("1"), Wait::Default).unwrap();
    assert!(!held.is_done(Duration::from_millis(30)).unwrap());
    assert!(sent.lock().is_empty(), "nothing goes out meanwhile");
    carrier.service(true);
    service(true);
    assert!(carrier.user_event(&answer_to(&first(&sent))));
    held.wait(Wait::For(SOON)).unwrap();
    // Another session that is opened while the DN is out of service is told at once.
    drop(session);
    carrier.service(false);
    let session = Session::connect(config(), carrier.clone()).unwrap();
    assert_eq!(session.status(), Status::OutOfService);
    carrier.service(true);
    reconnecting::notice(&session, |notice| matches!(notice, Notice::Service(true)).then_some(()));
    assert!(session.is_up());
}

#[test]
fn a_registration_that_is_taken_away_holds_requests_until_the_host_has_it_again() {
    let (carrier, sent) = host();
    let session = Session::connect(config(), carrier.clone()).unwrap();
    for round in 1..=3 {
        carrier.unregistered();
        carrier.unregistered();
        reconnecting::notice(&session, |notice| {
            matches!(notice, Notice::Unregistered).then_some(())
        });
        assert_eq!(session.status(), Status::Connecting, "round {round}");
        sent.lock().clear();
        let mut held = session.submit(&dnc("1"), Wait::Default).unwrap();
        assert!(!held.is_done(Duration::from_millis(30)).unwrap());
        assert!(sent.lock().is_empty(), "nothing goes out meanwhile");
        // Sooner or later than the session has asked for it.
        std::thread::sleep(Duration::from_millis(if round == 2 { 120 } else { 0 }));
        carrier.registered();
        reconnecting::notice(&session, |notice| matches!(notice, Notice::Registered).then_some(()));
        assert!(carrier.user_event(&answer_to(&first(&sent))));
        held.wait(Wait::For(SOON)).unwrap();
    }
}

#[test]
fn a_session_whose_dn_is_not_registered_again_in_time_has_lost_its_connection() {
    let (carrier, sent) = host();
    let patient = config().connect_timeout(Duration::from_millis(150));
    let session =
        Session::connect(patient.reconnect(Reconnect::default()), carrier.clone()).unwrap();
    carrier.unregistered();
    let mut held = session.submit(&dnc("1"), Wait::Default).unwrap();
    let lost = reconnecting::notice(&session, |notice| match notice {
        Notice::Disconnected(error) => Some(error),
        _ => None,
    });
    assert!(lost.to_string().contains("to be registered"), "{lost}");
    let error = Session::connect(config(), carrier.clone()).unwrap_err();
    assert!(error.to_string().contains("has taken the application's registration"), "{error}");
    carrier.registered();
    // On a slow machine registering may be given up once more: the request is then sent, and
    // answered, again.
    let user_data = first(&sent);
    let until = Instant::now() + SOON;
    let answered = loop {
        carrier.user_event(&answer_to(&user_data));
        match held.wait(Wait::For(Duration::from_millis(20))) {
            Err(error) if error.kind() == ErrorKind::WaitTimeout && Instant::now() < until => {}
            ended => break ended,
        }
    };
    answered.unwrap();
}

#[test]
fn a_session_goes_on_when_the_host_is_connected_again() {
    let (carrier, sent) = host();
    let config = config().reconnect(Reconnect::default().first_delay(Duration::from_millis(1)));
    let session = Session::connect(config, carrier.clone()).unwrap();
    carrier.disconnected();
    let mut held = session.submit(&dnc("1"), Wait::Default).unwrap();
    assert!(held.poll().is_none());
    carrier.connected();
    let user_data = first(&sent);
    while !carrier.user_event(&answer_to(&user_data)) {
        std::thread::yield_now();
    }
    assert_eq!(held.wait(Wait::For(SOON)).unwrap().event.phone().unwrap(), "1");
}
