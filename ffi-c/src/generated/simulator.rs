//! The mechanical entry points of `simulator`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{Borrowed, Owned, commdn_status, ffi_do, ffi_free};
use crate::objects::simulator::commdn_simulator;

/// Stop and free a simulator; sessions with it lose their connection.
///
/// Blocks:  until its threads have ended, which they do at once.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_free(simulator: Owned<commdn_simulator>) {
    ffi_free(simulator)
}

/// Stop a simulator without freeing it: sessions with it lose their connection.
///
/// Owns:    the simulator must still be freed. Blocks:  until its threads have ended, which they do
/// at once.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_simulator_stop(simulator: Borrowed<commdn_simulator>) -> commdn_status {
    ffi_do(simulator, |simulator| simulator.stop())
}
