//! What the hub counts, for the metrics page.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Ending {
    /// The client ended it.
    Client,
    /// It was not let in.
    Refused,
    /// It did not log in in time.
    NoLogin,
    /// It did not answer a keep-alive poll.
    Silent,
    /// It did not take what was sent.
    Slow,
    /// It broke the protocol.
    Protocol,
    /// The bridge ends, becomes the backup, or has lost its server.
    Bridge,
}

impl Ending {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Client,
        Self::Refused,
        Self::NoLogin,
        Self::Silent,
        Self::Slow,
        Self::Protocol,
        Self::Bridge,
    ];

    /// Its name in logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Refused => "refused",
            Self::NoLogin => "no_login",
            Self::Silent => "silent",
            Self::Slow => "slow",
            Self::Protocol => "protocol",
            Self::Bridge => "bridge",
        }
    }
}

/// Upper bounds of the times from a request to its acknowledgement, in seconds; beyond the last is one more bucket.
pub const BOUNDS: [f64; 9] = [0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

/// What is counted for each client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct OfClient {
    /// Requests that went to the server.
    pub requests: u64,
    /// Events that were sent to it.
    pub events: u64,
}

/// How often something happened since the start.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Counters {
    /// Connections of clients.
    pub connections: u64,
    /// Those for which there was no room.
    pub connections_refused: u64,
    /// Clients that were let in.
    pub logins: u64,
    /// Those that were not.
    pub logins_refused: u64,
    /// Requests that the bridge itself refused.
    pub refused_here: u64,
    /// Requests that the server took.
    pub accepted: u64,
    /// Requests that the server refused.
    pub refused_by_server: u64,
    /// Requests that it did not answer in time, or before it was lost.
    pub unanswered: u64,
    /// User events of the server.
    pub events: u64,
    /// Those that nobody has registered the DN of.
    pub events_for_nobody: u64,
    /// User events that the bridge showed to other clients itself.
    pub events_shown_here: u64,
    /// How often the server was connected to.
    pub server_connections: u64,
    /// Each client, by its name in the configuration.
    pub clients: BTreeMap<Arc<str>, OfClient>,
    endings: [u64; Ending::ALL.len()],
    times: [u64; BOUNDS.len() + 1],
    time_sum: f64,
}

impl Counters {
    pub(super) fn ended(&mut self, ending: Ending) {
        if let Some(count) = self.endings.get_mut(ending as usize) {
            *count += 1;
        }
    }

    /// Connections that ended for that reason.
    #[must_use]
    pub fn endings(&self, ending: Ending) -> u64 {
        self.endings.get(ending as usize).copied().unwrap_or(0)
    }

    pub(super) fn answered_after(&mut self, seconds: f64) {
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        if let Some(count) = self.times.get_mut(bucket) {
            *count += 1;
        }
        self.time_sum += seconds;
    }

    /// Times from a request to its acknowledgement: how many are in each bucket of [`BOUNDS`] and beyond, and their sum.
    #[must_use]
    pub const fn times(&self) -> (&[u64], f64) {
        (&self.times, self.time_sum)
    }

    pub(super) fn of(&mut self, client: &Arc<str>) -> &mut OfClient {
        self.clients.entry(Arc::clone(client)).or_default()
    }
}
