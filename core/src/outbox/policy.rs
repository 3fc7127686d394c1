//! Policy: the rules of sending, repeating and giving up entries, without a clock.

use std::time::Duration;

use crate::delays;
use crate::description::{outbox::policy as rows, policy_options, settings};
use crate::error::{Error, ErrorKind};
use crate::message::CmError;

/// A third of the lease is the time between two beats, which another process must be able to see.
const SHORTEST_LEASE: Duration = Duration::from_millis(30);

/// Rules for sending, repeating and giving up entries.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Policy {
    pub(super) settings: PolicySettings,
    pub(super) first_backoff: Duration,
    pub(super) max_backoff: Duration,
    pub(super) retryable_refusals: Vec<CmError>,
}

macro_rules! policy_settings {
    (Policy: $($rows:tt)+) => {
        settings! {
            /// What the table of options has a row for.
            PolicySettings of Policy;
            $($rows)+
        }
    };
}
policy_options!(policy_settings);

impl Default for Policy {
    fn default() -> Self {
        Self {
            settings: PolicySettings::default(),
            first_backoff: rows::composed::first_backoff.standard_time(),
            max_backoff: rows::composed::max_backoff.standard_time(),
            retryable_refusals: Vec::new(),
        }
    }
}

impl Policy {
    /// The pause after a failed attempt: `first`, then twice as long each time, up to `max`, the
    /// last half of it by chance. Default 1 second to 5 minutes.
    ///
    /// Both are above 0, and `first` is not longer than `max`. No pause is shorter than
    /// [`delays::FLOOR`].
    pub fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = max;
        self
    }

    /// Whether entries can be sent by it; it is asked when an outbox is opened.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] names the option and its value.
    pub fn check(&self) -> Result<(), Error> {
        let refused = |text| Err(Error::new(ErrorKind::InvalidArgument, text));
        if self.settings.window == 0 {
            return refused("window is 0: nothing would be sent".to_owned());
        }
        if self.settings.max_attempts == 0 {
            return refused("max_attempts is 0: nothing would be sent".to_owned());
        }
        if self.settings.lease < SHORTEST_LEASE {
            return refused(format!("lease {:?} is under {SHORTEST_LEASE:?}", self.settings.lease));
        }
        delays::check(
            ("the first backoff", self.first_backoff),
            ("the longest backoff", self.max_backoff),
        )
    }

    /// Refusals of OCS after which the same request may do better later. Default none: a refusal is
    /// final.
    pub fn retryable_refusals(mut self, codes: impl IntoIterator<Item = CmError>) -> Self {
        self.retryable_refusals = codes.into_iter().collect();
        self
    }

    /// The most requests under way at a time.
    pub(super) fn window_size(&self) -> usize {
        self.settings.window as usize
    }
}
