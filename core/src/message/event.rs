//! Events: answers and notifications, kept as they came and read attribute by attribute.

use std::borrow::Cow;

use super::attribute::Attribute;
use super::dialect::Dialect;
use super::enums::{CmError, DialMode, GroupStatus, MessageType, OptimizeBy};
use super::fields::{Fields, WriteError};
use super::priority::DialingPriority;
use super::record::Chain;
use super::schedule::Schedule;
use super::{Dbid, keys};
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

    /// DBID of the OCS that sent it.
    #[must_use]
    pub fn origin(&self) -> Option<Dbid> {
        self.number(Attribute::Origin)
    }

    /// DBID of the application it is for.
    #[must_use]
    pub fn target(&self) -> Option<Dbid> {
        self.number(Attribute::Target)
    }

    /// Correlation id.
    #[must_use]
    pub fn reference_id(&self) -> Option<i32> {
        self.number(Attribute::ReferenceId)
    }

    /// DBID of the campaign.
    #[must_use]
    pub fn campaign(&self) -> Option<Dbid> {
        self.number(Attribute::Campaign)
    }

    /// DBID of the group.
    #[must_use]
    pub fn group(&self) -> Option<Dbid> {
        self.number(Attribute::Group)
    }

    /// Dialling mode.
    #[must_use]
    pub fn dial_mode(&self) -> Option<DialMode> {
        self.number(Attribute::DialMode).map(DialMode)
    }

    /// Optimisation method.
    #[must_use]
    pub fn optimize_by(&self) -> Option<OptimizeBy> {
        self.number(Attribute::OptimizeBy).map(OptimizeBy)
    }

    /// Optimisation goal, in percent or seconds.
    #[must_use]
    pub fn optimize_goal(&self) -> Option<i32> {
        self.number(Attribute::OptimizeGoal)
    }

    /// Status of the campaign group.
    #[must_use]
    pub fn status(&self) -> Option<GroupStatus> {
        self.number(Attribute::Status).map(GroupStatus)
    }

    /// Whether auto completion is on.
    #[must_use]
    pub fn auto_completion(&self) -> Option<bool> {
        self.number(Attribute::AutoCompletion).map(|number| number != 0)
    }

    /// The error, if there is one: number 0 is none.
    #[must_use]
    pub fn error(&self) -> Option<CmError> {
        self.number(Attribute::Error).map(CmError).filter(|error| *error != CmError::NO)
    }

    /// The text of the error.
    #[must_use]
    pub fn error_message(&self) -> Option<Cow<'_, str>> {
        self.text(Attribute::ErrorMessage)
    }

    /// Whether this is a refusal: `CM_EvError`, or any message with an error number other than 0.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.message_type == MessageType::EV_ERROR || self.error().is_some()
    }

    /// Phone number of the record.
    #[must_use]
    pub fn phone(&self) -> Option<Cow<'_, str>> {
        self.text(Attribute::Phone)
    }

    /// Customer id of the record.
    #[must_use]
    pub fn customer_id(&self) -> Option<Cow<'_, str>> {
        self.text(Attribute::CustomerId)
    }

    /// Campaign name of the record.
    #[must_use]
    pub fn campaign_name(&self) -> Option<Cow<'_, str>> {
        self.text(Attribute::CampaignName)
    }

    /// Scope within chains of records.
    #[must_use]
    pub fn chain(&self) -> Option<Chain> {
        self.text(Attribute::Chain).map(|text| Chain::from(text.as_ref()))
    }

    /// What OCS tells about a cancellation, for example that records are on a desktop.
    #[must_use]
    pub fn message(&self) -> Option<Cow<'_, str>> {
        self.text(Attribute::Message)
    }

    /// The sequence, with a status per item.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule> {
        let list = Attribute::Schedule.find(self.user_data.view())?.as_list()?;
        Some(Schedule::read(list, self.charset))
    }

    /// Priorities of kinds of records.
    #[must_use]
    pub fn dialing_priority(&self) -> Option<DialingPriority> {
        let list = Attribute::DialingPriority.find(self.user_data.view())?.as_list()?;
        Some(DialingPriority::read(list))
    }
}
