//! Options of TLS, and the sources of certificates and keys.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::carrier::TlsVersionError;

/// Certificates or a key in PEM form: a file, or the text itself.
///
/// As text it is whatever contains `-----BEGIN`; anything else is a path. A file is read at each
/// connecting, so that a renewed certificate counts from the next connection on.
#[derive(Clone, PartialEq, Eq)]
pub enum Pem {
    /// The path of a file.
    File(PathBuf),
    /// The text.
    Text(String),
}

impl From<&str> for Pem {
    fn from(text: &str) -> Self {
        if text.contains("-----BEGIN") {
            Self::Text(text.to_owned())
        } else {
            Self::File(text.into())
        }
    }
}

impl From<String> for Pem {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<PathBuf> for Pem {
    fn from(path: PathBuf) -> Self {
        Self::File(path)
    }
}

impl fmt::Display for Pem {
    /// The path; never the text, which may be a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Text(_) => f.write_str("PEM text"),
        }
    }
}

impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A version of TLS; older ones are not spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum TlsVersion {
    /// TLS 1.2.
    #[default]
    Tls12,
    /// TLS 1.3.
    Tls13,
}

impl fmt::Display for TlsVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Tls12 => "1.2",
            Self::Tls13 => "1.3",
        })
    }
}

impl FromStr for TlsVersion {
    type Err = TlsVersionError;

    /// `1.2` or `1.3`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "1.2" => Ok(Self::Tls12),
            "1.3" => Ok(Self::Tls13),
            _ => Err(TlsVersionError(text.to_owned())),
        }
    }
}

/// Security of a connection; each option has a default.
///
/// ```
/// # use commdn::carrier::TlsConfig;
/// let tls = TlsConfig::new().ca("site-ca.pem").identity("desktop.pem", "desktop.key");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TlsConfig {
    /// The CAs that are trusted. Default: the system's.
    pub ca: Option<Pem>,
    /// The certificate chain that the client shows and its key, where the server asks for one.
    /// Default none.
    pub identity: Option<(Pem, Pem)>,
    /// The name or IP address that the server's certificate must be for. Default: the address's
    /// host.
    pub server_name: Option<String>,
    /// The lowest version that is spoken. Default 1.2.
    pub minimum_version: TlsVersion,
}

impl TlsConfig {
    /// With the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trust these CAs, and not the system's.
    #[must_use]
    pub fn ca(mut self, ca: impl Into<Pem>) -> Self {
        self.ca = Some(ca.into());
        self
    }

    /// Show that certificate (with its chain), whose key that is, if the server asks for one.
    #[must_use]
    pub fn identity(mut self, certificate: impl Into<Pem>, key: impl Into<Pem>) -> Self {
        self.identity = Some((certificate.into(), key.into()));
        self
    }

    /// The name or IP address that the server's certificate must be for.
    #[must_use]
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.server_name = Some(name.into());
        self
    }

    /// The lowest version that is spoken.
    #[must_use]
    pub const fn minimum_version(mut self, version: TlsVersion) -> Self {
        self.minimum_version = version;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_a_path_and_never_shown() {
        let text = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
        let tls = TlsConfig::new().ca("ca.pem").identity("own.pem", text);
        assert_eq!(tls.ca, Some(Pem::File("ca.pem".into())));
        let shown = format!("{tls:?} {}", Pem::from(text));
        assert!(!shown.contains("c2VjcmV0") && shown.contains("own.pem"), "{shown}");
    }

    #[test]
    fn versions_are_read_as_they_are_shown() {
        for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
            assert_eq!(version.to_string().parse::<TlsVersion>().unwrap(), version);
        }
        let error = "1.1".parse::<TlsVersion>().unwrap_err().to_string();
        assert_eq!(error, "TLS version \"1.1\" is neither \"1.2\" nor \"1.3\"");
    }
}
