//! Every key of user data. Source: the chapter's attribute tables, unless said otherwise.

use crate::kvlist::KvType;

/// The message's number; its presence tells CommDN traffic from other user events.
pub const MESSAGE_TYPE: &str = "GSW_CM_MessageType";
/// Dialling mode of a campaign group.
pub const DIAL_MODE: &str = "GSW_CM_AttrDialMode";
/// Optimisation method.
pub const OPTIMIZE_BY: &str = "GSW_CM_AttrOptimizeBy";
/// Optimisation target: percent, or seconds.
pub const OPTIMIZE_GOAL: &str = "GSW_CM_AttrOptimizeGoal";
/// Status of a campaign group.
pub const GROUP_CAMP_STATUS: &str = "GSW_CM_AttrGroupCampStatus";
/// DBID of the campaign; 0 addresses a sequence.
pub const CAMPAIGN_ID: &str = "GSW_CM_AttrCampaignID";
/// DBID of the group.
pub const GROUP_ID: &str = "GSW_CM_AttrGroupID";
/// Error number, 0 for none.
pub const ERROR: &str = "GSW_CM_AttrError";
/// Text that describes the error.
pub const ERROR_MESSAGE: &str = "GSW_CM_AttrErrorMessage";
/// DBID of the application that sends.
pub const ORIGIN_APP_ID: &str = "GSW_CM_AttrOriginAppID";
/// DBID of the application that shall receive; 0 is every OCS on the DN.
pub const TARGET_APP_ID: &str = "GSW_CM_AttrTargetAppID";
/// The list that holds the nested lists.
pub const PROPERTIES: &str = "GSW_CM_AttrProperties";
/// 1: OCS stops and unloads the group when its records are used up.
pub const AUTO_COMPLETION: &str = "GSW_AUTO_COMPLETION";
/// Correlation id, seen in OCS logs (not in the chapter).
pub const REFERENCE_ID: &str = "GSW_CM_AttrReferenceID";

/// A sequence, in [`PROPERTIES`].
pub const CAMPAIGN_SCHEDULE: &str = "campaign_schedule";
/// A record cancellation, in [`PROPERTIES`].
pub const CANCEL_RECORD: &str = "cancel_record";
/// Priorities of record types, in [`PROPERTIES`].
pub const DIALING_PRIORITY: &str = "dialing_priority";
/// A do-not-call request, in [`PROPERTIES`].
pub const DO_NOT_CALL: &str = "do_not_call";

/// Description of a sequence, in [`CAMPAIGN_SCHEDULE`].
pub const DESCRIPTION: &str = "Description";
/// When a sequence starts, seconds since 1970 (UTC), in [`CAMPAIGN_SCHEDULE`].
pub const START_TIME: &str = "startTime";
/// Number of items, in [`CAMPAIGN_SCHEDULE`].
pub const N_ITEMS: &str = "nItems";
/// What an item's key starts with; its number from 1 follows.
pub const SCHEDULE_ITEM_PREFIX: &str = "scheduleItem-";

/// When an item stops, seconds since 1970 (UTC), in an item.
pub const STOP_AT_TIME: &str = "stopAtTime";
/// After how many contacts an item stops, in an item.
pub const STOP_AT_CONTACTS: &str = "stopAtContacts";
/// After how many dial attempts an item stops, in an item.
pub const STOP_AT_DIALS: &str = "stopAtDials";
/// Minutes to wait before the item starts, in an item.
pub const SLEEP_BEFORE_NEXT_START: &str = "sleepBeforeNextStart";
/// DBID of the item's campaign, in an item.
pub const ITEM_CAMPAIGN: &str = "campaignDBID";
/// Dialling mode of the item, in an item.
pub const ITEM_DIAL_MODE: &str = "dialMode";
/// Optimisation method of the item, in an item.
pub const ITEM_OPT_METHOD: &str = "optMethod";
/// Optimisation target of the item, in an item.
pub const ITEM_OPT_METHOD_VALUE: &str = "optMethodValue";
/// Status of the item, in an item.
pub const ITEM_STATUS: &str = "status";

/// Priority of general records, in [`DIALING_PRIORITY`].
pub const GENERAL: &str = "General";
/// Priority of rescheduled records, in [`DIALING_PRIORITY`].
pub const CAMPAIGN_RESCHEDULED: &str = "CampaignRescheduled";
/// Priority of callback records, in [`DIALING_PRIORITY`].
pub const CAMPAIGN_CALL_BACK: &str = "CampaignCallBack";
/// The priority, in each list of [`DIALING_PRIORITY`].
pub const PRIORITY: &str = "priority";
/// The number of records, in each list of [`DIALING_PRIORITY`].
pub const N_RECORDS: &str = "n_records";

/// Phone number, in [`DO_NOT_CALL`] and [`CANCEL_RECORD`].
pub const PHONE: &str = "GSW_PHONE";
/// Customer id, in [`DO_NOT_CALL`] and [`CANCEL_RECORD`].
pub const CUSTOMER_ID: &str = "GSW_CUSTOMER_ID";
/// Campaign name, in [`CANCEL_RECORD`].
pub const CAMPAIGN_NAME: &str = "GSW_CAMPAIGN_NAME";
/// `AllChain` or `RecordOnly`, in [`DO_NOT_CALL`] and [`CANCEL_RECORD`].
pub const CHAIN_ATTR: &str = "GSW_CHAIN_ATTR";
/// What OCS tells about a cancellation, in [`CANCEL_RECORD`].
pub const MESSAGE: &str = "GSW_MESSAGE";

/// A request of the agent-desktop protocol, another protocol on the same carrier.
pub const DESKTOP_REQUEST: &str = "GSW_AGENT_REQ_TYPE";
/// An event of the agent-desktop protocol.
pub const DESKTOP_EVENT: &str = "GSW_USER_EVENT";

/// The text of [`MESSAGE`] when records could not be cancelled because agents work on them.
pub const ON_DESKTOP_MESSAGE: &str = "Incomplete processing: record(s) on desktop";

/// Keys whose values are about a person: logs do not show them unless a site asks for it.
pub const PERSONAL: &[&str] = &[PHONE, CUSTOMER_ID];

/// Whether the value of `key` is about a person, in whatever case it is written.
#[must_use]
pub fn is_personal(key: &[u8]) -> bool {
    PERSONAL.iter().any(|personal| personal.as_bytes().eq_ignore_ascii_case(key))
}

/// One key: what type its value has and in which lists it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyInfo {
    /// The key; of schedule items only the prefix.
    pub key: &'static str,
    /// The type of its value.
    pub kind: KvType,
    /// The keys of the lists around it, outermost first; empty on the top level.
    pub path: &'static [&'static str],
}

const fn key(key: &'static str, kind: KvType, path: &'static [&'static str]) -> KeyInfo {
    KeyInfo { key, kind, path }
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

/// All keys of CommDN user data, with every place they stand in.
pub const ALL: &[KeyInfo] = &[
    key(MESSAGE_TYPE, KvType::Int, TOP),
    key(ERROR, KvType::Int, TOP),
    key(ERROR_MESSAGE, KvType::String, TOP),
    key(ORIGIN_APP_ID, KvType::Int, TOP),
    key(TARGET_APP_ID, KvType::Int, TOP),
    key(REFERENCE_ID, KvType::Int, TOP),
    key(CAMPAIGN_ID, KvType::Int, TOP),
    key(GROUP_ID, KvType::Int, TOP),
    key(DIAL_MODE, KvType::Int, TOP),
    key(OPTIMIZE_BY, KvType::Int, TOP),
    key(OPTIMIZE_GOAL, KvType::Int, TOP),
    key(GROUP_CAMP_STATUS, KvType::Int, TOP),
    key(AUTO_COMPLETION, KvType::Int, TOP),
    key(PROPERTIES, KvType::List, TOP),
    key(CAMPAIGN_SCHEDULE, KvType::List, IN_PROPERTIES),
    key(CANCEL_RECORD, KvType::List, IN_PROPERTIES),
    key(DIALING_PRIORITY, KvType::List, IN_PROPERTIES),
    key(DO_NOT_CALL, KvType::List, IN_PROPERTIES),
    key(DESCRIPTION, KvType::String, IN_SCHEDULE),
    key(START_TIME, KvType::Int, IN_SCHEDULE),
    key(N_ITEMS, KvType::Int, IN_SCHEDULE),
    key(SCHEDULE_ITEM_PREFIX, KvType::List, IN_SCHEDULE),
    key(STOP_AT_TIME, KvType::Int, IN_ITEM),
    key(STOP_AT_CONTACTS, KvType::Int, IN_ITEM),
    key(STOP_AT_DIALS, KvType::Int, IN_ITEM),
    key(SLEEP_BEFORE_NEXT_START, KvType::Int, IN_ITEM),
    key(ITEM_CAMPAIGN, KvType::Int, IN_ITEM),
    key(ITEM_DIAL_MODE, KvType::Int, IN_ITEM),
    key(ITEM_OPT_METHOD, KvType::Int, IN_ITEM),
    key(ITEM_OPT_METHOD_VALUE, KvType::Int, IN_ITEM),
    key(ITEM_STATUS, KvType::Int, IN_ITEM),
    key(GENERAL, KvType::List, IN_PRIORITY),
    key(CAMPAIGN_RESCHEDULED, KvType::List, IN_PRIORITY),
    key(CAMPAIGN_CALL_BACK, KvType::List, IN_PRIORITY),
    key(PRIORITY, KvType::Int, IN_GENERAL),
    key(N_RECORDS, KvType::Int, IN_GENERAL),
    key(PRIORITY, KvType::Int, IN_RESCHEDULED),
    key(N_RECORDS, KvType::Int, IN_RESCHEDULED),
    key(PRIORITY, KvType::Int, IN_CALL_BACK),
    key(N_RECORDS, KvType::Int, IN_CALL_BACK),
    key(PHONE, KvType::String, IN_CANCEL),
    key(CAMPAIGN_NAME, KvType::String, IN_CANCEL),
    key(CHAIN_ATTR, KvType::String, IN_CANCEL),
    key(CUSTOMER_ID, KvType::String, IN_CANCEL),
    key(MESSAGE, KvType::String, IN_CANCEL),
    key(PHONE, KvType::String, IN_DNC),
    key(CUSTOMER_ID, KvType::String, IN_DNC),
    key(CHAIN_ATTR, KvType::String, IN_DNC),
];

/// Whether `key` is one of the API's own keys on the top level of user data.
#[must_use]
pub fn is_top_level(key: &[u8]) -> bool {
    ALL.iter().any(|info| info.path.is_empty() && info.key.as_bytes() == key)
}
