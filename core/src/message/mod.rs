//! The messages of the Communication DN API as types: requests, events, enumerations, keys.
//!
//! Owns the facts of the manual's chapter *Communication DN API*: [`keys`], numbers, mandatory
//! attributes ([`spec`]) and the nested lists. A [`Request`] is checked before it is written; an
//! [`Event`] is read leniently and keeps unknown content. One table of attributes serves both
//! directions. Inferred choices are in [`Dialect`].
//!
//! Knows nothing of sockets, clocks or threads.

mod attribute;
mod correlation;
mod dialect;
mod enums;
mod event;
mod fast;
mod fields;
mod heads;
mod invalid;
pub mod keys;
mod mask;
mod numbered;
mod open_enum;
mod priority;
mod record;
mod request;
mod schedule;
pub mod spec;
mod traffic;
mod validate;

#[cfg(test)]
mod tests;

pub use attribute::{Attribute, AttributeScope};
#[cfg(commdn_no_fast)]
pub(crate) use correlation::CorrelationKeys;
pub(crate) use correlation::TextValue;
pub use dialect::{AutoCompletionPlace, Dialect};
pub use enums::{CmError, DialMode, ENUMS, GroupStatus, MessageType, OptimizeBy};
pub use event::Event;
#[cfg(not(commdn_no_fast))]
pub(crate) use fast::CorrelationKeys;
pub use fields::Fields;
pub use invalid::InvalidRequest;
pub use mask::{MASK, masked};
pub use open_enum::{Certainty, EnumEntry, EnumInfo, OpenEnum};
pub use priority::{DialingPriority, PriorityRule};
pub use record::{Chain, Record, RecordList};
pub use request::{Envelope, Request};
pub use schedule::{Schedule, ScheduleItem};
pub use traffic::Traffic;

/// The identifier that the configuration database gives an object; 0 is none or any.
pub type Dbid = i32;
