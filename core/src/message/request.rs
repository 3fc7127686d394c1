//! Requests: built by name, checked before they are written.

use super::dialect::Dialect;
use super::enums::{DialMode, MessageType, OptimizeBy};
use super::fields::{Addressed, Fields, WriteError};
use super::invalid::InvalidRequest;
use super::priority::DialingPriority;
use super::record::{Chain, Record, RecordList};
use super::schedule::Schedule;
use super::spec::RequestSpec;
use super::validate::Check;
use super::{Dbid, keys};
use crate::description::{attributes, requests};
use crate::kvlist::{KvList, KvRef};

/// A request to OCS.
///
/// ```
/// use commdn::message::{Chain, Dialect, Envelope, Request};
/// let request = Request::do_not_call().phone("5551234567").chain(Chain::AllChain);
/// let mut user_data = Vec::new();
/// request.write(Envelope::new(20, 101), &Dialect::DEFAULT, &mut user_data)?;
/// # Ok::<(), commdn::message::InvalidRequest>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    message_type: MessageType,
    fields: Fields,
    extra: KvList,
    /// The phone is a text that [`Request::phone`] could not take for a number.
    pub(super) phone_refused: bool,
}

macro_rules! constructors {
    ($(
        $(#[doc = $doc:literal])+
        $kind:ident $name:ident = $request:ident must $rules:tt may $optional:tt answered $answers:tt
            $(, $repeat_safe:ident)?;
    )+) => {
        impl Request {
            $(constructor! { $(#[doc = $doc])+ $kind $name $request })+
        }
    };
}

macro_rules! constructor {
    ($(#[doc = $doc:literal])+ campaign $name:ident $request:ident) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $name(campaign: Dbid, group: Dbid) -> Self {
            Self::of_campaign(MessageType::$request, campaign, group)
        }
    };
    ($(#[doc = $doc:literal])+ record $name:ident $request:ident) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $name() -> Self {
            Self::new(MessageType::$request)
        }
    };
}

requests!(constructors);

macro_rules! setters {
    ($($part:ident { $($section:ident { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $place:ident $(, $set:ident)?;
    )+ })+ })+) => {
        impl Request {
            $($($(setter! { $(#[doc = $doc])+ [$($set)?] $part $name $value })+)+)+
        }
    };
}

macro_rules! setter {
    ($(#[doc = $doc:literal])+ [] $($not_set:tt)+) => {};
    // Read as a number, in `numbered`.
    ($(#[doc = $doc:literal])+ [set] record phone Text) => {};
    ($(#[doc = $doc:literal])+ [set] record $name:ident Text) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $name(self, text: impl Into<String>) -> Self {
            self.record(|record| record.$name = Some(text.into()))
        }
    };
    ($(#[doc = $doc:literal])+ [set] record $name:ident $type:ident) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $name(self, value: $type) -> Self {
            self.record(|record| record.$name = Some(value))
        }
    };
    ($(#[doc = $doc:literal])+ [set] message $name:ident $value:ident) => {
        $(#[doc = $doc])+
        #[must_use]
        pub fn $name(mut self, value: field!($value)) -> Self {
            self.fields.$name = Some(value);
            self
        }
    };
}

/// The type that a setter takes.
macro_rules! field {
    (Number) => {
        i32
    };
    (Flag) => {
        bool
    };
    ($type:ident) => {
        $type
    };
}

attributes!(setters);

/// Envelope: origin, target and reference id, which the session adds to a request when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Envelope {
    /// DBID of the application that asks.
    pub origin: Dbid,
    /// DBID of the OCS that is asked, where the request itself names none; 0 is every OCS on the
    /// DN.
    pub target: Dbid,
    /// Correlation id, or none.
    pub reference_id: Option<i32>,
}

impl Envelope {
    /// From `origin` to `target`, without a correlation id.
    #[must_use]
    pub const fn new(origin: Dbid, target: Dbid) -> Self {
        Self { origin, target, reference_id: None }
    }

    /// The same with a correlation id.
    #[must_use]
    pub const fn reference_id(mut self, reference_id: i32) -> Self {
        self.reference_id = Some(reference_id);
        self
    }
}

impl Request {
    /// A request of that number without attributes; the named constructors are the usual way.
    #[must_use]
    pub fn new(message_type: MessageType) -> Self {
        Self { message_type, fields: Fields::default(), extra: KvList::new(), phone_refused: false }
    }

    fn of_campaign(message_type: MessageType, campaign: Dbid, group: Dbid) -> Self {
        Self::new(message_type).campaign(campaign).group(group)
    }

    /// A campaign request addressed to a sequence: campaign 0 and a schedule.
    ///
    /// Valid for load, start, stop, set-mode, status, unload and force-unload.
    #[must_use]
    pub fn of_sequence(message_type: MessageType, schedule: Schedule, group: Dbid) -> Self {
        Self::of_campaign(message_type, 0, group).schedule(schedule)
    }

    /// Its number.
    #[must_use]
    pub const fn message_type(&self) -> MessageType {
        self.message_type
    }

    /// Its attributes.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The API's rules for it; `None` for a number that is not a request.
    #[must_use]
    pub fn spec(&self) -> Option<&'static RequestSpec> {
        RequestSpec::of(self.message_type)
    }

    /// The same; a number that is not a request is a fault.
    pub(crate) fn known_spec(&self) -> Result<&'static RequestSpec, InvalidRequest> {
        self.spec().ok_or_else(|| {
            let rule = "is no request of the Communication DN API";
            InvalidRequest::new(self.message_type, keys::MESSAGE_TYPE, rule)
        })
    }

    /// Dialling mode, optimisation method, and its goal in percent or seconds.
    #[must_use]
    pub fn dialing(self, mode: DialMode, optimize_by: OptimizeBy, goal: i32) -> Self {
        self.dial_mode(mode).optimize_by(optimize_by).optimize_goal(goal)
    }

    pub(super) fn record(mut self, set: impl FnOnce(&mut Record)) -> Self {
        let list = match self.message_type {
            MessageType::REQ_CANCEL_RECORD => RecordList::CancelRecord,
            _ => RecordList::DoNotCall,
        };
        set(self.fields.record.get_or_insert_with(|| Record::new(list)));
        self
    }

    /// Further pairs of user data, written after the API's own; the API's keys are refused by
    /// [`Request::write`].
    #[must_use]
    pub fn extra(mut self, pairs: KvList) -> Self {
        self.extra = pairs;
        self
    }

    /// The further pairs.
    #[must_use]
    pub fn extra_pairs(&self) -> KvRef<'_> {
        self.extra.view()
    }

    /// Whether there is none of those.
    #[inline]
    pub(super) fn has_no_extra(&self) -> bool {
        self.extra.is_empty()
    }

    /// Check the request as [`Request::write`] does, size included, without keeping what it writes.
    ///
    /// # Errors
    /// [`InvalidRequest`] names the attribute and the rule.
    pub fn validate(&self, envelope: Envelope, dialect: &Dialect) -> Result<(), InvalidRequest> {
        self.write(envelope, dialect, &mut Vec::new()).map(drop)
    }

    /// Check the request and append its packed user data to `out`; returns how many bytes.
    ///
    /// # Errors
    /// [`InvalidRequest`] names the attribute and the rule; `out` is then unchanged.
    pub fn write(
        &self,
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Result<usize, InvalidRequest> {
        if cfg!(not(commdn_no_fast))
            && let Some(len) = self.write_by_template(envelope, dialect, out)
        {
            return Ok(len);
        }
        self.write_checked(envelope, dialect, out)
    }

    /// The plain way, which can also say what is wrong.
    #[inline(never)]
    pub(super) fn write_checked(
        &self,
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Result<usize, InvalidRequest> {
        let addressed = self.addressed(envelope);
        self.check(addressed, dialect)?;
        let start = out.len();
        let fault = |attribute: &str, rule| InvalidRequest::new(self.message_type, attribute, rule);
        let written = addressed.write(self.message_type, self.extra.view(), dialect, out);
        let len = written.map_err(|error| match error {
            WriteError::Charset(key, error) => fault(key, format!("is no text: {error}")),
            WriteError::List(error) => fault("user data", format!("does not fit: {error}")),
        })?;
        let max = dialect.max_user_data_bytes;
        if len > max {
            out.truncate(start);
            let rule = format!("has {len} bytes, over max_user_data_bytes ({max})");
            return Err(fault("user data", rule));
        }
        Ok(len)
    }

    /// The user data as a list, for callers that carry it themselves.
    ///
    /// # Errors
    /// As [`Request::write`].
    pub fn to_list(&self, envelope: Envelope, dialect: &Dialect) -> Result<KvList, InvalidRequest> {
        let mut packed = Vec::new();
        self.write(envelope, dialect, &mut packed)?;
        KvList::unpack_with(&packed, dialect.packing, &dialect.limits).map_err(|error| {
            InvalidRequest::new(self.message_type, "user data", format!("does not fit: {error}"))
        })
    }

    /// Read a request from user data, leniently; `None` if it is not a CommDN message.
    ///
    /// A phone number is kept unchanged, as [`Request::phone_as_is`] does.
    ///
    /// Unknown pairs on the top level are kept as extra pairs.
    #[must_use]
    pub fn read(user_data: KvRef<'_>, dialect: &Dialect) -> Option<Self> {
        let message_type = MessageType(user_data.get(keys::MESSAGE_TYPE)?.to_int()?);
        let mut extra = KvList::new();
        for pair in user_data.pairs().filter(|pair| !keys::is_top_level(pair.key.bytes())) {
            // Pairs that fitted in one list fit in another one with some of them.
            extra.add_value(pair.key.bytes(), pair.value).ok()?;
        }
        let fields = Fields::read(user_data, dialect);
        Some(Self { message_type, fields, extra, phone_refused: false })
    }

    /// Append the request's packed user data as [`Request::read`] finds it, without the addresses
    /// of a session.
    ///
    /// # Errors
    /// [`InvalidRequest`] if it does not fit in a list.
    #[cfg(feature = "outbox")]
    pub(crate) fn write_stored(&self, out: &mut Vec<u8>) -> Result<usize, InvalidRequest> {
        let written = self.fields.addressed().write(
            self.message_type,
            self.extra.view(),
            &Dialect::DEFAULT,
            out,
        );
        written.map_err(|_| {
            InvalidRequest::new(self.message_type, "user data", "does not fit in 65,535 bytes")
        })
    }

    fn addressed(&self, envelope: Envelope) -> Addressed<'_> {
        let fields = &self.fields;
        let sequence = fields.schedule.is_some();
        // The items of a sequence have their own modes; a campaign keeps values that are not given.
        let keeps = !sequence && self.spec().is_some_and(RequestSpec::keeps_dialing);
        Addressed {
            unchanged: keeps.then_some(DialMode::NOT_CHANGED.0),
            reference_id: envelope.reference_id.or(fields.reference_id),
            origin: Some(envelope.origin),
            target: fields.target.or(Some(envelope.target)),
            campaign: fields.campaign.or(sequence.then_some(0)),
            fields,
        }
    }

    fn check(&self, addressed: Addressed<'_>, dialect: &Dialect) -> Result<(), InvalidRequest> {
        let extra = self.extra.view();
        let spec = self.known_spec()?;
        Check { spec, addressed, extra, dialect }.run()?;
        match self.phone_fault() {
            Some(fault) => {
                Err(InvalidRequest::new(self.message_type, keys::PHONE, fault.to_string()))
            }
            None => Ok(()),
        }
    }
}
