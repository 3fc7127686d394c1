//! Events: answers and notifications, kept as received and read attribute by attribute.

use std::borrow::Cow;

use super::attribute::Attribute;
use super::dialect::Dialect;
use super::enums::{CmError, DialMode, GroupStatus, MessageType, OptimizeBy};
use super::fields::{Fields, WriteError};
use super::priority::DialingPriority;
use super::record::Chain;
use super::schedule::Schedule;
use super::{Dbid, keys};
use crate::description::attributes;
use crate::kvlist::{Charset, KvError, KvList, KvRef};

/// A CommDN message that OCS sent. Every attribute is optional, unknown pairs are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Event {
    message_type: MessageType,
    user_data: KvList,
    charset: Charset,
}

impl Event {
    /// The event in `user_data`, or the list again if it has no `GSW_CM_MessageType`.
    ///
    /// # Errors
    /// The list itself: it is other traffic, see [`super::Traffic`].
    pub fn new(user_data: KvList, dialect: &Dialect) -> Result<Self, KvList> {
        match user_data.get(keys::MESSAGE_TYPE).and_then(|value| value.to_int()) {
            Some(number) => {
                Ok(Self { message_type: MessageType(number), user_data, charset: dialect.charset })
            }
            None => Err(user_data),
        }
    }

    /// The event of that number, which `user_data` is known to tell.
    pub(crate) const fn known(
        message_type: MessageType,
        user_data: KvList,
        charset: Charset,
    ) -> Self {
        Self { message_type, user_data, charset }
    }

    /// Build an event from its fields and further pairs: what a server does.
    ///
    /// # Errors
    /// [`KvError`] where a text does not fit the charset, or all of it in 65,535 bytes.
    pub fn build(
        message_type: MessageType,
        fields: &Fields,
        extra: KvRef<'_>,
        dialect: &Dialect,
    ) -> Result<Self, KvError> {
        let mut packed = Vec::new();
        let written = fields.addressed().write(message_type, extra, dialect, &mut packed);
        written.map_err(|error| match error {
            WriteError::Charset(_, error) => error.into(),
            WriteError::List(error) => error,
        })?;
        let user_data = KvList::unpack_with(&packed, dialect.packing, &dialect.limits)?;
        Ok(Self { message_type, user_data, charset: dialect.charset })
    }

    /// Its number.
    #[must_use]
    pub const fn message_type(&self) -> MessageType {
        self.message_type
    }

    /// The user data as it came, with the pairs that the API does not know.
    #[must_use]
    pub const fn user_data(&self) -> &KvList {
        &self.user_data
    }

    /// The charset in which its texts are read.
    #[must_use]
    pub const fn charset(&self) -> Charset {
        self.charset
    }

    /// All attributes at once.
    #[must_use]
    pub fn fields(&self) -> Fields {
        Fields::read(self.user_data.view(), &Dialect::DEFAULT.with_charset(self.charset))
    }

    /// The number of an attribute, whether it came as an int or as text.
    #[must_use]
    pub fn number(&self, attribute: Attribute) -> Option<i32> {
        attribute.find(self.user_data.view())?.to_int()
    }

    /// The text of an attribute, whether it came as text or as an int.
    #[must_use]
    pub fn text(&self, attribute: Attribute) -> Option<Cow<'_, str>> {
        attribute.find(self.user_data.view())?.to_text(self.charset)
    }

    fn list(&self, attribute: Attribute) -> Option<KvRef<'_>> {
        attribute.find(self.user_data.view())?.as_list()
    }

    /// Whether this is a refusal: `CM_EvError`, or any message with an error number other than 0.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.message_type == MessageType::EV_ERROR || self.error().is_some()
    }
}

/// The getters of the attributes.
macro_rules! getters {
    ($($part:ident { $($section:ident { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $place:ident $(, $set:ident)?;
    )+ })+ })+) => {
        impl Event {
            $($($(
                $(#[doc = $doc])+
                #[must_use]
                pub fn $name(&self) -> Option<given!($value)> {
                    value!(self, $variant, $value)
                }
            )+)+)+
        }
    };
}

/// Result of a getter.
macro_rules! given {
    (Number) => { i32 };
    (Flag) => { bool };
    (Text) => { Cow<'_, str> };
    ($type:ident) => { $type };
}

macro_rules! value {
    ($event:ident, $variant:ident, Number) => {
        $event.number(Attribute::$variant)
    };
    ($event:ident, $variant:ident, Dbid) => {
        $event.number(Attribute::$variant)
    };
    ($event:ident, $variant:ident, Flag) => {
        $event.number(Attribute::$variant).map(|number| number != 0)
    };
    // Error 0 is none.
    ($event:ident, $variant:ident, CmError) => {
        $event.number(Attribute::$variant).map(CmError).filter(|error| *error != CmError::NO)
    };
    ($event:ident, $variant:ident, Text) => {
        $event.text(Attribute::$variant)
    };
    ($event:ident, $variant:ident, Chain) => {
        $event.text(Attribute::$variant).map(|text| Chain::from(text.as_ref()))
    };
    ($event:ident, $variant:ident, Schedule) => {
        Some(Schedule::read($event.list(Attribute::$variant)?, $event.charset))
    };
    ($event:ident, $variant:ident, DialingPriority) => {
        $event.list(Attribute::$variant).map(DialingPriority::read)
    };
    ($event:ident, $variant:ident, $enumeration:ident) => {
        $event.number(Attribute::$variant).map($enumeration)
    };
}

attributes!(getters);
