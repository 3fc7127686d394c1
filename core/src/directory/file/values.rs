//! Values as files write them: the same texts in a cell of CSV and in a string of JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::directory::{
    Connection, Directory, DirectoryError, Field, FieldKind, Kind, Object, Options, Value,
};
use crate::message::Dbid;

/// The value of a field in a cell, or what is wrong with it.
pub(super) fn parse(field: Field, text: &str) -> Result<Value<'static>, String> {
    let text = text.trim();
    Ok(match field.kind() {
        FieldKind::Number => Value::Number(number(text)?),
        FieldKind::Flag => Value::Flag(flag(text)?),
        FieldKind::Text => Value::Text(Cow::Owned(text.to_owned())),
        FieldKind::Numbers => Value::Numbers(numbers(text)?),
        FieldKind::Connections => {
            Value::Connections(numbers(text)?.into_iter().map(Connection::new).collect())
        }
        FieldKind::Options => Value::Options(options(text)?),
    })
}

pub(super) fn number(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| match text.parse::<i128>() {
        Ok(_) => format!("{text:?} is not a number from {} to {}", i32::MIN, i32::MAX),
        Err(_) => format!("{text:?} is not a number"),
    })
}

pub(super) fn flag(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" => Ok(true),
        "0" | "false" | "no" => Ok(false),
        _ => Err(format!("{text:?} is neither yes nor no")),
    }
}

/// DBIDs with blanks, commas or semicolons between them.
fn numbers(text: &str) -> Result<Vec<Dbid>, String> {
    let parts = text.split([' ', ',', ';']).filter(|part| !part.is_empty());
    parts.map(number).collect()
}

/// `section/name=value` with semicolons between them.
fn options(text: &str) -> Result<Options, String> {
    let mut options = Options::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let cut = part.split_once('/').and_then(|(section, rest)| {
            let (name, value) = rest.split_once('=')?;
            Some((section.trim(), name.trim(), value.trim()))
        });
        let Some((section, name, value)) = cut else {
            return Err(format!("{part:?} is not section/name=value"));
        };
        options.add(section, name, value);
    }
    Ok(options)
}

/// Objects whose tenants may be named before the tenants are known.
#[derive(Debug, Default)]
pub(super) struct Draft {
    objects: Vec<(Object, Option<String>, String)>,
}

impl Draft {
    /// Take an object of `place`; its tenant is a DBID or a name.
    pub fn add(&mut self, object: Object, tenant: Option<&str>, place: String) {
        let tenant = tenant.map(str::trim).filter(|tenant| !tenant.is_empty());
        self.objects.push((object, tenant.map(str::to_owned), place));
    }

    /// The directory, with the DBIDs of the tenants.
    ///
    /// # Errors
    /// A tenant that is not there, with its place; two objects with one DBID.
    pub fn finish(self) -> Result<Directory, DirectoryError> {
        let tenants = self.objects.iter().filter(|(object, ..)| object.kind() == Kind::Tenant);
        let tenants: HashMap<String, Dbid> =
            tenants.map(|(object, ..)| (object.name().to_lowercase(), object.dbid())).collect();
        let mut directory = Directory::new();
        for (mut object, tenant, place) in self.objects {
            if let Some(tenant) = tenant.filter(|_| object.kind() != Kind::Tenant) {
                let known = tenants.get(&tenant.to_lowercase()).copied();
                let Some(dbid) = known.or_else(|| tenant.parse().ok()) else {
                    let text = format!("there is no tenant {tenant:?} in this file");
                    return Err(DirectoryError::File { place, text });
                };
                object.set(Field::Tenant, &Value::Number(dbid))?;
            }
            directory
                .add(object)
                .map_err(|error| DirectoryError::File { place, text: error.to_string() })?;
        }
        Ok(directory)
    }
}
