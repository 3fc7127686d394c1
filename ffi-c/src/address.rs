//! From an address to what opens connections to it.

use std::sync::Arc;

use commdn::link::{Address, Connector, TcpConnector};

use crate::error::Fault;
use crate::guard::invalid;
use crate::sim_backend::{self, Backend};

/// What opens the connections, and the simulator that was started for them.
pub(crate) struct Place {
    pub connector: Arc<dyn Connector>,
    pub simulator: Option<Backend>,
}

/// What `text` means: a server on the network, or a simulator that is started for it.
pub(crate) fn resolve(text: &str) -> Result<Place, Fault> {
    match text.parse::<Address>().map_err(commdn::Error::from)? {
        Address::Tcp { host, port } => {
            Ok(Place { connector: Arc::new(TcpConnector::new(host, port)), simulator: None })
        }
        Address::Sim { config } => {
            let simulator = sim_backend::start(&config)?;
            let connector = sim_backend::connector(&simulator);
            Ok(Place { connector, simulator: Some(simulator) })
        }
        other => Err(invalid(format!("address {other} is of a kind that the C API lacks"))),
    }
}
