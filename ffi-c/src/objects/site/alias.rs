//! An alias: a name that a site gives to a DBID.

use crate::boundary::{CText, Object};

/// A name for a DBID; it ends with its site.
pub struct commdn_site_alias {
    pub(crate) kind: CText,
    pub(crate) name: CText,
    pub(crate) dbid: i32,
    pub(crate) group: i32,
    pub(crate) line: u32,
}

impl Object for commdn_site_alias {
    const NAME: &'static str = "alias";
}

impl commdn_site_alias {
    pub(crate) fn kind(&self) -> &[u8] {
        self.kind.bytes()
    }

    pub(crate) fn name(&self) -> &[u8] {
        self.name.bytes()
    }
}
