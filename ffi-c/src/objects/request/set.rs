//! The setters of requests: one for each attribute that a request may have.

use crate::boundary::{
    Borrowed, BorrowedMut, OutOwned, commdn_error, commdn_status, ffi_set, ffi_try_set, invalid,
};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::request::commdn_request;
use commdn::exchange::Repeat;
use commdn::message::{DialMode, OptimizeBy};

/// Take all answers that come until the deadline.
pub const COMMDN_ANSWERS_ALL: i32 = -1;

/// How it dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or seconds.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_dialing(
    request: BorrowedMut<commdn_request>,
    dial_mode: i32,
    optimize_by: i32,
    optimize_goal: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        let mode = DialMode(dial_mode);
        let method = OptimizeBy(optimize_by);
        request.set(|request| request.dialing(mode, method, optimize_goal));
    })
}

/// Further pairs of user data, sent after the API's own; they replace those of an earlier call.
///
/// Errors:  The API's own keys are refused when the request is checked.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_extra(
    request: BorrowedMut<commdn_request>,
    pairs: Borrowed<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(request, out_error, |request| {
        let pairs = pairs.named("pairs")?;
        request.set(|request| request.extra(pairs.list().clone()));
        Ok(())
    })
}

/// How many OCS must answer before a request to every OCS is complete. Default 1.
///
/// COMMDN_ANSWERS_ALL waits until the deadline and takes all that come. Without effect on a
/// request to one OCS.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_wanted_answers(
    request: BorrowedMut<commdn_request>,
    wanted_answers: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(request, out_error, |request| {
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
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_set_repeat(
    request: BorrowedMut<commdn_request>,
    repeat: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_set(request, out_error, |request| {
        request.set_repeat(if repeat { Repeat::WhenSafe } else { Repeat::Never })
    })
}
