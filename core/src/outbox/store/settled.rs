//! What a file tells is on its disk: what another process left behind is flushed before it is told.
//!
//! A process that is killed between writing a transaction and flushing it leaves one that the next
//! process reads like any other, and that a loss of power still takes. An outcome that was read
//! from it would be told, lost and told again, as another one. Owns the flush at opening; knows
//! nothing of the tables. Not needed later: SQLite shows a transaction to handles that are open
//! only when it is flushed.

use std::ffi::{c_int, c_void};
use std::ptr;

use rusqlite::{Connection, ffi};

/// Flush the log of writes, or the file where it has no log.
///
/// # Errors
/// SQLite's, for a disk that cannot.
#[expect(unsafe_code, reason = "SQLite gives its open files to its C interface only")]
pub(super) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    if cfg!(commdn_break = "skip_settle") {
        return Ok(());
    }
    for which in [ffi::SQLITE_FCNTL_JOURNAL_POINTER, ffi::SQLITE_FCNTL_FILE_POINTER] {
        let mut file: *mut ffi::sqlite3_file = ptr::null_mut();
        let out = ptr::from_mut(&mut file).cast::<c_void>();
        // SAFETY: the handle lives as long as `connection`; both operations store one pointer to a
        // file in `out`, which is valid until the connection is used again.
        let code =
            unsafe { ffi::sqlite3_file_control(connection.handle(), c"main".as_ptr(), which, out) };
        checked(code)?;
        // SAFETY: SQLite's files are null, closed (without methods) or open; `&connection` keeps
        // others from closing this one, and `xSync` is there in every version of the methods.
        let sync = unsafe { file.as_ref().and_then(|it| it.pMethods.as_ref()) }
            .and_then(|methods| methods.xSync);
        if let Some(sync) = sync {
            // SAFETY: `file` is the open file that these methods belong to.
            return checked(unsafe { sync(file, ffi::SQLITE_SYNC_NORMAL) });
        }
    }
    Ok(())
}

fn checked(code: c_int) -> rusqlite::Result<()> {
    if code == ffi::SQLITE_OK {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None))
}
