//! What every C entry point is wrapped in: no panic crosses, outputs are cleared, NULL is an error.
//!
//! Owns the reading of arguments and the writing of outputs. Every `unsafe` of the crate that
//! follows a caller's pointer goes through the functions here. Must not know the objects.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::{Fault, commdn_error};
use crate::status::{COMMDN_ERR_INTERNAL, COMMDN_ERR_INVALID_ARGUMENT, COMMDN_OK, commdn_status};

/// For entry points without an `out_error`.
pub(crate) const NO_ERROR: *mut *mut commdn_error = std::ptr::null_mut();

/// Run an entry point's body: clears `*out_error`, turns an error or a panic into a status and an error object.
pub(crate) fn ffi_guard(
    out_error: *mut *mut commdn_error,
    body: impl FnOnce() -> Result<(), Fault>,
) -> commdn_status {
    // SAFETY: NULL or the caller's variable, which it promises to be writable.
    let out_error = unsafe { out_or_null(out_error) };
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => COMMDN_OK,
        Ok(Err(fault)) => fail(out_error, fault),
        Err(panic) => fail(out_error, Fault::new(COMMDN_ERR_INTERNAL, panic_text(panic))),
    }
}

/// What a call that failed returns, and gives if it is wanted.
#[cold]
#[inline(never)]
fn fail(out_error: Out<*mut commdn_error>, fault: Fault) -> commdn_status {
    let status = fault.status();
    if out_error.wanted() {
        // Only what the fault carries is moved here; if even that panics, the status has to do.
        let object = catch_unwind(AssertUnwindSafe(|| commdn_error::handle(fault)));
        out_error.give(object.unwrap_or(std::ptr::null_mut()));
    }
    status
}

/// Run the body of an entry point that has no status; a panic gives `fallback`.
pub(crate) fn ffi_value<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

/// Free a handle that [`into_handle`] made; NULL is harmless.
pub(crate) fn ffi_free<T>(handle: *mut T) {
    if handle.is_null() {
        return;
    }
    // A destructor that panics has nobody to tell.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        // SAFETY: not NULL, so it is a handle of `into_handle` that the caller owns and gives up.
        drop(unsafe { Box::from_raw(handle) });
    }));
}

/// Give an object to the caller.
pub(crate) fn into_handle<T>(object: T) -> *mut T {
    Box::into_raw(Box::new(object))
}

#[cold]
fn panic_text(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => match panic.downcast::<&str>() {
            Ok(text) => (*text).to_owned(),
            Err(panic) => {
                // The destructor of whatever it is might panic again.
                std::mem::forget(panic);
                "no text".to_owned()
            }
        },
    };
    format!("a fault of this library, please report it: {text}")
}

/// A type that an output can have; what it is until the call has succeeded.
pub(crate) trait Cleared: Copy {
    const CLEARED: Self;
}

impl<T> Cleared for *mut T {
    const CLEARED: Self = std::ptr::null_mut();
}

impl<T> Cleared for *const T {
    const CLEARED: Self = std::ptr::null();
}

macro_rules! cleared {
    ($($type:ty = $value:expr),*) => {
        $(impl Cleared for $type {
            const CLEARED: Self = $value;
        })*
    };
}

cleared!(i32 = 0, u32 = 0, u64 = 0, usize = 0, bool = false);

/// A variable of the caller that takes one output.
#[derive(Clone, Copy)]
pub(crate) struct Out<T: Cleared>(*mut T);

impl<T: Cleared> Out<T> {
    /// Whether the caller wants it.
    pub fn wanted(self) -> bool {
        !self.0.is_null()
    }

    /// Write it, if it is wanted.
    pub fn give(self, value: T) {
        if self.wanted() {
            // SAFETY: not NULL, and `out` and `out_or_null` are told that it is writable.
            unsafe { self.0.write(value) };
        }
    }
}

/// An output that must be given; it is cleared at once.
///
/// # Safety
/// NULL or valid for writes during the call.
pub(crate) unsafe fn out<T: Cleared>(pointer: *mut T, name: &str) -> Result<Out<T>, Fault> {
    // SAFETY: as this function's.
    let out = unsafe { out_or_null(pointer) };
    if out.wanted() { Ok(out) } else { Err(null(name)) }
}

/// An output that may be NULL; it is cleared at once.
///
/// # Safety
/// NULL or valid for writes during the call.
pub(crate) unsafe fn out_or_null<T: Cleared>(pointer: *mut T) -> Out<T> {
    let out = Out(pointer);
    out.give(T::CLEARED);
    out
}

/// Variables of the caller in a row; they may be NULL, and are cleared at once.
///
/// # Safety
/// NULL or `count` variables that are valid for writes during the call.
pub(crate) unsafe fn outs_or_null<T: Cleared>(
    first: *mut T,
    count: usize,
    name: &str,
) -> Result<impl Iterator<Item = Out<T>>, Fault> {
    if count.checked_mul(size_of::<T>()).is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(too_many(name, count));
    }
    let wanted = if first.is_null() { 0 } else { count };
    // SAFETY: within the variables that the caller has.
    let outs = (0..wanted).map(move |place| Out(unsafe { first.add(place) }));
    outs.clone().for_each(|out| out.give(T::CLEARED));
    Ok(outs)
}

/// An object that stays the caller's.
///
/// # Safety
/// NULL or a live object that nobody changes during the call.
pub(crate) unsafe fn borrow<'a, T>(handle: *const T, name: &str) -> Result<&'a T, Fault> {
    // SAFETY: as this function's.
    unsafe { handle.as_ref() }.ok_or_else(|| null(name))
}

/// An object that the call changes.
///
/// # Safety
/// NULL or a live object that nobody else uses during the call.
pub(crate) unsafe fn borrow_mut<'a, T>(handle: *mut T, name: &str) -> Result<&'a mut T, Fault> {
    // SAFETY: as this function's.
    unsafe { handle.as_mut() }.ok_or_else(|| null(name))
}

/// The bytes of a string that ends with NUL.
///
/// # Safety
/// NULL or a string that ends with NUL and is not changed during the call.
pub(crate) unsafe fn c_bytes<'a>(string: *const c_char, name: &str) -> Result<&'a [u8], Fault> {
    if string.is_null() {
        return Err(null(name));
    }
    // SAFETY: not NULL, and otherwise as this function's.
    Ok(unsafe { CStr::from_ptr(string) }.to_bytes())
}

/// The text of a string that ends with NUL.
///
/// # Safety
/// As [`c_bytes`].
pub(crate) unsafe fn c_text<'a>(string: *const c_char, name: &str) -> Result<&'a str, Fault> {
    // SAFETY: as this function's.
    utf8(unsafe { c_bytes(string, name)? }, name)
}

/// `count` bytes; NULL is fine for none.
///
/// # Safety
/// NULL or `count` bytes that are not changed during the call.
pub(crate) unsafe fn bytes<'a>(
    pointer: *const u8,
    count: usize,
    name: &str,
) -> Result<&'a [u8], Fault> {
    // SAFETY: as this function's.
    unsafe { array(pointer, count, name) }
}

/// `count` objects of an array; NULL is fine for none, and no object may be NULL.
///
/// # Safety
/// NULL or `count` pointers, each NULL or to a live object, that nobody changes during the call.
pub(crate) unsafe fn borrow_all<'a, T>(
    handles: *const *const T,
    count: usize,
    name: &str,
) -> Result<Vec<&'a T>, Fault> {
    // SAFETY: as this function's.
    let handles = unsafe { array(handles, count, name)? };
    let live = handles.iter().enumerate().map(|(place, handle)| {
        // SAFETY: as this function's.
        unsafe { handle.as_ref() }.ok_or_else(|| invalid(format!("{name}[{place}] is NULL")))
    });
    live.collect()
}

/// `count` elements; NULL is fine for none.
///
/// # Safety
/// NULL or `count` elements that are not changed during the call.
pub(crate) unsafe fn array<'a, T>(
    pointer: *const T,
    count: usize,
    name: &str,
) -> Result<&'a [T], Fault> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(null(name));
    }
    if count.checked_mul(size_of::<T>()).is_none_or(|bytes| isize::try_from(bytes).is_err()) {
        return Err(too_many(name, count));
    }
    // SAFETY: not NULL, not too long, and otherwise as this function's.
    Ok(unsafe { std::slice::from_raw_parts(pointer, count) })
}

/// Bytes as text.
pub(crate) fn utf8<'a>(bytes: &'a [u8], name: &str) -> Result<&'a str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        invalid(format!("{name} is not UTF-8 from byte {} on", error.valid_up_to()))
    })
}

/// An argument that makes no sense.
pub(crate) fn invalid(text: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(COMMDN_ERR_INVALID_ARGUMENT, text)
}

// Out of the way of calls that succeed.
#[cold]
#[inline(never)]
fn null(name: &str) -> Fault {
    invalid(format!("{name} is NULL"))
}

#[cold]
#[inline(never)]
fn too_many(name: &str, count: usize) -> Fault {
    invalid(format!("{name} has {count} elements, more than memory can hold"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{commdn_error_code, commdn_error_free, commdn_error_message};

    /// What a guarded body that ends so gives: the status, and the error's message.
    fn guarded(body: impl FnOnce() -> Result<(), Fault>) -> (commdn_status, Option<String>) {
        let mut error = std::ptr::dangling_mut::<commdn_error>();
        let status = ffi_guard(&raw mut error, body);
        if error.is_null() {
            return (status, None);
        }
        // SAFETY: the guard has set the error, whose message ends with NUL.
        let text = unsafe { CStr::from_ptr(commdn_error_message(error)) };
        let text = text.to_string_lossy().into_owned();
        // SAFETY: the error is this test's, and is not used again.
        unsafe {
            assert_eq!(commdn_error_code(error), status);
            commdn_error_free(error);
        }
        (status, Some(text))
    }

    #[test]
    fn success_clears_the_error() {
        assert_eq!(guarded(|| Ok(())), (COMMDN_OK, None));
    }

    #[test]
    fn a_fault_becomes_a_status_and_an_error() {
        let (status, text) = guarded(|| Err(invalid("port 0 is none")));
        assert_eq!(status, COMMDN_ERR_INVALID_ARGUMENT);
        assert_eq!(text.as_deref(), Some("port 0 is none"));
        assert_eq!(ffi_guard(NO_ERROR, || Err(invalid("x"))), COMMDN_ERR_INVALID_ARGUMENT);
    }

    #[test]
    fn a_panic_becomes_an_internal_error() {
        let (status, text) = guarded(|| panic!("number {}", 7));
        assert_eq!(status, COMMDN_ERR_INTERNAL);
        assert!(text.is_some_and(|text| text.ends_with("number 7")));
        let (status, text) = guarded(|| std::panic::panic_any(7_u8));
        assert_eq!(status, COMMDN_ERR_INTERNAL);
        assert!(text.is_some_and(|text| text.ends_with("no text")));
        assert_eq!(ffi_value(5, || panic!("no value")), 5);
    }

    #[test]
    fn outputs_are_cleared_and_inputs_checked() {
        let mut number = 7_i32;
        // SAFETY: the pointers are NULL or to the variable above.
        unsafe {
            let cleared = out(&raw mut number, "out_number").is_ok();
            assert!(cleared && number == 0);
            assert!(out::<i32>(std::ptr::null_mut(), "out_number").is_err());
            assert!(borrow::<i32>(std::ptr::null(), "handle").is_err());
            assert!(bytes(std::ptr::null(), 1, "bytes").is_err());
            assert!(bytes(std::ptr::null(), 0, "bytes").is_ok_and(<[u8]>::is_empty));
            assert!(bytes((&raw const number).cast(), usize::MAX, "bytes").is_err());
            assert!(c_text(c"\xff".as_ptr(), "text").is_err());
            assert!(c_bytes(c"\xff".as_ptr(), "text").is_ok_and(|bytes| bytes == [0xff]));
        }
    }

    #[test]
    fn waits_of_the_header_are_those_of_the_core() {
        use crate::pending::{COMMDN_WAIT_DEFAULT, COMMDN_WAIT_FOREVER, wait_of};
        use commdn::session::Wait;
        assert_eq!(wait_of(COMMDN_WAIT_FOREVER).ok(), Some(Wait::Forever));
        assert_eq!(wait_of(COMMDN_WAIT_DEFAULT).ok(), Some(Wait::Default));
        assert_eq!(wait_of(0).ok(), Some(Wait::No));
        assert!(wait_of(-3).is_err());
    }
}
