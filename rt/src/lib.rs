//! What the crates of this project ask of the system: locks, threads, processes, fork detection,
//! wake-ups.
//!
//! Private to them: no promise is made to anybody else, and nothing of it is in a public signature.
//! Knows nothing of telephony. All that differs between platforms below the carriers lies here.

pub mod fork;
#[cfg(feature = "helgrind")]
mod helgrind;
#[cfg(windows)]
pub mod job;
pub mod process;
pub mod sync;
pub mod thread;
pub mod wakeup;
