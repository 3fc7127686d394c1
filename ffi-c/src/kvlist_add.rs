//! Filling a list: pairs at its end, or at the end of a list in it that is being filled.
//!
//! Functions whose names end in _n take keys and values that need not end with NUL.

use std::ffi::c_char;

use crate::error::{Fault, commdn_error};
use crate::guard::{
    NO_ERROR, borrow, borrow_mut, bytes, c_bytes, c_text, ffi_guard, invalid, utf8,
};
use crate::kvlist::commdn_kvlist;
use crate::kvlist_read::not_begun;
use crate::status::commdn_status;

/// Append a string pair.
///
/// Owns:    nothing; `key` and `value` are copied.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_string(
    list: *mut commdn_kvlist,
    key: *const c_char,
    value: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        // SAFETY: NULL is checked.
        let value = unsafe { c_bytes(value, "value")? };
        list.change(|list| list.add_string(key, value))?;
        Ok(())
    })
}

/// Append a string pair whose key and value need not end with NUL.
///
/// Owns:    nothing; `key` and `value` are copied. They may be NULL where their length is 0.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_string_n(
    list: *mut commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    value: *const c_char,
    value_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        // SAFETY: NULL is checked; the lengths are the caller's word.
        let key = unsafe { bytes(key.cast(), key_bytes, "key")? };
        // SAFETY: as above.
        let value = unsafe { bytes(value.cast(), value_bytes, "value")? };
        list.change(|list| list.add_string(key, value))?;
        Ok(())
    })
}

/// Append an int pair.
///
/// Owns:    nothing; `key` is copied.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_int(
    list: *mut commdn_kvlist,
    key: *const c_char,
    value: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        list.change(|list| list.add_int(key, value))?;
        Ok(())
    })
}

/// Append an int pair whose key need not end with NUL.
///
/// Owns:    nothing; `key` is copied. It may be NULL where its length is 0.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_int_n(
    list: *mut commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    value: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        // SAFETY: NULL is checked; the length is the caller's word.
        let key = unsafe { bytes(key.cast(), key_bytes, "key")? };
        list.change(|list| list.add_int(key, value))?;
        Ok(())
    })
}

/// Append a binary pair.
///
/// Owns:    nothing; `key` and `value` are copied. `value` may be NULL where its length is 0.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_binary(
    list: *mut commdn_kvlist,
    key: *const c_char,
    value: *const u8,
    value_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        // SAFETY: NULL is checked; the length is the caller's word.
        let value = unsafe { bytes(value, value_bytes, "value")? };
        list.change(|list| list.add_binary(key, value))?;
        Ok(())
    })
}

/// Append a binary pair whose key need not end with NUL.
///
/// Owns:    nothing; `key` and `value` are copied. They may be NULL where their length is 0.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_binary_n(
    list: *mut commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    value: *const u8,
    value_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        // SAFETY: NULL is checked; the length is the caller's word.
        let key = unsafe { bytes(key.cast(), key_bytes, "key")? };
        // SAFETY: as above.
        let value = unsafe { bytes(value, value_bytes, "value")? };
        list.change(|list| list.add_binary(key, value))?;
        Ok(())
    })
}

/// Append a unicode pair; it is packed as UTF-16.
///
/// Owns:    nothing; `key` and `value`, which is UTF-8, are copied.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_unicode(
    list: *mut commdn_kvlist,
    key: *const c_char,
    value: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        // SAFETY: NULL is checked.
        let value = unsafe { c_text(value, "value")? };
        list.change(|list| list.add_unicode(key, value))?;
        Ok(())
    })
}

/// Append a unicode pair whose key and value need not end with NUL; it is packed as UTF-16.
///
/// Owns:    nothing; `key` and `value`, which is UTF-8, are copied. They may be NULL where their length is 0.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_unicode_n(
    list: *mut commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    value: *const c_char,
    value_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        // SAFETY: NULL is checked; the length is the caller's word.
        let key = unsafe { bytes(key.cast(), key_bytes, "key")? };
        // SAFETY: as above.
        let value = utf8(unsafe { bytes(value.cast(), value_bytes, "value")? }, "value")?;
        list.change(|list| list.add_unicode(key, value))?;
        Ok(())
    })
}

/// Append a copy of another list.
///
/// Owns:    nothing; `key` and `value` are copied.
/// Threads: one at a time on `list`; others may read `value`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_list(
    list: *mut commdn_kvlist,
    key: *const c_char,
    value: *const commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        distinct(list, value)?;
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads). `value` may be a list
        // inside `list`: then it is an object of its own that ends only after the change.
        let (key, value) = unsafe { (c_bytes(key, "key")?, borrow(value, "value")?.list()) };
        // SAFETY: as above.
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| list.add_list(key, value))?;
        Ok(())
    })
}

/// Append a copy of another list under a key that need not end with NUL.
///
/// Owns:    nothing; `key` and `value` are copied. `key` may be NULL where its length is 0.
/// Threads: one at a time on `list`; others may read `value`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_add_list_n(
    list: *mut commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    value: *const commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        distinct(list, value)?;
        // SAFETY: NULL is checked; the length is the caller's word.
        let key = unsafe { bytes(key.cast(), key_bytes, "key")? };
        // SAFETY: as commdn_kvlist_add_list().
        let (list, value) = unsafe { (borrow_mut(list, "list")?, borrow(value, "value")?.list()) };
        list.change(|list| list.add_list(key, value))?;
        Ok(())
    })
}

/// Append an empty nested list and begin to fill it: what is added from now on goes into it, until commdn_kvlist_end_list().
///
/// Quicker than commdn_kvlist_add_list(), for nothing is copied. Lists can be begun inside it.
/// Readers see all of `list` as ever, with what was added so far.
///
/// Owns:    nothing; `key` is copied.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_begin_list(
    list: *mut commdn_kvlist,
    key: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        list.change(|list| list.begin_list(key))?;
        Ok(())
    })
}

/// As commdn_kvlist_begin_list(), with a key that need not end with NUL.
///
/// Owns:    nothing; `key` is copied. It may be NULL where its length is 0.
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_begin_list_n(
    list: *mut commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        // SAFETY: NULL is checked; the length is the caller's word.
        let key = unsafe { bytes(key.cast(), key_bytes, "key")? };
        list.change(|list| list.begin_list(key))?;
        Ok(())
    })
}

/// End the nested list that was begun last; what is added from now on goes behind it.
///
/// Not needed at the end: a list can be packed, read and sent with nested lists not ended.
///
/// Owns:    nothing
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND if none is begun.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_end_list(list: *mut commdn_kvlist) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| list.end_list().then_some(()).ok_or_else(not_begun))
    })
}

/// Append copies of all pairs of another list.
///
/// Owns:    nothing; the pairs are copied.
/// Threads: one at a time on `list`; others may read `other`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `other` is `list` itself; COMMDN_ERR_INVALID_LIST if they do not fit in 65,535 bytes: nothing is changed.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_extend(
    list: *mut commdn_kvlist,
    other: *const commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        distinct(list, other)?;
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads). `other` may be a list
        // inside `list`: then it is an object of its own that ends only after the change.
        let (list, other) = unsafe { (borrow_mut(list, "list")?, borrow(other, "other")?.list()) };
        list.change(|list| list.extend(other))?;
        Ok(())
    })
}

fn distinct(list: *const commdn_kvlist, other: *const commdn_kvlist) -> Result<(), Fault> {
    if !list.is_null() && std::ptr::eq(list, other) {
        return Err(invalid("a list cannot be added to itself: add a copy"));
    }
    Ok(())
}
