//! The mechanical entry points of `outbox`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, Out, OutOwned, Owned, commdn_error, commdn_fd, commdn_status, ffi_free, ffi_give,
    ffi_read, ffi_text, ffi_view,
};
use crate::objects::event::commdn_event;
use crate::objects::outbox::commdn_outbox;
use crate::objects::outbox::entry::{commdn_outbox_entry, commdn_outbox_outcome};
use crate::objects::request::commdn_request;
use std::ffi::c_char;

/// Free an outbox; sending is stopped first.
///
/// Owns:    What came from it (outcomes, entries) stays yours. Threads: any, when nobody else uses
/// "outbox"; also in a forked process, where nothing is stopped. Blocks:  up to 2 seconds for
/// requests under way.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_free(outbox: Owned<commdn_outbox>) {
    ffi_free(outbox)
}

/// Whether a session is attached that is not over; false for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_is_attached(outbox: Borrowed<commdn_outbox>) -> bool {
    ffi_read(outbox, false, |outbox| outbox.is_attached())
}

/// A descriptor for poll() and the like: readable when this process may have recorded an outcome,
/// or the session that the outbox is attached to has ended, which commdn_outbox_is_attached()
/// tells.
///
/// Then call commdn_outbox_next_outcome() with the cursor of the last outcome until it says
/// COMMDN_ERR_NOT_FOUND, which clears it. Outcomes that other processes record are found in the
/// same way, but do not make it readable.
///
/// Owns:    the descriptor is the outbox's and ends with it; never read or close it. Errors:
/// COMMDN_ERR_INTERNAL if the system gives no descriptor.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_fd(
    outbox: Borrowed<commdn_outbox>,
    out_fd: Out<commdn_fd>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(outbox, (out_fd, "out_fd"), out_error, |outbox| outbox.signal().fd())
}

/// Free an outcome; what its getters returned ends with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_free(outcome: Owned<commdn_outbox_outcome>) {
    ffi_free(outcome)
}

/// The number of its entry; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_id(outcome: Borrowed<commdn_outbox_outcome>) -> u64 {
    ffi_read(outcome, 0, |outcome| outcome.outcome.id.0)
}

/// Its place in the order in which outcomes were recorded, for commdn_outbox_next_outcome(); 0 for
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_cursor(outcome: Borrowed<commdn_outbox_outcome>) -> u64 {
    ffi_read(outcome, 0, |outcome| outcome.outcome.cursor)
}

/// How the entry ended, a COMMDN_OUTCOME number; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_kind(outcome: Borrowed<commdn_outbox_outcome>) -> i32 {
    ffi_read(outcome, -1, |outcome| outcome.outcome.kind.number().into())
}

/// How often it was sent, or may have been; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_attempts(outcome: Borrowed<commdn_outbox_outcome>) -> u32 {
    ffi_read(outcome, 0, |outcome| outcome.outcome.attempts)
}

/// When it was recorded, in milliseconds since 1970 UTC; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_time_ms(outcome: Borrowed<commdn_outbox_outcome>) -> u64 {
    ffi_read(outcome, 0, |outcome| outcome.outcome.time)
}

/// The key that the entry was submitted under; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_key(
    outcome: Borrowed<commdn_outbox_outcome>,
) -> *const c_char {
    ffi_text(outcome, |outcome| outcome.key.as_ref())
}

/// The event that acknowledged the request; NULL if there is none, or it is not kept.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_event(
    outcome: Borrowed<commdn_outbox_outcome>,
) -> *const commdn_event {
    ffi_view(outcome, |outcome| outcome.event.as_ref())
}

/// Why the request was not acknowledged; NULL if it was.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_outcome_error(
    outcome: Borrowed<commdn_outbox_outcome>,
) -> *const commdn_error {
    ffi_view(outcome, |outcome| outcome.error.as_ref())
}

/// Free an entry; what its getters returned ends with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_free(entry: Owned<commdn_outbox_entry>) {
    ffi_free(entry)
}

/// Its number; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_id(entry: Borrowed<commdn_outbox_entry>) -> u64 {
    ffi_read(entry, 0, |entry| entry.entry.id.0)
}

/// Where it stands, a COMMDN_ENTRY number; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_state(entry: Borrowed<commdn_outbox_entry>) -> i32 {
    ffi_read(entry, -1, |entry| entry.entry.state.number().into())
}

/// The kind of request, a COMMDN_MESSAGE_TYPE number; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_message_type(entry: Borrowed<commdn_outbox_entry>) -> i32 {
    ffi_read(entry, 0, |entry| entry.entry.message_type.0)
}

/// How often it was sent, or may have been; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_attempts(entry: Borrowed<commdn_outbox_entry>) -> u64 {
    ffi_read(entry, 0, |entry| entry.entry.attempts.into())
}

/// When it was submitted, in milliseconds since 1970 UTC; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_created_ms(entry: Borrowed<commdn_outbox_entry>) -> u64 {
    ffi_read(entry, 0, |entry| entry.entry.created)
}

/// When it is tried next, in milliseconds since 1970 UTC; 0 if it does not wait for its time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_next_try_ms(entry: Borrowed<commdn_outbox_entry>) -> u64 {
    ffi_read(entry, 0, |entry| entry.entry.next_try.unwrap_or(0))
}

/// When it is given up as too old, in milliseconds since 1970 UTC; 0 for never.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_expires_ms(entry: Borrowed<commdn_outbox_entry>) -> u64 {
    ffi_read(entry, 0, |entry| entry.entry.expires.unwrap_or(0))
}

/// The key that it was submitted under; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_key(entry: Borrowed<commdn_outbox_entry>) -> *const c_char {
    ffi_text(entry, |entry| entry.key.as_ref())
}

/// The request; NULL if the file is damaged.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_request(
    entry: Borrowed<commdn_outbox_entry>,
) -> *const commdn_request {
    ffi_view(entry, |entry| entry.request.as_ref())
}

/// Its outcome; NULL if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_entry_outcome(
    entry: Borrowed<commdn_outbox_entry>,
) -> *const commdn_outbox_outcome {
    ffi_view(entry, |entry| entry.outcome.as_ref())
}
