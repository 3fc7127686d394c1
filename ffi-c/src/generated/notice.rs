//! The mechanical entry points of `notice`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{Borrowed, Owned, commdn_error, ffi_free, ffi_read, ffi_view};
use crate::objects::event::commdn_event;
use crate::objects::notice::commdn_notice;

/// Free it; what its getters returned ends with it.
///
/// Owns:    Never free what a callback is given.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_notice_free(notice: Owned<commdn_notice>) {
    ffi_free(notice)
}

/// Its kind: one of the COMMDN_NOTICE numbers, or another; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_notice_kind(notice: Borrowed<commdn_notice>) -> i32 {
    ffi_read(notice, -1, |notice| notice.kind)
}

/// The event, of the first three kinds; NULL for the others.
///
/// Owns:    commdn_event_dup() makes a copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_notice_event(notice: Borrowed<commdn_notice>) -> *const commdn_event {
    ffi_view(notice, |notice| notice.event.as_ref())
}

/// Why the connection is lost, of COMMDN_NOTICE_DISCONNECTED; NULL for the others.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_notice_error(notice: Borrowed<commdn_notice>) -> *const commdn_error {
    ffi_view(notice, |notice| notice.error.as_ref())
}
