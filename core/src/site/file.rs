//! The settings file: where it is, how its text is read, and its sites.

use std::env;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::parse::{self, Section};
use super::{Site, invalid};
use crate::error::Error;

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
        Self::parse(path, &text(path, raw)?)
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

/// The text of a file, whatever an editor has made of it.
fn text(path: &Path, raw: Vec<u8>) -> Result<String, Error> {
    let shown = path.display();
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| {
            invalid(format!("{shown}: this is not text in UTF-16: save the file as UTF-8"))
        })
    };
    let wider = |bytes: &[u8], unit: fn([u8; 4]) -> u32| {
        let letters = bytes
            .chunks_exact(4)
            .map(|four| char::from_u32(unit([four[0], four[1], four[2], four[3]])));
        letters.collect::<Option<String>>().ok_or_else(|| {
            invalid(format!("{shown}: this is not text in UTF-32: save the file as UTF-8"))
        })
    };
    let text = match raw.as_slice() {
        [0xff, 0xfe, 0, 0, rest @ ..] => wider(rest, u32::from_le_bytes)?,
        [0, 0, 0xfe, 0xff, rest @ ..] => wider(rest, u32::from_be_bytes)?,
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        _ => {
            let body = raw.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw);
            str::from_utf8(body)
                .map_err(|error| {
                    let at = error.valid_up_to();
                    let line = line_of(body, at);
                    let byte = body.get(at).copied().unwrap_or_default();
                    invalid(format!(
                        "{shown}, line {line}: byte 0x{byte:02x} is not UTF-8: save the file as UTF-8"
                    ))
                })?
                .to_owned()
        }
    };
    if let Some(at) = text.find('\0') {
        let line = line_of(text.as_bytes(), at);
        return Err(invalid(format!(
            "{shown}, line {line}: this is not text in UTF-8: save the file as UTF-8"
        )));
    }
    Ok(text)
}

/// The line of a byte, from 1 on.
pub(super) fn line_of(text: &[u8], at: usize) -> usize {
    1 + text.iter().take(at).filter(|byte| **byte == b'\n').count()
}
