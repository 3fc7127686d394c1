//! `chaos`: two programs that share an outbox, a contact centre and a bad network between them, each a process
//! of its own over loopback TCP, killed at random with SIGKILL and started again, or stopped beyond the lease; the
//! outbox's disk is full and its file has another name for a while.
//!
//!     chaos [--rounds N] [--seed SEED] [--jobs N]   runs rounds, prints the table; fails if a promise was broken
//!     chaos ... --expect-broken yes                 fails if none was
//!
//!     chaos ... --topology bridge                   the same through a bridge and its adapter, which are killed too
//!     chaos ... --adapter COMMAND                   the same with this adapter; the address of the contact centre is added
//!
//! It starts itself in its roles (`client`, `site`, `proxy`, `bridge`), which end with it; the bridge starts `adapter`.

mod adapter;
mod bridge;
mod child;
mod client;
mod folder;
mod promises;
mod proxy;
mod recorder;
mod requests;
mod reserved;
mod room;
mod round;
mod site;
mod stops;
mod table;
mod topology;

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use folder::Folder;
use table::Table;
use topology::Topology;

/// What a role may fail with.
type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["client", folder, which, first, end] => {
            child::end_with_parent();
            client_role(folder, which, first, end)
        }
        ["site", folder] => {
            child::end_with_parent();
            site::run(&Folder::at(folder))
        }
        ["bridge", folder] => {
            child::end_with_parent();
            bridge::run(&Folder::at(folder))
        }
        ["adapter", folder] => adapter::run(&Folder::at(folder)),
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

fn client_role(folder: &str, which: &str, first: &str, end: &str) -> Done {
    client::run(&Folder::at(folder), which.parse()?, first.parse()?, end.parse()?)
}

fn rounds(arguments: &[&str]) -> Done {
    let (mut rounds, mut seed, mut broken) = (12, fastrand::u64(..1_000_000), false);
    let mut topology = Topology::Direct;
    // A round waits most of the time.
    let mut jobs = 2 * std::thread::available_parallelism().map_or(1, usize::from);
    for option in arguments.chunks(2) {
        match *option {
            ["--rounds", number] => rounds = number.parse()?,
            ["--seed", number] => seed = number.parse()?,
            ["--jobs", number] => jobs = number.parse()?,
            ["--expect-broken", "yes"] => broken = true,
            ["--topology", "direct"] => topology = Topology::Direct,
            ["--topology", "bridge"] => topology = Topology::Bridge,
            ["--adapter", command] => topology = Topology::Adapter(command.to_owned()),
            _ => {
                let usage = "usage: chaos [--rounds N] [--seed SEED] [--jobs N] [--topology direct|bridge] \
                             [--adapter COMMAND] [--expect-broken yes]";
                return Err(usage.into());
            }
        }
    }
    room::own_mounts();
    println!("seed {seed}");
    let next = AtomicU64::new(seed);
    let shared = Mutex::new((Table::default(), None::<String>));
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                loop {
                    let own = next.fetch_add(1, Ordering::Relaxed);
                    if own >= seed + rounds {
                        break;
                    }
                    let report = round::run(own, &topology).map_err(|error| error.to_string());
                    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    let (table, failed) = &mut *shared;
                    match report {
                        Ok(report) => add(table, own, &report),
                        Err(error) => *failed = Some(format!("round of seed {own}: {error}")),
                    }
                    if failed.is_some() {
                        break;
                    }
                }
            });
        }
    });
    let (table, failed) = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{table}");
    match (failed, table.is_clean(), broken) {
        (Some(error), ..) => Err(error.into()),
        (None, true, false) | (None, false, true) => Ok(()),
        (None, false, false) => Err("a promise was broken".into()),
        (None, true, true) => Err("the broken build passed".into()),
    }
}

fn add(table: &mut Table, seed: u64, report: &table::Report) {
    for finding in report.findings.iter().take(FINDINGS) {
        println!("round of seed {seed}: {finding}");
    }
    table.add(report);
    if table.rounds.is_multiple_of(25) {
        println!("{} rounds, {} requests", table.rounds, table.requests);
    }
}
