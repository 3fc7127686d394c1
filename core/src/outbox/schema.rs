//! Schema, and how an outbox file is recognised.
//!
//! `entry` holds the submitted requests and never changes; `queue` has a small row for each entry
//! without an outcome, and is the table of sending; `outcome` has one row for each entry with one.
//! An entry is in exactly one of the two. All indexes of `queue` hold unfinished entries only, so
//! finding the next one costs the same however many have finished.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

/// Marks the file as an outbox: "CDNo".
const APPLICATION: i32 = 0x4344_4E6F;
/// The version of the tables.
///
/// 2: checksums of entries, the number of the file, and the time that it has seen.
const VERSION: i32 = 2;

/// The states of a row of `queue`; 0 is waiting. The SQL of `store` has these numbers too.
pub(super) const BLOCKED: i64 = 1;
pub(super) const CLAIMED: i64 = 2;

const TABLES: &str = "
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        message INTEGER NOT NULL,
        request BLOB NOT NULL,
        key TEXT,
        answers INTEGER,
        created INTEGER NOT NULL,
        expires INTEGER,
        max_attempts INTEGER,
        customer INTEGER,
        checksum INTEGER);
    CREATE UNIQUE INDEX entry_key ON entry (key) WHERE key IS NOT NULL;
    CREATE TABLE queue (
        id INTEGER PRIMARY KEY,
        state INTEGER NOT NULL,
        customer INTEGER,
        next_try INTEGER NOT NULL,
        expires INTEGER,
        attempts INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        claim INTEGER);
    CREATE INDEX queue_ready ON queue (next_try, id) WHERE state = 0;
    CREATE INDEX queue_customer ON queue (customer, id) WHERE customer IS NOT NULL;
    CREATE INDEX queue_claim ON queue (claim) WHERE claim IS NOT NULL;
    CREATE INDEX queue_expires ON queue (expires) WHERE expires IS NOT NULL;
    CREATE TABLE outcome (
        cursor INTEGER PRIMARY KEY,
        entry INTEGER NOT NULL UNIQUE,
        kind INTEGER NOT NULL,
        error TEXT,
        code INTEGER,
        text TEXT,
        answer BLOB,
        charset INTEGER,
        attempts INTEGER NOT NULL,
        time INTEGER NOT NULL,
        retried INTEGER);
    CREATE INDEX outcome_dead ON outcome (cursor) WHERE kind IN (3, 4) AND retried IS NULL;
    CREATE TABLE owner (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        beat INTEGER NOT NULL,
        process TEXT NOT NULL);
    CREATE TABLE total (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        next_id INTEGER NOT NULL,
        next_cursor INTEGER NOT NULL,
        unfinished INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        ended0 INTEGER NOT NULL, ended1 INTEGER NOT NULL, ended2 INTEGER NOT NULL,
        ended3 INTEGER NOT NULL, ended4 INTEGER NOT NULL, ended5 INTEGER NOT NULL,
        file INTEGER,
        clock INTEGER);
    INSERT INTO total VALUES (1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, random(), NULL);
";

/// Statements that reset the tables to their initial state.
const EMPTY: &str = "
    DELETE FROM entry;
    DELETE FROM queue;
    DELETE FROM outcome;
    DELETE FROM owner;
    DELETE FROM sqlite_sequence;
    DELETE FROM total;
    INSERT INTO total VALUES (1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, random(), NULL);
";

/// Statements that upgrade tables of version 1; their entries have no checksum.
const FROM_1: &str = "
    ALTER TABLE entry ADD COLUMN checksum INTEGER;
    ALTER TABLE total ADD COLUMN file INTEGER;
    ALTER TABLE total ADD COLUMN clock INTEGER;
    UPDATE total SET file = random();
";

/// Version of a file's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// There are none.
    New,
    /// They are of an earlier version.
    Old,
    /// They are as they should be.
    Current,
}

/// Reason why a file cannot be used: SQLite's own, or ours.
pub(super) enum Unusable {
    Sqlite(rusqlite::Error),
    Because(String),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// How every connection works: what is committed is on the disk.
pub(super) fn settings(connection: &Connection) -> rusqlite::Result<()> {
    let change = "PRAGMA journal_mode = WAL";
    let mode: String = connection.query_row(change, [], |row| row.get(0))?;
    // SQLite tells no error: the file system cannot have the log, or an I/O error came in between.
    if mode != "wal" && mode != "memory" {
        log::warn!(
            target: "commdn::outbox",
            "the outbox's file has no log of writes here (journal_mode {mode}): it is safe, and slower"
        );
    }
    // Without the log the commit is the removal of a journal: "FULL" would not flush that.
    // A broken build, for the tests that must notice: see the workspace's `Cargo.toml`.
    let flushed = if cfg!(commdn_break = "skip_sync") { "OFF" } else { "EXTRA" };
    connection.pragma_update(None, "synchronous", flushed)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4096)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // How a row is found does not depend on the values that are asked for; without this SQLite
    // reads a statement with `LIMIT ?` anew each time that it is used.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Check that the file is an outbox of a version that is known, before anything is changed in it.
pub(super) fn check(connection: &Connection) -> Result<State, Unusable> {
    // One look: another process may make the tables meanwhile.
    let (application, version, tables): (i32, i32, i64) = connection.query_row(
        "SELECT a.application_id, v.user_version, (SELECT count(*) FROM sqlite_schema)
         FROM pragma_application_id AS a, pragma_user_version AS v",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(State::New);
    }
    if application != APPLICATION {
        return Err(Unusable::Because("it is a database, but no outbox".to_owned()));
    }
    if version > VERSION {
        return Err(Unusable::Because(format!(
            "its tables are of version {version}, this program knows {VERSION}"
        )));
    }
    Ok(if version == VERSION { State::Current } else { State::Old })
}

/// Make the tables in a new file, or bring older ones up to date; another process may be about to
/// do the same.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), Unusable> {
    let transaction: Transaction<'_> =
        connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match version {
        0 => {
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION)?;
        }
        1 => transaction.execute_batch(FROM_1)?,
        _ => {}
    }
    if version < VERSION {
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()?;
    check(connection).map(drop)
}

/// Forget everything that the tables hold.
pub(super) fn empty(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(EMPTY)
}

/// The number of the file, which no other one has.
pub(super) fn number(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    connection.query_row("SELECT file FROM total", [], |row| row.get(0))
}

/// The same from the file itself, whatever write-ahead log is beside it; `None` if it has none.
pub(super) fn number_without_log(file: &Path) -> Option<i64> {
    // An address, for only that can say that the log is to be left alone: every byte that is more
    // than a letter is coded.
    let mut address = "file:".to_owned();
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(*byte)),
            byte => address.push_str(&format!("%{byte:02x}")),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(address, flags).ok()?;
    number(&connection).ok().flatten()
}
