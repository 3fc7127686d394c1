//! The mechanical entry points of `schedule`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, BorrowedMut, Out, OutOwned, Owned, commdn_error, commdn_status, ffi_dup, ffi_free,
    ffi_get, ffi_new, ffi_read, ffi_text, ffi_try_set,
};
use crate::objects::schedule::{commdn_schedule, known};
use commdn::message::Schedule;
use std::ffi::c_char;

/// A sequence without items.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_new(out_schedule: OutOwned<commdn_schedule>) -> commdn_status {
    ffi_new(out_schedule, || commdn_schedule::new(Schedule::default()))
}

/// A copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_dup(
    schedule: Borrowed<commdn_schedule>,
    out_schedule: OutOwned<commdn_schedule>,
) -> commdn_status {
    ffi_dup(schedule, out_schedule)
}

/// Free it; what its getters returned ends with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_free(schedule: Owned<commdn_schedule>) {
    ffi_free(schedule)
}

/// The description; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_description(
    schedule: Borrowed<commdn_schedule>,
) -> *const c_char {
    ffi_text(schedule, |schedule| schedule.description())
}

/// How many items there are; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_count(schedule: Borrowed<commdn_schedule>) -> usize {
    ffi_read(schedule, 0, |schedule| schedule.schedule().items.len())
}

/// When the sequence starts, seconds since 1970 (UTC).
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the schedule has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_start_time(
    schedule: Borrowed<commdn_schedule>,
    out_seconds: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_seconds, |schedule| known(schedule.schedule().start_time))
}

/// The number of items that the sender announced (nItems), whatever came.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the schedule has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_announced_items(
    schedule: Borrowed<commdn_schedule>,
    out_items: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_items, |schedule| known(schedule.schedule().announced_items))
}

/// Time at which the item stops, in seconds since 1970 (UTC).
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_item_stop_at_time(
    schedule: BorrowedMut<commdn_schedule>,
    index: usize,
    seconds: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| {
        schedule.set(index, |item| item.stop_at_time(seconds))
    })
}

/// Number of contacts (transferred calls) after which the item stops.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_item_stop_at_contacts(
    schedule: BorrowedMut<commdn_schedule>,
    index: usize,
    contacts: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| {
        schedule.set(index, |item| item.stop_at_contacts(contacts))
    })
}

/// Number of dial attempts after which the item stops.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_item_stop_at_dials(
    schedule: BorrowedMut<commdn_schedule>,
    index: usize,
    dials: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| {
        schedule.set(index, |item| item.stop_at_dials(dials))
    })
}

/// Wait before the item starts, in minutes.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_set_item_sleep_before_next_start(
    schedule: BorrowedMut<commdn_schedule>,
    index: usize,
    minutes: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(schedule, out_error, |schedule| {
        schedule.set(index, |item| item.sleep_before_next_start(minutes))
    })
}

/// Time at which the item stops, in seconds since 1970 (UTC).
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_stop_at_time(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| item.stop_at_time))
}

/// Number of contacts (transferred calls) after which the item stops.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_stop_at_contacts(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| item.stop_at_contacts))
}

/// Number of dial attempts after which the item stops.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_stop_at_dials(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| item.stop_at_dials))
}

/// Wait before the item starts, in minutes.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_sleep_before_next_start(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| {
        schedule.read(index, |item| item.sleep_before_next_start)
    })
}

/// DBID of the item's campaign.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_campaign(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| item.campaign))
}

/// Dialling mode of the item. One of the COMMDN_DIAL_MODE numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_dial_mode(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| {
        schedule.read(index, |item| item.dial_mode.map(i32::from))
    })
}

/// Optimisation method of the item. One of the COMMDN_OPTIMIZE_BY numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_optimize_by(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| {
        schedule.read(index, |item| item.optimize_by.map(i32::from))
    })
}

/// Optimisation goal of the item: percent, or seconds.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_optimize_goal(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| item.optimize_goal))
}

/// Status of the item, in answers. One of the COMMDN_GROUP_STATUS numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_schedule_item_status(
    schedule: Borrowed<commdn_schedule>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(schedule, out_value, |schedule| schedule.read(index, |item| item.status.map(i32::from)))
}
