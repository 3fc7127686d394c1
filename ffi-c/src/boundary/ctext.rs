//! Texts inside objects, which C reads in place.

use std::ffi::c_char;

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
