#ifndef COMMDN_H
#define COMMDN_H
#define COMMDN_ABI 1
#ifndef COMMDN_BASE_H
#define COMMDN_BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#define COMMDN_VERSION_MAJOR 0
#define COMMDN_VERSION_MINOR 1
#define COMMDN_VERSION_PATCH 0
#define COMMDN_VERSION_NUMBER 1000
#define COMMDN_VERSION "0.1.0"
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
#define COMMDN_API __attribute__((visibility("default")))
#else
#define COMMDN_API
#endif
#endif
#if defined(__GNUC__) && !defined(COMMDN_NO_MUST_CHECK)
#define COMMDN_MUST_CHECK __attribute__((warn_unused_result))
#else
#define COMMDN_MUST_CHECK
#endif
#if defined(_WIN32)
typedef void *commdn_fd;
#else
typedef int commdn_fd;
#endif
typedef enum commdn_code {
    COMMDN_OK = 0,
    COMMDN_ERR_INVALID_ARGUMENT = -1,
    COMMDN_ERR_INVALID_REQUEST = -2,
    COMMDN_ERR_INVALID_LIST = -3,
    COMMDN_ERR_OVERLOADED = -7,
    COMMDN_ERR_CLOSED = -8,
    COMMDN_ERR_FORKED = -9,
    COMMDN_ERR_TIMEOUT = -100,
    COMMDN_ERR_CONNECT = -101,
    COMMDN_ERR_TLS = -110,
    COMMDN_ERR_LOGIN_REFUSED = -200,
    COMMDN_ERR_REGISTRATION_REFUSED = -201,
    COMMDN_ERR_DISCONNECTED = -102,
    COMMDN_ERR_OUTCOME_UNKNOWN = -103,
    COMMDN_ERR_PROTOCOL = -202,
    COMMDN_ERR_TSERVER_REFUSED = -203,
    COMMDN_ERR_OCS_REFUSED = -204,
    COMMDN_ERR_NO_ANSWER = -205,
    COMMDN_ERR_OUTBOX_FULL = -12,
    COMMDN_ERR_STORAGE = -13,
    COMMDN_ERR_NAME_UNKNOWN = -14,
    COMMDN_ERR_NAME_AMBIGUOUS = -15,
    COMMDN_ERR_INVALID_DIRECTORY = -16,
    COMMDN_ERR_INTERNAL = -900,
    COMMDN_ERR_NOT_FOUND = -4,
    COMMDN_ERR_WRONG_TYPE = -5,
    COMMDN_ERR_BUFFER_TOO_SMALL = -6,
    COMMDN_ERR_UNSUPPORTED = -10,
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
typedef struct commdn_error commdn_error;
typedef struct commdn_session_options commdn_session_options;
typedef struct commdn_cancel commdn_cancel;
typedef struct commdn_dialect commdn_dialect;
typedef struct commdn_session commdn_session;
typedef struct commdn_stats commdn_stats;
typedef struct commdn_request commdn_request;
typedef struct commdn_pending commdn_pending;
typedef struct commdn_answer commdn_answer;
typedef struct commdn_event commdn_event;
typedef struct commdn_completions commdn_completions;
typedef struct commdn_notice commdn_notice;
typedef struct commdn_outbox_options commdn_outbox_options;
typedef struct commdn_outbox_submit_options commdn_outbox_submit_options;
typedef struct commdn_outbox commdn_outbox;
typedef struct commdn_outbox_outcome commdn_outbox_outcome;
typedef struct commdn_outbox_entry commdn_outbox_entry;
typedef struct commdn_kvlist commdn_kvlist;
typedef struct commdn_schedule commdn_schedule;
typedef struct commdn_directory commdn_directory;
typedef struct commdn_directory_object commdn_directory_object;
typedef struct commdn_site commdn_site;
typedef struct commdn_site_setting commdn_site_setting;
typedef struct commdn_site_alias commdn_site_alias;
typedef struct commdn_simulator commdn_simulator;
typedef struct commdn_host commdn_host;
#ifdef __cplusplus
extern "C" {
#endif
typedef int32_t commdn_status;
typedef void (COMMDN_CALL *commdn_drop_fn)(void *user_data);
COMMDN_API void COMMDN_CALL commdn_string_free(char *text);
COMMDN_API void COMMDN_CALL commdn_bytes_free(uint8_t *bytes);
COMMDN_API const char * COMMDN_CALL commdn_version(void);
COMMDN_API uint32_t COMMDN_CALL commdn_abi_version(void);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_check_abi(
    uint32_t header_abi, commdn_error **out_error);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_ERROR_H
#define COMMDN_ERROR_H
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API commdn_status COMMDN_CALL commdn_error_code(const commdn_error *error);
COMMDN_API const char * COMMDN_CALL commdn_error_verdict(const commdn_error *error);
COMMDN_API const char * COMMDN_CALL commdn_status_name(commdn_status status);
COMMDN_API void COMMDN_CALL commdn_error_free(commdn_error *error);
COMMDN_API const char * COMMDN_CALL commdn_error_message(const commdn_error *error);
COMMDN_API const char * COMMDN_CALL commdn_error_attribute(const commdn_error *error);
COMMDN_API commdn_status COMMDN_CALL commdn_error_server_code(
    const commdn_error *error, int32_t *out_code);
COMMDN_API bool COMMDN_CALL commdn_error_is_retryable(const commdn_error *error);
COMMDN_API const commdn_event * COMMDN_CALL commdn_error_event(const commdn_error *error);
COMMDN_API const commdn_request * COMMDN_CALL commdn_error_status_query(const commdn_error *error);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_OPTIONS_H
#define COMMDN_OPTIONS_H
typedef enum commdn_log_level {
    COMMDN_LOG_ERROR = 1,
    COMMDN_LOG_WARN = 2,
    COMMDN_LOG_INFO = 3,
    COMMDN_LOG_DEBUG = 4,
    COMMDN_LOG_TRACE = 5
} commdn_log_level;
#define COMMDN_LOG_ERROR 1
#define COMMDN_LOG_WARN 2
#define COMMDN_LOG_INFO 3
#define COMMDN_LOG_DEBUG 4
#define COMMDN_LOG_TRACE 5
typedef enum commdn_list_prefix {
    COMMDN_LIST_PREFIX_LENGTH32 = 0,
    COMMDN_LIST_PREFIX_TWO_LENGTHS16 = 1
} commdn_list_prefix;
#define COMMDN_LIST_PREFIX_LENGTH32 0
#define COMMDN_LIST_PREFIX_TWO_LENGTHS16 1
typedef enum commdn_unicode_length {
    COMMDN_UNICODE_LENGTH_BYTES = 0,
    COMMDN_UNICODE_LENGTH_UNITS = 1
} commdn_unicode_length;
#define COMMDN_UNICODE_LENGTH_BYTES 0
#define COMMDN_UNICODE_LENGTH_UNITS 1
typedef enum commdn_auto_completion {
    COMMDN_AUTO_COMPLETION_TOP_LEVEL = 0,
    COMMDN_AUTO_COMPLETION_PROPERTIES = 1
} commdn_auto_completion;
#define COMMDN_AUTO_COMPLETION_TOP_LEVEL 0
#define COMMDN_AUTO_COMPLETION_PROPERTIES 1
#ifdef __cplusplus
extern "C" {
#endif
typedef void (COMMDN_CALL *commdn_notice_fn)(const commdn_notice *notice,
                                 void *user_data);
typedef void (COMMDN_CALL *commdn_log_fn)(int32_t level,
                              const char *message,
                              void *user_data);
COMMDN_API const char * COMMDN_CALL commdn_log_name(int32_t level);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_new(
    const char *dn, int32_t app_dbid, commdn_session_options **out_session_options,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_directory(
    commdn_session_options *session_options, const commdn_directory *directory,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_keep_alive_ms(
    commdn_session_options *session_options, int32_t keep_alive_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_dup(
    const commdn_session_options *session_options, commdn_session_options **out_session_options);
COMMDN_API void COMMDN_CALL commdn_session_options_free(commdn_session_options *session_options);
COMMDN_API commdn_status COMMDN_CALL commdn_cancel_new(commdn_cancel **out_cancel);
COMMDN_API void COMMDN_CALL commdn_cancel_free(commdn_cancel *cancel);
COMMDN_API commdn_status COMMDN_CALL commdn_cancel_throw(const commdn_cancel *cancel);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_application(
    commdn_session_options *session_options, const char *application, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_password(
    commdn_session_options *session_options, const char *password, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_ocs_dbid(
    commdn_session_options *session_options, int32_t ocs_dbid, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_connect_timeout_ms(
    commdn_session_options *session_options, int32_t connect_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_request_timeout_ms(
    commdn_session_options *session_options, int32_t request_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_write_timeout_ms(
    commdn_session_options *session_options, int32_t write_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_close_timeout_ms(
    commdn_session_options *session_options, int32_t close_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_spin_us(
    commdn_session_options *session_options, int32_t spin_us, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_connect_in_background(
    commdn_session_options *session_options, bool connect_in_background, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_hold_requests(
    commdn_session_options *session_options, bool hold_requests, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_open_requests(
    commdn_session_options *session_options, size_t max_open_requests, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_unsent_bytes(
    commdn_session_options *session_options, size_t max_unsent_bytes, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_notices(
    commdn_session_options *session_options, size_t max_notices, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_max_frame_bytes(
    commdn_session_options *session_options, size_t max_frame_bytes, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_send_reference_id(
    commdn_session_options *session_options, bool send_reference_id, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_first_in_first_out(
    commdn_session_options *session_options, bool first_in_first_out, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_accept_partial_echo(
    commdn_session_options *session_options, bool accept_partial_echo, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_accept_added_facts(
    commdn_session_options *session_options, bool accept_added_facts, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_log_personal_data(
    commdn_session_options *session_options, bool log_personal_data, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_dialect(
    commdn_session_options *session_options, const commdn_dialect *dialect,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_ca(
    commdn_session_options *session_options, const char *ca, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_server_name(
    commdn_session_options *session_options, const char *server_name, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_minimum_version(
    commdn_session_options *session_options, const char *minimum_version, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_reconnect(
    commdn_session_options *session_options, bool reconnect, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_reconnect_delays_ms(
    commdn_session_options *session_options, int32_t first_delay_ms, int32_t max_delay_ms,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_reconnect_give_up_ms(
    commdn_session_options *session_options, int32_t give_up_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_tls_identity(
    commdn_session_options *session_options, const char *certificate, const char *key,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_cancel(
    commdn_session_options *session_options, const commdn_cancel *cancel, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_notice_callback(
    commdn_session_options *session_options, commdn_notice_fn callback, void *user_data,
    commdn_drop_fn drop_user_data, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_options_set_log(
    commdn_session_options *session_options, int32_t level, commdn_log_fn callback, void *user_data,
    commdn_drop_fn drop_user_data, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_limits(
    commdn_dialect *dialect, size_t max_bytes, size_t max_pairs, size_t max_depth,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_new(commdn_dialect **out_dialect);
COMMDN_API void COMMDN_CALL commdn_dialect_free(commdn_dialect *dialect);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_charset(
    commdn_dialect *dialect, const char *charset, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_list_prefix(
    commdn_dialect *dialect, int32_t list_prefix, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_unicode_length(
    commdn_dialect *dialect, int32_t unicode_length, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_auto_completion(
    commdn_dialect *dialect, int32_t auto_completion, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_cancel_without_phone(
    commdn_dialect *dialect, bool cancel_without_phone, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_dialect_set_max_user_data_bytes(
    commdn_dialect *dialect, size_t max_user_data_bytes, commdn_error **out_error);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_SESSION_H
#define COMMDN_SESSION_H
typedef enum commdn_session_state {
    COMMDN_SESSION_CONNECTING = 0,
    COMMDN_SESSION_UP = 1,
    COMMDN_SESSION_OUT_OF_SERVICE = 2,
    COMMDN_SESSION_OVER = 3
} commdn_session_state;
#define COMMDN_SESSION_CONNECTING 0
#define COMMDN_SESSION_UP 1
#define COMMDN_SESSION_OUT_OF_SERVICE 2
#define COMMDN_SESSION_OVER 3
typedef enum commdn_counter {
    COMMDN_COUNTER_SUBMITTED = 0,
    COMMDN_COUNTER_ACKNOWLEDGED = 1,
    COMMDN_COUNTER_REFUSED = 2,
    COMMDN_COUNTER_REFUSED_BY_TSERVER = 3,
    COMMDN_COUNTER_UNANSWERED = 4,
    COMMDN_COUNTER_DISCONNECTED = 5,
    COMMDN_COUNTER_WITHDRAWN = 6,
    COMMDN_COUNTER_LATE_ANSWERS = 7,
    COMMDN_COUNTER_AMBIGUOUS_ANSWERS = 8,
    COMMDN_COUNTER_UNSOLICITED = 9,
    COMMDN_COUNTER_ECHOES = 10,
    COMMDN_COUNTER_FOREIGN = 11,
    COMMDN_COUNTER_DESKTOP = 12,
    COMMDN_COUNTER_OTHER_TRAFFIC = 13,
    COMMDN_COUNTER_MALFORMED = 14,
    COMMDN_COUNTER_OPEN_REQUESTS = 15,
    COMMDN_COUNTER_WAITING_NOTICES = 16,
    COMMDN_COUNTER_LOST_NOTICES = 17,
    COMMDN_COUNTER_UNSENT_BYTES = 18,
    COMMDN_COUNTER_RECEIVED_BYTES = 19,
    COMMDN_COUNTER_SENT_BYTES = 20,
    COMMDN_COUNTER_RECONNECTS = 21,
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
COMMDN_API const char * COMMDN_CALL commdn_session_status_name(int32_t status);
COMMDN_API const char * COMMDN_CALL commdn_counter_name(int32_t counter);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_session_open(
    const char *address, const commdn_session_options *options, commdn_session **out_session,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_close(
    const commdn_session *session, int32_t timeout_ms, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_session_call(
    const commdn_session *session, const commdn_request *request, int32_t timeout_ms,
    commdn_answer **out_answer, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_session_submit(
    const commdn_session *session, const commdn_request *request, int32_t timeout_ms,
    commdn_pending **out_pending, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_next_notice(
    const commdn_session *session, int32_t timeout_ms, commdn_notice **out_notice,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_stats(
    const commdn_session *session, commdn_stats **out_stats, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_clock_ahead(
    const commdn_session *session, double *out_seconds, commdn_error **out_error);
COMMDN_API int32_t COMMDN_CALL commdn_session_status(const commdn_session *session);
COMMDN_API commdn_status COMMDN_CALL commdn_session_trouble(
    const commdn_session *session, commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_session_free(commdn_session *session);
COMMDN_API bool COMMDN_CALL commdn_session_is_over(const commdn_session *session);
COMMDN_API commdn_status COMMDN_CALL commdn_session_fd(
    const commdn_session *session, commdn_fd *out_fd, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_session_notice_fd(
    const commdn_session *session, commdn_fd *out_fd, commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_stats_free(commdn_stats *stats);
COMMDN_API commdn_status COMMDN_CALL commdn_stats_value(
    const commdn_stats *stats, int32_t counter, uint64_t *out_value);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_REQUEST_H
#define COMMDN_REQUEST_H
#define COMMDN_ANSWERS_ALL (-1)
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API commdn_status COMMDN_CALL commdn_request_new(
    int32_t message_type, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_of_sequence(
    int32_t message_type, const commdn_schedule *schedule, int32_t group,
    commdn_request **out_request);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_request_validate(
    const commdn_request *request, int32_t origin, int32_t target, const commdn_dialect *dialect,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_user_data(
    const commdn_request *request, int32_t origin, int32_t target, int32_t reference_id,
    const commdn_dialect *dialect, commdn_kvlist **out_user_data, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_read(
    const commdn_kvlist *user_data, const commdn_dialect *dialect, commdn_request **out_request,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_dup(
    const commdn_request *request, commdn_request **out_request);
COMMDN_API void COMMDN_CALL commdn_request_free(commdn_request *request);
COMMDN_API int32_t COMMDN_CALL commdn_request_message_type(const commdn_request *request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_load_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_unload_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_campaign_status(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_dialing_mode(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_start_dialing(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_stop_dialing(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_do_not_call(commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_cancel_record(commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_force_unload_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_complete_campaign(
    int32_t campaign, int32_t group, commdn_request **out_request);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_target(
    commdn_request *request, int32_t target, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_campaign(
    commdn_request *request, int32_t campaign, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_group(
    commdn_request *request, int32_t group, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_dial_mode(
    commdn_request *request, int32_t dial_mode, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_optimize_by(
    commdn_request *request, int32_t optimize_by, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_optimize_goal(
    commdn_request *request, int32_t optimize_goal, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_auto_completion(
    commdn_request *request, bool auto_completion, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_schedule(
    commdn_request *request, const commdn_schedule *schedule, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_phone(
    commdn_request *request, const char *phone, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_campaign_name(
    commdn_request *request, const char *campaign_name, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_customer_id(
    commdn_request *request, const char *customer_id, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_chain(
    commdn_request *request, const char *chain, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_priority_general(
    commdn_request *request, int32_t priority, int32_t n_records, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_priority_campaign_rescheduled(
    commdn_request *request, int32_t priority, int32_t n_records, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_priority_campaign_call_back(
    commdn_request *request, int32_t priority, int32_t n_records, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_dialing(
    commdn_request *request, int32_t dial_mode, int32_t optimize_by, int32_t optimize_goal,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_extra(
    commdn_request *request, const commdn_kvlist *pairs, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_wanted_answers(
    commdn_request *request, int32_t wanted_answers, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_repeat(
    commdn_request *request, bool repeat, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_request_set_phone_as_is(
    commdn_request *request, const char *text, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_phone_normalize(
    const char *text, char **out_number, commdn_error **out_error);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_ANSWER_H
#define COMMDN_ANSWER_H
#define COMMDN_WAIT_FOREVER (-1)
#define COMMDN_WAIT_DEFAULT (-2)
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_pending_wait(
    const commdn_pending *pending, int32_t timeout_ms, commdn_answer **out_answer,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_pending_poll(
    const commdn_pending *pending, bool *out_done, commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_pending_free(commdn_pending *pending);
COMMDN_API commdn_status COMMDN_CALL commdn_pending_reference_id(
    const commdn_pending *pending, int32_t *out_id);
COMMDN_API const commdn_event * COMMDN_CALL commdn_answer_event_at(
    const commdn_answer *answer, size_t index);
COMMDN_API void COMMDN_CALL commdn_answer_free(commdn_answer *answer);
COMMDN_API const commdn_event * COMMDN_CALL commdn_answer_event(const commdn_answer *answer);
COMMDN_API size_t COMMDN_CALL commdn_answer_event_count(const commdn_answer *answer);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_EVENT_H
#define COMMDN_EVENT_H
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API commdn_status COMMDN_CALL commdn_event_new(
    const commdn_kvlist *user_data, const commdn_dialect *dialect, commdn_event **out_event,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_event_dup(
    const commdn_event *event, commdn_event **out_event);
COMMDN_API void COMMDN_CALL commdn_event_free(commdn_event *event);
COMMDN_API int32_t COMMDN_CALL commdn_event_message_type(const commdn_event *event);
COMMDN_API bool COMMDN_CALL commdn_event_is_refusal(const commdn_event *event);
COMMDN_API const commdn_kvlist * COMMDN_CALL commdn_event_user_data(const commdn_event *event);
COMMDN_API commdn_status COMMDN_CALL commdn_event_error(
    const commdn_event *event, int32_t *out_error_number);
COMMDN_API commdn_status COMMDN_CALL commdn_event_reference_id(
    const commdn_event *event, int32_t *out_reference_id);
COMMDN_API commdn_status COMMDN_CALL commdn_event_origin(
    const commdn_event *event, int32_t *out_origin);
COMMDN_API commdn_status COMMDN_CALL commdn_event_target(
    const commdn_event *event, int32_t *out_target);
COMMDN_API commdn_status COMMDN_CALL commdn_event_campaign(
    const commdn_event *event, int32_t *out_campaign);
COMMDN_API commdn_status COMMDN_CALL commdn_event_group(
    const commdn_event *event, int32_t *out_group);
COMMDN_API commdn_status COMMDN_CALL commdn_event_dial_mode(
    const commdn_event *event, int32_t *out_dial_mode);
COMMDN_API commdn_status COMMDN_CALL commdn_event_optimize_by(
    const commdn_event *event, int32_t *out_optimize_by);
COMMDN_API commdn_status COMMDN_CALL commdn_event_optimize_goal(
    const commdn_event *event, int32_t *out_optimize_goal);
COMMDN_API commdn_status COMMDN_CALL commdn_event_status(
    const commdn_event *event, int32_t *out_status);
COMMDN_API commdn_status COMMDN_CALL commdn_event_auto_completion(
    const commdn_event *event, bool *out_auto_completion);
COMMDN_API commdn_status COMMDN_CALL commdn_event_error_message(
    const commdn_event *event, const char **out_error_message);
COMMDN_API commdn_status COMMDN_CALL commdn_event_schedule(
    const commdn_event *event, const commdn_schedule **out_schedule);
COMMDN_API commdn_status COMMDN_CALL commdn_event_phone(
    const commdn_event *event, const char **out_phone);
COMMDN_API commdn_status COMMDN_CALL commdn_event_campaign_name(
    const commdn_event *event, const char **out_campaign_name);
COMMDN_API commdn_status COMMDN_CALL commdn_event_customer_id(
    const commdn_event *event, const char **out_customer_id);
COMMDN_API commdn_status COMMDN_CALL commdn_event_chain(
    const commdn_event *event, const char **out_chain);
COMMDN_API commdn_status COMMDN_CALL commdn_event_message(
    const commdn_event *event, const char **out_message);
COMMDN_API commdn_status COMMDN_CALL commdn_event_priority_general(
    const commdn_event *event, int32_t *out_priority, int32_t *out_n_records);
COMMDN_API commdn_status COMMDN_CALL commdn_event_priority_campaign_rescheduled(
    const commdn_event *event, int32_t *out_priority, int32_t *out_n_records);
COMMDN_API commdn_status COMMDN_CALL commdn_event_priority_campaign_call_back(
    const commdn_event *event, int32_t *out_priority, int32_t *out_n_records);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_COMPLETIONS_H
#define COMMDN_COMPLETIONS_H
#define COMMDN_TAG_NONE UINT64_MAX
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API commdn_status COMMDN_CALL commdn_completions_new(
    const commdn_session *session, commdn_completions **out_completions, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_completions_submit(
    const commdn_completions *completions, uint64_t tag, const commdn_request *request,
    int32_t timeout_ms, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_completions_submit_many(
    const commdn_completions *completions, uint64_t first_tag,
    const commdn_request *const *requests, size_t requests_n, int32_t timeout_ms, size_t *out_sent,
    commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_completions_next(
    const commdn_completions *completions, int32_t timeout_ms, uint64_t *out_tag,
    commdn_answer **out_answer, commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_completions_free(commdn_completions *completions);
COMMDN_API commdn_status COMMDN_CALL commdn_completions_fd(
    const commdn_completions *completions, commdn_fd *out_fd, commdn_error **out_error);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_NOTICE_H
#define COMMDN_NOTICE_H
typedef enum commdn_notice_kind_number {
    COMMDN_NOTICE_EVENT = 0,
    COMMDN_NOTICE_LATE_ANSWER = 1,
    COMMDN_NOTICE_AMBIGUOUS_ANSWER = 2,
    COMMDN_NOTICE_SWITCH_UP = 3,
    COMMDN_NOTICE_SWITCH_DOWN = 4,
    COMMDN_NOTICE_UNREGISTERED = 5,
    COMMDN_NOTICE_DISCONNECTED = 6,
    COMMDN_NOTICE_OTHER = 7,
    COMMDN_NOTICE_CONNECTED = 8,
    COMMDN_NOTICE_REGISTERED = 9,
    COMMDN_NOTICE_OUT_OF_SERVICE = 10,
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
COMMDN_API const char * COMMDN_CALL commdn_notice_name(int32_t kind);
COMMDN_API void COMMDN_CALL commdn_notice_free(commdn_notice *notice);
COMMDN_API int32_t COMMDN_CALL commdn_notice_kind(const commdn_notice *notice);
COMMDN_API const commdn_event * COMMDN_CALL commdn_notice_event(const commdn_notice *notice);
COMMDN_API const commdn_error * COMMDN_CALL commdn_notice_error(const commdn_notice *notice);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_OUTBOX_H
#define COMMDN_OUTBOX_H
typedef enum commdn_outcome_kind {
    COMMDN_OUTCOME_ACKNOWLEDGED = 0,
    COMMDN_OUTCOME_REFUSED = 1,
    COMMDN_OUTCOME_UNKNOWN = 2,
    COMMDN_OUTCOME_GAVE_UP = 3,
    COMMDN_OUTCOME_EXPIRED = 4,
    COMMDN_OUTCOME_CANCELLED = 5
} commdn_outcome_kind;
#define COMMDN_OUTCOME_ACKNOWLEDGED 0
#define COMMDN_OUTCOME_REFUSED 1
#define COMMDN_OUTCOME_UNKNOWN 2
#define COMMDN_OUTCOME_GAVE_UP 3
#define COMMDN_OUTCOME_EXPIRED 4
#define COMMDN_OUTCOME_CANCELLED 5
typedef enum commdn_entry_state {
    COMMDN_ENTRY_WAITING = 0,
    COMMDN_ENTRY_BLOCKED = 1,
    COMMDN_ENTRY_CLAIMED = 2,
    COMMDN_ENTRY_DONE = 3,
    COMMDN_ENTRY_DEAD = 4
} commdn_entry_state;
#define COMMDN_ENTRY_WAITING 0
#define COMMDN_ENTRY_BLOCKED 1
#define COMMDN_ENTRY_CLAIMED 2
#define COMMDN_ENTRY_DONE 3
#define COMMDN_ENTRY_DEAD 4
typedef enum commdn_outbox_filter {
    COMMDN_OUTBOX_FILTER_ALL = 0,
    COMMDN_OUTBOX_FILTER_UNFINISHED = 1,
    COMMDN_OUTBOX_FILTER_DEAD = 2,
    COMMDN_OUTBOX_FILTER_ENDED = 100
} commdn_outbox_filter;
#define COMMDN_OUTBOX_FILTER_ALL 0
#define COMMDN_OUTBOX_FILTER_UNFINISHED 1
#define COMMDN_OUTBOX_FILTER_DEAD 2
#define COMMDN_OUTBOX_FILTER_ENDED 100
typedef enum commdn_outbox_counter {
    COMMDN_OUTBOX_UNFINISHED = 0,
    COMMDN_OUTBOX_UNFINISHED_BYTES = 1,
    COMMDN_OUTBOX_CLAIMED = 2,
    COMMDN_OUTBOX_DEAD = 3,
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
COMMDN_API const char * COMMDN_CALL commdn_outcome_name(int32_t kind);
COMMDN_API const char * COMMDN_CALL commdn_entry_name(int32_t state);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_backoff_ms(
    commdn_outbox_options *options, int32_t first_ms, int32_t max_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_add_retryable_refusal(
    commdn_outbox_options *options, int32_t cm_error, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_unordered(
    commdn_outbox_submit_options *options, bool unordered, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_new(
    commdn_outbox_options **out_outbox_options);
COMMDN_API void COMMDN_CALL commdn_outbox_options_free(commdn_outbox_options *options);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_new(
    commdn_outbox_submit_options **out_outbox_submit_options);
COMMDN_API void COMMDN_CALL commdn_outbox_submit_options_free(
    commdn_outbox_submit_options *options);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_entries(
    commdn_outbox_options *options, uint64_t max_entries, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_bytes(
    commdn_outbox_options *options, uint64_t max_bytes, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_busy_timeout_ms(
    commdn_outbox_options *options, int32_t busy_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_close_timeout_ms(
    commdn_outbox_options *options, int32_t close_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_poll_interval_ms(
    commdn_outbox_options *options, int32_t poll_interval_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_request_timeout_ms(
    commdn_outbox_options *options, int32_t request_timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_window(
    commdn_outbox_options *options, uint32_t window, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_attempts(
    commdn_outbox_options *options, uint32_t max_attempts, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_max_age_ms(
    commdn_outbox_options *options, int64_t max_age_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_lease_ms(
    commdn_outbox_options *options, int32_t lease_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_keep_answers(
    commdn_outbox_options *options, bool keep_answers, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_options_set_dialect(
    commdn_outbox_options *options, const commdn_dialect *dialect, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_key(
    commdn_outbox_submit_options *options, const char *key, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_order_key(
    commdn_outbox_submit_options *options, const char *order_key, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_max_age_ms(
    commdn_outbox_submit_options *options, int64_t max_age_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_submit_options_set_max_attempts(
    commdn_outbox_submit_options *options, uint32_t max_attempts, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_open(
    const char *path, const commdn_outbox_options *options, commdn_outbox **out_outbox,
    commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_attach(
    const commdn_outbox *outbox, const commdn_session *session, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_detach(
    const commdn_outbox *outbox, int32_t timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_trouble(
    const commdn_outbox *outbox, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_submit(
    const commdn_outbox *outbox, const commdn_request *request,
    const commdn_outbox_submit_options *options, uint64_t *out_id, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_submit_many(
    const commdn_outbox *outbox, const commdn_request *const *requests,
    const commdn_outbox_submit_options *const *options, size_t requests_n, uint64_t *out_ids,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_wait(
    const commdn_outbox *outbox, uint64_t id, int32_t timeout_ms,
    commdn_outbox_outcome **out_outcome, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_wait_until_empty(
    const commdn_outbox *outbox, int32_t timeout_ms, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_next_outcome(
    const commdn_outbox *outbox, uint64_t cursor, commdn_outbox_outcome **out_outcome,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_next_entry(
    const commdn_outbox *outbox, int32_t filter, uint64_t after, commdn_outbox_entry **out_entry,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_find(
    const commdn_outbox *outbox, const char *key, uint64_t *out_id, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_retry(
    const commdn_outbox *outbox, uint64_t id, uint64_t *out_new_id, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_outbox_retry_dead(
    const commdn_outbox *outbox, uint64_t *out_count, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_cancel(
    const commdn_outbox *outbox, uint64_t id, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_purge(
    const commdn_outbox *outbox, uint64_t age_ms, bool dead, uint64_t *out_count,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_export(
    const commdn_outbox *outbox, int32_t filter, const char *path, uint64_t *out_count,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_export_as_is(
    const commdn_outbox *outbox, int32_t filter, const char *path, uint64_t *out_count,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_count(
    const commdn_outbox *outbox, int32_t counter, uint64_t *out_value, commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_outbox_free(commdn_outbox *outbox);
COMMDN_API bool COMMDN_CALL commdn_outbox_is_attached(const commdn_outbox *outbox);
COMMDN_API commdn_status COMMDN_CALL commdn_outbox_fd(
    const commdn_outbox *outbox, commdn_fd *out_fd, commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_outbox_outcome_free(commdn_outbox_outcome *outcome);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_outcome_id(const commdn_outbox_outcome *outcome);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_outcome_cursor(const commdn_outbox_outcome *outcome);
COMMDN_API int32_t COMMDN_CALL commdn_outbox_outcome_kind(const commdn_outbox_outcome *outcome);
COMMDN_API uint32_t COMMDN_CALL commdn_outbox_outcome_attempts(
    const commdn_outbox_outcome *outcome);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_outcome_time_ms(const commdn_outbox_outcome *outcome);
COMMDN_API const char * COMMDN_CALL commdn_outbox_outcome_key(const commdn_outbox_outcome *outcome);
COMMDN_API const commdn_event * COMMDN_CALL commdn_outbox_outcome_event(
    const commdn_outbox_outcome *outcome);
COMMDN_API const commdn_error * COMMDN_CALL commdn_outbox_outcome_error(
    const commdn_outbox_outcome *outcome);
COMMDN_API void COMMDN_CALL commdn_outbox_entry_free(commdn_outbox_entry *entry);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_id(const commdn_outbox_entry *entry);
COMMDN_API int32_t COMMDN_CALL commdn_outbox_entry_state(const commdn_outbox_entry *entry);
COMMDN_API int32_t COMMDN_CALL commdn_outbox_entry_message_type(const commdn_outbox_entry *entry);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_attempts(const commdn_outbox_entry *entry);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_created_ms(const commdn_outbox_entry *entry);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_next_try_ms(const commdn_outbox_entry *entry);
COMMDN_API uint64_t COMMDN_CALL commdn_outbox_entry_expires_ms(const commdn_outbox_entry *entry);
COMMDN_API const char * COMMDN_CALL commdn_outbox_entry_key(const commdn_outbox_entry *entry);
COMMDN_API const commdn_request * COMMDN_CALL commdn_outbox_entry_request(
    const commdn_outbox_entry *entry);
COMMDN_API const commdn_outbox_outcome * COMMDN_CALL commdn_outbox_entry_outcome(
    const commdn_outbox_entry *entry);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_KVLIST_H
#define COMMDN_KVLIST_H
typedef enum commdn_value_type {
    COMMDN_TYPE_STRING = 0,
    COMMDN_TYPE_INT = 1,
    COMMDN_TYPE_BINARY = 2,
    COMMDN_TYPE_LIST = 3,
    COMMDN_TYPE_UNICODE = 4
} commdn_value_type;
#define COMMDN_TYPE_STRING 0
#define COMMDN_TYPE_INT 1
#define COMMDN_TYPE_BINARY 2
#define COMMDN_TYPE_LIST 3
#define COMMDN_TYPE_UNICODE 4
typedef enum commdn_text_form {
    COMMDN_TEXT_TSERVER = 0,
    COMMDN_TEXT_OCS = 1,
    COMMDN_TEXT_SDK = 2
} commdn_text_form;
#define COMMDN_TEXT_TSERVER 0
#define COMMDN_TEXT_OCS 1
#define COMMDN_TEXT_SDK 2
#ifdef __cplusplus
extern "C" {
#endif
typedef struct {
    uint32_t struct_size;
    int32_t value_type;
    const char *key;
    size_t key_bytes;
    const char *value;
    size_t value_bytes;
    int32_t number;
    uint32_t depth;
} commdn_pair;
typedef bool (COMMDN_CALL *commdn_pair_fn)(const commdn_pair *pair,
                               void *user_data);
COMMDN_API const char * COMMDN_CALL commdn_type_name(int32_t value_type);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_new(commdn_kvlist **out_list);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_dup(
    const commdn_kvlist *list, commdn_kvlist **out_list);
COMMDN_API void COMMDN_CALL commdn_kvlist_free(commdn_kvlist *list);
COMMDN_API size_t COMMDN_CALL commdn_kvlist_count(const commdn_kvlist *list);
COMMDN_API size_t COMMDN_CALL commdn_kvlist_depth(const commdn_kvlist *list);
COMMDN_API size_t COMMDN_CALL commdn_kvlist_packed_bytes(const commdn_kvlist *list);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_string(
    commdn_kvlist *list, const char *key, const char *value, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_string_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const char *value, size_t value_bytes,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_int(
    commdn_kvlist *list, const char *key, int32_t value, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_int_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, int32_t value,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_binary(
    commdn_kvlist *list, const char *key, const uint8_t *value, size_t value_bytes,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_binary_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const uint8_t *value,
    size_t value_bytes, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_unicode(
    commdn_kvlist *list, const char *key, const char *value, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_unicode_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const char *value, size_t value_bytes,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_int(
    const commdn_kvlist *list, const char *key, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_int_at(
    const commdn_kvlist *list, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_string(
    const commdn_kvlist *list, const char *key, const char **out_value, size_t *out_value_bytes);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_string_at(
    const commdn_kvlist *list, size_t index, const char **out_value, size_t *out_value_bytes);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_binary(
    const commdn_kvlist *list, const char *key, const uint8_t **out_value, size_t *out_value_bytes);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_binary_at(
    const commdn_kvlist *list, size_t index, const uint8_t **out_value, size_t *out_value_bytes);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_get_list(
    const commdn_kvlist *list, const char *key, const commdn_kvlist **out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_list_at(
    const commdn_kvlist *list, size_t index, const commdn_kvlist **out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_remove(commdn_kvlist *list, const char *key);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_remove_at(commdn_kvlist *list, size_t index);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_clear(commdn_kvlist *list);
COMMDN_API bool COMMDN_CALL commdn_kvlist_equal(
    const commdn_kvlist *list, const commdn_kvlist *other);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_list(
    commdn_kvlist *list, const char *key, const commdn_kvlist *value, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_add_list_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, const commdn_kvlist *value,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_begin_list(
    commdn_kvlist *list, const char *key, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_begin_list_n(
    commdn_kvlist *list, const char *key, size_t key_bytes, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_end_list(commdn_kvlist *list);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_extend(
    commdn_kvlist *list, const commdn_kvlist *other, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find(
    const commdn_kvlist *list, const char *key, size_t *out_index);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find_n(
    const commdn_kvlist *list, const char *key, size_t key_bytes, size_t *out_index);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find_ignoring_case(
    const commdn_kvlist *list, const char *key, size_t *out_index);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_find_path(
    const commdn_kvlist *list, const char *path, const commdn_kvlist **out_list, size_t *out_index);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_key_at(
    const commdn_kvlist *list, size_t index, const char **out_key, size_t *out_key_bytes);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_type_at(
    const commdn_kvlist *list, size_t index, int32_t *out_type);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_walk(
    const commdn_kvlist *list, commdn_pair_fn visit, void *user_data, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_walk_packed(
    const uint8_t *packed, size_t packed_bytes, const commdn_dialect *dialect, commdn_pair_fn visit,
    void *user_data, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_pack(
    const commdn_kvlist *list, const commdn_dialect *dialect, uint8_t **out_packed,
    size_t *out_packed_bytes, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_pack_into(
    const commdn_kvlist *list, const commdn_dialect *dialect, uint8_t *buffer, size_t buffer_bytes,
    size_t *out_packed_bytes, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_unpack(
    const uint8_t *packed, size_t packed_bytes, const commdn_dialect *dialect,
    commdn_kvlist **out_list, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_kvlist_print(
    const commdn_kvlist *list, int32_t form, const char *header, const commdn_dialect *dialect,
    char **out_text, size_t *out_text_bytes);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_kvlist_parse(
    const char *text, size_t text_bytes, int32_t form, const commdn_dialect *dialect,
    commdn_kvlist **out_list, commdn_error **out_error);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_SCHEDULE_H
#define COMMDN_SCHEDULE_H
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_description(
    commdn_schedule *schedule, const char *description, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_start_time(
    commdn_schedule *schedule, int32_t seconds, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_add_item(
    commdn_schedule *schedule, int32_t campaign, size_t *out_index, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_dialing(
    commdn_schedule *schedule, size_t index, int32_t dial_mode, int32_t optimize_by,
    int32_t optimize_goal, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_new(commdn_schedule **out_schedule);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_dup(
    const commdn_schedule *schedule, commdn_schedule **out_schedule);
COMMDN_API void COMMDN_CALL commdn_schedule_free(commdn_schedule *schedule);
COMMDN_API const char * COMMDN_CALL commdn_schedule_description(const commdn_schedule *schedule);
COMMDN_API size_t COMMDN_CALL commdn_schedule_item_count(const commdn_schedule *schedule);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_start_time(
    const commdn_schedule *schedule, int32_t *out_seconds);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_announced_items(
    const commdn_schedule *schedule, int32_t *out_items);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_stop_at_time(
    commdn_schedule *schedule, size_t index, int32_t seconds, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_stop_at_contacts(
    commdn_schedule *schedule, size_t index, int32_t contacts, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_stop_at_dials(
    commdn_schedule *schedule, size_t index, int32_t dials, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_set_item_sleep_before_next_start(
    commdn_schedule *schedule, size_t index, int32_t minutes, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_stop_at_time(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_stop_at_contacts(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_stop_at_dials(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_sleep_before_next_start(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_campaign(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_dial_mode(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_optimize_by(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_optimize_goal(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
COMMDN_API commdn_status COMMDN_CALL commdn_schedule_item_status(
    const commdn_schedule *schedule, size_t index, int32_t *out_value);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_DIRECTORY_H
#define COMMDN_DIRECTORY_H
typedef enum commdn_noun {
    COMMDN_NOUN_TENANT = 1,
    COMMDN_NOUN_SWITCH = 2,
    COMMDN_NOUN_APPLICATION = 3,
    COMMDN_NOUN_DN = 4,
    COMMDN_NOUN_CAMPAIGN = 5,
    COMMDN_NOUN_AGENT_GROUP = 6,
    COMMDN_NOUN_PLACE_GROUP = 7,
    COMMDN_NOUN_CAMPAIGN_GROUP = 8,
    COMMDN_NOUN_CALLING_LIST = 9,
    COMMDN_NOUN_GROUP = 100,
    COMMDN_NOUN_OCS = 101
} commdn_noun;
#define COMMDN_NOUN_TENANT 1
#define COMMDN_NOUN_SWITCH 2
#define COMMDN_NOUN_APPLICATION 3
#define COMMDN_NOUN_DN 4
#define COMMDN_NOUN_CAMPAIGN 5
#define COMMDN_NOUN_AGENT_GROUP 6
#define COMMDN_NOUN_PLACE_GROUP 7
#define COMMDN_NOUN_CAMPAIGN_GROUP 8
#define COMMDN_NOUN_CALLING_LIST 9
#define COMMDN_NOUN_GROUP 100
#define COMMDN_NOUN_OCS 101
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_load(
    const char *path, commdn_directory **out_directory, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_fetch(
    const char *address, const commdn_session_options *options, commdn_directory **out_directory,
    commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_store(
    const commdn_directory *directory, const char *path, const char *source,
    commdn_error **out_error);
COMMDN_API const commdn_directory_object * COMMDN_CALL commdn_directory_get(
    const commdn_directory *directory, int32_t noun_number, int32_t dbid);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_find(
    const commdn_directory *directory, int32_t noun_number, const char *text,
    const commdn_directory_object **out_object, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_resolve(
    const commdn_directory *directory, int32_t noun_number, const char *text, int32_t *out_dbid,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_directory_object_number(
    const commdn_directory_object *object, const char *field, int32_t *out_number,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_directory_object_text(
    const commdn_directory_object *object, const char *field, char **out_text,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_directory_object_option(
    const commdn_directory_object *object, const char *section, const char *name, char **out_value,
    commdn_error **out_error);
COMMDN_API bool COMMDN_CALL commdn_directory_object_connects_to(
    const commdn_directory_object *object, int32_t server);
COMMDN_API void COMMDN_CALL commdn_directory_free(commdn_directory *directory);
COMMDN_API size_t COMMDN_CALL commdn_directory_count(const commdn_directory *directory);
COMMDN_API const commdn_directory_object * COMMDN_CALL commdn_directory_at(
    const commdn_directory *directory, size_t index);
COMMDN_API int32_t COMMDN_CALL commdn_directory_object_kind(const commdn_directory_object *object);
COMMDN_API int32_t COMMDN_CALL commdn_directory_object_dbid(const commdn_directory_object *object);
COMMDN_API const char * COMMDN_CALL commdn_directory_object_name(
    const commdn_directory_object *object);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_SITE_H
#define COMMDN_SITE_H
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_site_load(
    const char *path, const char *name, commdn_site **out_site, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_site_session_options(
    const commdn_site *site, commdn_session_options **out_session_options,
    commdn_error **out_error);
COMMDN_API const commdn_site_setting * COMMDN_CALL commdn_site_get(
    const commdn_site *site, const char *key);
COMMDN_API const commdn_site_alias * COMMDN_CALL commdn_site_find_alias(
    const commdn_site *site, const char *kind, const char *name);
COMMDN_API int32_t COMMDN_CALL commdn_site_setting_dbid_at(
    const commdn_site_setting *setting, size_t index);
COMMDN_API void COMMDN_CALL commdn_site_free(commdn_site *site);
COMMDN_API const char * COMMDN_CALL commdn_site_name(const commdn_site *site);
COMMDN_API const char * COMMDN_CALL commdn_site_path(const commdn_site *site);
COMMDN_API const char * COMMDN_CALL commdn_site_server(const commdn_site *site);
COMMDN_API size_t COMMDN_CALL commdn_site_setting_count(const commdn_site *site);
COMMDN_API const commdn_site_setting * COMMDN_CALL commdn_site_setting_at(
    const commdn_site *site, size_t index);
COMMDN_API size_t COMMDN_CALL commdn_site_alias_count(const commdn_site *site);
COMMDN_API const commdn_site_alias * COMMDN_CALL commdn_site_alias_at(
    const commdn_site *site, size_t index);
COMMDN_API const char * COMMDN_CALL commdn_site_alias_kind(const commdn_site_alias *alias);
COMMDN_API const char * COMMDN_CALL commdn_site_alias_name(const commdn_site_alias *alias);
COMMDN_API int32_t COMMDN_CALL commdn_site_alias_dbid(const commdn_site_alias *alias);
COMMDN_API int32_t COMMDN_CALL commdn_site_alias_group(const commdn_site_alias *alias);
COMMDN_API uint32_t COMMDN_CALL commdn_site_alias_line(const commdn_site_alias *alias);
COMMDN_API const char * COMMDN_CALL commdn_site_setting_key(const commdn_site_setting *setting);
COMMDN_API const char * COMMDN_CALL commdn_site_setting_text(const commdn_site_setting *setting);
COMMDN_API commdn_status COMMDN_CALL commdn_site_setting_number(
    const commdn_site_setting *setting, int64_t *out_number);
COMMDN_API size_t COMMDN_CALL commdn_site_setting_dbid_count(const commdn_site_setting *setting);
COMMDN_API uint32_t COMMDN_CALL commdn_site_setting_line(const commdn_site_setting *setting);
COMMDN_API const char * COMMDN_CALL commdn_site_setting_section(const commdn_site_setting *setting);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_SIMULATOR_H
#define COMMDN_SIMULATOR_H
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_simulator_start(
    const char *path, commdn_simulator **out_simulator, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_simulator_start_toml(
    const char *toml, commdn_simulator **out_simulator, commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_simulator_open_session(
    const commdn_simulator *simulator, const commdn_session_options *options,
    commdn_session **out_session, commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_simulator_listen(
    const commdn_simulator *simulator, const char *address, int32_t *out_port,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_simulator_command(
    const commdn_simulator *simulator, const char *command, char **out_reply,
    commdn_error **out_error);
COMMDN_API void COMMDN_CALL commdn_simulator_free(commdn_simulator *simulator);
COMMDN_API commdn_status COMMDN_CALL commdn_simulator_stop(const commdn_simulator *simulator);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_HOST_H
#define COMMDN_HOST_H
#ifdef __cplusplus
extern "C" {
#endif
typedef int32_t (COMMDN_CALL *commdn_host_send_fn)(const char *dn,
                                       const uint8_t *user_data,
                                       size_t user_data_bytes,
                                       void *context);
COMMDN_API commdn_status COMMDN_CALL commdn_host_new(
    commdn_host_send_fn send, void *context, commdn_drop_fn drop_context, commdn_host **out_host,
    commdn_error **out_error);
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_host_open_session(
    const commdn_host *host, const commdn_session_options *options, commdn_session **out_session,
    commdn_error **out_error);
COMMDN_API commdn_status COMMDN_CALL commdn_host_user_event(
    const commdn_host *host, const uint8_t *user_data, size_t user_data_bytes);
COMMDN_API commdn_status COMMDN_CALL commdn_host_accepted(
    const commdn_host *host, int32_t reference_id);
COMMDN_API commdn_status COMMDN_CALL commdn_host_refused(
    const commdn_host *host, int32_t reference_id, int32_t server_code, const char *message);
COMMDN_API commdn_status COMMDN_CALL commdn_host_switch_link(const commdn_host *host, bool up);
COMMDN_API void COMMDN_CALL commdn_host_free(commdn_host *host);
COMMDN_API commdn_status COMMDN_CALL commdn_host_disconnected(const commdn_host *host);
COMMDN_API commdn_status COMMDN_CALL commdn_host_connected(const commdn_host *host);
COMMDN_API commdn_status COMMDN_CALL commdn_host_out_of_service(const commdn_host *host);
COMMDN_API commdn_status COMMDN_CALL commdn_host_in_service(const commdn_host *host);
COMMDN_API commdn_status COMMDN_CALL commdn_host_unregistered(const commdn_host *host);
COMMDN_API commdn_status COMMDN_CALL commdn_host_registered(const commdn_host *host);
#ifdef __cplusplus
}
#endif
#endif
#ifndef COMMDN_FIELDS_H
#define COMMDN_FIELDS_H
#define COMMDN_KEY_MESSAGE_TYPE "GSW_CM_MessageType"
#define COMMDN_KEY_PROPERTIES "GSW_CM_AttrProperties"
#define COMMDN_KEY_ERROR "GSW_CM_AttrError"
#define COMMDN_KEY_REFERENCE_ID "GSW_CM_AttrReferenceID"
#define COMMDN_KEY_ORIGIN_APP_ID "GSW_CM_AttrOriginAppID"
#define COMMDN_KEY_TARGET_APP_ID "GSW_CM_AttrTargetAppID"
#define COMMDN_KEY_CAMPAIGN_ID "GSW_CM_AttrCampaignID"
#define COMMDN_KEY_GROUP_ID "GSW_CM_AttrGroupID"
#define COMMDN_KEY_DIAL_MODE "GSW_CM_AttrDialMode"
#define COMMDN_KEY_OPTIMIZE_BY "GSW_CM_AttrOptimizeBy"
#define COMMDN_KEY_OPTIMIZE_GOAL "GSW_CM_AttrOptimizeGoal"
#define COMMDN_KEY_GROUP_CAMP_STATUS "GSW_CM_AttrGroupCampStatus"
#define COMMDN_KEY_AUTO_COMPLETION "GSW_AUTO_COMPLETION"
#define COMMDN_KEY_ERROR_MESSAGE "GSW_CM_AttrErrorMessage"
#define COMMDN_KEY_CAMPAIGN_SCHEDULE "campaign_schedule"
#define COMMDN_KEY_DIALING_PRIORITY "dialing_priority"
#define COMMDN_KEY_PHONE "GSW_PHONE"
#define COMMDN_KEY_CAMPAIGN_NAME "GSW_CAMPAIGN_NAME"
#define COMMDN_KEY_CUSTOMER_ID "GSW_CUSTOMER_ID"
#define COMMDN_KEY_CHAIN_ATTR "GSW_CHAIN_ATTR"
#define COMMDN_KEY_MESSAGE "GSW_MESSAGE"
#define COMMDN_KEY_CANCEL_RECORD "cancel_record"
#define COMMDN_KEY_DO_NOT_CALL "do_not_call"
#define COMMDN_KEY_DESCRIPTION "Description"
#define COMMDN_KEY_START_TIME "startTime"
#define COMMDN_KEY_N_ITEMS "nItems"
#define COMMDN_KEY_SCHEDULE_ITEM_PREFIX "scheduleItem-"
#define COMMDN_KEY_STOP_AT_TIME "stopAtTime"
#define COMMDN_KEY_STOP_AT_CONTACTS "stopAtContacts"
#define COMMDN_KEY_STOP_AT_DIALS "stopAtDials"
#define COMMDN_KEY_SLEEP_BEFORE_NEXT_START "sleepBeforeNextStart"
#define COMMDN_KEY_ITEM_CAMPAIGN "campaignDBID"
#define COMMDN_KEY_ITEM_DIAL_MODE "dialMode"
#define COMMDN_KEY_ITEM_OPT_METHOD "optMethod"
#define COMMDN_KEY_ITEM_OPT_METHOD_VALUE "optMethodValue"
#define COMMDN_KEY_ITEM_STATUS "status"
#define COMMDN_KEY_GENERAL "General"
#define COMMDN_KEY_CAMPAIGN_RESCHEDULED "CampaignRescheduled"
#define COMMDN_KEY_CAMPAIGN_CALL_BACK "CampaignCallBack"
#define COMMDN_KEY_PRIORITY "priority"
#define COMMDN_KEY_N_RECORDS "n_records"
#define COMMDN_KEY_DESKTOP_REQUEST "GSW_AGENT_REQ_TYPE"
#define COMMDN_KEY_DESKTOP_EVENT "GSW_USER_EVENT"
#define COMMDN_ON_DESKTOP_MESSAGE "Incomplete processing: record(s) on desktop"
#define COMMDN_CHAIN_ALL "AllChain"
#define COMMDN_CHAIN_RECORD_ONLY "RecordOnly"
typedef enum commdn_certainty {
    COMMDN_CERTAINTY_CHAPTER = 0,
    COMMDN_CERTAINTY_NOT_APPLICABLE = 1,
    COMMDN_CERTAINTY_PUBLIC = 2,
    COMMDN_CERTAINTY_INFERRED = 3
} commdn_certainty;
#define COMMDN_CERTAINTY_CHAPTER 0
#define COMMDN_CERTAINTY_NOT_APPLICABLE 1
#define COMMDN_CERTAINTY_PUBLIC 2
#define COMMDN_CERTAINTY_INFERRED 3
typedef enum commdn_enumeration {
    COMMDN_ENUM_MESSAGE_TYPE = 0,
    COMMDN_ENUM_CM_ERROR = 1,
    COMMDN_ENUM_DIAL_MODE = 2,
    COMMDN_ENUM_OPTIMIZE_BY = 3,
    COMMDN_ENUM_GROUP_STATUS = 4
} commdn_enumeration;
#define COMMDN_ENUM_MESSAGE_TYPE 0
#define COMMDN_ENUM_CM_ERROR 1
#define COMMDN_ENUM_DIAL_MODE 2
#define COMMDN_ENUM_OPTIMIZE_BY 3
#define COMMDN_ENUM_GROUP_STATUS 4
typedef enum commdn_message_type {
    COMMDN_MESSAGE_TYPE_NONE = 0,
    COMMDN_MESSAGE_TYPE_UNKNOWN = 1,
    COMMDN_MESSAGE_TYPE_ERROR = 2,
    COMMDN_MESSAGE_TYPE_CLIENT_REGISTER = 3,
    COMMDN_MESSAGE_TYPE_DISCONNECTED = 4,
    COMMDN_MESSAGE_TYPE_UNKNOWN_MESSAGE = 5,
    COMMDN_MESSAGE_TYPE_REQ_REGISTER_CLIENT = 6,
    COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN = 7,
    COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN = 8,
    COMMDN_MESSAGE_TYPE_REQ_START_DIALING = 9,
    COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING = 10,
    COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE = 11,
    COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS = 12,
    COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_REGISTERED = 13,
    COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_UNREGISTERED = 14,
    COMMDN_MESSAGE_TYPE_EV_SERVER_CONNECTED = 15,
    COMMDN_MESSAGE_TYPE_EV_SERVER_DISCONNECTED = 16,
    COMMDN_MESSAGE_TYPE_EV_CLIENT_DISCONNECTED = 17,
    COMMDN_MESSAGE_TYPE_EV_CLIENT_REGISTERED = 18,
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED = 19,
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNLOADED = 20,
    COMMDN_MESSAGE_TYPE_EV_DIALING_STARTED = 21,
    COMMDN_MESSAGE_TYPE_EV_DIALING_STOPPED = 22,
    COMMDN_MESSAGE_TYPE_EV_DIALING_MODE_CHANGED = 23,
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_STATUS = 24,
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_REGISTERED = 25,
    COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNREGISTERED = 26,
    COMMDN_MESSAGE_TYPE_EV_ERROR = 27,
    COMMDN_MESSAGE_TYPE_REQ_COMM_DN_GET_CAMPAIGN_DATA = 28,
    COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN = 29,
    COMMDN_MESSAGE_TYPE_REQ_CANCEL_RECORD = 30,
    COMMDN_MESSAGE_TYPE_EV_RECORD_CANCELED = 31,
    COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL = 32,
    COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED = 33,
    COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN = 36
} commdn_message_type;
#define COMMDN_MESSAGE_TYPE_NONE 0
#define COMMDN_MESSAGE_TYPE_UNKNOWN 1
#define COMMDN_MESSAGE_TYPE_ERROR 2
#define COMMDN_MESSAGE_TYPE_CLIENT_REGISTER 3
#define COMMDN_MESSAGE_TYPE_DISCONNECTED 4
#define COMMDN_MESSAGE_TYPE_UNKNOWN_MESSAGE 5
#define COMMDN_MESSAGE_TYPE_REQ_REGISTER_CLIENT 6
#define COMMDN_MESSAGE_TYPE_REQ_LOAD_CAMPAIGN 7
#define COMMDN_MESSAGE_TYPE_REQ_UNLOAD_CAMPAIGN 8
#define COMMDN_MESSAGE_TYPE_REQ_START_DIALING 9
#define COMMDN_MESSAGE_TYPE_REQ_STOP_DIALING 10
#define COMMDN_MESSAGE_TYPE_REQ_SET_DIALING_MODE 11
#define COMMDN_MESSAGE_TYPE_REQ_GET_CAMPAIGN_STATUS 12
#define COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_REGISTERED 13
#define COMMDN_MESSAGE_TYPE_REQ_CAMPAIGN_UNREGISTERED 14
#define COMMDN_MESSAGE_TYPE_EV_SERVER_CONNECTED 15
#define COMMDN_MESSAGE_TYPE_EV_SERVER_DISCONNECTED 16
#define COMMDN_MESSAGE_TYPE_EV_CLIENT_DISCONNECTED 17
#define COMMDN_MESSAGE_TYPE_EV_CLIENT_REGISTERED 18
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_LOADED 19
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNLOADED 20
#define COMMDN_MESSAGE_TYPE_EV_DIALING_STARTED 21
#define COMMDN_MESSAGE_TYPE_EV_DIALING_STOPPED 22
#define COMMDN_MESSAGE_TYPE_EV_DIALING_MODE_CHANGED 23
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_STATUS 24
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_REGISTERED 25
#define COMMDN_MESSAGE_TYPE_EV_CAMPAIGN_UNREGISTERED 26
#define COMMDN_MESSAGE_TYPE_EV_ERROR 27
#define COMMDN_MESSAGE_TYPE_REQ_COMM_DN_GET_CAMPAIGN_DATA 28
#define COMMDN_MESSAGE_TYPE_REQ_FORCE_UNLOAD_CAMPAIGN 29
#define COMMDN_MESSAGE_TYPE_REQ_CANCEL_RECORD 30
#define COMMDN_MESSAGE_TYPE_EV_RECORD_CANCELED 31
#define COMMDN_MESSAGE_TYPE_REQ_DO_NOT_CALL 32
#define COMMDN_MESSAGE_TYPE_EV_DO_NOT_CALL_PROCESSED 33
#define COMMDN_MESSAGE_TYPE_REQ_COMPLETE_CAMPAIGN 36
typedef enum commdn_cm_error {
    COMMDN_CM_ERROR_NO = 0,
    COMMDN_CM_ERROR_SERVER_CONNECTED = 1,
    COMMDN_CM_ERROR_REGISTER_CLIENT = 2,
    COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND = 3,
    COMMDN_CM_ERROR_CAMPAIGN_NOT_LOADED = 4,
    COMMDN_CM_ERROR_CAMPAIGN_ALREADY_LOADED = 5,
    COMMDN_CM_ERROR_CAMPAIGN_NOT_STARTED = 6,
    COMMDN_CM_ERROR_CAMPAIGN_ALREADY_STARTED = 7,
    COMMDN_CM_ERROR_GROUP_NOT_FOUND = 8,
    COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND = 9,
    COMMDN_CM_ERROR_INVALID_PARAMETER = 10,
    COMMDN_CM_ERROR_INVALID_CAMPAIGN_MODE = 11,
    COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE = 12,
    COMMDN_CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND = 13,
    COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE = 14,
    COMMDN_CM_ERROR_LICENSE_VIOLATION = 15,
    COMMDN_CM_ERROR_WRONG_CONFIGURATION = 16,
    COMMDN_CM_ERROR_PART_OF_SEQUENCE = 17
} commdn_cm_error;
#define COMMDN_CM_ERROR_NO 0
#define COMMDN_CM_ERROR_SERVER_CONNECTED 1
#define COMMDN_CM_ERROR_REGISTER_CLIENT 2
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_FOUND 3
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_LOADED 4
#define COMMDN_CM_ERROR_CAMPAIGN_ALREADY_LOADED 5
#define COMMDN_CM_ERROR_CAMPAIGN_NOT_STARTED 6
#define COMMDN_CM_ERROR_CAMPAIGN_ALREADY_STARTED 7
#define COMMDN_CM_ERROR_GROUP_NOT_FOUND 8
#define COMMDN_CM_ERROR_GROUP_CAMP_NOT_FOUND 9
#define COMMDN_CM_ERROR_INVALID_PARAMETER 10
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_MODE 11
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE 12
#define COMMDN_CM_ERROR_CAMPAIGN_SCHEDULE_NOT_FOUND 13
#define COMMDN_CM_ERROR_INVALID_CAMPAIGN_SCHEDULE_MODE 14
#define COMMDN_CM_ERROR_LICENSE_VIOLATION 15
#define COMMDN_CM_ERROR_WRONG_CONFIGURATION 16
#define COMMDN_CM_ERROR_PART_OF_SEQUENCE 17
typedef enum commdn_dial_mode {
    COMMDN_DIAL_MODE_NOT_CHANGED = 0,
    COMMDN_DIAL_MODE_PREDICT = 1,
    COMMDN_DIAL_MODE_PROGRESS = 2,
    COMMDN_DIAL_MODE_PREVIEW = 3,
    COMMDN_DIAL_MODE_PROGRESS_AND_SEIZE = 4,
    COMMDN_DIAL_MODE_PREDICT_AND_SEIZE = 5,
    COMMDN_DIAL_MODE_POWER = 6,
    COMMDN_DIAL_MODE_POWER_AND_SEIZE = 7,
    COMMDN_DIAL_MODE_PUSH_PREVIEW = 8,
    COMMDN_DIAL_MODE_PROGRESS_GVP = 9,
    COMMDN_DIAL_MODE_PREDICT_GVP = 10,
    COMMDN_DIAL_MODE_POWER_GVP = 11
} commdn_dial_mode;
#define COMMDN_DIAL_MODE_NOT_CHANGED 0
#define COMMDN_DIAL_MODE_PREDICT 1
#define COMMDN_DIAL_MODE_PROGRESS 2
#define COMMDN_DIAL_MODE_PREVIEW 3
#define COMMDN_DIAL_MODE_PROGRESS_AND_SEIZE 4
#define COMMDN_DIAL_MODE_PREDICT_AND_SEIZE 5
#define COMMDN_DIAL_MODE_POWER 6
#define COMMDN_DIAL_MODE_POWER_AND_SEIZE 7
#define COMMDN_DIAL_MODE_PUSH_PREVIEW 8
#define COMMDN_DIAL_MODE_PROGRESS_GVP 9
#define COMMDN_DIAL_MODE_PREDICT_GVP 10
#define COMMDN_DIAL_MODE_POWER_GVP 11
typedef enum commdn_optimize_by {
    COMMDN_OPTIMIZE_BY_NOT_CHANGED = 0,
    COMMDN_OPTIMIZE_BY_BUSY_FACTOR = 1,
    COMMDN_OPTIMIZE_BY_OVERDIAL_RATE = 2,
    COMMDN_OPTIMIZE_BY_WAIT_TIME = 3,
    COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME = 4,
    COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN = 5
} commdn_optimize_by;
#define COMMDN_OPTIMIZE_BY_NOT_CHANGED 0
#define COMMDN_OPTIMIZE_BY_BUSY_FACTOR 1
#define COMMDN_OPTIMIZE_BY_OVERDIAL_RATE 2
#define COMMDN_OPTIMIZE_BY_WAIT_TIME 3
#define COMMDN_OPTIMIZE_BY_DISTRIBUTION_TIME 4
#define COMMDN_OPTIMIZE_BY_MAXIMUM_GAIN 5
typedef enum commdn_group_status {
    COMMDN_GROUP_STATUS_NOT_LOADED = 0,
    COMMDN_GROUP_STATUS_WAITING_UNLOAD = 1,
    COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS = 2,
    COMMDN_GROUP_STATUS_INACTIVE = 3,
    COMMDN_GROUP_STATUS_ACTIVE = 4,
    COMMDN_GROUP_STATUS_RUNNING = 5
} commdn_group_status;
#define COMMDN_GROUP_STATUS_NOT_LOADED 0
#define COMMDN_GROUP_STATUS_WAITING_UNLOAD 1
#define COMMDN_GROUP_STATUS_UNLOAD_IN_PROGRESS 2
#define COMMDN_GROUP_STATUS_INACTIVE 3
#define COMMDN_GROUP_STATUS_ACTIVE 4
#define COMMDN_GROUP_STATUS_RUNNING 5
#ifdef __cplusplus
extern "C" {
#endif
COMMDN_API const char * COMMDN_CALL commdn_certainty_name(int32_t certainty);
COMMDN_API const char * COMMDN_CALL commdn_enum_name(int32_t enumeration, int32_t number);
COMMDN_API commdn_status COMMDN_CALL commdn_enum_number(
    int32_t enumeration, const char *name, int32_t *out_number);
COMMDN_API size_t COMMDN_CALL commdn_enum_count(int32_t enumeration);
COMMDN_API commdn_status COMMDN_CALL commdn_enum_entry(
    int32_t enumeration, size_t index, int32_t *out_number, const char **out_name,
    const char **out_label, int32_t *out_certainty);
COMMDN_API const char * COMMDN_CALL commdn_enum_key(int32_t enumeration);
COMMDN_API size_t COMMDN_CALL commdn_key_count(void);
COMMDN_API commdn_status COMMDN_CALL commdn_key_entry(
    size_t index, const char **out_key, int32_t *out_type, const char **out_path);
#ifdef __cplusplus
}
#endif
#endif
#endif
