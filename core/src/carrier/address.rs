//! Addresses in the notation of users: `host:port`, `tcp://host:port`, `tls://host:port`, `sim:`,
//! `exec:COMMAND`.
//!
//! Owns the syntax of addresses and the errors of invalid ones; `open.rs` chooses the connector.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::command::CommandLine;

/// Where a session connects to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Address {
    /// A server on the network: host and port.
    Tcp {
        /// Name or IP address.
        host: String,
        /// Port.
        port: u16,
    },
    /// A server on the network that speaks TLS.
    Tls {
        /// Name or IP address.
        host: String,
        /// Port.
        port: u16,
    },
    /// The simulator in this process; what follows the colon (a configuration file), if anything.
    Sim {
        /// Path of a configuration file; empty for the default.
        config: String,
    },
    /// A program that is started as a child process, and speaks the link protocol on standard input
    /// and output.
    Exec {
        /// The program and its arguments, which are not shown.
        command: CommandLine,
    },
}

/// Invalid address; the message names the fault and the correct form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("address {text:?} {fault}")]
pub struct AddressError {
    text: String,
    fault: AddressFault,
}

impl AddressError {
    fn new(text: &str, fault: AddressFault) -> Self {
        // Arguments, and the text before an @, may be passwords.
        let text = match text.strip_prefix("exec:") {
            Some(command) => {
                let program = command.split_whitespace().next().unwrap_or_default();
                return Self { text: format!("exec:{program}"), fault };
            }
            None => text,
        };
        let text = match text.rsplit_once('@') {
            Some((_, host)) => format!("****@{host}"),
            None => text.to_owned(),
        };
        Self { text, fault }
    }

    /// The fault.
    #[must_use]
    pub const fn fault(&self) -> &AddressFault {
        &self.fault
    }
}

/// Fault of an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressFault {
    /// There is nothing, or nothing between two commas of a list.
    #[error("is empty: write host:port, tcp://host:port, tls://host:port, sim: or exec:COMMAND")]
    Empty,
    /// A NUL byte, which would end the text, or the path of a simulator's file, in C.
    #[error("contains a NUL byte")]
    Nul,
    /// `exec:` without a command.
    #[error("has no command: write exec:PROGRAM ARGUMENTS")]
    NoCommand,
    /// A quote without its other half in a command, or a backslash at its end.
    #[error("has a quote that does not end: write exec:PROGRAM 'AN ARGUMENT WITH BLANKS'")]
    Quotes,
    /// A blank or a control character.
    #[error("has a blank or a control character in it: write host:port without blanks")]
    Blank,
    /// The scheme before `://` is unknown.
    #[error("has an unknown scheme: write tcp://host:port, tls://host:port or host:port")]
    Scheme,
    /// A user, and perhaps a password.
    #[error(
        "names a user: write host:port only; the application's name and password are options of their own"
    )]
    User,
    /// Something behind the port.
    #[error("goes on behind the port: write host:port only")]
    Path,
    /// There is no host.
    #[error("has no host: write host:port")]
    NoHost,
    /// There is no port.
    #[error("has no port: write {host}:PORT, for example {host}:3000")]
    NoPort {
        /// The host, as an address has it.
        host: String,
    },
    /// The port is not a number from 1 to 65535.
    #[error("has the port {port:?}, which is not a number from 1 to 65535")]
    Port {
        /// The text in place of the port.
        port: String,
    },
    /// An IPv6 address without brackets: its end and the start of the port are ambiguous.
    #[error(
        "is an IPv6 address without brackets and port: write [{host}]:PORT, for example [{host}]:3000"
    )]
    NoBrackets {
        /// The IPv6 address.
        host: String,
    },
    /// More than one colon, and no IPv6 address.
    #[error("has several colons: write host:port, or [IPv6 address]:port")]
    Colons,
    /// The text in brackets is not an IPv6 address, or a bracket is missing.
    #[error(
        "has brackets around something other than an IPv6 address: write host:port or [::1]:port"
    )]
    Brackets,
    /// Digits and dots that are not an IPv4 address.
    #[error(
        "has a host of digits and dots that is not an IPv4 address: write it as 192.0.2.1:port"
    )]
    Ipv4,
}

impl Address {
    /// A list of addresses with commas between, the primary first.
    ///
    /// A command, or the simulator's file, extends to the end of the text: it may have commas.
    ///
    /// # Errors
    /// The first invalid address; an empty list.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, AddressError> {
        let mut list = Vec::new();
        let mut rest = Some(text);
        while let Some(text) = rest {
            let command = text.trim_start().starts_with("exec:");
            let simulator = list.is_empty() && text.starts_with("sim:");
            let (address, others) = match text.split_once(',') {
                Some((address, others)) if !command && !simulator => (address, Some(others)),
                _ => (text, None),
            };
            list.push(if simulator { address } else { address.trim() }.parse()?);
            rest = others;
        }
        Ok(list)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.contains('\0') {
            return Err(AddressError::new(text, AddressFault::Nul));
        }
        if let Some(config) = text.strip_prefix("sim:") {
            return Ok(Self::Sim { config: config.to_owned() });
        }
        if let Some(command) = text.strip_prefix("exec:") {
            let command = CommandLine::split(command);
            return command
                .map(|command| Self::Exec { command })
                .map_err(|fault| AddressError::new(text, fault));
        }
        network(text).map_err(|fault| AddressError::new(text, fault))
    }
}

/// The address of a server on the network.
fn network(text: &str) -> Result<Address, AddressFault> {
    if text.is_empty() {
        return Err(AddressFault::Empty);
    }
    if text.contains(|found: char| found.is_whitespace() || found.is_control()) {
        return Err(AddressFault::Blank);
    }
    let (secure, plain) = match text.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tcp") => (false, rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tls") => (true, rest),
        Some(_) => return Err(AddressFault::Scheme),
        None => (false, text),
    };
    if plain.contains('@') {
        return Err(AddressFault::User);
    }
    if plain.contains(['/', '?', '#', '\\']) {
        return Err(AddressFault::Path);
    }
    let (host, port) = host_and_port(plain)?;
    let (host, port) = (host.to_owned(), port_number(port)?);
    Ok(if secure { Address::Tls { host, port } } else { Address::Tcp { host, port } })
}

fn host_and_port(plain: &str) -> Result<(&str, &str), AddressFault> {
    if let Some(rest) = plain.strip_prefix('[') {
        let (host, rest) = rest.split_once(']').ok_or(AddressFault::Brackets)?;
        if !is_ipv6(host) {
            return Err(AddressFault::Brackets);
        }
        let port = rest.strip_prefix(':').filter(|port| !port.is_empty());
        return match port {
            Some(port) => Ok((host, port)),
            None if rest.is_empty() || rest == ":" => {
                Err(AddressFault::NoPort { host: format!("[{host}]") })
            }
            None => Err(AddressFault::Path),
        };
    }
    if plain.contains(['[', ']']) {
        return Err(AddressFault::Brackets);
    }
    if plain.matches(':').count() > 1 {
        let host = plain.to_owned();
        return Err(match is_ipv6(plain) {
            true => AddressFault::NoBrackets { host },
            false => AddressFault::Colons,
        });
    }
    let (host, port) = plain.split_once(':').unwrap_or((plain, ""));
    if host.is_empty() {
        return Err(AddressFault::NoHost);
    }
    if port.is_empty() {
        return Err(AddressFault::NoPort { host: host.to_owned() });
    }
    // Resolvers take 127.1 for 127.0.0.1, and 10.1.2 for 10.1.0.2.
    let numeric = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if numeric && host.parse::<Ipv4Addr>().is_err() {
        return Err(AddressFault::Ipv4);
    }
    Ok((host, port))
}

/// Whether it is an IPv6 address, perhaps with a zone as in `fe80::1%eth0`.
fn is_ipv6(host: &str) -> bool {
    let (address, zone) = host.split_once('%').map_or((host, None), |(at, zone)| (at, Some(zone)));
    let named = |zone: &str| {
        !zone.is_empty()
            && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    address.parse::<Ipv6Addr>().is_ok() && zone.is_none_or(named)
}

fn port_number(text: &str) -> Result<u16, AddressFault> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(port) if digits && port > 0 => Ok(port),
        _ => Err(AddressFault::Port { port: text.to_owned() }),
    }
}

/// As it was written; of a command only the program.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Tls { host, port } if host.contains(':') => write!(f, "tls://[{host}]:{port}"),
            Self::Tls { host, port } => write!(f, "tls://{host}:{port}"),
            Self::Sim { config } => write!(f, "sim:{config}"),
            Self::Exec { command } => write!(f, "exec:{command}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Address, AddressFault};

    fn fault(text: &str) -> AddressFault {
        text.parse::<Address>().expect_err(text).fault().clone()
    }

    #[test]
    fn what_is_meant_is_read() {
        for (text, shown) in [
            ("tserver:3000", "tserver:3000"),
            ("tcp://192.0.2.1:1", "192.0.2.1:1"),
            ("TLS://t-server.example:65535", "tls://t-server.example:65535"),
            ("[::1]:3000", "[::1]:3000"),
            ("tls://[fe80::1%eth0]:3000", "tls://[fe80::1%eth0]:3000"),
            ("[::ffff:192.0.2.1]:3000", "[::ffff:192.0.2.1]:3000"),
            ("sim:a, b", "sim:a, b"),
        ] {
            assert_eq!(text.parse::<Address>().expect(text).to_string(), shown);
        }
        let tcp = |host: &str, port| Address::Tcp { host: host.into(), port };
        assert_eq!("tcp://10.0.0.1:3000".parse(), Ok(tcp("10.0.0.1", 3000)));
        assert_eq!("[::1]:3000".parse(), Ok(tcp("::1", 3000)));
        assert_eq!("sim:".parse(), Ok(Address::Sim { config: String::new() }));
        let list = Address::parse_list("a:1, tls://b:2").expect("two");
        assert_eq!(list.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_told_with_what_to_write() {
        for (text, words) in [
            ("", "is empty"),
            ("::1", "write [::1]:PORT"),
            ("fe80::1%eth0", "write [fe80::1%eth0]:PORT"),
            ("2001:db8::1:3000", "without brackets"),
            ("tls://::1", "without brackets"),
            ("[::1]", "write [::1]:PORT"),
            ("[::1]:", "write [::1]:PORT"),
            ("[::1", "has brackets"),
            ("[::1]3000", "goes on"),
            ("[tserver]:3000", "has brackets"),
            ("[fe80::1%]:3000", "has brackets"),
            ("::1]:3000", "has brackets"),
            ("tserver", "write tserver:PORT"),
            ("tserver:", "write tserver:PORT"),
            (":3000", "has no host"),
            ("a:b:3000", "several colons"),
            ("tserver:0", "\"0\""),
            ("tserver:65536", "\"65536\""),
            ("tserver:-1", "1 to 65535"),
            ("tserver:+80", "1 to 65535"),
            ("tserver:http", "\"http\""),
            ("tserver :3000", "blank"),
            ("tserver:3000\n", "blank"),
            ("udp://tserver:3000", "unknown scheme"),
            ("tcp://tserver:3000/", "goes on"),
            ("127.1:3000", "IPv4"),
            ("10.0.0.256:3000", "IPv4"),
        ] {
            let error = text.parse::<Address>().expect_err(text).to_string();
            assert!(error.contains(words), "{error}");
        }
        assert_eq!(fault("::1"), AddressFault::NoBrackets { host: "::1".into() });
        assert!(Address::parse_list("a:1,,b:2").is_err());
    }

    #[test]
    fn a_password_in_an_address_is_not_repeated() {
        let error =
            "tcp://me:S3cr3t@tserver:3000".parse::<Address>().expect_err("a user").to_string();
        assert!(error.contains("names a user") && !error.contains("S3cr3t"), "{error}");
    }

    #[test]
    fn a_command_goes_on_to_the_end_of_a_list_and_only_its_program_is_shown() {
        let list = Address::parse_list("a:1, exec:java -Da=b,c --password \"S 3\"").expect("two");
        let [first, Address::Exec { command }] = list.as_slice() else { panic!("{list:?}") };
        assert_eq!(first.to_string(), "a:1");
        assert_eq!(command.arguments(), ["-Da=b,c", "--password", "S 3"]);
        assert_eq!(list.last().map(ToString::to_string).as_deref(), Some("exec:java"));
        for (wrong, words) in [
            ("exec:", "has no command"),
            ("exec: ", "has no command"),
            ("exec:java --password=S3cr3t \"x", "does not end"),
            ("exec:java S3cr3t\0", "NUL"),
        ] {
            let error = wrong.parse::<Address>().expect_err(wrong).to_string();
            assert!(error.contains(words) && !error.contains("S3cr3t"), "{error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_again_as_it_is_shown(text in "(tcp://|tls://)?[a-z0-9.\\[\\]:%@/ -]{0,20}") {
            if let Ok(address) = text.parse::<Address>() {
                prop_assert_eq!(address.to_string().parse::<Address>().expect("again"), address);
            }
        }
    }
}
