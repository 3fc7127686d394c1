//! Session handle for users: connect, call, submit, close.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::attempt::Attempt;
use super::completions::Completions;
use super::config::SessionConfig;
use super::log::LogLevel;
use super::notices::Notice;
use super::pending::Pending;
use super::servers::Servers;
use super::shared::Shared;
use super::state::{Interest, State};
use super::stats::SessionStats;
use super::status::Status;
use super::wait::{LONGEST, Wait};
use crate::carrier::{Cancelled, ConnectCancel};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Answer, CallOptions};
use crate::message::Request;
use commdn_rt::sync::Mutex;
use commdn_rt::thread::Thread;

/// A registered connection to a communication DN.
///
/// Cheap to clone; all clones are one session, which is closed when the last one is dropped.
/// Every method may be called by any number of threads at a time.
#[derive(Debug, Clone)]
pub struct Session {
    shared: Arc<Shared>,
    threads: Arc<Threads>,
}

/// Tells whether a session is over, without keeping it open.
#[cfg(feature = "outbox")]
#[derive(Debug)]
pub(crate) struct Life(Arc<Shared>);

#[cfg(feature = "outbox")]
impl Life {
    pub fn is_over(&self) -> bool {
        self.0.is_over()
    }
}

/// The session's threads; the last handle's end closes the session.
#[derive(Debug)]
struct Threads {
    shared: Arc<Shared>,
    handles: Mutex<Vec<Thread>>,
}

impl Session {
    /// Connect to one of `servers`, introduce the application and register the DN.
    ///
    /// Tries each server once, the first one first, and blocks up to `connect_timeout` for each.
    /// Starts a background thread, and one for notices if a callback takes them. With
    /// [`SessionConfig::connect_in_background`] it returns at once.
    ///
    /// # Errors
    /// [`ErrorKind::Connect`], [`ErrorKind::Tls`], [`ErrorKind::LoginRefused`],
    /// [`ErrorKind::RegistrationRefused`], [`ErrorKind::Protocol`], [`ErrorKind::Disconnected`],
    /// [`ErrorKind::InvalidArgument`]. With several servers the message names every attempt.
    pub fn connect(config: SessionConfig, servers: impl Into<Servers>) -> Result<Self, Error> {
        Self::connect_cancellable(config, servers, &ConnectCancel::new())
    }

    /// The same, until `cancel` is thrown, which another thread may do at any time: it then ends at
    /// once, and closes what it has opened. Once the session is open `cancel` is of no more use.
    ///
    /// # Errors
    /// As [`Session::connect`]; [`ErrorKind::Closed`] if it was cancelled.
    pub fn connect_cancellable(
        config: SessionConfig,
        servers: impl Into<Servers>,
        cancel: &ConnectCancel,
    ) -> Result<Self, Error> {
        let servers = servers.into();
        check(&config, &servers)?;
        let random = random()?;
        let shared = Arc::new(Shared::new(config, servers, random));
        let opening = Arc::downgrade(&shared);
        let watch = cancel.on_cancel(move || {
            if let Some(opening) = opening.upgrade() {
                opening.close(Instant::now());
            }
        });
        let threads = Threads { shared: Arc::clone(&shared), handles: Mutex::new(Vec::new()) };
        if !shared.config.settings.connect_in_background {
            shared.bring_up()?;
            let server = shared.state.lock().engine.server().to_owned();
            let dn = &shared.config.dn;
            let line = || format!("session with {server} on DN {dn} open");
            shared.config.logger.log(LogLevel::Info, line);
        }
        threads.start()?;
        drop(watch);
        if cancel.is_cancelled() {
            return Err(Cancelled.into());
        }
        Ok(Self { shared, threads: Arc::new(threads) })
    }

    /// Send a request and wait for its answer.
    ///
    /// Blocks up to `wait`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`], [`ErrorKind::Overloaded`] (nothing was sent);
    /// [`ErrorKind::OcsRefused`], [`ErrorKind::TServerRefused`], [`ErrorKind::NoAnswer`],
    /// [`ErrorKind::Disconnected`], [`ErrorKind::OutcomeUnknown`], [`ErrorKind::Closed`].
    pub fn call(&self, request: &Request, wait: impl Into<Wait>) -> Result<Answer, Error> {
        self.call_with(request, self.call_options(wait))
    }

    /// The same, with the number of answers that complete a request to every OCS.
    ///
    /// # Errors
    /// As [`Session::call`].
    pub fn call_with(&self, request: &Request, options: CallOptions) -> Result<Answer, Error> {
        self.call_sliced(request, options, LONGEST, || Ok(()))
    }

    /// The same for a caller that has to look up from waiting now and then: `look_up` is called,
    /// with no lock held, whenever a `slice` of the wait is over. Its error ends the call; the
    /// request may still reach OCS then.
    ///
    /// Every blocking call of a request comes through here, whatever the language: callers are
    /// counted, and the requests of many are one write.
    ///
    /// # Errors
    /// As [`Session::call`], and those of `look_up`.
    pub fn call_sliced<E: From<Error>>(
        &self,
        request: &Request,
        options: CallOptions,
        slice: Duration,
        look_up: impl FnMut() -> Result<(), E>,
    ) -> Result<Answer, E> {
        let _caller = self.shared.callers.enter();
        let now = Instant::now();
        let submitted = self.shared.submit(request, options, None, now, true)?;
        let pending = Pending::new(Arc::clone(&self.shared), submitted);
        pending.finish(now, slice.min(LONGEST), look_up)
    }

    /// Send a request; its outcome can be waited for. `wait` is until the request is given up.
    ///
    /// Does not block for an answer.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`], [`ErrorKind::Overloaded`], [`ErrorKind::Disconnected`],
    /// [`ErrorKind::Closed`]: nothing was sent.
    pub fn submit(&self, request: &Request, wait: impl Into<Wait>) -> Result<Pending, Error> {
        self.submit_with(request, self.call_options(wait))
    }

    /// The same, with the number of answers that complete a request to every OCS.
    ///
    /// # Errors
    /// As [`Session::submit`].
    pub fn submit_with(&self, request: &Request, options: CallOptions) -> Result<Pending, Error> {
        let submitted = self.shared.submit(request, options, None, Instant::now(), false)?;
        Ok(Pending::new(Arc::clone(&self.shared), submitted))
    }

    /// The options of a call that waits so long for one answer.
    pub fn call_options(&self, wait: impl Into<Wait>) -> CallOptions {
        self.shared.call_options(wait.into())
    }

    /// A queue for the outcomes of many requests.
    ///
    /// # Errors
    /// [`ErrorKind::Forked`].
    pub fn completions(&self) -> Result<Completions, Error> {
        Completions::new(Arc::clone(&self.shared))
    }

    /// The next notice; `None` if none came in time.
    ///
    /// Blocks up to `wait`. Notices that came before the session ended are still handed out.
    ///
    /// # Errors
    /// [`ErrorKind::Closed`] or why the connection was lost, once no notice is left.
    /// [`ErrorKind::InvalidArgument`] if a callback takes the notices.
    pub fn next_notice(&self, wait: Wait) -> Result<Option<Notice>, Error> {
        self.shared.check_process()?;
        if self.shared.config.callback.is_some() {
            let text = "the session's callback takes the notices";
            return Err(Error::new(ErrorKind::InvalidArgument, text));
        }
        let waiting = wait.begin(self.shared.config.settings.request_timeout);
        let take = |state: &mut State| state.notices.pop();
        match self.shared.wait_for(Interest::Notice, waiting, take) {
            Some(notice) => Ok(Some(notice)),
            None => match self.shared.state.lock().engine.unusable() {
                Some(error) => Err(error),
                None => Ok(None),
            },
        }
    }

    /// Seconds by which T-Server's clock is ahead of this machine's; negative if it is behind.
    ///
    /// By the first user event of the present connection that tells a time, so that the event's
    /// way counts as being behind; `None` before one came.
    ///
    /// # Errors
    /// [`ErrorKind::Forked`].
    pub fn clock_ahead(&self) -> Result<Option<f64>, Error> {
        self.shared.check_process()?;
        Ok(self.shared.clock_ahead())
    }

    /// Its counters.
    ///
    /// # Errors
    /// [`ErrorKind::Forked`].
    pub fn stats(&self) -> Result<SessionStats, Error> {
        self.shared.check_process()?;
        Ok(self.shared.stats())
    }

    /// Its options.
    pub fn config(&self) -> &SessionConfig {
        &self.shared.config
    }

    /// The server that it is connected to, or tries next.
    #[must_use]
    pub fn server(&self) -> String {
        self.look(String::new, |state| state.engine.server().to_owned())
    }

    /// State of its connection.
    #[must_use]
    pub fn status(&self) -> Status {
        self.look(|| Status::Over, |state| Status::of(&state.engine))
    }

    /// Whether requests go out at once: connected, the DN registered and in service.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.status() == Status::Up
    }

    /// Reason why it is not up: each attempt since the last connection, or why the session is over.
    /// `None` if it is up.
    #[must_use]
    pub fn trouble(&self) -> Option<Error> {
        let trouble = |state: &State| match Status::of(&state.engine) {
            Status::Up => None,
            Status::OutOfService => {
                let dn = &self.shared.config.dn;
                let text =
                    format!("DN {dn} is out of service: {} waits for it", state.engine.server());
                Some(Error::new(ErrorKind::Disconnected, text))
            }
            _ => Some(state.engine.unusable().unwrap_or_else(|| state.engine.trouble())),
        };
        self.look(|| self.shared.check_process().err(), trouble)
    }

    /// The attempts since a connection was last up, oldest first; the last eight of many.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.look(Vec::new, |state| state.engine.attempts().cloned().collect())
    }

    /// Look at the state, or say what holds in a forked process.
    fn look<T>(&self, foreign: impl FnOnce() -> T, look: impl FnOnce(&State) -> T) -> T {
        if self.shared.is_foreign() { foreign() } else { look(&self.shared.state.lock()) }
    }

    /// Number of threads that wait while another one reads.
    #[cfg(test)]
    pub(super) fn followers(&self) -> usize {
        self.shared.state.lock().followers.len()
    }

    /// Whether it is of no more use: closed, or its connection lost for good.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.shared.is_over()
    }

    /// An object that outlives the session and says whether it is over.
    #[cfg(feature = "outbox")]
    pub(crate) fn life(&self) -> Life {
        Life(Arc::clone(&self.shared))
    }

    /// Close the session: open requests end with [`ErrorKind::Closed`], every waiter wakes.
    ///
    /// Blocks up to `timeout` for what is being sent and for the session's threads; closing
    /// twice is harmless, and so is closing from the notice callback.
    ///
    /// # Errors
    /// [`ErrorKind::Forked`]; [`ErrorKind::WaitTimeout`] if a thread is still busy, say in a
    /// callback; the session is closed all the same.
    pub fn close(&self, timeout: Duration) -> Result<(), Error> {
        self.shared.check_process()?;
        self.threads.close(Instant::now() + timeout.min(LONGEST))
    }
}

impl Threads {
    fn start(&self) -> Result<(), Error> {
        let background = Arc::clone(&self.shared);
        self.spawn("commdn-session", move || background.background())?;
        if let Some(callback) = self.shared.config.callback.clone() {
            let dispatch = Arc::clone(&self.shared);
            self.spawn("commdn-notices", move || dispatch.dispatch(&callback))?;
        }
        Ok(())
    }

    fn spawn(&self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<(), Error> {
        let thread = Thread::start(name, run).map_err(|error| {
            Error::new(ErrorKind::Internal, format!("cannot start a thread: {error}"))
        })?;
        self.handles.lock().push(thread);
        Ok(())
    }

    fn close(&self, deadline: Instant) -> Result<(), Error> {
        self.shared.close(deadline);
        let mut pause = Duration::from_micros(50);
        while self.are_busy() || !self.shared.servers.are_at_rest() {
            if Instant::now() >= deadline {
                let text =
                    "a thread of the session is still busy, or its child process has not ended";
                return Err(Error::new(ErrorKind::WaitTimeout, text));
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(5));
        }
        Ok(())
    }

    /// Join the threads that have ended; returns whether others than the calling one are left.
    ///
    /// A running thread stays in the list, so that every closing thread waits for it: also another
    /// closer, and also for the notice callback that closes its own session, whose thread ends when
    /// it returns.
    fn are_busy(&self) -> bool {
        let mut handles = self.handles.lock();
        handles.extract_if(.., |thread| thread.is_finished()).for_each(Thread::join);
        handles.iter().any(|thread| !thread.is_current())
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if !self.shared.is_foreign() {
            // A thread that is still busy then ends by itself.
            let _ = self.close(Instant::now() + self.shared.config.settings.close_timeout);
        }
    }
}

fn check(config: &SessionConfig, servers: &Servers) -> Result<(), Error> {
    let fault = |text: String| Err(Error::new(ErrorKind::InvalidArgument, text));
    if servers.is_empty() {
        return fault("there is no server to connect to".to_owned());
    }
    let settings = &config.settings;
    for (name, text) in [
        ("dn", Some(&config.dn)),
        ("application", Some(&settings.application)),
        ("password", settings.password.as_ref()),
    ] {
        if text.is_some_and(|text| text.contains('\0')) {
            return fault(format!("{name} contains a NUL byte"));
        }
    }
    if config.dn.is_empty() {
        return fault("the DN is empty".to_owned());
    }
    let app = config.app_dbid;
    if app <= 0 {
        return fault(format!("app_dbid {app} is no DBID of an application (1 or more)"));
    }
    let ocs = settings.ocs_dbid;
    if ocs < 0 {
        return fault(format!("ocs_dbid {ocs} is no DBID of an application"));
    }
    if ocs == app {
        return fault(format!(
            "ocs_dbid and app_dbid are both {app}: they are different applications"
        ));
    }
    if settings.connect_timeout.is_zero() {
        return fault("connect_timeout is 0".to_owned());
    }
    config.reconnect.check()
}

fn random() -> Result<u64, Error> {
    getrandom::u64().map_err(|error| {
        Error::new(ErrorKind::Internal, format!("the system has no random numbers: {error}"))
    })
}
