//! The options of an outbox, and of one submit.

use std::time::Duration;

use super::policy::Policy;
use crate::error::{Error, ErrorKind};
use crate::message::Dialect;

/// SQLite counts milliseconds in 31 bits.
const LONGEST_BUSY: Duration = Duration::from_millis(i32::MAX as u64);

/// The options of an outbox; each has a default.
#[derive(Debug, Clone)]
#[must_use]
pub struct OutboxConfig {
    pub(super) dialect: Dialect,
    pub(super) max_entries: u64,
    pub(super) max_bytes: u64,
    pub(super) busy_timeout: Duration,
    pub(super) close_timeout: Duration,
    pub(super) poll_interval: Duration,
    pub(super) request_timeout: Option<Duration>,
    pub(super) policy: Policy,
}

impl Default for OutboxConfig {
    fn default() -> Self {
        Self {
            dialect: Dialect::DEFAULT,
            max_entries: 1_000_000,
            max_bytes: 1 << 30,
            busy_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(2),
            poll_interval: Duration::from_millis(100),
            request_timeout: None,
            policy: Policy::default(),
        }
    }
}

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

    /// Most entries without an outcome. Default 1,000,000.
    pub fn max_entries(mut self, max: u64) -> Self {
        self.max_entries = max;
        self
    }

    /// Most bytes of requests without an outcome. Default 1 GiB.
    pub fn max_bytes(mut self, max: u64) -> Self {
        self.max_bytes = max;
        self
    }

    /// How long a call waits for another process to let go of the file, 24 days at the most. Default 10 seconds.
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout.min(LONGEST_BUSY);
        self
    }

    /// Longest time that dropping an attached outbox waits for requests under way, 24 days at the most. Default 2 seconds.
    pub fn close_timeout(mut self, timeout: Duration) -> Self {
        self.close_timeout = timeout.min(LONGEST_BUSY);
        self
    }

    /// How often the file is looked at for what other processes did, every millisecond at the most. Default 100 ms.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval.clamp(Duration::from_millis(1), LONGEST_BUSY);
        self
    }

    /// How long one attempt waits for an answer. Default: the session's `request_timeout`.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.request_timeout = Some(timeout);
        self
    }

    /// How entries are sent, repeated and given up.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Whether an outbox can be had with these options; [`super::Outbox::open`] asks.
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

    /// For a request to every OCS: how many answers complete it; 0 for all that come in time. Default 1.
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
