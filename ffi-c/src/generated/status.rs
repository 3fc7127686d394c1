//! The numbers of what can go wrong.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use std::ffi::CStr;

/// An argument is invalid.
pub const COMMDN_ERR_INVALID_ARGUMENT: i32 = -1;

/// The request breaks a rule of the API; nothing was sent. commdn_error_attribute() names the
/// culprit.
pub const COMMDN_ERR_INVALID_REQUEST: i32 = -2;

/// A TKVList cannot be read or written.
pub const COMMDN_ERR_INVALID_LIST: i32 = -3;

/// A limit on open requests or unsent bytes is reached; nothing was sent.
pub const COMMDN_ERR_OVERLOADED: i32 = -7;

/// The session is closed, or the request was given up.
pub const COMMDN_ERR_CLOSED: i32 = -8;

/// The session belongs to the process that this one was forked from: open another one.
pub const COMMDN_ERR_FORKED: i32 = -9;

/// The wait timed out; the result may still arrive.
pub const COMMDN_ERR_TIMEOUT: i32 = -100;

/// The connection could not be opened.
pub const COMMDN_ERR_CONNECT: i32 = -101;

/// The TLS handshake failed; the message names the certificate, file or version at fault, or says
/// that the peer does not speak TLS.
pub const COMMDN_ERR_TLS: i32 = -110;

/// The server rejected the application or its password; commdn_error_server_code() is the server's
/// error number.
pub const COMMDN_ERR_LOGIN_REFUSED: i32 = -200;

/// The server did not register the DN; commdn_error_server_code() is its error number.
pub const COMMDN_ERR_REGISTRATION_REFUSED: i32 = -201;

/// The connection was lost; a request that was open may be repeated safely.
pub const COMMDN_ERR_DISCONNECTED: i32 = -102;

/// The connection was lost, and it is not known whether OCS acted on the request.
pub const COMMDN_ERR_OUTCOME_UNKNOWN: i32 = -103;

/// The peer violated the link protocol.
pub const COMMDN_ERR_PROTOCOL: i32 = -202;

/// T-Server refused to distribute the request; commdn_error_server_code() is its error number.
pub const COMMDN_ERR_TSERVER_REFUSED: i32 = -203;

/// OCS refused the request: commdn_error_event() is its answer, commdn_error_server_code() its
/// number.
pub const COMMDN_ERR_OCS_REFUSED: i32 = -204;

/// No OCS answered the request in time; the message says what to check.
pub const COMMDN_ERR_NO_ANSWER: i32 = -205;

/// The outbox is full; nothing was stored.
pub const COMMDN_ERR_OUTBOX_FULL: i32 = -12;

/// The file of an outbox or a directory cannot be read or written; the message names it.
pub const COMMDN_ERR_STORAGE: i32 = -13;

/// No object of the directory has that name; commdn_error_candidates() has similar ones.
pub const COMMDN_ERR_NAME_UNKNOWN: i32 = -14;

/// Several objects of the directory have that name; commdn_error_candidates() tells them apart.
pub const COMMDN_ERR_NAME_AMBIGUOUS: i32 = -15;

/// A file is not a directory, or an object in it makes no sense; the message names the place.
pub const COMMDN_ERR_INVALID_DIRECTORY: i32 = -16;

/// A bug in this library: please report it.
pub const COMMDN_ERR_INTERNAL: i32 = -900;

/// The pair, attribute, entry or name does not exist.
pub const COMMDN_ERR_NOT_FOUND: i32 = -4;

/// The value has another type.
pub const COMMDN_ERR_WRONG_TYPE: i32 = -5;

/// The buffer is too small; the output is the number of bytes needed.
pub const COMMDN_ERR_BUFFER_TOO_SMALL: i32 = -6;

/// This build of the library does not have the feature.
pub const COMMDN_ERR_UNSUPPORTED: i32 = -10;

/// Header and library do not match.
pub const COMMDN_ERR_ABI: i32 = -11;

/// The name of a status in the header.
pub(crate) const fn name(status: i32) -> &'static CStr {
    match status {
        0 => c"COMMDN_OK",
        COMMDN_ERR_INVALID_ARGUMENT => c"COMMDN_ERR_INVALID_ARGUMENT",
        COMMDN_ERR_INVALID_REQUEST => c"COMMDN_ERR_INVALID_REQUEST",
        COMMDN_ERR_INVALID_LIST => c"COMMDN_ERR_INVALID_LIST",
        COMMDN_ERR_OVERLOADED => c"COMMDN_ERR_OVERLOADED",
        COMMDN_ERR_CLOSED => c"COMMDN_ERR_CLOSED",
        COMMDN_ERR_FORKED => c"COMMDN_ERR_FORKED",
        COMMDN_ERR_TIMEOUT => c"COMMDN_ERR_TIMEOUT",
        COMMDN_ERR_CONNECT => c"COMMDN_ERR_CONNECT",
        COMMDN_ERR_TLS => c"COMMDN_ERR_TLS",
        COMMDN_ERR_LOGIN_REFUSED => c"COMMDN_ERR_LOGIN_REFUSED",
        COMMDN_ERR_REGISTRATION_REFUSED => c"COMMDN_ERR_REGISTRATION_REFUSED",
        COMMDN_ERR_DISCONNECTED => c"COMMDN_ERR_DISCONNECTED",
        COMMDN_ERR_OUTCOME_UNKNOWN => c"COMMDN_ERR_OUTCOME_UNKNOWN",
        COMMDN_ERR_PROTOCOL => c"COMMDN_ERR_PROTOCOL",
        COMMDN_ERR_TSERVER_REFUSED => c"COMMDN_ERR_TSERVER_REFUSED",
        COMMDN_ERR_OCS_REFUSED => c"COMMDN_ERR_OCS_REFUSED",
        COMMDN_ERR_NO_ANSWER => c"COMMDN_ERR_NO_ANSWER",
        COMMDN_ERR_OUTBOX_FULL => c"COMMDN_ERR_OUTBOX_FULL",
        COMMDN_ERR_STORAGE => c"COMMDN_ERR_STORAGE",
        COMMDN_ERR_NAME_UNKNOWN => c"COMMDN_ERR_NAME_UNKNOWN",
        COMMDN_ERR_NAME_AMBIGUOUS => c"COMMDN_ERR_NAME_AMBIGUOUS",
        COMMDN_ERR_INVALID_DIRECTORY => c"COMMDN_ERR_INVALID_DIRECTORY",
        COMMDN_ERR_INTERNAL => c"COMMDN_ERR_INTERNAL",
        COMMDN_ERR_NOT_FOUND => c"COMMDN_ERR_NOT_FOUND",
        COMMDN_ERR_WRONG_TYPE => c"COMMDN_ERR_WRONG_TYPE",
        COMMDN_ERR_BUFFER_TOO_SMALL => c"COMMDN_ERR_BUFFER_TOO_SMALL",
        COMMDN_ERR_UNSUPPORTED => c"COMMDN_ERR_UNSUPPORTED",
        COMMDN_ERR_ABI => c"COMMDN_ERR_ABI",
        _ => c"COMMDN_ERR_UNKNOWN",
    }
}
