//! The list: made, filled, changed, compared.
//!
//! A handle is the core's list and what C reads of it: [`Pair`]s with NUL-terminated copies,
//! made when the first of them is asked for and dropped with the next change. Nested lists are
//! handles of their own inside their pair, so that everything a getter gives is the list's.

use std::ffi::c_char;
use std::sync::OnceLock;

use commdn::kvlist::{KvList, KvRef, KvType, KvValue};

use crate::error::{Fault, commdn_error};
use crate::guard::{
    borrow, borrow_mut, bytes, c_bytes, c_text, ffi_free, ffi_guard, ffi_value, into_handle,
    invalid, out,
};
use crate::kvlist_read::{no_such_index, no_such_key};
use crate::memory::CText;
use crate::status::commdn_status;

/// An ordered list of key-value pairs (TKVList) that keeps duplicates; the first match wins.
///
/// What the getters give (texts, bytes, nested lists) is the list's own: it ends with the list,
/// and with the next change of the list. Copy a nested list with commdn_kvlist_dup() to keep it.
/// Keys and strings are bytes that end with NUL; their charset is the site's convention.
pub struct commdn_kvlist {
    list: KvList,
    pairs: OnceLock<Box<[Pair]>>,
}

/// A pair as C reads it.
pub(crate) struct Pair {
    pub key: CText,
    pub value: Value,
}

/// A value as C reads it.
pub(crate) enum Value {
    String(CText),
    Int(i32),
    Binary(CText),
    List(Box<commdn_kvlist>),
    /// UTF-8 with U+FFFD for unpaired surrogates.
    Unicode(CText),
}

impl Value {
    fn of(value: KvValue<'_>) -> Self {
        match value {
            KvValue::String(string) => Self::String(CText::new(string.bytes())),
            KvValue::Int(number) => Self::Int(number),
            KvValue::Binary(bytes) => Self::Binary(CText::new(bytes)),
            KvValue::List(list) => Self::List(Box::new(commdn_kvlist::new(list.into()))),
            KvValue::Unicode(wide) => Self::Unicode(CText::new(wide.text_lossy())),
        }
    }

    pub const fn kind(&self) -> KvType {
        match self {
            Self::String(_) => KvType::String,
            Self::Int(_) => KvType::Int,
            Self::Binary(_) => KvType::Binary,
            Self::List(_) => KvType::List,
            Self::Unicode(_) => KvType::Unicode,
        }
    }
}

impl commdn_kvlist {
    pub(crate) const fn new(list: KvList) -> Self {
        Self { list, pairs: OnceLock::new() }
    }

    pub(crate) const fn list(&self) -> &KvList {
        &self.list
    }

    pub(crate) fn view(&self) -> KvRef<'_> {
        self.list.view()
    }

    /// The pairs as C reads them.
    pub(crate) fn pairs(&self) -> &[Pair] {
        self.pairs.get_or_init(|| {
            let pair = |pair: commdn::kvlist::KvPair<'_>| Pair {
                key: CText::new(pair.key.bytes()),
                value: Value::of(pair.value),
            };
            self.list.pairs().map(pair).collect()
        })
    }

    /// Change the list; what C has read of it ends, but not before: it may be what is added.
    fn change<T, E>(&mut self, change: impl FnOnce(&mut KvList) -> Result<T, E>) -> Result<T, E> {
        let result = change(&mut self.list);
        self.pairs.take();
        result
    }
}

impl std::fmt::Debug for commdn_kvlist {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.list.fmt(f)
    }
}

/// A new empty list.
///
/// Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_new(out_list: *mut *mut commdn_kvlist) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked.
        let list = unsafe { out(out_list, "out_list")? };
        list.give(into_handle(commdn_kvlist::new(KvList::new())));
        Ok(())
    })
}

/// A copy of a list, nested lists included.
///
/// Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL otherwise. `list` stays yours.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_dup(
    list: *const commdn_kvlist,
    out_list: *mut *mut commdn_kvlist,
) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (copy, list) = unsafe { (out(out_list, "out_list")?, borrow(list, "list")?) };
        copy.give(into_handle(commdn_kvlist::new(list.list.clone())));
        Ok(())
    })
}

/// Free a list and everything that its getters gave.
///
/// Owns:    takes `list`; NULL is harmless. Never free what is const: it is another object's.
/// Threads: any, when nobody else uses `list`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_free(list: *mut commdn_kvlist) {
    ffi_free(list)
}

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
        list.change(|list| list.add_string(key, value).map(drop))?;
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
        list.change(|list| list.add_string(key, value).map(drop))?;
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
        list.change(|list| list.add_int(key, value).map(drop))?;
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
        list.change(|list| list.add_binary(key, value).map(drop))?;
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
        list.change(|list| list.add_unicode(key, value).map(drop))?;
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
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads). The copy is made
        // before `list` is changed, for `value` may be a list inside it.
        let (key, value) = unsafe { (c_bytes(key, "key")?, borrow(value, "value")?.list.clone()) };
        // SAFETY: as above.
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| list.add_list(key, &value).map(drop))?;
        Ok(())
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
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads). The copy is made
        // before `list` is changed, for `other` may be a list inside it.
        let other = unsafe { borrow(other, "other")?.list.clone() };
        // SAFETY: as above.
        let list = unsafe { borrow_mut(list, "list")? };
        let mut longer = list.list.clone();
        longer.extend(other.view())?;
        list.change(|list| {
            *list = longer;
            Ok(())
        })
    })
}

fn distinct(list: *const commdn_kvlist, other: *const commdn_kvlist) -> Result<(), Fault> {
    if !list.is_null() && std::ptr::eq(list, other) {
        return Err(invalid("a list cannot be added to itself: add a copy"));
    }
    Ok(())
}

/// Remove the first pair with `key`.
///
/// Owns:    nothing
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_remove(
    list: *mut commdn_kvlist,
    key: *const c_char,
) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        list.change(|list| list.remove(key).then_some(()).ok_or_else(no_such_key))
    })
}

/// Remove the pair at `index`, counted from 0.
///
/// Owns:    nothing
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_NOT_FOUND.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_remove_at(
    list: *mut commdn_kvlist,
    index: usize,
) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| list.remove_at(index).then_some(()).ok_or_else(no_such_index))
    })
}

/// Remove all pairs.
///
/// Owns:    nothing
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_clear(list: *mut commdn_kvlist) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| {
            list.clear();
            Ok(())
        })
    })
}

/// Whether two lists have equal pairs in the same order; NULL equals only NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_equal(
    list: *const commdn_kvlist,
    other: *const commdn_kvlist,
) -> bool {
    ffi_value(false, || {
        // SAFETY: NULL or live, the caller's duty.
        match unsafe { (list.as_ref(), other.as_ref()) } {
            (Some(list), Some(other)) => list.list == other.list,
            (None, None) => true,
            _ => false,
        }
    })
}

/// Number of pairs on the top level; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_count(list: *const commdn_kvlist) -> usize {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { list.as_ref() }.map_or(0, |list| list.list.len())
    })
}

/// Levels of nested lists below this one; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_depth(list: *const commdn_kvlist) -> usize {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { list.as_ref() }.map_or(0, |list| list.list.depth())
    })
}
