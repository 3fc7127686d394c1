//! Status of a session's connection.
//!
//! Owns the words; the engine decides which one holds.

use super::engine::Engine;

/// State of a session's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// There is none yet, or it is being replaced: requests wait.
    Connecting,
    /// The DN is registered and in service: requests go out at once.
    Up,
    /// The DN is registered and out of service: requests wait.
    OutOfService,
    /// The session was closed, or has given up.
    Over,
}

impl Status {
    pub(super) fn of(engine: &Engine) -> Self {
        if engine.unusable().is_some() {
            Self::Over
        } else if engine.is_up() {
            Self::Up
        } else if engine.is_out_of_service() {
            Self::OutOfService
        } else {
            Self::Connecting
        }
    }
}
