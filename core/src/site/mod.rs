//! Sites: the settings of each contact centre, from one TOML file that every language and the command line read.
//!
//! Owns the file: where it is looked for, which keys it may have, and errors that name file, line and key. What wins over
//! it (arguments, options, variables) is decided by who reads it. Needs the feature `site`.
//!
//! ```toml
//! default = "berlin"
//! timeout = 5.0                        # of every site
//!
//! [site.berlin]
//! server = "tls://tserver.example:3000"
//! dn = "8001"
//! app_dbid = 20
//! ocs_dbid = 101
//! password = { file = "berlin.password" }
//!
//! [site.berlin.campaign.spring]
//! dbid = 1
//! group = 10
//! ```

mod file;
mod keys;
mod parse;
mod secret;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use file::SiteFile;
pub use keys::{ALIAS_KINDS, KEYS, KeyRow, Kind};
pub use secret::Secret;

use crate::carrier::{Address, Connector, TlsConfig};
use crate::error::{Error, ErrorKind};
use crate::kvlist::Charset;
use crate::message::Dialect;
use crate::session::SessionConfig;

/// What a key is set to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A text.
    Text(String),
    /// A DBID, or 0 for every OCS.
    Number(i32),
    /// A time in seconds.
    Seconds(f64),
    /// DBIDs, each once.
    Dbids(Vec<i32>),
    /// A file; a relative name is relative to the folder of the settings.
    Path(PathBuf),
    /// The text of a PEM file, which may be a private key: shown as nothing but that.
    Pem(Pem),
    /// Where the password is.
    Secret(Secret),
}

/// The text of a PEM file. `Debug` and `Display` show that it is one, never what it has.
#[derive(Clone, PartialEq, Eq)]
pub struct Pem(String);

impl Pem {
    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("PEM text")
    }
}

impl fmt::Display for Value {
    /// As people read it; of a password where it is, never what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Seconds(seconds) => write!(f, "{seconds}"),
            Self::Dbids(dbids) => {
                let dbids: Vec<String> = dbids.iter().map(ToString::to_string).collect();
                f.write_str(&dbids.join(", "))
            }
            Self::Path(path) => write!(f, "{}", path.display()),
            Self::Pem(pem) => write!(f, "{pem}"),
            Self::Secret(secret) => write!(f, "{secret}"),
        }
    }
}

/// One key of a site, and where it stands.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Setting {
    /// The key, of [`KEYS`].
    pub key: &'static str,
    /// Its value.
    pub value: Value,
    /// Its line, from 1 on.
    pub line: usize,
    /// The site of its section; none for one above all sections, which holds for each.
    pub section: Option<String>,
}

/// A name for a DBID.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alias {
    /// `campaign`, `group`, `ocs` or `application`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// The DBID.
    pub dbid: i32,
    /// Of a campaign, the group that it is dialled for.
    pub group: Option<i32>,
    /// Its line, from 1 on.
    pub line: usize,
}

/// The settings of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    name: Option<String>,
    path: PathBuf,
    settings: Vec<Setting>,
    aliases: Vec<Alias>,
}

impl Site {
    /// The site of that name in the file of [`SiteFile::default_path`]; without a name, the file's default.
    ///
    /// Blocks: reads a file. The password is not looked up yet.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`]: no such file or site, or what is wrong in the file, with its line.
    pub fn load(name: Option<&str>) -> Result<Self, Error> {
        let path = SiteFile::default_path().ok_or_else(|| {
            invalid(
                "no settings file: the environment has neither XDG_CONFIG_HOME nor HOME".to_owned(),
            )
        })?;
        SiteFile::load(&path)?.site(name)
    }

    /// Its name; none for a file's settings above all sections.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is set, each key once: of the site's section, or else above all sections.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Its names for DBIDs.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// The alias of a kind with that name, in upper or lower case.
    #[must_use]
    pub fn alias(&self, kind: &str, name: &str) -> Option<&Alias> {
        let of_kind = || self.aliases.iter().filter(|alias| alias.kind == kind);
        of_kind()
            .find(|alias| alias.name == name)
            .or_else(|| of_kind().find(|alias| alias.name.eq_ignore_ascii_case(name)))
    }

    /// A key's setting.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    /// A key's text; a path as it is opened.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text),
            Value::Path(path) => path.to_str(),
            Value::Pem(pem) => Some(pem.text()),
            _ => None,
        }
    }

    /// A key's number.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<i32> {
        match self.get(key)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// A key's time.
    #[must_use]
    pub fn time(&self, key: &str) -> Option<Duration> {
        match self.get(key)?.value {
            Value::Seconds(seconds) => Some(Duration::from_secs_f64(seconds)),
            _ => None,
        }
    }

    /// The password, if the site has one.
    ///
    /// Blocks: reads a file, or runs a command and waits for its end.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if it cannot be had; the text has no part of it.
    pub fn password(&self) -> Result<Option<String>, Error> {
        let Some(Setting { value: Value::Secret(secret), key, line, .. }) =
            self.get("password").or_else(|| self.get("password_file"))
        else {
            return Ok(None);
        };
        secret.read().map(Some).map_err(|why| self.wrong(*line, &format!("{key}: {why}")))
    }

    /// The server or servers, as addresses are written.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] if the site has none.
    pub fn server(&self) -> Result<&str, Error> {
        self.text("server").ok_or_else(|| self.missing("server"))
    }

    /// The configuration of a session: DN, application, OCS, time limits, charset, and the password.
    ///
    /// Blocks as [`password`](Self::password) does.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] naming the key that is missing or wrong.
    pub fn config(&self) -> Result<SessionConfig, Error> {
        let dn = self.text("dn").ok_or_else(|| self.missing("dn"))?;
        let app_dbid =
            self.dbid("app_dbid", "application")?.ok_or_else(|| self.missing("app_dbid"))?;
        let mut config = SessionConfig::new(dn, app_dbid);
        if let Some(ocs) = self.dbid("ocs_dbid", "ocs")? {
            config = config.ocs_dbid(ocs);
        }
        if let Some(name) = self.text("application") {
            config = config.application(name);
        }
        if let Some(password) = self.password()? {
            config = config.password(password);
        }
        if let Some(time) = self.time("timeout") {
            config = config.request_timeout(time);
        }
        if let Some(time) = self.time("connect_timeout") {
            config = config.connect_timeout(time);
        }
        if let Some(Setting { value: Value::Text(name), line, .. }) = self.get("charset") {
            let charset = Charset::from_name(name)
                .map_err(|error| self.wrong(*line, &format!("charset: {error}")))?;
            config = config.dialect(Dialect::DEFAULT.with_charset(charset));
        }
        Ok(config)
    }

    /// The options of TLS, if the site has any.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`]: a certificate without its key, an unknown version.
    pub fn tls(&self) -> Result<Option<TlsConfig>, Error> {
        let keys = ["tls_ca", "tls_cert", "tls_key", "tls_server_name", "tls_minimum_version"];
        if keys.iter().all(|key| self.get(key).is_none()) {
            return Ok(None);
        }
        let mut tls = TlsConfig::new();
        if let Some(ca) = self.text("tls_ca") {
            tls = tls.ca(ca);
        }
        match (self.text("tls_cert"), self.text("tls_key")) {
            (Some(cert), Some(key)) => tls = tls.identity(cert, key),
            (None, None) => {}
            (Some(_), None) => return Err(self.missing("tls_key")),
            (None, Some(_)) => return Err(self.missing("tls_cert")),
        }
        if let Some(name) = self.text("tls_server_name") {
            tls = tls.server_name(name);
        }
        if let Some(Setting { value: Value::Text(text), line, .. }) =
            self.get("tls_minimum_version")
        {
            let version = text.parse().map_err(|error| self.wrong(*line, &format!("{error}")))?;
            tls = tls.minimum_version(version);
        }
        Ok(Some(tls))
    }

    /// A key's DBIDs, of `expect`: each once, in the order of the file.
    #[must_use]
    pub fn dbids(&self, key: &str) -> &[i32] {
        match self.get(key) {
            Some(Setting { value: Value::Dbids(dbids), .. }) => dbids,
            _ => &[],
        }
    }

    /// The connectors to its servers, the primary first.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`]: no server, an invalid address, TLS options for one without TLS.
    pub fn connectors(&self) -> Result<Vec<Arc<dyn Connector>>, Error> {
        let tls = self.tls()?;
        let servers = Address::parse_list(self.server()?).map_err(Error::from)?;
        servers.iter().map(|server| server.connector(tls.as_ref()).map_err(Error::from)).collect()
    }

    /// A DBID that may be written as an alias of `kind`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`] for a name that is none.
    pub fn dbid(&self, key: &str, kind: &str) -> Result<Option<i32>, Error> {
        match self.get(key) {
            Some(Setting { value: Value::Number(number), .. }) => Ok(Some(*number)),
            Some(Setting { value: Value::Text(name), line, .. }) => match self.alias(kind, name) {
                Some(alias) => Ok(Some(alias.dbid)),
                None => Err(self.wrong(
                    *line,
                    &format!("{key} {name:?} is no DBID, and no {kind} of the site"),
                )),
            },
            _ => Ok(None),
        }
    }

    fn missing(&self, key: &str) -> Error {
        let whose = self.name.as_ref().map_or_else(String::new, |name| format!(" of site {name}"));
        invalid(format!("{}: no {key}{whose}", self.path.display()))
    }

    fn wrong(&self, line: usize, what: &str) -> Error {
        invalid(format!("{}, line {line}: {what}", self.path.display()))
    }
}

fn invalid(text: String) -> Error {
    Error::new(ErrorKind::InvalidArgument, text)
}
