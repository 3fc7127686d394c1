//! What is between the clients' network and the contact centre.

use std::time::Duration;

/// The way to the contact centre.
#[derive(Debug, Clone)]
pub enum Topology {
    /// Nothing.
    Direct,
    /// The bridge and an adapter that passes bytes on.
    Bridge,
    /// The bridge and a real adapter: its command, to which the contact centre's address is added.
    Adapter(String),
}

impl Topology {
    /// How long a round may take until everything has its outcome. An adapter may need seconds to start, each time.
    pub const fn round(&self) -> Duration {
        match self {
            Self::Direct | Self::Bridge => Duration::from_secs(28),
            Self::Adapter(_) => Duration::from_secs(110),
        }
    }

    /// How long a client waits for its requests' outcomes: it can still say why they did not come.
    pub const fn drain(&self) -> Duration {
        self.round().saturating_sub(Duration::from_secs(2))
    }
}
