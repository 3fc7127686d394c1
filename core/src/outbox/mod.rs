//! The outbox: requests that are kept in a file until each has exactly one outcome.
//!
//! The promise: a request that [`Outbox::submit`] has taken is acknowledged, or still in the
//! file, or reported. [`Store`] owns the SQLite file and its transactions, [`Sender`] decides
//! what is sent when and what becomes of it (without I/O, on a clock that is an argument), and
//! [`Outbox`] is what applications hold: it submits, and drains the file over a session.
//!
//! - Several processes may share a file. Each entry is claimed by one of them before it is
//!   sent; only the holder of the claim records its outcome. When a process ends, or does not
//!   renew its lease, another one takes its claims over.
//! - Requests of one customer are sent one after the other, in the order in which they came.
//! - What may be repeated (do-not-call, cancel, status) is repeated until it has an answer or is
//!   given up. What may not is sent once; if its answer is lost the outcome is
//!   [`OutcomeKind::Unknown`], with the query that settles it.

mod config;
mod drain;
mod handle;
mod open_files;
mod policy;
mod process;
mod random;
mod report;
mod schema;
mod sender;
mod shared;
mod store;
mod stored;
mod types;

#[cfg(test)]
mod tests;

pub use config::{OutboxConfig, SubmitOptions};
pub use handle::Outbox;
pub use policy::Policy;
pub use report::Cells;
pub use sender::{Outgoing, Sender, SenderStats};
pub use store::Store;
pub use types::{
    Entry, EntryState, Filter, OutboxId, OutboxStats, Outcome, OutcomeKind, Timestamp,
};
