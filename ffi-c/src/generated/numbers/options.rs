//! Numbers with names.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::ffi_name;
use std::ffi::c_char;

/// The library gave up.
pub const COMMDN_LOG_ERROR: i32 = 1;

/// The library recovered.
pub const COMMDN_LOG_WARN: i32 = 2;

/// Sessions opened and closed.
pub const COMMDN_LOG_INFO: i32 = 3;

/// Every request.
pub const COMMDN_LOG_DEBUG: i32 = 4;

/// Every frame, without values.
pub const COMMDN_LOG_TRACE: i32 = 5;

/// A nested list is written behind one 32-bit length. The default.
pub const COMMDN_LIST_PREFIX_LENGTH32: i32 = 0;

/// A nested list is written behind a 16-bit value length and a 16-bit list length.
pub const COMMDN_LIST_PREFIX_TWO_LENGTHS16: i32 = 1;

/// The length of a unicode value counts bytes. The default.
pub const COMMDN_UNICODE_LENGTH_BYTES: i32 = 0;

/// The length of a unicode value counts UTF-16 units.
pub const COMMDN_UNICODE_LENGTH_UNITS: i32 = 1;

/// "GSW_AUTO_COMPLETION" is written at the top level of user data. The default.
pub const COMMDN_AUTO_COMPLETION_TOP_LEVEL: i32 = 0;

/// "GSW_AUTO_COMPLETION" is written inside "GSW_CM_AttrProperties".
pub const COMMDN_AUTO_COMPLETION_PROPERTIES: i32 = 1;

/// The name of a COMMDN_LOG number, for example "warn"; NULL for a number without one.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_log_name(level: i32) -> *const c_char {
    ffi_name(level, COMMDN_LOG_ERROR, &[c"error", c"warn", c"info", c"debug", c"trace"])
}
