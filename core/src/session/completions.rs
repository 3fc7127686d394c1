//! The outcomes of many requests, in the order in which they come.

use std::collections::VecDeque;
use std::sync::Arc;

use super::shared::Shared;
use super::state::{Interest, Slot, State};
use super::wait::Wait;
use crate::error::Error;
use crate::exchange::{Answer, CallOptions, Submitted};
use crate::message::Request;

/// The outcome of one request of a [`Completions`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Completion {
    /// The tag that it was submitted with.
    pub tag: u64,
    /// How it ended.
    pub outcome: Result<Answer, Error>,
}

/// Submits requests under tags and hands out their outcomes as they come: what a bulk job needs.
///
/// Any thread may submit, any may take. Dropping it leaves its open requests alone.
#[derive(Debug)]
pub struct Completions {
    shared: Arc<Shared>,
    queue: u64,
}

impl Completions {
    pub(super) fn new(shared: Arc<Shared>) -> Result<Self, Error> {
        shared.check_process()?;
        let mut state = shared.state.lock();
        let queue = state.fresh_id();
        state.queues.insert(queue, VecDeque::new());
        drop(state);
        Ok(Self { shared, queue })
    }

    /// Send a request; its outcome will have that tag, which need not be unique.
    ///
    /// Does not block for an answer.
    ///
    /// # Errors
    /// As [`super::Session::submit`]; there will be no outcome then.
    pub fn submit(&self, tag: u64, request: &Request, wait: Wait) -> Result<(), Error> {
        let options = self.shared.call_options(wait);
        self.submit_with(tag, request, options)
    }

    /// The same, with the number of answers that complete a request to every OCS.
    ///
    /// # Errors
    /// As [`Completions::submit`].
    pub fn submit_with(
        &self,
        tag: u64,
        request: &Request,
        options: CallOptions,
    ) -> Result<(), Error> {
        self.submit_to_withdraw(tag, request, options).map(drop)
    }

    /// The same for a request that may be given up: what comes back is for [`Completions::withdraw`].
    ///
    /// # Errors
    /// As [`Completions::submit`].
    pub fn submit_to_withdraw(
        &self,
        tag: u64,
        request: &Request,
        options: CallOptions,
    ) -> Result<Submitted, Error> {
        self.shared.submit(request, options, Slot::Queue(self.queue, tag))
    }

    /// Give up a request: it may still reach OCS, but will have no outcome. Tells whether it was open.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Forked`].
    pub fn withdraw(&self, submitted: Submitted) -> Result<bool, Error> {
        self.shared.check_process()?;
        let mut state = self.shared.state.lock();
        let open = matches!(state.slots.get(&submitted.ticket), Some(Slot::Queue(queue, _)) if *queue == self.queue);
        if open {
            state.slots.remove(&submitted.ticket);
            state.engine.withdraw(submitted);
        }
        Ok(open)
    }

    /// The next outcome, or `None` if none came in time or none can come any more.
    ///
    /// Blocks up to `wait`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Forked`].
    pub fn next(&self, wait: Wait) -> Result<Option<Completion>, Error> {
        self.shared.check_process()?;
        let take = |state: &mut State| state.queues.get_mut(&self.queue)?.pop_front();
        let deadline = wait.deadline(self.shared.config.request_timeout);
        let next = self.shared.wait_for(Interest::Queue(self.queue), deadline, take);
        Ok(next.map(|(tag, outcome)| Completion {
            tag,
            outcome: outcome.map_err(|failure| self.shared.error(failure)),
        }))
    }
}

impl Drop for Completions {
    fn drop(&mut self) {
        if !self.shared.is_foreign() {
            self.shared.state.lock().queues.remove(&self.queue);
        }
    }
}
