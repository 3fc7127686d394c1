//! What rounds add up to.

use std::process::ExitStatus;

/// One round.
#[derive(Debug, Default)]
pub struct Report {
    /// Requests that the client was to make.
    pub requests: u64,
    /// Those of which it was told that they are stored.
    pub told: u64,
    /// Times that requests were sent, or may have been.
    pub attempts: u64,
    /// How often the client was killed.
    pub clients: u64,
    /// How often the contact centre was.
    pub sites: u64,
    /// How often the network was.
    pub proxies: u64,
    /// How often the client or the contact centre stood still for longer than the lease.
    pub stops: u64,
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
        sum.stops += round.stops;
        sum.acknowledged += round.acknowledged;
        sum.reported += round.reported;
        sum.unknown += round.unknown;
        sum.lost += round.lost;
        sum.duplicated += round.duplicated;
    }

    /// Whether every promise was kept: everything stored, sent and acknowledged once.
    pub fn is_clean(&self) -> bool {
        self.findings == 0 && self.sum.acknowledged == self.requests && self.rounds > 0
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sum = &self.sum;
        let kills = sum.clients + sum.sites + sum.proxies;
        let rows = [
            ("rounds", self.rounds),
            ("requests", self.requests),
            ("kills", kills),
            ("  of the client", sum.clients),
            ("  of the contact centre", sum.sites),
            ("  of the network", sum.proxies),
            ("stops beyond the lease", sum.stops),
            ("attempts", sum.attempts),
            ("acknowledged", sum.acknowledged),
            ("reported otherwise", sum.reported),
            ("unknown", sum.unknown),
            ("lost", sum.lost),
            ("duplicated outcomes", sum.duplicated),
            ("findings", self.findings),
        ];
        for (name, number) in rows {
            writeln!(f, "{name:<24}{number:>10}")?;
        }
        Ok(())
    }
}
