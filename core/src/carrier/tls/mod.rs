//! TLS over TCP: options, connector, carrier, and error texts.
//!
//! Certificates are always verified, against the system's trusted CAs or a site's own; no option
//! turns that off. Everything but the options is behind the feature `tls`.

mod config;
#[cfg(feature = "tls")]
mod connector;
#[cfg(feature = "tls")]
mod explain;
#[cfg(feature = "tls")]
mod files;
#[cfg(feature = "tls")]
mod names;
#[cfg(feature = "tls")]
mod transport;

pub use config::{Pem, TlsConfig, TlsVersion};
#[cfg(feature = "tls")]
pub use connector::TlsConnector;
#[cfg(feature = "tls")]
pub use transport::TlsTransport;
