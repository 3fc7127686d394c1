//! The file: every change is one transaction, and what is committed is on the disk.
//!
//! Owns the connection and nothing that a crash may not take. Any number of processes may have
//! the file open; SQLite's write lock puts their transactions in turn. Time is an argument.

mod busy;
mod query;
mod record;
mod submit;
mod work;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::schema::{self, Unusable};
use crate::error::{Error, ErrorKind};

pub(super) use submit::{Limits, Submission};
pub(super) use work::{Claim, Settlement, Work, horizon, is_repeat_safe};

/// An open outbox file, or one in memory.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// How long a call waits for other processes.
    busy: Duration,
    #[cfg(commdn_break = "early_ack")]
    early: Vec<submit::Row>,
}

impl Store {
    /// Open the file, making it, readable for its owner only, if there is none.
    ///
    /// Blocks up to `busy_timeout` while other processes use it; so does every other call.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`] names the file: it cannot be opened, is no outbox, or a newer program's.
    pub fn open(path: impl AsRef<Path>, busy_timeout: Duration) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        make_private(&path).map_err(|error| fault(&path, "cannot be opened", &error))?;
        let opened = Connection::open(&path);
        let connection = opened.map_err(|error| fault(&path, "cannot be opened", &error))?;
        Self::of(connection, path, busy_timeout)
    }

    /// An outbox that ends with the value, for tests and simulations.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`] if there is no memory for it.
    pub fn in_memory() -> Result<Self, Error> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory()
            .map_err(|error| fault(&path, "cannot be opened", &error))?;
        Self::of(connection, path, Duration::ZERO)
    }

    fn of(mut connection: Connection, path: PathBuf, busy: Duration) -> Result<Self, Error> {
        let deadline = Instant::now() + busy;
        loop {
            match busy::with_patience(busy, || prepare(&mut connection)) {
                Ok(()) => break,
                // Changing to write-ahead logging does not wait by itself for another process that does it.
                Err(Unusable::Sqlite(error)) if is_busy(&error) && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(Unusable::Sqlite(error)) => return Err(fault(&path, "cannot be used", &error)),
                Err(Unusable::Because(text)) => return Err(fault(&path, "cannot be used", &text)),
            }
        }
        Ok(Self {
            connection,
            path,
            busy,
            #[cfg(commdn_break = "early_ack")]
            early: Vec::new(),
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lose what only the process knows, as its crash would: the next call finds what a restarted one would.
    #[doc(hidden)]
    pub fn crash(&mut self) {
        #[cfg(commdn_break = "early_ack")]
        self.early.clear();
    }

    /// One transaction that holds the write lock from its start.
    fn write<T>(
        &mut self,
        what: &'static str,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Error> {
        let run = || {
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = change(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        busy::with_patience(self.busy, run).map_err(|refusal: Refusal| match refusal {
            Refusal::Sqlite(error) => fault(&self.path, what, &error),
            Refusal::Because(error) => error,
        })
    }

    /// Several reads of one state of the file.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let run = || {
            let transaction = self.connection.unchecked_transaction()?;
            let result = read(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        busy::with_patience(self.busy, run)
            .map_err(|error: rusqlite::Error| fault(&self.path, "cannot be read", &error))
    }

    fn path_text(&self) -> String {
        self.path.display().to_string()
    }
}

/// Why a transaction did not happen.
enum Refusal {
    Sqlite(rusqlite::Error),
    Because(Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

fn prepare(connection: &mut Connection) -> Result<(), Unusable> {
    busy::install(connection)?;
    let is_new = schema::check(connection)?;
    schema::settings(connection)?;
    // What is there is opened without the write lock, whoever has it.
    if is_new { schema::prepare(connection) } else { Ok(()) }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

fn fault(path: &Path, what: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Storage, format!("outbox {} {what}: {cause}", path.display()))
}

/// A new file holds phone numbers: only its owner may read it. SQLite gives its companions the same mode.
///
/// Nobody closes a file that is there under its name: that would end the locks of this process's other connections
/// to it. So a new one is closed before it gets its name, and one that is there is not touched.
fn make_private(path: &Path) -> std::io::Result<()> {
    if path.try_exists()? {
        return Ok(());
    }
    if let Ok(target) = path.read_link() {
        // The file is made where the link leads; links that lead in a circle do not get here.
        let folder = path.parent().unwrap_or(Path::new(""));
        return make_private(&folder.join(target));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let draft = tempfile::Builder::new()
        .prefix(".outbox-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    match draft.into_temp_path().persist_noclobber(path) {
        Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        other => Ok(other?),
    }
}

/// An unsigned number as SQLite keeps it.
fn sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A length as SQLite keeps it.
fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number that the tables keep above zero.
fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
