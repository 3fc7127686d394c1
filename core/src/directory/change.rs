//! Change: what differs between two directories of the same contact centre.

use std::fmt;

use super::field::Field;
use super::index::Directory;
use super::kind::Kind;
use super::object::Object;
use crate::message::Dbid;
use crate::text::escape;

/// How an object differs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed {
        /// Its earlier name.
        from: String,
    },
    /// It has the same name, and other fields.
    Changed {
        /// Those.
        fields: Vec<Field>,
    },
}

/// An object that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Its kind.
    pub kind: Kind,
    /// Its DBID.
    pub dbid: Dbid,
    /// Its name; that of a removed object is the earlier one.
    pub name: String,
    /// How it differs.
    pub change: ChangeKind,
}

impl Directory {
    /// What has become of the objects of this directory in a later one, by kind and DBID.
    #[must_use]
    pub fn changes(&self, later: &Self) -> Vec<Change> {
        let gone = self.iter().filter(|object| later.get(object.kind(), object.dbid()).is_none());
        let gone = gone.map(|object| change(object, ChangeKind::Removed));
        let new = later.iter().filter_map(|object| {
            let Some(earlier) = self.get(object.kind(), object.dbid()) else {
                return Some(change(object, ChangeKind::Added));
            };
            if earlier.name() != object.name() {
                let from = earlier.name().to_owned();
                return Some(change(object, ChangeKind::Renamed { from }));
            }
            let differs = |field: &Field| earlier.get(*field) != object.get(*field);
            let fields: Vec<Field> = Field::ALL.iter().copied().filter(differs).collect();
            (!fields.is_empty()).then(|| change(object, ChangeKind::Changed { fields }))
        });
        let mut changes: Vec<Change> = gone.chain(new).collect();
        changes.sort_by_key(|change| (change.kind, change.dbid));
        changes
    }
}

fn change(object: &Object, change: ChangeKind) -> Change {
    let name = object.name().to_owned();
    Change { kind: object.kind(), dbid: object.dbid(), name, change }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}): ", self.kind, escape(&self.name), self.dbid)?;
        match &self.change {
            ChangeKind::Added => f.write_str("new"),
            ChangeKind::Removed => f.write_str("removed"),
            ChangeKind::Renamed { from } => write!(f, "renamed, was {}", escape(from)),
            ChangeKind::Changed { fields } => {
                let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
                write!(f, "other {}", names.join(", "))
            }
        }
    }
}
