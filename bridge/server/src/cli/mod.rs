//! The command line: its words, and what each of them does.

mod hash;
mod init;
mod limits;
mod run;

use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand};
use commdn_bridge::Config;

/// A command's end: nothing, or a message for a person.
type Done = Result<(), Box<dyn std::error::Error>>;

/// One connection to a T-Server, shared by many programs.
#[derive(Debug, Parser)]
#[command(name = "commdn-bridge", version, about)]
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
    /// Check a configuration file, and the files that it names.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Hash a password for the configuration file; it is read from standard input.
    Hash,
    /// Run the bridge until it is stopped.
    Run(run::Options),
    /// Write the manual pages, for those who install the bridge.
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
        Verb::Hash => hash::run(),
        Verb::Run(options) => run::run(&options),
        Verb::Man { folder } => Ok(clap_mangen::generate_to(Words::command(), folder)?),
    }
}

fn check(file: &Path) -> Done {
    let config = Config::load(file)?;
    commdn_bridge::check_files(&config).map_err(|error| error.in_file(file))?;
    for warning in run::warnings(&config) {
        eprintln!("commdn-bridge: {}: {warning}", file.display());
    }
    let clients = config.client.len();
    let noun = if clients == 1 { "client" } else { "clients" };
    println!("{}: {clients} {noun}, no mistakes", file.display());
    Ok(())
}
