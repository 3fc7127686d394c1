//! The keys of a site.

/// What may stand behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A text that is not empty.
    Text,
    /// The address of a server, or several with commas between.
    Servers,
    /// The name of a charset.
    Charset,
    /// A country, by its two letters.
    Region,
    /// A version of TLS.
    TlsVersion,
    /// A DBID from 1 on, or a name of the site's.
    Dbid,
    /// A DBID, a name of the site's, or 0 for every OCS.
    DbidOrAll,
    /// A time in seconds.
    Seconds,
    /// A time in seconds, above 0.
    SomeSeconds,
    /// A list of DBIDs.
    Dbids,
    /// A file.
    Path,
    /// A PEM file, or the text of one.
    Pem,
    /// A file whose first line is a password.
    PasswordFile,
    /// A password: a text, or a table with `keyring`, `file` or `command`.
    Password,
}

/// A key: its name, what may stand behind it, and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyRow {
    /// As it is written.
    pub name: &'static str,
    /// What may stand behind it.
    pub kind: Kind,
    /// What it is for.
    pub text: &'static str,
}

const fn row(name: &'static str, kind: Kind, text: &'static str) -> KeyRow {
    KeyRow { name, kind, text }
}

/// Every key that a site may have, in the order of the alphabet.
pub const KEYS: &[KeyRow] = &[
    row("app_dbid", Kind::Dbid, "DBID of this application"),
    row("application", Kind::Text, "name of this application"),
    row("charset", Kind::Charset, "character set that OCS uses"),
    row("connect_timeout", Kind::SomeSeconds, "seconds to connect"),
    row("directory", Kind::Path, "local copy of the directory"),
    row("dn", Kind::Text, "the communication DN"),
    row("expect", Kind::Dbids, "the OCS that must answer a request to every OCS"),
    row("ocs_dbid", Kind::DbidOrAll, "DBID of the OCS to ask; 0 for every OCS"),
    row("password", Kind::Password, "password of the application, or where it is"),
    row("password_file", Kind::PasswordFile, "file whose first line is the password"),
    row("region", Kind::Region, "country whose telephone numbers are normalised"),
    row("server", Kind::Servers, "T-Server, or several with commas between"),
    row("timeout", Kind::Seconds, "seconds until a request is given up"),
    row("tls_ca", Kind::Pem, "PEM file of the CAs to trust"),
    row("tls_cert", Kind::Pem, "PEM file of this client's certificate"),
    row("tls_key", Kind::Pem, "PEM file of its key"),
    row("tls_minimum_version", Kind::TlsVersion, "1.2 or 1.3"),
    row("tls_server_name", Kind::Text, "what the server's certificate must be for"),
];

/// The kinds of objects that a site may name.
pub const ALIAS_KINDS: &[&str] = &["application", "campaign", "group", "ocs"];

/// The key of that name.
pub(super) fn key(name: &str) -> Option<&'static KeyRow> {
    KEYS.iter().find(|row| row.name == name)
}

/// All keys, for messages.
pub(super) fn all() -> String {
    KEYS.iter().map(|row| row.name).collect::<Vec<_>>().join(", ")
}
