//! A running bridge: its tasks and threads, from the start to the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use commdn::link::{KeepAlive, LinkConfig};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::config::{Config, ConfigError};
use crate::hub::{Bell, Hub};
use crate::net::{Acceptor, Guard, Listener, accept_all};
use crate::pair::{PairError, PairWatch};
use crate::shared::Shared;
use crate::status::StatusPage;
use crate::systemd;
use crate::upstream::{Driver, Servers, Wake, password};

/// Longest time without a look at the hub's clock.
const LOOK: Duration = Duration::from_millis(100);
/// Shortest time between two looks.
const TICK: Duration = Duration::from_millis(5);
/// How long clients have to take the last bytes.
const FAREWELL: Duration = Duration::from_secs(3);

/// Why a bridge does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A mistake in the configuration, or something that it names is of no use.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The system gives it no threads.
    #[error("the bridge gets no threads: {0}")]
    Threads(#[from] std::io::Error),
}

impl From<PairError> for StartError {
    fn from(error: PairError) -> Self {
        match error {
            PairError::Config(error) => Self::Config(error),
            PairError::Thread(error) => Self::Threads(error),
        }
    }
}

/// A running bridge; dropping it ends it at once.
#[derive(Debug)]
pub struct Bridge {
    shared: Arc<Shared>,
    addresses: Vec<SocketAddr>,
    status: Option<SocketAddr>,
    drain: Duration,
    ends: watch::Sender<bool>,
    pair: Option<PairWatch>,
    driver: Driver,
    /// After all that uses it.
    runtime: Option<Runtime>,
}

impl Bridge {
    /// Listen, and connect to the server.
    ///
    /// # Errors
    /// [`StartError::Config`] names the key: a port that is taken, a file that cannot be read.
    pub fn start(config: &Config) -> Result<Self, StartError> {
        config.check()?;
        let guard = Arc::new(Guard::new(config)?);
        let acceptor = config.tls.as_ref().map(Acceptor::new).transpose()?;
        let servers = Servers::new(&config.upstream)?;
        let upstream = upstream_config(config)?;
        let runtime = runtime()?;
        let listen = &config.bridge.listen;
        let mut listeners = Vec::new();
        for (index, address) in listen.iter().enumerate() {
            let bound = Listener::bind(index, address, acceptor.as_ref());
            listeners.push(runtime.block_on(bound)?);
        }
        let status = config.status.listen.as_deref().map(StatusPage::bind);
        let status = status.map(|status| runtime.block_on(status)).transpose()?;

        let to_write = Arc::new(Wake::default());
        let bell: Bell = {
            let to_write = Arc::clone(&to_write);
            Arc::new(move || to_write.raise())
        };
        let shared = Arc::new(Shared::new(Hub::new(config, bell)));
        let pair = config.pair.as_ref().map(|pair| PairWatch::start(&shared, pair)).transpose()?;
        let driver = Driver::start(Arc::clone(&shared), servers, upstream, to_write)?;
        let (ends, ended) = watch::channel(false);
        let mut bridge = Self {
            addresses: listeners.iter().map(Listener::address).collect(),
            status: status.as_ref().map(StatusPage::address),
            drain: Duration::from_secs_f64(config.bridge.drain_seconds),
            shared: Arc::clone(&shared),
            ends,
            pair,
            driver,
            runtime: None,
        };
        let login = Duration::from_secs_f64(config.bridge.login_seconds);
        for listener in listeners {
            let (shared, guard) = (Arc::clone(&shared), Arc::clone(&guard));
            runtime.spawn(accept_all(listener, shared, guard, login, ended.clone()));
        }
        if let Some(status) = status {
            runtime.spawn(status.serve(Arc::clone(&shared), ended.clone()));
        }
        runtime.spawn(tick(Arc::clone(&shared)));
        runtime.spawn(systemd::watchdog(shared));
        systemd::ready(&format!("listening on {}", listen.join(", ")));
        bridge.runtime = Some(runtime);
        Ok(bridge)
    }

    /// Where it listens, in the order of the configuration.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Where its status page is, if it has one.
    #[must_use]
    pub const fn status_address(&self) -> Option<SocketAddr> {
        self.status
    }

    /// What its page of metrics says.
    #[must_use]
    pub fn metrics(&self) -> String {
        crate::status::metrics_text(&self.shared)
    }

    /// End it: take nothing new, let what is under way finish, and say goodbye to clients and server.
    pub fn stop(mut self) {
        systemd::ending();
        tracing::info!(event = "ending");
        if let Some(pair) = &mut self.pair {
            pair.stop();
        }
        let _ = self.ends.send(true);
        self.shared.with(|hub, now| hub.drain(now));
        self.wait(self.drain, |shared| shared.with(|hub, now| hub.is_drained(now)));
        self.shared.with(|hub, now| hub.end(now));
        self.wait(FAREWELL, |shared| shared.with(|hub, _| hub.is_empty()));
        self.driver.stop();
        tracing::info!(event = "ended");
    }

    fn wait(&self, most: Duration, mut done: impl FnMut(&Shared) -> bool) {
        let until = self.shared.now() + most;
        while !done(&self.shared) && self.shared.now() < until {
            std::thread::sleep(TICK);
        }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = self.ends.send(true);
        self.pair = None;
        self.driver.stop();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

fn upstream_config(config: &Config) -> Result<LinkConfig, ConfigError> {
    let upstream = &config.upstream;
    let mut link = LinkConfig::new(&upstream.application, "");
    link.password = password(upstream.password_file.as_ref(), "upstream.password_file")?;
    link.keep_alive = KeepAlive::every(Duration::from_secs_f64(upstream.keep_alive_seconds));
    link.step_timeout = Duration::from_secs_f64(upstream.connect_seconds);
    link.max_frame_bytes = config.bridge.max_frame_bytes;
    Ok(link)
}

fn runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(4))
        .thread_name("commdn-bridge")
        .enable_all()
        .build()
}

/// Let time pass in the hub.
async fn tick(shared: Arc<Shared>) {
    loop {
        let (next, now) = shared.with(|hub, now| {
            hub.tick(now);
            (hub.next_tick(), now)
        });
        let wait = next.map_or(LOOK, |at| at.saturating_sub(now)).clamp(TICK, LOOK);
        tokio::time::sleep(wait).await;
    }
}

/// What a configuration names, as far as it can be looked at without starting: files of secrets and of TLS.
///
/// # Errors
/// The key of the first that is of no use.
pub fn check_files(config: &Config) -> Result<(), ConfigError> {
    Guard::new(config)?;
    config.tls.as_ref().map(Acceptor::new).transpose()?;
    Servers::new(&config.upstream)?;
    upstream_config(config)?;
    match &config.pair {
        Some(pair) => password(pair.password_file.as_ref(), "pair.password_file").map(drop),
        None => Ok(()),
    }
}
