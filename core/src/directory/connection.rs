//! Connection of an application: an entry of its Connections in the configuration.

use std::borrow::Cow;

use crate::kvlist::{KvError, KvList, KvRef};
use crate::message::Dbid;

/// A server that an application connects to, and how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Connection {
    /// DBID of the server's application.
    pub server: Dbid,
    /// The protocol, for example `addp`; none if it is not told.
    pub protocol: Option<String>,
    /// ADDP: seconds of silence until the application polls.
    pub local_timeout_seconds: Option<i32>,
    /// ADDP: seconds of silence until the server polls.
    pub remote_timeout_seconds: Option<i32>,
    /// What is traced of the protocol, as the configuration spells it.
    pub trace: Option<String>,
}

impl Connection {
    /// A connection of which nothing else is known.
    #[must_use]
    pub fn new(server: Dbid) -> Self {
        Self { server, ..Self::default() }
    }

    /// Whether it is watched by ADDP.
    #[must_use]
    pub fn has_addp(&self) -> bool {
        self.protocol.as_deref().is_some_and(|protocol| protocol.eq_ignore_ascii_case("addp"))
    }

    pub(super) fn read(list: KvRef<'_>) -> Option<Self> {
        let text = |key| Some(list.get_string(key)?.utf8().map(Cow::Borrowed)?.into_owned());
        Some(Self {
            server: list.get_int("server")?,
            protocol: text("protocol"),
            local_timeout_seconds: list.get_int("local_timeout"),
            remote_timeout_seconds: list.get_int("remote_timeout"),
            trace: text("trace"),
        })
    }

    pub(super) fn write(&self) -> Result<KvList, KvError> {
        let mut list = KvList::new();
        list.add_int("server", self.server)?;
        for (key, text) in [("protocol", &self.protocol), ("trace", &self.trace)] {
            if let Some(text) = text {
                list.add_string(key, text)?;
            }
        }
        let times = [
            ("local_timeout", self.local_timeout_seconds),
            ("remote_timeout", self.remote_timeout_seconds),
        ];
        for (key, time) in times {
            if let Some(time) = time {
                list.add_int(key, time)?;
            }
        }
        Ok(list)
    }
}
