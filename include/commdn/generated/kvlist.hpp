/*
 * commdn for C++17: what appends to a list. Part of kvlist.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_KVLIST_HPP
#define COMMDN_GENERATED_KVLIST_HPP

#include <commdn/setters.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/** What appends a pair to a list: to an object, to a temporary, and the twin with try_ in its name. */
template <class Self>
class ListAdders {
public:
    /** Append a string pair; what is given is copied. Calls can be chained. */
    Self &add_string(std::string_view key, std::string_view value) & {
        return after(try_add_string(key, value), self());
    }
    Self add_string(std::string_view key, std::string_view value) && {
        return std::move(add_string(key, value));
    }
    Result<void> try_add_string(std::string_view key, std::string_view value) {
        return detail::call(commdn_kvlist_add_string_n, self().capi(), key.data(), key.size(),
                            value.data(), value.size());
    }

    /** Append an int pair. */
    Self &add_int(std::string_view key, std::int32_t value) & {
        return after(try_add_int(key, value), self());
    }
    Self add_int(std::string_view key, std::int32_t value) && {
        return std::move(add_int(key, value));
    }
    Result<void> try_add_int(std::string_view key, std::int32_t value) {
        return detail::call(commdn_kvlist_add_int_n, self().capi(), key.data(), key.size(), value);
    }

    /** Append a binary pair. */
    Self &add_binary(std::string_view key, const void *value, std::size_t bytes) & {
        return after(try_add_binary(key, value, bytes), self());
    }
    Self add_binary(std::string_view key, const void *value, std::size_t bytes) && {
        return std::move(add_binary(key, value, bytes));
    }
    Result<void> try_add_binary(std::string_view key, const void *value, std::size_t bytes) {
        return detail::call(commdn_kvlist_add_binary_n, self().capi(), key.data(), key.size(),
                            static_cast<const std::uint8_t *>(value), bytes);
    }

    /** Append a unicode pair; the value is UTF-8, and is packed as UTF-16. */
    Self &add_unicode(std::string_view key, std::string_view value) & {
        return after(try_add_unicode(key, value), self());
    }
    Self add_unicode(std::string_view key, std::string_view value) && {
        return std::move(add_unicode(key, value));
    }
    Result<void> try_add_unicode(std::string_view key, std::string_view value) {
        return detail::call(commdn_kvlist_add_unicode_n, self().capi(), key.data(), key.size(),
                            value.data(), value.size());
    }

protected:
    ~ListAdders() = default;

private:
    Self &self() noexcept { return static_cast<Self &>(*this); }
};

}  // namespace detail::bases

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_KVLIST_HPP
