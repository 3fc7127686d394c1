//! SQLite on a disk in memory whose faults a seed decides: a file system ("VFS") of SQLite's.
//!
//! Owns the registration and the names: `/NUMBER/...` is a file of the disk with that number. One connection to a file
//! at a time, as the simulation has it, so locks are always had and shared memory is the connection's own.
//! All that is unsafe in the simulation is here and in `file`.

mod disk;
mod faults;
mod file;

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_int};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::{io, ptr};

use rusqlite::ffi;

pub use disk::Disk;
pub use faults::{Damage, DiskFaults, Trouble};

/// SQLite's name of it.
pub const NAME: &str = "commdn-faults";
const C_NAME: &CStr = c"commdn-faults";
/// Longest name of a file, with its NUL byte.
const MAX_NAME: usize = 256;

type Shared = Arc<Mutex<Disk>>;

static DISKS: LazyLock<Mutex<(u64, HashMap<u64, Shared>)>> = LazyLock::new(Mutex::default);
static REGISTERED: LazyLock<c_int> = LazyLock::new(register);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A disk that SQLite can use, until this value ends.
#[derive(Debug)]
pub struct Mounted {
    number: u64,
    disk: Shared,
}

impl Mounted {
    /// Let SQLite use a disk.
    ///
    /// # Panics
    /// SQLite does not take the file system.
    #[must_use]
    pub fn new(disk: Disk) -> Self {
        assert_eq!(*REGISTERED, ffi::SQLITE_OK, "SQLite takes a file system");
        let disk = Arc::new(Mutex::new(disk));
        let mut disks = lock(&DISKS);
        disks.0 += 1;
        let number = disks.0;
        disks.1.insert(number, Arc::clone(&disk));
        Self { number, disk }
    }

    /// The disk.
    pub fn disk(&self) -> MutexGuard<'_, Disk> {
        lock(&self.disk)
    }

    /// The name of a file on it.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        format!("/{}/{name}", self.number)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        lock(&DISKS).1.remove(&self.number);
    }
}

/// The disk of a file.
fn disk_of(path: &str) -> Option<Shared> {
    let number = path.strip_prefix('/')?.split('/').next()?.parse().ok()?;
    lock(&DISKS).1.get(&number).cloned()
}

/// What a name leads to: the number of the file and its length. For the outbox's look at its own file.
///
/// # Errors
/// There is no such name.
pub fn look(path: &Path) -> io::Result<(Option<(u64, u64)>, u64)> {
    let name = path.to_str().unwrap_or_default();
    let disk = disk_of(name).ok_or(io::ErrorKind::NotFound)?;
    let found = lock(&disk).look(name);
    let (number, len) = found.ok_or(io::ErrorKind::NotFound)?;
    Ok((Some((0, number as u64)), len as u64))
}

fn register() -> c_int {
    // SAFETY: the value is plain data; all functions that SQLite requires are set below.
    let mut vfs: ffi::sqlite3_vfs = unsafe { std::mem::zeroed() };
    vfs.iVersion = 2;
    vfs.szOsFile = c_int::try_from(size_of::<file::Handle>()).unwrap_or(c_int::MAX);
    vfs.mxPathname = c_int::try_from(MAX_NAME - 1).unwrap_or(c_int::MAX);
    vfs.zName = C_NAME.as_ptr();
    vfs.xOpen = Some(open);
    vfs.xDelete = Some(delete);
    vfs.xAccess = Some(access);
    vfs.xFullPathname = Some(full_pathname);
    vfs.xRandomness = Some(randomness);
    vfs.xSleep = Some(sleep);
    vfs.xCurrentTime = Some(current_time);
    vfs.xGetLastError = Some(last_error);
    vfs.xCurrentTimeInt64 = Some(current_time_ms);
    // SAFETY: the structure and its name live as long as the process.
    unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(vfs)), 0) }
}

/// The text of a name.
///
/// # Safety
/// `name` is NULL or ends with a NUL byte and lives for `'a`.
unsafe fn text<'a>(name: *const c_char) -> Option<&'a str> {
    // SAFETY: the caller's promise.
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })?.to_str().ok()
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    out: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let handle = out.cast::<file::Handle>();
    // SAFETY: SQLite gives `szOsFile` bytes; a handle without methods is one that needs no closing.
    unsafe { (*handle).base.pMethods = ptr::null() };
    // SAFETY: SQLite's names end with a NUL byte; a file without a name is temporary, of which the outbox has none.
    let Some(name) = (unsafe { text(name) }) else { return ffi::SQLITE_CANTOPEN };
    let Some(disk) = disk_of(name) else { return ffi::SQLITE_CANTOPEN };
    let opened = {
        let mut disk = lock(&disk);
        let by = disk.generation();
        disk.open(by, name, flags & ffi::SQLITE_OPEN_CREATE != 0).map(|number| (by, number))
    };
    let Ok((by, number)) = opened else { return ffi::SQLITE_CANTOPEN };
    if !out_flags.is_null() {
        // SAFETY: it is SQLite's own variable.
        unsafe { *out_flags = flags };
    }
    // SAFETY: `handle` is SQLite's memory for it, of the size that was registered.
    unsafe { file::init(handle, file::Open::new(disk, number, by)) };
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    sync_dir: c_int,
) -> c_int {
    // SAFETY: SQLite's names end with a NUL byte.
    let Some(name) = (unsafe { text(name) }) else { return ffi::SQLITE_IOERR_DELETE };
    let Some(disk) = disk_of(name) else { return ffi::SQLITE_IOERR_DELETE };
    match lock(&disk).delete(name, sync_dir != 0) {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_IOERR_DELETE_NOENT,
        Err(_) => ffi::SQLITE_IOERR_DELETE,
    }
}

unsafe extern "C" fn access(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    _flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite's names end with a NUL byte.
    let Some(name) = (unsafe { text(name) }) else { return ffi::SQLITE_IOERR_ACCESS };
    let Some(disk) = disk_of(name) else { return ffi::SQLITE_IOERR_ACCESS };
    let Ok(exists) = lock(&disk).exists(name) else { return ffi::SQLITE_IOERR_ACCESS };
    // SAFETY: it is SQLite's own variable.
    unsafe { *out = c_int::from(exists) };
    ffi::SQLITE_OK
}

/// Names are whole as they are.
unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite's names end with a NUL byte.
    let bytes = unsafe { CStr::from_ptr(name) }.to_bytes_with_nul();
    if usize::try_from(room).is_ok_and(|room| bytes.len() <= room) {
        // SAFETY: `out` has `room` bytes, and is not a part of the name.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), out.cast(), bytes.len()) };
        ffi::SQLITE_OK
    } else {
        ffi::SQLITE_CANTOPEN
    }
}

/// SQLite asks its default file system for it.
unsafe extern "C" fn randomness(
    _vfs: *mut ffi::sqlite3_vfs,
    _len: c_int,
    _out: *mut c_char,
) -> c_int {
    0
}

/// Nobody waits in a simulation.
unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, _microseconds: c_int) -> c_int {
    0
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, out: *mut f64) -> c_int {
    // SAFETY: it is SQLite's own variable.
    unsafe { *out = 2_460_000.0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_ms(_vfs: *mut ffi::sqlite3_vfs, out: *mut i64) -> c_int {
    // SAFETY: it is SQLite's own variable.
    unsafe { *out = 2_460_000 * 86_400_000 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(
    _vfs: *mut ffi::sqlite3_vfs,
    _len: c_int,
    _out: *mut c_char,
) -> c_int {
    0
}

/// The code of a call that may have failed.
fn code(result: Result<(), Trouble>, failed: c_int) -> c_int {
    match result {
        Ok(()) => ffi::SQLITE_OK,
        Err(Trouble::Full) => ffi::SQLITE_FULL,
        Err(Trouble::Failed) => failed,
    }
}
