//! What runs add up to.

use commdn::exchange::{Answer, Failure};

/// Counts of one run, or of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Report {
    /// Runs.
    pub runs: u64,
    /// Requests that programs made themselves.
    pub direct: u64,
    /// Requests that the outbox took.
    pub stored: u64,
    /// Times that an entry of the outbox was handed to a session.
    pub attempts: u64,
    /// Outcomes that the outbox recorded.
    pub recorded: u64,
    /// Requests that were acknowledged.
    pub acknowledged: u64,
    /// Requests that OCS or T-Server refused.
    pub refused: u64,
    /// Requests that nobody answered.
    pub unanswered: u64,
    /// Requests that were lost with a connection, or whose outcome is unknown.
    pub lost: u64,
    /// Connections that programs had.
    pub connections: u64,
    /// Faults that the world did; the simulator's own are not counted.
    pub faults: u64,
    /// Programs that crashed.
    pub crashes: u64,
    /// Times that the contact centre lost power.
    pub power_losses: u64,
    /// Runs whose outbox was on a disk with faults.
    pub disks: u64,
    /// Calls to such a disk that failed.
    pub disk_errors: u64,
    /// Times that the programs' machine went down or all programs were killed.
    pub machine_losses: u64,
    /// Requests that the outbox did not take, because of its disk.
    pub refusals: u64,
    /// Runs whose disk lost what it had claimed to have, or turned bits over.
    pub damaged: u64,
    /// Milliseconds of simulated time.
    pub simulated_ms: u64,
    /// A number that is the same for the same runs.
    pub digest: u64,
}

impl Report {
    /// A request has ended.
    pub const fn count(&mut self, outcome: &Result<Answer, Failure>) {
        let counter = match outcome {
            Ok(_) => &mut self.acknowledged,
            Err(Failure::Refused(_) | Failure::TServer { .. }) => &mut self.refused,
            Err(Failure::Silence { .. }) => &mut self.unanswered,
            Err(_) => &mut self.lost,
        };
        *counter += 1;
    }

    /// Add another report.
    pub fn add(&mut self, other: &Self) {
        let mut other = *other;
        for ((_, own), (_, other)) in self.counts().into_iter().zip(other.counts()) {
            *own = own.wrapping_add(*other);
        }
    }

    /// Every count, by name.
    pub const fn counts(&mut self) -> [(&'static str, &mut u64); 20] {
        [
            ("runs", &mut self.runs),
            ("direct", &mut self.direct),
            ("stored", &mut self.stored),
            ("attempts", &mut self.attempts),
            ("recorded", &mut self.recorded),
            ("acknowledged", &mut self.acknowledged),
            ("refused", &mut self.refused),
            ("unanswered", &mut self.unanswered),
            ("lost", &mut self.lost),
            ("connections", &mut self.connections),
            ("faults", &mut self.faults),
            ("crashes", &mut self.crashes),
            ("power_losses", &mut self.power_losses),
            ("disks", &mut self.disks),
            ("disk_errors", &mut self.disk_errors),
            ("machine_losses", &mut self.machine_losses),
            ("refusals", &mut self.refusals),
            ("damaged", &mut self.damaged),
            ("simulated_ms", &mut self.simulated_ms),
            ("digest", &mut self.digest),
        ]
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hours = self.simulated_ms / 3_600_000;
        writeln!(f, "{} runs, {hours} hours of simulated time", self.runs)?;
        writeln!(
            f,
            "requests: {} direct, {} through the outbox in {} attempts, {} outcomes recorded",
            self.direct, self.stored, self.attempts, self.recorded
        )?;
        writeln!(
            f,
            "ended: {} acknowledged, {} refused, {} unanswered, {} lost or unknown",
            self.acknowledged, self.refused, self.unanswered, self.lost
        )?;
        writeln!(
            f,
            "disks: {} runs, {} calls failed, {} losses of power or all programs, {} requests not taken, {} runs with damage",
            self.disks, self.disk_errors, self.machine_losses, self.refusals, self.damaged
        )?;
        write!(
            f,
            "world: {} connections, {} faults, {} crashes of programs, {} power losses",
            self.connections, self.faults, self.crashes, self.power_losses
        )
    }
}
