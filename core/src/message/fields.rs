//! The content of any message, request or event: all attributes, each optional.

use super::Dbid;
use super::attribute::{self, Attribute, AttributeSet};
use super::dialect::Dialect;
use super::enums::{CmError, DialMode, GroupStatus, MessageType, OptimizeBy};
use super::heads::{put_int, put_list, put_string};
use super::keys;
use super::priority::DialingPriority;
use super::record::Record;
use super::schedule::Schedule;
use crate::description::attributes;
use crate::kvlist::{CharsetError, KvError, KvRef, KvWriter};

macro_rules! fields {
    (message { $($section:ident { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $place:ident $(, $set:ident)?;
    )+ })+ } record { texts { $(
        $(#[doc = $text_doc:literal])+
        $text_variant:ident $text:ident: $of:ident, $text_name:ident = $text_key:literal in $list:ident $(, $also:ident)?;
    )+ } }) => {
        /// All attributes of the chapter; a message carries some of them.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub struct Fields {
            $($($(#[doc = $doc])+ pub $name: Option<field!($value)>,)+)+
            /// The records of a do-not-call or cancel message.
            pub record: Option<Record>,
        }

        impl Fields {
            /// The attributes that the message carries.
            #[inline]
            pub(super) fn present(&self) -> AttributeSet {
                let set = AttributeSet::EMPTY$($(.with(Attribute::$variant, self.$name.is_some()))+)+;
                match &self.record {
                    None => set,
                    Some(record) => set$(.with(Attribute::$text_variant, record.$text.is_some()))+,
                }
            }
        }

        numbers!($($section { $($variant $name: $value, $key_name;)+ })+);
    };
}

/// What follows for the attributes that are numbers.
macro_rules! numbers {
    (numbers { $($variant:ident $name:ident: $value:ident, $key_name:ident;)+ } $($rest:tt)*) => {
        impl Fields {
            fn set_number(&mut self, attribute: Attribute, number: i32) {
                match attribute {
                    $(Attribute::$variant => self.$name = Some(from_number!($value, number)),)+
                    _ => {}
                }
            }

            #[inline(always)]
            fn number(&self, attribute: Attribute) -> Option<i32> {
                match attribute {
                    $(Attribute::$variant => self.$name.map(i32::from),)+
                    _ => None,
                }
            }
        }

        impl Addressed<'_> {
            #[inline(always)]
            fn write_numbers(&self, writer: &mut KvWriter<'_>, dialect: &Dialect) {
                $(if let Some(number) = self.number(Attribute::$variant, dialect) {
                    put_int!(writer, keys::$key_name, number);
                })+
            }
        }
    };
}

/// The type of an attribute's value.
macro_rules! field {
    (Number) => {
        i32
    };
    (Flag) => {
        bool
    };
    (Text) => {
        String
    };
    ($type:ident) => {
        $type
    };
}

/// The value of a number.
macro_rules! from_number {
    (Flag, $number:expr) => {
        $number != 0
    };
    (Number, $number:expr) => {
        $number
    };
    (Dbid, $number:expr) => {
        $number
    };
    ($type:ident, $number:expr) => {
        $type($number)
    };
}

attributes!(fields);

/// Reason why fields could not be written.
#[derive(Debug)]
pub(super) enum WriteError {
    Charset(&'static str, CharsetError),
    List(KvError),
}

impl Fields {
    /// Read every attribute that user data carries, leniently: what is missing or of another type
    /// stays `None`.
    #[must_use]
    pub fn read(user_data: KvRef<'_>, dialect: &Dialect) -> Self {
        let charset = dialect.charset;
        let mut fields = Self::default();
        for attribute in attribute::NUMBERS {
            if let Some(number) = attribute.find(user_data).and_then(|value| value.to_int()) {
                fields.set_number(*attribute, number);
            }
        }
        fields.error_message = Attribute::ErrorMessage
            .find(user_data)
            .and_then(|value| Some(value.to_text(charset)?.into_owned()));
        if let Some(properties) = user_data.get_list(keys::PROPERTIES) {
            let list = |key| properties.get_list(key);
            fields.schedule = list(keys::CAMPAIGN_SCHEDULE).map(|l| Schedule::read(l, charset));
            fields.dialing_priority = list(keys::DIALING_PRIORITY).map(DialingPriority::read);
            fields.record =
                Record::find(properties).map(|(list, scope)| Record::read(list, scope, charset));
        }
        fields
    }

    /// These fields with their own addresses.
    pub(super) fn addressed(&self) -> Addressed<'_> {
        Addressed {
            fields: self,
            reference_id: self.reference_id,
            origin: self.origin,
            target: self.target,
            campaign: self.campaign,
            unchanged: None,
        }
    }

    #[inline(always)]
    fn write_properties(
        &self,
        writer: &mut KvWriter<'_>,
        auto_completion: Option<bool>,
        dialect: &Dialect,
    ) -> Result<(), WriteError> {
        let Self { schedule, dialing_priority, record, .. } = self;
        if schedule.is_none()
            && dialing_priority.is_none()
            && record.is_none()
            && auto_completion.is_none()
        {
            return Ok(());
        }
        let mut result = Ok(());
        put_list!(writer, keys::PROPERTIES, |properties| {
            if let Some(flag) = auto_completion {
                put_int!(properties, keys::AUTO_COMPLETION, flag.into());
            }
            if let Some(schedule) = schedule {
                result = schedule.write(properties, dialect.charset);
            }
            if let Some(priority) = dialing_priority {
                priority.write(properties);
            }
            if let Some(record) = record
                && result.is_ok()
            {
                result = record.write(properties, dialect.charset);
            }
        });
        result.map_err(|(key, error)| WriteError::Charset(key, error))
    }

    /// Whether the message carries that attribute.
    #[must_use]
    pub fn has(&self, attribute: Attribute) -> bool {
        self.present().has(attribute)
    }
}

/// Fields with the addresses that the session adds, without a copy of the fields.
#[derive(Clone, Copy)]
pub(super) struct Addressed<'a> {
    pub fields: &'a Fields,
    pub reference_id: Option<i32>,
    pub origin: Option<Dbid>,
    pub target: Option<Dbid>,
    pub campaign: Option<Dbid>,
    /// Placeholder for a dialling mode, method and goal that is not given.
    pub unchanged: Option<i32>,
}

impl Addressed<'_> {
    /// The number of an attribute where it is written at the top level.
    #[inline(always)]
    fn number(&self, attribute: Attribute, dialect: &Dialect) -> Option<i32> {
        let number = self.fields.number(attribute);
        match attribute {
            Attribute::ReferenceId => self.reference_id,
            Attribute::Origin => self.origin,
            Attribute::Target => self.target,
            Attribute::Campaign => self.campaign,
            Attribute::DialMode | Attribute::OptimizeBy | Attribute::OptimizeGoal => {
                number.or(self.unchanged)
            }
            Attribute::AutoCompletion => number.filter(|_| !dialect.completes_in_properties()),
            _ => number,
        }
    }

    /// Append the user data of a message with these fields, then the pairs of `extra`, to `out`.
    pub fn write(
        &self,
        message_type: MessageType,
        extra: KvRef<'_>,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Result<usize, WriteError> {
        let mut writer = KvWriter::new(out, dialect.packing);
        let fields = self.fields;
        put_int!(writer, keys::MESSAGE_TYPE, message_type.0);
        self.write_numbers(&mut writer, dialect);
        if let Some(text) = &fields.error_message {
            let bytes = dialect.charset.encode(text);
            let bytes = bytes.map_err(|error| WriteError::Charset(keys::ERROR_MESSAGE, error))?;
            put_string!(writer, keys::ERROR_MESSAGE, &bytes);
        }
        let flag = fields.auto_completion.filter(|_| dialect.completes_in_properties());
        fields.write_properties(&mut writer, flag, dialect)?;
        for pair in extra {
            writer.value(pair.key.bytes(), pair.value);
        }
        writer.finish().map_err(WriteError::List)
    }
}
