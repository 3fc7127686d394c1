//! Connector of TLS: the TCP connection and the handshake, within one timeout.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, SignatureScheme};

use super::config::{TlsConfig, TlsVersion};
use super::explain::Context;
use super::files;
use super::transport::TlsTransport;
use crate::carrier::{Address, ConnectCancel, Connector, TcpConnector, TlsError, Transport};

/// Opens TLS connections to a host and port.
///
/// Files are read at each connecting. What TLS refuses is a [`TlsError`]
/// within the [`io::Error`]; a peer that only goes away or is too slow is not.
#[derive(Debug, Clone)]
pub struct TlsConnector {
    host: String,
    port: u16,
    tcp: TcpConnector,
    config: TlsConfig,
}

impl TlsConnector {
    /// To that host and port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16, config: TlsConfig) -> Self {
        let host = host.into();
        let tcp = TcpConnector::new(host.as_str(), port);
        Self { host, port, tcp, config }
    }

    /// Read every file and check what can be checked without a server; tells nothing but mistakes.
    ///
    /// # Errors
    /// The file, or the name that is none.
    pub fn check(&self) -> Result<(), TlsError> {
        self.prepare().map(|_| ())
    }

    fn prepare(&self) -> Result<(ClientConnection, Context), TlsError> {
        let name = self.config.server_name.as_deref().unwrap_or(&self.host);
        let server = server_name(name)?;
        let provider = Arc::new(ring::default_provider());
        let roots = files::roots(self.config.ca.as_ref())?;
        let own = match &self.config.identity {
            Some((certificate, key)) => Some(files::identity(certificate, key, &provider)?),
            None => None,
        };
        let versions: &[_] = match self.config.minimum_version {
            TlsVersion::Tls12 => &[&TLS13, &TLS12],
            TlsVersion::Tls13 => &[&TLS13],
        };
        let asked = Arc::new(AtomicBool::new(false));
        let shows = Arc::new(Shows { own, asked: Arc::clone(&asked) });
        let internal = |error: rustls::Error| TlsError::Internal(error.to_string());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(internal)?
            .with_root_certificates(roots)
            .with_client_cert_resolver(shows);
        // Each connection has a configuration of its own: there is nothing to resume.
        config.resumption = Resumption::disabled();
        let client = ClientConnection::new(Arc::new(config), server).map_err(internal)?;
        let context = Context { config: self.config.clone(), name: name.to_owned(), asked };
        Ok((client, context))
    }
}

impl Connector for TlsConnector {
    fn connect(&self, timeout: Duration) -> io::Result<Arc<dyn Transport>> {
        self.connect_cancellable(timeout, &ConnectCancel::new())
    }

    fn connect_cancellable(
        &self,
        timeout: Duration,
        cancel: &ConnectCancel,
    ) -> io::Result<Arc<dyn Transport>> {
        let until = Instant::now() + timeout;
        // Before the server is troubled: a file that cannot be read is no reason to connect.
        let (client, context) = self.prepare().map_err(io::Error::other)?;
        let raw = self.tcp.open(timeout, cancel)?;
        let ended = Arc::clone(&raw);
        let _watch = cancel.on_cancel(move || ended.shutdown());
        let secure = TlsTransport::shake_hands(raw, client, context, until);
        // What was ended in the handshake has no better reason.
        cancel.check()?;
        Ok(Arc::new(secure?))
    }

    fn server(&self) -> String {
        Address::Tls { host: self.host.clone(), port: self.port }.to_string()
    }
}

/// An address in brackets is a name here without them.
fn server_name(name: &str) -> Result<ServerName<'static>, TlsError> {
    if let Ok(ip) = name.parse::<IpAddr>() {
        return Ok(ServerName::from(ip));
    }
    ServerName::try_from(name.to_owned()).map_err(|_| {
        let text = format!(
            "{name:?} is no name that a certificate can be for: set the TLS option server_name"
        );
        TlsError::Refused(text)
    })
}

/// The client's certificate, and whether the server asked for it.
#[derive(Debug)]
struct Shows {
    own: Option<Arc<CertifiedKey>>,
    asked: Arc<AtomicBool>,
}

impl ResolvesClientCert for Shows {
    fn resolve(
        &self,
        _accepted_issuers: &[&[u8]],
        schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.asked.store(true, Ordering::Relaxed);
        self.own.clone().filter(|own| own.key.choose_scheme(schemes).is_some())
    }

    fn has_certs(&self) -> bool {
        // Asked even without one, so that a refusal can be explained.
        true
    }
}
