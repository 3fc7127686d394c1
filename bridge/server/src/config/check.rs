//! Rules that the file's shape cannot tell: addresses, names, ranges.
//!
//! The first mistake is told with the path of its key; `commdn-config` finds the line.

use std::collections::BTreeSet;

use commdn::carrier::{Address, TlsVersion};
use commdn::message::spec::REQUESTS;

use super::{Client, Config, ConfigError, Limits, UpstreamTls};

type Checked = Result<(), ConfigError>;

/// What a frame's limit may be: from a login's to 16 MiB.
const FRAME_BYTES: std::ops::RangeInclusive<usize> = 1_024..=16 << 20;

fn fault(path: impl Into<String>, text: impl Into<String>) -> Checked {
    Err(ConfigError::at(path, text))
}

fn seconds(path: &str, value: f64, zero: bool) -> Checked {
    let least = if zero { "0" } else { "above 0" };
    if value.is_finite() && value <= 86_400.0 && (value > 0.0 || (zero && value == 0.0)) {
        return Ok(());
    }
    fault(path, format!("{value} is no number of seconds from {least} to 86400"))
}

fn least_one(path: &str, value: usize) -> Checked {
    if value == 0 { fault(path, "0 lets nobody in: write at least 1") } else { Ok(()) }
}

impl Config {
    /// Check what the file's shape cannot tell.
    ///
    /// # Errors
    /// [`ConfigError`] names the key of the first mistake.
    pub fn check(&self) -> Checked {
        self.check_bridge()?;
        self.check_tls()?;
        self.check_upstream()?;
        limits("clients.limits", &self.clients.limits)?;
        self.check_clients()?;
        self.check_pair()?;
        if let Some(listen) = &self.status.listen
            && !matches!(listen_address(listen), Ok(Address::Tcp { .. }))
        {
            return fault("status.listen", format!("{listen:?} is not host:port"));
        }
        match self.log.level.as_str() {
            "error" | "warn" | "info" | "debug" => Ok(()),
            other => fault("log.level", format!("{other:?} is none of error, warn, info, debug")),
        }
    }

    fn check_bridge(&self) -> Checked {
        let bridge = &self.bridge;
        if bridge.listen.is_empty() {
            return fault("bridge.listen", "there is no address to listen on");
        }
        for (index, listen) in bridge.listen.iter().enumerate() {
            let path = format!("bridge.listen.{index}");
            match listen_address(listen) {
                Ok(Address::Tls { .. }) if self.tls.is_none() => {
                    return fault(path, "a listener with TLS needs the table [tls]");
                }
                Ok(_) => {}
                Err(text) => return fault(path, text),
            }
        }
        least_one("bridge.max_clients", bridge.max_clients)?;
        seconds("bridge.login_seconds", bridge.login_seconds, false)?;
        seconds("bridge.drain_seconds", bridge.drain_seconds, true)?;
        if !FRAME_BYTES.contains(&bridge.max_frame_bytes) {
            let text = format!(
                "{} is not from {} to {}",
                bridge.max_frame_bytes,
                FRAME_BYTES.start(),
                FRAME_BYTES.end()
            );
            return fault("bridge.max_frame_bytes", text);
        }
        Ok(())
    }

    fn check_tls(&self) -> Checked {
        let Some(tls) = &self.tls else { return Ok(()) };
        if let Err(error) = tls.minimum_version.parse::<TlsVersion>() {
            return fault("tls.minimum_version", error.to_string());
        }
        if tls.require_client_certificate && tls.client_ca.is_none() {
            let text = "a required certificate needs client_ca, the CA that signs it";
            return fault("tls.require_client_certificate", text);
        }
        Ok(())
    }

    fn check_upstream(&self) -> Checked {
        let upstream = &self.upstream;
        if upstream.servers.is_empty() {
            return fault("upstream.servers", "there is no server");
        }
        for (index, server) in upstream.servers.iter().enumerate() {
            if let Err(error) = server.parse::<Address>() {
                return fault(format!("upstream.servers.{index}"), error.to_string());
            }
        }
        if let Some(tls) = &upstream.tls {
            upstream_tls("upstream.tls", tls)?;
        }
        least_one("upstream.window", upstream.window)?;
        seconds("upstream.request_seconds", upstream.request_seconds, false)?;
        seconds("upstream.connect_seconds", upstream.connect_seconds, false)?;
        seconds("upstream.keep_alive_seconds", upstream.keep_alive_seconds, true)?;
        seconds("upstream.first_delay_seconds", upstream.first_delay_seconds, false)?;
        seconds("upstream.max_delay_seconds", upstream.max_delay_seconds, false)?;
        seconds("upstream.grace_seconds", upstream.grace_seconds, true)?;
        if upstream.first_delay_seconds > upstream.max_delay_seconds {
            let text = format!(
                "{} is longer than max_delay_seconds ({})",
                upstream.first_delay_seconds, upstream.max_delay_seconds
            );
            return fault("upstream.first_delay_seconds", text);
        }
        Ok(())
    }

    fn check_clients(&self) -> Checked {
        let mut names = BTreeSet::new();
        for (index, client) in self.client.iter().enumerate() {
            let path = |key: &str| format!("client.{index}.{key}");
            if client.name.is_empty() {
                return fault(path("name"), "a client has a name");
            }
            if !names.insert(&client.name) {
                return fault(path("name"), format!("{:?} has two tables", client.name));
            }
            self.check_client(client, path)?;
        }
        if self.client.is_empty() && !self.clients.unknown {
            let text = "nobody may log in: add a [[client]], or unknown = true";
            return fault("clients.unknown", text);
        }
        Ok(())
    }

    fn check_client(&self, client: &Client, path: impl Fn(&str) -> String) -> Checked {
        if client.password_hash.is_some() && client.password_file.is_some() {
            return fault(path("password_file"), "give password_hash or password_file, not both");
        }
        if let Some(hash) = &client.password_hash
            && let Err(error) = argon2::PasswordHash::new(hash)
        {
            let text = format!("is no hash in PHC form ({error}): commdn-bridge hash makes one");
            return fault(path("password_hash"), text);
        }
        if client.certificate.is_some()
            && self.tls.as_ref().is_none_or(|tls| tls.client_ca.is_none())
        {
            let text = "a client's certificate needs client_ca in the table [tls]";
            return fault(path("certificate"), text);
        }
        for name in client.requests.iter().flatten() {
            if !REQUESTS.iter().any(|spec| spec.name == name) {
                let known: Vec<&str> = REQUESTS.iter().map(|spec| spec.name).collect();
                let text = format!("{name:?} is no request: {} are", known.join(", "));
                return fault(path("requests"), text);
            }
        }
        for dn in client.dns.iter().flatten() {
            let stem = dn.strip_suffix('*').unwrap_or(dn);
            if dn.is_empty() || stem.contains('*') {
                let text = format!("{dn:?} is no DN, nor the begin of one with a star at its end");
                return fault(path("dns"), text);
            }
        }
        limits(&path("limits"), &client.limits)
    }

    fn check_pair(&self) -> Checked {
        let Some(pair) = &self.pair else { return Ok(()) };
        match pair.peer.parse() {
            Ok(Address::Tcp { .. } | Address::Tls { .. }) => {}
            Ok(_) => {
                return fault("pair.peer", "the other bridge is at host:port or tls://host:port");
            }
            Err(error) => return fault("pair.peer", error.to_string()),
        }
        if let Some(tls) = &pair.tls {
            upstream_tls("pair.tls", tls)?;
        }
        seconds("pair.takeover_seconds", pair.takeover_seconds, false)
    }
}

fn limits(path: &str, limits: &Limits) -> Checked {
    let key = |name: &str| format!("{path}.{name}");
    for (name, value) in [
        ("max_connections", limits.max_connections),
        ("max_waiting_requests", limits.max_waiting_requests),
    ] {
        if let Some(value) = value {
            least_one(&key(name), value)?;
        }
    }
    if let Some(bytes) = limits.max_backlog_bytes.filter(|bytes| *bytes < 1_024) {
        return fault(key("max_backlog_bytes"), format!("{bytes} is under 1024"));
    }
    if let Some(rate) = limits.requests_per_second
        && !(rate.is_finite() && (0.01..=1e6).contains(&rate))
    {
        return fault(key("requests_per_second"), format!("{rate} is not from 0.01 to 1000000"));
    }
    limits.slow_seconds.map_or(Ok(()), |value| seconds(&key("slow_seconds"), value, false))
}

fn upstream_tls(path: &str, tls: &UpstreamTls) -> Checked {
    match (&tls.certificate, &tls.key) {
        (Some(_), None) => fault(format!("{path}.certificate"), "the certificate's key is missing"),
        (None, Some(_)) => fault(format!("{path}.key"), "the key's certificate is missing"),
        _ => Ok(()),
    }
}

/// An address to listen on; port 0 is any free port.
pub(crate) fn listen_address(text: &str) -> Result<Address, String> {
    // Port 0 is none that one connects to.
    let checked = match text.strip_suffix(":0") {
        Some(host) => format!("{host}:1").parse::<Address>(),
        None => text.parse::<Address>(),
    };
    match checked {
        Ok(Address::Tcp { host, port }) => {
            let port = if text.ends_with(":0") { 0 } else { port };
            Ok(Address::Tcp { host, port })
        }
        Ok(Address::Tls { host, port }) => {
            let port = if text.ends_with(":0") { 0 } else { port };
            Ok(Address::Tls { host, port })
        }
        Ok(_) => Err("a bridge listens on host:port or tls://host:port".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
