//! The tables of the configuration file.
//!
//! Each struct is one table with its defaults; rules that need more than one table are in
//! `check.rs`.

use std::path::PathBuf;

use commdn::kvlist::{Charset, CharsetError};
use serde::{Deserialize, Serialize};

use super::dialing::Dialing;

/// What time it is in the contact centre.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Clock {
    /// Whether time passes by itself.
    pub mode: ClockMode,
    /// With `wall`: how many times faster than on the wall.
    pub speed: f64,
    /// With `virtual`: the time at the start, seconds since 1970 (UTC).
    pub start: i64,
}

impl Default for Clock {
    fn default() -> Self {
        // 2026-01-05 08:00 UTC, a Monday morning.
        Self { mode: ClockMode::Wall, speed: 1.0, start: 1_767_600_000 }
    }
}

/// Whether time passes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ClockMode {
    /// As on the wall.
    Wall,
    /// Only when the control interface advances it.
    Virtual,
}

/// Charset of the texts in user data, by any name that [`Charset::from_name`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TextCharset(pub Charset);

impl TryFrom<String> for TextCharset {
    type Error = CharsetError;

    fn try_from(name: String) -> Result<Self, CharsetError> {
        Charset::from_name(&name).map(Self)
    }
}

impl From<TextCharset> for String {
    fn from(charset: TextCharset) -> Self {
        charset.0.name().to_ascii_lowercase()
    }
}

impl From<Charset> for TextCharset {
    fn from(charset: Charset) -> Self {
        Self(charset)
    }
}

impl From<TextCharset> for Charset {
    fn from(charset: TextCharset) -> Self {
        charset.0
    }
}

/// T-Server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct TServer {
    /// The DBID of its application; the lowest free one without the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dbid: Option<i32>,
    /// The name of its application.
    pub name: String,
    /// DBID of its backup in the configuration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<i32>,
    /// Where `commdn-sim run` listens: `host:port`, port 0 for any.
    pub listen: String,
    /// Where the backup T-Server listens; none without one.
    pub backup_listen: Option<String>,
    /// Where the control interface listens; loopback addresses only.
    pub control_listen: Option<String>,
    /// Whether a sender sees its own user event too.
    pub own_echo: bool,
    /// Most bytes of user data in one user event; the real one allows at most 65,535.
    pub max_user_data_bytes: usize,
    /// Most connections at a time.
    pub max_clients: usize,
    /// Bytes that wait for one client; a client that is further behind is disconnected.
    pub max_queue_bytes: usize,
    /// The longest frame that a client may send, in bytes.
    pub max_frame_bytes: usize,
    /// How long a client may take to introduce itself.
    pub login_seconds: f64,
    /// Whether only applications of the configuration may log in.
    pub only_known_applications: bool,
}

impl Default for TServer {
    fn default() -> Self {
        Self {
            dbid: None,
            name: "TServer".to_owned(),
            backup: None,
            listen: "127.0.0.1:3000".to_owned(),
            backup_listen: None,
            control_listen: None,
            own_echo: true,
            max_user_data_bytes: 16_000,
            max_clients: 4_096,
            max_queue_bytes: 16 << 20,
            max_frame_bytes: 131_072,
            login_seconds: 30.0,
            only_known_applications: false,
        }
    }
}

/// A communication DN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Dn {
    /// Its number.
    pub number: String,
    /// The option `outbound_contact_server`; absent is undefined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbound_contact_server: Option<bool>,
    /// Its DBID; the lowest free one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dbid: Option<i32>,
    /// DBID of its tenant; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<i32>,
    /// Whether it is enabled in the configuration.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// DBID of its switch; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch: Option<i32>,
}

impl Dn {
    /// A DN without the option.
    pub fn new(number: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            outbound_contact_server: None,
            dbid: None,
            tenant: None,
            enabled: true,
            switch: None,
        }
    }
}

/// An application that connects to T-Server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Application {
    /// Its DBID.
    pub dbid: i32,
    /// Its name, as it logs in.
    pub name: String,
    /// The password that it must give; any without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Its type in the configuration, as the Platform SDK names it.
    #[serde(default = "third_party_server")]
    pub kind: String,
    /// DBIDs of the servers in its Connections: an OCS there accepts its requests, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<i32>,
    /// DBID of its tenant; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<i32>,
    /// Whether it is enabled in the configuration.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
}

fn third_party_server() -> String {
    "CFGThirdPartyServer".to_owned()
}

impl Application {
    /// An application that may give any password.
    pub fn new(dbid: i32, name: impl Into<String>) -> Self {
        Self {
            dbid,
            name: name.into(),
            password: None,
            kind: third_party_server(),
            connections: Vec::new(),
            tenant: None,
            enabled: true,
        }
    }
}

impl std::fmt::Debug for Application {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Application")
            .field("dbid", &self.dbid)
            .field("name", &self.name)
            .field("password", &self.password.as_ref().map(|_| "****"))
            .finish_non_exhaustive()
    }
}

/// An outbound contact server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Ocs {
    /// Its DBID.
    pub dbid: i32,
    /// Its name.
    pub name: String,
    /// DBIDs of the applications whose requests it accepts: its connections.
    #[serde(default)]
    pub connections: Vec<i32>,
    /// Whether T-Server is in its Connections, too.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub tserver: bool,
    /// ADDP on its connection to T-Server: the local and the remote timeout in seconds; empty for none.
    #[serde(default = "addp", skip_serializing_if = "is_addp")]
    pub addp: Vec<i32>,
    /// DBID of its backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<i32>,
    /// DBID of its tenant; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<i32>,
    /// Whether it is enabled in the configuration.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
    /// DBIDs of the groups that it serves; all without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<i32>>,
    /// Numbers of the dialling modes that its licence covers.
    #[serde(default = "licensed_modes")]
    pub licensed_modes: Vec<i32>,
    /// Whether it sends `GSW_CM_AttrReferenceID` back.
    #[serde(default = "yes")]
    pub echo_reference_id: bool,
    /// Whom it tells of changes.
    #[serde(default)]
    pub notify: Notify,
    /// Whether it accepts a cancellation by customer id alone.
    #[serde(default)]
    pub cancel_without_phone: bool,
}

/// What Genesys Administrator suggests.
fn addp() -> Vec<i32> {
    vec![10, 20]
}

fn is_addp(value: &[i32]) -> bool {
    value == addp()
}

pub(super) const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) const fn is_yes(value: &bool) -> bool {
    *value
}

/// Every dialling mode of the chapter but Power GVP (11), so that error 15 can be had.
fn licensed_modes() -> Vec<i32> {
    vec![1, 2, 3, 4, 5, 8, 9]
}

impl Ocs {
    /// An OCS that accepts requests of `connections`.
    pub fn new(dbid: i32, name: impl Into<String>, connections: impl Into<Vec<i32>>) -> Self {
        Self {
            dbid,
            name: name.into(),
            connections: connections.into(),
            tserver: true,
            addp: addp(),
            backup: None,
            tenant: None,
            enabled: true,
            groups: None,
            licensed_modes: licensed_modes(),
            echo_reference_id: true,
            notify: Notify::Broadcast,
            cancel_without_phone: false,
        }
    }
}

/// Whom an OCS tells of changes that nobody asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Notify {
    /// One user event with target 0.
    #[default]
    Broadcast,
    /// One user event for each application of its connections.
    Each,
}

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Campaign {
    /// Its DBID.
    pub dbid: i32,
    /// Its name.
    pub name: String,
    /// Names of its calling lists, in the order in which they are dialled.
    #[serde(default)]
    pub lists: Vec<String>,
    /// DBID of its tenant; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<i32>,
    /// Whether it is enabled in the configuration.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
}

impl Campaign {
    /// A campaign with these calling lists.
    pub fn new(dbid: i32, name: impl Into<String>, lists: &[&str]) -> Self {
        Self {
            dbid,
            name: name.into(),
            lists: lists.iter().map(|&list| list.to_owned()).collect(),
            tenant: None,
            enabled: true,
        }
    }
}

/// A group of agents, and the campaigns that are configured for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Group {
    /// Its DBID.
    pub dbid: i32,
    /// Its name.
    pub name: String,
    /// DBIDs of the campaigns that are configured for it.
    #[serde(default)]
    pub campaigns: Vec<i32>,
    /// How many agents it has.
    #[serde(default = "agents")]
    pub agents: u32,
    /// How its calls go, where it differs from the whole centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialing: Option<Dialing>,
    /// Whether it is a group of places instead of agents.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub places: bool,
    /// DBID of its tenant; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<i32>,
    /// Whether it is enabled in the configuration.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
}

const fn agents() -> u32 {
    10
}

impl Group {
    /// A group of ten agents.
    pub fn new(dbid: i32, name: impl Into<String>, campaigns: impl Into<Vec<i32>>) -> Self {
        Self {
            dbid,
            name: name.into(),
            campaigns: campaigns.into(),
            agents: agents(),
            dialing: None,
            places: false,
            tenant: None,
            enabled: true,
        }
    }
}

/// A calling list: written out, generated, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Its name.
    pub name: String,
    /// Its DBID; the lowest free one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dbid: Option<i32>,
    /// DBID of its tenant; the first one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<i32>,
    /// Generated records, before the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generate: Option<GeneratedRecords>,
    /// Its records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record: Vec<Record>,
}

impl List {
    /// A list of these records.
    pub fn new(name: impl Into<String>, record: impl Into<Vec<Record>>) -> Self {
        Self { name: name.into(), record: record.into(), ..Self::default() }
    }

    /// A list of generated records.
    pub fn generated(name: impl Into<String>, generate: GeneratedRecords) -> Self {
        Self { name: name.into(), generate: Some(generate), ..Self::default() }
    }
}

/// Records with consecutive phone numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GeneratedRecords {
    /// How many.
    pub count: u32,
    /// The first phone number, digits only.
    pub first_phone: String,
    /// How many consecutive records make a chain of one customer.
    #[serde(default = "one")]
    pub chain: u32,
}

const fn one() -> u32 {
    1
}

impl GeneratedRecords {
    /// So many records, each a customer of its own.
    pub fn new(count: u32, first_phone: impl Into<String>) -> Self {
        Self { count, first_phone: first_phone.into(), chain: 1 }
    }
}

/// One record of a calling list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Record {
    /// Phone number.
    pub phone: String,
    /// Customer id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// Number of its chain: records of a list with the same number are one customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain: Option<u32>,
}

impl Record {
    /// A record of its own.
    pub fn new(phone: impl Into<String>) -> Self {
        Self { phone: phone.into(), ..Self::default() }
    }

    /// The same with a customer id.
    #[must_use]
    pub fn customer_id(mut self, customer_id: impl Into<String>) -> Self {
        self.customer_id = Some(customer_id.into());
        self
    }

    /// The same in a chain.
    #[must_use]
    pub const fn chain(mut self, chain: u32) -> Self {
        self.chain = Some(chain);
        self
    }
}

/// Where everything is kept that a restart must find.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Storage {
    /// The SQLite file; without one everything is in memory only.
    pub path: Option<PathBuf>,
    /// How sure a commit is.
    pub synchronous: Synchronous,
}

/// How sure a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Synchronous {
    /// It survives a power failure.
    #[default]
    Full,
    /// It survives a crash of the process, not of the machine.
    Normal,
}
