//! Lock that every process holds on an open outbox, so that `remove` detects other users.
//!
//! A separate file beside the outbox (`-lock`), held shared and removed by the last process.
//! SQLite's own locks come and go with transactions, and a second open handle of the outbox would
//! release them when it is closed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::place::beside;
use commdn_rt::fork::Origin;

/// Held as long as the value lives.
#[derive(Debug)]
pub(super) struct Lock {
    /// `None` where the file system has no locks.
    file: Option<File>,
    path: PathBuf,
    process: Origin,
}

impl Lock {
    /// Share the lock of the outbox `path`; waits up to `patience` for one that is being removed.
    pub fn share(path: &Path, patience: Duration) -> io::Result<Self> {
        let path = beside(path, "-lock");
        let deadline = Instant::now() + patience;
        loop {
            let file = opened(&path)?;
            let file = match file.try_lock_shared() {
                Ok(()) if is_named(&file, &path) => Some(file),
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    log::warn!(target: "commdn::outbox", "{}: no locks here: {error}", path.display());
                    None
                }
                Err(TryLockError::Error(error)) => return Err(error),
                // It is being removed, or was while it was opened here.
                _ if Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(1));
                    continue;
                }
                _ => return Err(io::Error::other("another process is removing it")),
            };
            return Ok(Self { file, path, process: Origin::here() });
        }
    }

    /// Take the lock exclusively, if no other process uses the outbox; returns whether it did.
    pub fn take(&self) -> bool {
        // In a forked process the lock is its parent's.
        let file = self.file.as_ref().filter(|_| !self.process.is_elsewhere());
        // Windows changes no lock that is held; elsewhere a change is no more atomic than this.
        #[cfg(windows)]
        let _ = file.map(File::unlock);
        let taken = file.is_some_and(|file| file.try_lock().is_ok());
        if let Some(file) = file.filter(|_| !taken) {
            // A change that is refused may have cost the share. A removal of the file in between is
            // noticed by its name.
            let _ = file.try_lock_shared();
        }
        taken
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.take() {
            // A process that opened it meanwhile finds it without a name, and makes another one.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn opened(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id =
        |found: io::Result<std::fs::Metadata>| found.map(|found| (found.dev(), found.ino())).ok();
    let mine = id(file.metadata());
    mine.is_some() && mine == id(path.metadata())
}

/// An open file keeps its name there.
#[cfg(not(unix))]
fn is_named(_: &File, path: &Path) -> bool {
    path.exists()
}
