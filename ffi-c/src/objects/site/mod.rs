//! Sites: the settings of each contact centre, from the file that the command line and the other languages read, too.

pub mod alias;
mod reading;
pub mod setting;

use std::ffi::c_char;

use crate::boundary::{
    Borrowed, CText, Object, OutOwned, Owned, Text, commdn_error, commdn_status, ffi_free,
    ffi_guard, ffi_read, ffi_value, ffi_view,
};
use crate::objects::options::commdn_session_options;
use crate::objects::site::alias::commdn_site_alias;
use crate::objects::site::reading::Source;
use crate::objects::site::setting::commdn_site_setting;

/// The settings of one contact centre; it never changes.
pub struct commdn_site {
    source: Source,
    path: CText,
    name: Option<CText>,
    server: Option<CText>,
    settings: Vec<commdn_site_setting>,
    aliases: Vec<commdn_site_alias>,
}

impl Object for commdn_site {
    const NAME: &'static str = "site";
}

fn or_null(text: Option<&CText>) -> *const c_char {
    text.map_or(std::ptr::null(), CText::as_ptr)
}

/// Read a site from a settings file.
///
/// `path` is the file; NULL for the one that COMMDN_CONFIG names, or else "commdn/config.toml" in $XDG_CONFIG_HOME or ~/.config, on Windows in %APPDATA%. `name` is the site; NULL for the file's default, or else what stands above all sections.
///
/// Blocks:  while the file is read; the password is not looked up yet.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message names file, line and key, or the sites that there are; COMMDN_ERR_UNSUPPORTED in a build without sites.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_load(
    path: Text,
    name: Text,
    out_site: OutOwned<commdn_site>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let site = out_site.needed("out_site")?;
        site.give(reading::load(path.opt_text("path")?, name.opt_text("name")?)?);
        Ok(())
    })
}

/// Free it; settings and aliases of it end with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_free(site: Owned<commdn_site>) {
    ffi_free(site)
}

/// Its name; NULL if it is only what stands above all sections.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_name(site: Borrowed<commdn_site>) -> *const c_char {
    ffi_read(site, std::ptr::null(), |site| or_null(site.name.as_ref()))
}

/// The file that it was read from; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_path(site: Borrowed<commdn_site>) -> *const c_char {
    ffi_read(site, std::ptr::null(), |site| site.path.as_ptr())
}

/// Its server, or a primary and its backups with commas between, as commdn_session_open() takes them; NULL if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_server(site: Borrowed<commdn_site>) -> *const c_char {
    ffi_read(site, std::ptr::null(), |site| or_null(site.server.as_ref()))
}

/// The options of a session: DN, application, password, OCS, time limits, charset and TLS. Change them as any others.
///
/// Blocks:  while the password is looked up: reads a file, or runs a command and waits for its end.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message names file, line and key: what is missing, a name that is no DBID, a password that cannot be had. It has no part of the password.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_session_options(
    site: Borrowed<commdn_site>,
    out_session_options: OutOwned<commdn_session_options>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let options = out_session_options.needed("out_session_options")?;
        options.give(reading::options(&site.get()?.source)?);
        Ok(())
    })
}

/// How many keys are set; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_count(site: Borrowed<commdn_site>) -> usize {
    ffi_read(site, 0, |site| site.settings.len())
}

/// The setting at `index`, those of the site's section first; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_at(
    site: Borrowed<commdn_site>,
    index: usize,
) -> *const commdn_site_setting {
    ffi_view(site, |site| site.settings.get(index))
}

/// The setting of a key, such as "region" or "expect"; NULL if it is not set. docs/sites.md lists the keys.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_get(
    site: Borrowed<commdn_site>,
    key: Text,
) -> *const commdn_site_setting {
    ffi_value(std::ptr::null(), || {
        let (Some(site), Some(key)) = (site.opt(), key.opt()) else { return std::ptr::null() };
        let found = site.settings.iter().find(|setting| setting.is_of(key));
        found.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}

/// How many names it gives to DBIDs; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_count(site: Borrowed<commdn_site>) -> usize {
    ffi_read(site, 0, |site| site.aliases.len())
}

/// The alias at `index`; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_at(
    site: Borrowed<commdn_site>,
    index: usize,
) -> *const commdn_site_alias {
    ffi_view(site, |site| site.aliases.get(index))
}

/// The alias of a kind ("campaign", "group", "ocs", "application") with that name, in upper or lower case; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_find_alias(
    site: Borrowed<commdn_site>,
    kind: Text,
    name: Text,
) -> *const commdn_site_alias {
    ffi_value(std::ptr::null(), || {
        let (Some(site), Some(kind), Some(name)) = (site.opt(), kind.opt(), name.opt()) else {
            return std::ptr::null();
        };
        let of_kind = || site.aliases.iter().filter(|alias| alias.kind() == kind);
        let found = of_kind()
            .find(|alias| alias.name() == name)
            .or_else(|| of_kind().find(|alias| alias.name().eq_ignore_ascii_case(name)));
        found.map_or(std::ptr::null(), std::ptr::from_ref)
    })
}
