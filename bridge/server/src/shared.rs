//! The hub behind its lock, with a clock: for the threads and tasks that move bytes.
//!
//! Bells are rung and notes are logged after the lock is released.

use std::time::Instant;

use commdn::time::Moment;
use commdn_rt::sync::Mutex;

use crate::hub::Hub;
use crate::journal;

/// The hub, for everybody.
#[derive(Debug)]
pub(crate) struct Shared {
    hub: Mutex<Hub>,
    start: Instant,
}

impl Shared {
    pub fn new(hub: Hub) -> Self {
        Self { hub: Mutex::new(hub), start: Instant::now() }
    }

    /// The time of the hub.
    pub fn now(&self) -> Moment {
        self.start.elapsed()
    }

    /// Do something with the hub; nothing in it may wait.
    pub fn with<T>(&self, run: impl FnOnce(&mut Hub, Moment) -> T) -> T {
        let mut hub = self.hub.lock();
        let result = run(&mut hub, self.start.elapsed());
        let (bells, notes) = (hub.take_bells(), hub.take_notes());
        drop(hub);
        for bell in bells {
            bell();
        }
        for note in &notes {
            journal::note(note);
        }
        result
    }
}
