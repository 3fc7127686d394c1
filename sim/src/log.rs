//! What happened: the simulator's log as values.
//!
//! Owns the entries and their readable form, which puts names beside numbers as OCS' own
//! log does. Where they go (a terminal, JSON, a test) is the observer's business.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use commdn::kvlist::{KvList, text};
use commdn::message::{
    CmError, DialMode, GroupStatus, MASK, MessageType, OpenEnum, OptimizeBy, keys, masked,
};
use commdn::text::{escape, escape_lines};
use serde::Serialize;

use crate::facts::Facts;
use crate::ocs::Outcome;

/// One thing that happened, and when on the contact centre's clock.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogEntry {
    /// Time since the start of the contact centre's clock.
    #[serde(serialize_with = "seconds")]
    pub at: Duration,
    /// What happened.
    #[serde(flatten)]
    pub what: LogEvent,
}

fn seconds<S: serde::Serializer>(at: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(at.as_secs_f64())
}

pub(crate) fn number<S: serde::Serializer, E: OpenEnum>(
    value: &E,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{} [{value}]", value.number()))
}

fn printed<S: serde::Serializer>(list: &KvList, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&print(list))
}

/// User data as OCS prints it, with names beside numbers.
fn print(list: &KvList) -> String {
    let printed =
        text::print_ocs(list.view(), &text::PrintOptions::default().with_naming(&name_of));
    escape_lines(&printed).into_owned()
}

fn name_of(key: &str, number: i32) -> Option<String> {
    let name = match key {
        keys::MESSAGE_TYPE => MessageType(number).name(),
        keys::ERROR => CmError(number).name(),
        keys::DIAL_MODE | keys::ITEM_DIAL_MODE => DialMode(number).name(),
        keys::OPTIMIZE_BY | keys::ITEM_OPT_METHOD => OptimizeBy(number).name(),
        keys::GROUP_CAMP_STATUS | keys::ITEM_STATUS => GroupStatus(number).name(),
        _ => None,
    };
    name.map(str::to_owned)
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum LogEvent {
    /// A client connected.
    Connected {
        /// Its number.
        client: u64,
    },
    /// A client logged in.
    LoggedIn {
        /// Its number.
        client: u64,
        /// Its application's name.
        application: String,
    },
    /// T-Server refused a client's request.
    Refused {
        /// Its number.
        client: u64,
        /// T-Server's error code.
        code: i32,
        /// Its text.
        message: String,
        /// The reference id that the client gave its request to T-Server.
        #[serde(skip_serializing_if = "Option::is_none")]
        tserver_reference: Option<i32>,
    },
    /// A client asked T-Server to distribute a request; unless it is refused next, it was
    /// acknowledged and distributed.
    Asked {
        /// The client's number.
        client: u64,
        /// The DN.
        dn: String,
        /// The reference id that the client gave its request to T-Server.
        #[serde(skip_serializing_if = "Option::is_none")]
        tserver_reference: Option<i32>,
        /// The request.
        #[serde(flatten)]
        facts: Facts,
    },
    /// T-Server sent an event of an OCS to clients of a DN.
    Delivered {
        /// The DN.
        dn: String,
        /// The clients' numbers.
        to: Vec<u64>,
        /// The event.
        #[serde(flatten)]
        facts: Facts,
    },
    /// A client registered a DN.
    Registered {
        /// Its number.
        client: u64,
        /// The DN.
        dn: String,
    },
    /// A connection ended.
    Disconnected {
        /// Its number.
        client: u64,
        /// Why.
        reason: String,
    },
    /// A request reached an OCS.
    Request {
        /// The OCS.
        ocs: i32,
        /// The DN.
        dn: String,
        /// What it asks.
        #[serde(serialize_with = "number")]
        message: MessageType,
        /// All of it.
        #[serde(serialize_with = "printed")]
        user_data: KvList,
    },
    /// An OCS ignored a request.
    Ignored {
        /// The OCS.
        ocs: i32,
        /// Why.
        reason: String,
        /// The DN.
        dn: String,
        /// The request.
        #[serde(flatten)]
        facts: Facts,
    },
    /// An OCS sent a message.
    Sent {
        /// The OCS.
        ocs: i32,
        /// What it tells.
        #[serde(serialize_with = "number")]
        message: MessageType,
        /// All of it.
        #[serde(serialize_with = "printed")]
        user_data: KvList,
    },
    /// A campaign group's status changed.
    Status {
        /// The OCS.
        ocs: i32,
        /// The campaign.
        campaign: i32,
        /// The group.
        group: i32,
        /// Its status.
        #[serde(serialize_with = "number")]
        status: GroupStatus,
    },
    /// A record was dialled.
    Dialed {
        /// The OCS.
        ocs: i32,
        /// The campaign.
        campaign: i32,
        /// The group.
        group: i32,
        /// The phone number.
        phone: String,
        /// Which attempt it was, counted from 1.
        attempt: u8,
    },
    /// A dial attempt ended.
    Outcome {
        /// The OCS.
        ocs: i32,
        /// The campaign.
        campaign: i32,
        /// The group.
        group: i32,
        /// The phone number.
        phone: String,
        /// What became of it.
        outcome: Outcome,
    },
    /// A fault was done on demand.
    Fault {
        /// Which.
        kind: &'static str,
        /// The client that it was done to, if it was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        client: Option<u64>,
        /// The OCS that it was done to, if it was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        ocs: Option<i32>,
        /// The message, if it was one.
        #[serde(flatten)]
        facts: Option<Facts>,
    },
    /// Something else worth a line.
    Note {
        /// The line.
        text: String,
    },
}

impl LogEntry {
    /// The same with `****` for phone numbers and customer ids: for a log that others may read.
    #[must_use]
    pub fn masked(&self) -> Self {
        let mut entry = self.clone();
        match &mut entry.what {
            LogEvent::Request { user_data, .. } | LogEvent::Sent { user_data, .. } => {
                *user_data = masked(user_data.view());
            }
            LogEvent::Dialed { phone, .. } | LogEvent::Outcome { phone, .. } => {
                MASK.clone_into(phone);
            }
            LogEvent::Asked { facts, .. }
            | LogEvent::Delivered { facts, .. }
            | LogEvent::Ignored { facts, .. }
            | LogEvent::Fault { facts: Some(facts), .. } => facts.mask(),
            _ => {}
        }
        entry
    }
}

impl fmt::Display for LogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.at.as_millis();
        let (hours, minutes) = (ms / 3_600_000, ms / 60_000 % 60);
        write!(f, "{hours:02}:{minutes:02}:{:02}.{:03} ", ms / 1000 % 60, ms % 1000)?;
        match &self.what {
            LogEvent::Connected { client } => write!(f, "T-Server: client {client} connected"),
            LogEvent::LoggedIn { client, application } => {
                write!(f, "T-Server: client {client} is application '{}'", escape(application))
            }
            LogEvent::Refused { client, code, message, tserver_reference } => {
                write!(f, "T-Server: client {client} refused: {} ({code})", escape(message))?;
                told_reference(f, *tserver_reference)
            }
            LogEvent::Asked { client, dn, tserver_reference, facts } => {
                write!(f, "T-Server: client {client} on DN '{}' sent {facts}", escape(dn))?;
                told_reference(f, *tserver_reference)
            }
            LogEvent::Delivered { dn, to, facts } => {
                write!(f, "T-Server: {facts} on DN '{}' to ", escape(dn))?;
                match &to[..] {
                    [] => f.write_str("no client"),
                    [one] => write!(f, "client {one}"),
                    [first, others @ ..] => {
                        write!(f, "clients {first}")?;
                        others.iter().try_for_each(|other| write!(f, ", {other}"))
                    }
                }
            }
            LogEvent::Registered { client, dn } => {
                write!(f, "T-Server: client {client} registered DN '{}'", escape(dn))
            }
            LogEvent::Disconnected { client, reason } => {
                write!(f, "T-Server: client {client} disconnected: {}", escape(reason))
            }
            LogEvent::Request { ocs, dn, message, user_data } => {
                let dn = escape(dn);
                write!(f, "OCS {ocs} on DN '{dn}' received {message} [{}]", message.number())?;
                indented(f, user_data)
            }
            LogEvent::Ignored { ocs, reason, dn, facts } => {
                let dn = escape(dn);
                write!(f, "OCS {ocs} on DN '{dn}' ignored {facts}: {}", escape(reason))
            }
            LogEvent::Sent { ocs, message, user_data } => {
                write!(f, "OCS {ocs} sent {message} [{}]", message.number())?;
                indented(f, user_data)
            }
            LogEvent::Status { ocs, campaign, group, status } => {
                let number = status.number();
                write!(f, "OCS {ocs}: campaign {campaign}, group {group}: {status} [{number}]")
            }
            LogEvent::Dialed { ocs, campaign, group, phone, attempt } => {
                let phone = escape(phone);
                write!(
                    f,
                    "OCS {ocs}: campaign {campaign}, group {group}: dial {phone}, attempt {attempt}"
                )
            }
            LogEvent::Outcome { ocs, campaign, group, phone, outcome } => {
                let phone = escape(phone);
                write!(f, "OCS {ocs}: campaign {campaign}, group {group}: {phone} {outcome}")
            }
            LogEvent::Fault { kind, client, ocs, facts } => {
                write!(f, "fault on demand: {kind}")?;
                facts.iter().try_for_each(|facts| write!(f, " of {facts}"))?;
                client.iter().try_for_each(|client| write!(f, ", client {client}"))?;
                ocs.iter().try_for_each(|ocs| write!(f, ", OCS {ocs}"))
            }
            LogEvent::Note { text } => f.write_str(&escape(text)),
        }
    }
}

fn told_reference(f: &mut fmt::Formatter<'_>, reference: Option<i32>) -> fmt::Result {
    reference.iter().try_for_each(|reference| write!(f, ", T-Server reference {reference}"))
}

fn indented(f: &mut fmt::Formatter<'_>, user_data: &KvList) -> fmt::Result {
    print(user_data).lines().try_for_each(|line| write!(f, "\n\t{line}"))
}

/// Who is told of every entry.
pub type Observer = Box<dyn FnMut(&LogEntry) + Send>;

/// The last entries, and an observer for all of them.
pub(crate) struct Log {
    last: VecDeque<LogEntry>,
    capacity: usize,
    observer: Option<Observer>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("entries", &self.last.len()).finish_non_exhaustive()
    }
}

impl Log {
    pub const fn new(capacity: usize) -> Self {
        Self { last: VecDeque::new(), capacity, observer: None }
    }

    pub fn observe(&mut self, observer: Option<Observer>) {
        self.observer = observer;
    }

    /// Add an entry; messages are logged by [`Log::traffic`].
    pub fn add(&mut self, at: Duration, what: LogEvent) {
        let entry = LogEntry { at, what };
        if let Some(observer) = &mut self.observer {
            observer(&entry);
        }
        if self.last.len() == self.capacity {
            self.last.pop_front();
        }
        if self.capacity > 0 {
            self.last.push_back(entry);
        }
    }

    /// Add an entry about a message, made only if somebody observes: printing one costs more than answering it.
    pub fn traffic(&mut self, at: Duration, what: impl FnOnce() -> LogEvent) {
        if let Some(observer) = &mut self.observer {
            observer(&LogEntry { at, what: what() });
        }
    }

    /// The same for what may be no message of this API.
    pub fn traffic_if(&mut self, at: Duration, what: impl FnOnce() -> Option<LogEvent>) {
        if let Some(observer) = &mut self.observer
            && let Some(what) = what()
        {
            observer(&LogEntry { at, what });
        }
    }

    pub fn last(&self) -> impl DoubleEndedIterator<Item = &LogEntry> {
        self.last.iter()
    }
}
