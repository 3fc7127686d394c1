/*
 * commdn for C++17: what setters of options and requests have in common. Part of commdn.hpp.
 *
 * Owns how C++ values become arguments of C's setters: texts, times, and options that may be empty.
 */
#ifndef COMMDN_SETTERS_HPP
#define COMMDN_SETTERS_HPP

#include <commdn/calls.hpp>

#include <chrono>

COMMDN_HPP_BEGIN

namespace detail {

/** What a setter gives: the object, unless setting it failed. */
template <class Self>
Self &after(const Result<void> &done, Self &self COMMDN_LIFETIMEBOUND) {
    done.value();
    return self;
}

/** Set a text; `name` is whose it is. */
template <class Function, class Object>
Result<void> set_text(Function &&function, Object *object, std::string_view text, const char *name) {
    return c_text(text, name).and_then([&](const std::string &copy) { return call(function, object, copy.c_str()); });
}

/** Set a time in its own unit, which C has as a number of 32 bits. */
template <class Function, class Object, class Duration>
Result<void> set_time(Function &&function, Object *object, Duration time, const char *name) {
    return to_int32(time.count(), name).and_then([&](std::int32_t count) { return call(function, object, count); });
}

/** Set two times at once. */
template <class Function, class Object, class Duration>
Result<void> set_times(Function &&function, Object *object, Duration first, Duration second, const char *name) {
    return to_int32(first.count(), name).and_then([&](std::int32_t first_count) {
        return to_int32(second.count(), name).and_then([&](std::int32_t second_count) {
            return call(function, object, first_count, second_count);
        });
    });
}

// Set what is not empty, unless setting something failed before.

template <class Function, class Object, class Number>
void set(Result<void> &done, Function &&function, Object *object, const std::optional<Number> &value) {
    if (done && value) {
        done = call(function, object, *value);
    }
}

template <class Function, class Object>
void set(Result<void> &done, Function &&function, Object *object,
         const std::optional<std::chrono::milliseconds> &time) {
    if (done && time) {
        done = call(function, object, std::int64_t{time->count()});
    }
}

template <class Function, class Object, class Duration>
void set(Result<void> &done, Function &&function, Object *object, const std::optional<Duration> &time,
         const char *name) {
    if (done && time) {
        done = set_time(function, object, *time, name);
    }
}

template <class Function, class Object>
void set(Result<void> &done, Function &&function, Object *object, const std::optional<std::string> &text,
         const char *name) {
    if (done && text) {
        done = set_text(function, object, *text, name);
    }
}

template <class Function, class Object, class Duration>
void set(Result<void> &done, Function &&function, Object *object,
         const std::optional<std::pair<Duration, Duration>> &times, const char *name) {
    if (done && times) {
        done = set_times(function, object, times->first, times->second, name);
    }
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_SETTERS_HPP
