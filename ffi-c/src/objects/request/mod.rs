//! Requests: made by name, checked by the core, read back.

pub mod set;

use crate::boundary::{
    Borrowed, Object, OutOwned, commdn_error, commdn_status, ffi_guard, ffi_new, ffi_status,
    not_found,
};
use crate::objects::dialect::{commdn_dialect, or_default};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::schedule::commdn_schedule;
use commdn::exchange::{CallOptions, Repeat};
use commdn::message::{DialingPriority, Envelope, MessageType, Request, keys};

/// A request to OCS.
///
/// Setters take what they are given; the rules of the API are checked when the request is sent,
/// or by commdn_request_validate(). The same request may be sent any number of times.
#[derive(Clone)]
pub struct commdn_request {
    request: Request,
    /// How many answers complete a request to every OCS; `None`: all that come.
    answers: Option<usize>,
    /// What becomes of it when the connection is lost before it is answered.
    repeat: Repeat,
}

impl Object for commdn_request {
    const NAME: &'static str = "request";
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
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_new(
    message_type: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_new(out_request, || commdn_request::new(Request::new(MessageType(message_type))))
}

/// A campaign request that is addressed to a sequence: `message_type` is one of the COMMDN_MESSAGE_TYPE_REQ numbers.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_of_sequence(
    message_type: i32,
    schedule: Borrowed<commdn_schedule>,
    group: i32,
    out_request: OutOwned<commdn_request>,
) -> commdn_status {
    ffi_status(|| {
        let object = out_request.needed("out_request")?;
        let schedule = schedule.get()?;
        let message_type = MessageType(message_type);
        let request = Request::of_sequence(message_type, schedule.schedule().clone(), group);
        object.give(commdn_request::new(request));
        Ok(())
    })
}

/// Check the request as sending it does.
///
/// `origin` is the DBID of the application that asks, `target` of the OCS that is asked where the
/// request itself names none.
///
/// Owns:    `dialect` may be NULL.
/// Errors:  COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_validate(
    request: Borrowed<commdn_request>,
    origin: i32,
    target: i32,
    dialect: Borrowed<commdn_dialect>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let request = request.get()?;
        let dialect = or_default(dialect);
        request.request.validate(Envelope::new(origin, target), &dialect)?;
        Ok(())
    })
}

/// The request's user data as a list, for those who send it themselves; pack it with commdn_kvlist_pack().
///
/// `reference_id` is sent along unless it is 0. The other arguments are those of commdn_request_validate().
///
/// Owns:    `dialect` may be NULL.
/// Errors:  COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_user_data(
    request: Borrowed<commdn_request>,
    origin: i32,
    target: i32,
    reference_id: i32,
    dialect: Borrowed<commdn_dialect>,
    out_user_data: OutOwned<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let user_data = out_user_data.needed("out_user_data")?;
        let request = request.get()?;
        let dialect = or_default(dialect);
        let mut envelope = Envelope::new(origin, target);
        if reference_id != 0 {
            envelope = envelope.reference_id(reference_id);
        }
        let list = request.request.to_list(envelope, &dialect)?;
        user_data.give(commdn_kvlist::new(list));
        Ok(())
    })
}

/// The request in a user data list: what a server or a log tool does.
///
/// Owns:    `dialect` may be NULL.
/// Errors:  COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_request_read(
    user_data: Borrowed<commdn_kvlist>,
    dialect: Borrowed<commdn_dialect>,
    out_request: OutOwned<commdn_request>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let object = out_request.needed("out_request")?;
        let list = user_data.named("user_data")?;
        let dialect = or_default(dialect);
        let request = Request::read(list.view(), &dialect)
            .ok_or_else(|| not_found(format!("the user data has no {}", keys::MESSAGE_TYPE)))?;
        object.give(commdn_request::new(request));
        Ok(())
    })
}
