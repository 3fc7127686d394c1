//! The simulator as a machine without I/O: T-Server, the OCS behind it, and the faults between.
//!
//! Bytes of clients and two times come in; bytes for clients, closed connections and changes
//! for storage go out. The *link* time drives keep-alive and faults, the *world* time the
//! contact centre, so that a day of dialling can pass while no connection gets old.
//!
//! Starts no thread, opens no socket and reads no clock: with the same inputs it does the
//! same, to the byte.

mod client;
mod codes;
mod disk;
mod disorder;
mod inspect;
mod operate;
mod requests;
mod tserver;

#[cfg(test)]
mod tests;

use std::time::Duration;

use commdn::kvlist::KvRef;
use commdn::link::{AttributeId, Frame, LinkError, MessageId};
use commdn::message::{Dialect, Fields, Traffic, spec::RequestSpec};
use serde::{Deserialize, Serialize};

use crate::config::{Config, ConfigError};
use crate::fault::FaultKind;
use crate::journal::{Change, Journal, Mark, Restored};
use crate::log::{Happened, Log, Observer};
use crate::ocs::{Ocs, Said, Scene};

pub use disk::Disk;
pub use inspect::{
    CampaignGroupView, ClientView, DoNotCallView, ListView, OcsView, RecordView, SequenceView,
    Snapshot,
};
pub use tserver::TServerCounters;

use disorder::Disorder;
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
    disorder: Disorder,
    journal: Journal,
    log: Log,
    /// What the OCS said in the present step.
    said: Vec<Said>,
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
            disorder: Disorder::new(config.seed, &config.fault),
            journal: Journal::new(durable),
            log: Log::new(LOG_ENTRIES),
            said: Vec::new(),
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
        self.with_ocs(|ocs, scene| ocs.resume(scene));
        self.pass_on();
    }

    /// The calendar time at which the contact centre's clock starts, seconds since 1970.
    pub const fn set_epoch(&mut self, epoch: i64) {
        self.epoch = epoch;
    }

    /// Tell every log entry to `observer`, messages included.
    pub fn observe(&mut self, observer: Option<Observer>) {
        self.log.observe(observer);
    }

    /// A client connects; `None` when there are too many.
    pub fn connect(&mut self, server: Server, now: Duration) -> Option<ClientId> {
        self.link_now = self.link_now.max(now);
        let id = self.tserver.connect(server, self.link_now)?;
        self.log.traffic(self.world_now, || Happened::Connected { client: id.0 });
        Some(id)
    }

    /// A client's connection has ended, or is to end.
    pub fn disconnect(&mut self, id: ClientId, reason: &str) {
        if self.tserver.disconnect(id) {
            let reason = reason.to_owned();
            self.log.add(self.world_now, Happened::Disconnected { client: id.0, reason });
        }
    }

    /// Bytes of a client.
    pub fn receive(&mut self, id: ClientId, bytes: &[u8], now: Duration) {
        self.link_now = self.link_now.max(now);
        let Some(mut buffer) = self.tserver.take_buffer(id, self.link_now) else { return };
        buffer.push(bytes);
        if let Err(error) = self.frames(id, &mut buffer) {
            self.tserver.close(id, &error.to_string());
        }
        self.tserver.put_buffer(id, buffer);
        self.note_closed();
    }

    fn frames(
        &mut self,
        id: ClientId,
        buffer: &mut commdn::link::FrameBuffer,
    ) -> Result<(), LinkError> {
        if self.tserver.awaits_preface(id) {
            let Some(_version) = buffer.take_preface()? else { return Ok(()) };
            // A later version's client speaks this one too.
            self.tserver.greeted(id);
        }
        while !self.tserver.is_closing(id) {
            if buffer.next(|frame| self.frame(id, frame))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn frame(&mut self, id: ClientId, frame: Frame<'_>) {
        match frame.message {
            MessageId::DISTRIBUTE_USER_EVENT => self.distribute(id, frame),
            MessageId::REGISTER_ADDRESS if self.disorder.hits(FaultKind::RefuseRegistration) => {
                self.log.add(self.world_now, fault(FaultKind::RefuseRegistration));
                self.refuse(id, frame, codes::OUT_OF_SERVICE, "Out of service".to_owned());
            }
            _ => match self.tserver.take(id, frame) {
                Ok(None) => {}
                Ok(Some(happened)) => self.log.add(self.world_now, happened),
                Err((code, text)) => self.refuse(id, frame, code, text),
            },
        }
    }

    fn refuse(&mut self, id: ClientId, frame: Frame<'_>, code: i32, message: String) {
        self.tserver.refuse(id, frame.int(AttributeId::REFERENCE_ID), code, &message);
        self.log.add(self.world_now, Happened::Refused { client: id.0, code, message });
    }

    /// Distribute a client's user event: acknowledge it, show it to the DN, then to the OCS.
    fn distribute(&mut self, id: ClientId, frame: Frame<'_>) {
        if self.disorder.hits(FaultKind::RefuseRequest) {
            self.log.add(self.world_now, fault(FaultKind::RefuseRequest));
            return self.refuse(id, frame, codes::INTERNAL_ERROR, "Internal error".to_owned());
        }
        let (dn, user_data) = match self.tserver.check_distribution(id, frame, &self.dialect) {
            Ok(checked) => checked,
            Err((code, text)) => return self.refuse(id, frame, code, text),
        };
        self.tserver.acknowledge(id, frame.int(AttributeId::REFERENCE_ID));
        self.show(dn, user_data.bytes(), Some(id));
        self.hear(dn, user_data);
    }

    /// Send a user event to the clients of a DN, as the faults have it.
    fn show(&mut self, dn: usize, user_data: &[u8], from: Option<ClientId>) {
        let time = self.epoch.saturating_add_unsigned(self.world_now.as_secs());
        let micros = self.world_now.subsec_micros();
        let now = self.link_now;
        let done = self.tserver.show(dn, user_data, from, (time, micros), now, &mut self.disorder);
        for kind in done {
            self.log.add(self.world_now, fault(kind));
        }
    }

    /// Let every OCS hear a user event.
    fn hear(&mut self, dn: usize, user_data: KvRef<'_>) {
        let Traffic::CommDn(message) = Traffic::of(user_data) else { return };
        let is_event = RequestSpec::of(message).is_none() && is_told(message.0);
        if is_event {
            return;
        }
        let fields = Fields::read(user_data, &self.dialect);
        let name = self.tserver.dn_number(dn).to_owned();
        for index in 0..self.ocs.len() {
            let Some(ocs) = self.ocs.get_mut(index) else { break };
            let dbid = ocs.dbid;
            if let Err(reason) = ocs.takes(dn, message, &fields) {
                if !reason.is_empty() {
                    self.log.traffic(self.world_now, || Happened::Ignored { ocs: dbid, reason });
                }
                continue;
            }
            if self.disorder.silences(dbid) {
                ocs.counters.silenced += 1;
                self.log.add(self.world_now, fault(FaultKind::Silent));
                continue;
            }
            self.log.traffic(self.world_now, || Happened::Request {
                ocs: dbid,
                dn: name.clone(),
                message,
                user_data: user_data.into(),
            });
            let fields = fields.clone();
            self.with_one_ocs(index, |ocs, scene| ocs.hear(dn, message, fields, scene));
        }
        self.pass_on();
    }

    fn with_one_ocs(&mut self, index: usize, act: impl FnOnce(&mut Ocs, &mut Scene<'_>)) {
        let Self { dialect, epoch, world_now, ocs, journal, log, said, .. } = self;
        let Some(ocs) = ocs.get_mut(index) else { return };
        let (now, epoch) = (*world_now, *epoch);
        let before = said.len();
        let mut scene = Scene { now, epoch, dialect, said, journal, log };
        act(ocs, &mut scene);
        // A message says what a step led to: it leaves when all of the step is on disk.
        let mark = journal.last();
        for message in said.iter_mut().skip(before) {
            message.after = mark;
        }
    }

    fn with_ocs(&mut self, mut act: impl FnMut(&mut Ocs, &mut Scene<'_>)) {
        for index in 0..self.ocs.len() {
            self.with_one_ocs(index, &mut act);
        }
    }

    /// Pass what the OCS said on to T-Server: what is on disk, as the faults have it.
    fn pass_on(&mut self) {
        for said in std::mem::take(&mut self.said) {
            let dbid = said.ocs;
            self.log.traffic(self.world_now, || {
                let message = match Traffic::of(said.user_data.view()) {
                    Traffic::CommDn(message) => message,
                    _ => commdn::message::MessageType::UNKNOWN_MESSAGE,
                };
                Happened::Said { ocs: dbid, message, user_data: said.user_data.clone() }
            });
            self.disorder.take(said);
        }
        let journal = &self.journal;
        let done = self.disorder.release(self.link_now, |mark| journal.has_committed(mark));
        for kind in done {
            self.log.add(self.world_now, fault(kind));
        }
        while let Some(said) = self.disorder.next(self.link_now) {
            self.deliver(&said);
        }
        self.note_closed();
    }

    fn deliver(&mut self, said: &Said) {
        match said.to {
            crate::ocs::To::Dn(dn) => self.show(dn, said.user_data.view().bytes(), None),
            crate::ocs::To::EveryDn => {
                let ocs = self.ocs.iter().find(|ocs| ocs.dbid == said.ocs);
                let dns: Vec<usize> =
                    ocs.map(|ocs| ocs.dns().iter().copied().collect()).unwrap_or_default();
                for dn in dns {
                    self.show(dn, said.user_data.view().bytes(), None);
                }
            }
        }
    }

    fn note_closed(&mut self) {
        for (id, reason) in self.tserver.take_closed() {
            self.log.add(self.world_now, Happened::Disconnected { client: id.0, reason });
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
        [self.tserver.next_wakeup(), self.disorder.next_wakeup()].into_iter().flatten().min()
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
    pub fn touch(&mut self, id: ClientId) {
        self.tserver.touch(id);
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

fn fault(kind: FaultKind) -> Happened {
    Happened::Fault { kind: kind.name() }
}

/// Whether a number is that of an answer or notification, which an OCS says and does not hear.
const fn is_told(message: i32) -> bool {
    matches!(message, 15..=27 | 31 | 33)
}
