//! From TOML to sections: every key known, every value of its kind, every error with its line.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, ALIAS_KINDS, Kind};
use super::{Alias, Pem, Secret, Setting, Value, invalid};
use crate::carrier::{Address, TlsVersion};
use crate::error::Error;
use crate::kvlist::Charset;
use crate::text::file::line_of;

const MOST_SECONDS: f64 = 1e9;

/// One section: a site, or what stands above all.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub settings: Vec<Setting>,
    pub aliases: Vec<Alias>,
}

/// The whole file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub default: Option<String>,
    pub top: Section,
    pub sites: Vec<(String, Section)>,
}

type Key<'a, 'i> = (&'a Spanned<std::borrow::Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
}

/// # Errors
/// What is wrong, with file and line.
pub(super) fn parse(path: &Path, text: &str) -> Result<Parsed, Error> {
    let reader = Reader { path, text };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(text.len(), |span| span.start);
        let line = line_of(text.as_bytes(), at);
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let column = text[start..at].chars().count() + 1;
        let what = error.message().lines().next().unwrap_or("invalid TOML").to_owned();
        invalid(format!("{}, line {line}, column {column}: {what}", path.display()))
    })?;
    reader.file(table.get_ref())
}

impl Reader<'_> {
    fn file(&self, table: &DeTable<'_>) -> Result<Parsed, Error> {
        let mut parsed = Parsed::default();
        let mut default = None;
        for entry @ (name, value) in in_order(table) {
            match name.get_ref().as_ref() {
                "default" => default = Some((self.string(entry, "the name of a site")?, entry)),
                "site" => {
                    for entry @ (name, _) in in_order(self.table(entry)?) {
                        let section = self.section(self.table(entry)?, Some(name.get_ref()))?;
                        parsed.sites.push((name.get_ref().to_string(), section));
                    }
                }
                other if keys::key(other).is_none() && !ALIAS_KINDS.contains(&other) => {
                    let hint = match value.get_ref() {
                        DeValue::Table(_) => format!(" A site is [site.{other}]."),
                        _ => String::new(),
                    };
                    let keys = keys::all();
                    return Err(self.wrong(
                        name,
                        &format!("unknown key '{other}'.{hint} Keys: {keys}, default"),
                    ));
                }
                _ => self.entry(&mut parsed.top, entry, None)?,
            }
        }
        self.groups(&mut parsed.top, table)?;
        if let Some((name, entry)) = default {
            if !parsed.sites.iter().any(|(known, _)| *known == name) {
                let known: Vec<_> = parsed.sites.iter().map(|(name, _)| name.as_str()).collect();
                let text =
                    format!("default: there is no site '{name}'. Sites: {}", known.join(", "));
                return Err(self.wrong(entry.0, &text));
            }
            parsed.default = Some(name);
        }
        Ok(parsed)
    }

    fn section(&self, table: &DeTable<'_>, site: Option<&str>) -> Result<Section, Error> {
        let mut section = Section::default();
        for entry in in_order(table) {
            self.entry(&mut section, entry, site)?;
        }
        self.groups(&mut section, table)?;
        Ok(section)
    }

    fn entry(
        &self,
        section: &mut Section,
        entry: Key<'_, '_>,
        site: Option<&str>,
    ) -> Result<(), Error> {
        let name = entry.0.get_ref().as_ref();
        // The application's name is a text, and its names for others are tables.
        if let Some(kind) = ALIAS_KINDS.iter().find(|kind| **kind == name)
            && matches!(entry.1.get_ref(), DeValue::Table(_))
        {
            return self.aliases(section, kind, entry);
        }
        let row = keys::key(name).ok_or_else(|| {
            self.wrong(entry.0, &format!("unknown key '{name}'. Keys: {}", keys::all()))
        })?;
        let value = self.value(row.kind, entry)?;
        let line = self.line(entry.0);
        let is_password = |key: &str| key.starts_with("password");
        if let Some(other) = section.settings.iter().find(|other| is_password(other.key))
            && is_password(row.name)
        {
            let text = format!("{} and {} on line {}: give one", row.name, other.key, other.line);
            return Err(self.wrong(entry.0, &text));
        }
        section.settings.push(Setting {
            key: row.name,
            value,
            line,
            section: site.map(str::to_owned),
        });
        Ok(())
    }

    fn value(&self, kind: Kind, entry: Key<'_, '_>) -> Result<Value, Error> {
        let value = entry.1.get_ref();
        Ok(match kind {
            Kind::Text => Value::Text(self.string(entry, "a text in quotes")?),
            Kind::Servers | Kind::Charset | Kind::Region | Kind::TlsVersion => {
                let text = self.string(entry, "a text in quotes")?;
                meaning(kind, &text).map_err(|why| self.not_because(entry, &why))?;
                Value::Text(text)
            }
            Kind::Dbid | Kind::DbidOrAll => {
                let least = i32::from(kind == Kind::Dbid);
                if let DeValue::String(name) = value
                    && !name.is_empty()
                {
                    return Ok(Value::Text(name.to_string()));
                }
                let number = self.number(value).filter(|number| *number >= least);
                Value::Number(number.ok_or_else(|| {
                    self.not(entry, &format!("a whole number from {least} to {}", i32::MAX))
                })?)
            }
            Kind::Seconds | Kind::SomeSeconds => {
                let least = if kind == Kind::Seconds { 0.0 } else { 0.001 };
                let seconds = match value {
                    DeValue::Integer(number) => {
                        number.as_str().replace('_', "").parse::<f64>().ok()
                    }
                    DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok(),
                    _ => None,
                };
                let seconds = seconds.filter(|seconds| (least..=MOST_SECONDS).contains(seconds));
                Value::Seconds(seconds.ok_or_else(|| {
                    self.not(entry, &format!("a number of seconds from {least} to 1,000,000,000"))
                })?)
            }
            Kind::Dbids => {
                let wrong = || self.not(entry, "a list of DBIDs, such as [101, 102]");
                let DeValue::Array(array) = value else { return Err(wrong()) };
                let mut found: Vec<i32> = Vec::new();
                for one in array.iter() {
                    let dbid =
                        self.number(one.get_ref()).filter(|dbid| *dbid > 0).ok_or_else(wrong)?;
                    if !found.contains(&dbid) {
                        found.push(dbid);
                    }
                }
                Value::Dbids(found)
            }
            Kind::Path => {
                Value::Path(self.beside(&self.string(entry, "the name of a file in quotes")?))
            }
            Kind::Pem => {
                let text = self.string(entry, "the name of a file in quotes")?;
                if text.trim_start().starts_with("-----BEGIN") {
                    Value::Pem(Pem(text))
                } else {
                    Value::Path(self.beside(&text))
                }
            }
            Kind::PasswordFile => {
                let text = self.string(entry, "the name of a file in quotes")?;
                Value::Secret(Secret::File(self.beside(&text)))
            }
            Kind::Password => Value::Secret(self.secret(entry)?),
        })
    }

    fn secret(&self, entry: Key<'_, '_>) -> Result<Secret, Error> {
        const FORMS: &str = "a text in quotes, { file = \"NAME\" }, { command = [\"PROGRAM\", \"ARGUMENT\"] } \
                             or { keyring = \"SERVICE\", user = \"NAME\" }";
        // What stands there may be a password: it is not quoted.
        let wrong = || self.wrong(entry.0, &format!("password is not {FORMS}"));
        let table = match entry.1.get_ref() {
            DeValue::String(text) if !text.is_empty() => {
                return Ok(Secret::Plain(text.to_string()));
            }
            DeValue::Table(table) => table,
            _ => return Err(wrong()),
        };
        let text = |name: &str| match table.get(name).map(Spanned::get_ref) {
            Some(DeValue::String(text)) if !text.is_empty() => Some(text.to_string()),
            _ => None,
        };
        match (table.len(), text("file"), table.get("command"), text("keyring"), text("user")) {
            (1, Some(file), None, None, None) => Ok(Secret::File(self.beside(&file))),
            (1, None, Some(command), None, None) => {
                let DeValue::Array(words) = command.get_ref() else { return Err(wrong()) };
                let words: Option<Vec<String>> =
                    words.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect();
                match words {
                    Some(words) if words.first().is_some_and(|program| !program.is_empty()) => {
                        Ok(Secret::Command(words))
                    }
                    _ => Err(wrong()),
                }
            }
            (1 | 2, None, None, Some(service), user)
                if table.len() == 1 + usize::from(user.is_some()) =>
            {
                Ok(Secret::Keyring { service, user: user.unwrap_or_else(|| "commdn".to_owned()) })
            }
            _ => Err(wrong()),
        }
    }

    /// That a name finds one object, and is no number, which is a DBID wherever it is typed.
    fn fits_beside(
        &self,
        section: &Section,
        kind: &str,
        name: &Spanned<std::borrow::Cow<'_, str>>,
    ) -> Result<(), Error> {
        let text = name.get_ref().as_ref();
        if text.trim().is_empty() || text.bytes().all(|byte| byte.is_ascii_digit()) {
            let why = "a name is not empty, and not a number, which is taken for a DBID";
            return Err(self.wrong(name, &format!("{kind} '{text}': {why}")));
        }
        let same = |other: &&Alias| other.kind == kind && other.name.eq_ignore_ascii_case(text);
        match section.aliases.iter().find(same) {
            Some(other) => {
                let text = format!(
                    "{kind} '{text}' differs only in case from '{}' on line {}",
                    other.name, other.line
                );
                Err(self.wrong(name, &text))
            }
            None => Ok(()),
        }
    }

    fn aliases(
        &self,
        section: &mut Section,
        kind: &'static str,
        entry: Key<'_, '_>,
    ) -> Result<(), Error> {
        for entry @ (name, value) in in_order(self.table(entry)?) {
            let line = self.line(name);
            self.fits_beside(section, kind, name)?;
            let alias =
                |dbid| Alias { kind, name: name.get_ref().to_string(), dbid, group: None, line };
            if let Some(dbid) = self.number(value.get_ref()).filter(|dbid| *dbid > 0) {
                section.aliases.push(alias(dbid));
                continue;
            }
            let DeValue::Table(table) = value.get_ref() else {
                return Err(self.not(entry, "a DBID, or a table with the key dbid"));
            };
            let mut dbid = None;
            for entry @ (key, value) in in_order(table) {
                match key.get_ref().as_ref() {
                    "dbid" => {
                        let number = self.number(value.get_ref()).filter(|dbid| *dbid > 0);
                        dbid = Some(number.ok_or_else(|| {
                            self.not(entry, &format!("a whole number from 1 to {}", i32::MAX))
                        })?);
                    }
                    // Looked at when all names of groups are known.
                    "group" if kind == "campaign" => {}
                    other => {
                        let keys = if kind == "campaign" { "dbid, group" } else { "dbid" };
                        let text = format!(
                            "unknown key '{other}' of {kind} '{}'. Keys: {keys}",
                            name.get_ref()
                        );
                        return Err(self.wrong(key, &text));
                    }
                }
            }
            let dbid = dbid.ok_or_else(|| {
                self.wrong(name, &format!("{kind} '{}' has no key dbid", name.get_ref()))
            })?;
            section.aliases.push(alias(dbid));
        }
        Ok(())
    }

    /// The groups of the campaigns of a section: DBIDs, or names of groups.
    fn groups(&self, section: &mut Section, table: &DeTable<'_>) -> Result<(), Error> {
        let Some(DeValue::Table(campaigns)) = table.get("campaign").map(Spanned::get_ref) else {
            return Ok(());
        };
        for (name, value) in in_order(campaigns) {
            let DeValue::Table(campaign) = value.get_ref() else { continue };
            let Some(entry) =
                in_order(campaign).into_iter().find(|(key, _)| key.get_ref() == "group")
            else {
                continue;
            };
            let named = |text: &str| {
                section.aliases.iter().find(|alias| alias.kind == "group" && alias.name == text)
            };
            let group = match entry.1.get_ref() {
                DeValue::String(text) => named(text).map(|alias| alias.dbid),
                other => self.number(other).filter(|dbid| *dbid > 0),
            };
            let group = group
                .ok_or_else(|| self.not(entry, "a DBID, or the name of a group of the site"))?;
            for alias in &mut section.aliases {
                if alias.kind == "campaign" && alias.name == *name.get_ref() {
                    alias.group = Some(group);
                }
            }
        }
        Ok(())
    }

    fn number(&self, value: &DeValue<'_>) -> Option<i32> {
        let DeValue::Integer(number) = value else { return None };
        i32::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
    }

    fn string(&self, entry: Key<'_, '_>, kind: &str) -> Result<String, Error> {
        match entry.1.get_ref() {
            DeValue::String(text) if text.is_empty() => Err(self.not_because(entry, "it is empty")),
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(self.not(entry, kind)),
        }
    }

    fn table<'a, 'i>(&self, entry: Key<'a, 'i>) -> Result<&'a DeTable<'i>, Error> {
        match entry.1.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.not(entry, "a table")),
        }
    }

    fn beside(&self, name: &str) -> PathBuf {
        match self.path.parent() {
            // A dash is standard input.
            Some(folder) if name != "-" => folder.join(name),
            _ => PathBuf::from(name),
        }
    }

    fn line(&self, at: &Spanned<std::borrow::Cow<'_, str>>) -> usize {
        line_of(self.text.as_bytes(), at.span().start)
    }

    fn not(&self, entry: Key<'_, '_>, kind: &str) -> Error {
        let shown =
            self.text.get(entry.1.span()).unwrap_or_default().lines().next().unwrap_or_default();
        self.wrong(entry.0, &format!("{} {shown} is not {kind}", entry.0.get_ref()))
    }

    fn not_because(&self, entry: Key<'_, '_>, why: &str) -> Error {
        self.wrong(entry.0, &format!("{}: {why}", entry.0.get_ref()))
    }

    fn wrong(&self, at: &Spanned<std::borrow::Cow<'_, str>>, what: &str) -> Error {
        invalid(format!("{}, line {}: {what}", self.path.display(), self.line(at)))
    }
}

/// Check that a text means something as that kind; what is wrong with it.
fn meaning(kind: Kind, text: &str) -> Result<(), String> {
    match kind {
        Kind::Servers => Address::parse_list(text).map(drop).map_err(|error| error.to_string()),
        // A build without charsets knows too few of them to refuse one.
        Kind::Charset if cfg!(feature = "charsets") => {
            Charset::from_name(text).map(drop).map_err(|error| error.to_string())
        }
        Kind::Region if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            Err(format!("{text:?} is not the two letters of a country, such as US"))
        }
        Kind::TlsVersion => text.parse::<TlsVersion>().map(drop).map_err(|error| error.to_string()),
        _ => Ok(()),
    }
}

/// The entries of a table in the order of the file.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<Key<'a, 'i>> {
    let mut found: Vec<_> = table.iter().collect();
    found.sort_by_key(|(key, _)| key.span().start);
    found
}
