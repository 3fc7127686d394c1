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

use crate::ocs::Outcome;

/// One thing that happened, and when on the contact centre's clock.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogEntry {
    /// Time since the start of the contact centre's clock.
    #[serde(serialize_with = "seconds")]
    pub at: Duration,
    /// What happened.
    #[serde(flatten)]
    pub what: Happened,
}

fn seconds<S: serde::Serializer>(at: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(at.as_secs_f64())
}

fn number<S: serde::Serializer, E: OpenEnum>(value: &E, serializer: S) -> Result<S::Ok, S::Error> {
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
pub enum Happened {
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
    },
    /// An OCS sent a message.
    Said {
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
            Happened::Request { user_data, .. } | Happened::Said { user_data, .. } => {
                *user_data = masked(user_data.view());
            }
            Happened::Dialed { phone, .. } | Happened::Outcome { phone, .. } => {
                MASK.clone_into(phone);
            }
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
            Happened::Connected { client } => write!(f, "T-Server: client {client} connected"),
            Happened::LoggedIn { client, application } => {
                write!(f, "T-Server: client {client} is application '{}'", escape(application))
            }
            Happened::Refused { client, code, message } => {
                write!(f, "T-Server: client {client} refused: {} ({code})", escape(message))
            }
            Happened::Registered { client, dn } => {
                write!(f, "T-Server: client {client} registered DN '{}'", escape(dn))
            }
            Happened::Disconnected { client, reason } => {
                write!(f, "T-Server: client {client} disconnected: {}", escape(reason))
            }
            Happened::Request { ocs, dn, message, user_data } => {
                let dn = escape(dn);
                write!(f, "OCS {ocs} on DN '{dn}' received {message} [{}]", message.number())?;
                indented(f, user_data)
            }
            Happened::Ignored { ocs, reason } => {
                write!(f, "OCS {ocs} ignored a request: {}", escape(reason))
            }
            Happened::Said { ocs, message, user_data } => {
                write!(f, "OCS {ocs} sent {message} [{}]", message.number())?;
                indented(f, user_data)
            }
            Happened::Status { ocs, campaign, group, status } => {
                let number = status.number();
                write!(f, "OCS {ocs}: campaign {campaign}, group {group}: {status} [{number}]")
            }
            Happened::Dialed { ocs, campaign, group, phone, attempt } => {
                let phone = escape(phone);
                write!(
                    f,
                    "OCS {ocs}: campaign {campaign}, group {group}: dial {phone}, attempt {attempt}"
                )
            }
            Happened::Outcome { ocs, campaign, group, phone, outcome } => {
                let phone = escape(phone);
                write!(f, "OCS {ocs}: campaign {campaign}, group {group}: {phone} {outcome}")
            }
            Happened::Fault { kind } => write!(f, "fault on demand: {kind}"),
            Happened::Note { text } => f.write_str(&escape(text)),
        }
    }
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
    pub fn add(&mut self, at: Duration, what: Happened) {
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
    pub fn traffic(&mut self, at: Duration, what: impl FnOnce() -> Happened) {
        if let Some(observer) = &mut self.observer {
            observer(&LogEntry { at, what: what() });
        }
    }

    pub fn last(&self) -> impl DoubleEndedIterator<Item = &LogEntry> {
        self.last.iter()
    }
}
