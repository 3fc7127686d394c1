//! The core's outbox, or its absence: the only file that knows of the feature `outbox`.
//!
//! Without the feature every symbol is still there, and says COMMDN_ERR_UNSUPPORTED.

use std::time::Duration;

pub(crate) use with_or_without::{
    Handle, cancel, count, detach, entry_after, export, find, is_attached, open, outcome_after,
    purge, retry, retry_dead, submit, submit_many, wait, wait_until_empty,
};

/// The options of an outbox that were set.
#[derive(Default)]
#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nobody reads them"))]
pub(crate) struct Options {
    pub max_entries: Option<u64>,
    pub max_bytes: Option<u64>,
    pub window: Option<usize>,
    pub max_attempts: Option<u32>,
    /// The inner `None` is for ever.
    pub max_age: Option<Option<Duration>>,
    pub backoff: Option<(Duration, Duration)>,
    pub lease: Option<Duration>,
    pub request_timeout: Option<Duration>,
    pub busy_timeout: Option<Duration>,
    pub keep_answers: Option<bool>,
    pub dialect: Option<commdn::message::Dialect>,
    pub retryable_refusals: Vec<commdn::message::CmError>,
}

/// The options of a submit that were set.
#[derive(Default)]
#[cfg_attr(not(feature = "outbox"), allow(dead_code, reason = "nobody reads them"))]
pub(crate) struct Submit {
    pub key: Option<String>,
    pub order_key: Option<String>,
    pub unordered: bool,
    pub max_age: Option<Duration>,
    pub max_attempts: Option<u32>,
}

#[cfg(feature = "outbox")]
mod with_or_without {
    use std::time::Duration;

    use commdn::outbox::{
        Cells, Entry, EntryState, Filter, Outbox, OutboxConfig, OutboxId, Outcome, OutcomeKind,
        Policy, SubmitOptions,
    };
    use commdn::session::{Session, Wait};

    use super::{Options, Submit};
    use crate::error::{Fault, not_found};
    use crate::guard::invalid;
    use crate::outbox::{
        COMMDN_OUTBOX_CLAIMED, COMMDN_OUTBOX_DEAD, COMMDN_OUTBOX_ENDED, COMMDN_OUTBOX_FILTER_ALL,
        COMMDN_OUTBOX_FILTER_DEAD, COMMDN_OUTBOX_FILTER_ENDED, COMMDN_OUTBOX_FILTER_UNFINISHED,
        COMMDN_OUTBOX_UNFINISHED, COMMDN_OUTBOX_UNFINISHED_BYTES,
    };
    use crate::outbox_entry::{commdn_outbox_entry, commdn_outbox_outcome};
    use crate::request::commdn_request;

    pub(crate) struct Handle(Outbox);

    pub(crate) fn open(path: &str, options: &Options) -> Result<Handle, Fault> {
        let mut policy = Policy::default();
        if let Some(window) = options.window {
            policy = policy.window(window);
        }
        if let Some(attempts) = options.max_attempts {
            policy = policy.max_attempts(attempts);
        }
        if let Some(age) = options.max_age {
            policy = policy.max_age(age);
        }
        if let Some((first, max)) = options.backoff {
            policy = policy.backoff(first, max);
        }
        if let Some(lease) = options.lease {
            policy = policy.lease(lease);
        }
        if let Some(keep) = options.keep_answers {
            policy = policy.keep_answers(keep);
        }
        policy = policy.retryable_refusals(options.retryable_refusals.iter().copied());
        let mut config = OutboxConfig::new().policy(policy);
        if let Some(max) = options.max_entries {
            config = config.max_entries(max);
        }
        if let Some(max) = options.max_bytes {
            config = config.max_bytes(max);
        }
        if let Some(timeout) = options.request_timeout {
            config = config.request_timeout(timeout);
        }
        if let Some(timeout) = options.busy_timeout {
            config = config.busy_timeout(timeout);
        }
        if let Some(dialect) = options.dialect {
            config = config.dialect(dialect);
        }
        Ok(Handle(Outbox::open(path, config)?))
    }

    impl Handle {
        pub fn attach(&self, session: &Session) -> Result<(), Fault> {
            Ok(self.0.attach(session)?)
        }
    }

    pub(crate) fn detach(outbox: &Handle, timeout: Duration) -> Result<(), Fault> {
        Ok(outbox.0.detach(timeout)?)
    }

    pub(crate) fn is_attached(outbox: &Handle) -> bool {
        outbox.0.is_attached()
    }

    pub(crate) fn submit(
        outbox: &Handle,
        request: &commdn_request,
        submit: Option<&Submit>,
    ) -> Result<u64, Fault> {
        Ok(outbox.0.submit(request.request(), options_of(request, submit))?.0)
    }

    pub(crate) fn submit_many(
        outbox: &Handle,
        submits: &[(&commdn_request, Option<&Submit>)],
    ) -> Result<Vec<u64>, Fault> {
        let submits = submits.iter();
        let many =
            submits.map(|(request, submit)| (request.request(), options_of(request, *submit)));
        Ok(outbox.0.submit_many(many)?.into_iter().map(|id| id.0).collect())
    }

    fn options_of(request: &commdn_request, submit: Option<&Submit>) -> SubmitOptions {
        let answers = request.answers().map_or(0, |count| u32::try_from(count).unwrap_or(u32::MAX));
        let mut options = SubmitOptions::new();
        if answers != 1 {
            options = options.answers(answers);
        }
        if let Some(submit) = submit {
            if let Some(key) = &submit.key {
                options = options.key(key);
            }
            if let Some(text) = &submit.order_key {
                options = options.order_key(text);
            }
            if submit.unordered {
                options = options.unordered();
            }
            if let Some(age) = submit.max_age {
                options = options.max_age(age);
            }
            if let Some(attempts) = submit.max_attempts {
                options = options.max_attempts(attempts);
            }
        }
        options
    }

    pub(crate) fn wait(
        outbox: &Handle,
        id: u64,
        wait: Wait,
    ) -> Result<commdn_outbox_outcome, Fault> {
        Ok(outcome(outbox.0.wait(OutboxId(id), wait)?))
    }

    pub(crate) fn wait_until_empty(outbox: &Handle, wait: Wait) -> Result<bool, Fault> {
        Ok(outbox.0.wait_until_empty(wait)?)
    }

    pub(crate) fn outcome_after(
        outbox: &Handle,
        cursor: u64,
    ) -> Result<commdn_outbox_outcome, Fault> {
        let next = outbox.0.outcomes_page(cursor, 1)?.into_iter().next();
        next.map(outcome).ok_or_else(|| not_found(format!("no outcome after cursor {cursor}")))
    }

    pub(crate) fn entry_after(
        outbox: &Handle,
        filter: i32,
        after: u64,
    ) -> Result<commdn_outbox_entry, Fault> {
        let page = outbox.0.list_page(filter_of(filter)?, OutboxId(after), 1)?;
        let next = page.into_iter().next();
        next.map(entry).ok_or_else(|| not_found(format!("no such entry after {after}")))
    }

    pub(crate) fn find(outbox: &Handle, key: &str) -> Result<u64, Fault> {
        let found = outbox.0.find(key)?;
        found.map(|id| id.0).ok_or_else(|| not_found(format!("no entry has the key {key:?}")))
    }

    pub(crate) fn retry(outbox: &Handle, id: u64) -> Result<u64, Fault> {
        Ok(outbox.0.retry(OutboxId(id))?.0)
    }

    pub(crate) fn retry_dead(outbox: &Handle) -> Result<u64, Fault> {
        Ok(u64::try_from(outbox.0.retry_dead()?).unwrap_or(u64::MAX))
    }

    pub(crate) fn cancel(outbox: &Handle, id: u64) -> Result<(), Fault> {
        Ok(outbox.0.cancel(OutboxId(id))?)
    }

    pub(crate) fn purge(outbox: &Handle, age: Duration, dead: bool) -> Result<u64, Fault> {
        Ok(outbox.0.purge(age, dead)?)
    }

    pub(crate) fn export(
        outbox: &Handle,
        filter: i32,
        as_is: bool,
        path: &str,
    ) -> Result<u64, Fault> {
        let filter = filter_of(filter)?;
        let cells = if as_is { Cells::AsIs } else { Cells::Neutral };
        Ok(outbox.0.export_file(filter, cells, path)?)
    }

    pub(crate) fn count(outbox: &Handle, counter: i32) -> Result<u64, Fault> {
        let stats = outbox.0.stats()?;
        match counter {
            COMMDN_OUTBOX_UNFINISHED => return Ok(stats.unfinished),
            COMMDN_OUTBOX_UNFINISHED_BYTES => return Ok(stats.unfinished_bytes),
            COMMDN_OUTBOX_CLAIMED => return Ok(stats.claimed),
            COMMDN_OUTBOX_DEAD => return Ok(stats.dead),
            _ => {}
        }
        let kind = kind_of(counter, COMMDN_OUTBOX_ENDED);
        let count = kind.map(|kind| stats.ended(kind));
        count.ok_or_else(|| not_found(format!("no counter of an outbox has number {counter}")))
    }

    fn kind_of(number: i32, first: i32) -> Option<OutcomeKind> {
        let kind = number.checked_sub(first)?;
        OutcomeKind::ALL.into_iter().find(|known| i32::from(known.number()) == kind)
    }

    fn filter_of(filter: i32) -> Result<Filter, Fault> {
        match filter {
            COMMDN_OUTBOX_FILTER_ALL => Ok(Filter::All),
            COMMDN_OUTBOX_FILTER_UNFINISHED => Ok(Filter::Unfinished),
            COMMDN_OUTBOX_FILTER_DEAD => Ok(Filter::Dead),
            other => kind_of(other, COMMDN_OUTBOX_FILTER_ENDED)
                .map(Filter::Ended)
                .ok_or_else(|| invalid(format!("filter {filter} is unknown"))),
        }
    }

    fn outcome(outcome: Outcome) -> commdn_outbox_outcome {
        commdn_outbox_outcome::new(
            outcome.cursor,
            outcome.id.0,
            outcome.key,
            outcome.kind.number().into(),
            outcome.event,
            outcome.error,
            (outcome.attempts, outcome.time),
        )
    }

    fn entry(entry: Entry) -> commdn_outbox_entry {
        let state = EntryState::ALL.into_iter().position(|state| state == entry.state);
        commdn_outbox_entry::new(
            entry.id.0,
            state.and_then(|state| i32::try_from(state).ok()).unwrap_or(0),
            entry.message_type.0,
            entry.request,
            entry.key,
            entry.outcome.map(outcome),
            [
                u64::from(entry.attempts),
                entry.created,
                entry.next_try.unwrap_or(0),
                entry.expires.unwrap_or(0),
            ],
        )
    }
}

#[cfg(not(feature = "outbox"))]
mod with_or_without {
    use std::time::Duration;

    use commdn::session::{Session, Wait};

    use super::{Options, Submit};
    use crate::error::Fault;
    use crate::outbox_entry::{commdn_outbox_entry, commdn_outbox_outcome};
    use crate::request::commdn_request;
    use crate::status::COMMDN_ERR_UNSUPPORTED;

    /// No outbox was ever opened.
    pub(crate) enum Handle {}

    pub(crate) fn open(_: &str, _: &Options) -> Result<Handle, Fault> {
        let text = "this build of the library has no outbox: build it with the feature outbox";
        Err(Fault::new(COMMDN_ERR_UNSUPPORTED, text))
    }

    impl Handle {
        pub fn attach(&self, _: &Session) -> Result<(), Fault> {
            match *self {}
        }
    }

    macro_rules! never {
        ($($name:ident($($argument:ty),*) -> $result:ty;)*) => {
            $(pub(crate) fn $name(outbox: &Handle, $(_: $argument),*) -> $result {
                match *outbox {}
            })*
        };
    }

    never! {
        detach(Duration) -> Result<(), Fault>;
        is_attached() -> bool;
        submit(&commdn_request, Option<&Submit>) -> Result<u64, Fault>;
        submit_many(&[(&commdn_request, Option<&Submit>)]) -> Result<Vec<u64>, Fault>;
        wait(u64, Wait) -> Result<commdn_outbox_outcome, Fault>;
        wait_until_empty(Wait) -> Result<bool, Fault>;
        outcome_after(u64) -> Result<commdn_outbox_outcome, Fault>;
        entry_after(i32, u64) -> Result<commdn_outbox_entry, Fault>;
        find(&str) -> Result<u64, Fault>;
        retry(u64) -> Result<u64, Fault>;
        retry_dead() -> Result<u64, Fault>;
        cancel(u64) -> Result<(), Fault>;
        purge(Duration, bool) -> Result<u64, Fault>;
        export(i32, bool, &str) -> Result<u64, Fault>;
        count(i32) -> Result<u64, Fault>;
    }
}
