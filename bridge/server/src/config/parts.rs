//! The tables of the file that are not about clients.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Where the bridge listens, and what it allows all clients together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Bridge {
    /// Addresses to listen on: `host:port`, or `tls://host:port`.
    pub listen: Vec<String>,
    /// Most clients that are logged in at a time.
    pub max_clients: usize,
    /// A connection must have logged in after so long.
    pub login_seconds: f64,
    /// The longest frame that a client may send, in bytes.
    pub max_frame_bytes: usize,
    /// How long clients have at the end to get what is under way.
    pub drain_seconds: f64,
}

impl Default for Bridge {
    fn default() -> Self {
        Self {
            listen: vec!["127.0.0.1:3100".to_owned()],
            max_clients: 2_048,
            login_seconds: 10.0,
            max_frame_bytes: 131_072,
            drain_seconds: 10.0,
        }
    }
}

/// What listeners with TLS show and ask for: files in PEM form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tls {
    /// The bridge's certificate, and its chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// The CAs of client certificates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<PathBuf>,
    /// Whether every client must show one; otherwise those without log in with a password.
    #[serde(default)]
    pub require_client_certificate: bool,
    /// The lowest version that is spoken: "1.2" or "1.3".
    #[serde(default = "lowest")]
    pub minimum_version: String,
}

impl Tls {
    /// With that certificate, from TLS 1.2 on.
    pub fn new(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self {
            certificate: certificate.into(),
            key: key.into(),
            client_ca: None,
            require_client_certificate: false,
            minimum_version: lowest(),
        }
    }
}

fn lowest() -> String {
    "1.2".to_owned()
}

/// Whether the server sends a client's user event back to it, as one more client of the DN.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Echo {
    /// Found out from what comes back.
    #[default]
    Auto,
    /// It does: what comes back is passed on.
    Yes,
    /// It does not: the bridge shows an accepted event to the DN's other clients itself.
    No,
}

/// The server that is shared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Upstream {
    /// Its addresses, the primary first.
    pub servers: Vec<String>,
    /// The name under which the bridge logs in.
    #[serde(default = "Upstream::application")]
    pub application: String,
    /// A file with the password for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// TLS of `tls://` addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<UpstreamTls>,
    /// Most requests that the server has not acknowledged.
    #[serde(default = "Upstream::window")]
    pub window: usize,
    /// A request without an acknowledgement is no longer waited for after so long.
    #[serde(default = "Upstream::request_seconds")]
    pub request_seconds: f64,
    /// The time limit of connecting and of each step of the login.
    #[serde(default = "Upstream::connect_seconds")]
    pub connect_seconds: f64,
    /// Keep-alive in both directions; 0 for none.
    #[serde(default = "Upstream::keep_alive_seconds")]
    pub keep_alive_seconds: f64,
    /// The pause after a failed round over all servers; it doubles up to the next.
    #[serde(default = "Upstream::first_delay_seconds")]
    pub first_delay_seconds: f64,
    /// The longest pause.
    #[serde(default = "Upstream::max_delay_seconds")]
    pub max_delay_seconds: f64,
    /// Clients are let go when the server has been away for so long.
    #[serde(default = "Upstream::grace_seconds")]
    pub grace_seconds: f64,
    /// Whether it sends user events back to their sender.
    #[serde(default)]
    pub echo: Echo,
}

impl Upstream {
    /// With those addresses and the defaults.
    pub fn new(servers: impl IntoIterator<Item = String>) -> Self {
        Self {
            servers: servers.into_iter().collect(),
            application: Self::application(),
            password_file: None,
            tls: None,
            window: Self::window(),
            request_seconds: Self::request_seconds(),
            connect_seconds: Self::connect_seconds(),
            keep_alive_seconds: Self::keep_alive_seconds(),
            first_delay_seconds: Self::first_delay_seconds(),
            max_delay_seconds: Self::max_delay_seconds(),
            grace_seconds: Self::grace_seconds(),
            echo: Echo::default(),
        }
    }

    fn application() -> String {
        "commdn-bridge".to_owned()
    }

    const fn window() -> usize {
        256
    }

    const fn request_seconds() -> f64 {
        30.0
    }

    const fn connect_seconds() -> f64 {
        10.0
    }

    const fn keep_alive_seconds() -> f64 {
        10.0
    }

    const fn first_delay_seconds() -> f64 {
        0.25
    }

    const fn max_delay_seconds() -> f64 {
        20.0
    }

    const fn grace_seconds() -> f64 {
        60.0
    }
}

/// TLS towards the server: files in PEM form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct UpstreamTls {
    /// The CAs that are trusted; without it the system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// The bridge's own certificate, where the server asks for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// The name that the server's certificate must be for; without it the address's host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
}

/// What a bridge of a pair is when both could serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Role {
    /// It serves.
    Primary,
    /// It waits.
    Backup,
}

/// The other bridge of a pair: one of the two serves, the other refuses logins as a backup T-Server does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pair {
    /// Where the other one listens.
    pub peer: String,
    /// What this one is when both could serve.
    pub role: Role,
    /// The name of this one as a client of the other one.
    #[serde(default = "Pair::name")]
    pub name: String,
    /// A file with the password for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// TLS of a `tls://` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls: Option<UpstreamTls>,
    /// The other one must not have served for so long before this one does.
    #[serde(default = "Pair::takeover_seconds")]
    pub takeover_seconds: f64,
}

impl Pair {
    /// With that peer and the defaults.
    pub fn new(peer: impl Into<String>, role: Role) -> Self {
        Self {
            peer: peer.into(),
            role,
            name: Self::name(),
            password_file: None,
            tls: None,
            takeover_seconds: Self::takeover_seconds(),
        }
    }

    fn name() -> String {
        "commdn-bridge".to_owned()
    }

    const fn takeover_seconds() -> f64 {
        3.0
    }
}

/// Metrics and health over HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Status {
    /// Where; nowhere without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LogFormat {
    /// One JSON object.
    #[default]
    Json,
    /// For people.
    Text,
}

/// The log, on standard error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
    /// The least level: "error", "warn", "info" or "debug".
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::default(), level: "info".to_owned() }
    }
}
