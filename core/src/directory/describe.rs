//! Description: names beside the DBIDs that a message or an error has.

use super::index::Directory;
use super::noun::Noun;
use crate::message::{Dbid, Fields};

/// A DBID of a message, and the name of the object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Described {
    /// The attribute that has the DBID, for example `campaign`.
    pub attribute: &'static str,
    /// The DBID.
    pub dbid: Dbid,
    /// The name of the object, if the directory has it.
    pub name: Option<String>,
}

/// The DBIDs of a message with their names; 0, which addresses everybody, has none.
#[must_use]
pub fn describe(directory: &Directory, fields: &Fields) -> Vec<Described> {
    let dbids = [
        ("origin", Noun::Application, fields.origin),
        ("target", Noun::Application, fields.target),
        ("campaign", Noun::Campaign, fields.campaign),
        ("group", Noun::Group, fields.group),
    ];
    let known = dbids.into_iter().filter_map(|(attribute, noun, dbid)| {
        let dbid = dbid.filter(|dbid| *dbid > 0)?;
        Some(Described { attribute, dbid, name: directory.name(noun, dbid).map(str::to_owned) })
    });
    known.collect()
}
