//! Counters of an exchange.

/// What an exchange has seen since it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ExchangeStats {
    /// Requests submitted.
    pub submitted: u64,
    /// Requests acknowledged by OCS.
    pub acknowledged: u64,
    /// Requests refused by OCS.
    pub refused: u64,
    /// Requests refused by T-Server.
    pub refused_by_tserver: u64,
    /// Requests that nobody answered in time.
    pub unanswered: u64,
    /// Requests ended by a lost connection, or for want of one.
    pub disconnected: u64,
    /// Requests sent again on another connection, once for each time.
    pub repeated: u64,
    /// Requests withdrawn by the caller.
    pub withdrawn: u64,
    /// Answers to requests that had ended before.
    pub late_answers: u64,
    /// Answers that fitted several open requests that differ.
    pub ambiguous_answers: u64,
    /// Events that came unasked.
    pub unsolicited: u64,
    /// This application's own requests, distributed back.
    pub echoes: u64,
    /// CommDN messages between others.
    pub foreign: u64,
    /// User events of the agent-desktop protocol.
    pub desktop: u64,
    /// User events of neither protocol.
    pub other_traffic: u64,
    /// User data that is no packed list.
    pub malformed: u64,
}
