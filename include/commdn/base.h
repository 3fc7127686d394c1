/*
 * What all others need: statuses, objects, memory, versions. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_BASE_H
#define COMMDN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The version of this header; commdn_version() is that of the library. */
#define COMMDN_VERSION_MAJOR 0
/** Its second number. */
#define COMMDN_VERSION_MINOR 1
/** Its third number. */
#define COMMDN_VERSION_PATCH 0
/** The same as one number, to compare: 1.2.3 is 1002003. */
#define COMMDN_VERSION_NUMBER 1000
/** The same as a text. */
#define COMMDN_VERSION "0.1.0"

/** How functions are called, and where they come from; with COMMDN_STATIC from the program. */
#if defined(_WIN32)
#define COMMDN_CALL __cdecl
#if defined(COMMDN_STATIC)
#define COMMDN_API
#else
#define COMMDN_API __declspec(dllimport)
#endif
#else
#define COMMDN_CALL
#if defined(__GNUC__)
/** Marks what the library exports. */
#define COMMDN_API __attribute__((visibility("default")))
#else
/** Marks what the library exports. */
#define COMMDN_API
#endif
#endif

/** The status must not be ignored: the compiler warns, unless COMMDN_NO_MUST_CHECK is defined. */
#if defined(__GNUC__) && !defined(COMMDN_NO_MUST_CHECK)
#define COMMDN_MUST_CHECK __attribute__((warn_unused_result))
#else
#define COMMDN_MUST_CHECK
#endif

/** What poll() and the like wait for: a file descriptor, on Windows a handle. */
#if defined(_WIN32)
typedef void *commdn_fd;
#else
typedef int commdn_fd;
#endif

/** What a commdn_status can be. */
typedef enum commdn_code {
    /** Success. */
    COMMDN_OK = 0,
    /** An argument is invalid. */
    COMMDN_ERR_INVALID_ARGUMENT = -1,
    /**
     * The request breaks a rule of the API; nothing was sent. commdn_error_attribute() names the
     * culprit.
     */
    COMMDN_ERR_INVALID_REQUEST = -2,
    /** A TKVList cannot be read or written. */
    COMMDN_ERR_INVALID_LIST = -3,
    /** A limit on open requests or unsent bytes is reached; nothing was sent. */
    COMMDN_ERR_OVERLOADED = -7,
    /** The session is closed, or the request was given up. */
    COMMDN_ERR_CLOSED = -8,
    /** The session belongs to the process that this one was forked from: open another one. */
    COMMDN_ERR_FORKED = -9,
    /** The wait timed out; the result may still arrive. */
    COMMDN_ERR_TIMEOUT = -100,
    /** The connection could not be opened. */
    COMMDN_ERR_CONNECT = -101,
    /**
     * The TLS handshake failed; the message names the certificate, file or version at fault, or
     * says that the peer does not speak TLS.
     */
    COMMDN_ERR_TLS = -110,
    /**
     * The server rejected the application or its password; commdn_error_server_code() is the
     * server's error number.
     */
    COMMDN_ERR_LOGIN_REFUSED = -200,
    /** The server did not register the DN; commdn_error_server_code() is its error number. */
    COMMDN_ERR_REGISTRATION_REFUSED = -201,
    /** The connection was lost; a request that was open may be repeated safely. */
    COMMDN_ERR_DISCONNECTED = -102,
    /** The connection was lost, and it is not known whether OCS acted on the request. */
    COMMDN_ERR_OUTCOME_UNKNOWN = -103,
    /** The peer violated the link protocol. */
    COMMDN_ERR_PROTOCOL = -202,
    /**
     * T-Server refused to distribute the request; commdn_error_server_code() is its error number.
     */
    COMMDN_ERR_TSERVER_REFUSED = -203,
    /**
     * OCS refused the request: commdn_error_event() is its answer, commdn_error_server_code() its
     * number.
     */
    COMMDN_ERR_OCS_REFUSED = -204,
    /** No OCS answered the request in time; the message says what to check. */
    COMMDN_ERR_NO_ANSWER = -205,
    /** The outbox is full; nothing was stored. */
    COMMDN_ERR_OUTBOX_FULL = -12,
    /** The file of an outbox or a directory cannot be read or written; the message names it. */
    COMMDN_ERR_STORAGE = -13,
    /** No object of the directory has that name; commdn_error_candidates() has similar ones. */
    COMMDN_ERR_NAME_UNKNOWN = -14,
    /**
     * Several objects of the directory have that name; commdn_error_candidates() tells them apart.
     */
    COMMDN_ERR_NAME_AMBIGUOUS = -15,
    /**
     * A file is not a directory, or an object in it makes no sense; the message names the place.
     */
    COMMDN_ERR_INVALID_DIRECTORY = -16,
    /** A bug in this library: please report it. */
    COMMDN_ERR_INTERNAL = -900,
    /** The pair, attribute, entry or name does not exist. */
    COMMDN_ERR_NOT_FOUND = -4,
    /** The value has another type. */
    COMMDN_ERR_WRONG_TYPE = -5,
    /** The buffer is too small; the output is the number of bytes needed. */
    COMMDN_ERR_BUFFER_TOO_SMALL = -6,
    /** This build of the library does not have the feature. */
    COMMDN_ERR_UNSUPPORTED = -10,
    /** Header and library do not match. */
    COMMDN_ERR_ABI = -11
} commdn_code;

#define COMMDN_OK 0
#define COMMDN_ERR_INVALID_ARGUMENT (-1)
#define COMMDN_ERR_INVALID_REQUEST (-2)
#define COMMDN_ERR_INVALID_LIST (-3)
#define COMMDN_ERR_OVERLOADED (-7)
#define COMMDN_ERR_CLOSED (-8)
#define COMMDN_ERR_FORKED (-9)
#define COMMDN_ERR_TIMEOUT (-100)
#define COMMDN_ERR_CONNECT (-101)
#define COMMDN_ERR_TLS (-110)
#define COMMDN_ERR_LOGIN_REFUSED (-200)
#define COMMDN_ERR_REGISTRATION_REFUSED (-201)
#define COMMDN_ERR_DISCONNECTED (-102)
#define COMMDN_ERR_OUTCOME_UNKNOWN (-103)
#define COMMDN_ERR_PROTOCOL (-202)
#define COMMDN_ERR_TSERVER_REFUSED (-203)
#define COMMDN_ERR_OCS_REFUSED (-204)
#define COMMDN_ERR_NO_ANSWER (-205)
#define COMMDN_ERR_OUTBOX_FULL (-12)
#define COMMDN_ERR_STORAGE (-13)
#define COMMDN_ERR_NAME_UNKNOWN (-14)
#define COMMDN_ERR_NAME_AMBIGUOUS (-15)
#define COMMDN_ERR_INVALID_DIRECTORY (-16)
#define COMMDN_ERR_INTERNAL (-900)
#define COMMDN_ERR_NOT_FOUND (-4)
#define COMMDN_ERR_WRONG_TYPE (-5)
#define COMMDN_ERR_BUFFER_TOO_SMALL (-6)
#define COMMDN_ERR_UNSUPPORTED (-10)
#define COMMDN_ERR_ABI (-11)

/* The objects. */

/**
 * Why a call failed.
 *
 * Every call with an `out_error` clears it first, and sets it when it fails and `out_error` is not
 * NULL. The object is then the caller's, to be freed with commdn_error_free().
 */
typedef struct commdn_error commdn_error;

/** Who connects, to which DN, and how patiently; each option has a default. */
typedef struct commdn_session_options commdn_session_options;

/**
 * Gives up sessions that are being opened, from any thread: see
 * commdn_session_options_set_cancel().
 */
typedef struct commdn_cancel commdn_cancel;

/** How user data is written and read at a site. NULL stands for the default everywhere. */
typedef struct commdn_dialect commdn_dialect;

/**
 * A registered connection to a communication DN.
 *
 * Every function may be called by any number of threads at a time, commdn_session_free() apart.
 */
typedef struct commdn_session commdn_session;

/** The counters of a session at one moment. */
typedef struct commdn_stats commdn_stats;

/**
 * A request to OCS.
 *
 * Setters take what they are given; the rules of the API are checked when the request is sent, or
 * by commdn_request_validate(). The same request may be sent any number of times.
 */
typedef struct commdn_request commdn_request;

/** A request whose outcome can be waited for, polled, or left alone. */
typedef struct commdn_pending commdn_pending;

/** What acknowledged a request: one event, or one of each OCS that answered a broadcast. */
typedef struct commdn_answer commdn_answer;

/**
 * A message of OCS: an answer or a notification.
 *
 * Every attribute is optional. Numbers that this header does not name are kept and given. Texts are
 * UTF-8 and end with NUL.
 */
typedef struct commdn_event commdn_event;

/**
 * Submits requests under tags and hands out their outcomes as they come: for bulk jobs and event
 * loops.
 */
typedef struct commdn_completions commdn_completions;

/** What a session tells unasked. */
typedef struct commdn_notice commdn_notice;

/** The options of an outbox; each has a default, and NULL stands for the defaults. */
typedef struct commdn_outbox_options commdn_outbox_options;

/** The options of a submit to an outbox; each has a default, and NULL stands for the defaults. */
typedef struct commdn_outbox_submit_options commdn_outbox_submit_options;

/**
 * Requests in a file, each kept until it has exactly one outcome. Several processes may share a
 * file.
 *
 * In a build without the outbox commdn_outbox_open() says COMMDN_ERR_UNSUPPORTED; every function is
 * there.
 */
typedef struct commdn_outbox commdn_outbox;

/** The recorded outcome of an entry of an outbox: final, and the only one. */
typedef struct commdn_outbox_outcome commdn_outbox_outcome;

/** An entry of an outbox with all that is known of it. */
typedef struct commdn_outbox_entry commdn_outbox_entry;

/**
 * An ordered list of key-value pairs (TKVList) that keeps duplicates; the first match wins.
 *
 * What the getters give (texts, bytes, nested lists) is the list's own: it ends with the list, and
 * with the next change of the list. Copy a nested list with commdn_kvlist_dup() to keep it. Keys
 * and strings are bytes that end with NUL; their charset is the site's convention.
 */
typedef struct commdn_kvlist commdn_kvlist;

/**
 * A campaign sequence (campaign_schedule) and its items, counted from 0; item 0 is sent as
 * "scheduleItem-1".
 */
typedef struct commdn_schedule commdn_schedule;

/** Names and DBIDs of one contact centre; it never changes. */
typedef struct commdn_directory commdn_directory;

/** One object of the configuration; it ends with its directory. */
typedef struct commdn_directory_object commdn_directory_object;

/** The settings of one contact centre; it never changes. */
typedef struct commdn_site commdn_site;

/** One key of a site; it ends with its site. */
typedef struct commdn_site_setting commdn_site_setting;

/** A name for a DBID; it ends with its site. */
typedef struct commdn_site_alias commdn_site_alias;

/** A simulated contact centre in this process: T-Server and OCS, for tests and first steps. */
typedef struct commdn_simulator commdn_simulator;

/**
 * The application's connection to T-Server, as a session uses it.
 *
 * The application logs in and registers the DN; it sends what the session wants sent, and hands in
 * what T-Server tells. One session at a time.
 */
typedef struct commdn_host commdn_host;

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What a call returns: COMMDN_OK or one of the COMMDN_ERR numbers, all below 0.
 *
 * Expect numbers that this header does not name: a newer library may return them.
 */
typedef int32_t commdn_status;

/**
 * Destroys a callback's `user_data`; may be NULL.
 *
 * Called once, after the last call of the callback has ended, when the options and every session
 * opened with them are freed.
 */
typedef void (COMMDN_CALL *commdn_drop_fn)(void *user_data);

/** Free a text that a call gave. */
COMMDN_API void COMMDN_CALL commdn_string_free(char *text);

/** Free bytes that a call gave. */
COMMDN_API void COMMDN_CALL commdn_bytes_free(uint8_t *bytes);

/** The version of the library, for example "0.1.0". */
COMMDN_API const char * COMMDN_CALL commdn_version(void);

/** The number of the library's ABI. */
COMMDN_API uint32_t COMMDN_CALL commdn_abi_version(void);

/**
 * Whether a program built with ABI `header_abi` may use this library: pass COMMDN_ABI.
 *
 * Owns:    as everywhere, `*out_error` is the caller's if it is set.
 * Errors:  COMMDN_ERR_ABI.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_check_abi(
    uint32_t header_abi, commdn_error **out_error);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_BASE_H */
