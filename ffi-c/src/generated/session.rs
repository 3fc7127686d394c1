//! The mechanical entry points of `session`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, Out, OutOwned, Owned, commdn_error, commdn_fd, commdn_status, ffi_free, ffi_give,
    ffi_read,
};
use crate::objects::session::commdn_session;
use crate::objects::stats::commdn_stats;

/// Free a session; it is closed first, if it is not.
///
/// Owns:    What came from it (pending requests, answers, notices) stays yours. Threads: any, when
/// nobody else uses "session", but for its notice callback: a call of that is waited for, and may
/// use it meanwhile. Also in a forked process, where nothing is closed. Blocks:  up to the option
/// close_timeout_ms; a callback that takes longer must not use "session" any more.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_free(session: Owned<commdn_session>) {
    ffi_free(session)
}

/// Whether the session is over: closed, or its connection lost for good; true for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_is_over(session: Borrowed<commdn_session>) -> bool {
    ffi_read(session, true, |session| session.session().is_over())
}

/// One descriptor for poll() and the like: readable when a notice may wait, or an outcome in any of
/// the session's completion queues, and for ever once the session is over.
///
/// Then call commdn_session_next_notice(), unless there is a notice callback, and
/// commdn_completions_next() of every queue with 0 until each says COMMDN_ERR_TIMEOUT, which clears
/// it.
///
/// Owns:    the descriptor is the session's and ends with it; never read or close it. Errors:
/// COMMDN_ERR_INTERNAL if the system gives no descriptor.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_fd(
    session: Borrowed<commdn_session>,
    out_fd: Out<commdn_fd>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(session, (out_fd, "out_fd"), out_error, |session| session.signals().fd())
}

/// A descriptor for notices only: readable when a notice may wait, and for ever once the session is
/// over and no notice is left.
///
/// Then call commdn_session_next_notice() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
///
/// Owns:    the descriptor is the session's and ends with it; never read or close it. Errors:
/// COMMDN_ERR_INTERNAL if the system gives no descriptor.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_session_notice_fd(
    session: Borrowed<commdn_session>,
    out_fd: Out<commdn_fd>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(session, (out_fd, "out_fd"), out_error, |session| session.notices().fd())
}

/// Free the counters.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_stats_free(stats: Owned<commdn_stats>) {
    ffi_free(stats)
}
