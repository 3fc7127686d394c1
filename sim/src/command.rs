//! The commands of the control interface, as lines of JSON and as values.
//!
//! One command a line, one reply a line. What a command does is [`Control`]'s.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::control::Control;
use crate::fault::FaultRule;

/// How many records or log entries are told when the command names no number.
const LIMIT: usize = 100;

/// One command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Command {
    /// Tell everything: clients, OCS, campaign groups, lists, counters, faults.
    Snapshot,
    /// Tell records.
    Records {
        /// DBID of the OCS.
        ocs: i32,
        /// Only those with this phone number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        /// How many at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<usize>,
    },
    /// Tell the do-not-call list.
    DoNotCall {
        /// DBID of the OCS.
        ocs: i32,
    },
    /// Tell the last log entries.
    Log {
        /// How many at most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<usize>,
    },
    /// Let the contact centre's time pass.
    Advance {
        /// How much of it.
        seconds: f64,
    },
    /// Put a fault in force.
    Fault {
        /// Which.
        rule: FaultRule,
    },
    /// End all faults.
    ClearFaults,
    /// End connections.
    Cut {
        /// Only those of this application.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        application: Option<String>,
    },
    /// T-Server's link to the switch comes or goes.
    Link {
        /// Whether it comes.
        up: bool,
    },
    /// A DN goes out of service or comes back.
    Service {
        /// The DN.
        dn: String,
        /// Whether it comes back.
        up: bool,
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

impl Control {
    /// Do a command; tells its result.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn execute(&self, command: Command) -> Result<Value, String> {
        let unknown = |ocs: i32| format!("there is no OCS with DBID {ocs}");
        let no_dn = |dn: &str| format!("there is no DN {dn:?}");
        Ok(match command {
            Command::Snapshot => to_json(&self.snapshot())?,
            Command::Records { ocs, phone, limit } => {
                to_json(&self.records(ocs, phone.as_deref(), limit.unwrap_or(LIMIT)))?
            }
            Command::DoNotCall { ocs } => {
                to_json(&self.do_not_call(ocs).ok_or_else(|| unknown(ocs))?)?
            }
            Command::Log { limit } => to_json(&self.last_log(limit.unwrap_or(LIMIT)))?,
            Command::Advance { seconds } => {
                let by = Duration::try_from_secs_f64(seconds)
                    .map_err(|error| format!("{seconds} seconds: {error}"))?;
                self.advance(by);
                json!({ "world_seconds": self.now().as_secs_f64() })
            }
            Command::Fault { rule } => {
                self.add_fault(rule)?;
                Value::Null
            }
            Command::ClearFaults => {
                self.clear_faults();
                Value::Null
            }
            Command::Cut { application } => json!({ "cut": self.cut(application.as_deref()) }),
            Command::Link { up } => {
                self.set_link(up);
                Value::Null
            }
            Command::Service { dn, up } => {
                if !self.set_service(&dn, up) {
                    return Err(no_dn(&dn));
                }
                Value::Null
            }
            Command::Unregister { dn } => {
                let count = self.unregister_all(&dn).ok_or_else(|| no_dn(&dn))?;
                json!({ "unregistered": count })
            }
            Command::SwitchOver => json!({ "primary": self.switch_over() }),
            Command::RestartOcs { ocs } => {
                if !self.restart_ocs(ocs) {
                    return Err(unknown(ocs));
                }
                Value::Null
            }
            Command::Stop => {
                self.stop();
                Value::Null
            }
        })
    }

    /// Do the command of one line; the reply is a line without its end.
    ///
    /// # Errors
    /// The reply to a line that is no command: whoever sent it speaks something else.
    pub(crate) fn execute_line(&self, line: &str) -> Result<String, String> {
        let reply = |result: Result<Value, String>| match result {
            Ok(value) => json!({ "ok": true, "value": value }).to_string(),
            Err(error) => json!({ "ok": false, "error": error }).to_string(),
        };
        match serde_json::from_str::<Command>(line) {
            Ok(command) => Ok(reply(self.execute(command))),
            Err(error) => Err(reply(Err(format!("this is no command: {error}")))),
        }
    }
}

fn to_json(value: &impl Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}
