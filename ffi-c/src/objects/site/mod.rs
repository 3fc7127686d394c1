//! Sites: the settings of each contact centre, from the file that the command line and the other languages read, too.

pub mod alias;
mod reading;
pub mod setting;

use crate::boundary::{
    Borrowed, CText, Object, OutOwned, Text, commdn_error, commdn_status, ffi_guard, ffi_value,
};
use crate::objects::options::commdn_session_options;
use crate::objects::site::alias::commdn_site_alias;
use crate::objects::site::reading::Source;
use crate::objects::site::setting::commdn_site_setting;

/// The settings of one contact centre; it never changes.
pub struct commdn_site {
    source: Source,
    pub(crate) path: CText,
    pub(crate) name: Option<CText>,
    pub(crate) server: Option<CText>,
    pub(crate) settings: Vec<commdn_site_setting>,
    pub(crate) aliases: Vec<commdn_site_alias>,
}

impl Object for commdn_site {
    const NAME: &'static str = "site";
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
