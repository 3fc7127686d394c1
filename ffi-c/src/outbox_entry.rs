//! What an outbox tells: entries and outcomes.

use std::ffi::c_char;

use commdn::message::{Event, Request};

use crate::error::{Fault, commdn_error};
use crate::event::commdn_event;
use crate::guard::{ffi_free, ffi_value};
use crate::memory::CText;
use crate::request::commdn_request;

/// OCS has acknowledged it.
pub const COMMDN_OUTCOME_ACKNOWLEDGED: i32 = 0;
/// OCS, T-Server or the rules of the API refused it.
pub const COMMDN_OUTCOME_REFUSED: i32 = 1;
/// It was sent, and whether OCS acted on it is not known; the error's message names the query that settles it.
pub const COMMDN_OUTCOME_UNKNOWN: i32 = 2;
/// All attempts failed; a dead letter.
pub const COMMDN_OUTCOME_GAVE_UP: i32 = 3;
/// It grew too old; a dead letter.
pub const COMMDN_OUTCOME_EXPIRED: i32 = 4;
/// It was cancelled before it was sent.
pub const COMMDN_OUTCOME_CANCELLED: i32 = 5;

/// It is sent when its time comes.
pub const COMMDN_ENTRY_WAITING: i32 = 0;
/// An earlier request of the same customer is unfinished.
pub const COMMDN_ENTRY_BLOCKED: i32 = 1;
/// A process has taken it to send it.
pub const COMMDN_ENTRY_CLAIMED: i32 = 2;
/// It has its outcome.
pub const COMMDN_ENTRY_DONE: i32 = 3;
/// It was given up or has expired, and may be retried.
pub const COMMDN_ENTRY_DEAD: i32 = 4;

/// The recorded outcome of an entry of an outbox: final, and the only one.
pub struct commdn_outbox_outcome {
    cursor: u64,
    id: u64,
    key: Option<CText>,
    kind: i32,
    event: Option<commdn_event>,
    error: Option<commdn_error>,
    attempts: u32,
    time: u64,
}

#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nothing makes one"))]
impl commdn_outbox_outcome {
    pub(crate) fn new(
        cursor: u64,
        id: u64,
        key: Option<String>,
        kind: i32,
        event: Option<Event>,
        error: Option<commdn::Error>,
        (attempts, time): (u32, u64),
    ) -> Self {
        let error = error.map(|error| commdn_error::new(Fault::from(error)));
        let event = event.map(commdn_event::new);
        Self { cursor, id, key: key.map(CText::new), kind, event, error, attempts, time }
    }
}

/// An entry of an outbox with all that is known of it.
pub struct commdn_outbox_entry {
    id: u64,
    state: i32,
    message_type: i32,
    request: Option<commdn_request>,
    key: Option<CText>,
    outcome: Option<commdn_outbox_outcome>,
    attempts: u64,
    created: u64,
    next_try: u64,
    expires: u64,
}

#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nothing makes one"))]
impl commdn_outbox_entry {
    pub(crate) fn new(
        id: u64,
        state: i32,
        message_type: i32,
        request: Option<Request>,
        key: Option<String>,
        outcome: Option<commdn_outbox_outcome>,
        [attempts, created, next_try, expires]: [u64; 4],
    ) -> Self {
        let request = request.map(commdn_request::new);
        let key = key.map(CText::new);
        Self {
            id,
            state,
            message_type,
            request,
            key,
            outcome,
            attempts,
            created,
            next_try,
            expires,
        }
    }
}

/// Free an outcome and everything that its getters gave.
///
/// Owns:    takes `outcome`; NULL is harmless.
/// Threads: any, when nobody else uses `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_free(outcome: *mut commdn_outbox_outcome) {
    ffi_free(outcome)
}

/// The number of its entry; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_id(outcome: *const commdn_outbox_outcome) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { outcome.as_ref() }.map_or(0, |outcome| outcome.id)
    })
}

/// Its place in the order in which outcomes were recorded, for commdn_outbox_next_outcome(); 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_cursor(
    outcome: *const commdn_outbox_outcome,
) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { outcome.as_ref() }.map_or(0, |outcome| outcome.cursor)
    })
}

/// How the entry ended, a COMMDN_OUTCOME number; -1 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_kind(outcome: *const commdn_outbox_outcome) -> i32 {
    ffi_value(-1, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { outcome.as_ref() }.map_or(-1, |outcome| outcome.kind)
    })
}

/// How often it was sent, or may have been; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_attempts(
    outcome: *const commdn_outbox_outcome,
) -> u32 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { outcome.as_ref() }.map_or(0, |outcome| outcome.attempts)
    })
}

/// When it was recorded, in milliseconds since 1970 UTC; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_time_ms(
    outcome: *const commdn_outbox_outcome,
) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { outcome.as_ref() }.map_or(0, |outcome| outcome.time)
    })
}

/// The key that the entry was submitted under; NULL if there is none.
///
/// Owns:    the text is the outcome's and ends with it.
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_key(
    outcome: *const commdn_outbox_outcome,
) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty.
        let key = unsafe { outcome.as_ref() }.and_then(|outcome| outcome.key.as_ref());
        key.map_or(std::ptr::null(), CText::as_ptr)
    })
}

/// The event that acknowledged the request; NULL if there is none, or it is not kept.
///
/// Owns:    the event is the outcome's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_event(
    outcome: *const commdn_outbox_outcome,
) -> *const commdn_event {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty.
        let event = unsafe { outcome.as_ref() }.and_then(|outcome| outcome.event.as_ref());
        event.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// Why the request was not acknowledged; NULL if it was.
///
/// Owns:    the error is the outcome's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `outcome`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_outcome_error(
    outcome: *const commdn_outbox_outcome,
) -> *const commdn_error {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty.
        let error = unsafe { outcome.as_ref() }.and_then(|outcome| outcome.error.as_ref());
        error.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// Free an entry and everything that its getters gave.
///
/// Owns:    takes `entry`; NULL is harmless.
/// Threads: any, when nobody else uses `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_free(entry: *mut commdn_outbox_entry) {
    ffi_free(entry)
}

/// Its number; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_id(entry: *const commdn_outbox_entry) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(0, |entry| entry.id)
    })
}

/// Where it stands, a COMMDN_ENTRY number; -1 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_state(entry: *const commdn_outbox_entry) -> i32 {
    ffi_value(-1, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(-1, |entry| entry.state)
    })
}

/// The kind of request, a COMMDN_MESSAGE_TYPE number; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_message_type(
    entry: *const commdn_outbox_entry,
) -> i32 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(0, |entry| entry.message_type)
    })
}

/// How often it was sent, or may have been; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_attempts(entry: *const commdn_outbox_entry) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(0, |entry| entry.attempts)
    })
}

/// When it was submitted, in milliseconds since 1970 UTC; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_created_ms(entry: *const commdn_outbox_entry) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(0, |entry| entry.created)
    })
}

/// When it is tried next, in milliseconds since 1970 UTC; 0 if it does not wait for its time.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_next_try_ms(entry: *const commdn_outbox_entry) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(0, |entry| entry.next_try)
    })
}

/// When it is given up as too old, in milliseconds since 1970 UTC; 0 for never.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_expires_ms(entry: *const commdn_outbox_entry) -> u64 {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { entry.as_ref() }.map_or(0, |entry| entry.expires)
    })
}

/// The key that it was submitted under; NULL if there is none.
///
/// Owns:    the text is the entry's and ends with it.
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_key(
    entry: *const commdn_outbox_entry,
) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty.
        let key = unsafe { entry.as_ref() }.and_then(|entry| entry.key.as_ref());
        key.map_or(std::ptr::null(), CText::as_ptr)
    })
}

/// The request; NULL if the file is damaged.
///
/// Owns:    the request is the entry's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_request(
    entry: *const commdn_outbox_entry,
) -> *const commdn_request {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty.
        let request = unsafe { entry.as_ref() }.and_then(|entry| entry.request.as_ref());
        request.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// Its outcome; NULL if it has none.
///
/// Owns:    the outcome is the entry's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `entry`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_outbox_entry_outcome(
    entry: *const commdn_outbox_entry,
) -> *const commdn_outbox_outcome {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty.
        let outcome = unsafe { entry.as_ref() }.and_then(|entry| entry.outcome.as_ref());
        outcome.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}
