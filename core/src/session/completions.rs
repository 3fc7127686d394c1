//! The outcomes of many requests, in the order in which they come.

use std::collections::VecDeque;
use std::sync::Arc;

use super::shared::Shared;
use super::state::{Interest, Outcome, Slot, State};
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
        self.shared.submit(request, options, Slot::Queue(self.queue, tag), false)
    }

    /// Send requests under their tags, in one piece: cheaper than one by one.
    ///
    /// Does not block for an answer. Tells how many were taken: fewer than all if one was refused, and that
    /// one and those after it are not sent; submit it again to learn why.
    ///
    /// # Errors
    /// As [`Completions::submit`], if the first one was refused.
    pub fn submit_many(
        &self,
        requests: &[(u64, &Request)],
        options: CallOptions,
    ) -> Result<usize, Error> {
        self.shared.submit_many(requests, options, self.queue, &mut Vec::new())
    }

    /// The same for requests that may be given up: what is appended to `out`, one for each that was taken, is for
    /// [`Completions::withdraw`].
    ///
    /// # Errors
    /// As [`Completions::submit_many`].
    pub fn submit_many_to_withdraw(
        &self,
        requests: &[(u64, &Request)],
        options: CallOptions,
        out: &mut Vec<Submitted>,
    ) -> Result<usize, Error> {
        self.shared.submit_many(requests, options, self.queue, out)
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
        Ok(next.map(|(tag, outcome)| self.completion(tag, outcome)))
    }

    /// Append the outcomes that are there to `out`, at most `limit`: cheaper than one by one. Tells how many.
    ///
    /// Blocks up to `wait` for the first one; 0 if none came in time or none can come any more.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Forked`].
    pub fn take(
        &self,
        out: &mut Vec<Completion>,
        limit: usize,
        wait: Wait,
    ) -> Result<usize, Error> {
        self.shared.check_process()?;
        let take = |state: &mut State| {
            let queue = state.queues.get_mut(&self.queue)?;
            let count = queue.len().min(limit);
            (count > 0).then(|| queue.drain(..count).collect::<Vec<_>>())
        };
        let deadline = wait.deadline(self.shared.config.request_timeout);
        let taken = self.shared.wait_for(Interest::Queue(self.queue), deadline, take);
        let taken = taken.unwrap_or_default();
        let count = taken.len();
        out.extend(taken.into_iter().map(|(tag, outcome)| self.completion(tag, outcome)));
        Ok(count)
    }

    fn completion(&self, tag: u64, outcome: Outcome) -> Completion {
        Completion { tag, outcome: outcome.map_err(|failure| self.shared.error(failure)) }
    }
}

impl Drop for Completions {
    fn drop(&mut self) {
        if !self.shared.is_foreign() {
            self.shared.state.lock().queues.remove(&self.queue);
        }
    }
}
