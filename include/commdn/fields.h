/*
 * Keys and numbers of user data, and their names. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_FIELDS_H
#define COMMDN_FIELDS_H

#include "base.h"

/* The keys of user data. */
/** The message's number; it distinguishes CommDN traffic from other user events. */
#define COMMDN_KEY_MESSAGE_TYPE "GSW_CM_MessageType"
/** The list that holds the nested lists. */
#define COMMDN_KEY_PROPERTIES "GSW_CM_AttrProperties"
/** Error number; 0 is none. */
#define COMMDN_KEY_ERROR "GSW_CM_AttrError"
/** Correlation id, seen in OCS logs (not in the chapter). */
#define COMMDN_KEY_REFERENCE_ID "GSW_CM_AttrReferenceID"
/** DBID of the sending application. */
#define COMMDN_KEY_ORIGIN_APP_ID "GSW_CM_AttrOriginAppID"
/** DBID of the receiving application; 0 is every OCS on the DN. */
#define COMMDN_KEY_TARGET_APP_ID "GSW_CM_AttrTargetAppID"
/** DBID of the campaign; 0 addresses a sequence. */
#define COMMDN_KEY_CAMPAIGN_ID "GSW_CM_AttrCampaignID"
/** DBID of the group. */
#define COMMDN_KEY_GROUP_ID "GSW_CM_AttrGroupID"
/** Dialling mode of a campaign group. */
#define COMMDN_KEY_DIAL_MODE "GSW_CM_AttrDialMode"
/** Optimisation method. */
#define COMMDN_KEY_OPTIMIZE_BY "GSW_CM_AttrOptimizeBy"
/** Optimisation goal: percent, or seconds. */
#define COMMDN_KEY_OPTIMIZE_GOAL "GSW_CM_AttrOptimizeGoal"
/** Status of a campaign group. */
#define COMMDN_KEY_GROUP_CAMP_STATUS "GSW_CM_AttrGroupCampStatus"
/** Whether OCS stops and unloads the group when it runs out of records. */
#define COMMDN_KEY_AUTO_COMPLETION "GSW_AUTO_COMPLETION"
/** Description of the error. */
#define COMMDN_KEY_ERROR_MESSAGE "GSW_CM_AttrErrorMessage"
/** Campaign sequence; in answers each item has a status. */
#define COMMDN_KEY_CAMPAIGN_SCHEDULE "campaign_schedule"
/** Dialling priorities by type of record. */
#define COMMDN_KEY_DIALING_PRIORITY "dialing_priority"
/** Phone number of the record. */
#define COMMDN_KEY_PHONE "GSW_PHONE"
/** Campaign name of the record; in cancellations only. */
#define COMMDN_KEY_CAMPAIGN_NAME "GSW_CAMPAIGN_NAME"
/** Customer id of the record. */
#define COMMDN_KEY_CUSTOMER_ID "GSW_CUSTOMER_ID"
/** Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly". */
#define COMMDN_KEY_CHAIN_ATTR "GSW_CHAIN_ATTR"
/** Message of OCS about a cancellation, for example that records are on a desktop. */
#define COMMDN_KEY_MESSAGE "GSW_MESSAGE"
/** A record cancellation, in COMMDN_KEY_PROPERTIES. */
#define COMMDN_KEY_CANCEL_RECORD "cancel_record"
/** A do-not-call request, in COMMDN_KEY_PROPERTIES. */
#define COMMDN_KEY_DO_NOT_CALL "do_not_call"
/** Description of a sequence, in COMMDN_KEY_CAMPAIGN_SCHEDULE. */
#define COMMDN_KEY_DESCRIPTION "Description"
/** Start time of a sequence, in seconds since 1970 (UTC), in COMMDN_KEY_CAMPAIGN_SCHEDULE. */
#define COMMDN_KEY_START_TIME "startTime"
/** Number of items, in COMMDN_KEY_CAMPAIGN_SCHEDULE. */
#define COMMDN_KEY_N_ITEMS "nItems"
/** Prefix of an item's key, before its number, which starts at 1. */
#define COMMDN_KEY_SCHEDULE_ITEM_PREFIX "scheduleItem-"
/** Stop time of the item, in seconds since 1970 (UTC), in an item. */
#define COMMDN_KEY_STOP_AT_TIME "stopAtTime"
/** Number of contacts after which the item stops, in an item. */
#define COMMDN_KEY_STOP_AT_CONTACTS "stopAtContacts"
/** Number of dial attempts after which the item stops, in an item. */
#define COMMDN_KEY_STOP_AT_DIALS "stopAtDials"
/** Minutes to wait before the item starts, in an item. */
#define COMMDN_KEY_SLEEP_BEFORE_NEXT_START "sleepBeforeNextStart"
/** DBID of the item's campaign, in an item. */
#define COMMDN_KEY_ITEM_CAMPAIGN "campaignDBID"
/** Dialling mode of the item, in an item. */
#define COMMDN_KEY_ITEM_DIAL_MODE "dialMode"
/** Optimisation method of the item, in an item. */
#define COMMDN_KEY_ITEM_OPT_METHOD "optMethod"
/** Optimisation target of the item, in an item. */
#define COMMDN_KEY_ITEM_OPT_METHOD_VALUE "optMethodValue"
/** Status of the item, in an item. */
#define COMMDN_KEY_ITEM_STATUS "status"
/** Priority of general records, in COMMDN_KEY_DIALING_PRIORITY. */
#define COMMDN_KEY_GENERAL "General"
/** Priority of rescheduled records, in COMMDN_KEY_DIALING_PRIORITY. */
#define COMMDN_KEY_CAMPAIGN_RESCHEDULED "CampaignRescheduled"
/** Priority of callback records, in COMMDN_KEY_DIALING_PRIORITY. */
#define COMMDN_KEY_CAMPAIGN_CALL_BACK "CampaignCallBack"
/** The priority, in each list of COMMDN_KEY_DIALING_PRIORITY. */
#define COMMDN_KEY_PRIORITY "priority"
/** The number of records, in each list of COMMDN_KEY_DIALING_PRIORITY. */
#define COMMDN_KEY_N_RECORDS "n_records"
/** A request of the agent-desktop protocol, another protocol on the same carrier. */
#define COMMDN_KEY_DESKTOP_REQUEST "GSW_AGENT_REQ_TYPE"
/** An event of the agent-desktop protocol. */
#define COMMDN_KEY_DESKTOP_EVENT "GSW_USER_EVENT"
/** The text of COMMDN_KEY_MESSAGE when agents work on records that are to be cancelled. */
#define COMMDN_ON_DESKTOP_MESSAGE "Incomplete processing: record(s) on desktop"

/* The values of GSW_CHAIN_ATTR. */
/** All records of the chain: what OCS does when the chain is not set. */
#define COMMDN_CHAIN_ALL "AllChain"
/** The matching record only. */
#define COMMDN_CHAIN_RECORD_ONLY "RecordOnly"

/** How a number of the field is known. */
typedef enum commdn_certainty {
    /** The manual's chapter lists it. */
    COMMDN_CERTAINTY_CHAPTER = 0,
    /** The chapter lists it as not used by the CommDN API. */
    COMMDN_CERTAINTY_NOT_APPLICABLE = 1,
    /** Another public source states it. */
    COMMDN_CERTAINTY_PUBLIC = 2,
    /** It is inferred; see docs/assumptions.md. */
    COMMDN_CERTAINTY_INFERRED = 3
} commdn_certainty;

#define COMMDN_CERTAINTY_CHAPTER 0
#define COMMDN_CERTAINTY_NOT_APPLICABLE 1
#define COMMDN_CERTAINTY_PUBLIC 2
#define COMMDN_CERTAINTY_INFERRED 3

/** The enumerations of user data. */
typedef enum commdn_enumeration {
    /** The values of GSW_CM_MessageType. */
    COMMDN_ENUM_MESSAGE_TYPE = 0,
    /** The values of GSW_CM_AttrError. */
    COMMDN_ENUM_CM_ERROR = 1,
    /** The values of GSW_CM_AttrDialMode. */
    COMMDN_ENUM_DIAL_MODE = 2,
    /** The values of GSW_CM_AttrOptimizeBy. */
    COMMDN_ENUM_OPTIMIZE_BY = 3,
    /** The values of GSW_CM_AttrGroupCampStatus. */
    COMMDN_ENUM_GROUP_STATUS = 4
} commdn_enumeration;

#define COMMDN_ENUM_MESSAGE_TYPE 0
#define COMMDN_ENUM_CM_ERROR 1
#define COMMDN_ENUM_DIAL_MODE 2
#define COMMDN_ENUM_OPTIMIZE_BY 3
#define COMMDN_ENUM_GROUP_STATUS 4

/** The values of GSW_CM_MessageType. */
typedef enum commdn_message_type {
    /** MSGCFG_NONE, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_NONE = 0,
    /** MSGCFG_UNKNOWN, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_UNKNOWN = 1,
    /** MSGCFG_ERROR, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_ERROR = 2,
    /** MSGCFG_CLIENTREGISTER, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_CLIENT_REGISTER = 3,
    /** MSGCFG_DISCONNECTED, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_DISCONNECTED = 4,
    /** CM_UnknownMessage, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_UNKNOWN_MESSAGE = 5,
    /** CM_ReqRegisterClient, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_REQ_REGISTER_CLIENT = 6,
    /** CM_ReqLoadCampaign. */
    COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN = 7,
    /** CM_ReqUnloadCampaign. */
    COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN = 8,
    /** CM_ReqStartDialing. */
    COMMDN_MESSAGE_TYPE_REQ_START_DIALING = 9,
    /** CM_ReqStopDialing. */
    COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING = 10,
    /** CM_ReqSetDialingMode. */
    COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE = 11,
    /** CM_ReqGetCampaignStatus. */
    COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS = 12,
    /** CM_ReqCampaignRegistered, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_REGISTERED = 13,
    /** CM_ReqCampaignUnregistered, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_UNREGISTERED = 14,
    /** CM_EvServerConnected, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_EV_SERVER_CONNECTED = 15,
    /** CM_EvServerDisconnected, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_EV_SERVER_DISCONNECTED = 16,
    /** CM_EvClientDisconnected, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_EV_CLIENT_DISCONNECTED = 17,
    /** CM_EvClientRegistered, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_EV_CLIENT_REGISTERED = 18,
    /** CM_EvCampaignLoaded. */
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED = 19,
    /** CM_EvCampaignUnloaded. */
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNLOADED = 20,
    /** CM_EvDialingStarted. */
    COMMDN_MESSAGE_TYPE_EV_DIALING_STARTED = 21,
    /** CM_EvDialingStopped. */
    COMMDN_MESSAGE_TYPE_EV_DIALING_STOPPED = 22,
    /** CM_EvDialingModeChanged. */
    COMMDN_MESSAGE_TYPE_EV_DIALING_MODE_CHANGED = 23,
    /** CM_EvCampaignStatus. */
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_STATUS = 24,
    /** CM_EvCampaignRegistered, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_REGISTERED = 25,
    /** CM_EvCampaignUnregistered, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNREGISTERED = 26,
    /** CM_EvError. */
    COMMDN_MESSAGE_TYPE_EV_ERROR = 27,
    /** CM_ReqCommDNGetCampaignData, not used by the CommDN API. */
    COMMDN_MESSAGE_TYPE_REQ_COMM_DN_GET_CAMPAIGN_DATA = 28,
    /** CM_ReqForceUnloadCampaign. */
    COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN = 29,
    /** CM_ReqCancelRecord. */
    COMMDN_MESSAGE_TYPE_REQ_CANCEL_RECORD = 30,
    /** CM_EvRecordCanceled. */
    COMMDN_MESSAGE_TYPE_EV_RECORD_CANCELED = 31,
    /** CM_ReqDoNotCall. */
    COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL = 32,
    /** CM_EvDoNotCallProcessed. */
    COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED = 33,
    /** CM_ReqCompleteCampaign, not in the manual's chapter. */
    COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN = 36
} commdn_message_type;

#define COMMDN_MESSAGE_TYPE_NONE 0
#define COMMDN_MESSAGE_TYPE_UNKNOWN 1
#define COMMDN_MESSAGE_TYPE_ERROR 2
#define COMMDN_MESSAGE_TYPE_CLIENT_REGISTER 3
#define COMMDN_MESSAGE_TYPE_DISCONNECTED 4
#define COMMDN_MESSAGE_TYPE_UNKNOWN_MESSAGE 5
#define COMMDN_MESSAGE_TYPE_REQ_REGISTER_CLIENT 6
#define COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN 7
#define COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN 8
#define COMMDN_MESSAGE_TYPE_REQ_START_DIALING 9
#define COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING 10
#define COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE 11
#define COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS 12
#define COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_REGISTERED 13
#define COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_UNREGISTERED 14
#define COMMDN_MESSAGE_TYPE_EV_SERVER_CONNECTED 15
#define COMMDN_MESSAGE_TYPE_EV_SERVER_DISCONNECTED 16
#define COMMDN_MESSAGE_TYPE_EV_CLIENT_DISCONNECTED 17
#define COMMDN_MESSAGE_TYPE_EV_CLIENT_REGISTERED 18
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED 19
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNLOADED 20
#define COMMDN_MESSAGE_TYPE_EV_DIALING_STARTED 21
#define COMMDN_MESSAGE_TYPE_EV_DIALING_STOPPED 22
#define COMMDN_MESSAGE_TYPE_EV_DIALING_MODE_CHANGED 23
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_STATUS 24
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_REGISTERED 25
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNREGISTERED 26
#define COMMDN_MESSAGE_TYPE_EV_ERROR 27
#define COMMDN_MESSAGE_TYPE_REQ_COMM_DN_GET_CAMPAIGN_DATA 28
#define COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN 29
#define COMMDN_MESSAGE_TYPE_REQ_CANCEL_RECORD 30
#define COMMDN_MESSAGE_TYPE_EV_RECORD_CANCELED 31
#define COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL 32
#define COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED 33
#define COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN 36

/** The values of GSW_CM_AttrError. */
typedef enum commdn_cm_error {
    /** CM_ERROR_NO, not used by the CommDN API. */
    COMMDN_CM_ERROR_NO = 0,
    /** CM_ERROR_SERVER_CONNECTED, not used by the CommDN API. */
    COMMDN_CM_ERROR_SERVER_CONNECTED = 1,
    /** CM_ERROR_REGISTER_CLIENT, not used by the CommDN API. */
    COMMDN_CM_ERROR_REGISTER_CLIENT = 2,
    /** CM_ERROR_CAMPAIGN_NOT_FOUND. */
    COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND = 3,
    /** CM_ERROR_CAMPAIGN_NOT_LOADED. */
    COMMDN_CM_ERROR_CAMPAIGN_NOT_LOADED = 4,
    /** CM_ERROR_CAMPAIGN_ALREADY_LOADED. */
    COMMDN_CM_ERROR_CAMPAIGN_ALREADY_LOADED = 5,
    /** CM_ERROR_CAMPAIGN_NOT_STARTED. */
    COMMDN_CM_ERROR_CAMPAIGN_NOT_STARTED = 6,
    /** CM_ERROR_CAMPAIGN_ALREADY_STARTED. */
    COMMDN_CM_ERROR_CAMPAIGN_ALREADY_STARTED = 7,
    /** CM_ERROR_GROUP_NOT_FOUND. */
    COMMDN_CM_ERROR_GROUP_NOT_FOUND = 8,
    /** CM_ERROR_GROUP_CAMP_NOT_FOUND. */
    COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND = 9,
    /** CM_ERROR_INVALID_PARAMETER. */
    COMMDN_CM_ERROR_INVALID_PARAMETER = 10,
    /** CM_ERROR_INVALID_CAMPAIGN_MODE. */
    COMMDN_CM_ERROR_INVALID_CAMPAIGN_MODE = 11,
    /** CM_ERROR_INVALID_CAMPAIGN_SCHEDULE. */
    COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE = 12,
    /** CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND. */
    COMMDN_CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND = 13,
    /** CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE. */
    COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE = 14,
    /** CM_ERROR_LICENSE_VIOLATION. */
    COMMDN_CM_ERROR_LICENSE_VIOLATION = 15,
    /** CM_ERROR_WRONG_CONFIGURATION, inferred. */
    COMMDN_CM_ERROR_WRONG_CONFIGURATION = 16,
    /** CM_ERROR_PART_OF_SEQUENCE, inferred. */
    COMMDN_CM_ERROR_PART_OF_SEQUENCE = 17
} commdn_cm_error;

#define COMMDN_CM_ERROR_NO 0
#define COMMDN_CM_ERROR_SERVER_CONNECTED 1
#define COMMDN_CM_ERROR_REGISTER_CLIENT 2
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND 3
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_LOADED 4
#define COMMDN_CM_ERROR_CAMPAIGN_ALREADY_LOADED 5
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_STARTED 6
#define COMMDN_CM_ERROR_CAMPAIGN_ALREADY_STARTED 7
#define COMMDN_CM_ERROR_GROUP_NOT_FOUND 8
#define COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND 9
#define COMMDN_CM_ERROR_INVALID_PARAMETER 10
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_MODE 11
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE 12
#define COMMDN_CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND 13
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE 14
#define COMMDN_CM_ERROR_LICENSE_VIOLATION 15
#define COMMDN_CM_ERROR_WRONG_CONFIGURATION 16
#define COMMDN_CM_ERROR_PART_OF_SEQUENCE 17

/** The values of GSW_CM_AttrDialMode. */
typedef enum commdn_dial_mode {
    /** CFGDMNotChanged, not in the manual's chapter. */
    COMMDN_DIAL_MODE_NOT_CHANGED = 0,
    /** CFGDMPredict. */
    COMMDN_DIAL_MODE_PREDICT = 1,
    /** CFGDMProgress. */
    COMMDN_DIAL_MODE_PROGRESS = 2,
    /** CFGDMPreview. */
    COMMDN_DIAL_MODE_PREVIEW = 3,
    /** CFGDMProgressAndSeize. */
    COMMDN_DIAL_MODE_PROGRESS_AND_SEIZE = 4,
    /** CFGDMPredictAndSeize. */
    COMMDN_DIAL_MODE_PREDICT_AND_SEIZE = 5,
    /** CFGDMPower, not in the manual's chapter. */
    COMMDN_DIAL_MODE_POWER = 6,
    /** CFGDMPowerAndSeize, not in the manual's chapter. */
    COMMDN_DIAL_MODE_POWER_AND_SEIZE = 7,
    /** CFGDMPushPreview. */
    COMMDN_DIAL_MODE_PUSH_PREVIEW = 8,
    /** CFGDMProgressGVP. */
    COMMDN_DIAL_MODE_PROGRESS_GVP = 9,
    /** CFGDMPredictGVP, not in the manual's chapter. */
    COMMDN_DIAL_MODE_PREDICT_GVP = 10,
    /** CFGDMPowerGVP. */
    COMMDN_DIAL_MODE_POWER_GVP = 11
} commdn_dial_mode;

#define COMMDN_DIAL_MODE_NOT_CHANGED 0
#define COMMDN_DIAL_MODE_PREDICT 1
#define COMMDN_DIAL_MODE_PROGRESS 2
#define COMMDN_DIAL_MODE_PREVIEW 3
#define COMMDN_DIAL_MODE_PROGRESS_AND_SEIZE 4
#define COMMDN_DIAL_MODE_PREDICT_AND_SEIZE 5
#define COMMDN_DIAL_MODE_POWER 6
#define COMMDN_DIAL_MODE_POWER_AND_SEIZE 7
#define COMMDN_DIAL_MODE_PUSH_PREVIEW 8
#define COMMDN_DIAL_MODE_PROGRESS_GVP 9
#define COMMDN_DIAL_MODE_PREDICT_GVP 10
#define COMMDN_DIAL_MODE_POWER_GVP 11

/** The values of GSW_CM_AttrOptimizeBy. */
typedef enum commdn_optimize_by {
    /** CFGOMNotChanged, inferred. */
    COMMDN_OPTIMIZE_BY_NOT_CHANGED = 0,
    /** CFGOMBusyFactor. */
    COMMDN_OPTIMIZE_BY_BUSY_FACTOR = 1,
    /** CFGOMOverdialRate. */
    COMMDN_OPTIMIZE_BY_OVERDIAL_RATE = 2,
    /** CFGOMWaitTime. */
    COMMDN_OPTIMIZE_BY_WAIT_TIME = 3,
    /** CFGOMDistributionTime, inferred. */
    COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME = 4,
    /** CFGOMMaximumGain, inferred. */
    COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN = 5
} commdn_optimize_by;

#define COMMDN_OPTIMIZE_BY_NOT_CHANGED 0
#define COMMDN_OPTIMIZE_BY_BUSY_FACTOR 1
#define COMMDN_OPTIMIZE_BY_OVERDIAL_RATE 2
#define COMMDN_OPTIMIZE_BY_WAIT_TIME 3
#define COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME 4
#define COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN 5

/** The values of GSW_CM_AttrGroupCampStatus. */
typedef enum commdn_group_status {
    /** CM_GCS_NotLoaded. */
    COMMDN_GROUP_STATUS_NOT_LOADED = 0,
    /** CM_GCS_WaitingUnload. */
    COMMDN_GROUP_STATUS_WAITING_UNLOAD = 1,
    /** CM_GCS_UnloadInProgress. */
    COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS = 2,
    /** CM_GCS_InActive. */
    COMMDN_GROUP_STATUS_INACTIVE = 3,
    /** CM_GCS_Active. */
    COMMDN_GROUP_STATUS_ACTIVE = 4,
    /** CM_GCS_Running. */
    COMMDN_GROUP_STATUS_RUNNING = 5
} commdn_group_status;

#define COMMDN_GROUP_STATUS_NOT_LOADED 0
#define COMMDN_GROUP_STATUS_WAITING_UNLOAD 1
#define COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS 2
#define COMMDN_GROUP_STATUS_INACTIVE 3
#define COMMDN_GROUP_STATUS_ACTIVE 4
#define COMMDN_GROUP_STATUS_RUNNING 5

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The name of a COMMDN_CERTAINTY number, for example "not_applicable"; NULL for a number without
 * one.
 */
COMMDN_API const char * COMMDN_CALL commdn_certainty_name(int32_t certainty);

/**
 * The name of a number in the field, for example "CM_ReqDoNotCall"; NULL if it has none.
 *
 * `enumeration` is one of the COMMDN_ENUM numbers.
 */
COMMDN_API const char * COMMDN_CALL commdn_enum_name(int32_t enumeration, int32_t number);

/**
 * The number of a name: as in the field, in a spelling of the manual, or as in this header, for
 * example "REQ_DO_NOT_CALL".
 *
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_enum_number(
    int32_t enumeration, const char *name, int32_t *out_number);

/** How many named numbers the enumeration has; 0 for one that is none. */
COMMDN_API size_t COMMDN_CALL commdn_enum_count(int32_t enumeration);

/**
 * The named number at `index`, counted from 0, in the order of the numbers.
 *
 * `*out_name` is the field's name, `*out_label` this header's, `*out_certainty` one of the
 * COMMDN_CERTAINTY numbers. Each output may be NULL.
 *
 * Owns:    the texts are the library's, never free them.
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_enum_entry(
    int32_t enumeration, size_t index, int32_t *out_number, const char **out_name,
    const char **out_label, int32_t *out_certainty);

/**
 * The key whose values the enumeration has, for example "GSW_CM_MessageType"; NULL for one that is
 * none.
 */
COMMDN_API const char * COMMDN_CALL commdn_enum_key(int32_t enumeration);

/** How many keys of user data there are; one that stands in several lists counts once for each. */
COMMDN_API size_t COMMDN_CALL commdn_key_count(void);

/**
 * The key at `index`, counted from 0: its text, the type of its value, and the lists around it.
 *
 * `*out_type` is one of the COMMDN_TYPE numbers; `*out_path` has the keys of the lists around it,
 * outermost first, with "/" between them, "" on the top level. Each output may be NULL.
 *
 * Owns:    the texts are the library's, never free them.
 * Errors:  COMMDN_ERR_NOT_FOUND.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_key_entry(
    size_t index, const char **out_key, int32_t *out_type, const char **out_path);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_FIELDS_H */
