/*
 * The outcomes of many requests. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_COMPLETIONS_H
#define COMMDN_COMPLETIONS_H

#include "base.h"

/** The tag of no request: commdn_completions_next() gives it when it has taken no outcome. */
#define COMMDN_TAG_NONE UINT64_MAX

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A queue for the outcomes of many requests of a session.
 *
 * Owns:    `session` stays yours and may be freed first: requests that are open then end with
 *          COMMDN_ERR_CLOSED.
 * Errors:  COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_completions_new(
    const commdn_session *session, commdn_completions **out_completions, commdn_error **out_error);

/**
 * Send a request; its outcome will have `tag`, which need not be unique and is not COMMDN_TAG_NONE.
 * `timeout_ms` is until the request is given up.
 *
 * Blocks:  a millisecond at most, when the peer is slow to take what is sent.
 * Errors:  as commdn_session_submit(): nothing was sent, and there will be no outcome.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_completions_submit(
    const commdn_completions *completions, uint64_t tag, const commdn_request *request,
    int32_t timeout_ms, commdn_error **out_error);

/**
 * Send requests in one piece, which is cheaper than one by one; the tags of their outcomes count on
 * from `first_tag`, and none of them is COMMDN_TAG_NONE.
 *
 * The first request that is refused ends it: that one and those after it are not sent. `*out_sent`
 * is how many were sent; if some were, the status is COMMDN_OK, and submitting the refused one
 * again tells why.
 *
 * Owns:    `requests` and what it points to stay yours.
 * Blocks:  a millisecond at most, when the peer is slow to take what is sent.
 * Errors:  as commdn_session_submit(), if the first request is refused: nothing was sent.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_completions_submit_many(
    const commdn_completions *completions, uint64_t first_tag,
    const commdn_request *const *requests, size_t requests_n, int32_t timeout_ms, size_t *out_sent,
    commdn_error **out_error);

/**
 * The next outcome: `*out_tag` tells of which request, the status how it ended.
 *
 * COMMDN_TAG_NONE in `*out_tag` says that no outcome was taken, and the status why: none came in
 * time, the session is over and none is left, or the call itself failed. With any other tag the
 * status is the outcome of that request.
 *
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT.
 * Errors:  with COMMDN_TAG_NONE: COMMDN_ERR_TIMEOUT; COMMDN_ERR_CLOSED if the session is over and
 *          no outcome is left; COMMDN_ERR_FORKED. Otherwise why the request failed, as
 *          commdn_session_call().
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_completions_next(
    const commdn_completions *completions, int32_t timeout_ms, uint64_t *out_tag,
    commdn_answer **out_answer, commdn_error **out_error);

/** Free a queue; its open requests go on, and their outcomes are discarded. */
COMMDN_API void COMMDN_CALL commdn_completions_free(commdn_completions *completions);

/**
 * A descriptor for this queue only: readable when an outcome may wait, and for ever once the
 * session is over and none is left.
 *
 * Then call commdn_completions_next() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
 *
 * Owns:    the descriptor is the queue's and ends with it; never read or close it. Errors:
 *          COMMDN_ERR_INTERNAL if the system gives no descriptor.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_completions_fd(
    const commdn_completions *completions, commdn_fd *out_fd, commdn_error **out_error);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_COMPLETIONS_H */
