//! Identity check: whether the name still leads to the open file.
//!
//! SQLite works on open files and does not notice when the name is given to another file; later
//! writes would be lost with the process. The name is therefore checked before and after each
//! commit and at each read. Nothing is opened: closing it again would release the process's locks
//! on the file.

use std::io;
use std::path::{Path, PathBuf};

use super::place::beside;

/// The file and its log of writes, as they were when they were opened.
#[derive(Debug)]
pub(super) struct Identity {
    file: Known,
    log: Known,
    look: Look,
}

/// Target of a name: the file's number, and its length.
pub type Look = fn(&Path) -> io::Result<(Option<FileId>, u64)>;

#[derive(Debug)]
struct Known {
    path: PathBuf,
    id: Option<FileId>,
    /// Neither of the two gets shorter while it is open.
    len: u64,
}

/// Device and number there.
type FileId = (u64, u64);

impl Identity {
    /// That of the file of `path`, which is open and has been read.
    pub fn of(path: &Path, look: Look) -> io::Result<Self> {
        let mut identity = Self {
            look,
            file: Known { path: path.to_owned(), id: None, len: 0 },
            log: Known { path: beside(path, "-wal"), id: None, len: 0 },
        };
        let (id, len) = look(path)?;
        identity.file.id = id;
        identity.file.len = len;
        Ok(identity)
    }

    /// The name that the file was opened by.
    pub fn path(&self) -> &Path {
        &self.file.path
    }

    /// Look at both names.
    ///
    /// # Errors
    /// In words: what has happened to which of them.
    pub fn check(&mut self) -> Result<(), String> {
        let look = self.look;
        self.file.check("the file", look)?;
        // The log is made by the first transaction.
        if self.log.id.is_none() {
            match look(&self.log.path) {
                Ok((id, len)) => (self.log.id, self.log.len) = (id, len),
                Err(_) => return Ok(()),
            }
        }
        self.log.check("its log of writes (-wal)", look)
    }
}

impl Known {
    fn check(&mut self, what: &str, look: Look) -> Result<(), String> {
        let (id, len) = match look(&self.path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(format!(
                    "{what} was renamed or removed while it was open: nothing more is taken, for nobody would find it"
                ));
            }
            Err(error) => return Err(format!("{what} cannot be found any more: {error}")),
        };
        if id != self.id {
            return Err(format!(
                "{what} was replaced by another one while it was open: nothing more is taken; open the outbox again"
            ));
        }
        if len < self.len {
            return Err(format!(
                "{what} was cut from {} to {len} bytes while it was open: requests in it may be lost",
                self.len
            ));
        }
        self.len = len;
        Ok(())
    }
}

#[cfg(unix)]
pub(super) fn look(path: &Path) -> io::Result<(Option<FileId>, u64)> {
    use std::os::unix::fs::MetadataExt;
    let found = path.metadata()?;
    Ok((Some((found.dev(), found.ino())), found.len()))
}

/// Where files have no numbers, a name that is there and long enough has to do; an open one cannot
/// be renamed there.
#[cfg(not(unix))]
pub(super) fn look(path: &Path) -> io::Result<(Option<FileId>, u64)> {
    let found = path.metadata()?;
    Ok((Some((0, 0)), found.len()))
}
