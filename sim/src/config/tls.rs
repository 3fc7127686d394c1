//! The table `[tls]`: what listeners with TLS show, and whom they let in.

use std::path::PathBuf;

use commdn::carrier::TlsVersion;
use serde::{Deserialize, Serialize};

/// Files in PEM form, read when the first listener with TLS (`tls://host:port`) starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tls {
    /// The server's certificate, and its chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<PathBuf>,
    /// Instead of both: a folder with the files of `commdn-sim cert`, which are made if they are not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throw_away: Option<PathBuf>,
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
            certificate: Some(certificate.into()),
            key: Some(key.into()),
            throw_away: None,
            client_ca: None,
            minimum_version: lowest(),
        }
    }

    /// With certificates to throw away in that folder, for every client, from TLS 1.2 on.
    pub fn throw_away(folder: impl Into<PathBuf>) -> Self {
        Self { certificate: None, key: None, throw_away: Some(folder.into()), ..Self::new("", "") }
    }

    /// What does not fit together.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        let lowest = self.minimum_version.parse::<TlsVersion>();
        lowest.map_err(|error| ("minimum_version", error.to_string()))?;
        match (&self.certificate, &self.key, &self.throw_away) {
            (Some(_), Some(_), None) | (None, None, Some(_)) => Ok(()),
            (None, None, None) | (Some(_), Some(_), Some(_)) => {
                Err(("certificate", "give certificate and key, or throw_away".to_owned()))
            }
            (Some(_), _, _) => Err(("key", "the certificate's key is missing".to_owned())),
            (None, _, _) => Err(("certificate", "the key's certificate is missing".to_owned())),
        }
    }

    /// The files of certificate and key; throw-away ones are made if they are not there.
    #[cfg(feature = "tls")]
    pub(crate) fn files(&self) -> Result<(PathBuf, PathBuf), String> {
        if let Some(folder) = &self.throw_away {
            let server = folder.join("server.pem");
            if !server.exists() {
                make(folder)?;
            }
            return Ok((server, folder.join("server.key")));
        }
        match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => Ok((certificate.clone(), key.clone())),
            _ => Err("there is no certificate and key".to_owned()),
        }
    }
}

#[cfg(feature = "certificates")]
fn make(folder: &std::path::Path) -> Result<(), String> {
    crate::write_certificates(folder, &[]).map(drop).map_err(|error| error.to_string())
}

#[cfg(all(feature = "tls", not(feature = "certificates")))]
fn make(_: &std::path::Path) -> Result<(), String> {
    Err("this build makes no certificates (feature certificates)".to_owned())
}

fn lowest() -> String {
    TlsVersion::Tls12.to_string()
}
