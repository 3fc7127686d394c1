//! Completions: one queue for the outcomes of many requests, in the order in which they come.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::Instant;

use super::shared::Shared;
use super::state::{Interest, Outcome, Queue, State};
use super::wait::Wait;
use crate::error::Error;
use crate::exchange::{Answer, CallOptions, Owner, Submitted};
use crate::message::Request;
use commdn_rt::sync::Mutex;

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
    queue: NonZeroU64,
    /// Empty; kept for its memory.
    spare: Mutex<Queue>,
}

/// Outcomes that memory is kept for.
const SPARE: usize = 1_024;

impl Completions {
    pub(super) fn new(shared: Arc<Shared>) -> Result<Self, Error> {
        shared.check_process()?;
        let mut state = shared.state.lock();
        let queue = state.fresh_id();
        state.queues.insert(queue, Queue::new());
        drop(state);
        Ok(Self { shared, queue, spare: Mutex::default() })
    }

    /// Send a request; its outcome will have that tag, which need not be unique.
    ///
    /// Does not block for an answer.
    ///
    /// # Errors
    /// As [`super::Session::submit`]; there will be no outcome then.
    pub fn submit(&self, tag: u64, request: &Request, wait: Wait) -> Result<(), Error> {
        let options = self.shared.call_options(wait);
        self.submit_with(tag, request, options).map(drop)
    }

    /// The same, with the number of answers that complete a request to every OCS. What comes back
    /// is for [`Completions::withdraw`], and may be dropped.
    ///
    /// # Errors
    /// As [`Completions::submit`].
    pub fn submit_with(
        &self,
        tag: u64,
        request: &Request,
        options: CallOptions,
    ) -> Result<Submitted, Error> {
        let owner = Some(Owner { queue: self.queue, tag });
        self.shared.submit(request, options, owner, Instant::now(), false)
    }

    /// Send requests under their tags, in one piece: cheaper than one by one.
    ///
    /// Does not block for an answer. Tells how many were taken: fewer than all if one was refused,
    /// and that one and those after it are not sent; submit it again to learn why. What is appended
    /// to `out`, one for each that was taken, is for [`Completions::withdraw`].
    ///
    /// # Errors
    /// As [`Completions::submit`], if the first one was refused.
    pub fn submit_many(
        &self,
        requests: &[(u64, &Request)],
        options: CallOptions,
        out: &mut Vec<Submitted>,
    ) -> Result<usize, Error> {
        self.shared.submit_many(requests, options, self.queue, out)
    }

    /// Give up a request: it may still reach OCS, but will have no outcome. Tells whether it was
    /// open.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Forked`].
    pub fn withdraw(&self, submitted: Submitted) -> Result<bool, Error> {
        self.shared.check_process()?;
        let mut state = self.shared.state.lock();
        let owner = state.engine.owner(submitted);
        let own = owner.is_some_and(|owner| owner.queue == self.queue);
        Ok(own && state.engine.withdraw(submitted))
    }

    /// Whether the session is over: what has an outcome can be taken, and nothing else comes.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.shared.is_over()
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
        let waiting = wait.begin(self.shared.config.settings.request_timeout);
        let next = self.shared.wait_for(Interest::Queue(self.queue), waiting, take);
        Ok(next.map(|(tag, outcome)| self.completion(tag, outcome)))
    }

    /// Append the outcomes that are there to `out`, at most `limit`: cheaper than one by one. Tells
    /// how many.
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
        // The whole queue is swapped for an empty one with room, and is read without the lock.
        let mut taken = std::mem::take(&mut *self.spare.lock());
        let take = |state: &mut State| {
            let queue = state.queues.get_mut(&self.queue)?;
            match queue.len() {
                0 => return None,
                len if len <= limit => std::mem::swap(queue, &mut taken),
                _ if limit == 0 => return None,
                _ => taken.extend(queue.drain(..limit)),
            }
            Some(())
        };
        let waiting = wait.begin(self.shared.config.settings.request_timeout);
        self.shared.wait_for(Interest::Queue(self.queue), waiting, take);
        let count = taken.len();
        out.extend(taken.drain(..).map(|(tag, outcome)| self.completion(tag, outcome)));
        if taken.capacity() <= SPARE {
            *self.spare.lock() = taken;
        }
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
