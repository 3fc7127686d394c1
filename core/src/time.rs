//! Time of the layers without a clock.

use std::time::Duration;

/// A moment: the time since a start that chosen by the caller.
pub type Moment = Duration;

/// The shortest time between two attempts, to connect to one server or to send one entry, whatever
/// the options say.
///
/// Smaller options are accepted: this is what they come to.
pub const FLOOR: Duration = Duration::from_millis(100);
