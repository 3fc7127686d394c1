//! An alias: a name that a site gives to a DBID.

use std::ffi::c_char;

use crate::boundary::{Borrowed, CText, Object, ffi_read};

/// A name for a DBID; it ends with its site.
pub struct commdn_site_alias {
    pub(super) kind: CText,
    pub(super) name: CText,
    pub(super) dbid: i32,
    pub(super) group: i32,
    pub(super) line: u32,
}

impl Object for commdn_site_alias {
    const NAME: &'static str = "alias";
}

impl commdn_site_alias {
    pub(super) fn kind(&self) -> &[u8] {
        self.kind.bytes()
    }

    pub(super) fn name(&self) -> &[u8] {
        self.name.bytes()
    }
}

/// "campaign", "group", "ocs" or "application"; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_kind(alias: Borrowed<commdn_site_alias>) -> *const c_char {
    ffi_read(alias, std::ptr::null(), |alias| alias.kind.as_ptr())
}

/// The name; NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_alias_name(alias: Borrowed<commdn_site_alias>) -> *const c_char {
    ffi_read(alias, std::ptr::null(), |alias| alias.name.as_ptr())
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
