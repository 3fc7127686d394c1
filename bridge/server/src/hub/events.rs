//! User events: to which clients of a DN each goes.

use std::sync::Arc;

use commdn::link::ServerMessage;

use super::client::Phase;
use super::echoes::{Came, Own};
use super::{ClientId, Ending, Hub, Note};

impl Hub {
    /// A user event of the server.
    pub(super) fn user_event(
        &mut self,
        number: Option<&[u8]>,
        user_data: &[u8],
        sequence: Option<u64>,
        time: Option<(i32, i32)>,
    ) {
        self.counters.events += 1;
        let number = number.and_then(|number| std::str::from_utf8(number).ok());
        let found = number.and_then(|number| self.dns.get(number));
        let Some(number) = found.map(|(number, _)| Arc::clone(number)) else {
            self.counters.events_for_nobody += 1;
            return;
        };
        let known = self.echoes.known();
        let came = self.echoes.came(&number, user_data);
        if known != self.echoes.known() {
            self.notes.push(Note::Echo { comes: true });
        }
        let sender = match came {
            Came::Shown => return,
            Came::New => None,
            Came::EchoOf(sender) => Some(sender),
        };
        self.show(&number, user_data, sender, sequence, time);
    }

    /// Show an event that does not come back to the other clients of its DN.
    pub(super) fn show_own(&mut self, own: &Own) {
        self.counters.events_shown_here += 1;
        self.show(&own.dn, &own.user_data, Some(own.sender), None, None);
    }

    fn show(
        &mut self,
        number: &Arc<str>,
        user_data: &[u8],
        sender: Option<ClientId>,
        sequence: Option<u64>,
        time: Option<(i32, i32)>,
    ) {
        let Some((_, dn)) = self.dns.get(number) else { return };
        let mut frame = std::mem::take(&mut self.scratch);
        frame.clear();
        let dn_text = Some(&**number);
        ServerMessage::UserEvent { dn: dn_text, user_data, sequence, time }.write(&mut frame);
        let skip = sender.filter(|_| !self.options.own_echo);
        // Who asks for the DN still waits for its registration.
        let sees = |id: &ClientId| Some(*id) != skip && !dn.asking.contains_key(id);
        let members: Vec<ClientId> = dn.members.iter().copied().filter(sees).collect();
        let mut clients = 0;
        for id in members {
            let Some(client) = self.clients.get(&id) else { continue };
            if client.phase != Phase::Open {
                continue;
            }
            let name = client.label();
            self.counters.of(&name).events += 1;
            self.append(id, |out| out.extend_from_slice(&frame));
            clients += 1;
        }
        self.scratch = frame;
        self.notes.push(Note::Shown { dn: Arc::clone(number), clients, sequence });
    }

    /// A DN is back in service, or out of it.
    pub(super) fn service(&mut self, number: Option<&[u8]>, up: bool) {
        let number = number.and_then(|number| std::str::from_utf8(number).ok());
        let Some(number) = number else { return };
        let Some(dn) = self.dns.get_mut(number) else { return };
        dn.in_service = up;
        let members: Vec<_> =
            dn.members.iter().copied().filter(|id| !dn.asking.contains_key(id)).collect();
        for id in members {
            self.send(id, &ServerMessage::Service { dn: Some(number), up });
        }
    }

    /// Let every client go.
    pub(super) fn let_all_go(&mut self, message: &ServerMessage<'_>, why: &str) {
        self.send_to_all(message);
        for id in self.clients.keys().copied().collect::<Vec<_>>() {
            self.close(id, Ending::Bridge, why);
        }
    }
}
