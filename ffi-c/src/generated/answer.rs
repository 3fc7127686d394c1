//! The mechanical entry points of `answer`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{Borrowed, Owned, ffi_free, ffi_read, ffi_view};
use crate::objects::answer::commdn_answer;
use crate::objects::event::commdn_event;

/// Free it; what its getters returned ends with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_answer_free(answer: Owned<commdn_answer>) {
    ffi_free(answer)
}

/// The event that acknowledged the request; NULL for NULL.
///
/// Owns:    commdn_event_dup() makes a copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_answer_event(answer: Borrowed<commdn_answer>) -> *const commdn_event {
    ffi_view(answer, |answer| answer.events().first())
}

/// How many events came: more than 1 only for a request to every OCS; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_answer_event_count(answer: Borrowed<commdn_answer>) -> usize {
    ffi_read(answer, 0, |answer| answer.events().len())
}
