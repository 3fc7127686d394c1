//! Servers of a session: one, or a primary and its backups.
//!
//! Owns their order and their names. Must not choose among them: `backoff` does.

use std::sync::Arc;

use crate::carrier::{Address, Connector, TlsConfig};
use crate::error::Error;

/// The servers of a session, the primary first.
///
/// Made from one [`Connector`], or from a list of them.
#[derive(Debug, Clone)]
pub struct Servers(Arc<[Arc<dyn Connector>]>);

impl Servers {
    /// A primary and its backups.
    pub fn new(servers: impl IntoIterator<Item = Arc<dyn Connector>>) -> Self {
        Self(servers.into_iter().collect())
    }

    /// The servers of addresses as users write them, with commas between, the primary first:
    /// `host:port`, `tcp://host:port`, `tls://host:port`, `exec:COMMAND`. For `sim:CONFIG`,
    /// `simulator` starts a simulator with that configuration, and returns its connector.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) if one is not an address,
    /// [`ErrorKind::Tls`](crate::ErrorKind::Tls) if the options of TLS cannot be used, and what
    /// `simulator` returns.
    pub fn of_addresses<E: From<Error>>(
        text: &str,
        tls: Option<&TlsConfig>,
        mut simulator: impl FnMut(&str) -> Result<Arc<dyn Connector>, E>,
    ) -> Result<Self, E> {
        let mut servers = Vec::new();
        for address in Address::parse_list(text).map_err(Error::from)? {
            servers.push(match &address {
                Address::Sim { config } => simulator(config)?,
                network => network.connector(tls).map_err(Error::from)?,
            });
        }
        Ok(Self(servers.into()))
    }

    /// The same servers, each with what `wrap` makes of its connector.
    #[must_use]
    pub fn map(&self, wrap: impl Fn(&Arc<dyn Connector>) -> Arc<dyn Connector>) -> Self {
        Self(self.0.iter().map(wrap).collect())
    }

    /// What opens a connection to each, the primary first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Connector>> {
        self.0.iter()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Arc<dyn Connector>> {
        self.0.get(index)
    }

    /// Whether nothing is left of their connections that were shut down.
    pub(super) fn are_at_rest(&self) -> bool {
        self.0.iter().all(|server| server.is_at_rest())
    }

    /// Their names.
    pub(super) fn names(&self) -> Arc<[String]> {
        self.0.iter().map(|server| server.server()).collect()
    }
}

impl<C: Connector + 'static> From<C> for Servers {
    fn from(server: C) -> Self {
        Self::new([Arc::new(server) as Arc<dyn Connector>])
    }
}

impl From<Arc<dyn Connector>> for Servers {
    fn from(server: Arc<dyn Connector>) -> Self {
        Self::new([server])
    }
}

impl From<Vec<Arc<dyn Connector>>> for Servers {
    fn from(servers: Vec<Arc<dyn Connector>>) -> Self {
        Self::new(servers)
    }
}
