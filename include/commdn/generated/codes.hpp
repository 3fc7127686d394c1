/*
 * commdn for C++17: the numbers of errors. Part of error.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_CODES_HPP
#define COMMDN_GENERATED_CODES_HPP

#include <commdn.h>
#include <commdn_fwd.hpp>

COMMDN_HPP_BEGIN

/** The COMMDN_ERR numbers. Expect others, too: a newer library may return them. */
enum class Code : std::int32_t {
    Ok = COMMDN_OK,
    InvalidArgument = COMMDN_ERR_INVALID_ARGUMENT,
    InvalidRequest = COMMDN_ERR_INVALID_REQUEST,
    InvalidList = COMMDN_ERR_INVALID_LIST,
    NotFound = COMMDN_ERR_NOT_FOUND,
    WrongType = COMMDN_ERR_WRONG_TYPE,
    BufferTooSmall = COMMDN_ERR_BUFFER_TOO_SMALL,
    Overloaded = COMMDN_ERR_OVERLOADED,
    Closed = COMMDN_ERR_CLOSED,
    Forked = COMMDN_ERR_FORKED,
    Unsupported = COMMDN_ERR_UNSUPPORTED,
    Abi = COMMDN_ERR_ABI,
    OutboxFull = COMMDN_ERR_OUTBOX_FULL,
    Storage = COMMDN_ERR_STORAGE,
    NameUnknown = COMMDN_ERR_NAME_UNKNOWN,
    NameAmbiguous = COMMDN_ERR_NAME_AMBIGUOUS,
    InvalidDirectory = COMMDN_ERR_INVALID_DIRECTORY,
    Timeout = COMMDN_ERR_TIMEOUT,
    Connect = COMMDN_ERR_CONNECT,
    Disconnected = COMMDN_ERR_DISCONNECTED,
    OutcomeUnknown = COMMDN_ERR_OUTCOME_UNKNOWN,
    Tls = COMMDN_ERR_TLS,
    LoginRefused = COMMDN_ERR_LOGIN_REFUSED,
    RegistrationRefused = COMMDN_ERR_REGISTRATION_REFUSED,
    Protocol = COMMDN_ERR_PROTOCOL,
    TServerRefused = COMMDN_ERR_TSERVER_REFUSED,
    OcsRefused = COMMDN_ERR_OCS_REFUSED,
    NoAnswer = COMMDN_ERR_NO_ANSWER,
    Internal = COMMDN_ERR_INTERNAL
};

namespace detail {

/** Its name in commdn.h. */
inline const char *name_of(Code value) noexcept {
    return commdn_status_name(static_cast<std::int32_t>(value));
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_CODES_HPP
