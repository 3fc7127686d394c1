//! Addresses as users write them: `host:port`, `tcp://host:port`, `tls://host:port`, `sim:`.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::tcp::TcpConnector;
use super::tls::TlsConfig;
use super::transport::Connector;
use crate::error::{Error, ErrorKind};

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
    /// A server on the network that speaks TLS.
    Tls {
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
#[error("address {text:?} {fault}: write host:port, tcp://host:port, tls://host:port or sim:")]
pub struct AddressError {
    text: String,
    fault: &'static str,
}

impl Address {
    /// What opens connections to a server on the network; `tls` are the options, if any were given.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`]: TLS options and an address without TLS, which would
    /// not be as safe as it looks; TLS in a build without it; an address of a simulator.
    pub fn connector(&self, tls: Option<&TlsConfig>) -> Result<Arc<dyn Connector>, Error> {
        let fault = |text: String| Err(Error::new(ErrorKind::InvalidArgument, text));
        match self {
            Self::Tcp { .. } if tls.is_some() => {
                fault(format!("TLS options are set, but {self} is plain text: write tls://{self}"))
            }
            Self::Tcp { host, port } => Ok(Arc::new(TcpConnector::new(host, *port))),
            #[cfg(feature = "tls")]
            Self::Tls { host, port } => {
                let tls = tls.cloned().unwrap_or_default();
                Ok(Arc::new(super::tls::TlsConnector::new(host, *port, tls)))
            }
            #[cfg(not(feature = "tls"))]
            Self::Tls { .. } => fault(format!("{self}: this build has no TLS (feature tls)")),
            Self::Sim { .. } => {
                fault(format!("{self} is the simulator, which is not of this crate"))
            }
        }
    }

    /// A list of addresses with commas between, the primary first.
    ///
    /// # Errors
    /// The first that is no address; an empty list.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, AddressError> {
        if text.starts_with("sim:") {
            // The rest is a path, which may have commas.
            return Ok(vec![text.parse()?]);
        }
        text.split(',').map(|address| address.trim().parse()).collect()
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let fault = |fault| AddressError { text: text.to_owned(), fault };
        if let Some(config) = text.strip_prefix("sim:") {
            return Ok(Self::Sim { config: config.to_owned() });
        }
        let (secure, plain) = match text.split_once("://") {
            Some(("tcp", rest)) => (false, rest),
            Some(("tls", rest)) => (true, rest),
            Some(_) => return Err(fault("has an unknown scheme")),
            None => (false, text),
        };
        let (host, port) = plain.rsplit_once(':').ok_or_else(|| fault("has no port"))?;
        let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() {
            return Err(fault("has no host"));
        }
        match port.parse() {
            Ok(0) | Err(_) => Err(fault("has no port from 1 to 65535")),
            Ok(port) if secure => Ok(Self::Tls { host: host.to_owned(), port }),
            Ok(port) => Ok(Self::Tcp { host: host.to_owned(), port }),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Tls { host, port } if host.contains(':') => write!(f, "tls://[{host}]:{port}"),
            Self::Tls { host, port } => write!(f, "tls://{host}:{port}"),
            Self::Sim { config } => write!(f, "sim:{config}"),
        }
    }
}
