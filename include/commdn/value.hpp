/*
 * commdn for C++17: the pairs of a list and their values. Part of kvlist.hpp.
 *
 * Owns what reads one pair: Value, Pair, PairIterator, and Bytes. Knows lists only as C does.
 */
#ifndef COMMDN_VALUE_HPP
#define COMMDN_VALUE_HPP

#include <commdn/calls.hpp>

#include <iterator>

COMMDN_HPP_BEGIN

/** Bytes that belong to somebody else. */
struct Bytes {
    /** The first byte; nullptr where there is none. */
    const std::uint8_t *first = nullptr;
    /** How many. */
    std::size_t count = 0;

    /** The first byte. */
    const std::uint8_t *data() const noexcept { return first; }
    /** How many. */
    std::size_t size() const noexcept { return count; }
    /** The first byte. */
    const std::uint8_t *begin() const noexcept { return first; }
    /** Behind the last byte. */
    const std::uint8_t *end() const noexcept { return first + count; }
    /** Bytes of one's own. */
    std::vector<std::uint8_t> copy() const { return {first, first + count}; }
};

/**
 * The value of a pair. It reads from the list, and ends with it or with its next change.
 *
 * Threads: as the list's other readers. Nothing blocks.
 */
class Value {
public:
    /** The value of the pair at `index` of a C list. */
    Value(const commdn_kvlist *list, std::size_t index) noexcept : list_(list), index_(index) {}

    /** Its type; throws NotFoundError if the pair is no longer there. */
    Type type() const { return try_type().value(); }
    Result<Type> try_type() const;
    /** The number; throws WrongTypeError if it is none. */
    std::int32_t as_int() const { return try_as_int().value(); }
    Result<std::int32_t> try_as_int() const;
    /** A string's bytes, or a unicode value as UTF-8; throws WrongTypeError if it is neither. */
    std::string_view as_string() const { return try_as_string().value(); }
    Result<std::string_view> try_as_string() const;
    /** The bytes of a binary value or a string; throws WrongTypeError if it is neither. */
    Bytes as_binary() const { return try_as_binary().value(); }
    Result<Bytes> try_as_binary() const;
    /** The nested list; throws WrongTypeError if it is none. */
    KvListView as_list() const;
    Result<KvListView> try_as_list() const;

    /**
     * Call `visitor` with what it is: std::int32_t, std::string_view, Bytes or KvListView.
     * What the visitor throws, and returns, comes through.
     */
    template <class Visitor>
    decltype(auto) visit(Visitor &&visitor) const;

private:
    const commdn_kvlist *list_;
    std::size_t index_;
};

/** What the iterators of a list give: `for (auto [key, value] : list)`. */
struct Pair {
    /** The key's bytes, which belong to the list. */
    std::string_view key;
    /** The value. */
    Value value;
};

/** Goes over the pairs of a list in their order. */
class PairIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Pair;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Pair;

    PairIterator() noexcept = default;
    /** At the pair at `index` of a C list. */
    PairIterator(const commdn_kvlist *list, std::size_t index) noexcept : list_(list), index_(index) {}

    Pair operator*() const {
        const char *key = nullptr;
        std::size_t bytes = 0;
        if (commdn_kvlist_key_at(list_, index_, &key, &bytes) != COMMDN_OK) {
            return {std::string_view(), Value(list_, index_)};
        }
        return {std::string_view(key, bytes), Value(list_, index_)};
    }
    PairIterator &operator++() noexcept {
        ++index_;
        return *this;
    }
    PairIterator operator++(int) noexcept { return PairIterator(list_, index_++); }
    friend bool operator==(const PairIterator &left, const PairIterator &right) noexcept {
        return left.list_ == right.list_ && left.index_ == right.index_;
    }
    friend bool operator!=(const PairIterator &left, const PairIterator &right) noexcept { return !(left == right); }

private:
    const commdn_kvlist *list_ = nullptr;
    std::size_t index_ = 0;
};

COMMDN_HPP_END

#endif  // COMMDN_VALUE_HPP
