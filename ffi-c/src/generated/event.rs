//! The mechanical entry points of `event`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, Out, OutOwned, Owned, commdn_status, ffi_dup, ffi_free, ffi_get, ffi_read,
    ffi_status, ffi_view,
};
use crate::objects::event::priority::give;
use crate::objects::event::{commdn_event, or_missing};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::schedule::commdn_schedule;
use commdn::message::Attribute;
use std::ffi::c_char;

/// A copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_dup(
    event: Borrowed<commdn_event>,
    out_event: OutOwned<commdn_event>,
) -> commdn_status {
    ffi_dup(event, out_event)
}

/// Free it; what its getters returned ends with it.
///
/// Owns:    Never free what is const: it is another object's.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_free(event: Owned<commdn_event>) {
    ffi_free(event)
}

/// What the event tells: one of the COMMDN_MESSAGE_TYPE numbers, or another; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_message_type(event: Borrowed<commdn_event>) -> i32 {
    ffi_read(event, -1, |event| event.event().message_type().0)
}

/// Whether it is a refusal: CM_EvError, or any message with an error number other than 0; false for
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_is_refusal(event: Borrowed<commdn_event>) -> bool {
    ffi_read(event, false, |event| event.event().is_refusal())
}

/// The user data as it came, with the pairs that the API does not know; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_user_data(event: Borrowed<commdn_event>) -> *const commdn_kvlist {
    ffi_view(event, |event| Some(event.user_data()))
}

/// Error number; 0 is none. One of the COMMDN_CM_ERROR numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_error(
    event: Borrowed<commdn_event>,
    out_error_number: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_error_number, |event| {
        or_missing(Attribute::Error, event.event().error().map(i32::from))
    })
}

/// Correlation id, seen in OCS logs (not in the chapter).
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_reference_id(
    event: Borrowed<commdn_event>,
    out_reference_id: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_reference_id, |event| event.number(Attribute::ReferenceId))
}

/// DBID of the sending application.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_origin(
    event: Borrowed<commdn_event>,
    out_origin: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_origin, |event| event.number(Attribute::Origin))
}

/// DBID of the receiving application; 0 is every OCS on the DN.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_target(
    event: Borrowed<commdn_event>,
    out_target: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_target, |event| event.number(Attribute::Target))
}

/// DBID of the campaign; 0 addresses a sequence.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_campaign(
    event: Borrowed<commdn_event>,
    out_campaign: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_campaign, |event| event.number(Attribute::Campaign))
}

/// DBID of the group.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_group(
    event: Borrowed<commdn_event>,
    out_group: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_group, |event| event.number(Attribute::Group))
}

/// Dialling mode of a campaign group. One of the COMMDN_DIAL_MODE numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_dial_mode(
    event: Borrowed<commdn_event>,
    out_dial_mode: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_dial_mode, |event| event.number(Attribute::DialMode))
}

/// Optimisation method. One of the COMMDN_OPTIMIZE_BY numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_optimize_by(
    event: Borrowed<commdn_event>,
    out_optimize_by: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_optimize_by, |event| event.number(Attribute::OptimizeBy))
}

/// Optimisation goal: percent, or seconds.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_optimize_goal(
    event: Borrowed<commdn_event>,
    out_optimize_goal: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_optimize_goal, |event| event.number(Attribute::OptimizeGoal))
}

/// Status of a campaign group. One of the COMMDN_GROUP_STATUS numbers, or another.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_status(
    event: Borrowed<commdn_event>,
    out_status: Out<i32>,
) -> commdn_status {
    ffi_get(event, out_status, |event| event.number(Attribute::Status))
}

/// Whether OCS stops and unloads the group when it runs out of records.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_auto_completion(
    event: Borrowed<commdn_event>,
    out_auto_completion: Out<bool>,
) -> commdn_status {
    ffi_get(event, out_auto_completion, |event| {
        or_missing(Attribute::AutoCompletion, event.event().auto_completion())
    })
}

/// Description of the error.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_error_message(
    event: Borrowed<commdn_event>,
    out_error_message: Out<*const c_char>,
) -> commdn_status {
    ffi_get(event, out_error_message, |event| event.text(Attribute::ErrorMessage, 0))
}

/// Campaign sequence; in answers each item has a status.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_schedule(
    event: Borrowed<commdn_event>,
    out_schedule: Out<*const commdn_schedule>,
) -> commdn_status {
    ffi_get(event, out_schedule, |event| {
        or_missing(Attribute::Schedule, event.schedule().map(std::ptr::from_ref))
    })
}

/// Phone number of the record.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_phone(
    event: Borrowed<commdn_event>,
    out_phone: Out<*const c_char>,
) -> commdn_status {
    ffi_get(event, out_phone, |event| event.text(Attribute::Phone, 1))
}

/// Campaign name of the record; in cancellations only.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_campaign_name(
    event: Borrowed<commdn_event>,
    out_campaign_name: Out<*const c_char>,
) -> commdn_status {
    ffi_get(event, out_campaign_name, |event| event.text(Attribute::CampaignName, 2))
}

/// Customer id of the record.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_customer_id(
    event: Borrowed<commdn_event>,
    out_customer_id: Out<*const c_char>,
) -> commdn_status {
    ffi_get(event, out_customer_id, |event| event.text(Attribute::CustomerId, 3))
}

/// Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly".
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_chain(
    event: Borrowed<commdn_event>,
    out_chain: Out<*const c_char>,
) -> commdn_status {
    ffi_get(event, out_chain, |event| event.text(Attribute::Chain, 4))
}

/// Message of OCS about a cancellation, for example that records are on a desktop.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_message(
    event: Borrowed<commdn_event>,
    out_message: Out<*const c_char>,
) -> commdn_status {
    ffi_get(event, out_message, |event| event.text(Attribute::Message, 5))
}

/// Dialling priority of general records, and how many are taken at a time.
///
/// Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_priority_general(
    event: Borrowed<commdn_event>,
    out_priority: Out<i32>,
    out_n_records: Out<i32>,
) -> commdn_status {
    ffi_status(|| give(event, (out_priority, out_n_records), |kinds| kinds.general))
}

/// Dialling priority of rescheduled records, and how many are taken at a time.
///
/// Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_priority_campaign_rescheduled(
    event: Borrowed<commdn_event>,
    out_priority: Out<i32>,
    out_n_records: Out<i32>,
) -> commdn_status {
    ffi_status(|| give(event, (out_priority, out_n_records), |kinds| kinds.campaign_rescheduled))
}

/// Dialling priority of records to be called back, and how many are taken at a time.
///
/// Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_priority_campaign_call_back(
    event: Borrowed<commdn_event>,
    out_priority: Out<i32>,
    out_n_records: Out<i32>,
) -> commdn_status {
    ffi_status(|| give(event, (out_priority, out_n_records), |kinds| kinds.campaign_call_back))
}
