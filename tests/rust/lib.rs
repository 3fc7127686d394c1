//! What the end-to-end tests share: a session with the demo contact centre, embedded or over TCP.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use commdn::carrier::{CommandLine, Connector, ExecConnector, TcpConnector, Transport};
use commdn::session::{Session, SessionConfig};
use commdn_bridge::Bridge;
use commdn_sim::{Config, Simulator};

pub mod relay;

/// The demo's communication DN.
pub const DN: &str = "8001";
/// The demo's application that OCS accepts requests of.
pub const APP: i32 = 20;
/// The demo's OCS.
pub const OCS: i32 = 101;
/// Longer than anything here takes.
pub const SOON: Duration = Duration::from_secs(9);

/// The ways to reach a simulator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Within the process.
    Embedded,
    /// Over TCP on this machine.
    Tcp,
    /// Over an adapter on standard input and output, and TCP behind it.
    Exec,
    /// Over TCP and a bridge.
    Bridge,
}

/// The environment's variable with the command of a real adapter, to which the simulator's address is added: it takes
/// the place of the relay that [`Face::Exec`] is otherwise.
pub const ADAPTER: &str = "COMMDN_ADAPTER";

/// All ways.
pub const FACES: [Face; 4] = [Face::Embedded, Face::Tcp, Face::Exec, Face::Bridge];

impl Face {
    /// Whether what is reached goes on when the server ends, and tells of a lost link: a bridge, and a real adapter.
    #[must_use]
    pub fn outlives_server(self) -> bool {
        self == Self::Bridge || self == Self::Exec && std::env::var_os(ADAPTER).is_some()
    }

    /// What opens connections to `simulator` that way.
    ///
    /// # Panics
    /// If the simulator cannot listen.
    #[must_use]
    pub fn connector(self, simulator: &Simulator) -> Arc<dyn Connector> {
        match self {
            Self::Embedded => simulator.connector(),
            Self::Tcp => {
                let address = listen(simulator);
                Arc::new(TcpConnector::new(address.ip().to_string(), address.port()))
            }
            Self::Exec if std::env::var_os(ADAPTER).is_some() => {
                let adapter = std::env::var(ADAPTER).expect("the command is a text");
                let line = format!("exec {adapter} 127.0.0.1:{}", listen(simulator).port());
                Arc::new(ExecConnector::new(CommandLine::new("/bin/sh", ["-c", &line])))
            }
            Self::Exec => {
                // Beside the folder of the test.
                let relay = format!("relay{}", std::env::consts::EXE_SUFFIX);
                let test = std::env::current_exe().expect("a test has a file");
                let relay = test.ancestors().nth(2).expect("a folder").join(relay);
                let port = listen(simulator).port().to_string();
                let text = relay.display().to_string();
                Arc::new(ExecConnector::new(CommandLine::new(text, [port])))
            }
            Self::Bridge => Arc::new(Bridged::before(listen(simulator))),
        }
    }
}

fn listen(simulator: &Simulator) -> SocketAddr {
    simulator.listen("127.0.0.1:0").expect("a free port")
}

/// A bridge, and what opens connections to it.
#[derive(Debug)]
struct Bridged {
    _bridge: Bridge,
    connector: TcpConnector,
}

impl Bridged {
    fn before(server: SocketAddr) -> Self {
        let mut config = commdn_bridge::Config::new(server.to_string());
        config.bridge.listen = vec!["127.0.0.1:0".to_owned()];
        let bridge = Bridge::start(&config).expect("the bridge starts");
        let address = bridge.addresses()[0];
        let connector = TcpConnector::new(address.ip().to_string(), address.port());
        Self { _bridge: bridge, connector }
    }
}

impl Connector for Bridged {
    fn connect(&self, timeout: Duration) -> std::io::Result<Arc<dyn Transport>> {
        self.connector.connect(timeout)
    }

    fn server(&self) -> String {
        self.connector.server()
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
