//! Signals between a child's connection and its supervisor: the request to end, the end, and the
//! last line of its output.
//!
//! Owns the guarantee that the end is requested once, and counted for the connector until it has
//! come. Sends no signals of the system.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use commdn_rt::sync::{Condvar, Mutex};
use commdn_rt::wakeup::Wakeup;

/// A longer last line is no explanation for an error's text; the log has it.
const MOST_IN_A_TEXT: usize = 200;

/// One child's.
#[derive(Debug)]
pub(super) struct Life {
    ending: AtomicBool,
    /// The supervisor waits for it.
    pub wakeup: Wakeup,
    told: Mutex<Told>,
    over: Condvar,
    /// The connector's count of those that are to end.
    count: Arc<AtomicUsize>,
}

#[derive(Debug, Default)]
struct Told {
    /// Its ending.
    status: Option<String>,
    last_line: Option<String>,
}

impl Life {
    pub fn new(count: Arc<AtomicUsize>) -> io::Result<Self> {
        Ok(Self {
            ending: AtomicBool::new(false),
            wakeup: Wakeup::new()?,
            told: Mutex::default(),
            over: Condvar::new(),
            count,
        })
    }

    /// Have it end; does not wait.
    pub fn end(&self) {
        let told = self.told.lock();
        if !self.ending.swap(true, Ordering::AcqRel) && told.status.is_none() {
            self.count.fetch_add(1, Ordering::AcqRel);
        }
        drop(told);
        self.wakeup.raise();
    }

    /// Whether it was asked to end.
    pub fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Acquire)
    }

    /// It has said a line.
    pub fn said(&self, line: &str) {
        let fits = line.len() <= MOST_IN_A_TEXT;
        self.told.lock().last_line = fits.then(|| line.to_owned());
    }

    /// It has ended.
    pub fn ended(&self, status: String) {
        let mut told = self.told.lock();
        told.status = Some(status);
        if self.is_ending() {
            self.count.fetch_sub(1, Ordering::AcqRel);
        }
        drop(told);
        self.over.notify_all();
    }

    /// Its ending, if it ends within `patience`, and its last line if that is short.
    pub fn explanation(&self, patience: Duration) -> (Option<String>, Option<String>) {
        let until = Instant::now() + patience;
        let mut told = self.told.lock();
        while told.status.is_none() {
            if self.over.wait_until(&mut told, until).timed_out() {
                break;
            }
        }
        (told.status.clone(), told.last_line.clone())
    }
}
