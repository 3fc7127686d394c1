//! Memory that the caller frees: text and bytes, from the C allocator.

use std::ffi::c_char;

use crate::error::Fault;
use crate::guard::ffi_value;
use crate::status::COMMDN_ERR_INTERNAL;

/// A text or bytes inside an object, with a NUL behind, so that C can read it in place.
#[derive(Debug, Clone)]
pub(crate) struct CText(Box<[u8]>);

impl CText {
    /// A copy; NULs inside stay, and end the text for those who do not look at the length.
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let mut copy = Vec::with_capacity(bytes.len() + 1);
        copy.extend_from_slice(bytes);
        copy.push(0);
        Self(copy.into_boxed_slice())
    }

    /// Valid as long as the object.
    pub const fn as_ptr(&self) -> *const c_char {
        self.0.as_ptr().cast()
    }

    /// Without the NUL.
    pub fn bytes(&self) -> &[u8] {
        self.0.split_last().map_or(&[], |(_, bytes)| bytes)
    }
}

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

/// Free a text that a call gave.
///
/// Owns:    takes `text`; NULL is harmless.
/// Threads: any.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_string_free(text: *mut c_char) {
    ffi_value((), || {
        // SAFETY: NULL, or a block that `allocate` made and the caller gives up.
        unsafe { libc::free(text.cast()) };
    })
}

/// Free bytes that a call gave.
///
/// Owns:    takes `bytes`; NULL is harmless.
/// Threads: any.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_bytes_free(bytes: *mut u8) {
    ffi_value((), || {
        // SAFETY: NULL, or a block that `allocate` made and the caller gives up.
        unsafe { libc::free(bytes.cast()) };
    })
}
