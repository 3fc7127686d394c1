//! A request on its way.

use std::time::{Duration, Instant};

use commdn::session::{Pending, Wait};
use commdn::sync::{Mutex, MutexGuard};

use crate::answer::commdn_answer;
use crate::error::{Fault, commdn_error};
use crate::guard::{NO_ERROR, borrow, ffi_free, ffi_guard, invalid, out};
use crate::status::{COMMDN_ERR_TIMEOUT, commdn_status};

/// Wait until it comes or the session ends.
pub const COMMDN_WAIT_FOREVER: i32 = -1;
/// Wait as long as the session's request_timeout_ms.
pub const COMMDN_WAIT_DEFAULT: i32 = -2;

/// A request whose outcome can be waited for, polled, or left alone.
pub struct commdn_pending {
    /// Its lock is held while a thread waits: others wait for the lock instead.
    pending: Mutex<Pending>,
    reference_id: i32,
    default_wait: Duration,
}

/// The wait in milliseconds as the core has it.
pub(crate) fn wait_of(timeout_ms: i32) -> Result<Wait, Fault> {
    Wait::from_ms(timeout_ms).ok_or_else(|| {
        invalid(format!(
            "timeout_ms {timeout_ms} is negative and neither COMMDN_WAIT_FOREVER nor COMMDN_WAIT_DEFAULT"
        ))
    })
}

impl commdn_pending {
    pub(crate) fn new(pending: Pending, default_wait: Duration) -> Self {
        Self { reference_id: pending.reference_id(), pending: Mutex::new(pending), default_wait }
    }

    /// The request, when no other thread waits for it any more, and what is left of the wait.
    fn turn(&self, wait: Wait) -> Result<(MutexGuard<'_, Pending>, Wait), Fault> {
        if let Some(pending) = self.pending.try_lock() {
            return Ok((pending, wait));
        }
        let patience = match wait {
            Wait::No => None,
            Wait::For(time) => Some(time),
            Wait::Default => Some(self.default_wait),
            _ => return Ok((self.pending.lock(), wait)),
        };
        let started = Instant::now();
        let pending = patience.and_then(|time| self.pending.try_lock_for(time));
        let pending = pending.ok_or_else(|| {
            Fault::new(COMMDN_ERR_TIMEOUT, "another thread waits for this request")
        })?;
        let left = patience.unwrap_or_default().saturating_sub(started.elapsed());
        Ok((pending, Wait::For(left)))
    }
}

/// Give a request up and free it: it may still reach OCS, but nobody hears of it.
///
/// Owns:    takes `pending`; NULL is harmless. The session may have been freed before.
/// Threads: any, when nobody else uses `pending`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_pending_free(pending: *mut commdn_pending) {
    ffi_free(pending)
}

/// Wait for the outcome of a request; it can be taken once.
///
/// Owns:    `*out_answer` is the caller's on COMMDN_OK, free it with commdn_answer_free(); NULL otherwise. `pending` stays yours.
/// Threads: any; several that wait for the same request take turns.
/// Blocks:  up to `timeout_ms` milliseconds, and no longer than until the request's own deadline; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_TIMEOUT: the request goes on, wait again; COMMDN_ERR_INVALID_ARGUMENT, also once the outcome was taken; otherwise why the request failed, as commdn_session_call().
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_pending_wait(
    pending: *const commdn_pending,
    timeout_ms: i32,
    out_answer: *mut *mut commdn_answer,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (answer, pending) =
            unsafe { (out(out_answer, "out_answer")?, borrow(pending, "pending")?) };
        let (mut pending, wait) = pending.turn(wait_of(timeout_ms)?)?;
        answer.give(commdn_answer::handle(pending.wait(wait)?));
        Ok(())
    })
}

/// Whether the outcome is there; taking it with commdn_pending_wait() then does not block.
///
/// Owns:    nothing
/// Threads: any; false while another thread waits for the same request.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_pending_poll(
    pending: *const commdn_pending,
    out_done: *mut bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (done, pending) = unsafe { (out(out_done, "out_done")?, borrow(pending, "pending")?) };
        if let Some(pending) = pending.pending.try_lock() {
            done.give(pending.is_done(Duration::ZERO)?);
        }
        Ok(())
    })
}

/// The reference id that the request was sent with.
///
/// Owns:    nothing
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_pending_reference_id(
    pending: *const commdn_pending,
    out_id: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (id, pending) = unsafe { (out(out_id, "out_id")?, borrow(pending, "pending")?) };
        id.give(pending.reference_id);
        Ok(())
    })
}
