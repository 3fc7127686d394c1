//! The error object: a status, a message to read, details to look at.

use std::borrow::Cow;
use std::ffi::c_char;

use commdn::kvlist::KvError;
use commdn::kvlist::text::TextError;
use commdn::message::InvalidRequest;

use crate::event::commdn_event;
use crate::guard::{borrow, ffi_free, ffi_guard, ffi_value, into_handle, out};
use crate::memory::CText;
use crate::request::commdn_request;
use crate::status::{self, COMMDN_ERR_NOT_FOUND, COMMDN_ERR_WRONG_TYPE, commdn_status};

/// Why a call failed.
///
/// Every call with an `out_error` clears it first, and sets it when it fails and `out_error` is
/// not NULL. The object is then the caller's, to be freed with commdn_error_free().
pub struct commdn_error {
    status: commdn_status,
    message: CText,
    attribute: Option<CText>,
    server_code: Option<i32>,
    retryable: bool,
    event: Option<commdn_event>,
    status_query: Option<commdn_request>,
}

/// An error on its way out: a status and what the object will tell.
#[derive(Debug)]
pub(crate) struct Fault {
    status: commdn_status,
    error: Source,
}

#[derive(Debug)]
enum Source {
    Core(commdn::Error),
    Text(Cow<'static, str>),
}

impl Fault {
    /// A fault with that status; the text tells what failed and the value at fault.
    pub fn new(status: commdn_status, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, error: Source::Text(text.into()) }
    }

    pub const fn status(&self) -> commdn_status {
        self.status
    }
}

/// There is nothing under that key, index or name.
pub(crate) fn not_found(what: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(COMMDN_ERR_NOT_FOUND, what)
}

/// There is something, of another type.
pub(crate) fn wrong_type(what: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(COMMDN_ERR_WRONG_TYPE, what)
}

impl From<commdn::Error> for Fault {
    fn from(error: commdn::Error) -> Self {
        Self { status: status::of_kind(error.kind()), error: Source::Core(error) }
    }
}

impl From<InvalidRequest> for Fault {
    fn from(error: InvalidRequest) -> Self {
        commdn::Error::from(error).into()
    }
}

impl From<KvError> for Fault {
    fn from(error: KvError) -> Self {
        commdn::Error::from(error).into()
    }
}

impl From<TextError> for Fault {
    fn from(error: TextError) -> Self {
        Self::new(status::COMMDN_ERR_INVALID_LIST, error.to_string())
    }
}

impl commdn_error {
    pub(crate) fn new(fault: Fault) -> Self {
        match fault.error {
            Source::Core(error) => Self {
                status: fault.status,
                message: CText::new(error.message()),
                attribute: error.attribute().map(CText::new),
                server_code: error.code(),
                retryable: error.is_retryable(),
                event: error.event().cloned().map(commdn_event::new),
                status_query: error.status_query().cloned().map(commdn_request::new),
            },
            Source::Text(text) => Self {
                status: fault.status,
                message: CText::new(text.as_bytes()),
                attribute: None,
                server_code: None,
                retryable: false,
                event: None,
                status_query: None,
            },
        }
    }

    pub(crate) fn handle(fault: Fault) -> *mut Self {
        into_handle(Self::new(fault))
    }
}

/// Free an error.
///
/// Owns:    takes `error`; NULL is harmless.
/// Threads: any, when nobody else uses `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_free(error: *mut commdn_error) {
    ffi_free(error)
}

/// The status, the same that the call returned; COMMDN_OK for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_code(error: *const commdn_error) -> commdn_status {
    ffi_value(status::COMMDN_ERR_INTERNAL, || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        unsafe { error.as_ref() }.map_or(status::COMMDN_OK, |error| error.status)
    })
}

/// What failed and the value at fault, in English; "" for NULL.
///
/// Owns:    the text is the error's and ends with it.
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_message(error: *const commdn_error) -> *const c_char {
    ffi_value(c"".as_ptr(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        unsafe { error.as_ref() }.map_or(c"".as_ptr(), |error| error.message.as_ptr())
    })
}

/// The key of the attribute at fault, of COMMDN_ERR_INVALID_REQUEST; NULL if there is none.
///
/// Owns:    the text is the error's and ends with it.
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_attribute(error: *const commdn_error) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let attribute = unsafe { error.as_ref() }.and_then(|error| error.attribute.as_ref());
        attribute.map_or(std::ptr::null(), CText::as_ptr)
    })
}

/// The error number of T-Server (login, registration or the request refused) or of OCS.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_NOT_FOUND if no server refused, or it gave no number; COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_server_code(
    error: *const commdn_error,
    out_code: *mut i32,
) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (out_code, error) = unsafe { (out(out_code, "out_code")?, borrow(error, "error")?) };
        out_code.give(error.server_code.ok_or_else(|| not_found("the error has no number"))?);
        Ok(())
    })
}

/// Whether the same call may do better later, and repeating it does no harm; false for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_is_retryable(error: *const commdn_error) -> bool {
    ffi_value(false, || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        unsafe { error.as_ref() }.is_some_and(|error| error.retryable)
    })
}

/// The event that refused the request, of COMMDN_ERR_OCS_REFUSED; NULL if there is none.
///
/// Owns:    the event is the error's and ends with it; never free it.
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_event(error: *const commdn_error) -> *const commdn_event {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let event = unsafe { error.as_ref() }.and_then(|error| error.event.as_ref());
        event.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// The request whose answer tells whether OCS acted, of COMMDN_ERR_OUTCOME_UNKNOWN; NULL if there is none.
///
/// For a sequence there is none: ask for the status of the same schedule.
///
/// Owns:    the request is the error's and ends with it; never free it.
/// Threads: any, at the same time as other readers of `error`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_error_status_query(
    error: *const commdn_error,
) -> *const commdn_request {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let query = unsafe { error.as_ref() }.and_then(|error| error.status_query.as_ref());
        query.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}
