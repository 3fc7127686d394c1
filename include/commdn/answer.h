/*
 * The answer to a request, and the wait for it. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_ANSWER_H
#define COMMDN_ANSWER_H

#include "base.h"

/** Wait until it comes or the session ends. */
#define COMMDN_WAIT_FOREVER (-1)

/** Wait as long as the session's request_timeout_ms. */
#define COMMDN_WAIT_DEFAULT (-2)

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Wait for the outcome of a request; it can be taken once.
 *
 * Threads: several that wait for the same request take turns.
 * Blocks:  up to `timeout_ms` milliseconds, and no longer than until the request's own deadline; 0
 *          = do not wait, COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_TIMEOUT: the request goes on, wait again; COMMDN_ERR_INVALID_ARGUMENT, also
 *          once the outcome was taken; otherwise why the request failed, as commdn_session_call().
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_pending_wait(
    const commdn_pending *pending, int32_t timeout_ms, commdn_answer **out_answer,
    commdn_error **out_error);

/**
 * Whether the outcome is there; taking it with commdn_pending_wait() then does not block.
 *
 * Threads: false while another thread waits for the same request.
 * Errors:  COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_pending_poll(
    const commdn_pending *pending, bool *out_done, commdn_error **out_error);

/**
 * Give a request up and free it: it may still reach OCS, and its outcome is discarded.
 *
 * Owns:    The session may have been freed before.
 */
COMMDN_API void COMMDN_CALL commdn_pending_free(commdn_pending *pending);

/** The reference id that the request was sent with. */
COMMDN_API commdn_status COMMDN_CALL commdn_pending_reference_id(
    const commdn_pending *pending, int32_t *out_id);

/**
 * The event at `index`: 0 is the acknowledgement, the others may be refusals; NULL if there is
 * none.
 */
COMMDN_API const commdn_event * COMMDN_CALL commdn_answer_event_at(
    const commdn_answer *answer, size_t index);

/** Free it; what its getters returned ends with it. */
COMMDN_API void COMMDN_CALL commdn_answer_free(commdn_answer *answer);

/**
 * The event that acknowledged the request; NULL for NULL.
 *
 * Owns:    commdn_event_dup() makes a copy.
 */
COMMDN_API const commdn_event * COMMDN_CALL commdn_answer_event(const commdn_answer *answer);

/** How many events came: more than 1 only for a request to every OCS; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_answer_event_count(const commdn_answer *answer);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_ANSWER_H */
