//! The table `[tls]`: what listeners with TLS show, and whom they let in.

use std::path::PathBuf;

use commdn::link::TlsVersion;
use serde::{Deserialize, Serialize};

/// Files in PEM form, read when the first listener with TLS (`tls://host:port`) starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tls {
    /// The server's certificate, and its chain.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// With it, only clients with a certificate of one of these CAs are let in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<PathBuf>,
    /// The lowest version that is spoken: "1.2" or "1.3".
    #[serde(default = "lowest")]
    pub minimum_version: String,
}

impl Tls {
    /// With that certificate, for every client, from TLS 1.2 on.
    pub fn new(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self {
            certificate: certificate.into(),
            key: key.into(),
            client_ca: None,
            minimum_version: lowest(),
        }
    }
}

fn lowest() -> String {
    TlsVersion::Tls12.to_string()
}
