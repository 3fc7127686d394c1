/*
 * A session over a connection of the application's own. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_HOST_H
#define COMMDN_HOST_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Sends a user event with packed user data on a DN.
 *
 * Returns the reference id above 0 that T-Server's answer will name, 0 where there is none, or a
 * number below 0 if it was not sent: the session ends the request with COMMDN_ERR_TSERVER_REFUSED
 * and that number. Called on a thread that submits, one call at a time. It may hand in events, but
 * must not use or close the session, and must not throw.
 */
typedef int32_t (COMMDN_CALL *commdn_host_send_fn)(const char *dn,
                                       const uint8_t *user_data,
                                       size_t user_data_bytes,
                                       void *context);

/**
 * A host carrier that sends with `send`.
 *
 * Owns:    Takes `context` on COMMDN_OK; `drop_context`, which may be NULL, destroys it, once the
 *          host and its session are freed.
 * Threads: for the callback see commdn_host_send_fn.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_new(
    commdn_host_send_fn send, void *context, commdn_drop_fn drop_context, commdn_host **out_host,
    commdn_error **out_error);

/**
 * Open a session over the host, which has registered the DN of `options` already.
 *
 * Threads: Starts a thread of its own.
 * Errors:  COMMDN_ERR_CONNECT if another session is open.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_host_open_session(
    const commdn_host *host, const commdn_session_options *options, commdn_session **out_session,
    commdn_error **out_error);

/**
 * Hand in a user event that was received on the DN: its packed user data.
 *
 * Errors:  COMMDN_ERR_CLOSED if no session is open to take it.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_user_event(
    const commdn_host *host, const uint8_t *user_data, size_t user_data_bytes);

/**
 * T-Server took the request with the reference id that the send function returned (EventACK).
 *
 * Threads: also from the send function.
 * Errors:  COMMDN_ERR_NOT_FOUND if it is no request of the session.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_accepted(
    const commdn_host *host, int32_t reference_id);

/**
 * T-Server refused the request with the reference id that the send function returned (EventError).
 *
 * Owns:    `message` may be NULL.
 * Threads: also from the send function.
 * Errors:  COMMDN_ERR_NOT_FOUND if it is no request of the session.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_refused(
    const commdn_host *host, int32_t reference_id, int32_t server_code, const char *message);

/**
 * T-Server's link to its switch is up (true) or down.
 *
 * Errors:  COMMDN_ERR_CLOSED if no session is open to take it.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_switch_link(const commdn_host *host, bool up);

/** Free a host; its session loses its connection. */
COMMDN_API void COMMDN_CALL commdn_host_free(commdn_host *host);

/** The application lost its connection: the session has none until commdn_host_connected(). */
COMMDN_API commdn_status COMMDN_CALL commdn_host_disconnected(const commdn_host *host);

/**
 * The application has its connection again, and has registered the DN: the session goes on, or
 * another one may be opened.
 *
 * Needed only after commdn_host_disconnected(). The session looks for it at the times of its
 * reconnecting.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_connected(const commdn_host *host);

/**
 * The DN is out of service (EventDNOutOfService, 147): the session holds its requests until
 * commdn_host_in_service().
 *
 * A session that is opened later learns of it, too.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_out_of_service(const commdn_host *host);

/** The DN is back in service (EventDNBackInService, 148): the session sends what it has held. */
COMMDN_API commdn_status COMMDN_CALL commdn_host_in_service(const commdn_host *host);

/**
 * T-Server took the DN's registration away, which nobody had asked for (EventUnregistered): the
 * session holds its requests.
 *
 * Register the DN again, and call commdn_host_registered(). A session that waits for that longer
 * than its connect_timeout treats its connection as lost.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_unregistered(const commdn_host *host);

/**
 * The application has registered the DN again: the session goes on. The DN is in service until it
 * is said otherwise.
 *
 * Needed only after commdn_host_unregistered().
 */
COMMDN_API commdn_status COMMDN_CALL commdn_host_registered(const commdn_host *host);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_HOST_H */
