//! Messages of a server to its clients, and their frames.
//!
//! The counterpart of [`LinkEvent`](super::LinkEvent), the client's view of them. An attribute that
//! is `None` is left out of the frame.

use super::frame::FrameWriter;
use super::ids::{AttributeId, MessageId};

/// Message of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ServerMessage<'a> {
    /// The application is in.
    Connected {
        /// The server's version.
        version: Option<&'a str>,
        /// The number that the server gives the client.
        client: Option<i32>,
    },
    /// The server's link to the switch is up (true), or down.
    SwitchLink(bool),
    /// A DN is registered.
    Registered {
        /// The DN.
        dn: Option<&'a str>,
        /// The reference id of the request.
        reference: Option<i32>,
    },
    /// A DN is no longer registered; asked for if there is a reference id.
    Unregistered {
        /// The DN.
        dn: Option<&'a str>,
        /// The reference id of the request.
        reference: Option<i32>,
    },
    /// A DN is back in service (true), or out of it.
    Service {
        /// The DN.
        dn: Option<&'a str>,
        /// Whether it is in service.
        up: bool,
    },
    /// The server took a request; the switch, or OCS, has not answered it by that.
    Accepted {
        /// The reference id of the request.
        reference: Option<i32>,
    },
    /// The server refuses a request, a registration or a login.
    Refused {
        /// The reference id of the request.
        reference: Option<i32>,
        /// The DN whose registration is refused.
        dn: Option<&'a str>,
        /// T-Server's error code.
        code: i32,
        /// Why.
        message: &'a str,
    },
    /// A user event on a DN.
    UserEvent {
        /// The DN.
        dn: Option<&'a str>,
        /// Its packed user data.
        user_data: &'a [u8],
        /// Counts the server's events.
        sequence: Option<u64>,
        /// When it happened: seconds since 1970, and microseconds.
        time: Option<(i32, i32)>,
    },
    /// Objects of the configuration, some of those that were asked for.
    Objects {
        /// The reference id of the request.
        reference: Option<i32>,
        /// Their kind's number.
        kind: i32,
        /// Their packed lists, at least one; together at most half a frame.
        objects: &'a [&'a [u8]],
    },
    /// All objects that were asked for have been sent.
    ObjectsSent {
        /// The reference id of the request.
        reference: Option<i32>,
        /// How many there were.
        count: i32,
    },
    /// The server becomes the backup; the end of the connection follows.
    PrimaryChanged,
    /// The end of the connection follows.
    Disconnected,
}

impl ServerMessage<'_> {
    /// Append its frame to `out`.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut frame = FrameWriter::new(out, self.id());
        match *self {
            Self::Connected { version, client } => {
                int(&mut frame, AttributeId::CLIENT_ID, client);
                int(&mut frame, AttributeId::SESSION_ID, client);
                text(&mut frame, AttributeId::SERVER_VERSION, version);
            }
            Self::Registered { dn, reference } | Self::Unregistered { dn, reference } => {
                text(&mut frame, AttributeId::THIS_DN, dn);
                int(&mut frame, AttributeId::REFERENCE_ID, reference);
            }
            Self::Service { dn, .. } => text(&mut frame, AttributeId::THIS_DN, dn),
            Self::Accepted { reference } => int(&mut frame, AttributeId::REFERENCE_ID, reference),
            Self::Refused { reference, dn, code, message } => {
                int(&mut frame, AttributeId::REFERENCE_ID, reference);
                text(&mut frame, AttributeId::THIS_DN, dn);
                int(&mut frame, AttributeId::ERROR_CODE, Some(code));
                text(&mut frame, AttributeId::ERROR_MESSAGE, Some(message));
            }
            Self::UserEvent { dn, user_data, sequence, time } => {
                text(&mut frame, AttributeId::THIS_DN, dn);
                frame.bytes(AttributeId::USER_DATA, user_data);
                if let Some(sequence) = sequence {
                    frame.long(AttributeId::EVENT_SEQUENCE_NUMBER, sequence);
                }
                int(&mut frame, AttributeId::TIME_IN_SECS, time.map(|(seconds, _)| seconds));
                int(&mut frame, AttributeId::TIME_IN_USECS, time.map(|(_, micros)| micros));
            }
            Self::Objects { reference, kind, objects } => {
                int(&mut frame, AttributeId::REFERENCE_ID, reference);
                frame.int(AttributeId::OBJECT_KIND, kind);
                for object in objects {
                    frame.bytes(AttributeId::OBJECT, object);
                }
            }
            Self::ObjectsSent { reference, count } => {
                int(&mut frame, AttributeId::REFERENCE_ID, reference);
                frame.int(AttributeId::OBJECT_COUNT, count);
            }
            Self::SwitchLink(_) | Self::PrimaryChanged | Self::Disconnected => {}
        }
    }

    const fn id(&self) -> MessageId {
        match self {
            Self::Connected { .. } => MessageId::SERVER_CONNECTED,
            Self::SwitchLink(true) => MessageId::LINK_CONNECTED,
            Self::SwitchLink(false) => MessageId::LINK_DISCONNECTED,
            Self::Registered { .. } => MessageId::REGISTERED,
            Self::Unregistered { .. } => MessageId::UNREGISTERED,
            Self::Service { up: true, .. } => MessageId::DN_BACK_IN_SERVICE,
            Self::Service { up: false, .. } => MessageId::DN_OUT_OF_SERVICE,
            Self::Accepted { .. } => MessageId::ACK,
            Self::Refused { .. } => MessageId::ERROR,
            Self::UserEvent { .. } => MessageId::USER_EVENT,
            Self::Objects { .. } => MessageId::OBJECTS,
            Self::ObjectsSent { .. } => MessageId::OBJECTS_SENT,
            Self::PrimaryChanged => MessageId::PRIMARY_CHANGED,
            Self::Disconnected => MessageId::SERVER_DISCONNECTED,
        }
    }
}

fn int(frame: &mut FrameWriter<'_>, id: AttributeId, value: Option<i32>) {
    if let Some(value) = value {
        frame.int(id, value);
    }
}

fn text(frame: &mut FrameWriter<'_>, id: AttributeId, value: Option<&str>) {
    if let Some(value) = value {
        frame.bytes(id, value.as_bytes());
    }
}
