//! Error of a directory: which name, object or file is at fault, and the candidates.

use std::fmt;

use super::kind::Kind;
use super::noun::Noun;
use crate::error::{Error, ErrorKind};
use crate::message::Dbid;
use crate::text::escape;

/// An object that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// Its kind.
    pub kind: Kind,
    /// Its DBID.
    pub dbid: Dbid,
    /// Its name.
    pub name: String,
    /// The name that finds no other one: `tenant/name` where the name alone does not do.
    pub unique_name: String,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", escape(&self.unique_name), self.dbid)
    }
}

/// Reason why a lookup or a file gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DirectoryError {
    /// No object has that name.
    Unknown {
        /// What was looked for.
        noun: Noun,
        /// The name.
        name: String,
        /// Objects with a similar name, the most similar first.
        near: Vec<Candidate>,
        /// How many objects there are of what was looked for.
        of: usize,
    },
    /// Several objects have that name.
    Ambiguous {
        /// What was looked for.
        noun: Noun,
        /// The name.
        name: String,
        /// Those that have it.
        candidates: Vec<Candidate>,
    },
    /// Two objects of one kind have the same DBID.
    Twice {
        /// Their kind.
        kind: Kind,
        /// The DBID.
        dbid: Dbid,
        /// The names of both.
        names: [String; 2],
    },
    /// An object makes no sense.
    Object {
        /// Its kind.
        kind: Kind,
        /// Its DBID, or what stood for one.
        dbid: Dbid,
        /// Its name, if it has one.
        name: Option<String>,
        /// What is wrong.
        text: String,
    },
    /// A file is not a directory, or not one that can be read.
    File {
        /// Which, and where in it.
        place: String,
        /// What is wrong.
        text: String,
    },
    /// A local copy cannot be where something else is.
    Occupied {
        /// Where.
        place: String,
        /// What it is, as the end of a sentence: `is a device`.
        text: String,
    },
    /// A file cannot be opened, read or written.
    Storage {
        /// Which.
        place: String,
        /// What is wrong.
        text: String,
    },
}

impl DirectoryError {
    /// The objects that were meant, perhaps.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::Unknown { near, .. } => near,
            Self::Ambiguous { candidates, .. } => candidates,
            _ => &[],
        }
    }
}

impl fmt::Display for DirectoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { noun, name, near, of } => {
                let name = escape(name);
                write!(f, "there is no {noun} {name:?} among the {of} of the directory")?;
                if near.is_empty() {
                    return Ok(());
                }
                write!(f, ": did you mean {}?", any_of(near))
            }
            Self::Ambiguous { noun, name, candidates } => {
                let (name, count) = (escape(name), candidates.len());
                let list = any_of(candidates);
                write!(f, "the {noun} {name:?} is one of {count}: write {list}")
            }
            Self::Twice { kind, dbid, names: [first, second] } => {
                let (first, second) = (escape(first), escape(second));
                write!(f, "the DBID {dbid} is that of two {kind}s: {first:?} and {second:?}")
            }
            Self::Object { kind, dbid, name, text } => match name {
                Some(name) => write!(f, "{kind} {:?} ({dbid}): {text}", escape(name)),
                None => write!(f, "{kind} {dbid}: {text}"),
            },
            Self::File { place, text } | Self::Storage { place, text } => {
                write!(f, "{place}: {text}")
            }
            Self::Occupied { place, text } => {
                write!(f, "{place} {text}, and is not written over: name another file")
            }
        }
    }
}

/// `a`, `a or b`, `a, b or c`; of many the first ten.
fn any_of(candidates: &[Candidate]) -> String {
    const MOST: usize = 10;
    let mut list: Vec<String> = candidates.iter().take(MOST).map(ToString::to_string).collect();
    if candidates.len() > MOST {
        return format!("{} or one of {} more", list.join(", "), candidates.len() - MOST);
    }
    let last = list.pop().unwrap_or_default();
    if list.is_empty() { last } else { format!("{} or {last}", list.join(", ")) }
}

impl std::error::Error for DirectoryError {}

impl From<DirectoryError> for Error {
    fn from(error: DirectoryError) -> Self {
        let kind = match &error {
            DirectoryError::Unknown { .. } => ErrorKind::NameUnknown,
            DirectoryError::Ambiguous { .. } => ErrorKind::NameAmbiguous,
            DirectoryError::Storage { .. } => ErrorKind::Storage,
            DirectoryError::Occupied { .. } => ErrorKind::InvalidArgument,
            _ => ErrorKind::InvalidDirectory,
        };
        let names = error.candidates().iter().map(|one| one.unique_name.clone()).collect();
        Self::new(kind, error.to_string()).with_candidates(names)
    }
}
