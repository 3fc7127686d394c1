//! Events: what OCS sent. The getters of their attributes are printed, but for priorities.
//!
//! Texts that getters give are made when first asked for, and are the event's.

pub mod priority;

use std::borrow::Cow;
use std::ffi::c_char;
use std::sync::OnceLock;

use crate::boundary::{
    Borrowed, CText, Fault, Object, OutOwned, commdn_error, commdn_status, ffi_guard, not_found,
};
use crate::objects::dialect::{commdn_dialect, or_default};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::schedule::commdn_schedule;
use commdn::description::TEXT_ATTRIBUTES;
use commdn::message::{Attribute, Event, keys};

/// A message of OCS: an answer or a notification.
///
/// Every attribute is optional. Numbers that this header does not name are kept and given.
/// Texts are UTF-8 and end with NUL.
pub struct commdn_event {
    event: Event,
    user_data: OnceLock<commdn_kvlist>,
    schedule: OnceLock<Option<commdn_schedule>>,
    texts: [OnceLock<CText>; TEXT_ATTRIBUTES],
}

impl Object for commdn_event {
    const NAME: &'static str = "event";
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

    pub(crate) fn number(&self, attribute: Attribute) -> Result<i32, Fault> {
        or_missing(attribute, self.event.number(attribute))
    }

    /// The text of an attribute, which is kept in that slot.
    pub(crate) fn text(&self, attribute: Attribute, slot: usize) -> Result<*const c_char, Fault> {
        let slot = self.texts.get(slot).ok_or_else(|| missing(attribute))?;
        if let Some(made) = slot.get() {
            return Ok(made.as_ptr());
        }
        let value: Cow<'_, str> = or_missing(attribute, self.event.text(attribute))?;
        Ok(slot.get_or_init(|| CText::new(value.as_bytes())).as_ptr())
    }

    /// The user data, with the pairs that the API does not know.
    pub(crate) fn user_data(&self) -> &commdn_kvlist {
        self.user_data.get_or_init(|| commdn_kvlist::new(self.event.user_data().clone()))
    }

    pub(crate) fn schedule(&self) -> Option<&commdn_schedule> {
        let made = self.schedule.get_or_init(|| self.event.schedule().map(commdn_schedule::new));
        made.as_ref()
    }
}

impl Clone for commdn_event {
    fn clone(&self) -> Self {
        Self::new(self.event.clone())
    }
}

impl std::fmt::Debug for commdn_event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.event.fmt(f)
    }
}

/// A value of an event, or the fault that it has none.
pub(crate) fn or_missing<T>(attribute: Attribute, value: Option<T>) -> Result<T, Fault> {
    value.ok_or_else(|| missing(attribute))
}

fn missing(attribute: Attribute) -> Fault {
    not_found(format!("the event has no {}", attribute.key()))
}

/// The event in a user data list that came another way than over a session.
///
/// Owns:    `dialect` may be NULL.
/// Errors:  COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType: then it is no message of this API.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_event_new(
    user_data: Borrowed<commdn_kvlist>,
    dialect: Borrowed<commdn_dialect>,
    out_event: OutOwned<commdn_event>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let event = out_event.needed("out_event")?;
        let list = user_data.named("user_data")?;
        let dialect = or_default(dialect);
        let read = Event::new(list.list().clone(), &dialect).map_err(|_| {
            not_found(format!(
                "the user data has no {}: it is no CommDN message",
                keys::MESSAGE_TYPE
            ))
        })?;
        event.give(commdn_event::new(read));
        Ok(())
    })
}
