//! Reads of the configuration, which go through the bridge as they are.

use commdn::link::{ServerMessage, client_request};

use super::open::Asked;
use super::rights::Refusal;
use super::{ClientId, Hub, codes};

impl Hub {
    /// Pass a read on, if the client may.
    pub(super) fn read_objects(
        &mut self,
        id: ClientId,
        kind: i32,
        filter: Option<&[u8]>,
        reference: Option<i32>,
    ) -> Result<(), Refusal> {
        let Some(client) = self.clients.get_mut(&id) else { return Ok(()) };
        if let Some(rights) = client.rights.as_ref().filter(|rights| !rights.directory) {
            let text =
                format!("Client '{}' may not read the configuration on this bridge", rights.label);
            return Err((codes::UNSUPPORTED_OPERATION, text));
        }
        if !self.server.takes_registrations() {
            return Err(away());
        }
        client.reads += 1;
        let own = self.open.add(Asked::Read { client: id, reference }, self.now);
        client_request::read_objects(kind, filter.unwrap_or_default(), own, &mut self.to_server);
        self.server_rings = true;
        Ok(())
    }

    /// Some of the objects that were asked for.
    pub(super) fn objects(&mut self, reference: i32, kind: i32, objects: &[&[u8]]) {
        if let Some(Asked::Read { client, reference }) = self.open.prolong(reference, self.now) {
            let (client, reference) = (*client, *reference);
            self.send(client, &ServerMessage::Objects { reference, kind, objects });
        }
    }

    /// That was all of them.
    pub(super) fn objects_sent(&mut self, reference: i32, count: i32) {
        let Some(open) = self.open.take(reference) else { return };
        if let Asked::Read { client, reference } = open.asked {
            self.send(client, &ServerMessage::ObjectsSent { reference, count });
            self.read_ended(client);
        }
    }

    pub(super) fn read_ended(&mut self, id: ClientId) {
        if let Some(client) = self.clients.get_mut(&id) {
            client.reads = client.reads.saturating_sub(1);
        }
    }

    /// The server was lost, or says nothing more.
    pub(super) fn read_broke_off(&mut self, id: ClientId, reference: Option<i32>) {
        self.read_ended(id);
        let (code, message) = away();
        self.send(id, &ServerMessage::Refused { reference, dn: None, code, message: &message });
    }
}

fn away() -> Refusal {
    (
        codes::SWITCH_NOT_CONNECTED,
        "The bridge has no server to read the configuration from".to_owned(),
    )
}
