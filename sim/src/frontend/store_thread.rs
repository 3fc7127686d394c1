//! The thread that writes changes to storage: what has gathered goes into one commit.

use std::sync::Arc;

use commdn_rt::sync::{Condvar, Mutex};
use commdn_rt::thread::Thread;

use super::driver::Driver;
use crate::journal::{Change, Mark};
use crate::store::Store;

/// Changes that may wait; whoever would add more waits until the disk has caught up.
const MAX_WAITING: usize = 50_000;

#[derive(Debug, Default)]
struct Waiting {
    changes: Vec<Change>,
    mark: Mark,
    ended: bool,
}

/// Changes on their way to storage.
#[derive(Debug, Default)]
pub(crate) struct StoreQueue {
    waiting: Mutex<Waiting>,
    filled: Condvar,
    drained: Condvar,
}

impl StoreQueue {
    /// Wait until a request may be processed; never under the engine's lock, which the thread needs.
    pub fn wait_for_room(&self) {
        let mut waiting = self.waiting.lock();
        while waiting.changes.len() >= MAX_WAITING && !waiting.ended {
            self.drained.wait(&mut waiting);
        }
    }

    pub fn push(&self, mark: Mark, mut changes: Vec<Change>) {
        let mut waiting = self.waiting.lock();
        waiting.changes.append(&mut changes);
        waiting.mark = mark;
        drop(waiting);
        self.filled.notify_one();
    }

    fn end(&self) {
        self.waiting.lock().ended = true;
        self.filled.notify_one();
        self.drained.notify_all();
    }

    /// What has gathered; `None` at the end, when nothing is left.
    fn take(&self) -> Option<(Mark, Vec<Change>)> {
        let mut waiting = self.waiting.lock();
        while waiting.changes.is_empty() {
            if waiting.ended {
                return None;
            }
            self.filled.wait(&mut waiting);
        }
        let taken = (waiting.mark, std::mem::take(&mut waiting.changes));
        drop(waiting);
        self.drained.notify_all();
        Some(taken)
    }
}

/// The thread.
#[derive(Debug)]
pub(crate) struct StoreThread {
    queue: Arc<StoreQueue>,
    thread: Option<Thread>,
}

impl StoreThread {
    /// Start it.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(
        mut store: Store,
        queue: Arc<StoreQueue>,
        driver: Arc<Driver>,
    ) -> std::io::Result<Self> {
        let own = Arc::clone(&queue);
        let run = move || {
            while let Some((mark, changes)) = own.take() {
                if let Err(error) = store.write(&changes) {
                    // What is not stored must not be acknowledged, and what memory holds is
                    // ahead of the file: the only honest state is none.
                    ::log::error!("{error}; the simulator ends, and acknowledges nothing more");
                    own.end();
                    driver.stop(Some(error.to_string()));
                    return;
                }
                driver.step(|engine, _| engine.committed(mark));
            }
        };
        let thread = Thread::start("commdn-sim-store", run)?;
        Ok(Self { queue, thread: Some(thread) })
    }

    /// Write what is left and end.
    pub fn stop(&mut self) {
        self.queue.end();
        if let Some(thread) = self.thread.take() {
            thread.join();
        }
    }
}
