//! Failed attempts to connect: why there is no connection, server by server.
//!
//! Owns the last attempts and their text. Must not decide when to try again: `backoff` does.

use std::collections::VecDeque;

use crate::error::{Error, ErrorKind};

/// An attempt to connect that failed, or a connection that was lost.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Attempt {
    /// The server.
    pub server: String,
    /// The failure.
    pub error: Error,
}

/// Most attempts that are remembered.
const KEPT: usize = 8;

/// The attempts since a connection was last up.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    last: VecDeque<Attempt>,
    total: u64,
}

impl Attempts {
    pub fn push(&mut self, server: String, error: Error) {
        if self.last.len() >= KEPT {
            self.last.pop_front();
        }
        self.last.push_back(Attempt { server, error });
        self.total += 1;
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn iter(&self) -> impl Iterator<Item = &Attempt> {
        self.last.iter()
    }

    /// Number of attempts, including forgotten ones.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// All of them in one error. One alone speaks for itself; among several the kind is that of the
    /// first server that was reached.
    pub fn error(&self, server: &str) -> Error {
        let telling = |attempt: &&Attempt| attempt.error.kind() != ErrorKind::Connect;
        let Some(first) = self.last.iter().find(telling).or(self.last.front()) else {
            let text = format!("not connected to {server} yet");
            return Error::new(ErrorKind::Disconnected, text);
        };
        if self.total == 1 {
            return first.error.clone();
        }
        let mut text = format!("no session in {} attempts", self.total);
        for Attempt { server, error } in &self.last {
            let told = error.message().contains(server.as_str());
            let server = if told { String::new() } else { format!("{server}: ") };
            text.push_str(&format!("; {server}{error}"));
        }
        first.error.clone().with_message(text)
    }
}
