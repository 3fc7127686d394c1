//! The options of a session about lost connections, and how a session's connection fares.

use commdn::session::{Reconnect, Status};

use crate::error::{Fault, commdn_error};
use crate::guard::{borrow, borrow_mut, ffi_guard, ffi_value};
use crate::options::{commdn_session_options, milliseconds};
use crate::session::commdn_session;
use crate::status::commdn_status;

/// There is no connection yet, or it is being replaced: requests wait.
pub const COMMDN_STATUS_CONNECTING: i32 = 0;
/// The DN is registered and in service: requests go out at once.
pub const COMMDN_STATUS_UP: i32 = 1;
/// The DN is registered and out of service: requests wait.
pub const COMMDN_STATUS_OUT_OF_SERVICE: i32 = 2;
/// The session was closed, or has given up.
pub const COMMDN_STATUS_OVER: i32 = 3;

/// Replace a lost connection. Default true; with false a session ends with its connection.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_reconnect(
    session_options: *mut commdn_session_options,
    reconnect: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let policy = if reconnect { Reconnect::default() } else { Reconnect::NEVER };
        session_options.set(|options| options.reconnect(policy));
        Ok(())
    })
}

/// When a lost connection is replaced, in milliseconds: the delay after the first round over all servers, which doubles from round to round, and the longest. Default 250 and 20,000.
///
/// Both are above 0, and the first is not longer than the longest. One server is tried every 100 ms at the most, whatever they are.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_reconnect_delays_ms(
    session_options: *mut commdn_session_options,
    first_delay_ms: i32,
    max_delay_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let first = milliseconds(first_delay_ms, "first_delay_ms")?;
        let max = milliseconds(max_delay_ms, "max_delay_ms")?;
        let policy = session_options.config().reconnect_policy().first_delay(first).max_delay(max);
        policy.check_named("first_delay_ms", "max_delay_ms")?;
        session_options.set(|options| options.reconnect(policy));
        Ok(())
    })
}

/// End a session that had no connection for so long, in milliseconds; 0 = never, the default.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_reconnect_give_up_ms(
    session_options: *mut commdn_session_options,
    give_up_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        let time = milliseconds(give_up_ms, "give_up_ms")?;
        let time = Some(time).filter(|time| !time.is_zero());
        session_options.set(|options| {
            let policy = options.reconnect_policy().give_up_after(time);
            options.reconnect(policy)
        });
        Ok(())
    })
}

/// Open a session at once, and connect in the background. Default false.
///
/// For programs that start before their servers: COMMDN_NOTICE_CONNECTED tells when it is up, commdn_session_trouble() why not yet.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_connect_in_background(
    session_options: *mut commdn_session_options,
    background: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.connect_in_background(background));
        Ok(())
    })
}

/// Let requests wait for a connection while there is none, up to their timeout. Default true; with false they fail at once with COMMDN_ERR_DISCONNECTED.
///
/// Owns:    nothing
/// Threads: one at a time on `session_options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_options_set_hold_requests(
    session_options: *mut commdn_session_options,
    hold: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session_options = unsafe { borrow_mut(session_options, "session_options")? };
        session_options.set(|options| options.hold_requests(hold));
        Ok(())
    })
}

/// How the session's connection fares: one of the COMMDN_STATUS numbers, COMMDN_STATUS_OVER for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_status(session: *const commdn_session) -> i32 {
    ffi_value(COMMDN_STATUS_OVER, || {
        // SAFETY: NULL or live, the caller's duty.
        let status = unsafe { session.as_ref() }.map(|session| session.session().status());
        match status {
            Some(Status::Connecting) => COMMDN_STATUS_CONNECTING,
            Some(Status::Up) => COMMDN_STATUS_UP,
            Some(Status::OutOfService) => COMMDN_STATUS_OUT_OF_SERVICE,
            _ => COMMDN_STATUS_OVER,
        }
    })
}

/// Why the session is not up: COMMDN_OK if it is, otherwise the status and the error of each attempt since the last connection, or why the session is over.
///
/// Owns:    as every error
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; why it is not up: COMMDN_ERR_CONNECT, COMMDN_ERR_TLS, COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL, COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_session_trouble(
    session: *const commdn_session,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let session = unsafe { borrow(session, "session")? };
        session.session().trouble().map_or(Ok(()), |error| Err(Fault::from(error)))
    })
}
