//! The servers of the configuration: what opens connections to each, and when the next one is due.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use commdn::carrier::{Address, Connector, TlsConfig};
use commdn_config::ConfigError;

use crate::config::{Upstream, UpstreamTls};

/// A connection that lasted less counts as a failed attempt.
const LASTED: Duration = Duration::from_secs(5);

/// The servers, tried in turn; a pause follows each round.
#[derive(Debug)]
pub(crate) struct Servers {
    connectors: Vec<Arc<dyn Connector>>,
    next: usize,
    failed: usize,
    first: Duration,
    most: Duration,
    pause: Duration,
}

impl Servers {
    /// Of the configuration.
    pub fn new(upstream: &Upstream) -> Result<Self, ConfigError> {
        let connectors = upstream.servers.iter().enumerate().map(|(index, server)| {
            connector(server, upstream.tls.as_ref())
                .map_err(|error| ConfigError::at(format!("upstream.servers.{index}"), error))
        });
        let first = Duration::from_secs_f64(upstream.first_delay_seconds);
        Ok(Self {
            connectors: connectors.collect::<Result<_, _>>()?,
            next: 0,
            failed: 0,
            first,
            most: Duration::from_secs_f64(upstream.max_delay_seconds),
            pause: first,
        })
    }

    /// The server to be tried.
    pub fn current(&self) -> Option<Arc<dyn Connector>> {
        self.connectors.get(self.next).cloned()
    }

    /// The connection is over, or did not come about, after that time: how long to wait for the next attempt.
    pub fn failed(&mut self, lasted: Duration) -> Duration {
        if lasted >= LASTED {
            // Begin with the same server: it may be back at once.
            (self.failed, self.pause) = (0, self.first);
            return Duration::ZERO;
        }
        self.next = (self.next + 1) % self.connectors.len().max(1);
        self.failed += 1;
        if !self.failed.is_multiple_of(self.connectors.len().max(1)) {
            return commdn::time::FLOOR / 2;
        }
        let pause = self.pause;
        self.pause = (self.pause * 2).min(self.most);
        pause.mul_f64(0.5 + rand::random::<f64>() / 2.0).max(commdn::time::FLOOR)
    }
}

/// What opens connections to one address.
pub(crate) fn connector(
    text: &str,
    tls: Option<&UpstreamTls>,
) -> Result<Arc<dyn Connector>, String> {
    let address: Address = text.parse().map_err(|error| format!("{error}"))?;
    match address {
        Address::Sim { .. } => commdn_sim::connector(text).map_err(|error| error.to_string()),
        Address::Tls { .. } => {
            let config = tls.map(tls_config);
            address.connector(config.as_ref()).map_err(|error| error.to_string())
        }
        // The table is for those addresses of the list that speak TLS.
        _ => address.connector(None).map_err(|error| error.to_string()),
    }
}

fn tls_config(tls: &UpstreamTls) -> TlsConfig {
    let mut config = TlsConfig::new();
    if let Some(ca) = &tls.ca {
        config = config.ca(ca.clone());
    }
    if let (Some(certificate), Some(key)) = (&tls.certificate, &tls.key) {
        config = config.identity(certificate.clone(), key.clone());
    }
    if let Some(name) = &tls.server_name {
        config = config.server_name(name);
    }
    config
}

/// The password in a file, without the end of its line.
pub(crate) fn password(path: Option<&PathBuf>, key: &str) -> Result<Option<String>, ConfigError> {
    path.map(|path| read_secret(path).map_err(|error| ConfigError::at(key, error))).transpose()
}

/// The first line of a file.
pub(crate) fn read_secret(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let secret = text.lines().next().unwrap_or_default();
    if secret.is_empty() {
        return Err(format!("{} is empty", path.display()));
    }
    Ok(secret.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_tried_in_turn_with_a_growing_pause_after_each_round() {
        let servers = ["one:1", "two:2"].map(str::to_owned);
        let mut servers = Servers::new(&Upstream::new(servers)).unwrap();
        let names = |servers: &Servers| servers.current().unwrap().server();
        let mut pauses = Vec::new();
        let mut tried = Vec::new();
        for _ in 0..6 {
            tried.push(names(&servers));
            pauses.push(servers.failed(Duration::ZERO));
        }
        assert_eq!(tried, ["one:1", "two:2", "one:1", "two:2", "one:1", "two:2"]);
        let rounds: Vec<_> = pauses.iter().skip(1).step_by(2).collect();
        assert!(
            rounds.iter().zip([125, 250, 500]).all(|(pause, least)| {
                (Duration::from_millis(least)..=Duration::from_millis(least * 2)).contains(*pause)
            }),
            "{pauses:?}"
        );
        assert_eq!(servers.failed(LASTED), Duration::ZERO);
        assert_eq!(names(&servers), "one:1", "the one that was lost is tried first");
    }
}
