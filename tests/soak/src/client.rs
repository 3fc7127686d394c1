//! One program: the session's machine and the outbox's sender, driven without a thread.
//!
//! Does what the session's threads and the outbox's thread do, in the same order; everything
//! that leaves the program is an [`Effect`] for the world.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use commdn::Error;
use commdn::exchange::{CallOptions, Submitted, Ticket};
use commdn::link::{AttributeId, FrameBuffer, KeepAlive, MessageId};
use commdn::message::Request;
use commdn::outbox::{OutboxConfig, OutboxId, Policy, Sender, Store, SubmitOptions, Timestamp};
use commdn::session::machine::{Engine, EngineEvent, error_of};
use commdn::session::{Reconnect, SessionConfig};
use commdn_sim::engine::Engine as Site;

use crate::ledger::{Asked, Ledger};
use crate::plan::{DN, OCS, Plan, name};

/// How often a sender looks for what other programs did.
const NUDGE: Duration = Duration::from_millis(700);
/// The world's calendar at time 0, in milliseconds.
const EPOCH_MS: u64 = 1_700_000_000_000;
/// How long a program leaves a file alone that it could not use.
const PAUSE: Duration = Duration::from_millis(500);
/// Rounds of one step after which something goes in circles.
const MAX_ROUNDS: usize = 10_000;

/// What a program does to the world.
#[derive(Debug)]
pub enum Effect {
    /// Opens a connection to the server with that number.
    Open(usize),
    /// Sends bytes on its connection.
    Send(Vec<u8>),
    /// Closes its connection.
    Shut,
}

/// What a program looks at and changes while it works.
pub struct Around<'a> {
    /// The time.
    pub now: Duration,
    /// The outbox's file, if it can be opened.
    pub store: Option<&'a mut Store>,
    /// Another program stands still within a commit: nobody else can change the file.
    pub locked: bool,
    /// What the file's disk does at the moment.
    pub disk: DiskState,
    /// What was asked.
    pub ledger: &'a mut Ledger,
    /// The contact centre, to check against.
    pub site: &'a Site,
    /// What the program does.
    pub effects: &'a mut Vec<Effect>,
}

/// What a program must reckon with when it uses the outbox's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskState {
    /// Every call succeeds.
    Sound,
    /// Calls may fail.
    Failing,
    /// The file's name leads elsewhere: nothing may be taken, for nobody would find it.
    Elsewhere,
}

/// An attempt of the outbox that is with the session.
#[derive(Debug)]
struct Lent {
    /// The outbox's name of it.
    token: u64,
    reference: i32,
}

/// A program.
#[derive(Debug)]
pub struct Program {
    number: usize,
    dbid: i32,
    /// How often it was started.
    pub life: u32,
    engine: Engine,
    sender: Sender,
    /// Its connection, if it holds one.
    pub connection: Option<usize>,
    /// The outbox's attempts that are with the session.
    lent: HashMap<Ticket, Lent>,
    /// The entries whose requests have these reference ids.
    entries: HashMap<i32, OutboxId>,
    /// When it looks at the file again.
    nudge_at: Duration,
    /// The file could not be used, and is left alone until then.
    pause_until: Duration,
    outbox: OutboxConfig,
    timeout: Duration,
    /// How wrong the machine's clock was when it started, in milliseconds.
    clock_ms: i64,
}

fn policy(plan: &Plan) -> Policy {
    Policy::default()
        .window(8)
        .backoff(Duration::from_millis(300), Duration::from_secs(5))
        .lease(plan.lease)
}

impl Program {
    /// Start a program, again or for the first time, on a clock that is so wrong.
    #[must_use]
    pub fn start(
        number: usize,
        dbid: i32,
        life: u32,
        plan: &Plan,
        (now, clock_ms): (Duration, i64),
    ) -> Self {
        // The low bits decide where reference ids begin.
        let start = (u64::from(dbid.unsigned_abs()) << 16) ^ u64::from(life);
        let seed =
            plan.seed ^ if plan.same_ids { start << 32 } else { start.rotate_right(24) ^ start };
        let config = SessionConfig::new(DN, dbid)
            .application(name(dbid))
            .ocs_dbid(OCS[0])
            .keep_alive(KeepAlive::every(Duration::from_secs(3)))
            .connect_timeout(Duration::from_secs(4))
            .send_reference_id(plan.references)
            .reconnect(Reconnect::default().max_delay(Duration::from_secs(3)))
            .connect_in_background(true);
        let servers: Arc<[String]> = Arc::new(["primary".to_owned(), "backup".to_owned()]);
        Self {
            number,
            dbid,
            life,
            engine: Engine::start(&config, servers, seed, now),
            sender: Sender::simulated(policy(plan), seed),
            connection: None,
            lent: HashMap::new(),
            entries: HashMap::new(),
            nudge_at: now,
            pause_until: now,
            outbox: OutboxConfig::new()
                .policy(policy(plan))
                .dialect(commdn::message::Dialect::DEFAULT),
            timeout: plan.timeout,
            clock_ms,
        }
    }

    /// What its clock says: it was set when the program started, and does not jump.
    fn time(&self, now: Duration) -> Timestamp {
        let elapsed = u64::try_from(now.as_millis()).unwrap_or(0);
        EPOCH_MS.saturating_add_signed(self.clock_ms).saturating_add(elapsed)
    }

    /// Whether requests go out at once.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.engine.is_up()
    }

    /// The connection that it opened is there.
    pub fn opened(&mut self, connection: usize, now: Duration) {
        self.connection = Some(connection);
        self.engine.opened(now);
    }

    /// The connection that it opened is not to be had.
    pub fn open_failed(&mut self, error: Error, now: Duration) {
        self.engine.open_failed(error, now);
    }

    /// Bytes for it.
    pub fn receive(&mut self, bytes: &[u8], now: Duration) {
        self.engine.receive(bytes, now);
    }

    /// Its connection was closed by the other end.
    pub fn peer_closed(&mut self, now: Duration) {
        self.engine.peer_closed(now);
    }

    /// Make a request.
    ///
    /// # Errors
    /// Never one of an invariant: a session may refuse requests.
    pub fn ask(&mut self, request: &Request, options: CallOptions, around: &mut Around<'_>) {
        let asked = Asked::of(request, Some(self.dbid), OCS[0]);
        if let Ok(submitted) = self.engine.submit(request, options, around.now, 0) {
            let name = (self.number, self.life, submitted.ticket);
            around.ledger.asked(name, asked, around.now + options.timeout);
        }
    }

    /// Put a request into the outbox.
    ///
    /// # Errors
    /// The outbox does not take it, or an invariant broke.
    pub fn keep(
        &mut self,
        request: &Request,
        options: &SubmitOptions,
        around: &mut Around<'_>,
    ) -> Result<(), String> {
        let asked = Asked::of(request, None, OCS[0]);
        let Some(store) = around.store.as_deref_mut() else { return Ok(()) };
        let stored = store.submit(request, options, &self.outbox, self.time(around.now));
        match stored {
            Ok(id) if around.disk == DiskState::Elsewhere => {
                Err(format!("entry {id} was taken into a file whose name leads elsewhere"))
            }
            Ok(id) => {
                self.sender.nudge();
                around.ledger.stored(id, asked)
            }
            // It may be in the file when that is opened again.
            Err(_) if around.disk != DiskState::Sound => {
                around.ledger.refused(asked);
                Ok(())
            }
            Err(error) => Err(format!("the outbox refuses: {error}")),
        }
    }

    /// Do everything that is due now; tells when there is more.
    ///
    /// # Errors
    /// An invariant broke.
    pub fn step(&mut self, around: &mut Around<'_>) -> Result<Option<Duration>, String> {
        let now = around.now;
        if self.nudge_at <= now {
            self.sender.nudge();
            self.nudge_at = now + NUDGE;
        }
        for _ in 0..MAX_ROUNDS {
            self.engine.tick(now);
            if let Some(server) = self.engine.wants_open(now) {
                around.effects.push(Effect::Open(server));
            }
            let heard = self.hear(around)?;
            let sent = self.send(around)?;
            let written = self.write(around)?;
            if self.connection.is_some() && !self.engine.has_connection() {
                self.connection = None;
                around.effects.push(Effect::Shut);
            }
            if !(heard || sent || written) {
                let waits = around.locked || around.store.is_none() || self.pause_until > now;
                return Ok(self.wake(now, waits));
            }
        }
        Err("a step does not come to an end".to_owned())
    }

    /// Take what the session tells.
    fn hear(&mut self, around: &mut Around<'_>) -> Result<bool, String> {
        let mut any = false;
        while let Some(news) = self.engine.poll() {
            any = true;
            let EngineEvent::Completed(ticket, outcome) = news else { continue };
            around.ledger.ended((self.number, self.life, ticket), &outcome, around.site)?;
            if let Some(Lent { token, reference }) = self.lent.remove(&ticket) {
                self.entries.remove(&reference);
                self.sender.ended(token, outcome.map_err(error_of), self.time(around.now));
            }
        }
        Ok(any)
    }

    /// Let the outbox work and send.
    fn send(&mut self, around: &mut Around<'_>) -> Result<bool, String> {
        let time = self.time(around.now);
        if around.locked || self.pause_until > around.now {
            return Ok(false);
        }
        let Some(store) = around.store.as_deref_mut() else { return Ok(false) };
        // While the connection is away nothing is claimed: another program may have one.
        let up = self.engine.is_up();
        let polled = self.sender.poll(store, time, up);
        let read = |changed: bool| match changed || around.ledger.is_behind() {
            true => {
                store.outcomes(around.ledger.cursor(), 1_000).map(|outcomes| (changed, outcomes))
            }
            false => Ok((false, Vec::new())),
        };
        let (changed, outcomes) = match polled.and_then(read) {
            Ok(polled) => polled,
            Err(_) if around.disk != DiskState::Sound => {
                around.ledger.falls_behind();
                self.pause_until = around.now + PAUSE;
                return Ok(false);
            }
            Err(error) => return Err(format!("the outbox's file: {error}")),
        };
        for outcome in outcomes {
            around.ledger.recorded(&outcome, store, around.site)?;
        }
        let mut any = changed;
        while up && let Some(outgoing) = self.sender.next(time) {
            any = true;
            let asked = Asked::of(&outgoing.request, None, OCS[0]);
            around.ledger.handed_out(outgoing.id, &asked)?;
            let options = outgoing.options(CallOptions::within(self.timeout));
            match self.engine.submit(&outgoing.request, options, around.now, 0) {
                Ok(submitted) => {
                    let Submitted { ticket, reference, .. } = submitted;
                    self.lent.insert(ticket, Lent { token: outgoing.token, reference });
                    self.entries.insert(reference, outgoing.id);
                    let name = (self.number, self.life, submitted.ticket);
                    around.ledger.lent(name, asked, self.dbid);
                }
                Err(error) => {
                    self.sender.not_sent(outgoing.token, error, time);
                    break;
                }
            }
        }
        Ok(any)
    }

    fn write(&mut self, around: &mut Around<'_>) -> Result<bool, String> {
        if !self.engine.has_outgoing() {
            return Ok(false);
        }
        let mut bytes = Vec::new();
        self.engine.take_outgoing(&mut bytes);
        if self.engine.has_connection() {
            for reference in requests_in(&bytes) {
                if let Some(id) = self.entries.get(&reference) {
                    around.ledger.sent(*id)?;
                }
            }
            around.effects.push(Effect::Send(bytes));
        }
        Ok(true)
    }

    fn wake(&mut self, now: Duration, waits: bool) -> Option<Duration> {
        let epoch = self.time(Duration::ZERO);
        // What it cannot do now it tries when it looks at the file again.
        let sender = self.sender.wake_at(self.time(now)).filter(|_| !waits).map(|at| {
            let ms = at.saturating_sub(epoch);
            Duration::from_millis(ms).max(now + Duration::from_millis(1))
        });
        let engine = [self.engine.next_tick(), self.engine.open_at()];
        let engine = engine.into_iter().flatten().map(|at| at.max(now + Duration::from_micros(1)));
        engine.chain(sender).chain([self.nudge_at]).min()
    }
}

/// The reference ids of the requests in sent bytes.
fn requests_in(bytes: &[u8]) -> Vec<i32> {
    let mut buffer = FrameBuffer::new(FrameBuffer::MAX_FRAME_BYTES);
    buffer.push(bytes);
    if bytes.starts_with(b"COMMDN") {
        buffer.take_preface().expect("a session greets first");
    }
    let reference = |frame: commdn::link::Frame<'_>| {
        let request = frame.message == MessageId::DISTRIBUTE_USER_EVENT;
        frame.int(AttributeId::REFERENCE_ID).filter(|_| request)
    };
    let frames = std::iter::from_fn(|| buffer.next(reference).expect("a session writes frames"));
    frames.flatten().collect()
}
