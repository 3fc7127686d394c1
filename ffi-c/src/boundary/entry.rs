//! The bodies of entry points: no panic crosses, outputs are cleared, NULL is an error.
//!
//! An entry point is its signature, its documentation and one call of a function of this file.
//! Owns the order of things: outputs are cleared before inputs are looked at. Must not know the objects.

use std::ffi::{CStr, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::args::{Borrowed, BorrowedMut, Cleared, Object, ObjectSlot, Out, OutOwned, Owned, Text};
use super::ctext::CText;
use super::fault::{Fault, commdn_error};
use super::status::{COMMDN_ERR_INTERNAL, COMMDN_OK, commdn_status};

/// Run a body: clears `*out_error`, turns an error or a panic into a status and an error object.
pub(crate) fn ffi_guard(
    out_error: OutOwned<commdn_error>,
    body: impl FnOnce() -> Result<(), Fault>,
) -> commdn_status {
    let out_error = out_error.optional();
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => COMMDN_OK,
        Ok(Err(fault)) => fail(out_error, fault),
        Err(panic) => fail(out_error, panicked(panic)),
    }
}

/// The same for entry points without an `out_error`.
pub(crate) fn ffi_status(body: impl FnOnce() -> Result<(), Fault>) -> commdn_status {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(())) => COMMDN_OK,
        Ok(Err(fault)) => fault.status(),
        Err(panic) => panicked(panic).status(),
    }
}

/// The status of a call that failed; its error object is given if it is wanted.
#[cold]
#[inline(never)]
fn fail(out_error: ObjectSlot<commdn_error>, fault: Fault) -> commdn_status {
    let status = fault.status();
    // Only what the fault carries is moved here; if even that panics, the status has to do.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        if out_error.wanted() {
            out_error.give(commdn_error::new(fault));
        }
    }));
    status
}

/// Run the body of an entry point that has no status; a panic gives `fallback`.
pub(crate) fn ffi_value<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

/// Free an object; NULL is harmless.
pub(crate) fn ffi_free<T>(object: Owned<T>) {
    // A destructor that panics has nobody to tell.
    let _ = catch_unwind(AssertUnwindSafe(|| drop(object.take())));
}

/// Return the name of `number`; `names` begin with that of `first`. NULL for numbers without one.
pub(crate) fn ffi_name(number: i32, first: i32, names: &[&'static CStr]) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        let index = number.checked_sub(first).and_then(|index| usize::try_from(index).ok());
        index.and_then(|index| names.get(index)).map_or(std::ptr::null(), |name| name.as_ptr())
    })
}

/// Give the caller a new object.
pub(crate) fn ffi_new<T: Object>(
    out_object: OutOwned<T>,
    make: impl FnOnce() -> T,
) -> commdn_status {
    ffi_status(|| {
        out_object.needed(T::NAME)?.give(make());
        Ok(())
    })
}

/// Give the caller a copy.
pub(crate) fn ffi_dup<T: Object + Clone>(
    object: Borrowed<T>,
    out_object: OutOwned<T>,
) -> commdn_status {
    ffi_status(|| {
        let copy = out_object.needed(T::NAME)?;
        copy.give(object.get()?.clone());
        Ok(())
    })
}

/// Change an object.
pub(crate) fn ffi_set<T: Object>(
    object: BorrowedMut<T>,
    out_error: OutOwned<commdn_error>,
    change: impl FnOnce(&mut T),
) -> commdn_status {
    ffi_try_set(object, out_error, |object| {
        change(object);
        Ok(())
    })
}

/// Change an object, unless the change refuses what it is told.
pub(crate) fn ffi_try_set<T: Object>(
    object: BorrowedMut<T>,
    out_error: OutOwned<commdn_error>,
    change: impl FnOnce(&mut T) -> Result<(), Fault>,
) -> commdn_status {
    ffi_guard(out_error, || change(object.get()?))
}

/// Change an object by a text, which the error calls `name` if it is NULL or not UTF-8.
pub(crate) fn ffi_set_text<T: Object>(
    object: BorrowedMut<T>,
    (text, name): (Text, &str),
    out_error: OutOwned<commdn_error>,
    change: impl FnOnce(&mut T, &str),
) -> commdn_status {
    ffi_try_set(object, out_error, |object| {
        change(object, text.text(name)?);
        Ok(())
    })
}

/// Call an object that answers with a status only.
pub(crate) fn ffi_call<T: Object>(
    object: Borrowed<T>,
    call: impl FnOnce(&T) -> Result<(), Fault>,
) -> commdn_status {
    ffi_status(|| call(object.get()?))
}

/// Do something with an object that cannot fail.
pub(crate) fn ffi_do<T: Object>(object: Borrowed<T>, act: impl FnOnce(&T)) -> commdn_status {
    ffi_call(object, |object| {
        act(object);
        Ok(())
    })
}

/// Give the caller a value that a call of an object has, or its error; the output has a name in errors.
pub(crate) fn ffi_give<T: Object, V: Cleared>(
    object: Borrowed<T>,
    (out_value, name): (Out<V>, &str),
    out_error: OutOwned<commdn_error>,
    call: impl FnOnce(&T) -> Result<V, Fault>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let value = out_value.needed(name)?;
        value.give(call(object.get()?)?);
        Ok(())
    })
}

/// The same for an output that may be NULL.
pub(crate) fn ffi_offer<T: Object, V: Cleared>(
    object: Borrowed<T>,
    out_value: Out<V>,
    out_error: OutOwned<commdn_error>,
    call: impl FnOnce(&T) -> Result<V, Fault>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let value = out_value.optional();
        value.give(call(object.get()?)?);
        Ok(())
    })
}

/// Give the caller an object that a call of another one makes, or its error.
pub(crate) fn ffi_make<T: Object, V: Object>(
    object: Borrowed<T>,
    out_object: OutOwned<V>,
    out_error: OutOwned<commdn_error>,
    call: impl FnOnce(&T) -> Result<V, Fault>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let made = out_object.needed(V::NAME)?;
        made.give(call(object.get()?)?);
        Ok(())
    })
}

/// Call an object that answers with a status and an error.
pub(crate) fn ffi_try<T: Object>(
    object: Borrowed<T>,
    out_error: OutOwned<commdn_error>,
    call: impl FnOnce(&T) -> Result<(), Fault>,
) -> commdn_status {
    ffi_guard(out_error, || call(object.get()?))
}

/// Give the caller a value of an object, or the status of why it has none.
pub(crate) fn ffi_get<T: Object, V: Cleared>(
    object: Borrowed<T>,
    out_value: Out<V>,
    read: impl FnOnce(&T) -> Result<V, Fault>,
) -> commdn_status {
    ffi_status(|| {
        let value = out_value.needed("the output")?;
        value.give(read(object.get()?)?);
        Ok(())
    })
}

/// Return a value of an object; NULL and a panic give `fallback`.
pub(crate) fn ffi_read<T, V: Copy>(
    object: Borrowed<T>,
    fallback: V,
    read: impl FnOnce(&T) -> V,
) -> V {
    ffi_value(fallback, || object.opt().map_or(fallback, read))
}

/// Return a pointer to a part of an object; NULL if it has none.
pub(crate) fn ffi_view<'a, T, V: 'a>(
    object: Borrowed<'a, T>,
    read: impl FnOnce(&'a T) -> Option<&'a V>,
) -> *const V {
    ffi_value(std::ptr::null(), || {
        object.opt().and_then(read).map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// Return a text of an object; NULL if it has none.
pub(crate) fn ffi_text<T>(
    object: Borrowed<T>,
    read: impl FnOnce(&T) -> Option<&CText>,
) -> *const c_char {
    ffi_read(object, std::ptr::null(), |object| {
        read(object).map_or(std::ptr::null(), CText::as_ptr)
    })
}

#[cold]
fn panicked(panic: Box<dyn std::any::Any + Send>) -> Fault {
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
    let text = format!("a fault of this library, please report it: {text}");
    Fault::new(COMMDN_ERR_INTERNAL, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::fault::invalid;
    use crate::boundary::status::COMMDN_ERR_INVALID_ARGUMENT;

    /// What a guarded body that ends so gives: the status, and the error's message.
    fn guarded(body: impl FnOnce() -> Result<(), Fault>) -> (commdn_status, Option<String>) {
        let mut error = std::ptr::dangling_mut::<commdn_error>();
        let status = ffi_guard(Some(&mut error).into(), body);
        // SAFETY: what the guard has given, not used again.
        let error = unsafe { Owned::from_given(error) }.take();
        let text = error.map(|error| {
            assert_eq!(error.status(), status);
            String::from_utf8_lossy(error.message().bytes()).into_owned()
        });
        (status, text)
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
        assert_eq!(ffi_status(|| Err(invalid("x"))), COMMDN_ERR_INVALID_ARGUMENT);
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
}
