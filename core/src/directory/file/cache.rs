//! Cache: the local copy of a directory, one SQLite file for its owner only.
//!
//! A new copy is written beside the old one and takes its name when it is whole, so a fetch that
//! fails leaves what there was.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OpenFlags, params};
use tempfile::NamedTempFile;

use super::place;
use crate::directory::{Directory, DirectoryError, Kind, Object};
use crate::kvlist::KvRef;

/// Marks the file as a directory: "CDNd".
pub(super) const APPLICATION: i32 = 0x4344_4E64;
/// The version of the tables.
const VERSION: i32 = 1;

const TABLES: &str = "
    CREATE TABLE object (
        kind INTEGER NOT NULL,
        dbid INTEGER NOT NULL,
        name TEXT NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (kind, dbid)) WITHOUT ROWID;
    CREATE TABLE origin (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        source TEXT NOT NULL,
        fetched INTEGER NOT NULL);
";

/// Where a copy comes from, and since when it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The server, or the file.
    pub source: String,
    /// When it was fetched: seconds since 1970 (UTC).
    pub fetched: i64,
}

/// The local copy at a path.
#[derive(Debug, Clone)]
pub struct Cache {
    path: PathBuf,
}

impl Cache {
    /// The copy at that path, whether there is one or not.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Start a new copy, which takes the old one's place with [`CacheWriter::finish`].
    ///
    /// # Errors
    /// [`DirectoryError::Occupied`] if something other than an older copy or an empty file is
    /// there, [`DirectoryError::Storage`].
    pub fn write(&self, source: &str) -> Result<CacheWriter, DirectoryError> {
        let target = self.target()?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let draft = tempfile::Builder::new()
            .prefix(".directory-")
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(|error| self.fault(&error))?;
        let connection = Connection::open(draft.path()).map_err(|error| self.fault(&error))?;
        let start = || {
            // The file has its name when it is whole: a journal would have nothing to protect.
            connection.pragma_update(None, "journal_mode", "OFF")?;
            connection.pragma_update(None, "synchronous", "OFF")?;
            connection.pragma_update(None, "application_id", APPLICATION)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            connection.execute_batch(TABLES)?;
            connection.execute_batch("BEGIN")
        };
        start().map_err(|error| self.fault(&error))?;
        Ok(CacheWriter { cache: self.clone(), source: source.to_owned(), draft, connection })
    }

    /// Store a directory, in place of the old copy.
    ///
    /// # Errors
    /// As [`Cache::write`].
    pub fn store(&self, source: &str, directory: &Directory) -> Result<(), DirectoryError> {
        let mut writer = self.write(source)?;
        directory.iter().try_for_each(|object| writer.add(object))?;
        writer.finish()
    }

    /// Read the copy.
    ///
    /// # Errors
    /// [`DirectoryError::Storage`] if there is none, or it cannot be read; [`DirectoryError::File`]
    /// if the file is something else, or a newer program's.
    pub fn read(&self) -> Result<(Directory, Origin), DirectoryError> {
        let connection = self.open()?;
        let origin = self.origin_of(&connection)?;
        let mut directory = Directory::new();
        let mut read = || -> Result<Result<(), DirectoryError>, rusqlite::Error> {
            let mut rows =
                connection.prepare("SELECT kind, data FROM object ORDER BY kind, dbid")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let (kind, data): (i32, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let added = self.object(kind, &data).and_then(|object| directory.add(object));
                if added.is_err() {
                    return Ok(added);
                }
            }
            Ok(Ok(()))
        };
        read().map_err(|error| self.fault(&error))??;
        Ok((directory, origin))
    }

    /// Where the copy comes from, without reading all of it.
    ///
    /// # Errors
    /// As [`Cache::read`].
    pub fn origin(&self) -> Result<Origin, DirectoryError> {
        self.origin_of(&self.open()?)
    }

    /// Where a new copy goes.
    fn target(&self) -> Result<PathBuf, DirectoryError> {
        let found = place::of_copy(&self.path).map_err(|error| self.fault(&error))?;
        found.map_err(|occupied| DirectoryError::Occupied {
            place: self.path.display().to_string(),
            text: occupied.0.to_owned(),
        })
    }

    fn open(&self) -> Result<Connection, DirectoryError> {
        let found = self.path.metadata().map_err(|error| self.fault(&error))?;
        if !found.is_file() {
            return Err(self.fault(&"it is not a regular file"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = || {
            let connection = Connection::open_with_flags(&self.path, flags)?;
            let pragma = |name| connection.query_row(name, [], |row| row.get::<_, i32>(0));
            let id = pragma("PRAGMA application_id")?;
            let version = pragma("PRAGMA user_version")?;
            Ok((connection, id, version))
        };
        let (connection, id, version) =
            open().map_err(|error: rusqlite::Error| match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::NotADatabase) => self.other("it is not a local copy"),
                _ => self.fault(&error),
            })?;
        match (id, version) {
            (APPLICATION, VERSION) => Ok(connection),
            (APPLICATION, newer) if newer > VERSION => {
                Err(self.other(&format!("it is of a newer program (version {newer})")))
            }
            _ => Err(self.other("it is not a local copy of a directory")),
        }
    }

    fn origin_of(&self, connection: &Connection) -> Result<Origin, DirectoryError> {
        let read =
            |row: &rusqlite::Row<'_>| Ok(Origin { source: row.get(0)?, fetched: row.get(1)? });
        let found = connection.query_row("SELECT source, fetched FROM origin", [], read);
        found.map_err(|error| self.fault(&error))
    }

    fn object(&self, kind: i32, data: &[u8]) -> Result<Object, DirectoryError> {
        let kind = Kind::from_number(kind)
            .ok_or_else(|| self.other(&format!("it has an object of kind {kind}")))?;
        let list = KvRef::parse(data).map_err(|error| self.other(&format!("{kind}: {error}")))?;
        Object::read(kind, list)
    }

    fn fault(&self, error: &dyn std::fmt::Display) -> DirectoryError {
        DirectoryError::Storage { place: self.path.display().to_string(), text: error.to_string() }
    }

    fn other(&self, text: &str) -> DirectoryError {
        DirectoryError::File { place: self.path.display().to_string(), text: text.to_owned() }
    }
}

/// A copy that is being written; dropped before [`CacheWriter::finish`] it leaves nothing.
#[derive(Debug)]
pub struct CacheWriter {
    cache: Cache,
    source: String,
    connection: Connection,
    // After the connection: it is closed before its file is removed.
    draft: NamedTempFile,
}

impl CacheWriter {
    /// Write an object.
    ///
    /// # Errors
    /// [`DirectoryError::Storage`]; [`DirectoryError::Twice`] if there is one of its kind with its
    /// DBID.
    pub fn add(&mut self, object: &Object) -> Result<(), DirectoryError> {
        let insert = "INSERT INTO object (kind, dbid, name, data) VALUES (?, ?, ?, ?)";
        let (kind, dbid, name) = (object.kind(), object.dbid(), object.name());
        let add = || -> Result<usize, rusqlite::Error> {
            let mut statement = self.connection.prepare_cached(insert)?;
            statement.execute(params![kind.number(), dbid, name, object.list().bytes()])
        };
        add().map(|_| ()).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => {
                let find = "SELECT name FROM object WHERE kind = ? AND dbid = ?";
                let known =
                    self.connection.query_row(find, [kind.number(), dbid], |row| row.get(0));
                let names = [known.unwrap_or_default(), name.to_owned()];
                DirectoryError::Twice { kind, dbid, names }
            }
            _ => self.cache.fault(&error),
        })
    }

    /// Put the copy in the place of the old one.
    ///
    /// # Errors
    /// As [`Cache::write`]; what there was stays then.
    pub fn finish(self) -> Result<(), DirectoryError> {
        let Self { cache, source, connection, draft } = self;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let fetched = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let end = || {
            let insert = "INSERT INTO origin VALUES (1, ?, ?)";
            connection.execute(insert, params![source, fetched])?;
            connection.execute_batch("COMMIT")
        };
        end().map_err(|error| cache.fault(&error))?;
        drop(connection);
        draft.as_file().sync_all().map_err(|error| cache.fault(&error))?;
        // What has come there meanwhile is not written over either.
        let target = cache.target()?;
        draft.persist(target).map_err(|error| cache.fault(&error.error))?;
        Ok(())
    }
}
