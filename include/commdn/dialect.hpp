/*
 * commdn for C++17: how user data is written and read at a site. Part of commdn.hpp.
 */
#ifndef COMMDN_DIALECT_HPP
#define COMMDN_DIALECT_HPP

#include <commdn/enums.hpp>

namespace commdn {

/**
 * How user data is written and read at a site; starts with the defaults.
 *
 * Setters return the object, so that they can be chained. Threads: one at a time. Nothing blocks.
 */
class Dialect : public detail::Owned<commdn_dialect, commdn_dialect_free> {
public:
    /** The defaults. */
    Dialect() : Dialect(made()) {}
    /** Take over a C object. */
    explicit Dialect(commdn_dialect *owned) noexcept : Owned(owned) {}

    /** Charset of strings and keys by name: "UTF-8", "ISO-8859-1", "windows-1251", "shift_jis", "cp949" ... Throws InvalidArgument. */
    Dialect &charset(std::string_view name) & { return try_charset(name).value(), *this; }
    Dialect &&charset(std::string_view name) && { return std::move(charset(name)); }
    Result<void> try_charset(std::string_view name) {
        return detail::run_with_text(name, "charset", [&](const char *text, commdn_error **error) {
            return commdn_dialect_set_charset(capi(), text, error);
        });
    }

    /** How nested lists are written; both ways are read. */
    Dialect &list_prefix(ListPrefix prefix) & { return try_list_prefix(prefix).value(), *this; }
    Dialect &&list_prefix(ListPrefix prefix) && { return std::move(list_prefix(prefix)); }
    Result<void> try_list_prefix(ListPrefix prefix) {
        return detail::run([&](commdn_error **error) {
            return commdn_dialect_set_list_prefix(capi(), number(prefix), error);
        });
    }

    /** What the length of a unicode value counts. */
    Dialect &unicode_length(UnicodeLength unit) & {
        return try_unicode_length(unit).value(), *this;
    }
    Dialect &&unicode_length(UnicodeLength unit) && { return std::move(unicode_length(unit)); }
    Result<void> try_unicode_length(UnicodeLength unit) {
        return detail::run([&](commdn_error **error) {
            return commdn_dialect_set_unicode_length(capi(), number(unit), error);
        });
    }

    /** Where GSW_AUTO_COMPLETION is written; both places are read. */
    Dialect &auto_completion(AutoCompletionPlace place) & {
        return try_auto_completion(place).value(), *this;
    }
    Dialect &&auto_completion(AutoCompletionPlace place) && {
        return std::move(auto_completion(place));
    }
    Result<void> try_auto_completion(AutoCompletionPlace place) {
        return detail::run([&](commdn_error **error) {
            return commdn_dialect_set_auto_completion(capi(), number(place), error);
        });
    }

    /** Accept a cancellation by customer id alone. Default false. */
    Dialect &cancel_without_phone(bool accepted) & {
        return try_cancel_without_phone(accepted).value(), *this;
    }
    Dialect &&cancel_without_phone(bool accepted) && {
        return std::move(cancel_without_phone(accepted));
    }
    Result<void> try_cancel_without_phone(bool accepted) {
        return detail::run([&](commdn_error **error) {
            return commdn_dialect_set_cancel_without_phone(capi(), accepted, error);
        });
    }

    /** Most bytes of packed user data in a request. Default 16,000; at most 65,535. */
    Dialect &max_user_data_bytes(std::size_t bytes) & {
        return try_max_user_data_bytes(bytes).value(), *this;
    }
    Dialect &&max_user_data_bytes(std::size_t bytes) && {
        return std::move(max_user_data_bytes(bytes));
    }
    Result<void> try_max_user_data_bytes(std::size_t bytes) {
        return detail::run([&](commdn_error **error) {
            return commdn_dialect_set_max_user_data_bytes(capi(), bytes, error);
        });
    }

    /** Most bytes, pairs over all levels, and levels of a packed list that is read. */
    Dialect &limits(std::size_t bytes, std::size_t pairs, std::size_t depth) & {
        return try_limits(bytes, pairs, depth).value(), *this;
    }
    Dialect &&limits(std::size_t bytes, std::size_t pairs, std::size_t depth) && {
        return std::move(limits(bytes, pairs, depth));
    }
    Result<void> try_limits(std::size_t bytes, std::size_t pairs, std::size_t depth) {
        return detail::run([&](commdn_error **error) {
            return commdn_dialect_set_limits(capi(), bytes, pairs, depth, error);
        });
    }

private:
    static commdn_dialect *made() {
        commdn_dialect *dialect = nullptr;
        detail::plain(commdn_dialect_new(&dialect), "dialect").value();
        return dialect;
    }
};

namespace detail {

/** The C object of a dialect that may be nullptr: the defaults. */
inline const commdn_dialect *capi(const Dialect *dialect) noexcept {
    return dialect != nullptr ? dialect->capi() : nullptr;
}

}  // namespace detail
}  // namespace commdn

#endif  // COMMDN_DIALECT_HPP
