//! What the end-to-end tests share: a session with the demo contact centre, embedded or over TCP.

use std::sync::Arc;
use std::time::Duration;

use commdn::link::{Connector, TcpConnector};
use commdn::session::{Session, SessionConfig};
use commdn_sim::{Config, Simulator};

/// The demo's communication DN.
pub const DN: &str = "8001";
/// The demo's application that OCS accepts requests of.
pub const APP: i32 = 20;
/// The demo's OCS.
pub const OCS: i32 = 101;
/// Longer than anything here takes.
pub const SOON: Duration = Duration::from_secs(9);

/// The two ways to reach a simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Within the process.
    Embedded,
    /// Over TCP on this machine.
    Tcp,
}

/// Both ways.
pub const FACES: [Face; 2] = [Face::Embedded, Face::Tcp];

impl Face {
    /// What opens connections to `simulator` that way.
    ///
    /// # Panics
    /// If the simulator cannot listen.
    #[must_use]
    pub fn connector(self, simulator: &Simulator) -> Arc<dyn Connector> {
        match self {
            Self::Embedded => simulator.connector(),
            Self::Tcp => {
                let address = simulator.listen("127.0.0.1:0").expect("a free port");
                Arc::new(TcpConnector::new(address.ip().to_string(), address.port()))
            }
        }
    }
}

/// A simulator of the demo contact centre.
///
/// # Panics
/// If it does not start.
#[must_use]
pub fn demo() -> Simulator {
    Simulator::start(Config::demo()).expect("the demo starts")
}

/// The options of a session as the demo's first application.
pub fn config() -> SessionConfig {
    SessionConfig::new(DN, APP).application("desktop").ocs_dbid(OCS).request_timeout(SOON)
}

/// A session with `simulator`.
///
/// # Panics
/// If it does not open.
#[must_use]
pub fn open(face: Face, simulator: &Simulator) -> Session {
    Session::connect(config(), face.connector(simulator)).expect("the session opens")
}
