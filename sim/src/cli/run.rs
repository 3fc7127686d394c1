//! `commdn-sim run`: start, say where, log, wait.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use commdn_sim::log::LogEntry;
use commdn_sim::{Config, Server, Simulator};

use super::Done;
use super::printer::Printer;
use super::signals::{self, Ending};
use super::start::{self, CampaignGroup};
use super::stdio::Client;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The configuration file; the demo contact centre without one.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Where to listen, `host:port`; port 0 is any.
    #[arg(long)]
    listen: Option<String>,
    /// Serve one client on standard input and output, and end with it; the log goes to standard error.
    #[arg(long, conflicts_with = "listen")]
    stdio: bool,
    /// Where the control interface listens, `host:port` on the loopback interface; `off` for none.
    #[arg(long)]
    control: Option<String>,
    /// Where do-not-call entries, records and states are kept: an SQLite file.
    #[arg(long)]
    storage: Option<PathBuf>,
    /// Load and start this campaign for this group, `CAMPAIGN:GROUP` by DBID; may be given again.
    #[arg(long, value_name = "CAMPAIGN:GROUP")]
    start: Vec<CampaignGroup>,
    /// Log lines of JSON.
    #[arg(long)]
    json: bool,
    /// Show phone numbers and customer ids in the log, which otherwise has **** there.
    #[arg(long)]
    log_personal_data: bool,
    /// Log nothing.
    #[arg(long, conflicts_with = "json")]
    quiet: bool,
}

pub(super) fn run(options: &Options) -> Done {
    let ending = Ending::heard()?;
    let mut config = match &options.config {
        Some(file) => Config::load(file)?,
        None => Config::demo(),
    };
    if let Some(listen) = &options.listen {
        config.tserver.listen.clone_from(listen);
    }
    if let Some(path) = &options.storage {
        config.storage.path = Some(path.clone());
    }
    let wanted = options.control.clone().or_else(|| config.tserver.control_listen.clone());
    let tserver = config.tserver.clone();
    if let Some(shortfall) = commdn_sim::limits::raise_for(&config) {
        eprintln!("commdn-sim: {shortfall}");
    }
    let simulator = Simulator::start(config.clone())?;
    let told = ending.stops(&simulator)?;
    let client = options.stdio.then(|| Client::of(&simulator)).transpose()?;
    let mut ready = match client {
        Some(_) => "serving one client on standard input and output".to_owned(),
        None => format!("listening on {}", simulator.listen(&tserver.listen)?),
    };
    if let Some(backup) = tserver.backup_listen.as_ref().filter(|_| client.is_none()) {
        let address = simulator.listen_as(Server::Backup, backup)?;
        ready.push_str(&format!(", backup on {address}"));
    }
    match wanted.as_deref() {
        Some("off") => {}
        Some(control) => {
            let address = simulator.listen_control(control)?;
            ready.push_str(&format!(", control on {address}"));
        }
        // There may be many of them.
        None if client.is_some() => {}
        // The usual place may be taken by another simulator, which is no reason not to run.
        None => {
            if let Ok(address) = simulator.listen_control(super::ctl::DEFAULT_ADDRESS) {
                ready.push_str(&format!(", control on {address}"));
            }
        }
    }
    let out = || -> Box<dyn Write + Send> {
        match client {
            Some(_) => Box::new(std::io::stderr()),
            None => Box::new(std::io::stdout()),
        }
    };
    let log = Printer::start(out(), options.json)?;
    if !options.quiet {
        let (json, personal) = (options.json, options.log_personal_data);
        let printer = log.clone();
        simulator.control().observe(Some(Box::new(move |entry| {
            printer.print(match personal {
                true => line(entry, json),
                false => line(&entry.masked(), json),
            });
        })));
    }
    // After the log has begun: whoever reads where it listens finds all that it does in the log.
    if client.is_none() || !options.quiet {
        let mut out = out();
        writeln!(out, "{}", if options.json { started(&ready) } else { ready })?;
        out.flush()?;
    }
    let started = start::run(&simulator, &config, &options.start);
    // A campaign that was not started because a signal came is no failure.
    started.or_else(|error| if signals::came(&told) { Ok(()) } else { Err(error) })?;
    if let Some(client) = client {
        client.serve(&simulator)?;
    }
    simulator.wait();
    log.finish();
    simulator.failure().map_or(Ok(()), |failure| Err(failure.into()))
}

fn started(ready: &str) -> String {
    serde_json::json!({ "event": "started", "text": ready }).to_string()
}

fn line(entry: &LogEntry, json: bool) -> String {
    match json {
        true => commdn::text::json(&serde_json::to_string(entry).unwrap_or_default()).into_owned(),
        false => entry.to_string(),
    }
}
