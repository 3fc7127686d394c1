/*
 * commdn for C++17: how a connection is secured. Part of commdn.hpp.
 *
 * Owns Tls, the options of TLS; most are in generated/tls.hpp. What they say is checked when a
 * session opens.
 */
#ifndef COMMDN_TLS_HPP
#define COMMDN_TLS_HPP

#include <commdn/generated/tls.hpp>

COMMDN_HPP_BEGIN

/**
 * The options of TLS, for addresses that begin with "tls://"; each has a default.
 *
 * Files are in PEM form, and read when a session opens; PEM text does instead of a path.
 * Certificates are always verified. A plain value: copied as such.
 */
class Tls : public detail::bases::TlsTexts<Tls> {
public:
    /** Show this certificate (with its chain) and its key to a server that asks. Default none. */
    Tls &identity(std::string_view certificate, std::string_view key) & {
        identity_.emplace(certificate, key);
        return *this;
    }
    Tls identity(std::string_view certificate, std::string_view key) && {
        return std::move(identity(certificate, key));
    }

    /** Give them to the C object, which stays the caller's. InvalidArgument. */
    Result<void> try_apply(commdn_session_options *options) const {
        return apply_texts(options).and_then([&]() -> Result<void> {
            if (!identity_) {
                return {};
            }
            const Result<std::string> certificate = detail::c_text(identity_->first, "certificate");
            const Result<std::string> key = detail::c_text(identity_->second, "key");
            if (!certificate || !key) {
                return certificate ? key.error() : certificate.error();
            }
            return detail::call(commdn_session_options_set_tls_identity, options, certificate->c_str(), key->c_str());
        });
    }

private:
    std::optional<std::pair<std::string, std::string>> identity_;
};

COMMDN_HPP_END

#endif  // COMMDN_TLS_HPP
