//! What a seed decides: who takes part, what goes wrong, how often.

use std::time::Duration;

use commdn_sim::config::{Application, Campaign, Config, Dn, Group, Ocs};
use commdn_sim::fault::{Among, FaultKind, FaultRule};
use fastrand::Rng;

use crate::vfs::DiskFaults;

/// The communication DN of the simulated site.
pub const DN: &str = "8001";
/// DBIDs of its OCS.
pub const OCS: [i32; 2] = [101, 102];
/// DBIDs of its programs.
pub const PROGRAMS: [i32; 3] = [20, 21, 22];

/// One run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What it follows from.
    pub seed: u64,
    /// Programs that take part.
    pub programs: usize,
    /// Requests that each makes.
    pub requests: usize,
    /// Different phone numbers: few make requests that are alike.
    pub phones: u32,
    /// How long requests are made, and things go wrong.
    pub busy: Duration,
    /// The shortest and longest way of a byte.
    pub latency: (Duration, Duration),
    /// Programs send reference ids.
    pub references: bool,
    /// OCS sends them back.
    pub echoes: bool,
    /// How long a program waits for an answer.
    pub timeout: Duration,
    /// Share of requests that go through the outbox, in percent.
    pub outbox: u32,
    /// When claims of a program that is silent are taken over.
    pub lease: Duration,
    /// What requests are about.
    pub mix: Mix,
    /// All programs begin with the same reference ids, also when they start again.
    pub same_ids: bool,
    /// Mean time between two faults of a kind; none of a kind that is not listed.
    pub faults: Vec<(Fault, Duration)>,
    /// What the simulator does to messages.
    pub rules: Vec<FaultRule>,
    /// The outbox is on a disk that has these faults; `None`: in memory.
    pub disk: Option<DiskFaults>,
}

/// What requests are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    /// A phone number, or its customer, or both: each customer has one number. Scopes are never told.
    Plain,
    /// Few customers have all numbers, so that requests are about the same in part; scopes and campaign names differ.
    Crossed {
        /// Different customers.
        customers: u32,
        /// Share of requests that tell a phone number and a customer, in percent.
        both: u8,
        /// Share of requests that tell a scope within chains, in percent.
        scoped: u8,
    },
}

/// What the world does to its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A connection ends; what is under way is lost or not.
    Cut,
    /// One direction of a connection swallows everything from now on.
    HalfOpen,
    /// A program ends without a word and starts again.
    Crash,
    /// A program does nothing for a while.
    Stall,
    /// A program is stopped for longer than its lease, perhaps within a commit, and perhaps without its connection.
    Stop,
    /// The clock of the programs' machine is set, by days or years, and a program starts again.
    Clock,
    /// An OCS restarts.
    RestartOcs,
    /// The backup T-Server becomes primary.
    SwitchOver,
    /// A T-Server takes no connections for a while.
    Refuse,
    /// Packets take much longer for a while.
    Slow,
    /// T-Server's link to the switch goes, and comes back.
    Link,
    /// The contact centre's machine loses power; what it has not stored is gone.
    PowerLoss,
    /// The programs' machine goes down, at any moment or in order, or all programs are killed; they start again.
    Machine,
    /// The disk of the outbox is full for a while.
    FullDisk,
    /// The outbox's file has another name for a while.
    Rename,
}

/// Those of the first plans, in the order in which these draw them.
const FAULTS: [Fault; 10] = [
    Fault::Cut,
    Fault::HalfOpen,
    Fault::Crash,
    Fault::Stall,
    Fault::RestartOcs,
    Fault::SwitchOver,
    Fault::Refuse,
    Fault::Slow,
    Fault::Link,
    Fault::PowerLoss,
];

impl Plan {
    /// The plan of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        let mut plan = Self::plain(seed);
        // Draws of its own, so that a plain plan stays what it is.
        let mut rng = Rng::with_seed(seed.rotate_left(32) ^ 0x5eed);
        if rng.u8(0..4) == 0 {
            return plan;
        }
        plan.same_ids = rng.u8(0..4) == 0;
        plan.lease = Duration::from_millis(rng.u64(1_000..10_000));
        if rng.bool() {
            let mean = plan.lease.mul_f64(1.0 + rng.f64()).min(plan.busy / 2);
            plan.faults.push((Fault::Stop, mean));
            if rng.bool() {
                // Requests outlive the lease: a session could still send them when others have them.
                plan.timeout = plan.lease.mul_f64(1.5 + 2.0 * rng.f64());
                plan.programs = plan.programs.max(2);
                plan.outbox = plan.outbox.max(50);
            }
        }
        if rng.bool() {
            plan.mix = Mix::Crossed {
                customers: rng.choice([1, 3, 20]).unwrap_or(3),
                both: rng.u8(10..70),
                scoped: rng.choice([0, 0, 10, 50]).unwrap_or(0),
            };
            plan.echoes &= rng.u8(0..4) == 0;
            plan.phones = rng.choice([2, 8, plan.phones]).unwrap_or(8);
        }
        if rng.bool() {
            let duplicates = FaultRule::new(FaultKind::Duplicate).rate(0.05 + rng.f64() * 0.4);
            plan.rules.push(duplicates.among(Among::Answers));
        }
        if rng.u8(0..4) == 0 {
            plan.faults.push((Fault::Clock, Duration::from_millis(rng.u64(2_000..15_000))));
        }
        if rng.u8(0..4) == 0 {
            plan.faults.push((Fault::SwitchOver, Duration::from_millis(rng.u64(800..4_000))));
        }
        if rng.u8(0..3) == 0 {
            plan.on_a_disk(&mut rng);
        }
        plan
    }

    /// The outbox is a file, on a disk with faults of its own.
    fn on_a_disk(&mut self, rng: &mut Rng) {
        let mut faults = DiskFaults::default();
        match rng.u8(0..8) {
            0 | 1 => {}
            2 => (faults.lies, faults.errors) = (rng.u32(2..40), rng.u32(200..2_000)),
            3..=5 => faults.rot = rng.u32(1..60),
            _ => faults.errors = rng.u32(20..2_000),
        }
        self.disk = Some(faults);
        self.outbox = self.outbox.max(50);
        self.faults.push((Fault::Machine, Duration::from_millis(rng.u64(1_000..12_000))));
        if rng.bool() {
            self.faults.push((Fault::FullDisk, Duration::from_millis(rng.u64(2_000..15_000))));
        }
        if rng.bool() {
            self.faults.push((Fault::Rename, Duration::from_millis(rng.u64(2_000..15_000))));
        }
    }

    /// A plan as the first ones were: their seeds are kept as tests.
    #[must_use]
    pub fn plain(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let busy = Duration::from_secs(rng.u64(5..40));
        let least = Duration::from_micros(rng.u64(50..2_000));
        let mut faults = Vec::new();
        for fault in FAULTS {
            if rng.bool() {
                faults.push((fault, Duration::from_millis(rng.u64(1_500..20_000))));
            }
        }
        let references = rng.u8(0..4) > 0;
        Self {
            seed,
            programs: rng.usize(1..=PROGRAMS.len()),
            requests: rng.usize(5..30),
            phones: rng.choice([3, 40, 10_000]).unwrap_or(40),
            busy,
            latency: (least, least * rng.u32(1..40)),
            references,
            echoes: references && rng.bool(),
            timeout: Duration::from_millis(rng.u64(400..6_000)),
            outbox: rng.choice([0, 50, 100]).unwrap_or(50),
            lease: Duration::from_secs(9),
            mix: Mix::Plain,
            same_ids: true,
            faults,
            rules: rules(&mut rng),
            disk: None,
        }
    }

    /// Whether programs crash.
    #[must_use]
    pub fn crashes(&self) -> bool {
        self.faults.iter().any(|(fault, _)| *fault == Fault::Crash)
    }

    /// Whether the contact centre loses power.
    #[must_use]
    pub fn loses_power(&self) -> bool {
        self.faults.iter().any(|(fault, _)| *fault == Fault::PowerLoss)
    }

    /// The contact centre.
    #[must_use]
    pub fn site(&self) -> Config {
        let mut config = Config::default();
        config.seed = self.seed;
        config.dn = vec![Dn::new(DN)];
        config.application = PROGRAMS.map(|dbid| Application::new(dbid, name(dbid))).into();
        config.ocs = OCS.map(|dbid| Ocs::new(dbid, format!("OCS_{dbid}"), PROGRAMS)).into();
        for ocs in &mut config.ocs {
            ocs.echo_reference_id = self.echoes;
        }
        config.campaign = vec![Campaign::new(1, "Spring", &[]), Campaign::new(2, "Autumn", &[])];
        config.group = vec![Group::new(10, "Sales", [1, 2])];
        config.fault.clone_from(&self.rules);
        config
    }
}

/// The name of a program, as it logs in.
#[must_use]
pub fn name(dbid: i32) -> String {
    format!("program-{dbid}")
}

/// Rules of the simulator, most of them rare.
fn rules(rng: &mut Rng) -> Vec<FaultRule> {
    let all = [
        FaultRule::new(FaultKind::Drop),
        FaultRule::new(FaultKind::Duplicate),
        FaultRule::new(FaultKind::WrongCorrelation),
        FaultRule::new(FaultKind::RefuseRegistration),
        FaultRule::new(FaultKind::RefuseRequest),
        FaultRule::new(FaultKind::Silent),
        FaultRule::new(FaultKind::Garbage),
        FaultRule::new(FaultKind::Partial),
        FaultRule::new(FaultKind::Cut),
    ];
    let mut rules = Vec::new();
    for rule in all {
        if rng.u8(0..3) == 0 {
            rules.push(rule.rate(rng.f64() * 0.15));
        }
    }
    if rng.bool() {
        let mut delay = FaultRule::delay(rng.u64(0..50)).rate(rng.f64() * 0.5);
        delay.max_ms = delay.ms.map(|ms| ms + rng.u64(0..8_000));
        rules.push(delay.among(Among::Answers));
    }
    if rng.bool() {
        rules.push(FaultRule::reorder(rng.usize(2..8), rng.u64(1..2_000)));
    }
    rules
}
