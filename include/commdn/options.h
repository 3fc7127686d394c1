/*
 * Options of a session, and how a site writes user data. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_OPTIONS_H
#define COMMDN_OPTIONS_H

#include "base.h"

/** How much is logged. */
typedef enum commdn_log_level {
    /** The library gave up. */
    COMMDN_LOG_ERROR = 1,
    /** The library recovered. */
    COMMDN_LOG_WARN = 2,
    /** Sessions opened and closed. */
    COMMDN_LOG_INFO = 3,
    /** Every request. */
    COMMDN_LOG_DEBUG = 4,
    /** Every frame, without values. */
    COMMDN_LOG_TRACE = 5
} commdn_log_level;

#define COMMDN_LOG_ERROR 1
#define COMMDN_LOG_WARN 2
#define COMMDN_LOG_INFO 3
#define COMMDN_LOG_DEBUG 4
#define COMMDN_LOG_TRACE 5

/** How nested lists are written. */
typedef enum commdn_list_prefix {
    /** A nested list is written behind one 32-bit length. The default. */
    COMMDN_LIST_PREFIX_LENGTH32 = 0,
    /** A nested list is written behind a 16-bit value length and a 16-bit list length. */
    COMMDN_LIST_PREFIX_TWO_LENGTHS16 = 1
} commdn_list_prefix;

#define COMMDN_LIST_PREFIX_LENGTH32 0
#define COMMDN_LIST_PREFIX_TWO_LENGTHS16 1

/** What the length of a unicode value counts. */
typedef enum commdn_unicode_length {
    /** The length of a unicode value counts bytes. The default. */
    COMMDN_UNICODE_LENGTH_BYTES = 0,
    /** The length of a unicode value counts UTF-16 units. */
    COMMDN_UNICODE_LENGTH_UNITS = 1
} commdn_unicode_length;

#define COMMDN_UNICODE_LENGTH_BYTES 0
#define COMMDN_UNICODE_LENGTH_UNITS 1

/** Where GSW_AUTO_COMPLETION is written. */
typedef enum commdn_auto_completion {
    /** "GSW_AUTO_COMPLETION" is written at the top level of user data. The default. */
    COMMDN_AUTO_COMPLETION_TOP_LEVEL = 0,
    /** "GSW_AUTO_COMPLETION" is written inside "GSW_CM_AttrProperties". */
    COMMDN_AUTO_COMPLETION_PROPERTIES = 1
} commdn_auto_completion;

#define COMMDN_AUTO_COMPLETION_TOP_LEVEL 0
#define COMMDN_AUTO_COMPLETION_PROPERTIES 1

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Takes a notice, which ends with the call.
 *
 * Called on the session's dispatch thread, one call at a time, with no lock held. It may use and
 * close the session, but not free it; a request that it waits for holds up the notices after it. It
 * must not throw.
 */
typedef void (COMMDN_CALL *commdn_notice_fn)(const commdn_notice *notice,
                                 void *user_data);

/**
 * Takes a log line, UTF-8 that ends with NUL and with the call.
 *
 * Called on whatever thread logs, several at a time, with no lock held. It must not throw.
 */
typedef void (COMMDN_CALL *commdn_log_fn)(int32_t level,
                              const char *message,
                              void *user_data);

/** The name of a COMMDN_LOG number, for example "warn"; NULL for a number without one. */
COMMDN_API const char * COMMDN_CALL commdn_log_name(int32_t level);

/**
 * Options with their defaults, for the communication DN `dn` and the application with DBID
 * `app_dbid`.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_new(
    const char *dn, int32_t app_dbid, commdn_session_options **out_session_options,
    commdn_error **out_error);

/**
 * Explain with a directory why OCS does not answer: the message of COMMDN_ERR_NO_ANSWER, and
 * commdn_error_verdict(). NULL for none, the default.
 *
 * Owns:    the directory stays yours, and may be freed before the options and the session.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_directory(
    commdn_session_options *session_options, const commdn_directory *directory,
    commdn_error **out_error);

/** How often an idle connection is watched, from both sides; 0 for never. Default 10,000. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_keep_alive_ms(
    commdn_session_options *session_options, int32_t keep_alive_ms, commdn_error **out_error);

/** A copy. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_dup(
    const commdn_session_options *session_options, commdn_session_options **out_session_options);

/** Free the options; sessions opened with them keep their copy. */
COMMDN_API void COMMDN_CALL commdn_session_options_free(commdn_session_options *session_options);

/** A cancel that is not thrown. */
COMMDN_API commdn_status COMMDN_CALL commdn_cancel_new(commdn_cancel **out_cancel);

/** Free a cancel; options that have it keep a copy, which nobody throws any more. */
COMMDN_API void COMMDN_CALL commdn_cancel_free(commdn_cancel *cancel);

/**
 * Throw it, for good: a session that is being opened with it is given up at once, as is each that
 * is opened later.
 *
 * The open returns COMMDN_ERR_CLOSED. A session that is open already is left alone.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_cancel_throw(const commdn_cancel *cancel);

/** Application name sent to T-Server. Default "commdn". */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_application(
    commdn_session_options *session_options, const char *application, commdn_error **out_error);

/** Password of the application. Default: none. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_password(
    commdn_session_options *session_options, const char *password, commdn_error **out_error);

/**
 * DBID of the OCS to ask when a request does not name one. Default 0: every OCS on the DN, allowed
 * for do-not-call and cancel requests only.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_ocs_dbid(
    commdn_session_options *session_options, int32_t ocs_dbid, commdn_error **out_error);

/** Time limit for opening the connection to one server and registering the DN. Default 10 s. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_connect_timeout_ms(
    commdn_session_options *session_options, int32_t connect_timeout_ms, commdn_error **out_error);

/** Time limit for the answer to a request; a call may set another. Default 10 s. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_request_timeout_ms(
    commdn_session_options *session_options, int32_t request_timeout_ms, commdn_error **out_error);

/** Time without progress in sending after which the connection is closed. Default 10 s. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_write_timeout_ms(
    commdn_session_options *session_options, int32_t write_timeout_ms, commdn_error **out_error);

/** Time limit for closing the session. Default 2 s. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_close_timeout_ms(
    commdn_session_options *session_options, int32_t close_timeout_ms, commdn_error **out_error);

/**
 * Time that a thread waiting for an answer polls the connection before it sleeps. Default 0.
 *
 * Polling avoids waking a thread, which takes longer than the rest of a call to a nearby server,
 * but uses a whole core while a call waits. It suits few callers, fast answers and spare cores. At
 * most one thread polls at a time; none does while more than four wait, or for a notice. The time
 * starts again whenever something is received. Deadlines and closing are not affected.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_spin_us(
    commdn_session_options *session_options, int32_t spin_us, commdn_error **out_error);

/**
 * Return at once, and connect in the background. Default false.
 *
 * For programs that start before their servers: COMMDN_NOTICE_CONNECTED reports the connection,
 * commdn_session_trouble() why there is none yet.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_connect_in_background(
    commdn_session_options *session_options, bool connect_in_background, commdn_error **out_error);

/**
 * Hold requests while there is no connection, up to their timeout; if off, they fail immediately
 * with COMMDN_ERR_DISCONNECTED. Default true.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_hold_requests(
    commdn_session_options *session_options, bool hold_requests, commdn_error **out_error);

/** Maximum number of open requests; each takes less than 1 KiB. Default 131,072. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_open_requests(
    commdn_session_options *session_options, size_t max_open_requests, commdn_error **out_error);

/** Maximum number of unsent bytes; a request beyond it is refused. Default 16 MiB. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_unsent_bytes(
    commdn_session_options *session_options, size_t max_unsent_bytes, commdn_error **out_error);

/**
 * Maximum number of queued notices; beyond it the oldest are dropped and counted. Default 10,000.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_notices(
    commdn_session_options *session_options, size_t max_notices, commdn_error **out_error);

/** Maximum size of a received frame. Default 131,072. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_frame_bytes(
    commdn_session_options *session_options, size_t max_frame_bytes, commdn_error **out_error);

/**
 * Send "GSW_CM_AttrReferenceID" with each request; if off, ids in answers are ignored. Default
 * true.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_send_reference_id(
    commdn_session_options *session_options, bool send_reference_id, commdn_error **out_error);

/**
 * Match an answer that fits several different requests with the oldest of them; if off, such an
 * answer completes none and becomes a notice. Default false.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_first_in_first_out(
    commdn_session_options *session_options, bool first_in_first_out, commdn_error **out_error);

/**
 * Accept an answer with only one of the request's phone number and customer; if off, such an answer
 * may be a late one to another request, and becomes a notice. Default false.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_accept_partial_echo(
    commdn_session_options *session_options, bool accept_partial_echo, commdn_error **out_error);

/**
 * Accept an answer with a phone number, customer or campaign name that its request does not have;
 * if off, such an answer belongs to another request or to none, and becomes a notice. Default
 * false.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_accept_added_facts(
    commdn_session_options *session_options, bool accept_added_facts, commdn_error **out_error);

/**
 * Show phone numbers and customer ids in log lines; if off, they are masked as "****". Default
 * false.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_log_personal_data(
    commdn_session_options *session_options, bool log_personal_data, commdn_error **out_error);

/** Dialect for writing and reading user data; it is copied. Default: the default dialect. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_dialect(
    commdn_session_options *session_options, const commdn_dialect *dialect,
    commdn_error **out_error);

/**
 * The CAs that are trusted, and the system's are not: a PEM file, or PEM text. Default: the
 * system's.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_ca(
    commdn_session_options *session_options, const char *ca, commdn_error **out_error);

/**
 * The name or IP address that the server's certificate must be for. Default: the address's host.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_server_name(
    commdn_session_options *session_options, const char *server_name, commdn_error **out_error);

/** The lowest version that is spoken: "1.2" or "1.3". Default "1.2". */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_minimum_version(
    commdn_session_options *session_options, const char *minimum_version, commdn_error **out_error);

/** Replace a lost connection. Default true; with false a session ends with its connection. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_reconnect(
    commdn_session_options *session_options, bool reconnect, commdn_error **out_error);

/**
 * When a lost connection is replaced, in milliseconds: the delay after the first round over all
 * servers, which doubles from round to round, and the longest. Default 250 and 20,000.
 *
 * Both are above 0, and the first is not longer than the longest. One server is tried every 100 ms
 * at the most, whatever they are.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_reconnect_delays_ms(
    commdn_session_options *session_options, int32_t first_delay_ms, int32_t max_delay_ms,
    commdn_error **out_error);

/** End a session that had no connection for so long, in milliseconds; 0 = never, the default. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_reconnect_give_up_ms(
    commdn_session_options *session_options, int32_t give_up_ms, commdn_error **out_error);

/**
 * Show this certificate (with its chain), whose key that is, to a server that asks for one: PEM
 * files' paths or PEM text. Default none.
 *
 * Owns:    files are read when a session opens.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_identity(
    commdn_session_options *session_options, const char *certificate, const char *key,
    commdn_error **out_error);

/** Give a session up while it is being opened, once `cancel` is thrown. Default none. */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_cancel(
    commdn_session_options *session_options, const commdn_cancel *cancel, commdn_error **out_error);

/**
 * Call `callback` with every notice instead of queueing them for commdn_session_next_notice().
 *
 * Owns:    takes `user_data` on COMMDN_OK; `drop_user_data`, which may be NULL, destroys it.
 * Threads: one at a time on `session_options`; for the callback see commdn_notice_fn.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_notice_callback(
    commdn_session_options *session_options, commdn_notice_fn callback, void *user_data,
    commdn_drop_fn drop_user_data, commdn_error **out_error);

/**
 * Log to `callback`, from `level` up: one of the COMMDN_LOG numbers. Values of keys are never
 * logged.
 *
 * Owns:    takes `user_data` on COMMDN_OK; `drop_user_data`, which may be NULL, destroys it.
 * Threads: one at a time on `session_options`; for the callback see commdn_log_fn.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_log(
    commdn_session_options *session_options, int32_t level, commdn_log_fn callback, void *user_data,
    commdn_drop_fn drop_user_data, commdn_error **out_error);

/**
 * What a packed list that is read may hold: bytes, pairs over all levels, and levels of nested
 * lists.
 *
 * Defaults 65,535, 13,107 and 32; ceilings 65,535, 13,107 and 64. More than a ceiling counts as the
 * ceiling.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_limits(
    commdn_dialect *dialect, size_t max_bytes, size_t max_pairs, size_t max_depth,
    commdn_error **out_error);

/** A dialect with the defaults. */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_new(commdn_dialect **out_dialect);

/**
 * Free a dialect.
 *
 * Owns:    Sessions opened with it keep their copy.
 */
COMMDN_API void COMMDN_CALL commdn_dialect_free(commdn_dialect *dialect);

/**
 * Charset of strings and keys, by name: "UTF-8", "ISO-8859-1", "windows-1251", "shift_jis", "cp949"
 * and others. Default "utf-8".
 *
 * Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without case
 * and punctuation. UTF-16 is refused: strings are bytes.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_charset(
    commdn_dialect *dialect, const char *charset, commdn_error **out_error);

/**
 * Format of the length of nested lists when written; both are read. One of the COMMDN_LIST_PREFIX
 * numbers.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_list_prefix(
    commdn_dialect *dialect, int32_t list_prefix, commdn_error **out_error);

/** Unit of the length of a unicode value. One of the COMMDN_UNICODE_LENGTH numbers. */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_unicode_length(
    commdn_dialect *dialect, int32_t unicode_length, commdn_error **out_error);

/**
 * Position of "GSW_AUTO_COMPLETION" when written; both are read. One of the COMMDN_AUTO_COMPLETION
 * numbers.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_auto_completion(
    commdn_dialect *dialect, int32_t auto_completion, commdn_error **out_error);

/**
 * Accept a record cancellation without a phone number; the manual makes it mandatory. Default
 * false.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_cancel_without_phone(
    commdn_dialect *dialect, bool cancel_without_phone, commdn_error **out_error);

/**
 * Maximum size of packed user data in a request. The default is T-Server's; the format allows
 * 65,535. Default 16,000.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_max_user_data_bytes(
    commdn_dialect *dialect, size_t max_user_data_bytes, commdn_error **out_error);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_OPTIONS_H */
