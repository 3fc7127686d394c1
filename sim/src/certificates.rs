//! Certificates to throw away: a CA, a server and a client, for tests and demos on this machine.
//!
//! Never for anything else: the CA's key lies beside them.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

/// Whom a certificate is for, and until when.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Subject {
    /// Names and IP addresses.
    pub names: Vec<String>,
    /// First and last day, as year, month, day; Default 2020-01-01 to 2120-01-01.
    pub valid: [(i32, u8, u8); 2],
    /// Whether it is a server's certificate, or a client's.
    pub server: bool,
}

impl Subject {
    /// A server of these names.
    pub fn server<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names = names.into_iter().map(str::to_owned).collect();
        Self { names, valid: [(2020, 1, 1), (2120, 1, 1)], server: true }
    }

    /// A client.
    #[must_use]
    pub fn client(name: &str) -> Self {
        Self { server: false, ..Self::server([name]) }
    }

    /// Valid from one day to another, as year, month, day.
    #[must_use]
    pub const fn valid(mut self, from: (i32, u8, u8), to: (i32, u8, u8)) -> Self {
        self.valid = [from, to];
        self
    }
}

/// A certificate and its key, in PEM form.
#[derive(Clone)]
#[non_exhaustive]
pub struct Issued {
    /// The certificate.
    pub certificate: String,
    /// The key.
    pub key: String,
}

impl std::fmt::Debug for Issued {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Issued")
    }
}

/// A CA that lives as long as this object.
pub struct ThrowAwayCa {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

impl std::fmt::Debug for ThrowAwayCa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ThrowAwayCa")
    }
}

/// A certificate that could not be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot make the certificate of {whom}: {why}")]
pub struct CertificateFault {
    whom: String,
    why: String,
}

impl CertificateFault {
    fn new(whom: &str, why: impl std::fmt::Display) -> Self {
        Self { whom: whom.to_owned(), why: why.to_string() }
    }
}

/// The files that [`write_certificates`] makes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateFiles {
    /// The CA's certificate: what client and server trust.
    pub ca: PathBuf,
    /// The server's certificate, for `localhost`, 127.0.0.1 and ::1.
    pub server: PathBuf,
    /// Its key.
    pub server_key: PathBuf,
    /// A client's certificate.
    pub client: PathBuf,
    /// Its key.
    pub client_key: PathBuf,
}

impl ThrowAwayCa {
    /// A new CA of that name.
    ///
    /// # Errors
    /// Only if the system has no random numbers.
    pub fn new(name: &str) -> Result<Self, CertificateFault> {
        let fault = |error: rcgen::Error| CertificateFault::new(name, error);
        let mut params = CertificateParams::new(Vec::new()).map_err(fault)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2120, 1, 1);
        let key = KeyPair::generate().map_err(fault)?;
        let certificate = params.self_signed(&key).map_err(fault)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), certificate })
    }

    /// Its certificate, in PEM form.
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Issue a certificate.
    ///
    /// # Errors
    /// A name that no certificate can be for.
    pub fn issue(&self, subject: &Subject) -> Result<Issued, CertificateFault> {
        let whom = subject.names.first().map_or("nobody", String::as_str);
        let fault = |error: rcgen::Error| CertificateFault::new(whom, error);
        let mut params = CertificateParams::new(subject.names.clone()).map_err(fault)?;
        let [from, to] = subject.valid;
        params.distinguished_name.push(DnType::CommonName, whom);
        params.not_before = date_time_ymd(from.0, from.1, from.2);
        params.not_after = date_time_ymd(to.0, to.1, to.2);
        params.extended_key_usages = vec![if subject.server {
            ExtendedKeyUsagePurpose::ServerAuth
        } else {
            ExtendedKeyUsagePurpose::ClientAuth
        }];
        let key = KeyPair::generate().map_err(fault)?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(fault)?.pem();
        Ok(Issued { certificate, key: key.serialize_pem() })
    }
}

/// Write a new CA's certificate, a server's and a client's into a folder, which is made if need be.
///
/// `names` are the server's beside `localhost`, 127.0.0.1 and ::1.
///
/// # Errors
/// A folder that cannot be written to; a name that no certificate can be for.
pub fn write_certificates(
    folder: impl AsRef<Path>,
    names: &[String],
) -> Result<CertificateFiles, CertificateFault> {
    let folder = folder.as_ref();
    let ca = ThrowAwayCa::new("commdn-sim throw-away CA")?;
    let mut server = Subject::server(["localhost", "127.0.0.1", "::1"]);
    server.names.extend_from_slice(names);
    let server = ca.issue(&server)?;
    let client = ca.issue(&Subject::client("commdn client"))?;
    std::fs::create_dir_all(folder)
        .map_err(|error| CertificateFault::new(&folder.display().to_string(), error))?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        put(&path, text)
            .map_err(|error| CertificateFault::new(&path.display().to_string(), error))?;
        Ok(path)
    };
    Ok(CertificateFiles {
        ca: write("ca.pem", ca.certificate())?,
        server: write("server.pem", &server.certificate)?,
        server_key: write("server.key", &server.key)?,
        client: write("client.pem", &client.certificate)?,
        client_key: write("client.key", &client.key)?,
    })
}

/// Write a file that only its owner may read, also if it was there and others could.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn keys_are_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("commdn-keys-{}", std::process::id()));
        let files = write_certificates(&folder, &["tserver.example".to_owned()]).unwrap();
        for key in [&files.server_key, &files.client_key, &files.ca] {
            assert_eq!(std::fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(std::fs::read_to_string(&files.ca).unwrap().starts_with("-----BEGIN CERTIFICATE"));
        std::fs::remove_dir_all(&folder).unwrap();
        let error = write_certificates("/dev/null/here", &[]).unwrap_err().to_string();
        assert!(error.contains("/dev/null/here"), "{error}");
    }
}
