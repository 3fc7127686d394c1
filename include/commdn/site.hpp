/*
 * commdn for C++17: sites, the settings of each contact centre from a file. Part of commdn.hpp.
 */
#ifndef COMMDN_SITE_HPP
#define COMMDN_SITE_HPP

#include <commdn/session.hpp>

COMMDN_HPP_BEGIN

/** A key of a site, and where it stands; it ends with its site. Threads: any number of readers. */
class SiteSetting {
public:
    /** A view of a C object. */
    explicit SiteSetting(const commdn_site_setting *setting) noexcept : setting_(setting) {}
    const commdn_site_setting *capi() const noexcept { return setting_; }

    /** Its key, such as "region". */
    std::string_view key() const noexcept {
        return detail::text_or_none(commdn_site_setting_key(setting_)).value_or("");
    }
    /** Its value as a text; of a password where it is, never what. */
    std::string_view text() const noexcept {
        return detail::text_or_none(commdn_site_setting_text(setting_)).value_or("");
    }
    /** Its value as a number: a DBID, also where the file has a name for it, or milliseconds. */
    std::optional<std::int64_t> number() const noexcept {
        std::int64_t number = 0;
        if (commdn_site_setting_number(setting_, &number) != COMMDN_OK) {
            return std::nullopt;
        }
        return number;
    }
    /** Its DBIDs, of "expect": the OCS that must answer a request to every OCS. */
    std::vector<std::int32_t> dbids() const {
        std::vector<std::int32_t> dbids(commdn_site_setting_dbid_count(setting_));
        for (std::size_t index = 0; index < dbids.size(); index++) {
            dbids[index] = commdn_site_setting_dbid_at(setting_, index);
        }
        return dbids;
    }
    /** Its line in the file, from 1 on. */
    std::uint32_t line() const noexcept { return commdn_site_setting_line(setting_); }
    /** The site whose section it stands in; none if it stands above all sections. */
    std::optional<std::string_view> section() const noexcept {
        return detail::text_or_none(commdn_site_setting_section(setting_));
    }

private:
    const commdn_site_setting *setting_;
};

/** A name that a site gives to a DBID; it ends with its site. Threads: any number of readers. */
class SiteAlias {
public:
    /** A view of a C object. */
    explicit SiteAlias(const commdn_site_alias *alias) noexcept : alias_(alias) {}
    const commdn_site_alias *capi() const noexcept { return alias_; }

    /** "campaign", "group", "ocs" or "application". */
    std::string_view kind() const noexcept { return detail::text_or_none(commdn_site_alias_kind(alias_)).value_or(""); }
    /** The name. */
    std::string_view name() const noexcept { return detail::text_or_none(commdn_site_alias_name(alias_)).value_or(""); }
    /** The DBID. */
    std::int32_t dbid() const noexcept { return commdn_site_alias_dbid(alias_); }
    /** Of a campaign, the DBID of the group that it is dialled for, if that is told. */
    std::optional<std::int32_t> group() const noexcept {
        const std::int32_t group = commdn_site_alias_group(alias_);
        return group != 0 ? std::optional<std::int32_t>(group) : std::nullopt;
    }
    /** Its line in the file, from 1 on. */
    std::uint32_t line() const noexcept { return commdn_site_alias_line(alias_); }

private:
    const commdn_site_alias *alias_;
};

/**
 * The settings of one contact centre; it never changes. Moved, not copied.
 *
 *   const commdn::Site site = commdn::Site::load("berlin");
 *   commdn::Session session = commdn::Session::open(site.server(), site.session_options());
 *
 * Threads: any number of readers. Only load() and session_options() block.
 */
class [[nodiscard]] Site : public detail::Owned<commdn_site, commdn_site_free> {
public:
    /** A null one: a member that is to be assigned. */
    Site() noexcept = default;
    /** Take over a C object. */
    explicit Site(commdn_site *owned) noexcept : Owned(owned) {}

    /**
     * The default site of the file that COMMDN_CONFIG names, or else commdn/config.toml in the
     * user's folder for settings. Throws InvalidArgument, which names file, line and key.
     */
    static Site load() { return try_load().value(); }
    static Result<Site> try_load() { return read(nullptr, nullptr); }
    /** The site of that name in the same file. */
    static Site load(std::string_view name) { return try_load(name).value(); }
    static Result<Site> try_load(std::string_view name) {
        return detail::c_text(name, "name").and_then([](const std::string &text) {
            return read(nullptr, text.c_str());
        });
    }
    /** The site of that name in a file; its default for an empty name. */
    static Site load_from(std::string_view path, std::string_view name = {}) {
        return try_load_from(path, name).value();
    }
    static Result<Site> try_load_from(std::string_view path, std::string_view name = {}) {
        return detail::c_text(path, "path").and_then([&](const std::string &file) {
            return detail::c_text(name, "name").and_then([&](const std::string &text) {
                return read(file.c_str(), text.empty() ? nullptr : text.c_str());
            });
        });
    }

    /** Its name; none if it is only what stands above all sections. */
    std::optional<std::string_view> name() const & noexcept COMMDN_LIFETIMEBOUND {
        return detail::text_or_none(commdn_site_name(capi()));
    }
    std::optional<std::string> name() const && { return detail::own(name()); }
    /** The file that it was read from. */
    std::string_view path() const & noexcept COMMDN_LIFETIMEBOUND {
        return detail::text_or_none(commdn_site_path(capi())).value_or("");
    }
    std::string path() const && { return std::string(path()); }
    /** Its server, as Session::open() takes it; empty if it has none. */
    std::string_view server() const & noexcept COMMDN_LIFETIMEBOUND {
        return detail::text_or_none(commdn_site_server(capi())).value_or("");
    }
    std::string server() const && { return std::string(server()); }

    /**
     * The options of a session: DN, application, password, OCS, time limits, charset and TLS.
     * Blocks while the password is looked up. Throws InvalidArgument: what is missing or wrong, with
     * file, line and key.
     */
    SessionOptions session_options() const { return try_session_options().value(); }
    Result<SessionOptions> try_session_options() const {
        return detail::make<SessionOptions>(commdn_site_session_options, capi());
    }

    /** The setting of a key, if it is set. */
    std::optional<SiteSetting> get(const std::string &key) const & noexcept COMMDN_LIFETIMEBOUND {
        const commdn_site_setting *found = commdn_site_get(capi(), key.c_str());
        return found != nullptr ? std::optional<SiteSetting>(found) : std::nullopt;
    }
    std::optional<SiteSetting> get(const std::string &key) const && = delete;
    /** What is set: first what the site's section has, then what stands above all sections. */
    std::vector<SiteSetting> settings() const & COMMDN_LIFETIMEBOUND {
        std::vector<SiteSetting> all;
        for (std::size_t index = 0; index < commdn_site_setting_count(capi()); index++) {
            all.emplace_back(commdn_site_setting_at(capi(), index));
        }
        return all;
    }
    std::vector<SiteSetting> settings() const && = delete;
    /** The alias of a kind with that name, in upper or lower case, if there is one. */
    std::optional<SiteAlias> alias(const std::string &kind, const std::string &name) const & noexcept COMMDN_LIFETIMEBOUND {
        const commdn_site_alias *found = commdn_site_find_alias(capi(), kind.c_str(), name.c_str());
        return found != nullptr ? std::optional<SiteAlias>(found) : std::nullopt;
    }
    std::optional<SiteAlias> alias(const std::string &kind, const std::string &name) const && = delete;
    /** Its names for DBIDs. */
    std::vector<SiteAlias> aliases() const & COMMDN_LIFETIMEBOUND {
        std::vector<SiteAlias> all;
        for (std::size_t index = 0; index < commdn_site_alias_count(capi()); index++) {
            all.emplace_back(commdn_site_alias_at(capi(), index));
        }
        return all;
    }
    std::vector<SiteAlias> aliases() const && = delete;

private:
    static Result<Site> read(const char *path, const char *name) {
        return detail::make<Site>(commdn_site_load, path, name);
    }
};

COMMDN_HPP_END

#endif  // COMMDN_SITE_HPP
