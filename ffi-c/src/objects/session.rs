//! The session: one connection to a DN, shared by any number of threads.

use std::sync::Arc;
use std::time::Duration;

use commdn::session::{Pending, Servers, Session, Status, Wait};

use crate::boundary::status::COMMDN_ERR_TIMEOUT;
use crate::boundary::{
    Borrowed, Fault, Object, Out, OutOwned, QueueSignal, Signals, Text, commdn_error,
    commdn_status, ffi_guard, ffi_make, ffi_try, ffi_value, not_found,
};
use crate::generated::numbers::session::*;
use crate::objects::address::{Simulator, resolve};
use crate::objects::answer::commdn_answer;
use crate::objects::notice::commdn_notice;
use crate::objects::options::commdn_session_options;
use crate::objects::pending::{commdn_pending, wait_of};
use crate::objects::request::commdn_request;
use crate::objects::stats::commdn_stats;

/// A registered connection to a communication DN.
///
/// Every function may be called by any number of threads at a time, commdn_session_free() apart.
pub struct commdn_session {
    session: Session,
    notices: QueueSignal,
    signals: Arc<Signals>,
    /// The simulator of "sim:"; it ends after the session.
    _simulators: Vec<Simulator>,
}

impl Object for commdn_session {
    const NAME: &'static str = "session";
}

impl commdn_session {
    /// Connect; `simulators` live as long as the session.
    pub(crate) fn connect(
        options: &commdn_session_options,
        servers: Servers,
        simulators: Vec<Simulator>,
    ) -> Result<Self, Fault> {
        let signals = Arc::new(Signals::default());
        // A callback takes all notices: none ever waits.
        let all = if options.config().has_notice_callback() {
            Arc::default()
        } else {
            Arc::clone(&signals)
        };
        let notices = QueueSignal::new(&all);
        let raised = Arc::clone(&signals);
        let config = options.config().clone().on_news(Arc::new(move || raised.raise()));
        let session = Session::connect_cancellable(config, servers, options.cancel())?;
        Ok(Self { session, notices, signals, _simulators: simulators })
    }

    pub(crate) const fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) const fn notices(&self) -> &QueueSignal {
        &self.notices
    }

    pub(crate) const fn signals(&self) -> &Arc<Signals> {
        &self.signals
    }

    fn submit(&self, request: &commdn_request, wait: Wait) -> Result<Pending, Fault> {
        let options = request.options(self.session.call_options(wait));
        Ok(self.session.submit_with(request.request(), options)?)
    }

    /// A wait as a time.
    fn duration(&self, wait: Wait) -> Duration {
        self.session.call_options(wait).timeout
    }
}

/// Connect, introduce the application and register the DN.
///
/// `address` is "host:port" or "tcp://host:port", "tls://host:port" with TLS, or several with commas between: the primary and
/// its backups. "exec:COMMAND" starts a program that speaks the link protocol on standard input and output, and ends it with the session. "sim:" starts a simulated contact centre that lives as long as the session,
/// "sim:PATH" one with the TOML configuration in that file.
///
/// Threads: Starts a thread of its own.
/// Blocks:  up to the option connect_timeout_ms for each address, which are tried once; not with the option connect_in_background.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_UNSUPPORTED, COMMDN_ERR_CONNECT, COMMDN_ERR_TLS, COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL, COMMDN_ERR_DISCONNECTED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_open(
    address: Text,
    options: Borrowed<commdn_session_options>,
    out_session: OutOwned<commdn_session>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let session = out_session.needed("out_session")?;
        let address = address.text("address")?;
        let options = options.named("options")?;
        let charset = options.config().charset();
        let (servers, simulators) = resolve(address, options.tls(), charset)?;
        session.give(commdn_session::connect(options, servers, simulators)?);
        Ok(())
    })
}

/// Close a session: open requests end with COMMDN_ERR_CLOSED, every waiter wakes. Closing twice is harmless.
///
/// Owns:    the session must still be freed.
/// Blocks:  up to `timeout_ms` milliseconds for what is being sent; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_FORKED; COMMDN_ERR_TIMEOUT if a thread is still busy, say in a callback: the session is closed all the same.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_close(
    session: Borrowed<commdn_session>,
    timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(session, out_error, |session| {
        Ok(session.session.close(session.duration(wait_of(timeout_ms)?))?)
    })
}

/// Send a request and wait for its answer.
///
/// Blocks:  up to `timeout_ms` milliseconds, when the request is given up; COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  nothing was sent: COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OVERLOADED, COMMDN_ERR_FORKED; otherwise COMMDN_ERR_OCS_REFUSED, COMMDN_ERR_TSERVER_REFUSED (see commdn_error_server_code()), COMMDN_ERR_NO_ANSWER, COMMDN_ERR_DISCONNECTED, COMMDN_ERR_OUTCOME_UNKNOWN, COMMDN_ERR_CLOSED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_call(
    session: Borrowed<commdn_session>,
    request: Borrowed<commdn_request>,
    timeout_ms: i32,
    out_answer: OutOwned<commdn_answer>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(session, out_answer, out_error, |session| {
        let request = request.get()?;
        let options = request.options(session.session.call_options(wait_of(timeout_ms)?));
        Ok(commdn_answer::new(session.session.call_with(request.request(), options)?))
    })
}

/// Send a request; its outcome can be waited for. `timeout_ms` is until the request is given up.
///
/// Blocks:  a millisecond at most, when the peer is slow to take what is sent.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OVERLOADED, COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED: nothing was sent.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_submit(
    session: Borrowed<commdn_session>,
    request: Borrowed<commdn_request>,
    timeout_ms: i32,
    out_pending: OutOwned<commdn_pending>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(session, out_pending, out_error, |session| {
        let pending = session.submit(request.get()?, wait_of(timeout_ms)?)?;
        Ok(commdn_pending::new(pending, session.duration(Wait::Default)))
    })
}

/// The next notice. Notices that came before the session ended are still handed out.
///
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_TIMEOUT if none came; COMMDN_ERR_INVALID_ARGUMENT, also if the session has a notice callback, which gets them all; COMMDN_ERR_FORKED; COMMDN_ERR_CLOSED or why the connection was lost, once no notice is left.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_next_notice(
    session: Borrowed<commdn_session>,
    timeout_ms: i32,
    out_notice: OutOwned<commdn_notice>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(session, out_notice, out_error, |session| {
        let wait = wait_of(timeout_ms)?;
        let next = session.notices.taking(|| session.session.next_notice(wait))?;
        let none = || Fault::new(COMMDN_ERR_TIMEOUT, "no notice came in time");
        next.map(commdn_notice::new).ok_or_else(none)
    })
}

/// The session's counters, all at one moment.
///
/// Errors:  COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_stats(
    session: Borrowed<commdn_session>,
    out_stats: OutOwned<commdn_stats>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(session, out_stats, out_error, |session| {
        Ok(commdn_stats::new(session.session.stats()?))
    })
}

/// Seconds by which T-Server's clock is ahead of this machine's; negative if it is behind.
///
/// By the first user event of the present connection that tells a time.
///
/// Errors:  COMMDN_ERR_NOT_FOUND before one came; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_clock_ahead(
    session: Borrowed<commdn_session>,
    out_seconds: Out<f64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let seconds = out_seconds.needed("out_seconds")?;
        let ahead = session.get()?.session().clock_ahead()?;
        seconds.give(ahead.ok_or_else(|| not_found("no event has told T-Server's time"))?);
        Ok(())
    })
}

/// The state of the session's connection: one of the COMMDN_SESSION numbers, COMMDN_SESSION_OVER for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_status(session: Borrowed<commdn_session>) -> i32 {
    ffi_value(COMMDN_SESSION_OVER, || {
        let status = session.opt().map(|session| session.session().status());
        match status {
            Some(Status::Connecting) => COMMDN_SESSION_CONNECTING,
            Some(Status::Up) => COMMDN_SESSION_UP,
            Some(Status::OutOfService) => COMMDN_SESSION_OUT_OF_SERVICE,
            _ => COMMDN_SESSION_OVER,
        }
    })
}

/// Why the session is not up: COMMDN_OK if it is, otherwise the status and the error of each attempt since the last connection, or why the session is over.
///
/// Errors:  why it is not up: COMMDN_ERR_CONNECT, COMMDN_ERR_TLS, COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL, COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_trouble(
    session: Borrowed<commdn_session>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(session, out_error, |session| {
        session.session.trouble().map_or(Ok(()), |error| Err(Fault::from(error)))
    })
}

#[cfg(test)]
mod tests {
    use std::io;

    use commdn::carrier::{Connector, Transport};
    use commdn::session::SessionConfig;

    use super::*;
    use crate::boundary::Owned;
    use crate::boundary::status::COMMDN_ERR_INTERNAL;

    /// Panics where the core calls it.
    #[derive(Debug)]
    struct Panicking;

    impl Connector for Panicking {
        fn connect(&self, _: Duration) -> io::Result<Arc<dyn Transport>> {
            panic!("deep inside")
        }

        fn server(&self) -> String {
            "nowhere".to_owned()
        }
    }

    #[test]
    fn a_panic_inside_the_core_comes_back_as_a_status() {
        let connect = || {
            let options = commdn_session_options::new(SessionConfig::new("8001", 20));
            commdn_session::connect(&options, Panicking.into(), Vec::new()).map(drop)
        };
        let mut error = std::ptr::null_mut();
        assert_eq!(ffi_guard(Some(&mut error).into(), connect), COMMDN_ERR_INTERNAL);
        // SAFETY: what the guard has given, not used again.
        assert!(unsafe { Owned::from_given(error) }.take().is_some());
    }

    #[cfg(not(feature = "sim"))]
    #[test]
    fn without_the_simulator_its_address_is_unsupported() {
        let status = crate::boundary::ffi_status(|| {
            resolve("sim:", None, commdn::kvlist::Charset::Utf8).map(drop)
        });
        assert_eq!(status, crate::boundary::status::COMMDN_ERR_UNSUPPORTED);
    }

    #[cfg(feature = "sim")]
    #[test]
    fn a_configuration_that_is_not_there_is_named() {
        let fault = resolve("sim:no/such/file.toml", None, commdn::kvlist::Charset::Utf8).err();
        assert!(format!("{fault:?}").contains("no/such/file.toml"));
    }
}
