//! Telephone numbers: the core's grammar for C.

use std::ffi::c_char;

use commdn::phone::normalize;

use crate::error::commdn_error;
use crate::guard::{borrow_mut, c_text, ffi_guard, out};
use crate::memory::allocate;
use crate::request::commdn_request;
use crate::status::commdn_status;

/// A text to be sent as phone number unharmed, 64 bytes at most: internal numbers, service codes.
///
/// Owns:    nothing; `text`, which is UTF-8, is copied.
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_phone_as_is(
    request: *mut commdn_request,
    text: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, text) = unsafe { (borrow_mut(request, "request")?, c_text(text, "text")?) };
        request.set(|request| request.phone_as_is(text));
        Ok(())
    })
}

/// The digits of a telephone number, behind a + if it is written with one; what commdn_request_set_phone() sends.
///
/// The digits are digits of `text`, in order. What is not certainly one number is refused, never guessed.
///
/// Owns:    `*out_number` is the caller's on COMMDN_OK, free it with commdn_string_free(); NULL otherwise. `text` is UTF-8.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_REQUEST, whose message quotes the text and tells the reason.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_phone_normalize(
    text: *const c_char,
    out_number: *mut *mut c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (number, text) = unsafe { (out(out_number, "out_number")?, c_text(text, "text")?) };
        let digits = normalize(text).map_err(commdn::Error::from)?;
        number.give(allocate(digits.as_bytes())?.cast());
        Ok(())
    })
}
