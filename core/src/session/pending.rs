//! A request on its way.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::shared::Shared;
use super::state::{Interest, Outcome, State};
use super::wait::{LONGEST, Wait, Waiting};
use crate::error::{Error, ErrorKind};
use crate::exchange::{Answer, Submitted};

/// A request whose outcome can be waited for, polled, or left alone.
///
/// Dropping it gives the request up: it may still reach OCS, but nobody hears of it.
#[derive(Debug)]
pub struct Pending {
    shared: Arc<Shared>,
    submitted: Submitted,
    taken: bool,
}

impl Pending {
    pub(super) fn new(shared: Arc<Shared>, submitted: Submitted) -> Self {
        Self { shared, submitted, taken: false }
    }

    /// The reference id that the request was sent with.
    #[must_use]
    pub fn reference_id(&self) -> i32 {
        self.submitted.reference
    }

    /// Wait for the outcome.
    ///
    /// Blocks up to `wait`, and no longer than until the request's own deadline.
    ///
    /// # Errors
    /// [`ErrorKind::WaitTimeout`] if `wait` is over first: the request goes on, wait again.
    /// Otherwise why the request failed. [`ErrorKind::InvalidArgument`] once the outcome was taken.
    pub fn wait(&mut self, wait: Wait) -> Result<Answer, Error> {
        self.wait_within(wait.begin(self.shared.config.request_timeout))
    }

    fn wait_within(&mut self, waiting: Waiting) -> Result<Answer, Error> {
        self.shared.check_process()?;
        if self.taken {
            let text = "the outcome of this request was taken before";
            return Err(Error::new(ErrorKind::InvalidArgument, text));
        }
        let ticket = self.submitted.ticket;
        let take = |state: &mut State| state.ended.remove(&ticket);
        match self.shared.wait_for(Interest::Outcome(ticket), waiting, take) {
            Some(outcome) => {
                self.taken = true;
                self.settle(outcome)
            }
            None => {
                let over = self.shared.state.lock().engine.unusable();
                let text = "the request is still open";
                Err(over.unwrap_or_else(|| Error::new(ErrorKind::WaitTimeout, text)))
            }
        }
    }

    /// The outcome, if it is there; does not block.
    pub fn poll(&mut self) -> Option<Result<Answer, Error>> {
        match self.wait(Wait::No) {
            Err(error) if error.kind() == ErrorKind::WaitTimeout => None,
            outcome => Some(outcome),
        }
    }

    /// Wait until the request has ended; it does so at its own deadline at the latest.
    ///
    /// For the thread that has submitted it at `now`.
    pub(super) fn finish(mut self, now: Instant) -> Result<Answer, Error> {
        self.wait_within(Waiting::since(now, LONGEST))
    }

    fn settle(&self, outcome: Outcome) -> Result<Answer, Error> {
        outcome.map_err(|failure| self.shared.error(failure))
    }

    /// Whether the outcome is there, within `wait`; does not take it.
    ///
    /// # Errors
    /// [`ErrorKind::Forked`].
    pub fn is_done(&self, wait: Duration) -> Result<bool, Error> {
        self.shared.check_process()?;
        let ticket = self.submitted.ticket;
        let take = |state: &mut State| (!state.waited.contains(&ticket)).then_some(());
        let waiting = Wait::For(wait).begin(Duration::ZERO);
        Ok(self.shared.wait_for(Interest::Outcome(ticket), waiting, take).is_some())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.taken || self.shared.is_foreign() {
            return;
        }
        let mut state = self.shared.state.lock();
        state.waited.remove(&self.submitted.ticket);
        state.ended.remove(&self.submitted.ticket);
        state.engine.withdraw(self.submitted);
    }
}
