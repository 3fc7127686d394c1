//! The mechanical entry points of `directory`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{Borrowed, Owned, ffi_free, ffi_read, ffi_text, ffi_view};
use crate::objects::directory::commdn_directory;
use crate::objects::directory::object::commdn_directory_object;
use std::ffi::c_char;

/// Free it; objects of it end with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_free(directory: Owned<commdn_directory>) {
    ffi_free(directory)
}

/// How many objects it has; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_count(directory: Borrowed<commdn_directory>) -> usize {
    ffi_read(directory, 0, |directory| directory.objects().len())
}

/// The object at "index"; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_at(
    directory: Borrowed<commdn_directory>,
    index: usize,
) -> *const commdn_directory_object {
    ffi_view(directory, |directory| directory.objects().get(index))
}

/// Its kind, a COMMDN_NOUN number; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_kind(object: Borrowed<commdn_directory_object>) -> i32 {
    ffi_read(object, 0, |object| object.object().kind().number())
}

/// Its DBID; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_dbid(object: Borrowed<commdn_directory_object>) -> i32 {
    ffi_read(object, 0, |object| object.object().dbid())
}

/// Its name, of a DN its number; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_name(
    object: Borrowed<commdn_directory_object>,
) -> *const c_char {
    ffi_text(object, |object| Some(object.name()))
}
