//! The outbox: requests in a file, each kept until it has exactly one outcome.
//!
//! Owns the calls; the getters of what they give are printed.

pub mod entry;
pub mod options;

use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "outbox")]
use commdn::outbox::{Cells, Outbox};
use commdn::outbox::{Filter, OutboxConfig, OutboxId, OutcomeKind, SubmitOptions};
use commdn::session::Wait;

use crate::boundary::status::COMMDN_ERR_TIMEOUT;
use crate::boundary::{
    Array, Borrowed, Fault, Object, Out, OutOwned, Signal, Text, commdn_error, commdn_status,
    ffi_give, ffi_guard, ffi_make, ffi_offer, ffi_try, invalid, not_found,
};
use crate::generated::numbers::outbox::*;
#[cfg(not(feature = "outbox"))]
use crate::objects::absent::{Cells, Outbox};
use crate::objects::outbox::entry::{commdn_outbox_entry, commdn_outbox_outcome};
use crate::objects::outbox::options::{commdn_outbox_options, commdn_outbox_submit_options};
use crate::objects::pending::wait_of;
use crate::objects::request::commdn_request;
use crate::objects::session::commdn_session;

/// Requests in a file, each kept until it has exactly one outcome. Several processes may share a file.
///
/// In a build without the outbox commdn_outbox_open() says COMMDN_ERR_UNSUPPORTED; every function is there.
pub struct commdn_outbox(Outbox, Arc<Signal>);

impl Object for commdn_outbox {
    const NAME: &'static str = "outbox";
}

impl commdn_outbox {
    pub(crate) fn is_attached(&self) -> bool {
        self.0.is_attached()
    }

    pub(crate) fn signal(&self) -> &Signal {
        &self.1
    }
}

/// What was set for a submit, with what was set on its request.
fn submit_options(
    request: &commdn_request,
    submit: Option<&commdn_outbox_submit_options>,
) -> SubmitOptions {
    let answers = request.answers().map_or(0, |count| u32::try_from(count).unwrap_or(u32::MAX));
    let options = submit.map(commdn_outbox_submit_options::options).unwrap_or_default();
    if answers == 1 { options } else { options.answers(answers) }
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

fn count(outbox: &Outbox, counter: i32) -> Result<u64, Fault> {
    let stats = outbox.stats()?;
    let count = match counter {
        COMMDN_OUTBOX_UNFINISHED => Some(stats.unfinished),
        COMMDN_OUTBOX_UNFINISHED_BYTES => Some(stats.unfinished_bytes),
        COMMDN_OUTBOX_CLAIMED => Some(stats.claimed),
        COMMDN_OUTBOX_DEAD => Some(stats.dead),
        ended => kind_of(ended, COMMDN_OUTBOX_ENDED).map(|kind| stats.ended(kind)),
    };
    count.ok_or_else(|| not_found(format!("no counter of an outbox has number {counter}")))
}

/// A wait for an end, in milliseconds as elsewhere; the default is 2 seconds.
fn closing(timeout_ms: i32) -> Result<Duration, Fault> {
    Ok(match wait_of(timeout_ms)? {
        Wait::No => Duration::ZERO,
        Wait::For(time) => time,
        Wait::Forever => Duration::from_secs(365 * 24 * 3600),
        _ => Duration::from_secs(2),
    })
}

/// Open the outbox in a file, making it, readable for its owner only, if there is none.
///
/// A forked process opens its own: what it has inherited is closed then. Fork while no other thread uses an outbox.
///
/// Owns:    `options` is copied and may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_STORAGE if it cannot be opened, is no outbox or a newer program's; COMMDN_ERR_FORKED if another thread was using an outbox when this process was forked; COMMDN_ERR_UNSUPPORTED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_open(
    path: Text,
    options: Borrowed<commdn_outbox_options>,
    out_outbox: OutOwned<commdn_outbox>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let outbox = out_outbox.needed("out_outbox")?;
        let path = path.text("path")?;
        let config = options.opt().map_or_else(OutboxConfig::new, commdn_outbox_options::config);
        let handle = Outbox::open(path, config)?;
        let signal = Arc::new(Signal::default());
        let raised = Arc::clone(&signal);
        handle.on_change(move || raised.raise())?;
        outbox.give(commdn_outbox(handle, signal));
        Ok(())
    })
}

/// Send what is in the outbox over a session, on a thread of its own, until the session is over or commdn_outbox_detach().
///
/// Owns:    the connection of `session` stays open until the outbox lets go of it, even if `session` is freed first.
/// Blocks:  none, unless the session attached before is over: for the last write of what it has told, up to the outbox's busy_timeout
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if a session is attached that is not over; COMMDN_ERR_CLOSED if this one is over; COMMDN_ERR_TIMEOUT; COMMDN_ERR_FORKED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_attach(
    outbox: Borrowed<commdn_outbox>,
    session: Borrowed<commdn_session>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(outbox, out_error, |outbox| Ok(outbox.0.attach(session.get()?.session())?))
}

/// Stop sending. What is not answered in time is repeated by the next sender, or, if it may not be repeated, ends as unknown. Detaching twice is harmless.
///
/// Blocks:  up to `timeout_ms` milliseconds for requests under way; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (2 seconds).
/// Errors:  COMMDN_ERR_TIMEOUT if the file is locked for longer; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_detach(
    outbox: Borrowed<commdn_outbox>,
    timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(outbox, out_error, |outbox| Ok(outbox.0.detach(closing(timeout_ms)?)?))
}

/// Why the attached sender cannot use the file: COMMDN_OK if it can, or if no session is attached.
///
/// A sender retries by itself; entries wait meanwhile.
///
/// Errors:  COMMDN_ERR_STORAGE, whose message names the file.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_trouble(
    outbox: Borrowed<commdn_outbox>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(outbox, out_error, |outbox| {
        outbox.0.trouble().map_or(Ok(()), |error| Err(Fault::from(error)))
    })
}

/// Put a request in; when this returns COMMDN_OK it is on the disk, and `*out_id` its number.
///
/// Owns:    `options` and `out_id` may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OUTBOX_FULL, COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED: nothing was put in.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit(
    outbox: Borrowed<commdn_outbox>,
    request: Borrowed<commdn_request>,
    options: Borrowed<commdn_outbox_submit_options>,
    out_id: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_offer(outbox, out_id, out_error, |outbox| {
        let request = request.get()?;
        Ok(outbox.0.submit(request.request(), submit_options(request, options.opt()))?.0)
    })
}

/// Put requests in, all of them or none; when this returns COMMDN_OK they are on the disk: many share the cost of one.
///
/// Owns:    `requests` and what it points to stay yours. `options` may be NULL; otherwise it points to as many options, each of which may be NULL. `out_ids` may be NULL; otherwise it has room for as many numbers, which are 0 unless COMMDN_OK.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST (its text tells the place of the request, counted from 0), COMMDN_ERR_OUTBOX_FULL, COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED: nothing was put in.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_submit_many(
    outbox: Borrowed<commdn_outbox>,
    requests: Array<Borrowed<commdn_request>>,
    options: Array<Borrowed<commdn_outbox_submit_options>>,
    requests_n: usize,
    out_ids: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let ids = out_ids.array(requests_n, "out_ids")?;
        let outbox = outbox.get()?;
        let requests = requests.objects(requests_n, "requests")?;
        let options = options.opt(requests_n, "options")?.unwrap_or_default();
        let options = options.iter().map(|options| options.opt());
        let options = options.chain(std::iter::repeat(None));
        let submits = requests.into_iter().zip(options);
        let submits =
            submits.map(|(request, submit)| (request.request(), submit_options(request, submit)));
        let numbers = outbox.0.submit_many(submits.collect::<Vec<_>>())?;
        ids.zip(numbers).for_each(|(out, id)| out.give(id.0));
        Ok(())
    })
}

/// The outcome of an entry, whichever process records it. COMMDN_OK says that there is one, not that it is good.
///
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (10 seconds).
/// Errors:  COMMDN_ERR_TIMEOUT if it has none in time; COMMDN_ERR_INVALID_ARGUMENT, also if there is no such entry; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_wait(
    outbox: Borrowed<commdn_outbox>,
    id: u64,
    timeout_ms: i32,
    out_outcome: OutOwned<commdn_outbox_outcome>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(outbox, out_outcome, out_error, |outbox| {
        Ok(commdn_outbox_outcome::new(outbox.0.wait(OutboxId(id), wait_of(timeout_ms)?)?))
    })
}

/// Wait until no entry is without an outcome.
///
/// Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (10 seconds).
/// Errors:  COMMDN_ERR_TIMEOUT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_wait_until_empty(
    outbox: Borrowed<commdn_outbox>,
    timeout_ms: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(outbox, out_error, |outbox| {
        let empty = outbox.0.wait_until_empty(wait_of(timeout_ms)?)?;
        let text = "entries of the outbox are still without an outcome";
        empty.then_some(()).ok_or_else(|| Fault::new(COMMDN_ERR_TIMEOUT, text))
    })
}

/// The outcome that was recorded next after the one with that cursor; 0 for the first.
///
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_next_outcome(
    outbox: Borrowed<commdn_outbox>,
    cursor: u64,
    out_outcome: OutOwned<commdn_outbox_outcome>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(outbox, out_outcome, out_error, |outbox| {
        let next = || Ok::<_, Fault>(outbox.0.outcomes_page(cursor, 1)?.pop());
        let next = outbox.1.taking(next)?;
        let none = || not_found(format!("no outcome after cursor {cursor}"));
        next.map(commdn_outbox_outcome::new).ok_or_else(none)
    })
}

/// The next entry after number `after` of those that a COMMDN_OUTBOX_FILTER number means; 0 for the first.
///
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_next_entry(
    outbox: Borrowed<commdn_outbox>,
    filter: i32,
    after: u64,
    out_entry: OutOwned<commdn_outbox_entry>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_make(outbox, out_entry, out_error, |outbox| {
        let page = outbox.0.list_page(filter_of(filter)?, OutboxId(after), 1)?;
        let next = page.into_iter().next().map(commdn_outbox_entry::new);
        next.ok_or_else(|| not_found(format!("no such entry after {after}")))
    })
}

/// The number of the entry that was submitted under `key`; after a retry of the one that repeats it.
///
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_find(
    outbox: Borrowed<commdn_outbox>,
    key: Text,
    out_id: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(outbox, (out_id, "out_id"), out_error, |outbox| {
        let key = key.text("key")?;
        let found = outbox.0.find(key)?.map(|id| id.0);
        found.ok_or_else(|| not_found(format!("no entry has the key {key:?}")))
    })
}

/// Submit again what ended without an acknowledgement, as a new entry under the same key; the old one keeps its outcome.
///
/// Owns:    `out_new_id` may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_retry(
    outbox: Borrowed<commdn_outbox>,
    id: u64,
    out_new_id: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_offer(outbox, out_new_id, out_error, |outbox| Ok(outbox.0.retry(OutboxId(id))?.0))
}

/// Submit all dead letters again; `*out_count` tells how many.
///
/// Owns:    `out_count` may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_retry_dead(
    outbox: Borrowed<commdn_outbox>,
    out_count: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_offer(outbox, out_count, out_error, |outbox| {
        Ok(u64::try_from(outbox.0.retry_dead()?).unwrap_or(u64::MAX))
    })
}

/// End an entry that nobody is sending, as cancelled.
///
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if it is being sent or has its outcome; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_cancel(
    outbox: Borrowed<commdn_outbox>,
    id: u64,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try(outbox, out_error, |outbox| Ok(outbox.0.cancel(OutboxId(id))?))
}

/// Forget entries that ended more than `age_ms` milliseconds ago, with their keys; dead letters that were not retried only if `dead` is true.
///
/// Owns:    `out_count` may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_purge(
    outbox: Borrowed<commdn_outbox>,
    age_ms: u64,
    dead: bool,
    out_count: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_offer(outbox, out_count, out_error, |outbox| {
        Ok(outbox.0.purge(Duration::from_millis(age_ms), dead)?)
    })
}

/// Write the entries that a COMMDN_OUTBOX_FILTER number means to a file, as CSV with a header.
///
/// The file is for its owner only. A text that a spreadsheet would take for a formula gets a ' in front, and control
/// characters are written as escapes; commdn_outbox_export_as_is() writes texts as they came.
///
/// Owns:    `out_count` may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_export(
    outbox: Borrowed<commdn_outbox>,
    filter: i32,
    path: Text,
    out_count: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_offer(outbox, out_count, out_error, |outbox| {
        Ok(outbox.0.export_file(filter_of(filter)?, Cells::Neutral, path.text("path")?)?)
    })
}

/// As commdn_outbox_export(), with texts as they came: for programs that read the file.
///
/// Owns:    `out_count` may be NULL.
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_export_as_is(
    outbox: Borrowed<commdn_outbox>,
    filter: i32,
    path: Text,
    out_count: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_offer(outbox, out_count, out_error, |outbox| {
        Ok(outbox.0.export_file(filter_of(filter)?, Cells::AsIs, path.text("path")?)?)
    })
}

/// One of the outbox's counts: COMMDN_OUTBOX_UNFINISHED and the numbers after it.
///
/// Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
/// Errors:  COMMDN_ERR_NOT_FOUND for another number; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_outbox_count(
    outbox: Borrowed<commdn_outbox>,
    counter: i32,
    out_value: Out<u64>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_give(outbox, (out_value, "out_value"), out_error, |outbox| count(&outbox.0, counter))
}
