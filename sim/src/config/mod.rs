//! The configuration: what the simulated contact centre consists of.
//!
//! Owns the shape of the TOML file ([`Config`]), its defaults, the demo contact centre, and
//! the checks that make a mistake a message with a line and a key ([`ConfigError`]).
//! Reads no file but the one it is given, and starts nothing.

mod check;
mod demo;
mod dialing;
mod parts;
mod places;
mod tls;

#[cfg(test)]
mod tests;

pub(crate) use check::resolve;
pub use commdn_config::ConfigError;
pub use dialing::{Dialing, DialingMode, Outcomes};
pub use parts::{
    Application, Campaign, Clock, ClockMode, Dn, GeneratedRecords, Group, List, Notify, Ocs,
    Record, Storage, Synchronous, TServer, TextCharset,
};
pub use places::{Switch, Tenant};
pub use tls::Tls;

use serde::{Deserialize, Serialize};

use crate::fault::FaultRule;

/// A whole contact centre. Every table has defaults; see `commdn-sim init` for all of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Config {
    /// Seed of everything random: outcomes of calls, order of shuffled answers.
    pub seed: u64,
    /// Charset of the texts in user data.
    pub charset: TextCharset,
    /// What time it is in the contact centre.
    pub clock: Clock,
    /// T-Server.
    pub tserver: TServer,
    /// What listeners with TLS show and ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<Tls>,
    /// How calls go; a group may have its own.
    pub dialing: Dialing,
    /// Where records, do-not-call entries and states are kept.
    pub storage: Storage,
    /// The tenants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tenant: Vec<Tenant>,
    /// The switches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switch: Vec<Switch>,
    /// The communication DNs.
    pub dn: Vec<Dn>,
    /// The applications that T-Server knows.
    pub application: Vec<Application>,
    /// The outbound contact servers.
    pub ocs: Vec<Ocs>,
    /// The campaigns.
    pub campaign: Vec<Campaign>,
    /// The groups that dial them.
    pub group: Vec<Group>,
    /// The calling lists.
    pub list: Vec<List>,
    /// Faults from the start on.
    pub fault: Vec<FaultRule>,
}

impl Default for Config {
    /// A contact centre without DNs, OCS and campaigns; [`Config::demo`] has some.
    fn default() -> Self {
        Self {
            seed: 1,
            charset: TextCharset::default(),
            clock: Clock::default(),
            tserver: TServer::default(),
            tls: None,
            dialing: Dialing::default(),
            storage: Storage::default(),
            tenant: Vec::new(),
            switch: Vec::new(),
            dn: Vec::new(),
            application: Vec::new(),
            ocs: Vec::new(),
            campaign: Vec::new(),
            group: Vec::new(),
            list: Vec::new(),
            fault: Vec::new(),
        }
    }
}

impl Config {
    /// Read a configuration from TOML and check it.
    ///
    /// # Errors
    /// [`ConfigError`] names the line and the key.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        commdn_config::read(text, Self::check)
    }

    /// Read a configuration file and check it.
    ///
    /// # Errors
    /// [`ConfigError`] names the file, the line and the key.
    pub fn load(path: impl AsRef<std::path::Path>) -> Result<Self, ConfigError> {
        commdn_config::load(path.as_ref(), Self::check)
    }
}
