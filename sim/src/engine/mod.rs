//! The simulator as a machine without I/O: T-Server, the OCS behind it, and the faults between.
//!
//! Bytes of clients and two times come in; bytes for clients, closed connections and changes
//! for storage go out. The *link* time drives keep-alive and faults, the *world* time the
//! contact centre, so that a day of dialling can pass while no connection gets old.
//!
//! Starts no thread, opens no socket and reads no clock: with the same inputs it does the
//! same, to the byte.

mod admin;
mod codes;
mod disk;
mod fates;
mod fault_injector;
mod inspect;
mod tserver;

#[cfg(test)]
mod tests;

use std::time::Duration;

use commdn::kvlist::KvRef;
use commdn::link::{About, ClientRequest, LinkError, ServerLink};
use commdn::message::{Dialect, Fields, MessageType, Traffic, spec::RequestSpec};
use serde::{Deserialize, Serialize};

use crate::config::{Config, ConfigError};
use crate::facts::Facts;
use crate::fault::FaultKind;
use crate::journal::{Change, Journal, Mark, Restored};
use crate::log::{Log, LogEvent, Observer};
use crate::ocs::{Ocs, OcsContext, OutgoingKind, OutgoingMessage};

pub use disk::Disk;
pub use fates::Fate;
pub use inspect::{
    CampaignGroupView, ClientView, DoNotCallView, ListView, OcsView, RecordView, SequenceView,
    Snapshot,
};
pub use tserver::TServerCounters;

use fates::Fates;
use fault_injector::FaultInjector;
use tserver::TServer;

/// How many log entries are kept to be asked for.
const LOG_ENTRIES: usize = 1_000;

/// One connection's number, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClientId(u64);

impl ClientId {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// Which of the two T-Servers a client connects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Server {
    /// The one that is primary at the start.
    Primary,
    /// The one that is backup at the start.
    Backup,
}

/// The simulator as a machine.
#[derive(Debug)]
pub struct Engine {
    dialect: Dialect,
    epoch: i64,
    link_now: Duration,
    world_now: Duration,
    tserver: TServer,
    ocs: Vec<Ocs>,
    faults: FaultInjector,
    journal: Journal,
    log: Log,
    /// What became of requests, while somebody observes.
    fates: Option<Fates>,
    /// What the OCS sent in the present step.
    outgoing: Vec<OutgoingMessage>,
}

impl Engine {
    /// The contact centre of `config`, at its clock's start; nothing waits for storage.
    ///
    /// # Errors
    /// As [`Config::check`].
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        Self::with_storage(config, None)
    }

    /// The same, with what storage held; answers then wait until changes are stored.
    pub(crate) fn with_storage(
        config: &Config,
        restored: Option<Restored>,
    ) -> Result<Self, ConfigError> {
        config.check()?;
        let durable = restored.is_some();
        let mut engine = Self {
            dialect: Dialect::DEFAULT.with_charset(config.charset.into()),
            epoch: config.clock.start,
            link_now: Duration::ZERO,
            world_now: Duration::ZERO,
            tserver: TServer::new(config),
            ocs: config.ocs.iter().map(|ocs| Ocs::new(ocs, config)).collect(),
            faults: FaultInjector::new(config.seed, &config.fault),
            journal: Journal::new(durable),
            log: Log::new(LOG_ENTRIES),
            fates: None,
            outgoing: Vec::new(),
        };
        engine.restore(restored.unwrap_or_default());
        Ok(engine)
    }

    fn restore(&mut self, restored: Restored) {
        for change in restored.changes {
            let (Change::DoNotCall { ocs: dbid, .. }
            | Change::Record { ocs: dbid, .. }
            | Change::Group { ocs: dbid, .. }
            | Change::Sequence { ocs: dbid, .. }) = &change;
            let dbid = *dbid;
            if let Some(ocs) = self.ocs.iter_mut().find(|ocs| ocs.dbid == dbid) {
                ocs.restore(change);
            }
        }
        self.with_ocs(|ocs, context| ocs.resume(context));
        self.pass_on();
    }

    /// The calendar time at which the contact centre's clock starts, seconds since 1970.
    pub const fn set_epoch(&mut self, epoch: i64) {
        self.epoch = epoch;
    }

    /// Tell every log entry to `observer`, messages included.
    pub fn observe(&mut self, observer: Option<Observer>) {
        match &observer {
            None => self.fates = None,
            Some(_) => {
                self.fates.get_or_insert_default();
            }
        }
        self.log.observe(observer);
    }

    /// What became of the requests since observation began, the oldest first.
    #[must_use]
    pub fn fates(&self) -> Vec<Fate> {
        self.fates.as_ref().map(Fates::list).unwrap_or_default()
    }

    /// A client connects; `None` when there are too many.
    pub fn connect(&mut self, server: Server, now: Duration) -> Option<ClientId> {
        self.link_now = self.link_now.max(now);
        let id = self.tserver.connect(server, self.link_now)?;
        self.log.traffic(self.world_now, || LogEvent::Connected { client: id.0 });
        Some(id)
    }

    /// A client's connection has ended, or is to end.
    pub fn disconnect(&mut self, id: ClientId, reason: &str) {
        if self.tserver.disconnect(id) {
            let reason = reason.to_owned();
            self.log.add(self.world_now, LogEvent::Disconnected { client: id.0, reason });
        }
    }

    /// Bytes of a client.
    pub fn receive(&mut self, id: ClientId, bytes: &[u8], now: Duration) {
        self.link_now = self.link_now.max(now);
        let Some(mut link) = self.tserver.take_link(id, self.link_now) else { return };
        link.receive(bytes, self.link_now);
        if let Err(error) = self.requests(id, &mut link) {
            self.tserver.close(id, &error.to_string());
        }
        self.tserver.put_link(id, link);
        self.note_closed();
    }

    fn requests(&mut self, id: ClientId, link: &mut ServerLink) -> Result<(), LinkError> {
        let mut own = Vec::new();
        while !self.tserver.is_closing(id) {
            let keep_alive = match link.next(&mut own, |request| self.request(id, request))? {
                Some(keep_alive) => keep_alive,
                None => break,
            };
            self.tserver.send_own(id, &mut own);
            if !link.is_up() && self.tserver.is_logged_in(id) {
                link.accept(keep_alive);
            }
        }
        self.tserver.send_own(id, &mut own);
        Ok(())
    }

    /// Serve a request; tells how often a client that logs in wants to be polled.
    fn request(&mut self, id: ClientId, request: ClientRequest<'_>) -> Option<Duration> {
        let (reference, keep_alive) = match &request {
            ClientRequest::Login(login) => (login.reference, login.keep_alive),
            ClientRequest::Register(about) | ClientRequest::Unregister(about) => {
                (about.reference, None)
            }
            ClientRequest::ReadObjects { reference, .. }
            | ClientRequest::Unsupported { reference, .. } => (*reference, None),
            _ => (None, None),
        };
        match request {
            ClientRequest::Distribute { about, user_data } => {
                self.distribute(id, &about, user_data);
            }
            ClientRequest::Register(_) if self.faults.hits(FaultKind::RefuseRegistration) => {
                self.log.add(self.world_now, fault(FaultKind::RefuseRegistration, Some(id)));
                self.refuse(id, reference, codes::OUT_OF_SERVICE, "Out of service".to_owned());
            }
            request => match self.tserver.take(id, request) {
                Ok(None) => {}
                Ok(Some(happened)) => self.log.add(self.world_now, happened),
                Err((code, text)) => self.refuse(id, reference, code, text),
            },
        }
        keep_alive
    }

    fn refuse(&mut self, id: ClientId, reference: Option<i32>, code: i32, message: String) {
        self.tserver.refuse(id, reference, code, &message);
        let tserver_reference = reference;
        let refused = LogEvent::Refused { client: id.0, code, message, tserver_reference };
        self.log.add(self.world_now, refused);
    }

    /// Note a request that a client wants distributed; tells its number while somebody observes.
    fn note_asked(
        &mut self,
        id: ClientId,
        about: &About<'_>,
        user_data: &Result<Option<&[u8]>, LinkError>,
    ) -> Option<u64> {
        let fates = self.fates.as_mut()?;
        let bytes = user_data.as_ref().ok().copied().flatten()?;
        let packing = self.dialect.packing;
        let list = KvRef::parse_with(bytes, packing, &commdn::kvlist::Limits::DEFAULT).ok()?;
        let facts = Facts::of(list, &self.dialect).filter(|facts| is_request(facts.message))?;
        let application = self.tserver.application(id);
        let Facts { message, reference, origin, .. } = facts;
        let number = fates.asked(Some(id), application, message, reference, origin);
        let dn = about.dn.as_deref().unwrap_or_default().to_owned();
        let tserver_reference = about.reference;
        let asked = LogEvent::Asked { client: id.0, dn, tserver_reference, facts };
        self.log.traffic(self.world_now, || asked);
        Some(number)
    }

    /// Distribute a client's user event: acknowledge it, show it to the DN, then to the OCS.
    fn distribute(
        &mut self,
        id: ClientId,
        about: &About<'_>,
        user_data: Result<Option<&[u8]>, LinkError>,
    ) {
        let reference = about.reference;
        let number = self.note_asked(id, about, &user_data);
        if self.faults.hits(FaultKind::RefuseRequest) {
            self.log.add(self.world_now, fault(FaultKind::RefuseRequest, Some(id)));
            self.note_refused(number);
            return self.refuse(id, reference, codes::INTERNAL_ERROR, "Internal error".to_owned());
        }
        let checked = self.tserver.check_distribution(id, about, user_data, &self.dialect);
        let (dn, user_data) = match checked {
            Ok(checked) => checked,
            Err((code, text)) => {
                self.note_refused(number);
                return self.refuse(id, reference, code, text);
            }
        };
        self.tserver.acknowledge(id, reference);
        self.broadcast(dn, user_data, Some(id), None);
        self.handle_request(dn, user_data, number);
    }

    fn note_refused(&mut self, number: Option<u64>) {
        if let (Some(fates), Some(_)) = (&mut self.fates, number) {
            fates.refused();
        }
    }

    /// Send a user event to the clients of a DN, with the faults applied.
    fn broadcast(
        &mut self,
        dn: usize,
        user_data: KvRef<'_>,
        from: Option<ClientId>,
        request: Option<u64>,
    ) {
        let time = self.epoch.saturating_add_unsigned(self.world_now.as_secs());
        let micros = self.world_now.subsec_micros();
        let now = self.link_now;
        let bytes = user_data.bytes();
        let delivery =
            self.tserver.broadcast(dn, bytes, from, (time, micros), now, &mut self.faults);
        let (at, dialect, tserver) = (self.world_now, &self.dialect, &self.tserver);
        for (kind, id) in &delivery.faults {
            let (kind, client) = (kind.name(), Some(id.0));
            let facts = Facts::of(user_data, dialect);
            self.log.add(at, LogEvent::Fault { kind, client, ocs: None, facts });
        }
        if let (Some(fates), Some(request)) = (&mut self.fates, request) {
            for id in &delivery.to {
                fates.answered(request, *id, tserver.application(*id));
            }
        }
        self.log.traffic_if(at, || {
            let facts = Facts::of(user_data, dialect).filter(|facts| !is_request(facts.message))?;
            let to = delivery.to.iter().map(|id| id.0).collect();
            Some(LogEvent::Delivered { dn: tserver.dn_number(dn).to_owned(), to, facts })
        });
    }

    /// Hand a user event to every OCS.
    fn handle_request(&mut self, dn: usize, user_data: KvRef<'_>, number: Option<u64>) {
        let Traffic::CommDn(message) = Traffic::of(user_data) else { return };
        if !is_request(message) {
            return;
        }
        let fields = Fields::read(user_data, &self.dialect);
        let name = self.tserver.dn_number(dn).to_owned();
        for index in 0..self.ocs.len() {
            let Some(ocs) = self.ocs.get_mut(index) else { break };
            let dbid = ocs.dbid;
            if let Err(reason) = ocs.takes(dn, message, &fields) {
                if !reason.is_empty() {
                    let (dn, dialect) = (name.clone(), &self.dialect);
                    self.log.traffic_if(self.world_now, || {
                        let facts = Facts::of(user_data, dialect)?;
                        Some(LogEvent::Ignored { ocs: dbid, reason, dn, facts })
                    });
                }
                continue;
            }
            if self.faults.silences(dbid) {
                ocs.counters.silenced += 1;
                let facts = Facts::of(user_data, &self.dialect);
                let (kind, ocs) = (FaultKind::Silent.name(), Some(dbid));
                self.log.add(self.world_now, LogEvent::Fault { kind, client: None, ocs, facts });
                continue;
            }
            self.log.traffic(self.world_now, || LogEvent::Request {
                ocs: dbid,
                dn: name.clone(),
                message,
                user_data: user_data.into(),
            });
            let fields = fields.clone();
            let before = self.outgoing.len();
            self.with_one_ocs(index, |ocs, context| {
                ocs.handle_request(dn, message, fields, context)
            });
            for outgoing in self.outgoing.iter_mut().skip(before) {
                outgoing.request = number.filter(|_| outgoing.kind == OutgoingKind::Answer);
            }
        }
        self.pass_on();
    }

    fn with_one_ocs(&mut self, index: usize, act: impl FnOnce(&mut Ocs, &mut OcsContext<'_>)) {
        let Self { dialect, epoch, world_now, ocs, journal, log, outgoing, .. } = self;
        let Some(ocs) = ocs.get_mut(index) else { return };
        let (now, epoch) = (*world_now, *epoch);
        let before = outgoing.len();
        let mut context = OcsContext { now, epoch, dialect, outgoing, journal, log };
        act(ocs, &mut context);
        // A message says what a step led to: it leaves when all of the step is on disk.
        let mark = journal.last();
        for message in outgoing.iter_mut().skip(before) {
            message.after = mark;
        }
    }

    fn with_ocs(&mut self, mut act: impl FnMut(&mut Ocs, &mut OcsContext<'_>)) {
        for index in 0..self.ocs.len() {
            self.with_one_ocs(index, &mut act);
        }
    }

    /// Pass the messages of the OCS on to T-Server: those that are on disk, after the faults.
    fn pass_on(&mut self) {
        for outgoing in std::mem::take(&mut self.outgoing) {
            let dbid = outgoing.ocs;
            self.log.traffic(self.world_now, || {
                let message = match Traffic::of(outgoing.user_data.view()) {
                    Traffic::CommDn(message) => message,
                    _ => commdn::message::MessageType::UNKNOWN_MESSAGE,
                };
                LogEvent::Sent { ocs: dbid, message, user_data: outgoing.user_data.clone() }
            });
            self.faults.take(outgoing);
        }
        let journal = &self.journal;
        let done = self.faults.release(self.link_now, |mark| journal.has_committed(mark));
        for (kind, ocs, user_data) in done {
            let facts = Facts::of(user_data.view(), &self.dialect);
            let (kind, ocs) = (kind.name(), Some(ocs));
            self.log.add(self.world_now, LogEvent::Fault { kind, client: None, ocs, facts });
        }
        while let Some(outgoing) = self.faults.next(self.link_now) {
            self.deliver(&outgoing);
        }
        self.note_closed();
    }

    fn deliver(&mut self, outgoing: &OutgoingMessage) {
        match outgoing.to {
            crate::ocs::Destination::Dn(dn) => {
                self.broadcast(dn, outgoing.user_data.view(), None, outgoing.request);
            }
            crate::ocs::Destination::EveryDn => {
                let ocs = self.ocs.iter().find(|ocs| ocs.dbid == outgoing.ocs);
                let dns: Vec<usize> =
                    ocs.map(|ocs| ocs.dns().iter().copied().collect()).unwrap_or_default();
                for dn in dns {
                    self.broadcast(dn, outgoing.user_data.view(), None, None);
                }
            }
        }
    }

    fn note_closed(&mut self) {
        for (id, reason) in self.tserver.take_closed() {
            self.log.add(self.world_now, LogEvent::Disconnected { client: id.0, reason });
        }
    }

    /// Let link time pass: keep-alive, and messages that faults hold.
    pub fn advance(&mut self, now: Duration) {
        self.link_now = self.link_now.max(now);
        self.tserver.advance(self.link_now);
        self.pass_on();
    }

    /// When [`Engine::advance`] has something to do next, at the earliest.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Duration> {
        [self.tserver.next_wakeup(), self.faults.next_wakeup()].into_iter().flatten().min()
    }

    /// Let the contact centre's time pass, event by event.
    pub fn advance_world(&mut self, now: Duration) {
        while let Some(next) = self.next_world_event().filter(|next| *next <= now) {
            self.world_now = self.world_now.max(next);
            self.with_ocs(Ocs::advance);
            self.pass_on();
        }
        self.world_now = self.world_now.max(now);
    }

    /// When the contact centre has something to do next, on its own clock.
    #[must_use]
    pub fn next_world_event(&self) -> Option<Duration> {
        self.ocs.iter().filter_map(Ocs::next_event).min()
    }

    /// The contact centre's time since its clock's start.
    #[must_use]
    pub const fn world_now(&self) -> Duration {
        self.world_now
    }

    /// The clients that have bytes to be sent, or are to be closed, since the last call.
    pub fn take_ready(&mut self) -> Vec<ClientId> {
        self.tserver.take_ready()
    }

    /// The bytes that wait for a client.
    #[must_use]
    pub fn pending(&self, id: ClientId) -> &[u8] {
        self.tserver.pending(id)
    }

    /// So many of the waiting bytes were sent.
    pub fn sent(&mut self, id: ClientId, bytes: usize) {
        self.tserver.sent(id, bytes);
    }

    /// Name a client again in [`Engine::take_ready`]: its carrier has room.
    pub fn mark_ready(&mut self, id: ClientId) {
        self.tserver.mark_ready(id);
    }

    /// Whether a client's connection is to be closed once its bytes are sent.
    #[must_use]
    pub fn is_closing(&self, id: ClientId) -> bool {
        self.tserver.is_closing(id)
    }

    /// What is to be stored, with its number.
    pub(crate) fn take_changes(&mut self) -> Option<(Mark, Vec<Change>)> {
        self.journal.take()
    }

    /// Everything up to `mark` is stored: what waited for it leaves.
    pub(crate) fn committed(&mut self, mark: Mark) {
        self.journal.committed(mark);
        self.pass_on();
    }
}

fn fault(kind: FaultKind, client: Option<ClientId>) -> LogEvent {
    let client = client.map(|client| client.0);
    LogEvent::Fault { kind: kind.name(), client, ocs: None, facts: None }
}

/// Whether a message type is one that an OCS takes, known or not.
fn is_request(message: MessageType) -> bool {
    RequestSpec::of(message).is_some() || !is_ocs_event(message.0)
}

/// Whether a message type is an answer or notification, which an OCS sends and never takes.
const fn is_ocs_event(message: i32) -> bool {
    matches!(message, 15..=27 | 31 | 33)
}
