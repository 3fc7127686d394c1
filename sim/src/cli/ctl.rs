//! `commdn-sim ctl`: one command of the control interface.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use clap::{Args, Subcommand, ValueEnum};
use commdn_sim::Command;
use commdn_sim::fault::FaultRule;
use serde_json::Value;

use super::Done;

/// Where the control interface listens when nobody says otherwise.
pub(super) const DEFAULT_ADDRESS: &str = "127.0.0.1:3001";

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Where the control interface listens.
    #[arg(long, default_value = DEFAULT_ADDRESS)]
    control: String,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum UpDown {
    Up,
    Down,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Everything: clients, OCS, campaign groups, lists, counters, faults.
    Show,
    /// Records of an OCS.
    Records {
        /// DBID of the OCS.
        ocs: i32,
        /// Only those with this phone number.
        #[arg(long)]
        phone: Option<String>,
        /// How many at most.
        #[arg(long)]
        limit: Option<usize>,
    },
    /// The do-not-call list of an OCS.
    Dnc {
        /// DBID of the OCS.
        ocs: i32,
    },
    /// The last log entries.
    Log {
        /// How many at most.
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Let the contact centre's time pass.
    Advance {
        /// How many seconds.
        seconds: f64,
    },
    /// Put a fault in force, as a table [[fault]] of the configuration has it: kind=delay ms=200.
    Fault {
        /// Keys and values.
        #[arg(required = true, value_name = "KEY=VALUE")]
        rule: Vec<String>,
    },
    /// End all faults.
    ClearFaults,
    /// End connections.
    Cut {
        /// Only those of this application.
        application: Option<String>,
    },
    /// T-Server's link to the switch.
    Link {
        /// Comes or goes.
        #[arg(value_enum)]
        way: UpDown,
    },
    /// A DN's service.
    Service {
        /// The DN.
        dn: String,
        /// Comes back or goes.
        #[arg(value_enum)]
        way: UpDown,
    },
    /// Take the registrations of a DN from its clients.
    Unregister {
        /// The DN.
        dn: String,
    },
    /// The backup T-Server becomes primary.
    SwitchOver,
    /// Restart an OCS.
    RestartOcs {
        /// Its DBID.
        ocs: i32,
    },
    /// End the simulator.
    Stop,
}

impl Verb {
    fn command(self) -> Result<Command, Box<dyn std::error::Error>> {
        Ok(match self {
            Self::Show => Command::Snapshot,
            Self::Records { ocs, phone, limit } => Command::Records { ocs, phone, limit },
            Self::Dnc { ocs } => Command::DoNotCall { ocs },
            Self::Log { limit } => Command::Log { limit },
            Self::Advance { seconds } => Command::Advance { seconds },
            Self::Fault { rule } => Command::Fault { rule: fault(&rule)? },
            Self::ClearFaults => Command::ClearFaults,
            Self::Cut { application } => Command::Cut { application },
            Self::Link { way } => Command::Link { up: matches!(way, UpDown::Up) },
            Self::Service { dn, way } => Command::Service { dn, up: matches!(way, UpDown::Up) },
            Self::Unregister { dn } => Command::Unregister { dn },
            Self::SwitchOver => Command::SwitchOver,
            Self::RestartOcs { ocs } => Command::RestartOcs { ocs },
            Self::Stop => Command::Stop,
        })
    }
}

/// The rule in words such as `kind=delay`: bare words are text, the rest is as in TOML.
fn fault(words: &[String]) -> Result<FaultRule, Box<dyn std::error::Error>> {
    let mut table = String::new();
    for word in words {
        let (key, value) =
            word.split_once('=').ok_or_else(|| format!("{word:?} is not KEY=VALUE"))?;
        let number = value.parse::<f64>().is_ok();
        let value = if number { value.to_owned() } else { format!("{value:?}") };
        table.push_str(&format!("{key} = {value}\n"));
    }
    toml::from_str(&table).map_err(|error| error.message().to_owned().into())
}

pub(super) fn run(options: Options) -> Done {
    let command = options.verb.command()?;
    let value = Connection::open(&options.control)?.ask(&command)?;
    if !value.is_null() {
        println!("{}", commdn::text::json(&serde_json::to_string_pretty(&value)?));
    }
    Ok(())
}

/// A connection to the control interface.
pub(super) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub fn open(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|error| {
            format!(
                "no simulator is controlled at {address}: {error}; is `commdn-sim run` running?"
            )
        })?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    pub fn ask(&mut self, command: &Command) -> Result<Value, Box<dyn std::error::Error>> {
        let mut line = serde_json::to_string(command)?;
        line.push('\n');
        self.stream.get_mut().write_all(line.as_bytes())?;
        line.clear();
        if self.stream.read_line(&mut line)? == 0 {
            return Err("the simulator has ended".into());
        }
        let mut reply: Value = serde_json::from_str(&line)?;
        match reply.get("ok") {
            Some(Value::Bool(true)) => Ok(reply.get_mut("value").map_or(Value::Null, Value::take)),
            _ => {
                let error = reply.get("error").and_then(Value::as_str);
                Err(error.unwrap_or("the simulator refused without a reason").into())
            }
        }
    }
}
