//! A campaign sequence: what a request names, and what OCS tells of one.

use std::ffi::c_char;

use commdn::message::{DialMode, OptimizeBy, Schedule, ScheduleItem};

use crate::error::{Fault, commdn_error, not_found};
use crate::guard::{
    NO_ERROR, borrow, borrow_mut, c_text, ffi_free, ffi_guard, ffi_value, into_handle, out,
};
use crate::memory::CText;
use crate::status::commdn_status;

/// A campaign sequence (campaign_schedule) and its items, counted from 0; item 0 is sent as "scheduleItem-1".
pub struct commdn_schedule {
    schedule: Schedule,
    /// The description as C reads it.
    description: Option<CText>,
}

impl commdn_schedule {
    pub(crate) fn new(schedule: Schedule) -> Self {
        let description = schedule.description.as_ref().map(CText::new);
        Self { schedule, description }
    }

    pub(crate) const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    fn item(&self, index: usize) -> Result<&ScheduleItem, Fault> {
        self.schedule.items.get(index).ok_or_else(no_such_item)
    }

    fn item_mut(&mut self, index: usize) -> Result<&mut ScheduleItem, Fault> {
        self.schedule.items.get_mut(index).ok_or_else(no_such_item)
    }
}

fn no_such_item() -> Fault {
    not_found("the sequence has no item with that index")
}

fn told(number: Option<i32>) -> Result<i32, Fault> {
    number.ok_or_else(|| not_found("the sequence does not tell it"))
}

/// A sequence without items.
///
/// Owns:    `*out_schedule` is the caller's on COMMDN_OK, free it with commdn_schedule_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_new(
    out_schedule: *mut *mut commdn_schedule,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_schedule, "out_schedule")? };
        object.give(into_handle(commdn_schedule::new(Schedule::default())));
        Ok(())
    })
}

/// A copy.
///
/// Owns:    `*out_schedule` is the caller's on COMMDN_OK, free it with commdn_schedule_free(); NULL otherwise. `schedule` stays yours.
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_dup(
    schedule: *const commdn_schedule,
    out_schedule: *mut *mut commdn_schedule,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (copy, schedule) =
            unsafe { (out(out_schedule, "out_schedule")?, borrow(schedule, "schedule")?) };
        copy.give(into_handle(commdn_schedule::new(schedule.schedule.clone())));
        Ok(())
    })
}

/// Free it and everything that its getters gave.
///
/// Owns:    takes `schedule`; NULL is harmless.
/// Threads: any, when nobody else uses `schedule`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_free(schedule: *mut commdn_schedule) {
    ffi_free(schedule)
}

/// What the sequence is for.
///
/// Owns:    nothing; `description`, which is UTF-8, is copied.
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_description(
    schedule: *mut commdn_schedule,
    description: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (schedule, description) =
            unsafe { (borrow_mut(schedule, "schedule")?, c_text(description, "description")?) };
        schedule.schedule.description = Some(description.to_owned());
        schedule.description = Some(CText::new(description));
        Ok(())
    })
}

/// When the sequence starts, seconds since 1970 (UTC).
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_start_time(
    schedule: *mut commdn_schedule,
    seconds: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let schedule = unsafe { borrow_mut(schedule, "schedule")? };
        schedule.schedule.start_time = Some(seconds);
        Ok(())
    })
}

/// Append an item that dials `campaign`; `out_index`, which may be NULL, takes its index.
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_add_item(
    schedule: *mut commdn_schedule,
    campaign: i32,
    out_index: *mut usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked or fine; liveness is the caller's duty (Threads).
        let (index, schedule) =
            unsafe { (crate::guard::out_or_null(out_index), borrow_mut(schedule, "schedule")?) };
        let mut item = ScheduleItem::default();
        item.campaign = Some(campaign);
        index.give(schedule.schedule.items.len());
        schedule.schedule.items.push(item);
        Ok(())
    })
}

/// How an item dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or seconds.
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_item_dialing(
    schedule: *mut commdn_schedule,
    index: usize,
    dial_mode: i32,
    optimize_by: i32,
    optimize_goal: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let item = unsafe { borrow_mut(schedule, "schedule")? }.item_mut(index)?;
        item.dial_mode = Some(DialMode(dial_mode));
        item.optimize_by = Some(OptimizeBy(optimize_by));
        item.optimize_goal = Some(optimize_goal);
        Ok(())
    })
}

/// Stop an item at this time, seconds since 1970 (UTC).
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_item_stop_at_time(
    schedule: *mut commdn_schedule,
    index: usize,
    seconds: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let item = unsafe { borrow_mut(schedule, "schedule")? }.item_mut(index)?;
        item.stop_at_time = Some(seconds);
        Ok(())
    })
}

/// Stop an item after so many contacts (transferred calls).
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_item_stop_at_contacts(
    schedule: *mut commdn_schedule,
    index: usize,
    contacts: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let item = unsafe { borrow_mut(schedule, "schedule")? }.item_mut(index)?;
        item.stop_at_contacts = Some(contacts);
        Ok(())
    })
}

/// Stop an item after so many dial attempts.
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_item_stop_at_dials(
    schedule: *mut commdn_schedule,
    index: usize,
    dials: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let item = unsafe { borrow_mut(schedule, "schedule")? }.item_mut(index)?;
        item.stop_at_dials = Some(dials);
        Ok(())
    })
}

/// Wait so many minutes before an item starts.
///
/// Owns:    nothing
/// Threads: one at a time on `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_set_item_sleep_before_next_start(
    schedule: *mut commdn_schedule,
    index: usize,
    minutes: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let item = unsafe { borrow_mut(schedule, "schedule")? }.item_mut(index)?;
        item.sleep_before_next_start = Some(minutes);
        Ok(())
    })
}

/// The description; NULL if there is none.
///
/// Owns:    the text is the schedule's; it ends with it and with the next description.
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_description(
    schedule: *const commdn_schedule,
) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let text = unsafe { schedule.as_ref() }.and_then(|schedule| schedule.description.as_ref());
        text.map_or(std::ptr::null(), CText::as_ptr)
    })
}

/// How many items there are; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_count(schedule: *const commdn_schedule) -> usize {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { schedule.as_ref() }.map_or(0, |schedule| schedule.schedule.items.len())
    })
}

/// When the sequence starts, seconds since 1970 (UTC).
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the schedule has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_start_time(
    schedule: *const commdn_schedule,
    out_seconds: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_seconds, "out_seconds")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.schedule.start_time)?);
        Ok(())
    })
}

/// The number of items that the sender announced (nItems), whatever came.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the schedule has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_announced_items(
    schedule: *const commdn_schedule,
    out_items: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_items, "out_items")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.schedule.announced_items)?);
        Ok(())
    })
}

/// The campaign's DBID of an item.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_campaign(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.campaign)?);
        Ok(())
    })
}

/// The dialling mode of an item: one of the COMMDN_DIAL_MODE numbers, or another.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_dial_mode(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.dial_mode.map(i32::from))?);
        Ok(())
    })
}

/// The optimisation method of an item: one of the COMMDN_OPTIMIZE_BY numbers, or another.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_optimize_by(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.optimize_by.map(i32::from))?);
        Ok(())
    })
}

/// The optimisation goal of an item, in percent or seconds.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_optimize_goal(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.optimize_goal)?);
        Ok(())
    })
}

/// The status of an item: one of the COMMDN_GROUP_STATUS numbers, or another.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_status(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.status.map(i32::from))?);
        Ok(())
    })
}

/// When an item stops, seconds since 1970 (UTC).
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_stop_at_time(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.stop_at_time)?);
        Ok(())
    })
}

/// After how many contacts an item stops.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_stop_at_contacts(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.stop_at_contacts)?);
        Ok(())
    })
}

/// After how many dial attempts an item stops.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_stop_at_dials(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.stop_at_dials)?);
        Ok(())
    })
}

/// How many minutes pass before an item starts.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does not tell.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_schedule_item_sleep_before_next_start(
    schedule: *const commdn_schedule,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, schedule) =
            unsafe { (out(out_value, "out_value")?, borrow(schedule, "schedule")?) };
        value.give(told(schedule.item(index)?.sleep_before_next_start)?);
        Ok(())
    })
}
