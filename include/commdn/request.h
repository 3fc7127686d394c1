/*
 * Requests: made, filled, checked. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_REQUEST_H
#define COMMDN_REQUEST_H

#include "base.h"

/** Take all answers that come until the deadline. */
#define COMMDN_ANSWERS_ALL (-1)

#ifdef __cplusplus
extern "C" {
#endif

/** A request of any number, without attributes; the named constructors are the usual way. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_new(
    int32_t message_type, commdn_request **out_request);

/**
 * A campaign request that is addressed to a sequence: `message_type` is one of the
 * COMMDN_MESSAGE_TYPE_REQ numbers.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_of_sequence(
    int32_t message_type, const commdn_schedule *schedule, int32_t group,
    commdn_request **out_request);

/**
 * Check the request as sending it does.
 *
 * `origin` is the DBID of the application that asks, `target` of the OCS that is asked where the
 * request itself names none.
 *
 * Owns:    `dialect` may be NULL.
 * Errors:  COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_request_validate(
    const commdn_request *request, int32_t origin, int32_t target, const commdn_dialect *dialect,
    commdn_error **out_error);

/**
 * The request's user data as a list, for those who send it themselves; pack it with
 * commdn_kvlist_pack().
 *
 * `reference_id` is sent along unless it is 0. The other arguments are those of
 * commdn_request_validate().
 *
 * Owns:    `dialect` may be NULL.
 * Errors:  COMMDN_ERR_INVALID_REQUEST, see commdn_error_attribute().
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_user_data(
    const commdn_request *request, int32_t origin, int32_t target, int32_t reference_id,
    const commdn_dialect *dialect, commdn_kvlist **out_user_data, commdn_error **out_error);

/**
 * The request in a user data list: what a server or a log tool does.
 *
 * Owns:    `dialect` may be NULL.
 * Errors:  COMMDN_ERR_NOT_FOUND if it has no GSW_CM_MessageType.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_read(
    const commdn_kvlist *user_data, const commdn_dialect *dialect, commdn_request **out_request,
    commdn_error **out_error);

/** A copy. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_dup(
    const commdn_request *request, commdn_request **out_request);

/** Free a request; one that was sent goes on. */
COMMDN_API void COMMDN_CALL commdn_request_free(commdn_request *request);

/** What is asked: one of the COMMDN_MESSAGE_TYPE_REQ numbers, or another; -1 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_request_message_type(const commdn_request *request);

/** Load a campaign; its dialling settings are mandatory (CM_ReqLoadCampaign). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_load_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);

/** Unload a campaign (CM_ReqUnloadCampaign). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_unload_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);

/** Ask for a campaign's status (CM_ReqGetCampaignStatus). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_campaign_status(
    int32_t campaign, int32_t group, commdn_request **out_request);

/**
 * Change the dialling settings of a campaign (CM_ReqSetDialingMode).
 *
 * Settings that are not given stay as they are. A mode may be given alone, a method only with its
 * goal.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_dialing_mode(
    int32_t campaign, int32_t group, commdn_request **out_request);

/**
 * Start dialling (CM_ReqStartDialing).
 *
 * Settings that are not given stay as loaded. A mode may be given alone, a method only with its
 * goal.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_start_dialing(
    int32_t campaign, int32_t group, commdn_request **out_request);

/** Stop dialling (CM_ReqStopDialing). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_stop_dialing(
    int32_t campaign, int32_t group, commdn_request **out_request);

/** Put a phone number, a customer, or both on the do-not-call list (CM_ReqDoNotCall). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_do_not_call(commdn_request **out_request);

/** Cancel the records of a phone number, in one campaign or in all (CM_ReqCancelRecord). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_cancel_record(commdn_request **out_request);

/** Unload a campaign without waiting for outstanding records (CM_ReqForceUnloadCampaign). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_force_unload_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);

/** End a campaign as if it had run out of records (CM_ReqCompleteCampaign). */
COMMDN_API commdn_status COMMDN_CALL commdn_request_complete_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);

/** DBID of the receiving application; 0 is every OCS on the DN. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_target(
    commdn_request *request, int32_t target, commdn_error **out_error);

/** DBID of the campaign; 0 addresses a sequence. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_campaign(
    commdn_request *request, int32_t campaign, commdn_error **out_error);

/** DBID of the group. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_group(
    commdn_request *request, int32_t group, commdn_error **out_error);

/** Dialling mode of a campaign group. A COMMDN_DIAL_MODE number. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_dial_mode(
    commdn_request *request, int32_t dial_mode, commdn_error **out_error);

/** Optimisation method. A COMMDN_OPTIMIZE_BY number. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_optimize_by(
    commdn_request *request, int32_t optimize_by, commdn_error **out_error);

/** Optimisation goal: percent, or seconds. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_optimize_goal(
    commdn_request *request, int32_t optimize_goal, commdn_error **out_error);

/** Whether OCS stops and unloads the group when it runs out of records. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_auto_completion(
    commdn_request *request, bool auto_completion, commdn_error **out_error);

/** Campaign sequence; in answers each item has a status. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_schedule(
    commdn_request *request, const commdn_schedule *schedule, commdn_error **out_error);

/** Phone number of the record. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_phone(
    commdn_request *request, const char *phone, commdn_error **out_error);

/** Campaign name of the record; in cancellations only. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_campaign_name(
    commdn_request *request, const char *campaign_name, commdn_error **out_error);

/** Customer id of the record. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_customer_id(
    commdn_request *request, const char *customer_id, commdn_error **out_error);

/** Scope within a chain of records: "AllChain" (the default of OCS) or "RecordOnly". */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_chain(
    commdn_request *request, const char *chain, commdn_error **out_error);

/** Dialling priority of general records, and how many are taken at a time. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_priority_general(
    commdn_request *request, int32_t priority, int32_t n_records, commdn_error **out_error);

/** Dialling priority of rescheduled records, and how many are taken at a time. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_priority_campaign_rescheduled(
    commdn_request *request, int32_t priority, int32_t n_records, commdn_error **out_error);

/** Dialling priority of records to be called back, and how many are taken at a time. */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_priority_campaign_call_back(
    commdn_request *request, int32_t priority, int32_t n_records, commdn_error **out_error);

/**
 * How it dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or
 * seconds.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_dialing(
    commdn_request *request, int32_t dial_mode, int32_t optimize_by, int32_t optimize_goal,
    commdn_error **out_error);

/**
 * Further pairs of user data, sent after the API's own; they replace those of an earlier call.
 *
 * Errors:  The API's own keys are refused when the request is checked.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_extra(
    commdn_request *request, const commdn_kvlist *pairs, commdn_error **out_error);

/**
 * How many OCS must answer before a request to every OCS is complete. Default 1.
 *
 * COMMDN_ANSWERS_ALL waits until the deadline and takes all that come. Without effect on a request
 * to one OCS.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_wanted_answers(
    commdn_request *request, int32_t wanted_answers, commdn_error **out_error);

/**
 * Send it again on the next connection when the one that it is on is lost, if OCS may safely see it
 * twice. Default true.
 *
 * Do-not-call, cancel and status requests are safe; others end with COMMDN_ERR_OUTCOME_UNKNOWN in
 * any case. With false a safe one ends with COMMDN_ERR_DISCONNECTED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_repeat(
    commdn_request *request, bool repeat, commdn_error **out_error);

/**
 * A text to be sent as phone number unharmed, 64 bytes at most: internal numbers, service codes.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_phone_as_is(
    commdn_request *request, const char *text, commdn_error **out_error);

/**
 * The digits of a telephone number, behind a + if it is written with one; what
 * commdn_request_set_phone() sends.
 *
 * The digits are digits of `text`, in order. What is not certainly one number is refused, never
 * guessed.
 *
 * Owns:    `text` is UTF-8.
 * Errors:  COMMDN_ERR_INVALID_REQUEST, whose message quotes the text and tells the reason.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_phone_normalize(
    const char *text, char **out_number, commdn_error **out_error);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_REQUEST_H */
