//! A simulator, a bridge before it, and what tests ask of both.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use commdn::carrier::{Connector, TcpConnector};
use commdn::session::{Session, SessionConfig};
use commdn_bridge::{Bridge, Config};
use commdn_sim::Simulator;

use crate::client::{self, Client, Ended, PATIENCE};

/// A simulator that stands still, and where it listens.
pub struct Site {
    pub simulator: Simulator,
    pub address: SocketAddr,
}

impl Site {
    pub fn start() -> Self {
        Self::of(client::still())
    }

    pub fn of(config: commdn_sim::Config) -> Self {
        let simulator = client::start(config);
        let address = simulator.listen("127.0.0.1:0").expect("a free port");
        Self { simulator, address }
    }

    /// A bridge before it, as `change` would have it.
    pub fn bridge(&self, change: impl FnOnce(&mut Config)) -> Bridge {
        bridge(&self.address.to_string(), change)
    }

    /// The simulator's clients: their DNs, sorted.
    pub fn dns_of_clients(&self) -> Vec<Vec<String>> {
        let snapshot = self.simulator.control().snapshot();
        let sorted = |mut dns: Vec<String>| {
            dns.sort();
            dns
        };
        snapshot.clients.into_iter().map(|client| sorted(client.dns)).collect()
    }
}

/// A bridge to that server: for everybody, on a free port, quick to come back.
pub fn bridge(server: &str, change: impl FnOnce(&mut Config)) -> Bridge {
    let mut config = Config::new(server);
    config.bridge.listen = vec!["127.0.0.1:0".to_owned()];
    config.bridge.drain_seconds = 5.0;
    config.upstream.first_delay_seconds = 0.1;
    config.upstream.max_delay_seconds = 0.2;
    change(&mut config);
    Bridge::start(&config).unwrap_or_else(|error| panic!("the bridge does not start: {error}"))
}

pub fn connector(bridge: &Bridge) -> Arc<dyn Connector> {
    connector_to(bridge.addresses()[0])
}

pub fn connector_to(address: SocketAddr) -> Arc<dyn Connector> {
    Arc::new(TcpConnector::new(address.ip().to_string(), address.port()))
}

/// A raw client of a bridge.
pub fn client(bridge: &Bridge, application: &str, dn: &str) -> Result<Client, Ended> {
    Client::try_connect(&*connector(bridge), client::config(application, dn), 20)
}

/// A session over a bridge.
pub fn session(bridge: &Bridge) -> Session {
    let config = SessionConfig::new("8001", 20).application("desktop").ocs_dbid(101);
    Session::connect(config.request_timeout(PATIENCE), connector(bridge)).expect("it connects")
}

/// Wait until it holds.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE * 2, "{what} does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Why a client was not let in.
pub fn refusal(result: Result<Client, Ended>) -> String {
    match result {
        Err(Ended::Link(error)) => error.to_string(),
        Err(other) => panic!("neither in nor refused: {other:?}"),
        Ok(_) => panic!("it was let in"),
    }
}
