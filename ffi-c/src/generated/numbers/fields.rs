//! Numbers with names.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::ffi_name;
use std::ffi::c_char;

/// The manual's chapter lists it.
pub const COMMDN_CERTAINTY_CHAPTER: i32 = 0;

/// The chapter lists it as not used by the CommDN API.
pub const COMMDN_CERTAINTY_NOT_APPLICABLE: i32 = 1;

/// Another public source states it.
pub const COMMDN_CERTAINTY_PUBLIC: i32 = 2;

/// It is inferred; see docs/assumptions.md.
pub const COMMDN_CERTAINTY_INFERRED: i32 = 3;

/// The name of a COMMDN_CERTAINTY number, for example "not_applicable"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_certainty_name(certainty: i32) -> *const c_char {
    ffi_name(
        certainty,
        COMMDN_CERTAINTY_CHAPTER,
        &[c"chapter", c"not_applicable", c"public", c"inferred"],
    )
}
