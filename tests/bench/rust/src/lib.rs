//! What the bench programs share: paired timing, rows on stdout, the two messages, the peers.

pub mod messages;
pub mod peers;
pub mod row;
pub mod timing;
pub mod walk;
