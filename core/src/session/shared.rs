//! What a session's handles and threads share, and what each of them may do to it.
//!
//! Locks, in the order in which one may be held while the next is taken: `writer` or
//! `read_buffer`, then `state`. None is held while calling out, logging or joining.

use std::num::NonZeroU64;
use std::time::Instant;

use super::config::SessionConfig;
use super::crowd::Crowd;
use super::dispatch::{Next, hand_on};
use super::engine::Engine;
use super::log::LogLevel;
use super::notices::{Notice, NoticeCallback};
use super::servers::Servers;
use super::state::{State, Wake};
use super::stats::SessionStats;
use super::wait::{LONGEST, Wait, Waiting};
use super::writer::WriteBuffer;
use crate::error::{Error, ErrorKind};
use crate::exchange::{CallOptions, Failure, Owner, Submitted};
use crate::fork::Origin;
use crate::link::{ConnectCancel, Moment};
use crate::message::{Request, keys};
use crate::sync::{Condvar, Mutex};
use crate::test_hooks;

/// Bytes that one read takes at most.
const READ_BYTES: usize = 32 * 1024;
/// How long sending may hold up a call that does not wait.
pub(super) const SEND_PATIENCE: std::time::Duration = std::time::Duration::from_millis(1);

/// Requests that are taken under one lock.
const AT_A_TIME: usize = 64;

/// One session.
#[derive(Debug)]
pub(super) struct Shared {
    pub config: SessionConfig,
    pub servers: Servers,
    pub started: Instant,
    /// The process that opened it: its threads are in no other one.
    process: Origin,
    /// Ends connecting that is under way when the session is closed.
    pub cancel: ConnectCancel,
    pub state: Mutex<State>,
    pub writer: Mutex<WriteBuffer>,
    pub read_buffer: Mutex<Box<[u8]>>,
    pub crowd: Crowd,
    /// The background thread rests here while callers read for themselves.
    pub background_waits: Condvar,
    /// The dispatch thread waits here for notices.
    pub dispatch_waits: Condvar,
}

impl Shared {
    /// `seed` sets the jitter of reconnecting.
    pub fn new(config: SessionConfig, servers: Servers, seed: u64) -> Self {
        let started = Instant::now();
        let engine = Engine::start(&config, servers.places(), seed, Moment::ZERO);
        Self {
            state: Mutex::new(State::new(engine, config.max_notices)),
            config,
            servers,
            started,
            process: Origin::here(),
            cancel: ConnectCancel::new(),
            writer: Mutex::new(WriteBuffer::default()),
            read_buffer: Mutex::new(vec![0; READ_BYTES].into_boxed_slice()),
            crowd: Crowd::default(),
            background_waits: Condvar::new(),
            dispatch_waits: Condvar::new(),
        }
    }

    pub fn moment(&self, now: Instant) -> Moment {
        now.saturating_duration_since(self.started)
    }

    /// Whether this process has inherited the session from the one that opened it.
    pub fn is_foreign(&self) -> bool {
        self.process.is_elsewhere()
    }

    /// Whether the session is of no more use: closed, lost for good, or another process's.
    pub fn is_over(&self) -> bool {
        self.is_foreign() || self.state.lock().engine.unusable().is_some()
    }

    /// Before anything else, for a lock may be held for ever in a forked process.
    pub fn check_process(&self) -> Result<(), Error> {
        if self.is_foreign() {
            let text = format!(
                "the session was opened by process {}, this is its fork {}: open another one",
                self.process.id(),
                std::process::id()
            );
            return Err(Error::new(ErrorKind::Forked, text));
        }
        Ok(())
    }

    /// Take a request at `now` and send it, as far as that goes without waiting. A caller, who waits for the answer
    /// next, leaves the sending to the reader while that gathers.
    pub fn submit(
        &self,
        request: &Request,
        options: CallOptions,
        owner: Option<Owner>,
        now: Instant,
        caller: bool,
    ) -> Result<Submitted, Error> {
        self.check_process()?;
        let options = bounded(options);
        let mut state = self.state.lock();
        let submitted = self.take(&mut state, request, options, self.moment(now), owner)?;
        let left = caller && state.gathering.leave();
        drop(state);
        if !left {
            self.flush(Waiting::since(now, SEND_PATIENCE));
        }
        self.log_sent(request, submitted);
        Ok(submitted)
    }

    /// Take requests for a queue, in order and up to the first that is refused, and send them in one piece.
    ///
    /// Appends what was taken to `sent` and tells how many; the error if the first was refused.
    pub fn submit_many(
        &self,
        requests: &[(u64, &Request)],
        options: CallOptions,
        queue: NonZeroU64,
        sent: &mut Vec<Submitted>,
    ) -> Result<usize, Error> {
        self.check_process()?;
        let options = bounded(options);
        let logged = self.config.logger.hears(LogLevel::Debug);
        let mut taken = 0;
        let mut refused = None;
        let mut now = Instant::now();
        sent.reserve(requests.len().min(AT_A_TIME));
        for chunk in requests.chunks(AT_A_TIME) {
            let before = sent.len();
            let mut state = self.state.lock();
            if taken > 0 {
                now = Instant::now();
            }
            let moment = self.moment(now);
            for (tag, request) in chunk {
                let owner = Some(Owner { queue, tag: *tag });
                match self.take(&mut state, request, options, moment, owner) {
                    Ok(submitted) => sent.push(submitted),
                    Err(error) => {
                        refused = Some(error);
                        break;
                    }
                }
            }
            drop(state);
            taken += sent.len() - before;
            if logged {
                for ((_, request), submitted) in chunk.iter().zip(sent.iter().skip(before)) {
                    self.log_sent(request, *submitted);
                }
            }
            if refused.is_some() {
                break;
            }
        }
        self.flush(Waiting::since(now, SEND_PATIENCE));
        refused.filter(|_| taken == 0).map_or(Ok(taken), Err)
    }

    /// Take a request; it waits to be sent.
    fn take(
        &self,
        state: &mut State,
        request: &Request,
        options: CallOptions,
        now: Moment,
        owner: Option<Owner>,
    ) -> Result<Submitted, Error> {
        let unsent = state.writing_bytes;
        let submitted = state.engine.submit_for(owner, request, options, now, unsent)?;
        if owner.is_none() {
            state.waited.insert(submitted.ticket);
        }
        test_hooks::place("with a request taken");
        Ok(submitted)
    }

    fn log_sent(&self, request: &Request, submitted: Submitted) {
        self.config.logger.log(LogLevel::Debug, || {
            let whom = request.whom(self.config.log_personal_data);
            format!("sent {} as reference {}{whom}", request.message_type(), submitted.reference)
        });
    }

    pub fn call_options(&self, wait: Wait) -> CallOptions {
        CallOptions::within(wait.duration(self.config.request_timeout))
    }

    /// Wake whom the state's news concern; the lock is released.
    pub fn wake(&self, wake: Wake) {
        if let Some(transport) = &wake.dropped {
            transport.shutdown();
            // It opens the next one.
            self.background_waits.notify_one();
        }
        for (level, line) in &wake.lines {
            self.config.logger.log(*level, || line.clone());
        }
        if wake.dispatch {
            self.dispatch_waits.notify_one();
        }
        if wake.news
            && let Some(signal) = &self.config.signal
        {
            signal();
        }
        wake.wake_threads();
    }

    /// That connection cannot go on.
    pub fn lose(&self, connection: u64, cause: Error) {
        let mut state = self.state.lock();
        if state.connection == connection {
            let now = self.moment(Instant::now());
            state.engine.lose(cause, now);
        }
        let wake = state.settle();
        drop(state);
        self.wake(wake);
    }

    /// End the session: open requests end with [`ErrorKind::Closed`], everybody who waits wakes.
    pub fn close(&self, deadline: Instant) {
        self.cancel.cancel();
        let mut state = self.state.lock();
        if state.engine.is_closed() {
            return;
        }
        let place = state.engine.is_up().then(|| state.engine.server().to_owned());
        state.engine.close();
        let mut wake = state.settle();
        state.wake_everyone(&mut wake);
        drop(state);
        self.wake(wake);
        self.flush(Waiting { began: Instant::now(), until: deadline });
        let transport = self.state.lock().transport.take();
        if let Some(transport) = transport {
            transport.shutdown();
        }
        self.background_waits.notify_one();
        if let Some(place) = place {
            self.config.logger.log(LogLevel::Info, || format!("session with {place} closed"));
        }
    }

    pub fn stats(&self) -> SessionStats {
        let state = self.state.lock();
        SessionStats {
            exchange: *state.engine.stats(),
            open_requests: state.engine.open_requests(),
            waiting_notices: state.notices.len(),
            lost_notices: state.notices.overflow(),
            unsent_bytes: state.engine.unsent_bytes() + state.writing_bytes,
            reconnects: state.engine.reconnects(),
            received_bytes: state.received_bytes,
            sent_bytes: state.sent_bytes,
        }
    }

    /// The error of a request that failed.
    pub fn error(&self, failure: Failure) -> Error {
        let lost = matches!(failure, Failure::Disconnected | Failure::OutcomeUnknown { .. });
        let error = Error::of_failure(failure, |failure| self.explain(failure));
        let over = if lost { self.state.lock().engine.unusable() } else { None };
        match over.filter(|over| over.kind() != ErrorKind::Closed) {
            Some(over) => {
                let text = format!("{}; the session is over: {over}", error.message());
                error.with_message(text)
            }
            None => error,
        }
    }

    /// What to check when nobody answered, or the request was never sent.
    fn explain(&self, failure: &Failure) -> String {
        let Failure::Silence { request, target, accepted, ambiguous } = failure else {
            let trouble = self.state.lock().engine.trouble();
            return format!("the request was not sent: {trouble}");
        };
        let app = self.config.exchange.app_dbid;
        let dn = &self.config.link.dn;
        let whom = match target {
            0 => "any OCS".to_owned(),
            target => format!("OCS {target}"),
        };
        let taken = if *accepted {
            "T-Server distributed the request"
        } else {
            "T-Server did not even acknowledge the request"
        };
        let hint = if *ambiguous {
            " Answers came that fit several open requests that differ: see first_in_first_out."
        } else {
            ""
        };
        format!(
            "no answer from {whom} to {request}, sent by application {app} on DN {dn}; {taken}.{hint} \
             OCS drops in silence what it is not configured to accept. Check three settings: \
             (1) the connection: application {app} has the OCS on its Connections tab, or it is a \
             third-party server on the Connections tab of the OCS (its allow-list); \
             (2) the DN's option outbound_contact_server: not false on {dn}, and true on it if it \
             is true on any communication DN; \
             (3) the addresses: {app} is this application's DBID ({}), and {whom} runs and \
             monitors DN {dn} ({}).",
            keys::ORIGIN_APP_ID,
            keys::TARGET_APP_ID,
        )
    }

    /// The dispatch thread: hands notices to the callback until the session has ended.
    pub fn dispatch(&self, callback: &NoticeCallback) {
        let next = |state: &mut State| match state.notices.pop() {
            Some(notice) => Next::One(notice),
            None if state.engine.unusable().is_some() => Next::End,
            None => Next::Nothing,
        };
        hand_on(&self.state, &self.dispatch_waits, next, |notice| self.call(callback, notice));
    }

    /// A callback that panics is the application's fault; the next notice comes all the same.
    fn call(&self, callback: &NoticeCallback, notice: Notice) {
        let call = std::panic::AssertUnwindSafe(|| callback(notice));
        if std::panic::catch_unwind(call).is_err() {
            self.config.logger.log(LogLevel::Error, || "the notice callback panicked".to_owned());
        }
    }
}

/// With a timeout that no clock overflows at.
fn bounded(options: CallOptions) -> CallOptions {
    CallOptions { timeout: options.timeout.min(LONGEST), ..options }
}
