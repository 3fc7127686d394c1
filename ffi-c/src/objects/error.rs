//! The error object as C reads it: a status, a message, and what the core's error carries.

use crate::boundary::status;
use crate::boundary::{
    Borrowed, CText, Fault, Object, commdn_error, commdn_status, ffi_read, ffi_value, not_found,
};
use crate::objects::event::commdn_event;
use crate::objects::request::commdn_request;
use std::ffi::c_char;

impl Object for commdn_error {
    const NAME: &'static str = "error";
}

/// What an error carries, as objects.
struct Details {
    event: Option<commdn_event>,
    status_query: Option<commdn_request>,
}

/// The objects in an error, made when C first asks.
fn details(error: &commdn_error) -> Option<&Details> {
    error.details(|error| Details {
        event: error.event().cloned().map(commdn_event::new),
        status_query: error.status_query().cloned().map(commdn_request::new),
    })
}

pub(crate) fn event_of(error: &commdn_error) -> Option<&commdn_event> {
    details(error)?.event.as_ref()
}

pub(crate) fn status_query_of(error: &commdn_error) -> Option<&commdn_request> {
    details(error)?.status_query.as_ref()
}

pub(crate) fn server_code_of(error: &commdn_error) -> Result<i32, Fault> {
    let code = error.core().and_then(commdn::Error::code);
    code.ok_or_else(|| not_found("the error has no number"))
}

pub(crate) fn may_be_retried(error: &commdn_error) -> bool {
    error.core().is_some_and(commdn::Error::is_retryable)
}

/// The status, the same that the call returned; COMMDN_OK for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_code(error: Borrowed<commdn_error>) -> commdn_status {
    ffi_value(status::COMMDN_ERR_INTERNAL, || {
        error.opt().map_or(status::COMMDN_OK, commdn_error::status)
    })
}

/// Why OCS did not answer, of COMMDN_ERR_NO_ANSWER: a word of the doctor such as "not-connected"; NULL unless the session has a directory that tells.
///
/// The message tells it in a sentence, with what to do. docs/doctor.md lists the words.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_error_verdict(error: Borrowed<commdn_error>) -> *const c_char {
    ffi_read(error, std::ptr::null(), |error| {
        error.verdict().map_or(std::ptr::null(), CText::as_ptr)
    })
}

/// The name of a status, for example "COMMDN_ERR_TIMEOUT"; "COMMDN_ERR_UNKNOWN" for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_status_name(status: commdn_status) -> *const c_char {
    ffi_value(c"COMMDN_ERR_UNKNOWN".as_ptr(), || status::name(status).as_ptr())
}
