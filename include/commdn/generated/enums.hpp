/*
 * commdn for C++17: numbers with names. Part of enums.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_ENUMS_HPP
#define COMMDN_GENERATED_ENUMS_HPP

#include <commdn.h>
#include <commdn_fwd.hpp>

COMMDN_HPP_BEGIN

/** What a message asks or tells: the values of "GSW_CM_MessageType". */
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

/** Why OCS refused: the values of "GSW_CM_AttrError". */
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

/** How a campaign group dials: the values of "GSW_CM_AttrDialMode". */
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

/** What a dialling mode optimises: the values of "GSW_CM_AttrOptimizeBy". */
enum class OptimizeBy : std::int32_t {
    NotChanged = COMMDN_OPTIMIZE_BY_NOT_CHANGED,
    BusyFactor = COMMDN_OPTIMIZE_BY_BUSY_FACTOR,
    OverdialRate = COMMDN_OPTIMIZE_BY_OVERDIAL_RATE,
    WaitTime = COMMDN_OPTIMIZE_BY_WAIT_TIME,
    DistributionTime = COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME,
    MaximumGain = COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN
};

/** Where a campaign group stands: the values of "GSW_CM_AttrGroupCampStatus". */
enum class GroupStatus : std::int32_t {
    NotLoaded = COMMDN_GROUP_STATUS_NOT_LOADED,
    WaitingUnload = COMMDN_GROUP_STATUS_WAITING_UNLOAD,
    UnloadInProgress = COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS,
    Inactive = COMMDN_GROUP_STATUS_INACTIVE,
    Active = COMMDN_GROUP_STATUS_ACTIVE,
    Running = COMMDN_GROUP_STATUS_RUNNING
};

/** Format of the length of nested lists when written; both are read. */
enum class ListPrefix : std::int32_t {
    /** A nested list is written behind one 32-bit length. */
    Length32 = COMMDN_LIST_PREFIX_LENGTH32,
    /** A nested list is written behind a 16-bit value length and a 16-bit list length. */
    TwoLengths16 = COMMDN_LIST_PREFIX_TWO_LENGTHS16
};

/** Unit of the length of a unicode value. */
enum class UnicodeLength : std::int32_t {
    /** The length of a unicode value counts bytes. */
    Bytes = COMMDN_UNICODE_LENGTH_BYTES,
    /** The length of a unicode value counts UTF-16 units. */
    Units = COMMDN_UNICODE_LENGTH_UNITS
};

/** Position of "GSW_AUTO_COMPLETION" when written; both are read. */
enum class AutoCompletionPlace : std::int32_t {
    /** "GSW_AUTO_COMPLETION" is written at the top level of user data. */
    TopLevel = COMMDN_AUTO_COMPLETION_TOP_LEVEL,
    /** "GSW_AUTO_COMPLETION" is written inside "GSW_CM_AttrProperties". */
    Properties = COMMDN_AUTO_COMPLETION_PROPERTIES
};

namespace detail {

// The name of a number, nullptr if it has none. Names of the field are the library's.

inline const char *name_of(MessageType value) noexcept {
    return commdn_enum_name(COMMDN_ENUM_MESSAGE_TYPE, static_cast<std::int32_t>(value));
}

inline const char *name_of(CmError value) noexcept {
    return commdn_enum_name(COMMDN_ENUM_CM_ERROR, static_cast<std::int32_t>(value));
}

inline const char *name_of(DialMode value) noexcept {
    return commdn_enum_name(COMMDN_ENUM_DIAL_MODE, static_cast<std::int32_t>(value));
}

inline const char *name_of(OptimizeBy value) noexcept {
    return commdn_enum_name(COMMDN_ENUM_OPTIMIZE_BY, static_cast<std::int32_t>(value));
}

inline const char *name_of(GroupStatus value) noexcept {
    return commdn_enum_name(COMMDN_ENUM_GROUP_STATUS, static_cast<std::int32_t>(value));
}

inline const char *name_of(ListPrefix value) noexcept {
    switch (value) {
    case ListPrefix::Length32: return "length32";
    case ListPrefix::TwoLengths16: return "two_lengths16";
    }
    return nullptr;
}

inline const char *name_of(UnicodeLength value) noexcept {
    switch (value) {
    case UnicodeLength::Bytes: return "bytes";
    case UnicodeLength::Units: return "units";
    }
    return nullptr;
}

inline const char *name_of(AutoCompletionPlace value) noexcept {
    switch (value) {
    case AutoCompletionPlace::TopLevel: return "top_level";
    case AutoCompletionPlace::Properties: return "properties";
    }
    return nullptr;
}

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

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_ENUMS_HPP
