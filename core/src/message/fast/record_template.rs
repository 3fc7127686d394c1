//! Template of a do-not-call or cancel request: packed by the compiler, its numbers filled in.
//!
//! A mass import sends nothing else. Takes requests that a session sends in UTF-8, with a reference
//! id and nothing besides addresses and the record. All other requests, and all invalid ones, take
//! the plain path in `request`, which words the errors. Must write the same bytes as that path: the
//! property test is `a_template_writes_what_the_plain_way_writes`, in `message/tests/template.rs`.

use crate::kvlist::{Charset, KvType, has_nul, head_len, int_field, list_prefix, put_head};
use crate::message::dialect::Dialect;
use crate::message::enums::MessageType;
use crate::message::keys;
use crate::message::record::{Chain, Record, RecordList};
use crate::message::request::{Envelope, Request};
use crate::message::validate::MAX_RECORD_TEXT_BYTES;

/// An int pair: its head, its length and four bytes.
const fn int_len(key: &str) -> usize {
    head_len(key) + 2 + 4
}

/// A list pair up to its first pair: its head, its prefix and its count.
const fn list_len(key: &str) -> usize {
    head_len(key) + 4 + COUNT
}

const COUNT: usize = 2;
const AT_REFERENCE: usize = COUNT + int_len(keys::MESSAGE_TYPE);
const AT_ORIGIN: usize = AT_REFERENCE + int_len(keys::REFERENCE_ID);
const AT_TARGET: usize = AT_ORIGIN + int_len(keys::ORIGIN_APP_ID);
const AT_PROPERTIES: usize = AT_TARGET + int_len(keys::TARGET_APP_ID);
const AT_RECORD: usize = AT_PROPERTIES + list_len(keys::PROPERTIES);

/// Everything before the texts; numbers that a request brings, and lengths, are zero.
const fn template<const LEN: usize>(message_type: MessageType, record: &str) -> [u8; LEN] {
    const fn put_int<const LEN: usize>(
        out: [u8; LEN],
        at: usize,
        key: &str,
        value: i32,
    ) -> [u8; LEN] {
        let mut out = put_head(out, at, KvType::Int, key);
        let field = int_field(value);
        let mut index = 0;
        while index < field.len() {
            out[at + head_len(key) + index] = field[index];
            index += 1;
        }
        out
    }
    let mut out = [0; LEN];
    out[COUNT - 1] = 5;
    out = put_int(out, COUNT, keys::MESSAGE_TYPE, message_type.0);
    out = put_int(out, AT_REFERENCE, keys::REFERENCE_ID, 0);
    out = put_int(out, AT_ORIGIN, keys::ORIGIN_APP_ID, 0);
    out = put_int(out, AT_TARGET, keys::TARGET_APP_ID, 0);
    out = put_head(out, AT_PROPERTIES, KvType::List, keys::PROPERTIES);
    out[AT_RECORD - 1] = 1;
    put_head(out, AT_RECORD, KvType::List, record)
}

/// Zeros behind a template, for texts to be written over; requests with longer ones take the plain
/// way.
const TEXTS_ROOM: usize = 512;

const DO_NOT_CALL_LEN: usize = AT_RECORD + list_len(keys::DO_NOT_CALL);
static DO_NOT_CALL: [u8; DO_NOT_CALL_LEN + TEXTS_ROOM] =
    template(MessageType::REQ_DO_NOT_CALL, keys::DO_NOT_CALL);
const CANCEL_RECORD_LEN: usize = AT_RECORD + list_len(keys::CANCEL_RECORD);
static CANCEL_RECORD: [u8; CANCEL_RECORD_LEN + TEXTS_ROOM] =
    template(MessageType::REQ_CANCEL_RECORD, keys::CANCEL_RECORD);

impl Request {
    /// Write the request if it is a usual one about a record; `None`, and nothing written, if not.
    #[inline(always)]
    pub(in crate::message) fn write_by_template(
        &self,
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        let record = self.fields().record.as_ref()?;
        match (self.message_type(), record.list) {
            (MessageType::REQ_DO_NOT_CALL, RecordList::DoNotCall) => {
                self.write_do_not_call(record, envelope, dialect, out)
            }
            (MessageType::REQ_CANCEL_RECORD, RecordList::CancelRecord) => {
                self.write_cancel_record(record, envelope, dialect, out)
            }
            _ => None,
        }
    }

    fn write_do_not_call(
        &self,
        record: &Record,
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        let named = record.phone.is_some() || record.customer_id.is_some();
        if !named || record.campaign_name.is_some() {
            return None;
        }
        self.write_record::<DO_NOT_CALL_LEN>(record, &DO_NOT_CALL, envelope, dialect, out)
    }

    fn write_cancel_record(
        &self,
        record: &Record,
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        record.phone.as_ref()?;
        self.write_record::<CANCEL_RECORD_LEN>(record, &CANCEL_RECORD, envelope, dialect, out)
    }

    #[inline(always)]
    fn write_record<const LEN: usize>(
        &self,
        record: &Record,
        template: &[u8],
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        let fields = self.fields();
        let reference = envelope.reference_id?;
        let target = fields.target.unwrap_or(envelope.target);
        let alone = fields.campaign.is_none()
            & fields.group.is_none()
            & fields.dial_mode.is_none()
            & fields.optimize_by.is_none()
            & fields.optimize_goal.is_none()
            & fields.status.is_none()
            & fields.error.is_none()
            & fields.error_message.is_none()
            & fields.auto_completion.is_none()
            & fields.schedule.is_none()
            & fields.dialing_priority.is_none()
            & record.message.is_none();
        let utf8 = dialect.charset == Charset::Utf8;
        let sendable = self.has_no_extra() & self.has_sendable_phone();
        if !(alone && utf8 && sendable && envelope.origin > 0 && target >= 0) {
            return None;
        }
        let (count, texts_len) = texts(record)?;
        let len = LEN + texts_len;
        if len > dialect.max_user_data_bytes.min(usize::from(u16::MAX)) {
            return None;
        }
        // One copy makes the place; from here on it is a slice, whose ends stay in registers.
        let start = out.len();
        out.extend_from_slice(template.get(..len)?);
        let (head, places) = out.get_mut(start..)?.split_first_chunk_mut::<LEN>()?;
        // Both are less than `len`, which fits 16 bits.
        let (properties, texts) = ((len - AT_RECORD + COUNT) as u16, (texts_len + COUNT) as u16);
        let layout = dialect.packing.list_prefix;
        let mut fill = |at: usize, bytes: [u8; 4]| {
            if let Some(field) = head.get_mut(at..at + 4) {
                field.copy_from_slice(&bytes);
            }
        };
        fill(AT_ORIGIN - 4, reference.to_be_bytes());
        fill(AT_TARGET - 4, envelope.origin.to_be_bytes());
        fill(AT_PROPERTIES - 4, target.to_be_bytes());
        fill(AT_RECORD - COUNT - 4, list_prefix(properties, layout));
        fill(LEN - COUNT - 4, list_prefix(texts, layout));
        if let Some(field) = head.last_mut() {
            *field = count;
        }
        if put_texts(record, places).is_none() {
            out.truncate(start);
            return None;
        }
        Some(len)
    }
}

/// What the record's chain is written as; `None` if that is for the plain way.
#[inline(always)]
fn chain(record: &Record) -> Option<Option<&str>> {
    match &record.chain {
        Some(Chain::Other(_)) => None,
        chain => Some(chain.as_ref().map(Chain::as_str)),
    }
}

/// How many texts the record has, and the bytes of their pairs; `None` if one breaks a rule.
#[inline(always)]
fn texts(record: &Record) -> Option<(u8, usize)> {
    let (mut count, mut len) = (0, 0);
    macro_rules! texts {
        ($($key:path: $text:expr, at most $limit:expr;)*) => {
            $(if let Some(text) = $text {
                if text.is_empty() || text.len() > $limit || has_nul(text.as_bytes()) {
                    return None;
                }
                count += 1;
                len += head_len($key) + 2 + text.len();
            })*
        };
    }
    texts! {
        keys::PHONE: &record.phone, at most MAX_RECORD_TEXT_BYTES;
        // Longer names take the plain way.
        keys::CAMPAIGN_NAME: &record.campaign_name, at most 255;
        keys::CUSTOMER_ID: &record.customer_id, at most MAX_RECORD_TEXT_BYTES;
        keys::CHAIN_ATTR: chain(record)?, at most 16;
    }
    Some((count, len))
}

/// Write the texts that [`texts`] has counted.
#[inline(always)]
fn put_texts(record: &Record, places: &mut [u8]) -> Option<()> {
    let mut rest = places;
    macro_rules! texts {
        ($($key:path: $text:expr;)*) => {
            $(if let Some(text) = $text {
                const HEAD: [u8; head_len($key)] =
                    put_head([0; head_len($key)], 0, KvType::String, $key);
                let (head, after) = rest.split_first_chunk_mut()?;
                *head = HEAD;
                let (field, after) = after.split_first_chunk_mut()?;
                *field = (text.len() as u16).to_be_bytes();
                let (place, after) = after.split_at_mut_checked(text.len())?;
                put_text(text.as_bytes(), place);
                rest = after;
            })*
        };
    }
    texts! {
        keys::PHONE: &record.phone;
        keys::CAMPAIGN_NAME: &record.campaign_name;
        keys::CUSTOMER_ID: &record.customer_id;
        keys::CHAIN_ATTR: chain(record)?;
    }
    rest.is_empty().then_some(())
}

/// Write a text into a place as long as it; 4 to 16 bytes, as nearly all have, without a call.
#[inline(always)]
fn put_text(text: &[u8], place: &mut [u8]) {
    match text.len() {
        8..=16 => put_ends::<8>(text, place),
        4..8 => put_ends::<4>(text, place),
        _ => {
            if let Some(place) = place.get_mut(..text.len()) {
                place.copy_from_slice(text);
            }
        }
    }
}

/// Copy both ends; they overlap where the text is shorter than two of them.
#[inline(always)]
fn put_ends<const N: usize>(text: &[u8], place: &mut [u8]) {
    if let (Some(start), Some(first)) = (place.first_chunk_mut::<N>(), text.first_chunk::<N>()) {
        *start = *first;
    }
    if let (Some(end), Some(last)) = (place.last_chunk_mut::<N>(), text.last_chunk::<N>()) {
        *end = *last;
    }
}
