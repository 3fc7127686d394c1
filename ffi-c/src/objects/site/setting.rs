//! A setting of a site, and where it stands.

use std::ffi::c_char;

use crate::boundary::{Borrowed, CText, Object, Out, commdn_status, ffi_get, ffi_read, not_found};

/// One key of a site; it ends with its site.
pub struct commdn_site_setting {
    pub(super) key: CText,
    pub(super) text: CText,
    pub(super) number: Option<i64>,
    pub(super) dbids: Vec<i32>,
    pub(super) line: u32,
    pub(super) section: Option<CText>,
}

impl Object for commdn_site_setting {
    const NAME: &'static str = "setting";
}

impl commdn_site_setting {
    pub(super) fn is_of(&self, key: &[u8]) -> bool {
        self.key.bytes() == key
    }
}

/// Its key; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_key(setting: Borrowed<commdn_site_setting>) -> *const c_char {
    ffi_read(setting, std::ptr::null(), |setting| setting.key.as_ptr())
}

/// Its value as a text; of a password where it is, never what. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_text(
    setting: Borrowed<commdn_site_setting>,
) -> *const c_char {
    ffi_read(setting, std::ptr::null(), |setting| setting.text.as_ptr())
}

/// Its value as a number: a DBID, also where the file has a name for it, or milliseconds.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if it is neither a DBID nor a time.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_number(
    setting: Borrowed<commdn_site_setting>,
    out_number: Out<i64>,
) -> commdn_status {
    ffi_get(setting, out_number, |setting| {
        setting.number.ok_or_else(|| not_found("the setting is neither a DBID nor a time"))
    })
}

/// How many DBIDs it has, of "expect": the OCS that must answer a request to every OCS; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_dbid_count(setting: Borrowed<commdn_site_setting>) -> usize {
    ffi_read(setting, 0, |setting| setting.dbids.len())
}

/// The DBID at `index`; 0 if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_dbid_at(
    setting: Borrowed<commdn_site_setting>,
    index: usize,
) -> i32 {
    ffi_read(setting, 0, |setting| setting.dbids.get(index).copied().unwrap_or(0))
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
    ffi_read(setting, std::ptr::null(), |setting| super::or_null(setting.section.as_ref()))
}
