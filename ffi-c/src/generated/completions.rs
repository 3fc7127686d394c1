//! The mechanical entry points of `completions`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, Out, OutOwned, Owned, commdn_error, commdn_fd, commdn_status, ffi_free, ffi_give,
};
use crate::objects::completions::commdn_completions;

/// Free a queue; its open requests go on, and their outcomes are discarded.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_completions_free(completions: Owned<commdn_completions>) {
    ffi_free(completions)
}

/// A descriptor for this queue only: readable when an outcome may wait, and for ever once the
/// session is over and none is left.
///
/// Then call commdn_completions_next() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
///
/// Owns:    the descriptor is the queue's and ends with it; never read or close it. Errors:
/// COMMDN_ERR_INTERNAL if the system gives no descriptor.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_completions_fd(
    completions: Borrowed<commdn_completions>,
    out_fd: Out<commdn_fd>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(completions, (out_fd, "out_fd"), out_error, |completions| completions.signal().fd())
}
