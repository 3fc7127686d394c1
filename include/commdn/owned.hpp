/*
 * commdn for C++17: owning a C object. Part of commdn.hpp.
 *
 * Owns Optional, and Handle and Owned, of which every class that frees something is made. Knows none of these
 * classes, and no errors.
 */
#ifndef COMMDN_OWNED_HPP
#define COMMDN_OWNED_HPP

#include <commdn.h>
#include <commdn_fwd.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

COMMDN_HPP_BEGIN

/**
 * A std::optional whose temporaries have no `->`.
 *
 * What the getters of an object return ends with it: `session.next_notice()->event()` would dangle.
 * Keep the object in a variable; or write `session.next_notice().value().event()`, a copy.
 */
template <class T>
class Optional : public std::optional<T> {
public:
    using std::optional<T>::optional;
    /** The object; there must be one. */
    T *operator->() & noexcept COMMDN_LIFETIMEBOUND { return std::optional<T>::operator->(); }
    const T *operator->() const & noexcept COMMDN_LIFETIMEBOUND { return std::optional<T>::operator->(); }
    T *operator->() && = delete;
    const T *operator->() const && = delete;
};

namespace detail {

/** Frees a C object. */
template <class T, void (*Free)(T *)>
struct Deleter {
    /** Free it. */
    void operator()(T *object) const noexcept { Free(object); }
};

template <class T, void (*Free)(T *)>
using Handle = std::unique_ptr<T, Deleter<T, Free>>;

// A namespace of their own, so that calls with a Session do not look into detail (ADL) and take
// its call() or make() for the user's.
namespace bases {

/** What every owner of a C object has: moved, not copied, freed at its end. */
template <class T, void (*Free)(T *)>
class Owned {
public:
    /** The C object, still owned by this one; nullptr if this one is null. */
    T *capi() noexcept COMMDN_LIFETIMEBOUND { return handle_.get(); }
    const T *capi() const noexcept COMMDN_LIFETIMEBOUND { return handle_.get(); }
    /** Give the C object away: the caller frees it with its commdn_…_free(). */
    [[nodiscard]] T *release() noexcept { return handle_.release(); }
    /** False if it is null, moved from or released: calls then fail with InvalidArgument. */
    explicit operator bool() const noexcept { return handle_ != nullptr; }

protected:
    /** A null one. */
    Owned() noexcept = default;
    /** Take over a C object. */
    explicit Owned(T *owned) noexcept : handle_(owned) {}
    /** Free the C object now. */
    void reset() noexcept { handle_.reset(); }

private:
    Handle<T, Free> handle_;
};

}  // namespace bases

using bases::Owned;

/** A text of a C object, if it has one. */
inline std::optional<std::string_view> text_or_none(const char *text) noexcept {
    return text != nullptr ? std::optional<std::string_view>(text) : std::nullopt;
}

/** A copy of a text that ends with a temporary. */
inline std::optional<std::string> own(std::optional<std::string_view> text) {
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_OWNED_HPP
