//! The messages of the Communication DN API as types: requests, events, enumerations, keys.
//!
//! Owns what the manual's chapter *Communication DN API* states: [`keys`], numbers, which
//! attribute is mandatory where ([`spec`]), and the nested lists. A [`Request`] is checked
//! before it is written; an [`Event`] is read leniently, and keeps what it does not know.
//! One table of attributes serves both directions. Inferred choices are in [`Dialect`].
//!
//! Knows nothing of sockets, clocks or threads.

mod attribute;
mod dialect;
mod enums;
mod event;
mod fields;
mod glance;
mod heads;
mod invalid;
pub mod keys;
mod mask;
mod numbered;
mod open_enum;
mod priority;
mod quick;
mod record;
mod request;
mod schedule;
pub mod spec;
mod traffic;
mod validate;

#[cfg(test)]
mod tests;

pub use attribute::{Attribute, Place};
pub use dialect::{AutoCompletionPlace, Dialect};
pub use enums::{CmError, DialMode, GroupStatus, MessageType, OptimizeBy};
pub use event::Event;
pub use fields::Fields;
pub(crate) use glance::{Glance, Told};
pub use invalid::InvalidRequest;
pub use mask::{MASK, masked};
pub use open_enum::{Certainty, EnumEntry, OpenEnum};
pub use priority::{DialingPriority, PriorityRule};
pub use record::{Chain, Record, RecordList};
pub use request::{Envelope, Request};
pub use schedule::{Schedule, ScheduleItem};
pub use traffic::Traffic;

/// The identifier that the configuration database gives an object; 0 is none or any.
pub type Dbid = i32;
