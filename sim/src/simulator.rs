//! A running simulator: the handle, its threads, and how it ends.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use commdn::carrier::{Connector, Transport};
use commdn_rt::fork::Origin;
use commdn_rt::sync::Mutex;
use commdn_rt::thread::Thread;

use crate::config::{ClockMode, Config, ConfigError, Tls};
use crate::control::Control;
use crate::engine::{Engine, Server};
use crate::frontend::{
    Driver, EventLoopHandle, Inbox, PeerKind, Pipe, Sink, StoreQueue, StoreThread, TlsAcceptor,
    WallClock,
};
use crate::store::{Store, StoreError};

/// Why a simulator does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimError {
    /// A mistake in the configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Storage cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It cannot listen.
    #[error("cannot listen on {address}: {source}{}", hint(source))]
    Listen {
        /// Where.
        address: String,
        /// What the system says.
        source: io::Error,
    },
    /// Its certificate, key or client CA cannot be used.
    #[error("cannot listen on {address}: {text}")]
    Tls {
        /// Where.
        address: String,
        /// Which file, and what is wrong with it.
        text: String,
    },
    /// The system gives it no thread.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            " (another program listens there: choose another port, or 0 for any)"
        }
        io::ErrorKind::PermissionDenied => " (ports below 1024 are the system's)",
        io::ErrorKind::AddrNotAvailable => " (this machine does not have that address)",
        _ => "",
    }
}

/// A running simulator. Clones are the same one; it ends with [`Simulator::stop`] or the last clone.
#[derive(Clone)]
pub struct Simulator {
    inner: Arc<Inner>,
}

struct Inner {
    driver: Arc<Driver>,
    threads: Mutex<Threads>,
    tls: Option<Tls>,
    process: Origin,
}

#[derive(Default)]
struct Threads {
    timer: Option<Thread>,
    io: Option<EventLoopHandle>,
    store: Option<StoreThread>,
}

impl Simulator {
    /// Start the contact centre of `config`. It listens nowhere yet.
    ///
    /// # Errors
    /// A mistake in the configuration, or storage that cannot be used.
    pub fn start(config: Config) -> Result<Self, SimError> {
        config.check()?;
        let store = Store::open(&config.storage)?;
        let restored = store.as_ref().map(Store::read).transpose()?;
        let mut engine = Engine::with_storage(&config, restored)?;
        let speed = match config.clock.mode {
            ClockMode::Virtual => None,
            ClockMode::Wall => {
                let epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                engine.set_epoch(i64::try_from(epoch.as_secs()).unwrap_or(0));
                Some(config.clock.speed)
            }
        };
        let clock = WallClock { start: Instant::now(), speed };
        let queue = store.as_ref().map(|_| Arc::new(StoreQueue::default()));
        let driver = Arc::new(Driver::new(engine, clock, queue.clone()));
        let mut threads = Threads::default();
        if let (Some(store), Some(queue)) = (store, queue) {
            let thread = StoreThread::start(store, queue, Arc::clone(&driver));
            threads.store = Some(thread.map_err(SimError::Thread)?);
        }
        let own = Arc::clone(&driver);
        let timer = Thread::start("commdn-sim-timer", move || own.run_timer());
        threads.timer = Some(timer.map_err(SimError::Thread)?);
        let process = Origin::here();
        let inner = Inner { driver, threads: Mutex::new(threads), tls: config.tls, process };
        let simulator = Self { inner: Arc::new(inner) };
        // What was restored may have timers.
        simulator.inner.driver.step(|_, _| {});
        Ok(simulator)
    }

    /// Opens connections within the process to the primary T-Server; it keeps the simulator alive.
    #[must_use]
    pub fn connector(&self) -> Arc<dyn Connector> {
        self.connector_to(Server::Primary)
    }

    /// The same to either T-Server.
    #[must_use]
    pub fn connector_to(&self, server: Server) -> Arc<dyn Connector> {
        Arc::new(SimConnector { simulator: self.clone(), server })
    }

    /// Let clients of the network connect to the primary T-Server; tells the address, where port 0 is any.
    ///
    /// `host:port`, or `tls://host:port` with what the table `[tls]` of the configuration says; its
    /// files are read now.
    ///
    /// # Errors
    /// [`SimError::Listen`]: a busy port, for one. [`SimError::Tls`]: a file that cannot be used.
    pub fn listen(&self, address: &str) -> Result<SocketAddr, SimError> {
        self.listen_as(Server::Primary, address)
    }

    /// The same for either T-Server.
    ///
    /// # Errors
    /// As [`Simulator::listen`].
    pub fn listen_as(&self, server: Server, address: &str) -> Result<SocketAddr, SimError> {
        let Some(plain) = address.strip_prefix("tls://") else {
            return self.listen_for(PeerKind::Client(server), address);
        };
        let error = |text: String| SimError::Tls { address: address.to_owned(), text };
        let tls = self.inner.tls.as_ref().ok_or_else(|| {
            error("the configuration has no table [tls] with a certificate and its key".to_owned())
        })?;
        let acceptor = TlsAcceptor::new(tls).map_err(error)?;
        self.listen_for(PeerKind::TlsClient(server, Arc::new(acceptor)), plain)
    }

    /// Let the control interface be used from other processes; only loopback addresses are taken.
    ///
    /// # Errors
    /// As [`Simulator::listen`].
    pub fn listen_control(&self, address: &str) -> Result<SocketAddr, SimError> {
        if crate::config::resolve(address).is_ok_and(|resolved| !resolved.ip().is_loopback()) {
            let text = "the control interface is for this machine only: use 127.0.0.1";
            let source = io::Error::new(io::ErrorKind::InvalidInput, text);
            return Err(SimError::Listen { address: address.to_owned(), source });
        }
        self.listen_for(PeerKind::Control, address)
    }

    fn listen_for(&self, peer_kind: PeerKind, address: &str) -> Result<SocketAddr, SimError> {
        let error = |source| SimError::Listen { address: address.to_owned(), source };
        let resolved = crate::config::resolve(address)
            .map_err(|text| error(io::Error::new(io::ErrorKind::InvalidInput, text)))?;
        let mut threads = self.inner.threads.lock();
        let io = match &threads.io {
            Some(io) => io,
            None => {
                let started = EventLoopHandle::start(Arc::clone(&self.inner.driver))
                    .map_err(SimError::Thread)?;
                threads.io.insert(started)
            }
        };
        io.listen(resolved, peer_kind).map_err(error)
    }

    /// Look inside, advance a virtual clock, do faults.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.inner.driver))
    }

    /// What ended the simulator by itself, if something did: storage that failed.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.inner.driver.failure()
    }

    /// Wait until the simulator is stopped, or ends by itself.
    pub fn wait(&self) {
        self.inner.driver.wait();
    }

    /// End it: what has come is stored and answered, then all connections and threads end; in a forked child nothing, for the simulator runs in its parent.
    pub fn stop(&self) {
        self.inner.stop();
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").finish_non_exhaustive()
    }
}

impl Inner {
    fn stop(&self) {
        if self.process.is_elsewhere() {
            // It runs in the parent; a lock may have been held there when this process came to be.
            return;
        }
        // In this order: nothing more comes in, what came is stored and with that acknowledged, and only then the
        // connections end.
        self.driver.leave();
        let Threads { timer, io, store } = std::mem::take(&mut *self.threads.lock());
        if let Some(mut io) = io {
            io.stop();
        }
        if let Some(mut store) = store {
            store.stop();
        }
        self.driver.stop(None);
        if let Some(timer) = timer {
            timer.join();
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Opens connections within the process.
#[derive(Debug)]
struct SimConnector {
    simulator: Simulator,
    server: Server,
}

impl Connector for SimConnector {
    fn connect(&self, _timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        let Inner { driver, process, .. } = &*self.simulator.inner;
        if process.is_elsewhere() {
            let text = format!("the simulator runs in process {}, this is its fork", process.id());
            return Err(io::Error::other(text));
        }
        let inbox = Arc::new(Inbox::default());
        let own = Arc::clone(&inbox);
        match driver.connect(self.server, |_| Sink::Pipe(own)) {
            Some(id) => Ok(Arc::new(Pipe::new(id, driver, inbox))),
            None => Err(io::ErrorKind::ConnectionRefused.into()),
        }
    }

    fn server(&self) -> String {
        match self.server {
            Server::Primary => "sim:".to_owned(),
            Server::Backup => "sim: (backup)".to_owned(),
        }
    }
}
