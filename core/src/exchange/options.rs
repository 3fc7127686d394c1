//! Options of an exchange and of one call: who asks, how long to wait, what to keep.
//!
//! Owns the values and their defaults. Must not decide with them: `machine` does.

use std::time::Duration;

use super::answer::{Owner, Ticket};
use crate::description::session as options;
use crate::message::{Dbid, Dialect, InvalidRequest};

/// The requester, and its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ExchangeConfig {
    /// DBID of this application.
    pub app_dbid: Dbid,
    /// DBID of the OCS that is asked where a request names none; 0 for every OCS.
    pub ocs_dbid: Dbid,
    /// How user data is written and read.
    pub dialect: Dialect,
    /// Most open requests.
    pub max_open: usize,
    /// Send `GSW_CM_AttrReferenceID`. Where it comes back, it is matched on, and an answer with
    /// another id is nobody's; without it, ids in answers are ignored.
    pub send_reference_id: bool,
    /// Complete the oldest request with an answer that fits several that differ; without it, none.
    pub first_in_first_out: bool,
    /// Accept an answer that has only one of a request's phone number and customer.
    pub partial_echo: bool,
    /// Accept an answer that has a phone number, customer or campaign name that its request does
    /// not have.
    pub added_facts: bool,
    /// The first reference id, above 0; a random one keeps a restarted application's answers apart.
    pub first_reference: i32,
}

impl ExchangeConfig {
    /// With the defaults of the session's options.
    #[must_use]
    pub const fn new(app_dbid: Dbid, ocs_dbid: Dbid) -> Self {
        Self {
            app_dbid,
            ocs_dbid,
            dialect: Dialect::DEFAULT,
            max_open: options::max_open_requests.standard_number() as usize,
            send_reference_id: options::send_reference_id.standard_flag(),
            first_in_first_out: options::first_in_first_out.standard_flag(),
            partial_echo: options::accept_partial_echo.standard_flag(),
            added_facts: options::accept_added_facts.standard_flag(),
            first_reference: 1,
        }
    }
}

/// Timeout, number of answers, and behaviour without a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    /// Until the request is given up.
    pub timeout: Duration,
    /// For a request to every OCS: how many answers complete it; otherwise all that come until the
    /// timeout.
    pub answers: Option<usize>,
    /// Its fate if the connection is lost before the answer.
    pub repeat: Repeat,
    /// It may wait for a connection. Default true; if not, it is refused, or ends as not sent.
    pub hold: bool,
}

/// Fate of a request in flight when the connection is lost.
///
/// One that was not sent yet waits for the next connection, unless [`CallOptions::hold`] says
/// otherwise.
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

    /// The same, with its fate if the connection is lost.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// The same, with whether the packed user data is kept, to be sent later or again.
    #[must_use]
    pub const fn keep(self, keep: Keep) -> Terms {
        Terms { options: self, keep, owner: None }
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

/// On which terms a request is taken; usually made from [`CallOptions`].
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub(crate) options: CallOptions,
    pub(crate) keep: Keep,
    /// Recipient of the outcome, if the caller wants it.
    pub(crate) owner: Option<Owner>,
}

impl From<CallOptions> for Terms {
    fn from(options: CallOptions) -> Self {
        options.keep(Keep::Nothing)
    }
}

/// Reason why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SubmitError {
    /// It breaks a rule of the API.
    #[error(transparent)]
    Invalid(#[from] InvalidRequest),
    /// Too many requests are open.
    #[error("{open} requests are open, max_open is {max}")]
    Full {
        /// Number of open requests.
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
