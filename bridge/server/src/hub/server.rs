//! The server: its connection, its link as clients see it, and what its loss means for them.
//!
//! A lost server looks to clients as a T-Server looks that has lost its switch: the link goes down, and comes back once
//! every DN is registered again. Requests that had not gone out are refused; what was under way is not answered, for
//! nobody knows its outcome.

use commdn::link::{LinkConfig, LinkError, ServerMessage};
use commdn::time::Moment;

use super::{Hub, Note, Service};
use crate::upstream::{Heard, UpstreamLink};

/// How long answers of OCS are waited for when the bridge ends and the server has taken everything.
const LINGER: Moment = Moment::from_millis(500);

/// How it stands with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerState {
    /// There is no connection.
    Away {
        /// Since when.
        since: Moment,
        /// Clients were let go.
        given_up: bool,
    },
    /// There is one, and the login or the link to the switch is waited for.
    Starting {
        /// Since when there has been no link.
        since: Moment,
        /// As in `Away`.
        given_up: bool,
    },
    /// The server's link has come; the DNs of before are registered again.
    Registering {
        /// As in `Starting`.
        since: Moment,
    },
    /// Clients see a link.
    Up,
    /// The server has no link to its switch.
    LinkDown,
}

impl ServerState {
    /// Whether clients see a link.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        matches!(self, Self::Up)
    }

    /// Whether clients were let go.
    #[must_use]
    pub const fn is_given_up(&self) -> bool {
        matches!(self, Self::Away { given_up: true, .. } | Self::Starting { given_up: true, .. })
    }

    /// Whether DNs can be registered.
    pub(super) const fn takes_registrations(&self) -> bool {
        matches!(self, Self::Registering { .. } | Self::Up | Self::LinkDown)
    }

    /// Its name on the health page.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Away { .. } => "away",
            Self::Starting { .. } => "starting",
            Self::Registering { .. } => "registering",
            Self::Up => "up",
            Self::LinkDown => "link_down",
        }
    }

    /// Since when there has been no connection that is of use.
    const fn since(&self) -> Option<(Moment, bool)> {
        match *self {
            Self::Away { since, given_up } | Self::Starting { since, given_up } => {
                Some((since, given_up))
            }
            Self::Registering { since } => Some((since, false)),
            Self::Up | Self::LinkDown => None,
        }
    }
}

impl Hub {
    /// A connection to the server is open.
    pub fn server_opened(&mut self, config: LinkConfig, now: Moment) {
        self.now = now;
        self.to_server.clear();
        self.link = Some(UpstreamLink::start(config, now, &mut self.to_server));
        let (since, given_up) = self.server.since().unwrap_or((now, false));
        self.server = ServerState::Starting { since, given_up };
        self.counters.server_connections += 1;
        self.server_rings = true;
    }

    /// Bytes of the server.
    ///
    /// # Errors
    /// The connection cannot continue; [`Hub::server_lost`] follows.
    pub fn server_received(&mut self, bytes: &[u8], now: Moment) -> Result<(), LinkError> {
        self.now = now;
        let Some(mut link) = self.link.take() else { return Ok(()) };
        let mut own = Vec::new();
        let result = link.receive(bytes, now, &mut own, &mut |heard| self.hear(heard));
        self.link = Some(link);
        self.send_to_server(&mut own);
        self.pump();
        result
    }

    fn send_to_server(&mut self, bytes: &mut Vec<u8>) {
        if !bytes.is_empty() {
            self.to_server.append(bytes);
            self.server_rings = true;
        }
    }

    fn hear(&mut self, heard: Heard<'_>) {
        match heard {
            Heard::SwitchLink(up) => self.switch_link(up),
            Heard::Accepted(reference) => self.accepted(reference),
            Heard::Refused { reference, code, message } => self.refused(reference, code, &message),
            Heard::Registered(reference) => self.registered(reference),
            Heard::Unregistered { dn, reference } => self.unregistered(dn, reference),
            Heard::Service { dn, up } => self.service(dn, up),
            Heard::UserEvent { dn, user_data, sequence, time } => {
                self.user_event(dn, user_data, sequence, time);
            }
            Heard::Objects { reference, kind, objects } => self.objects(reference, kind, &objects),
            Heard::ObjectsSent { reference, count } => self.objects_sent(reference, count),
            // The end of the connection follows, which clients see as a lost link: the bridge is still theirs.
            Heard::PrimaryChanged => {}
        }
    }

    fn switch_link(&mut self, up: bool) {
        match (self.server, up) {
            (ServerState::Starting { since, .. }, true) => {
                self.server = ServerState::Registering { since };
                self.ask_for_all();
                self.look_at_link();
            }
            (ServerState::LinkDown, true) => self.link_is_up(),
            (ServerState::Up, false) => {
                self.server = ServerState::LinkDown;
                self.link_is_down();
            }
            (ServerState::Registering { .. }, false) => self.server = ServerState::LinkDown,
            _ => {}
        }
    }

    /// The link is up for clients once every DN is registered again.
    pub(super) fn look_at_link(&mut self) {
        if matches!(self.server, ServerState::Registering { .. }) && !self.dns.is_asking() {
            self.link_is_up();
        }
    }

    fn link_is_up(&mut self) {
        self.server = ServerState::Up;
        self.send_to_all(&ServerMessage::SwitchLink(true));
        self.notes.push(Note::Link { up: true });
    }

    fn link_is_down(&mut self) {
        self.send_to_all(&ServerMessage::SwitchLink(false));
        self.notes.push(Note::Link { up: false });
    }

    /// The connection to the server is gone.
    pub fn server_lost(&mut self, now: Moment) {
        self.now = now;
        if matches!(self.server, ServerState::Away { .. }) {
            return;
        }
        let was_up = self.server.is_up();
        let (since, given_up) = self.server.since().unwrap_or((now, false));
        self.server = ServerState::Away { since, given_up };
        self.link = None;
        self.to_server.clear();
        self.dns.all_absent();
        self.echoes.clear();
        let open = self.open.clear();
        self.given_up(&open);
        if was_up {
            self.link_is_down();
        }
        // What waits is refused, one of each client in turn.
        self.wake_resting();
        self.pump();
    }

    fn wake_resting(&mut self) {
        for ((_, id), ()) in std::mem::take(&mut self.resting) {
            self.turns.push_back(id);
        }
    }

    /// Move the bytes that wait for the server to `into`, which is empty.
    pub fn take_for_server(&mut self, into: &mut Vec<u8>) {
        std::mem::swap(&mut self.to_server, into);
        self.pump();
    }

    pub(super) fn tick_server(&mut self) {
        let now = self.now;
        let over = self.open.expire(now, self.options.request_timeout);
        self.given_up(&over);
        let known = self.echoes.known();
        for own in self.echoes.tick(now) {
            self.show_own(&own);
        }
        if known != self.echoes.known() {
            self.notes.push(Note::Echo { comes: false });
        }
        let is_on = self.service == Service::On;
        if let Some((since, false)) = self.server.since()
            && is_on
            && now.saturating_sub(since) >= self.options.grace
        {
            match &mut self.server {
                ServerState::Away { given_up, .. } | ServerState::Starting { given_up, .. } => {
                    *given_up = true;
                }
                _ => return,
            }
            self.notes.push(Note::GivenUp);
            self.let_all_go(&ServerMessage::Disconnected, "the bridge has lost its server");
        }
    }

    /// Let time pass on the connection to the server.
    ///
    /// # Errors
    /// It cannot continue; [`Hub::server_lost`] follows.
    pub fn tick_link(&mut self, now: Moment) -> Result<(), LinkError> {
        let Some(link) = self.link.as_mut() else { return Ok(()) };
        let before = self.to_server.len();
        let result = link.tick(now, &mut self.to_server);
        self.server_rings |= self.to_server.len() > before;
        result
    }

    /// When [`Hub::tick_link`] has something to do.
    #[must_use]
    pub fn next_link_tick(&self) -> Option<Moment> {
        self.link.as_ref().and_then(UpstreamLink::next_tick)
    }

    /// The reason that a closed connection is told with.
    #[must_use]
    pub fn server_closed(&self) -> Option<LinkError> {
        self.link.as_ref().map(UpstreamLink::closed)
    }

    pub(super) fn server_tick(&self) -> Option<Moment> {
        let grace = match self.server.since() {
            Some((since, false)) if self.service == Service::On => Some(since + self.options.grace),
            _ => None,
        };
        let expiry = self.open.next_expiry(self.options.request_timeout);
        [grace, expiry, self.echoes.next_tick()].into_iter().flatten().min()
    }

    /// How it stands with the server.
    #[must_use]
    pub const fn server(&self) -> ServerState {
        self.server
    }

    /// Whether a connection to the server is wanted.
    #[must_use]
    pub fn wants_server(&self) -> bool {
        self.service != Service::Standby
    }

    /// Serve from now on, or let the other bridge of the pair do so.
    pub fn serve_clients(&mut self, serve: bool, now: Moment) {
        self.now = now;
        match (self.service, serve) {
            (Service::On, false) => {
                self.service = Service::Standby;
                self.leave_all();
                let why = "the other bridge of the pair serves";
                self.let_all_go(&ServerMessage::PrimaryChanged, why);
                self.server_rings = true;
            }
            (Service::Standby, true) => {
                self.service = Service::On;
                if matches!(self.server, ServerState::Away { .. }) {
                    self.server = ServerState::Away { since: now, given_up: false };
                }
                self.server_rings = true;
            }
            _ => {}
        }
    }

    /// Take nothing new, and finish what is under way.
    pub fn drain(&mut self, now: Moment) {
        self.now = now;
        self.service = Service::Draining;
        self.wake_resting();
        self.pump();
    }

    /// Whether nothing is under way any more.
    #[must_use]
    pub fn is_drained(&self, now: Moment) -> bool {
        let waits = self.clients.values().any(|client| client.has_waiting());
        let lingers = now < self.last_accepted + LINGER && self.counters.accepted > 0;
        !waits && self.open.distributions() == 0 && !lingers
    }

    /// The end: unregister at the server, and let every client go.
    pub fn end(&mut self, now: Moment) {
        self.now = now;
        self.service = Service::Draining;
        self.leave_all();
        self.let_all_go(&ServerMessage::Disconnected, "the bridge ends");
        self.server_rings = true;
    }

    /// Whether every connection of a client has ended.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clients.values().all(|client| client.phase == super::client::Phase::Gone)
    }
}
