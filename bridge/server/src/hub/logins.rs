//! Logins: who is let in, once its name and password are known to be right.

use std::sync::Arc;
use std::time::Duration;

use commdn::link::{Login, ServerMessage};
use commdn::time::Moment;
use zeroize::Zeroizing;

use super::counters::Ending;
use super::rights::{Refusal, Rights};
use super::{ClientId, Hub, Note, Service, codes};

/// What a client logs in with.
pub struct Credentials {
    /// Its application name.
    pub name: String,
    /// Its password.
    pub password: Option<Zeroizing<Vec<u8>>>,
    keep_alive: Option<Duration>,
    reference: Option<i32>,
}

impl std::fmt::Debug for Credentials {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What clients are told who the server is.
const VERSION: &str = concat!("commdn-bridge ", env!("CARGO_PKG_VERSION"));

impl Credentials {
    pub(super) fn of(login: &Login<'_>) -> Self {
        Self {
            name: login.application.clone().into_owned(),
            password: login.password.map(|password| Zeroizing::new(password.to_vec())),
            keep_alive: login.keep_alive,
            reference: login.reference,
        }
    }
}

impl Hub {
    /// Let a client in, unless there are too many, or the bridge serves nobody now.
    pub fn admit(
        &mut self,
        id: ClientId,
        credentials: &Credentials,
        rights: Arc<Rights>,
        now: Moment,
    ) {
        self.now = now;
        if let Err(refusal) = self.check_admission(&rights) {
            return self.refuse_login(id, credentials, &refusal, now);
        }
        let Some(client) = self.clients.get_mut(&id).filter(|client| !client.is_in()) else {
            return;
        };
        if let Some(link) = client.link.as_mut() {
            link.accept(credentials.keep_alive);
        }
        let name = Arc::clone(&rights.label);
        *self.connections.entry(Arc::clone(&name)).or_default() += 1;
        client.admit(rights, now);
        let at = client.link.as_ref().and_then(commdn::link::ServerLink::next_tick);
        self.watch(at);
        self.counters.logins += 1;
        let client = Some(i32::try_from(id.0).unwrap_or(i32::MAX));
        self.send(id, &ServerMessage::Connected { version: Some(VERSION), client });
        if self.server.is_up() {
            self.send(id, &ServerMessage::SwitchLink(true));
        }
        self.notes.push(Note::LoggedIn { client: id, name });
    }

    fn check_admission(&self, rights: &Rights) -> Result<(), Refusal> {
        match self.service {
            Service::On => {}
            Service::Standby => {
                return Err((codes::OUT_OF_SERVICE, "This bridge is the backup".to_owned()));
            }
            Service::Draining => {
                return Err((codes::OUT_OF_SERVICE, "This bridge is about to end".to_owned()));
            }
        }
        if self.server.is_given_up() {
            return Err((codes::OUT_OF_SERVICE, "This bridge has lost its server".to_owned()));
        }
        let inside: usize = self.connections.values().sum();
        if inside >= self.options.max_clients {
            let text = format!("No more licenses: {inside} clients are logged in");
            return Err((codes::NO_MORE_LICENSES, text));
        }
        let own = self.connections.get(&rights.label).copied().unwrap_or(0);
        if own >= rights.max_connections {
            let text = format!(
                "No more licenses: client '{}' has {own} connections, as many as it may",
                rights.label
            );
            return Err((codes::NO_MORE_LICENSES, text));
        }
        Ok(())
    }

    /// Tell a client why it is not let in, and end its connection.
    pub fn refuse_login(
        &mut self,
        id: ClientId,
        credentials: &Credentials,
        (code, message): &Refusal,
        now: Moment,
    ) {
        self.now = now;
        let reference = credentials.reference;
        self.counters.logins_refused += 1;
        self.send(id, &ServerMessage::Refused { reference, dn: None, code: *code, message });
        self.close(id, Ending::Refused, message);
    }
}
