//! What a seed decides: who takes part, what goes wrong, how often.

use std::time::Duration;

use commdn_sim::config::{Application, Campaign, Config, Dn, Group, Ocs};
use commdn_sim::fault::{Among, FaultKind, FaultRule};
use fastrand::Rng;

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
    /// Mean time between two faults of a kind; none of a kind that is not listed.
    pub faults: Vec<(Fault, Duration)>,
    /// What the simulator does to messages.
    pub rules: Vec<FaultRule>,
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
}

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
            faults,
            rules: rules(&mut rng),
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
