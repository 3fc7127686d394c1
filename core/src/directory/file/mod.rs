//! Files: a directory as CSV or JSON, an export of mutagen, and the local copy in SQLite.
//!
//! Owns how the kind of a file is told: by its first bytes, not by its name.

mod cache;
mod csv;
mod json;
mod mutagen;
mod place;
mod quotes;
mod twice;
mod values;

use std::path::Path;

use super::error::DirectoryError;
use super::index::Directory;
use crate::text::file as text;

pub use cache::{Cache, CacheWriter, Origin};
pub use csv::from_csv;
pub use json::{from_json, to_json};

/// The first bytes of every SQLite file.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Read a directory from a file: CSV, JSON (this library's, or an export of mutagen in its format
/// RAW), or a local copy. A text is UTF-8, or UTF-16 or UTF-32 with a byte order mark.
///
/// # Errors
/// [`DirectoryError::Storage`] if it cannot be read, [`DirectoryError::File`] with the place of the
/// first fault, or if it has no objects.
pub fn load(path: impl AsRef<Path>) -> Result<Directory, DirectoryError> {
    let path = path.as_ref();
    let place = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| DirectoryError::Storage {
        place: place.clone(),
        text: error.to_string(),
    })?;
    if bytes.starts_with(SQLITE) {
        return Cache::new(path).read().map(|(directory, _)| directory);
    }
    let text = text::decode(&bytes).map_err(|fault| DirectoryError::File {
        place: fault.place(&place),
        text: fault.text().to_owned(),
    })?;
    let found = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => from_json(&text, &place)?,
        _ => from_csv(&text, &place)?,
    };
    if found.is_empty() {
        return Err(DirectoryError::File { place, text: "there are no objects in it".to_owned() });
    }
    Ok(found)
}
