//! Supervisor: the thread of one child. Forwards its standard error, ends it when due, and waits
//! for it.
//!
//! Owns the child from start to end, so that none remains as a zombie, and none outlives its
//! connection by more than two seconds. Knows nothing of the bytes of the connection.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn_rt::thread::Thread;

use super::life::Life;
use super::system::{self, Family, Words};
use crate::carrier::transport::CarrierLog;

/// Time from the end of its standard input to the request to end, and from there to the kill.
const GRACE: Duration = Duration::from_secs(1);
/// Interval of the checks for an end: at first, and later.
const SHORT_LOOK: Duration = Duration::from_millis(5);
const LONG_LOOK: Duration = Duration::from_millis(25);
/// A line that is longer is cut.
const LONGEST_LINE: usize = 4096;
/// Most bytes read in one turn, and after the child's end: other processes may hold its standard
/// error open.
const TURN_BYTES: usize = 64 * 1024;

pub(super) struct Supervisor {
    child: Child,
    family: Family,
    program: String,
    life: Arc<Life>,
    /// `None` once it panicked.
    log: Option<CarrierLog>,
    words: Option<Words>,
    /// The begin of a line.
    line: Vec<u8>,
    /// It was asked to end, killed.
    asked: bool,
    killed: bool,
}

impl Supervisor {
    /// Start the thread; a child that gets none is killed.
    pub fn start(
        (child, family): (Child, Family),
        program: String,
        life: Arc<Life>,
        log: CarrierLog,
    ) -> io::Result<()> {
        let mut child = child;
        let words = child.stderr.take().map(|words| Words::new(words, &life)).transpose();
        let words = words.inspect_err(|_| {
            family.kill(&child);
            let _ = child.wait();
        })?;
        // Here until the thread has it.
        let slot = Arc::new(commdn_rt::sync::Mutex::new(Some(Self {
            child,
            family,
            program,
            life,
            log: Some(log),
            words,
            line: Vec::new(),
            asked: false,
            killed: false,
        })));
        let own = Arc::clone(&slot);
        let run = move || {
            let supervisor = own.lock().take();
            if let Some(supervisor) = supervisor {
                supervisor.run();
            }
        };
        // It ends by itself, with the child.
        Thread::start("commdn-exec", run).map(drop).inspect_err(|_| {
            if let Some(mut supervisor) = slot.lock().take() {
                supervisor.family.kill(&supervisor.child);
                let _ = supervisor.child.wait();
            }
        })
    }

    fn run(mut self) {
        let mut told_at = None;
        let status = loop {
            let pause = told_at.map(|at: Instant| match at.elapsed() < LONG_LOOK * 4 {
                true => SHORT_LOOK,
                false => LONG_LOOK,
            });
            self.wait(pause);
            self.life.wakeup.clear();
            self.take_words();
            if !self.life.is_ending() {
                continue;
            }
            let at = *told_at.get_or_insert_with(Instant::now);
            match self.child.try_wait() {
                Ok(None) => self.press(at.elapsed()),
                Ok(Some(status)) => break status.to_string(),
                // Somebody else in this process waits for every child, or has the system do it.
                Err(_) => break "its exit status is not to be had".to_owned(),
            }
        };
        if let Some(words) = &self.words {
            words.settle();
        }
        self.take_words();
        self.words = None;
        self.say();
        self.life.ended(status);
    }

    /// Until there is something to do, or the time has passed.
    fn wait(&self, pause: Option<Duration>) {
        if system::wait(&self.life, self.words.as_ref(), pause).is_err() {
            // Out of memory, say: better late than busy.
            std::thread::sleep(LONG_LOOK);
        }
    }

    /// Press the child to end, by the time `since` the request.
    fn press(&mut self, since: Duration) {
        if since >= GRACE * 2 && !self.killed {
            self.killed = true;
            self.family.kill(&self.child);
        } else if since >= GRACE && !self.asked {
            self.asked = true;
            self.family.ask(&self.child);
        }
    }

    fn take_words(&mut self) {
        let mut buffer = [0; 4096];
        let mut left = TURN_BYTES;
        while let (Some(words), true) = (&mut self.words, left > 0) {
            match words.read(&mut buffer) {
                Ok(count) if count > 0 => {
                    left = left.saturating_sub(count);
                    self.split(buffer.get(..count).unwrap_or_default());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Ok(_) | Err(_) => {
                    self.words = None;
                    self.say();
                }
            }
        }
    }

    fn split(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte == b'\n' || self.line.len() >= LONGEST_LINE {
                self.say();
            }
            if byte != b'\n' {
                self.line.push(byte);
            }
        }
    }

    /// Hand on the line, if there is one.
    fn say(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if text.is_empty() {
            return;
        }
        self.life.said(text);
        let shown = format!("{}: {text}", self.program);
        if let Some(log) = &self.log
            && catch_unwind(AssertUnwindSafe(|| log(&shown))).is_err()
        {
            // The child is to be waited for all the same.
            self.log = None;
        }
    }
}
