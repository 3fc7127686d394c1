//! Errors of carriers that the system's own error does not express.
//!
//! Each may be inside the [`io::Error`](std::io::Error) of a [`Connector`](super::Connector) or
//! [`Transport`](super::Transport); the session converts it into the kind that users see.

use super::address::Address;

/// The connection cannot be made secure, in words that name the culprit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A certificate, a file, a version, or a peer that speaks no TLS.
    #[error("{0}")]
    Refused(String),
    /// The TLS library does not take what it was given: a fault of this one.
    #[error("{0}")]
    Internal(String),
}

/// Somebody has thrown a [`ConnectCancel`](super::ConnectCancel).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("connecting was cancelled")]
pub struct Cancelled;

/// A command of the address `exec:` that carries no connection, or no more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The system does not start it.
    #[error("cannot start the command {program}: {text}")]
    Start {
        /// The program.
        program: String,
        /// The system's error.
        text: String,
    },
    /// It has ended, or has closed its standard output.
    #[error(
        "the command {program} ended ({}){}",
        status.as_deref().unwrap_or("it closed its output"),
        last_line.as_ref().map(|line| format!(": {line}")).unwrap_or_default()
    )]
    Ended {
        /// The program.
        program: String,
        /// Its exit status; none while it runs on.
        status: Option<String>,
        /// The last line that it wrote to standard error, if that is short.
        last_line: Option<String>,
    },
}

/// An address that this crate cannot open connections to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectorError {
    /// TLS options and an address without TLS, which would not be as safe as it looks.
    #[error("TLS options are set, but {0} is plain text: write tls://{0}")]
    PlainText(Address),
    /// TLS options and a command, whose connection is a pipe.
    #[error("TLS options are set, but {0} is a command: its own options say how it connects")]
    TlsOfCommand(Address),
    /// TLS in a build without it.
    #[error("{0}: this build has no TLS (feature tls)")]
    NoTls(Address),
    /// The simulator's crate opens these.
    #[error("{0} is the simulator, which is not of this crate")]
    Simulator(Address),
}

/// Text that is not a version of TLS.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("TLS version {0:?} is neither \"1.2\" nor \"1.3\"")]
pub struct TlsVersionError(pub(super) String);
