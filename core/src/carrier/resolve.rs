//! Name resolution with a deadline.
//!
//! The system's resolver may block without limit and cannot be interrupted, so it runs on a
//! separate thread. If the deadline passes first, that thread remains until the resolver returns;
//! another attempt for the same server then waits for it instead of starting a second one.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cancel::ConnectCancel;
use commdn_rt::fork::Origin;
use commdn_rt::sync::{Condvar, Mutex};
use commdn_rt::thread::Thread;

/// Tells the addresses of a name; may block.
pub(super) trait Resolve: Send + Sync + fmt::Debug {
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The system's resolver.
#[derive(Debug)]
pub(super) struct System;

impl Resolve for System {
    fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok((host, port).to_socket_addrs()?.collect())
    }
}

/// Looks one name up, one look at a time.
#[derive(Debug)]
pub(super) struct Names {
    host: String,
    port: u16,
    resolver: Arc<dyn Resolve>,
    running: Mutex<Option<Arc<Look>>>,
}

type Found = Result<Vec<SocketAddr>, (io::ErrorKind, String)>;

/// A look that is under way or over.
#[derive(Debug)]
struct Look {
    found: Mutex<Option<Found>>,
    over: Condvar,
    process: Origin,
}

impl Names {
    pub fn new(host: String, port: u16, resolver: Arc<dyn Resolve>) -> Self {
        Self { host, port, resolver, running: Mutex::new(None) }
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Its addresses, in the resolver's order, until `began + timeout`.
    pub fn addresses(
        &self,
        began: Instant,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Vec<SocketAddr>> {
        if let Ok(ip) = self.host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, self.port)]);
        }
        let look = self.look()?;
        let woken = Arc::clone(&look);
        let _watch = cancel.on_cancel(move || woken.tell());
        let mut found = look.found.lock();
        loop {
            cancel.check()?;
            match found.as_ref() {
                None => {}
                Some(Ok(addresses)) if addresses.is_empty() => {
                    let text = format!("the name {} has no address", self.host);
                    return Err(io::Error::new(io::ErrorKind::NotFound, text));
                }
                Some(Ok(addresses)) => return Ok(addresses.clone()),
                Some(Err((kind, text))) => return Err(io::Error::new(*kind, text.clone())),
            }
            let left = timeout.saturating_sub(began.elapsed());
            if left.is_zero() {
                let text = format!("the name {} was not resolved within {timeout:?}", self.host);
                return Err(io::Error::new(io::ErrorKind::TimedOut, text));
            }
            look.over.wait_for(&mut found, left);
        }
    }

    /// The look that is under way, or a new one.
    fn look(&self) -> io::Result<Arc<Look>> {
        let mut running = self.running.lock();
        // In a forked child the thread behind it is not there.
        let current = running.as_ref().filter(|look| !look.process.is_elsewhere());
        if let Some(look) = current.filter(|look| look.found.lock().is_none()) {
            return Ok(Arc::clone(look));
        }
        let look = Arc::new(Look {
            found: Mutex::new(None),
            over: Condvar::new(),
            process: Origin::here(),
        });
        let (own, resolver) = (Arc::clone(&look), Arc::clone(&self.resolver));
        let (host, port) = (self.host.clone(), self.port);
        Thread::start("commdn-resolve", move || {
            let result = resolver.resolve(&host, port);
            let result = result.map_err(|error| (error.kind(), error.to_string()));
            *own.found.lock() = Some(result);
            own.over.notify_all();
        })?;
        *running = Some(Arc::clone(&look));
        Ok(look)
    }
}

impl Look {
    /// Wake the waiters to check again.
    fn tell(&self) {
        // Under the lock, so that it is not between its look and its wait.
        let held = self.found.lock();
        self.over.notify_all();
        drop(held);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;

    use super::*;

    const SOON: Duration = Duration::from_millis(50);

    /// Answers when it is told to.
    #[derive(Debug)]
    struct Slow {
        asked: AtomicUsize,
        release: Mutex<mpsc::Receiver<Vec<SocketAddr>>>,
    }

    impl Resolve for Slow {
        fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
            self.asked.fetch_add(1, Ordering::SeqCst);
            self.release.lock().recv().map_err(io::Error::other)
        }
    }

    fn slow() -> (Arc<Slow>, mpsc::Sender<Vec<SocketAddr>>, Arc<Names>) {
        let (send, receive) = mpsc::channel();
        let slow = Arc::new(Slow { asked: AtomicUsize::new(0), release: Mutex::new(receive) });
        let names = Names::new("a.example".to_owned(), 3000, Arc::clone(&slow) as _);
        (slow, send, Arc::new(names))
    }

    fn ask(names: &Names, timeout: Duration) -> io::Result<Vec<SocketAddr>> {
        names.addresses(Instant::now(), timeout, &ConnectCancel::new())
    }

    #[test]
    fn a_resolver_that_hangs_is_left_behind_once_however_often_it_is_asked() {
        let (slow, release, names) = slow();
        for _ in 0..3 {
            let began = Instant::now();
            let error = ask(&names, SOON).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
            assert!(
                error.to_string().contains("a.example was not resolved within 50ms"),
                "{error}"
            );
            assert!(began.elapsed() < Duration::from_secs(20));
        }
        assert_eq!(slow.asked.load(Ordering::SeqCst), 1);
        let address: SocketAddr = "127.0.0.1:3000".parse().unwrap();
        let patient = || ask(&names, Duration::from_secs(5));
        std::thread::scope(|scope| {
            let both = [scope.spawn(patient), scope.spawn(patient)];
            std::thread::sleep(SOON);
            release.send(vec![address]).unwrap();
            for asks in both {
                assert_eq!(asks.join().unwrap().unwrap(), [address]);
            }
        });
        assert_eq!(slow.asked.load(Ordering::SeqCst), 1);
        release.send(Vec::new()).unwrap();
        let error = ask(&names, Duration::from_secs(5)).unwrap_err().to_string();
        assert_eq!(error, "the name a.example has no address");
        assert_eq!(slow.asked.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn who_waits_for_a_resolver_can_be_cancelled() {
        let (_slow, _release, names) = slow();
        let cancel = ConnectCancel::new();
        let other = cancel.clone();
        let began = Instant::now();
        let waits = std::thread::spawn(move || {
            names.addresses(Instant::now(), Duration::from_secs(60), &other).unwrap_err()
        });
        std::thread::sleep(SOON);
        cancel.cancel();
        assert!(waits.join().unwrap().to_string().contains("cancelled"));
        assert!(began.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn an_address_needs_no_resolver() {
        let (slow, ..) = slow();
        let names = Names::new("::1".to_owned(), 3000, Arc::clone(&slow) as _);
        assert_eq!(ask(&names, SOON).unwrap(), ["[::1]:3000".parse::<SocketAddr>().unwrap()]);
        assert_eq!(slow.asked.load(Ordering::SeqCst), 0);
    }
}
