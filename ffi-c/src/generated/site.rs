//! The mechanical entry points of `site`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Borrowed, Out, Owned, commdn_status, ffi_free, ffi_get, ffi_read, ffi_text, ffi_view,
};
use crate::objects::site::alias::commdn_site_alias;
use crate::objects::site::commdn_site;
use crate::objects::site::setting::commdn_site_setting;
use std::ffi::c_char;

/// Free it; settings and aliases of it end with it.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_free(site: Owned<commdn_site>) {
    ffi_free(site)
}

/// Its name; NULL if it is only what stands above all sections.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_name(site: Borrowed<commdn_site>) -> *const c_char {
    ffi_text(site, |site| site.name.as_ref())
}

/// The file that it was read from; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_path(site: Borrowed<commdn_site>) -> *const c_char {
    ffi_text(site, |site| Some(&site.path))
}

/// Its server, or a primary and its backups with commas between, as commdn_session_open() takes
/// them; NULL if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_server(site: Borrowed<commdn_site>) -> *const c_char {
    ffi_text(site, |site| site.server.as_ref())
}

/// How many keys are set; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_count(site: Borrowed<commdn_site>) -> usize {
    ffi_read(site, 0, |site| site.settings.len())
}

/// The setting at "index", those of the site's section first; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_at(
    site: Borrowed<commdn_site>,
    index: usize,
) -> *const commdn_site_setting {
    ffi_view(site, |site| site.settings.get(index))
}

/// How many names it gives to DBIDs; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_count(site: Borrowed<commdn_site>) -> usize {
    ffi_read(site, 0, |site| site.aliases.len())
}

/// The alias at "index"; NULL if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_at(
    site: Borrowed<commdn_site>,
    index: usize,
) -> *const commdn_site_alias {
    ffi_view(site, |site| site.aliases.get(index))
}

/// "campaign", "group", "ocs" or "application"; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_kind(alias: Borrowed<commdn_site_alias>) -> *const c_char {
    ffi_text(alias, |alias| Some(&alias.kind))
}

/// The name; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_name(alias: Borrowed<commdn_site_alias>) -> *const c_char {
    ffi_text(alias, |alias| Some(&alias.name))
}

/// The DBID; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_dbid(alias: Borrowed<commdn_site_alias>) -> i32 {
    ffi_read(alias, 0, |alias| alias.dbid)
}

/// Of a campaign, the DBID of the group that it is dialled for; 0 if that is not told.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_group(alias: Borrowed<commdn_site_alias>) -> i32 {
    ffi_read(alias, 0, |alias| alias.group)
}

/// Its line in the file, from 1 on; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_line(alias: Borrowed<commdn_site_alias>) -> u32 {
    ffi_read(alias, 0, |alias| alias.line)
}

/// Its key; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_key(setting: Borrowed<commdn_site_setting>) -> *const c_char {
    ffi_text(setting, |setting| Some(&setting.key))
}

/// Its value as a text; of a password where it is, never what. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_text(
    setting: Borrowed<commdn_site_setting>,
) -> *const c_char {
    ffi_text(setting, |setting| Some(&setting.text))
}

/// Its value as a number: a DBID, also where the file has a name for it, or milliseconds.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if it is neither a DBID nor a time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_number(
    setting: Borrowed<commdn_site_setting>,
    out_number: Out<i64>,
) -> commdn_status {
    ffi_get(setting, out_number, |setting| setting.number())
}

/// How many DBIDs it has, of "expect": the OCS that must answer a request to every OCS; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_dbid_count(setting: Borrowed<commdn_site_setting>) -> usize {
    ffi_read(setting, 0, |setting| setting.dbids.len())
}

/// Its line in the file, from 1 on; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_line(setting: Borrowed<commdn_site_setting>) -> u32 {
    ffi_read(setting, 0, |setting| setting.line)
}

/// The site whose section it stands in; NULL if it stands above all sections and holds for each.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_section(
    setting: Borrowed<commdn_site_setting>,
) -> *const c_char {
    ffi_text(setting, |setting| setting.section.as_ref())
}
