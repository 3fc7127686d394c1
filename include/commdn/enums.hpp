/*
 * commdn for C++17: numbers with names. Part of commdn.hpp.
 *
 * Every enumeration may hold a number that it does not name: servers send what they like, and a
 * newer library may know more. None of these functions blocks; all may be called by any thread.
 */
#ifndef COMMDN_ENUMS_HPP
#define COMMDN_ENUMS_HPP

#include <commdn/error.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace commdn {

/** The values of GSW_CM_MessageType. */
enum class MessageType : std::int32_t {
    NoType = COMMDN_MESSAGE_TYPE_NONE,
    Unknown = COMMDN_MESSAGE_TYPE_UNKNOWN,
    Error = COMMDN_MESSAGE_TYPE_ERROR,
    ClientRegister = COMMDN_MESSAGE_TYPE_CLIENT_REGISTER,
    Disconnected = COMMDN_MESSAGE_TYPE_DISCONNECTED,
    UnknownMessage = COMMDN_MESSAGE_TYPE_UNKNOWN_MESSAGE,
    ReqRegisterClient = COMMDN_MESSAGE_TYPE_REQ_REGISTER_CLIENT,
    ReqLoadCampaign = COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN,
    ReqUnloadCampaign = COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN,
    ReqStartDialing = COMMDN_MESSAGE_TYPE_REQ_START_DIALING,
    ReqStopDialing = COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING,
    ReqSetDialingMode = COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE,
    ReqGetCampaignStatus = COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS,
    ReqCampaignRegistered = COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_REGISTERED,
    ReqCampaignUnregistered = COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_UNREGISTERED,
    EvServerConnected = COMMDN_MESSAGE_TYPE_EV_SERVER_CONNECTED,
    EvServerDisconnected = COMMDN_MESSAGE_TYPE_EV_SERVER_DISCONNECTED,
    EvClientDisconnected = COMMDN_MESSAGE_TYPE_EV_CLIENT_DISCONNECTED,
    EvClientRegistered = COMMDN_MESSAGE_TYPE_EV_CLIENT_REGISTERED,
    EvCampaignLoaded = COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED,
    EvCampaignUnloaded = COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNLOADED,
    EvDialingStarted = COMMDN_MESSAGE_TYPE_EV_DIALING_STARTED,
    EvDialingStopped = COMMDN_MESSAGE_TYPE_EV_DIALING_STOPPED,
    EvDialingModeChanged = COMMDN_MESSAGE_TYPE_EV_DIALING_MODE_CHANGED,
    EvCampaignStatus = COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_STATUS,
    EvCampaignRegistered = COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_REGISTERED,
    EvCampaignUnregistered = COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNREGISTERED,
    EvError = COMMDN_MESSAGE_TYPE_EV_ERROR,
    ReqCommDnGetCampaignData = COMMDN_MESSAGE_TYPE_REQ_COMM_DN_GET_CAMPAIGN_DATA,
    ReqForceUnloadCampaign = COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN,
    ReqCancelRecord = COMMDN_MESSAGE_TYPE_REQ_CANCEL_RECORD,
    EvRecordCanceled = COMMDN_MESSAGE_TYPE_EV_RECORD_CANCELED,
    ReqDoNotCall = COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL,
    EvDoNotCallProcessed = COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED,
    ReqCompleteCampaign = COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN
};

/** The values of GSW_CM_AttrError. */
enum class CmError : std::int32_t {
    No = COMMDN_CM_ERROR_NO,
    ServerConnected = COMMDN_CM_ERROR_SERVER_CONNECTED,
    RegisterClient = COMMDN_CM_ERROR_REGISTER_CLIENT,
    CampaignNotFound = COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND,
    CampaignNotLoaded = COMMDN_CM_ERROR_CAMPAIGN_NOT_LOADED,
    CampaignAlreadyLoaded = COMMDN_CM_ERROR_CAMPAIGN_ALREADY_LOADED,
    CampaignNotStarted = COMMDN_CM_ERROR_CAMPAIGN_NOT_STARTED,
    CampaignAlreadyStarted = COMMDN_CM_ERROR_CAMPAIGN_ALREADY_STARTED,
    GroupNotFound = COMMDN_CM_ERROR_GROUP_NOT_FOUND,
    GroupCampNotFound = COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND,
    InvalidParameter = COMMDN_CM_ERROR_INVALID_PARAMETER,
    InvalidCampaignMode = COMMDN_CM_ERROR_INVALID_CAMPAIGN_MODE,
    InvalidCampaignSchedule = COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE,
    CampaignScheduleNotFound = COMMDN_CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND,
    InvalidCampaignScheduleMode = COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE,
    LicenseViolation = COMMDN_CM_ERROR_LICENSE_VIOLATION,
    WrongConfiguration = COMMDN_CM_ERROR_WRONG_CONFIGURATION,
    PartOfSequence = COMMDN_CM_ERROR_PART_OF_SEQUENCE
};

/** The values of GSW_CM_AttrDialMode. */
enum class DialMode : std::int32_t {
    NotChanged = COMMDN_DIAL_MODE_NOT_CHANGED,
    Predict = COMMDN_DIAL_MODE_PREDICT,
    Progress = COMMDN_DIAL_MODE_PROGRESS,
    Preview = COMMDN_DIAL_MODE_PREVIEW,
    ProgressAndSeize = COMMDN_DIAL_MODE_PROGRESS_AND_SEIZE,
    PredictAndSeize = COMMDN_DIAL_MODE_PREDICT_AND_SEIZE,
    Power = COMMDN_DIAL_MODE_POWER,
    PowerAndSeize = COMMDN_DIAL_MODE_POWER_AND_SEIZE,
    PushPreview = COMMDN_DIAL_MODE_PUSH_PREVIEW,
    ProgressGvp = COMMDN_DIAL_MODE_PROGRESS_GVP,
    PredictGvp = COMMDN_DIAL_MODE_PREDICT_GVP,
    PowerGvp = COMMDN_DIAL_MODE_POWER_GVP
};

/** The values of GSW_CM_AttrOptimizeBy. */
enum class OptimizeBy : std::int32_t {
    NotChanged = COMMDN_OPTIMIZE_BY_NOT_CHANGED,
    BusyFactor = COMMDN_OPTIMIZE_BY_BUSY_FACTOR,
    OverdialRate = COMMDN_OPTIMIZE_BY_OVERDIAL_RATE,
    WaitTime = COMMDN_OPTIMIZE_BY_WAIT_TIME,
    DistributionTime = COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME,
    MaximumGain = COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN
};

/** The values of GSW_CM_AttrGroupCampStatus. */
enum class GroupStatus : std::int32_t {
    NotLoaded = COMMDN_GROUP_STATUS_NOT_LOADED,
    WaitingUnload = COMMDN_GROUP_STATUS_WAITING_UNLOAD,
    UnloadInProgress = COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS,
    Inactive = COMMDN_GROUP_STATUS_INACTIVE,
    Active = COMMDN_GROUP_STATUS_ACTIVE,
    Running = COMMDN_GROUP_STATUS_RUNNING
};

/** The types of values. */
enum class Type : std::int32_t {
    String = COMMDN_TYPE_STRING,
    Int = COMMDN_TYPE_INT,
    Binary = COMMDN_TYPE_BINARY,
    List = COMMDN_TYPE_LIST,
    Unicode = COMMDN_TYPE_UNICODE
};

/** The forms of log text. */
enum class TextForm : std::int32_t {
    TServer = COMMDN_TEXT_TSERVER,
    Ocs = COMMDN_TEXT_OCS,
    Sdk = COMMDN_TEXT_SDK
};

/** How a number of the field is known. */
enum class Certainty : std::int32_t {
    Chapter = COMMDN_CERTAINTY_CHAPTER,
    NotApplicable = COMMDN_CERTAINTY_NOT_APPLICABLE,
    Public = COMMDN_CERTAINTY_PUBLIC,
    Inferred = COMMDN_CERTAINTY_INFERRED
};

/** How nested lists are written. */
enum class ListPrefix : std::int32_t {
    Length32 = COMMDN_LIST_PREFIX_LENGTH32,
    TwoLengths16 = COMMDN_LIST_PREFIX_TWO_LENGTHS16
};

/** What the length of a unicode value counts. */
enum class UnicodeLength : std::int32_t {
    Bytes = COMMDN_UNICODE_LENGTH_BYTES,
    Units = COMMDN_UNICODE_LENGTH_UNITS
};

/** Where GSW_AUTO_COMPLETION is written. */
enum class AutoCompletionPlace : std::int32_t {
    TopLevel = COMMDN_AUTO_COMPLETION_TOP_LEVEL,
    Properties = COMMDN_AUTO_COMPLETION_PROPERTIES
};

/** What a notice tells. */
enum class NoticeKind : std::int32_t {
    Event = COMMDN_NOTICE_EVENT,
    LateAnswer = COMMDN_NOTICE_LATE_ANSWER,
    AmbiguousAnswer = COMMDN_NOTICE_AMBIGUOUS_ANSWER,
    SwitchUp = COMMDN_NOTICE_SWITCH_UP,
    SwitchDown = COMMDN_NOTICE_SWITCH_DOWN,
    Unregistered = COMMDN_NOTICE_UNREGISTERED,
    Disconnected = COMMDN_NOTICE_DISCONNECTED,
    Other = COMMDN_NOTICE_OTHER,
    Connected = COMMDN_NOTICE_CONNECTED,
    Registered = COMMDN_NOTICE_REGISTERED,
    OutOfService = COMMDN_NOTICE_OUT_OF_SERVICE,
    InService = COMMDN_NOTICE_IN_SERVICE
};

/** How a session's connection fares. */
enum class Status : std::int32_t {
    Connecting = COMMDN_STATUS_CONNECTING,
    Up = COMMDN_STATUS_UP,
    OutOfService = COMMDN_STATUS_OUT_OF_SERVICE,
    Over = COMMDN_STATUS_OVER
};

/** The counters of a session. */
enum class Counter : std::int32_t {
    Submitted = COMMDN_COUNTER_SUBMITTED,
    Acknowledged = COMMDN_COUNTER_ACKNOWLEDGED,
    Refused = COMMDN_COUNTER_REFUSED,
    RefusedByTServer = COMMDN_COUNTER_REFUSED_BY_TSERVER,
    Unanswered = COMMDN_COUNTER_UNANSWERED,
    Disconnected = COMMDN_COUNTER_DISCONNECTED,
    Withdrawn = COMMDN_COUNTER_WITHDRAWN,
    LateAnswers = COMMDN_COUNTER_LATE_ANSWERS,
    AmbiguousAnswers = COMMDN_COUNTER_AMBIGUOUS_ANSWERS,
    Unsolicited = COMMDN_COUNTER_UNSOLICITED,
    Echoes = COMMDN_COUNTER_ECHOES,
    Foreign = COMMDN_COUNTER_FOREIGN,
    Desktop = COMMDN_COUNTER_DESKTOP,
    OtherTraffic = COMMDN_COUNTER_OTHER_TRAFFIC,
    Malformed = COMMDN_COUNTER_MALFORMED,
    OpenRequests = COMMDN_COUNTER_OPEN_REQUESTS,
    WaitingNotices = COMMDN_COUNTER_WAITING_NOTICES,
    LostNotices = COMMDN_COUNTER_LOST_NOTICES,
    UnsentBytes = COMMDN_COUNTER_UNSENT_BYTES,
    ReceivedBytes = COMMDN_COUNTER_RECEIVED_BYTES,
    SentBytes = COMMDN_COUNTER_SENT_BYTES,
    Reconnects = COMMDN_COUNTER_RECONNECTS,
    Repeated = COMMDN_COUNTER_REPEATED
};

/** How much a log line matters. */
enum class LogLevel : std::int32_t {
    Error = COMMDN_LOG_ERROR,
    Warn = COMMDN_LOG_WARN,
    Info = COMMDN_LOG_INFO,
    Debug = COMMDN_LOG_DEBUG,
    Trace = COMMDN_LOG_TRACE
};

/** The texts of GSW_CHAIN_ATTR. */
inline constexpr std::string_view ChainAll = COMMDN_CHAIN_ALL;
inline constexpr std::string_view ChainRecordOnly = COMMDN_CHAIN_RECORD_ONLY;

namespace detail {

/** The COMMDN_ENUM number of an enumeration of the field; -1 for other types. */
template <class Enum>
inline constexpr std::int32_t field_enum = -1;
template <>
inline constexpr std::int32_t field_enum<MessageType> = COMMDN_ENUM_MESSAGE_TYPE;
template <>
inline constexpr std::int32_t field_enum<CmError> = COMMDN_ENUM_CM_ERROR;
template <>
inline constexpr std::int32_t field_enum<DialMode> = COMMDN_ENUM_DIAL_MODE;
template <>
inline constexpr std::int32_t field_enum<OptimizeBy> = COMMDN_ENUM_OPTIMIZE_BY;
template <>
inline constexpr std::int32_t field_enum<GroupStatus> = COMMDN_ENUM_GROUP_STATUS;

template <class Enum, class Out>
using IfFieldEnum = std::enable_if_t<(field_enum<Enum> >= 0), Out>;

inline std::string name_or_number(const char *name, std::int32_t number) {
    return name != nullptr ? std::string(name) : std::to_string(number);
}

}  // namespace detail

/** The number itself. */
template <class Enum>
constexpr std::enable_if_t<std::is_enum_v<Enum>, std::int32_t> number(Enum value) noexcept {
    return static_cast<std::int32_t>(value);
}

/** The name in the field, for example "CM_ReqDoNotCall"; the number for one without a name. */
template <class Enum>
detail::IfFieldEnum<Enum, std::string> to_string(Enum value) {
    return detail::name_or_number(commdn_enum_name(detail::field_enum<Enum>, number(value)),
                                  number(value));
}

/**
 * The number of a name: as in the field, in a spelling of the manual, or as in commdn.h without
 * its prefix ("REQ_DO_NOT_CALL"). Empty if there is none.
 */
template <class Enum>
detail::IfFieldEnum<Enum, std::optional<Enum>> from_string(std::string_view name) {
    std::int32_t found = 0;
    const std::string copy(name);
    if (copy.size() != std::char_traits<char>::length(copy.c_str())
        || commdn_enum_number(detail::field_enum<Enum>, copy.c_str(), &found) != COMMDN_OK) {
        return std::nullopt;
    }
    return static_cast<Enum>(found);
}

/** One named number. The texts are the library's. */
template <class Enum>
struct EnumEntry {
    /** The number. */
    Enum value;
    /** The field's name, for example "CFGDMPredict". */
    std::string_view name;
    /** The name in commdn.h, for example "PREDICT". */
    std::string_view label;
    /** Where the number comes from. */
    Certainty certainty;
};

/** All named numbers of an enumeration of the field, in their order. */
template <class Enum>
detail::IfFieldEnum<Enum, std::vector<EnumEntry<Enum>>> entries() {
    std::vector<EnumEntry<Enum>> all;
    const std::size_t count = commdn_enum_count(detail::field_enum<Enum>);
    for (std::size_t index = 0; index < count; ++index) {
        std::int32_t found = 0;
        std::int32_t certainty = 0;
        const char *name = nullptr;
        const char *label = nullptr;
        if (commdn_enum_entry(detail::field_enum<Enum>, index, &found, &name, &label, &certainty)
            == COMMDN_OK) {
            all.push_back(
                {static_cast<Enum>(found), name, label, static_cast<Certainty>(certainty)});
        }
    }
    return all;
}

/** The key whose values an enumeration of the field has, for example "GSW_CM_MessageType". */
template <class Enum>
detail::IfFieldEnum<Enum, std::string_view> key_of() {
    const char *key = commdn_enum_key(detail::field_enum<Enum>);
    return key != nullptr ? std::string_view(key) : std::string_view();
}

/** A key of user data in one place. The texts are the library's. */
struct KeyEntry {
    /** The key, for example "GSW_PHONE". */
    std::string_view key;
    /** The type of its value. */
    Type type;
    /** The keys of the lists around it, outermost first, with "/" between; empty on the top level. */
    std::string_view path;
};

/** All keys of user data; one that stands in several lists comes once for each. */
inline std::vector<KeyEntry> keys() {
    std::vector<KeyEntry> all;
    const std::size_t count = commdn_key_count();
    for (std::size_t index = 0; index < count; ++index) {
        const char *key = nullptr;
        const char *path = nullptr;
        std::int32_t type = 0;
        if (commdn_key_entry(index, &key, &type, &path) == COMMDN_OK) {
            all.push_back({key, static_cast<Type>(type), path});
        }
    }
    return all;
}

/** The name of a type in lower case, for example "string". */
inline std::string to_string(Type type) {
    return detail::name_or_number(commdn_type_name(number(type)), number(type));
}

/** The name of a counter, for example "late_answers". */
inline std::string to_string(Counter counter) {
    return detail::name_or_number(commdn_counter_name(number(counter)), number(counter));
}

/** The level in a word, for example "warn". */
inline std::string to_string(LogLevel level) {
    switch (level) {
    case LogLevel::Error: return "error";
    case LogLevel::Warn: return "warn";
    case LogLevel::Info: return "info";
    case LogLevel::Debug: return "debug";
    case LogLevel::Trace: return "trace";
    }
    return std::to_string(number(level));
}

/** What a notice tells, in a word, for example "late_answer". */
inline std::string to_string(NoticeKind kind) {
    switch (kind) {
    case NoticeKind::Event: return "event";
    case NoticeKind::LateAnswer: return "late_answer";
    case NoticeKind::AmbiguousAnswer: return "ambiguous_answer";
    case NoticeKind::SwitchUp: return "switch_up";
    case NoticeKind::SwitchDown: return "switch_down";
    case NoticeKind::Unregistered: return "unregistered";
    case NoticeKind::Disconnected: return "disconnected";
    case NoticeKind::Other: return "other";
    case NoticeKind::Connected: return "connected";
    case NoticeKind::Registered: return "registered";
    case NoticeKind::OutOfService: return "out_of_service";
    case NoticeKind::InService: return "in_service";
    }
    return std::to_string(number(kind));
}

}  // namespace commdn

#endif  // COMMDN_ENUMS_HPP
