//! Conversion of PEM to the TLS library's types; errors name the file and never show its content.

use std::sync::Arc;

use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::config::Pem;
use crate::carrier::TlsError;

/// The largest file that is read, in bytes: a whole system's CAs have a quarter of it.
const MAX_PEM_BYTES: u64 = 1 << 20;

/// The CAs to trust.
pub(super) fn roots(ca: Option<&Pem>) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    let Some(ca) = ca else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            let why = found.errors.first().map(|e| format!(" ({e})")).unwrap_or_default();
            let text = format!(
                "this system has no trusted CA certificates{why}: install them, or set the TLS option ca"
            );
            return Err(fault(text));
        }
        return Ok(roots);
    };
    for certificate in certificates(ca, "CA")? {
        let added = roots.add(certificate);
        added.map_err(|e| fault(format!("a CA certificate of {ca} cannot be used: {e}")))?;
    }
    Ok(roots)
}

/// Certificate and key of a client, shown on request.
pub(super) fn identity(
    certificate: &Pem,
    key: &Pem,
    provider: &CryptoProvider,
) -> Result<Arc<CertifiedKey>, TlsError> {
    let chain = certificates(certificate, "client")?;
    let bytes = bytes(key, "key")?;
    let der = PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| match error {
        pem::Error::NoItemsFound if contains(&bytes, b"ENCRYPTED PRIVATE KEY") => fault(format!(
            "the key of {key} is protected by a password: write it without one (openssl pkey -in … -out …)"
        )),
        other => unreadable(key, "private key", &other),
    })?;
    let pair = CertifiedKey::from_der(chain, der, provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            fault(format!("the key of {key} is not the one of the certificate of {certificate}"))
        }
        rustls::Error::InvalidCertificate(error) => {
            fault(format!("the certificate of {certificate} cannot be used: {error:?}"))
        }
        error => fault(format!("the key of {key} cannot be used: {error}")),
    })?;
    Ok(Arc::new(pair))
}

fn certificates(pem: &Pem, whose: &str) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let bytes = bytes(pem, "certificate")?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match found {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => {
            let key = if contains(&bytes, b"PRIVATE KEY") { ", but a key" } else { "" };
            Err(fault(format!("the {whose} {pem} has no certificate in PEM form{key}")))
        }
        Err(error) => Err(unreadable(pem, "certificate", &error)),
    }
}

fn bytes(pem: &Pem, what: &str) -> Result<Vec<u8>, TlsError> {
    let path = match pem {
        Pem::Text(text) => return Ok(text.clone().into_bytes()),
        Pem::File(path) => path,
    };
    let cannot = |error| fault(format!("cannot read the {what} {pem}: {error}"));
    let size = std::fs::metadata(path).map_err(cannot)?.len();
    if size > MAX_PEM_BYTES {
        return Err(fault(format!("the {what} {pem} has {size} bytes: it is no PEM file")));
    }
    std::fs::read(path).map_err(cannot)
}

/// The library's error may quote a line of the file, which may be of a key.
fn unreadable(pem: &Pem, what: &str, error: &pem::Error) -> TlsError {
    let why = match error {
        pem::Error::NoItemsFound => "there is none",
        pem::Error::MissingSectionEnd { .. } => "its END line is missing",
        pem::Error::IllegalSectionStart { .. } => "its BEGIN line is broken",
        pem::Error::Base64Decode(_) => "it is not base64",
        _ => "it is not PEM",
    };
    fault(format!("cannot read the {what} in {pem}: {why}"))
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn fault(text: String) -> TlsError {
    TlsError::Refused(text)
}
