//! How a site writes and reads user data: the options that `docs/assumptions.md` explains.

use std::ffi::c_char;

use commdn::kvlist::{Charset, ListPrefix, UnicodeLength};
use commdn::message::{AutoCompletionPlace, Dialect};

use crate::error::{Fault, commdn_error};
use crate::guard::{borrow_mut, c_text, ffi_free, ffi_guard, into_handle, invalid, out};
use crate::status::commdn_status;

/// How user data is written and read at a site. NULL stands for the default everywhere.
pub struct commdn_dialect(pub(crate) Dialect);

/// A nested list is written behind one 32-bit length. The default.
pub const COMMDN_LIST_PREFIX_LENGTH32: i32 = 0;
/// A nested list is written behind a 16-bit value length and a 16-bit list length.
pub const COMMDN_LIST_PREFIX_TWO_LENGTHS16: i32 = 1;

/// The length of a unicode value counts bytes. The default.
pub const COMMDN_UNICODE_LENGTH_BYTES: i32 = 0;
/// The length of a unicode value counts UTF-16 units.
pub const COMMDN_UNICODE_LENGTH_UNITS: i32 = 1;

/// GSW_AUTO_COMPLETION is written at the top level of user data. The default.
pub const COMMDN_AUTO_COMPLETION_TOP_LEVEL: i32 = 0;
/// GSW_AUTO_COMPLETION is written inside GSW_CM_AttrProperties.
pub const COMMDN_AUTO_COMPLETION_PROPERTIES: i32 = 1;

/// The dialect behind an argument that may be NULL.
///
/// # Safety
/// NULL or a live object that nobody changes during the call.
pub(crate) unsafe fn or_default(dialect: *const commdn_dialect) -> Dialect {
    // SAFETY: as this function's.
    unsafe { dialect.as_ref() }.map_or(Dialect::DEFAULT, |dialect| dialect.0)
}

fn known<T>(choice: Option<T>, name: &str, number: i32) -> Result<T, Fault> {
    choice.ok_or_else(|| invalid(format!("{name} {number} is unknown")))
}

/// A dialect with the defaults.
///
/// Owns:    `*out_dialect` is the caller's on COMMDN_OK, free it with commdn_dialect_free(); NULL otherwise.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_new(
    out_dialect: *mut *mut commdn_dialect,
) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked.
        let dialect = unsafe { out(out_dialect, "out_dialect")? };
        dialect.give(into_handle(commdn_dialect(Dialect::DEFAULT)));
        Ok(())
    })
}

/// Free a dialect.
///
/// Owns:    takes `dialect`; NULL is harmless. Sessions that were opened with it are not concerned.
/// Threads: any, when nobody else uses `dialect`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_free(dialect: *mut commdn_dialect) {
    ffi_free(dialect)
}

/// Charset of strings and keys, by name: "UTF-8" (the default), "ISO-8859-1", "windows-1251", "shift_jis", "cp949" and others.
///
/// Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without case and punctuation. UTF-16 is refused: strings are bytes.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_charset(
    dialect: *mut commdn_dialect,
    name: *const c_char,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let (dialect, name) = unsafe { (borrow_mut(dialect, "dialect")?, c_text(name, "name")?) };
        dialect.0.charset = Charset::from_name(name).map_err(|error| invalid(error.to_string()))?;
        Ok(())
    })
}

/// How nested lists are written: one of the COMMDN_LIST_PREFIX numbers. Both are read.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_list_prefix(
    dialect: *mut commdn_dialect,
    list_prefix: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let dialect = unsafe { borrow_mut(dialect, "dialect")? };
        let choice = match list_prefix {
            COMMDN_LIST_PREFIX_LENGTH32 => Some(ListPrefix::Length32),
            COMMDN_LIST_PREFIX_TWO_LENGTHS16 => Some(ListPrefix::TwoLengths16),
            _ => None,
        };
        dialect.0.packing.list_prefix = known(choice, "list_prefix", list_prefix)?;
        Ok(())
    })
}

/// What the length of a unicode value counts: one of the COMMDN_UNICODE_LENGTH numbers.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_unicode_length(
    dialect: *mut commdn_dialect,
    unicode_length: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let dialect = unsafe { borrow_mut(dialect, "dialect")? };
        let choice = match unicode_length {
            COMMDN_UNICODE_LENGTH_BYTES => Some(UnicodeLength::Bytes),
            COMMDN_UNICODE_LENGTH_UNITS => Some(UnicodeLength::Units),
            _ => None,
        };
        dialect.0.packing.unicode_length = known(choice, "unicode_length", unicode_length)?;
        Ok(())
    })
}

/// Where GSW_AUTO_COMPLETION is written: one of the COMMDN_AUTO_COMPLETION numbers. Both places are read.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_auto_completion(
    dialect: *mut commdn_dialect,
    place: i32,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let dialect = unsafe { borrow_mut(dialect, "dialect")? };
        let choice = match place {
            COMMDN_AUTO_COMPLETION_TOP_LEVEL => Some(AutoCompletionPlace::TopLevel),
            COMMDN_AUTO_COMPLETION_PROPERTIES => Some(AutoCompletionPlace::Properties),
            _ => None,
        };
        dialect.0.auto_completion = known(choice, "place", place)?;
        Ok(())
    })
}

/// Accept a record cancellation by customer id alone. Default false: the manual makes the phone mandatory.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_cancel_without_phone(
    dialect: *mut commdn_dialect,
    accepted: bool,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow_mut(dialect, "dialect")? }.0.cancel_without_phone = accepted;
        Ok(())
    })
}

/// Most bytes of packed user data in a request. Default 16,000, T-Server's default; at most 65,535.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_max_user_data_bytes(
    dialect: *mut commdn_dialect,
    max_user_data_bytes: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        unsafe { borrow_mut(dialect, "dialect")? }.0.max_user_data_bytes = max_user_data_bytes;
        Ok(())
    })
}

/// What a packed list that is read may hold: bytes, pairs over all levels, and levels of nested lists.
///
/// Defaults 65,535, 13,107 and 32; ceilings 65,535, 13,107 and 64. More than a ceiling counts as the ceiling.
///
/// Owns:    nothing
/// Threads: one at a time on `dialect`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_dialect_set_limits(
    dialect: *mut commdn_dialect,
    max_bytes: usize,
    max_pairs: usize,
    max_depth: usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked; liveness is the caller's duty (Threads).
        let dialect = unsafe { borrow_mut(dialect, "dialect")? };
        let limits = dialect.0.limits.with_max_bytes(max_bytes).with_max_pairs(max_pairs);
        dialect.0.limits = limits.with_max_depth(max_depth);
        Ok(())
    })
}
