//! The boundary between C and Rust: what entry points take, what they give, and what they run in.
//!
//! From the ground up: `status` (the numbers), `fault` (a status with its reason, and the error
//! object), `memory` (what the caller frees), `args` (parameter types that carry ownership), `entry`
//! (the bodies of entry points), `callback` and `signal` (how the library calls back and wakes
//! event loops). Knows no object but the error; every `unsafe` that follows a caller's pointer is here.

mod args;
mod callback;
mod ctext;
mod entry;
mod fault;
mod memory;
mod signal;
pub mod status;

pub use args::{Array, Borrowed, BorrowedMut, Object, Out, OutOwned, Owned, Text};
pub(crate) use args::{choice, microseconds, milliseconds, milliseconds_or_never, positive};
pub use callback::commdn_drop_fn;
pub(crate) use callback::{UserData, missing_callback};
pub(crate) use ctext::CText;
pub(crate) use entry::{
    ffi_call, ffi_do, ffi_dup, ffi_free, ffi_get, ffi_give, ffi_guard, ffi_make, ffi_name, ffi_new,
    ffi_offer, ffi_read, ffi_set, ffi_set_text, ffi_status, ffi_text, ffi_try, ffi_try_set,
    ffi_value, ffi_view,
};
pub use fault::commdn_error;
pub(crate) use fault::{Fault, invalid, not_found, utf8, wrong_type};
pub use memory::Block;
pub(crate) use memory::allocate;
pub use signal::commdn_fd;
pub(crate) use signal::{QueueSignal, Signal, Signals};
pub use status::commdn_status;
