//! Numbers with names.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::ffi_name;
use std::ffi::c_char;

/// Bytes with a charset view.
pub const COMMDN_TYPE_STRING: i32 = 0;

/// A signed 32-bit number.
pub const COMMDN_TYPE_INT: i32 = 1;

/// Bytes that are not text.
pub const COMMDN_TYPE_BINARY: i32 = 2;

/// A nested list.
pub const COMMDN_TYPE_LIST: i32 = 3;

/// UTF-16 text.
pub const COMMDN_TYPE_UNICODE: i32 = 4;

/// The log text of T-Server and URS.
pub const COMMDN_TEXT_TSERVER: i32 = 0;

/// The log text of OCS.
pub const COMMDN_TEXT_OCS: i32 = 1;

/// The log text of the vendor's Java and .NET SDK.
pub const COMMDN_TEXT_SDK: i32 = 2;

/// The name of a COMMDN_TYPE number, for example "int"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_type_name(value_type: i32) -> *const c_char {
    ffi_name(value_type, COMMDN_TYPE_STRING, &[c"string", c"int", c"binary", c"list", c"unicode"])
}
