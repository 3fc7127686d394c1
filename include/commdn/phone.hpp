/*
 * commdn for C++17: telephone numbers. Part of commdn.hpp.
 *
 * What is a number is decided in the library, the same in every language.
 */
#ifndef COMMDN_PHONE_HPP
#define COMMDN_PHONE_HPP

#include <commdn/calls.hpp>

COMMDN_HPP_BEGIN

/**
 * The digits of a telephone number, behind a + if it is written with one: what Request::phone()
 * sends.
 *
 * The digits are digits of the text, in order. What is not certainly one number is refused, never
 * guessed: InvalidRequest, whose what() quotes the text and tells the reason. Threads: any. Does
 * not block.
 */
inline Result<std::string> try_normalize_phone(std::string_view text) {
    return detail::c_text(text, "text").and_then([](const std::string &copy) {
        return detail::fetch_text(commdn_phone_normalize, copy.c_str());
    });
}
inline std::string normalize_phone(std::string_view text) { return try_normalize_phone(text).value(); }

COMMDN_HPP_END

#endif  // COMMDN_PHONE_HPP
