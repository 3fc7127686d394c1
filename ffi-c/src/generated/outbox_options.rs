//! The mechanical entry points of `outbox options`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, BorrowedMut, OutOwned, Owned, Text, commdn_error, commdn_status, ffi_free, ffi_new,
    ffi_set, ffi_set_text, ffi_try_set, milliseconds, milliseconds_or_never, positive,
};
use crate::objects::dialect::commdn_dialect;
use crate::objects::outbox::options::{commdn_outbox_options, commdn_outbox_submit_options};

/// Options with their defaults.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_new(
    out_outbox_options: OutOwned<commdn_outbox_options>,
) -> commdn_status {
    ffi_new(out_outbox_options, commdn_outbox_options::default)
}

/// Free options; outboxes that were opened with them keep their copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_free(options: Owned<commdn_outbox_options>) {
    ffi_free(options)
}

/// Options with their defaults.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_new(
    out_outbox_submit_options: OutOwned<commdn_outbox_submit_options>,
) -> commdn_status {
    ffi_new(out_outbox_submit_options, commdn_outbox_submit_options::default)
}

/// Free options.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_free(options: Owned<commdn_outbox_submit_options>) {
    ffi_free(options)
}

/// Maximum number of entries without an outcome. Default 1,000,000.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_max_entries(
    options: BorrowedMut<commdn_outbox_options>,
    max_entries: u64,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(options, out_error, |options| options.set(|options| options.max_entries(max_entries)))
}

/// Maximum number of bytes of requests without an outcome. Default 1 GiB.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_max_bytes(
    options: BorrowedMut<commdn_outbox_options>,
    max_bytes: u64,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(options, out_error, |options| options.set(|options| options.max_bytes(max_bytes)))
}

/// Time that a call waits for another process to release the file, at most 24 days. Default 10 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_busy_timeout_ms(
    options: BorrowedMut<commdn_outbox_options>,
    busy_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let busy_timeout = milliseconds(busy_timeout_ms, "busy_timeout_ms")?;
        options.set(|options| options.busy_timeout(busy_timeout));
        Ok(())
    })
}

/// Time that closing an attached outbox waits for requests in flight, at most 24 days. Default 2 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_close_timeout_ms(
    options: BorrowedMut<commdn_outbox_options>,
    close_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let close_timeout = milliseconds(close_timeout_ms, "close_timeout_ms")?;
        options.set(|options| options.close_timeout(close_timeout));
        Ok(())
    })
}

/// Interval of checking the file for changes by other processes, at least 1 ms. Default 100 ms.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_poll_interval_ms(
    options: BorrowedMut<commdn_outbox_options>,
    poll_interval_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let poll_interval = milliseconds(poll_interval_ms, "poll_interval_ms")?;
        options.set(|options| options.poll_interval(poll_interval));
        Ok(())
    })
}

/// Time limit for the answer to one attempt. Default: the session's.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_request_timeout_ms(
    options: BorrowedMut<commdn_outbox_options>,
    request_timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let request_timeout = milliseconds(request_timeout_ms, "request_timeout_ms")?;
        options.set(|options| options.request_timeout(request_timeout));
        Ok(())
    })
}

/// Maximum number of requests in flight, 1 or more. Default 256.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_window(
    options: BorrowedMut<commdn_outbox_options>,
    window: u32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let window = positive(window, "window")?;
        options.set_policy(|options| options.window(window));
        Ok(())
    })
}

/// Attempts after which an entry is given up, 1 or more; a submit may set another number. Default
/// 100.
///
/// With the default backoff, 100 attempts take eight hours without an answer. Time without a
/// connection does not count.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_max_attempts(
    options: BorrowedMut<commdn_outbox_options>,
    max_attempts: u32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let max_attempts = positive(max_attempts, "max_attempts")?;
        options.set_policy(|options| options.max_attempts(max_attempts));
        Ok(())
    })
}

/// Age at which an entry is given up; a submit may set another. Default 7 days. -1 is never.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_max_age_ms(
    options: BorrowedMut<commdn_outbox_options>,
    max_age_ms: i64,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let max_age = milliseconds_or_never(max_age_ms, "max_age_ms")?;
        options.set_policy(|options| options.max_age(max_age));
        Ok(())
    })
}

/// Time without a sign of life after which another process takes over a sender's entries, 30 ms or
/// more. Default 15 s.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_lease_ms(
    options: BorrowedMut<commdn_outbox_options>,
    lease_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let lease = milliseconds(lease_ms, "lease_ms")?;
        options.set_policy(|options| options.lease(lease));
        Ok(())
    })
}

/// Keep the events that acknowledge requests; refusals are always kept. Default true.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_keep_answers(
    options: BorrowedMut<commdn_outbox_options>,
    keep_answers: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(options, out_error, |options| {
        options.set_policy(|options| options.keep_answers(keep_answers))
    })
}

/// Dialect for checking requests when they are submitted; it is copied. Default: the default
/// dialect.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_options_set_dialect(
    options: BorrowedMut<commdn_outbox_options>,
    dialect: Borrowed<commdn_dialect>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let dialect = dialect.get()?.0;
        options.set(|options| options.dialect(dialect));
        Ok(())
    })
}

/// Idempotency key: a second submit with the same key returns the number of the first. Default:
/// none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_set_key(
    options: BorrowedMut<commdn_outbox_submit_options>,
    key: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(options, (key, "key"), out_error, |options, key| {
        options.set(|options| options.key(key))
    })
}

/// Requests with the same order key are sent one at a time, in order. Default: the request's
/// customer id, else its phone; for requests without either its campaign and group.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_set_order_key(
    options: BorrowedMut<commdn_outbox_submit_options>,
    order_key: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(options, (order_key, "order_key"), out_error, |options, order_key| {
        options.set(|options| options.order_key(order_key))
    })
}

/// Age at which it is given up. Default: the outbox's option.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_set_max_age_ms(
    options: BorrowedMut<commdn_outbox_submit_options>,
    max_age_ms: i64,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let max_age = milliseconds(max_age_ms, "max_age_ms")?;
        options.set(|options| options.max_age(max_age));
        Ok(())
    })
}

/// Attempts after which it is given up, 1 or more. Default: the outbox's option.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_options_set_max_attempts(
    options: BorrowedMut<commdn_outbox_submit_options>,
    max_attempts: u32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(options, out_error, |options| {
        let max_attempts = positive(max_attempts, "max_attempts")?;
        options.set(|options| options.max_attempts(max_attempts));
        Ok(())
    })
}
