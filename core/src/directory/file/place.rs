//! Place of a local copy: what may be written over.
//!
//! Owns the question what stands at a path. A copy takes the place of an older copy and of nothing
//! else, whoever asks for it.

use std::fs::{File, FileType};
use std::io::{ErrorKind, Read, Result};
use std::path::{Path, PathBuf};

use super::{SQLITE, cache};
use crate::companions;

/// Where in a SQLite file the application's number is.
const APPLICATION_AT: usize = 68;

/// What stands in the way of a copy, in the words of the end of a sentence.
#[derive(Debug)]
pub(super) struct Occupied(pub &'static str);

/// Where a copy for that path goes, behind links; or what is there that is none.
pub(super) fn of_copy(path: &Path) -> Result<std::result::Result<PathBuf, Occupied>> {
    let found = match path.metadata() {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let dangling = path.symlink_metadata().is_ok();
            let link = Occupied("is a link to a file that is not there");
            return Ok(if dangling { Err(link) } else { Ok(path.to_owned()) });
        }
        Err(error) => return Err(error),
    };
    if !found.is_file() {
        return Ok(Err(Occupied(what_is(found.file_type()))));
    }
    if found.len() > 0 && companions::is_in_use(path) {
        return Ok(Err(Occupied("is a database in use")));
    }
    let mut head = Vec::new();
    let length = APPLICATION_AT + size_of_val(&cache::APPLICATION);
    File::open(path)?.take(length as u64).read_to_end(&mut head)?;
    let id = head.get(APPLICATION_AT..);
    let is_copy =
        head.starts_with(SQLITE) && id.is_some_and(|id| id == cache::APPLICATION.to_be_bytes());
    if head.is_empty() || is_copy {
        return path.canonicalize().map(Ok);
    }
    Ok(Err(Occupied("is not a local copy of a directory")))
}

/// What is no regular file, in words.
fn what_is(kind: FileType) -> &'static str {
    if kind.is_dir() {
        return "is a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "is a pipe";
        }
        if kind.is_socket() {
            return "is a socket";
        }
    }
    "is a device"
}
