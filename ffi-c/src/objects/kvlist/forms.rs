//! The other forms of a list: packed bytes, and the text that servers write to their logs.

use std::borrow::Cow;
use std::ffi::c_char;

use crate::boundary::status::COMMDN_ERR_BUFFER_TOO_SMALL;
use crate::boundary::{
    Array, Borrowed, Fault, Out, OutOwned, Text, allocate, commdn_error, commdn_status, ffi_guard,
    ffi_status, invalid, utf8,
};
use crate::generated::numbers::kvlist::*;
use crate::objects::dialect::{commdn_dialect, or_default};
use crate::objects::kvlist::commdn_kvlist;
use commdn::kvlist::text::{
    PrintOptions, parse_ocs, parse_sdk, parse_tserver, print_ocs, print_sdk, print_tserver,
};
use commdn::kvlist::{KvList, Packing};

/// The packed form: the list's own bytes, if the packing is the one that lists are kept in.
fn packed(list: &commdn_kvlist, packing: Packing) -> Cow<'_, [u8]> {
    if packing == Packing::DEFAULT {
        return Cow::Borrowed(list.view().bytes());
    }
    let mut packed = Vec::with_capacity(list.list().packed_len());
    list.list().pack_into(&mut packed, packing);
    Cow::Owned(packed)
}

/// The packed form in new memory.
///
/// Owns:    `dialect` may be NULL.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_pack(
    list: Borrowed<commdn_kvlist>,
    dialect: Borrowed<commdn_dialect>,
    out_packed: Out<*mut u8>,
    out_packed_bytes: Out<usize>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let outs = (out_packed.needed("out_packed"), out_packed_bytes.needed("out_packed_bytes"));
        let (data, data_bytes) = (outs.0?, outs.1?);
        let list = list.get()?;
        let dialect = or_default(dialect);
        let packed = packed(list, dialect.packing);
        data.give(allocate(&packed)?);
        data_bytes.give(packed.len());
        Ok(())
    })
}

/// The packed form in the caller's buffer; `*out_packed_bytes` tells how many bytes it takes.
///
/// Owns:    nothing is written to `buffer` unless all of it fits. `buffer` may be NULL to ask for the number. `dialect` may be NULL.
/// Errors:  COMMDN_ERR_BUFFER_TOO_SMALL.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_pack_into(
    list: Borrowed<commdn_kvlist>,
    dialect: Borrowed<commdn_dialect>,
    buffer: Out<u8>,
    buffer_bytes: usize,
    out_packed_bytes: Out<usize>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let packed_bytes = out_packed_bytes.needed("out_packed_bytes")?;
        let list = list.get()?;
        let dialect = or_default(dialect);
        let needed = list.list().packed_len();
        packed_bytes.give(needed);
        let fits = buffer.fill(buffer_bytes, needed, || packed(list, dialect.packing));
        fits.map_err(|room| {
            let text = format!("the packed list has {needed} bytes, buffer_bytes is {room}");
            Fault::new(COMMDN_ERR_BUFFER_TOO_SMALL, text)
        })
    })
}

/// Read a packed list; the dialect's packing and limits count.
///
/// Owns:    `dialect` may be NULL.
/// Errors:  COMMDN_ERR_INVALID_LIST, whose message tells the offset of the fault or the limit.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_unpack(
    packed: Array<u8>,
    packed_bytes: usize,
    dialect: Borrowed<commdn_dialect>,
    out_list: OutOwned<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let list = out_list.needed("out_list")?;
        let data = packed.bytes(packed_bytes, "packed")?;
        let dialect = or_default(dialect);
        let unpacked = KvList::unpack_with(data, dialect.packing, &dialect.limits)?;
        list.give(commdn_kvlist::new(unpacked));
        Ok(())
    })
}

/// The list as a server would log it: `form` is one of the COMMDN_TEXT numbers.
///
/// `header` is the name on the header line, for example "AttributeUserData"; NULL for no header.
/// OCS' form has none. Numbers of the API get their names in OCS' form.
///
/// Owns:    `*out_text`, UTF-8 that ends with NUL, is the caller's on COMMDN_OK, free it with commdn_string_free(); NULL otherwise. `dialect` and `out_text_bytes` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_print(
    list: Borrowed<commdn_kvlist>,
    form: i32,
    header: Text,
    dialect: Borrowed<commdn_dialect>,
    out_text: Out<*mut c_char>,
    out_text_bytes: Out<usize>,
) -> commdn_status {
    ffi_status(|| {
        let outs = (out_text.needed("out_text"), out_text_bytes.optional());
        let (text, text_bytes) = (outs.0?, outs.1);
        let list = list.get()?;
        let dialect = or_default(dialect);
        let header = header.opt_text("header")?;
        let options = PrintOptions::default()
            .with_charset(dialect.charset)
            .with_naming(&crate::objects::enums::name_of_key);
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
/// Owns:    `text` is UTF-8 and need not end with NUL. `dialect` may be NULL.
/// Errors:  COMMDN_ERR_INVALID_LIST if the text is no list or has masked values: the message tells the line or key.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn commdn_kvlist_parse(
    text: Array<c_char>,
    text_bytes: usize,
    form: i32,
    dialect: Borrowed<commdn_dialect>,
    out_list: OutOwned<commdn_kvlist>,
    out_error: OutOwned<commdn_error>,
) -> commdn_status {
    ffi_guard(out_error, || {
        let list = out_list.needed("out_list")?;
        let data = text.bytes(text_bytes, "text")?;
        let dialect = or_default(dialect);
        let data = utf8(data, "text")?;
        let block = match form {
            COMMDN_TEXT_TSERVER => parse_tserver(data)?,
            COMMDN_TEXT_OCS => parse_ocs(data)?,
            COMMDN_TEXT_SDK => parse_sdk(data)?,
            form => return Err(unknown_form(form)),
        };
        list.give(commdn_kvlist::new(block.list.to_list(dialect.charset)?));
        Ok(())
    })
}

fn unknown_form(form: i32) -> Fault {
    invalid(format!("form {form} is none of the COMMDN_TEXT numbers"))
}
