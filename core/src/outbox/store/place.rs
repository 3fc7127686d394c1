//! Path of the file: a regular file and nothing else, created for its owner only.
//!
//! Owns the set of valid paths. SQLite gives some names a meaning of its own (`:memory:`,
//! `file:...?mode=memory`, the empty one) and stores nothing on disk for them; none of them reaches
//! SQLite from here.

use std::io;
use std::path::{Component, Path, PathBuf};

/// The path as SQLite is to be given it: absolute, so that it is always that of a file, whatever
/// folder the process works in later.
///
/// # Errors
/// In words, if it is not the name of a regular file, or holds a NUL byte.
pub(super) fn of(path: &Path) -> Result<PathBuf, String> {
    let text = path.as_os_str().as_encoded_bytes();
    if text.is_empty() {
        return Err("the path is empty".to_owned());
    }
    if text.contains(&0) {
        return Err("the path contains a NUL byte".to_owned());
    }
    if !matches!(path.components().next_back(), Some(Component::Normal(_))) || text.ends_with(b"/")
    {
        return Err("the path does not end with the name of a file".to_owned());
    }
    match path.metadata() {
        Ok(found) if !found.is_file() => return Err(format!("it is {}", kind(&found))),
        Ok(found) => warn_if_wide(path, &found),
        // What it is then shows when it is opened.
        Err(_) => {}
    }
    std::path::absolute(path).map_err(|error| error.to_string())
}

fn kind(found: &std::fs::Metadata) -> &'static str {
    if found.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = found.file_type();
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "not a regular file"
}

/// A file that others may read keeps its mode, which is its owner's decision, but a warning is
/// logged.
#[cfg(unix)]
fn warn_if_wide(path: &Path, found: &std::fs::Metadata) {
    use std::os::unix::fs::PermissionsExt;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        log::warn!(
            target: "commdn::outbox",
            "outbox {} may be used by others (mode {mode:03o}): it holds phone numbers, chmod 600 makes it private",
            path.display()
        );
    }
}

#[cfg(not(unix))]
fn warn_if_wide(_: &Path, _: &std::fs::Metadata) {}

/// The name of a file that belongs to the one of that path.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Make the file if there is none, readable for its owner only. SQLite gives its companions the
/// same mode.
///
/// Nobody closes a file that is there under its name: that would end the locks of this process's
/// other connections to it. So a new one is closed before it gets its name, and one that is there
/// is not touched.
///
/// # Errors
/// Those of the file system; a log of writes that is there without its file is refused, for it
/// belongs to another one.
pub(super) fn make_private(path: &Path) -> io::Result<()> {
    if path.try_exists()? {
        return Ok(());
    }
    if let Ok(target) = path.read_link() {
        // The file is made where the link leads; links that lead in a circle do not get here.
        let folder = path.parent().unwrap_or(Path::new(""));
        return make_private(&folder.join(target));
    }
    let log = beside(path, "-wal");
    if log.metadata().is_ok_and(|log| log.len() > 0) {
        return Err(io::Error::other(format!(
            "there is no such file, but {} is there: it belongs to an outbox that was renamed or removed and has \
             requests in it; give both the same name again",
            log.display()
        )));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let draft = tempfile::Builder::new()
        .prefix(".outbox-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    match draft.into_temp_path().persist_noclobber(path) {
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => Ok(other?),
    }
}

/// Whether a file was not removed because somebody has it open, which only Windows minds.
pub(super) fn is_in_use(error: &io::Error) -> bool {
    const ERROR_SHARING_VIOLATION: i32 = 32;
    cfg!(windows) && error.raw_os_error() == Some(ERROR_SHARING_VIOLATION)
}
