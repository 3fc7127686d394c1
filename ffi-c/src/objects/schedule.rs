//! A campaign sequence: what a request names, and what OCS tells of one.

use crate::boundary::{
    BorrowedMut, CText, Fault, Object, Out, OutOwned, Text, commdn_error, commdn_status, ffi_guard,
    ffi_set, ffi_try_set, not_found,
};
use commdn::message::{DialMode, OptimizeBy, Schedule, ScheduleItem};

/// A campaign sequence (campaign_schedule) and its items, counted from 0; item 0 is sent as "scheduleItem-1".
#[derive(Clone)]
pub struct commdn_schedule {
    schedule: Schedule,
    /// The description as C reads it.
    description: Option<CText>,
}

impl Object for commdn_schedule {
    const NAME: &'static str = "schedule";
}

impl commdn_schedule {
    pub(crate) fn new(schedule: Schedule) -> Self {
        let description = schedule.description.as_ref().map(CText::new);
        Self { schedule, description }
    }

    pub(crate) const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    pub(crate) const fn description(&self) -> Option<&CText> {
        self.description.as_ref()
    }

    /// A value of the item at `index`.
    pub(crate) fn read(
        &self,
        index: usize,
        read: impl FnOnce(&ScheduleItem) -> Option<i32>,
    ) -> Result<i32, Fault> {
        known(read(self.schedule.items.get(index).ok_or_else(no_such_item)?))
    }

    /// Apply one of the core's setters to the item at `index`.
    pub(crate) fn set(
        &mut self,
        index: usize,
        set: impl FnOnce(ScheduleItem) -> ScheduleItem,
    ) -> Result<(), Fault> {
        let item = self.schedule.items.get_mut(index).ok_or_else(no_such_item)?;
        *item = set(*item);
        Ok(())
    }
}

fn no_such_item() -> Fault {
    not_found("the sequence has no item with that index")
}

/// A number, or the fault that there is none.
pub(crate) fn known(number: Option<i32>) -> Result<i32, Fault> {
    number.ok_or_else(|| not_found("the sequence has no such number"))
}

/// What the sequence is for.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_description(
    schedule: BorrowedMut<commdn_schedule>,
    description: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| {
        let description = description.text("description")?;
        schedule.schedule.description = Some(description.to_owned());
        schedule.description = Some(CText::new(description));
        Ok(())
    })
}

/// When the sequence starts, seconds since 1970 (UTC).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_start_time(
    schedule: BorrowedMut<commdn_schedule>,
    seconds: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(schedule, out_error, |schedule| {
        schedule.schedule.start_time = Some(seconds);
    })
}

/// Append an item that dials `campaign`; `out_index`, which may be NULL, takes its index.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_add_item(
    schedule: BorrowedMut<commdn_schedule>,
    campaign: i32,
    out_index: Out<usize>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let index = out_index.optional();
        let schedule = schedule.get()?;
        let mut item = ScheduleItem::default();
        item.campaign = Some(campaign);
        index.give(schedule.schedule.items.len());
        schedule.schedule.items.push(item);
        Ok(())
    })
}

/// How an item dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or seconds.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_item_dialing(
    schedule: BorrowedMut<commdn_schedule>,
    index: usize,
    dial_mode: i32,
    optimize_by: i32,
    optimize_goal: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| {
        schedule.set(index, |mut item| {
            item.dial_mode = Some(DialMode(dial_mode));
            item.optimize_by = Some(OptimizeBy(optimize_by));
            item.optimize_goal = Some(optimize_goal);
            item
        })
    })
}
