//! Pending request: can be waited for, polled, or dropped.
//!
//! Must not decide who reads from the connection: the reader does.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::shared::Shared;
use super::state::{Interest, Outcome, State};
use super::wait::{Wait, Waiting};
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
        let waiting = wait.begin(self.shared.config.settings.request_timeout);
        let still_open = || Error::new(ErrorKind::WaitTimeout, "the request is still open");
        self.wait_within(waiting)?.ok_or_else(still_open)
    }

    /// The answer; `None` if the request is still open.
    fn wait_within(&mut self, waiting: Waiting) -> Result<Option<Answer>, Error> {
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
                self.settle(outcome).map(Some)
            }
            None => self.shared.state.lock().engine.unusable().map_or(Ok(None), Err),
        }
    }

    /// The outcome, if it is there; does not block.
    pub fn poll(&mut self) -> Option<Result<Answer, Error>> {
        match self.wait(Wait::No) {
            Err(error) if error.kind() == ErrorKind::WaitTimeout => None,
            outcome => Some(outcome),
        }
    }

    /// Wait until the request has ended, which it does at its own deadline at the latest; `look_up`
    /// is called whenever a `slice` of the wait is over, and ends it with an error.
    ///
    /// For the thread that has submitted it at `began`.
    pub(super) fn finish<E: From<Error>>(
        mut self,
        mut began: Instant,
        slice: Duration,
        mut look_up: impl FnMut() -> Result<(), E>,
    ) -> Result<Answer, E> {
        loop {
            if let Some(answer) = self.wait_within(Waiting::since(began, slice))? {
                return Ok(answer);
            }
            look_up()?;
            began = Instant::now();
        }
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
