/*
 * What a session tells unasked. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_NOTICE_H
#define COMMDN_NOTICE_H

#include "base.h"

/** What commdn_notice_kind() returns. */
typedef enum commdn_notice_kind_number {
    /** An event that was sent unasked, or for somebody else's request. */
    COMMDN_NOTICE_EVENT = 0,
    /** An event that answers a request that was given up before. */
    COMMDN_NOTICE_LATE_ANSWER = 1,
    /** An event that fits several open requests that differ; none was completed. */
    COMMDN_NOTICE_AMBIGUOUS_ANSWER = 2,
    /** The server's link to the switch is up. */
    COMMDN_NOTICE_SWITCH_UP = 3,
    /** The server's link to the switch is down. */
    COMMDN_NOTICE_SWITCH_DOWN = 4,
    /** The DN is no longer registered; its registration was asked for again. */
    COMMDN_NOTICE_UNREGISTERED = 5,
    /**
     * The connection is lost; commdn_notice_error() says why. The session connects again, unless
     * commdn_session_is_over().
     */
    COMMDN_NOTICE_DISCONNECTED = 6,
    /** A kind that this version does not know. */
    COMMDN_NOTICE_OTHER = 7,
    /** A connection is up again, or for the first time with the option connect_in_background. */
    COMMDN_NOTICE_CONNECTED = 8,
    /** The DN is registered again. */
    COMMDN_NOTICE_REGISTERED = 9,
    /** The DN is out of service: requests wait. */
    COMMDN_NOTICE_OUT_OF_SERVICE = 10,
    /** The DN is back in service. */
    COMMDN_NOTICE_IN_SERVICE = 11
} commdn_notice_kind_number;

#define COMMDN_NOTICE_EVENT 0
#define COMMDN_NOTICE_LATE_ANSWER 1
#define COMMDN_NOTICE_AMBIGUOUS_ANSWER 2
#define COMMDN_NOTICE_SWITCH_UP 3
#define COMMDN_NOTICE_SWITCH_DOWN 4
#define COMMDN_NOTICE_UNREGISTERED 5
#define COMMDN_NOTICE_DISCONNECTED 6
#define COMMDN_NOTICE_OTHER 7
#define COMMDN_NOTICE_CONNECTED 8
#define COMMDN_NOTICE_REGISTERED 9
#define COMMDN_NOTICE_OUT_OF_SERVICE 10
#define COMMDN_NOTICE_IN_SERVICE 11

#ifdef __cplusplus
extern "C" {
#endif

/** The name of a COMMDN_NOTICE number, for example "late_answer"; NULL for a number without one. */
COMMDN_API const char * COMMDN_CALL commdn_notice_name(int32_t kind);

/**
 * Free it; what its getters returned ends with it.
 *
 * Owns:    Never free what a callback is given.
 */
COMMDN_API void COMMDN_CALL commdn_notice_free(commdn_notice *notice);

/** Its kind: one of the COMMDN_NOTICE numbers, or another; -1 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_notice_kind(const commdn_notice *notice);

/**
 * The event, of the first three kinds; NULL for the others.
 *
 * Owns:    commdn_event_dup() makes a copy.
 */
COMMDN_API const commdn_event * COMMDN_CALL commdn_notice_event(const commdn_notice *notice);

/** Why the connection is lost, of COMMDN_NOTICE_DISCONNECTED; NULL for the others. */
COMMDN_API const commdn_error * COMMDN_CALL commdn_notice_error(const commdn_notice *notice);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_NOTICE_H */
