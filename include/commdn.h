/*
 * commdn: client for the Communication DN (CommDN) API of Genesys Outbound Contact.
 *
 * Generated from ffi-c/src, do not edit: UPDATE_HEADER=1 cargo test -p commdn-ffi header
 *
 * Conventions. Calls return a commdn_status: COMMDN_OK or a number below 0. Outputs come last
 * and are cleared first, so that they are NULL or 0 when a call fails. Where a call has an
 * out_error, it may be NULL; otherwise it takes an object that says what failed, which the
 * caller frees. NULL for anything else that must not be NULL is COMMDN_ERR_INVALID_ARGUMENT, and
 * freeing NULL is harmless. What a getter gives as const belongs to the object that was asked.
 * Every function says what it Owns, which Threads may call it, whether it Blocks, its Errors,
 * and Since which version it exists.
 */

#ifndef COMMDN_H
#define COMMDN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The keys of user data. */
/** The message's number; its presence tells CommDN traffic from other user events. */
#define COMMDN_KEY_MESSAGE_TYPE "GSW_CM_MessageType"
/** Dialling mode of a campaign group. */
#define COMMDN_KEY_DIAL_MODE "GSW_CM_AttrDialMode"
/** Optimisation method. */
#define COMMDN_KEY_OPTIMIZE_BY "GSW_CM_AttrOptimizeBy"
/** Optimisation target: percent, or seconds. */
#define COMMDN_KEY_OPTIMIZE_GOAL "GSW_CM_AttrOptimizeGoal"
/** Status of a campaign group. */
#define COMMDN_KEY_GROUP_CAMP_STATUS "GSW_CM_AttrGroupCampStatus"
/** DBID of the campaign; 0 addresses a sequence. */
#define COMMDN_KEY_CAMPAIGN_ID "GSW_CM_AttrCampaignID"
/** DBID of the group. */
#define COMMDN_KEY_GROUP_ID "GSW_CM_AttrGroupID"
/** Error number, 0 for none. */
#define COMMDN_KEY_ERROR "GSW_CM_AttrError"
/** Text that describes the error. */
#define COMMDN_KEY_ERROR_MESSAGE "GSW_CM_AttrErrorMessage"
/** DBID of the application that sends. */
#define COMMDN_KEY_ORIGIN_APP_ID "GSW_CM_AttrOriginAppID"
/** DBID of the application that shall receive; 0 is every OCS on the DN. */
#define COMMDN_KEY_TARGET_APP_ID "GSW_CM_AttrTargetAppID"
/** The list that holds the nested lists. */
#define COMMDN_KEY_PROPERTIES "GSW_CM_AttrProperties"
/** 1: OCS stops and unloads the group when its records are used up. */
#define COMMDN_KEY_AUTO_COMPLETION "GSW_AUTO_COMPLETION"
/** Correlation id, seen in OCS logs (not in the chapter). */
#define COMMDN_KEY_REFERENCE_ID "GSW_CM_AttrReferenceID"
/** A sequence, in COMMDN_KEY_PROPERTIES. */
#define COMMDN_KEY_CAMPAIGN_SCHEDULE "campaign_schedule"
/** A record cancellation, in COMMDN_KEY_PROPERTIES. */
#define COMMDN_KEY_CANCEL_RECORD "cancel_record"
/** Priorities of record types, in COMMDN_KEY_PROPERTIES. */
#define COMMDN_KEY_DIALING_PRIORITY "dialing_priority"
/** A do-not-call request, in COMMDN_KEY_PROPERTIES. */
#define COMMDN_KEY_DO_NOT_CALL "do_not_call"
/** Description of a sequence, in COMMDN_KEY_CAMPAIGN_SCHEDULE. */
#define COMMDN_KEY_DESCRIPTION "Description"
/** When a sequence starts, seconds since 1970 (UTC), in COMMDN_KEY_CAMPAIGN_SCHEDULE. */
#define COMMDN_KEY_START_TIME "startTime"
/** Number of items, in COMMDN_KEY_CAMPAIGN_SCHEDULE. */
#define COMMDN_KEY_N_ITEMS "nItems"
/** What an item's key starts with; its number from 1 follows. */
#define COMMDN_KEY_SCHEDULE_ITEM_PREFIX "scheduleItem-"
/** When an item stops, seconds since 1970 (UTC), in an item. */
#define COMMDN_KEY_STOP_AT_TIME "stopAtTime"
/** After how many contacts an item stops, in an item. */
#define COMMDN_KEY_STOP_AT_CONTACTS "stopAtContacts"
/** After how many dial attempts an item stops, in an item. */
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
/** Phone number, in COMMDN_KEY_DO_NOT_CALL and COMMDN_KEY_CANCEL_RECORD. */
#define COMMDN_KEY_PHONE "GSW_PHONE"
/** Customer id, in COMMDN_KEY_DO_NOT_CALL and COMMDN_KEY_CANCEL_RECORD. */
#define COMMDN_KEY_CUSTOMER_ID "GSW_CUSTOMER_ID"
/** Campaign name, in COMMDN_KEY_CANCEL_RECORD. */
#define COMMDN_KEY_CAMPAIGN_NAME "GSW_CAMPAIGN_NAME"
/** "AllChain" or "RecordOnly", in COMMDN_KEY_DO_NOT_CALL and COMMDN_KEY_CANCEL_RECORD. */
#define COMMDN_KEY_CHAIN_ATTR "GSW_CHAIN_ATTR"
/** What OCS tells about a cancellation, in COMMDN_KEY_CANCEL_RECORD. */
#define COMMDN_KEY_MESSAGE "GSW_MESSAGE"
/** A request of the agent-desktop protocol, another protocol on the same carrier. */
#define COMMDN_KEY_DESKTOP_REQUEST "GSW_AGENT_REQ_TYPE"
/** An event of the agent-desktop protocol. */
#define COMMDN_KEY_DESKTOP_EVENT "GSW_USER_EVENT"
/** The text of COMMDN_KEY_MESSAGE when records could not be cancelled because agents work on them. */
#define COMMDN_ON_DESKTOP_MESSAGE "Incomplete processing: record(s) on desktop"

/* The values of GSW_CM_MessageType. */
/** MSGCFG_NONE, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_NONE 0
/** MSGCFG_UNKNOWN, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_UNKNOWN 1
/** MSGCFG_ERROR, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_ERROR 2
/** MSGCFG_CLIENTREGISTER, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_CLIENT_REGISTER 3
/** MSGCFG_DISCONNECTED, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_DISCONNECTED 4
/** CM_UnknownMessage, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_UNKNOWN_MESSAGE 5
/** CM_ReqRegisterClient, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_REQ_REGISTER_CLIENT 6
/** CM_ReqLoadCampaign. */
#define COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN 7
/** CM_ReqUnloadCampaign. */
#define COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN 8
/** CM_ReqStartDialing. */
#define COMMDN_MESSAGE_TYPE_REQ_START_DIALING 9
/** CM_ReqStopDialing. */
#define COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING 10
/** CM_ReqSetDialingMode. */
#define COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE 11
/** CM_ReqGetCampaignStatus. */
#define COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS 12
/** CM_ReqCampaignRegistered, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_REGISTERED 13
/** CM_ReqCampaignUnregistered, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_UNREGISTERED 14
/** CM_EvServerConnected, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_EV_SERVER_CONNECTED 15
/** CM_EvServerDisconnected, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_EV_SERVER_DISCONNECTED 16
/** CM_EvClientDisconnected, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_EV_CLIENT_DISCONNECTED 17
/** CM_EvClientRegistered, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_EV_CLIENT_REGISTERED 18
/** CM_EvCampaignLoaded. */
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED 19
/** CM_EvCampaignUnloaded. */
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNLOADED 20
/** CM_EvDialingStarted. */
#define COMMDN_MESSAGE_TYPE_EV_DIALING_STARTED 21
/** CM_EvDialingStopped. */
#define COMMDN_MESSAGE_TYPE_EV_DIALING_STOPPED 22
/** CM_EvDialingModeChanged. */
#define COMMDN_MESSAGE_TYPE_EV_DIALING_MODE_CHANGED 23
/** CM_EvCampaignStatus. */
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_STATUS 24
/** CM_EvCampaignRegistered, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_REGISTERED 25
/** CM_EvCampaignUnregistered, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNREGISTERED 26
/** CM_EvError. */
#define COMMDN_MESSAGE_TYPE_EV_ERROR 27
/** CM_ReqCommDNGetCampaignData, not used by the CommDN API. */
#define COMMDN_MESSAGE_TYPE_REQ_COMM_DN_GET_CAMPAIGN_DATA 28
/** CM_ReqForceUnloadCampaign. */
#define COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN 29
/** CM_ReqCancelRecord. */
#define COMMDN_MESSAGE_TYPE_REQ_CANCEL_RECORD 30
/** CM_EvRecordCanceled. */
#define COMMDN_MESSAGE_TYPE_EV_RECORD_CANCELED 31
/** CM_ReqDoNotCall. */
#define COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL 32
/** CM_EvDoNotCallProcessed. */
#define COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED 33
/** CM_ReqCompleteCampaign, not in the manual's chapter. */
#define COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN 36

/* The values of GSW_CM_AttrError. */
/** CM_ERROR_NO, not used by the CommDN API. */
#define COMMDN_CM_ERROR_NO 0
/** CM_ERROR_SERVER_CONNECTED, not used by the CommDN API. */
#define COMMDN_CM_ERROR_SERVER_CONNECTED 1
/** CM_ERROR_REGISTER_CLIENT, not used by the CommDN API. */
#define COMMDN_CM_ERROR_REGISTER_CLIENT 2
/** CM_ERROR_CAMPAIGN_NOT_FOUND. */
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND 3
/** CM_ERROR_CAMPAIGN_NOT_LOADED. */
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_LOADED 4
/** CM_ERROR_CAMPAIGN_ALREADY_LOADED. */
#define COMMDN_CM_ERROR_CAMPAIGN_ALREADY_LOADED 5
/** CM_ERROR_CAMPAIGN_NOT_STARTED. */
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_STARTED 6
/** CM_ERROR_CAMPAIGN_ALREADY_STARTED. */
#define COMMDN_CM_ERROR_CAMPAIGN_ALREADY_STARTED 7
/** CM_ERROR_GROUP_NOT_FOUND. */
#define COMMDN_CM_ERROR_GROUP_NOT_FOUND 8
/** CM_ERROR_GROUP_CAMP_NOT_FOUND. */
#define COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND 9
/** CM_ERROR_INVALID_PARAMETER. */
#define COMMDN_CM_ERROR_INVALID_PARAMETER 10
/** CM_ERROR_INVALID_CAMPAIGN_MODE. */
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_MODE 11
/** CM_ERROR_INVALID_CAMPAIGN_SCHEDULE. */
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE 12
/** CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND. */
#define COMMDN_CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND 13
/** CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE. */
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE 14
/** CM_ERROR_LICENSE_VIOLATION. */
#define COMMDN_CM_ERROR_LICENSE_VIOLATION 15
/** CM_ERROR_WRONG_CONFIGURATION, inferred. */
#define COMMDN_CM_ERROR_WRONG_CONFIGURATION 16
/** CM_ERROR_PART_OF_SEQUENCE, inferred. */
#define COMMDN_CM_ERROR_PART_OF_SEQUENCE 17

/* The values of GSW_CM_AttrDialMode. */
/** CFGDMNotChanged, not in the manual's chapter. */
#define COMMDN_DIAL_MODE_NOT_CHANGED 0
/** CFGDMPredict. */
#define COMMDN_DIAL_MODE_PREDICT 1
/** CFGDMProgress. */
#define COMMDN_DIAL_MODE_PROGRESS 2
/** CFGDMPreview. */
#define COMMDN_DIAL_MODE_PREVIEW 3
/** CFGDMProgressAndSeize. */
#define COMMDN_DIAL_MODE_PROGRESS_AND_SEIZE 4
/** CFGDMPredictAndSeize. */
#define COMMDN_DIAL_MODE_PREDICT_AND_SEIZE 5
/** CFGDMPower, not in the manual's chapter. */
#define COMMDN_DIAL_MODE_POWER 6
/** CFGDMPowerAndSeize, not in the manual's chapter. */
#define COMMDN_DIAL_MODE_POWER_AND_SEIZE 7
/** CFGDMPushPreview. */
#define COMMDN_DIAL_MODE_PUSH_PREVIEW 8
/** CFGDMProgressGVP. */
#define COMMDN_DIAL_MODE_PROGRESS_GVP 9
/** CFGDMPredictGVP, not in the manual's chapter. */
#define COMMDN_DIAL_MODE_PREDICT_GVP 10
/** CFGDMPowerGVP. */
#define COMMDN_DIAL_MODE_POWER_GVP 11

/* The values of GSW_CM_AttrOptimizeBy. */
/** CFGOMNotChanged, inferred. */
#define COMMDN_OPTIMIZE_BY_NOT_CHANGED 0
/** CFGOMBusyFactor. */
#define COMMDN_OPTIMIZE_BY_BUSY_FACTOR 1
/** CFGOMOverdialRate. */
#define COMMDN_OPTIMIZE_BY_OVERDIAL_RATE 2
/** CFGOMWaitTime. */
#define COMMDN_OPTIMIZE_BY_WAIT_TIME 3
/** CFGOMDistributionTime, inferred. */
#define COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME 4
/** CFGOMMaximumGain, inferred. */
#define COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN 5

/* The values of GSW_CM_AttrGroupCampStatus. */
/** CM_GCS_NotLoaded. */
#define COMMDN_GROUP_STATUS_NOT_LOADED 0
/** CM_GCS_WaitingUnload. */
#define COMMDN_GROUP_STATUS_WAITING_UNLOAD 1
/** CM_GCS_UnloadInProgress. */
#define COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS 2
/** CM_GCS_InActive. */
#define COMMDN_GROUP_STATUS_INACTIVE 3
/** CM_GCS_Active. */
#define COMMDN_GROUP_STATUS_ACTIVE 4
/** CM_GCS_Running. */
#define COMMDN_GROUP_STATUS_RUNNING 5

/* The values of GSW_CHAIN_ATTR. */
/** All records of the chain: what OCS does when the chain is not set. */
#define COMMDN_CHAIN_ALL "AllChain"
/** The matching record only. */
#define COMMDN_CHAIN_RECORD_ONLY "RecordOnly"


/**
 * The library gave up.
 */
#define COMMDN_LOG_ERROR 1

/**
 * The library recovered.
 */
#define COMMDN_LOG_WARN 2

/**
 * Sessions opened and closed.
 */
#define COMMDN_LOG_INFO 3

/**
 * Every request.
 */
#define COMMDN_LOG_DEBUG 4

/**
 * Every frame, without values.
 */
#define COMMDN_LOG_TRACE 5

/**
 * A nested list is written behind one 32-bit length. The default.
 */
#define COMMDN_LIST_PREFIX_LENGTH32 0

/**
 * A nested list is written behind a 16-bit value length and a 16-bit list length.
 */
#define COMMDN_LIST_PREFIX_TWO_LENGTHS16 1

/**
 * The length of a unicode value counts bytes. The default.
 */
#define COMMDN_UNICODE_LENGTH_BYTES 0

/**
 * The length of a unicode value counts UTF-16 units.
 */
#define COMMDN_UNICODE_LENGTH_UNITS 1

/**
 * GSW_AUTO_COMPLETION is written at the top level of user data. The default.
 */
#define COMMDN_AUTO_COMPLETION_TOP_LEVEL 0

/**
 * GSW_AUTO_COMPLETION is written inside GSW_CM_AttrProperties.
 */
#define COMMDN_AUTO_COMPLETION_PROPERTIES 1

/**
 * The values of GSW_CM_MessageType.
 */
#define COMMDN_ENUM_MESSAGE_TYPE 0

/**
 * The values of GSW_CM_AttrError.
 */
#define COMMDN_ENUM_CM_ERROR 1

/**
 * The values of GSW_CM_AttrDialMode.
 */
#define COMMDN_ENUM_DIAL_MODE 2

/**
 * The values of GSW_CM_AttrOptimizeBy.
 */
#define COMMDN_ENUM_OPTIMIZE_BY 3

/**
 * The values of GSW_CM_AttrGroupCampStatus.
 */
#define COMMDN_ENUM_GROUP_STATUS 4

/**
 * The manual's chapter lists it.
 */
#define COMMDN_CERTAINTY_CHAPTER 0

/**
 * The chapter lists it as not used by the CommDN API.
 */
#define COMMDN_CERTAINTY_NOT_APPLICABLE 1

/**
 * Another public source states it.
 */
#define COMMDN_CERTAINTY_PUBLIC 2

/**
 * It is inferred; see docs/assumptions.md.
 */
#define COMMDN_CERTAINTY_INFERRED 3

/**
 * The log text of T-Server and URS.
 */
#define COMMDN_TEXT_TSERVER 0

/**
 * The log text of OCS.
 */
#define COMMDN_TEXT_OCS 1

/**
 * The log text of the vendor's Java and .NET SDK.
 */
#define COMMDN_TEXT_SDK 2

/**
 * Bytes with a charset view.
 */
#define COMMDN_TYPE_STRING 0

/**
 * A signed 32-bit number.
 */
#define COMMDN_TYPE_INT 1

/**
 * Bytes that are no text.
 */
#define COMMDN_TYPE_BINARY 2

/**
 * A nested list.
 */
#define COMMDN_TYPE_LIST 3

/**
 * UTF-16 text.
 */
#define COMMDN_TYPE_UNICODE 4

/**
 * An event that was sent unasked, or for somebody else's request.
 */
#define COMMDN_NOTICE_EVENT 0

/**
 * An event that answers a request that was given up before.
 */
#define COMMDN_NOTICE_LATE_ANSWER 1

/**
 * An event that fits several open requests that differ; none was completed.
 */
#define COMMDN_NOTICE_AMBIGUOUS_ANSWER 2

/**
 * The server's link to the switch came.
 */
#define COMMDN_NOTICE_SWITCH_UP 3

/**
 * The server's link to the switch went.
 */
#define COMMDN_NOTICE_SWITCH_DOWN 4

/**
 * The DN is no longer registered; its registration was asked for again.
 */
#define COMMDN_NOTICE_UNREGISTERED 5

/**
 * The connection is lost; commdn_notice_error() says why. The session connects again, unless
 * commdn_session_is_over().
 */
#define COMMDN_NOTICE_DISCONNECTED 6

/**
 * Something that this header does not name.
 */
#define COMMDN_NOTICE_OTHER 7

/**
 * A connection is up again, or for the first time with the option connect_in_background.
 */
#define COMMDN_NOTICE_CONNECTED 8

/**
 * The DN is registered again.
 */
#define COMMDN_NOTICE_REGISTERED 9

/**
 * The DN is out of service: requests wait.
 */
#define COMMDN_NOTICE_OUT_OF_SERVICE 10

/**
 * The DN is back in service.
 */
#define COMMDN_NOTICE_IN_SERVICE 11

/**
 * There is no connection yet, or it is being replaced: requests wait.
 */
#define COMMDN_STATUS_CONNECTING 0

/**
 * The DN is registered and in service: requests go out at once.
 */
#define COMMDN_STATUS_UP 1

/**
 * The DN is registered and out of service: requests wait.
 */
#define COMMDN_STATUS_OUT_OF_SERVICE 2

/**
 * The session was closed, or has given up.
 */
#define COMMDN_STATUS_OVER 3

/**
 * All entries.
 */
#define COMMDN_OUTBOX_FILTER_ALL 0

/**
 * Entries without an outcome.
 */
#define COMMDN_OUTBOX_FILTER_UNFINISHED 1

/**
 * Entries given up or expired, and not retried.
 */
#define COMMDN_OUTBOX_FILTER_DEAD 2

/**
 * This and a COMMDN_OUTCOME number: entries with that outcome.
 */
#define COMMDN_OUTBOX_FILTER_ENDED 100

/**
 * Entries without an outcome.
 */
#define COMMDN_OUTBOX_UNFINISHED 0

/**
 * Bytes of their requests.
 */
#define COMMDN_OUTBOX_UNFINISHED_BYTES 1

/**
 * Entries that a process is sending.
 */
#define COMMDN_OUTBOX_CLAIMED 2

/**
 * Dead letters that were not retried.
 */
#define COMMDN_OUTBOX_DEAD 3

/**
 * This and a COMMDN_OUTCOME number: entries that ended like that, over the file's life.
 */
#define COMMDN_OUTBOX_ENDED 100

/**
 * OCS has acknowledged it.
 */
#define COMMDN_OUTCOME_ACKNOWLEDGED 0

/**
 * OCS, T-Server or the rules of the API refused it.
 */
#define COMMDN_OUTCOME_REFUSED 1

/**
 * It was sent, and whether OCS acted on it is not known; the error's message names the query that
 * settles it.
 */
#define COMMDN_OUTCOME_UNKNOWN 2

/**
 * All attempts failed; a dead letter.
 */
#define COMMDN_OUTCOME_GAVE_UP 3

/**
 * It grew too old; a dead letter.
 */
#define COMMDN_OUTCOME_EXPIRED 4

/**
 * It was cancelled before it was sent.
 */
#define COMMDN_OUTCOME_CANCELLED 5

/**
 * It is sent when its time comes.
 */
#define COMMDN_ENTRY_WAITING 0

/**
 * An earlier request of the same customer is unfinished.
 */
#define COMMDN_ENTRY_BLOCKED 1

/**
 * A process has taken it to send it.
 */
#define COMMDN_ENTRY_CLAIMED 2

/**
 * It has its outcome.
 */
#define COMMDN_ENTRY_DONE 3

/**
 * It was given up or has expired, and may be retried.
 */
#define COMMDN_ENTRY_DEAD 4

/**
 * Wait until it comes or the session ends.
 */
#define COMMDN_WAIT_FOREVER (-1)

/**
 * Wait as long as the session's request_timeout_ms.
 */
#define COMMDN_WAIT_DEFAULT (-2)

/**
 * Take all answers that come until the deadline.
 */
#define COMMDN_ANSWERS_ALL (-1)

/**
 * Requests submitted.
 */
#define COMMDN_COUNTER_SUBMITTED 0

/**
 * Requests acknowledged by OCS.
 */
#define COMMDN_COUNTER_ACKNOWLEDGED 1

/**
 * Requests refused by OCS.
 */
#define COMMDN_COUNTER_REFUSED 2

/**
 * Requests refused by T-Server.
 */
#define COMMDN_COUNTER_REFUSED_BY_TSERVER 3

/**
 * Requests that nobody answered in time.
 */
#define COMMDN_COUNTER_UNANSWERED 4

/**
 * Requests ended by a lost connection.
 */
#define COMMDN_COUNTER_DISCONNECTED 5

/**
 * Requests withdrawn by the caller.
 */
#define COMMDN_COUNTER_WITHDRAWN 6

/**
 * Answers to requests that had ended before.
 */
#define COMMDN_COUNTER_LATE_ANSWERS 7

/**
 * Answers that fitted several open requests that differ.
 */
#define COMMDN_COUNTER_AMBIGUOUS_ANSWERS 8

/**
 * Events that came unasked.
 */
#define COMMDN_COUNTER_UNSOLICITED 9

/**
 * This application's own requests, distributed back.
 */
#define COMMDN_COUNTER_ECHOES 10

/**
 * CommDN messages between others.
 */
#define COMMDN_COUNTER_FOREIGN 11

/**
 * User events of the agent-desktop protocol.
 */
#define COMMDN_COUNTER_DESKTOP 12

/**
 * User events of neither protocol.
 */
#define COMMDN_COUNTER_OTHER_TRAFFIC 13

/**
 * User data that is no packed list.
 */
#define COMMDN_COUNTER_MALFORMED 14

/**
 * Requests that are open.
 */
#define COMMDN_COUNTER_OPEN_REQUESTS 15

/**
 * Notices that wait to be taken.
 */
#define COMMDN_COUNTER_WAITING_NOTICES 16

/**
 * Notices that had to make room for newer ones.
 */
#define COMMDN_COUNTER_LOST_NOTICES 17

/**
 * Bytes that wait for the peer to take them.
 */
#define COMMDN_COUNTER_UNSENT_BYTES 18

/**
 * Bytes received.
 */
#define COMMDN_COUNTER_RECEIVED_BYTES 19

/**
 * Bytes sent.
 */
#define COMMDN_COUNTER_SENT_BYTES 20

/**
 * Lost connections that were replaced.
 */
#define COMMDN_COUNTER_RECONNECTS 21

/**
 * Requests sent again on another connection, once for each time.
 */
#define COMMDN_COUNTER_REPEATED 22

/**
 * Success.
 */
#define COMMDN_OK 0

/**
 * An argument is NULL, no UTF-8, out of range, or makes no sense.
 */
#define COMMDN_ERR_INVALID_ARGUMENT (-1)

/**
 * The request breaks a rule of the API; nothing was sent. See commdn_error_attribute().
 */
#define COMMDN_ERR_INVALID_REQUEST (-2)

/**
 * A list cannot be read or written.
 */
#define COMMDN_ERR_INVALID_LIST (-3)

/**
 * There is no such pair, attribute, entry or name.
 */
#define COMMDN_ERR_NOT_FOUND (-4)

/**
 * The value has another type.
 */
#define COMMDN_ERR_WRONG_TYPE (-5)

/**
 * The buffer is too small; the output tells how many bytes are needed.
 */
#define COMMDN_ERR_BUFFER_TOO_SMALL (-6)

/**
 * A limit on open requests or unsent bytes is reached; nothing was sent.
 */
#define COMMDN_ERR_OVERLOADED (-7)

/**
 * The session is closed.
 */
#define COMMDN_ERR_CLOSED (-8)

/**
 * The session belongs to the process that this one was forked from.
 */
#define COMMDN_ERR_FORKED (-9)

/**
 * This build of the library lacks what was asked for.
 */
#define COMMDN_ERR_UNSUPPORTED (-10)

/**
 * Header and library do not fit.
 */
#define COMMDN_ERR_ABI (-11)

/**
 * The outbox holds as much as it may; nothing was stored.
 */
#define COMMDN_ERR_OUTBOX_FULL (-12)

/**
 * The outbox's file cannot be used, read or written; the message names it.
 */
#define COMMDN_ERR_STORAGE (-13)

/**
 * The call waited long enough; what it waited for may still come.
 */
#define COMMDN_ERR_TIMEOUT (-100)

/**
 * The connection could not be opened.
 */
#define COMMDN_ERR_CONNECT (-101)

/**
 * The connection was lost; a request that was open may be repeated safely.
 */
#define COMMDN_ERR_DISCONNECTED (-102)

/**
 * The connection was lost, and whether OCS acted on the request is not known.
 */
#define COMMDN_ERR_OUTCOME_UNKNOWN (-103)

/**
 * The connection cannot be made secure: a certificate, a version, or a peer that speaks no TLS.
 */
#define COMMDN_ERR_TLS (-110)

/**
 * The server does not accept the application or its password. See commdn_error_server_code().
 */
#define COMMDN_ERR_LOGIN_REFUSED (-200)

/**
 * The server does not register the DN. See commdn_error_server_code().
 */
#define COMMDN_ERR_REGISTRATION_REFUSED (-201)

/**
 * The peer breaks the link protocol.
 */
#define COMMDN_ERR_PROTOCOL (-202)

/**
 * T-Server refused to distribute the request. See commdn_error_server_code().
 */
#define COMMDN_ERR_TSERVER_REFUSED (-203)

/**
 * OCS refused the request. See commdn_error_server_code() and commdn_error_event().
 */
#define COMMDN_ERR_OCS_REFUSED (-204)

/**
 * No OCS answered the request in time; the message says what to check.
 */
#define COMMDN_ERR_NO_ANSWER (-205)

/**
 * A fault of this library.
 */
#define COMMDN_ERR_INTERNAL (-900)

/**
 * The number of this header's ABI. It changes when a program must be built again.
 */
#define COMMDN_ABI 1

/**
 * What acknowledged a request: one event, or one of each OCS that answered a broadcast.
 */
typedef struct commdn_answer commdn_answer;

/**
 * Submits requests under tags and hands out their outcomes as they come: for bulk jobs and event
 * loops.
 */
typedef struct commdn_completions commdn_completions;

/**
 * How user data is written and read at a site. NULL stands for the default everywhere.
 */
typedef struct commdn_dialect commdn_dialect;

/**
 * Why a call failed.
 *
 * Every call with an `out_error` clears it first, and sets it when it fails and `out_error` is
 * not NULL. The object is then the caller's, to be freed with commdn_error_free().
 */
typedef struct commdn_error commdn_error;

/**
 * A message of OCS: an answer or a notification.
 *
 * Every attribute is optional. Numbers that this header does not name are kept and given.
 * Texts are UTF-8 and end with NUL.
 */
typedef struct commdn_event commdn_event;

/**
 * The application's connection to T-Server, as a session uses it.
 *
 * The application logs in and registers the DN; it sends what the session wants sent, and hands in
 * what T-Server tells. One session at a time.
 */
typedef struct commdn_host commdn_host;

/**
 * An ordered list of key-value pairs (TKVList) that keeps duplicates; the first match wins.
 *
 * What the getters give (texts, bytes, nested lists) is the list's own: it ends with the list,
 * and with the next change of the list. Copy a nested list with commdn_kvlist_dup() to keep it.
 * Keys and strings are bytes that end with NUL; their charset is the site's convention.
 */
typedef struct commdn_kvlist commdn_kvlist;

/**
 * What a session tells unasked.
 */
typedef struct commdn_notice commdn_notice;

/**
 * Requests in a file, each kept until it has exactly one outcome. Several processes may share a
 * file.
 *
 * In a build without the outbox commdn_outbox_open() says COMMDN_ERR_UNSUPPORTED; every function is
 * there.
 */
typedef struct commdn_outbox commdn_outbox;

/**
 * An entry of an outbox with all that is known of it.
 */
typedef struct commdn_outbox_entry commdn_outbox_entry;

/**
 * The options of an outbox; each has a default, and NULL stands for the defaults.
 */
typedef struct commdn_outbox_options commdn_outbox_options;

/**
 * The recorded outcome of an entry of an outbox: final, and the only one.
 */
typedef struct commdn_outbox_outcome commdn_outbox_outcome;

/**
 * The options of a submit to an outbox; each has a default, and NULL stands for the defaults.
 */
typedef struct commdn_outbox_submit_options commdn_outbox_submit_options;

/**
 * A request whose outcome can be waited for, polled, or left alone.
 */
typedef struct commdn_pending commdn_pending;

/**
 * A request to OCS.
 *
 * Setters take what they are given; the rules of the API are checked when the request is sent,
 * or by commdn_request_validate(). The same request may be sent any number of times.
 */
typedef struct commdn_request commdn_request;

/**
 * A campaign sequence (campaign_schedule) and its items, counted from 0; item 0 is sent as
 * "scheduleItem-1".
 */
typedef struct commdn_schedule commdn_schedule;

/**
 * A registered connection to a communication DN.
 *
 * Every function may be called by any number of threads at a time, commdn_session_free() apart.
 */
typedef struct commdn_session commdn_session;

/**
 * Who connects, to which DN, and how patiently; each option has a default.
 */
typedef struct commdn_session_options commdn_session_options;

/**
 * A simulated contact centre in this process: T-Server and OCS, for tests and first steps.
 */
typedef struct commdn_simulator commdn_simulator;

/**
 * The counters of a session at one moment.
 */
typedef struct commdn_stats commdn_stats;

/**
 * What a call returns: COMMDN_OK or one of the COMMDN_ERR numbers, all below 0.
 *
 * Expect numbers that this header does not name: a newer library may return them.
 */
typedef int32_t commdn_status;

/**
 * Takes a notice, which ends with the call.
 *
 * Called on the session's dispatch thread, one call at a time, with no lock held. It may use
 * and close the session, but not free it; a request that it waits for holds up the notices
 * after it. It must not throw.
 */
typedef void (*commdn_notice_fn)(const commdn_notice *notice,
                                 void *user_data);

/**
 * Ends the life of a callback's `user_data`; may be NULL.
 *
 * Called once, after the last call of the callback has ended, when the options and every
 * session opened with them are freed.
 */
typedef void (*commdn_drop_fn)(void *user_data);

/**
 * Takes a log line, UTF-8 that ends with NUL and with the call.
 *
 * Called on whatever thread logs, several at a time, with no lock held. It must not throw.
 */
typedef void (*commdn_log_fn)(int32_t level,
                              const char *message,
                              void *user_data);

/**
 * Sends a user event with packed user data on a DN.
 *
 * Returns the reference id above 0 that T-Server's answer will name, 0 where there is none, or a
 * number below 0 if it was not sent: the session ends the request with COMMDN_ERR_TSERVER_REFUSED
 * and that number. Called on a thread that submits, one call at a time. It may hand in events,
 * but must not use or close the session, and must not throw.
 */
typedef int32_t (*commdn_host_send_fn)(const char *dn,
                                       const uint8_t *user_data,
                                       size_t user_data_bytes,
                                       void *context);

/**
 * A pair that a walk has come to. It ends with the call that it is handed to; what its pointers
 * point to, see there.
 *
 * A later library may append fields: `struct_size` tells which are there.
 */
typedef struct {
    /**
     * Bytes of this struct.
     */
    uint32_t struct_size;
    /**
     * One of the COMMDN_TYPE numbers.
     */
    int32_t value_type;
    /**
     * The key; no NUL ends it.
     */
    const char *key;
    /**
     * Bytes of the key.
     */
    size_t key_bytes;
    /**
     * A string's or a binary value's bytes, a unicode value as UTF-8; no NUL ends them. NULL for others.
     */
    const char *value;
    /**
     * Bytes of the value.
     */
    size_t value_bytes;
    /**
     * An int's number; how many pairs a list announces, which come next.
     */
    int32_t number;
    /**
     * In how many lists of the walked one the pair stands: 0 for the outermost pairs.
     */
    uint32_t depth;
} commdn_pair;

/**
 * Takes a pair of a walk; true to go on, false to end the walk.
 *
 * Called on the walk's own thread before it returns, with no lock held. `pair` and a unicode
 * value end with the call. It must not throw, nor change or free what is walked.
 */
typedef bool (*commdn_pair_fn)(const commdn_pair *pair,
                               void *user_data);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Free it and everything that its getters gave.
 *
 * Owns:    takes `answer`; NULL is harmless.
 * Threads: any, when nobody else uses `answer`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_answer_free(commdn_answer *answer);

/**
 * The event that acknowledged the request; NULL for NULL.
 *
 * Owns:    the event is the answer's and ends with it, never free it; commdn_event_dup() makes a
 *          copy.
 * Threads: any, at the same time as other readers of `answer`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_event *commdn_answer_event(const commdn_answer *answer);

/**
 * How many events came: more than 1 only for a request to every OCS; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `answer`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_answer_event_count(const commdn_answer *answer);

/**
 * The event at `index`: 0 is the acknowledgement, the others may be refusals; NULL if there is
 * none.
 *
 * Owns:    the event is the answer's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `answer`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_event *commdn_answer_event_at(const commdn_answer *answer,
                                           size_t index);

/**
 * Call `callback` with every notice instead of queueing them for commdn_session_next_notice().
 *
 * Owns:    takes `user_data` on COMMDN_OK, to be ended by `drop_user_data`, which may be NULL.
 * Threads: one at a time on `session_options`; for the callback see commdn_notice_fn.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_notice_callback(commdn_session_options *session_options,
                                                         commdn_notice_fn callback,
                                                         void *user_data,
                                                         commdn_drop_fn drop_user_data,
                                                         commdn_error **out_error);

/**
 * Log to `callback`, from `level` up: one of the COMMDN_LOG numbers. Values of keys are never
 * logged.
 *
 * Owns:    takes `user_data` on COMMDN_OK, to be ended by `drop_user_data`, which may be NULL.
 * Threads: one at a time on `session_options`; for the callback see commdn_log_fn.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_log(commdn_session_options *session_options,
                                             int32_t level,
                                             commdn_log_fn callback,
                                             void *user_data,
                                             commdn_drop_fn drop_user_data,
                                             commdn_error **out_error);

/**
 * A queue for the outcomes of many requests of a session.
 *
 * Owns:    `*out_completions` is the caller's on COMMDN_OK, free it with commdn_completions_free();
 *          NULL otherwise. `session` stays yours and may be freed first: requests that are open
 *          then end with COMMDN_ERR_CLOSED.
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_completions_new(const commdn_session *session,
                                     commdn_completions **out_completions,
                                     commdn_error **out_error);

/**
 * Free a queue; its open requests go on, but nobody hears of them.
 *
 * Owns:    takes `completions`; NULL is harmless.
 * Threads: any, when nobody else uses `completions`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_completions_free(commdn_completions *completions);

/**
 * Send a request; its outcome will have `tag`, which need not be unique. `timeout_ms` is until the
 * request is given up.
 *
 * Owns:    nothing; `request` stays yours.
 * Threads: any, at the same time as other calls on `completions`.
 * Blocks:  a millisecond at most, when the peer is slow to take what is sent.
 * Errors:  as commdn_session_submit(): nothing was sent, and there will be no outcome.
 * Since:   0.1
 */
commdn_status commdn_completions_submit(const commdn_completions *completions,
                                        uint64_t tag,
                                        const commdn_request *request,
                                        int32_t timeout_ms,
                                        commdn_error **out_error);

/**
 * The next outcome: `*out_tag` tells of which request, what is returned how it ended.
 *
 * COMMDN_ERR_TIMEOUT, COMMDN_ERR_INVALID_ARGUMENT and COMMDN_ERR_FORKED are never a request's
 * outcome, whatever
 * `*out_tag` is: the call itself failed, and no outcome was taken. Every other status is the
 * outcome of the request with that tag.
 *
 * Owns:    `*out_answer` is the caller's on COMMDN_OK, free it with commdn_answer_free(); NULL
 *          otherwise.
 * Threads: any, at the same time as other calls on `completions`.
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_TIMEOUT, also when the session has ended and no outcome is left;
 *          COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED; otherwise why the request failed, as
 *          commdn_session_call().
 * Since:   0.1
 */
commdn_status commdn_completions_next(const commdn_completions *completions,
                                      int32_t timeout_ms,
                                      uint64_t *out_tag,
                                      commdn_answer **out_answer,
                                      commdn_error **out_error);

/**
 * A file descriptor for poll() and the like: readable when an outcome may wait.
 *
 * Then call commdn_completions_next() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
 *
 * Owns:    the descriptor is the queue's and ends with it; never read or close it.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INTERNAL if the system gives no descriptor.
 * Since:   0.1
 */
commdn_status commdn_completions_fd(const commdn_completions *completions,
                                    int32_t *out_fd,
                                    commdn_error **out_error);

/**
 * A dialect with the defaults.
 *
 * Owns:    `*out_dialect` is the caller's on COMMDN_OK, free it with commdn_dialect_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_new(commdn_dialect **out_dialect);

/**
 * Free a dialect.
 *
 * Owns:    takes `dialect`; NULL is harmless. Sessions that were opened with it are not concerned.
 * Threads: any, when nobody else uses `dialect`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_dialect_free(commdn_dialect *dialect);

/**
 * Charset of strings and keys, by name: "UTF-8" (the default), "ISO-8859-1", "windows-1251",
 * "shift_jis", "cp949" and others.
 *
 * Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without case
 * and punctuation. UTF-16 is refused: strings are bytes.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_charset(commdn_dialect *dialect,
                                         const char *name,
                                         commdn_error **out_error);

/**
 * How nested lists are written: one of the COMMDN_LIST_PREFIX numbers. Both are read.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_list_prefix(commdn_dialect *dialect,
                                             int32_t list_prefix,
                                             commdn_error **out_error);

/**
 * What the length of a unicode value counts: one of the COMMDN_UNICODE_LENGTH numbers.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_unicode_length(commdn_dialect *dialect,
                                                int32_t unicode_length,
                                                commdn_error **out_error);

/**
 * Where GSW_AUTO_COMPLETION is written: one of the COMMDN_AUTO_COMPLETION numbers. Both places are
 * read.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_auto_completion(commdn_dialect *dialect,
                                                 int32_t place,
                                                 commdn_error **out_error);

/**
 * Accept a record cancellation by customer id alone. Default false: the manual makes the phone
 * mandatory.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_cancel_without_phone(commdn_dialect *dialect,
                                                      bool accepted,
                                                      commdn_error **out_error);

/**
 * Most bytes of packed user data in a request. Default 16,000, T-Server's default; at most 65,535.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_max_user_data_bytes(commdn_dialect *dialect,
                                                     size_t max_user_data_bytes,
                                                     commdn_error **out_error);

/**
 * What a packed list that is read may hold: bytes, pairs over all levels, and levels of nested
 * lists.
 *
 * Defaults 65,535, 13,107 and 32; ceilings 65,535, 13,107 and 64. More than a ceiling counts as the
 * ceiling.
 *
 * Owns:    nothing
 * Threads: one at a time on `dialect`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_dialect_set_limits(commdn_dialect *dialect,
                                        size_t max_bytes,
                                        size_t max_pairs,
                                        size_t max_depth,
                                        commdn_error **out_error);

/**
 * The name of a number in the field, for example "CM_ReqDoNotCall"; NULL if it has none.
 *
 * `enumeration` is one of the COMMDN_ENUM numbers.
 *
 * Owns:    the result is the library's, never free it.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_enum_name(int32_t enumeration,
                             int32_t number);

/**
 * The number of a name: as in the field, in a spelling of the manual, or as in this header, for
 * example "REQ_DO_NOT_CALL".
 *
 * Owns:    nothing
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_enum_number(int32_t enumeration,
                                 const char *name,
                                 int32_t *out_number);

/**
 * How many named numbers the enumeration has; 0 for one that is none.
 *
 * Owns:    nothing
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_enum_count(int32_t enumeration);

/**
 * The named number at `index`, counted from 0, in the order of the numbers.
 *
 * `*out_name` is the field's name, `*out_label` this header's, `*out_certainty` one of the
 * COMMDN_CERTAINTY numbers. Each output may be NULL.
 *
 * Owns:    the texts are the library's, never free them.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_enum_entry(int32_t enumeration,
                                size_t index,
                                int32_t *out_number,
                                const char **out_name,
                                const char **out_label,
                                int32_t *out_certainty);

/**
 * The key whose values the enumeration has, for example "GSW_CM_MessageType"; NULL for one that is
 * none.
 *
 * Owns:    the result is the library's, never free it.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_enum_key(int32_t enumeration);

/**
 * How many keys of user data there are; one that stands in several lists counts once for each.
 *
 * Owns:    nothing
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_key_count(void);

/**
 * The key at `index`, counted from 0: its text, the type of its value, and the lists around it.
 *
 * `*out_type` is one of the COMMDN_TYPE numbers; `*out_path` has the keys of the lists around
 * it, outermost first, with "/" between them, "" on the top level. Each output may be NULL.
 *
 * Owns:    the texts are the library's, never free them.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_key_entry(size_t index,
                               const char **out_key,
                               int32_t *out_type,
                               const char **out_path);

/**
 * Free an error.
 *
 * Owns:    takes `error`; NULL is harmless.
 * Threads: any, when nobody else uses `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_error_free(commdn_error *error);

/**
 * The status, the same that the call returned; COMMDN_OK for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
commdn_status commdn_error_code(const commdn_error *error);

/**
 * What failed and the value at fault, in English; "" for NULL.
 *
 * Owns:    the text is the error's and ends with it.
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_error_message(const commdn_error *error);

/**
 * The key of the attribute at fault, of COMMDN_ERR_INVALID_REQUEST; NULL if there is none.
 *
 * Owns:    the text is the error's and ends with it.
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_error_attribute(const commdn_error *error);

/**
 * The error number of T-Server (login, registration or the request refused) or of OCS.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_NOT_FOUND if no server refused, or it gave no number;
 *          COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_error_server_code(const commdn_error *error,
                                       int32_t *out_code);

/**
 * Whether the same call may do better later, and repeating it does no harm; false for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
bool commdn_error_is_retryable(const commdn_error *error);

/**
 * The event that refused the request, of COMMDN_ERR_OCS_REFUSED; NULL if there is none.
 *
 * Owns:    the event is the error's and ends with it; never free it.
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_event *commdn_error_event(const commdn_error *error);

/**
 * The request whose answer tells whether OCS acted, of COMMDN_ERR_OUTCOME_UNKNOWN; NULL if there is
 * none.
 *
 * For a sequence there is none: ask for the status of the same schedule.
 *
 * Owns:    the request is the error's and ends with it; never free it.
 * Threads: any, at the same time as other readers of `error`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_request *commdn_error_status_query(const commdn_error *error);

/**
 * The event in a user data list that came another way than over a session.
 *
 * Owns:    `*out_event` is the caller's on COMMDN_OK, free it with commdn_event_free(); NULL
 *          otherwise. `user_data` is copied. `dialect` may be NULL.
 * Threads: any, at the same time as other readers of `user_data`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType: then
 *          it is no message of this API.
 * Since:   0.1
 */
commdn_status commdn_event_new(const commdn_kvlist *user_data,
                               const commdn_dialect *dialect,
                               commdn_event **out_event,
                               commdn_error **out_error);

/**
 * A copy.
 *
 * Owns:    `*out_event` is the caller's on COMMDN_OK, free it with commdn_event_free(); NULL
 *          otherwise. `event` stays yours.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_event_dup(const commdn_event *event,
                               commdn_event **out_event);

/**
 * Free it and everything that its getters gave.
 *
 * Owns:    takes `event`; NULL is harmless. Never free what is const: it is another object's.
 * Threads: any, when nobody else uses `event`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_event_free(commdn_event *event);

/**
 * What the event tells: one of the COMMDN_MESSAGE_TYPE numbers, or another; -1 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_event_message_type(const commdn_event *event);

/**
 * Whether it is a refusal: CM_EvError, or any message with an error number other than 0; false for
 * NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
bool commdn_event_is_refusal(const commdn_event *event);

/**
 * The user data as it came, with the pairs that the API does not know; NULL for NULL.
 *
 * Owns:    the list is the event's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_kvlist *commdn_event_user_data(const commdn_event *event);

/**
 * DBID of the OCS that sent it.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_origin(const commdn_event *event,
                                  int32_t *out_dbid);

/**
 * DBID of the application it is for.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_target(const commdn_event *event,
                                  int32_t *out_dbid);

/**
 * Correlation id.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_reference_id(const commdn_event *event,
                                        int32_t *out_id);

/**
 * DBID of the campaign.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_campaign(const commdn_event *event,
                                    int32_t *out_dbid);

/**
 * DBID of the group.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_group(const commdn_event *event,
                                 int32_t *out_dbid);

/**
 * Dialling mode: one of the COMMDN_DIAL_MODE numbers, or another.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_dial_mode(const commdn_event *event,
                                     int32_t *out_dial_mode);

/**
 * Optimisation method: one of the COMMDN_OPTIMIZE_BY numbers, or another.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_optimize_by(const commdn_event *event,
                                       int32_t *out_optimize_by);

/**
 * Optimisation goal, in percent or seconds.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_optimize_goal(const commdn_event *event,
                                         int32_t *out_goal);

/**
 * Status of the campaign group: one of the COMMDN_GROUP_STATUS numbers, or another.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_status(const commdn_event *event,
                                  int32_t *out_status);

/**
 * The error: one of the COMMDN_CM_ERROR numbers, or another; 0, no error, counts as none.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_error(const commdn_event *event,
                                 int32_t *out_error_number);

/**
 * Whether auto completion is on.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_auto_completion(const commdn_event *event,
                                           bool *out_wanted);

/**
 * The text of the error.
 *
 * Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_error_message(const commdn_event *event,
                                         const char **out_text);

/**
 * Phone number of the record.
 *
 * Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_phone(const commdn_event *event,
                                 const char **out_text);

/**
 * Customer id of the record.
 *
 * Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_customer_id(const commdn_event *event,
                                       const char **out_text);

/**
 * Campaign name of the record.
 *
 * Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_campaign_name(const commdn_event *event,
                                         const char **out_text);

/**
 * Scope within chains of records: "AllChain", "RecordOnly", or another.
 *
 * Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_chain(const commdn_event *event,
                                 const char **out_text);

/**
 * What OCS tells about a cancellation, for example that records are on a desktop.
 *
 * Owns:    `*out_text` is the event's and ends with it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_message(const commdn_event *event,
                                   const char **out_text);

/**
 * The sequence, with a status per item.
 *
 * Owns:    `*out_schedule` is the event's and ends with it, never free it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the event has none.
 * Since:   0.1
 */
commdn_status commdn_event_schedule(const commdn_event *event,
                                    const commdn_schedule **out_schedule);

/**
 * Dialling priority of general records, and how many are taken at a time.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND unless the event tells both.
 * Since:   0.1
 */
commdn_status commdn_event_priority_general(const commdn_event *event,
                                            int32_t *out_priority,
                                            int32_t *out_n_records);

/**
 * Dialling priority of rescheduled records, and how many are taken at a time.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND unless the event tells both.
 * Since:   0.1
 */
commdn_status commdn_event_priority_campaign_rescheduled(const commdn_event *event,
                                                         int32_t *out_priority,
                                                         int32_t *out_n_records);

/**
 * Dialling priority of records to be called back, and how many are taken at a time.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `event`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND unless the event tells both.
 * Since:   0.1
 */
commdn_status commdn_event_priority_campaign_call_back(const commdn_event *event,
                                                       int32_t *out_priority,
                                                       int32_t *out_n_records);

/**
 * A host carrier that sends with `send`.
 *
 * Owns:    `*out_host` is the caller's on COMMDN_OK, free it with commdn_host_free(); NULL
 *          otherwise. Takes `context` on COMMDN_OK, to be ended by `drop_context`, which may be
 *          NULL, once the host and its session are freed.
 * Threads: any; for the callback see commdn_host_send_fn.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_new(commdn_host_send_fn send,
                              void *context,
                              commdn_drop_fn drop_context,
                              commdn_host **out_host,
                              commdn_error **out_error);

/**
 * Free a host; its session loses its connection.
 *
 * Owns:    takes `host`; NULL is harmless.
 * Threads: any, when nobody else uses `host`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_host_free(commdn_host *host);

/**
 * Open a session over the host, which has registered the DN of `options` already.
 *
 * Owns:    `*out_session` is the caller's on COMMDN_OK, free it with commdn_session_free(); NULL
 *          otherwise. `options` is copied.
 * Threads: any, at the same time as other calls on `host`. Starts a thread of its own.
 * Blocks:  none to speak of.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CONNECT if another session is open.
 * Since:   0.1
 */
commdn_status commdn_host_open_session(const commdn_host *host,
                                       const commdn_session_options *options,
                                       commdn_session **out_session,
                                       commdn_error **out_error);

/**
 * Hand in a user event that was received on the DN: its packed user data.
 *
 * Owns:    nothing; the bytes are copied.
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CLOSED if no session is open to take it.
 * Since:   0.1
 */
commdn_status commdn_host_user_event(const commdn_host *host,
                                     const uint8_t *user_data,
                                     size_t user_data_bytes);

/**
 * T-Server took the request with the reference id that the send function returned (EventACK).
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`; also from the send function.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it is no request of the session.
 * Since:   0.1
 */
commdn_status commdn_host_accepted(const commdn_host *host,
                                   int32_t reference_id);

/**
 * T-Server refused the request with the reference id that the send function returned (EventError).
 *
 * Owns:    nothing; `message` is copied and may be NULL.
 * Threads: any, at the same time as other calls on `host`; also from the send function.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it is no request of the session.
 * Since:   0.1
 */
commdn_status commdn_host_refused(const commdn_host *host,
                                  int32_t reference_id,
                                  int32_t server_code,
                                  const char *message);

/**
 * The link of T-Server to its switch came (true) or went.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CLOSED if no session is open to take it.
 * Since:   0.1
 */
commdn_status commdn_host_switch_link(const commdn_host *host,
                                      bool up);

/**
 * The application lost its connection: the session has none until commdn_host_connected().
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_disconnected(const commdn_host *host);

/**
 * The application has its connection again, and has registered the DN: the session goes on, or
 * another one may be opened.
 *
 * Needed only after commdn_host_disconnected(). The session looks for it at the times of its
 * reconnecting.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_connected(const commdn_host *host);

/**
 * The DN is out of service (EventDNOutOfService, 147): the session holds its requests until
 * commdn_host_in_service().
 *
 * A session that is opened later learns of it, too.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_out_of_service(const commdn_host *host);

/**
 * The DN is back in service (EventDNBackInService, 148): the session sends what it has held.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_in_service(const commdn_host *host);

/**
 * T-Server took the DN's registration away, which nobody had asked for (EventUnregistered): the
 * session holds its requests.
 *
 * Register the DN again, and call commdn_host_registered(). A session that waits for that longer
 * than its
 * connect_timeout treats its connection as lost.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_unregistered(const commdn_host *host);

/**
 * The application has registered the DN again: the session goes on. The DN is in service until it
 * is said otherwise.
 *
 * Needed only after commdn_host_unregistered().
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `host`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_host_registered(const commdn_host *host);

/**
 * A new empty list.
 *
 * Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_kvlist_new(commdn_kvlist **out_list);

/**
 * A copy of a list, nested lists included.
 *
 * Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL
 *          otherwise. `list` stays yours.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_kvlist_dup(const commdn_kvlist *list,
                                commdn_kvlist **out_list);

/**
 * Free a list and everything that its getters gave.
 *
 * Owns:    takes `list`; NULL is harmless. Never free what is const: it is another object's.
 * Threads: any, when nobody else uses `list`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_kvlist_free(commdn_kvlist *list);

/**
 * Remove the first pair with `key`; lists that were begun are ended.
 *
 * Owns:    nothing
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_remove(commdn_kvlist *list,
                                   const char *key);

/**
 * Remove the pair at `index`, counted from 0; lists that were begun are ended.
 *
 * Owns:    nothing
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_remove_at(commdn_kvlist *list,
                                      size_t index);

/**
 * Remove all pairs, keeping the memory for what is added next; lists that were begun are ended.
 *
 * Owns:    nothing
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_kvlist_clear(commdn_kvlist *list);

/**
 * Whether two lists have equal pairs in the same order; NULL equals only NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
bool commdn_kvlist_equal(const commdn_kvlist *list,
                         const commdn_kvlist *other);

/**
 * Number of pairs on the top level; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_kvlist_count(const commdn_kvlist *list);

/**
 * Levels of nested lists below this one; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_kvlist_depth(const commdn_kvlist *list);

/**
 * Append a string pair.
 *
 * Owns:    nothing; `key` and `value` are copied.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_string(commdn_kvlist *list,
                                       const char *key,
                                       const char *value,
                                       commdn_error **out_error);

/**
 * Append a string pair whose key and value need not end with NUL.
 *
 * Owns:    nothing; `key` and `value` are copied. They may be NULL where their length is 0.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_string_n(commdn_kvlist *list,
                                         const char *key,
                                         size_t key_bytes,
                                         const char *value,
                                         size_t value_bytes,
                                         commdn_error **out_error);

/**
 * Append an int pair.
 *
 * Owns:    nothing; `key` is copied.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_int(commdn_kvlist *list,
                                    const char *key,
                                    int32_t value,
                                    commdn_error **out_error);

/**
 * Append an int pair whose key need not end with NUL.
 *
 * Owns:    nothing; `key` is copied. It may be NULL where its length is 0.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_int_n(commdn_kvlist *list,
                                      const char *key,
                                      size_t key_bytes,
                                      int32_t value,
                                      commdn_error **out_error);

/**
 * Append a binary pair.
 *
 * Owns:    nothing; `key` and `value` are copied. `value` may be NULL where its length is 0.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_binary(commdn_kvlist *list,
                                       const char *key,
                                       const uint8_t *value,
                                       size_t value_bytes,
                                       commdn_error **out_error);

/**
 * Append a binary pair whose key need not end with NUL.
 *
 * Owns:    nothing; `key` and `value` are copied. They may be NULL where their length is 0.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_binary_n(commdn_kvlist *list,
                                         const char *key,
                                         size_t key_bytes,
                                         const uint8_t *value,
                                         size_t value_bytes,
                                         commdn_error **out_error);

/**
 * Append a unicode pair; it is packed as UTF-16.
 *
 * Owns:    nothing; `key` and `value`, which is UTF-8, are copied.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_unicode(commdn_kvlist *list,
                                        const char *key,
                                        const char *value,
                                        commdn_error **out_error);

/**
 * Append a unicode pair whose key and value need not end with NUL; it is packed as UTF-16.
 *
 * Owns:    nothing; `key` and `value`, which is UTF-8, are copied. They may be NULL where their
 *          length is 0.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes:
 *          nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_unicode_n(commdn_kvlist *list,
                                          const char *key,
                                          size_t key_bytes,
                                          const char *value,
                                          size_t value_bytes,
                                          commdn_error **out_error);

/**
 * Append a copy of another list.
 *
 * Owns:    nothing; `key` and `value` are copied.
 * Threads: one at a time on `list`; others may read `value`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_list(commdn_kvlist *list,
                                     const char *key,
                                     const commdn_kvlist *value,
                                     commdn_error **out_error);

/**
 * Append a copy of another list under a key that need not end with NUL.
 *
 * Owns:    nothing; `key` and `value` are copied. `key` may be NULL where its length is 0.
 * Threads: one at a time on `list`; others may read `value`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST
 *          if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_add_list_n(commdn_kvlist *list,
                                       const char *key,
                                       size_t key_bytes,
                                       const commdn_kvlist *value,
                                       commdn_error **out_error);

/**
 * Append an empty nested list and begin to fill it: what is added from now on goes into it, until
 * commdn_kvlist_end_list().
 *
 * Quicker than commdn_kvlist_add_list(), for nothing is copied. Lists can be begun inside it.
 * Readers see all of `list` as ever, with what was added so far.
 *
 * Owns:    nothing; `key` is copied.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes
 *          or nests deeper than 64: nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_begin_list(commdn_kvlist *list,
                                       const char *key,
                                       commdn_error **out_error);

/**
 * As commdn_kvlist_begin_list(), with a key that need not end with NUL.
 *
 * Owns:    nothing; `key` is copied. It may be NULL where its length is 0.
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes
 *          or nests deeper than 64: nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_begin_list_n(commdn_kvlist *list,
                                         const char *key,
                                         size_t key_bytes,
                                         commdn_error **out_error);

/**
 * End the nested list that was begun last; what is added from now on goes behind it.
 *
 * Not needed at the end: a list can be packed, read and sent with nested lists not ended.
 *
 * Owns:    nothing
 * Threads: one at a time on `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if none is begun.
 * Since:   0.1
 */
commdn_status commdn_kvlist_end_list(commdn_kvlist *list);

/**
 * Append copies of all pairs of another list.
 *
 * Owns:    nothing; the pairs are copied.
 * Threads: one at a time on `list`; others may read `other`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `other` is `list` itself; COMMDN_ERR_INVALID_LIST
 *          if they do not fit in 65,535 bytes: nothing is changed.
 * Since:   0.1
 */
commdn_status commdn_kvlist_extend(commdn_kvlist *list,
                                   const commdn_kvlist *other,
                                   commdn_error **out_error);

/**
 * Bytes that packing the list takes, exactly; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_kvlist_packed_bytes(const commdn_kvlist *list);

/**
 * The packed form in new memory.
 *
 * Owns:    `*out_packed` is the caller's on COMMDN_OK, free it with commdn_bytes_free(); NULL
 *          otherwise. `dialect` may be NULL.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_kvlist_pack(const commdn_kvlist *list,
                                 const commdn_dialect *dialect,
                                 uint8_t **out_packed,
                                 size_t *out_packed_bytes,
                                 commdn_error **out_error);

/**
 * The packed form in the caller's buffer; `*out_packed_bytes` tells how many bytes it takes.
 *
 * Owns:    nothing; nothing is written to `buffer` unless all of it fits. `buffer` may be NULL to
 *          ask for the number. `dialect` may be NULL.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_BUFFER_TOO_SMALL.
 * Since:   0.1
 */
commdn_status commdn_kvlist_pack_into(const commdn_kvlist *list,
                                      const commdn_dialect *dialect,
                                      uint8_t *buffer,
                                      size_t buffer_bytes,
                                      size_t *out_packed_bytes,
                                      commdn_error **out_error);

/**
 * Read a packed list; the dialect's packing and limits count.
 *
 * Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL
 *          otherwise. `dialect` may be NULL.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST, whose message tells the offset of
 *          the fault or the limit.
 * Since:   0.1
 */
commdn_status commdn_kvlist_unpack(const uint8_t *packed,
                                   size_t packed_bytes,
                                   const commdn_dialect *dialect,
                                   commdn_kvlist **out_list,
                                   commdn_error **out_error);

/**
 * The list as a server would log it: `form` is one of the COMMDN_TEXT numbers.
 *
 * `header` is the name on the header line, for example "AttributeUserData"; NULL for no header.
 * OCS' form has none. Numbers of the API get their names in OCS' form.
 *
 * Owns:    `*out_text`, UTF-8 that ends with NUL, is the caller's on COMMDN_OK, free it with
 *          commdn_string_free(); NULL otherwise. `dialect` and `out_text_bytes` may be NULL.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_kvlist_print(const commdn_kvlist *list,
                                  int32_t form,
                                  const char *header,
                                  const commdn_dialect *dialect,
                                  char **out_text,
                                  size_t *out_text_bytes);

/**
 * Read the log text of one list, with or without its header: `form` is one of the COMMDN_TEXT
 * numbers.
 *
 * Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL
 *          otherwise. `text` is UTF-8 and need not end with NUL. `dialect` may be NULL.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if the text is no list or has
 *          masked values: the message tells the line or key.
 * Since:   0.1
 */
commdn_status commdn_kvlist_parse(const char *text,
                                  size_t text_bytes,
                                  int32_t form,
                                  const commdn_dialect *dialect,
                                  commdn_kvlist **out_list,
                                  commdn_error **out_error);

/**
 * The name of a type in lower case, for example "string"; NULL for a number that is no type.
 *
 * Owns:    the result is the library's, never free it.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_type_name(int32_t value_type);

/**
 * The index of the first pair with `key`, counted from 0.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_find(const commdn_kvlist *list,
                                 const char *key,
                                 size_t *out_index);

/**
 * The index of the first pair with `key`, which need not end with NUL.
 *
 * Owns:    nothing; `key` may be NULL where its length is 0.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_find_n(const commdn_kvlist *list,
                                   const char *key,
                                   size_t key_bytes,
                                   size_t *out_index);

/**
 * The index of the first pair with `key`, ASCII letters compared without case.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_find_ignoring_case(const commdn_kvlist *list,
                                               const char *key,
                                               size_t *out_index);

/**
 * The pair at the end of a path: keys with "/" between them, each but the last a nested list's.
 *
 * For example "GSW_CM_AttrProperties/do_not_call/GSW_PHONE". Keys that contain "/" are found
 * level by level instead. Read the value with the functions that end in _at.
 *
 * Owns:    `*out_list` is a list inside `list`, or `list`; it ends with `list`, never free it. NULL
 *          unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE if a key but
 *          the last is no list's.
 * Since:   0.1
 */
commdn_status commdn_kvlist_find_path(const commdn_kvlist *list,
                                      const char *path,
                                      const commdn_kvlist **out_list,
                                      size_t *out_index);

/**
 * The number of the first pair with `key`.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_get_int(const commdn_kvlist *list,
                                    const char *key,
                                    int32_t *out_value);

/**
 * The text of the first pair with `key`: a string's bytes, or a unicode value as UTF-8.
 *
 * Owns:    `*out_value` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_value_bytes`
 *          may be NULL.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_get_string(const commdn_kvlist *list,
                                       const char *key,
                                       const char **out_value,
                                       size_t *out_value_bytes);

/**
 * The bytes of the first pair with `key`, whose value is binary or a string.
 *
 * Owns:    `*out_value` is the list's; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_get_binary(const commdn_kvlist *list,
                                       const char *key,
                                       const uint8_t **out_value,
                                       size_t *out_value_bytes);

/**
 * The nested list of the first pair with `key`.
 *
 * Owns:    `*out_value` is the list's, never free it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_get_list(const commdn_kvlist *list,
                                     const char *key,
                                     const commdn_kvlist **out_value);

/**
 * The key of the pair at `index`, counted from 0.
 *
 * Owns:    `*out_key` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_key_bytes` may
 *          be NULL.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_key_at(const commdn_kvlist *list,
                                   size_t index,
                                   const char **out_key,
                                   size_t *out_key_bytes);

/**
 * The type of the pair at `index`: one of the COMMDN_TYPE numbers.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
 * Since:   0.1
 */
commdn_status commdn_kvlist_type_at(const commdn_kvlist *list,
                                    size_t index,
                                    int32_t *out_type);

/**
 * The number of the pair at `index`.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_int_at(const commdn_kvlist *list,
                                   size_t index,
                                   int32_t *out_value);

/**
 * The text of the pair at `index`: a string's bytes, or a unicode value as UTF-8.
 *
 * Owns:    `*out_value` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_value_bytes`
 *          may be NULL.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_string_at(const commdn_kvlist *list,
                                      size_t index,
                                      const char **out_value,
                                      size_t *out_value_bytes);

/**
 * The bytes of the pair at `index`, whose value is binary or a string.
 *
 * Owns:    `*out_value` is the list's; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_binary_at(const commdn_kvlist *list,
                                      size_t index,
                                      const uint8_t **out_value,
                                      size_t *out_value_bytes);

/**
 * The nested list of the pair at `index`.
 *
 * Owns:    `*out_value` is the list's, never free it; NULL unless COMMDN_OK.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
 * Since:   0.1
 */
commdn_status commdn_kvlist_list_at(const commdn_kvlist *list,
                                    size_t index,
                                    const commdn_kvlist **out_value);

/**
 * Hand every pair to `visit`, nested ones right after the list that they are in.
 *
 * Quicker than asking for each pair by its index. COMMDN_OK also when `visit` ends the walk.
 *
 * Owns:    nothing; `user_data` is only handed to `visit`. Keys, strings and bytes are the list's:
 *          they end with it, and with its next change.
 * Threads: any, at the same time as other readers of `list`.
 * Blocks:  none, but what `visit` does
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_kvlist_walk(const commdn_kvlist *list,
                                 commdn_pair_fn visit,
                                 void *user_data,
                                 commdn_error **out_error);

/**
 * As commdn_kvlist_walk(), over packed bytes, of which no list is made: the quickest way to read
 * what was received.
 *
 * Where the bytes are no list, `visit` may have been handed pairs before the fault.
 *
 * Owns:    nothing; `user_data` is only handed to `visit`. Keys, strings and bytes are those of
 *          `packed`. `dialect` may be NULL.
 * Threads: any.
 * Blocks:  none, but what `visit` does
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST, whose message tells the offset of
 *          the fault or the limit.
 * Since:   0.1
 */
commdn_status commdn_kvlist_walk_packed(const uint8_t *packed,
                                        size_t packed_bytes,
                                        const commdn_dialect *dialect,
                                        commdn_pair_fn visit,
                                        void *user_data,
                                        commdn_error **out_error);

/**
 * Free a text that a call gave.
 *
 * Owns:    takes `text`; NULL is harmless.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_string_free(char *text);

/**
 * Free bytes that a call gave.
 *
 * Owns:    takes `bytes`; NULL is harmless.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_bytes_free(uint8_t *bytes);

/**
 * Free it and everything that its getters gave.
 *
 * Owns:    takes `notice`; NULL is harmless. Never free what a callback is given.
 * Threads: any, when nobody else uses `notice`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_notice_free(commdn_notice *notice);

/**
 * What it tells: one of the COMMDN_NOTICE numbers, or another; -1 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `notice`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_notice_kind(const commdn_notice *notice);

/**
 * The event, of the first three kinds; NULL for the others.
 *
 * Owns:    the event is the notice's and ends with it, never free it; commdn_event_dup() makes a
 *          copy.
 * Threads: any, at the same time as other readers of `notice`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_event *commdn_notice_event(const commdn_notice *notice);

/**
 * Why the connection is lost, of COMMDN_NOTICE_DISCONNECTED; NULL for the others.
 *
 * Owns:    the error is the notice's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `notice`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_error *commdn_notice_error(const commdn_notice *notice);

/**
 * Options with their defaults, for the communication DN `dn` and the application with DBID
 * `app_dbid`.
 *
 * Owns:    `*out_session_options` is the caller's on COMMDN_OK, free it with
 *          commdn_session_options_free(); NULL otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_new(const char *dn,
                                         int32_t app_dbid,
                                         commdn_session_options **out_session_options,
                                         commdn_error **out_error);

/**
 * A copy.
 *
 * Owns:    `*out_session_options` is the caller's on COMMDN_OK, free it with
 *          commdn_session_options_free(); NULL otherwise. `session_options` stays yours.
 * Threads: any, at the same time as other readers of `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_dup(const commdn_session_options *session_options,
                                         commdn_session_options **out_session_options);

/**
 * Free the options; sessions that were opened with them are not concerned.
 *
 * Owns:    takes `session_options`; NULL is harmless.
 * Threads: any, when nobody else uses `session_options`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_session_options_free(commdn_session_options *session_options);

/**
 * Name of the application, as T-Server shall know it. Default "commdn".
 *
 * Owns:    nothing; `application`, which is UTF-8, is copied.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_application(commdn_session_options *session_options,
                                                     const char *application,
                                                     commdn_error **out_error);

/**
 * Password of the application. Default none.
 *
 * Owns:    nothing; `password`, which is UTF-8, is copied.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_password(commdn_session_options *session_options,
                                                  const char *password,
                                                  commdn_error **out_error);

/**
 * DBID of the OCS that is asked where a request names none. Default 0: every OCS on the DN, which
 * only do-not-call and cancel requests may ask.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_ocs_dbid(commdn_session_options *session_options,
                                                  int32_t ocs_dbid,
                                                  commdn_error **out_error);

/**
 * How user data is written and read. Default: the defaults of commdn_dialect_new().
 *
 * Owns:    nothing; `dialect` is copied.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_dialect(commdn_session_options *session_options,
                                                 const commdn_dialect *dialect,
                                                 commdn_error **out_error);

/**
 * How often an idle connection is watched, from both sides; 0 for never. Default 10,000.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_keep_alive_ms(commdn_session_options *session_options,
                                                       int32_t keep_alive_ms,
                                                       commdn_error **out_error);

/**
 * Until the connection is open and the DN registered. Default 10,000.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_connect_timeout_ms(commdn_session_options *session_options,
                                                            int32_t connect_timeout_ms,
                                                            commdn_error **out_error);

/**
 * Until a request is given up, where a call says COMMDN_WAIT_DEFAULT. Default 10,000.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_request_timeout_ms(commdn_session_options *session_options,
                                                            int32_t request_timeout_ms,
                                                            commdn_error **out_error);

/**
 * How long the peer may take no byte before the connection is given up. Default 10,000.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_write_timeout_ms(commdn_session_options *session_options,
                                                          int32_t write_timeout_ms,
                                                          commdn_error **out_error);

/**
 * Longest time that commdn_session_free() takes. Default 2,000.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_close_timeout_ms(commdn_session_options *session_options,
                                                          int32_t close_timeout_ms,
                                                          commdn_error **out_error);

/**
 * How many microseconds a thread that waits for an answer asks the connection again and again
 * before it sleeps. Default 0.
 *
 * It saves the waking of a thread, which takes longer than the rest of a call to a server nearby,
 * and costs a whole core
 * while a call waits: for few callers, quick answers, and a core to spare for each. Not more than
 * one thread at a
 * time does it, none while more than four wait, and none for a notice. Deadlines and closing hold
 * as ever.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_spin_us(commdn_session_options *session_options,
                                                 int32_t spin_us,
                                                 commdn_error **out_error);

/**
 * Most open requests. Default 131,072; one takes less than 1 KiB.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_max_open_requests(commdn_session_options *session_options,
                                                           size_t max_open_requests,
                                                           commdn_error **out_error);

/**
 * Most bytes that wait for the peer to take them. Default 16 MiB.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_max_unsent_bytes(commdn_session_options *session_options,
                                                          size_t max_unsent_bytes,
                                                          commdn_error **out_error);

/**
 * Most notices that wait to be taken; the oldest make room, and are counted. Default 10,000.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_max_notices(commdn_session_options *session_options,
                                                     size_t max_notices,
                                                     commdn_error **out_error);

/**
 * Longest frame that is accepted, in bytes. Default 131,072.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_max_frame_bytes(commdn_session_options *session_options,
                                                         size_t max_frame_bytes,
                                                         commdn_error **out_error);

/**
 * Send GSW_CM_AttrReferenceID with each request. Default true.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_send_reference_id(commdn_session_options *session_options,
                                                           bool send,
                                                           commdn_error **out_error);

/**
 * Complete the oldest request with an answer that fits several that differ. Default false: such an
 * answer completes none, and is a notice.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_first_in_first_out(commdn_session_options *session_options,
                                                            bool accept,
                                                            commdn_error **out_error);

/**
 * Accept an answer that tells only one of a request's phone number and customer. Default false:
 * such an answer may be a late one to another request, and is a notice.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_accept_partial_echo(commdn_session_options *session_options,
                                                             bool accept,
                                                             commdn_error **out_error);

/**
 * Accept an answer that tells a phone number, customer or campaign name that its request does not
 * have. Default false: such an answer is another request's, or nobody's, and is a notice.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_accept_added_facts(commdn_session_options *session_options,
                                                            bool accept,
                                                            commdn_error **out_error);

/**
 * Show phone numbers and customer ids in log lines. Default false: "****" stands there.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_log_personal_data(commdn_session_options *session_options,
                                                           bool show,
                                                           commdn_error **out_error);

/**
 * Replace a lost connection. Default true; with false a session ends with its connection.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_reconnect(commdn_session_options *session_options,
                                                   bool reconnect,
                                                   commdn_error **out_error);

/**
 * When a lost connection is replaced, in milliseconds: the delay after the first round over all
 * servers, which doubles from round to round, and the longest. Default 250 and 20,000.
 *
 * Both are above 0, and the first is not longer than the longest. One server is tried every 100 ms
 * at the most, whatever they are.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_reconnect_delays_ms(commdn_session_options *session_options,
                                                             int32_t first_delay_ms,
                                                             int32_t max_delay_ms,
                                                             commdn_error **out_error);

/**
 * End a session that had no connection for so long, in milliseconds; 0 = never, the default.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_reconnect_give_up_ms(commdn_session_options *session_options,
                                                              int32_t give_up_ms,
                                                              commdn_error **out_error);

/**
 * Open a session at once, and connect in the background. Default false.
 *
 * For programs that start before their servers: COMMDN_NOTICE_CONNECTED tells when it is up,
 * commdn_session_trouble() why not yet.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_connect_in_background(commdn_session_options *session_options,
                                                               bool background,
                                                               commdn_error **out_error);

/**
 * Let requests wait for a connection while there is none, up to their timeout. Default true; with
 * false they fail at once with COMMDN_ERR_DISCONNECTED.
 *
 * Owns:    nothing
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_hold_requests(commdn_session_options *session_options,
                                                       bool hold,
                                                       commdn_error **out_error);

/**
 * How the session's connection fares: one of the COMMDN_STATUS numbers, COMMDN_STATUS_OVER for
 * NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_session_status(const commdn_session *session);

/**
 * Why the session is not up: COMMDN_OK if it is, otherwise the status and the error of each attempt
 * since the last connection, or why the session is over.
 *
 * Owns:    as every error
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; why it is not up: COMMDN_ERR_CONNECT, COMMDN_ERR_TLS,
 *          COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL,
 *          COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_session_trouble(const commdn_session *session,
                                     commdn_error **out_error);

/**
 * Trust the CAs in `ca`, a PEM file's path or PEM text, and not the system's. Default: the
 * system's.
 *
 * Owns:    nothing; `ca`, which is UTF-8, is copied; a file is read when a session opens.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_tls_ca(commdn_session_options *session_options,
                                                const char *ca,
                                                commdn_error **out_error);

/**
 * Show this certificate (with its chain), whose key that is, to a server that asks for one: PEM
 * files' paths or PEM text. Default none.
 *
 * Owns:    nothing; both, which are UTF-8, are copied; files are read when a session opens.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_tls_identity(commdn_session_options *session_options,
                                                      const char *certificate,
                                                      const char *key,
                                                      commdn_error **out_error);

/**
 * The name or IP address that the server's certificate must be for. Default: the address's host.
 *
 * Owns:    nothing; `name`, which is UTF-8, is copied.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_tls_server_name(commdn_session_options *session_options,
                                                         const char *name,
                                                         commdn_error **out_error);

/**
 * The lowest version of TLS that is spoken: "1.2" or "1.3". Default "1.2".
 *
 * Owns:    nothing; `version` is only read.
 * Threads: one at a time on `session_options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_session_options_set_tls_minimum_version(commdn_session_options *session_options,
                                                             const char *version,
                                                             commdn_error **out_error);

/**
 * Open the outbox in a file, making it, readable for its owner only, if there is none.
 *
 * A forked process opens its own: what it has inherited is closed then. Fork while no other thread
 * uses an outbox.
 *
 * Owns:    `*out_outbox` is the caller's on COMMDN_OK, free it with commdn_outbox_free(); NULL
 *          otherwise. `options` is copied and may be NULL.
 * Threads: any.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE if it cannot be opened, is no outbox or
 *          a newer program's; COMMDN_ERR_FORKED if another thread was using an outbox when this
 *          process was forked; COMMDN_ERR_UNSUPPORTED.
 * Since:   0.1
 */
commdn_status commdn_outbox_open(const char *path,
                                 const commdn_outbox_options *options,
                                 commdn_outbox **out_outbox,
                                 commdn_error **out_error);

/**
 * Free an outbox; sending is stopped first.
 *
 * Owns:    takes `outbox`; NULL is harmless. What came from it (outcomes, entries) stays yours.
 * Threads: any, when nobody else uses `outbox`; also in a forked process, where nothing is stopped.
 * Blocks:  up to 2 seconds for requests under way.
 * Errors:  none
 * Since:   0.1
 */
void commdn_outbox_free(commdn_outbox *outbox);

/**
 * Send what is in the outbox over a session, on a thread of its own, until the session is over or
 * commdn_outbox_detach().
 *
 * Owns:    nothing; `session` stays yours, and its connection stays open until the outbox lets go
 *          of it, even if `session` is freed first.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  none, unless the session attached before is over: for the last write of what it has
 *          told, up to the outbox's busy_timeout
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if a session is attached that is not over;
 *          COMMDN_ERR_CLOSED if this one is over; COMMDN_ERR_TIMEOUT; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_attach(const commdn_outbox *outbox,
                                   const commdn_session *session,
                                   commdn_error **out_error);

/**
 * Stop sending. What is not answered in time is repeated by the next sender, or, if it may not be
 * repeated, ends as unknown. Detaching twice is harmless.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  up to `timeout_ms` milliseconds for requests under way; 0 = do not wait,
 *          COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (2 seconds).
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_TIMEOUT if the file is locked for longer;
 *          COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_detach(const commdn_outbox *outbox,
                                   int32_t timeout_ms,
                                   commdn_error **out_error);

/**
 * Whether a session is attached that is not over; false for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
bool commdn_outbox_is_attached(const commdn_outbox *outbox);

/**
 * Put a request in; when this returns COMMDN_OK it is on the disk, and `*out_id` its number.
 *
 * Owns:    nothing; `request` and `options` stay yours, `options` and `out_id` may be NULL.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OUTBOX_FULL,
 *          COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED: nothing was put in.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit(const commdn_outbox *outbox,
                                   const commdn_request *request,
                                   const commdn_outbox_submit_options *options,
                                   uint64_t *out_id,
                                   commdn_error **out_error);

/**
 * Put requests in, all of them or none; when this returns COMMDN_OK they are on the disk: many
 * share the cost of one.
 *
 * Owns:    nothing; `requests` and what it points to stay yours. `options` may be NULL; otherwise
 *          it points to as many options, each of which may be NULL. `out_ids` may be NULL;
 *          otherwise it has room for as many numbers, which are 0 unless COMMDN_OK.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST (its text tells the place of the
 *          request, counted from 0), COMMDN_ERR_OUTBOX_FULL, COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED:
 *          nothing was put in.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_many(const commdn_outbox *outbox,
                                        const commdn_request *const *requests,
                                        const commdn_outbox_submit_options *const *options,
                                        size_t requests_n,
                                        uint64_t *out_ids,
                                        commdn_error **out_error);

/**
 * The outcome of an entry, whichever process records it. COMMDN_OK says that there is one, not that
 * it is good.
 *
 * Owns:    `*out_outcome` is the caller's on COMMDN_OK, free it with commdn_outbox_outcome_free();
 *          NULL otherwise.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT (10 seconds).
 * Errors:  COMMDN_ERR_TIMEOUT if it has none in time; COMMDN_ERR_INVALID_ARGUMENT, also if there is
 *          no such entry; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_wait(const commdn_outbox *outbox,
                                 uint64_t id,
                                 int32_t timeout_ms,
                                 commdn_outbox_outcome **out_outcome,
                                 commdn_error **out_error);

/**
 * Wait until no entry is without an outcome.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT (10 seconds).
 * Errors:  COMMDN_ERR_TIMEOUT; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_wait_until_empty(const commdn_outbox *outbox,
                                             int32_t timeout_ms,
                                             commdn_error **out_error);

/**
 * The outcome that was recorded next after the one with that cursor; 0 for the first.
 *
 * Owns:    `*out_outcome` is the caller's on COMMDN_OK, free it with commdn_outbox_outcome_free();
 *          NULL otherwise.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE;
 *          COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_next_outcome(const commdn_outbox *outbox,
                                         uint64_t cursor,
                                         commdn_outbox_outcome **out_outcome,
                                         commdn_error **out_error);

/**
 * The next entry after number `after` of those that a COMMDN_OUTBOX_FILTER number means; 0 for the
 * first.
 *
 * Owns:    `*out_entry` is the caller's on COMMDN_OK, free it with commdn_outbox_entry_free(); NULL
 *          otherwise.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE;
 *          COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_next_entry(const commdn_outbox *outbox,
                                       int32_t filter,
                                       uint64_t after,
                                       commdn_outbox_entry **out_entry,
                                       commdn_error **out_error);

/**
 * The number of the entry that was submitted under `key`; after a retry of the one that repeats it.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE;
 *          COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_find(const commdn_outbox *outbox,
                                 const char *key,
                                 uint64_t *out_id,
                                 commdn_error **out_error);

/**
 * Submit again what ended without an acknowledgement, as a new entry under the same key; the old
 * one keeps its outcome.
 *
 * Owns:    nothing; `out_new_id` may be NULL.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_retry(const commdn_outbox *outbox,
                                  uint64_t id,
                                  uint64_t *out_new_id,
                                  commdn_error **out_error);

/**
 * Submit all dead letters again; `*out_count` tells how many.
 *
 * Owns:    nothing; `out_count` may be NULL.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_retry_dead(const commdn_outbox *outbox,
                                       uint64_t *out_count,
                                       commdn_error **out_error);

/**
 * End an entry that nobody is sending, as cancelled.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if it is being sent or has its outcome;
 *          COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_cancel(const commdn_outbox *outbox,
                                   uint64_t id,
                                   commdn_error **out_error);

/**
 * Forget entries that ended more than `age_ms` milliseconds ago, with their keys; dead letters that
 * were not retried only if `dead` is true.
 *
 * Owns:    nothing; `out_count` may be NULL.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_purge(const commdn_outbox *outbox,
                                  uint64_t age_ms,
                                  bool dead,
                                  uint64_t *out_count,
                                  commdn_error **out_error);

/**
 * Write the entries that a COMMDN_OUTBOX_FILTER number means to a file, as CSV with a header.
 *
 * The file is for its owner only. A text that a spreadsheet would take for a formula gets a ' in
 * front, and control
 * characters are written as escapes; commdn_outbox_export_as_is() writes texts as they came.
 *
 * Owns:    nothing; `out_count` may be NULL.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_export(const commdn_outbox *outbox,
                                   int32_t filter,
                                   const char *path,
                                   uint64_t *out_count,
                                   commdn_error **out_error);

/**
 * As commdn_outbox_export(), with texts as they came: for programs that read the file.
 *
 * Owns:    nothing; `out_count` may be NULL.
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_export_as_is(const commdn_outbox *outbox,
                                         int32_t filter,
                                         const char *path,
                                         uint64_t *out_count,
                                         commdn_error **out_error);

/**
 * One of the outbox's counts: COMMDN_OUTBOX_UNFINISHED and the numbers after it.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `outbox`.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND for another number; COMMDN_ERR_INVALID_ARGUMENT;
 *          COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_outbox_count(const commdn_outbox *outbox,
                                  int32_t counter,
                                  uint64_t *out_value,
                                  commdn_error **out_error);

/**
 * Free an outcome and everything that its getters gave.
 *
 * Owns:    takes `outcome`; NULL is harmless.
 * Threads: any, when nobody else uses `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_outbox_outcome_free(commdn_outbox_outcome *outcome);

/**
 * The number of its entry; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_outcome_id(const commdn_outbox_outcome *outcome);

/**
 * Its place in the order in which outcomes were recorded, for commdn_outbox_next_outcome(); 0 for
 * NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_outcome_cursor(const commdn_outbox_outcome *outcome);

/**
 * How the entry ended, a COMMDN_OUTCOME number; -1 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_outbox_outcome_kind(const commdn_outbox_outcome *outcome);

/**
 * How often it was sent, or may have been; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint32_t commdn_outbox_outcome_attempts(const commdn_outbox_outcome *outcome);

/**
 * When it was recorded, in milliseconds since 1970 UTC; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_outcome_time_ms(const commdn_outbox_outcome *outcome);

/**
 * The key that the entry was submitted under; NULL if there is none.
 *
 * Owns:    the text is the outcome's and ends with it.
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_outbox_outcome_key(const commdn_outbox_outcome *outcome);

/**
 * The event that acknowledged the request; NULL if there is none, or it is not kept.
 *
 * Owns:    the event is the outcome's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_event *commdn_outbox_outcome_event(const commdn_outbox_outcome *outcome);

/**
 * Why the request was not acknowledged; NULL if it was.
 *
 * Owns:    the error is the outcome's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `outcome`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_error *commdn_outbox_outcome_error(const commdn_outbox_outcome *outcome);

/**
 * Free an entry and everything that its getters gave.
 *
 * Owns:    takes `entry`; NULL is harmless.
 * Threads: any, when nobody else uses `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_outbox_entry_free(commdn_outbox_entry *entry);

/**
 * Its number; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_entry_id(const commdn_outbox_entry *entry);

/**
 * Where it stands, a COMMDN_ENTRY number; -1 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_outbox_entry_state(const commdn_outbox_entry *entry);

/**
 * The kind of request, a COMMDN_MESSAGE_TYPE number; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_outbox_entry_message_type(const commdn_outbox_entry *entry);

/**
 * How often it was sent, or may have been; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_entry_attempts(const commdn_outbox_entry *entry);

/**
 * When it was submitted, in milliseconds since 1970 UTC; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_entry_created_ms(const commdn_outbox_entry *entry);

/**
 * When it is tried next, in milliseconds since 1970 UTC; 0 if it does not wait for its time.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_entry_next_try_ms(const commdn_outbox_entry *entry);

/**
 * When it is given up as too old, in milliseconds since 1970 UTC; 0 for never.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint64_t commdn_outbox_entry_expires_ms(const commdn_outbox_entry *entry);

/**
 * The key that it was submitted under; NULL if there is none.
 *
 * Owns:    the text is the entry's and ends with it.
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_outbox_entry_key(const commdn_outbox_entry *entry);

/**
 * The request; NULL if the file is damaged.
 *
 * Owns:    the request is the entry's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_request *commdn_outbox_entry_request(const commdn_outbox_entry *entry);

/**
 * Its outcome; NULL if it has none.
 *
 * Owns:    the outcome is the entry's and ends with it, never free it.
 * Threads: any, at the same time as other readers of `entry`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const commdn_outbox_outcome *commdn_outbox_entry_outcome(const commdn_outbox_entry *entry);

/**
 * Options with their defaults.
 *
 * Owns:    `*out_outbox_options` is the caller's on COMMDN_OK, free it with
 *          commdn_outbox_options_free(); NULL otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_new(commdn_outbox_options **out_outbox_options);

/**
 * Free options; outboxes that were opened with them keep their copy.
 *
 * Owns:    takes `options`; NULL is harmless.
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_outbox_options_free(commdn_outbox_options *options);

/**
 * Most entries without an outcome. Default 1,000,000.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_max_entries(commdn_outbox_options *options,
                                                    uint64_t max_entries,
                                                    commdn_error **out_error);

/**
 * Most bytes of requests without an outcome. Default 1 GiB.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_max_bytes(commdn_outbox_options *options,
                                                  uint64_t max_bytes,
                                                  commdn_error **out_error);

/**
 * Most requests under way at a time, 1 or more. Default 256.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_window(commdn_outbox_options *options,
                                               uint32_t window,
                                               commdn_error **out_error);

/**
 * Attempts after which an entry is given up, 1 or more, where its submit says nothing else. Default
 * 100.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_max_attempts(commdn_outbox_options *options,
                                                     uint32_t max_attempts,
                                                     commdn_error **out_error);

/**
 * Age at which an entry is given up, where its submit says nothing else; -1 for never. Default 7
 * days.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_max_age_ms(commdn_outbox_options *options,
                                                   int64_t max_age_ms,
                                                   commdn_error **out_error);

/**
 * The pause after a failed attempt: `first_ms`, then twice as long each time, up to `max_ms`, the
 * last half of it by chance. Default 1 second to 5 minutes.
 *
 * Both are above 0, and the first is not longer than the longest. No pause is shorter than 100 ms,
 * whatever they are.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_backoff_ms(commdn_outbox_options *options,
                                                   int32_t first_ms,
                                                   int32_t max_ms,
                                                   commdn_error **out_error);

/**
 * How long a process may be silent before another one takes over what it was sending, 30 ms at
 * least. Default 15 seconds.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_lease_ms(commdn_outbox_options *options,
                                                 int32_t lease_ms,
                                                 commdn_error **out_error);

/**
 * How long one attempt waits for an answer. Default: the session's option.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_request_timeout_ms(commdn_outbox_options *options,
                                                           int32_t request_timeout_ms,
                                                           commdn_error **out_error);

/**
 * How long a call waits for another process to let go of the file. Default 10 seconds.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_busy_timeout_ms(commdn_outbox_options *options,
                                                        int32_t busy_timeout_ms,
                                                        commdn_error **out_error);

/**
 * Keep the events that acknowledge. Default true; refusals are always kept.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_keep_answers(commdn_outbox_options *options,
                                                     bool keep_answers,
                                                     commdn_error **out_error);

/**
 * What requests are checked against when they are submitted. Default: the default dialect.
 *
 * Owns:    nothing; `dialect` is copied.
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_set_dialect(commdn_outbox_options *options,
                                                const commdn_dialect *dialect,
                                                commdn_error **out_error);

/**
 * Another refusal of OCS, a COMMDN_CM_ERROR_ number or one that has no name, after which the same
 * request may do better
 * later: its entry is repeated as if nobody had answered. Default none: a refusal is final.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_options_add_retryable_refusal(commdn_outbox_options *options,
                                                          int32_t cm_error,
                                                          commdn_error **out_error);

/**
 * Options with their defaults.
 *
 * Owns:    `*out_outbox_submit_options` is the caller's on COMMDN_OK, free it with
 *          commdn_outbox_submit_options_free(); NULL otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_options_new(commdn_outbox_submit_options **out_outbox_submit_options);

/**
 * Free options.
 *
 * Owns:    takes `options`; NULL is harmless.
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_outbox_submit_options_free(commdn_outbox_submit_options *options);

/**
 * Submitting twice under one key submits once: the second call gives the first one's number.
 *
 * Owns:    nothing; the text is copied.
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_options_set_key(commdn_outbox_submit_options *options,
                                                   const char *key,
                                                   commdn_error **out_error);

/**
 * Requests under the same text are sent one after the other, in order. Default: the request's
 * customer id, else its phone; for requests without either its campaign and group.
 *
 * Owns:    nothing; the text is copied.
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_options_set_order_key(commdn_outbox_submit_options *options,
                                                         const char *order_key,
                                                         commdn_error **out_error);

/**
 * Send it whatever other requests of the same customer wait. Default false.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_options_set_unordered(commdn_outbox_submit_options *options,
                                                         bool unordered,
                                                         commdn_error **out_error);

/**
 * Give it up that long after now. Default: the outbox's option.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_options_set_max_age_ms(commdn_outbox_submit_options *options,
                                                          int64_t max_age_ms,
                                                          commdn_error **out_error);

/**
 * Give it up after that many attempts, 1 or more. Default: the outbox's option.
 *
 * Owns:    nothing
 * Threads: any, when nobody else uses `options`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_outbox_submit_options_set_max_attempts(commdn_outbox_submit_options *options,
                                                            uint32_t max_attempts,
                                                            commdn_error **out_error);

/**
 * Give a request up and free it: it may still reach OCS, but nobody hears of it.
 *
 * Owns:    takes `pending`; NULL is harmless. The session may have been freed before.
 * Threads: any, when nobody else uses `pending`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_pending_free(commdn_pending *pending);

/**
 * Wait for the outcome of a request; it can be taken once.
 *
 * Owns:    `*out_answer` is the caller's on COMMDN_OK, free it with commdn_answer_free(); NULL
 *          otherwise. `pending` stays yours.
 * Threads: any; several that wait for the same request take turns.
 * Blocks:  up to `timeout_ms` milliseconds, and no longer than until the request's own deadline; 0
 *          = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_TIMEOUT: the request goes on, wait again; COMMDN_ERR_INVALID_ARGUMENT, also
 *          once the outcome was taken; otherwise why the request failed, as commdn_session_call().
 * Since:   0.1
 */
commdn_status commdn_pending_wait(const commdn_pending *pending,
                                  int32_t timeout_ms,
                                  commdn_answer **out_answer,
                                  commdn_error **out_error);

/**
 * Whether the outcome is there; taking it with commdn_pending_wait() then does not block.
 *
 * Owns:    nothing
 * Threads: any; false while another thread waits for the same request.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_pending_poll(const commdn_pending *pending,
                                  bool *out_done,
                                  commdn_error **out_error);

/**
 * The reference id that the request was sent with.
 *
 * Owns:    nothing
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_pending_reference_id(const commdn_pending *pending,
                                          int32_t *out_id);

/**
 * A text to be sent as phone number unharmed, 64 bytes at most: internal numbers, service codes.
 *
 * Owns:    nothing; `text`, which is UTF-8, is copied.
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_phone_as_is(commdn_request *request,
                                             const char *text,
                                             commdn_error **out_error);

/**
 * The digits of a telephone number, behind a + if it is written with one; what
 * commdn_request_set_phone() sends.
 *
 * The digits are digits of `text`, in order. What is not certainly one number is refused, never
 * guessed.
 *
 * Owns:    `*out_number` is the caller's on COMMDN_OK, free it with commdn_string_free(); NULL
 *          otherwise. `text` is UTF-8.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_REQUEST, whose message quotes the text
 *          and tells the reason.
 * Since:   0.1
 */
commdn_status commdn_phone_normalize(const char *text,
                                     char **out_number,
                                     commdn_error **out_error);

/**
 * A request of any number, without attributes; the named constructors are the usual way.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_new(int32_t message_type,
                                 commdn_request **out_request);

/**
 * Put a phone number or customer on the do-not-call list (CM_ReqDoNotCall): set one of them, or
 * both.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_do_not_call(commdn_request **out_request);

/**
 * Cancel records (CM_ReqCancelRecord): set at least the phone.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_cancel_record(commdn_request **out_request);

/**
 * Load a campaign (CM_ReqLoadCampaign); set how it dials.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_load_campaign(int32_t campaign,
                                           int32_t group,
                                           commdn_request **out_request);

/**
 * Unload a campaign (CM_ReqUnloadCampaign).
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_unload_campaign(int32_t campaign,
                                             int32_t group,
                                             commdn_request **out_request);

/**
 * Unload a campaign without waiting for records that are out (CM_ReqForceUnloadCampaign).
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_force_unload_campaign(int32_t campaign,
                                                   int32_t group,
                                                   commdn_request **out_request);

/**
 * Start dialling (CM_ReqStartDialing); how it dials stays as it is where it is not set.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_start_dialing(int32_t campaign,
                                           int32_t group,
                                           commdn_request **out_request);

/**
 * Stop dialling (CM_ReqStopDialing).
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_stop_dialing(int32_t campaign,
                                          int32_t group,
                                          commdn_request **out_request);

/**
 * Change how a campaign dials (CM_ReqSetDialingMode); what is not set stays as it is.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_dialing_mode(int32_t campaign,
                                              int32_t group,
                                              commdn_request **out_request);

/**
 * Ask for a campaign's status (CM_ReqGetCampaignStatus).
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_campaign_status(int32_t campaign,
                                             int32_t group,
                                             commdn_request **out_request);

/**
 * End a campaign as if its records were used up (CompleteCampaign, 36).
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_complete_campaign(int32_t campaign,
                                               int32_t group,
                                               commdn_request **out_request);

/**
 * A campaign request that is addressed to a sequence: `message_type` is one of the
 * COMMDN_MESSAGE_TYPE_REQ numbers.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise. `schedule` is copied.
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_of_sequence(int32_t message_type,
                                         const commdn_schedule *schedule,
                                         int32_t group,
                                         commdn_request **out_request);

/**
 * A copy.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise. `request` stays yours.
 * Threads: any, at the same time as other readers of `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_dup(const commdn_request *request,
                                 commdn_request **out_request);

/**
 * Free a request; one that was sent goes on.
 *
 * Owns:    takes `request`; NULL is harmless.
 * Threads: any, when nobody else uses `request`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_request_free(commdn_request *request);

/**
 * What is asked: one of the COMMDN_MESSAGE_TYPE_REQ numbers, or another; -1 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `request`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
int32_t commdn_request_message_type(const commdn_request *request);

/**
 * Check the request as sending it does.
 *
 * `origin` is the DBID of the application that asks, `target` of the OCS that is asked where the
 * request itself names none.
 *
 * Owns:    nothing. `dialect` may be NULL.
 * Threads: any, at the same time as other readers of `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
 * Since:   0.1
 */
commdn_status commdn_request_validate(const commdn_request *request,
                                      int32_t origin,
                                      int32_t target,
                                      const commdn_dialect *dialect,
                                      commdn_error **out_error);

/**
 * The request's user data as a list, for those who send it themselves; pack it with
 * commdn_kvlist_pack().
 *
 * `reference_id` is sent along unless it is 0. The other arguments are those of
 * commdn_request_validate().
 *
 * Owns:    `*out_user_data` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL
 *          otherwise. `dialect` may be NULL.
 * Threads: any, at the same time as other readers of `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
 * Since:   0.1
 */
commdn_status commdn_request_user_data(const commdn_request *request,
                                       int32_t origin,
                                       int32_t target,
                                       int32_t reference_id,
                                       const commdn_dialect *dialect,
                                       commdn_kvlist **out_user_data,
                                       commdn_error **out_error);

/**
 * The request in a user data list: what a server or a log tool does.
 *
 * Owns:    `*out_request` is the caller's on COMMDN_OK, free it with commdn_request_free(); NULL
 *          otherwise. `user_data` is copied. `dialect` may be NULL.
 * Threads: any, at the same time as other readers of `user_data`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType.
 * Since:   0.1
 */
commdn_status commdn_request_read(const commdn_kvlist *user_data,
                                  const commdn_dialect *dialect,
                                  commdn_request **out_request,
                                  commdn_error **out_error);

/**
 * Ask this OCS, whatever the session's default; 0 asks every OCS on the DN.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_target(commdn_request *request,
                                        int32_t ocs,
                                        commdn_error **out_error);

/**
 * The campaign's DBID.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_campaign(commdn_request *request,
                                          int32_t campaign,
                                          commdn_error **out_error);

/**
 * The group's DBID.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_group(commdn_request *request,
                                       int32_t group,
                                       commdn_error **out_error);

/**
 * Dialling mode: a COMMDN_DIAL_MODE number.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_dial_mode(commdn_request *request,
                                           int32_t dial_mode,
                                           commdn_error **out_error);

/**
 * Optimisation method: a COMMDN_OPTIMIZE_BY number.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_optimize_by(commdn_request *request,
                                             int32_t optimize_by,
                                             commdn_error **out_error);

/**
 * Optimisation goal, in percent or seconds.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_optimize_goal(commdn_request *request,
                                               int32_t goal,
                                               commdn_error **out_error);

/**
 * How it dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or
 * seconds.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_dialing(commdn_request *request,
                                         int32_t dial_mode,
                                         int32_t optimize_by,
                                         int32_t optimize_goal,
                                         commdn_error **out_error);

/**
 * Whether OCS stops and unloads the group by itself when its records are used up.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_auto_completion(commdn_request *request,
                                                 bool wanted,
                                                 commdn_error **out_error);

/**
 * Phone number in any notation that commdn_phone_normalize() reads; its digits are sent.
 *
 * A text that is not certainly one number is kept, and refused when the request is validated or
 * sent: COMMDN_ERR_INVALID_REQUEST, which tells the reason.
 *
 * Owns:    nothing; `phone`, which is UTF-8, is copied.
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_phone(commdn_request *request,
                                       const char *phone,
                                       commdn_error **out_error);

/**
 * Customer id, 64 bytes at most.
 *
 * Owns:    nothing; `customer_id`, which is UTF-8, is copied.
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_customer_id(commdn_request *request,
                                             const char *customer_id,
                                             commdn_error **out_error);

/**
 * Only records of the campaign with this name; cancellation only.
 *
 * Owns:    nothing; `campaign_name`, which is UTF-8, is copied.
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_campaign_name(commdn_request *request,
                                               const char *campaign_name,
                                               commdn_error **out_error);

/**
 * Scope within chains of records: COMMDN_CHAIN_ALL or COMMDN_CHAIN_RECORD_ONLY.
 *
 * Owns:    nothing; `chain`, which is UTF-8, is copied.
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_chain(commdn_request *request,
                                       const char *chain,
                                       commdn_error **out_error);

/**
 * Dialling priority of general records, and how many are taken at a time.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_priority_general(commdn_request *request,
                                                  int32_t priority,
                                                  int32_t n_records,
                                                  commdn_error **out_error);

/**
 * Dialling priority of rescheduled records, and how many are taken at a time.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_priority_campaign_rescheduled(commdn_request *request,
                                                               int32_t priority,
                                                               int32_t n_records,
                                                               commdn_error **out_error);

/**
 * Dialling priority of records to be called back, and how many are taken at a time.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_priority_campaign_call_back(commdn_request *request,
                                                             int32_t priority,
                                                             int32_t n_records,
                                                             commdn_error **out_error);

/**
 * The sequence that is meant.
 *
 * Owns:    nothing; `schedule` is copied.
 * Threads: one at a time on `request`; others may read `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_schedule(commdn_request *request,
                                          const commdn_schedule *schedule,
                                          commdn_error **out_error);

/**
 * Further pairs of user data, sent after the API's own; they replace those of an earlier call.
 *
 * Owns:    nothing; `pairs` is copied.
 * Threads: one at a time on `request`; others may read `pairs`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT. The API's own keys are refused when the request is checked.
 * Since:   0.1
 */
commdn_status commdn_request_set_extra(commdn_request *request,
                                       const commdn_kvlist *pairs,
                                       commdn_error **out_error);

/**
 * How many OCS must answer before a request to every OCS is complete. Default 1.
 *
 * COMMDN_ANSWERS_ALL waits until the deadline and takes all that come. Without effect on a
 * request to one OCS.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_wanted_answers(commdn_request *request,
                                                int32_t wanted_answers,
                                                commdn_error **out_error);

/**
 * Send it again on the next connection when the one that it is on is lost, if OCS may safely see it
 * twice. Default true.
 *
 * Do-not-call, cancel and status requests are safe; others end with COMMDN_ERR_OUTCOME_UNKNOWN in
 * any case. With false a safe one ends with COMMDN_ERR_DISCONNECTED.
 *
 * Owns:    nothing
 * Threads: one at a time on `request`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_request_set_repeat(commdn_request *request,
                                        bool repeat,
                                        commdn_error **out_error);

/**
 * A sequence without items.
 *
 * Owns:    `*out_schedule` is the caller's on COMMDN_OK, free it with commdn_schedule_free(); NULL
 *          otherwise.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_schedule_new(commdn_schedule **out_schedule);

/**
 * A copy.
 *
 * Owns:    `*out_schedule` is the caller's on COMMDN_OK, free it with commdn_schedule_free(); NULL
 *          otherwise. `schedule` stays yours.
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_schedule_dup(const commdn_schedule *schedule,
                                  commdn_schedule **out_schedule);

/**
 * Free it and everything that its getters gave.
 *
 * Owns:    takes `schedule`; NULL is harmless.
 * Threads: any, when nobody else uses `schedule`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_schedule_free(commdn_schedule *schedule);

/**
 * What the sequence is for.
 *
 * Owns:    nothing; `description`, which is UTF-8, is copied.
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_description(commdn_schedule *schedule,
                                              const char *description,
                                              commdn_error **out_error);

/**
 * When the sequence starts, seconds since 1970 (UTC).
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_start_time(commdn_schedule *schedule,
                                             int32_t seconds,
                                             commdn_error **out_error);

/**
 * Append an item that dials `campaign`; `out_index`, which may be NULL, takes its index.
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_schedule_add_item(commdn_schedule *schedule,
                                       int32_t campaign,
                                       size_t *out_index,
                                       commdn_error **out_error);

/**
 * How an item dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or
 * seconds.
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_item_dialing(commdn_schedule *schedule,
                                               size_t index,
                                               int32_t dial_mode,
                                               int32_t optimize_by,
                                               int32_t optimize_goal,
                                               commdn_error **out_error);

/**
 * Stop an item at this time, seconds since 1970 (UTC).
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_item_stop_at_time(commdn_schedule *schedule,
                                                    size_t index,
                                                    int32_t seconds,
                                                    commdn_error **out_error);

/**
 * Stop an item after so many contacts (transferred calls).
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_item_stop_at_contacts(commdn_schedule *schedule,
                                                        size_t index,
                                                        int32_t contacts,
                                                        commdn_error **out_error);

/**
 * Stop an item after so many dial attempts.
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_item_stop_at_dials(commdn_schedule *schedule,
                                                     size_t index,
                                                     int32_t dials,
                                                     commdn_error **out_error);

/**
 * Wait so many minutes before an item starts.
 *
 * Owns:    nothing
 * Threads: one at a time on `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item.
 * Since:   0.1
 */
commdn_status commdn_schedule_set_item_sleep_before_next_start(commdn_schedule *schedule,
                                                               size_t index,
                                                               int32_t minutes,
                                                               commdn_error **out_error);

/**
 * The description; NULL if there is none.
 *
 * Owns:    the text is the schedule's; it ends with it and with the next description.
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_schedule_description(const commdn_schedule *schedule);

/**
 * How many items there are; 0 for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
size_t commdn_schedule_item_count(const commdn_schedule *schedule);

/**
 * When the sequence starts, seconds since 1970 (UTC).
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the schedule has none.
 * Since:   0.1
 */
commdn_status commdn_schedule_start_time(const commdn_schedule *schedule,
                                         int32_t *out_seconds);

/**
 * The number of items that the sender announced (nItems), whatever came.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if the schedule has none.
 * Since:   0.1
 */
commdn_status commdn_schedule_announced_items(const commdn_schedule *schedule,
                                              int32_t *out_items);

/**
 * The campaign's DBID of an item.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_campaign(const commdn_schedule *schedule,
                                            size_t index,
                                            int32_t *out_value);

/**
 * The dialling mode of an item: one of the COMMDN_DIAL_MODE numbers, or another.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_dial_mode(const commdn_schedule *schedule,
                                             size_t index,
                                             int32_t *out_value);

/**
 * The optimisation method of an item: one of the COMMDN_OPTIMIZE_BY numbers, or another.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_optimize_by(const commdn_schedule *schedule,
                                               size_t index,
                                               int32_t *out_value);

/**
 * The optimisation goal of an item, in percent or seconds.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_optimize_goal(const commdn_schedule *schedule,
                                                 size_t index,
                                                 int32_t *out_value);

/**
 * The status of an item: one of the COMMDN_GROUP_STATUS numbers, or another.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_status(const commdn_schedule *schedule,
                                          size_t index,
                                          int32_t *out_value);

/**
 * When an item stops, seconds since 1970 (UTC).
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_stop_at_time(const commdn_schedule *schedule,
                                                size_t index,
                                                int32_t *out_value);

/**
 * After how many contacts an item stops.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_stop_at_contacts(const commdn_schedule *schedule,
                                                    size_t index,
                                                    int32_t *out_value);

/**
 * After how many dial attempts an item stops.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_stop_at_dials(const commdn_schedule *schedule,
                                                 size_t index,
                                                 int32_t *out_value);

/**
 * How many minutes pass before an item starts.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `schedule`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such item, or it does
 *          not tell.
 * Since:   0.1
 */
commdn_status commdn_schedule_item_sleep_before_next_start(const commdn_schedule *schedule,
                                                           size_t index,
                                                           int32_t *out_value);

/**
 * Connect, introduce the application and register the DN.
 *
 * `address` is "host:port" or "tcp://host:port", "tls://host:port" with TLS, or several with commas
 * between: the primary and
 * its backups. "sim:" starts a simulated contact centre that lives as long as the session,
 * "sim:PATH" one with the TOML configuration in that file.
 *
 * Owns:    `*out_session` is the caller's on COMMDN_OK, free it with commdn_session_free(); NULL
 *          otherwise. `options` is copied.
 * Threads: any, at the same time as other readers of `options`. Starts a thread of its own.
 * Blocks:  up to the option connect_timeout_ms for each address, which are tried once; not with the
 *          option connect_in_background.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_UNSUPPORTED, COMMDN_ERR_CONNECT, COMMDN_ERR_TLS,
 *          COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL,
 *          COMMDN_ERR_DISCONNECTED.
 * Since:   0.1
 */
commdn_status commdn_session_open(const char *address,
                                  const commdn_session_options *options,
                                  commdn_session **out_session,
                                  commdn_error **out_error);

/**
 * Free a session; it is closed first, if it is not.
 *
 * Owns:    takes `session`; NULL is harmless. What came from it (pending requests, answers,
 *          notices) stays yours.
 * Threads: any, when nobody else uses `session`, but for its notice callback: a call of that is
 *          waited for, and may use it
 *          meanwhile. Also in a forked process, where nothing is closed.
 * Blocks:  up to the option close_timeout_ms; a callback that takes longer must not use `session`
 *          any more.
 * Errors:  none
 * Since:   0.1
 */
void commdn_session_free(commdn_session *session);

/**
 * Close a session: open requests end with COMMDN_ERR_CLOSED, every waiter wakes. Closing twice is
 * harmless.
 *
 * Owns:    nothing; the session must still be freed.
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  up to `timeout_ms` milliseconds for what is being sent; 0 = do not wait,
 *          COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED; COMMDN_ERR_TIMEOUT if a thread is still
 *          busy, say in a callback: the session is closed all the same.
 * Since:   0.1
 */
commdn_status commdn_session_close(const commdn_session *session,
                                   int32_t timeout_ms,
                                   commdn_error **out_error);

/**
 * Whether the session is of no more use: closed, or its connection lost; true for NULL.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
bool commdn_session_is_over(const commdn_session *session);

/**
 * Send a request and wait for its answer.
 *
 * Owns:    `*out_answer` is the caller's on COMMDN_OK, free it with commdn_answer_free(); NULL
 *          otherwise. `request` stays yours.
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  up to `timeout_ms` milliseconds, when the request is given up; COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT.
 * Errors:  nothing was sent: COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST,
 *          COMMDN_ERR_OVERLOADED, COMMDN_ERR_FORKED; otherwise COMMDN_ERR_OCS_REFUSED,
 *          COMMDN_ERR_TSERVER_REFUSED (see commdn_error_server_code()), COMMDN_ERR_NO_ANSWER,
 *          COMMDN_ERR_DISCONNECTED, COMMDN_ERR_OUTCOME_UNKNOWN, COMMDN_ERR_CLOSED.
 * Since:   0.1
 */
commdn_status commdn_session_call(const commdn_session *session,
                                  const commdn_request *request,
                                  int32_t timeout_ms,
                                  commdn_answer **out_answer,
                                  commdn_error **out_error);

/**
 * Send a request; its outcome can be waited for. `timeout_ms` is until the request is given up.
 *
 * Owns:    `*out_pending` is the caller's on COMMDN_OK, free it with commdn_pending_free(); NULL
 *          otherwise. `request` stays yours.
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  a millisecond at most, when the peer is slow to take what is sent.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OVERLOADED,
 *          COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED: nothing was sent.
 * Since:   0.1
 */
commdn_status commdn_session_submit(const commdn_session *session,
                                    const commdn_request *request,
                                    int32_t timeout_ms,
                                    commdn_pending **out_pending,
                                    commdn_error **out_error);

/**
 * The next notice. Notices that came before the session ended are still handed out.
 *
 * Owns:    `*out_notice` is the caller's on COMMDN_OK, free it with commdn_notice_free(); NULL
 *          otherwise.
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_TIMEOUT if none came; COMMDN_ERR_INVALID_ARGUMENT, also if the session has a
 *          notice callback, which gets them all; COMMDN_ERR_FORKED; COMMDN_ERR_CLOSED or why the
 *          connection was lost, once no notice is left.
 * Since:   0.1
 */
commdn_status commdn_session_next_notice(const commdn_session *session,
                                         int32_t timeout_ms,
                                         commdn_notice **out_notice,
                                         commdn_error **out_error);

/**
 * A file descriptor for poll() and the like: readable when a notice may wait, or the session has
 * ended.
 *
 * Then call commdn_session_next_notice() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
 *
 * Owns:    the descriptor is the session's and ends with it; never read or close it.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INTERNAL if the system gives no descriptor.
 * Since:   0.1
 */
commdn_status commdn_session_notice_fd(const commdn_session *session,
                                       int32_t *out_fd,
                                       commdn_error **out_error);

/**
 * The session's counters, all at one moment.
 *
 * Owns:    `*out_stats` is the caller's on COMMDN_OK, free it with commdn_stats_free(); NULL
 *          otherwise.
 * Threads: any, at the same time as other calls on `session`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_FORKED.
 * Since:   0.1
 */
commdn_status commdn_session_stats(const commdn_session *session,
                                   commdn_stats **out_stats,
                                   commdn_error **out_error);

/**
 * Start a simulated contact centre: with the TOML configuration in the file `path`, or the demo's
 * for NULL.
 *
 * The demo's: DN 8001, OCS 101, applications 20 and 21 in its connections, campaigns 1 and 2, group
 * 10.
 *
 * Owns:    `*out_simulator` is the caller's on COMMDN_OK, free it with commdn_simulator_free();
 *          NULL otherwise.
 * Threads: any. Starts threads of its own.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells file, line and key;
 *          COMMDN_ERR_UNSUPPORTED.
 * Since:   0.1
 */
commdn_status commdn_simulator_start(const char *path,
                                     commdn_simulator **out_simulator,
                                     commdn_error **out_error);

/**
 * The same with a TOML configuration as text.
 *
 * Owns:    `*out_simulator` is the caller's on COMMDN_OK, free it with commdn_simulator_free();
 *          NULL otherwise.
 * Threads: any. Starts threads of its own.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message tells line and key; COMMDN_ERR_UNSUPPORTED.
 * Since:   0.1
 */
commdn_status commdn_simulator_start_toml(const char *toml,
                                          commdn_simulator **out_simulator,
                                          commdn_error **out_error);

/**
 * Stop and free a simulator; sessions with it lose their connection.
 *
 * Owns:    takes `simulator`; NULL is harmless.
 * Threads: any, when nobody else uses `simulator`.
 * Blocks:  until its threads have ended, which they do at once.
 * Errors:  none
 * Since:   0.1
 */
void commdn_simulator_free(commdn_simulator *simulator);

/**
 * Open a session with the simulator, as commdn_session_open() does with an address.
 *
 * Owns:    `*out_session` is the caller's on COMMDN_OK, free it with commdn_session_free(); NULL
 *          otherwise. `options` is copied.
 * Threads: any, at the same time as other calls on `simulator`.
 * Blocks:  up to the option connect_timeout_ms.
 * Errors:  as commdn_session_open().
 * Since:   0.1
 */
commdn_status commdn_simulator_open_session(const commdn_simulator *simulator,
                                            const commdn_session_options *options,
                                            commdn_session **out_session,
                                            commdn_error **out_error);

/**
 * Let clients of the network connect, at "host:port" with port 0 for any; `*out_port` tells which.
 *
 * "tls://host:port" listens with TLS, as the table [tls] of the configuration says.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other calls on `simulator`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_CONNECT if it cannot listen there.
 * Since:   0.1
 */
commdn_status commdn_simulator_listen(const commdn_simulator *simulator,
                                      const char *address,
                                      int32_t *out_port,
                                      commdn_error **out_error);

/**
 * Do one command of the simulator's control interface, as JSON: look inside, let time pass, make
 * things go wrong.
 *
 * For example {"command": "snapshot"} or {"command": "cut"}; the simulator's guide has them all.
 *
 * Owns:    `*out_reply`, JSON that ends with NUL, is the caller's on COMMDN_OK, free it with
 *          commdn_string_free(); NULL otherwise.
 * Threads: any, at the same time as other calls on `simulator`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT if it is no command, or cannot be done.
 * Since:   0.1
 */
commdn_status commdn_simulator_command(const commdn_simulator *simulator,
                                       const char *command,
                                       char **out_reply,
                                       commdn_error **out_error);

/**
 * Stop a simulator without freeing it: sessions with it lose their connection.
 *
 * Owns:    nothing; the simulator must still be freed.
 * Threads: any, at the same time as other calls on `simulator`.
 * Blocks:  until its threads have ended, which they do at once.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT.
 * Since:   0.1
 */
commdn_status commdn_simulator_stop(const commdn_simulator *simulator);

/**
 * Free the counters.
 *
 * Owns:    takes `stats`; NULL is harmless.
 * Threads: any, when nobody else uses `stats`.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
void commdn_stats_free(commdn_stats *stats);

/**
 * One counter: `counter` is one of the COMMDN_COUNTER numbers.
 *
 * Owns:    nothing
 * Threads: any, at the same time as other readers of `stats`.
 * Blocks:  none
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if there is no such counter.
 * Since:   0.1
 */
commdn_status commdn_stats_value(const commdn_stats *stats,
                                 int32_t counter,
                                 uint64_t *out_value);

/**
 * The name of a counter, for example "late_answers"; NULL from the first number on that is none.
 *
 * Owns:    the result is the library's, never free it.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_counter_name(int32_t counter);

/**
 * The name of a status, for example "COMMDN_ERR_TIMEOUT"; "COMMDN_ERR_UNKNOWN" for other numbers.
 *
 * Owns:    the result is the library's, never free it.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_status_name(commdn_status status);

/**
 * The version of the library, for example "0.1.0".
 *
 * Owns:    the result is the library's, never free it.
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
const char *commdn_version(void);

/**
 * The number of the library's ABI.
 *
 * Owns:    nothing
 * Threads: any.
 * Blocks:  none
 * Errors:  none
 * Since:   0.1
 */
uint32_t commdn_abi_version(void);

/**
 * Whether a program that was built with ABI `header_abi` may use this library: pass COMMDN_ABI.
 *
 * Owns:    as everywhere, `*out_error` is the caller's if it is set.
 * Threads: any.
 * Blocks:  none
 * Errors:  COMMDN_ERR_ABI.
 * Since:   0.1
 */
commdn_status commdn_check_abi(uint32_t header_abi,
                               commdn_error **out_error);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* COMMDN_H */
