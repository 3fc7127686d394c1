//! The content of any message, request or event: every attribute, each optional.

use super::Dbid;
use super::attribute::{self, Attribute, AttributeSet};
use super::dialect::{AutoCompletionPlace, Dialect};
use super::enums::{CmError, DialMode, GroupStatus, MessageType, OptimizeBy};
use super::heads::{put_int, put_list, put_string};
use super::keys;
use super::priority::DialingPriority;
use super::record::Record;
use super::schedule::Schedule;
use crate::kvlist::{CharsetError, KvError, KvRef, KvWriter};

/// All attributes of the chapter; a message carries some of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Fields {
    /// Correlation id.
    pub reference_id: Option<i32>,
    /// DBID of the application that sent it.
    pub origin: Option<Dbid>,
    /// DBID of the application it is for; 0 is every OCS on the DN.
    pub target: Option<Dbid>,
    /// DBID of the campaign; 0 addresses a sequence.
    pub campaign: Option<Dbid>,
    /// DBID of the group.
    pub group: Option<Dbid>,
    /// Dialling mode.
    pub dial_mode: Option<DialMode>,
    /// Optimisation method.
    pub optimize_by: Option<OptimizeBy>,
    /// Optimisation target: percent, or seconds.
    pub optimize_goal: Option<i32>,
    /// Status of the campaign group.
    pub status: Option<GroupStatus>,
    /// Error number; 0 is none.
    pub error: Option<CmError>,
    /// Text of the error.
    pub error_message: Option<String>,
    /// Whether OCS stops and unloads by itself when the records are used up.
    pub auto_completion: Option<bool>,
    /// The sequence.
    pub schedule: Option<Schedule>,
    /// Priorities of kinds of records.
    pub dialing_priority: Option<DialingPriority>,
    /// The records of a do-not-call or cancel message.
    pub record: Option<Record>,
}

/// Why fields could not be written.
#[derive(Debug)]
pub(super) enum WriteError {
    Charset(&'static str, CharsetError),
    List(KvError),
}

impl Fields {
    /// Read every attribute that user data carries, leniently: what is missing or of another type stays `None`.
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

    fn set_number(&mut self, attribute: Attribute, number: i32) {
        match attribute {
            Attribute::ReferenceId => self.reference_id = Some(number),
            Attribute::Origin => self.origin = Some(number),
            Attribute::Target => self.target = Some(number),
            Attribute::Campaign => self.campaign = Some(number),
            Attribute::Group => self.group = Some(number),
            Attribute::DialMode => self.dial_mode = Some(DialMode(number)),
            Attribute::OptimizeBy => self.optimize_by = Some(OptimizeBy(number)),
            Attribute::OptimizeGoal => self.optimize_goal = Some(number),
            Attribute::Status => self.status = Some(GroupStatus(number)),
            Attribute::Error => self.error = Some(CmError(number)),
            Attribute::AutoCompletion => self.auto_completion = Some(number != 0),
            _ => {}
        }
    }

    /// Whether the message carries that attribute.
    #[must_use]
    pub fn has(&self, attribute: Attribute) -> bool {
        self.present().has(attribute)
    }

    /// The attributes that the message carries.
    #[inline]
    pub(super) fn present(&self) -> AttributeSet {
        let set = AttributeSet::EMPTY
            .with(Attribute::ReferenceId, self.reference_id.is_some())
            .with(Attribute::Origin, self.origin.is_some())
            .with(Attribute::Target, self.target.is_some())
            .with(Attribute::Campaign, self.campaign.is_some())
            .with(Attribute::Group, self.group.is_some())
            .with(Attribute::DialMode, self.dial_mode.is_some())
            .with(Attribute::OptimizeBy, self.optimize_by.is_some())
            .with(Attribute::OptimizeGoal, self.optimize_goal.is_some())
            .with(Attribute::Status, self.status.is_some())
            .with(Attribute::Error, self.error.is_some())
            .with(Attribute::ErrorMessage, self.error_message.is_some())
            .with(Attribute::AutoCompletion, self.auto_completion.is_some())
            .with(Attribute::Schedule, self.schedule.is_some())
            .with(Attribute::DialingPriority, self.dialing_priority.is_some());
        match &self.record {
            None => set,
            Some(record) => set
                .with(Attribute::Phone, record.phone.is_some())
                .with(Attribute::CustomerId, record.customer_id.is_some())
                .with(Attribute::CampaignName, record.campaign_name.is_some())
                .with(Attribute::Chain, record.chain.is_some())
                .with(Attribute::Message, record.message.is_some()),
        }
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
    /// What stands for a dialling mode, method and goal that is not given.
    pub unchanged: Option<i32>,
}

impl Addressed<'_> {
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
        let in_properties = dialect.auto_completion == AutoCompletionPlace::Properties;
        let flag = fields.auto_completion;
        put_int!(writer, keys::MESSAGE_TYPE, message_type.0);
        macro_rules! numbers {
            ($($key:path: $value:expr,)*) => {
                $(if let Some(number) = $value {
                    put_int!(writer, $key, i32::from(number));
                })*
            };
        }
        numbers! {
            keys::ERROR: fields.error,
            keys::REFERENCE_ID: self.reference_id,
            keys::ORIGIN_APP_ID: self.origin,
            keys::TARGET_APP_ID: self.target,
            keys::CAMPAIGN_ID: self.campaign,
            keys::GROUP_ID: fields.group,
            keys::DIAL_MODE: fields.dial_mode.map(i32::from).or(self.unchanged),
            keys::OPTIMIZE_BY: fields.optimize_by.map(i32::from).or(self.unchanged),
            keys::OPTIMIZE_GOAL: fields.optimize_goal.or(self.unchanged),
            keys::GROUP_CAMP_STATUS: fields.status,
            keys::AUTO_COMPLETION: flag.filter(|_| !in_properties),
        }
        if let Some(text) = &fields.error_message {
            let bytes = dialect.charset.encode(text);
            let bytes = bytes.map_err(|error| WriteError::Charset(keys::ERROR_MESSAGE, error))?;
            put_string!(writer, keys::ERROR_MESSAGE, &bytes);
        }
        fields.write_properties(&mut writer, flag.filter(|_| in_properties), dialect)?;
        for pair in extra {
            writer.value(pair.key.bytes(), pair.value);
        }
        writer.finish().map_err(WriteError::List)
    }
}
