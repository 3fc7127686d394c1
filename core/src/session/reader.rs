//! Reader: a waiting caller reads for all; a background thread reads when nobody waits.
//!
//! Handing every answer from a reader thread to its caller costs a thread switch each; a caller
//! that reads for itself saves it. With more than [`FEW`] waiting threads the background thread
//! keeps reading, because then handing over the role costs more.

use std::time::{Duration, Instant};

use super::busy_poll::busy_poll;
use super::caller_count::FEW;
use super::shared::{SEND_PATIENCE, Shared};
use super::state::{Follower, Interest, Leader, State, Wake};
use super::wait::Waiting;
use crate::carrier::is_timeout;
use crate::error::{Error, ErrorKind};
use crate::test_hooks;
use commdn_rt::sync::MutexGuard;

/// Time for which the background thread backs off after a caller has read.
const GRACE: Duration = Duration::from_millis(5);
/// The same under sustained load: each check of the background thread delays one call.
const LONGEST_GRACE: Duration = Duration::from_millis(20);
/// Longest read in one piece: how late a deadline may be seen that nobody waits for.
const LONGEST_READ: Duration = Duration::from_millis(250);

/// Result of one read.
struct Read<'a> {
    state: MutexGuard<'a, State>,
    /// When it was over.
    at: Instant,
}

impl Shared {
    /// Wait until `take` finds what it looks for, the session is of no more use, or the wait is
    /// over.
    ///
    /// `take` is asked first and last, so that what is there is never missed.
    pub(super) fn wait_for<T>(
        &self,
        interest: Interest,
        waiting: Waiting,
        mut take: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let deadline = waiting.until;
        let mut state = self.state.lock();
        let mut registered = None;
        // What the clock has just said.
        let mut moment = Some(waiting.began);
        let found = loop {
            if let Some(found) = take(&mut state) {
                break Some(found);
            }
            if state.engine.unusable().is_some() {
                break None;
            }
            let now = moment.take().unwrap_or_else(Instant::now);
            if now >= deadline {
                state.engine.tick(self.moment(now));
                let wake = state.settle();
                let found = take(&mut state);
                drop(state);
                self.wake(wake);
                state = self.state.lock();
                break found;
            }
            if self.may_lead(&state) {
                state.leader = Leader::Caller;
                let waiting = Waiting { began: now, until: deadline };
                match self.read_or_lose(state, waiting, self.spin_time(interest)) {
                    Ok(read) => (state, moment) = (read.state, Some(read.at)),
                    Err(panic) => {
                        state = self.state.lock();
                        state.leader = Leader::Nobody;
                        state.followers.retain(|follower| Some(follower.id) != registered);
                        self.hand_over(state);
                        std::panic::resume_unwind(panic);
                    }
                }
                state.leader = Leader::Nobody;
                state.last_call = moment;
                continue;
            }
            if registered.is_none() {
                let id = state.fresh_id();
                registered = Some(id);
                state.followers.push(Follower { id, interest, thread: std::thread::current() });
            }
            let until = self.next_look(&mut state, deadline);
            if state.leader == Leader::Nobody {
                // It reads, or sees to a connection.
                self.background_waits.notify_one();
            }
            drop(state);
            std::thread::park_timeout(until.saturating_duration_since(Instant::now()));
            state = self.state.lock();
            // The reader may be held up in a long read while a deadline passes.
            state.engine.tick(self.moment(Instant::now()));
            let wake = state.settle();
            if !wake.is_empty() {
                drop(state);
                self.wake(wake);
                state = self.state.lock();
            }
        };
        if let Some(id) = registered {
            state.followers.retain(|follower| follower.id != id);
        }
        self.hand_over(state);
        found
    }

    /// With nobody reading, see to it that somebody does.
    fn hand_over(&self, state: MutexGuard<'_, State>) {
        let free = state.leader == Leader::Nobody;
        let crowded = self.is_crowded(&state);
        let successor = if free && !crowded { state.successor() } else { None };
        drop(state);
        if free && crowded {
            self.background_waits.notify_one();
        }
        if let Some(thread) = successor {
            thread.unpark();
        }
    }

    fn may_lead(&self, state: &State) -> bool {
        state.leader == Leader::Nobody
            && state.transport.is_some()
            && state.engine.unusable().is_none()
            && !self.is_crowded(state)
    }

    /// Busy-poll time of a thread that waits for this and reads.
    fn spin_time(&self, interest: Interest) -> Duration {
        if interest == Interest::Notice { Duration::ZERO } else { self.config.settings.spin }
    }

    /// Whether the background thread does the reading: many wait, or are about to.
    fn is_crowded(&self, state: &State) -> bool {
        state.followers.len() > FEW || self.callers.is_many()
    }

    /// When a waiting thread must check again, whichever thread reads.
    fn next_look(&self, state: &mut State, deadline: Instant) -> Instant {
        state.engine.next_tick().map_or(deadline, |moment| deadline.min(self.started + moment))
    }

    /// Read once. After a panic that connection is lost, for nobody knows which of its bytes were
    /// taken.
    fn read_or_lose<'a>(
        &'a self,
        state: MutexGuard<'a, State>,
        waiting: Waiting,
        spin: Duration,
    ) -> std::thread::Result<Read<'a>> {
        let connection = state.connection;
        let read = std::panic::AssertUnwindSafe(|| self.read_once(state, waiting, spin));
        std::panic::catch_unwind(read).inspect_err(|_| {
            self.state.lock().batch.end();
            let text = "a fault of this library, please report it: reading panicked";
            self.lose(connection, Error::new(ErrorKind::Internal, text));
        })
    }

    /// Read once, until the wait is over at the latest, and hand the results to their waiters;
    /// busy-poll for `spin_time` first.
    fn read_once<'a>(
        &'a self,
        mut state: MutexGuard<'a, State>,
        waiting: Waiting,
        spin_time: Duration,
    ) -> Read<'a> {
        let until = self.next_look(&mut state, waiting.until);
        let Some(transport) = state.transport.clone() else {
            return Read { state, at: waiting.began };
        };
        let connection = state.connection;
        drop(state);
        let timeout = |now: Instant| until.saturating_duration_since(now).min(LONGEST_READ);
        let mut buffer = self.read_buffer.lock();
        let (spun, began) = match spin_time.is_zero() {
            true => (None, waiting.began),
            false => {
                let time = spin_time.min(timeout(waiting.began));
                (busy_poll(&*transport, &mut buffer, time), Instant::now())
            }
        };
        let result = spun.unwrap_or_else(|| transport.read(&mut buffer, timeout(began)));
        test_hooks::panic_point("reading");
        let mut state = self.state.lock();
        let at = Instant::now();
        let now = self.moment(at);
        // Another connection may have taken this one's place.
        if state.connection == connection && state.transport.is_some() {
            match result {
                Ok(0) => state.engine.peer_closed(now),
                Ok(count) => {
                    state.received_bytes += count as u64;
                    state.engine.receive(buffer.get(..count).unwrap_or_default(), now);
                }
                Err(error) if is_timeout(&error) => {}
                Err(error) => {
                    state.engine.lose(Error::of_break("reading", error), now);
                }
            }
        }
        drop(buffer);
        state.engine.tick(now);
        let wake = state.settle();
        if wake.count() > 1 && state.leader == Leader::Background && self.is_crowded(&state) {
            self.wake_and_gather(state, wake);
            return Read { state: self.state.lock(), at };
        }
        let unsent = state.has_outgoing() || state.writing_bytes > 0;
        if !unsent && wake.is_idle(self.config.signal.is_some()) {
            return Read { state, at };
        }
        drop(state);
        self.wake(wake);
        if unsent {
            self.flush(Waiting::since(at, Duration::ZERO));
        }
        Read { state: self.state.lock(), at }
    }

    /// Wake callers, give way to them, and write in one piece what they submit next.
    ///
    /// With a core to themselves they have submitted when this thread runs again; while some still
    /// do, it gives way again. A later caller writes its own request.
    fn wake_and_gather(&self, mut state: MutexGuard<'_, State>, wake: Wake) {
        state.batch.begin(wake.count());
        drop(state);
        self.wake(wake);
        let mut expected = usize::MAX;
        loop {
            std::thread::yield_now();
            let left = self.state.lock().batch.expected();
            if left == 0 || left == expected {
                break;
            }
            expected = left;
        }
        self.write_gathered();
    }

    /// Callers write for themselves again; what they have left here goes out.
    fn write_gathered(&self) {
        self.state.lock().batch.end();
        self.flush(Waiting::since(Instant::now(), SEND_PATIENCE));
    }

    /// The background thread, until the session ends: opens connections, and reads when no caller
    /// does.
    ///
    /// A panic that nothing further in has caught ends the session: nobody would open its
    /// connections any more, and waiters must be told.
    pub(super) fn background(&self) {
        let serve = std::panic::AssertUnwindSafe(|| self.serve());
        if std::panic::catch_unwind(serve).is_err() {
            self.fail();
        }
    }

    /// End the session, for the background thread has panicked.
    fn fail(&self) {
        let text =
            "a fault of this library, please report it: the session's background thread panicked";
        let mut state = self.state.lock();
        if state.leader == Leader::Background {
            state.leader = Leader::Nobody;
        }
        state.engine.fail(Error::new(ErrorKind::Internal, text));
        let mut wake = state.settle();
        state.wake_everyone(&mut wake);
        drop(state);
        // First of all: what follows calls out, and may be what has panicked.
        wake.wake_threads();
        self.wake(wake);
    }

    fn serve(&self) {
        let mut rest = GRACE;
        loop {
            let mut state = self.state.lock();
            if state.engine.unusable().is_some() {
                return;
            }
            if state.transport.is_none() {
                self.between_connections(state);
                continue;
            }
            let resting = state.last_call.map(|last| last + GRACE);
            let crowded = self.is_crowded(&state);
            let now = Instant::now();
            let early = resting.is_some_and(|until| until > now) && !crowded;
            if state.leader != Leader::Nobody || early {
                self.background_waits.wait_for(&mut state, rest);
                rest = (rest * 2).min(LONGEST_GRACE);
                continue;
            }
            rest = GRACE;
            state.leader = Leader::Background;
            let waiting = Waiting::since(now, LONGEST_READ);
            let mut state = match self.read_or_lose(state, waiting, Duration::ZERO) {
                Ok(read) => read.state,
                // The panic has ended the connection, which is all that there is to do about it.
                Err(_) => self.state.lock(),
            };
            state.leader = Leader::Nobody;
            let callers = state.followers.iter().any(|f| f.interest != Interest::Notice);
            if callers && !self.is_crowded(&state) {
                // A caller that waits reads for itself from now on.
                state.last_call = Some(Instant::now());
                self.hand_over(state);
            }
        }
    }

    /// While there is no connection: wait until the next attempt is due, or a deadline passes.
    fn between_connections(&self, mut state: MutexGuard<'_, State>) {
        let now = Instant::now();
        let at = state.engine.open_at().map(|moment| self.started + moment);
        if at.is_some_and(|at| at <= now) {
            drop(state);
            return self.open_if_due();
        }
        let until = self.next_look(&mut state, at.unwrap_or(now + LONGEST_READ));
        if until > now {
            self.background_waits.wait_until(&mut state, until);
        }
        state.engine.tick(self.moment(Instant::now()));
        let wake = state.settle();
        drop(state);
        self.wake(wake);
    }
}
