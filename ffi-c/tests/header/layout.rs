//! What stands in which header: the order of use.
//!
//! Each header lists the files whose items it shows. The objects themselves are all in `base.h`, so
//! that every other header needs no more than that one.

/// A header of `include/commdn/`.
pub struct Header {
    pub name: &'static str,
    /// What is in it.
    pub title: &'static str,
    /// The files of `src`, without `.rs`.
    pub sources: &'static [&'static str],
}

const fn header(
    name: &'static str,
    title: &'static str,
    sources: &'static [&'static str],
) -> Header {
    Header { name, title, sources }
}

pub const HEADERS: &[Header] = &[
    header(
        "base",
        "What all others need: statuses, objects, memory, versions",
        &[
            "boundary/status",
            "generated/status",
            "boundary/fault",
            "boundary/callback",
            "objects/memory",
            "objects/version",
        ],
    ),
    header("error", "Why a call failed", &["objects/error", "generated/error"]),
    header(
        "options",
        "Options of a session, and how a site writes user data",
        &[
            "generated/numbers/options",
            "objects/options/mod",
            "generated/session_options",
            "objects/options/reconnect",
            "objects/options/tls",
            "objects/options/cancel",
            "objects/options/callbacks",
            "objects/dialect",
            "generated/dialect",
        ],
    ),
    header(
        "session",
        "The session: a connection that is registered on a DN",
        &["generated/numbers/session", "objects/session", "generated/session", "objects/stats"],
    ),
    header(
        "request",
        "Requests: made, filled, checked",
        &["objects/request/mod", "generated/request", "objects/request/set", "objects/phone"],
    ),
    header(
        "answer",
        "The answer to a request, and the wait for it",
        &["objects/pending", "generated/pending", "objects/answer", "generated/answer"],
    ),
    header(
        "event",
        "Messages of OCS: what answers and notices consist of",
        &["objects/event/mod", "generated/event"],
    ),
    header(
        "completions",
        "The outcomes of many requests",
        &["objects/completions", "generated/completions"],
    ),
    header(
        "notice",
        "What a session tells unasked",
        &["generated/numbers/notice", "objects/notice", "generated/notice"],
    ),
    header(
        "outbox",
        "The outbox: requests in a file until they have an outcome",
        &[
            "generated/numbers/outbox",
            "objects/outbox/options",
            "generated/outbox_options",
            "objects/outbox/mod",
            "generated/outbox",
            "objects/outbox/entry",
        ],
    ),
    header(
        "kvlist",
        "Lists of key-value pairs (TKVList)",
        &[
            "generated/numbers/kvlist",
            "objects/kvlist/list",
            "generated/kvlist",
            "objects/kvlist/make",
            "objects/kvlist/add",
            "objects/kvlist/read",
            "objects/kvlist/walk",
            "objects/kvlist/forms",
        ],
    ),
    header("schedule", "Campaign sequences", &["objects/schedule", "generated/schedule"]),
    header(
        "directory",
        "The directory: names and DBIDs of the configuration",
        &["objects/directory/mod", "objects/directory/object", "generated/directory"],
    ),
    header(
        "site",
        "Sites: the settings of each contact centre, from a file",
        &["objects/site/mod", "objects/site/setting", "objects/site/alias", "generated/site"],
    ),
    header(
        "simulator",
        "A simulated contact centre in the process",
        &["objects/simulator", "generated/simulator"],
    ),
    header(
        "host",
        "A session over a connection of the application's own",
        &["objects/host", "generated/host"],
    ),
    header(
        "fields",
        "Keys and numbers of user data, and their names",
        &["generated/numbers/fields", "objects/enums"],
    ),
];

/// A group of constants that is an enumeration, too.
pub struct Group {
    /// What the constants begin with.
    pub prefix: &'static str,
    pub name: &'static str,
    pub doc: &'static str,
}

const fn group(prefix: &'static str, name: &'static str, doc: &'static str) -> Group {
    Group { prefix, name, doc }
}

/// A constant belongs to the first group whose prefix it begins with.
pub const GROUPS: &[Group] = &[
    group("COMMDN_OK", "commdn_code", "What a commdn_status can be."),
    group("COMMDN_ERR_", "commdn_code", ""),
    group("COMMDN_SESSION_", "commdn_session_state", "What commdn_session_status() returns."),
    group("COMMDN_COUNTER_", "commdn_counter", "The counters of a session."),
    group("COMMDN_NOUN_", "commdn_noun", "What is looked up in a directory."),
    group("COMMDN_NOTICE_", "commdn_notice_kind_number", "What commdn_notice_kind() returns."),
    group("COMMDN_LOG_", "commdn_log_level", "How much is logged."),
    group("COMMDN_OUTCOME_", "commdn_outcome_kind", "How an entry of an outbox ended."),
    group("COMMDN_ENTRY_", "commdn_entry_state", "Where an entry of an outbox stands."),
    group("COMMDN_OUTBOX_FILTER_", "commdn_outbox_filter", "Which entries of an outbox."),
    group("COMMDN_OUTBOX_", "commdn_outbox_counter", "The counts of an outbox."),
    group("COMMDN_TYPE_", "commdn_value_type", "The types of values in a list."),
    group("COMMDN_TEXT_", "commdn_text_form", "The forms of a list as text."),
    group("COMMDN_ENUM_", "commdn_enumeration", "The enumerations of user data."),
    group("COMMDN_CERTAINTY_", "commdn_certainty", "How a number of the field is known."),
    group("COMMDN_LIST_PREFIX_", "commdn_list_prefix", "How nested lists are written."),
    group(
        "COMMDN_UNICODE_LENGTH_",
        "commdn_unicode_length",
        "What the length of a unicode value counts.",
    ),
    group(
        "COMMDN_AUTO_COMPLETION_",
        "commdn_auto_completion",
        "Where GSW_AUTO_COMPLETION is written.",
    ),
    group("COMMDN_REPEAT_", "commdn_repeat", "When a request is sent again."),
    group("COMMDN_MESSAGE_TYPE_", "commdn_message_type", "The values of GSW_CM_MessageType."),
    group("COMMDN_CM_ERROR_", "commdn_cm_error", "The values of GSW_CM_AttrError."),
    group("COMMDN_DIAL_MODE_", "commdn_dial_mode", "The values of GSW_CM_AttrDialMode."),
    group("COMMDN_OPTIMIZE_BY_", "commdn_optimize_by", "The values of GSW_CM_AttrOptimizeBy."),
    group(
        "COMMDN_GROUP_STATUS_",
        "commdn_group_status",
        "The values of GSW_CM_AttrGroupCampStatus.",
    ),
];
