//! The numbers that calls return.
//!
//! -1 to -99: the caller; -100 to -199: the network; -200 to -299: the protocol;
//! -900 to -999: this library. A number is never used again for something else.

use std::ffi::{CStr, c_char};

use commdn::ErrorKind;

use crate::guard::ffi_value;

/// What a call returns: COMMDN_OK or one of the COMMDN_ERR numbers, all below 0.
///
/// Expect numbers that this header does not name: a newer library may return them.
pub type commdn_status = i32;

/// Success.
pub const COMMDN_OK: i32 = 0;

/// An argument is NULL, no UTF-8, out of range, or makes no sense.
pub const COMMDN_ERR_INVALID_ARGUMENT: i32 = -1;
/// The request breaks a rule of the API; nothing was sent. See commdn_error_attribute().
pub const COMMDN_ERR_INVALID_REQUEST: i32 = -2;
/// A list cannot be read or written.
pub const COMMDN_ERR_INVALID_LIST: i32 = -3;
/// There is no such pair, attribute, entry or name.
pub const COMMDN_ERR_NOT_FOUND: i32 = -4;
/// The value has another type.
pub const COMMDN_ERR_WRONG_TYPE: i32 = -5;
/// The buffer is too small; the output tells how many bytes are needed.
pub const COMMDN_ERR_BUFFER_TOO_SMALL: i32 = -6;
/// A limit on open requests or unsent bytes is reached; nothing was sent.
pub const COMMDN_ERR_OVERLOADED: i32 = -7;
/// The session is closed.
pub const COMMDN_ERR_CLOSED: i32 = -8;
/// The session belongs to the process that this one was forked from.
pub const COMMDN_ERR_FORKED: i32 = -9;
/// This build of the library lacks what was asked for.
pub const COMMDN_ERR_UNSUPPORTED: i32 = -10;
/// Header and library do not fit.
pub const COMMDN_ERR_ABI: i32 = -11;
/// The outbox holds as much as it may; nothing was stored.
pub const COMMDN_ERR_OUTBOX_FULL: i32 = -12;
/// The outbox's file cannot be used, read or written; the message names it.
pub const COMMDN_ERR_STORAGE: i32 = -13;

/// The call waited long enough; what it waited for may still come.
pub const COMMDN_ERR_TIMEOUT: i32 = -100;
/// The connection could not be opened.
pub const COMMDN_ERR_CONNECT: i32 = -101;
/// The connection was lost; a request that was open may be repeated safely.
pub const COMMDN_ERR_DISCONNECTED: i32 = -102;
/// The connection was lost, and whether OCS acted on the request is not known.
pub const COMMDN_ERR_OUTCOME_UNKNOWN: i32 = -103;
/// The connection cannot be made secure: a certificate, a version, or a peer that speaks no TLS.
pub const COMMDN_ERR_TLS: i32 = -110;

/// The server does not accept the application or its password. See commdn_error_server_code().
pub const COMMDN_ERR_LOGIN_REFUSED: i32 = -200;
/// The server does not register the DN. See commdn_error_server_code().
pub const COMMDN_ERR_REGISTRATION_REFUSED: i32 = -201;
/// The peer breaks the link protocol.
pub const COMMDN_ERR_PROTOCOL: i32 = -202;
/// T-Server refused to distribute the request. See commdn_error_server_code().
pub const COMMDN_ERR_TSERVER_REFUSED: i32 = -203;
/// OCS refused the request. See commdn_error_server_code() and commdn_error_event().
pub const COMMDN_ERR_OCS_REFUSED: i32 = -204;
/// No OCS answered the request in time; the message says what to check.
pub const COMMDN_ERR_NO_ANSWER: i32 = -205;

/// A fault of this library.
pub const COMMDN_ERR_INTERNAL: i32 = -900;

/// The status of a kind of error of the core.
pub(crate) fn of_kind(kind: ErrorKind) -> commdn_status {
    match kind {
        ErrorKind::InvalidArgument => COMMDN_ERR_INVALID_ARGUMENT,
        ErrorKind::InvalidRequest => COMMDN_ERR_INVALID_REQUEST,
        ErrorKind::InvalidList => COMMDN_ERR_INVALID_LIST,
        ErrorKind::Overloaded => COMMDN_ERR_OVERLOADED,
        ErrorKind::Closed => COMMDN_ERR_CLOSED,
        ErrorKind::Forked => COMMDN_ERR_FORKED,
        ErrorKind::WaitTimeout => COMMDN_ERR_TIMEOUT,
        ErrorKind::Connect => COMMDN_ERR_CONNECT,
        ErrorKind::Tls => COMMDN_ERR_TLS,
        ErrorKind::LoginRefused => COMMDN_ERR_LOGIN_REFUSED,
        ErrorKind::RegistrationRefused => COMMDN_ERR_REGISTRATION_REFUSED,
        ErrorKind::Disconnected => COMMDN_ERR_DISCONNECTED,
        ErrorKind::OutcomeUnknown => COMMDN_ERR_OUTCOME_UNKNOWN,
        ErrorKind::Protocol => COMMDN_ERR_PROTOCOL,
        ErrorKind::TServerRefused => COMMDN_ERR_TSERVER_REFUSED,
        ErrorKind::OcsRefused => COMMDN_ERR_OCS_REFUSED,
        ErrorKind::NoAnswer => COMMDN_ERR_NO_ANSWER,
        ErrorKind::OutboxFull => COMMDN_ERR_OUTBOX_FULL,
        ErrorKind::Storage => COMMDN_ERR_STORAGE,
        // Internal, and kinds that a newer core has and this table lacks.
        _ => COMMDN_ERR_INTERNAL,
    }
}

/// The name of a status, for example "COMMDN_ERR_TIMEOUT"; "COMMDN_ERR_UNKNOWN" for other numbers.
///
/// Owns:    the result is the library's, never free it.
/// Threads: any.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub extern "C" fn commdn_status_name(status: commdn_status) -> *const c_char {
    ffi_value(c"COMMDN_ERR_UNKNOWN".as_ptr(), || name(status).as_ptr())
}

fn name(status: commdn_status) -> &'static CStr {
    match status {
        COMMDN_OK => c"COMMDN_OK",
        COMMDN_ERR_INVALID_ARGUMENT => c"COMMDN_ERR_INVALID_ARGUMENT",
        COMMDN_ERR_INVALID_REQUEST => c"COMMDN_ERR_INVALID_REQUEST",
        COMMDN_ERR_INVALID_LIST => c"COMMDN_ERR_INVALID_LIST",
        COMMDN_ERR_NOT_FOUND => c"COMMDN_ERR_NOT_FOUND",
        COMMDN_ERR_WRONG_TYPE => c"COMMDN_ERR_WRONG_TYPE",
        COMMDN_ERR_BUFFER_TOO_SMALL => c"COMMDN_ERR_BUFFER_TOO_SMALL",
        COMMDN_ERR_OVERLOADED => c"COMMDN_ERR_OVERLOADED",
        COMMDN_ERR_CLOSED => c"COMMDN_ERR_CLOSED",
        COMMDN_ERR_FORKED => c"COMMDN_ERR_FORKED",
        COMMDN_ERR_UNSUPPORTED => c"COMMDN_ERR_UNSUPPORTED",
        COMMDN_ERR_ABI => c"COMMDN_ERR_ABI",
        COMMDN_ERR_OUTBOX_FULL => c"COMMDN_ERR_OUTBOX_FULL",
        COMMDN_ERR_STORAGE => c"COMMDN_ERR_STORAGE",
        COMMDN_ERR_TIMEOUT => c"COMMDN_ERR_TIMEOUT",
        COMMDN_ERR_CONNECT => c"COMMDN_ERR_CONNECT",
        COMMDN_ERR_DISCONNECTED => c"COMMDN_ERR_DISCONNECTED",
        COMMDN_ERR_OUTCOME_UNKNOWN => c"COMMDN_ERR_OUTCOME_UNKNOWN",
        COMMDN_ERR_TLS => c"COMMDN_ERR_TLS",
        COMMDN_ERR_LOGIN_REFUSED => c"COMMDN_ERR_LOGIN_REFUSED",
        COMMDN_ERR_REGISTRATION_REFUSED => c"COMMDN_ERR_REGISTRATION_REFUSED",
        COMMDN_ERR_PROTOCOL => c"COMMDN_ERR_PROTOCOL",
        COMMDN_ERR_TSERVER_REFUSED => c"COMMDN_ERR_TSERVER_REFUSED",
        COMMDN_ERR_OCS_REFUSED => c"COMMDN_ERR_OCS_REFUSED",
        COMMDN_ERR_NO_ANSWER => c"COMMDN_ERR_NO_ANSWER",
        COMMDN_ERR_INTERNAL => c"COMMDN_ERR_INTERNAL",
        _ => c"COMMDN_ERR_UNKNOWN",
    }
}
