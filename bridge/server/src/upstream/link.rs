//! The bridge's end of the connection to the server, as a machine without I/O: bytes and time in, events out.
//!
//! Unlike the core's `ClientLink` it has any number of DNs, with reference ids that its user gives. Preface,
//! login and keep-alive are the core's `Channel`. Must not know the bridge's clients.

use commdn::link::{
    AttributeId, Channel, Frame, FrameWriter, LinkConfig, LinkError, MessageId, Stage,
};
use commdn::time::Moment;

/// What the server says.
#[derive(Debug)]
pub enum Heard<'a> {
    /// The server's link to the switch came (true) or went.
    SwitchLink(bool),
    /// It took a request.
    Accepted(i32),
    /// It refused something.
    Refused {
        /// The reference id.
        reference: Option<i32>,
        /// T-Server's error code.
        code: i32,
        /// Its text.
        message: String,
    },
    /// A DN is registered.
    Registered(Option<i32>),
    /// A DN is registered no more.
    Unregistered {
        /// The DN.
        dn: Option<&'a [u8]>,
        /// The reference id, if it was asked for.
        reference: Option<i32>,
    },
    /// A DN is back in service (true) or out of it.
    Service {
        /// The DN.
        dn: Option<&'a [u8]>,
        /// Whether it is back.
        up: bool,
    },
    /// A user event.
    UserEvent {
        /// The DN.
        dn: Option<&'a [u8]>,
        /// Its packed user data.
        user_data: &'a [u8],
        /// Counts the server's events.
        sequence: Option<u64>,
        /// When it happened.
        time: Option<(i32, i32)>,
    },
    /// Objects of the configuration.
    Objects {
        /// The reference id of the request.
        reference: i32,
        /// Their kind's number.
        kind: i32,
        /// Their packed lists.
        objects: Vec<&'a [u8]>,
    },
    /// All that were asked for.
    ObjectsSent {
        /// The reference id of the request.
        reference: i32,
        /// How many there were.
        count: i32,
    },
    /// The server becomes the backup.
    PrimaryChanged,
}

/// The connection.
#[derive(Debug)]
pub struct UpstreamLink {
    config: LinkConfig,
    channel: Channel,
}

impl UpstreamLink {
    /// Start a connection: appends the first bytes to send to `out`.
    pub fn start(config: LinkConfig, now: Moment, out: &mut Vec<u8>) -> Self {
        Self { channel: Channel::start(&config, now, out), config }
    }

    /// Whether the server has let the bridge in.
    pub fn is_logged_in(&self) -> bool {
        matches!(self.channel.stage, Stage::Link | Stage::Up)
    }

    /// Take received bytes: answers go to `out`, events to `tell`.
    ///
    /// # Errors
    /// The connection cannot continue.
    pub fn receive(
        &mut self,
        bytes: &[u8],
        now: Moment,
        out: &mut Vec<u8>,
        tell: &mut dyn FnMut(Heard<'_>),
    ) -> Result<(), LinkError> {
        let Some(mut input) = self.channel.receive(bytes, now)? else { return Ok(()) };
        let Self { config, channel } = self;
        let Channel { buffer, stage, .. } = channel;
        let before = *stage;
        while let Some(result) =
            buffer.next_of(&mut input, |frame| hear(frame, config, stage, out, tell))?
        {
            result?;
        }
        if channel.stage != before {
            channel.enter(channel.stage, now);
        }
        Ok(())
    }

    /// The server closed the connection.
    pub const fn closed(&self) -> LinkError {
        self.channel.closed()
    }

    /// Let time pass: polls go to `out`.
    ///
    /// # Errors
    /// A step of the login stalled, or the server is silent.
    pub fn tick(&mut self, now: Moment, out: &mut Vec<u8>) -> Result<(), LinkError> {
        let is_in = self.is_logged_in();
        self.channel.tick(&self.config, is_in, now, out)
    }

    /// When [`UpstreamLink::tick`] has something to do next, if nothing comes.
    pub fn next_tick(&self) -> Option<Moment> {
        self.channel.next_tick(&self.config, self.is_logged_in())
    }
}

fn hear(
    frame: Frame<'_>,
    config: &LinkConfig,
    stage: &mut Stage,
    out: &mut Vec<u8>,
    tell: &mut dyn FnMut(Heard<'_>),
) -> Result<(), LinkError> {
    let reference = frame.int(AttributeId::REFERENCE_ID);
    let dn = frame.bytes(AttributeId::THIS_DN);
    match frame.message {
        MessageId::SERVER_CONNECTED if *stage == Stage::Login => *stage = Stage::Link,
        MessageId::KEEP_ALIVE_POLL => drop(FrameWriter::new(out, MessageId::KEEP_ALIVE_ANSWER)),
        MessageId::ERROR => {
            let code = frame.int(AttributeId::ERROR_CODE).unwrap_or(0);
            let message = frame.short_text(AttributeId::ERROR_MESSAGE);
            let message = message.unwrap_or_else(|| "without a text".to_owned());
            if matches!(stage, Stage::Preface | Stage::Login) {
                let application = config.application.clone();
                return Err(LinkError::LoginRefused { application, code, message });
            }
            tell(Heard::Refused { reference, code, message });
        }
        // Nothing else counts before the login.
        _ if matches!(stage, Stage::Preface | Stage::Login) => {}
        MessageId::LINK_CONNECTED => {
            *stage = Stage::Up;
            tell(Heard::SwitchLink(true));
        }
        MessageId::LINK_DISCONNECTED => tell(Heard::SwitchLink(false)),
        MessageId::ACK => {
            if let Some(reference) = reference {
                tell(Heard::Accepted(reference));
            }
        }
        MessageId::REGISTERED => tell(Heard::Registered(reference)),
        MessageId::UNREGISTERED => tell(Heard::Unregistered { dn, reference }),
        MessageId::DN_OUT_OF_SERVICE => tell(Heard::Service { dn, up: false }),
        MessageId::DN_BACK_IN_SERVICE => tell(Heard::Service { dn, up: true }),
        MessageId::PRIMARY_CHANGED => tell(Heard::PrimaryChanged),
        MessageId::OBJECTS => {
            let is_object = |(id, _): &(AttributeId, _)| *id == AttributeId::OBJECT;
            let objects = frame.attributes().filter(is_object).map(|(_, value)| value).collect();
            let kind = frame.int(AttributeId::OBJECT_KIND).unwrap_or(0);
            if let Some(reference) = reference {
                tell(Heard::Objects { reference, kind, objects });
            }
        }
        MessageId::OBJECTS_SENT => {
            let count = frame.int(AttributeId::OBJECT_COUNT).unwrap_or(0);
            if let Some(reference) = reference {
                tell(Heard::ObjectsSent { reference, count });
            }
        }
        MessageId::USER_EVENT => {
            if let Some(user_data) = frame.bytes(AttributeId::USER_DATA) {
                let sequence = frame.long(AttributeId::EVENT_SEQUENCE_NUMBER);
                let seconds = frame.int(AttributeId::TIME_IN_SECS);
                let micros = frame.int(AttributeId::TIME_IN_USECS).unwrap_or(0);
                let time = seconds.map(|seconds| (seconds, micros));
                tell(Heard::UserEvent { dn, user_data, sequence, time });
            }
        }
        _ => {}
    }
    Ok(())
}
