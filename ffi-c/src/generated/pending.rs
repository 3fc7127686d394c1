//! The mechanical entry points of `pending`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{Borrowed, Out, Owned, commdn_status, ffi_free, ffi_get};
use crate::objects::pending::commdn_pending;

/// Give a request up and free it: it may still reach OCS, and its outcome is discarded.
///
/// Owns:    The session may have been freed before.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_pending_free(pending: Owned<commdn_pending>) {
    ffi_free(pending)
}

/// The reference id that the request was sent with.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_pending_reference_id(
    pending: Borrowed<commdn_pending>,
    out_id: Out<i32>,
) -> commdn_status {
    ffi_get(pending, out_id, |pending| Ok(pending.reference_id()))
}
