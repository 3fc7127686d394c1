//! Requests to distribute: they wait for their turn, go out within the window, and are answered.
//!
//! Fair: the clients with waiting requests stand in a row, and each turn is one request. A client that has thousands
//! waiting delays another one's click by one request of each client, whatever their numbers.

use std::sync::Arc;

use commdn::link::{About, LinkError, ServerMessage, client_request};

use super::client::Waiting;
use super::open::{Asked, Open};
use super::registrations::not_registered;
use super::rights::Refusal;
use super::{ClientId, Hub, Note, codes};

/// While more bytes wait for the server, no request is added to them.
const MOST_TO_SERVER: usize = 256 << 10;

impl Hub {
    /// Take a request of a client.
    pub(super) fn distribute(
        &mut self,
        id: ClientId,
        about: &About<'_>,
        user_data: Result<Option<&[u8]>, LinkError>,
    ) -> Result<(), Refusal> {
        let invalid =
            |text: String| (codes::INVALID_ATTRIBUTE, format!("Invalid attribute: {text}"));
        let Some(number) = about.dn.as_deref() else {
            return Err(invalid("CommunicationDN is missing".to_owned()));
        };
        let Some(client) = self.clients.get_mut(&id) else { return Ok(()) };
        if !self.server.is_up() {
            return Err(no_link());
        }
        let Some(dn) = client.dns.get(number).cloned() else { return Err(not_registered(number)) };
        let user_data = user_data.map_err(|error| invalid(error.to_string()))?;
        let user_data = user_data.ok_or_else(|| invalid("UserData is missing".to_owned()))?;
        if let Some(rights) = &client.rights {
            rights.check_request(user_data)?;
        }
        let (reference, user_data) = (about.reference, user_data.into());
        client.push(Waiting::Distribute { dn, reference, user_data });
        if !std::mem::replace(&mut client.in_turn, true) {
            self.turns.push_back(id);
        }
        // Not before the others of the same bytes: `receive` has the requests sent.
        Ok(())
    }

    /// Send waiting requests, one of each client in turn, as far as window and limits let them.
    pub(super) fn pump(&mut self) {
        while self.open.distributions() < self.options.window
            && self.to_server.len() < MOST_TO_SERVER
            && let Some(id) = self.turns.pop_front()
        {
            let now = self.now;
            let Some(client) = self.clients.get_mut(&id) else { continue };
            if self.server.is_up()
                && let Err(at) = client.allowance(now)
            {
                self.resting.insert((at, id), ());
                continue;
            }
            match client.pop() {
                Some(Waiting::Distribute { dn, reference, user_data }) => {
                    self.send_on(id, &dn, reference, &user_data);
                }
                Some(Waiting::Unregister { dn, reference }) => {
                    self.unregister_now(id, &dn, reference);
                }
                None => {}
            }
            self.end_turn(id);
        }
    }

    fn end_turn(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        client.in_turn = client.has_waiting();
        if client.in_turn {
            self.turns.push_back(id);
        }
        let room = client.has_room_again();
        if room {
            self.ring(id);
        }
        self.forget_if_done(id);
    }

    fn send_on(&mut self, id: ClientId, dn: &Arc<str>, reference: Option<i32>, user_data: &[u8]) {
        if !self.server.is_up() {
            return self.refuse(id, reference, None, &no_link());
        }
        let mark = self.echoes.sent(dn, user_data, id, self.now);
        let asked = Asked::Distribute { client: id, reference, mark };
        let own = self.open.add(asked, self.now);
        client_request::distribute(dn, own, user_data, &mut self.to_server);
        self.server_rings = true;
        if let Some(client) = self.clients.get(&id) {
            let name = client.label();
            self.counters.of(&name).requests += 1;
            self.notes.push(Note::Sent { client: id, name, reference, upstream: own });
        }
    }

    /// The server has taken a request.
    pub(super) fn accepted(&mut self, reference: i32) {
        let Some(Open { asked, since }) = self.open.take(reference) else { return };
        let Asked::Distribute { client, reference, mark } = asked else { return };
        self.last_accepted = self.now;
        self.counters.accepted += 1;
        self.answered(client, reference, 0, since);
        self.send(client, &ServerMessage::Accepted { reference });
        if let Some(own) = self.echoes.accepted(mark, self.now) {
            self.show_own(&own);
        }
    }

    fn answered(
        &mut self,
        client: ClientId,
        reference: Option<i32>,
        code: i32,
        since: commdn::time::Moment,
    ) {
        let time = self.now.saturating_sub(since);
        self.counters.answered_after(time.as_secs_f64());
        let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        self.notes.push(Note::Answered { client, reference, code, micros });
    }

    /// The server has refused a request, or the registration of a DN.
    pub(super) fn refused(&mut self, reference: Option<i32>, code: i32, message: &str) {
        let Some(reference) = reference else { return };
        let Some(Open { asked, since }) = self.open.take(reference) else { return };
        match asked {
            Asked::Distribute { client, reference, mark } => {
                self.echoes.refused(mark);
                self.counters.refused_by_server += 1;
                self.answered(client, reference, code, since);
                self.send(client, &ServerMessage::Refused { reference, dn: None, code, message });
            }
            Asked::Register(number) => {
                self.registration_refused(reference, &number, code, message);
            }
            Asked::Read { client, reference } => {
                self.read_ended(client);
                self.send(client, &ServerMessage::Refused { reference, dn: None, code, message });
            }
            Asked::Unregister => {}
        }
    }

    /// Requests whose outcome nobody knows: their clients have deadlines of their own, and know which requests may be
    /// repeated.
    pub(super) fn given_up(&mut self, open: &[Open]) {
        for open in open {
            if let Asked::Read { client, reference } = open.asked {
                self.read_broke_off(client, reference);
            }
        }
        let count =
            open.iter().filter(|open| matches!(open.asked, Asked::Distribute { .. })).count();
        if count > 0 {
            self.counters.unanswered += count as u64;
            self.notes.push(Note::Unanswered { count });
        }
    }
}

fn no_link() -> Refusal {
    (codes::SWITCH_NOT_CONNECTED, "Switch not connected: the bridge has no server".to_owned())
}
