//! State shared by the handles of an outbox and its sender's thread: the file, and the waiters for
//! its changes.
//!
//! Owns the store's lock, which is held for one call at a time and never while waiting for a
//! change.

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use super::config::OutboxConfig;
use super::open_files;
use super::sender::SenderStats;
use super::store::Store;
use super::types::Timestamp;
use super::verdict::millis;
use crate::error::{Error, ErrorKind};
use commdn_rt::fork::Origin;
use commdn_rt::sync::{Condvar, Mutex};

/// Listener for changes, in addition to the waiters.
pub(super) struct ChangeSignal(pub Box<dyn Fn() + Send + Sync>);

impl std::fmt::Debug for ChangeSignal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangeSignal")
    }
}

/// State shared by the handles and the sender's thread.
#[derive(Debug)]
pub(super) struct Shared {
    /// `None` once it was closed.
    store: Mutex<Option<Store>>,
    pub config: OutboxConfig,
    /// Counts changes of the file by this process.
    changes: Mutex<u64>,
    changed: Condvar,
    /// Called after a change, in addition to waking the waiters.
    signal: OnceLock<ChangeSignal>,
    pub sender_stats: Mutex<SenderStats>,
    /// Reason why the sender cannot use the file.
    pub trouble: Mutex<Option<Error>>,
    started: (Timestamp, Instant),
    process: Origin,
}

impl Shared {
    pub fn new(store: Store, config: OutboxConfig) -> Self {
        Self {
            store: Mutex::new(Some(store)),
            config,
            changes: Mutex::new(0),
            changed: Condvar::new(),
            signal: OnceLock::new(),
            sender_stats: Mutex::new(SenderStats::default()),
            trouble: Mutex::new(None),
            started: clocks(),
            process: Origin::here(),
        }
    }

    /// Now, on a clock that does not jump while the process runs.
    pub fn now(&self) -> Timestamp {
        self.started.0.saturating_add(millis(self.started.1.elapsed()))
    }

    pub fn is_foreign(&self) -> bool {
        self.process.is_elsewhere()
    }

    pub fn with<T>(&self, run: impl FnOnce(&mut Store) -> Result<T, Error>) -> Result<T, Error> {
        if self.is_foreign() {
            let text = format!(
                "the outbox was opened by process {}, this is its fork {}: open another one",
                self.process.id(),
                std::process::id()
            );
            return Err(Error::new(ErrorKind::Forked, text));
        }
        match self.store.lock().as_mut() {
            Some(store) => run(store),
            None => Err(Error::new(ErrorKind::Closed, "the outbox is closed")),
        }
    }

    /// Remove the file if nobody else uses it.
    pub fn remove(&self) -> Result<bool, Error> {
        let mut store = self.store.lock();
        let Some(open) = store.take() else { return Ok(false) };
        *store = open.remove()?;
        Ok(store.is_none())
    }

    /// Wake the waiters for an outcome, or for an entry to send.
    pub fn tell_change(&self) {
        *self.changes.lock() += 1;
        self.changed.notify_all();
        if let Some(ChangeSignal(signal)) = self.signal.get() {
            signal();
        }
    }

    /// Call `signal` after every change from now on; false if another one is called.
    pub fn set_signal(&self, signal: ChangeSignal) -> bool {
        self.signal.set(signal).is_ok()
    }

    pub fn changes(&self) -> u64 {
        *self.changes.lock()
    }

    /// Wait until the count of changes is another one than `seen`, or until `deadline`.
    pub fn wait_for_change(&self, seen: u64, deadline: Instant) {
        let mut changes = self.changes.lock();
        while *changes == seen && !self.changed.wait_until(&mut changes, deadline).timed_out() {}
    }

    /// Let go of the file: every later use of it fails.
    pub fn close(&self) {
        drop(self.store.lock().take());
    }

    /// Close what a forked process has inherited; false if a thread of the parent was using it at
    /// that moment.
    pub fn close_inherited(&self) -> bool {
        let store = self.store.try_lock().map(|mut store| store.take());
        store.map(drop).is_some()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if self.is_foreign() && !self.close_inherited() {
            // SQLite's locks are held by a thread that is not in this process.
            open_files::note_stuck();
            std::mem::forget(self.store.get_mut().take());
        }
    }
}

/// The time of day and the clock that does not jump, read at one moment: once more if something
/// came in between, so that what processes of one machine write into the file agrees.
fn clocks() -> (Timestamp, Instant) {
    const CLOSE: Duration = Duration::from_micros(200);
    const TRIES: usize = 20;
    let read = || {
        let before = Instant::now();
        let epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        (before.elapsed(), (millis(epoch), before))
    };
    let mut closest = read();
    for _ in 0..TRIES {
        if closest.0 < CLOSE {
            break;
        }
        closest = std::cmp::min_by_key(closest, read(), |(apart, _)| *apart);
    }
    closest.1
}
