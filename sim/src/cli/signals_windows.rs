//! How the process ends when it is told to: Ctrl-C, Ctrl-Break, and the end of its console.
//!
//! The first ends the simulator in order, and the status is 0; the second ends the process at once. A process without a
//! console is told nothing: standard input that ends, or TerminateProcess, ends it.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use commdn_sim::Simulator;

/// The status of a process that Ctrl-C has ended at once: STATUS_CONTROL_C_EXIT.
const CONTROL_C_EXIT: i32 = 0xC000_013A_u32.cast_signed();

/// What is heard from now on.
pub(super) struct Ending {
    told: Arc<AtomicBool>,
    simulator: Arc<OnceLock<Simulator>>,
}

impl Ending {
    /// Hear from now on; what comes before [`Ending::stops`] is kept until then.
    ///
    /// # Errors
    /// What the system says.
    pub fn heard() -> io::Result<Self> {
        let ending = Self { told: Arc::default(), simulator: Arc::default() };
        let (told, simulator) = (Arc::clone(&ending.told), Arc::clone(&ending.simulator));
        // On a thread of its own, where a stop may take its time.
        let handler = move || {
            if told.swap(true, Ordering::SeqCst) {
                std::process::exit(CONTROL_C_EXIT);
            }
            if let Some(simulator) = simulator.get() {
                simulator.stop();
            }
        };
        ctrlc::set_handler(handler).map_err(io::Error::other)?;
        Ok(ending)
    }

    /// Have the first one end the simulator; the result tells whether one came.
    ///
    /// # Errors
    /// None: as on other systems.
    pub fn stops(self, simulator: &Simulator) -> io::Result<Arc<AtomicBool>> {
        let kept = self.simulator.get_or_init(|| simulator.clone());
        if self.told.load(Ordering::SeqCst) {
            kept.stop();
        }
        Ok(self.told)
    }
}

/// Whether one came.
pub(super) fn came(told: &AtomicBool) -> bool {
    told.load(Ordering::Relaxed)
}
