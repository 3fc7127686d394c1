/*
 * commdn for C++17: going over the pairs of a list with one call for each. Part of commdn.hpp.
 *
 * Owns WalkedPair, and what calls a C++ function from the walk in C.
 */
#ifndef COMMDN_WALK_HPP
#define COMMDN_WALK_HPP

#include <commdn/calls.hpp>

#include <exception>
#include <type_traits>

COMMDN_HPP_BEGIN

/** A pair that a walk has come to; it ends with the call that it is handed to. */
struct WalkedPair {
    /** The key's bytes, which belong to what is walked. */
    std::string_view key;
    /** The type of the value. */
    Type type;
    /** The bytes of a string or a binary value, a unicode value as UTF-8; empty for others. */
    std::string_view text;
    /** An int's number; how many pairs a list announces, which come next. */
    std::int32_t number;
    /** In how many lists of the walked one the pair stands. */
    std::size_t depth;
};

namespace detail {

/** Calls the caller's function from C and keeps what it throws. */
template <class Visit>
class Walk {
public:
    /** Calls `visit`, which must outlive it. */
    explicit Walk(Visit &visit) noexcept : visit_(visit) {}

    /** `walk` is a function of C that takes `arguments`, a function, its user data and an error. */
    template <class Function, class... Arguments>
    Result<void> run(Function &&walk, Arguments... arguments) {
        Result<void> done = call(walk, arguments..., &Walk::visit, static_cast<void *>(this));
        if (thrown_) {
            std::rethrow_exception(thrown_);
        }
        return done;
    }

private:
    static bool visit(const commdn_pair *pair, void *user_data) noexcept {
        Walk &self = *static_cast<Walk *>(user_data);
        try {
            const WalkedPair walked{std::string_view(pair->key, pair->key_bytes), static_cast<Type>(pair->value_type),
                                    pair->value != nullptr ? std::string_view(pair->value, pair->value_bytes)
                                                           : std::string_view(),
                                    pair->number, pair->depth};
            if constexpr (std::is_same_v<decltype(self.visit_(walked)), bool>) {
                return self.visit_(walked);
            } else {
                self.visit_(walked);
                return true;
            }
        } catch (...) {
            self.thrown_ = std::current_exception();
            return false;
        }
    }

    Visit &visit_;
    std::exception_ptr thrown_;
};

}  // namespace detail

COMMDN_HPP_END

#endif  // COMMDN_WALK_HPP
