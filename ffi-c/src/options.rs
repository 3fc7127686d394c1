//! The options of a session, set one by one.

use std::ffi::c_char;
use std::time::Duration;

use commdn::link::{KeepAlive, TlsConfig};
use commdn::session::SessionConfig;

use crate::dialect::commdn_dialect;
use crate::error::{Fault, commdn_error};
use crate::guard::{
    NO_ERROR, borrow, borrow_mut, c_text, ffi_free, ffi_guard, into_handle, invalid, out,
};
use crate::status::commdn_status;

/// Who connects, to which DN, and how patiently; each option has a default.
#[derive(Clone)]
pub struct commdn_session_options {
    config: SessionConfig,
    /// The options of TLS, if one was set.
    tls: Option<TlsConfig>,
}

impl commdn_session_options {
    pub(crate) const fn config(&self) -> &SessionConfig {
        &self.config
    }

    pub(crate) const fn tls(&self) -> Option<&TlsConfig> {
        self.tls.as_ref()
    }

    /// The same for the options of TLS.
    pub(crate) fn set_tls(&mut self, set: impl FnOnce(TlsConfig) -> TlsConfig) {
        self.tls = Some(set(self.tls.take().unwrap_or_default()));
    }

    /// Apply one of the core's setters, which take the options and give them back.
    pub(crate) fn set(&mut self, set: impl FnOnce(SessionConfig) -> SessionConfig) {
        let config = std::mem::replace(&mut self.config, SessionConfig::new("", 0));
        self.config = set(config);
    }
}

/// A time in milliseconds, 0 or more.
pub(crate) fn milliseconds(number: i32, name: &str) -> Result<Duration, Fault> {
    u64::try_from(number)
        .map(Duration::from_millis)
        .map_err(|_| invalid(format!("{name} {number} is negative")))
}

/// Options with their defaults, for the communication DN `dn` and the application with DBID `app_dbid`.
///
/// Owns:    `*out_session_options` is the caller's on COMMDN_OK, free it with commdn_session_options_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_new(
    dn: *const c_char,
    app_dbid: i32,
    out_session_options: *mut *mut commdn_session_options,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_session_options, "out_session_options")? };
        // SAFETY: NULL is checked.
        let dn = unsafe { c_text(dn, "dn")? };
        let config = SessionConfig::new(dn, app_dbid);
        object.give(into_handle(commdn_session_options { config, tls: None }));
        Ok(())
    })
}

/// A copy.
///
/// Owns:    `*out_session_options` is the caller's on COMMDN_OK, free it with commdn_session_options_free(); NULL otherwise. `session_options` stays yours.
/// Threads: any, at the same time as other readers of `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_dup(
    session_options: *const commdn_session_options,
    out_session_options: *mut *mut commdn_session_options,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (copy, session_options) = unsafe {
            (
                out(out_session_options, "out_session_options")?,
                borrow(session_options, "session_options")?,
            )
        };
        copy.give(into_handle(session_options.clone()));
        Ok(())
    })
}

/// Free the options; sessions that were opened with them are not concerned.
///
/// Owns:    takes `session_options`; NULL is harmless.
/// Threads: any, when nobody else uses `session_options`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_free(session_options: *mut commdn_session_options) {
    ffi_free(session_options)
}

/// Name of the application, as T-Server shall know it. Default "commdn".
///
/// Owns:    nothing; `application`, which is UTF-8, is copied.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_application(
    session_options: *mut commdn_session_options,
    application: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (session_options, application) = unsafe {
            (borrow_mut(session_options, "session_options")?, c_text(application, "application")?)
        };
        session_options.set(|options| options.application(application));
        Ok(())
    })
}

/// Password of the application. Default none.
///
/// Owns:    nothing; `password`, which is UTF-8, is copied.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_password(
    session_options: *mut commdn_session_options,
    password: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (session_options, password) = unsafe {
            (borrow_mut(session_options, "session_options")?, c_text(password, "password")?)
        };
        session_options.set(|options| options.password(password));
        Ok(())
    })
}

/// DBID of the OCS that is asked where a request names none. Default 0: every OCS on the DN, which only do-not-call and cancel requests may ask.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_ocs_dbid(
    session_options: *mut commdn_session_options,
    ocs_dbid: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.ocs_dbid(ocs_dbid));
        Ok(())
    })
}

/// How user data is written and read. Default: the defaults of commdn_dialect_new().
///
/// Owns:    nothing; `dialect` is copied.
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_dialect(
    session_options: *mut commdn_session_options,
    dialect: *const commdn_dialect,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let options = unsafe { borrow_mut(session_options, "session_options")? };
        // SAFETY: as above.
        let dialect = unsafe { borrow(dialect, "dialect")? }.0;
        options.set(|options| options.dialect(dialect));
        Ok(())
    })
}

/// How often an idle connection is watched, from both sides; 0 for never. Default 10,000.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_keep_alive_ms(
    session_options: *mut commdn_session_options,
    keep_alive_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let keep_alive = KeepAlive::every(milliseconds(keep_alive_ms, "keep_alive_ms")?);
        session_options.set(|options| options.keep_alive(keep_alive));
        Ok(())
    })
}

/// Until the connection is open and the DN registered. Default 10,000.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_connect_timeout_ms(
    session_options: *mut commdn_session_options,
    connect_timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let connect_timeout = milliseconds(connect_timeout_ms, "connect_timeout_ms")?;
        session_options.set(|options| options.connect_timeout(connect_timeout));
        Ok(())
    })
}

/// Until a request is given up, where a call says COMMDN_WAIT_DEFAULT. Default 10,000.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_request_timeout_ms(
    session_options: *mut commdn_session_options,
    request_timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let request_timeout = milliseconds(request_timeout_ms, "request_timeout_ms")?;
        session_options.set(|options| options.request_timeout(request_timeout));
        Ok(())
    })
}

/// How long the peer may take no byte before the connection is given up. Default 10,000.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_write_timeout_ms(
    session_options: *mut commdn_session_options,
    write_timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let write_timeout = milliseconds(write_timeout_ms, "write_timeout_ms")?;
        session_options.set(|options| options.write_timeout(write_timeout));
        Ok(())
    })
}

/// Longest time that commdn_session_free() takes. Default 2,000.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_close_timeout_ms(
    session_options: *mut commdn_session_options,
    close_timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let close_timeout = milliseconds(close_timeout_ms, "close_timeout_ms")?;
        session_options.set(|options| options.close_timeout(close_timeout));
        Ok(())
    })
}

/// How many microseconds a thread that waits for an answer asks the connection again and again before it sleeps. Default 0.
///
/// It saves the waking of a thread, which takes longer than the rest of a call to a server nearby, and costs a whole core
/// while a call waits: for few callers, quick answers, and a core to spare for each. Not more than one thread at a
/// time does it, none while more than four wait, and none for a notice. Deadlines and closing hold as ever.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_spin_us(
    session_options: *mut commdn_session_options,
    spin_us: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let spin = u64::try_from(spin_us)
            .map(Duration::from_micros)
            .map_err(|_| invalid(format!("spin_us {spin_us} is negative")))?;
        session_options.set(|options| options.spin(spin));
        Ok(())
    })
}

/// Most open requests. Default 131,072; one takes less than 1 KiB.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_max_open_requests(
    session_options: *mut commdn_session_options,
    max_open_requests: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.max_open_requests(max_open_requests));
        Ok(())
    })
}

/// Most bytes that wait for the peer to take them. Default 16 MiB.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_max_unsent_bytes(
    session_options: *mut commdn_session_options,
    max_unsent_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.max_unsent_bytes(max_unsent_bytes));
        Ok(())
    })
}

/// Most notices that wait to be taken; the oldest make room, and are counted. Default 10,000.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_max_notices(
    session_options: *mut commdn_session_options,
    max_notices: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.max_notices(max_notices));
        Ok(())
    })
}

/// Longest frame that is accepted, in bytes. Default 131,072.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_max_frame_bytes(
    session_options: *mut commdn_session_options,
    max_frame_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.max_frame_bytes(max_frame_bytes));
        Ok(())
    })
}

/// Send GSW_CM_AttrReferenceID with each request. Default true.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_send_reference_id(
    session_options: *mut commdn_session_options,
    send: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.send_reference_id(send));
        Ok(())
    })
}

/// Complete the oldest request with an answer that fits several that differ. Default false: such an answer completes none, and is a notice.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_first_in_first_out(
    session_options: *mut commdn_session_options,
    accept: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.first_in_first_out(accept));
        Ok(())
    })
}

/// Accept an answer that tells only one of a request's phone number and customer. Default false: such an answer may be a late one to another request, and is a notice.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_accept_partial_echo(
    session_options: *mut commdn_session_options,
    accept: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.accept_partial_echo(accept));
        Ok(())
    })
}

/// Accept an answer that tells a phone number, customer or campaign name that its request does not have. Default false: such an answer is another request's, or nobody's, and is a notice.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_accept_added_facts(
    session_options: *mut commdn_session_options,
    accept: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.accept_added_facts(accept));
        Ok(())
    })
}

/// Show phone numbers and customer ids in log lines. Default false: "****" stands there.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_log_personal_data(
    session_options: *mut commdn_session_options,
    show: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.log_personal_data(show));
        Ok(())
    })
}
