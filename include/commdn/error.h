/*
 * Why a call failed. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_ERROR_H
#define COMMDN_ERROR_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The status, the same that the call returned; COMMDN_OK for NULL. */
COMMDN_API commdn_status COMMDN_CALL commdn_error_code(const commdn_error *error);

/**
 * Why OCS did not answer, of COMMDN_ERR_NO_ANSWER: a word of the doctor such as "not-connected";
 * NULL unless the session has a directory that tells.
 *
 * The message tells it in a sentence, with what to do. docs/doctor.md lists the words.
 */
COMMDN_API const char * COMMDN_CALL commdn_error_verdict(const commdn_error *error);

/**
 * The name of a status, for example "COMMDN_ERR_TIMEOUT"; "COMMDN_ERR_UNKNOWN" for other numbers.
 */
COMMDN_API const char * COMMDN_CALL commdn_status_name(commdn_status status);

/** Free an error. */
COMMDN_API void COMMDN_CALL commdn_error_free(commdn_error *error);

/** What failed and the value at fault, in English; "" for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_error_message(const commdn_error *error);

/** The key of the attribute at fault, of COMMDN_ERR_INVALID_REQUEST; NULL if there is none. */
COMMDN_API const char * COMMDN_CALL commdn_error_attribute(const commdn_error *error);

/**
 * The error number of T-Server (login, registration or the request refused) or of OCS.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if no server refused, or it gave no number.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_error_server_code(
    const commdn_error *error, int32_t *out_code);

/** Whether the same call may do better later, and repeating it does no harm; false for NULL. */
COMMDN_API bool COMMDN_CALL commdn_error_is_retryable(const commdn_error *error);

/** The event that refused the request, of COMMDN_ERR_OCS_REFUSED; NULL if there is none. */
COMMDN_API const commdn_event * COMMDN_CALL commdn_error_event(const commdn_error *error);

/**
 * The request whose answer tells whether OCS acted, of COMMDN_ERR_OUTCOME_UNKNOWN; NULL if there is
 * none.
 *
 * For a sequence there is none: ask for the status of the same schedule.
 */
COMMDN_API const commdn_request * COMMDN_CALL commdn_error_status_query(const commdn_error *error);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_ERROR_H */
