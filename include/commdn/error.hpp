/*
 * commdn for C++17: what can go wrong. Part of commdn.hpp.
 *
 * Owns Error, the base of the exception classes; they are in generated/errors.hpp. Knows nothing of
 * lists, messages or sessions.
 */
#ifndef COMMDN_ERROR_HPP
#define COMMDN_ERROR_HPP

#include <commdn/enums.hpp>
#include <commdn/owned.hpp>

#include <stdexcept>

COMMDN_HPP_BEGIN

namespace detail {

using ErrorHandle = Handle<commdn_error, commdn_error_free>;

/** What failed, for the C calls that tell no more than a status. */
inline std::string describe(commdn_status status, std::string_view what) {
    std::string text;
    switch (status) {
    case COMMDN_ERR_NOT_FOUND: return text.append("there is no ").append(what);
    case COMMDN_ERR_WRONG_TYPE: return text.append(what).append(" has another type");
    case COMMDN_ERR_INVALID_ARGUMENT: return text.append(what).append(": invalid argument");
    default: return text.append(what).append(": ").append(commdn_status_name(status));
    }
}

}  // namespace detail

/**
 * Why a call failed: the base of every exception of commdn.
 *
 * Catch it for everything, or one of the classes below. Copying never throws. Threads: as any
 * const object.
 */
class Error : public std::runtime_error {
public:
    /** An error with that code; the text tells what failed and the value at fault. */
    Error(Code code, const std::string &message) : std::runtime_error(message), code_(code) {}

    /** What the C error tells; `error` stays the caller's and may be nullptr. */
    Error(commdn_status status, const commdn_error *error, std::string_view what = "call")
        : std::runtime_error(error != nullptr ? std::string(commdn_error_message(error))
                                              : detail::describe(status, what)),
          code_(static_cast<Code>(status)), retryable_(commdn_error_is_retryable(error)) {
        std::int32_t number = 0;
        if (commdn_error_server_code(error, &number) == COMMDN_OK) {
            server_code_ = number;
        }
        if (const char *attribute = commdn_error_attribute(error)) {
            attribute_ = std::make_shared<const std::string>(attribute);
        }
        if (const char *verdict = commdn_error_verdict(error)) {
            verdict_ = std::make_shared<const std::string>(verdict);
        }
        commdn_event *copy = nullptr;
        const commdn_event *event = commdn_error_event(error);
        if (event != nullptr && commdn_event_dup(event, &copy) == COMMDN_OK) {
            event_.reset(copy, commdn_event_free);
        }
        commdn_request *asking = nullptr;
        const commdn_request *query = commdn_error_status_query(error);
        if (query != nullptr && commdn_request_dup(query, &asking) == COMMDN_OK) {
            status_query_.reset(asking, commdn_request_free);
        }
    }

    /** The status. */
    Code code() const noexcept { return code_; }
    /** The number that T-Server or OCS gave, if one of them refused. */
    std::optional<std::int32_t> server_code() const noexcept { return server_code_; }
    /** Whether the same call may do better later, and repeating it does no harm. */
    bool retryable() const noexcept { return retryable_; }
    /** The key of the attribute at fault, of InvalidRequest. The text is the error's. */
    std::optional<std::string_view> attribute() const & noexcept COMMDN_LIFETIMEBOUND {
        return attribute_ ? std::optional<std::string_view>(*attribute_) : std::nullopt;
    }
    std::optional<std::string> attribute() const && { return detail::own(attribute()); }
    /**
     * Why OCS did not answer, of NoAnswerError: a word of the doctor such as "not-connected"; none
     * unless the session has a directory that tells. what() tells it in a sentence.
     */
    std::optional<std::string_view> verdict() const & noexcept COMMDN_LIFETIMEBOUND {
        return verdict_ ? std::optional<std::string_view>(*verdict_) : std::nullopt;
    }
    std::optional<std::string> verdict() const && { return detail::own(verdict()); }
    /** The event that refused the request, of OcsRefusedError. The event is the error's. */
    std::optional<EventView> event() const & noexcept COMMDN_LIFETIMEBOUND;
    std::optional<Event> event() const &&;
    /** A copy of the request whose answer tells whether OCS acted, of OutcomeUnknownError. */
    std::optional<Request> status_query() const;
    /** Throw it as the class of its code. */
    [[noreturn]] void raise() const;

    /** The same code, server's number and text. */
    friend bool operator==(const Error &left, const Error &right) noexcept {
        return left.code_ == right.code_ && left.server_code_ == right.server_code_
               && std::string_view(left.what()) == right.what();
    }
    friend bool operator!=(const Error &left, const Error &right) noexcept { return !(left == right); }

private:
    Code code_;
    bool retryable_ = false;
    std::optional<std::int32_t> server_code_;
    std::shared_ptr<const std::string> attribute_;
    std::shared_ptr<const std::string> verdict_;
    std::shared_ptr<const commdn_event> event_;
    std::shared_ptr<const commdn_request> status_query_;
};

COMMDN_HPP_END

#include <commdn/generated/errors.hpp>

#endif  // COMMDN_ERROR_HPP
