//! The name of an outbox's file and what may happen to it: no request is taken that nobody would
//! find.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::*;
use crate::outbox::Filter;

const BUSY: Duration = Duration::from_secs(5);

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

/// An outbox with a request in it, and what each kind of call says after `happens`.
#[cfg(unix)]
fn after(happens: impl FnOnce(&Path)) -> Vec<Error> {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let outbox = open(&folder);
    let id = outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
    happens(&path);
    let key = SubmitOptions::new().key("k");
    vec![
        outbox.submit(&dnc("5551230002"), SubmitOptions::new()).unwrap_err(),
        outbox.submit(&dnc("5551230003"), key).unwrap_err(),
        outbox.outcome(id).unwrap_err(),
        outbox.stats().unwrap_err(),
        outbox.cancel(id).unwrap_err(),
        outbox.list(Filter::All).next().unwrap().unwrap_err(),
    ]
}

fn all_say(errors: Vec<Error>, words: &str) {
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::Storage, "{error}");
        let text = error.message();
        assert!(text.contains("outbox.db") && text.contains(words), "{text}");
    }
}

/// What the other tests are about does not happen there: the system refuses it.
#[cfg(windows)]
#[test]
fn an_open_file_keeps_its_name() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let outbox = open(&folder);
    assert!(std::fs::rename(&path, beside(&path, ".1")).is_err());
    assert!(std::fs::remove_file(&path).is_err() && path.exists());
    outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_was_renamed_takes_nothing_more() {
    all_say(after(|path| std::fs::rename(path, beside(path, ".1")).unwrap()), "renamed or removed");
}

#[cfg(unix)]
#[test]
fn a_file_that_was_removed_takes_nothing_more() {
    all_say(after(|path| std::fs::remove_file(path).unwrap()), "renamed or removed");
}

#[cfg(unix)]
#[test]
fn a_file_that_was_replaced_takes_nothing_more() {
    let replace = |path: &Path| {
        std::fs::copy(path, beside(path, ".new")).unwrap();
        std::fs::rename(beside(path, ".new"), path).unwrap();
    };
    all_say(after(replace), "replaced by another one");
}

#[test]
fn a_file_that_was_cut_takes_nothing_more() {
    let cut = |path: &Path| {
        let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
        // Its locks may go: nothing else happens to it any more.
        file.set_len(0).unwrap();
    };
    // The tables are in the file once another connection has closed it.
    let folder = folder();
    let path = folder.path().join("outbox.db");
    drop(Store::open(&path, BUSY).unwrap());
    let mut store = Store::open(&path, BUSY).unwrap();
    store.submit(&dnc("5551230001"), &SubmitOptions::new(), &OutboxConfig::new(), 1).unwrap();
    cut(&path);
    let refused = store.submit(&dnc("5551230002"), &SubmitOptions::new(), &OutboxConfig::new(), 1);
    all_say(vec![refused.unwrap_err()], "was cut from");
}

#[cfg(unix)]
#[test]
fn a_file_whose_log_was_removed_or_replaced_takes_nothing_more() {
    all_say(after(|path| std::fs::remove_file(beside(path, "-wal")).unwrap()), "(-wal)");
    let replace = |path: &Path| {
        let log = beside(path, "-wal");
        std::fs::copy(&log, beside(path, ".new")).unwrap();
        std::fs::rename(beside(path, ".new"), log).unwrap();
    };
    all_say(after(replace), "(-wal) was replaced");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_given_back_is_used_again() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let outbox = open(&folder);
    std::fs::rename(&path, beside(&path, ".1")).unwrap();
    outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap_err();
    std::fs::rename(beside(&path, ".1"), &path).unwrap();
    outbox.submit(&dnc("5551230002"), SubmitOptions::new()).unwrap();
    assert_eq!(outbox.stats().unwrap().unfinished, 1);
}

#[cfg(unix)]
#[test]
fn a_sender_whose_file_is_gone_hands_nothing_out() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let mut store = Store::open(&path, BUSY).unwrap();
    store.submit(&dnc("5551230001"), &SubmitOptions::new(), &OutboxConfig::new(), 1).unwrap();
    std::fs::rename(&path, beside(&path, ".1")).unwrap();
    let mut sender = Sender::simulated(soon(), 1);
    let error = sender.poll(&mut store, 2, true).unwrap_err();
    assert!(error.message().contains("renamed or removed"), "{error}");
    assert!(sender.next(2).is_none());
}

#[test]
fn a_log_without_its_file_is_no_new_outbox() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let outbox = open(&folder);
    outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
    // As a crash leaves it, and then a clean-up job.
    std::fs::copy(beside(&path, "-wal"), folder.path().join("log")).unwrap();
    drop(outbox);
    std::fs::remove_file(&path).unwrap();
    std::fs::rename(folder.path().join("log"), beside(&path, "-wal")).unwrap();
    let error = Store::open(&path, BUSY).unwrap_err();
    assert!(error.message().contains("belongs to an outbox that was renamed"), "{error}");
    assert!(!path.exists());
}

#[test]
fn the_log_of_another_outbox_is_refused_and_changes_nothing() {
    let folder = folder();
    let (mine, other) = (folder.path().join("outbox.db"), folder.path().join("other.db"));
    drop(open(&folder));
    let outbox = Outbox::open(&other, OutboxConfig::new()).unwrap();
    outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
    std::fs::copy(beside(&other, "-wal"), beside(&mine, "-wal")).unwrap();
    let before = std::fs::read(&mine).unwrap();
    let error = Outbox::open(&mine, OutboxConfig::new()).unwrap_err();
    assert!(error.message().contains("belongs to another outbox"), "{error}");
    assert_eq!(std::fs::read(&mine).unwrap(), before);
}

#[test]
fn the_log_that_a_crash_leaves_is_its_own() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let copy = folder.path().join("crashed.db");
    drop(open(&folder));
    let outbox = open(&folder);
    outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
    for ending in ["", "-wal"] {
        std::fs::copy(beside(&path, ending), beside(&copy, ending)).unwrap();
    }
    let crashed = Outbox::open(&copy, OutboxConfig::new()).unwrap();
    assert_eq!(crashed.stats().unwrap().unfinished, 1);
}

/// On Windows a colon is in no name of a file.
#[cfg(unix)]
#[test]
fn names_that_sqlite_takes_for_something_else_are_files() {
    let folder = folder();
    for name in
        [":memory:", "file::memory:", "file:x.db?mode=memory", "file:y.db?mode=memory&cache=shared"]
    {
        let path = folder.path().join(name);
        let outbox = Outbox::open(&path, OutboxConfig::new()).unwrap();
        outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
        drop(outbox);
        assert!(path.is_file(), "{name}");
        let again = Outbox::open(&path, OutboxConfig::new()).unwrap();
        assert_eq!(again.stats().unwrap().unfinished, 1, "{name}");
    }
}

#[test]
fn what_is_no_regular_file_is_refused_by_its_kind() {
    let folder = folder();
    #[cfg(unix)]
    let link = folder.path().join("loop");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&link, &link).unwrap();
    let cases: &[(PathBuf, &str)] = &[
        (PathBuf::new(), "the path is empty"),
        (folder.path().to_owned(), "a folder"),
        (folder.path().join(".."), "does not end with the name of a file"),
        (PathBuf::from(format!("{}/outbox.db/", folder.path().display())), "does not end with"),
        (folder.path().join("a\0b"), "NUL"),
        #[cfg(unix)]
        (PathBuf::from("/dev/null"), "a device"),
        #[cfg(unix)]
        (link, "cannot be opened"),
    ];
    for (path, words) in cases {
        let error = Store::open(path, BUSY).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Storage, "{path:?}");
        assert!(error.message().contains(words), "{path:?}: {error}");
    }
    assert!(!folder.path().join("a").exists());
}

#[test]
fn a_relative_name_is_that_of_the_folder_in_which_it_was_opened() {
    // The process's folder is everybody's: only what the name is made into is looked at.
    let store = Store::open("target/nowhere/x.db", BUSY).unwrap_err();
    assert!(store.message().contains("target/nowhere/x.db"), "{store}");
}

/// The holder is another process, as in life: SQLite's locks are a process's.
#[test]
#[cfg(target_os = "linux")]
fn who_holds_the_write_lock_is_named() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let mut store = Store::open(&path, Duration::from_millis(50)).unwrap();
    let mut other = rusqlite::Connection::open(&path).unwrap();
    let held = other.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let config = OutboxConfig::new();
    let submitted = store.submit(&dnc("5551230001"), &SubmitOptions::new(), &config, 1);
    let error = submitted.unwrap_err();
    assert!(error.message().contains("this process itself holds the write lock"), "{error}");
    drop(held);
    store.submit(&dnc("5551230001"), &SubmitOptions::new(), &config, 1).unwrap();
}

#[test]
fn a_file_that_somebody_else_has_open_is_not_removed() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let (first, second) = (open(&folder), open(&folder));
    assert!(beside(&path, "-lock").exists());
    assert!(!first.remove().unwrap());
    second.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
    assert!(!first.remove().unwrap());
    drop(second);
    assert!(!first.remove().unwrap(), "there is something to be sent in it");
    first.cancel(OutboxId(1)).unwrap();
    assert!(first.remove().unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let error = first.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    open(&folder).submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
}

/// Each removes the file as soon as it may, and each request is in a file that is there, or was
/// sent.
#[test]
fn those_who_remove_it_and_those_who_open_it_do_not_meet() {
    let folder = folder();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..40 {
                    let outbox = open(&folder);
                    let id = outbox.submit(&dnc("5551230001"), SubmitOptions::new()).unwrap();
                    outbox.cancel(id).unwrap();
                    outbox.remove().unwrap();
                }
            });
        }
    });
}

#[test]
fn the_lock_goes_with_the_last_who_has_the_file_open() {
    let folder = folder();
    let lock = beside(&folder.path().join("outbox.db"), "-lock");
    let (first, second) = (open(&folder), open(&folder));
    drop(first);
    assert!(lock.exists());
    drop(second);
    assert!(!lock.exists());
}

#[test]
fn a_closed_outbox_lets_go_of_its_file() {
    let folder = folder();
    let (outbox, other) = (open(&folder), open(&folder));
    let clone = outbox.clone();
    outbox.close(Duration::from_secs(1)).unwrap();
    outbox.close(Duration::from_secs(1)).unwrap();
    assert_eq!(clone.stats().unwrap_err().kind(), ErrorKind::Closed);
    assert!(other.remove().unwrap(), "nobody else has it open");
}
