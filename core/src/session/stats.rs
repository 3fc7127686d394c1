//! Counters of a session.

use crate::exchange::ExchangeStats;

/// What a session has seen, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct SessionStats {
    /// How often a lost connection was replaced.
    pub reconnects: u64,
    /// Requests and events.
    pub exchange: ExchangeStats,
    /// Requests that are open.
    pub open_requests: usize,
    /// Notices that wait to be taken.
    pub waiting_notices: usize,
    /// Notices that had to make room for newer ones.
    pub lost_notices: u64,
    /// Bytes that wait for the peer to take them.
    pub unsent_bytes: usize,
    /// Bytes received.
    pub received_bytes: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
}
