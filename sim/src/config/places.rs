//! Tenants and switches: where objects stand in the configuration.

use super::parts::{is_yes, yes};
use serde::{Deserialize, Serialize};

/// A tenant. Without one in the file there is `Environment`, DBID 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tenant {
    /// Its DBID.
    pub dbid: i32,
    /// Its name.
    pub name: String,
}

impl Tenant {
    /// A tenant.
    pub fn new(dbid: i32, name: impl Into<String>) -> Self {
        Self { dbid, name: name.into() }
    }
}

/// A switch. Without one in the file there is `Switch`, DBID 1, of the T-Server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Switch {
    /// Its DBID.
    pub dbid: i32,
    /// Its name.
    pub name: String,
    /// DBID of its T-Server; the simulated one without the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tserver: Option<i32>,
    /// Whether it is enabled in the configuration.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub enabled: bool,
}

impl Switch {
    /// A switch of the simulated T-Server.
    pub fn new(dbid: i32, name: impl Into<String>) -> Self {
        Self { dbid, name: name.into(), tserver: None, enabled: true }
    }
}
