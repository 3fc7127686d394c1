//! The counters of a session, all taken at one moment.

use std::ffi::c_char;

use commdn::session::SessionStats;

use crate::error::not_found;
use crate::guard::{NO_ERROR, borrow, ffi_free, ffi_guard, ffi_value, into_handle, out};
use crate::status::commdn_status;

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
/// Requests ended by a lost connection.
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
/// User data that is no packed list.
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

/// The counters of a session at one moment.
pub struct commdn_stats(SessionStats);

impl commdn_stats {
    pub(crate) fn handle(stats: SessionStats) -> *mut Self {
        into_handle(Self(stats))
    }

    fn value(&self, counter: i32) -> Option<u64> {
        let Self(stats) = self;
        let exchange = &stats.exchange;
        Some(match counter {
            COMMDN_COUNTER_SUBMITTED => exchange.submitted,
            COMMDN_COUNTER_ACKNOWLEDGED => exchange.acknowledged,
            COMMDN_COUNTER_REFUSED => exchange.refused,
            COMMDN_COUNTER_REFUSED_BY_TSERVER => exchange.refused_by_tserver,
            COMMDN_COUNTER_UNANSWERED => exchange.unanswered,
            COMMDN_COUNTER_DISCONNECTED => exchange.disconnected,
            COMMDN_COUNTER_WITHDRAWN => exchange.withdrawn,
            COMMDN_COUNTER_LATE_ANSWERS => exchange.late_answers,
            COMMDN_COUNTER_AMBIGUOUS_ANSWERS => exchange.ambiguous_answers,
            COMMDN_COUNTER_UNSOLICITED => exchange.unsolicited,
            COMMDN_COUNTER_ECHOES => exchange.echoes,
            COMMDN_COUNTER_FOREIGN => exchange.foreign,
            COMMDN_COUNTER_DESKTOP => exchange.desktop,
            COMMDN_COUNTER_OTHER_TRAFFIC => exchange.other_traffic,
            COMMDN_COUNTER_MALFORMED => exchange.malformed,
            COMMDN_COUNTER_OPEN_REQUESTS => stats.open_requests as u64,
            COMMDN_COUNTER_WAITING_NOTICES => stats.waiting_notices as u64,
            COMMDN_COUNTER_LOST_NOTICES => stats.lost_notices,
            COMMDN_COUNTER_UNSENT_BYTES => stats.unsent_bytes as u64,
            COMMDN_COUNTER_RECEIVED_BYTES => stats.received_bytes,
            COMMDN_COUNTER_SENT_BYTES => stats.sent_bytes,
            COMMDN_COUNTER_RECONNECTS => stats.reconnects,
            COMMDN_COUNTER_REPEATED => exchange.repeated,
            _ => return None,
        })
    }
}

/// Free the counters.
///
/// Owns:    takes `stats`; NULL is harmless.
/// Threads: any, when nobody else uses `stats`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_stats_free(stats: *mut commdn_stats) {
    ffi_free(stats)
}

/// One counter: `counter` is one of the COMMDN_COUNTER numbers.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `stats`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such counter.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_stats_value(
    stats: *const commdn_stats,
    counter: i32,
    out_value: *mut u64,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, stats) = unsafe { (out(out_value, "out_value")?, borrow(stats, "stats")?) };
        value.give(stats.value(counter).ok_or_else(|| not_found("there is no such counter"))?);
        Ok(())
    })
}

/// The name of a counter, for example "late_answers"; NULL from the first number on that is none.
///
/// Owns:    the result is the library's, never free it.
/// Threads: any.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub extern "C" fn commdn_counter_name(counter: i32) -> *const c_char {
    ffi_value(std::ptr::null(), || match counter {
        COMMDN_COUNTER_SUBMITTED => c"submitted".as_ptr(),
        COMMDN_COUNTER_ACKNOWLEDGED => c"acknowledged".as_ptr(),
        COMMDN_COUNTER_REFUSED => c"refused".as_ptr(),
        COMMDN_COUNTER_REFUSED_BY_TSERVER => c"refused_by_tserver".as_ptr(),
        COMMDN_COUNTER_UNANSWERED => c"unanswered".as_ptr(),
        COMMDN_COUNTER_DISCONNECTED => c"disconnected".as_ptr(),
        COMMDN_COUNTER_WITHDRAWN => c"withdrawn".as_ptr(),
        COMMDN_COUNTER_LATE_ANSWERS => c"late_answers".as_ptr(),
        COMMDN_COUNTER_AMBIGUOUS_ANSWERS => c"ambiguous_answers".as_ptr(),
        COMMDN_COUNTER_UNSOLICITED => c"unsolicited".as_ptr(),
        COMMDN_COUNTER_ECHOES => c"echoes".as_ptr(),
        COMMDN_COUNTER_FOREIGN => c"foreign".as_ptr(),
        COMMDN_COUNTER_DESKTOP => c"desktop".as_ptr(),
        COMMDN_COUNTER_OTHER_TRAFFIC => c"other_traffic".as_ptr(),
        COMMDN_COUNTER_MALFORMED => c"malformed".as_ptr(),
        COMMDN_COUNTER_OPEN_REQUESTS => c"open_requests".as_ptr(),
        COMMDN_COUNTER_WAITING_NOTICES => c"waiting_notices".as_ptr(),
        COMMDN_COUNTER_LOST_NOTICES => c"lost_notices".as_ptr(),
        COMMDN_COUNTER_UNSENT_BYTES => c"unsent_bytes".as_ptr(),
        COMMDN_COUNTER_RECEIVED_BYTES => c"received_bytes".as_ptr(),
        COMMDN_COUNTER_SENT_BYTES => c"sent_bytes".as_ptr(),
        COMMDN_COUNTER_RECONNECTS => c"reconnects".as_ptr(),
        COMMDN_COUNTER_REPEATED => c"repeated".as_ptr(),
        _ => std::ptr::null(),
    })
}
