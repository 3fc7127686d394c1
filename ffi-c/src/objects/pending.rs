//! A request on its way.

use std::time::{Duration, Instant};

use crate::boundary::status::COMMDN_ERR_TIMEOUT;
use crate::boundary::{
    Borrowed, Fault, Object, Out, OutOwned, commdn_error, commdn_status, ffi_guard, ffi_make,
    invalid,
};
use crate::objects::answer::commdn_answer;
use commdn::session::{Pending, Wait};
use commdn_rt::sync::{Mutex, MutexGuard};

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

impl Object for commdn_pending {
    const NAME: &'static str = "pending";
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

    pub(crate) const fn reference_id(&self) -> i32 {
        self.reference_id
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

/// Wait for the outcome of a request; it can be taken once.
///
/// Threads: several that wait for the same request take turns.
/// Blocks:  up to `timeout_ms` milliseconds, and no longer than until the request's own deadline; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  COMMDN_ERR_TIMEOUT: the request goes on, wait again; COMMDN_ERR_INVALID_ARGUMENT, also once the outcome was taken; otherwise why the request failed, as commdn_session_call().
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_pending_wait(
    pending: Borrowed<commdn_pending>,
    timeout_ms: i32,
    out_answer: OutOwned<commdn_answer>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(pending, out_answer, out_error, |pending| {
        let (mut pending, wait) = pending.turn(wait_of(timeout_ms)?)?;
        Ok(commdn_answer::new(pending.wait(wait)?))
    })
}

/// Whether the outcome is there; taking it with commdn_pending_wait() then does not block.
///
/// Threads: false while another thread waits for the same request.
/// Errors:  COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_pending_poll(
    pending: Borrowed<commdn_pending>,
    out_done: Out<bool>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let done = out_done.needed("out_done")?;
        let pending = pending.get()?;
        if let Some(pending) = pending.pending.try_lock() {
            done.give(pending.is_done(Duration::ZERO)?);
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_of_the_header_are_those_of_the_core() {
        assert_eq!(wait_of(COMMDN_WAIT_FOREVER).ok(), Some(Wait::Forever));
        assert_eq!(wait_of(COMMDN_WAIT_DEFAULT).ok(), Some(Wait::Default));
        assert_eq!(wait_of(0).ok(), Some(Wait::No));
        assert!(wait_of(-3).is_err());
    }
}
