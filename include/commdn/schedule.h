/*
 * Campaign sequences. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_SCHEDULE_H
#define COMMDN_SCHEDULE_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the sequence is for. */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_description(
    commdn_schedule *schedule, const char *description, commdn_error **out_error);

/** When the sequence starts, seconds since 1970 (UTC). */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_start_time(
    commdn_schedule *schedule, int32_t seconds, commdn_error **out_error);

/** Append an item that dials `campaign`; `out_index`, which may be NULL, takes its index. */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_add_item(
    commdn_schedule *schedule, int32_t campaign, size_t *out_index, commdn_error **out_error);

/**
 * How an item dials: COMMDN_DIAL_MODE and COMMDN_OPTIMIZE_BY numbers, and the goal in percent or
 * seconds.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_dialing(
    commdn_schedule *schedule, size_t index, int32_t dial_mode, int32_t optimize_by,
    int32_t optimize_goal, commdn_error **out_error);

/** A sequence without items. */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_new(commdn_schedule **out_schedule);

/** A copy. */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_dup(
    const commdn_schedule *schedule, commdn_schedule **out_schedule);

/** Free it; what its getters returned ends with it. */
COMMDN_API void COMMDN_CALL commdn_schedule_free(commdn_schedule *schedule);

/** The description; NULL if there is none. */
COMMDN_API const char * COMMDN_CALL commdn_schedule_description(const commdn_schedule *schedule);

/** How many items there are; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_schedule_item_count(const commdn_schedule *schedule);

/**
 * When the sequence starts, seconds since 1970 (UTC).
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the schedule has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_start_time(
    const commdn_schedule *schedule, int32_t *out_seconds);

/**
 * The number of items that the sender announced (nItems), whatever came.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if the schedule has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_announced_items(
    const commdn_schedule *schedule, int32_t *out_items);

/**
 * Time at which the item stops, in seconds since 1970 (UTC).
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_stop_at_time(
    commdn_schedule *schedule, size_t index, int32_t seconds, commdn_error **out_error);

/**
 * Number of contacts (transferred calls) after which the item stops.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_stop_at_contacts(
    commdn_schedule *schedule, size_t index, int32_t contacts, commdn_error **out_error);

/**
 * Number of dial attempts after which the item stops.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_stop_at_dials(
    commdn_schedule *schedule, size_t index, int32_t dials, commdn_error **out_error);

/**
 * Wait before the item starts, in minutes.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_sleep_before_next_start(
    commdn_schedule *schedule, size_t index, int32_t minutes, commdn_error **out_error);

/**
 * Time at which the item stops, in seconds since 1970 (UTC).
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_stop_at_time(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Number of contacts (transferred calls) after which the item stops.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_stop_at_contacts(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Number of dial attempts after which the item stops.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_stop_at_dials(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Wait before the item starts, in minutes.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_sleep_before_next_start(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * DBID of the item's campaign.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_campaign(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Dialling mode of the item. One of the COMMDN_DIAL_MODE numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_dial_mode(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Optimisation method of the item. One of the COMMDN_OPTIMIZE_BY numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_optimize_by(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Optimisation goal of the item: percent, or seconds.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_optimize_goal(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

/**
 * Status of the item, in answers. One of the COMMDN_GROUP_STATUS numbers, or another.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such item, or the item has none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_status(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_SCHEDULE_H */
