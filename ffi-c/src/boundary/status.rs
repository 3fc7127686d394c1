//! The numbers that calls return.
//!
//! -1 to -99: the caller; -100 to -199: the network; -200 to -299: the protocol;
//! -900 to -999: this library. A number is never used again for something else. The list of them is printed.

use commdn::ErrorKind;

pub use crate::generated::status::*;

/// What a call returns: COMMDN_OK or one of the COMMDN_ERR numbers, all below 0.
///
/// Expect numbers that this header does not name: a newer library may return them.
pub type commdn_status = i32;

/// Success.
pub const COMMDN_OK: i32 = 0;

/// The status of a kind of error of the core.
pub(crate) const fn of_kind(kind: ErrorKind) -> commdn_status {
    kind.row().code
}
