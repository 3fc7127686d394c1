//! State shared by a session's handles and threads, and the operations on it.
//!
//! Lock order: `writer` or `read_buffer`, then `state`. None is held while calling out, logging or
//! joining.

use std::num::NonZeroU64;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::caller_count::CallerCount;
use super::config::SessionConfig;
use super::dispatch::{Next, hand_on};
use super::engine::Engine;
use super::log::LogLevel;
use super::notices::{Notice, NoticeCallback};
use super::servers::Servers;
use super::state::{State, Wake};
use super::stats::SessionStats;
use super::verdicts::Verdicts;
use super::wait::{LONGEST, Wait, Waiting};
use super::writer::WriteBuffer;
use crate::carrier::ConnectCancel;
use crate::error::{Error, ErrorKind};
use crate::exchange::{CallOptions, Failure, Owner, Submitted, Terms};
use crate::message::{Request, keys};
use crate::test_hooks;
use crate::time::Moment;
use commdn_rt::fork::Origin;
use commdn_rt::sync::{Condvar, Mutex};

/// Bytes that one read takes at most.
const READ_BYTES: usize = 32 * 1024;
/// Longest time that sending may delay a call that does not wait.
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
    pub callers: CallerCount,
    verdicts: Verdicts,
    /// The background thread rests here while callers read for themselves.
    pub background_waits: Condvar,
    /// The dispatch thread waits here for notices.
    pub dispatch_waits: Condvar,
}

impl Shared {
    /// `seed` sets the jitter of reconnecting.
    pub fn new(config: SessionConfig, servers: Servers, seed: u64) -> Self {
        let started = Instant::now();
        let engine = Engine::start(&config, servers.names(), seed, Moment::ZERO);
        Self {
            state: Mutex::new(State::new(
                engine,
                config.settings.max_notices,
                config.logger.clone(),
            )),
            config,
            servers,
            started,
            process: Origin::here(),
            cancel: ConnectCancel::new(),
            writer: Mutex::new(WriteBuffer::default()),
            read_buffer: Mutex::new(vec![0; READ_BYTES].into_boxed_slice()),
            callers: CallerCount::default(),
            verdicts: Verdicts::default(),
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

    /// Take a request at `now` and send it, as far as that goes without waiting. A caller, who
    /// waits for the answer next, leaves the sending to the reader while that gathers.
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
        let submitted =
            self.submit_locked(&mut state, request, options, self.moment(now), owner)?;
        let left = caller && state.batch.leave();
        drop(state);
        if !left {
            self.flush(Waiting::since(now, SEND_PATIENCE));
        }
        self.log_sent(request, submitted);
        Ok(submitted)
    }

    /// Take requests for a queue, in order and up to the first that is refused, and send them in
    /// one piece.
    ///
    /// Appends the accepted requests to `sent` and returns their number; the error if the first was
    /// refused.
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
                match self.submit_locked(&mut state, request, options, moment, owner) {
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
    fn submit_locked(
        &self,
        state: &mut State,
        request: &Request,
        options: CallOptions,
        now: Moment,
        owner: Option<Owner>,
    ) -> Result<Submitted, Error> {
        let unsent = state.writing_bytes;
        let submitted =
            state.engine.submit(request, Terms { owner, ..options.into() }, now, unsent)?;
        if owner.is_none() {
            state.waited.insert(submitted.ticket);
        }
        test_hooks::panic_point("with a request taken");
        Ok(submitted)
    }

    fn log_sent(&self, request: &Request, submitted: Submitted) {
        self.config.logger.log(LogLevel::Debug, || {
            let whom = request.whom(self.config.settings.log_personal_data);
            let (message, reference) = (request.message_type(), submitted.reference);
            let fields = request.fields();
            let ocs = fields.target.unwrap_or(self.config.settings.ocs_dbid);
            let number = |name: &str, value: Option<i32>| {
                value.map_or_else(String::new, |value| format!(", {name} {value}"))
            };
            let campaign = number("campaign", fields.campaign) + &number("group", fields.group);
            let app = self.config.app_dbid;
            format!("sent {message} as reference {reference} from {app} to {ocs}{campaign}{whom}")
        });
    }

    pub fn call_options(&self, wait: Wait) -> CallOptions {
        CallOptions::within(wait.duration(self.config.settings.request_timeout))
    }

    /// Wake the threads that the state's events concern; the lock is released.
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
        if wake.events
            && let Some(signal) = &self.config.signal
        {
            signal();
        }
        wake.wake_threads();
    }

    /// That connection cannot continue.
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

    /// End the session: open requests end with [`ErrorKind::Closed`], all waiting threads wake.
    pub fn close(&self, deadline: Instant) {
        self.cancel.cancel();
        let mut state = self.state.lock();
        if state.engine.is_closed() {
            return;
        }
        let server = state.engine.is_up().then(|| state.engine.server().to_owned());
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
        if let Some(server) = server {
            self.config.logger.log(LogLevel::Info, || format!("session with {server} closed"));
        }
    }

    /// Seconds by which the server's clock is ahead of this machine's.
    pub fn clock_ahead(&self) -> Option<f64> {
        let (seconds, micros, came) = self.state.lock().engine.server_time()?;
        let passed = self.moment(Instant::now()).saturating_sub(came);
        let then = SystemTime::now().checked_sub(passed)?.duration_since(UNIX_EPOCH).ok()?;
        Some(f64::from(seconds) + f64::from(micros) / 1e6 - then.as_secs_f64())
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
        let silent = match failure {
            Failure::Silence { target, .. } => Some(target),
            _ => None,
        };
        let mut error = Error::of_failure(failure, |failure| self.explain(failure));
        if let Some(verdict) = silent.and_then(|target| self.verdicts.of(&self.config, target)) {
            error = error.with_verdict(verdict);
        }
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
        let app = self.config.app_dbid;
        let dn = &self.config.dn;
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
