/*
 * commdn for C++17: how a connection is secured. Part of commdn.hpp.
 *
 * Owns Tls, the options of TLS. What they say is checked when a session opens.
 */
#ifndef COMMDN_TLS_HPP
#define COMMDN_TLS_HPP

#include <commdn/error.hpp>

namespace commdn {

/**
 * The options of TLS, for addresses that begin with "tls://"; each has a default.
 *
 * Files are in PEM form, and read when a session opens; PEM text does instead of a path.
 * Certificates are always verified. A plain value: copied as such.
 */
class Tls {
public:
    /** Trust the CAs of this file, and not the system's. Default: the system's. */
    Tls &ca(std::string_view pem) & { return ca_ = pem, *this; }
    Tls &&ca(std::string_view pem) && { return std::move(ca(pem)); }
    /** Show this certificate (with its chain) and its key to a server that asks. Default none. */
    Tls &identity(std::string_view certificate, std::string_view key) & {
        identity_.emplace(certificate, key);
        return *this;
    }
    Tls &&identity(std::string_view certificate, std::string_view key) && {
        return std::move(identity(certificate, key));
    }
    /** What the server's certificate must be for. Default: the address's host. */
    Tls &server_name(std::string_view name) & { return server_name_ = name, *this; }
    Tls &&server_name(std::string_view name) && { return std::move(server_name(name)); }
    /** The lowest version that is spoken: "1.2" or "1.3". Default "1.2". */
    Tls &minimum_version(std::string_view version) & { return minimum_version_ = version, *this; }
    Tls &&minimum_version(std::string_view version) && {
        return std::move(minimum_version(version));
    }

    /** Give them to the C object, which stays the caller's. InvalidArgument. */
    Result<void> try_apply(commdn_session_options *options) const {
        Result<void> done = set(ca_, "ca", commdn_session_options_set_tls_ca, options);
        if (done) {
            done = set(server_name_, "name", commdn_session_options_set_tls_server_name, options);
        }
        if (done) {
            done = set(minimum_version_, "version",
                       commdn_session_options_set_tls_minimum_version, options);
        }
        if (!done || !identity_) {
            return done;
        }
        const std::string &certificate = identity_->first;
        const std::string &key = identity_->second;
        done = detail::check_text(key, "key");
        if (!done) {
            return done;
        }
        return detail::run_with_text(
            certificate, "certificate", [&](const char *text, commdn_error **error) {
                return commdn_session_options_set_tls_identity(options, text, key.c_str(), error);
            });
    }

private:
    template <class Set>
    static Result<void> set(const std::optional<std::string> &value, const char *name, Set setter,
                            commdn_session_options *options) {
        if (!value) {
            return Result<void>();
        }
        return detail::run_with_text(*value, name, [&](const char *text, commdn_error **error) {
            return setter(options, text, error);
        });
    }

    std::optional<std::string> ca_;
    std::optional<std::pair<std::string, std::string>> identity_;
    std::optional<std::string> server_name_;
    std::optional<std::string> minimum_version_;
};

}  // namespace commdn

#endif  // COMMDN_TLS_HPP
