//! Tests of the local copy.

use super::super::*;
use super::centre;

#[test]
fn a_copy_keeps_everything_and_where_it_is_from() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().join("directory.db"));
    cache.store("tserver:3000", &centre()).unwrap();
    let (again, origin) = cache.read().unwrap();
    assert_eq!(centre().changes(&again), []);
    assert_eq!(again.len(), centre().len());
    assert_eq!(origin.source, "tserver:3000");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert!(origin.fetched.abs_diff(now.as_secs() as i64) < 1_000, "{}", origin.fetched);
}

#[cfg(unix)]
#[test]
fn a_copy_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("directory.db");
    Cache::new(&path).store("x", &centre()).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_copy_that_is_not_finished_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().join("directory.db"));
    cache.store("first", &centre()).unwrap();
    let mut writer = cache.write("second").unwrap();
    writer.add(&Object::new(Kind::Campaign, 1, "Winter").unwrap()).unwrap();
    let error = writer.add(&Object::new(Kind::Campaign, 1, "Fall").unwrap()).unwrap_err();
    let names = ["Winter".to_owned(), "Fall".to_owned()];
    assert_eq!(error, DirectoryError::Twice { kind: Kind::Campaign, dbid: 1, names });
    drop(writer);
    assert_eq!(cache.origin().unwrap().source, "first");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn other_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| Cache::new(folder.path().join(name)).read().unwrap_err();
    assert!(matches!(read("missing"), DirectoryError::Storage { .. }));
    std::fs::write(folder.path().join("text"), "type,name,dbid\n").unwrap();
    assert!(matches!(read("text"), DirectoryError::File { .. }));
    let other = rusqlite::Connection::open(folder.path().join("other")).unwrap();
    other.execute_batch("CREATE TABLE a (b)").unwrap();
    let text = read("other").to_string();
    assert!(text.ends_with("it is not a local copy of a directory"), "{text}");
    other.execute_batch("PRAGMA application_id = 1128549988; PRAGMA user_version = 7").unwrap();
    let text = read("other").to_string();
    assert!(text.ends_with("it is of a newer program (version 7)"), "{text}");
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    assert!(matches!(read("folder"), DirectoryError::Storage { .. }));
}

#[test]
fn a_copy_takes_the_place_of_a_copy_or_of_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("empty"), "").unwrap();
    for name in ["new", "new", "empty", "empty"] {
        Cache::new(at(name)).store("x", &centre()).unwrap();
        assert_eq!(load(at(name)).unwrap().len(), centre().len());
    }
    let newer = rusqlite::Connection::open(at("new")).unwrap();
    newer.execute_batch("PRAGMA user_version = 7").unwrap();
    drop(newer);
    Cache::new(at("new")).store("x", &centre()).unwrap();
}

/// What is said of a copy that is to be at that path.
fn refused(path: &std::path::Path) -> String {
    let cache = Cache::new(path);
    let error = cache.write("x").unwrap_err();
    assert!(matches!(error, DirectoryError::Occupied { .. }), "{error}");
    assert_eq!(cache.store("x", &centre()).unwrap_err(), error);
    assert_eq!(crate::Error::from(error.clone()).kind(), crate::ErrorKind::InvalidArgument);
    let text = error.to_string();
    text.strip_prefix(&format!("{} ", path.display())).unwrap().to_owned()
}

#[test]
fn a_copy_is_written_over_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("names.csv"), "type,name,dbid\n").unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    let other = rusqlite::Connection::open(at("other.db")).unwrap();
    other.execute_batch("CREATE TABLE a (b)").unwrap();
    let not = "is not a local copy of a directory, and is not written over: name another file";
    assert_eq!(refused(&at("names.csv")), not);
    assert_eq!(refused(&at("other.db")), not);
    assert!(refused(&at("folder")).starts_with("is a folder, "));
    other.execute_batch("PRAGMA journal_mode = WAL; INSERT INTO a VALUES (1)").unwrap();
    assert!(refused(&at("other.db")).starts_with("is a database in use, "));
    assert_eq!(std::fs::read_to_string(at("names.csv")).unwrap(), "type,name,dbid\n");
    // What comes there while the copy is written stays too.
    let writer = Cache::new(at("late")).write("x").unwrap();
    std::fs::write(at("late"), "mine").unwrap();
    assert!(matches!(writer.finish(), Err(DirectoryError::Occupied { .. })));
    assert_eq!(std::fs::read_to_string(at("late")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn devices_and_links_stay_what_they_are() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    assert!(refused(&at("socket")).starts_with("is a socket, "));
    // A folder in which no file may be made would hide what happens to the device.
    symlink("/dev/null", at("device")).unwrap();
    assert!(refused(&at("device")).starts_with("is a device, "));
    assert!(refused("/dev/null".as_ref()).starts_with("is a device, "));
    symlink("nowhere", at("dangling")).unwrap();
    assert!(refused(&at("dangling")).starts_with("is a link to a file that is not there, "));
    Cache::new(at("real")).store("first", &centre()).unwrap();
    symlink("real", at("link")).unwrap();
    Cache::new(at("link")).store("second", &centre()).unwrap();
    assert!(at("link").is_symlink());
    assert_eq!(Cache::new(at("real")).origin().unwrap().source, "second");
}
