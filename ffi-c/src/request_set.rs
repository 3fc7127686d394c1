//! The setters of requests: one for each attribute that a request may have.

use std::ffi::c_char;

use commdn::exchange::Repeat;
use commdn::message::{Chain, DialMode, OptimizeBy, PriorityRule};

use crate::error::commdn_error;
use crate::guard::{borrow, borrow_mut, c_text, ffi_guard, invalid};
use crate::kvlist::commdn_kvlist;
use crate::request::commdn_request;
use crate::schedule::commdn_schedule;
use crate::status::commdn_status;

/// Take all answers that come until the deadline.
pub const COMMDN_ANSWERS_ALL: i32 = -1;

/// Ask this OCS, whatever the session's default; 0 asks every OCS on the DN.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_target(
    request: *mut commdn_request,
    ocs: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.target(ocs));
        Ok(())
    })
}

/// The campaign's DBID.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_campaign(
    request: *mut commdn_request,
    campaign: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.campaign(campaign));
        Ok(())
    })
}

/// The group's DBID.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_group(
    request: *mut commdn_request,
    group: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.group(group));
        Ok(())
    })
}

/// Dialling mode: a COMMDN_DIAL_MODE number.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_dial_mode(
    request: *mut commdn_request,
    dial_mode: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.dial_mode(DialMode(dial_mode)));
        Ok(())
    })
}

/// Optimisation method: a COMMDN_OPTIMIZE_BY number.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_optimize_by(
    request: *mut commdn_request,
    optimize_by: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.optimize_by(OptimizeBy(optimize_by)));
        Ok(())
    })
}

/// Optimisation goal, in percent or seconds.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_optimize_goal(
    request: *mut commdn_request,
    goal: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.optimize_goal(goal));
        Ok(())
    })
}

/// How it dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or seconds.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_dialing(
    request: *mut commdn_request,
    dial_mode: i32,
    optimize_by: i32,
    optimize_goal: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        let (mode, method) = (DialMode(dial_mode), OptimizeBy(optimize_by));
        request.set(|request| request.dialing(mode, method, optimize_goal));
        Ok(())
    })
}

/// Whether OCS stops and unloads the group by itself when its records are used up.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_auto_completion(
    request: *mut commdn_request,
    wanted: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set(|request| request.auto_completion(wanted));
        Ok(())
    })
}

/// Phone number in any notation that commdn_phone_normalize() reads; its digits are sent.
///
/// A text that is not certainly one number is kept, and refused when the request is validated or sent: COMMDN_ERR_INVALID_REQUEST, which tells the reason.
///
/// Owns:    nothing; `phone`, which is UTF-8, is copied.
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_phone(
    request: *mut commdn_request,
    phone: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, phone) =
            unsafe { (borrow_mut(request, "request")?, c_text(phone, "phone")?) };
        request.set(|request| request.phone(phone));
        Ok(())
    })
}

/// Customer id, 64 bytes at most.
///
/// Owns:    nothing; `customer_id`, which is UTF-8, is copied.
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_customer_id(
    request: *mut commdn_request,
    customer_id: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, customer_id) =
            unsafe { (borrow_mut(request, "request")?, c_text(customer_id, "customer_id")?) };
        request.set(|request| request.customer_id(customer_id));
        Ok(())
    })
}

/// Only records of the campaign with this name; cancellation only.
///
/// Owns:    nothing; `campaign_name`, which is UTF-8, is copied.
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_campaign_name(
    request: *mut commdn_request,
    campaign_name: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, campaign_name) =
            unsafe { (borrow_mut(request, "request")?, c_text(campaign_name, "campaign_name")?) };
        request.set(|request| request.campaign_name(campaign_name));
        Ok(())
    })
}

/// Scope within chains of records: COMMDN_CHAIN_ALL or COMMDN_CHAIN_RECORD_ONLY.
///
/// Owns:    nothing; `chain`, which is UTF-8, is copied.
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_chain(
    request: *mut commdn_request,
    chain: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, chain) =
            unsafe { (borrow_mut(request, "request")?, c_text(chain, "chain")?) };
        request.set(|request| request.chain(Chain::from(chain)));
        Ok(())
    })
}

/// Dialling priority of general records, and how many are taken at a time.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_priority_general(
    request: *mut commdn_request,
    priority: i32,
    n_records: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.general = Some(rule));
        Ok(())
    })
}

/// Dialling priority of rescheduled records, and how many are taken at a time.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_priority_campaign_rescheduled(
    request: *mut commdn_request,
    priority: i32,
    n_records: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.campaign_rescheduled = Some(rule));
        Ok(())
    })
}

/// Dialling priority of records to be called back, and how many are taken at a time.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_priority_campaign_call_back(
    request: *mut commdn_request,
    priority: i32,
    n_records: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        let rule = PriorityRule::new(priority, n_records);
        request.prioritize(|kinds| kinds.campaign_call_back = Some(rule));
        Ok(())
    })
}

/// The sequence that is meant.
///
/// Owns:    nothing; `schedule` is copied.
/// Threads: one at a time on `request`; others may read `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_schedule(
    request: *mut commdn_request,
    schedule: *const commdn_schedule,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, schedule) =
            unsafe { (borrow_mut(request, "request")?, borrow(schedule, "schedule")?) };
        request.set(|request| request.schedule(schedule.schedule().clone()));
        Ok(())
    })
}

/// Further pairs of user data, sent after the API's own; they replace those of an earlier call.
///
/// Owns:    nothing; `pairs` is copied.
/// Threads: one at a time on `request`; others may read `pairs`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT. The API's own keys are refused when the request is checked.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_extra(
    request: *mut commdn_request,
    pairs: *const commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (request, pairs) =
            unsafe { (borrow_mut(request, "request")?, borrow(pairs, "pairs")?) };
        request.set(|request| request.extra(pairs.list().clone()));
        Ok(())
    })
}

/// How many OCS must answer before a request to every OCS is complete. Default 1.
///
/// COMMDN_ANSWERS_ALL waits until the deadline and takes all that come. Without effect on a
/// request to one OCS.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_wanted_answers(
    request: *mut commdn_request,
    wanted_answers: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        let answers = match wanted_answers {
            COMMDN_ANSWERS_ALL => None,
            number => match usize::try_from(number) {
                Ok(number) if number > 0 => Some(number),
                _ => {
                    return Err(invalid(format!("wanted_answers {number} is no number from 1 on")));
                }
            },
        };
        request.set_answers(answers);
        Ok(())
    })
}

/// Send it again on the next connection when the one that it is on is lost, if OCS may safely see it twice. Default true.
///
/// Do-not-call, cancel and status requests are safe; others end with COMMDN_ERR_OUTCOME_UNKNOWN in
/// any case. With false a safe one ends with COMMDN_ERR_DISCONNECTED.
///
/// Owns:    nothing
/// Threads: one at a time on `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_repeat(
    request: *mut commdn_request,
    repeat: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let request = unsafe { borrow_mut(request, "request")? };
        request.set_repeat(if repeat { Repeat::WhenSafe } else { Repeat::Never });
        Ok(())
    })
}
