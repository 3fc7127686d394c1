//! Reading a list: by key, by path, by index.
//!
//! What is given is the list's own (see [`crate::kvlist`]); nothing here changes a list.

use std::ffi::c_char;

use crate::error::{Fault, not_found, wrong_type};
use crate::guard::{NO_ERROR, borrow, bytes, c_bytes, ffi_guard, ffi_value, out, out_or_null};
use crate::kvlist::commdn_kvlist;
use crate::kvlist_table::{Pair, Text, Value};
use crate::status::commdn_status;

/// Bytes with a charset view.
pub const COMMDN_TYPE_STRING: i32 = 0;
/// A signed 32-bit number.
pub const COMMDN_TYPE_INT: i32 = 1;
/// Bytes that are no text.
pub const COMMDN_TYPE_BINARY: i32 = 2;
/// A nested list.
pub const COMMDN_TYPE_LIST: i32 = 3;
/// UTF-16 text.
pub const COMMDN_TYPE_UNICODE: i32 = 4;

pub(crate) fn no_such_key() -> Fault {
    not_found("no pair has that key")
}

pub(crate) fn no_such_index() -> Fault {
    not_found("no pair has that index")
}

pub(crate) fn not_begun() -> Fault {
    not_found("no nested list is begun")
}

fn position(list: &commdn_kvlist, key: &[u8]) -> Result<usize, Fault> {
    list.table().position(|candidate| candidate == key).ok_or_else(no_such_key)
}

fn by_key<'a>(list: &'a commdn_kvlist, key: &[u8]) -> Result<Pair<'a>, Fault> {
    list.table().find(key).ok_or_else(no_such_key)
}

fn at(list: &commdn_kvlist, index: usize) -> Result<Pair<'_>, Fault> {
    list.table().get(index).ok_or_else(no_such_index)
}

fn int(pair: &Pair<'_>) -> Result<i32, Fault> {
    match pair.value {
        Value::Int(number) => Ok(number),
        _ => Err(wrong_type("the value is no int")),
    }
}

fn string<'a>(pair: &Pair<'a>) -> Result<Text<'a>, Fault> {
    match pair.value {
        Value::String(text) | Value::Unicode(text) => Ok(text),
        _ => Err(wrong_type("the value is no string")),
    }
}

fn binary<'a>(pair: &Pair<'a>) -> Result<Text<'a>, Fault> {
    match pair.value {
        Value::Binary(bytes) | Value::String(bytes) => Ok(bytes),
        _ => Err(wrong_type("the value is not binary")),
    }
}

fn nested<'a>(pair: &Pair<'a>) -> Result<&'a commdn_kvlist, Fault> {
    match pair.value {
        Value::List(list) => Ok(list),
        _ => Err(wrong_type("the value is no list")),
    }
}

/// The name of a type in lower case, for example "string"; NULL for a number that is no type.
///
/// Owns:    the result is the library's, never free it.
/// Threads: any.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub extern "C" fn commdn_type_name(value_type: i32) -> *const c_char {
    ffi_value(std::ptr::null(), || match value_type {
        COMMDN_TYPE_STRING => c"string".as_ptr(),
        COMMDN_TYPE_INT => c"int".as_ptr(),
        COMMDN_TYPE_BINARY => c"binary".as_ptr(),
        COMMDN_TYPE_LIST => c"list".as_ptr(),
        COMMDN_TYPE_UNICODE => c"unicode".as_ptr(),
        _ => std::ptr::null(),
    })
}

/// The index of the first pair with `key`, counted from 0.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_find(
    list: *const commdn_kvlist,
    key: *const c_char,
    out_index: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (index, list) = unsafe { (out(out_index, "out_index")?, borrow(list, "list")?) };
        // SAFETY: NULL is checked.
        index.give(position(list, unsafe { c_bytes(key, "key")? })?);
        Ok(())
    })
}

/// The index of the first pair with `key`, which need not end with NUL.
///
/// Owns:    nothing; `key` may be NULL where its length is 0.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_find_n(
    list: *const commdn_kvlist,
    key: *const c_char,
    key_bytes: usize,
    out_index: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (index, list) = unsafe { (out(out_index, "out_index")?, borrow(list, "list")?) };
        // SAFETY: NULL is checked; the length is the caller's word.
        index.give(position(list, unsafe { bytes(key.cast(), key_bytes, "key")? })?);
        Ok(())
    })
}

/// The index of the first pair with `key`, ASCII letters compared without case.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_find_ignoring_case(
    list: *const commdn_kvlist,
    key: *const c_char,
    out_index: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (index, list) = unsafe { (out(out_index, "out_index")?, borrow(list, "list")?) };
        // SAFETY: NULL is checked.
        let key = unsafe { c_bytes(key, "key")? };
        let found = list.table().position(|candidate| candidate.eq_ignore_ascii_case(key));
        index.give(found.ok_or_else(no_such_key)?);
        Ok(())
    })
}

/// The pair at the end of a path: keys with "/" between them, each but the last a nested list's.
///
/// For example "GSW_CM_AttrProperties/do_not_call/GSW_PHONE". Keys that contain "/" are found
/// level by level instead. Read the value with the functions that end in _at.
///
/// Owns:    `*out_list` is a list inside `list`, or `list`; it ends with `list`, never free it. NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE if a key but the last is no list's.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_find_path(
    list: *const commdn_kvlist,
    path: *const c_char,
    out_list: *mut *const commdn_kvlist,
    out_index: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs = unsafe { (out(out_list, "out_list"), out(out_index, "out_index")) };
        let (found, index) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (mut list, path) = unsafe { (borrow(list, "list")?, c_bytes(path, "path")?) };
        let mut keys = path.split(|byte| *byte == b'/').peekable();
        while let Some(key) = keys.next() {
            if keys.peek().is_none() {
                index.give(position(list, key)?);
                found.give(list);
            } else {
                list = nested(&by_key(list, key)?)?;
            }
        }
        Ok(())
    })
}

/// The number of the first pair with `key`.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_get_int(
    list: *const commdn_kvlist,
    key: *const c_char,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, list) = unsafe { (out(out_value, "out_value")?, borrow(list, "list")?) };
        // SAFETY: NULL is checked.
        value.give(int(&by_key(list, unsafe { c_bytes(key, "key")? })?)?);
        Ok(())
    })
}

/// The text of the first pair with `key`: a string's bytes, or a unicode value as UTF-8.
///
/// Owns:    `*out_value` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_value_bytes` may be NULL.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_get_string(
    list: *const commdn_kvlist,
    key: *const c_char,
    out_value: *mut *const c_char,
    out_value_bytes: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs = unsafe { (out(out_value, "out_value"), out_or_null(out_value_bytes)) };
        let (value, value_bytes) = (outs.0?, outs.1);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (list, key) = unsafe { (borrow(list, "list")?, c_bytes(key, "key")?) };
        let text = string(&by_key(list, key)?)?;
        value.give(text.as_ptr());
        value_bytes.give(text.len());
        Ok(())
    })
}

/// The bytes of the first pair with `key`, whose value is binary or a string.
///
/// Owns:    `*out_value` is the list's; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_get_binary(
    list: *const commdn_kvlist,
    key: *const c_char,
    out_value: *mut *const u8,
    out_value_bytes: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs =
            unsafe { (out(out_value, "out_value"), out(out_value_bytes, "out_value_bytes")) };
        let (value, value_bytes) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (list, key) = unsafe { (borrow(list, "list")?, c_bytes(key, "key")?) };
        let bytes = binary(&by_key(list, key)?)?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}

/// The nested list of the first pair with `key`.
///
/// Owns:    `*out_value` is the list's, never free it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_get_list(
    list: *const commdn_kvlist,
    key: *const c_char,
    out_value: *mut *const commdn_kvlist,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, list) = unsafe { (out(out_value, "out_value")?, borrow(list, "list")?) };
        // SAFETY: NULL is checked.
        value.give(nested(&by_key(list, unsafe { c_bytes(key, "key")? })?)?);
        Ok(())
    })
}

/// The key of the pair at `index`, counted from 0.
///
/// Owns:    `*out_key` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_key_bytes` may be NULL.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_key_at(
    list: *const commdn_kvlist,
    index: usize,
    out_key: *mut *const c_char,
    out_key_bytes: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs = unsafe { (out(out_key, "out_key"), out_or_null(out_key_bytes)) };
        let (key, key_bytes) = (outs.0?, outs.1);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let pair = at(unsafe { borrow(list, "list")? }, index)?;
        key.give(pair.key.as_ptr());
        key_bytes.give(pair.key.len());
        Ok(())
    })
}

/// The type of the pair at `index`: one of the COMMDN_TYPE numbers.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_type_at(
    list: *const commdn_kvlist,
    index: usize,
    out_type: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value_type, list) = unsafe { (out(out_type, "out_type")?, borrow(list, "list")?) };
        value_type.give(at(list, index)?.value.kind().code().into());
        Ok(())
    })
}

/// The number of the pair at `index`.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_int_at(
    list: *const commdn_kvlist,
    index: usize,
    out_value: *mut i32,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, list) = unsafe { (out(out_value, "out_value")?, borrow(list, "list")?) };
        value.give(int(&at(list, index)?)?);
        Ok(())
    })
}

/// The text of the pair at `index`: a string's bytes, or a unicode value as UTF-8.
///
/// Owns:    `*out_value` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_value_bytes` may be NULL.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_string_at(
    list: *const commdn_kvlist,
    index: usize,
    out_value: *mut *const c_char,
    out_value_bytes: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs = unsafe { (out(out_value, "out_value"), out_or_null(out_value_bytes)) };
        let (value, value_bytes) = (outs.0?, outs.1);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let text = string(&at(unsafe { borrow(list, "list")? }, index)?)?;
        value.give(text.as_ptr());
        value_bytes.give(text.len());
        Ok(())
    })
}

/// The bytes of the pair at `index`, whose value is binary or a string.
///
/// Owns:    `*out_value` is the list's; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_binary_at(
    list: *const commdn_kvlist,
    index: usize,
    out_value: *mut *const u8,
    out_value_bytes: *mut usize,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs =
            unsafe { (out(out_value, "out_value"), out(out_value_bytes, "out_value_bytes")) };
        let (value, value_bytes) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let bytes = binary(&at(unsafe { borrow(list, "list")? }, index)?)?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}

/// The nested list of the pair at `index`.
///
/// Owns:    `*out_value` is the list's, never free it; NULL unless COMMDN_OK.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_list_at(
    list: *const commdn_kvlist,
    index: usize,
    out_value: *mut *const commdn_kvlist,
) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (value, list) = unsafe { (out(out_value, "out_value")?, borrow(list, "list")?) };
        value.give(nested(&at(list, index)?)?);
        Ok(())
    })
}
