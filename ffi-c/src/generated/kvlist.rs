//! The mechanical entry points of `kvlist`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    Array, Borrowed, BorrowedMut, Out, OutOwned, Owned, Text, commdn_error, commdn_status, ffi_dup,
    ffi_free, ffi_get, ffi_new, ffi_read, ffi_status, ffi_try_set, utf8,
};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::kvlist::read::{at, binary, by_key, int, nested, string};
use commdn::kvlist::KvList;
use std::ffi::c_char;

/// A new empty list.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_new(out_list: OutOwned<commdn_kvlist>) -> commdn_status {
    ffi_new(out_list, || commdn_kvlist::new(KvList::new()))
}

/// A copy of a list, nested lists included.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_dup(
    list: Borrowed<commdn_kvlist>,
    out_list: OutOwned<commdn_kvlist>,
) -> commdn_status {
    ffi_dup(list, out_list)
}

/// Free a list; what its getters returned ends with it.
///
/// Owns:    Never free what is const: it is another object's.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_free(list: Owned<commdn_kvlist>) {
    ffi_free(list)
}

/// Number of pairs on the top level; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_count(list: Borrowed<commdn_kvlist>) -> usize {
    ffi_read(list, 0, |list| list.list().len())
}

/// Levels of nested lists below this one; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_depth(list: Borrowed<commdn_kvlist>) -> usize {
    ffi_read(list, 0, |list| list.list().depth())
}

/// Bytes that packing the list takes, exactly; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_packed_bytes(list: Borrowed<commdn_kvlist>) -> usize {
    ffi_read(list, 0, |list| list.list().packed_len())
}

/// Append a string pair.
///
/// Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_string(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
    value: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes("key")?;
        let value = value.bytes("value")?;
        list.change(|list| list.add_string(key, value))?;
        Ok(())
    })
}

/// Append a string pair whose key and value need not end with NUL.
///
/// Owns:    "key" and "value" may be NULL where their length is 0. Errors:  COMMDN_ERR_INVALID_LIST
/// if it does not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_string_n(
    list: BorrowedMut<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    value: Array<c_char>,
    value_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes(key_bytes, "key")?;
        let value = value.bytes(value_bytes, "value")?;
        list.change(|list| list.add_string(key, value))?;
        Ok(())
    })
}

/// Append an int pair.
///
/// Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_int(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
    value: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes("key")?;
        list.change(|list| list.add_int(key, value))?;
        Ok(())
    })
}

/// Append an int pair whose key need not end with NUL.
///
/// Owns:    "key" may be NULL where its length is 0. Errors:  COMMDN_ERR_INVALID_LIST if it does
/// not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_int_n(
    list: BorrowedMut<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    value: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes(key_bytes, "key")?;
        list.change(|list| list.add_int(key, value))?;
        Ok(())
    })
}

/// Append a binary pair.
///
/// Owns:    "value" may be NULL where its length is 0. Errors:  COMMDN_ERR_INVALID_LIST if it does
/// not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_binary(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
    value: Array<u8>,
    value_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes("key")?;
        let value = value.bytes(value_bytes, "value")?;
        list.change(|list| list.add_binary(key, value))?;
        Ok(())
    })
}

/// Append a binary pair whose key need not end with NUL.
///
/// Owns:    "key" and "value" may be NULL where their length is 0. Errors:  COMMDN_ERR_INVALID_LIST
/// if it does not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_binary_n(
    list: BorrowedMut<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    value: Array<u8>,
    value_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes(key_bytes, "key")?;
        let value = value.bytes(value_bytes, "value")?;
        list.change(|list| list.add_binary(key, value))?;
        Ok(())
    })
}

/// Append a unicode pair; it is packed as UTF-16.
///
/// Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_unicode(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
    value: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes("key")?;
        let value = value.text("value")?;
        list.change(|list| list.add_unicode(key, value))?;
        Ok(())
    })
}

/// Append a unicode pair whose key and value need not end with NUL; it is packed as UTF-16.
///
/// Owns:    "key" and "value" may be NULL where their length is 0. Errors:  COMMDN_ERR_INVALID_LIST
/// if it does not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_unicode_n(
    list: BorrowedMut<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    value: Array<c_char>,
    value_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes(key_bytes, "key")?;
        let value = utf8(value.bytes(value_bytes, "value")?, "value")?;
        list.change(|list| list.add_unicode(key, value))?;
        Ok(())
    })
}

/// The number of the first pair with "key".
///
/// Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_get_int(
    list: Borrowed<commdn_kvlist>,
    key: Text,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(list, out_value, |list| int(&by_key(list, key.bytes("key")?)?))
}

/// The number of the pair at "index".
///
/// Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_int_at(
    list: Borrowed<commdn_kvlist>,
    index: usize,
    out_value: Out<i32>,
) -> commdn_status {
    ffi_get(list, out_value, |list| int(&at(list, index)?))
}

/// The text of the first pair with "key": a string's bytes, or a unicode value as UTF-8.
///
/// Owns:    "*out_value" is the list's and ends with NUL; NULL unless COMMDN_OK. "out_value_bytes"
/// may be NULL. Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_get_string(
    list: Borrowed<commdn_kvlist>,
    key: Text,
    out_value: Out<*const c_char>,
    out_value_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let value = out_value.needed("out_value");
        let value_bytes = out_value_bytes.optional();
        let (value, list) = (value?, list.get()?);
        let bytes = string(&by_key(list, key.bytes("key")?)?)?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}

/// The text of the pair at "index": a string's bytes, or a unicode value as UTF-8.
///
/// Owns:    "*out_value" is the list's and ends with NUL; NULL unless COMMDN_OK. "out_value_bytes"
/// may be NULL. Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_string_at(
    list: Borrowed<commdn_kvlist>,
    index: usize,
    out_value: Out<*const c_char>,
    out_value_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let value = out_value.needed("out_value");
        let value_bytes = out_value_bytes.optional();
        let (value, list) = (value?, list.get()?);
        let bytes = string(&at(list, index)?)?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}

/// The bytes of the first pair with "key", whose value is binary or a string.
///
/// Owns:    "*out_value" is the list's; NULL unless COMMDN_OK. Errors:  COMMDN_ERR_NOT_FOUND;
/// COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_get_binary(
    list: Borrowed<commdn_kvlist>,
    key: Text,
    out_value: Out<*const u8>,
    out_value_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let value = out_value.needed("out_value");
        let value_bytes = out_value_bytes.needed("out_value_bytes")?;
        let (value, list) = (value?, list.get()?);
        let bytes = binary(&by_key(list, key.bytes("key")?)?)?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}

/// The bytes of the pair at "index", whose value is binary or a string.
///
/// Owns:    "*out_value" is the list's; NULL unless COMMDN_OK. Errors:  COMMDN_ERR_NOT_FOUND;
/// COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_binary_at(
    list: Borrowed<commdn_kvlist>,
    index: usize,
    out_value: Out<*const u8>,
    out_value_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let value = out_value.needed("out_value");
        let value_bytes = out_value_bytes.needed("out_value_bytes")?;
        let (value, list) = (value?, list.get()?);
        let bytes = binary(&at(list, index)?)?;
        value.give(bytes.as_ptr().cast());
        value_bytes.give(bytes.len());
        Ok(())
    })
}

/// The nested list of the first pair with "key".
///
/// Owns:    "*out_value" is the list's, never free it; NULL unless COMMDN_OK. Errors:
/// COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_get_list(
    list: Borrowed<commdn_kvlist>,
    key: Text,
    out_value: Out<*const commdn_kvlist>,
) -> commdn_status {
    ffi_get(list, out_value, |list| Ok(nested(&by_key(list, key.bytes("key")?)?)?))
}

/// The nested list of the pair at "index".
///
/// Owns:    "*out_value" is the list's, never free it; NULL unless COMMDN_OK. Errors:
/// COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_list_at(
    list: Borrowed<commdn_kvlist>,
    index: usize,
    out_value: Out<*const commdn_kvlist>,
) -> commdn_status {
    ffi_get(list, out_value, |list| Ok(nested(&at(list, index)?)?))
}
