//! The list as an object: made, copied, emptied, compared, freed.
//!
//! A handle is the core's list, with lists in it that are being filled, and what C reads of
//! it: a [`Table`], made when the first pair is asked for and dropped with the next change.
//! [`crate::kvlist_add`] fills it, [`crate::kvlist_read`] reads it.

use std::ffi::c_char;
use std::sync::OnceLock;

use commdn::kvlist::{KvBuilder, KvList, KvRef};

use crate::guard::{
    NO_ERROR, borrow, borrow_mut, c_bytes, ffi_free, ffi_guard, ffi_value, into_handle, out,
};
use crate::kvlist_read::{no_such_index, no_such_key};
use crate::kvlist_table::Table;
use crate::status::commdn_status;

/// An ordered list of key-value pairs (TKVList) that keeps duplicates; the first match wins.
///
/// What the getters give (texts, bytes, nested lists) is the list's own: it ends with the list,
/// and with the next change of the list. Copy a nested list with commdn_kvlist_dup() to keep it.
/// Keys and strings are bytes that end with NUL; their charset is the site's convention.
pub struct commdn_kvlist {
    builder: KvBuilder,
    table: OnceLock<Table>,
}

impl commdn_kvlist {
    pub(crate) fn new(list: KvList) -> Self {
        Self { builder: list.into(), table: OnceLock::new() }
    }

    pub(crate) const fn list(&self) -> &KvList {
        self.builder.list()
    }

    pub(crate) fn view(&self) -> KvRef<'_> {
        self.list().view()
    }

    /// The pairs as C reads them.
    pub(crate) fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::of(self.list()))
    }

    /// Change the list; what C has read of it ends, but not before: it may be what is added.
    #[inline(always)]
    pub(crate) fn change<T, E>(
        &mut self,
        change: impl FnOnce(&mut KvBuilder) -> Result<T, E>,
    ) -> Result<T, E> {
        let result = change(&mut self.builder);
        if self.table.get().is_some() {
            self.table.take();
        }
        result
    }
}

impl std::fmt::Debug for commdn_kvlist {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.list().fmt(f)
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
    ffi_guard(NO_ERROR, || {
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
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (copy, list) = unsafe { (out(out_list, "out_list")?, borrow(list, "list")?) };
        copy.give(into_handle(commdn_kvlist::new(list.list().clone())));
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

/// Remove the first pair with `key`; lists that were begun are ended.
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
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (list, key) = unsafe { (borrow_mut(list, "list")?, c_bytes(key, "key")?) };
        list.change(|list| list.edit().remove(key).then_some(()).ok_or_else(no_such_key))
    })
}

/// Remove the pair at `index`, counted from 0; lists that were begun are ended.
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
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| list.edit().remove_at(index).then_some(()).ok_or_else(no_such_index))
    })
}

/// Remove all pairs, keeping the memory for what is added next; lists that were begun are ended.
///
/// Owns:    nothing
/// Threads: one at a time on `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_clear(list: *mut commdn_kvlist) -> commdn_status {
    ffi_guard(NO_ERROR, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let list = unsafe { borrow_mut(list, "list")? };
        list.change(|list| {
            list.edit().clear();
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
            (Some(list), Some(other)) => list.list() == other.list(),
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
        unsafe { list.as_ref() }.map_or(0, |list| list.list().len())
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
        unsafe { list.as_ref() }.map_or(0, |list| list.list().depth())
    })
}
