//! Store: the SQLite file. Every change is one transaction, and committed changes are on disk.
//!
//! Owns the connection and everything that must survive a crash. Any number of processes may have
//! the file open; SQLite's write lock serialises their transactions. Time is an argument.

mod busy;
mod claim_step;
mod holder;
mod identity;
mod lock;
mod place;
mod query;
mod record;
mod settled;
mod submit;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use self::identity::{Identity, Look};
use self::lock::Lock;
use super::schema::{self, Unusable};
use crate::error::{Error, ErrorKind};
use commdn_rt::sync::Mutex;

pub(super) use claim_step::{Claim, Settlement, StepInput, horizon, is_repeat_safe};
pub(super) use submit::{Limits, Submission};

/// An open outbox file, or one in memory.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// As it was given, for messages.
    path: PathBuf,
    /// `None` in memory.
    identity: Option<Mutex<Identity>>,
    /// After the connection, which is closed before others may remove the file.
    lock: Option<Lock>,
    /// Time limit of a call's wait for other processes.
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
    /// [`ErrorKind::Storage`] names the file: it cannot be opened, is not an outbox, or a
    /// newer program's.
    pub fn open(path: impl AsRef<Path>, busy_timeout: Duration) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let refused = |error: &dyn std::fmt::Display| fault(&path, "cannot be opened", error);
        let file = place::of(&path).map_err(|text| refused(&text))?;
        let lock = Lock::share(&file, busy_timeout).map_err(|error| refused(&error))?;
        place::make_private(&file).map_err(|error| refused(&error))?;
        let connection = connect(&file, busy_timeout).map_err(|error| refused(&error))?;
        // Until it is known to be the file's own, nothing of the log gets into the file.
        let keep_log = |connection: &Connection, keep| {
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep)
        };
        keep_log(&connection, true).map_err(|error| refused(&error))?;
        let mut store = Self::of(connection, path.clone(), Some(&file), busy_timeout)?;
        store.check_log_is_its_own(&file)?;
        keep_log(&store.connection, false).map_err(|error| refused(&error))?;
        store.lock = Some(lock);
        store.identity =
            Some(Mutex::new(Identity::of(&file, identity::look).map_err(|error| refused(&error))?));
        Ok(store)
    }

    /// An outbox that ends with the value, for tests and simulations.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`] if there is no memory for it.
    pub fn in_memory() -> Result<Self, Error> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory()
            .map_err(|error| fault(&path, "cannot be opened", &error))?;
        Self::of(connection, path, None, Duration::ZERO)
    }

    /// Make an outbox in memory as new, for simulations that need one after the other: the
    /// statements that it has read stay read. `None` if it is a file.
    #[doc(hidden)]
    #[must_use]
    pub fn emptied(mut self) -> Option<Self> {
        self.crash();
        let in_memory = self.connection.path().is_none_or(str::is_empty);
        (in_memory && schema::empty(&self.connection).is_ok()).then_some(self)
    }

    /// A file of a file system that is registered with SQLite as `vfs`, where `look` looks at
    /// names: for simulations.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`], as [`Store::open`] has it.
    #[doc(hidden)]
    pub fn open_on(vfs: &str, path: impl AsRef<Path>, look: Look) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let refused = |error: &dyn std::fmt::Display| fault(&path, "cannot be opened", error);
        let connection = Connection::open_with_flags_and_vfs(&path, FLAGS, vfs)
            .map_err(|error| refused(&error))?;
        let mut store = Self::of(connection, path.clone(), None, Duration::ZERO)?;
        let identity = Identity::of(&path, look).map_err(|error| refused(&error))?;
        store.identity = Some(Mutex::new(identity));
        Ok(store)
    }

    fn of(
        mut connection: Connection,
        path: PathBuf,
        file: Option<&Path>,
        busy: Duration,
    ) -> Result<Self, Error> {
        let deadline = Instant::now() + busy;
        loop {
            match busy::with_patience(busy, file, || prepare(&mut connection)) {
                Ok(()) => break,
                // Changing to write-ahead logging does not wait by itself for another process that
                // does it.
                Err(Unusable::Sqlite(error)) if is_busy(&error) && Instant::now() < deadline => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(Unusable::Sqlite(error)) => {
                    return Err(fault(&path, "cannot be used", &explained(&error, file)));
                }
                Err(Unusable::Because(text)) => return Err(fault(&path, "cannot be used", &text)),
            }
        }
        Ok(Self {
            connection,
            path,
            identity: None,
            lock: None,
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

    /// Remove the file if no other handle has it open; gives the store back if one has.
    ///
    /// # Errors
    /// [`ErrorKind::Storage`]: a part of it cannot be removed.
    pub(super) fn remove(self) -> Result<Option<Self>, Error> {
        if !self.lock.as_ref().is_some_and(Lock::take) {
            return Ok(Some(self));
        }
        let Self { connection, path, identity, lock, busy, .. } = self;
        let file = identity.map(|identity| identity.lock().path().to_owned());
        drop(connection);
        for ending in ["", "-wal", "-shm"] {
            let Some(file) = &file else { break };
            match std::fs::remove_file(place::beside(file, ending)) {
                // Another handle has given up its share of the lock for a moment, to remove it.
                Err(error) if place::is_in_use(&error) => {
                    drop(lock);
                    return Self::open(path, busy).map(Some);
                }
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(fault(&path, "cannot be removed", &error));
                }
                _ => {}
            }
        }
        drop(lock);
        Ok(None)
    }

    /// Lose what only the process knows, as its crash would: the next call finds what a restarted
    /// one would.
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
        let Self { connection, path, identity, busy, .. } = self;
        let run = || {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = change(&transaction)?;
            // Before, so that nothing is stored where nobody finds it; after, for what happened in
            // between.
            check_identity(identity.as_ref(), path)?;
            transaction.commit()?;
            check_identity(identity.as_ref(), path)?;
            Ok(result)
        };
        let file = identity.as_ref().map(|identity| identity.lock().path().to_owned());
        let file = file.as_deref();
        busy::with_patience(*busy, file, run).map_err(|refusal: Refusal| match refusal {
            Refusal::Sqlite(error) => fault(path, what, &explained(&error, file)),
            Refusal::Because(error) => error,
        })
    }

    /// Several reads of one state of the file.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        check_identity(self.identity.as_ref(), &self.path)?;
        let run = || {
            let transaction = self.connection.unchecked_transaction()?;
            let result = read(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        busy::with_patience(self.busy, None, run)
            .map_err(|error: rusqlite::Error| fault(&self.path, "cannot be read", &error))
    }

    /// Refuse a file whose log of writes is that of another outbox, which SQLite would take for its
    /// own.
    ///
    /// Every transaction writes the row that holds the file's number, so a foreign log brings a
    /// foreign number. The file without its log is asked for its own. One whose first transactions
    /// are all in its log has none to tell.
    fn check_log_is_its_own(&self, file: &Path) -> Result<(), Error> {
        // Another process may be writing the log into the file while that is read.
        for _ in 0..3 {
            let Some(own) = schema::number_without_log(file) else { return Ok(()) };
            if self.read(schema::number)? == Some(own) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let text = "its log of writes (-wal) belongs to another outbox: one of the two was renamed, copied or \
                    restored without the other; bring back the pair that belongs together";
        Err(fault(&self.path, "cannot be used", &text))
    }

    fn path_text(&self) -> String {
        self.path.display().to_string()
    }
}

/// Reason why a transaction failed.
enum Refusal {
    Sqlite(rusqlite::Error),
    Because(Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Because(error)
    }
}

/// A connection to the file.
#[cfg(not(windows))]
fn connect(file: &Path, _patience: Duration) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(file, FLAGS)
}

/// A connection to the file; while another one gives it its name, or looks through it, Windows may
/// let SQLite only read it for a moment.
#[cfg(windows)]
fn connect(file: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let deadline = std::time::Instant::now() + patience;
    loop {
        let connection = Connection::open_with_flags(file, FLAGS)?;
        let is_so_for_good = || file.metadata().is_ok_and(|found| found.permissions().readonly());
        if !connection.is_readonly("main")?
            || is_so_for_good()
            || std::time::Instant::now() >= deadline
        {
            return Ok(connection);
        }
        drop(connection);
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Paths mean files, never addresses with options.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE
    .union(OpenFlags::SQLITE_OPEN_CREATE)
    .union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

fn prepare(connection: &mut Connection) -> Result<(), Unusable> {
    busy::install(connection)?;
    let state = schema::check(connection)?;
    schema::settings(connection)?;
    // An existing file is opened without the write lock, whichever process holds it.
    if state != schema::State::Current {
        return schema::prepare(connection);
    }
    Ok(settled::settle(connection)?)
}

/// SQLite's message, and for a lock its holder.
fn explained(error: &rusqlite::Error, file: Option<&Path>) -> String {
    let holder = file.filter(|_| is_busy(error)).and_then(holder::of);
    match holder {
        Some(holder) => format!("{error}: {holder} holds the write lock"),
        None => error.to_string(),
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

/// Whether the name still leads to the file that is open.
fn check_identity(identity: Option<&Mutex<Identity>>, path: &Path) -> Result<(), Error> {
    let Some(identity) = identity else { return Ok(()) };
    let found = identity.lock().check();
    // A broken build, for the tests that must notice: see the workspace's `Cargo.toml`.
    #[cfg(commdn_break = "ignore_rename")]
    let found = found.or(Ok::<_, String>(()));
    found.map_err(|text| fault(path, "cannot be used", &text))
}

fn fault(path: &Path, what: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Storage, format!("outbox {} {what}: {cause}", path.display()))
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
