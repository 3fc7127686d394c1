//! The priorities that an event has: two numbers for each kind of records.

use crate::boundary::{Borrowed, Fault, Out};
use crate::objects::event::{commdn_event, or_missing};
use commdn::message::{Attribute, DialingPriority, PriorityRule};

/// Give both numbers of one rule.
pub(crate) fn give(
    event: Borrowed<commdn_event>,
    (out_priority, out_n_records): (Out<i32>, Out<i32>),
    rule: impl FnOnce(DialingPriority) -> Option<PriorityRule>,
) -> Result<(), Fault> {
    let outs = (out_priority.needed("out_priority"), out_n_records.needed("out_n_records"));
    let (priority, n_records) = (outs.0?, outs.1?);
    let rule = event.get()?.event().dialing_priority().and_then(rule);
    let both = rule.and_then(|rule| Some((rule.priority?, rule.n_records?)));
    let both = or_missing(Attribute::DialingPriority, both)?;
    priority.give(both.0);
    n_records.give(both.1);
    Ok(())
}
