//! Sessions over TLS: what works, and each way not to, with its own words.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use commdn::carrier::{Address, TlsConfig, TlsVersion};
use commdn::message::{MessageType, Request};
use commdn::session::{Pending, Session, SessionConfig, Wait};
use commdn::{Error, ErrorKind};
use commdn_sim::config::Tls;
use commdn_sim::{Config, Issued, Simulator, Subject, ThrowAwayCa};
use commdn_tests::{SOON, config};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("commdn-tls-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A CA, and a simulator that listens with a certificate of it.
struct Place {
    ca: ThrowAwayCa,
    simulator: Simulator,
    address: SocketAddr,
    folder: Folder,
}

impl Place {
    fn new() -> Self {
        Self::with(&Subject::server(["localhost", "127.0.0.1"]), |_, _, _| {})
    }

    fn with(subject: &Subject, change: impl FnOnce(&mut Tls, &ThrowAwayCa, &Folder)) -> Self {
        let folder = Folder::new();
        let ca = ThrowAwayCa::new("test CA").unwrap();
        let Issued { certificate, key, .. } = ca.issue(subject).unwrap();
        let mut tls =
            Tls::new(folder.write("server.pem", &certificate), folder.write("server.key", &key));
        change(&mut tls, &ca, &folder);
        let mut centre = Config::demo();
        centre.tls = Some(tls);
        let simulator = Simulator::start(centre).unwrap();
        let address = simulator.listen("tls://127.0.0.1:0").unwrap();
        Self { ca, simulator, address, folder }
    }

    /// Lets in only clients with a certificate of that CA, or of its own.
    fn guarded(other: Option<&ThrowAwayCa>) -> Self {
        Self::with(&Subject::server(["localhost", "127.0.0.1"]), |tls, ca, folder| {
            let trusted = other.unwrap_or(ca).certificate();
            tls.client_ca = Some(folder.write("clients.pem", trusted));
        })
    }

    fn trusting(&self) -> TlsConfig {
        TlsConfig::new().ca(self.ca.certificate())
    }

    fn connect(&self, tls: &TlsConfig) -> Result<Session, Error> {
        connect(&format!("tls://{}", self.address), Some(tls))
    }

    /// The message of an attempt that TLS stops.
    fn refusal(&self, tls: &TlsConfig) -> String {
        refusal(self.connect(tls))
    }
}

fn connect(address: &str, tls: Option<&TlsConfig>) -> Result<Session, Error> {
    connect_as(config(), address, tls)
}

fn connect_as(
    config: SessionConfig,
    address: &str,
    tls: Option<&TlsConfig>,
) -> Result<Session, Error> {
    let connector = address.parse::<Address>().unwrap().connector(tls)?;
    Session::connect(config, connector)
}

fn refusal(result: Result<Session, Error>) -> String {
    let error = result.expect_err("TLS must stop this");
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    assert!(!error.is_retryable());
    error.to_string()
}

/// A server that takes one connection, and does that with it.
fn served(serve: impl FnOnce(&mut std::net::TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        serve(&mut stream);
    });
    format!("tls://{address}")
}

fn until_closed(stream: &mut std::net::TcpStream) {
    let mut rest = [0; 4096];
    while matches!(stream.read(&mut rest), Ok(1..)) {}
}

#[test]
fn a_session_works_over_tls_in_both_versions() {
    for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
        let place = Place::new();
        let session = place.connect(&place.trusting().minimum_version(version)).unwrap();
        assert_eq!(session.server(), format!("tls://{}", place.address));
        let answer = session.call(&Request::do_not_call().phone("5551234567"), SOON).unwrap();
        assert_eq!(answer.event.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert!(place.simulator.control().is_do_not_call(101, "5551234567"));
        session.close(SOON).unwrap();
    }
}

#[test]
fn many_threads_share_a_session_over_tls() {
    let place = Place::new();
    let session = place.connect(&place.trusting()).unwrap();
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let session = session.clone();
            std::thread::spawn(move || {
                let phones = (0..250).map(|number| format!("{}", 1_000 * thread + number));
                let pending: Vec<_> = phones
                    .map(|phone| {
                        session.submit(&Request::do_not_call().phone_as_is(phone), SOON).unwrap()
                    })
                    .collect();
                pending
                    .into_iter()
                    .for_each(|mut pending| drop(pending.wait(SOON.into()).unwrap()));
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(session.stats().unwrap().exchange.acknowledged, 2_000);
}

#[test]
fn closing_wakes_a_thread_that_waits_over_tls() {
    let place = Place::new();
    let session = place.connect(&place.trusting()).unwrap();
    let waiting = session.clone();
    let thread = std::thread::spawn(move || {
        loop {
            match waiting.next_notice(Wait::For(SOON)) {
                Ok(_) => {}
                Err(error) => return error.kind(),
            }
        }
    });
    session.close(SOON).unwrap();
    assert_eq!(thread.join().unwrap(), ErrorKind::Closed);
    let until = Instant::now() + SOON;
    while !place.simulator.control().snapshot().clients.is_empty() {
        assert!(Instant::now() < until, "the server has not noticed the end");
        std::thread::yield_now();
    }
}

#[test]
fn a_wrong_ca_is_told_with_the_file_that_is_trusted() {
    let place = Place::new();
    let other = ThrowAwayCa::new("another CA").unwrap();
    let file = place.folder.write("other-ca.pem", other.certificate());
    let text = place.refusal(&TlsConfig::new().ca(file));
    assert!(text.contains("not signed by a trusted CA") && text.contains("other-ca.pem"), "{text}");
    assert!(text.contains(&format!("cannot connect to tls://{}", place.address)), "{text}");
    // The server's log tells it too.
    let until = Instant::now() + SOON;
    while !format!("{:?}", place.simulator.control().last_log(100)).contains("UnknownCA") {
        assert!(Instant::now() < until, "the simulator's log does not tell the alert");
        std::thread::yield_now();
    }
}

#[test]
fn an_expired_certificate_is_told_with_its_date() {
    let server = Subject::server(["127.0.0.1"]).valid((2020, 1, 1), (2021, 2, 3));
    let place = Place::with(&server, |_, _, _| {});
    let text = place.refusal(&place.trusting());
    assert!(text.contains("expired: it was valid until 2021-02-03 00:00:00 UTC"), "{text}");
}

#[test]
fn a_certificate_of_the_future_is_told_with_its_date() {
    let server = Subject::server(["127.0.0.1"]).valid((2110, 1, 1), (2120, 1, 1));
    let place = Place::with(&server, |_, _, _| {});
    let text = place.refusal(&place.trusting());
    assert!(text.contains("not valid yet: it is from 2110-01-01 00:00:00 UTC on"), "{text}");
}

#[test]
fn a_wrong_name_is_told_and_the_option_mends_it() {
    let place = Place::with(&Subject::server(["tserver.example", "10.1.2.3"]), |_, _, _| {});
    let text = place.refusal(&place.trusting());
    assert!(text.contains("for DNS name tserver.example, IP address 10.1.2.3, but the server was addressed as IP address 127.0.0.1"), "{text}");
    assert!(text.contains("server_name"), "{text}");
    place.connect(&place.trusting().server_name("tserver.example")).unwrap();
    let text = place.refusal(&place.trusting().server_name("other.example"));
    assert!(text.contains("server_name asks for DNS name other.example"), "{text}");
    let text = place.refusal(&place.trusting().server_name("no name"));
    assert!(text.contains("\"no name\" is no name that a certificate can be for"), "{text}");
}

#[test]
fn plain_text_on_a_tls_port_is_told() {
    let place = Place::new();
    let text = refusal(connect(&place.address.to_string(), None));
    assert!(text.contains("the server speaks TLS") && text.contains("tls://host:port"), "{text}");
    let until = Instant::now() + SOON;
    while !format!("{:?}", place.simulator.control().last_log(100)).contains("speaks no TLS") {
        assert!(Instant::now() < until, "the simulator's log does not tell it");
        std::thread::yield_now();
    }
}

#[test]
fn tls_on_a_plain_port_is_told() {
    let place = Place::new();
    let plain = place.simulator.listen("127.0.0.1:0").unwrap();
    let text = refusal(connect(&format!("tls://{plain}"), Some(&place.trusting())));
    assert!(text.contains("plain text at this port: write the address as tcp://"), "{text}");
}

#[test]
fn tls_options_for_a_plain_address_are_refused_before_anything_is_sent() {
    let error = connect("127.0.0.1:1", Some(&TlsConfig::new())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("write tls://127.0.0.1:1"), "{error}");
}

#[test]
fn a_client_certificate_lets_in_and_its_absence_is_told() {
    let place = Place::guarded(None);
    let Issued { certificate, key, .. } = place.ca.issue(&Subject::client("desktop")).unwrap();
    for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
        let tls = place.trusting().minimum_version(version);
        let session = place.connect(&tls.clone().identity(&*certificate, &*key)).unwrap();
        session.call(&Request::do_not_call().phone_as_is("1"), SOON).unwrap();
        let text = place.refusal(&tls);
        assert!(text.contains("asks for a client certificate, and there is none"), "{text}");
    }
}

#[test]
fn a_client_certificate_of_another_ca_is_told_with_its_file() {
    let others = ThrowAwayCa::new("the clients' CA").unwrap();
    let place = Place::guarded(Some(&others));
    let Issued { certificate, key, .. } = place.ca.issue(&Subject::client("desktop")).unwrap();
    let own = place.folder.write("own.pem", &certificate);
    let text = place.refusal(&place.trusting().identity(own, &*key));
    assert!(text.contains("refused the client certificate of file"), "{text}");
    assert!(text.contains("own.pem") && text.contains("does not trust the CA"), "{text}");
}

#[test]
fn an_expired_client_certificate_is_told() {
    let place = Place::guarded(None);
    let old = Subject::client("desktop").valid((2020, 1, 1), (2021, 1, 1));
    let Issued { certificate, key, .. } = place.ca.issue(&old).unwrap();
    let text = place.refusal(&place.trusting().identity(&*certificate, &*key));
    assert!(text.contains("PEM text: it has expired"), "{text}");
}

#[test]
fn a_server_without_a_common_version_is_told() {
    let address = served(|stream| {
        stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]).unwrap();
        until_closed(stream);
    });
    let tls = TlsConfig::new().ca(ThrowAwayCa::new("any").unwrap().certificate());
    let text = refusal(connect(&address, Some(&tls.minimum_version(TlsVersion::Tls13))));
    assert!(
        text.contains("no TLS version from 1.3 on") && text.contains("minimum_version"),
        "{text}"
    );
}

#[test]
fn files_that_cannot_be_used_are_named_before_anybody_connects() {
    let folder = Folder::new();
    let ca = ThrowAwayCa::new("test CA").unwrap();
    let one = ca.issue(&Subject::client("one")).unwrap();
    let two = ca.issue(&Subject::client("two")).unwrap();
    let good = folder.write("ca.pem", ca.certificate());
    let key = folder.write("one.key", &one.key);
    let certificate = folder.write("one.pem", &one.certificate);
    let broken = folder.write("broken.pem", "-----BEGIN CERTIFICATE-----\nc2Vj!cmV0\n");
    let with = |ca: &PathBuf| TlsConfig::new().ca(ca.clone());
    let own = |certificate: &PathBuf, key: &str| with(&good).identity(certificate.clone(), key);
    let cases = [
        (
            with(&folder.0.join("none.pem")),
            if cfg!(unix) { "none.pem: No such file" } else { "none.pem: " },
        ),
        (with(&key), "one.key has no certificate in PEM form, but a key"),
        (with(&broken), "cannot read the certificate in file"),
        (own(&certificate, &two.key), "is not the one of the certificate"),
        (
            own(&certificate, &one.certificate),
            "cannot read the private key in PEM text: there is none",
        ),
        (own(&certificate, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "private key"),
        (own(&good, ""), "cannot read the key file"),
    ];
    for (tls, expected) in cases {
        // Nobody listens there: it is not even tried.
        let text = refusal(connect("tls://127.0.0.1:1", Some(&tls)));
        assert!(text.contains(expected), "{text} instead of {expected}");
        assert!(!text.contains("c2Vj") && !text.contains(&one.key), "{text} shows content");
    }
}

#[test]
fn the_simulator_names_the_file_that_it_cannot_use() {
    let folder = Folder::new();
    let mut centre = Config::demo();
    centre.tls = Some(Tls::new(folder.0.join("none.pem"), folder.0.join("none.key")));
    let simulator = Simulator::start(centre).unwrap();
    let text = simulator.listen("tls://127.0.0.1:0").unwrap_err().to_string();
    assert!(text.contains("none.pem") && text.contains("tls://127.0.0.1:0"), "{text}");
    let plain = Simulator::start(Config::demo()).unwrap();
    let text = plain.listen("tls://127.0.0.1:0").unwrap_err().to_string();
    assert!(text.contains("no table [tls]"), "{text}");
}

#[test]
fn a_server_that_is_slow_or_goes_away_in_the_handshake_is_not_waited_for() {
    let tls = TlsConfig::new().ca(ThrowAwayCa::new("any").unwrap().certificate());
    let short = || config().connect_timeout(Duration::from_millis(300));
    let attempt = |address: &str| {
        let start = Instant::now();
        let error = connect_as(short(), address, Some(&tls)).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        error.to_string()
    };
    // Says nothing.
    assert!(attempt(&served(until_closed)).contains("handshake did not end in time"));
    // One byte at a time, without end: a record of the greatest length, in a handshake.
    let trickle = |stream: &mut std::net::TcpStream| {
        let mut bytes = [0x16, 3, 3, 0x40, 0].into_iter().chain(std::iter::repeat(2));
        while stream.write_all(&[bytes.next().unwrap_or(2)]).is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    assert!(attempt(&served(trickle)).contains("handshake did not end in time"));
    // Goes away.
    let text = attempt(&served(|stream| {
        let mut hello = [0; 4096];
        assert!(stream.read(&mut hello).unwrap() > 0);
    }));
    assert!(text.contains("closed the connection in the TLS handshake"), "{text}");
}

/// Passes bytes between a client and a server; what the client sends only while it is open.
struct Gate {
    open: Mutex<bool>,
    changed: Condvar,
}

impl Gate {
    /// A way to `server` through a gate that is open.
    fn before(server: SocketAddr) -> (Arc<Self>, SocketAddr) {
        let gate = Arc::new(Self { open: Mutex::new(true), changed: Condvar::new() });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let own = Arc::clone(&gate);
        std::thread::spawn(move || {
            let (mut client, _) = listener.accept().unwrap();
            let mut there = TcpStream::connect(server).unwrap();
            let (mut back, mut forth) = (there.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut back, &mut forth));
            let mut buffer = [0; 64 << 10];
            while let Ok(count @ 1..) = client.read(&mut buffer) {
                let open = own.open.lock().unwrap();
                drop(own.changed.wait_while(open, |open| !*open).unwrap());
                if there.write_all(&buffer[..count]).is_err() {
                    break;
                }
            }
            let _ = there.shutdown(Shutdown::Both);
        });
        (gate, address)
    }

    fn set(&self, open: bool) {
        *self.open.lock().unwrap() = open;
        self.changed.notify_all();
    }
}

/// Submit requests until some bytes wait for the peer; the outcomes to come.
fn fill(session: &Session) -> Vec<Pending> {
    let mut pending = Vec::new();
    while session.stats().unwrap().unsent_bytes < 256 << 10 {
        let request = Request::do_not_call().phone_as_is(format!("{}", pending.len()));
        pending.push(session.submit(&request, Wait::Forever).unwrap());
        assert!(pending.len() < 120_000, "the system's buffers take everything");
    }
    pending
}

#[test]
fn a_server_that_pauses_gets_every_byte_once_when_it_goes_on() {
    let place = Place::new();
    let (gate, address) = Gate::before(place.address);
    let session = connect(&format!("tls://{address}"), Some(&place.trusting())).unwrap();
    gate.set(false);
    let pending = fill(&session);
    gate.set(true);
    for mut one in pending {
        one.wait(SOON.into()).unwrap();
    }
    assert_eq!(session.stats().unwrap().unsent_bytes, 0);
    session.close(SOON).unwrap();
}

#[test]
fn closing_a_session_whose_server_takes_nothing_is_in_time_over_tls() {
    let place = Place::new();
    let (gate, address) = Gate::before(place.address);
    let session = connect(&format!("tls://{address}"), Some(&place.trusting())).unwrap();
    gate.set(false);
    let pending = fill(&session);
    let start = Instant::now();
    session.close(Duration::from_millis(300)).unwrap();
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    for mut one in pending {
        assert_eq!(one.wait(Wait::No).unwrap_err().kind(), ErrorKind::Closed);
    }
    gate.set(true);
}
