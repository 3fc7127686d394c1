//! The list `campaign_schedule`: a campaign sequence and its items.

use super::enums::{DialMode, GroupStatus, OptimizeBy};
use super::{Dbid, keys};
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

/// One campaign of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct ScheduleItem {
    /// Stop at this time, seconds since 1970 (UTC).
    pub stop_at_time: Option<i32>,
    /// Stop after so many contacts (transferred calls).
    pub stop_at_contacts: Option<i32>,
    /// Stop after so many dial attempts.
    pub stop_at_dials: Option<i32>,
    /// Minutes to wait before this item starts.
    pub sleep_before_next_start: Option<i32>,
    /// The campaign's DBID.
    pub campaign: Option<Dbid>,
    /// Dialling mode.
    pub dial_mode: Option<DialMode>,
    /// Optimisation method.
    pub optimize_by: Option<OptimizeBy>,
    /// Optimisation target: percent, or seconds.
    pub optimize_goal: Option<i32>,
    /// Status, in answers.
    pub status: Option<GroupStatus>,
}

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

    /// Stop at this time, seconds since 1970 (UTC).
    #[must_use]
    pub const fn stop_at_time(mut self, seconds: i32) -> Self {
        self.stop_at_time = Some(seconds);
        self
    }

    /// Stop after so many contacts.
    #[must_use]
    pub const fn stop_at_contacts(mut self, contacts: i32) -> Self {
        self.stop_at_contacts = Some(contacts);
        self
    }

    /// Stop after so many dial attempts.
    #[must_use]
    pub const fn stop_at_dials(mut self, dials: i32) -> Self {
        self.stop_at_dials = Some(dials);
        self
    }

    /// Wait so many minutes before this item starts.
    #[must_use]
    pub const fn sleep_before_next_start(mut self, minutes: i32) -> Self {
        self.sleep_before_next_start = Some(minutes);
        self
    }

    /// Its numbers with their keys, in the chapter's order.
    pub(super) fn numbers(&self) -> [(&'static str, Option<i32>); 9] {
        [
            (keys::STOP_AT_TIME, self.stop_at_time),
            (keys::STOP_AT_CONTACTS, self.stop_at_contacts),
            (keys::STOP_AT_DIALS, self.stop_at_dials),
            (keys::SLEEP_BEFORE_NEXT_START, self.sleep_before_next_start),
            (keys::ITEM_CAMPAIGN, self.campaign),
            (keys::ITEM_DIAL_MODE, self.dial_mode.map(i32::from)),
            (keys::ITEM_OPT_METHOD, self.optimize_by.map(i32::from)),
            (keys::ITEM_OPT_METHOD_VALUE, self.optimize_goal),
            (keys::ITEM_STATUS, self.status.map(i32::from)),
        ]
    }

    fn read(list: KvRef<'_>) -> Self {
        let number = |key| list.get(key)?.to_int();
        Self {
            stop_at_time: number(keys::STOP_AT_TIME),
            stop_at_contacts: number(keys::STOP_AT_CONTACTS),
            stop_at_dials: number(keys::STOP_AT_DIALS),
            sleep_before_next_start: number(keys::SLEEP_BEFORE_NEXT_START),
            campaign: number(keys::ITEM_CAMPAIGN),
            dial_mode: number(keys::ITEM_DIAL_MODE).map(DialMode),
            optimize_by: number(keys::ITEM_OPT_METHOD).map(OptimizeBy),
            optimize_goal: number(keys::ITEM_OPT_METHOD_VALUE),
            status: number(keys::ITEM_STATUS).map(GroupStatus),
        }
    }
}

/// The key of item `number`, counted from 1.
#[must_use]
pub(super) fn item_key(number: usize) -> String {
    format!("{}{number}", keys::SCHEDULE_ITEM_PREFIX)
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
            for (index, item) in self.items.iter().enumerate() {
                list.list(item_key(index + 1), |list| {
                    for (key, number) in item.numbers() {
                        if let Some(number) = number {
                            list.int(key, number);
                        }
                    }
                });
            }
        });
        Ok(())
    }
}
