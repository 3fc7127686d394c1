//! The texts and lists of events.

use std::ffi::c_char;

use commdn::message::{Attribute, PriorityRule};

use crate::error::Fault;
use crate::event::{Text, commdn_event, missing};
use crate::guard::{NO_ERROR, borrow, ffi_guard, out};
use crate::schedule::commdn_schedule;
use crate::status::commdn_status;

fn both(rule: Option<PriorityRule>) -> Result<(i32, i32), Fault> {
    rule.and_then(|rule| Some((rule.priority?, rule.n_records?)))
        .ok_or_else(|| missing(Attribute::DialingPriority))
}

/// The text of the error.
///
/// Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_error_message(
    event: *const commdn_event,
    out_text: *mut *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_text, "out_text")?, borrow(event, "event")?) };
        value.give(event.text(Text::ErrorMessage)?);
        Ok(())
    })
}

/// Phone number of the record.
///
/// Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_phone(
    event: *const commdn_event,
    out_text: *mut *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_text, "out_text")?, borrow(event, "event")?) };
        value.give(event.text(Text::Phone)?);
        Ok(())
    })
}

/// Customer id of the record.
///
/// Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_customer_id(
    event: *const commdn_event,
    out_text: *mut *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_text, "out_text")?, borrow(event, "event")?) };
        value.give(event.text(Text::CustomerId)?);
        Ok(())
    })
}

/// Campaign name of the record.
///
/// Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_campaign_name(
    event: *const commdn_event,
    out_text: *mut *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_text, "out_text")?, borrow(event, "event")?) };
        value.give(event.text(Text::CampaignName)?);
        Ok(())
    })
}

/// Scope within chains of records: "AllChain", "RecordOnly", or another.
///
/// Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_chain(
    event: *const commdn_event,
    out_text: *mut *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_text, "out_text")?, borrow(event, "event")?) };
        value.give(event.text(Text::Chain)?);
        Ok(())
    })
}

/// What OCS tells about a cancellation, for example that records are on a desktop.
///
/// Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_message(
    event: *const commdn_event,
    out_text: *mut *const c_char,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_text, "out_text")?, borrow(event, "event")?) };
        value.give(event.text(Text::Message)?);
        Ok(())
    })
}

/// The sequence, with a status per item.
///
/// Owns:    `*out_schedule` is the event's and ends with it, never free it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_schedule(
    event: *const commdn_event,
    out_schedule: *mut *const commdn_schedule,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) =
            unsafe { (out(out_schedule, "out_schedule")?, borrow(event, "event")?) };
        value.give(event.schedule().ok_or_else(|| missing(Attribute::Schedule))?);
        Ok(())
    })
}

/// Dialling priority of general records, and how many are taken at a time.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND unless the event tells both.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_priority_general(
    event: *const commdn_event,
    out_priority: *mut i32,
    out_n_records: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs =
            unsafe { (out(out_priority, "out_priority"), out(out_n_records, "out_n_records")) };
        let (priority, n_records) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let event = unsafe { borrow(event, "event")? };
        let rule = event.event().dialing_priority().and_then(|priority| priority.general);
        let (told_priority, told_records) = both(rule)?;
        priority.give(told_priority);
        n_records.give(told_records);
        Ok(())
    })
}

/// Dialling priority of rescheduled records, and how many are taken at a time.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND unless the event tells both.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_priority_campaign_rescheduled(
    event: *const commdn_event,
    out_priority: *mut i32,
    out_n_records: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs =
            unsafe { (out(out_priority, "out_priority"), out(out_n_records, "out_n_records")) };
        let (priority, n_records) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let event = unsafe { borrow(event, "event")? };
        let rule =
            event.event().dialing_priority().and_then(|priority| priority.campaign_rescheduled);
        let (told_priority, told_records) = both(rule)?;
        priority.give(told_priority);
        n_records.give(told_records);
        Ok(())
    })
}

/// Dialling priority of records to be called back, and how many are taken at a time.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND unless the event tells both.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_priority_campaign_call_back(
    event: *const commdn_event,
    out_priority: *mut i32,
    out_n_records: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs =
            unsafe { (out(out_priority, "out_priority"), out(out_n_records, "out_n_records")) };
        let (priority, n_records) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let event = unsafe { borrow(event, "event")? };
        let rule =
            event.event().dialing_priority().and_then(|priority| priority.campaign_call_back);
        let (told_priority, told_records) = both(rule)?;
        priority.give(told_priority);
        n_records.give(told_records);
        Ok(())
    })
}
