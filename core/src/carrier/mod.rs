//! Carriers: transports of a link's bytes, and the connectors that open them.
//!
//! Owns the traits [`Transport`] and [`Connector`] and their implementations: TCP, TLS over it, a
//! child process, the application's own connection ([`HostCarrier`]), and a [`WriteGate`] in front
//! of any of them. Sockets, processes, threads and clocks are used here and in the session; frames
//! are encoded and decoded in [`crate::link`]. Knows no requests.

mod address;
mod cancel;
mod command;
mod error;
mod exec;
mod host;
mod open;
mod race;
mod resolve;
mod tcp;
mod tls;
mod transport;
mod write_gate;

pub use address::{Address, AddressError, AddressFault};
pub use cancel::{CancelWatch, ConnectCancel};
pub use command::CommandLine;
pub use error::{Cancelled, CommandError, ConnectorError, TlsError, TlsVersionError};
pub use exec::ExecConnector;
pub use host::{HostCarrier, HostSendError, HostSender};
pub use tcp::{TcpConnector, TcpTransport};
pub use tls::{Pem, TlsConfig, TlsVersion};
#[cfg(feature = "tls")]
pub use tls::{TlsConnector, TlsTransport};
pub(crate) use transport::is_timeout;
pub use transport::{CarrierLog, Connector, Transport};
pub use write_gate::{GatedConnector, WriteGate};
