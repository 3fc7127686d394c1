//! What one client may: DNs, requests, applications, and how much of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use commdn::kvlist::{KvRef, KvValue, Limits as ListLimits, Packing, UnicodeLength};
use commdn::message::spec::REQUESTS;
use commdn::message::{Attribute, MessageType, keys};

use super::codes;
use crate::config::{Client, Limits};

/// A refusal, as T-Server tells it: code and text.
pub type Refusal = (i32, String);

/// The rights of a client.
#[derive(Debug, Clone)]
pub struct Rights {
    /// Its name in logs and metrics; one for all that have no table.
    pub label: Arc<str>,
    dns: Option<Vec<String>>,
    requests: Option<BTreeSet<MessageType>>,
    applications: Option<BTreeSet<i32>>,
    /// Whether it may read objects of the configuration.
    pub directory: bool,
    /// Most connections under its name.
    pub max_connections: usize,
    /// Requests in a second.
    pub rate: Option<f64>,
    /// Most requests of a connection that wait.
    pub max_waiting: usize,
    /// Most bytes that wait for a connection.
    pub max_backlog: usize,
    /// How long it may take nothing.
    pub slow: Duration,
}

/// The label of those that have no table.
const UNKNOWN: &str = "unknown";

impl Rights {
    /// Of that client; `common` where it says nothing.
    #[must_use]
    pub fn of(client: &Client, common: &Limits) -> Self {
        let number = |name: &String| REQUESTS.iter().find(|spec| spec.name == name);
        Self {
            label: client.name.as_str().into(),
            dns: client.dns.clone(),
            requests: client
                .requests
                .as_ref()
                .map(|names| names.iter().filter_map(number).map(|spec| spec.request).collect()),
            applications: client.applications.as_ref().map(|dbids| dbids.iter().copied().collect()),
            directory: client.directory,
            ..Self::with(&client.limits.or(common))
        }
    }

    /// Of those that have no table.
    #[must_use]
    pub fn unknown(common: &Limits) -> Self {
        Self { directory: true, ..Self::with(common) }
    }

    fn with(limits: &Limits) -> Self {
        Self {
            label: UNKNOWN.into(),
            dns: None,
            requests: None,
            applications: None,
            directory: false,
            max_connections: limits.max_connections.unwrap_or(usize::MAX),
            rate: limits.requests_per_second,
            max_waiting: limits.max_waiting_requests.unwrap_or(1_024),
            max_backlog: limits.max_backlog_bytes.unwrap_or(4 << 20),
            slow: Duration::from_secs_f64(limits.slow_seconds.unwrap_or(30.0)),
        }
    }

    /// Whether it may use that DN.
    ///
    /// # Errors
    /// The refusal.
    pub fn check_dn(&self, dn: &str) -> Result<(), Refusal> {
        let fits = |allowed: &String| match allowed.strip_suffix('*') {
            Some(begin) => dn.starts_with(begin),
            None => allowed == dn,
        };
        if self.dns.as_ref().is_none_or(|dns| dns.iter().any(fits)) {
            return Ok(());
        }
        let text = format!("Client '{}' may not use DN '{dn}' on this bridge", self.label);
        Err((codes::DN_NOT_CONFIGURED, text))
    }

    /// Whether it may distribute that.
    ///
    /// # Errors
    /// The refusal.
    pub fn check_request(&self, user_data: &[u8]) -> Result<(), Refusal> {
        if self.requests.is_none() && self.applications.is_none() {
            return Ok(());
        }
        let Some(list) = parse(user_data) else {
            return Err((codes::INVALID_ATTRIBUTE, "UserData is no packed list".to_owned()));
        };
        let number = |attribute: Attribute| match attribute.find(list) {
            Some(KvValue::Int(number)) => Some(number),
            _ => None,
        };
        if let Some(allowed) = &self.requests {
            let message = list.get_int(keys::MESSAGE_TYPE).map(MessageType::from);
            if message.is_none_or(|message| !allowed.contains(&message)) {
                let what = message.map_or("this".to_owned(), |message| message.to_string());
                let text = format!("Client '{}' may not request {what} on this bridge", self.label);
                return Err((codes::UNSUPPORTED_OPERATION, text));
            }
        }
        if let Some(allowed) = &self.applications {
            let origin = number(Attribute::Origin);
            if origin.is_none_or(|origin| !allowed.contains(&origin)) {
                let who = origin.map_or("none".to_owned(), |origin| origin.to_string());
                let text = format!(
                    "Client '{}' may not make requests as application {who} on this bridge",
                    self.label
                );
                return Err((codes::UNSUPPORTED_OPERATION, text));
            }
        }
        Ok(())
    }
}

/// The list, however its wide texts are counted.
fn parse(user_data: &[u8]) -> Option<KvRef<'_>> {
    [UnicodeLength::Bytes, UnicodeLength::Units].into_iter().find_map(|unicode_length| {
        let mut packing = Packing::DEFAULT;
        packing.unicode_length = unicode_length;
        KvRef::parse_with(user_data, packing, &ListLimits::DEFAULT).ok()
    })
}
