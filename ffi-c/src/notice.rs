//! Notices: what a session tells unasked.

use commdn::exchange::{Notification, NotificationKind};
use commdn::session::Notice;

use crate::error::{Fault, commdn_error};
use crate::event::commdn_event;
use crate::guard::{ffi_free, ffi_value, into_handle};

/// An event that was sent unasked, or for somebody else's request.
pub const COMMDN_NOTICE_EVENT: i32 = 0;
/// An event that answers a request that was given up before.
pub const COMMDN_NOTICE_LATE_ANSWER: i32 = 1;
/// An event that fits several open requests that differ; none was completed.
pub const COMMDN_NOTICE_AMBIGUOUS_ANSWER: i32 = 2;
/// The server's link to the switch came.
pub const COMMDN_NOTICE_SWITCH_UP: i32 = 3;
/// The server's link to the switch went.
pub const COMMDN_NOTICE_SWITCH_DOWN: i32 = 4;
/// The DN is no longer registered; its registration was asked for again.
pub const COMMDN_NOTICE_UNREGISTERED: i32 = 5;
/// The connection is lost; commdn_notice_error() says why. The session connects again, unless commdn_session_is_over().
pub const COMMDN_NOTICE_DISCONNECTED: i32 = 6;
/// Something that this header does not name.
pub const COMMDN_NOTICE_OTHER: i32 = 7;
/// A connection is up again, or for the first time with the option connect_in_background.
pub const COMMDN_NOTICE_CONNECTED: i32 = 8;
/// The DN is registered again.
pub const COMMDN_NOTICE_REGISTERED: i32 = 9;
/// The DN is out of service: requests wait.
pub const COMMDN_NOTICE_OUT_OF_SERVICE: i32 = 10;
/// The DN is back in service.
pub const COMMDN_NOTICE_IN_SERVICE: i32 = 11;

/// What a session tells unasked.
pub struct commdn_notice {
    kind: i32,
    event: Option<commdn_event>,
    error: Option<commdn_error>,
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

    pub(crate) fn handle(notice: Notice) -> *mut Self {
        into_handle(Self::new(notice))
    }
}

/// Free it and everything that its getters gave.
///
/// Owns:    takes `notice`; NULL is harmless. Never free what a callback is given.
/// Threads: any, when nobody else uses `notice`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_notice_free(notice: *mut commdn_notice) {
    ffi_free(notice)
}

/// What it tells: one of the COMMDN_NOTICE numbers, or another; -1 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `notice`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_notice_kind(notice: *const commdn_notice) -> i32 {
    ffi_value(-1, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { notice.as_ref() }.map_or(-1, |notice| notice.kind)
    })
}

/// The event, of the first three kinds; NULL for the others.
///
/// Owns:    the event is the notice's and ends with it, never free it; commdn_event_dup() makes a copy.
/// Threads: any, at the same time as other readers of `notice`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_notice_event(notice: *const commdn_notice) -> *const commdn_event {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let event = unsafe { notice.as_ref() }.and_then(|notice| notice.event.as_ref());
        event.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// Why the connection is lost, of COMMDN_NOTICE_DISCONNECTED; NULL for the others.
///
/// Owns:    the error is the notice's and ends with it, never free it.
/// Threads: any, at the same time as other readers of `notice`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_notice_error(notice: *const commdn_notice) -> *const commdn_error {
    ffi_value(std::ptr::null(), || {
        // SAFETY: NULL or live, the caller's duty (Owns).
        let error = unsafe { notice.as_ref() }.and_then(|notice| notice.error.as_ref());
        error.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}
