//! From an address to what opens connections to it.

use std::sync::Arc;

use commdn::link::{Address, Connector, TlsConfig};

use crate::error::Fault;
use crate::sim_backend::{self, Backend};

/// What opens the connections, and the simulator that was started for them.
pub(crate) struct Place {
    pub connector: Arc<dyn Connector>,
    pub simulator: Option<Backend>,
}

/// What `text` means: a server on the network, or a simulator that is started for it.
pub(crate) fn resolve(text: &str, tls: Option<&TlsConfig>) -> Result<Place, Fault> {
    match text.parse::<Address>().map_err(commdn::Error::from)? {
        Address::Sim { config } => {
            let simulator = sim_backend::start(&config)?;
            let connector = sim_backend::connector(&simulator);
            Ok(Place { connector, simulator: Some(simulator) })
        }
        network => Ok(Place { connector: network.connector(tls)?, simulator: None }),
    }
}
