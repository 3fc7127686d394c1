//! Notices: what a session tells unasked.

use crate::boundary::{Fault, Object, commdn_error};
use crate::generated::numbers::notice::*;
use crate::objects::event::commdn_event;

use commdn::exchange::{Notification, NotificationKind};
use commdn::session::Notice;

/// What a session tells unasked.
pub struct commdn_notice {
    pub(crate) kind: i32,
    pub(crate) event: Option<commdn_event>,
    pub(crate) error: Option<commdn_error>,
}

impl Object for commdn_notice {
    const NAME: &'static str = "notice";
}

impl commdn_notice {
    pub(crate) fn new(notice: Notice) -> Self {
        let plain = |kind| Self { kind, event: None, error: None };
        match notice {
            Notice::Event(Notification { kind, event, .. }) => {
                let kind = match kind {
                    NotificationKind::Late => COMMDN_NOTICE_LATE_ANSWER,
                    NotificationKind::Ambiguous => COMMDN_NOTICE_AMBIGUOUS_ANSWER,
                    _ => COMMDN_NOTICE_EVENT,
                };
                Self { kind, event: Some(commdn_event::new(event)), error: None }
            }
            Notice::SwitchLink(true) => plain(COMMDN_NOTICE_SWITCH_UP),
            Notice::SwitchLink(false) => plain(COMMDN_NOTICE_SWITCH_DOWN),
            Notice::Unregistered => plain(COMMDN_NOTICE_UNREGISTERED),
            Notice::Disconnected(error) => {
                let error = commdn_error::new(Fault::from(error));
                Self { kind: COMMDN_NOTICE_DISCONNECTED, event: None, error: Some(error) }
            }
            Notice::Connected { .. } => plain(COMMDN_NOTICE_CONNECTED),
            Notice::Registered => plain(COMMDN_NOTICE_REGISTERED),
            Notice::Service(false) => plain(COMMDN_NOTICE_OUT_OF_SERVICE),
            Notice::Service(true) => plain(COMMDN_NOTICE_IN_SERVICE),
            _ => plain(COMMDN_NOTICE_OTHER),
        }
    }
}
