//! The link: T-Library messages in this project's own frames.
//!
//! Owns the frame (`docs/link-protocol.md`) and both ends of one connection as pure machines:
//! [`ClientLink`] and [`ServerLink`].
//! The frame uses T-Library's message and attribute numbers, but it is not T-Library's own
//! TCP framing, whose bytes are not public.
//!
//! Starts no thread and reads no clock: time comes in as an argument. [`crate::carrier`] moves the
//! bytes.

mod buffer;
mod channel;
mod client;
pub mod client_request;
mod config;
mod distribution;
mod error;
mod frame;
mod ids;
mod server;
mod server_message;

#[cfg(test)]
mod tests;

pub use buffer::FrameBuffer;
pub use channel::Channel;
pub use client::{ClientLink, LinkEvent, ServerTime};
pub use config::{KeepAlive, LinkConfig};
pub use error::{LinkError, Stage};
pub use frame::{
    Frame, FrameWriter, MAX_TEXT_BYTES, PREFACE_LEN, PROTOCOL_VERSION, preface, read_preface,
};
pub use ids::{AttributeId, MessageId};
pub use server::{About, ClientRequest, Login, ServerConfig, ServerLink};
pub use server_message::ServerMessage;
