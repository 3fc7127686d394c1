//! What the hub has at the moment, for the status page.

use super::{Counters, Hub, ServerState, Service};

/// Sizes of the moment.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Gauges {
    /// Whether clients are served.
    pub service: Service,
    /// How it stands with the server.
    pub server: ServerState,
    /// Clients that are logged in.
    pub clients: usize,
    /// DNs that they have registered.
    pub dns: usize,
    /// Their registrations.
    pub registrations: usize,
    /// Requests that wait for their turn.
    pub waiting: usize,
    /// Requests that the server has not answered.
    pub open: usize,
    /// Bytes that wait for clients.
    pub backlog: usize,
}

impl Service {
    /// Its name on the health page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Standby => "standby",
            Self::Draining => "draining",
        }
    }
}

impl Hub {
    /// The sizes of the moment.
    #[must_use]
    pub fn gauges(&self) -> Gauges {
        let all = self.clients.values();
        Gauges {
            service: self.service,
            server: self.server,
            clients: all.clone().filter(|client| client.is_in()).count(),
            dns: self.dns.len(),
            registrations: self.dns.members(),
            waiting: all.clone().map(super::client::Client::waiting).sum(),
            open: self.open.distributions(),
            backlog: all.map(super::client::Client::backlog).sum(),
        }
    }

    /// What was counted since the start.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }
}
