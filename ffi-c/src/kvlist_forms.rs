//! The other forms of a list: packed bytes, and the text that servers write to their logs.

use std::borrow::Cow;
use std::ffi::c_char;

use commdn::kvlist::text::{
    PrintOptions, parse_ocs, parse_sdk, parse_tserver, print_ocs, print_sdk, print_tserver,
};
use commdn::kvlist::{KvList, Packing};

use crate::dialect::{commdn_dialect, or_default};
use crate::error::{Fault, commdn_error};
use crate::guard::{
    borrow, bytes, c_text, ffi_guard, ffi_value, into_handle, invalid, out, out_or_null, utf8,
};
use crate::kvlist::commdn_kvlist;
use crate::memory::allocate;
use crate::status::{COMMDN_ERR_BUFFER_TOO_SMALL, commdn_status};

/// The log text of T-Server and URS.
pub const COMMDN_TEXT_TSERVER: i32 = 0;
/// The log text of OCS.
pub const COMMDN_TEXT_OCS: i32 = 1;
/// The log text of the vendor's Java and .NET SDK.
pub const COMMDN_TEXT_SDK: i32 = 2;

/// The packed form: the list's own bytes, if the packing is the one that lists are kept in.
fn packed(list: &commdn_kvlist, packing: Packing) -> Cow<'_, [u8]> {
    if packing == Packing::DEFAULT {
        return Cow::Borrowed(list.view().bytes());
    }
    let mut packed = Vec::with_capacity(list.list().packed_len());
    list.list().pack_into(&mut packed, packing);
    Cow::Owned(packed)
}

/// Bytes that packing the list takes, exactly; 0 for NULL.
///
/// Owns:    nothing
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  none
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_packed_bytes(list: *const commdn_kvlist) -> usize {
    ffi_value(0, || {
        // SAFETY: NULL or live, the caller's duty.
        unsafe { list.as_ref() }.map_or(0, |list| list.list().packed_len())
    })
}

/// The packed form in new memory.
///
/// Owns:    `*out_packed` is the caller's on COMMDN_OK, free it with commdn_bytes_free(); NULL otherwise. `dialect` may be NULL.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_pack(
    list: *const commdn_kvlist,
    dialect: *const commdn_dialect,
    out_packed: *mut *mut u8,
    out_packed_bytes: *mut usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs =
            unsafe { (out(out_packed, "out_packed"), out(out_packed_bytes, "out_packed_bytes")) };
        let (data, data_bytes) = (outs.0?, outs.1?);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (list, dialect) = unsafe { (borrow(list, "list")?, or_default(dialect)) };
        let packed = packed(list, dialect.packing);
        data.give(allocate(&packed)?);
        data_bytes.give(packed.len());
        Ok(())
    })
}

/// The packed form in the caller's buffer; `*out_packed_bytes` tells how many bytes it takes.
///
/// Owns:    nothing; nothing is written to `buffer` unless all of it fits. `buffer` may be NULL to ask for the number. `dialect` may be NULL.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_BUFFER_TOO_SMALL.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_pack_into(
    list: *const commdn_kvlist,
    dialect: *const commdn_dialect,
    buffer: *mut u8,
    buffer_bytes: usize,
    out_packed_bytes: *mut usize,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let packed_bytes = unsafe { out(out_packed_bytes, "out_packed_bytes")? };
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (list, dialect) = unsafe { (borrow(list, "list")?, or_default(dialect)) };
        let needed = list.list().packed_len();
        packed_bytes.give(needed);
        if buffer.is_null() || buffer_bytes < needed {
            let room = if buffer.is_null() { 0 } else { buffer_bytes };
            let text = format!("the packed list has {needed} bytes, buffer_bytes is {room}");
            return Err(Fault::new(COMMDN_ERR_BUFFER_TOO_SMALL, text));
        }
        let packed = packed(list, dialect.packing);
        // SAFETY: not NULL, room for all of it by the caller's word, and no memory of a list's or of
        // our own is the caller's.
        unsafe { buffer.copy_from_nonoverlapping(packed.as_ptr(), packed.len()) };
        Ok(())
    })
}

/// Read a packed list; the dialect's packing and limits count.
///
/// Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL otherwise. `dialect` may be NULL.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST, whose message tells the offset of the fault or the limit.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_unpack(
    packed: *const u8,
    packed_bytes: usize,
    dialect: *const commdn_dialect,
    out_list: *mut *mut commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let list = unsafe { out(out_list, "out_list")? };
        // SAFETY: NULL is checked; length and liveness are the caller's duty.
        let (data, dialect) =
            unsafe { (bytes(packed, packed_bytes, "packed")?, or_default(dialect)) };
        let unpacked = KvList::unpack_with(data, dialect.packing, &dialect.limits)?;
        list.give(into_handle(commdn_kvlist::new(unpacked)));
        Ok(())
    })
}

/// The list as a server would log it: `form` is one of the COMMDN_TEXT numbers.
///
/// `header` is the name on the header line, for example "AttributeUserData"; NULL for no header.
/// OCS' form has none. Numbers of the API get their names in OCS' form.
///
/// Owns:    `*out_text`, UTF-8 that ends with NUL, is the caller's on COMMDN_OK, free it with commdn_string_free(); NULL otherwise. `dialect` and `out_text_bytes` may be NULL.
/// Threads: any, at the same time as other readers of `list`.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_print(
    list: *const commdn_kvlist,
    form: i32,
    header: *const c_char,
    dialect: *const commdn_dialect,
    out_text: *mut *mut c_char,
    out_text_bytes: *mut usize,
) -> commdn_status {
    ffi_guard(crate::guard::NO_ERROR, || {
        // SAFETY: NULL is checked below, when both are cleared.
        let outs = unsafe { (out(out_text, "out_text"), out_or_null(out_text_bytes)) };
        let (text, text_bytes) = (outs.0?, outs.1);
        // SAFETY: NULL is checked; liveness is the caller's duty (Owns).
        let (list, dialect) = unsafe { (borrow(list, "list")?, or_default(dialect)) };
        let header = if header.is_null() {
            None
        } else {
            // SAFETY: not NULL; a string by the caller's word.
            Some(unsafe { c_text(header, "header")? })
        };
        let options = PrintOptions::default()
            .with_charset(dialect.charset)
            .with_naming(&crate::enums::name_of_key);
        let printed = match form {
            COMMDN_TEXT_TSERVER => print_tserver(header, list.view(), &options),
            COMMDN_TEXT_OCS => print_ocs(list.view(), &options),
            COMMDN_TEXT_SDK => print_sdk(header, list.view(), &options),
            form => return Err(unknown_form(form)),
        };
        text.give(allocate(printed.as_bytes())?.cast());
        text_bytes.give(printed.len());
        Ok(())
    })
}

/// Read the log text of one list, with or without its header: `form` is one of the COMMDN_TEXT numbers.
///
/// Owns:    `*out_list` is the caller's on COMMDN_OK, free it with commdn_kvlist_free(); NULL otherwise. `text` is UTF-8 and need not end with NUL. `dialect` may be NULL.
/// Threads: any.
/// Blocks:  none
/// Errors:  COMMDN_ERR_INVALID_ARGUMENT; COMMDN_ERR_INVALID_LIST if the text is no list or has masked values: the message tells the line or key.
/// Since:   0.1
#[unsafe(no_mangle)]
pub unsafe extern "C" fn commdn_kvlist_parse(
    text: *const c_char,
    text_bytes: usize,
    form: i32,
    dialect: *const commdn_dialect,
    out_list: *mut *mut commdn_kvlist,
    out_error: *mut *mut commdn_error,
) -> commdn_status {
    ffi_guard(out_error, || {
        // SAFETY: NULL is checked.
        let list = unsafe { out(out_list, "out_list")? };
        // SAFETY: NULL is checked; length and liveness are the caller's duty.
        let (data, dialect) =
            unsafe { (bytes(text.cast(), text_bytes, "text")?, or_default(dialect)) };
        let data = utf8(data, "text")?;
        let block = match form {
            COMMDN_TEXT_TSERVER => parse_tserver(data)?,
            COMMDN_TEXT_OCS => parse_ocs(data)?,
            COMMDN_TEXT_SDK => parse_sdk(data)?,
            form => return Err(unknown_form(form)),
        };
        list.give(into_handle(commdn_kvlist::new(block.list.to_list(dialect.charset)?)));
        Ok(())
    })
}

fn unknown_form(form: i32) -> Fault {
    invalid(format!("form {form} is none of the COMMDN_TEXT numbers"))
}
