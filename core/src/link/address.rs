//! Addresses as users write them: `host:port`, `tcp://host:port`, `sim:`.

use std::fmt;
use std::str::FromStr;

/// Where a session connects to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Address {
    /// A server on the network: host and port.
    Tcp {
        /// Name or IP address.
        host: String,
        /// Port.
        port: u16,
    },
    /// The simulator in this process; what follows the colon (a configuration file), if anything.
    Sim {
        /// Path of a configuration file; empty for the default.
        config: String,
    },
}

/// Text that is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("address {text:?} {fault}: write host:port, tcp://host:port or sim:")]
pub struct AddressError {
    text: String,
    fault: &'static str,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let fault = |fault| AddressError { text: text.to_owned(), fault };
        if let Some(config) = text.strip_prefix("sim:") {
            return Ok(Self::Sim { config: config.to_owned() });
        }
        let plain = match text.split_once("://") {
            Some(("tcp", rest)) => rest,
            Some(_) => return Err(fault("has an unknown scheme")),
            None => text,
        };
        let (host, port) = plain.rsplit_once(':').ok_or_else(|| fault("has no port"))?;
        let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() {
            return Err(fault("has no host"));
        }
        match port.parse() {
            Ok(0) | Err(_) => Err(fault("has no port from 1 to 65535")),
            Ok(port) => Ok(Self::Tcp { host: host.to_owned(), port }),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Sim { config } => write!(f, "sim:{config}"),
        }
    }
}
