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
