//! The enumerations and keys of user data: numbers, names, and where they come from.
//!
//! Everything is read from the core's tables; nothing is known here but how to show it to C.

use std::ffi::c_char;
use std::sync::OnceLock;

use crate::boundary::{
    CText, Fault, Out, Text, commdn_status, ffi_status, ffi_value, invalid, not_found,
};
use crate::generated::numbers::fields::*;
use commdn::message::keys::{self, KeyInfo};
use commdn::message::{
    Certainty, CmError, DialMode, EnumEntry, GroupStatus, MessageType, OpenEnum, OptimizeBy,
};

/// The values of GSW_CM_MessageType.
pub const COMMDN_ENUM_MESSAGE_TYPE: i32 = 0;
/// The values of GSW_CM_AttrError.
pub const COMMDN_ENUM_CM_ERROR: i32 = 1;
/// The values of GSW_CM_AttrDialMode.
pub const COMMDN_ENUM_DIAL_MODE: i32 = 2;
/// The values of GSW_CM_AttrOptimizeBy.
pub const COMMDN_ENUM_OPTIMIZE_BY: i32 = 3;
/// The values of GSW_CM_AttrGroupCampStatus.
pub const COMMDN_ENUM_GROUP_STATUS: i32 = 4;

/// One enumeration, with texts for C.
struct Enumeration {
    key: CText,
    entries: Vec<Entry>,
    number: fn(&str) -> Option<i32>,
}

struct Entry {
    number: i32,
    label: CText,
    name: CText,
    certainty: i32,
}

impl Enumeration {
    fn of<E: OpenEnum>() -> Self {
        let entry = |entry: &EnumEntry| Entry {
            number: entry.number,
            label: CText::new(entry.label),
            name: CText::new(entry.name),
            certainty: certainty(entry.certainty),
        };
        Self {
            key: CText::new(E::KEY),
            entries: E::ENTRIES.iter().map(entry).collect(),
            number: |name| E::from_name(name).map(OpenEnum::number),
        }
    }

    /// In the order of the COMMDN_ENUM numbers.
    fn all() -> &'static [Self; 5] {
        static ALL: OnceLock<[Enumeration; 5]> = OnceLock::new();
        ALL.get_or_init(|| {
            [
                Self::of::<MessageType>(),
                Self::of::<CmError>(),
                Self::of::<DialMode>(),
                Self::of::<OptimizeBy>(),
                Self::of::<GroupStatus>(),
            ]
        })
    }

    fn get(number: i32) -> Result<&'static Self, Fault> {
        usize::try_from(number)
            .ok()
            .and_then(|index| Self::all().get(index))
            .ok_or_else(|| invalid(format!("enumeration {number} is none of COMMDN_ENUM")))
    }

    fn find(&self, number: i32) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }
}

fn certainty(certainty: Certainty) -> i32 {
    match certainty {
        Certainty::Chapter => COMMDN_CERTAINTY_CHAPTER,
        Certainty::NotApplicable => COMMDN_CERTAINTY_NOT_APPLICABLE,
        Certainty::Public => COMMDN_CERTAINTY_PUBLIC,
        // Inferred, and what a newer core may tell apart.
        _ => COMMDN_CERTAINTY_INFERRED,
    }
}

/// The name of a number under a key, for the log text.
pub(crate) fn name_of_key(key: &str, number: i32) -> Option<String> {
    let fits = |enumeration: &&Enumeration| enumeration.key.bytes() == key.as_bytes();
    let entry = Enumeration::all().iter().find(fits)?.find(number)?;
    Some(String::from_utf8_lossy(entry.name.bytes()).into_owned())
}

/// The name of a number in the field, for example "CM_ReqDoNotCall"; NULL if it has none.
///
/// `enumeration` is one of the COMMDN_ENUM numbers.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_enum_name(enumeration: i32, number: i32) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        let entry = Enumeration::get(enumeration).ok().and_then(|all| all.find(number));
        entry.map_or(std::ptr::null(), |entry| entry.name.as_ptr())
    })
}

/// The number of a name: as in the field, in a spelling of the manual, or as in this header, for example "REQ_DO_NOT_CALL".
///
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_enum_number(
    enumeration: i32,
    name: Text,
    out_number: Out<i32>,
) -> commdn_status {
    ffi_status(|| {
        let number = out_number.needed("out_number")?;
        let name = name.text("name")?;
        let found = (Enumeration::get(enumeration)?.number)(name);
        number.give(found.ok_or_else(|| not_found("the enumeration has no such name"))?);
        Ok(())
    })
}

/// How many named numbers the enumeration has; 0 for one that is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_enum_count(enumeration: i32) -> usize {
    ffi_value(0, || Enumeration::get(enumeration).map_or(0, |all| all.entries.len()))
}

/// The named number at `index`, counted from 0, in the order of the numbers.
///
/// `*out_name` is the field's name, `*out_label` this header's, `*out_certainty` one of the
/// COMMDN_CERTAINTY numbers. Each output may be NULL.
///
/// Owns:    the texts are the library's, never free them.
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_enum_entry(
    enumeration: i32,
    index: usize,
    out_number: Out<i32>,
    out_name: Out<*const c_char>,
    out_label: Out<*const c_char>,
    out_certainty: Out<i32>,
) -> commdn_status {
    ffi_status(|| {
        let number = out_number.optional();
        let name = out_name.optional();
        let label = out_label.optional();
        let sure = out_certainty.optional();
        let entry = Enumeration::get(enumeration)?.entries.get(index);
        let entry = entry.ok_or_else(|| not_found("the enumeration has no such index"))?;
        number.give(entry.number);
        name.give(entry.name.as_ptr());
        label.give(entry.label.as_ptr());
        sure.give(entry.certainty);
        Ok(())
    })
}

/// The key whose values the enumeration has, for example "GSW_CM_MessageType"; NULL for one that is none.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_enum_key(enumeration: i32) -> *const c_char {
    ffi_value(std::ptr::null(), || {
        Enumeration::get(enumeration).map_or(std::ptr::null(), |all| all.key.as_ptr())
    })
}

/// One key in one place, with texts for C.
struct Key {
    key: CText,
    kind: i32,
    path: CText,
}

fn all_keys() -> &'static [Key] {
    static ALL: OnceLock<Vec<Key>> = OnceLock::new();
    ALL.get_or_init(|| {
        let key = |info: &KeyInfo| Key {
            key: CText::new(info.key),
            kind: info.kind.code().into(),
            path: CText::new(info.path.join("/")),
        };
        keys::ALL.iter().map(key).collect()
    })
}

/// How many keys of user data there are; one that stands in several lists counts once for each.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_key_count() -> usize {
    ffi_value(0, || all_keys().len())
}

/// The key at `index`, counted from 0: its text, the type of its value, and the lists around it.
///
/// `*out_type` is one of the COMMDN_TYPE numbers; `*out_path` has the keys of the lists around
/// it, outermost first, with "/" between them, "" on the top level. Each output may be NULL.
///
/// Owns:    the texts are the library's, never free them.
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_key_entry(
    index: usize,
    out_key: Out<*const c_char>,
    out_type: Out<i32>,
    out_path: Out<*const c_char>,
) -> commdn_status {
    ffi_status(|| {
        let key = out_key.optional();
        let kind = out_type.optional();
        let path = out_path.optional();
        let entry = all_keys().get(index).ok_or_else(|| not_found("no key has that index"))?;
        key.give(entry.key.as_ptr());
        kind.give(entry.kind);
        path.give(entry.path.as_ptr());
        Ok(())
    })
}
