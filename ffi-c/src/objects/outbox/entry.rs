//! What an outbox has recorded: entries and outcomes, with copies of their texts and objects for C.

use commdn::outbox::{Entry, Outcome};

use crate::boundary::{CText, Fault, Object, commdn_error};
use crate::objects::event::commdn_event;
use crate::objects::request::commdn_request;

/// The recorded outcome of an entry of an outbox: final, and the only one.
pub struct commdn_outbox_outcome {
    pub(crate) outcome: Outcome,
    pub(crate) key: Option<CText>,
    pub(crate) event: Option<commdn_event>,
    pub(crate) error: Option<commdn_error>,
}

impl Object for commdn_outbox_outcome {
    const NAME: &'static str = "outcome";
}

impl commdn_outbox_outcome {
    pub(crate) fn new(mut outcome: Outcome) -> Self {
        let error = outcome.error.take().map(Fault::from);
        let event = outcome.event.take().map(commdn_event::new);
        let key = outcome.key.take().map(CText::new);
        Self { key, event, error: error.map(commdn_error::new), outcome }
    }
}

/// An entry of an outbox with all that is known of it.
pub struct commdn_outbox_entry {
    pub(crate) entry: Entry,
    pub(crate) key: Option<CText>,
    pub(crate) request: Option<commdn_request>,
    pub(crate) outcome: Option<commdn_outbox_outcome>,
}

impl Object for commdn_outbox_entry {
    const NAME: &'static str = "entry";
}

impl commdn_outbox_entry {
    pub(crate) fn new(mut entry: Entry) -> Self {
        Self {
            key: entry.key.take().map(CText::new),
            request: entry.request.take().map(commdn_request::new),
            outcome: entry.outcome.take().map(commdn_outbox_outcome::new),
            entry,
        }
    }
}
