//! The tables about clients: who they are, what they may, how much.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How much a client may; a client's own table goes before the table for all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Limits {
    /// Most connections under its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connections: Option<usize>,
    /// Most requests in a second that go to the server, on average, for each connection. More wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_second: Option<f64>,
    /// Most requests of a connection that wait here; after that no more are read from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_waiting_requests: Option<usize>,
    /// A connection for which more bytes wait is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_backlog_bytes: Option<usize>,
    /// A connection that takes nothing for so long, while something waits for it, is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slow_seconds: Option<f64>,
}

impl Limits {
    /// These, and `others` where these say nothing.
    #[must_use]
    pub fn or(&self, others: &Self) -> Self {
        Self {
            max_connections: self.max_connections.or(others.max_connections),
            requests_per_second: self.requests_per_second.or(others.requests_per_second),
            max_waiting_requests: self.max_waiting_requests.or(others.max_waiting_requests),
            max_backlog_bytes: self.max_backlog_bytes.or(others.max_backlog_bytes),
            slow_seconds: self.slow_seconds.or(others.slow_seconds),
        }
    }
}

/// What counts for all clients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Clients {
    /// Whether programs that have no table are let in, with every right.
    pub unknown: bool,
    /// Whether a sender sees its own user event, as any other client of the DN.
    pub own_echo: bool,
    /// What a client may that says nothing itself.
    pub limits: Limits,
}

impl Default for Clients {
    fn default() -> Self {
        Self { unknown: false, own_echo: true, limits: Limits::default() }
    }
}

/// One client, by the name that it logs in with.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Client {
    /// Its application name.
    pub name: String,
    /// Its password as `commdn-bridge hash` prints it (Argon2, PHC form).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
    /// A file with its password, or with the hash of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// The common name, or an alternative DNS name, of its certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The DNs that it may use; all without it. A star at the end stands for any rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dns: Option<Vec<String>>,
    /// The requests that it may make, as their constructors are named; all without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<Vec<String>>,
    /// The DBIDs of applications as which it may make requests; all without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applications: Option<Vec<i32>>,
    /// Whether it may read objects of the configuration.
    #[serde(default)]
    pub directory: bool,
    /// How much it may.
    #[serde(default)]
    pub limits: Limits,
}

impl Client {
    /// With that name, without a password, with every right.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            password_hash: None,
            password_file: None,
            certificate: None,
            dns: None,
            requests: None,
            applications: None,
            directory: false,
            limits: Limits::default(),
        }
    }
}

impl fmt::Debug for Client {
    /// Without the hash, which may be guessed at.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("name", &self.name)
            .field("password", &self.password_hash.as_ref().map(|_| "****"))
            .field("dns", &self.dns)
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}
