//! The configuration: what the bridge is connected to, and whom it lets in.
//!
//! Owns the shape of the TOML file ([`Config`]), its defaults, and the checks that make a mistake a message
//! with file, line and key. Reads passwords' files when the bridge starts, not here.

mod check;
mod clients;
mod parts;

#[cfg(test)]
mod tests;

use std::path::Path;

pub(crate) use check::listen_address;
pub use commdn_config::ConfigError;
use serde::{Deserialize, Serialize};

pub use clients::{Client, Clients, Limits};
pub use parts::{Bridge, Echo, Log, LogFormat, Pair, Role, Status, Tls, Upstream, UpstreamTls};

/// A whole configuration; see `commdn-bridge init` for all keys with their defaults.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// Where the bridge listens, and what it allows all clients together.
    #[serde(default)]
    pub bridge: Bridge,
    /// What listeners with TLS show and ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// The server that is shared.
    pub upstream: Upstream,
    /// Who may log in.
    #[serde(default)]
    pub clients: Clients,
    /// Each client by its name.
    #[serde(default)]
    pub client: Vec<Client>,
    /// The other bridge of a pair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<Pair>,
    /// Metrics and health.
    #[serde(default)]
    pub status: Status,
    /// The log.
    #[serde(default)]
    pub log: Log,
}

impl Config {
    /// With that server, for everybody, and the defaults.
    #[must_use]
    pub fn new(server: impl Into<String>) -> Self {
        Self {
            bridge: Bridge::default(),
            tls: None,
            upstream: Upstream::new([server.into()]),
            clients: Clients { unknown: true, ..Clients::default() },
            client: Vec::new(),
            pair: None,
            status: Status::default(),
            log: Log::default(),
        }
    }

    /// Read a configuration from TOML and check it.
    ///
    /// # Errors
    /// [`ConfigError`] names the line and the key.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        commdn_config::read(text, Self::check)
    }

    /// Read a configuration file and check it.
    ///
    /// # Errors
    /// [`ConfigError`] names the file, the line and the key.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        commdn_config::load(path.as_ref(), Self::check)
    }
}
