//! Requests of clients to T-Server: logins, registrations, permission to distribute an event.

use commdn::kvlist::{KvRef, Limits};
use commdn::link::{About, AttributeId, ClientRequest, LinkError, Login, ServerMessage};
use commdn::message::Dialect;

use super::{Refusal, TServer};
use crate::config::Application;
use crate::engine::{ClientId, codes};
use crate::log::LogEvent;

impl TServer {
    /// Process a request other than a distribution; tells what is worth a line in the log.
    pub fn take(
        &mut self,
        id: ClientId,
        request: ClientRequest<'_>,
    ) -> Result<Option<LogEvent>, Refusal> {
        match request {
            ClientRequest::Login(login) => self.log_in(id, &login).map(Some),
            ClientRequest::Register(about) => self.register(id, &about).map(Some),
            ClientRequest::Unregister(about) => self.unregister(id, &about).map(|()| None),
            ClientRequest::ReadObjects { kind, filter, reference } => {
                self.read_objects(id, kind, filter, reference).map(|()| None)
            }
            ClientRequest::Unsupported { message, .. } => {
                let text = format!("Unsupported operation: {message}");
                Err((codes::UNSUPPORTED_OPERATION, text))
            }
            _ => Ok(None),
        }
    }

    fn log_in(&mut self, id: ClientId, login: &Login<'_>) -> Result<LogEvent, Refusal> {
        let name = login.application.clone().into_owned();
        self.check_login(id, &name, login.password)?;
        if let Some(client) = self.clients.get_mut(&id) {
            client.logged_in = true;
            client.application.clone_from(&name);
        }
        let client = Some(i32::try_from(id.0).unwrap_or(i32::MAX));
        let version = Some(concat!("commdn-sim ", env!("CARGO_PKG_VERSION")));
        self.send(id, &ServerMessage::Connected { version, client });
        if self.link_up {
            self.send(id, &ServerMessage::SwitchLink(true));
        }
        Ok(LogEvent::LoggedIn { client: id.0, application: name })
    }

    /// Whether a client has introduced itself.
    pub fn is_logged_in(&self, id: ClientId) -> bool {
        self.clients.get(&id).is_some_and(|client| client.logged_in)
    }

    fn check_login(
        &self,
        id: ClientId,
        name: &str,
        password: Option<&[u8]>,
    ) -> Result<(), Refusal> {
        let inside = self.clients.values().filter(|client| client.logged_in).count();
        if inside >= self.options.max_clients {
            let text = format!("No more licenses: {inside} clients are logged in");
            return Err((codes::NO_MORE_LICENSES, text));
        }
        let server = self.clients.get(&id).map(|client| client.server);
        if server != Some(self.primary) {
            return Err((codes::OUT_OF_SERVICE, "This T-Server is the backup".to_owned()));
        }
        match self.applications.iter().find(|application| application.name == name) {
            None if self.options.only_known_applications => {
                let text = format!("Application '{name}' is not in the configuration");
                Err((codes::INVALID_ATTRIBUTE, text))
            }
            Some(Application { password: Some(wanted), .. })
                if password != Some(wanted.as_bytes()) =>
            {
                let given = if password.is_some() { "wrong" } else { "missing" };
                let text = format!("The password of application '{name}' is {given}");
                Err((codes::INVALID_ATTRIBUTE, text))
            }
            _ => Ok(()),
        }
    }

    /// The DN that a request names in that attribute.
    fn dn_of(&self, about: &About<'_>, attribute: AttributeId) -> Result<usize, Refusal> {
        let Some(number) = &about.dn else {
            let text = format!("Invalid attribute: {attribute} is missing");
            return Err((codes::INVALID_ATTRIBUTE, text));
        };
        self.dn_index(number).ok_or_else(|| {
            let text = format!("DN '{number}' is not configured in the configuration database");
            (codes::DN_NOT_CONFIGURED, text)
        })
    }

    pub fn dn_index(&self, number: &str) -> Option<usize> {
        self.dns.iter().position(|dn| dn.number == number)
    }

    pub fn dn_number(&self, dn: usize) -> &str {
        self.dns.get(dn).map_or("", |dn| &dn.number)
    }

    fn register(&mut self, id: ClientId, about: &About<'_>) -> Result<LogEvent, Refusal> {
        let index = self.dn_of(about, AttributeId::THIS_DN)?;
        if let Some(client) = self.clients.get_mut(&id) {
            client.dns.insert(index);
        }
        let (mut number, mut in_service) = (String::new(), true);
        if let Some(dn) = self.dns.get_mut(index) {
            dn.members.insert(id);
            number.clone_from(&dn.number);
            in_service = dn.in_service;
        }
        let (dn, reference) = (Some(number.as_str()), about.reference);
        self.send(id, &ServerMessage::Registered { dn, reference });
        if !in_service {
            self.send(id, &ServerMessage::Service { dn, up: false });
        }
        Ok(LogEvent::Registered { client: id.0, dn: number })
    }

    fn unregister(&mut self, id: ClientId, about: &About<'_>) -> Result<(), Refusal> {
        let index = self.dn_of(about, AttributeId::THIS_DN)?;
        self.check_registered(id, index)?;
        if let Some(client) = self.clients.get_mut(&id) {
            client.dns.remove(&index);
        }
        let mut number = String::new();
        if let Some(dn) = self.dns.get_mut(index) {
            dn.members.remove(&id);
            number.clone_from(&dn.number);
        }
        let (dn, reference) = (Some(number.as_str()), about.reference);
        self.send(id, &ServerMessage::Unregistered { dn, reference });
        Ok(())
    }

    fn check_registered(&self, id: ClientId, dn: usize) -> Result<(), Refusal> {
        if self.clients.get(&id).is_some_and(|client| client.dns.contains(&dn)) {
            return Ok(());
        }
        let text = format!("Client has not registered for DN '{}'", self.dn_number(dn));
        Err((codes::NOT_REGISTERED, text))
    }

    /// The DN and the user data of a request to distribute, if everything about it is right.
    pub fn check_distribution<'f>(
        &self,
        id: ClientId,
        about: &About<'_>,
        user_data: Result<Option<&'f [u8]>, LinkError>,
        dialect: &Dialect,
    ) -> Result<(usize, KvRef<'f>), Refusal> {
        if !self.link_up {
            return Err((codes::SWITCH_NOT_CONNECTED, "Switch not connected".to_owned()));
        }
        let dn = self.dn_of(about, AttributeId::COMMUNICATION_DN)?;
        self.check_registered(id, dn)?;
        if self.dns.get(dn).is_some_and(|dn| !dn.in_service) {
            let text = format!("DN '{}' is out of service", self.dn_number(dn));
            return Err((codes::OUT_OF_SERVICE, text));
        }
        let invalid =
            |text: String| (codes::INVALID_ATTRIBUTE, format!("Invalid attribute: {text}"));
        let user_data = user_data.map_err(|error| invalid(error.to_string()))?;
        let Some(bytes) = user_data else { return Err(invalid("UserData is missing".to_owned())) };
        let max = self.options.max_user_data_bytes;
        if bytes.len() > max {
            let text =
                format!("UserData of {} bytes is over max_user_data_bytes ({max})", bytes.len());
            return Err(invalid(text));
        }
        let list = KvRef::parse_with(bytes, dialect.packing, &Limits::DEFAULT);
        list.map(|list| (dn, list)).map_err(|error| invalid(format!("UserData: {error}")))
    }
}
