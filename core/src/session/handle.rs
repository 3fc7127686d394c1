//! The session as its users hold it.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::completions::Completions;
use super::config::SessionConfig;
use super::log::LogLevel;
use super::notices::Notice;
use super::pending::Pending;
use super::shared::Shared;
use super::state::{Interest, Slot, State};
use super::stats::SessionStats;
use super::wait::Wait;
use crate::error::{Error, ErrorKind};
use crate::exchange::{Answer, CallOptions};
use crate::link::Connector;
use crate::message::Request;

/// A registered connection to a communication DN.
///
/// Cheap to clone; all clones are one session, which is closed when the last one is dropped.
/// Every method may be called by any number of threads at a time.
#[derive(Debug, Clone)]
pub struct Session {
    shared: Arc<Shared>,
    threads: Arc<Threads>,
}

/// The session's threads; the last handle's end closes the session.
#[derive(Debug)]
struct Threads {
    shared: Arc<Shared>,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

impl Session {
    /// Connect, introduce the application and register the DN.
    ///
    /// Blocks up to `connect_timeout`. Starts a background thread, and one for notices if a callback takes them.
    ///
    /// # Errors
    /// [`ErrorKind::Connect`], [`ErrorKind::Tls`], [`ErrorKind::LoginRefused`], [`ErrorKind::RegistrationRefused`],
    /// [`ErrorKind::Protocol`], [`ErrorKind::Disconnected`], [`ErrorKind::InvalidArgument`].
    pub fn connect(config: SessionConfig, connector: &dyn Connector) -> Result<Self, Error> {
        check(&config)?;
        let mut config = config;
        config.exchange.first_reference = random_reference()?;
        let deadline = Instant::now() + config.connect_timeout;
        let place = connector.place();
        let transport = connector
            .connect(config.connect_timeout)
            .map_err(|error| Error::of_connect(&place, error))?;
        let shared = Arc::new(Shared::new(config, transport, place));
        let threads = Threads { shared: Arc::clone(&shared), handles: Mutex::new(Vec::new()) };
        shared.flush(deadline);
        let up = |state: &mut State| state.engine.is_up().then_some(());
        if shared.wait_for(Interest::Notice, deadline, up).is_none() {
            return Err(not_up(&shared));
        }
        threads.start()?;
        let logger = &shared.config.logger;
        logger.log(LogLevel::Info, || {
            format!("session with {} on DN {} open", shared.place, shared.config.link.dn)
        });
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
        self.submit_with(request, options)?.finish()
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
        let submitted = self.shared.submit(request, options, Slot::Waiting)?;
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
        let deadline = wait.deadline(self.shared.config.request_timeout);
        let take = |state: &mut State| state.notices.pop();
        match self.shared.wait_for(Interest::Notice, deadline, take) {
            Some(notice) => Ok(Some(notice)),
            None => match self.shared.state.lock().engine.unusable() {
                Some(error) => Err(error),
                None => Ok(None),
            },
        }
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

    /// Where it is connected to.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.shared.place
    }

    /// Whether it is of no more use: closed, or its connection lost.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.shared.is_foreign() || self.shared.state.lock().engine.unusable().is_some()
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
        self.threads.close(Instant::now() + timeout)
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
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run);
        let thread = thread.map_err(|error| {
            Error::new(ErrorKind::Internal, format!("cannot start a thread: {error}"))
        })?;
        self.handles.lock().push(thread);
        Ok(())
    }

    fn close(&self, deadline: Instant) -> Result<(), Error> {
        self.shared.close(deadline);
        let threads = std::mem::take(&mut *self.handles.lock());
        let this = std::thread::current().id();
        let mut running = Vec::new();
        let mut busy = false;
        for thread in threads {
            // The callback closes its own session: its thread ends when it returns, and whoever
            // closes or drops the session elsewhere waits for that.
            if thread.thread().id() == this {
                running.push(thread);
            } else if let Err(thread) = join_until(thread, deadline) {
                running.push(thread);
                busy = true;
            }
        }
        self.handles.lock().append(&mut running);
        if busy {
            return Err(Error::new(
                ErrorKind::WaitTimeout,
                "a thread of the session is still busy",
            ));
        }
        Ok(())
    }
}

/// Join a thread that ends soon; it is given back if it does not.
fn join_until(thread: JoinHandle<()>, deadline: Instant) -> Result<(), JoinHandle<()>> {
    let mut pause = Duration::from_micros(50);
    while !thread.is_finished() {
        if Instant::now() >= deadline {
            return Err(thread);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    }
    // Its panic, if it was one, has been reported where it happened.
    let _ = thread.join();
    Ok(())
}

impl Drop for Threads {
    fn drop(&mut self) {
        if !self.shared.is_foreign() {
            // What is still busy then ends by itself.
            let _ = self.close(Instant::now() + self.shared.config.close_timeout);
        }
    }
}

fn check(config: &SessionConfig) -> Result<(), Error> {
    let fault = |text: String| Err(Error::new(ErrorKind::InvalidArgument, text));
    if config.link.dn.is_empty() {
        return fault("the DN is empty".to_owned());
    }
    let app = config.exchange.app_dbid;
    if app <= 0 {
        return fault(format!("app_dbid {app} is no DBID of an application (1 or more)"));
    }
    let ocs = config.exchange.ocs_dbid;
    if ocs < 0 {
        return fault(format!("ocs_dbid {ocs} is no DBID of an application"));
    }
    if ocs == app {
        return fault(format!(
            "ocs_dbid and app_dbid are both {app}: they are different applications"
        ));
    }
    if config.connect_timeout.is_zero() {
        return fault("connect_timeout is 0".to_owned());
    }
    Ok(())
}

/// Reference ids start anywhere, so that answers to a process that ended do not fit its successor's requests.
fn random_reference() -> Result<i32, Error> {
    let number = getrandom::u32().map_err(|error| {
        Error::new(ErrorKind::Internal, format!("the system has no random numbers: {error}"))
    })?;
    Ok(i32::try_from(number >> 2).unwrap_or(0) + 1)
}

/// Why a connection did not come up.
fn not_up(shared: &Shared) -> Error {
    match shared.state.lock().engine.lost() {
        Some(error) => error.clone(),
        None => {
            let timeout = shared.config.connect_timeout;
            let text = format!("{} did not register the DN within {timeout:?}", shared.place);
            Error::new(ErrorKind::Connect, text)
        }
    }
}
