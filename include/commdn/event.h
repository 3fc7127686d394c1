/*
 * Messages of OCS: what answers and notices consist of. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_EVENT_H
#define COMMDN_EVENT_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The event in a user data list that came another way than over a session.
 *
 * Owns:    `dialect` may be NULL.
 * Errors:  COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType: then it is no message of this API.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_new(
    const commdn_kvlist *user_data, const commdn_dialect *dialect, commdn_event **out_event,
    commdn_error **out_error);

/** A copy. */
COMMDN_API commdn_status COMMDN_CALL commdn_event_dup(
    const commdn_event *event, commdn_event **out_event);

/**
 * Free it; what its getters returned ends with it.
 *
 * Owns:    Never free what is const: it is another object's.
 */
COMMDN_API void COMMDN_CALL commdn_event_free(commdn_event *event);

/** What the event tells: one of the COMMDN_MESSAGE_TYPE numbers, or another; -1 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_event_message_type(const commdn_event *event);

/**
 * Whether it is a refusal: CM_EvError, or any message with an error number other than 0; false for
 * NULL.
 */
COMMDN_API bool COMMDN_CALL commdn_event_is_refusal(const commdn_event *event);

/** The user data as it came, with the pairs that the API does not know; NULL for NULL. */
COMMDN_API const commdn_kvlist * COMMDN_CALL commdn_event_user_data(const commdn_event *event);

/**
 * Error number; 0 is none. One of the COMMDN_CM_ERROR numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_error(
    const commdn_event *event, int32_t *out_error_number);

/**
 * Correlation id, seen in OCS logs (not in the chapter).
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_reference_id(
    const commdn_event *event, int32_t *out_reference_id);

/**
 * DBID of the sending application.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_origin(
    const commdn_event *event, int32_t *out_origin);

/**
 * DBID of the receiving application; 0 is every OCS on the DN.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_target(
    const commdn_event *event, int32_t *out_target);

/**
 * DBID of the campaign; 0 addresses a sequence.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_campaign(
    const commdn_event *event, int32_t *out_campaign);

/**
 * DBID of the group.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_group(
    const commdn_event *event, int32_t *out_group);

/**
 * Dialling mode of a campaign group. One of the COMMDN_DIAL_MODE numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_dial_mode(
    const commdn_event *event, int32_t *out_dial_mode);

/**
 * Optimisation method. One of the COMMDN_OPTIMIZE_BY numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_optimize_by(
    const commdn_event *event, int32_t *out_optimize_by);

/**
 * Optimisation goal: percent, or seconds.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_optimize_goal(
    const commdn_event *event, int32_t *out_optimize_goal);

/**
 * Status of a campaign group. One of the COMMDN_GROUP_STATUS numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_status(
    const commdn_event *event, int32_t *out_status);

/**
 * Whether OCS stops and unloads the group when it runs out of records.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_auto_completion(
    const commdn_event *event, bool *out_auto_completion);

/**
 * Description of the error.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_error_message(
    const commdn_event *event, const char **out_error_message);

/**
 * Campaign sequence; in answers each item has a status.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_schedule(
    const commdn_event *event, const commdn_schedule **out_schedule);

/**
 * Phone number of the record.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_phone(
    const commdn_event *event, const char **out_phone);

/**
 * Campaign name of the record; in cancellations only.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_campaign_name(
    const commdn_event *event, const char **out_campaign_name);

/**
 * Customer id of the record.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_customer_id(
    const commdn_event *event, const char **out_customer_id);

/**
 * Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly".
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_chain(
    const commdn_event *event, const char **out_chain);

/**
 * Message of OCS about a cancellation, for example that records are on a desktop.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the event has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_message(
    const commdn_event *event, const char **out_message);

/**
 * Dialling priority of general records, and how many are taken at a time.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_priority_general(
    const commdn_event *event, int32_t *out_priority, int32_t *out_n_records);

/**
 * Dialling priority of rescheduled records, and how many are taken at a time.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_priority_campaign_rescheduled(
    const commdn_event *event, int32_t *out_priority, int32_t *out_n_records);

/**
 * Dialling priority of records to be called back, and how many are taken at a time.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND unless the event has both.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_event_priority_campaign_call_back(
    const commdn_event *event, int32_t *out_priority, int32_t *out_n_records);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_EVENT_H */
