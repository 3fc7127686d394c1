//! Who answers what: requests and the events that complete them, as a pure machine.
//!
//! Owns the open requests, their deadlines and the rules of correlation: an answer completes
//! the request whose facts it echoes, and nothing is ever completed by somebody else's answer.
//! Requests and events are values, time is an argument; what happens is polled.
//!
//! Knows nothing of sockets, threads or clocks.

mod answer;
mod ended;
mod facts;
mod hashed;
mod index;
mod kept;
mod machine;
mod matching;
mod open;
mod options;
mod stats;
mod table;
mod timers;

#[cfg(test)]
mod tests;

pub(crate) use answer::Owner;
pub use answer::{Answer, Failure, Notification, NotificationKind, Output, Ticket};
pub use machine::Exchange;
pub(crate) use options::Terms;
pub use options::{CallOptions, ExchangeConfig, Keep, Repeat, SubmitError, Submitted};
pub use stats::ExchangeStats;
