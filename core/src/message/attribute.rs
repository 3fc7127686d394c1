//! The attributes of messages: one table for writing and reading.

use super::keys;
use super::record::Record;
use crate::description::{ATTRIBUTES, attributes};
use crate::kvlist::{KvRef, KvValue};

macro_rules! attribute_enum {
    ($($part:ident { $($section:ident { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $scope:ident $(, $set:ident)?;
    )+ })+ })+) => {
        /// One attribute of a message.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Attribute {
            $($($($(#[doc = $doc])+ $variant,)+)+)+
        }

        impl Attribute {
            /// Every attribute, in the order of their declaration.
            pub const ALL: &'static [Self] = &[$($($(Self::$variant,)+)+)+];

            /// Where it stands.
            #[must_use]
            pub const fn scope(self) -> AttributeScope {
                match self {
                    $($($(Self::$variant => scope!($scope),)+)+)+
                }
            }
        }

        attribute_numbers!($($($section { $($variant)+ })+)+);
    };
}

/// The attributes of the first section.
macro_rules! attribute_numbers {
    (numbers { $($number:ident)+ } $($rest:tt)*) => {
        /// The attributes whose value is a number, in the order in which they are written.
        pub(super) const NUMBERS: &[Attribute] = &[$(Attribute::$number),+];
    };
}

macro_rules! scope {
    (CancelRecord) => {
        AttributeScope::Record
    };
    ($scope:ident) => {
        AttributeScope::$scope
    };
}

attributes!(attribute_enum);

/// The list that an attribute stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttributeScope {
    /// The top level of user data.
    Top,
    /// The top level or `GSW_CM_AttrProperties`; both are read.
    TopOrProperties,
    /// `GSW_CM_AttrProperties`.
    Properties,
    /// `do_not_call` or `cancel_record` in `GSW_CM_AttrProperties`.
    Record,
}

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
    /// Its key in user data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        ATTRIBUTES[self as usize].key
    }

    /// Its value in `user_data`, wherever it may stand.
    #[must_use]
    pub fn find(self, user_data: KvRef<'_>) -> Option<KvValue<'_>> {
        let key = self.key();
        let properties = || user_data.get_list(keys::PROPERTIES);
        match self.scope() {
            AttributeScope::Top => user_data.get(key),
            AttributeScope::TopOrProperties => {
                user_data.get(key).or_else(|| properties()?.get(key))
            }
            AttributeScope::Properties => properties()?.get(key),
            AttributeScope::Record => Record::find(properties()?)?.1.get(key),
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
            assert_eq!(format!("{attribute:?}"), ATTRIBUTES[number].variant);
            let set = AttributeSet::of(&[Attribute::Message, *attribute]);
            assert_eq!(set.first(), Some(*attribute));
            assert!(set.has(*attribute) && set.has(Attribute::Message));
        }
        assert_eq!(AttributeSet::EMPTY.first(), None);
    }
}
