//! Which library this is, and whether a program's header fits it.

use crate::boundary::status::COMMDN_ERR_ABI;
use crate::boundary::{Fault, OutOwned, commdn_error, commdn_status, ffi_guard, ffi_value};
use std::ffi::{CStr, c_char};

/// The number of this header's ABI. It changes when a program must be built again.
pub const COMMDN_ABI: u32 = 1;

const VERSION: &CStr =
    match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    };

/// The version of the library, for example "0.1.0".
#[unsafe(no_mangle)]
pub extern "C" fn commdn_version() -> *const c_char {
    ffi_value(c"".as_ptr(), || VERSION.as_ptr())
}

/// The number of the library's ABI.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_abi_version() -> u32 {
    ffi_value(0, || COMMDN_ABI)
}

/// Whether a program built with ABI `header_abi` may use this library: pass COMMDN_ABI.
///
/// Owns:    as everywhere, `*out_error` is the caller's if it is set.
/// Errors:  COMMDN_ERR_ABI.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_check_abi(
    header_abi: u32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        if header_abi == COMMDN_ABI {
            return Ok(());
        }
        let version = env!("CARGO_PKG_VERSION");
        let text = format!(
            "the program was built with ABI {header_abi}, this is libcommdn {version} with ABI {COMMDN_ABI}"
        );
        Err(Fault::new(COMMDN_ERR_ABI, text))
    })
}
