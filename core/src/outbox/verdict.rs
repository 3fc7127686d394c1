//! Verdict on an attempt: its entry ends, is sent again, or waits unchanged.
//!
//! Owns that decision and the pause before the next attempt. Must not know a clock: the time is an
//! argument.

use std::time::Duration;

use super::policy::Policy;
use super::types::{OutcomeKind, Timestamp};
use crate::delays;
use crate::error::{Error, ErrorKind};
use crate::exchange::Answer;

/// Whole milliseconds; more than fit are for ever.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX >> 2).min(u64::MAX >> 2)
}

impl Policy {
    /// The pause before the attempt after `attempts` failed ones, in milliseconds.
    pub(super) fn pause_ms(&self, attempts: u32, rng: &mut fastrand::Rng) -> u64 {
        let doublings = attempts.saturating_sub(1).min(40);
        let full = millis(self.first_backoff).saturating_mul(1 << doublings);
        let full = full.min(millis(self.max_backoff));
        (full - rng.u64(..=full / 2)).max(millis(delays::FLOOR))
    }
}

/// Record of an attempt.
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

/// State of an entry when its attempt ends.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    /// Attempts with this one.
    pub number: u32,
    pub max_attempts: u32,
    pub expires: Option<Timestamp>,
    /// For a request to every OCS: how many answers were asked for; `None` for all that come in
    /// time.
    pub answers: Option<usize>,
    /// Of a request that may not be repeated: how its unknown outcome is settled.
    pub settled_by: Option<Box<str>>,
}

impl Attempt {
    /// Consequence of an attempt's result.
    pub fn judge(
        &self,
        result: Result<Answer, Error>,
        now: Timestamp,
        policy: &Policy,
        rng: &mut fastrand::Rng,
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
                    self.again(error, now, policy, rng)
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
                self.again(error, now, policy, rng)
            }
            _ => match &self.settled_by {
                None => self.again(error, now, policy, rng),
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
    fn again(
        &self,
        error: Error,
        now: Timestamp,
        policy: &Policy,
        rng: &mut fastrand::Rng,
    ) -> Verdict {
        if self.number >= self.max_attempts {
            let text = format!("given up after {} attempts; the last: {error}", self.number);
            let error = Error::restored(error.kind(), text, error.code(), error.event().cloned());
            return Verdict::Finish(Ending::failed(OutcomeKind::GaveUp, error));
        }
        let next = now.saturating_add(policy.pause_ms(self.number, rng));
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
