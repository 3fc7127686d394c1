//! Freeing the texts and bytes that calls gave.

use std::ffi::c_char;

use crate::boundary::{Block, ffi_value};

/// Free a text that a call gave.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_string_free(text: Block<c_char>) {
    ffi_value((), || text.free())
}

/// Free bytes that a call gave.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_bytes_free(bytes: Block<u8>) {
    ffi_value((), || bytes.free())
}
