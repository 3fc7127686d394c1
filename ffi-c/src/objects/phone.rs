//! Telephone numbers: the core's grammar for C.

use std::ffi::c_char;

use crate::boundary::{
    BorrowedMut, Out, OutOwned, Text, allocate, commdn_error, commdn_status, ffi_guard,
    ffi_set_text,
};
use crate::objects::request::commdn_request;
use commdn::phone::normalize;

/// A text to be sent as phone number unharmed, 64 bytes at most: internal numbers, service codes.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_phone_as_is(
    request: BorrowedMut<commdn_request>,
    text: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(request, (text, "text"), out_error, |request, text| {
        request.set(|request| request.phone_as_is(text))
    })
}

/// The digits of a telephone number, behind a + if it is written with one; what commdn_request_set_phone() sends.
///
/// The digits are digits of `text`, in order. What is not certainly one number is refused, never guessed.
///
/// Owns:    `text` is UTF-8.
/// Errors:  COMMDN_ERR_INVALID_REQUEST, whose message quotes the text and tells the reason.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_phone_normalize(
    text: Text,
    out_number: Out<*mut c_char>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let number = out_number.needed("out_number")?;
        let text = text.text("text")?;
        let digits = normalize(text).map_err(commdn::Error::from)?;
        number.give(allocate(digits.as_bytes())?.cast());
        Ok(())
    })
}
