//! Lists made, copied, emptied, compared, freed.

use crate::boundary::{Borrowed, BorrowedMut, Text, commdn_status, ffi_status, ffi_value};
use crate::objects::kvlist::commdn_kvlist;
use crate::objects::kvlist::read::{no_such_index, no_such_key};

/// Remove the first pair with `key`; lists that were begun are ended.
///
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_remove(
    list: BorrowedMut<commdn_kvlist>,
    key: Text,
) -> commdn_status {
    ffi_status(|| {
        let list = list.get()?;
        let key = key.bytes("key")?;
        list.change(|list| list.edit().remove(key).then_some(()).ok_or_else(no_such_key))
    })
}

/// Remove the pair at `index`, counted from 0; lists that were begun are ended.
///
/// Errors:  COMMDN_ERR_NOT_FOUND.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_remove_at(
    list: BorrowedMut<commdn_kvlist>,
    index: usize,
) -> commdn_status {
    ffi_status(|| {
        let list = list.get()?;
        list.change(|list| list.edit().remove_at(index).then_some(()).ok_or_else(no_such_index))
    })
}

/// Remove all pairs, keeping the memory for what is added next; lists that were begun are ended.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_clear(list: BorrowedMut<commdn_kvlist>) -> commdn_status {
    ffi_status(|| {
        let list = list.get()?;
        list.change(|list| {
            list.edit().clear();
            Ok(())
        })
    })
}

/// Whether two lists have equal pairs in the same order; NULL equals only NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_equal(
    list: Borrowed<commdn_kvlist>,
    other: Borrowed<commdn_kvlist>,
) -> bool {
    ffi_value(false, || match (list.opt(), other.opt()) {
        (Some(list), Some(other)) => list.list() == other.list(),
        (None, None) => true,
        _ => false,
    })
}
