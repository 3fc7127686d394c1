//! From addresses to what opens connections to them.

use std::sync::Arc;

use commdn::kvlist::Charset;
use commdn::link::{Address, Connector, TlsConfig};
use commdn::session::Servers;

use crate::error::Fault;
use crate::sim_backend::{self, Backend};

/// What opens the connections, and the simulators that were started for them.
pub(crate) struct Places {
    pub servers: Servers,
    pub simulators: Vec<Backend>,
}

/// What `text` means: servers on the network, the primary first, or a simulator that is started for it.
///
/// A demo contact centre has the charset of its session.
pub(crate) fn resolve(
    text: &str,
    tls: Option<&TlsConfig>,
    charset: Charset,
) -> Result<Places, Fault> {
    let mut simulators = Vec::new();
    let mut servers = Vec::new();
    for address in Address::parse_list(text).map_err(commdn::Error::from)? {
        let server: Arc<dyn Connector> = match address {
            Address::Sim { config } => {
                let simulator = sim_backend::start(&config, charset)?;
                let connector = sim_backend::connector(&simulator);
                simulators.push(simulator);
                connector
            }
            network => network.connector(tls)?,
        };
        servers.push(server);
    }
    Ok(Places { servers: Servers::new(servers), simulators })
}
