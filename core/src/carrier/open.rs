//! Connector for an address: the choice of the carrier.

use std::sync::Arc;

use super::address::Address;
use super::error::ConnectorError;
use super::exec::ExecConnector;
use super::tcp::TcpConnector;
use super::tls::TlsConfig;
#[cfg(feature = "tls")]
use super::tls::TlsConnector;
use super::transport::Connector;

impl Address {
    /// Connector to a server on the network, or over a command; `tls` are the options, if any were
    /// given.
    ///
    /// # Errors
    /// TLS options and an address without TLS, TLS in a build without it, an address of a simulator.
    pub fn connector(&self, tls: Option<&TlsConfig>) -> Result<Arc<dyn Connector>, ConnectorError> {
        match self {
            Self::Tcp { .. } if tls.is_some() => Err(ConnectorError::PlainText(self.clone())),
            Self::Tcp { host, port } => Ok(Arc::new(TcpConnector::new(host, *port))),
            #[cfg(feature = "tls")]
            Self::Tls { host, port } => {
                let tls = tls.cloned().unwrap_or_default();
                Ok(Arc::new(TlsConnector::new(host, *port, tls)))
            }
            #[cfg(not(feature = "tls"))]
            Self::Tls { .. } => Err(ConnectorError::NoTls(self.clone())),
            Self::Exec { .. } if tls.is_some() => Err(ConnectorError::TlsOfCommand(self.clone())),
            Self::Exec { command } => Ok(Arc::new(ExecConnector::new(command.clone()))),
            Self::Sim { .. } => Err(ConnectorError::Simulator(self.clone())),
        }
    }
}
