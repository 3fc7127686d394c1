/*
 * commdn for C++17: states, kinds, levels and types. Part of enums.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_NUMBERS_HPP
#define COMMDN_GENERATED_NUMBERS_HPP

#include <commdn.h>
#include <commdn_fwd.hpp>

COMMDN_HPP_BEGIN

/** The types of values. */
enum class Type : std::int32_t {
    /** Bytes with a charset view. */
    String = COMMDN_TYPE_STRING,
    /** A signed 32-bit number. */
    Int = COMMDN_TYPE_INT,
    /** Bytes that are not text. */
    Binary = COMMDN_TYPE_BINARY,
    /** A nested list. */
    List = COMMDN_TYPE_LIST,
    /** UTF-16 text. */
    Unicode = COMMDN_TYPE_UNICODE
};

/** The forms of log text. */
enum class TextForm : std::int32_t {
    /** The log text of T-Server and URS. */
    TServer = COMMDN_TEXT_TSERVER,
    /** The log text of OCS. */
    Ocs = COMMDN_TEXT_OCS,
    /** The log text of the vendor's Java and .NET SDK. */
    Sdk = COMMDN_TEXT_SDK
};

/** The source of a number of the field. */
enum class Certainty : std::int32_t {
    /** The manual's chapter lists it. */
    Chapter = COMMDN_CERTAINTY_CHAPTER,
    /** The chapter lists it as not used by the CommDN API. */
    NotApplicable = COMMDN_CERTAINTY_NOT_APPLICABLE,
    /** Another public source states it. */
    Public = COMMDN_CERTAINTY_PUBLIC,
    /** It is inferred; see docs/assumptions.md. */
    Inferred = COMMDN_CERTAINTY_INFERRED
};

/** The content of a notice. */
enum class NoticeKind : std::int32_t {
    /** An event that was sent unasked, or for somebody else's request. */
    Event = COMMDN_NOTICE_EVENT,
    /** An event that answers a request that was given up before. */
    LateAnswer = COMMDN_NOTICE_LATE_ANSWER,
    /** An event that fits several open requests that differ; none was completed. */
    AmbiguousAnswer = COMMDN_NOTICE_AMBIGUOUS_ANSWER,
    /** The server's link to the switch is up. */
    SwitchUp = COMMDN_NOTICE_SWITCH_UP,
    /** The server's link to the switch is down. */
    SwitchDown = COMMDN_NOTICE_SWITCH_DOWN,
    /** The DN is no longer registered; its registration was asked for again. */
    Unregistered = COMMDN_NOTICE_UNREGISTERED,
    /**
     * The connection is lost; Notice::error() says why. The session connects again, unless
     * Session::is_over().
     */
    Disconnected = COMMDN_NOTICE_DISCONNECTED,
    /** A kind that this version does not know. */
    Other = COMMDN_NOTICE_OTHER,
    /** A connection is up again, or for the first time with the option connect_in_background. */
    Connected = COMMDN_NOTICE_CONNECTED,
    /** The DN is registered again. */
    Registered = COMMDN_NOTICE_REGISTERED,
    /** The DN is out of service: requests wait. */
    OutOfService = COMMDN_NOTICE_OUT_OF_SERVICE,
    /** The DN is back in service. */
    InService = COMMDN_NOTICE_IN_SERVICE
};

/** The state of a session's connection. */
enum class SessionStatus : std::int32_t {
    /** There is no connection yet, or it is being replaced: requests wait. */
    Connecting = COMMDN_SESSION_CONNECTING,
    /** The DN is registered and in service: requests go out at once. */
    Up = COMMDN_SESSION_UP,
    /** The DN is registered and out of service: requests wait. */
    OutOfService = COMMDN_SESSION_OUT_OF_SERVICE,
    /** The session was closed, or has given up. */
    Over = COMMDN_SESSION_OVER
};

/** The counters of a session. */
enum class Counter : std::int32_t {
    /** Requests submitted. */
    Submitted = COMMDN_COUNTER_SUBMITTED,
    /** Requests acknowledged by OCS. */
    Acknowledged = COMMDN_COUNTER_ACKNOWLEDGED,
    /** Requests refused by OCS. */
    Refused = COMMDN_COUNTER_REFUSED,
    /** Requests refused by T-Server. */
    RefusedByTServer = COMMDN_COUNTER_REFUSED_BY_TSERVER,
    /** Requests that nobody answered in time. */
    Unanswered = COMMDN_COUNTER_UNANSWERED,
    /** Requests ended by a lost connection, or for want of one. */
    Disconnected = COMMDN_COUNTER_DISCONNECTED,
    /** Requests withdrawn by the caller. */
    Withdrawn = COMMDN_COUNTER_WITHDRAWN,
    /** Answers to requests that had ended before. */
    LateAnswers = COMMDN_COUNTER_LATE_ANSWERS,
    /** Answers that fitted several open requests that differ. */
    AmbiguousAnswers = COMMDN_COUNTER_AMBIGUOUS_ANSWERS,
    /** Events that came unasked. */
    Unsolicited = COMMDN_COUNTER_UNSOLICITED,
    /** This application's own requests, distributed back. */
    Echoes = COMMDN_COUNTER_ECHOES,
    /** CommDN messages between others. */
    Foreign = COMMDN_COUNTER_FOREIGN,
    /** User events of the agent-desktop protocol. */
    Desktop = COMMDN_COUNTER_DESKTOP,
    /** User events of neither protocol. */
    OtherTraffic = COMMDN_COUNTER_OTHER_TRAFFIC,
    /** User data that is not a packed list. */
    Malformed = COMMDN_COUNTER_MALFORMED,
    /** Requests that are open. */
    OpenRequests = COMMDN_COUNTER_OPEN_REQUESTS,
    /** Notices that wait to be taken. */
    WaitingNotices = COMMDN_COUNTER_WAITING_NOTICES,
    /** Notices that had to make room for newer ones. */
    LostNotices = COMMDN_COUNTER_LOST_NOTICES,
    /** Bytes that wait for the peer to take them. */
    UnsentBytes = COMMDN_COUNTER_UNSENT_BYTES,
    /** Bytes received. */
    ReceivedBytes = COMMDN_COUNTER_RECEIVED_BYTES,
    /** Bytes sent. */
    SentBytes = COMMDN_COUNTER_SENT_BYTES,
    /** Lost connections that were replaced. */
    Reconnects = COMMDN_COUNTER_RECONNECTS,
    /** Requests sent again on another connection, once for each time. */
    Repeated = COMMDN_COUNTER_REPEATED
};

/** The severity of a log line. */
enum class LogLevel : std::int32_t {
    /** The library gave up. */
    Error = COMMDN_LOG_ERROR,
    /** The library recovered. */
    Warn = COMMDN_LOG_WARN,
    /** Sessions opened and closed. */
    Info = COMMDN_LOG_INFO,
    /** Every request. */
    Debug = COMMDN_LOG_DEBUG,
    /** Every frame, without values. */
    Trace = COMMDN_LOG_TRACE
};

/** The ending of an entry of an outbox. */
enum class OutcomeKind : std::int32_t {
    /** OCS has acknowledged it. */
    Acknowledged = COMMDN_OUTCOME_ACKNOWLEDGED,
    /** OCS, T-Server or the rules of the API refused it. */
    Refused = COMMDN_OUTCOME_REFUSED,
    /**
     * It was sent, and whether OCS acted on it is not known; the error's message names the query
     * that settles it.
     */
    Unknown = COMMDN_OUTCOME_UNKNOWN,
    /** All attempts failed; a dead letter. */
    GaveUp = COMMDN_OUTCOME_GAVE_UP,
    /** It grew too old; a dead letter. */
    Expired = COMMDN_OUTCOME_EXPIRED,
    /**
     * It was cancelled before it was sent, or between two attempts: OCS may then have acted on an
     * earlier one.
     */
    Cancelled = COMMDN_OUTCOME_CANCELLED
};

/** The state of an entry of an outbox. */
enum class EntryState : std::int32_t {
    /** It is sent when its time comes. */
    Waiting = COMMDN_ENTRY_WAITING,
    /** An earlier request of the same customer is unfinished. */
    Blocked = COMMDN_ENTRY_BLOCKED,
    /** A process has taken it to send it. */
    Claimed = COMMDN_ENTRY_CLAIMED,
    /** It has its outcome. */
    Done = COMMDN_ENTRY_DONE,
    /** It was given up or has expired, and may be retried. */
    Dead = COMMDN_ENTRY_DEAD
};

/** A selection of an outbox's entries. */
enum class OutboxFilter : std::int32_t {
    /** All entries. */
    All = COMMDN_OUTBOX_FILTER_ALL,
    /** Entries without an outcome. */
    Unfinished = COMMDN_OUTBOX_FILTER_UNFINISHED,
    /** Entries given up or expired, and not retried. */
    Dead = COMMDN_OUTBOX_FILTER_DEAD,
    /** OCS has acknowledged it. */
    Acknowledged = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_ACKNOWLEDGED,
    /** OCS, T-Server or the rules of the API refused it. */
    Refused = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_REFUSED,
    /**
     * It was sent, and whether OCS acted on it is not known; the error's message names the query
     * that settles it.
     */
    Unknown = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_UNKNOWN,
    /** All attempts failed; a dead letter. */
    GaveUp = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_GAVE_UP,
    /** It grew too old; a dead letter. */
    Expired = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_EXPIRED,
    /**
     * It was cancelled before it was sent, or between two attempts: OCS may then have acted on an
     * earlier one.
     */
    Cancelled = COMMDN_OUTBOX_FILTER_ENDED + COMMDN_OUTCOME_CANCELLED
};

/** The counts of an outbox; those from Acknowledged on are over the file's life. */
enum class OutboxCounter : std::int32_t {
    /** Entries without an outcome. */
    Unfinished = COMMDN_OUTBOX_UNFINISHED,
    /** Bytes of their requests. */
    UnfinishedBytes = COMMDN_OUTBOX_UNFINISHED_BYTES,
    /** Entries that a process is sending. */
    Claimed = COMMDN_OUTBOX_CLAIMED,
    /** Dead letters that were not retried. */
    Dead = COMMDN_OUTBOX_DEAD,
    /** OCS has acknowledged it. */
    Acknowledged = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_ACKNOWLEDGED,
    /** OCS, T-Server or the rules of the API refused it. */
    Refused = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_REFUSED,
    /**
     * It was sent, and whether OCS acted on it is not known; the error's message names the query
     * that settles it.
     */
    Unknown = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_UNKNOWN,
    /** All attempts failed; a dead letter. */
    GaveUp = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_GAVE_UP,
    /** It grew too old; a dead letter. */
    Expired = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_EXPIRED,
    /**
     * It was cancelled before it was sent, or between two attempts: OCS may then have acted on an
     * earlier one.
     */
    Cancelled = COMMDN_OUTBOX_ENDED + COMMDN_OUTCOME_CANCELLED
};

namespace detail {

// The name of a number, nullptr if it has none.

inline const char *name_of(Type value) noexcept {
    return commdn_type_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(TextForm value) noexcept {
    switch (value) {
    case TextForm::TServer: return "tserver";
    case TextForm::Ocs: return "ocs";
    case TextForm::Sdk: return "sdk";
    }
    return nullptr;
}

inline const char *name_of(Certainty value) noexcept {
    return commdn_certainty_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(NoticeKind value) noexcept {
    return commdn_notice_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(SessionStatus value) noexcept {
    return commdn_session_status_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(Counter value) noexcept {
    return commdn_counter_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(LogLevel value) noexcept {
    return commdn_log_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(OutcomeKind value) noexcept {
    return commdn_outcome_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(EntryState value) noexcept {
    return commdn_entry_name(static_cast<std::int32_t>(value));
}

inline const char *name_of(OutboxFilter value) noexcept {
    switch (value) {
    case OutboxFilter::All: return "all";
    case OutboxFilter::Unfinished: return "unfinished";
    case OutboxFilter::Dead: return "dead";
    case OutboxFilter::Acknowledged: return "acknowledged";
    case OutboxFilter::Refused: return "refused";
    case OutboxFilter::Unknown: return "unknown";
    case OutboxFilter::GaveUp: return "gave_up";
    case OutboxFilter::Expired: return "expired";
    case OutboxFilter::Cancelled: return "cancelled";
    }
    return nullptr;
}

inline const char *name_of(OutboxCounter value) noexcept {
    switch (value) {
    case OutboxCounter::Unfinished: return "unfinished";
    case OutboxCounter::UnfinishedBytes: return "unfinished_bytes";
    case OutboxCounter::Claimed: return "claimed";
    case OutboxCounter::Dead: return "dead";
    case OutboxCounter::Acknowledged: return "acknowledged";
    case OutboxCounter::Refused: return "refused";
    case OutboxCounter::Unknown: return "unknown";
    case OutboxCounter::GaveUp: return "gave_up";
    case OutboxCounter::Expired: return "expired";
    case OutboxCounter::Cancelled: return "cancelled";
    }
    return nullptr;
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_NUMBERS_HPP
