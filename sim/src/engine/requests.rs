//! What clients ask of T-Server: logins, registrations, and whether an event may be distributed.

use std::time::Duration;

use commdn::kvlist::{KvRef, Limits};
use commdn::link::{AttributeId, Frame, MessageId};
use commdn::message::Dialect;

use super::client::Stage;
use super::tserver::{Refusal, TServer};
use super::{ClientId, codes};
use crate::config::Application;
use crate::log::Happened;

impl TServer {
    /// Process a request other than a distribution; tells what is worth a line in the log.
    pub fn take(&mut self, id: ClientId, frame: Frame<'_>) -> Result<Option<Happened>, Refusal> {
        let Some(stage) = self.clients.get(&id).map(|client| client.stage) else { return Ok(None) };
        match (stage, frame.message) {
            (Stage::Login, MessageId::REGISTER_CLIENT) => self.log_in(id, frame).map(Some),
            (Stage::In, MessageId::REGISTER_ADDRESS) => self.register(id, frame).map(Some),
            (Stage::In, MessageId::UNREGISTER_ADDRESS) => {
                self.unregister(id, frame)?;
                Ok(None)
            }
            (Stage::In, MessageId::KEEP_ALIVE_POLL) => {
                self.send(id, MessageId::KEEP_ALIVE_ANSWER, |_| {});
                Ok(None)
            }
            (_, MessageId::KEEP_ALIVE_ANSWER) => Ok(None),
            // What a later client may send beside.
            (_, message) if message.name().is_none() => Ok(None),
            (_, message) => {
                let text = format!("Unsupported operation: {message}");
                Err((codes::UNSUPPORTED_OPERATION, text))
            }
        }
    }

    fn log_in(&mut self, id: ClientId, frame: Frame<'_>) -> Result<Happened, Refusal> {
        let name = frame.text(AttributeId::APPLICATION_NAME).unwrap_or_default().into_owned();
        self.check_login(id, &name, frame.bytes(AttributeId::APPLICATION_PASSWORD))?;
        let keep_alive =
            frame.int(AttributeId::KEEP_ALIVE_MS).and_then(|ms| u64::try_from(ms).ok());
        if let Some(client) = self.clients.get_mut(&id) {
            client.stage = Stage::In;
            client.application.clone_from(&name);
            client.keep_alive = keep_alive.filter(|ms| *ms > 0).map(Duration::from_millis);
            let at = client.next_wakeup();
            self.watch(at);
        }
        let number = i32::try_from(id.0).unwrap_or(i32::MAX);
        self.send(id, MessageId::SERVER_CONNECTED, |frame| {
            let version = concat!("commdn-sim ", env!("CARGO_PKG_VERSION"));
            frame
                .int(AttributeId::CLIENT_ID, number)
                .int(AttributeId::SESSION_ID, number)
                .bytes(AttributeId::SERVER_VERSION, version.as_bytes());
        });
        if self.link_up {
            self.send(id, MessageId::LINK_CONNECTED, |_| {});
        }
        Ok(Happened::LoggedIn { client: id.0, application: name })
    }

    fn check_login(
        &self,
        id: ClientId,
        name: &str,
        password: Option<&[u8]>,
    ) -> Result<(), Refusal> {
        let inside = self.clients.values().filter(|client| client.stage == Stage::In).count();
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

    fn dn_of(&self, frame: Frame<'_>, attribute: AttributeId) -> Result<usize, Refusal> {
        let Some(number) = frame.text(attribute) else {
            let text = format!("Invalid attribute: {attribute} is missing");
            return Err((codes::INVALID_ATTRIBUTE, text));
        };
        self.dn_index(&number).ok_or_else(|| {
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

    fn register(&mut self, id: ClientId, frame: Frame<'_>) -> Result<Happened, Refusal> {
        let index = self.dn_of(frame, AttributeId::THIS_DN)?;
        if let Some(client) = self.clients.get_mut(&id) {
            client.dns.insert(index);
        }
        let (mut number, mut in_service) = (String::new(), true);
        if let Some(dn) = self.dns.get_mut(index) {
            dn.members.insert(id);
            number.clone_from(&dn.number);
            in_service = dn.in_service;
        }
        self.answer_about(id, MessageId::REGISTERED, &number, frame);
        if !in_service {
            self.send(id, MessageId::DN_OUT_OF_SERVICE, |event| {
                event.bytes(AttributeId::THIS_DN, number.as_bytes());
            });
        }
        Ok(Happened::Registered { client: id.0, dn: number })
    }

    fn unregister(&mut self, id: ClientId, frame: Frame<'_>) -> Result<(), Refusal> {
        let index = self.dn_of(frame, AttributeId::THIS_DN)?;
        self.check_registered(id, index)?;
        if let Some(client) = self.clients.get_mut(&id) {
            client.dns.remove(&index);
        }
        let mut number = String::new();
        if let Some(dn) = self.dns.get_mut(index) {
            dn.members.remove(&id);
            number.clone_from(&dn.number);
        }
        self.answer_about(id, MessageId::UNREGISTERED, &number, frame);
        Ok(())
    }

    fn answer_about(&mut self, id: ClientId, message: MessageId, dn: &str, frame: Frame<'_>) {
        let reference = frame.int(AttributeId::REFERENCE_ID);
        self.send(id, message, |answer| {
            answer.bytes(AttributeId::THIS_DN, dn.as_bytes());
            if let Some(reference) = reference {
                answer.int(AttributeId::REFERENCE_ID, reference);
            }
        });
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
        frame: Frame<'f>,
        dialect: &Dialect,
    ) -> Result<(usize, KvRef<'f>), Refusal> {
        if self.clients.get(&id).is_none_or(|client| client.stage != Stage::In) {
            let text = "Unsupported operation: the client has not introduced itself".to_owned();
            return Err((codes::UNSUPPORTED_OPERATION, text));
        }
        if !self.link_up {
            return Err((codes::SWITCH_NOT_CONNECTED, "Switch not connected".to_owned()));
        }
        let dn = self.dn_of(frame, AttributeId::COMMUNICATION_DN)?;
        self.check_registered(id, dn)?;
        if self.dns.get(dn).is_some_and(|dn| !dn.in_service) {
            let text = format!("DN '{}' is out of service", self.dn_number(dn));
            return Err((codes::OUT_OF_SERVICE, text));
        }
        let invalid =
            |text: String| (codes::INVALID_ATTRIBUTE, format!("Invalid attribute: {text}"));
        let event =
            frame.nested(AttributeId::USER_EVENT).map_err(|error| invalid(error.to_string()))?;
        let user_data = event.and_then(|event| event.bytes(AttributeId::USER_DATA));
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
