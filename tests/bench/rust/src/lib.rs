//! What the bench programs share: paired timing, rows on stdout, the two messages, the peers.

pub mod allocations;
pub mod messages;
#[cfg(feature = "peers")]
pub mod peers;
pub mod row;
pub mod spinning;
pub mod timing;
pub mod walk;
