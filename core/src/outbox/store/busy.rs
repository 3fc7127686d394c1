//! Waiting for a lock of the file that another process holds.
//!
//! A process that writes without a pause releases the write lock for microseconds between two
//! transactions. SQLite's own waiting ends at ten attempts per second, so other writers could be
//! locked out for as long as that process continues. Here a waiting thread tries more than a
//! thousand times a second, at varying moments.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::holder;

/// A wait longer than any writer's work logs the holder of the lock.
const LONG: Duration = Duration::from_secs(1);

thread_local! {
    /// How long this thread waits for a lock, and since when it does.
    static PATIENCE: Cell<(Duration, Option<Instant>)> = const { Cell::new((Duration::ZERO, None)) };
    /// The file whose write lock is waited for, until its holder has been logged.
    static FILE: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Have a connection wait as long as [`with_patience`] says.
pub(super) fn install(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_handler(Some(goes_on))
}

/// Run calls that may wait for locks of the file, up to `time` for each. A process that holds the
/// write lock of `file` for long is logged.
pub(super) fn with_patience<T>(time: Duration, file: Option<&Path>, run: impl FnOnce() -> T) -> T {
    PATIENCE.set((time, None));
    FILE.set(file.map(Path::to_owned));
    run()
}

/// Whether to look again after `looks`, and the pause before that.
fn goes_on(looks: c_int) -> bool {
    let look = || {
        let (time, since) = PATIENCE.get();
        let since = since.filter(|_| looks > 0).unwrap_or_else(Instant::now);
        PATIENCE.set((time, Some(since)));
        let waited = since.elapsed();
        if waited >= LONG {
            tell_holder();
        }
        waited < time
    };
    let again = look();
    if again {
        std::thread::sleep(pause(looks));
    }
    again
}

/// Once for each wait.
fn tell_holder() {
    let Some(file) = FILE.take() else { return };
    let holder = holder::of(&file).unwrap_or_else(|| "another process".to_owned());
    log::warn!(
        target: "commdn::outbox",
        "outbox {}: {holder} has held the write lock for a second: nothing can be stored or recorded until it lets go",
        file.display()
    );
}

/// From 0.2 to 0.8 ms, in no order: so that a periodic writer is met at all of its phases.
fn pause(looks: c_int) -> Duration {
    let step = u64::from(looks.unsigned_abs()).wrapping_mul(7) % 13;
    Duration::from_micros(200 + 50 * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_with_its_time() {
        with_patience(Duration::from_millis(20), None, || {
            let started = Instant::now();
            let looks = (0..).take_while(|looks| goes_on(*looks)).count();
            assert!(looks > 1 && started.elapsed() >= Duration::from_millis(20), "{looks}");
            assert!(goes_on(0), "another lock has the whole time again");
        });
        with_patience(Duration::ZERO, None, || assert!(!goes_on(0)));
    }

    #[test]
    fn pauses_are_short_and_not_alike() {
        let pauses: std::collections::BTreeSet<_> = (0..100).map(pause).collect();
        assert_eq!(pauses.len(), 13);
        assert!(pauses.last().is_some_and(|longest| *longest < Duration::from_millis(1)));
    }
}
