//! The TCP carrier under signals, and names with several addresses.
//!
//! A signal goes to one thread, with a handler that asks the system to restart what it interrupts,
//! as runtimes do.

// Handlers and signals to a thread are the system's own; see the blocks.
#![allow(unsafe_code)]

use std::net::TcpListener;
use std::sync::atomic::AtomicBool;

use super::super::resolve::Resolve;
use super::*;

const LIMIT: Duration = Duration::from_millis(400);
/// What a loaded machine may add.
const SLACK: Duration = Duration::from_secs(2);

fn pair() -> (TcpTransport, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (TcpTransport::new(near).unwrap(), listener.accept().unwrap().0)
}

/// Run `work` while this thread gets a signal every `period`; tells how long it took. Ends the
/// process if it hangs.
fn under_signals<T>(period: Duration, work: impl FnOnce() -> T) -> (T, Duration) {
    extern "C" fn nothing(_: libc::c_int) {}
    // SAFETY: the handler does nothing; SIGUSR2 is used by nothing else in these tests.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = nothing as extern "C" fn(libc::c_int) as usize;
        action.sa_flags = libc::SA_RESTART;
        assert_eq!(libc::sigaction(libc::SIGUSR2, &raw const action, std::ptr::null_mut()), 0);
    }
    // SAFETY: asks for this thread's own id.
    let thread = unsafe { libc::pthread_self() };
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let began = Instant::now();
            while !done.load(Ordering::Relaxed) {
                assert!(began.elapsed() < LIMIT + SLACK * 4 || std::process::abort());
                // SAFETY: the thread waits for this scope, so that it is there.
                unsafe { libc::pthread_kill(thread, libc::SIGUSR2) };
                std::thread::sleep(period);
            }
        });
        let began = Instant::now();
        let result = work();
        let took = began.elapsed();
        done.store(true, Ordering::Relaxed);
        (result, took)
    })
}

fn periods() -> [Duration; 2] {
    [Duration::from_millis(10), Duration::from_millis(1)]
}

fn in_time(took: Duration) {
    // The system counts a socket's time in ticks.
    let early = Duration::from_millis(20);
    assert!(took + early >= LIMIT && took < LIMIT + SLACK, "{took:?}");
}

#[test]
fn signals_do_not_prolong_a_read() {
    for period in periods() {
        let (near, _far) = pair();
        let (result, took) = under_signals(period, || near.read(&mut [0; 8], LIMIT));
        let kind = result.unwrap_err().kind();
        assert!(matches!(kind, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock), "{kind:?}");
        in_time(took);
    }
}

#[test]
fn signals_do_not_prolong_a_write() {
    for period in periods() {
        let (near, _far) = pair();
        let bytes = vec![0; 1 << 20];
        let (error, took) = under_signals(period, || {
            loop {
                let began = Instant::now();
                if let Err(error) = near.write(&bytes, LIMIT) {
                    return (error, began.elapsed());
                }
            }
        });
        let (error, last) = error;
        let kind = error.kind();
        assert!(matches!(kind, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock), "{kind:?}");
        in_time(last);
        assert!(took < LIMIT + SLACK, "{took:?}");
    }
}

#[test]
fn signals_do_not_prolong_a_wait_for_a_lock_or_a_condition() {
    for period in periods() {
        let (number, changed) = (commdn_rt::sync::Mutex::new(0), commdn_rt::sync::Condvar::new());
        let ((), took) = under_signals(period, || {
            let mut held = number.lock();
            while !changed.wait_for(&mut held, LIMIT).timed_out() {}
        });
        in_time(took);
        let held = number.lock();
        let (locked, took) = under_signals(period, || number.try_lock_for(LIMIT).is_some());
        assert!(!locked);
        in_time(took);
        drop(held);
    }
}

/// Tells addresses of a listener whose backlog is full, and of others.
#[derive(Debug)]
struct Told(Vec<SocketAddr>);

impl Resolve for Told {
    fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(self.0.clone())
    }
}

/// Answers too late.
#[derive(Debug)]
struct Hangs;

impl Resolve for Hangs {
    fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        std::thread::sleep(LIMIT + SLACK);
        Ok(Vec::new())
    }
}

#[test]
fn signals_do_not_prolong_connecting_nor_the_resolver() {
    let listener = TcpListener::bind("127.0.0.18:0").unwrap();
    rustix::net::listen(&listener, 0).unwrap();
    let address = listener.local_addr().unwrap();
    let _fill: Vec<_> = (0..8).map(|_| mio::net::TcpStream::connect(address)).collect();
    std::thread::sleep(Duration::from_millis(100));
    let full = TcpConnector::resolved_by("a.example", 1, Arc::new(Told(vec![address])));
    let hangs = TcpConnector::resolved_by("a.example", 1, Arc::new(Hangs));
    for period in periods() {
        for (connector, why) in [(&full, "no answer in 400ms"), (&hangs, "was not resolved")] {
            let (result, took) = under_signals(period, || connector.connect(LIMIT));
            let error = result.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert!(error.to_string().contains(why), "{error}");
            in_time(took);
        }
    }
}

#[test]
fn a_name_is_connected_at_the_address_that_takes_it_and_shown_as_it_was_given() {
    let good = TcpListener::bind("127.0.0.19:0").unwrap();
    let gone = TcpListener::bind("127.0.0.20:0").unwrap().local_addr().unwrap();
    let told = Told(vec![gone, good.local_addr().unwrap()]);
    let connector = TcpConnector::resolved_by("a.example", 3000, Arc::new(told));
    assert_eq!(connector.server(), "a.example:3000");
    connector.connect(SLACK).unwrap();
    let connector = TcpConnector::resolved_by("a.example", 3000, Arc::new(Told(vec![gone])));
    let text = connector.connect(SLACK).unwrap_err().to_string();
    assert!(text.starts_with(&format!("{gone}: Connection refused")), "{text}");
}
