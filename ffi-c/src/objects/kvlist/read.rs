//! Reading a list: by key, by path, by index.
//!
//! What is given is the list's own (see [`super::list`]); nothing here changes a list.

use std::ffi::c_char;

use crate::boundary::{
    Array, Borrowed, Fault, Out, Text, commdn_status, ffi_get, ffi_status, not_found, wrong_type,
};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::kvlist::list::{CBytes, Pair, Value};

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

pub(crate) fn by_key<'a>(list: &'a commdn_kvlist, key: &[u8]) -> Result<Pair<'a>, Fault> {
    list.table().find(key).ok_or_else(no_such_key)
}

pub(crate) fn at(list: &commdn_kvlist, index: usize) -> Result<Pair<'_>, Fault> {
    list.table().get(index).ok_or_else(no_such_index)
}

pub(crate) fn int(pair: &Pair<'_>) -> Result<i32, Fault> {
    match pair.value {
        Value::Int(number) => Ok(number),
        _ => Err(wrong_type("the value is no int")),
    }
}

pub(crate) fn string<'a>(pair: &Pair<'a>) -> Result<CBytes<'a>, Fault> {
    match pair.value {
        Value::String(text) | Value::Unicode(text) => Ok(text),
        _ => Err(wrong_type("the value is no string")),
    }
}

pub(crate) fn binary<'a>(pair: &Pair<'a>) -> Result<CBytes<'a>, Fault> {
    match pair.value {
        Value::Binary(bytes) | Value::String(bytes) => Ok(bytes),
        _ => Err(wrong_type("the value is not binary")),
    }
}

pub(crate) fn nested<'a>(pair: &Pair<'a>) -> Result<&'a commdn_kvlist, Fault> {
    match pair.value {
        Value::List(list) => Ok(list),
        _ => Err(wrong_type("the value is no list")),
    }
}

/// The index of the first pair with `key`, counted from 0.
///
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_find(
    list: Borrowed<commdn_kvlist>,
    key: Text,
    out_index: Out<usize>,
) -> commdn_status {
    ffi_get(list, out_index, |list| position(list, key.bytes("key")?))
}

/// The index of the first pair with `key`, which need not end with NUL.
///
/// Owns:    `key` may be NULL where its length is 0.
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_find_n(
    list: Borrowed<commdn_kvlist>,
    key: Array<c_char>,
    key_bytes: usize,
    out_index: Out<usize>,
) -> commdn_status {
    ffi_get(list, out_index, |list| position(list, key.bytes(key_bytes, "key")?))
}

/// The index of the first pair with `key`, ASCII letters compared without case.
///
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_find_ignoring_case(
    list: Borrowed<commdn_kvlist>,
    key: Text,
    out_index: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let index = out_index.needed("out_index")?;
        let list = list.get()?;
        let key = key.bytes("key")?;
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
/// Errors:  COMMDN_ERR_NOT_FOUND; COMMDN_ERR_WRONG_TYPE if a key but the last is no list's.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_find_path(
    list: Borrowed<commdn_kvlist>,
    path: Text,
    out_list: Out<*const commdn_kvlist>,
    out_index: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let outs = (out_list.needed("out_list"), out_index.needed("out_index"));
        let (found, index) = (outs.0?, outs.1?);
        let mut list = list.get()?;
        let path = path.bytes("path")?;
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

/// The key of the pair at `index`, counted from 0.
///
/// Owns:    `*out_key` is the list's and ends with NUL; NULL unless COMMDN_OK. `out_key_bytes` may be NULL.
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_key_at(
    list: Borrowed<commdn_kvlist>,
    index: usize,
    out_key: Out<*const c_char>,
    out_key_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let outs = (out_key.needed("out_key"), out_key_bytes.optional());
        let (key, key_bytes) = (outs.0?, outs.1);
        let pair = at(list.get()?, index)?;
        key.give(pair.key.as_ptr());
        key_bytes.give(pair.key.len());
        Ok(())
    })
}

/// The type of the pair at `index`: one of the COMMDN_TYPE numbers.
///
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_type_at(
    list: Borrowed<commdn_kvlist>,
    index: usize,
    out_type: Out<i32>,
) -> commdn_status {
    ffi_get(list, out_type, |list| Ok(at(list, index)?.value.kind().code().into()))
}
