//! Lost connections, and what becomes of the requests on them.

use super::*;
use crate::carrier::{Connector, Transport};
use crate::delays;
use crate::exchange::Repeat;
use crate::link::KeepAlive;
use commdn_rt::sync::Mutex;

type Made = Arc<dyn Fn(usize) -> std::io::Result<Arc<Peer>> + Send + Sync>;

/// A server that is another peer for each connection.
#[derive(Clone)]
pub(super) struct Farm {
    name: &'static str,
    make: Made,
    peers: Arc<Mutex<Vec<Arc<Peer>>>>,
    attempts: Arc<Mutex<usize>>,
}

impl Farm {
    pub(super) fn new(
        name: &'static str,
        make: impl Fn(usize) -> std::io::Result<Arc<Peer>> + Send + Sync + 'static,
    ) -> Self {
        let (peers, attempts) = (Arc::default(), Arc::default());
        Self { name, make: Arc::new(make), peers, attempts }
    }

    /// The first peer is silent, the later ones acknowledge.
    fn silent_then_friendly() -> Self {
        Self::new("T1", |nth| Ok(if nth == 0 { Peer::silent() } else { Peer::friendly() }))
    }

    fn down(name: &'static str) -> Self {
        Self::new(name, |_| Err(std::io::ErrorKind::ConnectionRefused.into()))
    }

    pub(super) fn peer(&self, index: usize) -> Arc<Peer> {
        Arc::clone(&self.peers.lock()[index])
    }

    fn attempts(&self) -> usize {
        *self.attempts.lock()
    }
}

impl std::fmt::Debug for Farm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Connector for Farm {
    fn connect(&self, _timeout: Duration) -> std::io::Result<Arc<dyn Transport>> {
        let nth = {
            let mut attempts = self.attempts.lock();
            *attempts += 1;
            *attempts - 1
        };
        let peer = (self.make)(nth)?;
        self.peers.lock().push(Arc::clone(&peer));
        Ok(peer)
    }

    fn server(&self) -> String {
        self.name.to_owned()
    }
}

fn quick() -> Reconnect {
    Reconnect::default().first_delay(Duration::from_millis(2)).max_delay(Duration::from_millis(10))
}

pub(super) fn patient() -> SessionConfig {
    config().reconnect(quick())
}

/// The next notice of that kind; others are passed over.
pub(super) fn notice<T>(session: &Session, mut wanted: impl FnMut(Notice) -> Option<T>) -> T {
    loop {
        let notice = session.next_notice(Wait::For(SOON)).unwrap().expect("a notice in time");
        if let Some(found) = wanted(notice) {
            return found;
        }
    }
}

fn connected(session: &Session) -> (String, u64) {
    notice(session, |notice| match notice {
        Notice::Connected { server, attempts } => Some((server, attempts)),
        _ => None,
    })
}

#[test]
fn a_lost_connection_is_replaced_and_a_do_not_call_request_is_repeated_on_it() {
    let farm = Farm::silent_then_friendly();
    let session = Session::connect(patient(), farm.clone()).unwrap();
    let mut request = session.submit(&dnc("1"), Wait::Default).unwrap();
    assert!(request.poll().is_none());
    farm.peer(0).hang_up();
    assert_eq!(request.wait(Wait::For(SOON)).unwrap().event.phone().unwrap(), "1");
    let lost = notice(&session, |notice| match notice {
        Notice::Disconnected(error) => Some(error),
        _ => None,
    });
    assert!(lost.to_string().contains("the peer closed the connection"), "{lost}");
    assert_eq!(connected(&session), ("T1".to_owned(), 2));
    let stats = session.stats().unwrap();
    assert_eq!((stats.reconnects, stats.exchange.repeated, stats.exchange.acknowledged), (1, 1, 1));
    assert!(session.is_up() && session.trouble().is_none() && session.attempts().is_empty());
    session.call(&dnc("2"), Wait::Default).unwrap();
}

#[test]
fn a_request_that_must_not_be_repeated_ends_unknown_with_the_query_that_settles_it() {
    let farm = Farm::silent_then_friendly();
    let session = Session::connect(patient(), farm.clone()).unwrap();
    let mut stop = session.submit(&Request::stop_dialing(7, 9), Wait::Default).unwrap();
    let mut never = {
        let options = session.call_options(Wait::Default).repeat(Repeat::Never);
        session.submit_with(&dnc("1"), options).unwrap()
    };
    farm.peer(0).hang_up();
    let error = stop.wait(Wait::For(SOON)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
    assert!(error.to_string().contains("for campaign 7 and group 9"), "{error}");
    assert_eq!(error.status_query(), Some(&Request::campaign_status(7, 9)));
    assert_eq!(kind(never.wait(Wait::For(SOON))), ErrorKind::Disconnected);
    session.call(error.status_query().unwrap(), Wait::Default).unwrap();
}

#[test]
fn requests_wait_for_the_connection_and_go_out_in_order() {
    let gate: Arc<Mutex<bool>> = Arc::default();
    let order: Arc<Mutex<Vec<String>>> = Arc::default();
    let (open, seen) = (Arc::clone(&gate), Arc::clone(&order));
    let farm = Farm::new("T1", move |nth| {
        if nth > 0 && !*open.lock() {
            return Err(std::io::ErrorKind::ConnectionRefused.into());
        }
        let seen = Arc::clone(&seen);
        Ok(Peer::new(move |_, user_data| {
            let list = KvList::unpack(user_data).unwrap();
            let request = Request::read(list.view(), &Dialect::DEFAULT).unwrap();
            let record = request.fields().record.as_ref().unwrap();
            seen.lock().push(record.phone.clone().unwrap());
            acknowledgement(user_data)
        }))
    });
    let session = Session::connect(patient(), farm.clone()).unwrap();
    farm.peer(0).hang_up();
    notice(&session, |notice| matches!(notice, Notice::Disconnected(_)).then_some(()));
    assert_eq!(session.status(), Status::Connecting);
    let phones: Vec<String> = (0..500).map(|number| format!("{number:04}")).collect();
    let completions = session.completions().unwrap();
    for (tag, phone) in phones.iter().enumerate() {
        completions.submit(tag as u64, &dnc(phone), Wait::Default).unwrap();
    }
    assert!(session.stats().unwrap().unsent_bytes > 500 * 100);
    *gate.lock() = true;
    for _ in &phones {
        completions.next(Wait::For(SOON)).unwrap().unwrap().outcome.unwrap();
    }
    assert_eq!(*order.lock(), phones);
    assert_eq!(session.stats().unwrap().unsent_bytes, 0);
}

#[test]
fn a_request_that_could_not_be_sent_in_time_tells_why_there_is_no_connection() {
    let farm = Farm::new("T1", |nth| {
        if nth == 0 {
            Ok(Peer::friendly())
        } else {
            Err(std::io::ErrorKind::ConnectionRefused.into())
        }
    });
    let session = Session::connect(patient(), farm.clone()).unwrap();
    farm.peer(0).hang_up();
    notice(&session, |notice| matches!(notice, Notice::Disconnected(_)).then_some(()));
    let start = Request::load_campaign(1, 2).dialing(
        crate::message::DialMode::PREDICT,
        crate::message::OptimizeBy::BUSY_FACTOR,
        80,
    );
    let error = session.call(&start, delays::FLOOR * 3).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disconnected, "it was never sent: {error}");
    assert!(error.to_string().contains("the request was not sent: no session in"), "{error}");
    assert!(error.to_string().contains("cannot connect to T1"), "{error}");
    assert!(session.trouble().unwrap().to_string().contains("cannot connect to T1"));
    assert!(!session.attempts().is_empty());
}

#[test]
fn requests_fail_at_once_without_a_connection_where_the_site_wants_it() {
    let farm = Farm::silent_then_friendly();
    let slow = Reconnect::default().first_delay(Duration::from_secs(100)).max_delay(SOON * 100);
    let session = Session::connect(config().reconnect(slow).hold_requests(false), farm.clone());
    let session = session.unwrap();
    farm.peer(0).hang_up();
    notice(&session, |notice| matches!(notice, Notice::Disconnected(_)).then_some(()));
    let error = session.submit(&dnc("1"), Wait::Forever).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disconnected, "{error}");
    session.close(SOON).unwrap();
}

#[test]
fn the_backup_is_tried_when_the_primary_fails_and_every_attempt_is_told() {
    let (primary, backup) = (Farm::down("T1"), Farm::silent_then_friendly());
    let pair = Servers::new([Arc::new(primary.clone()) as _, Arc::new(backup) as _]);
    let session = Session::connect(patient(), pair).unwrap();
    assert_eq!((session.server(), primary.attempts()), ("T1".to_owned(), 1));
    let refusing = Farm::new("T2", |_| {
        let peer = Peer::silent();
        peer.refuse_login();
        Ok(peer)
    });
    let pair = Servers::new([Arc::new(Farm::down("T1")) as _, Arc::new(refusing) as _]);
    let error = Session::connect(patient(), pair).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::LoginRefused, Some(7)));
    let text = error.to_string();
    assert!(text.starts_with("no session in 2 attempts; cannot connect to T1: "), "{text}");
    assert!(text.contains("; T2: the server refused application"), "{text}");
    let error = Session::connect(patient(), Servers::new([])).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}

#[test]
fn a_session_that_connects_in_the_background_is_there_before_its_server() {
    let farm = Farm::new("T1", |nth| {
        if nth < 3 {
            Err(std::io::ErrorKind::ConnectionRefused.into())
        } else {
            Ok(Peer::friendly())
        }
    });
    let session = Session::connect(patient().connect_in_background(true), farm.clone()).unwrap();
    assert_ne!(session.status(), Status::Over);
    session.call(&dnc("1"), Wait::Default).unwrap();
    assert_eq!(connected(&session), ("T1".to_owned(), 4));
    assert_eq!(session.stats().unwrap().reconnects, 0);
}

#[test]
fn a_dn_out_of_service_holds_requests_until_it_is_back() {
    let farm = Farm::new("T1", |_| Ok(Peer::friendly()));
    let session = Session::connect(patient(), farm.clone()).unwrap();
    let service = |message, dn: &[u8]| {
        let mut out = Vec::new();
        FrameWriter::new(&mut out, message).bytes(AttributeId::THIS_DN, dn);
        farm.peer(0).send(&out);
    };
    service(MessageId::DN_OUT_OF_SERVICE, b"4711");
    service(MessageId::DN_OUT_OF_SERVICE, b"8001");
    notice(&session, |notice| matches!(notice, Notice::Service(false)).then_some(()));
    assert_eq!(session.status(), Status::OutOfService);
    assert!(session.trouble().unwrap().to_string().contains("8001 is out of service"));
    let mut held = session.submit(&dnc("1"), Wait::Default).unwrap();
    assert!(!held.is_done(Duration::from_millis(30)).unwrap());
    service(MessageId::DN_BACK_IN_SERVICE, b"8001");
    held.wait(Wait::For(SOON)).unwrap();
    notice(&session, |notice| matches!(notice, Notice::Service(true)).then_some(()));
}

#[test]
fn a_dn_that_is_unregistered_is_registered_again() {
    let farm = Farm::new("T1", |_| Ok(Peer::friendly()));
    let session = Session::connect(patient(), farm.clone()).unwrap();
    let mut out = Vec::new();
    FrameWriter::new(&mut out, MessageId::UNREGISTERED).int(AttributeId::REFERENCE_ID, 0);
    farm.peer(0).send(&out);
    notice(&session, |notice| matches!(notice, Notice::Unregistered).then_some(()));
    session.call(&dnc("1"), Wait::Default).unwrap();
    notice(&session, |notice| matches!(notice, Notice::Registered).then_some(()));
    assert_eq!(farm.attempts(), 1, "on the same connection");
}

#[test]
fn a_peer_that_falls_silent_is_replaced() {
    let farm = Farm::silent_then_friendly();
    let config = patient().keep_alive(KeepAlive::every(Duration::from_millis(30)));
    let session = Session::connect(config, farm.clone()).unwrap();
    farm.peer(0).be_mute();
    session.call(&dnc("1"), Wait::Default).unwrap();
    assert!(farm.attempts() >= 2);
    assert!(farm.peer(0).is_closed(), "the silent connection was shut down");
}

#[test]
fn a_session_gives_up_when_told_to_and_every_request_ends() {
    let farm = Farm::new("T1", |nth| {
        if nth == 0 {
            Ok(Peer::silent())
        } else {
            Err(std::io::ErrorKind::ConnectionRefused.into())
        }
    });
    let policy = quick().give_up_after(Some(delays::FLOOR * 4));
    let session = Session::connect(config().reconnect(policy), farm.clone()).unwrap();
    let mut open = session.submit(&dnc("1"), Wait::Forever).unwrap();
    farm.peer(0).hang_up();
    let mut held = session.submit(&dnc("2"), Wait::Forever).unwrap();
    assert_eq!(kind(open.wait(Wait::For(SOON))), ErrorKind::Disconnected);
    assert_eq!(kind(held.wait(Wait::For(SOON))), ErrorKind::Disconnected);
    assert!(session.is_over());
    let attempts = farm.attempts();
    assert!(attempts > 2, "{attempts}");
    let error = session.call(&dnc("3"), Wait::Forever).unwrap_err();
    assert!(error.to_string().contains("cannot connect to T1"), "{error}");
}

#[test]
fn closing_while_there_is_no_connection_wakes_everybody() {
    let slow = Reconnect::default().first_delay(SOON * 100).max_delay(SOON * 100);
    let farm = Farm::silent_then_friendly();
    let session = Session::connect(config().reconnect(slow), farm.clone()).unwrap();
    farm.peer(0).hang_up();
    std::thread::scope(|scope| {
        let waiting = (0..10).map(|n| {
            let session = session.clone();
            scope.spawn(move || session.call(&dnc(&n.to_string()), Wait::Forever))
        });
        let waiting: Vec<_> = waiting.collect();
        while session.stats().unwrap().open_requests < 10 {
            std::thread::yield_now();
        }
        session.close(SOON).unwrap();
        for thread in waiting {
            assert_eq!(kind(thread.join().unwrap()), ErrorKind::Closed);
        }
    });
}

#[test]
fn what_waits_for_a_connection_is_bounded() {
    let config = patient().max_unsent_bytes(10_000).connect_in_background(true);
    let session = Session::connect(config, Farm::down("T1")).unwrap();
    let completions = session.completions().unwrap();
    let submit = |tag| completions.submit(tag, &dnc("1"), Wait::Forever);
    let error = (0..100).find_map(|tag| submit(tag).err()).unwrap();
    assert_eq!(error.kind(), ErrorKind::Overloaded);
    assert!(error.to_string().starts_with("there is no connection: "), "{error}");
    assert!(session.stats().unwrap().unsent_bytes < 10_500);
}

#[test]
fn a_carrier_that_panics_is_an_attempt_that_failed() {
    let farm = Farm::new("T1", |nth| match nth {
        0 => Ok(Peer::silent()),
        1 => panic!("deep inside"),
        _ => Ok(Peer::friendly()),
    });
    let session = Session::connect(patient(), farm.clone()).unwrap();
    farm.peer(0).hang_up();
    session.call(&dnc("1"), Wait::Default).unwrap();
    assert_eq!(connected(&session), ("T1".to_owned(), 3));
}
