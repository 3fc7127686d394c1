//! The link: T-Library messages in this project's own frames, and what carries them.
//!
//! Owns the frame (`docs/link-protocol.md`), the client's end of one connection as a pure
//! machine ([`ClientLink`]), and the trait of whatever moves the bytes ([`Transport`]).
//! The frame uses T-Library's message and attribute numbers, but it is not T-Library's own
//! TCP framing, whose bytes are not public.
//!
//! Starts no thread and reads no clock: time comes in as an argument. The carriers do, which stand beside the trait.

mod address;
mod buffer;
mod cancel;
mod client;
mod error;
mod frame;
mod gather;
mod host;
mod ids;
mod race;
mod resolve;
mod tcp;
mod tls;
mod transport;

#[cfg(test)]
mod tests;

pub use address::{Address, AddressError, AddressFault};
pub use buffer::FrameBuffer;
pub use cancel::{CancelWatch, ConnectCancel};
pub use client::{ClientLink, KeepAlive, LinkConfig, LinkEvent};
pub use error::{LinkError, Stage};
pub use frame::{
    Frame, FrameWriter, MAX_TEXT_BYTES, PREFACE_LEN, PROTOCOL_VERSION, preface, read_preface,
};
pub use gather::{Gate, GatheringConnector};
pub use host::{HostCarrier, HostSendError, HostSender};
pub use ids::{AttributeId, MessageId};
pub use tcp::{TcpConnector, TcpTransport};
pub use tls::{Pem, TlsConfig, TlsVersion};
#[cfg(feature = "tls")]
pub use tls::{TlsConnector, TlsTransport};
pub use transport::{Connector, Transport};

/// A moment: the time since a start that whoever asks has chosen.
pub type Moment = std::time::Duration;
