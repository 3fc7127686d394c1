//! What tests in C need to make things go wrong inside the library; see the core's `test_hooks`.
//!
//! Compiled with the feature `test-hooks` only: neither in the header nor in `symbols.txt`. A
//! test declares for itself what it calls.

use crate::boundary::ffi_value;

/// The calling thread panics inside the core, at the `nth` place that it passes from now on, once; 0 takes that back.
///
/// Owns:    nothing
/// Threads: any; concerns the calling thread only.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub extern "C" fn commdn_test_panic_at(nth: u32) {
    ffi_value((), || commdn::test_hooks::panic_at(nth));
}
