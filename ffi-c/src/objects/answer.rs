//! The answer to a request: the acknowledgement, and what else came to a broadcast.

use crate::boundary::{Borrowed, Object, ffi_view};
use crate::objects::event::commdn_event;
use commdn::exchange::Answer;

/// What acknowledged a request: one event, or one of each OCS that answered a broadcast.
pub struct commdn_answer {
    /// The first acknowledgement, then the others.
    events: Vec<commdn_event>,
}

impl Object for commdn_answer {
    const NAME: &'static str = "answer";
}

impl commdn_answer {
    pub(crate) fn new(answer: Answer) -> Self {
        let Answer { event, others, .. } = answer;
        let events = std::iter::once(event).chain(others).map(commdn_event::new).collect();
        Self { events }
    }

    pub(crate) fn events(&self) -> &[commdn_event] {
        &self.events
    }
}

/// The event at `index`: 0 is the acknowledgement, the others may be refusals; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_answer_event_at(
    answer: Borrowed<commdn_answer>,
    index: usize,
) -> *const commdn_event {
    ffi_view(answer, |answer| answer.events.get(index))
}
