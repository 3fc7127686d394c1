//! The command line: its words, and what each of them does.

mod cert;
mod ctl;
mod init;
mod printer;
mod run;
#[cfg_attr(windows, path = "signals_windows.rs")]
mod signals;
mod start;
mod stdio;
mod top;

use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};
use commdn_sim::Config;

/// A command's end: nothing, or a message for a person.
pub(crate) type Done = Result<(), Box<dyn std::error::Error>>;

/// A simulated contact centre for the Communication DN (CommDN) API.
#[derive(Debug, Parser)]
#[command(name = "commdn-sim", version, about)]
struct Words {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Write a commented configuration file.
    Init {
        /// Where to; standard output without it.
        file: Option<PathBuf>,
        /// Replace a file that is there.
        #[arg(long)]
        force: bool,
    },
    /// Check a configuration file.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Make a CA and certificates to throw away, for TLS on this machine.
    Cert(cert::Options),
    /// Run the simulator until it is stopped.
    Run(run::Options),
    /// Look into a running simulator, or make things go wrong in it.
    Ctl(ctl::Options),
    /// Watch campaigns run.
    Top {
        /// Where the control interface listens.
        #[arg(long, default_value = ctl::DEFAULT_ADDRESS)]
        control: String,
    },
    /// Write the manual pages, for those who install the simulator.
    #[command(hide = true)]
    Man {
        /// The folder, which is there.
        folder: PathBuf,
    },
}

pub(crate) fn run() -> Done {
    match Words::parse().verb {
        Verb::Init { file, force } => init::run(file, force),
        Verb::Check { file } => check(&file),
        Verb::Cert(options) => cert::run(&options),
        Verb::Run(options) => run::run(&options),
        Verb::Ctl(options) => ctl::run(options),
        Verb::Top { control } => top::run(&control),
        Verb::Man { folder } => Ok(clap_mangen::generate_to(Words::command(), folder)?),
    }
}

fn check(file: &std::path::Path) -> Done {
    let config = Config::load(file)?;
    let count =
        |number: usize, one: &str| format!("{number} {one}{}", if number == 1 { "" } else { "s" });
    println!(
        "{} is fine: {}, {}, {} OCS, {}, {}, {}",
        file.display(),
        count(config.dn.len(), "DN"),
        count(config.application.len(), "application"),
        config.ocs.len(),
        count(config.campaign.len(), "campaign"),
        count(config.group.len(), "group"),
        count(config.list.len(), "calling list"),
    );
    Ok(())
}
