//! The items of a sequence: fields of `ScheduleItem`, read and written as numbers.

use super::AttributeValue;
use super::attribute::value;

/// A field of an item.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ItemField {
    /// Its name in all languages.
    pub name: &'static str,
    /// The type of its value.
    pub value: AttributeValue,
    /// The unit of a value that is a count or a time; its setter in C calls the argument so. Without one, it has no
    /// setter of its own.
    pub unit: Option<&'static str>,
    /// Its meaning, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
}

/// The table, in the order in which an item is written.
macro_rules! item_fields {
    ($print:ident) => {
        $print! {
            /// Time at which the item stops, in seconds since 1970 (UTC).
            stop_at_time: Time, STOP_AT_TIME in seconds;
            /// Number of contacts (transferred calls) after which the item stops.
            stop_at_contacts: Number, STOP_AT_CONTACTS in contacts;
            /// Number of dial attempts after which the item stops.
            stop_at_dials: Number, STOP_AT_DIALS in dials;
            /// Wait before the item starts, in minutes.
            sleep_before_next_start: Minutes, SLEEP_BEFORE_NEXT_START in minutes;
            /// DBID of the item's campaign.
            campaign: Dbid, ITEM_CAMPAIGN;
            /// Dialling mode of the item.
            dial_mode: DialMode, ITEM_DIAL_MODE;
            /// Optimisation method of the item.
            optimize_by: OptimizeBy, ITEM_OPT_METHOD;
            /// Optimisation goal of the item: percent, or seconds.
            optimize_goal: Number, ITEM_OPT_METHOD_VALUE;
            /// Status of the item, in answers.
            status: GroupStatus, ITEM_STATUS;
        }
    };
}
pub(crate) use item_fields;

macro_rules! unit {
    () => {
        None
    };
    ($unit:ident) => {
        Some(stringify!($unit))
    };
}

macro_rules! item_rows {
    ($($(#[doc = $doc:literal])+ $name:ident: $value:ident, $key:ident $(in $unit:ident)?;)+) => {
        &[$(ItemField {
            name: stringify!($name),
            value: value!($value),
            unit: unit!($($unit)?),
            doc: &[$($doc),+],
        },)+]
    };
}

/// Every field.
pub static ITEM_FIELDS: &[ItemField] = item_fields!(item_rows);
