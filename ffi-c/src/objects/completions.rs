//! The outcomes of many requests, in the order in which they come.

use std::time::Duration;

use crate::boundary::status::{COMMDN_ERR_CLOSED, COMMDN_ERR_TIMEOUT};
use crate::boundary::{
    Borrowed, Fault, Object, Out, OutOwned, QueueSignal, commdn_error, commdn_status, ffi_guard,
    ffi_make, invalid,
};
use crate::objects::answer::commdn_answer;
use crate::objects::pending::wait_of;
use crate::objects::request::commdn_request;
use crate::objects::session::commdn_session;
use commdn::exchange::CallOptions;
use commdn::session::{Completion, Completions, Wait};

/// Submits requests under tags and hands out their outcomes as they come: for bulk jobs and event loops.
pub struct commdn_completions {
    queue: Completions,
    default_wait: Duration,
    /// What COMMDN_WAIT_FOREVER is as a time.
    longest_wait: Duration,
    signal: QueueSignal,
}

impl Object for commdn_completions {
    const NAME: &'static str = "completions";
}

/// The tag of no request: commdn_completions_next() gives it when it has taken no outcome.
pub const COMMDN_TAG_NONE: u64 = u64::MAX;

impl commdn_completions {
    pub(crate) const fn signal(&self) -> &QueueSignal {
        &self.signal
    }

    /// The next outcome, `None` if none came in time; an error once none can come any more.
    fn next(&self, wait: Wait) -> Result<Option<Completion>, Fault> {
        if let Some(next) = self.queue.next(wait)? {
            return Ok(Some(next));
        }
        if !self.queue.is_over() {
            return Ok(None);
        }
        // What came between the two lines before this one is there for sure.
        let last = self.queue.next(Wait::No)?;
        let closed = "the session is over, and no outcome is left";
        last.map(Some).ok_or_else(|| Fault::new(COMMDN_ERR_CLOSED, closed))
    }
}

/// A queue for the outcomes of many requests of a session.
///
/// Owns:    `session` stays yours and may be freed first: requests that are open then end with COMMDN_ERR_CLOSED.
/// Errors:  COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_completions_new(
    session: Borrowed<commdn_session>,
    out_completions: OutOwned<commdn_completions>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(session, out_completions, out_error, |session| {
        Ok(commdn_completions {
            queue: session.session().completions()?,
            default_wait: session.session().call_options(Wait::Default).timeout,
            longest_wait: session.session().call_options(Wait::Forever).timeout,
            signal: QueueSignal::new(session.signals()),
        })
    })
}

/// Send a request; its outcome will have `tag`, which need not be unique and is not COMMDN_TAG_NONE. `timeout_ms` is until the request is given up.
///
/// Blocks:  a millisecond at most, when the peer is slow to take what is sent.
/// Errors:  as commdn_session_submit(): nothing was sent, and there will be no outcome.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_completions_submit(
    completions: Borrowed<commdn_completions>,
    tag: u64,
    request: Borrowed<commdn_request>,
    timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let completions = completions.get()?;
        let request = request.get()?;
        if tag == COMMDN_TAG_NONE {
            return Err(invalid("tag is COMMDN_TAG_NONE, which no request can have"));
        }
        let timeout = match wait_of(timeout_ms)? {
            Wait::No => Duration::ZERO,
            Wait::For(time) => time,
            Wait::Default => completions.default_wait,
            _ => completions.longest_wait,
        };
        let options = request.options(CallOptions::within(timeout));
        completions.queue.submit_with(tag, request.request(), options)?;
        Ok(())
    })
}

/// The next outcome: `*out_tag` tells of which request, the status how it ended.
///
/// COMMDN_TAG_NONE in `*out_tag` says that no outcome was taken, and the status why: none came in
/// time, the session is over and none is left, or the call itself failed. With any other tag the
/// status is the outcome of that request.
///
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
/// Errors:  with COMMDN_TAG_NONE: COMMDN_ERR_TIMEOUT; COMMDN_ERR_CLOSED if the session is over and no outcome is left; COMMDN_ERR_FORKED. Otherwise why the request failed, as commdn_session_call().
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_completions_next(
    completions: Borrowed<commdn_completions>,
    timeout_ms: i32,
    out_tag: Out<u64>,
    out_answer: OutOwned<commdn_answer>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let outs = (out_tag.needed("out_tag"), out_answer.needed("out_answer"));
        let (tag, answer) = (outs.0?, outs.1?);
        tag.give(COMMDN_TAG_NONE);
        let completions = completions.get()?;
        let wait = wait_of(timeout_ms)?;
        let next = completions.signal.taking(|| completions.next(wait))?;
        let next =
            next.ok_or_else(|| Fault::new(COMMDN_ERR_TIMEOUT, "no request ended in time"))?;
        tag.give(next.tag);
        answer.give(commdn_answer::new(next.outcome?));
        Ok(())
    })
}
