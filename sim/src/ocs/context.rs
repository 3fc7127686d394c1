//! Context of one step of an OCS: the time, and where its messages, changes and log lines go.
//!
//! Owns the outgoing message and its addressing. Must not decide what an OCS does: that is the
//! business of the files that are handed a context.

use std::time::Duration;

use commdn::kvlist::{KvList, KvRef};
use commdn::message::{Dbid, Dialect, Event, Fields, MessageType};

use crate::journal::{Journal, Mark};
use crate::log::{Log, LogEvent};

/// Addressee of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The DN with that index.
    Dn(usize),
    /// Every DN that the OCS works with.
    EveryDn,
}

/// Why a message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutgoingKind {
    Answer,
    Notification,
}

/// A message of an OCS on its way to T-Server.
#[derive(Debug, Clone)]
pub(crate) struct OutgoingMessage {
    pub ocs: Dbid,
    pub to: Destination,
    pub kind: OutgoingKind,
    /// The number of the request that it answers, while somebody observes.
    pub request: Option<u64>,
    pub user_data: KvList,
    /// It leaves when everything up to here is on disk.
    pub after: Mark,
}

/// Time and outputs of the step that an OCS is in.
pub(crate) struct OcsContext<'a> {
    /// Time on the contact centre's clock.
    pub now: Duration,
    /// That clock's start, seconds since 1970.
    pub epoch: i64,
    pub dialect: &'a Dialect,
    pub outgoing: &'a mut Vec<OutgoingMessage>,
    pub journal: &'a mut Journal,
    pub log: &'a mut Log,
}

impl OcsContext<'_> {
    /// Send a message.
    pub fn send(
        &mut self,
        ocs: Dbid,
        to: Destination,
        kind: OutgoingKind,
        message: MessageType,
        fields: &Fields,
    ) {
        let Ok(event) = Event::build(message, fields, KvRef::EMPTY, self.dialect) else {
            // What fitted in a request fits in its answer but for a few numbers and one text.
            let text = format!("OCS {ocs}: {message} does not fit in a user event and is not sent");
            self.log.add(self.now, LogEvent::Note { text });
            return;
        };
        let user_data = event.user_data().clone();
        // When it may leave is known when the step is over.
        let (request, after) = (None, Mark::default());
        self.outgoing.push(OutgoingMessage { ocs, to, kind, request, user_data, after });
    }

    /// Add a line to the log.
    pub fn note(&mut self, what: LogEvent) {
        self.log.add(self.now, what);
    }

    /// A time of the calendar on the contact centre's clock; what is past is now.
    pub fn at_utc(&self, seconds: i32) -> Duration {
        let since = i64::from(seconds).saturating_sub(self.epoch);
        u64::try_from(since).map_or(self.now, |since| Duration::from_secs(since).max(self.now))
    }
}
