//! An open file, as SQLite calls it.

use std::ffi::{c_int, c_void};
use std::{ptr, slice};

use rusqlite::ffi;

use super::disk::{Disk, Generation};
use super::{Shared, code, lock};

/// SQLite's memory for an open file.
#[repr(C)]
pub(super) struct Handle {
    pub base: ffi::sqlite3_file,
    open: *mut Open,
}

/// A file that was opened.
pub(super) struct Open {
    disk: Shared,
    file: usize,
    by: Generation,
    /// Parts of the index of the log of writes, which SQLite shares between connections.
    shared: Vec<Box<[u64]>>,
}

impl Open {
    pub fn new(disk: Shared, file: usize, by: Generation) -> Self {
        Self { disk, file, by, shared: Vec::new() }
    }
}

/// What SQLite calls.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(take_lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// Make a handle that of an open file.
///
/// # Safety
/// `handle` is SQLite's memory for one.
pub(super) unsafe fn init(handle: *mut Handle, open: Open) {
    // SAFETY: the caller's promise.
    unsafe {
        (*handle).open = Box::into_raw(Box::new(open));
        (*handle).base.pMethods = &raw const METHODS;
    }
}

/// Do something with an open file.
///
/// # Safety
/// `file` is a handle that [`init`] has made and [`close`] has not ended; SQLite uses it in one thread at a time.
unsafe fn with<T>(
    file: *mut ffi::sqlite3_file,
    run: impl FnOnce(&mut Disk, &mut Vec<Box<[u64]>>, usize, Generation) -> T,
) -> T {
    // SAFETY: the caller's promise; the value is the handle's alone.
    let open = unsafe { &mut *(*file.cast::<Handle>()).open };
    let Open { disk, file, by, shared } = open;
    run(&mut lock(disk), shared, *file, *by)
}

fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let handle = file.cast::<Handle>();
    // SAFETY: SQLite closes a handle once; what `init` has made is given back here.
    unsafe {
        drop(Box::from_raw((*handle).open));
        (*handle).open = ptr::null_mut();
        (*handle).base.pMethods = ptr::null();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(
    file: *mut ffi::sqlite3_file,
    into: *mut c_void,
    len: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    let len = size(i64::from(len));
    // SAFETY: SQLite's buffer has that length. It may never have been written to: it is first.
    let into = unsafe {
        ptr::write_bytes(into.cast::<u8>(), 0, len);
        slice::from_raw_parts_mut(into.cast::<u8>(), len)
    };
    // SAFETY: an open file of ours.
    let read = unsafe { with(file, |disk, _, file, by| disk.read(by, file, size(at), into)) };
    match read {
        Ok(read) if read == len => ffi::SQLITE_OK,
        Ok(_) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(_) => ffi::SQLITE_IOERR_READ,
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    len: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite's buffer has that length.
    let bytes = unsafe { slice::from_raw_parts(from.cast::<u8>(), size(i64::from(len))) };
    // SAFETY: an open file of ours.
    let written = unsafe { with(file, |disk, _, file, by| disk.write(by, file, size(at), bytes)) };
    code(written, ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, len: ffi::sqlite3_int64) -> c_int {
    // SAFETY: an open file of ours.
    let cut = unsafe { with(file, |disk, _, file, by| disk.truncate(by, file, size(len))) };
    code(cut, ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let flushed = unsafe { with(file, |disk, _, file, by| disk.sync(by, file)) };
    code(flushed, ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(
    file: *mut ffi::sqlite3_file,
    out: *mut ffi::sqlite3_int64,
) -> c_int {
    // SAFETY: an open file of ours.
    match unsafe { with(file, |disk, _, file, by| disk.len(by, file)) } {
        Ok(len) => {
            // SAFETY: it is SQLite's own variable.
            unsafe { *out = i64::try_from(len).unwrap_or(i64::MAX) };
            ffi::SQLITE_OK
        }
        Err(_) => ffi::SQLITE_IOERR_FSTAT,
    }
}

unsafe extern "C" fn take_lock(file: *mut ffi::sqlite3_file, _kind: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let touched = unsafe { with(file, |disk, _, _, by| disk.touch(by)) };
    code(touched, ffi::SQLITE_IOERR_LOCK)
}

unsafe extern "C" fn unlock(_file: *mut ffi::sqlite3_file, _kind: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: it is SQLite's own variable.
    unsafe { *out = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(
    _file: *mut ffi::sqlite3_file,
    _what: c_int,
    _value: *mut c_void,
) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    4_096
}

/// As Unix has it: what is beside a write that power loss cuts off is unharmed.
unsafe extern "C" fn characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    part: c_int,
    len: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    let part = size(i64::from(part));
    // SAFETY: an open file of ours.
    let mapped = unsafe {
        with(file, |disk, shared, _, by| {
            disk.touch(by)?;
            while extend != 0 && shared.len() <= part {
                shared.push(vec![0; size(i64::from(len)).div_ceil(8)].into_boxed_slice());
            }
            let place = shared.get_mut(part);
            Ok(place.map_or(ptr::null_mut(), |part| part.as_mut_ptr().cast::<c_void>()))
        })
    };
    let result = mapped.map(|place| {
        // SAFETY: it is SQLite's own variable. The memory stays where it is until the file is unmapped.
        unsafe { *out = place };
    });
    code(result, ffi::SQLITE_IOERR_SHMMAP)
}

unsafe extern "C" fn shm_lock(
    file: *mut ffi::sqlite3_file,
    _offset: c_int,
    _count: c_int,
    flags: c_int,
) -> c_int {
    if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
        return ffi::SQLITE_OK;
    }
    // SAFETY: an open file of ours.
    let touched = unsafe { with(file, |disk, _, _, by| disk.touch(by)) };
    code(touched, ffi::SQLITE_IOERR_SHMLOCK)
}

unsafe extern "C" fn shm_barrier(_file: *mut ffi::sqlite3_file) {
    std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    // SAFETY: an open file of ours; SQLite uses the memory no more.
    unsafe { with(file, |_, shared, _, _| shared.clear()) };
    ffi::SQLITE_OK
}
