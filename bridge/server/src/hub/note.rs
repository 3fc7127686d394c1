//! What the hub has to say to the log: no telephone numbers, no user data, no passwords.

use std::sync::Arc;

use super::{ClientId, Ending};

/// Something worth a line in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A client is in.
    LoggedIn { client: ClientId, name: Arc<str> },
    /// A client's connection ends.
    Closed { client: ClientId, name: Arc<str>, ending: Ending, why: String },
    /// A client has registered a DN.
    Registered { client: ClientId, name: Arc<str>, dn: Arc<str> },
    /// The bridge itself refused something.
    Refused { client: ClientId, name: Arc<str>, code: i32 },
    /// A request went to the server, under another reference id.
    Sent { client: ClientId, name: Arc<str>, reference: Option<i32>, upstream: i32 },
    /// The server took it (code 0) or refused it.
    Answered { client: ClientId, reference: Option<i32>, code: i32, micros: u64 },
    /// The server did not answer so many requests in time.
    Unanswered { count: usize },
    /// A user event went to so many clients.
    Shown { dn: Arc<str>, clients: usize, sequence: Option<u64> },
    /// The bridge has registered a DN at the server (code 0), or may not.
    Dn { dn: Arc<str>, code: i32, message: String },
    /// The bridge has unregistered a DN.
    DnLeft { dn: Arc<str> },
    /// The server's link came or went, as clients see it.
    Link { up: bool },
    /// The server has been away for so long that clients were let go.
    GivenUp,
    /// Whether the server sends user events back was found out.
    Echo { comes: bool },
}
