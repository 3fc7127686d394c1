//! Numbers with names.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::ffi_name;
use std::ffi::c_char;

/// There is no connection yet, or it is being replaced: requests wait.
pub const COMMDN_SESSION_CONNECTING: i32 = 0;

/// The DN is registered and in service: requests go out at once.
pub const COMMDN_SESSION_UP: i32 = 1;

/// The DN is registered and out of service: requests wait.
pub const COMMDN_SESSION_OUT_OF_SERVICE: i32 = 2;

/// The session was closed, or has given up.
pub const COMMDN_SESSION_OVER: i32 = 3;

/// Requests submitted.
pub const COMMDN_COUNTER_SUBMITTED: i32 = 0;

/// Requests acknowledged by OCS.
pub const COMMDN_COUNTER_ACKNOWLEDGED: i32 = 1;

/// Requests refused by OCS.
pub const COMMDN_COUNTER_REFUSED: i32 = 2;

/// Requests refused by T-Server.
pub const COMMDN_COUNTER_REFUSED_BY_TSERVER: i32 = 3;

/// Requests that nobody answered in time.
pub const COMMDN_COUNTER_UNANSWERED: i32 = 4;

/// Requests ended by a lost connection, or for want of one.
pub const COMMDN_COUNTER_DISCONNECTED: i32 = 5;

/// Requests withdrawn by the caller.
pub const COMMDN_COUNTER_WITHDRAWN: i32 = 6;

/// Answers to requests that had ended before.
pub const COMMDN_COUNTER_LATE_ANSWERS: i32 = 7;

/// Answers that fitted several open requests that differ.
pub const COMMDN_COUNTER_AMBIGUOUS_ANSWERS: i32 = 8;

/// Events that came unasked.
pub const COMMDN_COUNTER_UNSOLICITED: i32 = 9;

/// This application's own requests, distributed back.
pub const COMMDN_COUNTER_ECHOES: i32 = 10;

/// CommDN messages between others.
pub const COMMDN_COUNTER_FOREIGN: i32 = 11;

/// User events of the agent-desktop protocol.
pub const COMMDN_COUNTER_DESKTOP: i32 = 12;

/// User events of neither protocol.
pub const COMMDN_COUNTER_OTHER_TRAFFIC: i32 = 13;

/// User data that is not a packed list.
pub const COMMDN_COUNTER_MALFORMED: i32 = 14;

/// Requests that are open.
pub const COMMDN_COUNTER_OPEN_REQUESTS: i32 = 15;

/// Notices that wait to be taken.
pub const COMMDN_COUNTER_WAITING_NOTICES: i32 = 16;

/// Notices that had to make room for newer ones.
pub const COMMDN_COUNTER_LOST_NOTICES: i32 = 17;

/// Bytes that wait for the peer to take them.
pub const COMMDN_COUNTER_UNSENT_BYTES: i32 = 18;

/// Bytes received.
pub const COMMDN_COUNTER_RECEIVED_BYTES: i32 = 19;

/// Bytes sent.
pub const COMMDN_COUNTER_SENT_BYTES: i32 = 20;

/// Lost connections that were replaced.
pub const COMMDN_COUNTER_RECONNECTS: i32 = 21;

/// Requests sent again on another connection, once for each time.
pub const COMMDN_COUNTER_REPEATED: i32 = 22;

/// The name of a COMMDN_SESSION number, for example "up"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_status_name(status: i32) -> *const c_char {
    ffi_name(status, COMMDN_SESSION_CONNECTING, &[c"connecting", c"up", c"out_of_service", c"over"])
}

/// The name of a COMMDN_COUNTER number, for example "acknowledged"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_counter_name(counter: i32) -> *const c_char {
    ffi_name(
        counter,
        COMMDN_COUNTER_SUBMITTED,
        &[
            c"submitted",
            c"acknowledged",
            c"refused",
            c"refused_by_tserver",
            c"unanswered",
            c"disconnected",
            c"withdrawn",
            c"late_answers",
            c"ambiguous_answers",
            c"unsolicited",
            c"echoes",
            c"foreign",
            c"desktop",
            c"other_traffic",
            c"malformed",
            c"open_requests",
            c"waiting_notices",
            c"lost_notices",
            c"unsent_bytes",
            c"received_bytes",
            c"sent_bytes",
            c"reconnects",
            c"repeated",
        ],
    )
}
