//! What an OCS may use while it acts: the time, and where its words and changes go.

use std::time::Duration;

use commdn::kvlist::{KvList, KvRef};
use commdn::message::{Dbid, Dialect, Event, Fields, MessageType};

use crate::journal::{Journal, Mark};
use crate::log::{Happened, Log};

/// Whom a message is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum To {
    /// The DN with that index.
    Dn(usize),
    /// Every DN that the OCS works with.
    EveryDn,
}

/// Why a message is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SaidKind {
    Answer,
    Notification,
}

/// A message of an OCS on its way to T-Server.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub ocs: Dbid,
    pub to: To,
    pub kind: SaidKind,
    pub user_data: KvList,
    /// It leaves when everything up to here is on disk.
    pub after: Mark,
}

/// What surrounds an OCS while it acts.
pub(crate) struct Scene<'a> {
    /// Time on the contact centre's clock.
    pub now: Duration,
    /// That clock's start, seconds since 1970.
    pub epoch: i64,
    pub dialect: &'a Dialect,
    pub said: &'a mut Vec<Said>,
    pub journal: &'a mut Journal,
    pub log: &'a mut Log,
}

impl Scene<'_> {
    /// Send a message.
    pub fn say(
        &mut self,
        ocs: Dbid,
        to: To,
        kind: SaidKind,
        message: MessageType,
        fields: &Fields,
    ) {
        let Ok(event) = Event::build(message, fields, KvRef::EMPTY, self.dialect) else {
            // What fitted in a request fits in its answer but for a few numbers and one text.
            let text = format!("OCS {ocs}: {message} does not fit in a user event and is not sent");
            self.log.add(self.now, Happened::Note { text });
            return;
        };
        let user_data = event.user_data().clone();
        // When it may leave is known when the step is over.
        self.said.push(Said { ocs, to, kind, user_data, after: Mark::default() });
    }

    /// Add a line to the log.
    pub fn note(&mut self, what: Happened) {
        self.log.add(self.now, what);
    }

    /// A time of the calendar on the contact centre's clock; what is past is now.
    pub fn at_utc(&self, seconds: i32) -> Duration {
        let since = i64::from(seconds).saturating_sub(self.epoch);
        u64::try_from(since).map_or(self.now, |since| Duration::from_secs(since).max(self.now))
    }
}
