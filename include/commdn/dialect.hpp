/*
 * commdn for C++17: how user data is written and read at a site. Part of commdn.hpp.
 */
#ifndef COMMDN_DIALECT_HPP
#define COMMDN_DIALECT_HPP

#include <commdn/generated/dialect.hpp>

COMMDN_HPP_BEGIN

/**
 * How user data is written and read at a site; starts with the defaults.
 *
 * Setters return the object, so that they can be chained. Threads: one at a time. Nothing blocks.
 */
class [[nodiscard]] Dialect : public detail::Owned<commdn_dialect, commdn_dialect_free>,
                              public detail::bases::DialectSetters<Dialect> {
public:
    /** The defaults. */
    Dialect() : Dialect(made().value()) {}
    /** Take over a C object. */
    explicit Dialect(commdn_dialect *owned) noexcept : Owned(owned) {}

    /** Most bytes, pairs over all levels, and levels of a packed list that is read. */
    Dialect &limits(std::size_t bytes, std::size_t pairs, std::size_t depth) & {
        return detail::after(try_limits(bytes, pairs, depth), *this);
    }
    Dialect limits(std::size_t bytes, std::size_t pairs, std::size_t depth) && {
        return std::move(limits(bytes, pairs, depth));
    }
    Result<void> try_limits(std::size_t bytes, std::size_t pairs, std::size_t depth) {
        return detail::call(commdn_dialect_set_limits, capi(), bytes, pairs, depth);
    }

private:
    static Result<Dialect> made() { return detail::make_plain<Dialect>("dialect", commdn_dialect_new); }
};

namespace detail {

/** The C object of a dialect that may be nullptr: the defaults. */
inline const commdn_dialect *capi(const Dialect *dialect) noexcept {
    return dialect != nullptr ? dialect->capi() : nullptr;
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_DIALECT_HPP
