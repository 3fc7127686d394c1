//! TLS on a listener: the configuration of the server's side, and one connection's state.
//!
//! Encrypted bytes wait in the TLS library's own buffers, which are bounded. Nothing here waits: sockets do not block.

use std::fmt;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;

use commdn::carrier::TlsVersion;
use commdn_rt::sync::Mutex;
use mio::net::TcpStream;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ServerConfig, ServerConnection, WebPkiClientVerifier};
use rustls::version::{TLS12, TLS13};
use rustls::{CertificateError, InvalidMessage, RootCertStore};

use crate::config::Tls;

/// Most bytes that are encrypted and not taken by the client.
const MAX_WAITING: usize = 64 << 10;
/// A fatal alert, "unexpected message": what plain text gets for an answer.
const ALERT: [u8; 7] = [0x15, 3, 3, 0, 2, 2, 10];

/// Server-side TLS configuration of one listener.
pub(crate) struct TlsAcceptor {
    config: Arc<ServerConfig>,
}

impl fmt::Debug for TlsAcceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsAcceptor")
    }
}

impl TlsAcceptor {
    /// Read the files; tells which one is of no use.
    pub fn new(tls: &Tls) -> Result<Self, String> {
        let (certificate, key) = tls.files()?;
        let chain = certificates(&certificate)?;
        let key =
            PrivateKeyDer::from_pem_file(&key).map_err(|error| unusable("key", &key, &error))?;
        let lowest = tls.minimum_version.parse::<TlsVersion>().map_err(|e| e.to_string())?;
        let versions: &[_] = match lowest {
            TlsVersion::Tls13 => &[&TLS13],
            _ => &[&TLS13, &TLS12],
        };
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .map_err(|error| error.to_string())?;
        let builder = match &tls.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path)? {
                    roots.add(certificate).map_err(|e| unusable("client CA", path, &e))?;
                }
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                        .build()
                        .map_err(|e| unusable("client CA", path, &e))?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let config = builder
            .with_single_cert(chain, key)
            .map_err(|error| unusable("certificate and key", &certificate, &error))?;
        Ok(Self { config: Arc::new(config) })
    }

    /// TLS state for a new connection.
    pub fn accept(&self) -> TlsConnection {
        let Ok(mut tls) = ServerConnection::new(Arc::clone(&self.config)) else {
            return TlsConnection { tls: None };
        };
        tls.set_buffer_limit(Some(MAX_WAITING));
        TlsConnection { tls: Some(Mutex::new(tls)) }
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let unusable = |error: &dyn fmt::Display| unusable("certificate", path, error);
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).map_err(|e| unusable(&e))?.collect();
    match found {
        Ok(found) if found.is_empty() => Err(unusable(&"it has none in PEM form")),
        Ok(found) => Ok(found),
        Err(error) => Err(unusable(&error)),
    }
}

fn unusable(what: &str, path: &Path, error: &dyn fmt::Display) -> String {
    format!("the {what} of {} cannot be used: {error}", path.display())
}

/// One connection's TLS.
pub(crate) struct TlsConnection {
    /// None if it could not even begin: the system has no random numbers.
    tls: Option<Mutex<ServerConnection>>,
}

impl fmt::Debug for TlsConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConnection")
    }
}

impl TlsConnection {
    /// Take bytes of the client: what they say goes to `plain`, what TLS answers to `stream`.
    ///
    /// Tells why the connection is over, if it is.
    pub fn decrypt(
        &self,
        mut bytes: &[u8],
        plain: &mut Vec<u8>,
        stream: &TcpStream,
    ) -> Result<(), String> {
        let Some(tls) = &self.tls else { return Err("TLS cannot begin".to_owned()) };
        let mut tls = tls.lock();
        let mut result = Ok(());
        while !bytes.is_empty() && result.is_ok() {
            result = match tls.read_tls(&mut bytes) {
                Ok(_) => tls.process_new_packets().map_err(|error| {
                    if matches!(error, rustls::Error::InvalidMessage(_)) && !tls.wants_write() {
                        // Nothing more is said to somebody who is not there any more.
                        let _ = (&mut &*stream).write(&ALERT);
                    }
                    explain(&error)
                }),
                Err(error) => Err(format!("TLS: {error}")),
            }
            .and_then(|state| {
                take(&mut tls, plain).map_err(|error| format!("TLS: {error}"))?;
                if state.peer_has_closed() {
                    Err("closed by the client".to_owned())
                } else {
                    Ok(())
                }
            });
        }
        send_waiting(&mut tls, stream);
        result
    }

    /// Encrypt and send as much as there is room for; tells how much was taken.
    pub fn send(&self, bytes: &[u8], stream: &TcpStream) -> usize {
        let Some(tls) = &self.tls else { return 0 };
        let mut tls = tls.lock();
        let mut taken = 0;
        loop {
            send_waiting(&mut tls, stream);
            let rest = bytes.get(taken..).unwrap_or_default();
            if rest.is_empty() {
                return taken;
            }
            match tls.writer().write(rest) {
                Ok(0) | Err(_) => return taken,
                Ok(count) => taken += count,
            }
        }
    }

    /// Whether everything taken has left.
    pub fn is_empty(&self) -> bool {
        self.tls.as_ref().is_none_or(|tls| {
            let tls = tls.lock();
            tls.is_handshaking() || !tls.wants_write()
        })
    }

    /// Tell the client that the connection ends, if that goes at once.
    pub fn send_close_notify(&self, stream: &TcpStream) {
        if let Some(tls) = &self.tls {
            let mut tls = tls.lock();
            tls.send_close_notify();
            send_waiting(&mut tls, stream);
        }
    }
}

/// Full, or at its end, which the reader finds out.
fn send_waiting(tls: &mut ServerConnection, stream: &TcpStream) {
    while tls.wants_write() {
        match tls.write_tls(&mut &*stream) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Move what was decrypted to `plain`.
fn take(tls: &mut ServerConnection, plain: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match tls.reader().read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => plain.extend_from_slice(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

/// For the log of whoever runs the simulator.
fn explain(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "the client speaks no TLS: its address is to be tls://host:port".to_owned()
        }
        rustls::Error::NoCertificatesPresented => "the client showed no certificate".to_owned(),
        rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "the client's certificate is not signed by a CA of client_ca".to_owned()
        }
        rustls::Error::AlertReceived(alert) => {
            format!("the client refused this server: TLS alert {alert:?}")
        }
        other => format!("TLS: {other}"),
    }
}
