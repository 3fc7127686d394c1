/*
 * commdn for C++17: the options of a dialect. Part of dialect.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_DIALECT_HPP
#define COMMDN_GENERATED_DIALECT_HPP

#include <commdn/setters.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/** Setters of Dialect: of an object, of a temporary, and the twin with try_ in its name. */
template <class Self>
class DialectSetters {
public:
    /**
     * Charset of strings and keys, by name: "UTF-8", "ISO-8859-1", "windows-1251", "shift_jis",
     * "cp949" and others. Default "utf-8".
     *
     * Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without
     * case and punctuation. UTF-16 is refused: strings are bytes.
     */
    Self &charset(std::string_view text) & { return after(try_charset(text), self()); }
    Self charset(std::string_view text) && { return std::move(charset(text)); }
    Result<void> try_charset(std::string_view text) {
        return set_text(commdn_dialect_set_charset, self().capi(), text, "charset");
    }

    /**
     * Format of the length of nested lists when written; both are read. Default
     * ListPrefix::Length32.
     */
    Self &list_prefix(ListPrefix choice) & { return after(try_list_prefix(choice), self()); }
    Self list_prefix(ListPrefix choice) && { return std::move(list_prefix(choice)); }
    Result<void> try_list_prefix(ListPrefix choice) {
        return detail::call(commdn_dialect_set_list_prefix, self().capi(), number(choice));
    }

    /** Unit of the length of a unicode value. Default UnicodeLength::Bytes. */
    Self &unicode_length(UnicodeLength choice) & {
        return after(try_unicode_length(choice), self());
    }
    Self unicode_length(UnicodeLength choice) && { return std::move(unicode_length(choice)); }
    Result<void> try_unicode_length(UnicodeLength choice) {
        return detail::call(commdn_dialect_set_unicode_length, self().capi(), number(choice));
    }

    /**
     * Position of "GSW_AUTO_COMPLETION" when written; both are read. Default
     * AutoCompletionPlace::TopLevel.
     */
    Self &auto_completion(AutoCompletionPlace choice) & {
        return after(try_auto_completion(choice), self());
    }
    Self auto_completion(AutoCompletionPlace choice) && {
        return std::move(auto_completion(choice));
    }
    Result<void> try_auto_completion(AutoCompletionPlace choice) {
        return detail::call(commdn_dialect_set_auto_completion, self().capi(), number(choice));
    }

    /**
     * Accept a record cancellation without a phone number; the manual makes it mandatory. Default
     * false.
     */
    Self &cancel_without_phone(bool on) & { return after(try_cancel_without_phone(on), self()); }
    Self cancel_without_phone(bool on) && { return std::move(cancel_without_phone(on)); }
    Result<void> try_cancel_without_phone(bool on) {
        return detail::call(commdn_dialect_set_cancel_without_phone, self().capi(), on);
    }

    /**
     * Maximum size of packed user data in a request. The default is T-Server's; the format allows
     * 65,535. Default 16,000.
     */
    Self &max_user_data_bytes(std::size_t most) & {
        return after(try_max_user_data_bytes(most), self());
    }
    Self max_user_data_bytes(std::size_t most) && { return std::move(max_user_data_bytes(most)); }
    Result<void> try_max_user_data_bytes(std::size_t most) {
        return detail::call(commdn_dialect_set_max_user_data_bytes, self().capi(), most);
    }

protected:
    ~DialectSetters() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_DIALECT_HPP
