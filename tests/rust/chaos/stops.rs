//! Which processes stood still when, by the time of day: stopped, or not given a processor for as long.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How long a process that goes on may take to do what it was about to do.
const AWAKE_MS: u64 = 20;
/// How often a process looks whether it has stood still, and what it takes for that.
const LOOK: Duration = Duration::from_millis(10);
const STILL_MS: u64 = 100;

/// Times at which processes stood still.
#[derive(Debug, Default)]
pub struct Stops(Vec<Stop>);

#[derive(Debug)]
struct Stop {
    pid: u32,
    from: u64,
    until: u64,
}

impl Stops {
    /// A process stood still.
    pub fn add(&mut self, pid: u32, from: u64, until: u64) {
        self.0.push(Stop { pid, from, until });
    }

    /// Whether the process was about to do it when it was stopped: it did it as it went on, at once.
    pub fn were_between(&self, pid: u32, time: u64) -> bool {
        self.0.iter().any(|stop| {
            let awake = stop.until + AWAKE_MS;
            stop.pid == pid && (stop.from..=awake).contains(&time)
        })
    }

    /// Those of a process, for a finding.
    pub fn of(&self, pid: u32) -> impl Iterator<Item = (u64, u64)> {
        self.0.iter().filter(move |stop| stop.pid == pid).map(|stop| (stop.from, stop.until))
    }
}

/// Note when this process has stood still, for as long as it lives.
pub fn watch(notes: Arc<File>) {
    std::thread::spawn(move || {
        let mut last = clock_ms();
        loop {
            std::thread::sleep(LOOK);
            let now = clock_ms();
            if now > last + STILL_MS {
                let _ = (&*notes)
                    .write_all(format!("still {} {last} {now}\n", std::process::id()).as_bytes());
            }
            last = now;
        }
    });
}

/// The time of day in milliseconds.
pub fn clock_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
