//! Connecting that is given up: by its caller, or because the session is closed meanwhile.

use std::net::TcpListener;

use super::*;
use crate::carrier::{ConnectCancel, Connector, TcpConnector};

/// Far more than a loaded machine needs, far less than the time-out that would end it otherwise.
const AT_ONCE: Duration = Duration::from_secs(3);
const LONG: Duration = Duration::from_secs(60);

/// A server that takes connections and says nothing.
fn mute() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Each way to hang while connecting, and what it needs to live on.
fn hanging() -> Vec<(&'static str, Arc<dyn Connector>, TcpListener)> {
    let mut ways: Vec<(&'static str, Arc<dyn Connector>, TcpListener)> = Vec::new();
    let (listener, port) = mute();
    ways.push(("login", Arc::new(TcpConnector::new("127.0.0.1", port)), listener));
    #[cfg(feature = "tls")]
    {
        let (listener, port) = mute();
        let tls = crate::carrier::TlsConnector::new("127.0.0.1", port, Default::default());
        ways.push(("TLS", Arc::new(tls), listener));
    }
    #[cfg(unix)]
    {
        let (listener, port) = mute();
        rustix::net::listen(&listener, 0).unwrap();
        for _ in 0..8 {
            std::mem::forget(mio::net::TcpStream::connect(listener.local_addr().unwrap()));
        }
        std::thread::sleep(Duration::from_millis(100));
        ways.push(("TCP", Arc::new(TcpConnector::new("127.0.0.1", port)), listener));
    }
    ways
}

#[test]
fn who_connects_is_let_go_at_once_when_it_is_cancelled() {
    for (way, connector, _listener) in hanging() {
        let cancel = ConnectCancel::new();
        let other = cancel.clone();
        let config = config().connect_timeout(LONG);
        let connects = std::thread::spawn(move || {
            let began = Instant::now();
            (Session::connect_cancellable(config, connector, &other).unwrap_err(), began.elapsed())
        });
        std::thread::sleep(Duration::from_millis(100));
        cancel.cancel();
        let (error, took) = connects.join().unwrap();
        assert_eq!(error.kind(), ErrorKind::Closed, "{way}: {error}");
        assert!(error.message().contains("cancelled") && took < AT_ONCE, "{way}: {error} {took:?}");
    }
}

#[test]
fn a_session_that_connects_in_the_background_closes_at_once() {
    for (way, connector, _listener) in hanging() {
        let config = config().connect_timeout(LONG).connect_in_background(true);
        let session = Session::connect(config, connector).unwrap();
        std::thread::sleep(Duration::from_millis(100));
        let began = Instant::now();
        let closed = session.close(LONG);
        assert!(closed.is_ok() && began.elapsed() < AT_ONCE, "{way}: {closed:?}");
    }
}

#[test]
fn what_was_cancelled_before_does_not_connect_and_what_is_open_stays_so() {
    let peer = Peer::friendly();
    let cancel = ConnectCancel::new();
    let place = || Place(Arc::clone(&peer));
    let session = Session::connect_cancellable(config(), place(), &cancel).unwrap();
    cancel.cancel();
    session.call(&dnc("5551234567"), SOON).unwrap();
    let refused = Session::connect_cancellable(config(), place(), &cancel);
    assert_eq!(kind(refused), ErrorKind::Closed);
    let background = config().connect_in_background(true);
    assert_eq!(kind(Session::connect_cancellable(background, place(), &cancel)), ErrorKind::Closed);
}
