//! Parameters of entry points, as types that say who owns what.
//!
//! Each type is a pointer for C, and a promise of the caller for Rust: the header's conventions,
//! and the tags Owns and Threads of the entry point. No other code of this crate follows a pointer
//! that a caller passes. A parameter becomes a value here, or an error that names it.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::time::Duration;

use super::fault::{Fault, invalid, utf8};

/// An object that C holds a pointer to.
pub trait Object {
    /// What its argument is called in "request is NULL".
    const NAME: &'static str;
}

/// `const T *`: an object that stays the caller's, and that nobody changes during the call.
///
/// Promise: NULL, or an object that lives for `'a`.
#[repr(transparent)]
pub struct Borrowed<'a, T>(*const T, PhantomData<&'a T>);

impl<T> Clone for Borrowed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Borrowed<'_, T> {}

impl<'a, T> Borrowed<'a, T> {
    /// The object; `None` for NULL.
    pub fn opt(self) -> Option<&'a T> {
        // SAFETY: NULL or live, as promised.
        unsafe { self.0.as_ref() }
    }

    /// The object; NULL is an error that calls the argument `name`.
    pub(crate) fn named(self, name: &str) -> Result<&'a T, Fault> {
        self.opt().ok_or_else(|| null(name))
    }

    /// The object; NULL is an error.
    pub(crate) fn get(self) -> Result<&'a T, Fault>
    where
        T: Object,
    {
        self.named(T::NAME)
    }
}

/// `T *`: an object that the call changes, and that nobody else uses meanwhile.
///
/// Promise: NULL, or an object that lives for `'a` and has no other user.
#[repr(transparent)]
pub struct BorrowedMut<'a, T>(*mut T, PhantomData<&'a mut T>);

impl<'a, T> BorrowedMut<'a, T> {
    /// The object; NULL is an error.
    pub(crate) fn get(self) -> Result<&'a mut T, Fault>
    where
        T: Object,
    {
        // SAFETY: NULL or live and nobody else's, as promised.
        unsafe { self.0.as_mut() }.ok_or_else(|| null(T::NAME))
    }

    /// Whether both arguments are the same object.
    pub fn is(&self, other: Borrowed<'_, T>) -> bool {
        !self.0.is_null() && std::ptr::eq(self.0, other.0)
    }
}

/// `T *` that the call takes: the caller gives the object up.
///
/// Promise: NULL, or an object that [`OutOwned::give`] gave and nobody uses any more.
#[repr(transparent)]
pub struct Owned<T>(*mut T);

impl<T> Owned<T> {
    /// The object; `None` for NULL.
    pub(crate) fn take(self) -> Option<Box<T>> {
        if self.0.is_null() {
            return None;
        }
        // SAFETY: a box of ours that the caller gives up, as promised.
        Some(unsafe { Box::from_raw(self.0) })
    }
}

/// A type that an output can have; its value until the call has succeeded.
pub trait Cleared: Copy {
    /// NULL, 0 or false.
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

cleared!(i32 = 0, i64 = 0, u32 = 0, u64 = 0, usize = 0, f64 = 0.0, bool = false);

/// `T *`: a variable of the caller that takes one output.
///
/// Promise: NULL, or valid for writes during `'a`; an array where the entry point says so.
#[repr(transparent)]
pub struct Out<'a, T>(*mut T, PhantomData<&'a mut T>);

impl<'a, T: Cleared> Out<'a, T> {
    /// An output that must be given; it is cleared at once.
    pub(crate) fn needed(self, name: &str) -> Result<Slot<'a, T>, Fault> {
        let slot = self.optional();
        if slot.wanted() { Ok(slot) } else { Err(null(name)) }
    }

    /// An output that may be NULL; it is cleared at once.
    pub(crate) fn optional(self) -> Slot<'a, T> {
        let slot = Slot(self.0, PhantomData);
        slot.give(T::CLEARED);
        slot
    }

    /// An array of `count` variables that may be NULL; they are cleared at once.
    pub(crate) fn array(
        self,
        count: usize,
        name: &str,
    ) -> Result<impl Iterator<Item = Slot<'a, T>>, Fault> {
        fits::<T>(count, name)?;
        let wanted = if self.0.is_null() { 0 } else { count };
        // SAFETY: within the array that the caller has, as promised.
        let slots = (0..wanted).map(move |at| Slot(unsafe { self.0.add(at) }, PhantomData));
        slots.clone().for_each(|slot| slot.give(T::CLEARED));
        Ok(slots)
    }
}

impl Out<'_, u8> {
    /// Write `needed` bytes into a buffer of `room` bytes if they fit; an error tells for how many there is room.
    pub(crate) fn fill<'b>(
        self,
        room: usize,
        needed: usize,
        bytes: impl FnOnce() -> Cow<'b, [u8]>,
    ) -> Result<(), usize> {
        let room = if self.0.is_null() { 0 } else { room };
        if self.0.is_null() || room < needed {
            return Err(room);
        }
        let bytes = bytes();
        // SAFETY: not NULL, room for `needed` bytes as promised, and no memory of ours is the caller's.
        unsafe { self.0.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len().min(needed)) };
        Ok(())
    }
}

/// An output that was cleared.
pub struct Slot<'a, T>(*mut T, PhantomData<&'a T>);

impl<T> Slot<'_, T> {
    /// Whether the caller wants it.
    pub const fn wanted(&self) -> bool {
        !self.0.is_null()
    }

    /// Write it, if it is wanted.
    pub fn give(&self, value: T) {
        if self.wanted() {
            // SAFETY: not NULL, and valid for writes, as `Out` promises.
            unsafe { self.0.write(value) };
        }
    }
}

/// `T **`: a variable of the caller that takes an object, which is the caller's from then on.
///
/// Promise: as [`Out`].
#[repr(transparent)]
pub struct OutOwned<'a, T>(Out<'a, *mut T>);

impl<'a, T> OutOwned<'a, T> {
    /// An output that must be given; it is cleared at once.
    pub(crate) fn needed(self, name: &str) -> Result<ObjectSlot<'a, T>, Fault> {
        self.0.needed(name).map(ObjectSlot)
    }

    /// An output that may be NULL; it is cleared at once.
    pub(crate) fn optional(self) -> ObjectSlot<'a, T> {
        ObjectSlot(self.0.optional())
    }
}

/// An output for an object, cleared.
pub struct ObjectSlot<'a, T>(Slot<'a, *mut T>);

impl<T> ObjectSlot<'_, T> {
    /// Whether the caller wants it.
    pub const fn wanted(&self) -> bool {
        self.0.wanted()
    }

    /// Give the caller the object, if it is wanted.
    pub fn give(&self, object: T) {
        if self.wanted() {
            self.0.give(Box::into_raw(Box::new(object)));
        }
    }
}

/// `const char *`: a string that ends with NUL.
///
/// Promise: NULL, or a string that ends with NUL and that nobody changes during `'a`.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Text<'a>(*const c_char, PhantomData<&'a c_char>);

impl<'a> Text<'a> {
    /// Its bytes, without the NUL; `None` for NULL.
    pub fn opt(self) -> Option<&'a [u8]> {
        if self.0.is_null() {
            return None;
        }
        // SAFETY: not NULL, and ends with NUL, as promised.
        Some(unsafe { CStr::from_ptr(self.0) }.to_bytes())
    }

    /// Its bytes, without the NUL.
    pub(crate) fn bytes(self, name: &str) -> Result<&'a [u8], Fault> {
        self.opt().ok_or_else(|| null(name))
    }

    /// The text.
    pub(crate) fn text(self, name: &str) -> Result<&'a str, Fault> {
        utf8(self.bytes(name)?, name)
    }

    /// The text; `None` for NULL.
    pub(crate) fn opt_text(self, name: &str) -> Result<Option<&'a str>, Fault> {
        self.opt().map(|bytes| utf8(bytes, name)).transpose()
    }
}

/// `const T *` with a number of elements in an argument of its own.
///
/// Promise: NULL, or so many elements, which nobody changes during `'a`.
#[repr(transparent)]
pub struct Array<'a, T>(*const T, PhantomData<&'a T>);

impl<'a, T> Array<'a, T> {
    /// `count` elements; NULL is fine for none.
    pub(crate) fn elements(self, count: usize, name: &str) -> Result<&'a [T], Fault> {
        if count == 0 {
            return Ok(&[]);
        }
        if self.0.is_null() {
            return Err(null(name));
        }
        fits::<T>(count, name)?;
        // SAFETY: not NULL, not too long, and so many elements, as promised.
        Ok(unsafe { std::slice::from_raw_parts(self.0, count) })
    }

    /// `count` elements; `None` for NULL.
    pub(crate) fn opt(self, count: usize, name: &str) -> Result<Option<&'a [T]>, Fault> {
        if self.0.is_null() { Ok(None) } else { self.elements(count, name).map(Some) }
    }
}

impl<'a> Array<'a, u8> {
    /// `count` bytes; NULL is fine for none.
    pub(crate) fn bytes(self, count: usize, name: &str) -> Result<&'a [u8], Fault> {
        self.elements(count, name)
    }
}

impl<'a> Array<'a, c_char> {
    /// `count` bytes; NULL is fine for none.
    pub(crate) fn bytes(self, count: usize, name: &str) -> Result<&'a [u8], Fault> {
        Array(self.0.cast::<u8>(), PhantomData).elements(count, name)
    }
}

impl<'a, T> Array<'a, Borrowed<'a, T>> {
    /// `count` objects, none of which may be NULL.
    pub(crate) fn objects(self, count: usize, name: &str) -> Result<Vec<&'a T>, Fault> {
        let live = |(at, handle): (usize, &Borrowed<'a, T>)| {
            handle.opt().ok_or_else(|| null(&format!("{name}[{at}]")))
        };
        self.elements(count, name)?.iter().enumerate().map(live).collect()
    }
}

/// A time in milliseconds, 0 or more.
pub(crate) fn milliseconds(number: impl Into<i64>, name: &str) -> Result<Duration, Fault> {
    let number = number.into();
    u64::try_from(number)
        .map(Duration::from_millis)
        .map_err(|_| invalid(format!("{name} {number} is negative")))
}

/// A time in milliseconds; -1 is never.
pub(crate) fn milliseconds_or_never(number: i64, name: &str) -> Result<Option<Duration>, Fault> {
    if number == -1 { Ok(None) } else { milliseconds(number, name).map(Some) }
}

/// A number that is at least 1.
pub(crate) fn positive(number: u32, name: &str) -> Result<u32, Fault> {
    if number == 0 { Err(invalid(format!("{name} is 0"))) } else { Ok(number) }
}

/// One of the choices of an option, by its number.
pub(crate) fn choice<T: Copy>(number: i32, name: &str, choices: &[(i32, T)]) -> Result<T, Fault> {
    let found = choices.iter().find(|(known, _)| *known == number);
    found.map(|(_, choice)| *choice).ok_or_else(|| invalid(format!("{name} {number} is unknown")))
}

/// A time in microseconds, 0 or more.
pub(crate) fn microseconds(number: i32, name: &str) -> Result<Duration, Fault> {
    u64::try_from(number)
        .map(Duration::from_micros)
        .map_err(|_| invalid(format!("{name} {number} is negative")))
}

fn fits<T>(count: usize, name: &str) -> Result<(), Fault> {
    let bytes = count.checked_mul(size_of::<T>());
    if bytes.is_some_and(|bytes| isize::try_from(bytes).is_ok()) {
        return Ok(());
    }
    Err(too_many(name, count))
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

/// What C passes, for tests: the types have no other constructor in Rust.
#[cfg(test)]
mod testing {
    use super::*;

    impl<'a, T> From<Option<&'a T>> for Borrowed<'a, T> {
        fn from(object: Option<&'a T>) -> Self {
            Self(object.map_or(std::ptr::null(), std::ptr::from_ref), PhantomData)
        }
    }

    impl<'a, T> From<Option<&'a mut T>> for Out<'a, T> {
        fn from(variable: Option<&'a mut T>) -> Self {
            Self(variable.map_or(std::ptr::null_mut(), std::ptr::from_mut), PhantomData)
        }
    }

    impl<'a, T> From<Option<&'a mut *mut T>> for OutOwned<'a, T> {
        fn from(variable: Option<&'a mut *mut T>) -> Self {
            Self(variable.into())
        }
    }

    impl<'a> From<Option<&'a CStr>> for Text<'a> {
        fn from(text: Option<&'a CStr>) -> Self {
            Self(text.map_or(std::ptr::null(), CStr::as_ptr), PhantomData)
        }
    }

    impl<T> Owned<T> {
        /// An object that `OutOwned::give` gave and nobody uses any more.
        pub(crate) unsafe fn from_given(object: *mut T) -> Self {
            Self(object)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_cleared_and_must_be_given() {
        let mut number = 7_i32;
        assert!(Out::from(Some(&mut number)).needed("out_number").is_ok());
        assert_eq!(number, 0);
        assert!(Out::<i32>::from(None).needed("out_number").is_err());
        Out::<i32>::from(None).optional().give(5);
        let mut object = std::ptr::dangling_mut::<i32>();
        OutOwned::from(Some(&mut object)).optional();
        assert!(object.is_null());
    }

    #[test]
    fn objects_and_texts_are_checked() {
        assert!(Borrowed::<i32>::from(None).named("handle").is_err());
        assert!(Borrowed::from(Some(&7)).named("handle").is_ok_and(|number| *number == 7));
        assert!(Text::from(None).bytes("text").is_err());
        assert!(Text::from(Some(c"\xff")).text("text").is_err());
        assert!(Text::from(Some(c"\xff")).bytes("text").is_ok_and(|bytes| bytes == [0xff]));
    }

    #[test]
    fn arrays_are_checked() {
        let array = |pointer: *const u8| Array(pointer, PhantomData);
        let byte = 7_u8;
        assert!(array(std::ptr::null()).bytes(1, "bytes").is_err());
        assert!(array(std::ptr::null()).bytes(0, "bytes").is_ok_and(<[u8]>::is_empty));
        assert!(array(&raw const byte).bytes(usize::MAX, "bytes").is_err());
        assert!(array(&raw const byte).bytes(1, "bytes").is_ok_and(|bytes| bytes == [7]));
    }
}
