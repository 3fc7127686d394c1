//! The options of an outbox and of one submit, set one by one.

use std::ffi::c_char;
use std::time::Duration;

use commdn::delays;
use commdn::message::CmError;

use crate::dialect::commdn_dialect;
use crate::error::{Fault, commdn_error};
use crate::guard::{
    NO_ERROR, borrow, borrow_mut, c_text, ffi_free, ffi_guard, into_handle, invalid, out,
};
use crate::outbox_backend::{Options, Submit};
use crate::status::commdn_status;

/// The options of an outbox; each has a default, and NULL stands for the defaults.
pub struct commdn_outbox_options(pub(crate) Options);

/// The options of a submit to an outbox; each has a default, and NULL stands for the defaults.
pub struct commdn_outbox_submit_options(pub(crate) Submit);

/// A time in milliseconds, 0 or more.
fn milliseconds(number: i64, name: &str) -> Result<Duration, Fault> {
    u64::try_from(number)
        .map(Duration::from_millis)
        .map_err(|_| invalid(format!("{name} {number} is negative")))
}

/// A number that is at least 1.
fn positive(number: u32, name: &str) -> Result<u32, Fault> {
    if number == 0 { Err(invalid(format!("{name} is 0"))) } else { Ok(number) }
}

/// Options with their defaults.
///
/// Owns:    `*out_outbox_options` is the caller's on COMMDN_OK, free it with commdn_outbox_options_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_new(
    out_outbox_options: *mut *mut commdn_outbox_options,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let options = unsafe { out(out_outbox_options, "out_outbox_options")? };
        options.give(into_handle(commdn_outbox_options(Options::default())));
        Ok(())
    })
}

/// Free options; outboxes that were opened with them keep their copy.
///
/// Owns:    takes `options`; NULL is harmless.
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_free(options: *mut commdn_outbox_options) {
    ffi_free(options)
}

/// Most entries without an outcome. Default 1,000,000.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_max_entries(
    options: *mut commdn_outbox_options,
    max_entries: u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.max_entries = Some(max_entries);
        Ok(())
    })
}

/// Most bytes of requests without an outcome. Default 1 GiB.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_max_bytes(
    options: *mut commdn_outbox_options,
    max_bytes: u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.max_bytes = Some(max_bytes);
        Ok(())
    })
}

/// Most requests under way at a time, 1 or more. Default 256.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_window(
    options: *mut commdn_outbox_options,
    window: u32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.window = Some(usize::try_from(positive(window, "window")?).unwrap_or(usize::MAX));
        Ok(())
    })
}

/// Attempts after which an entry is given up, 1 or more, where its submit says nothing else. Default 100.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_max_attempts(
    options: *mut commdn_outbox_options,
    max_attempts: u32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.max_attempts = Some(positive(max_attempts, "max_attempts")?);
        Ok(())
    })
}

/// Age at which an entry is given up, where its submit says nothing else; -1 for never. Default 7 days.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_max_age_ms(
    options: *mut commdn_outbox_options,
    max_age_ms: i64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        let age = match max_age_ms {
            -1 => None,
            time => Some(milliseconds(time, "max_age_ms")?),
        };
        options.0.max_age = Some(age);
        Ok(())
    })
}

/// The pause after a failed attempt: `first_ms`, then twice as long each time, up to `max_ms`, the last half of it by chance. Default 1 second to 5 minutes.
///
/// Both are above 0, and the first is not longer than the longest. No pause is shorter than 100 ms, whatever they are.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_backoff_ms(
    options: *mut commdn_outbox_options,
    first_ms: i32,
    max_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        let first = milliseconds(first_ms.into(), "first_ms")?;
        let max = milliseconds(max_ms.into(), "max_ms")?;
        delays::check(("first_ms", first), ("max_ms", max))?;
        options.0.backoff = Some((first, max));
        Ok(())
    })
}

/// How long a process may be silent before another one takes over what it was sending, 30 ms at least. Default 15 seconds.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_lease_ms(
    options: *mut commdn_outbox_options,
    lease_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.lease = Some(milliseconds(lease_ms.into(), "lease_ms")?);
        Ok(())
    })
}

/// How long one attempt waits for an answer. Default: the session's option.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_request_timeout_ms(
    options: *mut commdn_outbox_options,
    request_timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.request_timeout =
            Some(milliseconds(request_timeout_ms.into(), "request_timeout_ms")?);
        Ok(())
    })
}

/// How long a call waits for another process to let go of the file. Default 10 seconds.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_busy_timeout_ms(
    options: *mut commdn_outbox_options,
    busy_timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.busy_timeout = Some(milliseconds(busy_timeout_ms.into(), "busy_timeout_ms")?);
        Ok(())
    })
}

/// Keep the events that acknowledge. Default true; refusals are always kept.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_keep_answers(
    options: *mut commdn_outbox_options,
    keep_answers: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.keep_answers = Some(keep_answers);
        Ok(())
    })
}

/// What requests are checked against when they are submitted. Default: the default dialect.
///
/// Owns:    nothing; `dialect` is copied.
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_set_dialect(
    options: *mut commdn_outbox_options,
    dialect: *const commdn_dialect,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (options, dialect) =
            unsafe { (borrow_mut(options, "options")?, borrow(dialect, "dialect")?) };
        options.0.dialect = Some(dialect.0);
        Ok(())
    })
}

/// Another refusal of OCS, a COMMDN_CM_ERROR_ number or one that has no name, after which the same request may do better
/// later: its entry is repeated as if nobody had answered. Default none: a refusal is final.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_options_add_retryable_refusal(
    options: *mut commdn_outbox_options,
    cm_error: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.retryable_refusals.push(CmError(cm_error));
        Ok(())
    })
}

/// Options with their defaults.
///
/// Owns:    `*out_outbox_submit_options` is the caller's on COMMDN_OK, free it with commdn_outbox_submit_options_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_new(
    out_outbox_submit_options: *mut *mut commdn_outbox_submit_options,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let options = unsafe { out(out_outbox_submit_options, "out_outbox_submit_options")? };
        options.give(into_handle(commdn_outbox_submit_options(Submit::default())));
        Ok(())
    })
}

/// Free options.
///
/// Owns:    takes `options`; NULL is harmless.
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_free(
    options: *mut commdn_outbox_submit_options,
) {
    ffi_free(options)
}

/// Submitting twice under one key submits once: the second call gives the first one's number.
///
/// Owns:    nothing; the text is copied.
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_set_key(
    options: *mut commdn_outbox_submit_options,
    key: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (options, text) = unsafe { (borrow_mut(options, "options")?, c_text(key, "key")?) };
        options.0.key = Some(text.to_owned());
        Ok(())
    })
}

/// Requests under the same text are sent one after the other, in order. Default: the request's customer id, else its phone; for requests without either its campaign and group.
///
/// Owns:    nothing; the text is copied.
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_set_order_key(
    options: *mut commdn_outbox_submit_options,
    order_key: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (options, text) =
            unsafe { (borrow_mut(options, "options")?, c_text(order_key, "order_key")?) };
        options.0.order_key = Some(text.to_owned());
        Ok(())
    })
}

/// Send it whatever other requests of the same customer wait. Default false.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_set_unordered(
    options: *mut commdn_outbox_submit_options,
    unordered: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.unordered = unordered;
        Ok(())
    })
}

/// Give it up that long after now. Default: the outbox's option.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_set_max_age_ms(
    options: *mut commdn_outbox_submit_options,
    max_age_ms: i64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.max_age = Some(milliseconds(max_age_ms, "max_age_ms")?);
        Ok(())
    })
}

/// Give it up after that many attempts, 1 or more. Default: the outbox's option.
///
/// Owns:    nothing
/// Threads: any, when nobody else uses `options`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_options_set_max_attempts(
    options: *mut commdn_outbox_submit_options,
    max_attempts: u32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let options = unsafe { borrow_mut(options, "options")? };
        options.0.max_attempts = Some(positive(max_attempts, "max_attempts")?);
        Ok(())
    })
}
