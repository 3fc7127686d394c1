//! The outcomes of many requests, in the order in which they come.

use std::sync::Arc;
use std::time::Duration;

use commdn::exchange::CallOptions;
use commdn::session::{Completions, Wait};

use crate::answer::commdn_answer;
use crate::error::{Fault, commdn_error};
use crate::guard::{borrow, ffi_free, ffi_guard, into_handle, out};
use crate::pending::wait_of;
use crate::request::commdn_request;
use crate::session::commdn_session;
use crate::signal::{LazySignal, Signals};
use crate::status::{COMMDN_ERR_TIMEOUT, commdn_status};

/// Submits requests under tags and hands out their outcomes as they come: for bulk jobs and event loops.
pub struct commdn_completions {
    queue: Completions,
    default_wait: Duration,
    /// What COMMDN_WAIT_FOREVER is as a time.
    longest_wait: Duration,
    signal: LazySignal,
    signals: Arc<Signals>,
}

/// A queue for the outcomes of many requests of a session.
///
/// Owns:    `*out_completions` is the caller's on COMMDN_OK, free it with commdn_completions_free(); NULL otherwise. `session` stays yours and may be freed first: requests that are open then end with COMMDN_ERR_CLOSED.
/// Threads: any, at the same time as other calls on `session`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_completions_new(
    session: *const commdn_session,
    out_completions: *mut *mut commdn_completions,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (object, session) =
            unsafe { (out(out_completions, "out_completions")?, borrow(session, "session")?) };
        object.give(into_handle(commdn_completions {
            queue: session.session().completions()?,
            default_wait: session.session().call_options(Wait::Default).timeout,
            longest_wait: session.session().call_options(Wait::Forever).timeout,
            signal: LazySignal::default(),
            signals: session.signals(),
        }));
        Ok(())
    })
}

/// Free a queue; its open requests go on, but nobody hears of them.
///
/// Owns:    takes `completions`; NULL is harmless.
/// Threads: any, when nobody else uses `completions`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_completions_free(completions: *mut commdn_completions) {
    ffi_free(completions)
}

/// Send a request; its outcome will have `tag`, which need not be unique. `timeout_ms` is until the request is given up.
///
/// Owns:    nothing; `request` stays yours.
/// Threads: any, at the same time as other calls on `completions`.
/// Blocks:  a millisecond at most, when the peer is slow to take what is sent.
/// Errors:  as commdn_session_submit(): nothing was sent, and there will be no outcome.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_completions_submit(
    completions: *const commdn_completions,
    tag: u64,
    request: *const commdn_request,
    timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (completions, request) =
            unsafe { (borrow(completions, "completions")?, borrow(request, "request")?) };
        let timeout = match wait_of(timeout_ms)? {
            Wait::No => Duration::ZERO,
            Wait::For(time) => time,
            Wait::Default => completions.default_wait,
            _ => completions.longest_wait,
        };
        let options = request.options(CallOptions::within(timeout));
        completions.queue.submit_with(tag, request.request(), options)?;
        Ok(())
    })
}

/// The next outcome: `*out_tag` tells of which request, what is returned how it ended.
///
/// COMMDN_ERR_TIMEOUT, COMMDN_ERR_INVALID_ARGUMENT and COMMDN_ERR_FORKED are never a request's outcome, whatever
/// `*out_tag` is: the call itself failed, and no outcome was taken. Every other status is the outcome of the request with that tag.
///
/// Owns:    `*out_answer` is the caller's on COMMDN_OK, free it with commdn_answer_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `completions`.
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_TIMEOUT, also when the session has ended and no outcome is left; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED; otherwise why the request failed, as commdn_session_call().
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_completions_next(
    completions: *const commdn_completions,
    timeout_ms: i32,
    out_tag: *mut u64,
    out_answer: *mut *mut commdn_answer,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs = unsafe { (out(out_tag, "out_tag"), out(out_answer, "out_answer")) };
        let (tag, answer) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let completions = unsafe { borrow(completions, "completions")? };
        let wait = wait_of(timeout_ms)?;
        completions.signal.clear();
        let Some(next) = completions.queue.next(wait)? else {
            return Err(Fault::new(COMMDN_ERR_TIMEOUT, "no request ended in time"));
        };
        completions.signal.raise();
        tag.give(next.tag);
        answer.give(commdn_answer::handle(next.outcome?));
        Ok(())
    })
}

/// A file descriptor for poll() and the like: readable when an outcome may wait.
///
/// Then call commdn_completions_next() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
///
/// Owns:    the descriptor is the queue's and ends with it; never read or close it.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INTERNAL if the system gives no descriptor.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_completions_fd(
    completions: *const commdn_completions,
    out_fd: *mut i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (fd, completions) =
            unsafe { (out(out_fd, "out_fd")?, borrow(completions, "completions")?) };
        fd.give(completions.signal.fd(&completions.signals)?);
        Ok(())
    })
}
