//! The application's functions that the library calls: what is common to all of them.
//!
//! Owns the life of `user_data`. The types of the functions stand with the objects that call them.

use std::ffi::c_void;

use super::fault::{Fault, invalid};

/// Destroys a callback's `user_data`; may be NULL.
///
/// Called once, after the last call of the callback has ended, when the options and every
/// session opened with them are freed.
pub type commdn_drop_fn = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// The application's pointer, and how it ends.
pub(crate) struct UserData {
    pointer: *mut c_void,
    drop: commdn_drop_fn,
}

// SAFETY: the pointer is only handed back to the application's functions, which the header tells
// on which threads they are called.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

impl UserData {
    /// That pointer; `drop`, which may be NULL, destroys it.
    pub const fn new(pointer: *mut c_void, drop: commdn_drop_fn) -> Self {
        Self { pointer, drop }
    }

    /// What the callback is given. A method, so that closures capture all of it.
    pub const fn get(&self) -> *mut c_void {
        self.pointer
    }
}

impl Drop for UserData {
    fn drop(&mut self) {
        if let Some(drop) = self.drop {
            // SAFETY: the application gave both for this, and nothing uses the pointer again.
            unsafe { drop(self.pointer) };
        }
    }
}

/// A callback that must be there is NULL.
pub(crate) fn missing_callback(name: &str) -> Fault {
    invalid(format!("{name} is NULL"))
}
