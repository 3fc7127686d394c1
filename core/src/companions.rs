//! Companions: the files that SQLite and the outbox keep beside a database that is in use.

use std::path::Path;

/// Whether a database that is in use is at that path. It is not opened: closing it would end the
/// locks that this process may have on it.
pub(crate) fn is_in_use(path: &Path) -> bool {
    // SQLite's files are beside the database, not beside a link to it.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    ["-wal", "-journal", "-lock"].iter().any(|ending| {
        let mut companion = path.as_os_str().to_owned();
        companion.push(ending);
        Path::new(&companion).exists()
    })
}
