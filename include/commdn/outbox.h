/*
 * The outbox: requests in a file until they have an outcome. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_OUTBOX_H
#define COMMDN_OUTBOX_H

#include "base.h"

/** How an entry of an outbox ended. */
typedef enum commdn_outcome_kind {
    /** OCS has acknowledged it. */
    COMMDN_OUTCOME_ACKNOWLEDGED = 0,
    /** OCS, T-Server or the rules of the API refused it. */
    COMMDN_OUTCOME_REFUSED = 1,
    /**
     * It was sent, and whether OCS acted on it is not known; the error's message names the query
     * that settles it.
     */
    COMMDN_OUTCOME_UNKNOWN = 2,
    /** All attempts failed; a dead letter. */
    COMMDN_OUTCOME_GAVE_UP = 3,
    /** It grew too old; a dead letter. */
    COMMDN_OUTCOME_EXPIRED = 4,
    /**
     * It was cancelled before it was sent, or between two attempts: OCS may then have acted on an
     * earlier one.
     */
    COMMDN_OUTCOME_CANCELLED = 5
} commdn_outcome_kind;

#define COMMDN_OUTCOME_ACKNOWLEDGED 0
#define COMMDN_OUTCOME_REFUSED 1
#define COMMDN_OUTCOME_UNKNOWN 2
#define COMMDN_OUTCOME_GAVE_UP 3
#define COMMDN_OUTCOME_EXPIRED 4
#define COMMDN_OUTCOME_CANCELLED 5

/** Where an entry of an outbox stands. */
typedef enum commdn_entry_state {
    /** It is sent when its time comes. */
    COMMDN_ENTRY_WAITING = 0,
    /** An earlier request of the same customer is unfinished. */
    COMMDN_ENTRY_BLOCKED = 1,
    /** A process has taken it to send it. */
    COMMDN_ENTRY_CLAIMED = 2,
    /** It has its outcome. */
    COMMDN_ENTRY_DONE = 3,
    /** It was given up or has expired, and may be retried. */
    COMMDN_ENTRY_DEAD = 4
} commdn_entry_state;

#define COMMDN_ENTRY_WAITING 0
#define COMMDN_ENTRY_BLOCKED 1
#define COMMDN_ENTRY_CLAIMED 2
#define COMMDN_ENTRY_DONE 3
#define COMMDN_ENTRY_DEAD 4

/** Which entries of an outbox. */
typedef enum commdn_outbox_filter {
    /** All entries. */
    COMMDN_OUTBOX_FILTER_ALL = 0,
    /** Entries without an outcome. */
    COMMDN_OUTBOX_FILTER_UNFINISHED = 1,
    /** Entries given up or expired, and not retried. */
    COMMDN_OUTBOX_FILTER_DEAD = 2,
    /** This and a COMMDN_OUTCOME number: entries with that outcome. */
    COMMDN_OUTBOX_FILTER_ENDED = 100
} commdn_outbox_filter;

#define COMMDN_OUTBOX_FILTER_ALL 0
#define COMMDN_OUTBOX_FILTER_UNFINISHED 1
#define COMMDN_OUTBOX_FILTER_DEAD 2
#define COMMDN_OUTBOX_FILTER_ENDED 100

/** The counts of an outbox. */
typedef enum commdn_outbox_counter {
    /** Entries without an outcome. */
    COMMDN_OUTBOX_UNFINISHED = 0,
    /** Bytes of their requests. */
    COMMDN_OUTBOX_UNFINISHED_BYTES = 1,
    /** Entries that a process is sending. */
    COMMDN_OUTBOX_CLAIMED = 2,
    /** Dead letters that were not retried. */
    COMMDN_OUTBOX_DEAD = 3,
    /** This and a COMMDN_OUTCOME number: entries that ended like that, over the file's life. */
    COMMDN_OUTBOX_ENDED = 100
} commdn_outbox_counter;

#define COMMDN_OUTBOX_UNFINISHED 0
#define COMMDN_OUTBOX_UNFINISHED_BYTES 1
#define COMMDN_OUTBOX_CLAIMED 2
#define COMMDN_OUTBOX_DEAD 3
#define COMMDN_OUTBOX_ENDED 100

#ifdef __cplusplus
extern "C" {
#endif

/** The name of a COMMDN_OUTCOME number, for example "refused"; NULL for a number without one. */
COMMDN_API const char * COMMDN_CALL commdn_outcome_name(int32_t kind);

/** The name of a COMMDN_ENTRY number, for example "blocked"; NULL for a number without one. */
COMMDN_API const char * COMMDN_CALL commdn_entry_name(int32_t state);

/**
 * The pause after a failed attempt: `first_ms`, then twice as long each time, up to `max_ms`, the
 * last half of it by chance. Default 1 second to 5 minutes.
 *
 * Both are above 0, and the first is not longer than the longest. No pause is shorter than 100 ms,
 * whatever they are.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_backoff_ms(
    commdn_outbox_options *options, int32_t first_ms, int32_t max_ms, commdn_error **out_error);

/**
 * Another refusal of OCS, a COMMDN_CM_ERROR_ number or one that has no name, after which the same
 * request may do better later: its entry is repeated as if nobody had answered. Default none: a
 * refusal is final.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_add_retryable_refusal(
    commdn_outbox_options *options, int32_t cm_error, commdn_error **out_error);

/** Send it whatever other requests of the same customer wait. Default false. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_unordered(
    commdn_outbox_submit_options *options, bool unordered, commdn_error **out_error);

/** Options with their defaults. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_new(
    commdn_outbox_options **out_outbox_options);

/** Free options; outboxes that were opened with them keep their copy. */
COMMDN_API void COMMDN_CALL commdn_outbox_options_free(commdn_outbox_options *options);

/** Options with their defaults. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_new(
    commdn_outbox_submit_options **out_outbox_submit_options);

/** Free options. */
COMMDN_API void COMMDN_CALL commdn_outbox_submit_options_free(
    commdn_outbox_submit_options *options);

/** Maximum number of entries without an outcome. Default 1,000,000. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_entries(
    commdn_outbox_options *options, uint64_t max_entries, commdn_error **out_error);

/** Maximum number of bytes of requests without an outcome. Default 1 GiB. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_bytes(
    commdn_outbox_options *options, uint64_t max_bytes, commdn_error **out_error);

/**
 * Time that a call waits for another process to release the file, at most 24 days. Default 10 s.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_busy_timeout_ms(
    commdn_outbox_options *options, int32_t busy_timeout_ms, commdn_error **out_error);

/**
 * Time that closing an attached outbox waits for requests in flight, at most 24 days. Default 2 s.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_close_timeout_ms(
    commdn_outbox_options *options, int32_t close_timeout_ms, commdn_error **out_error);

/** Interval of checking the file for changes by other processes, at least 1 ms. Default 100 ms. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_poll_interval_ms(
    commdn_outbox_options *options, int32_t poll_interval_ms, commdn_error **out_error);

/** Time limit for the answer to one attempt. Default: the session's. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_request_timeout_ms(
    commdn_outbox_options *options, int32_t request_timeout_ms, commdn_error **out_error);

/** Maximum number of requests in flight, 1 or more. Default 256. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_window(
    commdn_outbox_options *options, uint32_t window, commdn_error **out_error);

/**
 * Attempts after which an entry is given up, 1 or more; a submit may set another number. Default
 * 100.
 *
 * With the default backoff, 100 attempts take eight hours without an answer. Time without a
 * connection does not count.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_attempts(
    commdn_outbox_options *options, uint32_t max_attempts, commdn_error **out_error);

/** Age at which an entry is given up; a submit may set another. Default 7 days. -1 is never. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_age_ms(
    commdn_outbox_options *options, int64_t max_age_ms, commdn_error **out_error);

/**
 * Time without a sign of life after which another process takes over a sender's entries, 30 ms or
 * more. Default 15 s.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_lease_ms(
    commdn_outbox_options *options, int32_t lease_ms, commdn_error **out_error);

/** Keep the events that acknowledge requests; refusals are always kept. Default true. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_keep_answers(
    commdn_outbox_options *options, bool keep_answers, commdn_error **out_error);

/**
 * Dialect for checking requests when they are submitted; it is copied. Default: the default
 * dialect.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_dialect(
    commdn_outbox_options *options, const commdn_dialect *dialect, commdn_error **out_error);

/**
 * Idempotency key: a second submit with the same key returns the number of the first. Default:
 * none.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_key(
    commdn_outbox_submit_options *options, const char *key, commdn_error **out_error);

/**
 * Requests with the same order key are sent one at a time, in order. Default: the request's
 * customer id, else its phone; for requests without either its campaign and group.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_order_key(
    commdn_outbox_submit_options *options, const char *order_key, commdn_error **out_error);

/** Age at which it is given up. Default: the outbox's option. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_max_age_ms(
    commdn_outbox_submit_options *options, int64_t max_age_ms, commdn_error **out_error);

/** Attempts after which it is given up, 1 or more. Default: the outbox's option. */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_max_attempts(
    commdn_outbox_submit_options *options, uint32_t max_attempts, commdn_error **out_error);

/**
 * Open the outbox in a file, making it, readable for its owner only, if there is none.
 *
 * A forked process opens its own: what it has inherited is closed then. Fork while no other thread
 * uses an outbox.
 *
 * Owns:    `options` is copied and may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_STORAGE if it cannot be opened, is no outbox or a newer program's;
 *          COMMDN_ERR_FORKED if another thread was using an outbox when this process was forked;
 *          COMMDN_ERR_UNSUPPORTED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_open(
    const char *path, const commdn_outbox_options *options, commdn_outbox **out_outbox,
    commdn_error **out_error);

/**
 * Send what is in the outbox over a session, on a thread of its own, until the session is over or
 * commdn_outbox_detach().
 *
 * Owns:    the connection of `session` stays open until the outbox lets go of it, even if `session`
 *          is freed first.
 * Blocks:  none, unless the session attached before is over: for the last write of what it has
 *          told, up to the outbox's busy_timeout
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if a session is attached that is not over;
 *          COMMDN_ERR_CLOSED if this one is over; COMMDN_ERR_TIMEOUT; COMMDN_ERR_FORKED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_attach(
    const commdn_outbox *outbox, const commdn_session *session, commdn_error **out_error);

/**
 * Stop sending. What is not answered in time is repeated by the next sender, or, if it may not be
 * repeated, ends as unknown. Detaching twice is harmless.
 *
 * Blocks:  up to `timeout_ms` milliseconds for requests under way; 0 = do not wait,
 *          COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT (2 seconds).
 * Errors:  COMMDN_ERR_TIMEOUT if the file is locked for longer; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_detach(
    const commdn_outbox *outbox, int32_t timeout_ms, commdn_error **out_error);

/**
 * Why the attached sender cannot use the file: COMMDN_OK if it can, or if no session is attached.
 *
 * A sender retries by itself; entries wait meanwhile.
 *
 * Errors:  COMMDN_ERR_STORAGE, whose message names the file.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_trouble(
    const commdn_outbox *outbox, commdn_error **out_error);

/**
 * Put a request in; when this returns COMMDN_OK it is on the disk, and `*out_id` its number.
 *
 * Owns:    `options` and `out_id` may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OUTBOX_FULL,
 *          COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED: nothing was put in.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_submit(
    const commdn_outbox *outbox, const commdn_request *request,
    const commdn_outbox_submit_options *options, uint64_t *out_id, commdn_error **out_error);

/**
 * Put requests in, all of them or none; when this returns COMMDN_OK they are on the disk: many
 * share the cost of one.
 *
 * Owns:    `requests` and what it points to stay yours. `options` may be NULL; otherwise it points
 *          to as many options, each of which may be NULL. `out_ids` may be NULL; otherwise it has
 *          room for as many numbers, which are 0 unless COMMDN_OK.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST (its text tells the place of the
 *          request, counted from 0), COMMDN_ERR_OUTBOX_FULL, COMMDN_ERR_STORAGE, COMMDN_ERR_FORKED:
 *          nothing was put in.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_submit_many(
    const commdn_outbox *outbox, const commdn_request *const *requests,
    const commdn_outbox_submit_options *const *options, size_t requests_n, uint64_t *out_ids,
    commdn_error **out_error);

/**
 * The outcome of an entry, whichever process records it. COMMDN_OK says that there is one, not that
 * it is good.
 *
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT (10 seconds).
 * Errors:  COMMDN_ERR_TIMEOUT if it has none in time; COMMDN_ERR_INVALID_ARGUMENT, also if there is
 *          no such entry; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_wait(
    const commdn_outbox *outbox, uint64_t id, int32_t timeout_ms,
    commdn_outbox_outcome **out_outcome, commdn_error **out_error);

/**
 * Wait until no entry is without an outcome.
 *
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT (10 seconds).
 * Errors:  COMMDN_ERR_TIMEOUT; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_wait_until_empty(
    const commdn_outbox *outbox, int32_t timeout_ms, commdn_error **out_error);

/**
 * The outcome that was recorded next after the one with that cursor; 0 for the first.
 *
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_next_outcome(
    const commdn_outbox *outbox, uint64_t cursor, commdn_outbox_outcome **out_outcome,
    commdn_error **out_error);

/**
 * The next entry after number `after` of those that a COMMDN_OUTBOX_FILTER number means; 0 for the
 * first.
 *
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND at the end; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_next_entry(
    const commdn_outbox *outbox, int32_t filter, uint64_t after, commdn_outbox_entry **out_entry,
    commdn_error **out_error);

/**
 * The number of the entry that was submitted under `key`; after a retry of the one that repeats it.
 *
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_find(
    const commdn_outbox *outbox, const char *key, uint64_t *out_id, commdn_error **out_error);

/**
 * Submit again what ended without an acknowledgement, as a new entry under the same key; the old
 * one keeps its outcome.
 *
 * Owns:    `out_new_id` may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_retry(
    const commdn_outbox *outbox, uint64_t id, uint64_t *out_new_id, commdn_error **out_error);

/**
 * Submit all dead letters again; `*out_count` tells how many.
 *
 * Owns:    `out_count` may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_retry_dead(
    const commdn_outbox *outbox, uint64_t *out_count, commdn_error **out_error);

/**
 * End an entry that nobody is sending, as cancelled.
 *
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if it is being sent or has its outcome;
 *          COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_cancel(
    const commdn_outbox *outbox, uint64_t id, commdn_error **out_error);

/**
 * Forget entries that ended more than `age_ms` milliseconds ago, with their keys; dead letters that
 * were not retried only if `dead` is true.
 *
 * Owns:    `out_count` may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_purge(
    const commdn_outbox *outbox, uint64_t age_ms, bool dead, uint64_t *out_count,
    commdn_error **out_error);

/**
 * Write the entries that a COMMDN_OUTBOX_FILTER number means to a file, as CSV with a header.
 *
 * The file is for its owner only. A text that a spreadsheet would take for a formula gets a ' in
 * front, and control characters are written as escapes; commdn_outbox_export_as_is() writes texts
 * as they came.
 *
 * Owns:    `out_count` may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_export(
    const commdn_outbox *outbox, int32_t filter, const char *path, uint64_t *out_count,
    commdn_error **out_error);

/**
 * As commdn_outbox_export(), with texts as they came: for programs that read the file.
 *
 * Owns:    `out_count` may be NULL.
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_export_as_is(
    const commdn_outbox *outbox, int32_t filter, const char *path, uint64_t *out_count,
    commdn_error **out_error);

/**
 * One of the outbox's counts: COMMDN_OUTBOX_UNFINISHED and the numbers after it.
 *
 * Blocks:  while another process writes to the file, up to the option busy_timeout_ms.
 * Errors:  COMMDN_ERR_NOT_FOUND for another number; COMMDN_ERR_STORAGE; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_count(
    const commdn_outbox *outbox, int32_t counter, uint64_t *out_value, commdn_error **out_error);

/**
 * Free an outbox; sending is stopped first.
 *
 * Owns:    What came from it (outcomes, entries) stays yours. Threads: any, when nobody else uses
 *          "outbox"; also in a forked process, where nothing is stopped. Blocks: up to 2 seconds
 *          for requests under way.
 */
COMMDN_API void COMMDN_CALL commdn_outbox_free(commdn_outbox *outbox);

/** Whether a session is attached that is not over; false for NULL. */
COMMDN_API bool COMMDN_CALL commdn_outbox_is_attached(const commdn_outbox *outbox);

/**
 * A descriptor for poll() and the like: readable when this process may have recorded an outcome, or
 * the session that the outbox is attached to has ended, which commdn_outbox_is_attached() tells.
 *
 * Then call commdn_outbox_next_outcome() with the cursor of the last outcome until it says
 * COMMDN_ERR_NOT_FOUND, which clears it. Outcomes that other processes record are found in the same
 * way, but do not make it readable.
 *
 * Owns:    the descriptor is the outbox's and ends with it; never read or close it. Errors:
 *          COMMDN_ERR_INTERNAL if the system gives no descriptor.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_fd(
    const commdn_outbox *outbox, commdn_fd *out_fd, commdn_error **out_error);

/** Free an outcome; what its getters returned ends with it. */
COMMDN_API void COMMDN_CALL commdn_outbox_outcome_free(commdn_outbox_outcome *outcome);

/** The number of its entry; 0 for NULL. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_outcome_id(const commdn_outbox_outcome *outcome);

/**
 * Its place in the order in which outcomes were recorded, for commdn_outbox_next_outcome(); 0 for
 * NULL.
 */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_outcome_cursor(const commdn_outbox_outcome *outcome);

/** How the entry ended, a COMMDN_OUTCOME number; -1 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_outbox_outcome_kind(const commdn_outbox_outcome *outcome);

/** How often it was sent, or may have been; 0 for NULL. */
COMMDN_API uint32_t COMMDN_CALL commdn_outbox_outcome_attempts(
    const commdn_outbox_outcome *outcome);

/** When it was recorded, in milliseconds since 1970 UTC; 0 for NULL. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_outcome_time_ms(const commdn_outbox_outcome *outcome);

/** The key that the entry was submitted under; NULL if there is none. */
COMMDN_API const char * COMMDN_CALL commdn_outbox_outcome_key(const commdn_outbox_outcome *outcome);

/** The event that acknowledged the request; NULL if there is none, or it is not kept. */
COMMDN_API const commdn_event * COMMDN_CALL commdn_outbox_outcome_event(
    const commdn_outbox_outcome *outcome);

/** Why the request was not acknowledged; NULL if it was. */
COMMDN_API const commdn_error * COMMDN_CALL commdn_outbox_outcome_error(
    const commdn_outbox_outcome *outcome);

/** Free an entry; what its getters returned ends with it. */
COMMDN_API void COMMDN_CALL commdn_outbox_entry_free(commdn_outbox_entry *entry);

/** Its number; 0 for NULL. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_id(const commdn_outbox_entry *entry);

/** Where it stands, a COMMDN_ENTRY number; -1 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_outbox_entry_state(const commdn_outbox_entry *entry);

/** The kind of request, a COMMDN_MESSAGE_TYPE number; 0 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_outbox_entry_message_type(const commdn_outbox_entry *entry);

/** How often it was sent, or may have been; 0 for NULL. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_attempts(const commdn_outbox_entry *entry);

/** When it was submitted, in milliseconds since 1970 UTC; 0 for NULL. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_created_ms(const commdn_outbox_entry *entry);

/** When it is tried next, in milliseconds since 1970 UTC; 0 if it does not wait for its time. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_next_try_ms(const commdn_outbox_entry *entry);

/** When it is given up as too old, in milliseconds since 1970 UTC; 0 for never. */
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_expires_ms(const commdn_outbox_entry *entry);

/** The key that it was submitted under; NULL if there is none. */
COMMDN_API const char * COMMDN_CALL commdn_outbox_entry_key(const commdn_outbox_entry *entry);

/** The request; NULL if the file is damaged. */
COMMDN_API const commdn_request * COMMDN_CALL commdn_outbox_entry_request(
    const commdn_outbox_entry *entry);

/** Its outcome; NULL if it has none. */
COMMDN_API const commdn_outbox_outcome * COMMDN_CALL commdn_outbox_entry_outcome(
    const commdn_outbox_entry *entry);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_OUTBOX_H */
