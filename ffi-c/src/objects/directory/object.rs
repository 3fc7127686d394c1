//! An object of a directory: what is known of a tenant, an application, a campaign.

use std::borrow::Cow;
use std::ffi::c_char;

use crate::boundary::{
    Borrowed, CText, Fault, Object, Out, OutOwned, Text, allocate, commdn_error, commdn_status,
    ffi_guard, ffi_read, invalid, not_found,
};
use commdn::directory::{Field, Object as Core, Value};

/// One object of the configuration; it ends with its directory.
pub struct commdn_directory_object {
    object: Core,
    name: CText,
}

impl Object for commdn_directory_object {
    const NAME: &'static str = "object";
}

impl commdn_directory_object {
    pub(super) fn new(object: &Core) -> Self {
        Self { object: object.clone(), name: CText::new(object.name()) }
    }

    pub(crate) const fn object(&self) -> &Core {
        &self.object
    }

    pub(crate) const fn name(&self) -> &CText {
        &self.name
    }
}

fn value<'a>(object: &'a Core, field: &str) -> Result<Value<'a>, Fault> {
    let known = Field::from_name(field);
    let field = known.ok_or_else(|| invalid(format!("{field:?} is no field of an object")))?;
    object.get(field).ok_or_else(|| not_found(format!("{object} has no {}", field.name())))
}

fn number(object: &Core, field: &str) -> Result<i32, Fault> {
    match value(object, field)? {
        Value::Number(number) => Ok(number),
        Value::Flag(flag) => Ok(i32::from(flag)),
        _ => Err(invalid(format!("{field:?} is no number"))),
    }
}

fn text<'a>(object: &'a Core, field: &str) -> Result<Cow<'a, str>, Fault> {
    match value(object, field)? {
        Value::Text(text) => Ok(text),
        _ => Err(invalid(format!("{field:?} is no text"))),
    }
}

/// A field that is a number or a flag: "tenant", "backup", "is_primary", "switch"; docs/directory.md lists them.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if it is not known; COMMDN_ERR_INVALID_ARGUMENT also for a field that is none, or no number.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_number(
    object: Borrowed<commdn_directory_object>,
    field: Text,
    out_number: Out<i32>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let out = out_number.needed("out_number")?;
        out.give(number(&object.get()?.object, field.text("field")?)?);
        Ok(())
    })
}

/// A field that is a text: "state", "application_type", "version", "dn_type"; docs/directory.md lists them.
///
/// Owns:    `*out_text` is the caller's, to be freed with commdn_string_free().
/// Errors:  COMMDN_ERR_NOT_FOUND if it is not known; COMMDN_ERR_INVALID_ARGUMENT also for a field that is none, or no text.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_text(
    object: Borrowed<commdn_directory_object>,
    field: Text,
    out_text: Out<*mut c_char>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let out = out_text.needed("out_text")?;
        let text = text(&object.get()?.object, field.text("field")?)?;
        out.give(allocate(text.as_bytes())?.cast());
        Ok(())
    })
}

/// An option of an application or a DN; names are compared without case.
///
/// Owns:    `*out_value` is the caller's, to be freed with commdn_string_free().
/// Errors:  COMMDN_ERR_NOT_FOUND if it has no such option.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_option(
    object: Borrowed<commdn_directory_object>,
    section: Text,
    name: Text,
    out_value: Out<*mut c_char>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let out = out_value.needed("out_value")?;
        let object = &object.get()?.object;
        let (section, name) = (section.text("section")?, name.text("name")?);
        let options = object.options();
        let value = options.get(section, name).ok_or_else(|| {
            not_found(format!("{object} has no option {name:?} in the section {section:?}"))
        })?;
        out.give(allocate(value.as_bytes())?.cast());
        Ok(())
    })
}

/// Whether an application connects to the server with that DBID.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_directory_object_connects_to(
    object: Borrowed<commdn_directory_object>,
    server: i32,
) -> bool {
    ffi_read(object, false, |object| {
        object.object.connections().iter().any(|connection| connection.server == server)
    })
}
