//! The options of an outbox, and of one submit.

use std::time::Duration;

use super::policy::Policy;
use crate::description::{outbox as rows, outbox_options, settings};
use crate::error::{Error, ErrorKind};
use crate::message::Dialect;

/// The options of an outbox; each has a default.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct OutboxConfig {
    pub(super) settings: OutboxSettings,
    pub(super) dialect: Dialect,
    pub(super) policy: Policy,
}

macro_rules! outbox_settings {
    (Outbox: $($rows:tt)+) => {
        settings! {
            /// What the table of options has a row for.
            OutboxSettings of OutboxConfig;
            $($rows)+
        }
    };
}
outbox_options!(outbox_settings);

impl OutboxConfig {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// What requests are checked against when they are submitted. Default: the default dialect.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// How entries are sent, repeated and given up.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Whether an outbox can be had with these options; `super::Outbox::open` asks.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] names the option and its value.
    pub fn check(&self) -> Result<(), Error> {
        self.policy.check()
    }
}

/// The options of one submit; each has a default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct SubmitOptions {
    pub(super) key: Option<String>,
    pub(super) order: Order,
    pub(super) max_age: Option<Duration>,
    pub(super) max_attempts: Option<u32>,
    pub(super) answers: Option<u32>,
}

/// Which requests wait for each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Order {
    /// Those of one customer: by customer id, else phone; requests of a campaign group by it.
    #[default]
    Customer,
    /// Those submitted under the same text.
    Text(String),
    /// This one waits for none, and none for it.
    None,
}

impl SubmitOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Submitting twice under one key submits once: the second call gives the first one's number.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Requests under the same text are sent one after the other, in order. Default: the
    /// request's customer id, else its phone; for requests without either its campaign and group.
    pub fn order_key(mut self, text: impl Into<String>) -> Self {
        self.order = Order::Text(text.into());
        self
    }

    /// Send it whatever other requests of the same customer wait.
    pub fn unordered(mut self) -> Self {
        self.order = Order::None;
        self
    }

    /// Give it up that long after now. Default: the policy's `max_age`.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.max_age = Some(age);
        self
    }

    /// Give it up after that many attempts, 1 at least. Default: the policy's `max_attempts`.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// For a request to every OCS: how many answers complete it; 0 for all that come in time.
    /// Default 1.
    pub fn answers(mut self, answers: u32) -> Self {
        self.answers = Some(answers);
        self
    }

    /// Whether an entry can be submitted with them; submitting asks.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.max_attempts == Some(0) {
            let text = "max_attempts is 0: the request would not be sent";
            return Err(Error::new(ErrorKind::InvalidArgument, text));
        }
        let order = match &self.order {
            Order::Text(text) => Some(text),
            _ => None,
        };
        for (name, text) in [("key", self.key.as_ref()), ("order_key", order)] {
            if text.is_some_and(|text| text.contains('\0')) {
                let text = format!("{name} contains a NUL byte");
                return Err(Error::new(ErrorKind::InvalidArgument, text));
            }
        }
        Ok(())
    }
}
