/*
 * commdn for C++17: a value, or why there is none. Part of commdn.hpp.
 *
 * Owns Result<T>, which behaves like std::expected<T, Error> and derives from it where the standard
 * library has it. Knows nothing of the calls that give one.
 */
#ifndef COMMDN_RESULT_HPP
#define COMMDN_RESULT_HPP

#include <commdn/error.hpp>

#include <functional>
#include <variant>
#if COMMDN_HPP_STD_EXPECTED
#include <expected>
#endif

COMMDN_HPP_BEGIN

namespace detail {

#if COMMDN_HPP_STD_EXPECTED

using Unexpect = std::unexpect_t;
template <class T>
using Expected = std::expected<T, Error>;

#else

/** Tells a constructor that there is no value. */
struct Unexpect {
    explicit Unexpect() = default;
};

/** As much of std::expected<T, Error> as Result needs. */
template <class T>
class Expected {
public:
    Expected(std::in_place_t, T value) : outcome_(std::in_place_index<0>, std::move(value)) {}
    Expected(Unexpect, Error error) : outcome_(std::in_place_index<1>, std::move(error)) {}
    bool has_value() const noexcept { return outcome_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    T &operator*() & noexcept { return *std::get_if<0>(&outcome_); }
    const T &operator*() const & noexcept { return *std::get_if<0>(&outcome_); }
    Error &error() & noexcept { return *std::get_if<1>(&outcome_); }
    const Error &error() const & noexcept { return *std::get_if<1>(&outcome_); }

private:
    std::variant<T, Error> outcome_;
};

template <>
class Expected<void> {
public:
    Expected() noexcept = default;
    Expected(Unexpect, Error error) : error_(std::move(error)) {}
    bool has_value() const noexcept { return !error_; }
    explicit operator bool() const noexcept { return has_value(); }
    Error &error() & noexcept { return *error_; }
    const Error &error() const & noexcept { return *error_; }

private:
    std::optional<Error> error_;
};

#endif

template <class T>
inline constexpr bool is_result = false;
template <class T>
inline constexpr bool is_result<Result<T>> = true;
template <class T>
inline constexpr bool is_result<Expected<T>> = true;

/** Whether a Result<T> can be compared with an `Other`. No Result is asked: it would ask back. */
template <class T, class Other, class = bool>
struct Comparable : std::false_type {};
template <class T, class Other>
struct Comparable<T, Other, decltype(std::declval<const T &>() == std::declval<const Other &>())> : std::true_type {};
template <class T, class Other>
using IfComparable = std::enable_if_t<std::conjunction_v<std::bool_constant<!is_result<Other>>, Comparable<T, Other>>>;

/** Call `function` with the value of a Result that has one; without arguments if it is of void. */
template <class Result, class Function>
decltype(auto) apply_value(Result &&result, Function &&function) {
    if constexpr (std::is_void_v<typename std::decay_t<Result>::value_type>) {
        return std::invoke(std::forward<Function>(function));
    } else {
        return std::invoke(std::forward<Function>(function), *std::forward<Result>(result));
    }
}

template <class Result, class Function>
auto and_then(Result &&result, Function &&function) {
    using Next = std::decay_t<decltype(apply_value(std::forward<Result>(result), std::forward<Function>(function)))>;
    static_assert(is_result<Next>, "and_then() takes a function that gives a commdn::Result");
    return result.has_value() ? Next(apply_value(std::forward<Result>(result), std::forward<Function>(function)))
                              : Next(std::forward<Result>(result).error());
}

template <class From, class Function>
auto transform(From &&result, Function &&function) {
    using Value = std::decay_t<decltype(apply_value(std::forward<From>(result), std::forward<Function>(function)))>;
    using Next = Result<Value>;
    if (!result.has_value()) {
        return Next(std::forward<From>(result).error());
    }
    if constexpr (std::is_void_v<Value>) {
        apply_value(std::forward<From>(result), std::forward<Function>(function));
        return Next();
    } else {
        return Next(apply_value(std::forward<From>(result), std::forward<Function>(function)));
    }
}

template <class Same, class Function>
std::decay_t<Same> or_else(Same &&result, Function &&function) {
    return result.has_value()
               ? std::decay_t<Same>(std::forward<Same>(result))
               : std::decay_t<Same>(std::invoke(std::forward<Function>(function), std::forward<Same>(result).error()));
}

namespace bases {

/** What Result<T> and Result<void> have in common. */
template <class Self, class T>
class ResultBase : public Expected<T> {
public:
    using value_type = T;
    using error_type = Error;

    using Expected<T>::has_value;

    /** The error; one of Code::Ok if there is a value. That of a temporary is the caller's. */
    const Error &error() const & noexcept COMMDN_LIFETIMEBOUND {
        return has_value() ? no_error() : Expected<T>::error();
    }
    Error error() && { return has_value() ? no_error() : std::move(Expected<T>::error()); }
    /** The error's code, Code::Ok if there is a value. */
    Code code() const noexcept { return error().code(); }

    /** What `function` gives for the value, which is a Result; or the error. */
    template <class Function>
    auto and_then(Function &&function) const & {
        return detail::and_then(self(), std::forward<Function>(function));
    }
    template <class Function>
    auto and_then(Function &&function) && {
        return detail::and_then(std::move(self()), std::forward<Function>(function));
    }
    /** A Result of what `function` gives for the value; or the error. */
    template <class Function>
    auto transform(Function &&function) const & {
        return detail::transform(self(), std::forward<Function>(function));
    }
    template <class Function>
    auto transform(Function &&function) && {
        return detail::transform(std::move(self()), std::forward<Function>(function));
    }
    /** Itself if there is a value; if not, what `function` gives for the error, such a Result. */
    template <class Function>
    Self or_else(Function &&function) const & {
        return detail::or_else(self(), std::forward<Function>(function));
    }
    template <class Function>
    Self or_else(Function &&function) && {
        return detail::or_else(std::move(self()), std::forward<Function>(function));
    }
    /** Itself if there is a value; what `function` makes of the error, another Error, if not. */
    template <class Function>
    Self transform_error(Function &&function) && {
        return std::move(*this).or_else([&](Error error) { return Self(std::invoke(function, std::move(error))); });
    }

protected:
    explicit ResultBase(Expected<T> outcome) : Expected<T>(std::move(outcome)) {}

    /** Throws the error if there is one. */
    void require() const {
        if (!has_value()) {
            Expected<T>::error().raise();
        }
    }

private:
    static const Error &no_error() noexcept {
        static const Error none(Code::Ok, "no error");
        return none;
    }
    Self &self() noexcept { return static_cast<Self &>(*this); }
    const Self &self() const noexcept { return static_cast<const Self &>(*this); }
};

}  // namespace bases

}  // namespace detail

/**
 * A value, or why there is none: what the try_ functions return.
 *
 * As std::expected<T, Error>, but for this: value() throws the class of the error, as the function
 * without try_ does; operator* does the same, and is never undefined; error() of a value is one of
 * Code::Ok; what is taken from a temporary is the caller's own, and a temporary has no operator->.
 * The try_ functions throw nothing but std::bad_alloc.
 */
template <class T>
class [[nodiscard]] Result : public detail::bases::ResultBase<Result<T>, T> {
    using Base = detail::bases::ResultBase<Result<T>, T>;
    using Expected = detail::Expected<T>;

public:
    /** A value. */
    Result(T value) : Base(Expected(std::in_place, std::move(value))) {}
    /** Why there is none. */
    Result(Error error) : Base(Expected(detail::Unexpect(), std::move(error))) {}
#if COMMDN_HPP_STD_EXPECTED
    Result(Expected other) : Base(std::move(other)) {}
    Result(std::unexpected<Error> error) : Base(Expected(std::move(error))) {}
#endif

    /** The value; throws the error if there is none. */
    T &value() & COMMDN_LIFETIMEBOUND {
        Base::require();
        return Base::operator*();
    }
    const T &value() const & COMMDN_LIFETIMEBOUND {
        Base::require();
        return Base::operator*();
    }
    T value() && { return std::move(value()); }
    /** As value(). */
    T &operator*() & COMMDN_LIFETIMEBOUND { return value(); }
    const T &operator*() const & COMMDN_LIFETIMEBOUND { return value(); }
    T operator*() && { return std::move(value()); }
    T *operator->() & COMMDN_LIFETIMEBOUND { return &value(); }
    const T *operator->() const & COMMDN_LIFETIMEBOUND { return &value(); }
    void operator->() && = delete;

    /** The value, or `other`. */
    template <class Other = T>
    T value_or(Other &&other) const & {
        return this->has_value() ? **this : static_cast<T>(std::forward<Other>(other));
    }
    template <class Other = T>
    T value_or(Other &&other) && {
        return this->has_value() ? *std::move(*this) : static_cast<T>(std::forward<Other>(other));
    }

    /** Equal values, or equal errors. */
    friend bool operator==(const Result &left, const Result &right) {
        return left.has_value() && right.has_value() ? *left == *right : left.error() == right.error();
    }
    friend bool operator!=(const Result &left, const Result &right) { return !(left == right); }
    /** Whether there is a value, and it is equal. */
    template <class Other, class = detail::IfComparable<T, Other>>
    friend bool operator==(const Result &left, const Other &right) {
        return left.has_value() && *left == right;
    }
    template <class Other, class = detail::IfComparable<T, Other>>
    friend bool operator==(const Other &left, const Result &right) {
        return right == left;
    }
    template <class Other, class = detail::IfComparable<T, Other>>
    friend bool operator!=(const Result &left, const Other &right) {
        return !(left == right);
    }
    template <class Other, class = detail::IfComparable<T, Other>>
    friend bool operator!=(const Other &left, const Result &right) {
        return !(right == left);
    }
};

/** Success, or why not. */
template <>
class [[nodiscard]] Result<void> : public detail::bases::ResultBase<Result<void>, void> {
    using Base = detail::bases::ResultBase<Result<void>, void>;
    using Expected = detail::Expected<void>;

public:
    Result() : Base(Expected()) {}
    /** Why not. */
    Result(Error error) : Base(Expected(detail::Unexpect(), std::move(error))) {}
#if COMMDN_HPP_STD_EXPECTED
    Result(Expected other) : Base(std::move(other)) {}
    Result(std::unexpected<Error> error) : Base(Expected(std::move(error))) {}
#endif

    /** Throws the error if there is one. */
    void value() const { require(); }
    void operator*() const { require(); }

    /** Both a success, or equal errors. */
    friend bool operator==(const Result &left, const Result &right) { return left.error() == right.error(); }
    friend bool operator!=(const Result &left, const Result &right) { return !(left == right); }
};

COMMDN_HPP_END

#endif  // COMMDN_RESULT_HPP
