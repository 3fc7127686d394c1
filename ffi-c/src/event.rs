//! Events: what OCS sent, number by number; `event_text` has the texts and lists.
//!
//! Texts that getters give are made when first asked for, and are the event's.

use std::borrow::Cow;
use std::ffi::c_char;
use std::sync::OnceLock;

use commdn::message::{Attribute, Event, keys};

use crate::dialect::{commdn_dialect, or_default};
use crate::error::{Fault, commdn_error, not_found};
use crate::guard::{NO_ERROR, borrow, ffi_free, ffi_guard, ffi_value, into_handle, out};
use crate::kvlist::commdn_kvlist;
use crate::memory::CText;
use crate::schedule::commdn_schedule;
use crate::status::commdn_status;

/// A message of OCS: an answer or a notification.
///
/// Every attribute is optional. Numbers that this header does not name are kept and given.
/// Texts are UTF-8 and end with NUL.
pub struct commdn_event {
    event: Event,
    user_data: OnceLock<commdn_kvlist>,
    schedule: OnceLock<Option<commdn_schedule>>,
    texts: [OnceLock<CText>; 6],
}

/// The text attributes, each with its place among the texts.
#[derive(Clone, Copy)]
pub(crate) enum Text {
    ErrorMessage,
    Phone,
    CustomerId,
    CampaignName,
    Chain,
    Message,
}

impl Text {
    const fn attribute(self) -> Attribute {
        match self {
            Self::ErrorMessage => Attribute::ErrorMessage,
            Self::Phone => Attribute::Phone,
            Self::CustomerId => Attribute::CustomerId,
            Self::CampaignName => Attribute::CampaignName,
            Self::Chain => Attribute::Chain,
            Self::Message => Attribute::Message,
        }
    }
}

impl commdn_event {
    pub(crate) fn new(event: Event) -> Self {
        Self {
            event,
            user_data: OnceLock::new(),
            schedule: OnceLock::new(),
            texts: Default::default(),
        }
    }

    /// What the core read.
    pub(crate) const fn event(&self) -> &Event {
        &self.event
    }

    fn number(&self, attribute: Attribute) -> Result<i32, Fault> {
        self.event.number(attribute).ok_or_else(|| missing(attribute))
    }

    pub(crate) fn text(&self, text: Text) -> Result<*const c_char, Fault> {
        let missing = || missing(text.attribute());
        let slot = self.texts.get(text as usize).ok_or_else(missing)?;
        if let Some(made) = slot.get() {
            return Ok(made.as_ptr());
        }
        let value: Cow<'_, str> = self.event.text(text.attribute()).ok_or_else(missing)?;
        Ok(slot.get_or_init(|| CText::new(value.as_bytes())).as_ptr())
    }

    pub(crate) fn schedule(&self) -> Option<&commdn_schedule> {
        let made = self.schedule.get_or_init(|| self.event.schedule().map(commdn_schedule::new));
        made.as_ref()
    }
}

impl std::fmt::Debug for commdn_event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.event.fmt(f)
    }
}

pub(crate) fn missing(attribute: Attribute) -> Fault {
    not_found(format!("the event has no {}", attribute.key()))
}

/// The event in a user data list that came another way than over a session.
///
/// Owns:    `*out_event` is the caller's on COMMDN_OK, free it with commdn_event_free(); NULL otherwise. `user_data` is copied. `dialect` may be NULL.
/// Threads: any, at the same time as other readers of `user_data`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType: then it is no message of this API.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_new(
    user_data: *const commdn_kvlist,
    dialect: *const commdn_dialect,
    out_event: *mut *mut commdn_event,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (event, list) =
            unsafe { (out(out_event, "out_event")?, borrow(user_data, "user_data")?) };
        // SAFETY: NULL is fine; liveness is the caller's duty (Owns).
        let dialect = unsafe { or_default(dialect) };
        let read = Event::new(list.list().clone(), &dialect).map_err(|_| {
            not_found(format!(
                "the user data has no {}: it is no CommDN message",
                keys::MESSAGE_TYPE
            ))
        })?;
        event.give(into_handle(commdn_event::new(read)));
        Ok(())
    })
}

/// A copy.
///
/// Owns:    `*out_event` is the caller's on COMMDN_OK, free it with commdn_event_free(); NULL otherwise. `event` stays yours.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_dup(
    event: *const commdn_event,
    out_event: *mut *mut commdn_event,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (copy, event) = unsafe { (out(out_event, "out_event")?, borrow(event, "event")?) };
        copy.give(into_handle(commdn_event::new(event.event.clone())));
        Ok(())
    })
}

/// Free it and everything that its getters gave.
///
/// Owns:    takes `event`; NULL is harmless. Never free what is const: it is another object's.
/// Threads: any, when nobody else uses `event`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_free(event: *mut commdn_event) {
    ffi_free(event)
}

/// What the event tells: one of the COMMDN_MESSAGE_TYPE numbers, or another; -1 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_message_type(event: *const commdn_event) -> i32 {
    ffi_value(-1, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { event.as_ref() }.map_or(-1, |event| event.event.message_type().0)
    })
}

/// Whether it is a refusal: CM_EvError, or any message with an error number other than 0; false for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_is_refusal(event: *const commdn_event) -> bool {
    ffi_value(false, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { event.as_ref() }.is_some_and(|event| event.event.is_refusal())
    })
}

/// The user data as it came, with the pairs that the API does not know; NULL for NULL.
///
/// Owns:    the list is the event's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_user_data(
    event: *const commdn_event,
) -> *const commdn_kvlist {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        unsafe { event.as_ref() }.map_or(std::ptr::null(), |event| {
            let list = || commdn_kvlist::new(event.event.user_data().clone());
            std::ptr::from_ref(event.user_data.get_or_init(list))
        })
    })
}

/// DBID of the OCS that sent it.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_origin(
    event: *const commdn_event,
    out_dbid: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_dbid, "out_dbid")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::Origin)?);
        Ok(())
    })
}

/// DBID of the application it is for.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_target(
    event: *const commdn_event,
    out_dbid: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_dbid, "out_dbid")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::Target)?);
        Ok(())
    })
}

/// Correlation id.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_reference_id(
    event: *const commdn_event,
    out_id: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_id, "out_id")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::ReferenceId)?);
        Ok(())
    })
}

/// DBID of the campaign.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_campaign(
    event: *const commdn_event,
    out_dbid: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_dbid, "out_dbid")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::Campaign)?);
        Ok(())
    })
}

/// DBID of the group.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_group(
    event: *const commdn_event,
    out_dbid: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_dbid, "out_dbid")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::Group)?);
        Ok(())
    })
}

/// Dialling mode: one of the COMMDN_DIAL_MODE numbers, or another.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_dial_mode(
    event: *const commdn_event,
    out_dial_mode: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) =
            unsafe { (out(out_dial_mode, "out_dial_mode")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::DialMode)?);
        Ok(())
    })
}

/// Optimisation method: one of the COMMDN_OPTIMIZE_BY numbers, or another.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_optimize_by(
    event: *const commdn_event,
    out_optimize_by: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) =
            unsafe { (out(out_optimize_by, "out_optimize_by")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::OptimizeBy)?);
        Ok(())
    })
}

/// Optimisation goal, in percent or seconds.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_optimize_goal(
    event: *const commdn_event,
    out_goal: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_goal, "out_goal")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::OptimizeGoal)?);
        Ok(())
    })
}

/// Status of the campaign group: one of the COMMDN_GROUP_STATUS numbers, or another.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_status(
    event: *const commdn_event,
    out_status: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_status, "out_status")?, borrow(event, "event")?) };
        value.give(event.number(Attribute::Status)?);
        Ok(())
    })
}

/// The error: one of the COMMDN_CM_ERROR numbers, or another; 0, no error, counts as none.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_error(
    event: *const commdn_event,
    out_error_number: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) =
            unsafe { (out(out_error_number, "out_error_number")?, borrow(event, "event")?) };
        value.give(event.event.error().ok_or_else(|| missing(Attribute::Error))?.0);
        Ok(())
    })
}

/// Whether auto completion is on.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `event`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_event_auto_completion(
    event: *const commdn_event,
    out_wanted: *mut bool,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, event) = unsafe { (out(out_wanted, "out_wanted")?, borrow(event, "event")?) };
        value
            .give(event.event.auto_completion().ok_or_else(|| missing(Attribute::AutoCompletion))?);
        Ok(())
    })
}
