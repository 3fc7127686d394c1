//! The mechanical entry points of `dialect`.
//!
//! Printed from the core's description, do not edit: cargo xtask api

use crate::boundary::{
    BorrowedMut, OutOwned, Owned, Text, choice, commdn_error, commdn_status, ffi_free, ffi_new,
    ffi_try_set, invalid,
};
use crate::objects::dialect::commdn_dialect;
use commdn::kvlist::{Charset, ListPrefix, UnicodeLength};
use commdn::message::AutoCompletionPlace;

/// A dialect with the defaults.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_new(out_dialect: OutOwned<commdn_dialect>) -> commdn_status {
    ffi_new(out_dialect, commdn_dialect::default)
}

/// Free a dialect.
///
/// Owns:    Sessions opened with it keep their copy.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_free(dialect: Owned<commdn_dialect>) {
    ffi_free(dialect)
}

/// Charset of strings and keys, by name: "UTF-8", "ISO-8859-1", "windows-1251", "shift_jis",
/// "cp949" and others. Default "utf-8".
///
/// Names are those of the WHATWG Encoding Standard, of Windows and of Python, compared without case
/// and punctuation. UTF-16 is refused: strings are bytes.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_charset(
    dialect: BorrowedMut<commdn_dialect>,
    charset: Text,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.charset = Charset::from_name(charset.text("charset")?)
            .map_err(|error| invalid(error.to_string()))?;
        Ok(())
    })
}

/// Format of the length of nested lists when written; both are read. One of the COMMDN_LIST_PREFIX
/// numbers.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_list_prefix(
    dialect: BorrowedMut<commdn_dialect>,
    list_prefix: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.packing.list_prefix = choice(
            list_prefix,
            "list_prefix",
            &[(0, ListPrefix::Length32), (1, ListPrefix::TwoLengths16)],
        )?;
        Ok(())
    })
}

/// Unit of the length of a unicode value. One of the COMMDN_UNICODE_LENGTH numbers.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_unicode_length(
    dialect: BorrowedMut<commdn_dialect>,
    unicode_length: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.packing.unicode_length = choice(
            unicode_length,
            "unicode_length",
            &[(0, UnicodeLength::Bytes), (1, UnicodeLength::Units)],
        )?;
        Ok(())
    })
}

/// Position of "GSW_AUTO_COMPLETION" when written; both are read. One of the COMMDN_AUTO_COMPLETION
/// numbers.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_auto_completion(
    dialect: BorrowedMut<commdn_dialect>,
    auto_completion: i32,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.auto_completion = choice(
            auto_completion,
            "auto_completion",
            &[(0, AutoCompletionPlace::TopLevel), (1, AutoCompletionPlace::Properties)],
        )?;
        Ok(())
    })
}

/// Accept a record cancellation without a phone number; the manual makes it mandatory. Default
/// false.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_cancel_without_phone(
    dialect: BorrowedMut<commdn_dialect>,
    cancel_without_phone: bool,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.cancel_without_phone = cancel_without_phone;
        Ok(())
    })
}

/// Maximum size of packed user data in a request. The default is T-Server's; the format allows
/// 65,535. Default 16,000.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_dialect_set_max_user_data_bytes(
    dialect: BorrowedMut<commdn_dialect>,
    max_user_data_bytes: usize,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_try_set(dialect, out_error, |dialect| {
        dialect.0.max_user_data_bytes = max_user_data_bytes;
        Ok(())
    })
}
