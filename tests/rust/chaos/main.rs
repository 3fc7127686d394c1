//! `chaos`: a program with an outbox, a contact centre and a bad network between them, each a process
//! of its own over loopback TCP, killed at random with SIGKILL and started again, or stopped beyond the lease.
//!
//!     chaos [--rounds N] [--seed SEED]      runs rounds, prints the table; fails if a promise was broken
//!     chaos ... --expect-broken yes         fails if none was
//!
//! It starts itself in the three roles (`client`, `site`, `proxy`), which end with it.

mod child;
mod client;
mod folder;
mod promises;
mod proxy;
mod round;
mod site;
mod table;

use std::process::ExitCode;

use folder::Folder;
use table::Table;

/// What a role may fail with.
type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["client", folder, first, end] => {
            child::end_with_parent();
            client_role(folder, first, end)
        }
        ["site", folder] => {
            child::end_with_parent();
            site::run(&Folder::at(folder))
        }
        ["proxy", folder, seed] => {
            child::end_with_parent();
            seed.parse().map_err(Into::into).and_then(|seed| proxy::run(&Folder::at(folder), seed))
        }
        _ => rounds(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Findings of a round that are printed.
const FINDINGS: usize = 5;

fn client_role(folder: &str, first: &str, end: &str) -> Done {
    client::run(&Folder::at(folder), first.parse()?, end.parse()?)
}

fn rounds(arguments: &[&str]) -> Done {
    let (mut rounds, mut seed, mut broken) = (12, fastrand::u64(..1_000_000), false);
    for option in arguments.chunks(2) {
        match *option {
            ["--rounds", number] => rounds = number.parse()?,
            ["--seed", number] => seed = number.parse()?,
            ["--expect-broken", "yes"] => broken = true,
            _ => return Err("usage: chaos [--rounds N] [--seed SEED] [--expect-broken yes]".into()),
        }
    }
    println!("seed {seed}");
    let mut table = Table::default();
    for number in 0..rounds {
        let seed = seed + number;
        let report = round::run(seed).map_err(|error| format!("round of seed {seed}: {error}"))?;
        for finding in report.findings.iter().take(FINDINGS) {
            println!("round of seed {seed}: {finding}");
        }
        table.add(&report);
        if (number + 1) % 25 == 0 {
            println!("{} rounds, {} requests", table.rounds, table.requests);
        }
    }
    println!("{table}");
    match (table.is_clean(), broken) {
        (true, false) | (false, true) => Ok(()),
        (false, false) => Err("a promise was broken".into()),
        (true, true) => Err("the broken build passed".into()),
    }
}
