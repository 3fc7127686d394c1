//! T-Server: clients, logins, DNs, and the distribution of user events.
//!
//! Owns the clients and who has registered which DN. Knows frames and packed user data, and must
//! not know what a user event means: that is the business of the OCS.

mod client;
mod reading;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use commdn::directory::Object;
use commdn::link::{ServerLink, ServerMessage};
use serde::Serialize;

use super::fault_injector::{FaultInjector, WireFault};
use super::{ClientId, Server};
use crate::config::{Application, Config, TServer as TServerConfig};
use crate::fault::FaultKind;

use client::CLOSING_TIME;
pub(super) use client::Client;

/// A refusal of T-Server: code and text.
pub(super) type Refusal = (i32, String);

/// How often something happened to T-Server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct TServerCounters {
    /// User events that clients had distributed.
    pub distributed: u64,
    /// User events of OCS and clients, counted once for each DN.
    pub events: u64,
    /// Requests that were refused.
    pub refused: u64,
    /// Clients that were disconnected because too much waited for them.
    pub too_slow: u64,
}

/// What became of a user event.
#[derive(Debug, Default)]
pub(super) struct Delivery {
    /// The clients that get it.
    pub to: Vec<ClientId>,
    /// Faults, and the clients that they were done to.
    pub faults: Vec<(FaultKind, ClientId)>,
}

/// A DN and the clients that have registered it.
#[derive(Debug)]
struct Dn {
    number: String,
    members: BTreeSet<ClientId>,
    in_service: bool,
}

/// T-Server.
#[derive(Debug)]
pub(super) struct TServer {
    options: TServerConfig,
    applications: Vec<Application>,
    /// What Configuration Server would tell.
    objects: Vec<Object>,
    dns: Vec<Dn>,
    clients: BTreeMap<ClientId, Client>,
    last_client: u64,
    primary: Server,
    link_up: bool,
    sequence: u64,
    ready: Vec<ClientId>,
    closed: Vec<(ClientId, String)>,
    /// Link time before which no client needs to be looked at. Traffic only moves a client's
    /// time on, so that what was true stays so.
    watch_at: Option<Duration>,
    /// Link time of the present step.
    now: Duration,
    pub counters: TServerCounters,
    scratch: Vec<u8>,
}

impl TServer {
    pub fn new(config: &Config) -> Self {
        let dn = |dn: &crate::config::Dn| Dn {
            number: dn.number.clone(),
            members: BTreeSet::new(),
            in_service: true,
        };
        Self {
            options: config.tserver.clone(),
            applications: config.application.clone(),
            // What is wrong with them was told when the configuration was checked.
            objects: crate::directory::objects(config).unwrap_or_default(),
            dns: config.dn.iter().map(dn).collect(),
            clients: BTreeMap::new(),
            last_client: 0,
            primary: Server::Primary,
            link_up: true,
            sequence: 0,
            ready: Vec::new(),
            closed: Vec::new(),
            watch_at: None,
            now: Duration::ZERO,
            counters: TServerCounters::default(),
            scratch: Vec::new(),
        }
    }

    pub fn connect(&mut self, server: Server, now: Duration) -> Option<ClientId> {
        // Twice as many may connect as may log in, so that the others can be told why not.
        if self.clients.len() >= self.options.max_clients.saturating_mul(2) {
            return None;
        }
        self.now = now;
        self.last_client += 1;
        let id = ClientId(self.last_client);
        let client = Client::new(id, server, now, &self.options);
        self.watch(client.next_wakeup());
        self.clients.insert(id, client);
        self.mark_ready(id);
        Some(id)
    }

    /// Look at the clients at `at` at the latest.
    fn watch(&mut self, at: Option<Duration>) {
        self.watch_at = [self.watch_at, at].into_iter().flatten().min();
    }

    /// Forget a client; tells whether there was one.
    pub fn disconnect(&mut self, id: ClientId) -> bool {
        let Some(client) = self.clients.remove(&id) else { return false };
        for dn in client.dns {
            if let Some(dn) = self.dns.get_mut(dn) {
                dn.members.remove(&id);
            }
        }
        client.closing.is_none()
    }

    /// The protocol of a client whose requests are about to be served.
    pub fn take_link(&mut self, id: ClientId, now: Duration) -> Option<ServerLink> {
        self.now = now;
        let client = self.clients.get_mut(&id).filter(|client| client.closing.is_none())?;
        client.link.take()
    }

    pub fn put_link(&mut self, id: ClientId, link: ServerLink) {
        if let Some(client) = self.clients.get_mut(&id) {
            client.link = Some(link);
            let at = client.next_wakeup();
            self.watch(at);
        }
    }

    /// Send what the link itself has to say.
    pub fn send_own(&mut self, id: ClientId, own: &mut Vec<u8>) {
        if !own.is_empty() {
            self.append(id, |out| out.append(own));
        }
    }

    pub fn is_closing(&self, id: ClientId) -> bool {
        self.clients.get(&id).is_none_or(|client| client.closing.is_some())
    }

    /// Read no more of a client, and end its connection when what waits is sent.
    pub fn close(&mut self, id: ClientId, reason: &str) {
        let Some(client) = self.clients.get_mut(&id).filter(|client| client.closing.is_none())
        else {
            return;
        };
        let until = self.now + CLOSING_TIME;
        client.closing = Some(until);
        self.closed.push((id, reason.to_owned()));
        for dn in std::mem::take(&mut client.dns) {
            if let Some(dn) = self.dns.get_mut(dn) {
                dn.members.remove(&id);
            }
        }
        self.watch(Some(until));
        self.mark_ready(id);
    }

    /// The connections that were closed from this side, and why.
    pub fn take_closed(&mut self) -> Vec<(ClientId, String)> {
        std::mem::take(&mut self.closed)
    }

    /// Name a client in the next [`TServer::take_ready`].
    pub fn mark_ready(&mut self, id: ClientId) {
        if let Some(client) = self.clients.get_mut(&id)
            && !client.ready
        {
            client.ready = true;
            self.ready.push(id);
        }
    }

    pub fn take_ready(&mut self) -> Vec<ClientId> {
        let ready = std::mem::take(&mut self.ready);
        for id in &ready {
            if let Some(client) = self.clients.get_mut(id) {
                client.ready = false;
            }
        }
        ready
    }

    pub fn pending(&self, id: ClientId) -> &[u8] {
        self.clients.get(&id).map_or(&[], Client::pending)
    }

    pub fn sent(&mut self, id: ClientId, bytes: usize) {
        if let Some(client) = self.clients.get_mut(&id) {
            client.sent(bytes);
            if !client.reading.is_empty() {
                self.go_on_reading(id);
            }
        }
    }

    /// Append a message for a client.
    fn send(&mut self, id: ClientId, message: &ServerMessage<'_>) {
        self.append(id, |out| message.write(out));
    }

    fn append(&mut self, id: ClientId, write: impl FnOnce(&mut Vec<u8>)) {
        let Some(client) = self.clients.get_mut(&id).filter(|client| client.closing.is_none())
        else {
            return;
        };
        write(client.sink());
        self.check_queue(id);
    }

    /// Disconnect a client for which too much waits, else have its bytes sent.
    fn check_queue(&mut self, id: ClientId) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        if client.waiting() > self.options.max_queue_bytes {
            client.drop_pending();
            self.counters.too_slow += 1;
            let max = self.options.max_queue_bytes;
            return self.close(id, &format!("more than max_queue_bytes ({max}) waited for it"));
        }
        self.mark_ready(id);
    }

    pub fn refuse(&mut self, id: ClientId, reference: Option<i32>, code: i32, text: &str) {
        self.counters.refused += 1;
        self.send(id, &ServerMessage::Refused { reference, dn: None, code, message: text });
        // Without a login there is nothing more to say.
        if self.clients.get(&id).is_some_and(|client| !client.logged_in) {
            self.close(id, text);
        }
    }

    pub fn acknowledge(&mut self, id: ClientId, reference: Option<i32>) {
        self.counters.distributed += 1;
        self.send(id, &ServerMessage::Accepted { reference });
    }

    /// Send a user event to every client of a DN; tells the clients that get it, and the faults
    /// that were done to it.
    pub fn broadcast(
        &mut self,
        dn: usize,
        user_data: &[u8],
        from: Option<ClientId>,
        (seconds, micros): (i64, u32),
        now: Duration,
        faults: &mut FaultInjector,
    ) -> Delivery {
        let mut delivery = Delivery::default();
        let Some(place) = self.dns.get(dn) else { return delivery };
        self.counters.events += 1;
        self.sequence = self.sequence.wrapping_add(1).max(1);
        let mut frame = std::mem::take(&mut self.scratch);
        frame.clear();
        let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
        let micros = i32::try_from(micros).unwrap_or(0);
        let event = ServerMessage::UserEvent {
            dn: Some(&place.number),
            user_data,
            sequence: Some(self.sequence),
            time: Some((seconds, micros)),
        };
        event.write(&mut frame);
        let skip = from.filter(|_| !self.options.own_echo);
        let members: Vec<ClientId> =
            place.members.iter().copied().filter(|id| Some(*id) != skip).collect();
        for id in members {
            match faults.next_wire_fault() {
                None => {
                    if let Some(client) = self.clients.get_mut(&id) {
                        client.events += 1;
                        client.sink().extend_from_slice(&frame);
                    }
                    self.check_queue(id);
                    delivery.to.push(id);
                }
                Some(wire) => {
                    delivery.faults.push((wire.kind, id));
                    // The rest of a frame in two parts comes later.
                    if wire.kind == FaultKind::Partial && wire.hold.is_some() {
                        delivery.to.push(id);
                    }
                    self.apply_fault(id, &frame, &wire, now, faults);
                }
            }
        }
        self.scratch = frame;
        delivery
    }

    /// The name of a client's application.
    pub fn application(&self, id: ClientId) -> &str {
        self.clients.get(&id).map_or("", |client| &client.application)
    }

    /// Do a fault to a user event on its way to one client.
    fn apply_fault(
        &mut self,
        id: ClientId,
        frame: &[u8],
        wire: &WireFault,
        now: Duration,
        faults: &mut FaultInjector,
    ) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        match wire.kind {
            FaultKind::Garbage => client.sink().extend_from_slice(&faults.garbage()),
            FaultKind::Partial => match wire.hold {
                Some(hold) => {
                    client.send_half(frame, now + hold);
                    self.watch(Some(now + hold));
                }
                None => {
                    let half = frame.get(..frame.len() / 2).unwrap_or_default();
                    client.sink().extend_from_slice(half);
                    return self.close(id, "fault on demand: partial frame");
                }
            },
            _ => {
                client.drop_pending();
                return self.close(id, "fault on demand: cut");
            }
        }
        self.check_queue(id);
    }

    /// Let time pass: polls go out, silent clients are given up, held bytes leave.
    pub fn advance(&mut self, now: Duration) {
        self.now = now;
        if self.watch_at.is_none_or(|at| at > now) {
            return;
        }
        let due = |client: &&mut Client| client.next_wakeup().is_some_and(|at| at <= now);
        let mut touched = Vec::new();
        for client in self.clients.values_mut().filter(due) {
            client.release_held(now);
            touched.push((client.id, client.advance(now)));
        }
        for (id, reason) in touched {
            self.mark_ready(id);
            if let Some(reason) = reason {
                self.close(id, reason);
            }
        }
        self.watch_at = self.clients.values().filter_map(Client::next_wakeup).min();
    }

    pub const fn next_wakeup(&self) -> Option<Duration> {
        self.watch_at
    }

    pub fn cut(&mut self, application: Option<&str>) -> usize {
        let fits = |client: &&Client| application.is_none_or(|name| client.application == name);
        let ids: Vec<ClientId> =
            self.clients.values().filter(fits).map(|client| client.id).collect();
        for id in &ids {
            if let Some(client) = self.clients.get_mut(id) {
                client.drop_pending();
            }
            self.close(*id, "cut on demand");
        }
        ids.len()
    }

    pub fn set_link(&mut self, up: bool) {
        if std::mem::replace(&mut self.link_up, up) == up {
            return;
        }
        let ids = self.clients.values().filter(|client| client.logged_in);
        for id in ids.map(|client| client.id).collect::<Vec<_>>() {
            self.send(id, &ServerMessage::SwitchLink(up));
        }
    }

    /// A DN goes out of service or comes back; tells whether there is such a DN.
    pub fn set_service(&mut self, dn: &str, up: bool) -> bool {
        let Some(dn) = self.dn_index(dn).and_then(|index| self.dns.get_mut(index)) else {
            return false;
        };
        if std::mem::replace(&mut dn.in_service, up) != up {
            let number = dn.number.clone();
            for id in dn.members.clone() {
                self.send(id, &ServerMessage::Service { dn: Some(&number), up });
            }
        }
        true
    }

    /// Take the registrations of a DN from its clients; tells how many, `None` if there is no such DN.
    pub fn unregister_all(&mut self, dn: &str) -> Option<usize> {
        let index = self.dn_index(dn)?;
        let dn = self.dns.get_mut(index)?;
        let number = dn.number.clone();
        let members = std::mem::take(&mut dn.members);
        for id in &members {
            if let Some(client) = self.clients.get_mut(id) {
                client.dns.remove(&index);
            }
            let dn = Some(number.as_str());
            self.send(*id, &ServerMessage::Unregistered { dn, reference: None });
        }
        Some(members.len())
    }

    pub fn switch_over(&mut self) -> Server {
        let old = self.primary;
        self.primary = match old {
            Server::Primary => Server::Backup,
            Server::Backup => Server::Primary,
        };
        let ids = self.clients.values().filter(|client| client.server == old);
        for id in ids.map(|client| client.id).collect::<Vec<_>>() {
            self.send(id, &ServerMessage::PrimaryChanged);
            self.close(id, "switchover: this T-Server is the backup now");
        }
        self.primary
    }

    pub fn clients(&self) -> impl Iterator<Item = &Client> {
        self.clients.values()
    }

    pub const fn is_link_up(&self) -> bool {
        self.link_up
    }

    pub const fn primary(&self) -> Server {
        self.primary
    }
}
