//! Error texts of TLS: each names the culprit and the remedy.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::pki_types::{ServerName, UnixTime};
use rustls::{AlertDescription, CertificateError, OtherError, PeerIncompatible};

use super::config::{Pem, TlsConfig};
use super::names::Mismatch;
use crate::carrier::TlsError;

/// Facts of a connection that an explanation needs.
#[derive(Debug)]
pub(super) struct Context {
    pub config: TlsConfig,
    /// The name that the certificate must be for.
    pub name: String,
    /// The server has asked for a certificate.
    pub asked: Arc<AtomicBool>,
}

impl Context {
    /// The error of a connection that TLS refuses.
    pub fn explain(&self, error: &rustls::Error) -> TlsError {
        let text = match error {
            rustls::Error::InvalidCertificate(error) => self.certificate(error),
            rustls::Error::AlertReceived(alert) => self.alert(*alert),
            rustls::Error::PeerIncompatible(error) => self.incompatible(error),
            rustls::Error::InvalidMessage(_) => {
                "the server sent something that is no TLS: is the port right?".to_owned()
            }
            other => format!("TLS failed: {other}"),
        };
        TlsError::Refused(text)
    }

    fn certificate(&self, error: &CertificateError) -> String {
        let name = &self.name;
        match error {
            CertificateError::UnknownIssuer => format!(
                "the certificate of server {name} is not signed by a trusted CA, of which there are \
                 those {}: set the TLS option ca to the one that signed it",
                self.trusted()
            ),
            CertificateError::ExpiredContext { time, not_after } => format!(
                "the certificate of server {name} has expired: it was valid until {}, it is {}: \
                 renew it, or set this machine's clock",
                utc(*not_after),
                utc(*time)
            ),
            CertificateError::NotValidYetContext { time, not_before } => format!(
                "the certificate of server {name} is not valid yet: it is from {} on, it is {}: \
                 set this machine's clock",
                utc(*not_before),
                utc(*time)
            ),
            CertificateError::NotValidForNameContext { expected, presented } => {
                self.wrong_name(expected, presented)
            }
            CertificateError::Revoked => {
                format!("the certificate of server {name} has been revoked")
            }
            CertificateError::BadSignature => format!(
                "the certificate of server {name} is not signed by a trusted CA: the one {} with that \
                 name has another key, an older or newer one: set the TLS option ca to the one that signed it",
                self.trusted()
            ),
            CertificateError::InvalidPurposeContext { .. } | CertificateError::InvalidPurpose => {
                format!("the certificate of server {name} is not one for servers")
            }
            CertificateError::Other(OtherError(other))
                if other.to_string().contains("CaUsedAsEndEntity") =>
            {
                format!(
                    "the certificate of server {name} is a CA's own: issue the server one of its own \
                     (with basicConstraints CA:FALSE)"
                )
            }
            other => format!("the certificate of server {name} cannot be accepted: {other:?}"),
        }
    }

    /// The certificate is for other names.
    fn wrong_name(&self, expected: &ServerName<'_>, presented: &[String]) -> String {
        let by_option = self.config.server_name.is_some();
        Mismatch { expected, presented, by_option }.to_string()
    }

    /// Where the trusted CAs are.
    fn trusted(&self) -> String {
        match &self.config.ca {
            Some(ca) => format!("of {ca}"),
            None => "of the system".to_owned(),
        }
    }

    fn alert(&self, alert: AlertDescription) -> String {
        let asked = self.asked.load(Ordering::Relaxed);
        match (&self.config.identity, alert) {
            (_, AlertDescription::ProtocolVersion) => self.no_version(),
            (_, AlertDescription::UnrecognisedName) => format!(
                "the server does not know the name {}: set the TLS option server_name",
                self.name
            ),
            (None, _) if asked => format!(
                "the server asks for a client certificate, and there is none \
                 (alert {alert:?}): set the TLS options for certificate and key"
            ),
            (Some((certificate, _)), _) if asked => refused(certificate, alert),
            (_, AlertDescription::HandshakeFailure) => {
                "the server refused the connection (alert HandshakeFailure): \
                 it may have no cipher in common, or ask for a client certificate"
                    .to_owned()
            }
            _ => format!("the server ended the connection with the TLS alert {alert:?}"),
        }
    }

    fn incompatible(&self, error: &PeerIncompatible) -> String {
        match error {
            PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::ServerDoesNotSupportTls12Or13 => self.no_version(),
            other => format!("the server's TLS has nothing in common with this one: {other:?}"),
        }
    }

    fn no_version(&self) -> String {
        let minimum = self.config.minimum_version;
        format!(
            "the server speaks no TLS version from {minimum} on: lower the TLS option \
             minimum_version (1.2 is the lowest), or renew the server"
        )
    }

    /// The peer's first bytes are not TLS.
    pub fn not_tls(&self, first: &[u8]) -> TlsError {
        let text = if first.starts_with(b"COMMDN") {
            "the server speaks plain text at this port: write the address as tcp://host:port"
                .to_owned()
        } else {
            let shown = first.get(..first.len().min(8)).unwrap_or_default().escape_ascii();
            format!("the server speaks no TLS: it sent \"{shown}\"; is the port right?")
        };
        TlsError::Refused(text)
    }
}

fn refused(certificate: &Pem, alert: AlertDescription) -> String {
    let why = match alert {
        AlertDescription::UnknownCA => "it does not trust the CA that signed it",
        AlertDescription::CertificateExpired => "it has expired",
        AlertDescription::CertificateRevoked => "it was revoked",
        AlertDescription::AccessDenied => "it is valid, but has no access",
        AlertDescription::DecryptError => "its signature is wrong",
        _ => "see the server's log",
    };
    format!("the server refused the client certificate of {certificate}: {why} (alert {alert:?})")
}

/// A time as `2026-01-05 10:00:00 UTC`.
fn utc(time: UnixTime) -> String {
    let seconds = time.as_secs();
    let (days, of_day) = (seconds / 86_400, seconds % 86_400);
    // Days are counted from 1 March of year 0, in eras of 400 years.
    let from_march = days + 719_468;
    let (era, of_era) = (from_march / 146_097, from_march % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn context(config: TlsConfig, asked: bool) -> Context {
        let asked = Arc::new(AtomicBool::new(asked));
        Context { config, name: "ts.example".to_owned(), asked }
    }

    #[test]
    fn times_are_shown_as_calendars_have_them() {
        let at = |seconds| utc(UnixTime::since_unix_epoch(Duration::from_secs(seconds)));
        assert_eq!(at(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(at(951_782_399), "2000-02-28 23:59:59 UTC");
        assert_eq!(at(951_782_400), "2000-02-29 00:00:00 UTC");
        assert_eq!(at(1_767_610_800), "2026-01-05 11:00:00 UTC");
        assert_eq!(at(4_107_542_400), "2100-03-01 00:00:00 UTC");
    }

    #[test]
    fn an_alert_after_the_server_asked_for_a_certificate_is_about_that() {
        let alert = rustls::Error::AlertReceived(AlertDescription::HandshakeFailure);
        let text = |config, asked| context(config, asked).explain(&alert).to_string();
        assert!(
            text(TlsConfig::new(), true).contains("set the TLS options for certificate and key")
        );
        assert!(text(TlsConfig::new(), false).contains("cipher"));
        let own = TlsConfig::new().identity("own.pem", "own.key");
        assert!(text(own, true).contains("refused the client certificate of file own.pem"));
    }

    #[test]
    fn a_version_that_is_not_common_names_the_option() {
        let tls = context(TlsConfig::new().minimum_version("1.3".parse().unwrap()), false);
        let errors = [
            rustls::Error::AlertReceived(AlertDescription::ProtocolVersion),
            rustls::Error::PeerIncompatible(
                PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
            ),
        ];
        for error in errors {
            let text = tls.explain(&error).to_string();
            assert!(text.contains("from 1.3 on") && text.contains("minimum_version"), "{text}");
        }
    }

    #[test]
    fn what_the_peer_sent_is_shown_escaped_and_short() {
        let tls = context(TlsConfig::new(), false);
        assert!(tls.not_tls(b"COMMDN\0\x01").to_string().contains("tcp://host:port"));
        assert!(tls.not_tls(b"HTTP/1.1 400 Bad").to_string().contains("\"HTTP/1.1\""));
        assert!(tls.not_tls(b"\0\x01\x02").to_string().contains("\"\\x00\\x01\\x02\""));
    }
}
