/*
 * commdn for C++17: the texts of TLS. Part of tls.hpp.
 *
 * Printed by `cargo xtask api` from the tables in core/src/description: change those.
 */
#ifndef COMMDN_GENERATED_TLS_HPP
#define COMMDN_GENERATED_TLS_HPP

#include <commdn/setters.hpp>

COMMDN_HPP_BEGIN

namespace detail::bases {

/** The texts of Tls, each kept until a session's options take it. */
template <class Self>
class TlsTexts {
public:
    /**
     * The CAs that are trusted, and the system's are not: a PEM file, or PEM text. Default: the
     * system's.
     */
    Self &ca(std::string_view text) & { return keep(ca_, text); }
    Self ca(std::string_view text) && { return std::move(ca(text)); }

    /**
     * The name or IP address that the server's certificate must be for. Default: the address's
     * host.
     */
    Self &server_name(std::string_view text) & { return keep(server_name_, text); }
    Self server_name(std::string_view text) && { return std::move(server_name(text)); }

    /** The lowest version that is spoken: "1.2" or "1.3". Default "1.2". */
    Self &minimum_version(std::string_view text) & { return keep(minimum_version_, text); }
    Self minimum_version(std::string_view text) && { return std::move(minimum_version(text)); }

protected:
    ~TlsTexts() = default;

    /** Give the C object what is set. */
    Result<void> apply_texts(commdn_session_options *options) const {
        Result<void> done;
        set(done, commdn_session_options_set_tls_ca, options, ca_, "ca");
        set(done, commdn_session_options_set_tls_server_name, options, server_name_, "server_name");
        set(done, commdn_session_options_set_tls_minimum_version, options, minimum_version_,
            "minimum_version");
        return done;
    }

private:
    Self &keep(std::optional<std::string> &to, std::string_view text) {
        to = text;
        return static_cast<Self &>(*this);
    }

    std::optional<std::string> ca_;
    std::optional<std::string> server_name_;
    std::optional<std::string> minimum_version_;
};

}  // namespace detail::bases

COMMDN_HPP_END

#endif  // COMMDN_GENERATED_TLS_HPP
