//! The blocking session: one connection to a DN, shared by any number of threads.
//!
//! Owns threads, deadlines and waiting; the only place with a clock. What a request means,
//! what answers it and what bytes say is decided in the layers below.
//!
//! - [`Session::call`] sends a request and waits; [`Session::submit`] gives a [`Pending`] to
//!   wait on, poll or drop; [`Completions`] collects the outcomes of many.
//! - Events that complete no request are queued as [`Notice`]s.
//! - Every wait has a deadline; closing wakes every waiter.

mod completions;
mod config;
mod engine;
mod handle;
mod log;
mod notices;
mod pending;
mod reader;
mod shared;
mod state;
mod stats;
mod wait;
mod writer;

#[cfg(test)]
mod tests;

pub use completions::{Completion, Completions};
pub use config::SessionConfig;
pub use handle::Session;
pub use log::{LogLevel, LogSink};
pub use notices::{NewsSignal, Notice, NoticeCallback};
pub use pending::Pending;
pub use stats::SessionStats;
pub use wait::Wait;
