//! How entries are sent, repeated and given up: the rules, without a clock.

use std::time::Duration;

use super::random::Dice;
use super::types::{OutcomeKind, Timestamp};
use crate::delays;
use crate::error::{Error, ErrorKind};
use crate::exchange::Answer;
use crate::message::CmError;

/// A third of the lease is the time between two beats, which another process must be able to see.
const SHORTEST_LEASE: Duration = Duration::from_millis(30);

/// How entries are sent, repeated and given up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Policy {
    pub(super) window: usize,
    pub(super) max_attempts: u32,
    pub(super) max_age: Option<Duration>,
    pub(super) first_backoff: Duration,
    pub(super) max_backoff: Duration,
    pub(super) lease: Duration,
    pub(super) keep_answers: bool,
    pub(super) retryable_refusals: Vec<CmError>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            window: 256,
            max_attempts: 100,
            max_age: Some(Duration::from_secs(7 * 24 * 3600)),
            first_backoff: Duration::from_secs(1),
            max_backoff: Duration::from_secs(300),
            lease: Duration::from_secs(15),
            keep_answers: true,
            retryable_refusals: Vec::new(),
        }
    }
}

impl Policy {
    /// Most requests under way at a time, 1 at least. Default 256.
    pub fn window(mut self, window: usize) -> Self {
        self.window = window;
        self
    }

    /// Attempts after which an entry is given up, where its submit said nothing else. Default 100,
    /// which with the default backoff is eight hours of silence. Time without a connection costs none.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Age at which an entry is given up, where its submit said nothing else. Default 7 days; `None` for never.
    pub fn max_age(mut self, age: Option<Duration>) -> Self {
        self.max_age = age;
        self
    }

    /// The pause after a failed attempt: `first`, then twice as long each time, up to `max`, the
    /// last half of it by chance. Default 1 second to 5 minutes.
    ///
    /// Both are above 0, and `first` is not longer than `max`. No pause is shorter than [`delays::FLOOR`].
    pub fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = max;
        self
    }

    /// How long a process may be silent before another one takes its claims over, 30 milliseconds at least.
    /// Default 15 seconds.
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Whether entries can be sent by it; it is asked when an outbox is opened.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] names the option and its value.
    pub fn check(&self) -> Result<(), Error> {
        let refused = |text| Err(Error::new(ErrorKind::InvalidArgument, text));
        if self.window == 0 {
            return refused("window is 0: nothing would be sent".to_owned());
        }
        if self.max_attempts == 0 {
            return refused("max_attempts is 0: nothing would be sent".to_owned());
        }
        if self.lease < SHORTEST_LEASE {
            return refused(format!("lease {:?} is under {SHORTEST_LEASE:?}", self.lease));
        }
        delays::check(
            ("the first backoff", self.first_backoff),
            ("the longest backoff", self.max_backoff),
        )
    }

    /// Keep the events that acknowledge. Default true; refusals are always kept.
    pub fn keep_answers(mut self, keep: bool) -> Self {
        self.keep_answers = keep;
        self
    }

    /// Refusals of OCS after which the same request may do better later. Default none: a refusal is final.
    pub fn retryable_refusals(mut self, codes: impl IntoIterator<Item = CmError>) -> Self {
        self.retryable_refusals = codes.into_iter().collect();
        self
    }

    /// The pause before the attempt after `attempts` failed ones, in milliseconds.
    pub(super) fn pause_ms(&self, attempts: u32, dice: &mut Dice) -> u64 {
        let doublings = attempts.saturating_sub(1).min(40);
        let full = millis(self.first_backoff).saturating_mul(1 << doublings);
        let full = full.min(millis(self.max_backoff));
        (full - dice.up_to(full / 2)).max(millis(delays::FLOOR))
    }
}

/// Whole milliseconds; more than fit are for ever.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX >> 2).min(u64::MAX >> 2)
}

/// What is recorded of an attempt.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The entry has ended.
    Finish(Ending),
    /// It is tried again then.
    Retry(Timestamp),
    /// It was not sent: it waits again, and the attempt does not count.
    Release(Timestamp),
}

/// The outcome of an entry.
#[derive(Debug)]
pub(super) struct Ending {
    pub kind: OutcomeKind,
    pub answer: Option<Answer>,
    pub error: Option<Error>,
}

impl Ending {
    pub fn failed(kind: OutcomeKind, error: Error) -> Self {
        Self { kind, answer: None, error: Some(error) }
    }
}

/// What is known of an entry when its attempt ends.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// Attempts with this one.
    pub number: u32,
    pub max_attempts: u32,
    pub expires: Option<Timestamp>,
    /// For a request to every OCS: how many answers were asked for; `None` for all that come in time.
    pub answers: Option<usize>,
    /// Of a request that may not be repeated: how its unknown outcome is settled.
    pub settled_by: Option<Box<str>>,
}

impl Attempt {
    /// What follows from how an attempt ended.
    pub fn judge(
        &self,
        result: Result<Answer, Error>,
        now: Timestamp,
        policy: &Policy,
        dice: &mut Dice,
    ) -> Verdict {
        let error = match result.and_then(|answer| self.complete(answer)) {
            Ok(answer) => {
                let kind = OutcomeKind::Acknowledged;
                return Verdict::Finish(Ending { kind, answer: Some(answer), error: None });
            }
            Err(error) => error,
        };
        match error.kind() {
            ErrorKind::OcsRefused => {
                let retryable =
                    error.ocs_error().is_some_and(|code| policy.retryable_refusals.contains(&code));
                if retryable {
                    self.again(error, now, policy, dice)
                } else {
                    Verdict::Finish(Ending::failed(OutcomeKind::Refused, error))
                }
            }
            // It can never be sent as it is.
            ErrorKind::InvalidRequest | ErrorKind::InvalidArgument | ErrorKind::InvalidList => {
                Verdict::Finish(Ending::failed(OutcomeKind::Refused, error))
            }
            // T-Server did not distribute it; the session says that repeating is safe.
            ErrorKind::TServerRefused | ErrorKind::Disconnected => {
                self.again(error, now, policy, dice)
            }
            _ => match &self.settled_by {
                None => self.again(error, now, policy, dice),
                Some(query) => Verdict::Finish(unknown(&error.to_string(), query)),
            },
        }
    }

    /// An answer of every OCS that was asked for, or why it is none: one has refused, or is silent.
    fn complete(&self, answer: Answer) -> Result<Answer, Error> {
        if let Some(refusal) = answer.others.iter().find(|event| event.is_refusal()) {
            return Err(Error::refused(refusal.clone()));
        }
        let (came, wanted) = (answer.events().count(), self.answers.unwrap_or(1));
        if came < wanted {
            let text = format!("{came} of the {wanted} OCS that were to answer did in time");
            return Err(Error::new(ErrorKind::NoAnswer, text));
        }
        Ok(answer)
    }

    /// Try again later, unless it was tried often enough or grows too old until then.
    fn again(&self, error: Error, now: Timestamp, policy: &Policy, dice: &mut Dice) -> Verdict {
        if self.number >= self.max_attempts {
            let text = format!("given up after {} attempts; the last: {error}", self.number);
            let error = Error::restored(error.kind(), text, error.code(), error.event().cloned());
            return Verdict::Finish(Ending::failed(OutcomeKind::GaveUp, error));
        }
        let next = now.saturating_add(policy.pause_ms(self.number, dice));
        match self.expires {
            Some(expires) if next >= expires => {
                let text =
                    format!("too old for another attempt after {}; the last: {error}", self.number);
                let error =
                    Error::restored(error.kind(), text, error.code(), error.event().cloned());
                Verdict::Finish(Ending::failed(OutcomeKind::Expired, error))
            }
            _ => Verdict::Retry(next),
        }
    }
}

/// The outcome of a request that may not be repeated and whose answer is lost.
pub(super) fn unknown(why: &str, settled_by: &str) -> Ending {
    let text = format!("{why}; {settled_by}");
    Ending::failed(OutcomeKind::Unknown, Error::new(ErrorKind::OutcomeUnknown, text))
}

/// The outcome of an entry that grew too old before it was sent.
pub(super) fn expired(attempts: u32) -> Ending {
    let text = format!("it grew too old; it was sent {attempts} times");
    Ending::failed(OutcomeKind::Expired, Error::new(ErrorKind::NoAnswer, text))
}
