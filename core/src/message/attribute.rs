//! The attributes of messages: one table, read when a message is written and when it is read.

use super::keys;
use super::record::Record;
use crate::kvlist::{KvRef, KvValue};

/// One attribute of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Attribute {
    /// `GSW_CM_AttrReferenceID`.
    ReferenceId,
    /// `GSW_CM_AttrOriginAppID`.
    Origin,
    /// `GSW_CM_AttrTargetAppID`.
    Target,
    /// `GSW_CM_AttrCampaignID`.
    Campaign,
    /// `GSW_CM_AttrGroupID`.
    Group,
    /// `GSW_CM_AttrDialMode`.
    DialMode,
    /// `GSW_CM_AttrOptimizeBy`.
    OptimizeBy,
    /// `GSW_CM_AttrOptimizeGoal`.
    OptimizeGoal,
    /// `GSW_CM_AttrGroupCampStatus`.
    Status,
    /// `GSW_CM_AttrError`.
    Error,
    /// `GSW_CM_AttrErrorMessage`.
    ErrorMessage,
    /// `GSW_AUTO_COMPLETION`.
    AutoCompletion,
    /// `campaign_schedule`.
    Schedule,
    /// `dialing_priority`.
    DialingPriority,
    /// `GSW_PHONE`.
    Phone,
    /// `GSW_CUSTOMER_ID`.
    CustomerId,
    /// `GSW_CAMPAIGN_NAME`.
    CampaignName,
    /// `GSW_CHAIN_ATTR`.
    Chain,
    /// `GSW_MESSAGE`.
    Message,
}

/// The list that an attribute stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// The top level of user data.
    Top,
    /// The top level or `GSW_CM_AttrProperties`; both are read.
    TopOrProperties,
    /// `GSW_CM_AttrProperties`.
    Properties,
    /// `do_not_call` or `cancel_record` in `GSW_CM_AttrProperties`.
    Record,
}

/// The attributes whose value is a number, in the order in which they are written.
pub(super) const NUMBERS: &[Attribute] = &[
    Attribute::Error,
    Attribute::ReferenceId,
    Attribute::Origin,
    Attribute::Target,
    Attribute::Campaign,
    Attribute::Group,
    Attribute::DialMode,
    Attribute::OptimizeBy,
    Attribute::OptimizeGoal,
    Attribute::Status,
    Attribute::AutoCompletion,
];

/// A set of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AttributeSet(u32);

impl AttributeSet {
    pub const EMPTY: Self = Self(0);

    /// The set of these.
    pub const fn of(attributes: &[Attribute]) -> Self {
        let mut set = Self::EMPTY;
        let mut rest = attributes;
        while let [first, others @ ..] = rest {
            set = set.with(*first, true);
            rest = others;
        }
        set
    }

    /// The same with `attribute`, if it is there.
    #[inline]
    pub const fn with(self, attribute: Attribute, there: bool) -> Self {
        Self(self.0 | ((there as u32) << attribute as u32))
    }

    /// What is in either.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in this one and not in the other.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `attribute` is in it.
    pub const fn has(self, attribute: Attribute) -> bool {
        self.0 & (1 << attribute as u32) != 0
    }

    /// The first in the order of [`Attribute::ALL`].
    #[inline]
    pub fn first(self) -> Option<Attribute> {
        Attribute::ALL.get(self.0.trailing_zeros() as usize).copied()
    }
}

impl Attribute {
    /// Every attribute, in the order of their declaration.
    pub const ALL: &'static [Self] = &[
        Self::ReferenceId,
        Self::Origin,
        Self::Target,
        Self::Campaign,
        Self::Group,
        Self::DialMode,
        Self::OptimizeBy,
        Self::OptimizeGoal,
        Self::Status,
        Self::Error,
        Self::ErrorMessage,
        Self::AutoCompletion,
        Self::Schedule,
        Self::DialingPriority,
        Self::Phone,
        Self::CustomerId,
        Self::CampaignName,
        Self::Chain,
        Self::Message,
    ];

    /// Its key in user data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.row().0
    }

    /// Where it stands.
    #[must_use]
    pub const fn place(self) -> Place {
        self.row().1
    }

    const fn row(self) -> (&'static str, Place) {
        match self {
            Self::ReferenceId => (keys::REFERENCE_ID, Place::Top),
            Self::Origin => (keys::ORIGIN_APP_ID, Place::Top),
            Self::Target => (keys::TARGET_APP_ID, Place::Top),
            Self::Campaign => (keys::CAMPAIGN_ID, Place::Top),
            Self::Group => (keys::GROUP_ID, Place::Top),
            Self::DialMode => (keys::DIAL_MODE, Place::Top),
            Self::OptimizeBy => (keys::OPTIMIZE_BY, Place::Top),
            Self::OptimizeGoal => (keys::OPTIMIZE_GOAL, Place::Top),
            Self::Status => (keys::GROUP_CAMP_STATUS, Place::Top),
            Self::Error => (keys::ERROR, Place::Top),
            Self::ErrorMessage => (keys::ERROR_MESSAGE, Place::Top),
            Self::AutoCompletion => (keys::AUTO_COMPLETION, Place::TopOrProperties),
            Self::Schedule => (keys::CAMPAIGN_SCHEDULE, Place::Properties),
            Self::DialingPriority => (keys::DIALING_PRIORITY, Place::Properties),
            Self::Phone => (keys::PHONE, Place::Record),
            Self::CustomerId => (keys::CUSTOMER_ID, Place::Record),
            Self::CampaignName => (keys::CAMPAIGN_NAME, Place::Record),
            Self::Chain => (keys::CHAIN_ATTR, Place::Record),
            Self::Message => (keys::MESSAGE, Place::Record),
        }
    }

    /// Its value in `user_data`, wherever it may stand.
    #[must_use]
    pub fn find(self, user_data: KvRef<'_>) -> Option<KvValue<'_>> {
        let key = self.key();
        let properties = || user_data.get_list(keys::PROPERTIES);
        match self.place() {
            Place::Top => user_data.get(key),
            Place::TopOrProperties => user_data.get(key).or_else(|| properties()?.get(key)),
            Place::Properties => properties()?.get(key),
            Place::Record => Record::find(properties()?)?.1.get(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_names_the_first_attribute_that_is_in_it() {
        for (number, attribute) in Attribute::ALL.iter().enumerate() {
            assert_eq!(*attribute as usize, number);
            let set = AttributeSet::of(&[Attribute::Message, *attribute]);
            assert_eq!(set.first(), Some(*attribute));
            assert!(set.has(*attribute) && set.has(Attribute::Message));
        }
        assert_eq!(AttributeSet::EMPTY.first(), None);
    }
}
