//! Correlation of requests and events, as a pure machine.
//!
//! Owns the open requests, their deadlines and the rules of correlation: an answer completes the
//! request whose facts it echoes, and never another one. Requests and events are values, time is an
//! argument, and outputs are polled.
//!
//! Knows nothing of sockets, threads or clocks.

mod answer;
mod correlation_facts;
mod ended;
mod fast;
mod hashed;
mod index;
mod logged;
mod machine;
mod matching;
mod open_request;
mod options;
mod request_bytes;
mod stats;
mod table;
mod timers;

#[cfg(test)]
mod tests;

pub(crate) use answer::Owner;
pub use answer::{Answer, Failure, Notification, NotificationKind, Output, Ticket};
pub use logged::may_answer;
pub use machine::Exchange;
pub use options::{CallOptions, ExchangeConfig, Keep, Repeat, SubmitError, Submitted, Terms};
pub use stats::ExchangeStats;
