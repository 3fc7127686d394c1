//! The outcomes of many requests, in the order in which they come.

use std::time::Duration;

use crate::boundary::status::{COMMDN_ERR_CLOSED, COMMDN_ERR_TIMEOUT};
use crate::boundary::{
    Array, Borrowed, Fault, Object, Out, OutOwned, QueueSignal, commdn_error, commdn_status,
    ffi_guard, ffi_make, invalid,
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

    /// Time until a request is given up.
    fn timeout(&self, timeout_ms: i32) -> Result<Duration, Fault> {
        Ok(match wait_of(timeout_ms)? {
            Wait::No => Duration::ZERO,
            Wait::For(time) => time,
            Wait::Default => self.default_wait,
            _ => self.longest_wait,
        })
    }

    /// Send requests in one piece, up to the first that is refused; returns their number.
    fn submit_many(
        &self,
        first_tag: u64,
        requests: &[&commdn_request],
        timeout: Duration,
    ) -> Result<usize, Fault> {
        let options = |request: &commdn_request| request.options(CallOptions::within(timeout));
        let mut taken = 0;
        for alike in requests.chunk_by(|one, next| options(one) == options(next)) {
            let Some(first) = alike.first() else { continue };
            let tags = first_tag + taken as u64..;
            let batch: Vec<_> = tags.zip(alike.iter().map(|request| request.request())).collect();
            match self.queue.submit_many(&batch, options(first), &mut Vec::new()) {
                Ok(count) => {
                    taken += count;
                    if count < batch.len() {
                        break;
                    }
                }
                Err(error) if taken == 0 => return Err(error.into()),
                Err(_) => break,
            }
        }
        Ok(taken)
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
        let timeout = completions.timeout(timeout_ms)?;
        let options = request.options(CallOptions::within(timeout));
        completions.queue.submit_with(tag, request.request(), options)?;
        Ok(())
    })
}

/// Send requests in one piece, which is cheaper than one by one; the tags of their outcomes count on from `first_tag`, and none of them is COMMDN_TAG_NONE.
///
/// The first request that is refused ends it: that one and those after it are not sent. `*out_sent` is how many were sent; if some were, the status is COMMDN_OK, and submitting the refused one again tells why.
///
/// Owns:    `requests` and what it points to stay yours.
/// Blocks:  a millisecond at most, when the peer is slow to take what is sent.
/// Errors:  as commdn_session_submit(), if the first request is refused: nothing was sent.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_completions_submit_many(
    completions: Borrowed<commdn_completions>,
    first_tag: u64,
    requests: Array<Borrowed<commdn_request>>,
    requests_n: usize,
    timeout_ms: i32,
    out_sent: Out<usize>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let sent = out_sent.needed("out_sent")?;
        sent.give(0);
        let completions = completions.get()?;
        let requests = requests.objects(requests_n, "requests")?;
        if COMMDN_TAG_NONE - first_tag < requests_n as u64 {
            return Err(invalid("a tag would be COMMDN_TAG_NONE, which no request can have"));
        }
        let timeout = completions.timeout(timeout_ms)?;
        sent.give(completions.submit_many(first_tag, &requests, timeout)?);
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
