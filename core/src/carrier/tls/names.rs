//! Error text for a certificate that is valid for other names than the requested one.
//!
//! A name has a type: the DNS name 127.0.0.1 is not the IP address 127.0.0.1, and a certificate for
//! the one is not valid for the other. Decides nothing: the TLS library compares names.

use std::fmt;

use rustls::pki_types::ServerName;

/// The requested name, and the names of the certificate.
pub(super) struct Mismatch<'a> {
    pub expected: &'a ServerName<'a>,
    /// As webpki shows them: `DnsName("a.example")`, `IpAddress(10.1.2.3)`.
    pub presented: &'a [String],
    /// The TLS option server_name says what is asked for, and not the address.
    pub by_option: bool,
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = typed(self.expected);
        let names: Vec<Name<'_>> = self.presented.iter().map(|text| Name::read(text)).collect();
        match names.as_slice() {
            [] => f.write_str(
                "the certificate is for no name at all (a common name, CN, does not count)",
            )?,
            names => {
                let names: Vec<String> = names.iter().map(ToString::to_string).collect();
                write!(f, "the certificate is for {}", names.join(", "))?;
            }
        }
        match self.by_option {
            true => write!(f, ", but the TLS option server_name asks for {wanted}")?,
            false => write!(f, ", but the server was addressed as {wanted}")?,
        }
        match self.expected {
            ServerName::IpAddress(_) => f.write_str(": it needs an IP subjectAltName")?,
            _ => f.write_str(": it needs a DNS subjectAltName")?,
        }
        if names.iter().any(|name| name.value.starts_with("*.")) {
            f.write_str(" (a wildcard stands for one label, the first)")?;
        }
        // Names of the other type may be what the certificate calls this server.
        let usable: Vec<&str> =
            names.iter().filter(|name| name.can_be_asked_for()).map(|name| name.value).collect();
        match (usable.as_slice(), self.by_option) {
            ([], _) => Ok(()),
            (_, true) => {
                write!(f, "; or set server_name to one of its names: {}", usable.join(", "))
            }
            (_, false) => write!(
                f,
                "; or write one of its names in the address, or set the TLS option server_name to it: {}",
                usable.join(", ")
            ),
        }
    }
}

fn typed(name: &ServerName<'_>) -> String {
    let kind = match name {
        ServerName::DnsName(_) => "DNS name",
        ServerName::IpAddress(_) => "IP address",
        _ => "name",
    };
    format!("{kind} {}", name.to_str())
}

/// A name of a certificate.
struct Name<'a> {
    kind: &'a str,
    value: &'a str,
}

impl<'a> Name<'a> {
    fn read(text: &'a str) -> Self {
        let (kind, value) = text.split_once('(').unwrap_or(("", text));
        let kind = match kind {
            "DnsName" => "DNS name",
            "IpAddress" => "IP address",
            "UniformResourceIdentifier" => "URI",
            "" => "name",
            other => other,
        };
        Self { kind, value: value.trim_end_matches(')').trim_matches('"') }
    }

    /// Whether it can stand in an address or in the option: a host name, or an IP address of that
    /// type.
    fn can_be_asked_for(&self) -> bool {
        let is_ip = self.value.parse::<std::net::IpAddr>().is_ok();
        match self.kind {
            "DNS name" => !is_ip && !self.value.contains('*'),
            "IP address" => is_ip,
            _ => false,
        }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(expected: &str, presented: &[&str], by_option: bool) -> String {
        let expected = match expected.parse::<std::net::IpAddr>() {
            Ok(ip) => ServerName::from(ip),
            Err(_) => ServerName::try_from(expected).unwrap(),
        };
        let presented: Vec<String> = presented.iter().map(|&name| name.to_owned()).collect();
        Mismatch { expected: &expected, presented: &presented, by_option }.to_string()
    }

    #[test]
    fn names_are_told_with_their_types() {
        let both = text("127.0.0.1", &[r#"DnsName("127.0.0.1")"#], false);
        assert_eq!(
            both,
            "the certificate is for DNS name 127.0.0.1, but the server was addressed as IP address 127.0.0.1: \
             it needs an IP subjectAltName"
        );
        let other = text("a.example", &[r#"DnsName("b.example")"#, "IpAddress(10.1.2.3)"], false);
        assert!(other.contains("for DNS name b.example, IP address 10.1.2.3, but"), "{other}");
        assert!(other.contains("addressed as DNS name a.example"), "{other}");
        assert!(other.ends_with("option server_name to it: b.example, 10.1.2.3"), "{other}");
        let option = text("a.example", &[r#"DnsName("b.example")"#], true);
        assert!(option.contains("server_name asks for DNS name a.example"), "{option}");
        let six = text("::1", &["IpAddress(::2)"], false);
        assert!(six.contains("IP address ::2") && six.contains("IP address ::1"), "{six}");
    }

    #[test]
    fn a_common_name_and_a_wildcard_are_explained() {
        let none = text("a.example", &[], false);
        assert!(none.contains("no name at all (a common name, CN, does not count)"), "{none}");
        assert!(none.ends_with("it needs a DNS subjectAltName"), "{none}");
        let star = text("a.b.example", &[r#"DnsName("*.example")"#], false);
        assert!(star.contains("DNS name *.example") && star.contains("one label"), "{star}");
        assert!(!star.contains("write one of its names"), "{star}");
    }
}
