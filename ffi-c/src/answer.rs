//! The answer to a request: the acknowledgement, and what else came to a broadcast.

use commdn::exchange::Answer;

use crate::event::commdn_event;
use crate::guard::{ffi_free, ffi_value, into_handle};

/// What acknowledged a request: one event, or one of each OCS that answered a broadcast.
pub struct commdn_answer {
    /// The first acknowledgement, then the others.
    events: Vec<commdn_event>,
}

impl commdn_answer {
    pub(crate) fn handle(answer: Answer) -> *mut Self {
        let Answer { event, others, .. } = answer;
        let events = std::iter::once(event).chain(others).map(commdn_event::new).collect();
        into_handle(Self { events })
    }
}

/// Free it and everything that its getters gave.
///
/// Owns:    takes `answer`; NULL is harmless.
/// Threads: any, when nobody else uses `answer`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_answer_free(answer: *mut commdn_answer) {
    ffi_free(answer)
}

/// The event that acknowledged the request; NULL for NULL.
///
/// Owns:    the event is the answer's and ends with it, never free it; commdn_event_dup() makes a copy.
/// Threads: any, at the same time as other readers of `answer`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_answer_event(answer: *const commdn_answer) -> *const commdn_event {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let event = unsafe { answer.as_ref() }.and_then(|answer| answer.events.first());
        event.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// How many events came: more than 1 only for a request to every OCS; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `answer`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_answer_event_count(answer: *const commdn_answer) -> usize {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { answer.as_ref() }.map_or(0, |answer| answer.events.len())
    })
}

/// The event at `index`: 0 is the acknowledgement, the others may be refusals; NULL if there is none.
///
/// Owns:    the event is the answer's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `answer`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_answer_event_at(
    answer: *const commdn_answer,
    index: usize,
) -> *const commdn_event {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let event = unsafe { answer.as_ref() }.and_then(|answer| answer.events.get(index));
        event.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}
