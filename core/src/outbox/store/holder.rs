//! Holder of the file's write lock, named for the processes that wait for it.
//!
//! A process that was stopped in the middle of a commit keeps the lock until it continues, and no
//! lease prevents that; so errors name its process id. Only Linux gives it without opening the
//! file.

use std::path::Path;

#[cfg(target_os = "linux")]
use super::place::beside;

/// The byte of the `-shm` file that SQLite locks for writing.
#[cfg(target_os = "linux")]
const WRITE_LOCK: &str = "120";

/// Description of the process that holds the write lock; `None` if it is unknown.
#[cfg(target_os = "linux")]
pub(super) fn of(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let shared = beside(path, "-shm").metadata().ok()?;
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    let pid = locks.lines().find_map(|line| holder(line, shared.ino()))?;
    if pid == std::process::id() {
        return Some("this process itself".to_owned());
    }
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let stopped = std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        let state = stat.rsplit_once(')').map(|(_, fields)| fields.trim_start());
        state.is_some_and(|state| state.starts_with(['T', 't']))
    });
    let state = if stopped { ", which is stopped" } else { "" };
    // Anybody may give a process any name.
    let name: String = name.chars().filter(char::is_ascii_graphic).collect();
    Some(format!("process {pid} ({name}){state}"))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn of(_: &Path) -> Option<String> {
    None
}

/// The process of a line of `/proc/locks`, if that is the lock:
/// `1: POSIX  ADVISORY  WRITE 7 fe:00:131077 120 120`.
#[cfg(target_os = "linux")]
fn holder(line: &str, inode: u64) -> Option<u32> {
    let mut fields = line.split_ascii_whitespace().skip(1);
    // Waiters for the lock have an arrow there.
    let kind = fields.next()?;
    if !matches!(kind, "POSIX" | "OFDLCK") {
        return None;
    }
    fields.next()?;
    let (mode, pid, file) = (fields.next()?, fields.next()?, fields.next()?);
    let (first, last) = (fields.next()?, fields.next()?);
    let its_inode: u64 = file.rsplit_once(':')?.1.parse().ok()?;
    let is_it = mode == "WRITE" && its_inode == inode && first == WRITE_LOCK && last == WRITE_LOCK;
    is_it.then(|| pid.parse().ok()).flatten()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::holder;

    #[test]
    fn the_lock_is_told_from_others() {
        let line = "1: POSIX  ADVISORY  WRITE 4711 fe:00:131077 120 120";
        assert_eq!(holder(line, 131_077), Some(4711));
        assert_eq!(holder(line, 131_078), None, "another file");
        for other in [
            "1: POSIX  ADVISORY  READ 4711 fe:00:131077 120 120",
            "1: POSIX  ADVISORY  WRITE 4711 fe:00:131077 123 123",
            "1: FLOCK  ADVISORY  WRITE 4711 fe:00:131077 0 EOF",
            "1: -> POSIX  ADVISORY  WRITE 4712 fe:00:131077 120 120",
            "",
        ] {
            assert_eq!(holder(other, 131_077), None, "{other}");
        }
    }
}
