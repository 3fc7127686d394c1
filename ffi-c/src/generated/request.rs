//! The mechanical entry points of `request`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, BorrowedMut, OutOwned, Owned, Text, commdn_error, commdn_status, ffi_dup, ffi_free,
    ffi_new, ffi_read, ffi_set, ffi_set_text, ffi_try_set,
};
use crate::objects::request::commdn_request;
use crate::objects::schedule::commdn_schedule;
use commdn::message::{Chain, DialMode, OptimizeBy, PriorityRule, Request};

/// A copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_dup(
    request: Borrowed<commdn_request>,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_dup(request, out_request)
}

/// Free a request; one that was sent goes on.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_free(request: Owned<commdn_request>) {
    ffi_free(request)
}

/// What is asked: one of the COMMDN_MESSAGE_TYPE_REQ numbers, or another; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_message_type(request: Borrowed<commdn_request>) -> i32 {
    ffi_read(request, -1, |request| request.request().message_type().0)
}

/// Load a campaign; its dialling settings are mandatory (CM_ReqLoadCampaign).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_load_campaign(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::load_campaign(campaign, group)))
}

/// Unload a campaign (CM_ReqUnloadCampaign).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_unload_campaign(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::unload_campaign(campaign, group)))
}

/// Ask for a campaign's status (CM_ReqGetCampaignStatus).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_campaign_status(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::campaign_status(campaign, group)))
}

/// Change the dialling settings of a campaign (CM_ReqSetDialingMode).
///
/// Settings that are not given stay as they are. A mode may be given alone, a method only with its
/// goal.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_dialing_mode(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::set_dialing_mode(campaign, group)))
}

/// Start dialling (CM_ReqStartDialing).
///
/// Settings that are not given stay as loaded. A mode may be given alone, a method only with its
/// goal.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_start_dialing(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::start_dialing(campaign, group)))
}

/// Stop dialling (CM_ReqStopDialing).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_stop_dialing(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::stop_dialing(campaign, group)))
}

/// Put a phone number, a customer, or both on the do-not-call list (CM_ReqDoNotCall).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_do_not_call(
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::do_not_call()))
}

/// Cancel the records of a phone number, in one campaign or in all (CM_ReqCancelRecord).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_cancel_record(
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::cancel_record()))
}

/// Unload a campaign without waiting for outstanding records (CM_ReqForceUnloadCampaign).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_force_unload_campaign(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::force_unload_campaign(campaign, group)))
}

/// End a campaign as if it had run out of records (CM_ReqCompleteCampaign).
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_complete_campaign(
    campaign: i32,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::complete_campaign(campaign, group)))
}

/// DBID of the receiving application; 0 is every OCS on the DN.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_target(
    request: BorrowedMut<commdn_request>,
    target: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| request.set(|request| request.target(target)))
}

/// DBID of the campaign; 0 addresses a sequence.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_campaign(
    request: BorrowedMut<commdn_request>,
    campaign: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| request.set(|request| request.campaign(campaign)))
}

/// DBID of the group.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_group(
    request: BorrowedMut<commdn_request>,
    group: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| request.set(|request| request.group(group)))
}

/// Dialling mode of a campaign group. A COMMDN_DIAL_MODE number.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_dial_mode(
    request: BorrowedMut<commdn_request>,
    dial_mode: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        request.set(|request| request.dial_mode(DialMode(dial_mode)))
    })
}

/// Optimisation method. A COMMDN_OPTIMIZE_BY number.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_optimize_by(
    request: BorrowedMut<commdn_request>,
    optimize_by: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        request.set(|request| request.optimize_by(OptimizeBy(optimize_by)))
    })
}

/// Optimisation goal: percent, or seconds.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_optimize_goal(
    request: BorrowedMut<commdn_request>,
    optimize_goal: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        request.set(|request| request.optimize_goal(optimize_goal))
    })
}

/// Whether OCS stops and unloads the group when it runs out of records.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_auto_completion(
    request: BorrowedMut<commdn_request>,
    auto_completion: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        request.set(|request| request.auto_completion(auto_completion))
    })
}

/// Campaign sequence; in answers each item has a status.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_schedule(
    request: BorrowedMut<commdn_request>,
    schedule: Borrowed<commdn_schedule>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(request, out_error, |request| {
        let schedule = schedule.get()?.schedule().clone();
        request.set(|request| request.schedule(schedule));
        Ok(())
    })
}

/// Phone number of the record.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_phone(
    request: BorrowedMut<commdn_request>,
    phone: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(request, (phone, "phone"), out_error, |request, phone| {
        request.set(|request| request.phone(phone))
    })
}

/// Campaign name of the record; in cancellations only.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_campaign_name(
    request: BorrowedMut<commdn_request>,
    campaign_name: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(request, (campaign_name, "campaign_name"), out_error, |request, campaign_name| {
        request.set(|request| request.campaign_name(campaign_name))
    })
}

/// Customer id of the record.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_customer_id(
    request: BorrowedMut<commdn_request>,
    customer_id: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(request, (customer_id, "customer_id"), out_error, |request, customer_id| {
        request.set(|request| request.customer_id(customer_id))
    })
}

/// Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly".
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_chain(
    request: BorrowedMut<commdn_request>,
    chain: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set_text(request, (chain, "chain"), out_error, |request, chain| {
        request.set(|request| request.chain(Chain::from(chain)))
    })
}

/// Dialling priority of general records, and how many are taken at a time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_priority_general(
    request: BorrowedMut<commdn_request>,
    priority: i32,
    n_records: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.general = Some(rule));
    })
}

/// Dialling priority of rescheduled records, and how many are taken at a time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_priority_campaign_rescheduled(
    request: BorrowedMut<commdn_request>,
    priority: i32,
    n_records: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.campaign_rescheduled = Some(rule));
    })
}

/// Dialling priority of records to be called back, and how many are taken at a time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_priority_campaign_call_back(
    request: BorrowedMut<commdn_request>,
    priority: i32,
    n_records: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.campaign_call_back = Some(rule));
    })
}
