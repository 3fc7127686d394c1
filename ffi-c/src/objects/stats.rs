//! The counters of a session, all taken at one moment.

use crate::boundary::{Borrowed, Object, Out, commdn_status, ffi_get, not_found};
use commdn::session::SessionStats;

/// The counters of a session at one moment.
pub struct commdn_stats(SessionStats);

impl Object for commdn_stats {
    const NAME: &'static str = "stats";
}

impl commdn_stats {
    pub(crate) const fn new(stats: SessionStats) -> Self {
        Self(stats)
    }
}

/// One counter: `counter` is one of the COMMDN_COUNTER numbers.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such counter.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_stats_value(
    stats: Borrowed<commdn_stats>,
    counter: i32,
    out_value: Out<u64>,
) -> commdn_status {
    ffi_get(stats, out_value, |stats| {
        let counters = stats.0.counters();
        let found = usize::try_from(counter).ok().and_then(|index| counters.get(index));
        found.map(|(_, value)| *value).ok_or_else(|| not_found("no counter has that number"))
    })
}
