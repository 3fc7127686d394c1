//! The settings file: where it is, how its text is read, and its sites.

use std::env;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::parse::{self, Section};
use super::{Site, invalid};
use crate::error::Error;
use crate::text::file as text;

const MOST_BYTES: u64 = 16 << 20;

/// A settings file with its sites.
#[derive(Debug, Clone)]
pub struct SiteFile {
    path: PathBuf,
    default: Option<String>,
    top: Section,
    sites: Vec<(String, Section)>,
}

impl SiteFile {
    /// Where the file is looked for: `COMMDN_CONFIG`, or else `commdn/config.toml` in `XDG_CONFIG_HOME` or `~/.config`, on
    /// Windows in `%APPDATA%`. None if the environment has none of these.
    #[must_use]
    pub fn default_path() -> Option<PathBuf> {
        let given =
            |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        if let Some(path) = given("COMMDN_CONFIG") {
            return Some(path);
        }
        let folder = if cfg!(windows) {
            given("APPDATA")
        } else {
            // By its specification a relative one is none.
            given("XDG_CONFIG_HOME")
                .filter(|path| path.is_absolute())
                .or_else(|| given("HOME").map(|home| home.join(".config")))
        };
        folder.map(|folder| folder.join("commdn").join("config.toml"))
    }

    /// Read a file, in UTF-8 or in what its byte order mark tells.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) naming file, line and key.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let shown = path.display();
        let mut raw = Vec::new();
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut raw)).map_err(
            |error| {
                let text = error.to_string();
                let told = text.split(" (os error").next().unwrap_or_default();
                let how = if error.kind() == std::io::ErrorKind::NotFound {
                    ": `commdn site add NAME` makes a settings file"
                } else {
                    ""
                };
                invalid(format!("{shown}: {told}{how}"))
            },
        )?;
        if raw.len() as u64 > MOST_BYTES {
            return Err(invalid(format!(
                "{shown}: over 16 MiB, which is too long for a file of this kind"
            )));
        }
        let text = text::decode(&raw).map_err(|fault| {
            invalid(format!("{}: {}", fault.place(&shown.to_string()), fault.text()))
        })?;
        Self::parse(path, &text)
    }

    /// The file's settings from its text; `path` is named in errors, and relative files are relative to its folder.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let parsed = parse::parse(path, text)?;
        Ok(Self {
            path: path.to_owned(),
            default: parsed.default,
            top: parsed.top,
            sites: parsed.sites,
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The site that is used where none is named.
    #[must_use]
    pub fn default_site(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// The names of its sites, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sites.iter().map(|(name, _)| name.as_str())
    }

    /// A site with what stands above all sections; without a name, the default, or else only what stands above.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) if there is none of that name.
    pub fn site(&self, name: Option<&str>) -> Result<Site, Error> {
        let mut settings = Vec::new();
        let mut aliases = Vec::new();
        let name = name.or(self.default.as_deref());
        if let Some(name) = name {
            let found =
                self.sites.iter().find(|(known, _)| known == name).map(|(_, section)| section);
            let section = found.ok_or_else(|| self.unknown(name))?;
            settings.clone_from(&section.settings);
            aliases.clone_from(&section.aliases);
        }
        let has_password = settings.iter().any(|setting| setting.key.starts_with("password"));
        for setting in &self.top.settings {
            let is_set = settings.iter().any(|known| known.key == setting.key);
            if !(is_set || has_password && setting.key.starts_with("password")) {
                settings.push(setting.clone());
            }
        }
        for alias in &self.top.aliases {
            let known = |own: &super::Alias| own.kind == alias.kind && own.name == alias.name;
            if !aliases.iter().any(known) {
                aliases.push(alias.clone());
            }
        }
        Ok(Site { name: name.map(str::to_owned), path: self.path.clone(), settings, aliases })
    }

    fn unknown(&self, name: &str) -> Error {
        let known: Vec<_> = self.names().collect();
        let known = if known.is_empty() { "it has none".to_owned() } else { known.join(", ") };
        invalid(format!("{}: no site {name:?}. Sites: {known}", self.path.display()))
    }
}
