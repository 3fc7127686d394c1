/*
 * commdn for C++17: what can go wrong. Part of commdn.hpp.
 *
 * Owns the exception classes, Result<T>, and the helpers that turn a commdn_status into either.
 * Knows nothing of lists, messages or sessions.
 */
#ifndef COMMDN_ERROR_HPP
#define COMMDN_ERROR_HPP

#include <commdn.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace commdn {

class EventView;
class Request;

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

/** Its name in commdn.h, for example "COMMDN_ERR_TIMEOUT"; "COMMDN_ERR_UNKNOWN" for others. */
inline std::string to_string(Code code) {
    return commdn_status_name(static_cast<std::int32_t>(code));
}

namespace detail {

/** Frees a C object. */
template <class T, void (*Free)(T *)>
struct Deleter {
    /** Free it. */
    void operator()(T *object) const noexcept { Free(object); }
};

template <class T, void (*Free)(T *)>
using Handle = std::unique_ptr<T, Deleter<T, Free>>;

using ErrorHandle = Handle<commdn_error, commdn_error_free>;

// A namespace of their own, so that calls with a Session do not look into detail (ADL) and take
// its run() or make() for the user's.
namespace bases {

/** What every owner of a C object has: moved, not copied, freed at its end. */
template <class T, void (*Free)(T *)>
class Owned {
public:
    /** The C object, still owned by this one; nullptr once this one was moved from or released. */
    T *capi() noexcept { return handle_.get(); }
    const T *capi() const noexcept { return handle_.get(); }
    /** Give the C object away: the caller frees it with its commdn_…_free(). */
    T *release() noexcept { return handle_.release(); }
    /** False once it was moved from or released. Calls then fail with InvalidArgument. */
    explicit operator bool() const noexcept { return handle_ != nullptr; }

protected:
    /** Take over a C object. */
    explicit Owned(T *owned) noexcept : handle_(owned) {}
    /** Free the C object now. */
    void reset() noexcept { handle_.reset(); }

private:
    Handle<T, Free> handle_;
};

}  // namespace bases

using bases::Owned;

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
    std::optional<std::string_view> attribute() const noexcept {
        return attribute_ ? std::optional<std::string_view>(*attribute_) : std::nullopt;
    }
    /** The event that refused the request, of OcsRefusedError. The event is the error's. */
    std::optional<EventView> event() const noexcept;
    /** A copy of the request whose answer tells whether OCS acted, of OutcomeUnknownError. */
    std::optional<Request> status_query() const;
    /** Throw it as the class of its code. */
    [[noreturn]] void raise() const;

private:
    Code code_;
    bool retryable_ = false;
    std::optional<std::int32_t> server_code_;
    std::shared_ptr<const std::string> attribute_;
    std::shared_ptr<const commdn_event> event_;
    std::shared_ptr<const commdn_request> status_query_;
};

/** An argument makes no sense; also any call on an object that was moved from. */
class InvalidArgument : public Error {
public:
    explicit InvalidArgument(const Error &error) : Error(error) {}
};
/** The request breaks a rule of the API, see attribute(); nothing was sent. */
class InvalidRequest : public Error {
public:
    explicit InvalidRequest(const Error &error) : Error(error) {}
};
/** A list cannot be read or written. */
class InvalidListError : public Error {
public:
    explicit InvalidListError(const Error &error) : Error(error) {}
};
/** There is no such pair, entry or name. */
class NotFoundError : public Error {
public:
    explicit NotFoundError(const Error &error) : Error(error) {}
};
/** The value has another type. */
class WrongTypeError : public Error {
public:
    explicit WrongTypeError(const Error &error) : Error(error) {}
};
/** A limit on open requests or unsent bytes is reached; nothing was sent. */
class OverloadedError : public Error {
public:
    explicit OverloadedError(const Error &error) : Error(error) {}
};
/** The session is closed. */
class ClosedError : public Error {
public:
    explicit ClosedError(const Error &error) : Error(error) {}
};
/** The session belongs to the process that this one was forked from. */
class ForkedError : public Error {
public:
    explicit ForkedError(const Error &error) : Error(error) {}
};
/** This build of the library lacks what was asked for, or does not fit this header (Code::Abi). */
class UnsupportedError : public Error {
public:
    explicit UnsupportedError(const Error &error) : Error(error) {}
};
/** The outbox holds as much as it may; nothing was stored. */
class OutboxFullError : public Error {
public:
    explicit OutboxFullError(const Error &error) : Error(error) {}
};
/** The outbox's file cannot be used, read or written; what() names it. */
class StorageError : public Error {
public:
    explicit StorageError(const Error &error) : Error(error) {}
};
/** The call waited long enough; what it waited for may still come. */
class TimeoutError : public Error {
public:
    explicit TimeoutError(const Error &error) : Error(error) {}
};
/** The connection could not be opened. */
class ConnectError : public Error {
public:
    explicit ConnectError(const Error &error) : Error(error) {}
};
/** The connection cannot be made secure; what() names the certificate, file or version at fault. */
class TlsError : public ConnectError {
public:
    explicit TlsError(const Error &error) : ConnectError(error) {}
};
/** The connection was lost. */
class DisconnectedError : public Error {
public:
    explicit DisconnectedError(const Error &error) : Error(error) {}
};
/** The connection was lost, and whether OCS acted on the request is not known. */
class OutcomeUnknownError : public DisconnectedError {
public:
    explicit OutcomeUnknownError(const Error &error) : DisconnectedError(error) {}
};
/** A server refused, see server_code(). */
class ServerError : public Error {
public:
    explicit ServerError(const Error &error) : Error(error) {}
};
/** T-Server refused the application, its password, the DN, or to distribute the request. */
class TServerError : public ServerError {
public:
    explicit TServerError(const Error &error) : ServerError(error) {}
};
/** OCS refused the request, see event(). */
class OcsRefusedError : public ServerError {
public:
    explicit OcsRefusedError(const Error &error) : ServerError(error) {}
};
/** The peer breaks the link protocol. */
class ProtocolError : public Error {
public:
    explicit ProtocolError(const Error &error) : Error(error) {}
};
/** No OCS answered the request in time; what() says what to check. */
class NoAnswerError : public Error {
public:
    explicit NoAnswerError(const Error &error) : Error(error) {}
};
/** A fault of the library. */
class InternalError : public Error {
public:
    explicit InternalError(const Error &error) : Error(error) {}
};

inline void Error::raise() const {
    switch (code_) {
    case Code::InvalidArgument: throw InvalidArgument(*this);
    case Code::InvalidRequest: throw InvalidRequest(*this);
    case Code::InvalidList: throw InvalidListError(*this);
    case Code::NotFound: throw NotFoundError(*this);
    case Code::WrongType: throw WrongTypeError(*this);
    case Code::Overloaded: throw OverloadedError(*this);
    case Code::Closed: throw ClosedError(*this);
    case Code::Forked: throw ForkedError(*this);
    case Code::Unsupported:
    case Code::Abi: throw UnsupportedError(*this);
    case Code::OutboxFull: throw OutboxFullError(*this);
    case Code::Storage: throw StorageError(*this);
    case Code::Timeout: throw TimeoutError(*this);
    case Code::Connect: throw ConnectError(*this);
    case Code::Tls: throw TlsError(*this);
    case Code::Disconnected: throw DisconnectedError(*this);
    case Code::OutcomeUnknown: throw OutcomeUnknownError(*this);
    case Code::LoginRefused:
    case Code::RegistrationRefused:
    case Code::TServerRefused: throw TServerError(*this);
    case Code::OcsRefused: throw OcsRefusedError(*this);
    case Code::Protocol: throw ProtocolError(*this);
    case Code::NoAnswer: throw NoAnswerError(*this);
    case Code::Internal: throw InternalError(*this);
    case Code::Ok:
    case Code::BufferTooSmall: break;
    }
    throw *this;
}

/**
 * A value, or why there is none: what the try_ functions return.
 *
 * They throw nothing but std::bad_alloc. value() throws the error if there is no value, as the
 * function without try_ does.
 */
template <class T>
class [[nodiscard]] Result {
public:
    /** A value. */
    Result(T value) : outcome_(std::in_place_index<0>, std::move(value)) {}
    /** Why there is none. */
    Result(Error error) : outcome_(std::in_place_index<1>, std::move(error)) {}

    /** Whether there is a value. */
    bool has_value() const noexcept { return outcome_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }

    /** The value; throws the error if there is none. */
    T &value() & {
        require();
        return std::get<0>(outcome_);
    }
    const T &value() const & {
        require();
        return std::get<0>(outcome_);
    }
    T value() && {
        require();
        return std::get<0>(std::move(outcome_));
    }
    /** As value(). */
    T &operator*() & { return value(); }
    const T &operator*() const & { return value(); }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    /** The value, or `other`. */
    T value_or(T other) && {
        return has_value() ? std::get<0>(std::move(outcome_)) : std::move(other);
    }
    /** The error; throws std::bad_variant_access if there is a value. */
    const Error &error() const { return std::get<1>(outcome_); }
    /** The error's code, Code::Ok if there is a value. */
    Code code() const noexcept {
        const Error *error = std::get_if<1>(&outcome_);
        return error != nullptr ? error->code() : Code::Ok;
    }

private:
    void require() const {
        if (const Error *error = std::get_if<1>(&outcome_)) {
            error->raise();
        }
    }

    std::variant<T, Error> outcome_;
};

/** Success, or why not. */
template <>
class [[nodiscard]] Result<void> {
public:
    Result() noexcept = default;
    /** Why not. */
    Result(Error error) : error_(std::move(error)) {}

    /** Whether it is a success. */
    bool has_value() const noexcept { return !error_; }
    explicit operator bool() const noexcept { return has_value(); }
    /** Throws the error if there is one. */
    void value() const {
        if (error_) {
            error_->raise();
        }
    }
    /** The error; throws std::bad_optional_access if there is none. */
    const Error &error() const { return error_.value(); }
    /** The error's code, Code::Ok on success. */
    Code code() const noexcept { return error_ ? error_->code() : Code::Ok; }

private:
    std::optional<Error> error_;
};

namespace detail {

/** Run a C call that has an out_error. */
template <class Call>
Result<void> run(Call &&call) {
    commdn_error *raw = nullptr;
    const commdn_status status = std::forward<Call>(call)(&raw);
    const ErrorHandle error(raw);
    if (status == COMMDN_OK) {
        return {};
    }
    return Error(status, error.get());
}

/** Run a C call that makes an object: `call(T **out, commdn_error **out_error)`. */
template <class Owner, class T, class Call>
Result<Owner> make(Call &&call) {
    T *made = nullptr;
    Result<void> done = run([&](commdn_error **error) { return call(&made, error); });
    if (!done) {
        return done.error();
    }
    return Owner(made);
}

/** The outcome of a C call that tells a status only. */
inline Result<void> plain(commdn_status status, std::string_view what) {
    if (status == COMMDN_OK) {
        return {};
    }
    return Error(status, nullptr, what);
}

/** Whether a text arrives whole in C, where NUL ends it; InvalidArgument names it if not. */
inline Result<void> check_text(std::string_view text, const char *name) {
    if (text.find('\0') != std::string_view::npos) {
        return Error(Code::InvalidArgument, std::string(name) + " contains a NUL byte");
    }
    return {};
}

/** Run a C call that takes a text that ends with NUL. */
template <class Call>
Result<void> run_with_text(std::string_view text, const char *name, Call &&call) {
    Result<void> whole = check_text(text, name);
    if (!whole) {
        return whole;
    }
    const std::string copy(text);
    return run([&](commdn_error **error) { return call(copy.c_str(), error); });
}

/** Run a C call that makes an object of a text: `call(const char *, T **out, commdn_error **)`. */
template <class Owner, class T, class Call>
Result<Owner> make_with_text(std::string_view text, const char *name, Call &&call) {
    T *made = nullptr;
    Result<void> done = run_with_text(
        text, name, [&](const char *copy, commdn_error **error) { return call(copy, &made, error); });
    if (!done) {
        return done.error();
    }
    return Owner(made);
}

/** An optional of what a getter gives, empty unless it returns COMMDN_OK. */
template <class T, class Object>
std::optional<T> optional_number(commdn_status (*get)(const Object *, std::int32_t *),
                                 const Object *object) noexcept {
    std::int32_t number = 0;
    if (get(object, &number) != COMMDN_OK) {
        return std::nullopt;
    }
    return static_cast<T>(number);
}

template <class Object>
std::optional<std::string_view> optional_text(commdn_status (*get)(const Object *, const char **),
                                              const Object *object) noexcept {
    const char *text = nullptr;
    if (get(object, &text) != COMMDN_OK || text == nullptr) {
        return std::nullopt;
    }
    return std::string_view(text);
}

}  // namespace detail

/** The version of the library, for example "0.1.0". */
inline std::string_view version() noexcept { return commdn_version(); }

/** The number of the library's ABI; check_abi() holds it against the header's. */
inline std::uint32_t abi_version() noexcept { return commdn_abi_version(); }

/** Whether the library fits this header; Session::open() asks, too. */
inline Result<void> try_check_abi() {
    return detail::run([](commdn_error **error) { return commdn_check_abi(COMMDN_ABI, error); });
}
/** Throws UnsupportedError unless the library fits this header. */
inline void check_abi() { try_check_abi().value(); }

}  // namespace commdn

#endif  // COMMDN_ERROR_HPP
