/*
 * commdn for C++17: calling C. Part of commdn.hpp.
 *
 * Owns what turns a commdn_status, and what is handed out beside it, into a Result, and texts into
 * C's.
 */
#ifndef COMMDN_CALLS_HPP
#define COMMDN_CALLS_HPP

#include <commdn/result.hpp>

#include <limits>

COMMDN_HPP_BEGIN

namespace detail {

/** Call a C function whose last argument is its out_error. */
template <class Function, class... Arguments>
Result<void> call(Function &&function, Arguments... arguments) {
    commdn_error *raw = nullptr;
    const commdn_status status = function(arguments..., &raw);
    const ErrorHandle error(raw);
    if (status == COMMDN_OK) {
        return {};
    }
    return Error(status, error.get());
}

/** Call a C function that tells a status only. */
inline Result<void> plain(commdn_status status, std::string_view what) {
    if (status == COMMDN_OK) {
        return {};
    }
    return Error(status, nullptr, what);
}

/** Call a C function that gives a `T` in its last argument but one. */
template <class T, class Function, class... Arguments>
Result<T> fetch(Function &&function, Arguments... arguments) {
    T found{};
    Result<void> done = call(function, arguments..., &found);
    if (!done) {
        return std::move(done).error();
    }
    return found;
}

/** Call a C function that makes the object of an `Owner` in its last argument but one. */
template <class Owner, class Function, class... Arguments>
Result<Owner> make(Function &&function, Arguments... arguments) {
    decltype(std::declval<Owner &>().capi()) made = nullptr;
    Result<void> done = call(function, arguments..., &made);
    if (!done) {
        return std::move(done).error();
    }
    return Owner(made);
}

/** As make(), of a C function without out_error; `what` it is about. */
template <class Owner, class Function, class... Arguments>
Result<Owner> make_plain(std::string_view what, Function &&function, Arguments... arguments) {
    decltype(std::declval<Owner &>().capi()) made = nullptr;
    Result<void> done = plain(function(arguments..., &made), what);
    if (!done) {
        return std::move(done).error();
    }
    return Owner(made);
}

/** Call a C function that gives a text in its last argument but one. */
template <class Function, class... Arguments>
Result<std::string> fetch_text(Function &&function, Arguments... arguments) {
    char *raw = nullptr;
    Result<void> done = call(function, arguments..., &raw);
    const Handle<char, commdn_string_free> text(raw);
    if (!done) {
        return std::move(done).error();
    }
    return std::string(raw);
}

/** A text for C, where NUL would end it: InvalidArgument names one that has a NUL in it. */
inline Result<std::string> c_text(std::string_view text, const char *name) {
    if (text.find('\0') != std::string_view::npos) {
        return Error(Code::InvalidArgument, std::string(name) + " contains a NUL byte");
    }
    return std::string(text);
}

/** A count of chrono ticks as the API's 32-bit number. */
template <class Rep>
Result<std::int32_t> to_int32(Rep count, const char *name) {
    if (count < (std::numeric_limits<std::int32_t>::min)() || count > (std::numeric_limits<std::int32_t>::max)()) {
        return Error(Code::InvalidArgument, std::string(name) + " " + std::to_string(count) + " has more than 32 bits");
    }
    return static_cast<std::int32_t>(count);
}

/** What a getter gives, empty unless it returns COMMDN_OK. */
template <class T, class Object>
std::optional<T> optional_number(commdn_status (*get)(const Object *, std::int32_t *), const Object *object) noexcept {
    std::int32_t number = 0;
    return get(object, &number) == COMMDN_OK ? std::optional<T>(static_cast<T>(number)) : std::nullopt;
}

template <class Object>
std::optional<bool> optional_flag(commdn_status (*get)(const Object *, bool *), const Object *object) noexcept {
    bool flag = false;
    return get(object, &flag) == COMMDN_OK ? std::optional<bool>(flag) : std::nullopt;
}

template <class Object>
std::optional<std::string_view> optional_text(commdn_status (*get)(const Object *, const char **),
                                              const Object *object) noexcept {
    const char *text = nullptr;
    return get(object, &text) == COMMDN_OK ? text_or_none(text) : std::nullopt;
}

}  // namespace detail

/** The version of the library, for example "0.1.0". */
inline std::string_view version() noexcept { return commdn_version(); }

/** The number of the library's ABI; check_abi() holds it against the header's. */
inline std::uint32_t abi_version() noexcept { return commdn_abi_version(); }

/** Whether the library fits this header; Session::open() asks, too. */
inline Result<void> try_check_abi() { return detail::call(commdn_check_abi, std::uint32_t{COMMDN_ABI}); }
/** Throws UnsupportedError unless the library fits this header. */
inline void check_abi() { try_check_abi().value(); }

COMMDN_HPP_END

#endif  // COMMDN_CALLS_HPP
