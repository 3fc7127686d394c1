//! What rounds add up to.

use std::process::ExitStatus;

/// One round.
#[derive(Debug, Default)]
pub struct Report {
    /// Requests that the clients were to make.
    pub requests: u64,
    /// Those of which they were told that they are stored.
    pub told: u64,
    /// Times that requests were sent, or may have been.
    pub attempts: u64,
    /// How often a client was killed.
    pub clients: u64,
    /// How often the contact centre was.
    pub sites: u64,
    /// How often the network was.
    pub proxies: u64,
    /// How often the bridge was.
    pub bridges: u64,
    /// How often the bridge's adapter was.
    pub adapters: u64,
    /// How often a client or the contact centre stood still for longer than the lease.
    pub stops: u64,
    /// How often the outbox or its log had another name for a while.
    pub renames: u64,
    /// How often the outbox's disk was full for a while.
    pub full_disks: u64,
    /// How often the outbox's files could not grow for a while.
    pub file_limits: u64,
    /// How often a client found that the outbox cannot be used at the moment.
    pub refusals: u64,
    /// Outcomes: acknowledged.
    pub acknowledged: u64,
    /// Outcomes: refused, given up, expired.
    pub reported: u64,
    /// Outcomes: unknown, which no do-not-call request may be.
    pub unknown: u64,
    /// Stored or acknowledged, and gone.
    pub lost: u64,
    /// Outcomes beyond the first one of a request.
    pub duplicated: u64,
    /// Sent when they had their outcome.
    pub after_outcome: u64,
    /// The same by a process that was stopped between its look at its lease and the write.
    pub on_the_way: u64,
    /// Sent before the request before them, of the same customer, had its outcome.
    pub out_of_order: u64,
    /// What is wrong, in words.
    pub findings: Vec<String>,
}

impl Report {
    /// Something is wrong.
    pub fn find(&mut self, what: String) {
        self.findings.push(what);
    }

    /// A client that ends by itself has done its work.
    pub fn check_end(&mut self, status: ExitStatus) {
        if !status.success() {
            self.find(format!("the client ended with {status}"));
        }
    }
}

/// Many rounds.
#[derive(Debug, Default)]
pub struct Table {
    /// How many.
    pub rounds: u64,
    /// Requests in them.
    pub requests: u64,
    findings: u64,
    sum: Report,
}

impl Table {
    /// Add a round.
    pub fn add(&mut self, round: &Report) {
        self.rounds += 1;
        self.requests += round.requests;
        self.findings += round.findings.len() as u64;
        let sum = &mut self.sum;
        sum.told += round.told;
        sum.attempts += round.attempts;
        sum.clients += round.clients;
        sum.sites += round.sites;
        sum.proxies += round.proxies;
        sum.bridges += round.bridges;
        sum.adapters += round.adapters;
        sum.stops += round.stops;
        sum.renames += round.renames;
        sum.full_disks += round.full_disks;
        sum.file_limits += round.file_limits;
        sum.refusals += round.refusals;
        sum.acknowledged += round.acknowledged;
        sum.reported += round.reported;
        sum.unknown += round.unknown;
        sum.lost += round.lost;
        sum.duplicated += round.duplicated;
        sum.after_outcome += round.after_outcome;
        sum.on_the_way += round.on_the_way;
        sum.out_of_order += round.out_of_order;
    }

    /// Whether every promise was kept: everything stored, sent and acknowledged once.
    pub fn is_clean(&self) -> bool {
        self.findings == 0 && self.sum.acknowledged == self.requests && self.rounds > 0
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sum = &self.sum;
        let kills = sum.clients + sum.sites + sum.proxies + sum.bridges + sum.adapters;
        let rows = [
            ("rounds", self.rounds),
            ("requests", self.requests),
            ("kills", kills),
            ("  of a client", sum.clients),
            ("  of the contact centre", sum.sites),
            ("  of the network", sum.proxies),
            ("  of the bridge", sum.bridges),
            ("  of its adapter", sum.adapters),
            ("stops beyond the lease", sum.stops),
            ("renames of the outbox", sum.renames),
            ("full disks", sum.full_disks),
            ("files that cannot grow", sum.file_limits),
            ("refusals by the outbox", sum.refusals),
            ("attempts", sum.attempts),
            ("acknowledged", sum.acknowledged),
            ("reported otherwise", sum.reported),
            ("unknown", sum.unknown),
            ("lost", sum.lost),
            ("duplicated outcomes", sum.duplicated),
            ("sent after the outcome", sum.after_outcome),
            ("  stopped in the write", sum.on_the_way),
            ("out of order", sum.out_of_order),
            ("findings", self.findings),
        ];
        for (name, number) in rows {
            writeln!(f, "{name:<24}{number:>10}")?;
        }
        Ok(())
    }
}
