/*
 * The session: a connection that is registered on a DN. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_SESSION_H
#define COMMDN_SESSION_H

#include "base.h"

/** What commdn_session_status() returns. */
typedef enum commdn_session_state {
    /** There is no connection yet, or it is being replaced: requests wait. */
    COMMDN_SESSION_CONNECTING = 0,
    /** The DN is registered and in service: requests go out at once. */
    COMMDN_SESSION_UP = 1,
    /** The DN is registered and out of service: requests wait. */
    COMMDN_SESSION_OUT_OF_SERVICE = 2,
    /** The session was closed, or has given up. */
    COMMDN_SESSION_OVER = 3
} commdn_session_state;

#define COMMDN_SESSION_CONNECTING 0
#define COMMDN_SESSION_UP 1
#define COMMDN_SESSION_OUT_OF_SERVICE 2
#define COMMDN_SESSION_OVER 3

/** The counters of a session. */
typedef enum commdn_counter {
    /** Requests submitted. */
    COMMDN_COUNTER_SUBMITTED = 0,
    /** Requests acknowledged by OCS. */
    COMMDN_COUNTER_ACKNOWLEDGED = 1,
    /** Requests refused by OCS. */
    COMMDN_COUNTER_REFUSED = 2,
    /** Requests refused by T-Server. */
    COMMDN_COUNTER_REFUSED_BY_TSERVER = 3,
    /** Requests that nobody answered in time. */
    COMMDN_COUNTER_UNANSWERED = 4,
    /** Requests ended by a lost connection, or for want of one. */
    COMMDN_COUNTER_DISCONNECTED = 5,
    /** Requests withdrawn by the caller. */
    COMMDN_COUNTER_WITHDRAWN = 6,
    /** Answers to requests that had ended before. */
    COMMDN_COUNTER_LATE_ANSWERS = 7,
    /** Answers that fitted several open requests that differ. */
    COMMDN_COUNTER_AMBIGUOUS_ANSWERS = 8,
    /** Events that came unasked. */
    COMMDN_COUNTER_UNSOLICITED = 9,
    /** This application's own requests, distributed back. */
    COMMDN_COUNTER_ECHOES = 10,
    /** CommDN messages between others. */
    COMMDN_COUNTER_FOREIGN = 11,
    /** User events of the agent-desktop protocol. */
    COMMDN_COUNTER_DESKTOP = 12,
    /** User events of neither protocol. */
    COMMDN_COUNTER_OTHER_TRAFFIC = 13,
    /** User data that is not a packed list. */
    COMMDN_COUNTER_MALFORMED = 14,
    /** Requests that are open. */
    COMMDN_COUNTER_OPEN_REQUESTS = 15,
    /** Notices that wait to be taken. */
    COMMDN_COUNTER_WAITING_NOTICES = 16,
    /** Notices that had to make room for newer ones. */
    COMMDN_COUNTER_LOST_NOTICES = 17,
    /** Bytes that wait for the peer to take them. */
    COMMDN_COUNTER_UNSENT_BYTES = 18,
    /** Bytes received. */
    COMMDN_COUNTER_RECEIVED_BYTES = 19,
    /** Bytes sent. */
    COMMDN_COUNTER_SENT_BYTES = 20,
    /** Lost connections that were replaced. */
    COMMDN_COUNTER_RECONNECTS = 21,
    /** Requests sent again on another connection, once for each time. */
    COMMDN_COUNTER_REPEATED = 22
} commdn_counter;

#define COMMDN_COUNTER_SUBMITTED 0
#define COMMDN_COUNTER_ACKNOWLEDGED 1
#define COMMDN_COUNTER_REFUSED 2
#define COMMDN_COUNTER_REFUSED_BY_TSERVER 3
#define COMMDN_COUNTER_UNANSWERED 4
#define COMMDN_COUNTER_DISCONNECTED 5
#define COMMDN_COUNTER_WITHDRAWN 6
#define COMMDN_COUNTER_LATE_ANSWERS 7
#define COMMDN_COUNTER_AMBIGUOUS_ANSWERS 8
#define COMMDN_COUNTER_UNSOLICITED 9
#define COMMDN_COUNTER_ECHOES 10
#define COMMDN_COUNTER_FOREIGN 11
#define COMMDN_COUNTER_DESKTOP 12
#define COMMDN_COUNTER_OTHER_TRAFFIC 13
#define COMMDN_COUNTER_MALFORMED 14
#define COMMDN_COUNTER_OPEN_REQUESTS 15
#define COMMDN_COUNTER_WAITING_NOTICES 16
#define COMMDN_COUNTER_LOST_NOTICES 17
#define COMMDN_COUNTER_UNSENT_BYTES 18
#define COMMDN_COUNTER_RECEIVED_BYTES 19
#define COMMDN_COUNTER_SENT_BYTES 20
#define COMMDN_COUNTER_RECONNECTS 21
#define COMMDN_COUNTER_REPEATED 22

#ifdef __cplusplus
extern "C" {
#endif

/** The name of a COMMDN_SESSION number, for example "up"; NULL for a number without one. */
COMMDN_API const char * COMMDN_CALL commdn_session_status_name(int32_t status);

/**
 * The name of a COMMDN_COUNTER number, for example "acknowledged"; NULL for a number without one.
 */
COMMDN_API const char * COMMDN_CALL commdn_counter_name(int32_t counter);

/**
 * Connect, introduce the application and register the DN.
 *
 * `address` is "host:port" or "tcp://host:port", "tls://host:port" with TLS, or several with commas
 * between: the primary and its backups. "exec:COMMAND" starts a program that speaks the link
 * protocol on standard input and output, and ends it with the session. "sim:" starts a simulated
 * contact centre that lives as long as the session, "sim:PATH" one with the TOML configuration in
 * that file.
 *
 * Threads: Starts a thread of its own.
 * Blocks:  up to the option connect_timeout_ms for each address, which are tried once; not with the
 *          option connect_in_background.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_UNSUPPORTED, COMMDN_ERR_CONNECT, COMMDN_ERR_TLS,
 *          COMMDN_ERR_LOGIN_REFUSED, COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL,
 *          COMMDN_ERR_DISCONNECTED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_session_open(
    const char *address, const commdn_session_options *options, commdn_session **out_session,
    commdn_error **out_error);

/**
 * Close a session: open requests end with COMMDN_ERR_CLOSED, every waiter wakes. Closing twice is
 * harmless.
 *
 * Owns:    the session must still be freed.
 * Blocks:  up to `timeout_ms` milliseconds for what is being sent; 0 = do not wait,
 *          COMMDN_WAIT_FOREVER, COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_FORKED; COMMDN_ERR_TIMEOUT if a thread is still busy, say in a callback: the
 *          session is closed all the same.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_close(
    const commdn_session *session, int32_t timeout_ms, commdn_error **out_error);

/**
 * Send a request and wait for its answer.
 *
 * Blocks:  up to `timeout_ms` milliseconds, when the request is given up; COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT.
 * Errors:  nothing was sent: COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST,
 *          COMMDN_ERR_OVERLOADED, COMMDN_ERR_FORKED; otherwise COMMDN_ERR_OCS_REFUSED,
 *          COMMDN_ERR_TSERVER_REFUSED (see commdn_error_server_code()), COMMDN_ERR_NO_ANSWER,
 *          COMMDN_ERR_DISCONNECTED, COMMDN_ERR_OUTCOME_UNKNOWN, COMMDN_ERR_CLOSED.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_session_call(
    const commdn_session *session, const commdn_request *request, int32_t timeout_ms,
    commdn_answer **out_answer, commdn_error **out_error);

/**
 * Send a request; its outcome can be waited for. `timeout_ms` is until the request is given up.
 *
 * Blocks:  a millisecond at most, when the peer is slow to take what is sent.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, COMMDN_ERR_INVALID_REQUEST, COMMDN_ERR_OVERLOADED,
 *          COMMDN_ERR_DISCONNECTED, COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED: nothing was sent.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_session_submit(
    const commdn_session *session, const commdn_request *request, int32_t timeout_ms,
    commdn_pending **out_pending, commdn_error **out_error);

/**
 * The next notice. Notices that came before the session ended are still handed out.
 *
 * Blocks:  up to `timeout_ms` milliseconds; 0 = do not wait, COMMDN_WAIT_FOREVER,
 *          COMMDN_WAIT_DEFAULT.
 * Errors:  COMMDN_ERR_TIMEOUT if none came; COMMDN_ERR_INVALID_ARGUMENT, also if the session has a
 *          notice callback, which gets them all; COMMDN_ERR_FORKED; COMMDN_ERR_CLOSED or why the
 *          connection was lost, once no notice is left.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_next_notice(
    const commdn_session *session, int32_t timeout_ms, commdn_notice **out_notice,
    commdn_error **out_error);

/**
 * The session's counters, all at one moment.
 *
 * Errors:  COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_stats(
    const commdn_session *session, commdn_stats **out_stats, commdn_error **out_error);

/**
 * Seconds by which T-Server's clock is ahead of this machine's; negative if it is behind.
 *
 * By the first user event of the present connection that tells a time.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND before one came; COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_clock_ahead(
    const commdn_session *session, double *out_seconds, commdn_error **out_error);

/**
 * The state of the session's connection: one of the COMMDN_SESSION numbers, COMMDN_SESSION_OVER for
 * NULL.
 */
COMMDN_API int32_t COMMDN_CALL commdn_session_status(const commdn_session *session);

/**
 * Why the session is not up: COMMDN_OK if it is, otherwise the status and the error of each attempt
 * since the last connection, or why the session is over.
 *
 * Errors:  why it is not up: COMMDN_ERR_CONNECT, COMMDN_ERR_TLS, COMMDN_ERR_LOGIN_REFUSED,
 *          COMMDN_ERR_REGISTRATION_REFUSED, COMMDN_ERR_PROTOCOL, COMMDN_ERR_DISCONNECTED,
 *          COMMDN_ERR_CLOSED, COMMDN_ERR_FORKED.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_trouble(
    const commdn_session *session, commdn_error **out_error);

/**
 * Free a session; it is closed first, if it is not.
 *
 * Owns:    What came from it (pending requests, answers, notices) stays yours. Threads: any, when
 *          nobody else uses "session", but for its notice callback: a call of that is waited for,
 *          and may use it meanwhile. Also in a forked process, where nothing is closed. Blocks: up
 *          to the option close_timeout_ms; a callback that takes longer must not use "session" any
 *          more.
 */
COMMDN_API void COMMDN_CALL commdn_session_free(commdn_session *session);

/** Whether the session is over: closed, or its connection lost for good; true for NULL. */
COMMDN_API bool COMMDN_CALL commdn_session_is_over(const commdn_session *session);

/**
 * One descriptor for poll() and the like: readable when a notice may wait, or an outcome in any of
 * the session's completion queues, and for ever once the session is over.
 *
 * Then call commdn_session_next_notice(), unless there is a notice callback, and
 * commdn_completions_next() of every queue with 0 until each says COMMDN_ERR_TIMEOUT, which clears
 * it.
 *
 * Owns:    the descriptor is the session's and ends with it; never read or close it. Errors:
 *          COMMDN_ERR_INTERNAL if the system gives no descriptor.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_fd(
    const commdn_session *session, commdn_fd *out_fd, commdn_error **out_error);

/**
 * A descriptor for notices only: readable when a notice may wait, and for ever once the session is
 * over and no notice is left.
 *
 * Then call commdn_session_next_notice() with 0 until it says COMMDN_ERR_TIMEOUT, which clears it.
 *
 * Owns:    the descriptor is the session's and ends with it; never read or close it. Errors:
 *          COMMDN_ERR_INTERNAL if the system gives no descriptor.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_notice_fd(
    const commdn_session *session, commdn_fd *out_fd, commdn_error **out_error);

/** Free the counters. */
COMMDN_API void COMMDN_CALL commdn_stats_free(commdn_stats *stats);

/**
 * One counter: `counter` is one of the COMMDN_COUNTER numbers.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if there is no such counter.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_stats_value(
    const commdn_stats *stats, int32_t counter, uint64_t *out_value);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_SESSION_H */
