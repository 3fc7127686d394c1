//! Time: everything happens here, one thing after the other, in an order that the seed decides.

mod faults;
mod machine;
mod power;
mod requests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use commdn::exchange::CallOptions;
use commdn::outbox::SubmitOptions;
use commdn::{Error, ErrorKind};
use commdn_sim::Server;
use commdn_sim::engine::{ClientId, Disk, Engine as Site};
use fastrand::Rng;

use crate::client::{Around, Effect, Program};
use crate::ledger::{Broken, Ledger};
use crate::network::{Network, Packet, Way};
use crate::plan::{PROGRAMS, Plan};
use crate::report::Report;
use crate::trace::Trace;
use machine::Outbox;

/// How long everything may take to end after the last fault.
const CALM: Duration = Duration::from_secs(400);
/// How long a run goes on whose disk has lost or changed something: what is left may never end.
const CALM_IF_DAMAGED: Duration = Duration::from_secs(40);
/// How long a request may be open after its deadline, beside the time that its program was held up.
const PATIENCE: Duration = Duration::from_millis(50);
/// Things that happen in one run at most.
const MAX_EVENTS: u64 = 2_000_000;

/// Something that happens at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// A packet arrives at an end of a connection.
    Arrival { connection: usize, up: bool },
    /// A program's attempt to connect has an end.
    Opened { program: usize, life: u32, server: usize },
    /// A program has something to do.
    Wake { program: usize },
    /// The contact centre has something to do.
    Site,
    /// A program makes a request.
    Ask { program: usize },
    /// Something goes wrong.
    Fault { number: usize },
    /// T-Server's link to the switch is back.
    LinkUp,
    /// The contact centre's disk has written, if it has not lost power since.
    Written { boot: u32 },
    /// The contact centre loses power, if it has not since.
    PowerLoss { boot: u32 },
    /// The outbox's file is opened, if it is not.
    OpenOutbox,
    /// The outbox's disk has room again.
    Room,
    /// The outbox's file has its name again.
    NameBack,
}

/// Everything, at one moment.
pub struct World {
    plan: Plan,
    rng: Rng,
    now: Duration,
    queue: BinaryHeap<Reverse<(Duration, u64, Thing)>>,
    order: u64,
    site: Site,
    /// When the contact centre was last said to have something to do.
    site_at: Duration,
    disk: Disk,
    /// How often the contact centre has started.
    boot: u32,
    network: Network,
    /// T-Server's name of a connection, to ours.
    clients: BTreeMap<ClientId, usize>,
    programs: Vec<Program>,
    /// Until when each program does nothing.
    stalled: Vec<Duration>,
    /// How wrong the clock of the programs' machine is, in milliseconds.
    clock_ms: i64,
    /// The program that stands still within a commit, and until when.
    locked: Option<(usize, Duration)>,
    /// When each program is looked at next.
    wakes: Vec<Option<Duration>>,
    outbox: Outbox,
    ledger: Ledger,
    refusing: [Duration; 2],
    slow: Duration,
    trace: Trace,
}

impl World {
    /// A world as the plan has it.
    ///
    /// # Panics
    /// The plan's site is none, or there is no memory for the outbox.
    #[must_use]
    pub fn new(plan: Plan, traced: bool) -> Self {
        let mut disk = Disk::default();
        let site = disk.start(&plan.site()).expect("the plan's site is a valid one");
        let start = |(number, dbid): (usize, &i32)| {
            Program::start(number, *dbid, 0, &plan, (Duration::ZERO, 0))
        };
        let programs: Vec<_> = PROGRAMS.iter().take(plan.programs).enumerate().map(start).collect();
        let count = programs.len();
        let mut world = Self {
            rng: Rng::with_seed(!plan.seed),
            now: Duration::ZERO,
            queue: BinaryHeap::new(),
            order: 0,
            site,
            site_at: Duration::ZERO,
            disk,
            boot: 0,
            network: Network::default(),
            clients: BTreeMap::new(),
            programs,
            stalled: vec![Duration::ZERO; count],
            clock_ms: 0,
            locked: None,
            wakes: vec![None; count],
            outbox: Outbox::new(&plan),
            ledger: Ledger::default(),
            refusing: [Duration::ZERO; 2],
            slow: Duration::ZERO,
            trace: Trace::new(traced),
            plan,
        };
        if world.plan.disk.is_some() {
            world.at(Duration::ZERO, Thing::OpenOutbox);
        }
        if world.plan.disk.is_some_and(|faults| faults.rot > 0) {
            world.ledger.is_damaged();
        }
        world.begin();
        world
    }

    fn begin(&mut self) {
        for program in 0..self.programs.len() {
            self.at(Duration::ZERO, Thing::Wake { program });
            for _ in 0..self.plan.requests {
                let at = self.plan.busy.mul_f64(self.rng.f64());
                self.at(at, Thing::Ask { program });
            }
        }
        for number in 0..self.plan.faults.len() {
            self.next_fault(number);
        }
    }

    fn at(&mut self, at: Duration, thing: Thing) {
        self.order += 1;
        self.queue.push(Reverse((at.max(self.now), self.order, thing)));
    }

    fn next_fault(&mut self, number: usize) {
        let (_, mean) = self.plan.faults[number];
        let at = self.now + mean.mul_f64(0.1 + 1.8 * self.rng.f64());
        if at < self.plan.busy {
            self.at(at, Thing::Fault { number });
        }
    }

    /// Let everything happen until all requests have ended.
    ///
    /// # Errors
    /// An invariant broke.
    pub fn run(mut self) -> Result<Report, Broken> {
        let result = self.until_settled();
        let Self { plan, now, mut ledger, trace, outbox, .. } = self;
        match result {
            Ok(()) => {
                outbox.tell(&mut ledger.report);
                ledger.report.runs = 1;
                ledger.report.simulated_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
                ledger.report.digest = trace.digest();
                Ok(ledger.report)
            }
            Err(what) => Err(Broken { seed: plan.seed, at: now, what }),
        }
    }

    fn until_settled(&mut self) -> Result<(), String> {
        let mut calm = false;
        for _ in 0..MAX_EVENTS {
            let Some(Reverse((at, _, thing))) = self.queue.pop() else {
                return Err("nothing will ever happen again".to_owned());
            };
            self.now = at;
            if !calm && at >= self.plan.busy {
                calm = true;
                self.calm_down()?;
            }
            self.happen(thing)?;
            if calm && self.is_settled()? {
                return self.finished();
            }
            if self.outbox.is_damaged() && at > self.plan.busy + CALM_IF_DAMAGED {
                return Ok(());
            }
            if at > self.plan.busy + CALM {
                return Err(format!(
                    "after {CALM:?} without faults not all has ended: {:?}",
                    self.unsettled()
                ));
            }
        }
        Err(format!("more than {MAX_EVENTS} things happened"))
    }

    /// Whether all has ended, also what the outbox has without having said so.
    fn is_settled(&self) -> Result<bool, String> {
        if !self.ledger.is_settled() {
            return Ok(false);
        }
        if self.plan.disk.is_none() || self.outbox.is_damaged() {
            return Ok(true);
        }
        let stats = self.outbox.opened()?.stats().map_err(|error| error.to_string())?;
        Ok(stats.unfinished == 0)
    }

    fn unsettled(&self) -> Vec<String> {
        let open = self.ledger.entries().filter(|(_, ended)| ended.is_none());
        let state = |id| self.outbox.opened()?.entry(id).map_err(|error| error.to_string());
        open.map(|(id, _)| format!("entry {id}: {:?}", state(id).map(|entry| entry.state)))
            .collect()
    }

    /// The file says what the ledger says: nothing is missing, nothing is left.
    fn finished(&mut self) -> Result<(), String> {
        if self.outbox.is_damaged() {
            return Ok(());
        }
        let store = self.outbox.opened()?;
        for (id, ended) in self.ledger.entries() {
            let entry = store.entry(id).map_err(|error| format!("entry {id} is lost: {error}"))?;
            let recorded = entry.outcome.map(|outcome| outcome.kind);
            if recorded != ended {
                return Err(format!("entry {id} ended as {ended:?}, the file says {recorded:?}"));
            }
        }
        self.ledger.still_listed(&self.site)?;
        let stats = store.stats().map_err(|error| error.to_string())?;
        if stats.unfinished != 0 {
            return Err(format!("{} entries that nobody submitted wait", stats.unfinished));
        }
        Ok(())
    }

    fn happen(&mut self, thing: Thing) -> Result<(), String> {
        match thing {
            Thing::Arrival { connection, up: true } => self.at_server(connection),
            Thing::Arrival { connection, up: false } => self.at_program(connection)?,
            Thing::Opened { program, life, server } => self.opened(program, life, server)?,
            Thing::Wake { program } => {
                if self.wakes[program].is_some_and(|at| at <= self.now) {
                    self.wakes[program] = None;
                }
                self.step(program)?;
            }
            Thing::Site => {
                self.site.advance(self.now);
                self.site.advance_world(self.now);
            }
            Thing::Ask { program } => self.ask(program)?,
            Thing::Fault { number } => {
                let (fault, _) = self.plan.faults[number];
                self.trace.line(self.now, format_args!("fault {fault:?}"));
                self.ledger.report.faults += 1;
                self.fault(fault)?;
                self.next_fault(number);
            }
            Thing::LinkUp => self.site.set_link(true),
            Thing::Written { boot } => self.written(boot),
            Thing::PowerLoss { boot } if boot == self.boot => self.lose_power()?,
            Thing::PowerLoss { .. } => {}
            Thing::OpenOutbox => self.open_outbox()?,
            Thing::Room => self.outbox.set_full(false),
            Thing::NameBack => self.outbox.rename_back(),
        }
        if self.outbox.has_gone_down() {
            self.machine_is_back(self.outbox.down_within)?;
        }
        self.serve();
        Ok(())
    }

    /// Send what the contact centre has for its clients.
    fn serve(&mut self) {
        loop {
            let ready = self.site.take_ready();
            if ready.is_empty() {
                break;
            }
            for id in ready {
                let bytes = self.site.pending(id).to_vec();
                self.site.sent(id, bytes.len());
                let closing = self.site.is_closing(id);
                if closing {
                    self.site.disconnect(id, "");
                }
                let Some(&connection) = self.clients.get(&id) else { continue };
                self.transmit(connection, Way::Down, &bytes);
                if closing {
                    self.clients.remove(&id);
                    self.network.get_mut(connection).at_server = None;
                    self.send(connection, Way::Down, Packet::Closed);
                }
            }
        }
        self.write();
        let next =
            [self.site.next_wakeup(), self.site.next_world_event()].into_iter().flatten().min();
        if let Some(at) = next {
            let at = at.max(self.now + Duration::from_micros(10));
            if at != self.site_at {
                self.site_at = at;
                self.at(at, Thing::Site);
            }
        }
    }

    /// Bytes in pieces, as TCP may deliver them.
    fn transmit(&mut self, connection: usize, way: Way, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let most = if self.rng.u8(0..8) == 0 { 40 } else { 4_000 };
            let (piece, after) = rest.split_at(self.rng.usize(1..=most).min(rest.len()));
            self.send(connection, way, Packet::Bytes(piece.to_vec()));
            rest = after;
        }
    }

    fn send(&mut self, connection: usize, way: Way, packet: Packet) {
        let at = self.now + self.latency();
        if let Some(at) = self.network.get_mut(connection).send(way, packet, at) {
            self.at(at, Thing::Arrival { connection, up: way == Way::Up });
        }
    }

    fn latency(&mut self) -> Duration {
        let (least, most) = self.plan.latency;
        let way = least + (most - least).mul_f64(self.rng.f64());
        if self.slow > self.now { way * 40 } else { way }
    }

    fn at_server(&mut self, connection: usize) {
        let Some(packet) = self.network.get_mut(connection).arrived(Way::Up, self.now) else {
            return;
        };
        let Some(id) = self.network.get(connection).at_server else { return };
        match packet {
            Packet::Bytes(bytes) => self.site.receive(id, &bytes, self.now),
            Packet::Closed => self.drop_at_server(connection),
        }
    }

    fn drop_at_server(&mut self, connection: usize) {
        if let Some(id) = self.network.get_mut(connection).at_server.take() {
            self.clients.remove(&id);
            self.site.disconnect(id, "closed by the client");
        }
    }

    fn at_program(&mut self, connection: usize) -> Result<(), String> {
        let own = self.network.get(connection);
        let (program, held) = (own.program, own.held);
        if held && self.stalled[program] > self.now {
            // The program reads nothing for now.
            let again = self.stalled[program];
            self.at(again, Thing::Arrival { connection, up: false });
            return Ok(());
        }
        let Some(packet) = self.network.get_mut(connection).arrived(Way::Down, self.now) else {
            return Ok(());
        };
        if !held || self.programs[program].connection != Some(connection) {
            return Ok(());
        }
        match packet {
            Packet::Bytes(bytes) => self.programs[program].receive(&bytes, self.now),
            Packet::Closed => self.programs[program].peer_closed(self.now),
        }
        self.step(program)
    }

    fn opened(&mut self, program: usize, life: u32, server: usize) -> Result<(), String> {
        if self.programs[program].life != life {
            return Ok(());
        }
        let place = if server == 0 { Server::Primary } else { Server::Backup };
        let refused = self.refusing[server] > self.now;
        let id = if refused { None } else { self.site.connect(place, self.now) };
        match id {
            Some(id) => {
                let connection = self.network.open(program, life, id);
                self.clients.insert(id, connection);
                self.ledger.report.connections += 1;
                self.trace.line(self.now, format_args!("program {program} connects to {place:?}"));
                self.programs[program].opened(connection, self.now);
            }
            None => {
                let error = Error::new(ErrorKind::Connect, "the connection is refused");
                self.programs[program].open_failed(error, self.now);
            }
        }
        self.step(program)
    }

    /// Let a program do what is due.
    fn step(&mut self, program: usize) -> Result<(), String> {
        if self.stalled[program] > self.now {
            return self.wake(program, self.stalled[program]);
        }
        let locked = self.is_locked(program);
        let mut effects = Vec::new();
        let own = &mut self.programs[program];
        let connection = own.connection;
        let up = own.is_up();
        let mut around = Around {
            now: self.now,
            disk: self.outbox.state(),
            store: self.outbox.store(),
            locked,
            ledger: &mut self.ledger,
            site: &self.site,
            effects: &mut effects,
        };
        let wake = own.step(&mut around)?;
        let life = own.life;
        if up != own.is_up() {
            self.trace.line(self.now, format_args!("program {program} is up: {}", !up));
        }
        for effect in effects {
            match effect {
                Effect::Open(server) => {
                    let at = self.now + self.latency() * 2;
                    self.at(at, Thing::Opened { program, life, server });
                }
                Effect::Send(bytes) => {
                    if let Some(connection) = connection {
                        self.transmit(connection, Way::Up, &bytes);
                    }
                }
                Effect::Shut => {
                    if let Some(connection) = connection {
                        self.network.get_mut(connection).held = false;
                        self.send(connection, Way::Up, Packet::Closed);
                    }
                }
            }
        }
        self.ledger.overdue(program, self.now, PATIENCE)?;
        match wake {
            Some(at) => self.wake(program, at),
            None => Ok(()),
        }
    }

    fn wake(&mut self, program: usize, at: Duration) -> Result<(), String> {
        if self.wakes[program].is_none_or(|next| at < next || next <= self.now) {
            self.wakes[program] = Some(at);
            self.at(at, Thing::Wake { program });
        }
        Ok(())
    }

    fn ask(&mut self, program: usize) -> Result<(), String> {
        if self.stalled[program] > self.now {
            let again = self.stalled[program];
            self.at(again, Thing::Ask { program });
            return Ok(());
        }
        let (request, answers) = self.request();
        let kept = self.rng.u32(0..100) < self.plan.outbox;
        self.trace.line(
            self.now,
            format_args!(
                "program {program} asks, kept {kept}: {} {:?}",
                request.message_type(),
                request.fields().record
            ),
        );
        let timeout = self.plan.timeout;
        let locked = self.is_locked(program);
        if kept && locked {
            // The submit would wait for the lock, and be refused.
            return Ok(());
        }
        let mut effects = Vec::new();
        let mut around = Around {
            now: self.now,
            disk: self.outbox.state(),
            store: self.outbox.store(),
            locked,
            ledger: &mut self.ledger,
            site: &self.site,
            effects: &mut effects,
        };
        let own = &mut self.programs[program];
        if kept {
            let mut options = SubmitOptions::new();
            if let Some(answers) = answers {
                options = options.answers(answers);
            }
            own.keep(&request, &options, &mut around)?;
            // What was promised must hold from the moment on that the call returned.
            if self.plan.crashes() && self.rng.u8(0..16) == 0 {
                return self.crash(program);
            }
        } else {
            let wanted = answers.map_or(Some(1), |count| (count > 0).then_some(count as usize));
            own.ask(&request, CallOptions::within(timeout).answers(wanted), &mut around);
        }
        self.step(program)
    }

    /// No more faults: what they hold comes, and all requests end.
    fn calm_down(&mut self) -> Result<(), String> {
        self.trace.line(self.now, format_args!("no more faults"));
        self.site.clear_faults();
        self.site.set_link(true);
        self.refusing = [Duration::ZERO; 2];
        self.slow = Duration::ZERO;
        self.locked = None;
        self.outbox.calm_down();
        self.open_outbox()?;
        for program in 0..self.programs.len() {
            self.stalled[program] = self.now;
            self.step(program)?;
        }
        Ok(())
    }
}
