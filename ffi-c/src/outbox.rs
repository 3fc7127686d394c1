//! The outbox: requests in a file, each kept until it has exactly one outcome.

use std::ffi::c_char;
use std::time::Duration;

use crate::error::{Fault, commdn_error};
use crate::guard::{
    array, borrow, borrow_all, c_text, ffi_free, ffi_guard, ffi_value, into_handle, out,
    out_or_null, outs_or_null,
};
use crate::outbox_backend::{self as backend, Handle, Options};
use crate::outbox_entry::{commdn_outbox_entry, commdn_outbox_outcome};
use crate::outbox_options::{commdn_outbox_options, commdn_outbox_submit_options};
use crate::pending::wait_of;
use crate::request::commdn_request;
use crate::session::commdn_session;
use crate::status::{COMMDN_ERR_TIMEOUT, commdn_status};
use commdn::session::Wait;

/// Requests in a file, each kept until it has exactly one outcome. Several processes may share a file.
///
/// In a build without the outbox commdn_outbox_open() says COMMDN_ERR_UNSUPPORTED; every function is there.
pub struct commdn_outbox(Handle);

/// All entries.
pub const COMMDN_OUTBOX_FILTER_ALL: i32 = 0;
/// Entries without an outcome.
pub const COMMDN_OUTBOX_FILTER_UNFINISHED: i32 = 1;
/// Entries given up or expired, and not retried.
pub const COMMDN_OUTBOX_FILTER_DEAD: i32 = 2;
/// This and a COMMDN_OUTCOME number: entries with that outcome.
pub const COMMDN_OUTBOX_FILTER_ENDED: i32 = 100;

/// Entries without an outcome.
pub const COMMDN_OUTBOX_UNFINISHED: i32 = 0;
/// Bytes of their requests.
pub const COMMDN_OUTBOX_UNFINISHED_BYTES: i32 = 1;
/// Entries that a process is sending.
pub const COMMDN_OUTBOX_CLAIMED: i32 = 2;
/// Dead letters that were not retried.
pub const COMMDN_OUTBOX_DEAD: i32 = 3;
/// This and a COMMDN_OUTCOME number: entries that ended like that, over the file's life.
pub const COMMDN_OUTBOX_ENDED: i32 = 100;

/// A wait for an end, in milliseconds as elsewhere; the default is 2 seconds.
fn closing(timeout_ms: i32) -> Result<Duration, Fault> {
    Ok(match wait_of(timeout_ms)? {
        Wait::No => Duration::ZERO,
        Wait::For(time) => time,
        Wait::Forever => Duration::from_secs(365 * 24 * 3600),
        _ => Duration::from_secs(2),
    })
}

/// Open the outbox in a file, making it, readable for its owner only, if there is none.
///
/// A forked process opens its own: what it has inherited is closed then. Fork while no other thread uses an outbox.
///
/// Owns:    `*out_outbox` is the caller's on COMMDN_OK, free it with commdn_outbox_free(); NULL otherwise. `options` is copied and may be NULL.
/// Threads: any.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE if it cannot be opened, is no outbox or a newer program's; COMMDN_ERR_FORKED if another thread was using an outbox when this process was forked; COMMDN_ERR_UNSUPPORTED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_open(
    path: *const c_char,
    options: *const commdn_outbox_options,
    out_outbox: *mut *mut commdn_outbox,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let (outbox, path) = unsafe { (out(out_outbox, "out_outbox")?, c_text(path, "path")?) };
        let defaults = Options::default();
        // SAFETY: NULL or live, the caller's duty (Owns).
        let options = unsafe { options.as_ref() }.map_or(&defaults, |options| &options.0);
        outbox.give(into_handle(commdn_outbox(backend::open(path, options)?)));
        Ok(())
    })
}

/// Free an outbox; sending is stopped first.
///
/// Owns:    takes `outbox`; NULL is harmless. What came from it (outcomes, entries) stays yours.
/// Threads: any, when nobody else uses `outbox`; also in a forked process, where nothing is stopped.
/// Blocks:  up to 2 seconds for requests under way.
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_free(outbox: *mut commdn_outbox) {
    ffi_free(outbox)
}

/// Send what is in the outbox over a session, on a thread of its own, until the session is over or commdn_outbox_detach().
///
/// Owns:    nothing; `session` stays yours, and its connection stays open until the outbox lets go of it, even if `session` is freed first.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  none, unless the session attached before is over: for the last write of what it has told, up to the outbox's busy_timeout
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if a session is attached that is not over; COMMDN_ERR_CLOSED if this one is over; COMMDN_ERR_TIMEOUT; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_attach(
    outbox: *const commdn_outbox,
    session: *const commdn_session,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (outbox, session) = unsafe { (borrow(outbox, "outbox")?, borrow(session, "session")?) };
        outbox.0.attach(session.session())?;
        Ok(())
    })
}

/// Stop sending. What is not answered in time is repeated by the next sender, or, if it may not be repeated, ends as unknown. Detaching twice is harmless.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  up to `timeout_ms` milliseconds for requests under way; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (2 seconds).
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_TIMEOUT if the file is locked for longer; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_detach(
    outbox: *const commdn_outbox,
    timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let outbox = unsafe { borrow(outbox, "outbox")? };
        backend::detach(&outbox.0, closing(timeout_ms)?)?;
        Ok(())
    })
}

/// Whether a session is attached that is not over; false for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_is_attached(outbox: *const commdn_outbox) -> bool {
    ffi_value(false, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { outbox.as_ref() }.is_some_and(|outbox| backend::is_attached(&outbox.0))
    })
}

/// Put a request in; when this returns COMMDN_OK it is on the disk, and `*out_id` its number.
///
/// Owns:    nothing; `request` and `options` stay yours, `options` and `out_id` may be NULL.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OUTBOX_FULL, COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED: nothing was put in.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit(
    outbox: *const commdn_outbox,
    request: *const commdn_request,
    options: *const commdn_outbox_submit_options,
    out_id: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked, or may be (out_id, options); liveness is the caller's duty (Owns).
        let (id, options) = unsafe { (out_or_null(out_id), options.as_ref()) };
        // SAFETY: as above.
        let (outbox, request) = unsafe { (borrow(outbox, "outbox")?, borrow(request, "request")?) };
        id.give(backend::submit(&outbox.0, request, options.map(|options| &options.0))?);
        Ok(())
    })
}

/// Put requests in, all of them or none; when this returns COMMDN_OK they are on the disk: many share the cost of one.
///
/// Owns:    nothing; `requests` and what it points to stay yours. `options` may be NULL; otherwise it points to as many options, each of which may be NULL. `out_ids` may be NULL; otherwise it has room for as many numbers, which are 0 unless COMMDN_OK.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST (its text tells the place of the request, counted from 0), COMMDN_ERR_OUTBOX_FULL, COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED: nothing was put in.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_submit_many(
    outbox: *const commdn_outbox,
    requests: *const *const commdn_request,
    options: *const *const commdn_outbox_submit_options,
    requests_n: usize,
    out_ids: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: may be NULL, and has room for as many as there are requests (Owns).
        let ids = unsafe { outs_or_null(out_ids, requests_n, "out_ids")? };
        // SAFETY: NULL is checked; liveness and the number of requests are the caller's duty (Owns).
        let (outbox, requests) =
            unsafe { (borrow(outbox, "outbox")?, borrow_all(requests, requests_n, "requests")?) };
        let options = match options.is_null() {
            true => &[],
            // SAFETY: as many as there are requests (Owns).
            false => unsafe { array(options, requests_n, "options")? },
        };
        // SAFETY: NULL or live, the caller's duty (Owns).
        let options = options.iter().map(|options| unsafe { options.as_ref() });
        let options = options.map(|options| options.map(|options| &options.0));
        let options = options.chain(std::iter::repeat(None));
        let submits: Vec<_> = requests.into_iter().zip(options).collect();
        let numbers = backend::submit_many(&outbox.0, &submits)?;
        ids.zip(numbers).for_each(|(out, id)| out.give(id));
        Ok(())
    })
}

/// The outcome of an entry, whichever process records it. COMMDN_OK says that there is one, not that it is good.
///
/// Owns:    `*out_outcome` is the caller's on COMMDN_OK, free it with commdn_outbox_outcome_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (10 seconds).
/// Errors:  COMMDN_ERR_TIMEOUT if it has none in time; COMMDN_ERR_INVALID_ARGUMENT, also if there is no such entry; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_wait(
    outbox: *const commdn_outbox,
    id: u64,
    timeout_ms: i32,
    out_outcome: *mut *mut commdn_outbox_outcome,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (outcome, outbox) =
            unsafe { (out(out_outcome, "out_outcome")?, borrow(outbox, "outbox")?) };
        outcome.give(into_handle(backend::wait(&outbox.0, id, wait_of(timeout_ms)?)?));
        Ok(())
    })
}

/// Wait until no entry is without an outcome.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (10 seconds).
/// Errors:  COMMDN_ERR_TIMEOUT; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_wait_until_empty(
    outbox: *const commdn_outbox,
    timeout_ms: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let outbox = unsafe { borrow(outbox, "outbox")? };
        if !backend::wait_until_empty(&outbox.0, wait_of(timeout_ms)?)? {
            let text = "entries of the outbox are still without an outcome";
            return Err(Fault::new(COMMDN_ERR_TIMEOUT, text));
        }
        Ok(())
    })
}

/// The outcome that was recorded next after the one with that cursor; 0 for the first.
///
/// Owns:    `*out_outcome` is the caller's on COMMDN_OK, free it with commdn_outbox_outcome_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_next_outcome(
    outbox: *const commdn_outbox,
    cursor: u64,
    out_outcome: *mut *mut commdn_outbox_outcome,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (outcome, outbox) =
            unsafe { (out(out_outcome, "out_outcome")?, borrow(outbox, "outbox")?) };
        outcome.give(into_handle(backend::outcome_after(&outbox.0, cursor)?));
        Ok(())
    })
}

/// The next entry after number `after` of those that a COMMDN_OUTBOX_FILTER number means; 0 for the first.
///
/// Owns:    `*out_entry` is the caller's on COMMDN_OK, free it with commdn_outbox_entry_free(); NULL otherwise.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_next_entry(
    outbox: *const commdn_outbox,
    filter: i32,
    after: u64,
    out_entry: *mut *mut commdn_outbox_entry,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (entry, outbox) = unsafe { (out(out_entry, "out_entry")?, borrow(outbox, "outbox")?) };
        entry.give(into_handle(backend::entry_after(&outbox.0, filter, after)?));
        Ok(())
    })
}

/// The number of the entry that was submitted under `key`; after a retry of the one that repeats it.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_find(
    outbox: *const commdn_outbox,
    key: *const c_char,
    out_id: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (id, outbox) = unsafe { (out(out_id, "out_id")?, borrow(outbox, "outbox")?) };
        // SAFETY: NULL is checked.
        id.give(backend::find(&outbox.0, unsafe { c_text(key, "key")? })?);
        Ok(())
    })
}

/// Submit again what ended without an acknowledgement, as a new entry under the same key; the old one keeps its outcome.
///
/// Owns:    nothing; `out_new_id` may be NULL.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_retry(
    outbox: *const commdn_outbox,
    id: u64,
    out_new_id: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: may be NULL.
        let new = unsafe { out_or_null(out_new_id) };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let outbox = unsafe { borrow(outbox, "outbox")? };
        new.give(backend::retry(&outbox.0, id)?);
        Ok(())
    })
}

/// Submit all dead letters again; `*out_count` tells how many.
///
/// Owns:    nothing; `out_count` may be NULL.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_retry_dead(
    outbox: *const commdn_outbox,
    out_count: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: may be NULL.
        let count = unsafe { out_or_null(out_count) };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let outbox = unsafe { borrow(outbox, "outbox")? };
        count.give(backend::retry_dead(&outbox.0)?);
        Ok(())
    })
}

/// End an entry that nobody is sending, as cancelled.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if it is being sent or has its outcome; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_cancel(
    outbox: *const commdn_outbox,
    id: u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let outbox = unsafe { borrow(outbox, "outbox")? };
        backend::cancel(&outbox.0, id)?;
        Ok(())
    })
}

/// Forget entries that ended more than `age_ms` milliseconds ago, with their keys; dead letters that were not retried only if `dead` is true.
///
/// Owns:    nothing; `out_count` may be NULL.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_purge(
    outbox: *const commdn_outbox,
    age_ms: u64,
    dead: bool,
    out_count: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: may be NULL.
        let count = unsafe { out_or_null(out_count) };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let outbox = unsafe { borrow(outbox, "outbox")? };
        count.give(backend::purge(&outbox.0, Duration::from_millis(age_ms), dead)?);
        Ok(())
    })
}

/// Write the entries that a COMMDN_OUTBOX_FILTER number means to a file, as CSV with a header.
///
/// The file is for its owner only. A text that a spreadsheet would take for a formula gets a ' in front, and control
/// characters are written as escapes; commdn_outbox_export_as_is() writes texts as they came.
///
/// Owns:    nothing; `out_count` may be NULL.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_export(
    outbox: *const commdn_outbox,
    filter: i32,
    path: *const c_char,
    out_count: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: may be NULL.
        let count = unsafe { out_or_null(out_count) };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (outbox, path) = unsafe { (borrow(outbox, "outbox")?, c_text(path, "path")?) };
        count.give(backend::export(&outbox.0, filter, false, path)?);
        Ok(())
    })
}

/// As commdn_outbox_export(), with texts as they came: for programs that read the file.
///
/// Owns:    nothing; `out_count` may be NULL.
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_export_as_is(
    outbox: *const commdn_outbox,
    filter: i32,
    path: *const c_char,
    out_count: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: may be NULL.
        let count = unsafe { out_or_null(out_count) };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (outbox, path) = unsafe { (borrow(outbox, "outbox")?, c_text(path, "path")?) };
        count.give(backend::export(&outbox.0, filter, true, path)?);
        Ok(())
    })
}

/// One of the outbox's counts: COMMDN_OUTBOX_UNFINISHED and the numbers after it.
///
/// Owns:    nothing
/// Threads: any, at the same time as other calls on `outbox`.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND for another number; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_count(
    outbox: *const commdn_outbox,
    counter: i32,
    out_value: *mut u64,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, outbox) = unsafe { (out(out_value, "out_value")?, borrow(outbox, "outbox")?) };
        value.give(backend::count(&outbox.0, counter)?);
        Ok(())
    })
}
