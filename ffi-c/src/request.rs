//! Requests: made by name, checked by the core, read back.

use commdn::exchange::{CallOptions, Repeat};
use commdn::message::{DialingPriority, Envelope, MessageType, Request, keys};

use crate::dialect::{commdn_dialect, or_default};
use crate::error::commdn_error;
use crate::guard::{NO_ERROR, borrow, ffi_free, ffi_guard, ffi_value, into_handle, out};
use crate::kvlist::commdn_kvlist;
use crate::schedule::commdn_schedule;
use crate::status::commdn_status;

/// A request to OCS.
///
/// Setters take what they are given; the rules of the API are checked when the request is sent,
/// or by commdn_request_validate(). The same request may be sent any number of times.
pub struct commdn_request {
    request: Request,
    /// How many answers complete a request to every OCS; `None`: all that come.
    answers: Option<usize>,
    /// What becomes of it when the connection is lost before it is answered.
    repeat: Repeat,
}

impl commdn_request {
    pub(crate) const fn new(request: Request) -> Self {
        Self { request, answers: Some(1), repeat: Repeat::WhenSafe }
    }

    pub(crate) const fn request(&self) -> &Request {
        &self.request
    }

    /// The options of a call, with what was set on the request.
    pub(crate) const fn options(&self, call: CallOptions) -> CallOptions {
        call.answers(self.answers).repeat(self.repeat)
    }

    /// Answers that complete a request to every OCS; `None`: all that come.
    #[cfg(feature = "outbox")]
    pub(crate) const fn answers(&self) -> Option<usize> {
        self.answers
    }

    pub(crate) const fn set_repeat(&mut self, repeat: Repeat) {
        self.repeat = repeat;
    }

    pub(crate) const fn set_answers(&mut self, answers: Option<usize>) {
        self.answers = answers;
    }

    /// Apply one of the core's setters, which take the request and give it back.
    pub(crate) fn set(&mut self, set: impl FnOnce(Request) -> Request) {
        let request = std::mem::replace(&mut self.request, Request::new(MessageType::NONE));
        self.request = set(request);
    }

    /// Apply a change to the dialling priority.
    pub(crate) fn prioritize(&mut self, change: impl FnOnce(&mut DialingPriority)) {
        let mut priority = self.request.fields().dialing_priority.unwrap_or_default();
        change(&mut priority);
        self.set(|request| request.dialing_priority(priority));
    }
}

/// A request of any number, without attributes; the named constructors are the usual way.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_new(
    message_type: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::new(MessageType(message_type)))));
        Ok(())
    })
}

/// Put a phone number or customer on the do-not-call list (CM_ReqDoNotCall): set one of them, or both.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_do_not_call(
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::do_not_call())));
        Ok(())
    })
}

/// Cancel records (CM_ReqCancelRecord): set at least the phone.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_cancel_record(
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::cancel_record())));
        Ok(())
    })
}

/// Load a campaign (CM_ReqLoadCampaign); set how it dials.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_load_campaign(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::load_campaign(campaign, group))));
        Ok(())
    })
}

/// Unload a campaign (CM_ReqUnloadCampaign).
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_unload_campaign(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::unload_campaign(campaign, group))));
        Ok(())
    })
}

/// Unload a campaign without waiting for records that are out (CM_ReqForceUnloadCampaign).
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_force_unload_campaign(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::force_unload_campaign(
            campaign, group,
        ))));
        Ok(())
    })
}

/// Start dialling (CM_ReqStartDialing); how it dials stays as it is where it is not set.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_start_dialing(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::start_dialing(campaign, group))));
        Ok(())
    })
}

/// Stop dialling (CM_ReqStopDialing).
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_stop_dialing(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::stop_dialing(campaign, group))));
        Ok(())
    })
}

/// Change how a campaign dials (CM_ReqSetDialingMode); what is not set stays as it is.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_set_dialing_mode(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::set_dialing_mode(campaign, group))));
        Ok(())
    })
}

/// Ask for a campaign's status (CM_ReqGetCampaignStatus).
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_campaign_status(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::campaign_status(campaign, group))));
        Ok(())
    })
}

/// End a campaign as if its records were used up (CompleteCampaign, 36).
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_complete_campaign(
    campaign: i32,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked.
        let object = unsafe { out(out_request, "out_request")? };
        object.give(into_handle(commdn_request::new(Request::complete_campaign(campaign, group))));
        Ok(())
    })
}

/// A campaign request that is addressed to a sequence: `message_type` is one of the COMMDN_MESSAGE_TYPE_REQ numbers.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise. `schedule` is copied.
/// Threads: any, at the same time as other readers of `schedule`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_of_sequence(
    message_type: i32,
    schedule: *const commdn_schedule,
    group: i32,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (object, schedule) =
            unsafe { (out(out_request, "out_request")?, borrow(schedule, "schedule")?) };
        let message_type = MessageType(message_type);
        let request = Request::of_sequence(message_type, schedule.schedule().clone(), group);
        object.give(into_handle(commdn_request::new(request)));
        Ok(())
    })
}

/// A copy.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise. `request` stays yours.
/// Threads: any, at the same time as other readers of `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_dup(
    request: *const commdn_request,
    out_request: *mut *mut commdn_request,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (copy, request) =
            unsafe { (out(out_request, "out_request")?, borrow(request, "request")?) };
        copy.give(into_handle(commdn_request {
            request: request.request.clone(),
            answers: request.answers,
            repeat: request.repeat,
        }));
        Ok(())
    })
}

/// Free a request; one that was sent goes on.
///
/// Owns:    takes `request`; NULL is harmless.
/// Threads: any, when nobody else uses `request`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_free(request: *mut commdn_request) {
    ffi_free(request)
}

/// What is asked: one of the COMMDN_MESSAGE_TYPE_REQ numbers, or another; -1 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `request`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_message_type(request: *const commdn_request) -> i32 {
    ffi_value(-1, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { request.as_ref() }.map_or(-1, |request| request.request.message_type().0)
    })
}

/// Check the request as sending it does.
///
/// `origin` is the DBID of the application that asks, `target` of the OCS that is asked where the
/// request itself names none.
///
/// Owns:    nothing. `dialect` may be NULL.
/// Threads: any, at the same time as other readers of `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_validate(
    request: *const commdn_request,
    origin: i32,
    target: i32,
    dialect: *const commdn_dialect,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked or fine; liveness is the caller's duty (Owns).
        let (request, dialect) = unsafe { (borrow(request, "request")?, or_default(dialect)) };
        request.request.validate(Envelope::new(origin, target), &dialect)?;
        Ok(())
    })
}

/// The request's user data as a list, for those who send it themselves; pack it with commdn_kvlist_pack().
///
/// `reference_id` is sent along unless it is 0. The other arguments are those of commdn_request_validate().
///
/// Owns:    `*out_user_data` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL otherwise. `dialect` may be NULL.
/// Threads: any, at the same time as other readers of `request`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_user_data(
    request: *const commdn_request,
    origin: i32,
    target: i32,
    reference_id: i32,
    dialect: *const commdn_dialect,
    out_user_data: *mut *mut commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let user_data = unsafe { out(out_user_data, "out_user_data")? };
        // SAFETY: NULL is checked or fine; liveness is the caller's duty (Owns).
        let (request, dialect) = unsafe { (borrow(request, "request")?, or_default(dialect)) };
        let mut envelope = Envelope::new(origin, target);
        if reference_id != 0 {
            envelope = envelope.reference_id(reference_id);
        }
        let list = request.request.to_list(envelope, &dialect)?;
        user_data.give(into_handle(commdn_kvlist::new(list)));
        Ok(())
    })
}

/// The request in a user data list: what a server or a log tool does.
///
/// Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL otherwise. `user_data` is copied. `dialect` may be NULL.
/// Threads: any, at the same time as other readers of `user_data`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_request_read(
    user_data: *const commdn_kvlist,
    dialect: *const commdn_dialect,
    out_request: *mut *mut commdn_request,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (object, list) =
            unsafe { (out(out_request, "out_request")?, borrow(user_data, "user_data")?) };
        // SAFETY: NULL is fine; liveness is the caller's duty (Owns).
        let dialect = unsafe { or_default(dialect) };
        let request = Request::read(list.view(), &dialect).ok_or_else(|| {
            crate::error::not_found(format!("the user data has no {}", keys::MESSAGE_TYPE))
        })?;
        object.give(into_handle(commdn_request::new(request)));
        Ok(())
    })
}
