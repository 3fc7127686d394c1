//! The mechanical entry points of `error`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, Out, Owned, commdn_error, commdn_status, ffi_free, ffi_get, ffi_read, ffi_text,
    ffi_view,
};
use crate::objects::error::{event_of, may_be_retried, server_code_of, status_query_of};
use crate::objects::event::commdn_event;
use crate::objects::request::commdn_request;
use std::ffi::c_char;

/// Free an error.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_free(error: Owned<commdn_error>) {
    ffi_free(error)
}

/// What failed and the value at fault, in English; "" for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_message(error: Borrowed<commdn_error>) -> *const c_char {
    ffi_read(error, c"".as_ptr(), |error| error.message().as_ptr())
}

/// The key of the attribute at fault, of COMMDN_ERR_INVALID_REQUEST; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_attribute(error: Borrowed<commdn_error>) -> *const c_char {
    ffi_text(error, |error| error.attribute())
}

/// The error number of T-Server (login, registration or the request refused) or of OCS.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if no server refused, or it gave no number.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_server_code(
    error: Borrowed<commdn_error>,
    out_code: Out<i32>,
) -> commdn_status {
    ffi_get(error, out_code, server_code_of)
}

/// Whether the same call may do better later, and repeating it does no harm; false for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_is_retryable(error: Borrowed<commdn_error>) -> bool {
    ffi_read(error, false, may_be_retried)
}

/// The event that refused the request, of COMMDN_ERR_OCS_REFUSED; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_event(error: Borrowed<commdn_error>) -> *const commdn_event {
    ffi_view(error, event_of)
}

/// The request whose answer tells whether OCS acted, of COMMDN_ERR_OUTCOME_UNKNOWN; NULL if there
/// is none.
///
/// For a sequence there is none: ask for the status of the same schedule.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_status_query(
    error: Borrowed<commdn_error>,
) -> *const commdn_request {
    ffi_view(error, status_query_of)
}
