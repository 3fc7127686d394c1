//! Filling a list: pairs at its end, or at the end of a list in it that is being filled.
//!
//! Functions whose names end in _n take keys and values that need not end with NUL.

use std::ffi::c_char;

use crate::boundary::{
    Array, Borrowed, BorrowedMut, Fault, OutOwned, Text, commdn_error, commdn_status, ffi_guard,
    ffi_status, ffi_try_set, invalid,
};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::kvlist::read::not_begun;

/// Append a copy of another list.
///
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_list(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
    value: Borrowed<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        distinct(&list, value)?;
        // inside `list`: then it is an object of its own that ends only after the change.
        let key = key.bytes("key")?;
        let value = value.named("value")?.list();
        let list = list.get()?;
        list.change(|list| list.add_list(key, value))?;
        Ok(())
    })
}

/// Append a copy of another list under a key that need not end with NUL.
///
/// Owns:    `key` may be NULL where its length is 0.
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `value` is `list` itself; COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_add_list_n(
    list: BorrowedMut<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    value: Borrowed<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        distinct(&list, value)?;
        let key = key.bytes(key_bytes, "key")?;
        let list = list.get()?;
        let value = value.named("value")?.list();
        list.change(|list| list.add_list(key, value))?;
        Ok(())
    })
}

/// Append an empty nested list and begin to fill it: what is added from now on goes into it, until commdn_kvlist_end_list().
///
/// Quicker than commdn_kvlist_add_list(), for nothing is copied. Lists can be begun inside it.
/// Readers see all of `list` as ever, with what was added so far.
///
/// Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_begin_list(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes("key")?;
        list.change(|list| list.begin_list(key))?;
        Ok(())
    })
}

/// As commdn_kvlist_begin_list(), with a key that need not end with NUL.
///
/// Owns:    `key` may be NULL where its length is 0.
/// Errors:  COMMDN_ERR_INVALID_LIST if it does not fit in 65,535 bytes or nests deeper than 64: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_begin_list_n(
    list: BorrowedMut<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(list, out_error, |list| {
        let key = key.bytes(key_bytes, "key")?;
        list.change(|list| list.begin_list(key))?;
        Ok(())
    })
}

/// End the nested list that was begun last; what is added from now on goes behind it.
///
/// Not needed at the end: a list can be packed, read and sent with nested lists not ended.
///
/// Errors:  COMMDN_ERR_NOT_FOUND if none is begun.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_end_list(list: BorrowedMut<commdn_kvlist>) -> commdn_status {
    ffi_status(|| {
        let list = list.get()?;
        list.change(|list| list.end_list().then_some(()).ok_or_else(not_begun))
    })
}

/// Append copies of all pairs of another list.
///
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT, also if `other` is `list` itself; COMMDN_ERR_INVALID_LIST if they do not fit in 65,535 bytes: nothing is changed.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_extend(
    list: BorrowedMut<commdn_kvlist>,
    other: Borrowed<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        distinct(&list, other)?;
        // inside `list`: then it is an object of its own that ends only after the change.
        let list = list.get()?;
        let other = other.named("other")?.list();
        list.change(|list| list.extend(other))?;
        Ok(())
    })
}

fn distinct(
    list: &BorrowedMut<commdn_kvlist>,
    other: Borrowed<commdn_kvlist>,
) -> Result<(), Fault> {
    if list.is(other) {
        return Err(invalid("a list cannot be added to itself: add a copy"));
    }
    Ok(())
}
