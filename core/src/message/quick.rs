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

const DO_NOT_CALL_LEN: usize = AT_RECORD + list_head_len(keys::DO_NOT_CALL);
static DO_NOT_CALL: [u8; DO_NOT_CALL_LEN] =
    template(MessageType::REQ_DO_NOT_CALL, keys::DO_NOT_CALL);
const CANCEL_RECORD_LEN: usize = AT_RECORD + list_head_len(keys::CANCEL_RECORD);
static CANCEL_RECORD: [u8; CANCEL_RECORD_LEN] =
    template(MessageType::REQ_CANCEL_RECORD, keys::CANCEL_RECORD);

impl Request {
    /// Write the request if it is a usual one about a record; `None`, and nothing written, if not.
    #[inline]
    pub(super) fn write_quickly(
        &self,
        envelope: Envelope,
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        let fields = self.fields();
        let record = fields.record.as_ref()?;
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
        if !(alone && utf8 && self.has_no_extra() && envelope.origin > 0 && target >= 0) {
            return None;
        }
        let texts = Texts::of(record)?;
        let numbers = [reference, envelope.origin, target];
        match (self.message_type(), record.list) {
            (MessageType::REQ_DO_NOT_CALL, RecordList::DoNotCall)
                if record.campaign_name.is_none()
                    && (record.phone.is_some() || record.customer_id.is_some()) =>
            {
                texts.write(&DO_NOT_CALL, numbers, dialect, out)
            }
            (MessageType::REQ_CANCEL_RECORD, RecordList::CancelRecord)
                if record.phone.is_some() =>
            {
                texts.write(&CANCEL_RECORD, numbers, dialect, out)
            }
            _ => None,
        }
    }
}

/// The texts of a record, good ones.
struct Texts<'a> {
    record: &'a Record,
    chain: Option<&'a str>,
    /// Their pairs, and the bytes of those.
    count: u8,
    len: usize,
}

impl<'a> Texts<'a> {
    #[inline(always)]
    fn of(record: &'a Record) -> Option<Self> {
        let chain = match &record.chain {
            Some(Chain::Other(_)) => return None,
            chain => chain.as_ref().map(Chain::as_str),
        };
        let mut texts = Self { record, chain, count: 0, len: 0 };
        let short = MAX_RECORD_TEXT_BYTES;
        texts.add(string_head_len(keys::PHONE), record.phone.as_deref(), short)?;
        // Long names take the general way: whether all fits is decided there.
        texts.add(string_head_len(keys::CAMPAIGN_NAME), record.campaign_name.as_deref(), 1024)?;
        texts.add(string_head_len(keys::CUSTOMER_ID), record.customer_id.as_deref(), short)?;
        if let Some(chain) = chain {
            texts.count += 1;
            texts.len += string_head_len(keys::CHAIN_ATTR) + 2 + chain.len();
        }
        Some(texts)
    }

    #[inline(always)]
    fn add(&mut self, head: usize, text: Option<&str>, limit: usize) -> Option<()> {
        if let Some(text) = text {
            if text.is_empty() || text.len() > limit || has_nul(text.as_bytes()) {
                return None;
            }
            self.count += 1;
            self.len += head + 2 + text.len();
        }
        Some(())
    }

    #[inline(always)]
    fn write<const LEN: usize>(
        &self,
        template: &[u8; LEN],
        [reference, origin, target]: [i32; 3],
        dialect: &Dialect,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        let len = LEN + self.len;
        if len > dialect.max_user_data_bytes {
            return None;
        }
        let record_len = u16::try_from(COUNT + self.len).ok()?;
        let properties_len = u16::try_from(LEN - AT_RECORD + COUNT + self.len).ok()?;
        let start = out.len();
        out.reserve(len);
        out.extend_from_slice(template);
        let head: &mut [u8; LEN] = out.get_mut(start..)?.first_chunk_mut()?;
        let mut fill = |at: usize, bytes: [u8; 4]| {
            if let Some(field) = head.get_mut(at..at + 4) {
                field.copy_from_slice(&bytes);
            }
        };
        fill(AT_ORIGIN - 4, reference.to_be_bytes());
        fill(AT_TARGET - 4, origin.to_be_bytes());
        fill(AT_PROPERTIES - 4, target.to_be_bytes());
        let layout = dialect.packing.list_prefix;
        fill(AT_RECORD - COUNT - 4, list_prefix(properties_len, layout));
        fill(LEN - COUNT - 4, list_prefix(record_len, layout));
        if let Some(count) = head.last_mut() {
            *count = self.count;
        }
        macro_rules! texts {
            ($($key:path: $text:expr,)*) => {
                $(if let Some(text) = $text {
                    const HEAD: [u8; string_head_len($key)] = string_head($key);
                    out.extend_from_slice(&HEAD);
                    // No text is longer than 1,024 bytes.
                    out.extend_from_slice(&(text.len() as u16).to_be_bytes());
                    out.extend_from_slice(text.as_bytes());
                })*
            };
        }
        texts! {
            keys::PHONE: &self.record.phone,
            keys::CAMPAIGN_NAME: &self.record.campaign_name,
            keys::CUSTOMER_ID: &self.record.customer_id,
            keys::CHAIN_ATTR: self.chain,
        }
        Some(len)
    }
}
