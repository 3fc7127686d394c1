//! The list `campaign_schedule`: a campaign sequence and its items.

use super::enums::{DialMode, GroupStatus, OptimizeBy};
use super::heads::put_int;
use super::{Dbid, keys};
use crate::description::{ITEM_FIELDS, item_fields};
use crate::kvlist::{Charset, CharsetError, KvRef, KvWriter};

/// A campaign sequence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Schedule {
    /// What it is for.
    pub description: Option<String>,
    /// When it starts, seconds since 1970 (UTC).
    pub start_time: Option<i32>,
    /// `nItems` as received; written from the number of items.
    pub announced_items: Option<i32>,
    /// Its items, in order.
    pub items: Vec<ScheduleItem>,
}

macro_rules! item {
    ($($(#[doc = $doc:literal])+ $name:ident: $value:ident, $key:ident $(in $unit:ident)?;)+) => {
        /// One campaign of a sequence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub struct ScheduleItem {
            $($(#[doc = $doc])+ pub $name: Option<field!($value)>,)+
        }

        impl ScheduleItem {
            $(setter! { $(#[doc = $doc])+ $name $($unit)? })+

            /// Its numbers with their keys, in the chapter's order.
            pub(super) fn numbers(&self) -> [(&'static str, Option<i32>); ITEM_FIELDS.len()] {
                [$((keys::$key, self.$name.map(i32::from)),)+]
            }

            fn write(&self, list: &mut KvWriter<'_>) {
                $(if let Some(number) = self.$name {
                    put_int!(list, keys::$key, number.into());
                })+
            }

            fn read(list: KvRef<'_>) -> Self {
                let number = |key| list.get(key)?.to_int();
                Self { $($name: number(keys::$key).map(<field!($value)>::from),)+ }
            }
        }
    };
}

/// The type of a field.
macro_rules! field {
    (DialMode) => {
        DialMode
    };
    (OptimizeBy) => {
        OptimizeBy
    };
    (GroupStatus) => {
        GroupStatus
    };
    ($number:ident) => {
        i32
    };
}

/// The setter of a field that has a unit.
macro_rules! setter {
    ($(#[doc = $doc:literal])+ $name:ident) => {};
    ($(#[doc = $doc:literal])+ $name:ident $unit:ident) => {
        $(#[doc = $doc])+
        #[must_use]
        pub const fn $name(mut self, $unit: i32) -> Self {
            self.$name = Some($unit);
            self
        }
    };
}

item_fields!(item);

impl ScheduleItem {
    /// An item that dials `campaign` in that mode.
    #[must_use]
    pub fn new(campaign: Dbid, dial_mode: DialMode, optimize_by: OptimizeBy, goal: i32) -> Self {
        Self {
            campaign: Some(campaign),
            dial_mode: Some(dial_mode),
            optimize_by: Some(optimize_by),
            optimize_goal: Some(goal),
            ..Self::default()
        }
    }
}

/// The key of item `number`, counted from 1, for error texts.
#[must_use]
pub(super) fn item_key(number: u32) -> String {
    format!("{}{number}", keys::SCHEDULE_ITEM_PREFIX)
}

/// The key of an item, in place.
struct ItemKey {
    bytes: [u8; Self::MAX],
    start: usize,
}

impl ItemKey {
    const PREFIX: &[u8] = keys::SCHEDULE_ITEM_PREFIX.as_bytes();
    /// A 32-bit number has ten digits at most.
    const MAX: usize = Self::PREFIX.len() + 10;

    /// Written from its end: the digits, then the prefix before them.
    fn new(number: u32) -> Self {
        let mut key = Self { bytes: [0; Self::MAX], start: Self::MAX };
        let mut left = number;
        loop {
            key.put(&[b'0' + (left % 10) as u8]);
            left /= 10;
            if left == 0 {
                break;
            }
        }
        key.put(Self::PREFIX);
        key
    }

    fn put(&mut self, part: &[u8]) {
        let start = self.start.saturating_sub(part.len());
        if let Some(place) = self.bytes.get_mut(start..self.start) {
            place.copy_from_slice(part);
        }
        self.start = start;
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }
}

impl Schedule {
    /// A sequence of `items`.
    #[must_use]
    pub fn new(items: impl Into<Vec<ScheduleItem>>) -> Self {
        Self { items: items.into(), ..Self::default() }
    }

    /// The same with a description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The same with a start time, seconds since 1970 (UTC).
    #[must_use]
    pub const fn start_time(mut self, seconds: i32) -> Self {
        self.start_time = Some(seconds);
        self
    }

    /// Read leniently: the items in the order of their numbers, whatever `nItems` says.
    pub(super) fn read(list: KvRef<'_>, charset: Charset) -> Self {
        let mut numbered: Vec<(u32, ScheduleItem)> = list
            .pairs()
            .filter_map(|pair| {
                let number = pair.key.utf8()?.strip_prefix(keys::SCHEDULE_ITEM_PREFIX)?;
                Some((number.parse().ok()?, ScheduleItem::read(pair.value.as_list()?)))
            })
            .collect();
        numbered.sort_by_key(|(number, _)| *number);
        let text = |key| Some(list.get(key)?.to_text(charset)?.into_owned());
        Self {
            description: text(keys::DESCRIPTION),
            start_time: list.get(keys::START_TIME).and_then(|value| value.to_int()),
            announced_items: list.get(keys::N_ITEMS).and_then(|value| value.to_int()),
            items: numbered.into_iter().map(|(_, item)| item).collect(),
        }
    }

    pub(super) fn write(
        &self,
        writer: &mut KvWriter<'_>,
        charset: Charset,
    ) -> Result<(), (&'static str, CharsetError)> {
        let description = self.description.as_deref().map(|text| charset.encode(text));
        let description = description.transpose().map_err(|error| (keys::DESCRIPTION, error))?;
        writer.list(keys::CAMPAIGN_SCHEDULE, |list| {
            if let Some(description) = description {
                list.string(keys::DESCRIPTION, description);
            }
            if let Some(start_time) = self.start_time {
                list.int(keys::START_TIME, start_time);
            }
            list.int(keys::N_ITEMS, i32::try_from(self.items.len()).unwrap_or(i32::MAX));
            for (number, item) in (1..).zip(&self.items) {
                list.list(ItemKey::new(number).bytes(), |list| item.write(list));
            }
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_in_place_is_the_key_as_text() {
        for number in [1, 9, 10, 16, 99, 100, 13_106, u32::MAX] {
            assert_eq!(ItemKey::new(number).bytes(), item_key(number).as_bytes());
        }
    }
}
