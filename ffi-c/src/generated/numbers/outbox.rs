//! Numbers with names.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::ffi_name;
use std::ffi::c_char;

/// OCS has acknowledged it.
pub const COMMDN_OUTCOME_ACKNOWLEDGED: i32 = 0;

/// OCS, T-Server or the rules of the API refused it.
pub const COMMDN_OUTCOME_REFUSED: i32 = 1;

/// It was sent, and whether OCS acted on it is not known; the error's message names the query that
/// settles it.
pub const COMMDN_OUTCOME_UNKNOWN: i32 = 2;

/// All attempts failed; a dead letter.
pub const COMMDN_OUTCOME_GAVE_UP: i32 = 3;

/// It grew too old; a dead letter.
pub const COMMDN_OUTCOME_EXPIRED: i32 = 4;

/// It was cancelled before it was sent, or between two attempts: OCS may then have acted on an
/// earlier one.
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

/// The name of a COMMDN_OUTCOME number, for example "refused"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outcome_name(kind: i32) -> *const c_char {
    ffi_name(
        kind,
        COMMDN_OUTCOME_ACKNOWLEDGED,
        &[c"acknowledged", c"refused", c"unknown", c"gave_up", c"expired", c"cancelled"],
    )
}

/// The name of a COMMDN_ENTRY number, for example "blocked"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_entry_name(state: i32) -> *const c_char {
    ffi_name(state, COMMDN_ENTRY_WAITING, &[c"waiting", c"blocked", c"claimed", c"done", c"dead"])
}
