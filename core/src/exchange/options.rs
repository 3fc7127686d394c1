//! What an exchange is told: who asks, how long to wait, what to keep.

use std::time::Duration;

use super::answer::{Owner, Ticket};
use crate::message::{Dbid, Dialect, InvalidRequest};

/// Who asks, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExchangeConfig {
    /// DBID of this application.
    pub app_dbid: Dbid,
    /// DBID of the OCS that is asked where a request names none; 0 for every OCS.
    pub ocs_dbid: Dbid,
    /// How user data is written and read.
    pub dialect: Dialect,
    /// Most open requests. Default 131,072.
    pub max_open: usize,
    /// Send `GSW_CM_AttrReferenceID`. Default true; where it comes back, it is matched on, and an answer with another
    /// id is nobody's. If not, ids in answers are not looked at.
    pub send_reference_id: bool,
    /// Complete the oldest request with an answer that fits several that differ. Default false: none.
    pub first_in_first_out: bool,
    /// Accept an answer that tells only one of a request's phone number and customer. Default false: an
    /// answer that tells either tells both.
    pub partial_echo: bool,
    /// Accept an answer that tells a phone number, customer or campaign name that its request does not have. Default
    /// false: it is another request's, or nobody's.
    pub added_facts: bool,
    /// The first reference id, above 0; a random one keeps a restarted application's answers apart.
    pub first_reference: i32,
}

impl ExchangeConfig {
    /// With the defaults.
    #[must_use]
    pub const fn new(app_dbid: Dbid, ocs_dbid: Dbid) -> Self {
        Self {
            app_dbid,
            ocs_dbid,
            dialect: Dialect::DEFAULT,
            max_open: 131_072,
            send_reference_id: true,
            first_in_first_out: false,
            partial_echo: false,
            added_facts: false,
            first_reference: 1,
        }
    }
}

/// How long to wait, and for how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    /// Until the request is given up.
    pub timeout: Duration,
    /// For a request to every OCS: how many answers complete it; otherwise all that come until the timeout.
    pub answers: Option<usize>,
    /// What becomes of it when the connection is lost before it is answered.
    pub repeat: Repeat,
    /// It may wait for a connection. Default true; if not, it is refused, or ends as not sent.
    pub hold: bool,
}

/// What becomes of a request that is on its way when the connection is lost.
///
/// One that was not sent yet waits for the next connection, unless [`CallOptions::hold`] says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Repeat {
    /// It is sent again on the next connection if OCS may safely see it twice (do-not-call, cancel,
    /// status); otherwise it ends, and its outcome is unknown.
    #[default]
    WhenSafe,
    /// It ends.
    Never,
}

impl CallOptions {
    /// One answer within `timeout`.
    #[must_use]
    pub const fn within(timeout: Duration) -> Self {
        Self { timeout, answers: Some(1), repeat: Repeat::WhenSafe, hold: true }
    }

    /// The same, for that many answers; `None` for all that come until the timeout.
    #[must_use]
    pub const fn answers(mut self, answers: Option<usize>) -> Self {
        self.answers = answers;
        self
    }

    /// The same, with what becomes of it when the connection is lost.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// The same, with whether it may wait for a connection.
    #[must_use]
    pub const fn hold(mut self, hold: bool) -> Self {
        self.hold = hold;
        self
    }
}

/// Whether a request's packed user data is kept while it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Keep {
    /// No: it is on its way, and will not be sent again.
    #[default]
    Nothing,
    /// If it may be sent again on another connection: it is on its way.
    ForRepeat,
    /// Yes: it waits to be sent, see [`super::Exchange::send`].
    Unsent,
}

/// On which terms a request is taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub options: CallOptions,
    pub keep: Keep,
    /// Whom the outcome is for, if the caller wants to be told.
    pub owner: Option<Owner>,
}

/// Why a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// It breaks a rule of the API.
    #[error(transparent)]
    Invalid(#[from] InvalidRequest),
    /// Too many requests are open.
    #[error("{open} requests are open, max_open is {max}")]
    Full {
        /// How many are open.
        open: usize,
        /// The limit.
        max: usize,
    },
}

/// A request that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Submitted {
    /// Its name.
    pub ticket: Ticket,
    /// The reference id to send it with.
    pub reference: i32,
}
