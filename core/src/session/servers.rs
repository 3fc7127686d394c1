//! Where a session connects to: one server, or a primary and its backups.

use std::sync::Arc;

use crate::link::Connector;

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

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Arc<dyn Connector>> {
        self.0.get(index)
    }

    /// The names of the places.
    pub(super) fn places(&self) -> Arc<[String]> {
        self.0.iter().map(|server| server.place()).collect()
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
