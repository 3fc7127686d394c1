//! Every key of user data. Source: the chapter's attribute tables, unless said otherwise.

use crate::description::attributes;
use crate::kvlist::KvType;

/// A key in each of these lists.
macro_rules! in_lists {
    ($info:expr; $($path:ident),*) => {
        [$(KeyInfo { path: $path, ..$info }),*]
    };
}

macro_rules! keys {
    ($table:ident: $(
        $(#[doc = $doc:literal])+ $name:ident = $key:literal: $kind:ident in $($path:ident),*;
    )+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $key;)+

        const $table: &[&[KeyInfo]] = &[$(&in_lists!(
            KeyInfo {
                name: stringify!($name),
                key: $key,
                kind: KvType::$kind,
                path: TOP,
                doc: &[$($doc),+],
            };
            $($path),*
        ),)+];
    };
}

keys! {
    FRAME:
    /// The message's number; it distinguishes CommDN traffic from other user events.
    MESSAGE_TYPE = "GSW_CM_MessageType": Int in TOP;
    /// The list that holds the nested lists.
    PROPERTIES = "GSW_CM_AttrProperties": List in TOP;
}

/// The keys of attributes.
macro_rules! attribute_keys {
    ($($part:ident { $($section:ident { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $place:ident $(, $set:ident)?;
    )+ })+ })+) => {
        $($($($(#[doc = $doc])+ pub const $key_name: &str = $key;)+)+)+

        const OF_ATTRIBUTES: &[&[KeyInfo]] = &[$($($(
            &in_place!($place, KeyInfo {
                name: stringify!($key_name),
                key: $key,
                kind: kind!($part $section),
                path: TOP,
                doc: &[$($doc),+],
            }),
        )+)+)+];
    };
}

/// The type of the values of a section of attributes.
macro_rules! kind {
    (message numbers) => {
        KvType::Int
    };
    (message lists) => {
        KvType::List
    };
    ($part:ident texts) => {
        KvType::String
    };
}

/// The same for the place of an attribute.
macro_rules! in_place {
    (Top, $info:expr) => {
        in_lists!($info; TOP)
    };
    (TopOrProperties, $info:expr) => {
        in_lists!($info; TOP)
    };
    (Properties, $info:expr) => {
        in_lists!($info; IN_PROPERTIES)
    };
    (Record, $info:expr) => {
        in_lists!($info; IN_CANCEL, IN_DNC)
    };
    (CancelRecord, $info:expr) => {
        in_lists!($info; IN_CANCEL)
    };
}

attributes!(attribute_keys);

keys! {
    NESTED:
    /// A record cancellation, in [`PROPERTIES`].
    CANCEL_RECORD = "cancel_record": List in IN_PROPERTIES;
    /// A do-not-call request, in [`PROPERTIES`].
    DO_NOT_CALL = "do_not_call": List in IN_PROPERTIES;
    /// Description of a sequence, in [`CAMPAIGN_SCHEDULE`].
    DESCRIPTION = "Description": String in IN_SCHEDULE;
    /// Start time of a sequence, in seconds since 1970 (UTC), in [`CAMPAIGN_SCHEDULE`].
    START_TIME = "startTime": Int in IN_SCHEDULE;
    /// Number of items, in [`CAMPAIGN_SCHEDULE`].
    N_ITEMS = "nItems": Int in IN_SCHEDULE;
    /// Prefix of an item's key, before its number, which starts at 1.
    SCHEDULE_ITEM_PREFIX = "scheduleItem-": List in IN_SCHEDULE;
    /// Stop time of the item, in seconds since 1970 (UTC), in an item.
    STOP_AT_TIME = "stopAtTime": Int in IN_ITEM;
    /// Number of contacts after which the item stops, in an item.
    STOP_AT_CONTACTS = "stopAtContacts": Int in IN_ITEM;
    /// Number of dial attempts after which the item stops, in an item.
    STOP_AT_DIALS = "stopAtDials": Int in IN_ITEM;
    /// Minutes to wait before the item starts, in an item.
    SLEEP_BEFORE_NEXT_START = "sleepBeforeNextStart": Int in IN_ITEM;
    /// DBID of the item's campaign, in an item.
    ITEM_CAMPAIGN = "campaignDBID": Int in IN_ITEM;
    /// Dialling mode of the item, in an item.
    ITEM_DIAL_MODE = "dialMode": Int in IN_ITEM;
    /// Optimisation method of the item, in an item.
    ITEM_OPT_METHOD = "optMethod": Int in IN_ITEM;
    /// Optimisation target of the item, in an item.
    ITEM_OPT_METHOD_VALUE = "optMethodValue": Int in IN_ITEM;
    /// Status of the item, in an item.
    ITEM_STATUS = "status": Int in IN_ITEM;
    /// Priority of general records, in [`DIALING_PRIORITY`].
    GENERAL = "General": List in IN_PRIORITY;
    /// Priority of rescheduled records, in [`DIALING_PRIORITY`].
    CAMPAIGN_RESCHEDULED = "CampaignRescheduled": List in IN_PRIORITY;
    /// Priority of callback records, in [`DIALING_PRIORITY`].
    CAMPAIGN_CALL_BACK = "CampaignCallBack": List in IN_PRIORITY;
    /// The priority, in each list of [`DIALING_PRIORITY`].
    PRIORITY = "priority": Int in IN_GENERAL, IN_RESCHEDULED, IN_CALL_BACK;
    /// The number of records, in each list of [`DIALING_PRIORITY`].
    N_RECORDS = "n_records": Int in IN_GENERAL, IN_RESCHEDULED, IN_CALL_BACK;
}

keys! {
    DESKTOP:
    /// A request of the agent-desktop protocol, another protocol on the same carrier.
    DESKTOP_REQUEST = "GSW_AGENT_REQ_TYPE": String in TOP;
    /// An event of the agent-desktop protocol.
    DESKTOP_EVENT = "GSW_USER_EVENT": String in TOP;
}

/// The text of [`MESSAGE`] when records could not be cancelled because agents work on them.
pub const ON_DESKTOP_MESSAGE: &str = "Incomplete processing: record(s) on desktop";

/// Keys whose values are personal data: logs show them only if a site enables it.
pub const PERSONAL: &[&str] = &[PHONE, CUSTOMER_ID];

/// Whether the value of `key` is personal data; letter case does not matter.
#[must_use]
pub fn is_personal(key: &[u8]) -> bool {
    PERSONAL.iter().any(|personal| personal.as_bytes().eq_ignore_ascii_case(key))
}

/// One key: the type of its value, and its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyInfo {
    /// The name of its constant.
    pub name: &'static str,
    /// The key; of schedule items only the prefix.
    pub key: &'static str,
    /// The type of its value.
    pub kind: KvType,
    /// The keys of the lists around it, outermost first; empty on the top level.
    pub path: &'static [&'static str],
    /// What it is, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
}

const TOP: &[&str] = &[];
const IN_PROPERTIES: &[&str] = &[PROPERTIES];
const IN_SCHEDULE: &[&str] = &[PROPERTIES, CAMPAIGN_SCHEDULE];
const IN_ITEM: &[&str] = &[PROPERTIES, CAMPAIGN_SCHEDULE, SCHEDULE_ITEM_PREFIX];
const IN_PRIORITY: &[&str] = &[PROPERTIES, DIALING_PRIORITY];
const IN_GENERAL: &[&str] = &[PROPERTIES, DIALING_PRIORITY, GENERAL];
const IN_RESCHEDULED: &[&str] = &[PROPERTIES, DIALING_PRIORITY, CAMPAIGN_RESCHEDULED];
const IN_CALL_BACK: &[&str] = &[PROPERTIES, DIALING_PRIORITY, CAMPAIGN_CALL_BACK];
const IN_CANCEL: &[&str] = &[PROPERTIES, CANCEL_RECORD];
const IN_DNC: &[&str] = &[PROPERTIES, DO_NOT_CALL];

/// All keys of CommDN user data, with all lists that contain them.
pub static ALL: &[KeyInfo] = &joined::<{ joined::<0>(TABLES).1 }>(TABLES).0;

const TABLES: &[&[&[KeyInfo]]] = &[FRAME, OF_ATTRIBUTES, NESTED];

/// The rows of these tables, `COUNT` at the most, and how many there are.
const fn joined<const COUNT: usize>(tables: &[&[&[KeyInfo]]]) -> ([KeyInfo; COUNT], usize) {
    let (mut all, mut count) = ([FRAME[0][0]; COUNT], 0);
    let mut table = 0;
    while table < tables.len() {
        let mut key = 0;
        while key < tables[table].len() {
            let mut list = 0;
            while list < tables[table][key].len() {
                if count < COUNT {
                    all[count] = tables[table][key][list];
                }
                count += 1;
                list += 1;
            }
            key += 1;
        }
        table += 1;
    }
    (all, count)
}

/// Every key with a name here, once: those above, and those that identify other protocols on the
/// same carrier.
#[doc(hidden)]
pub fn named() -> Vec<KeyInfo> {
    let tables = [FRAME, OF_ATTRIBUTES, NESTED, DESKTOP];
    tables.iter().copied().flatten().filter_map(|lists| lists.first()).copied().collect()
}

/// Whether `key` is one of the API's own keys on the top level of user data.
#[must_use]
pub fn is_top_level(key: &[u8]) -> bool {
    ALL.iter().any(|info| info.path.is_empty() && info.key.as_bytes() == key)
}
