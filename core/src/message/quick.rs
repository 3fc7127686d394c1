//! The quick way to write a do-not-call or cancel request: one template, its numbers filled in.
//!
//! A mass import sends nothing else. It takes requests that a session sends in UTF-8, with a
//! reference id and nothing beside addresses and the record; every other request, and every one
//! with a fault, takes the general way, which can also say what is wrong. Both write the same bytes.

use super::dialect::Dialect;
use super::enums::MessageType;
use super::keys;
use super::record::{Chain, Record, RecordList};
use super::request::{Envelope, Request};
use super::validate::MAX_RECORD_TEXT_BYTES;
use crate::kvlist::{
    Charset, has_nul, int_head, int_head_len, list_head, list_head_len, list_prefix, string_head,
    string_head_len,
};

/// An int pair: its head and four bytes.
const fn int_len(key: &str) -> usize {
    int_head_len(key) + 4
}

const COUNT: usize = 2;
const AT_REFERENCE: usize = COUNT + int_len(keys::MESSAGE_TYPE);
const AT_ORIGIN: usize = AT_REFERENCE + int_len(keys::REFERENCE_ID);
const AT_TARGET: usize = AT_ORIGIN + int_len(keys::ORIGIN_APP_ID);
const AT_PROPERTIES: usize = AT_TARGET + int_len(keys::TARGET_APP_ID);
const AT_RECORD: usize = AT_PROPERTIES + list_head_len(keys::PROPERTIES);

/// Everything before the texts, numbers and lengths being zero.
const fn template<const LEN: usize>(message_type: MessageType, record: &str) -> [u8; LEN] {
    const fn put<const LEN: usize>(mut out: [u8; LEN], at: usize, part: &[u8]) -> [u8; LEN] {
        let mut index = 0;
        while index < part.len() {
            out[at + index] = part[index];
            index += 1;
        }
        out
    }
    // The heads come at the start of an array as long as all.
    const fn put_int<const LEN: usize>(out: [u8; LEN], at: usize, key: &str) -> [u8; LEN] {
        let head: [u8; LEN] = int_head(key);
        put(out, at, head.split_at(int_head_len(key)).0)
    }
    let mut out = [0; LEN];
    out[COUNT - 1] = 5;
    out = put_int(out, COUNT, keys::MESSAGE_TYPE);
    out = put(out, AT_REFERENCE - 4, &message_type.0.to_be_bytes());
    out = put_int(out, AT_REFERENCE, keys::REFERENCE_ID);
    out = put_int(out, AT_ORIGIN, keys::ORIGIN_APP_ID);
    out = put_int(out, AT_TARGET, keys::TARGET_APP_ID);
    let properties: [u8; LEN] = list_head(keys::PROPERTIES);
    out = put(out, AT_PROPERTIES, properties.split_at(list_head_len(keys::PROPERTIES)).0);
    out[AT_RECORD - 1] = 1;
    let record_head: [u8; LEN] = list_head(record);
    put(out, AT_RECORD, record_head.split_at(list_head_len(record)).0)
}

/// Zeros behind a template, for texts to be written over; requests with longer ones take the general way.
const TEXTS_ROOM: usize = 512;

const DO_NOT_CALL_LEN: usize = AT_RECORD + list_head_len(keys::DO_NOT_CALL);
static DO_NOT_CALL: [u8; DO_NOT_CALL_LEN + TEXTS_ROOM] =
    template(MessageType::REQ_DO_NOT_CALL, keys::DO_NOT_CALL);
const CANCEL_RECORD_LEN: usize = AT_RECORD + list_head_len(keys::CANCEL_RECORD);
static CANCEL_RECORD: [u8; CANCEL_RECORD_LEN + TEXTS_ROOM] =
    template(MessageType::REQ_CANCEL_RECORD, keys::CANCEL_RECORD);

impl Request {
    /// Write the request if it is a usual one about a record; `None`, and nothing written, if not.
    #[inline(always)]
    pub(super) fn write_quickly(
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

/// What the record's chain is written as; `None` if that is for the general way.
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
                len += string_head_len($key) + 2 + text.len();
            })*
        };
    }
    texts! {
        keys::PHONE: &record.phone, at most MAX_RECORD_TEXT_BYTES;
        // Longer names take the general way.
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
                const HEAD: [u8; string_head_len($key)] = string_head($key);
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
