/*
 * commdn for C++17: names and DBIDs of a contact centre's configuration. Part of commdn.hpp.
 */
#ifndef COMMDN_DIRECTORY_HPP
#define COMMDN_DIRECTORY_HPP

#include <commdn/session.hpp>

COMMDN_HPP_BEGIN

/** What is looked up in a directory. */
enum class Noun : std::int32_t {
    Tenant = COMMDN_NOUN_TENANT,
    Switch = COMMDN_NOUN_SWITCH,
    Application = COMMDN_NOUN_APPLICATION,
    /** A communication DN; its name is its number. */
    Dn = COMMDN_NOUN_DN,
    Campaign = COMMDN_NOUN_CAMPAIGN,
    AgentGroup = COMMDN_NOUN_AGENT_GROUP,
    PlaceGroup = COMMDN_NOUN_PLACE_GROUP,
    CampaignGroup = COMMDN_NOUN_CAMPAIGN_GROUP,
    CallingList = COMMDN_NOUN_CALLING_LIST,
    /** A group of agents or of places. */
    Group = COMMDN_NOUN_GROUP,
    /** An application that is an OCS. */
    Ocs = COMMDN_NOUN_OCS,
};

namespace detail {

/** The value, or none where there is none; other errors are thrown. */
template <class T>
std::optional<T> unless_missing(Result<T> result) {
    if (!result.has_value() && result.error().code() == Code::NotFound) {
        return std::nullopt;
    }
    return std::move(result).value();
}

}  // namespace detail

/**
 * An object of a directory, with which it ends. Threads: any number of readers. Nothing blocks.
 *
 * Fields are those of docs/directory.md; one that is not known is none, one that does not exist
 * throws InvalidArgument.
 */
class DirectoryObject {
public:
    /** A view of a C object. */
    explicit DirectoryObject(const commdn_directory_object *object) noexcept : object_(object) {}
    const commdn_directory_object *capi() const noexcept { return object_; }

    /** Its kind. */
    Noun kind() const noexcept { return static_cast<Noun>(commdn_directory_object_kind(object_)); }
    /** Its DBID: unique among the objects of its kind. */
    std::int32_t dbid() const noexcept { return commdn_directory_object_dbid(object_); }
    /** Its name; of a DN its number. */
    std::string_view name() const noexcept {
        return detail::text_or_none(commdn_directory_object_name(object_)).value_or("");
    }
    /** A field that is a number or a flag, if it is known. */
    std::optional<std::int32_t> number(const std::string &field) const {
        return detail::unless_missing(
            detail::fetch<std::int32_t>(commdn_directory_object_number, object_, field.c_str()));
    }
    /** A field that is a text, if it is known. */
    std::optional<std::string> text(const std::string &field) const {
        return detail::unless_missing(detail::fetch_text(commdn_directory_object_text, object_, field.c_str()));
    }
    /** An option, if there is one; names are compared without case. */
    std::optional<std::string> option(const std::string &section, const std::string &name) const {
        return detail::unless_missing(
            detail::fetch_text(commdn_directory_object_option, object_, section.c_str(), name.c_str()));
    }
    /** Whether an application connects to the server with that DBID. */
    bool connects_to(std::int32_t server) const noexcept {
        return commdn_directory_object_connects_to(object_, server);
    }

private:
    const commdn_directory_object *object_;
};

/**
 * Names and DBIDs of one contact centre; it never changes. Moved, not copied.
 *
 * A name is found in any case, or as "tenant/name"; a text of digits is a DBID. One that finds no
 * single object is a NameUnknownError or a NameAmbiguousError, whose what() tells what may be meant.
 * Threads: any number of readers. Only load(), fetch() and store() block.
 */
class [[nodiscard]] Directory : public detail::Owned<commdn_directory, commdn_directory_free> {
public:
    /** A null one: a member that is to be assigned. */
    Directory() noexcept = default;
    /** Take over a C object. */
    explicit Directory(commdn_directory *owned) noexcept : Owned(owned) {}

    /**
     * From a file: CSV, JSON, an export of mutagen, or a local copy. Throws StorageError,
     * InvalidDirectoryError, which names the place of the fault.
     */
    static Directory load(std::string_view path) { return try_load(path).value(); }
    static Result<Directory> try_load(std::string_view path) {
        return detail::c_text(path, "path").and_then([](const std::string &text) {
            return detail::make<Directory>(commdn_directory_load, text.c_str());
        });
    }

    /**
     * From a server that answers for Configuration Server. No DN is registered; of the options the
     * application, its password, TLS and the time limit for connecting count. Blocks until all
     * objects have come. Throws as Session::open(), and TServerError if the server does not read.
     */
    static Directory fetch(std::string_view address, const SessionOptions &options) {
        return try_fetch(address, options).value();
    }
    static Result<Directory> try_fetch(std::string_view address, const SessionOptions &options) {
        return detail::c_text(address, "address").and_then([&](const std::string &text) {
            return detail::make<Directory>(commdn_directory_fetch, text.c_str(), options.capi());
        });
    }

    /** Write a local copy, which tells where it comes from. Throws StorageError. */
    void store(std::string_view path, std::string_view source) const { try_store(path, source).value(); }
    Result<void> try_store(std::string_view path, std::string_view source) const {
        return detail::c_text(path, "path").and_then([&](const std::string &where) {
            return detail::c_text(source, "source").and_then([&](const std::string &from) {
                return detail::call(commdn_directory_store, capi(), where.c_str(), from.c_str());
            });
        });
    }

    /** How many objects it has. */
    std::size_t count() const noexcept { return commdn_directory_count(capi()); }
    /** The object at an index, if there is one. */
    std::optional<DirectoryObject> at(std::size_t index) const & noexcept COMMDN_LIFETIMEBOUND {
        return object_or_none(commdn_directory_at(capi(), index));
    }
    std::optional<DirectoryObject> at(std::size_t index) const && = delete;
    /** The object with that DBID, if there is one. */
    std::optional<DirectoryObject> get(Noun noun, std::int32_t dbid) const & noexcept COMMDN_LIFETIMEBOUND {
        return object_or_none(commdn_directory_get(capi(), static_cast<std::int32_t>(noun), dbid));
    }
    std::optional<DirectoryObject> get(Noun noun, std::int32_t dbid) const && = delete;

    /** The object that a text means. */
    DirectoryObject find(Noun noun, std::string_view text) const & COMMDN_LIFETIMEBOUND {
        return try_find(noun, text).value();
    }
    DirectoryObject find(Noun noun, std::string_view text) const && = delete;
    Result<DirectoryObject> try_find(Noun noun, std::string_view text) const & COMMDN_LIFETIMEBOUND {
        return detail::c_text(text, "text").and_then([&](const std::string &copy) {
            return detail::fetch<const commdn_directory_object *>(commdn_directory_find, capi(),
                                                                  static_cast<std::int32_t>(noun), copy.c_str())
                .transform([](const commdn_directory_object *found) { return DirectoryObject(found); });
        });
    }
    Result<DirectoryObject> try_find(Noun noun, std::string_view text) const && = delete;

    /** The DBID that a text means, for requests; one in digits need not be in the directory. */
    std::int32_t resolve(Noun noun, std::string_view text) const { return try_resolve(noun, text).value(); }
    Result<std::int32_t> try_resolve(Noun noun, std::string_view text) const {
        return detail::c_text(text, "text").and_then([&](const std::string &copy) {
            return detail::fetch<std::int32_t>(commdn_directory_resolve, capi(), static_cast<std::int32_t>(noun),
                                               copy.c_str());
        });
    }

private:
    static std::optional<DirectoryObject> object_or_none(const commdn_directory_object *object) noexcept {
        return object != nullptr ? std::optional<DirectoryObject>(object) : std::nullopt;
    }
};

inline Result<void> SessionOptions::try_directory(const Directory &with) {
    return detail::call(commdn_session_options_set_directory, capi(), with.capi());
}
inline SessionOptions &SessionOptions::directory(const Directory &with) & {
    return detail::after(try_directory(with), *this);
}
inline SessionOptions SessionOptions::directory(const Directory &with) && { return std::move(directory(with)); }

COMMDN_HPP_END

#endif  // COMMDN_DIRECTORY_HPP
