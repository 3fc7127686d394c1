/*
 * commdn for C++17: key-value lists. Part of commdn.hpp.
 *
 * Owns KvList (a list of one's own) and KvListView (a list inside something else). Packing and log
 * text are the library's.
 */
#ifndef COMMDN_KVLIST_HPP
#define COMMDN_KVLIST_HPP

#include <commdn/dialect.hpp>
#include <commdn/generated/kvlist.hpp>
#include <commdn/value.hpp>
#include <commdn/walk.hpp>

COMMDN_HPP_BEGIN

namespace detail {

namespace bases {

/**
 * What can be read from a list: the base of KvList and KvListView.
 *
 * What the getters give (texts, bytes, nested lists) is the list's own: it ends with the list, and
 * with the next change of the list. Threads: any, at the same time as other readers. Nothing
 * blocks.
 */
template <class Self>
class ListReader {
public:
    /** Number of pairs on the top level. */
    std::size_t size() const noexcept { return commdn_kvlist_count(list()); }
    bool empty() const noexcept { return size() == 0; }
    /** Levels of nested lists below this one. */
    std::size_t depth() const noexcept { return commdn_kvlist_depth(list()); }
    /** Bytes that packing the list takes. */
    std::size_t packed_bytes() const noexcept { return commdn_kvlist_packed_bytes(list()); }

    /** The index of the first pair with `key`, if there is one. */
    std::optional<std::size_t> find(std::string_view key) const {
        std::size_t index = 0;
        if (commdn_kvlist_find_n(list(), key.data(), key.size(), &index) != COMMDN_OK) {
            return std::nullopt;
        }
        return index;
    }
    /** As find(), ASCII letters compared without case. */
    std::optional<std::size_t> find_ignoring_case(std::string_view key) const {
        std::size_t index = 0;
        if (key.find('\0') != std::string_view::npos
            || commdn_kvlist_find_ignoring_case(list(), std::string(key).c_str(), &index) != COMMDN_OK) {
            return std::nullopt;
        }
        return index;
    }
    bool contains(std::string_view key) const { return find(key).has_value(); }

    /** The number of the first pair with `key`; NotFoundError, WrongTypeError. */
    std::int32_t get_int(std::string_view key) const { return try_get_int(key).value(); }
    Result<std::int32_t> try_get_int(std::string_view key) const;

    /**
     * Hand every pair to `visit` as a WalkedPair, nested ones right after the list that they are
     * in. A `visit` that returns bool ends the walk with false; what it throws comes through.
     */
    template <class Visit>
    void walk(Visit &&visit) const {
        detail::Walk<std::remove_reference_t<Visit>> walk(visit);
        walk.run(commdn_kvlist_walk, list()).value();
    }

    /** The packed form; `dialect` may be nullptr for the defaults. Throws InvalidArgument. */
    std::vector<std::uint8_t> pack(const Dialect *dialect = nullptr) const { return try_pack(dialect).value(); }
    Result<std::vector<std::uint8_t>> try_pack(const Dialect *dialect = nullptr) const {
        std::uint8_t *raw = nullptr;
        std::size_t bytes = 0;
        Result<void> done = call(commdn_kvlist_pack, list(), detail::capi(dialect), &raw, &bytes);
        const Handle<std::uint8_t, commdn_bytes_free> packed(raw);
        if (!done) {
            return std::move(done).error();
        }
        return std::vector<std::uint8_t>(raw, raw + bytes);
    }

    /** The list as a server would log it; `header` is the name on the header line, if not empty. */
    std::string print(TextForm form = TextForm::TServer, std::string_view header = {},
                      const Dialect *dialect = nullptr) const {
        return try_print(form, header, dialect).value();
    }
    Result<std::string> try_print(TextForm form = TextForm::TServer, std::string_view header = {},
                                  const Dialect *dialect = nullptr) const {
        const Result<std::string> name = c_text(header, "header");
        if (!name) {
            return name.error();
        }
        char *raw = nullptr;
        std::size_t bytes = 0;
        Result<void> done = plain(commdn_kvlist_print(list(), number(form), name->empty() ? nullptr : name->c_str(),
                                                      detail::capi(dialect), &raw, &bytes),
                                  "printing a list");
        const Handle<char, commdn_string_free> text(raw);
        if (!done) {
            return std::move(done).error();
        }
        return std::string(raw, bytes);
    }

    /** A list of one's own with the same pairs. */
    template <class List = KvList>
    List copy() const {
        return try_copy<List>().value();
    }
    template <class List = KvList>
    Result<List> try_copy() const {
        return make_plain<List>("copying a list", commdn_kvlist_dup, list());
    }

protected:
    ~ListReader() = default;

private:
    const commdn_kvlist *list() const noexcept { return static_cast<const Self &>(*this).capi(); }
};

/** Equal pairs in the same order. */
template <class Left, class Right>
bool operator==(const ListReader<Left> &left, const ListReader<Right> &right) noexcept {
    return commdn_kvlist_equal(static_cast<const Left &>(left).capi(), static_cast<const Right &>(right).capi());
}
template <class Left, class Right>
bool operator!=(const ListReader<Left> &left, const ListReader<Right> &right) noexcept {
    return !(left == right);
}

}  // namespace bases

using bases::ListReader;

}  // namespace detail

/** A list that belongs to something else and ends with it; copy() makes one of your own. */
class KvListView : public detail::ListReader<KvListView> {
public:
    explicit KvListView(const commdn_kvlist *list) noexcept : list_(list) {}
    const commdn_kvlist *capi() const noexcept { return list_; }

    /** The first pair. */
    PairIterator begin() const noexcept { return PairIterator(list_, 0); }
    PairIterator end() const noexcept { return PairIterator(list_, size()); }

    /** The pair at `index`; throws NotFoundError. */
    Pair at(std::size_t index) const { return try_at(index).value(); }
    Result<Pair> try_at(std::size_t index) const {
        if (index >= size()) {
            return Error(COMMDN_ERR_NOT_FOUND, nullptr, "pair " + std::to_string(index));
        }
        return *PairIterator(list_, index);
    }

    /** The value at the end of a path, keys with "/" between: NotFoundError, WrongTypeError. */
    Value at_path(std::string_view path) const { return try_at_path(path).value(); }
    Result<Value> try_at_path(std::string_view path) const {
        const commdn_kvlist *inner = nullptr;
        std::size_t index = 0;
        const std::string text(path);
        const commdn_status status = text.find('\0') != std::string::npos
                                         ? COMMDN_ERR_NOT_FOUND
                                         : commdn_kvlist_find_path(list_, text.c_str(), &inner, &index);
        return detail::plain(status, text).transform([&] { return Value(inner, index); });
    }

    /** The value of the first pair with `key`; throws NotFoundError. */
    Value operator[](std::string_view key) const { return try_get(key).value(); }
    Value get(std::string_view key) const { return try_get(key).value(); }
    Result<Value> try_get(std::string_view key) const {
        if (list_ == nullptr) {
            return Error(COMMDN_ERR_INVALID_ARGUMENT, nullptr, "list");
        }
        if (const std::optional<std::size_t> index = find(key)) {
            return Value(list_, *index);
        }
        return Error(COMMDN_ERR_NOT_FOUND, nullptr, std::string("pair ").append(key));
    }

    /** The typed value of the first pair with `key`; NotFoundError, WrongTypeError. */
    std::string_view get_string(std::string_view key) const { return try_get_string(key).value(); }
    Result<std::string_view> try_get_string(std::string_view key) const { return typed(key, &Value::try_as_string); }
    Bytes get_binary(std::string_view key) const { return try_get_binary(key).value(); }
    Result<Bytes> try_get_binary(std::string_view key) const { return typed(key, &Value::try_as_binary); }
    KvListView get_list(std::string_view key) const { return try_get_list(key).value(); }
    Result<KvListView> try_get_list(std::string_view key) const { return typed(key, &Value::try_as_list); }

private:
    template <class Self>
    friend class detail::bases::ListReader;

    template <class T>
    Result<T> typed(std::string_view key, Result<T> (Value::*read)() const) const {
        return try_get(key).and_then(read).or_else([&](const Error &error) -> Result<T> {
            return error.code() == Code::WrongType
                       ? Error(COMMDN_ERR_WRONG_TYPE, nullptr, std::string("the value of ").append(key))
                       : error;
        });
    }

    const commdn_kvlist *list_;
};

/**
 * An ordered list of key-value pairs that keeps duplicates; the first match wins.
 *
 * Moved, not copied: copy() copies. Threads: one at a time for changes, any number of readers.
 * Nothing blocks. Changes throw InvalidArgument, and InvalidListError if the pair does not fit; the
 * list is then as before. A function with try_ in its name returns the error instead.
 */
class [[nodiscard]] KvList : public detail::Owned<commdn_kvlist, commdn_kvlist_free>,
                             public detail::ListReader<KvList>,
                             public detail::bases::ListAdders<KvList> {
public:
    /** An empty list. */
    KvList() : KvList(made().value()) {}
    /** Take over a C object. */
    explicit KvList(commdn_kvlist *owned) noexcept : Owned(owned) {}

    /** The list as something to read; it ends with this list. */
    KvListView view() const noexcept COMMDN_LIFETIMEBOUND { return KvListView(capi()); }
    operator KvListView() const noexcept COMMDN_LIFETIMEBOUND { return view(); }

    /** Read a packed list. Throws InvalidListError, whose what() tells the offset of the fault. */
    static KvList unpack(const void *packed, std::size_t bytes, const Dialect *dialect = nullptr) {
        return try_unpack(packed, bytes, dialect).value();
    }
    static Result<KvList> try_unpack(const void *packed, std::size_t bytes, const Dialect *dialect = nullptr) {
        return detail::make<KvList>(commdn_kvlist_unpack, static_cast<const std::uint8_t *>(packed), bytes,
                                    detail::capi(dialect));
    }
    static KvList unpack(const std::vector<std::uint8_t> &packed, const Dialect *dialect = nullptr) {
        return unpack(packed.data(), packed.size(), dialect);
    }
    static Result<KvList> try_unpack(const std::vector<std::uint8_t> &packed, const Dialect *dialect = nullptr) {
        return try_unpack(packed.data(), packed.size(), dialect);
    }

    /**
     * As walk(), over packed bytes, of which no list is made: the quickest way to read what was
     * received. Throws InvalidListError; `visit` may have been handed pairs before the fault.
     */
    template <class Visit>
    static void walk_packed(const void *packed, std::size_t bytes, Visit &&visit, const Dialect *dialect = nullptr) {
        detail::Walk<std::remove_reference_t<Visit>> walk(visit);
        walk.run(commdn_kvlist_walk_packed, static_cast<const std::uint8_t *>(packed), bytes, detail::capi(dialect))
            .value();
    }

    /** Read the log text of one list. Throws InvalidListError, which tells the line or key. */
    static KvList parse(std::string_view text, TextForm form = TextForm::TServer, const Dialect *dialect = nullptr) {
        return try_parse(text, form, dialect).value();
    }
    static Result<KvList> try_parse(std::string_view text, TextForm form = TextForm::TServer,
                                    const Dialect *dialect = nullptr) {
        return detail::make<KvList>(commdn_kvlist_parse, text.data(), text.size(), number(form), detail::capi(dialect));
    }

    /** As of KvListView; what is given ends with this list, and with its next change. */
    PairIterator begin() const & noexcept COMMDN_LIFETIMEBOUND { return view().begin(); }
    PairIterator end() const & noexcept COMMDN_LIFETIMEBOUND { return view().end(); }
    Pair at(std::size_t index) const & COMMDN_LIFETIMEBOUND { return view().at(index); }
    Result<Pair> try_at(std::size_t index) const & COMMDN_LIFETIMEBOUND { return view().try_at(index); }
    Value at_path(std::string_view path) const & COMMDN_LIFETIMEBOUND { return view().at_path(path); }
    Result<Value> try_at_path(std::string_view path) const & COMMDN_LIFETIMEBOUND {
        return view().try_at_path(path);
    }
    Value operator[](std::string_view key) const & COMMDN_LIFETIMEBOUND { return view()[key]; }
    Value get(std::string_view key) const & COMMDN_LIFETIMEBOUND { return view().get(key); }
    Result<Value> try_get(std::string_view key) const & COMMDN_LIFETIMEBOUND { return view().try_get(key); }
    std::string_view get_string(std::string_view key) const & COMMDN_LIFETIMEBOUND { return view().get_string(key); }
    Result<std::string_view> try_get_string(std::string_view key) const & COMMDN_LIFETIMEBOUND {
        return view().try_get_string(key);
    }
    Bytes get_binary(std::string_view key) const & COMMDN_LIFETIMEBOUND { return view().get_binary(key); }
    Result<Bytes> try_get_binary(std::string_view key) const & COMMDN_LIFETIMEBOUND {
        return view().try_get_binary(key);
    }
    KvListView get_list(std::string_view key) const & COMMDN_LIFETIMEBOUND { return view().get_list(key); }
    Result<KvListView> try_get_list(std::string_view key) const & COMMDN_LIFETIMEBOUND {
        return view().try_get_list(key);
    }

    /** Of a temporary list: copies, and nothing that would end with it. */
    std::string get_string(std::string_view key) const && { return std::string(get_string(key)); }
    Result<std::string> try_get_string(std::string_view key) const && {
        return try_get_string(key).transform([](auto text) { return std::string(text); });
    }
    std::vector<std::uint8_t> get_binary(std::string_view key) const && { return get_binary(key).copy(); }
    Result<std::vector<std::uint8_t>> try_get_binary(std::string_view key) const && {
        return try_get_binary(key).transform(&Bytes::copy);
    }
    KvList get_list(std::string_view key) const && { return get_list(key).copy(); }
    Result<KvList> try_get_list(std::string_view key) const && {
        return try_get_list(key).and_then([](KvListView list) { return list.try_copy(); });
    }
    PairIterator begin() const && = delete;
    PairIterator end() const && = delete;
    Pair at(std::size_t index) const && = delete;
    Result<Pair> try_at(std::size_t index) const && = delete;
    Value at_path(std::string_view path) const && = delete;
    Result<Value> try_at_path(std::string_view path) const && = delete;
    Value operator[](std::string_view key) const && = delete;
    Value get(std::string_view key) const && = delete;
    Result<Value> try_get(std::string_view key) const && = delete;

    /** Append a copy of a list. */
    KvList &add_list(std::string_view key, KvListView value) & {
        return detail::after(try_add_list(key, value), *this);
    }
    KvList add_list(std::string_view key, KvListView value) && { return std::move(add_list(key, value)); }
    Result<void> try_add_list(std::string_view key, KvListView value) {
        return detail::call(commdn_kvlist_add_list_n, capi(), key.data(), key.size(), value.capi());
    }
    /**
     * Append an empty list and begin to fill it: what is added from now on goes into it, until
     * end_list(). Quicker than add_list(), for nothing is copied. Lists can be begun inside it.
     */
    KvList &begin_list(std::string_view key) & { return detail::after(try_begin_list(key), *this); }
    KvList begin_list(std::string_view key) && { return std::move(begin_list(key)); }
    Result<void> try_begin_list(std::string_view key) {
        return detail::call(commdn_kvlist_begin_list_n, capi(), key.data(), key.size());
    }
    /** End the list that was begun last; throws NotFoundError if none is begun. */
    KvList &end_list() & { return detail::after(try_end_list(), *this); }
    KvList end_list() && { return std::move(end_list()); }
    Result<void> try_end_list() { return detail::plain(commdn_kvlist_end_list(capi()), "list that is begun"); }
    /** Append copies of all pairs of another list. */
    KvList &extend(KvListView other) & { return detail::after(try_extend(other), *this); }
    KvList extend(KvListView other) && { return std::move(extend(other)); }
    Result<void> try_extend(KvListView other) { return detail::call(commdn_kvlist_extend, capi(), other.capi()); }

    /** Remove the first pair with `key`; whether there was one. */
    bool remove(std::string_view key) {
        const std::optional<std::size_t> index = find(key);
        return index && remove_at(*index);
    }
    /** Remove the pair at `index`; whether there was one. */
    bool remove_at(std::size_t index) noexcept { return commdn_kvlist_remove_at(capi(), index) == COMMDN_OK; }
    /** Remove all pairs. */
    void clear() noexcept { static_cast<void>(commdn_kvlist_clear(capi())); }

private:
    static Result<KvList> made() { return detail::make_plain<KvList>("list", commdn_kvlist_new); }
};

namespace detail {

/** Read a value with one of the functions that end in _at. */
template <class T>
Result<T> read_at(commdn_status status, const T &value, std::size_t index) {
    if (status == COMMDN_OK) {
        return value;
    }
    return Error(status, nullptr, "the value of pair " + std::to_string(index));
}

}  // namespace detail

inline Result<Type> Value::try_type() const {
    std::int32_t found = 0;
    const commdn_status status = commdn_kvlist_type_at(list_, index_, &found);
    return detail::read_at(status, static_cast<Type>(found), index_);
}

inline Result<std::int32_t> Value::try_as_int() const {
    std::int32_t found = 0;
    const commdn_status status = commdn_kvlist_int_at(list_, index_, &found);
    return detail::read_at(status, found, index_);
}

inline Result<std::string_view> Value::try_as_string() const {
    const char *text = nullptr;
    std::size_t bytes = 0;
    const commdn_status status = commdn_kvlist_string_at(list_, index_, &text, &bytes);
    return detail::read_at(status, std::string_view(text, text != nullptr ? bytes : 0), index_);
}

inline Result<Bytes> Value::try_as_binary() const {
    Bytes found;
    const commdn_status status = commdn_kvlist_binary_at(list_, index_, &found.first, &found.count);
    return detail::read_at(status, found, index_);
}

inline Result<KvListView> Value::try_as_list() const {
    const commdn_kvlist *inner = nullptr;
    const commdn_status status = commdn_kvlist_list_at(list_, index_, &inner);
    return detail::read_at(status, KvListView(inner), index_);
}

template <class Self>
Result<std::int32_t> detail::bases::ListReader<Self>::try_get_int(std::string_view key) const {
    return KvListView(list()).typed(key, &Value::try_as_int);
}

inline KvListView Value::as_list() const { return try_as_list().value(); }

template <class Visitor>
decltype(auto) Value::visit(Visitor &&visitor) const {
    switch (type()) {
    case Type::Int: return std::forward<Visitor>(visitor)(as_int());
    case Type::Binary: return std::forward<Visitor>(visitor)(as_binary());
    case Type::List: return std::forward<Visitor>(visitor)(as_list());
    case Type::String:
    case Type::Unicode: break;
    }
    return std::forward<Visitor>(visitor)(as_string());
}

COMMDN_HPP_END

#endif  // COMMDN_KVLIST_HPP
