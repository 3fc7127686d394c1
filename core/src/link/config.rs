//! Options of a client's connection.

use std::time::Duration;

use crate::description::session as options;

/// Keep-alive of an idle connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeepAlive {
    /// After so long without a byte from the peer it is polled; after twice as long it is given up.
    /// `None`: never.
    pub local: Option<Duration>,
    /// The same, asked of the peer. `None`: never.
    pub remote: Option<Duration>,
}

impl KeepAlive {
    /// No keep-alive.
    pub const OFF: Self = Self { local: None, remote: None };

    /// The same interval on both sides; zero is off.
    #[must_use]
    pub const fn every(interval: Duration) -> Self {
        let interval = if interval.is_zero() { None } else { Some(interval) };
        Self { local: interval, remote: interval }
    }
}

impl Default for KeepAlive {
    /// On both sides, as sites usually configure T-Server's own.
    fn default() -> Self {
        Self::every(options::composed::keep_alive.standard_time())
    }
}

/// The client of a connection, and its DN.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkConfig {
    /// The application's name.
    pub application: String,
    /// Its password, or none.
    pub password: Option<String>,
    /// The communication DN; empty for a client that registers none, and only reads the
    /// configuration.
    pub dn: String,
    /// Keep-alive.
    pub keep_alive: KeepAlive,
    /// Longest step of the start.
    pub step_timeout: Duration,
    /// Longest frame that is accepted, in bytes.
    pub max_frame_bytes: usize,
}

impl LinkConfig {
    /// With the defaults.
    #[must_use]
    pub fn new(application: impl Into<String>, dn: impl Into<String>) -> Self {
        Self {
            application: application.into(),
            password: None,
            dn: dn.into(),
            keep_alive: KeepAlive::default(),
            step_timeout: options::connect_timeout.standard_time(),
            max_frame_bytes: options::max_frame_bytes.standard_number() as usize,
        }
    }
}

impl std::fmt::Debug for LinkConfig {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkConfig")
            .field("application", &self.application)
            .field("password", &self.password.as_ref().map(|_| "****"))
            .field("dn", &self.dn)
            .field("keep_alive", &self.keep_alive)
            .finish_non_exhaustive()
    }
}
