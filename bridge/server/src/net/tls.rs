//! TLS of listeners: files, versions, and the names in a client's certificate.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use commdn::carrier::TlsVersion;
use commdn_config::ConfigError;
use rustls::RootCertStore;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ServerConfig, WebPkiClientVerifier};
use rustls::version::{TLS12, TLS13};
use tokio_rustls::TlsAcceptor;
use x509_parser::extensions::GeneralName;

use crate::config::Tls;

/// Accepts TLS connections.
#[derive(Clone)]
pub(crate) struct Acceptor(pub TlsAcceptor);

impl fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Acceptor")
    }
}

impl Acceptor {
    /// Read the files.
    ///
    /// # Errors
    /// The key of the file that is of no use, and why.
    pub fn new(tls: &Tls) -> Result<Self, ConfigError> {
        let of = |key: &str, path: &Path, error: &dyn fmt::Display| {
            ConfigError::at(format!("tls.{key}"), format!("{}: {error}", path.display()))
        };
        let chain = certificates(&tls.certificate)
            .map_err(|error| of("certificate", &tls.certificate, &error))?;
        let key = PrivateKeyDer::from_pem_file(&tls.key).map_err(|e| of("key", &tls.key, &e))?;
        let lowest = tls.minimum_version.parse::<TlsVersion>();
        let versions: &[_] = match lowest {
            Ok(TlsVersion::Tls13) => &[&TLS13],
            _ => &[&TLS13, &TLS12],
        };
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .map_err(|error| ConfigError::at("tls.minimum_version", error.to_string()))?;
        let builder = match &tls.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path).map_err(|e| of("client_ca", path, &e))? {
                    roots.add(certificate).map_err(|e| of("client_ca", path, &e))?;
                }
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                let verifier = match tls.require_client_certificate {
                    true => verifier,
                    false => verifier.allow_unauthenticated(),
                };
                let verifier = verifier.build().map_err(|e| of("client_ca", path, &e))?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let config = builder
            .with_single_cert(chain, key)
            .map_err(|error| of("certificate", &tls.certificate, &error))?;
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?.collect();
    match found {
        Ok(found) if found.is_empty() => Err("it has no certificate in PEM form".to_owned()),
        Ok(found) => Ok(found),
        Err(error) => Err(error.to_string()),
    }
}

/// The common name and the alternative DNS names of a certificate.
pub(crate) fn names(certificate: &CertificateDer<'_>) -> Vec<String> {
    let Ok((_, certificate)) = x509_parser::parse_x509_certificate(certificate) else {
        return Vec::new();
    };
    let subject = certificate.subject();
    let mut names: Vec<String> = subject
        .iter_common_name()
        .filter_map(|name| name.as_str().ok())
        .map(str::to_owned)
        .collect();
    if let Ok(Some(alternatives)) = certificate.subject_alternative_name() {
        names.extend(alternatives.value.general_names.iter().filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            _ => None,
        }));
    }
    names
}
