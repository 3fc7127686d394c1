//! The session: one connection to a DN, shared by any number of threads.

use std::ffi::c_char;
use std::sync::Arc;
use std::time::Duration;

use commdn::session::{Pending, Servers, Session, SessionConfig, Wait};

use crate::address::{Places, resolve};
use crate::answer::commdn_answer;
use crate::error::{Fault, commdn_error};
use crate::guard::{borrow, c_text, ffi_free, ffi_guard, ffi_value, into_handle, out};
use crate::notice::commdn_notice;
use crate::options::commdn_session_options;
use crate::pending::{commdn_pending, wait_of};
use crate::request::commdn_request;
use crate::signal::{LazySignal, Signals};
use crate::sim_backend::Backend;
use crate::stats::commdn_stats;
use crate::status::{COMMDN_ERR_TIMEOUT, commdn_status};

/// A registered connection to a communication DN.
///
/// Every function may be called by any number of threads at a time, commdn_session_free() apart.
pub struct commdn_session {
    session: Session,
    notices: LazySignal,
    signals: Arc<Signals>,
    /// The simulator of "sim:"; it ends after the session.
    _simulators: Vec<Backend>,
}

impl commdn_session {
    /// Connect; `simulators` live as long as the session.
    pub(crate) fn connect(
        config: SessionConfig,
        servers: Servers,
        simulators: Vec<Backend>,
    ) -> Result<Self, Fault> {
        let signals = Arc::new(Signals::default());
        let raised = Arc::clone(&signals);
        let config = config.on_news(Arc::new(move || raised.raise()));
        let session = Session::connect(config, servers)?;
        Ok(Self { session, notices: LazySignal::default(), signals, _simulators: simulators })
    }

    pub(crate) const fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn signals(&self) -> Arc<Signals> {
        Arc::clone(&self.signals)
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
/// its backups. "sim:" starts a simulated contact centre that lives as long as the session,
/// "sim:PATH" one with the TOML configuration in that file.
///
/// Owns:    `*out_session` is the caller's on COMMDN_OK, free it with commdn_session_free(); NULL otherwise. `options` is copied.
/// Threads: any, at the same time as other readers of `options`. Starts a thread of its own.
/// Blocks:  up to the option connect_timeout_ms for each address, which are tried once; not with the option connect_in_background.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_UNSUPPORTED, COMMDN_ERR_CONNECT, COMMDN_ERR_TLS, COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL, COMMDN_ERR_DISCONNECTED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_open(
    address: *const c_char,
    options: *const commdn_session_options,
    out_session: *mut *mut commdn_session,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let (session, address) =
            unsafe { (out(out_session, "out_session")?, c_text(address, "address")?) };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow(options, "options")? };
        let config = options.config().clone();
        let Places { servers, simulators } = resolve(address, options.tls(), config.charset())?;
        session.give(into_handle(commdn_session::connect(config, servers, simulators)?));
        Ok(())
    })
}

/// Free a session; it is closed first, if it is not.
///
/// Owns:    takes `session`; NULL is harmless. What came from it (pending requests, answers, notices) stays yours.
/// Threads: any, when nobody else uses `session`, but for its notice callback: a call of that is waited for, and may use it
///          meanwhile. Also in a forked process, where nothing is closed.
/// Blocks:  up to the option close_timeout_ms; a callback that takes longer must not use `session` any more.
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_free(session: *mut commdn_session) {
    ffi_free(session)
}

/// Close a session: open requests end with COMMDN_ERR_CLOSED, every waiter wakes. Closing twice is harmless.
///
/// Owns:    nothing; the session must still be freed.
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  up to `timeout_ms` milliseconds for what is being sent; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED; COMMDN_ERR_TIMEOUT if a thread is still busy, say in a callback: the session is closed all the same.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_close(
    session: *const commdn_session,
    timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let session = unsafe { borrow(session, "session")? };
        session.session.close(session.duration(wait_of(timeout_ms)?))?;
        Ok(())
    })
}

/// Whether the session is of no more use: closed, or its connection lost; true for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_is_over(session: *const commdn_session) -> bool {
    ffi_value(true, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { session.as_ref() }.is_none_or(|session| session.session.is_over())
    })
}

/// Send a request and wait for its answer.
///
/// Owns:    `*out_answer` is the caller's on COMMDN_OK, free it with commdn_answer_free(); NULL otherwise. `request` stays yours.
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  up to `timeout_ms` milliseconds, when the request is given up; COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  nothing was sent: COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OVERLOADED, COMMDN_ERR_FORKED; otherwise COMMDN_ERR_OCS_REFUSED, COMMDN_ERR_TSERVER_REFUSED (see commdn_error_server_code()), COMMDN_ERR_NO_ANSWER, COMMDN_ERR_DISCONNECTED, COMMDN_ERR_OUTCOME_UNKNOWN, COMMDN_ERR_CLOSED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_call(
    session: *const commdn_session,
    request: *const commdn_request,
    timeout_ms: i32,
    out_answer: *mut *mut commdn_answer,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let answer = unsafe { out(out_answer, "out_answer")? };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (session, request) =
            unsafe { (borrow(session, "session")?, borrow(request, "request")?) };
        let mut pending = session.submit(request, wait_of(timeout_ms)?)?;
        answer.give(commdn_answer::handle(pending.wait(Wait::Forever)?));
        Ok(())
    })
}

/// Send a request; its outcome can be waited for. `timeout_ms` is until the request is given up.
///
/// Owns:    `*out_pending` is the caller's on COMMDN_OK, free it with commdn_pending_free(); NULL otherwise. `request` stays yours.
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  a millisecond at most, when the peer is slow to take what is sent.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OVERLOADED, COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED: nothing was sent.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_submit(
    session: *const commdn_session,
    request: *const commdn_request,
    timeout_ms: i32,
    out_pending: *mut *mut commdn_pending,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_pending, "out_pending")? };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (session, request) =
            unsafe { (borrow(session, "session")?, borrow(request, "request")?) };
        let pending = session.submit(request, wait_of(timeout_ms)?)?;
        let default_wait = session.duration(Wait::Default);
        object.give(into_handle(commdn_pending::new(pending, default_wait)));
        Ok(())
    })
}

/// The next notice. Notices that came before the session ended are still handed out.
///
/// Owns:    `*out_notice` is the caller's on COMMDN_OK, free it with commdn_notice_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_TIMEOUT if none came; COMMDN_ERR_INVALID_ARGUMENT, also if the session has a notice callback, which gets them all; COMMDN_ERR_FORKED; COMMDN_ERR_CLOSED or why the connection was lost, once no notice is left.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_next_notice(
    session: *const commdn_session,
    timeout_ms: i32,
    out_notice: *mut *mut commdn_notice,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (notice, session) =
            unsafe { (out(out_notice, "out_notice")?, borrow(session, "session")?) };
        let wait = wait_of(timeout_ms)?;
        session.notices.clear();
        let Some(next) = session.session.next_notice(wait)? else {
            return Err(Fault::new(COMMDN_ERR_TIMEOUT, "no notice came in time"));
        };
        session.notices.raise();
        notice.give(commdn_notice::handle(next));
        Ok(())
    })
}

/// A file descriptor for poll() and the like: readable when a notice may wait, or the session has ended.
///
/// Then call commdn_session_next_notice() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
///
/// Owns:    the descriptor is the session's and ends with it; never read or close it.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INTERNAL if the system gives no descriptor.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_notice_fd(
    session: *const commdn_session,
    out_fd: *mut i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (fd, session) = unsafe { (out(out_fd, "out_fd")?, borrow(session, "session")?) };
        fd.give(session.notices.fd(&session.signals)?);
        Ok(())
    })
}

/// The session's counters, all at one moment.
///
/// Owns:    `*out_stats` is the caller's on COMMDN_OK, free it with commdn_stats_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_stats(
    session: *const commdn_session,
    out_stats: *mut *mut commdn_stats,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (stats, session) =
            unsafe { (out(out_stats, "out_stats")?, borrow(session, "session")?) };
        stats.give(commdn_stats::handle(session.session.stats()?));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::io;

    use commdn::link::{Connector, Transport};

    use super::*;
    use crate::status::COMMDN_ERR_INTERNAL;

    /// Panics where the core calls it.
    #[derive(Debug)]
    struct Panicking;

    impl Connector for Panicking {
        fn connect(&self, _: Duration) -> io::Result<Arc<dyn Transport>> {
            panic!("deep inside")
        }

        fn place(&self) -> String {
            "nowhere".to_owned()
        }
    }

    #[test]
    fn a_panic_inside_the_core_comes_back_as_a_status() {
        let connect = || {
            commdn_session::connect(SessionConfig::new("8001", 20), Panicking.into(), Vec::new())
                .map(drop)
        };
        let mut error = std::ptr::null_mut();
        assert_eq!(ffi_guard(&raw mut error, connect), COMMDN_ERR_INTERNAL);
        assert!(!error.is_null());
        // SAFETY: the error that the guard has set, not used again.
        unsafe { crate::error::commdn_error_free(error) };
    }

    #[cfg(not(feature = "sim"))]
    #[test]
    fn without_the_simulator_its_address_is_unsupported() {
        let status = ffi_guard(crate::guard::NO_ERROR, || {
            resolve("sim:", None, commdn::kvlist::Charset::Utf8).map(drop)
        });
        assert_eq!(status, crate::status::COMMDN_ERR_UNSUPPORTED);
    }

    #[cfg(feature = "sim")]
    #[test]
    fn a_configuration_that_is_not_there_is_named() {
        let fault = resolve("sim:no/such/file.toml", None, commdn::kvlist::Charset::Utf8).err();
        assert!(format!("{fault:?}").contains("no/such/file.toml"));
    }
}
