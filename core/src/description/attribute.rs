//! The attributes of messages: the content of requests, answers and notifications.
//!
//! Owns their names, keys, types and documentation. `message` is built from the same table and
//! decides how an attribute is found, written and checked.

/// The type of an attribute's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttributeValue {
    /// A number.
    Number,
    /// The identifier of an object of the configuration database.
    Dbid,
    /// 0 or 1.
    Flag,
    /// A number of the enumeration of this name.
    Enum(&'static str),
    /// A point in time, in seconds since 1970 (UTC).
    Time,
    /// A time in minutes.
    Minutes,
    /// A text.
    Text,
    /// A text, one of two.
    Chain,
    /// The list of a sequence.
    Schedule,
    /// The list of priorities.
    DialingPriority,
}

/// One attribute.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct AttributeRow {
    /// Its variant of `Attribute`.
    pub variant: &'static str,
    /// Its name in all languages.
    pub name: &'static str,
    /// The type of its value.
    pub value: AttributeValue,
    /// The name of its key's constant.
    pub key_name: &'static str,
    /// Its key in user data.
    pub key: &'static str,
    /// Whether a request has a setter for it; others are only answered, or written by the session.
    pub settable: bool,
    /// What it is, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
}

/// The table: numbers in the order in which they are written, then texts and lists;
/// what is about records stands in a list of its own.
macro_rules! attributes {
    ($print:ident) => {
        $print! {
            message {
                numbers {
                    /// Error number; 0 is none.
                    Error error: CmError, ERROR = "GSW_CM_AttrError" in Top;

                    /// Correlation id, seen in OCS logs (not in the chapter).
                    ReferenceId reference_id: Number, REFERENCE_ID = "GSW_CM_AttrReferenceID" in Top;

                    /// DBID of the sending application.
                    Origin origin: Dbid, ORIGIN_APP_ID = "GSW_CM_AttrOriginAppID" in Top;

                    /// DBID of the receiving application; 0 is every OCS on the DN.
                    Target target: Dbid, TARGET_APP_ID = "GSW_CM_AttrTargetAppID" in Top, set;

                    /// DBID of the campaign; 0 addresses a sequence.
                    Campaign campaign: Dbid, CAMPAIGN_ID = "GSW_CM_AttrCampaignID" in Top, set;

                    /// DBID of the group.
                    Group group: Dbid, GROUP_ID = "GSW_CM_AttrGroupID" in Top, set;

                    /// Dialling mode of a campaign group.
                    DialMode dial_mode: DialMode, DIAL_MODE = "GSW_CM_AttrDialMode" in Top, set;

                    /// Optimisation method.
                    OptimizeBy optimize_by: OptimizeBy, OPTIMIZE_BY = "GSW_CM_AttrOptimizeBy" in Top, set;

                    /// Optimisation goal: percent, or seconds.
                    OptimizeGoal optimize_goal: Number, OPTIMIZE_GOAL = "GSW_CM_AttrOptimizeGoal" in Top, set;

                    /// Status of a campaign group.
                    Status status: GroupStatus, GROUP_CAMP_STATUS = "GSW_CM_AttrGroupCampStatus" in Top;

                    /// Whether OCS stops and unloads the group when it runs out of records.
                    AutoCompletion auto_completion: Flag, AUTO_COMPLETION = "GSW_AUTO_COMPLETION" in TopOrProperties, set;
                }
                texts {
                    /// Description of the error.
                    ErrorMessage error_message: Text, ERROR_MESSAGE = "GSW_CM_AttrErrorMessage" in Top;
                }
                lists {
                    /// Campaign sequence; in answers each item has a status.
                    Schedule schedule: Schedule, CAMPAIGN_SCHEDULE = "campaign_schedule" in Properties, set;

                    /// Dialling priorities by type of record.
                    DialingPriority dialing_priority: DialingPriority, DIALING_PRIORITY = "dialing_priority" in Properties, set;
                }
            }
            record {
                texts {
                    /// Phone number of the record.
                    Phone phone: Text, PHONE = "GSW_PHONE" in Record, set;

                    /// Campaign name of the record; in cancellations only.
                    CampaignName campaign_name: Text, CAMPAIGN_NAME = "GSW_CAMPAIGN_NAME" in CancelRecord, set;

                    /// Customer id of the record.
                    CustomerId customer_id: Text, CUSTOMER_ID = "GSW_CUSTOMER_ID" in Record, set;

                    /// Scope within a chain of records: `AllChain` (the default of OCS) or `RecordOnly`.
                    Chain chain: Chain, CHAIN_ATTR = "GSW_CHAIN_ATTR" in Record, set;

                    /// Message of OCS about a cancellation, for example that records are on a desktop.
                    Message message: Text, MESSAGE = "GSW_MESSAGE" in CancelRecord;
                }
            }
        }
    };
}
pub(crate) use attributes;

macro_rules! value {
    (Number) => {
        AttributeValue::Number
    };
    (Dbid) => {
        AttributeValue::Dbid
    };
    (Flag) => {
        AttributeValue::Flag
    };
    (Time) => {
        AttributeValue::Time
    };
    (Minutes) => {
        AttributeValue::Minutes
    };
    (Text) => {
        AttributeValue::Text
    };
    (Chain) => {
        AttributeValue::Chain
    };
    (Schedule) => {
        AttributeValue::Schedule
    };
    (DialingPriority) => {
        AttributeValue::DialingPriority
    };
    ($enumeration:ident) => {
        AttributeValue::Enum(stringify!($enumeration))
    };
}

pub(super) use value;

macro_rules! attribute_rows {
    ($($part:ident { $($section:ident { $(
        $(#[doc = $doc:literal])+
        $variant:ident $name:ident: $value:ident, $key_name:ident = $key:literal in $place:ident $(, $set:ident)?;
    )+ })+ })+) => {
        &[$($($(AttributeRow {
            variant: stringify!($variant),
            name: stringify!($name),
            value: value!($value),
            key_name: stringify!($key_name),
            key: $key,
            settable: !stringify!($($set)?).is_empty(),
            doc: &[$($doc),+],
        },)+)+)+]
    };
}

/// Every attribute, in the order of `Attribute`.
pub const ATTRIBUTES: &[AttributeRow] = attributes!(attribute_rows);

/// How many attributes are texts.
pub const TEXT_ATTRIBUTES: usize = {
    let (mut texts, mut row) = (0, 0);
    while row < ATTRIBUTES.len() {
        let is_text = matches!(ATTRIBUTES[row].value, AttributeValue::Text | AttributeValue::Chain);
        (texts, row) = (texts + is_text as usize, row + 1);
    }
    texts
};
