//! Memory that the caller frees: texts and bytes from the C allocator.
//!
//! The allocator is C's, so that a caller that may not link this library's can still free.

use super::fault::Fault;
use super::status::COMMDN_ERR_INTERNAL;

/// A copy of `bytes` that the caller frees, with a NUL behind.
pub(crate) fn allocate(bytes: &[u8]) -> Result<*mut u8, Fault> {
    // SAFETY: malloc takes any number; a slice and one byte never overflow it.
    let copy: *mut u8 = unsafe { libc::malloc(bytes.len() + 1) }.cast();
    if copy.is_null() {
        let text = format!("no memory for {} bytes", bytes.len());
        return Err(Fault::new(COMMDN_ERR_INTERNAL, text));
    }
    // SAFETY: the new block has room for the bytes and the NUL, and overlaps nothing.
    unsafe {
        copy.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        copy.add(bytes.len()).write(0);
    }
    Ok(copy)
}

/// `T *` that the call takes: a block that [`allocate`] made.
///
/// Promise: NULL, or such a block that nobody uses any more.
#[repr(transparent)]
pub struct Block<T>(*mut T);

impl<T> Block<T> {
    pub(crate) fn free(self) {
        // SAFETY: NULL, or a block of `allocate` that the caller gives up, as promised.
        unsafe { libc::free(self.0.cast()) };
    }
}
