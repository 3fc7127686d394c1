/*
 * commdn for C++17: telephone numbers. Part of commdn.hpp.
 *
 * What is a number is decided in the library, the same in every language.
 */
#ifndef COMMDN_PHONE_HPP
#define COMMDN_PHONE_HPP

#include <commdn/error.hpp>

namespace commdn {

/**
 * The digits of a telephone number, behind a + if it is written with one; what Request::phone() sends.
 *
 * The digits are digits of the text, in order. What is not certainly one number is refused, never
 * guessed: InvalidRequest, whose what() quotes the text and tells the reason. Threads: any. Does
 * not block.
 */
inline Result<std::string> try_normalize_phone(std::string_view text) {
    char *raw = nullptr;
    Result<void> done =
        detail::run_with_text(text, "text", [&](const char *copy, commdn_error **error) {
            return commdn_phone_normalize(copy, &raw, error);
        });
    const detail::Handle<char, commdn_string_free> number(raw);
    if (!done) {
        return done.error();
    }
    return std::string(raw);
}
inline std::string normalize_phone(std::string_view text) {
    return try_normalize_phone(text).value();
}

}  // namespace commdn

#endif  // COMMDN_PHONE_HPP
