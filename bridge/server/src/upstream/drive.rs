//! The threads of the server's connection: one opens it and reads, one writes.
//!
//! Owns the connection of the moment. What is said and what it means is the hub's.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use commdn::carrier::{CarrierLog, ConnectCancel, Connector, Transport};
use commdn::link::LinkConfig;
use commdn_rt::sync::{Condvar, Mutex};
use tracing::{info, warn};

use super::Servers;
use crate::shared::Shared;

/// Longest wait without a look at what is wanted.
const LOOK: Duration = Duration::from_millis(200);
/// How long the end waits for the last bytes to leave, and for a child to end.
const FAREWELL: Duration = Duration::from_secs(4);
/// Bytes of one read.
const READ_BYTES: usize = 64 << 10;

/// Wakes a thread.
#[derive(Debug, Default)]
pub(crate) struct Wake {
    raised: Mutex<bool>,
    changed: Condvar,
}

impl Wake {
    pub fn raise(&self) {
        *self.raised.lock() = true;
        self.changed.notify_all();
    }

    /// Until it is raised, at most so long.
    fn wait(&self, most: Duration) {
        let until = Instant::now() + most;
        let mut raised = self.raised.lock();
        while !*raised {
            if self.changed.wait_until(&mut raised, until).timed_out() {
                break;
            }
        }
        *raised = false;
    }
}

/// What both threads and the owner know.
struct Common {
    shared: Arc<Shared>,
    config: LinkConfig,
    connect_timeout: Duration,
    /// Raised by the hub's bell.
    to_write: Arc<Wake>,
    wanted: Wake,
    ended: AtomicBool,
    cancel: ConnectCancel,
    transport: Mutex<Option<Arc<dyn Transport>>>,
}

/// The threads.
pub(crate) struct Driver {
    common: Arc<Common>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl std::fmt::Debug for Driver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Driver")
    }
}

impl Driver {
    /// Start them.
    pub fn start(
        shared: Arc<Shared>,
        servers: Servers,
        config: LinkConfig,
        to_write: Arc<Wake>,
    ) -> io::Result<Self> {
        let common = Arc::new(Common {
            shared,
            connect_timeout: config.step_timeout,
            config,
            to_write,
            wanted: Wake::default(),
            ended: AtomicBool::new(false),
            cancel: ConnectCancel::new(),
            transport: Mutex::new(None),
        });
        let own = Arc::clone(&common);
        let thread = std::thread::Builder::new()
            .name("commdn-bridge-server".to_owned())
            .spawn(move || run(&own, servers))?;
        Ok(Self { common, thread: Some(thread) })
    }

    /// End the connection, once what waits for the server has left, and the threads.
    pub fn stop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        self.common.ended.store(true, Ordering::Release);
        self.common.cancel.cancel();
        self.common.to_write.raise();
        self.common.wanted.raise();
        let _ = thread.join();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(common: &Arc<Common>, mut servers: Servers) {
    while !common.ended.load(Ordering::Acquire) {
        if !common.shared.with(|hub, _| hub.wants_server()) {
            common.wanted.wait(LOOK);
            continue;
        }
        let Some(connector) = servers.current() else { return };
        let began = Instant::now();
        let mut lasted = Duration::ZERO;
        match open(common, &*connector) {
            Ok(transport) => {
                info!(event = "server-connected", server = connector.server());
                let why = converse(common, &transport);
                lasted = began.elapsed();
                if let Some(why) = why {
                    warn!(event = "server-lost", server = connector.server(), cause = why);
                }
            }
            Err(error) => {
                let server = connector.server();
                warn!(event = "server-not-reached", server, cause = %error);
            }
        }
        common.shared.with(|hub, now| hub.server_lost(now));
        if common.ended.load(Ordering::Acquire) {
            // A child of exec: ends by itself, or is ended.
            let until = Instant::now() + FAREWELL;
            while !connector.is_at_rest() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(5));
            }
            return;
        }
        let pause = servers.failed(lasted);
        if !pause.is_zero() {
            common.wanted.wait(pause);
        }
    }
}

fn open(common: &Common, connector: &dyn Connector) -> io::Result<Arc<dyn Transport>> {
    let log: CarrierLog = Arc::new(|line| info!(event = "server-says", text = line));
    connector.connect_logged(common.connect_timeout, &common.cancel, &log)
}

/// Until the connection ends; why it did, unless the bridge ended it.
fn converse(common: &Arc<Common>, transport: &Arc<dyn Transport>) -> Option<String> {
    common.shared.with(|hub, now| hub.server_opened(common.config.clone(), now));
    *common.transport.lock() = Some(Arc::clone(transport));
    let over = Arc::new(AtomicBool::new(false));
    let writer = {
        let (common, transport, over) =
            (Arc::clone(common), Arc::clone(transport), Arc::clone(&over));
        let write = move || write_all(&common, &*transport, &over);
        std::thread::Builder::new().name("commdn-bridge-write".to_owned()).spawn(write)
    };
    let why = match &writer {
        Ok(_) => read_all(common, &**transport, &over),
        Err(error) => Some(error.to_string()),
    };
    over.store(true, Ordering::Release);
    common.to_write.raise();
    if let Ok(writer) = writer {
        let _ = writer.join();
    }
    transport.shutdown();
    *common.transport.lock() = None;
    why
}

fn is_over(common: &Common) -> bool {
    common.ended.load(Ordering::Acquire) || !common.shared.with(|hub, _| hub.wants_server())
}

fn read_all(common: &Common, transport: &dyn Transport, over: &AtomicBool) -> Option<String> {
    let mut buffer = vec![0; READ_BYTES];
    loop {
        let (tick, now) = common.shared.with(|hub, now| (hub.next_link_tick(), now));
        let wait = tick.map_or(LOOK, |at| at.saturating_sub(now)).clamp(MOMENT, LOOK);
        let result = match transport.read(&mut buffer, wait) {
            Ok(0) => {
                let closed = common.shared.with(|hub, _| hub.server_closed());
                return closed.map(|error| error.to_string());
            }
            Ok(count) => {
                let bytes = buffer.get(..count).unwrap_or_default();
                common.shared.with(|hub, now| hub.server_received(bytes, now))
            }
            Err(error) if is_timeout(&error) => {
                if is_over(common) {
                    return None;
                }
                common.shared.with(|hub, now| hub.tick_link(now))
            }
            Err(_) if over.load(Ordering::Acquire) && is_over(common) => return None,
            Err(error) => return Some(error.to_string()),
        };
        if let Err(error) = result {
            return Some(error.to_string());
        }
    }
}

/// The shortest wait for bytes.
const MOMENT: Duration = Duration::from_millis(1);

fn write_all(common: &Common, transport: &dyn Transport, over: &AtomicBool) {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        common.shared.with(|hub, _| hub.take_for_server(&mut buffer));
        if buffer.is_empty() {
            if over.load(Ordering::Acquire) {
                return;
            }
            if is_over(common) {
                // Everything has left: the reader finds the end.
                over.store(true, Ordering::Release);
                transport.shutdown();
                return;
            }
            common.to_write.wait(LOOK);
            continue;
        }
        if let Err(error) = write(transport, &buffer, common.connect_timeout) {
            if !over.load(Ordering::Acquire) {
                warn!(event = "server-takes-nothing", cause = %error);
            }
            transport.shutdown();
            return;
        }
    }
}

fn write(transport: &dyn Transport, mut bytes: &[u8], patience: Duration) -> io::Result<()> {
    while !bytes.is_empty() {
        match transport.write(bytes, patience) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock)
}
