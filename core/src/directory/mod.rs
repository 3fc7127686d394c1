//! Directory: the names and DBIDs of a contact centre's configuration, and who is connected with
//! whom.
//!
//! Owns [`Object`], one object of the configuration; [`Directory`], all of them with an index by
//! name and one by DBID; and what a lookup that finds no single object says. The feature
//! `directory` adds files and the local copy (`load`, `Cache`), [`fetch`] reads Configuration
//! Server through the link protocol. The index has no I/O and no clock.
//!
//! ```
//! use commdn::directory::{Directory, Kind, Noun, Object};
//! let mut directory = Directory::new();
//! directory.add(Object::new(Kind::Campaign, 1, "Spring")?)?;
//! assert_eq!(directory.resolve(Noun::Campaign, "spring")?, 1);
//! assert_eq!(directory.name(Noun::Campaign, 1), Some("Spring"));
//! # Ok::<(), commdn::directory::DirectoryError>(())
//! ```

mod change;
mod connection;
mod describe;
mod error;
mod fetch;
mod field;
#[cfg(feature = "directory")]
mod file;
mod index;
mod kind;
mod lookup;
mod near;
mod noun;
mod object;
mod options;
mod query;
mod state;

#[cfg(test)]
mod tests;

pub use change::{Change, ChangeKind};
pub use connection::Connection;
pub use describe::{Described, describe};
pub use error::{Candidate, DirectoryError};
pub use fetch::{Fetched, Reader, ReaderConfig, fetch};
pub use field::{Field, FieldKind};
#[cfg(feature = "directory")]
pub use file::{Cache, CacheWriter, Origin, from_csv, from_json, load, to_json};
pub use index::Directory;
pub use kind::Kind;
pub use noun::Noun;
pub use object::{Object, Value};
pub use options::Options;
pub use query::Query;
pub use state::State;
