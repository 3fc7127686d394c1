//! A setting of a site, and where it stands.

use crate::boundary::{Borrowed, CText, Fault, Object, ffi_read, not_found};

/// One key of a site; it ends with its site.
pub struct commdn_site_setting {
    pub(crate) key: CText,
    pub(crate) text: CText,
    pub(crate) number: Option<i64>,
    pub(crate) dbids: Vec<i32>,
    pub(crate) line: u32,
    pub(crate) section: Option<CText>,
}

impl Object for commdn_site_setting {
    const NAME: &'static str = "setting";
}

impl commdn_site_setting {
    pub(crate) fn is_of(&self, key: &[u8]) -> bool {
        self.key.bytes() == key
    }

    pub(crate) fn number(&self) -> Result<i64, Fault> {
        self.number.ok_or_else(|| not_found("the setting is neither a DBID nor a time"))
    }
}

/// The DBID at `index`; 0 if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_site_setting_dbid_at(
    setting: Borrowed<commdn_site_setting>,
    index: usize,
) -> i32 {
    ffi_read(setting, 0, |setting| setting.dbids.get(index).copied().unwrap_or(0))
}
