//! Storage without a file, for a machine that is run without I/O: it can lose power at any moment.
//!
//! Owns what is stored and what is being written. What an engine notes is on the disk only after
//! [`Disk::written`]; answers that depend on it wait for that.

use super::Engine;
use crate::config::{Config, ConfigError};
use crate::journal::{Change, Mark, Restored};

/// What a contact centre has stored, and is writing.
#[derive(Debug, Default)]
pub struct Disk {
    stored: Vec<Change>,
    writing: Option<(Mark, Vec<Change>)>,
}

impl Disk {
    /// The contact centre of `config` with what is stored; nothing is being written then.
    ///
    /// # Errors
    /// As [`Config::check`].
    pub fn start(&mut self, config: &Config) -> Result<Engine, ConfigError> {
        self.writing = None;
        Engine::with_storage(config, Some(Restored { changes: self.stored.clone() }))
    }

    /// Begin to write what `engine` has noted; whether anything is being written that was not before.
    pub fn write(&mut self, engine: &mut Engine) -> bool {
        if self.writing.is_some() {
            return false;
        }
        self.writing = engine.take_changes();
        self.writing.is_some()
    }

    /// What was being written is stored, and `engine` may tell.
    pub fn written(&mut self, engine: &mut Engine) {
        if let Some((mark, changes)) = self.writing.take() {
            self.stored.extend(changes);
            engine.committed(mark);
        }
    }

    /// Power is lost: what was being written is on the disk as a whole, if `lucky`, or not at all.
    pub fn lose_power(&mut self, lucky: bool) {
        let writing = self.writing.take();
        if let Some((_, changes)) = writing.filter(|_| lucky) {
            self.stored.extend(changes);
        }
    }
}
