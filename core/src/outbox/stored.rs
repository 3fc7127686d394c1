//! Requests and events as the file keeps them: packed user data.

use super::config::Order;
use crate::kvlist::{Charset, KvList, KvRef, Limits, Packing};
use crate::message::{Dialect, Event, MessageType, Request};

/// The request in stored bytes.
pub(super) fn request(bytes: &[u8]) -> Option<Request> {
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvRef::parse_with(bytes, Packing::DEFAULT, &limits).ok()?;
    Request::read(list, &Dialect::DEFAULT)
}

/// The number of a charset in the file.
pub(super) const fn charset_number(charset: Charset) -> i64 {
    match charset {
        Charset::Utf8 => 0,
        Charset::Latin1 => 1,
    }
}

/// The event in stored bytes.
pub(super) fn event(bytes: &[u8], charset: i64) -> Option<Event> {
    let charset = if charset == 1 { Charset::Latin1 } else { Charset::Utf8 };
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvList::unpack_with(bytes, Packing::DEFAULT, &limits).ok()?;
    Event::new(list, &Dialect::DEFAULT.with_charset(charset)).ok()
}

/// What an entry's bytes must add up to when it is read again: a disk that has changed one is found out.
///
/// Its number is a part, so that a row in another one's place is found out, too.
pub(super) fn checksum(id: i64, message: i32, answers: Option<u32>, request: &[u8]) -> i64 {
    let answers = answers.map_or(-1, i64::from);
    let head = [id.to_le_bytes(), i64::from(message).to_le_bytes(), answers.to_le_bytes()];
    let hash = fnv(head.as_flattened(), request);
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// Which requests this one is ordered with, as a number; requests with equal ones are sent in turn.
///
/// Two customers with the same number, which chance makes one in 2^64, would wait for each other.
pub(super) fn order(request: &Request, order: &Order) -> Option<i64> {
    let fields = request.fields();
    let record = fields.record.as_ref();
    let hash = match order {
        Order::None => return None,
        Order::Text(text) => fnv(b"text", text.as_bytes()),
        Order::Customer => {
            if let Some(customer) = record.and_then(|record| record.customer_id.as_ref()) {
                fnv(b"customer", customer.as_bytes())
            } else if let Some(phone) = record.and_then(|record| record.phone.as_ref()) {
                fnv(b"phone", phone.as_bytes())
            } else {
                let campaign = fields.campaign.unwrap_or(0);
                let group = fields.group.unwrap_or(0);
                fnv(&campaign.to_le_bytes(), &group.to_le_bytes())
            }
        }
    };
    Some(i64::from_ne_bytes(hash.to_ne_bytes()))
}

/// FNV-1a, which is the same everywhere and for ever: the file depends on it.
fn fnv(kind: &[u8], value: &[u8]) -> u64 {
    let bytes = kind.iter().chain(b"\0").chain(value);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The query that tells whether a request that may not be repeated was acted on.
pub(super) fn settling_query(message: MessageType, request: Option<&Request>) -> String {
    let fields = request.map(Request::fields);
    let group = fields.and_then(|fields| fields.group).unwrap_or(0);
    let target = match fields.and_then(|fields| fields.target) {
        Some(target) => format!(" of OCS {target}"),
        None => String::new(),
    };
    let campaign = fields.and_then(|fields| fields.campaign).unwrap_or(0);
    let of = if campaign == 0 {
        format!("the sequence in group {group}")
    } else {
        format!("campaign {campaign} in group {group}")
    };
    format!(
        "whether OCS acted on {message} is not known: ask{target} for the status of {of} \
         ({}), then submit it again if that tells that it did not",
        MessageType::REQ_GET_CAMPAIGN_STATUS
    )
}
