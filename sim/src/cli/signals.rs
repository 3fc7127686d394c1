//! How the process ends when it is told to: SIGTERM, SIGINT, SIGHUP.
//!
//! Handlers of its own, for the default actions do not apply to process 1 of a container. The first signal ends the
//! simulator in order, and the status is 0; the second ends the process at once. A signal that whoever started it has
//! ignored (`nohup`) stays so.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commdn_sim::Simulator;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;

/// What is heard from now on.
pub(super) struct Ending {
    signals: Signals,
    told: Arc<AtomicBool>,
}

impl Ending {
    /// Hear signals from now on; those that come before [`Ending::stops`] are kept until then.
    ///
    /// # Errors
    /// What the system says.
    pub fn heard() -> io::Result<Self> {
        let told = Arc::new(AtomicBool::new(false));
        let heard: Vec<i32> =
            [SIGTERM, SIGINT, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal)).collect();
        for &signal in &heard {
            // In this order: the one that comes first only sets the flag.
            flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&told))?;
            flag::register(signal, Arc::clone(&told))?;
        }
        Ok(Self { signals: Signals::new(heard)?, told })
    }

    /// Have the first signal end the simulator; the result tells whether one came.
    ///
    /// # Errors
    /// The system gives it no thread.
    pub fn stops(self, simulator: &Simulator) -> io::Result<Arc<AtomicBool>> {
        let Self { mut signals, told } = self;
        let simulator = simulator.clone();
        let run = move || {
            if signals.forever().next().is_some() {
                simulator.stop();
            }
        };
        std::thread::Builder::new().name("commdn-sim-signals".to_owned()).spawn(run)?;
        Ok(told)
    }
}

/// Whether one came.
pub(super) fn came(told: &AtomicBool) -> bool {
    told.load(Ordering::Relaxed)
}

/// Whether the process was started with that signal ignored; where the system does not tell, it was not.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    // SIGINT of a job in the background is ignored by shells, which is no wish of anybody.
    signal != SIGINT && mask & (1 << (signal - 1)) != 0
}
