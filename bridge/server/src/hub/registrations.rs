//! Registrations of clients, and the bridge's own at the server.

use std::sync::Arc;

use commdn::link::{About, ServerMessage, client_request};

use super::client::Waiting;
use super::dns::Own;
use super::open::Asked;
use super::rights::Refusal;
use super::{ClientId, Hub, Note, codes};

impl Hub {
    /// Register a DN for a client: at once if the bridge has it, else when the server has answered.
    pub(super) fn register(&mut self, id: ClientId, about: &About<'_>) -> Result<(), Refusal> {
        let number = named(about)?;
        let Some(client) = self.clients.get_mut(&id) else { return Ok(()) };
        if let Some(rights) = &client.rights {
            rights.check_dn(number)?;
        }
        let (number, dn) = self.dns.entry(number);
        dn.members.insert(id);
        client.dns.insert(Arc::clone(&number));
        match dn.own {
            Own::Held => {
                let out_of_service = !dn.in_service;
                self.tell_registered(id, &number, about.reference);
                if out_of_service {
                    self.send(id, &ServerMessage::Service { dn: Some(&number), up: false });
                }
            }
            Own::Asked(_) => {
                dn.asking.insert(id, about.reference);
            }
            Own::Absent => {
                dn.asking.insert(id, about.reference);
                if self.server.takes_registrations() {
                    self.ask_for(&number);
                }
            }
        }
        Ok(())
    }

    fn tell_registered(&mut self, id: ClientId, dn: &Arc<str>, reference: Option<i32>) {
        self.send(id, &ServerMessage::Registered { dn: Some(dn), reference });
        if let Some(client) = self.clients.get(&id) {
            let (name, dn) = (client.label(), Arc::clone(dn));
            self.notes.push(Note::Registered { client: id, name, dn });
        }
    }

    /// Register a DN at the server.
    fn ask_for(&mut self, number: &Arc<str>) {
        let reference = self.open.add(Asked::Register(Arc::clone(number)), self.now);
        if let Some(dn) = self.dns.get_mut(number) {
            dn.own = Own::Asked(reference);
        }
        client_request::register(number, reference, &mut self.to_server);
        self.server_rings = true;
    }

    /// Register every DN that clients have, on a new connection.
    pub(super) fn ask_for_all(&mut self) {
        for number in self.dns.names() {
            self.ask_for(&number);
        }
    }

    /// End a client's registration, behind the requests that it has made before.
    pub(super) fn unregister(&mut self, id: ClientId, about: &About<'_>) -> Result<(), Refusal> {
        let number = named(about)?;
        let Some(client) = self.clients.get_mut(&id) else { return Ok(()) };
        let Some(dn) = client.dns.get(number).cloned() else {
            return Err(not_registered(number));
        };
        let reference = about.reference;
        if client.has_waiting() {
            client.push(Waiting::Unregister { dn, reference });
        } else {
            self.unregister_now(id, &dn, reference);
        }
        Ok(())
    }

    pub(super) fn unregister_now(&mut self, id: ClientId, dn: &Arc<str>, reference: Option<i32>) {
        let client = self.clients.get_mut(&id);
        if client.is_some_and(|client| client.dns.remove(dn)) {
            self.leave(dn, id);
            self.send(id, &ServerMessage::Unregistered { dn: Some(dn), reference });
        }
    }

    /// A client has a DN no more; the bridge neither, if it was the last one.
    pub(super) fn leave(&mut self, number: &Arc<str>, id: ClientId) {
        if self.dns.leave(number, id) {
            self.unregister_at_server(number);
        }
    }

    fn unregister_at_server(&mut self, number: &Arc<str>) {
        if self.server.takes_registrations() {
            let reference = self.open.add(Asked::Unregister, self.now);
            client_request::unregister(number, reference, &mut self.to_server);
            self.server_rings = true;
            self.notes.push(Note::DnLeft { dn: Arc::clone(number) });
        }
    }

    /// Unregister every DN at the server: the polite end.
    pub(super) fn leave_all(&mut self) {
        for number in self.dns.names() {
            self.unregister_at_server(&number);
        }
    }

    /// The server has registered a DN.
    pub(super) fn registered(&mut self, reference: Option<i32>) {
        let Some((reference, number)) = self.take_registration(reference) else { return };
        let Some(dn) = self.dns.get_mut(&number) else { return };
        // Of before the DN was left and asked for again.
        if dn.own != Own::Asked(reference) {
            return;
        }
        dn.own = Own::Held;
        let asking = std::mem::take(&mut dn.asking);
        for (id, theirs) in asking {
            self.tell_registered(id, &number, theirs);
        }
        self.notes.push(Note::Dn { dn: number, code: 0, message: String::new() });
        self.look_at_link();
    }

    /// The server does not register a DN.
    pub(super) fn registration_refused(
        &mut self,
        reference: i32,
        number: &Arc<str>,
        code: i32,
        message: &str,
    ) {
        let is_this = |own: Own| own == Own::Asked(reference);
        if !self.dns.get(number).is_some_and(|(_, dn)| is_this(dn.own)) {
            return;
        }
        let Some(dn) = self.dns.remove(number) else { return };
        for id in dn.members {
            if let Some(client) = self.clients.get_mut(&id) {
                client.dns.remove(number);
            }
            let name = Some(&**number);
            match dn.asking.get(&id) {
                Some(&reference) => {
                    self.send(id, &ServerMessage::Refused { reference, dn: name, code, message });
                }
                // It had the DN before the server was lost. It asks again, and is told then why it cannot have it.
                None => self.send(id, &ServerMessage::Unregistered { dn: name, reference: None }),
            }
        }
        let message = message.to_owned();
        self.notes.push(Note::Dn { dn: Arc::clone(number), code, message });
        self.look_at_link();
    }

    /// The server has taken a DN away, or confirms that the bridge has left one.
    pub(super) fn unregistered(&mut self, number: Option<&[u8]>, reference: Option<i32>) {
        let open = reference.filter(|reference| *reference > 0);
        if open.and_then(|reference| self.open.take(reference)).is_some() {
            return;
        }
        let number = number.and_then(|number| std::str::from_utf8(number).ok());
        let Some(number) = number else { return };
        let Some(dn) = self.dns.remove(number) else { return };
        for id in dn.members {
            if let Some(client) = self.clients.get_mut(&id) {
                client.dns.remove(number);
            }
            self.send(id, &ServerMessage::Unregistered { dn: Some(number), reference: None });
        }
        self.look_at_link();
    }

    fn take_registration(&mut self, reference: Option<i32>) -> Option<(i32, Arc<str>)> {
        let reference = reference?;
        match self.open.take(reference)?.asked {
            Asked::Register(number) => Some((reference, number)),
            _ => None,
        }
    }
}

fn named<'a>(about: &'a About<'_>) -> Result<&'a str, Refusal> {
    let missing = || (codes::INVALID_ATTRIBUTE, "Invalid attribute: the DN is missing".to_owned());
    about.dn.as_deref().ok_or_else(missing)
}

pub(super) fn not_registered(number: &str) -> Refusal {
    (codes::NOT_REGISTERED, format!("Client has not registered for DN '{number}'"))
}
