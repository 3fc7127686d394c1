//! The outbox: requests that are kept in a file until each has exactly one outcome.
//!
//! The promise: a request that `Outbox::submit` has taken is acknowledged, or still in the
//! file, or reported. `Store` owns the SQLite file and its transactions, `Sender` decides
//! what is sent when and what becomes of it (without I/O, on a clock that is an argument), and
//! `Outbox` is what applications hold: it submits, and drains the file over a session.
//!
//! - Several processes may share a file. Each entry is claimed by one of them before it is
//!   sent; only the holder of the claim records its outcome. When a process ends, or does not
//!   renew its lease, another one takes its claims over.
//! - Requests of one customer are sent one after the other, in the order in which they came.
//! - What may be repeated (do-not-call, cancel, status) is repeated until it has an answer or is
//!   given up. What may not is sent once; if its answer is lost the outcome is
//!   [`OutcomeKind::Unknown`], with the query that settles it.
//!
//! Options, policy and types are there without the feature `outbox`, too; what opens a file is not.

#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nothing opens a file"))]
mod config;
#[cfg(feature = "outbox")]
mod drain;
#[cfg(feature = "outbox")]
mod handle;
#[cfg(feature = "outbox")]
mod open_files;
#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nothing opens a file"))]
mod policy;
#[cfg(feature = "outbox")]
#[cfg(feature = "outbox")]
mod report;
#[cfg(feature = "outbox")]
mod schema;
#[cfg(feature = "outbox")]
mod sender;
#[cfg(feature = "outbox")]
mod shared;
#[cfg(feature = "outbox")]
mod store;
#[cfg(feature = "outbox")]
mod stored;
#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nothing opens a file"))]
mod types;
#[cfg(feature = "outbox")]
mod verdict;

#[cfg(all(test, feature = "outbox"))]
mod tests;

pub use config::{OutboxConfig, SubmitOptions};
#[cfg(feature = "outbox")]
pub use handle::Outbox;
pub use policy::Policy;
#[cfg(feature = "outbox")]
pub use report::Cells;
#[cfg(feature = "outbox")]
pub use sender::{Outgoing, Sender, SenderStats};
#[cfg(feature = "outbox")]
pub use store::Store;
pub use types::{
    Entry, EntryState, Filter, OutboxId, OutboxStats, Outcome, OutcomeKind, Timestamp,
};
