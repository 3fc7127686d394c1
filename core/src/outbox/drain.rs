//! The thread that drains an outbox over a session.
//!
//! Owns the order of the steps: read the file, send, take outcomes, wait. The [`Sender`] makes
//! every decision, the store every change of the file.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::sender::Sender;
use super::shared::Shared;
use crate::error::{Error, ErrorKind};
use crate::session::{Completions, Session, Wait};
use commdn_rt::sync::Mutex;
use commdn_rt::thread::Thread;

/// Most outcomes that are taken before the file is read again.
const OUTCOMES: usize = 1_024;
/// Longest wait for outcomes; stopping waits for its end.
const SLICE: Duration = Duration::from_millis(5);
/// Pause before an unusable file is tried again.
const STORAGE_PAUSE: Duration = Duration::from_millis(250);

/// Stop signal of a sender, with its deadline.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<Mutex<Option<Instant>>>);

impl Stop {
    pub fn within(&self, timeout: Duration) {
        let now = Instant::now();
        *self.0.lock() = Some(now.checked_add(timeout).unwrap_or(now));
    }

    pub fn is_asked(&self) -> bool {
        self.deadline().is_some()
    }

    fn deadline(&self) -> Option<Instant> {
        *self.0.lock()
    }
}

/// Start draining over `session`.
pub(super) fn start(shared: Arc<Shared>, session: Session) -> Result<(Stop, Thread), Error> {
    if session.is_over() {
        return Err(Error::new(ErrorKind::Closed, "the session is over: connect another one"));
    }
    let seed = getrandom::u64().map_err(|error| {
        Error::new(ErrorKind::Internal, format!("the system has no random numbers: {error}"))
    })?;
    let completions = session.completions()?;
    let stop = Stop::default();
    let policy = shared.config.policy.clone();
    let sender = Sender::new(policy, seed);
    let drain = Drain { shared, session, completions, sender, stop: stop.clone() };
    let thread = Thread::start("commdn-outbox", move || drain.run()).map_err(|error| {
        Error::new(ErrorKind::Internal, format!("cannot start a thread: {error}"))
    })?;
    Ok((stop, thread))
}

struct Drain {
    shared: Arc<Shared>,
    session: Session,
    completions: Completions,
    sender: Sender,
    stop: Stop,
}

impl Drain {
    fn run(mut self) {
        let mut last_look = Instant::now();
        let mut seen = self.shared.changes();
        loop {
            let stop = self.stop.deadline();
            let over = self.session.is_over();
            if stop.is_some_and(|stop| Instant::now() >= stop || self.sender.under_way() == 0)
                || (over && self.sender.under_way() == 0)
            {
                break;
            }
            let changes = self.shared.changes();
            if changes != seen || last_look.elapsed() >= self.shared.config.settings.poll_interval {
                seen = changes;
                last_look = Instant::now();
                self.sender.nudge();
            }
            // While the connection is away nothing is claimed: another process may have one.
            let up = stop.is_none() && !over && self.session.is_up();
            if self.poll(up) {
                // Our own change needs no notification.
                seen += 1;
            }
            if up {
                self.send();
            }
            self.wait(seen, over);
        }
        *self.shared.trouble.lock() = None;
        let now = self.shared.now();
        let stopped = self.shared.with(|store| self.sender.stop(store, now));
        if let Err(error) = stopped {
            log::error!(target: "commdn::outbox", "{error}; its claims end with their lease");
        }
        self.tell();
    }

    /// Bring the file up to date; returns whether it was changed.
    fn poll(&mut self, up: bool) -> bool {
        let now = self.shared.now();
        match self.shared.with(|store| self.sender.poll(store, now, up)) {
            Ok(changed) => {
                if self.shared.trouble.lock().take().is_some() {
                    log::warn!(target: "commdn::outbox", "the outbox's file can be used again");
                }
                if changed {
                    self.tell();
                }
                changed
            }
            Err(error) => {
                if self.shared.trouble.lock().replace(error.clone()).is_none() {
                    log::error!(target: "commdn::outbox", "{error}");
                }
                std::thread::sleep(STORAGE_PAUSE);
                false
            }
        }
    }

    fn tell(&self) {
        *self.shared.sender_stats.lock() = self.sender.stats();
        self.shared.tell_change();
    }

    fn send(&mut self) {
        while let Some(outgoing) = self.sender.next(self.shared.now()) {
            let wait = self.shared.config.settings.request_timeout.map_or(Wait::Default, Wait::For);
            let options = outgoing.options(self.session.call_options(wait));
            let sent = self.completions.submit_with(outgoing.token, &outgoing.request, options);
            if let Err(error) = sent {
                let enough = error.kind() == ErrorKind::Overloaded || error.is_retryable();
                self.sender.not_sent(outgoing.token, error, self.shared.now());
                if enough {
                    break;
                }
            }
        }
        *self.shared.sender_stats.lock() = self.sender.stats();
    }

    /// Wait for outcomes, or, if nothing is under way, for something to do.
    fn wait(&mut self, seen: u64, over: bool) {
        let now = self.shared.now();
        let until =
            self.sender.wake_at(now).map(|wake| Duration::from_millis(wake.saturating_sub(now)));
        if self.sender.under_way() == 0 {
            let longest = self.shared.config.settings.poll_interval;
            let wait = until.unwrap_or(longest).min(longest);
            return self.shared.wait_for_change(seen, Instant::now() + wait);
        }
        let mut wait = Wait::For(until.unwrap_or(SLICE).clamp(Duration::from_millis(1), SLICE));
        for _ in 0..OUTCOMES {
            match self.completions.next(wait) {
                Ok(Some(completion)) => {
                    self.sender.ended(completion.tag, completion.outcome, self.shared.now());
                }
                Ok(None) if over && wait != Wait::No => {
                    // The session ended and has told all that it knows.
                    return self.give_up();
                }
                Ok(None) | Err(_) => return,
            }
            wait = Wait::No;
        }
    }

    /// No outcome comes any more.
    fn give_up(&mut self) {
        let now = self.shared.now();
        if let Err(error) = self.shared.with(|store| self.sender.stop(store, now)) {
            log::error!(target: "commdn::outbox", "{error}; its claims end with their lease");
        }
        self.tell();
    }
}
