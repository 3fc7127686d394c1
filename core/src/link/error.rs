//! Errors of a link.

use std::fmt;

use super::frame::PREFACE_LEN;
use crate::text::escape;

/// Phase that a connection had reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The preface was sent, the peer's had not come.
    Preface,
    /// The application had introduced itself, the server had not accepted it.
    Login,
    /// The server had accepted the application, but not yet reported its link to the switch.
    Link,
    /// The DN's registration was asked for.
    Registration,
    /// The DN was registered.
    Up,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Preface => "waiting for the server's preface",
            Self::Login => "waiting for the server to accept the application",
            Self::Link => "waiting for the server's link",
            Self::Registration => "waiting for the DN to be registered",
            Self::Up => "up",
        })
    }
}

/// Reason why a connection cannot continue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The peer speaks something else.
    #[error(
        "the peer does not speak this protocol: it sent \"{}\" where COMMDN was expected{}",
        got.escape_ascii(),
        hint(*got)
    )]
    NotCommDn {
        /// Its first bytes, filled up with zeros.
        got: [u8; PREFACE_LEN],
    },
    /// The peer speaks TLS, this side does not.
    #[error(
        "the server speaks TLS, this connection is plain text: write the address as tls://host:port"
    )]
    SpeaksTls,
    /// The peer's version is unknown here.
    #[error("the peer speaks version {theirs} of the link protocol, this library {ours}")]
    Version {
        /// The peer's.
        theirs: u16,
        /// This library's.
        ours: u16,
    },
    /// A frame is longer than the limit.
    #[error("frame of {len} bytes is over max_frame_bytes ({max})")]
    FrameTooLarge {
        /// The frame's length.
        len: usize,
        /// The limit.
        max: usize,
    },
    /// A frame that breaks the layout.
    #[error("frame of {len} bytes {fault}")]
    Frame {
        /// Its length.
        len: usize,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// The server does not accept the application.
    #[error("the server refused application {application:?}: {} (code {code})", escape(message))]
    LoginRefused {
        /// The application's name.
        application: String,
        /// T-Server's error code.
        code: i32,
        /// Its text.
        message: String,
    },
    /// The server does not register the DN.
    #[error("the server refused to register DN {dn:?}: {} (code {code})", escape(message))]
    RegistrationRefused {
        /// The DN.
        dn: String,
        /// T-Server's error code.
        code: i32,
        /// Its text.
        message: String,
    },
    /// A step of the start took too long.
    #[error("no progress within {after_ms} ms while {stage}")]
    Stalled {
        /// The step.
        stage: Stage,
        /// How long it took, in milliseconds.
        after_ms: u128,
    },
    /// Nothing came from the peer, not even an answer to a keep-alive poll.
    #[error("nothing came from the peer for {silent_ms} ms, nor an answer to a keep-alive poll")]
    KeepAlive {
        /// How long nothing came, in milliseconds.
        silent_ms: u128,
    },
    /// The peer closed the connection.
    #[error("the peer closed the connection while {stage}")]
    Closed {
        /// How far it had come.
        stage: Stage,
    },
}

fn hint(got: [u8; PREFACE_LEN]) -> &'static str {
    match got {
        [b'H', b'T', b'T', b'P', ..] => " (it looks like HTTP)",
        _ => "",
    }
}
