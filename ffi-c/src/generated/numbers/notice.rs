//! Numbers with names.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::ffi_name;
use std::ffi::c_char;

/// An event that was sent unasked, or for somebody else's request.
pub const COMMDN_NOTICE_EVENT: i32 = 0;

/// An event that answers a request that was given up before.
pub const COMMDN_NOTICE_LATE_ANSWER: i32 = 1;

/// An event that fits several open requests that differ; none was completed.
pub const COMMDN_NOTICE_AMBIGUOUS_ANSWER: i32 = 2;

/// The server's link to the switch is up.
pub const COMMDN_NOTICE_SWITCH_UP: i32 = 3;

/// The server's link to the switch is down.
pub const COMMDN_NOTICE_SWITCH_DOWN: i32 = 4;

/// The DN is no longer registered; its registration was asked for again.
pub const COMMDN_NOTICE_UNREGISTERED: i32 = 5;

/// The connection is lost; commdn_notice_error() says why. The session connects again, unless
/// commdn_session_is_over().
pub const COMMDN_NOTICE_DISCONNECTED: i32 = 6;

/// A kind that this version does not know.
pub const COMMDN_NOTICE_OTHER: i32 = 7;

/// A connection is up again, or for the first time with the option connect_in_background.
pub const COMMDN_NOTICE_CONNECTED: i32 = 8;

/// The DN is registered again.
pub const COMMDN_NOTICE_REGISTERED: i32 = 9;

/// The DN is out of service: requests wait.
pub const COMMDN_NOTICE_OUT_OF_SERVICE: i32 = 10;

/// The DN is back in service.
pub const COMMDN_NOTICE_IN_SERVICE: i32 = 11;

/// The name of a COMMDN_NOTICE number, for example "late_answer"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_notice_name(kind: i32) -> *const c_char {
    ffi_name(
        kind,
        COMMDN_NOTICE_EVENT,
        &[
            c"event",
            c"late_answer",
            c"ambiguous_answer",
            c"switch_up",
            c"switch_down",
            c"unregistered",
            c"disconnected",
            c"other",
            c"connected",
            c"registered",
            c"out_of_service",
            c"in_service",
        ],
    )
}
