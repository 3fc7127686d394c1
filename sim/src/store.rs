//! The SQLite file: what a restart must find.
//!
//! Owns the tables and the one way to write them: all changes of a batch in one transaction.
//! When a batch is written, and who waits for it, is decided elsewhere.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, params};

use crate::config::{Storage, Synchronous};
use crate::journal::{Change, Restored};
use crate::ocs::DoNotCallKey;

/// The version of the tables that this program writes.
const VERSION: i32 = 1;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS do_not_call (
        ocs INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (ocs, kind, value)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS record (
        ocs INTEGER NOT NULL, list TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (ocs, list, position)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS campaign_group (
        ocs INTEGER NOT NULL, campaign INTEGER NOT NULL, grp INTEGER NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (ocs, campaign, grp)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sequence (
        ocs INTEGER NOT NULL, grp INTEGER NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (ocs, grp)) WITHOUT ROWID;
";

/// Why storage cannot be used: the file, what was to be done, and what went wrong.
#[derive(Debug, thiserror::Error)]
#[error("storage {}: {what}: {fault}", path.display())]
pub struct StoreError {
    path: PathBuf,
    what: &'static str,
    fault: String,
}

/// The open file.
#[derive(Debug)]
pub(crate) struct Store {
    path: PathBuf,
    connection: Connection,
}

impl Store {
    /// Open the file, making it if there is none; `None` when everything is kept in memory.
    ///
    /// # Errors
    /// [`StoreError`]: no such folder, no database, a newer program's file, and so on.
    pub fn open(config: &Storage) -> Result<Option<Self>, StoreError> {
        let Some(path) = &config.path else { return Ok(None) };
        let error = |what| move |fault| failed(path, what, fault);
        make_private(path);
        let connection = Connection::open(path).map_err(error("cannot be opened"))?;
        let prepare = |connection: &Connection| -> rusqlite::Result<i32> {
            // Another process that holds the file is told of at once, not after a wait.
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            let synchronous = match config.synchronous {
                Synchronous::Full => "EXTRA",
                Synchronous::Normal => "NORMAL",
            };
            connection.pragma_update(None, "synchronous", synchronous)?;
            connection.pragma_query_value(None, "user_version", |row| row.get(0))
        };
        let version = prepare(&connection).map_err(error("cannot be opened"))?;
        if version > VERSION {
            let fault =
                format!("its tables are of version {version}, this program knows {VERSION}");
            return Err(StoreError { path: path.clone(), what: "cannot be used", fault });
        }
        let tables = |connection: &Connection| -> rusqlite::Result<()> {
            connection.execute_batch(TABLES)?;
            connection.pragma_update(None, "user_version", VERSION)
        };
        tables(&connection).map_err(error("cannot be prepared"))?;
        settle(&connection).map_err(error("cannot be prepared"))?;
        Ok(Some(Self { path: path.clone(), connection }))
    }

    /// Everything that is stored.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read, or was not written by this program.
    pub fn read(&self) -> Result<Restored, StoreError> {
        let read = || -> Result<Vec<Change>, Box<dyn std::error::Error>> {
            let mut changes = Vec::new();
            let connection = &self.connection;
            let mut rows = connection.prepare("SELECT ocs, kind, value FROM do_not_call")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let (kind, value): (String, String) = (row.get(1)?, row.get(2)?);
                let key = match kind.as_str() {
                    "phone" => DoNotCallKey::Phone(value),
                    "customer" => DoNotCallKey::Customer(value),
                    other => return Err(format!("kind {other:?} is unknown").into()),
                };
                changes.push(Change::DoNotCall { ocs: row.get(0)?, key });
            }
            let mut rows = connection.prepare("SELECT ocs, list, position, state FROM record")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let state = serde_json::from_str(&row.get::<_, String>(3)?)?;
                let (ocs, list, position) = (row.get(0)?, row.get(1)?, row.get(2)?);
                changes.push(Change::Record { ocs, list, position, state });
            }
            let mut rows =
                connection.prepare("SELECT ocs, campaign, grp, state FROM campaign_group")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let state = serde_json::from_str(&row.get::<_, String>(3)?)?;
                let (ocs, campaign, group) = (row.get(0)?, row.get(1)?, row.get(2)?);
                changes.push(Change::Group { ocs, campaign, group, state });
            }
            let mut rows = connection.prepare("SELECT ocs, grp, state FROM sequence")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let state = Some(serde_json::from_str(&row.get::<_, String>(2)?)?);
                changes.push(Change::Sequence { ocs: row.get(0)?, group: row.get(1)?, state });
            }
            Ok(changes)
        };
        let error = |fault: Box<dyn std::error::Error>| failed(&self.path, "cannot be read", fault);
        read().map(|changes| Restored { changes }).map_err(error)
    }

    /// Write changes: all of them or none.
    ///
    /// # Errors
    /// [`StoreError`]: a full disk, for one. The file is then as it was.
    pub fn write(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let write = |connection: &mut Connection| -> Result<(), Box<dyn std::error::Error>> {
            let transaction = connection.transaction()?;
            changes.iter().try_for_each(|change| write_one(&transaction, change))?;
            Ok(transaction.commit()?)
        };
        write(&mut self.connection).map_err(|fault| failed(&self.path, "cannot be written", fault))
    }
}

/// Make the file for its owner only, if there is none: SQLite takes over its mode for the files that it keeps beside
/// it. Whether it can be used, SQLite tells.
fn make_private(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// Flush what another process left in the log of writes, and was killed before it flushed: it reads like anything else, and a
/// loss of power would still take it after it was told. A checkpoint flushes the log, then the file.
fn settle(connection: &Connection) -> rusqlite::Result<()> {
    let busy: i32 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        return Ok(());
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(rusqlite::Error::SqliteFailure(code, Some("its log of writes is in use".to_owned())))
}

fn failed(path: &Path, what: &'static str, fault: impl std::fmt::Display) -> StoreError {
    StoreError { path: path.to_owned(), what, fault: fault.to_string() }
}

fn write_one(to: &Transaction<'_>, change: &Change) -> Result<(), Box<dyn std::error::Error>> {
    match change {
        Change::DoNotCall { ocs, key } => {
            let (kind, value) = match key {
                DoNotCallKey::Phone(value) => ("phone", value),
                DoNotCallKey::Customer(value) => ("customer", value),
            };
            to.prepare_cached("INSERT OR IGNORE INTO do_not_call VALUES (?, ?, ?)")?
                .execute(params![ocs, kind, value])?;
        }
        Change::Record { ocs, list, position, state } => {
            to.prepare_cached("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)")?
                .execute(params![ocs, list, position, serde_json::to_string(state)?])?;
        }
        Change::Group { ocs, campaign, group, state } => {
            to.prepare_cached("INSERT OR REPLACE INTO campaign_group VALUES (?, ?, ?, ?)")?
                .execute(params![ocs, campaign, group, serde_json::to_string(state)?])?;
        }
        Change::Sequence { ocs, group, state: Some(state) } => {
            to.prepare_cached("INSERT OR REPLACE INTO sequence VALUES (?, ?, ?)")?
                .execute(params![ocs, group, serde_json::to_string(state)?])?;
        }
        Change::Sequence { ocs, group, state: None } => {
            to.prepare_cached("DELETE FROM sequence WHERE ocs = ? AND grp = ?")?
                .execute(params![ocs, group])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(restored: &Restored) -> usize {
        restored.changes.len()
    }

    #[test]
    fn what_a_killed_process_left_in_the_log_is_in_the_file_before_it_is_told() {
        let folder = std::env::temp_dir().join(format!("commdn-store-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let config = |name: &str| Storage { path: Some(folder.join(name)), ..Storage::default() };
        let mut killed = Store::open(&config("first.db")).unwrap().unwrap();
        let number = |value: &str| Change::DoNotCall {
            ocs: 101,
            key: DoNotCallKey::Phone(value.to_owned()),
        };
        killed.write(&[number("5551230001"), number("5551230002")]).unwrap();
        // The files as they are when a process ends without a word.
        for end in ["", "-wal"] {
            std::fs::copy(
                folder.join(format!("first.db{end}")),
                folder.join(format!("second.db{end}")),
            )
            .unwrap();
        }
        let log = folder.join("second.db-wal");
        assert!(std::fs::metadata(&log).unwrap().len() > 0);

        let reopened = Store::open(&config("second.db")).unwrap().unwrap();
        assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
        assert_eq!(numbers(&reopened.read().unwrap()), 2);
        // The file alone has it.
        std::fs::copy(folder.join("second.db"), folder.join("third.db")).unwrap();
        let alone = Store::open(&config("third.db")).unwrap().unwrap();
        assert_eq!(numbers(&alone.read().unwrap()), 2);
        drop((killed, reopened, alone));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
