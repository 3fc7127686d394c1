//! The blocking session: one connection to a DN, shared by any number of threads.
//!
//! Owns threads, deadlines and waiting; the only place with a clock. What a request means,
//! what answers it and what bytes say is decided in the layers below.
//!
//! - [`Session::call`] sends a request and waits; [`Session::submit`] gives a [`Pending`] to
//!   wait on, poll or drop; [`Completions`] collects the outcomes of many.
//! - Events that complete no request are queued as [`Notice`]s.
//! - A lost connection is replaced ([`Reconnect`]); requests wait for it, and those that were on
//!   their way are sent again if that is safe.
//! - Every wait has a deadline; closing wakes every waiter.

mod attempt;
mod backoff;
mod batch_after_wake;
mod busy_poll;
mod caller_count;
mod combining;
mod completions;
mod config;
mod connect;
mod dispatch;
mod engine;
mod handle;
mod log;
mod notices;
mod pending;
mod reader;
mod servers;
mod shared;
mod state;
mod stats;
mod status;
mod sync;
mod verdicts;
mod wait;
mod writer;

#[cfg(test)]
mod tests;

/// The session without threads and clock, for deterministic simulation; not covered by semantic
/// versioning.
#[doc(hidden)]
pub mod machine {
    pub use super::engine::{Engine, EngineEvent};

    /// The error of a request that failed, without the session's advice.
    #[must_use]
    pub fn error_of(failure: crate::exchange::Failure) -> crate::Error {
        crate::Error::of_failure(failure, |failure| format!("{failure:?}"))
    }
}

pub use attempt::Attempt;
pub use backoff::Reconnect;
pub use completions::{Completion, Completions};
pub use config::SessionConfig;
#[cfg(feature = "outbox")]
pub(crate) use handle::Life;
pub use handle::Session;
pub use log::{LogLevel, LogSink};
pub use notices::{NewsSignal, Notice, NoticeCallback};
pub use pending::Pending;
pub use servers::Servers;
pub use stats::SessionStats;
pub use status::Status;
pub use wait::Wait;
