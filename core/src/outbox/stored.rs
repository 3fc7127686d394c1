//! Stored form of requests and events in the file: packed user data.

use super::config::Order;
use crate::kvlist::{Charset, KvList, KvRef, Limits, Packing};
use crate::message::{Dialect, Event, MessageType, Request};

/// The request in stored bytes.
pub(super) fn request(bytes: &[u8]) -> Option<Request> {
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvRef::parse_with(bytes, Packing::DEFAULT, &limits).ok()?;
    Request::read(list, &Dialect::DEFAULT)
}

/// Charsets by their numbers in the file. Files outlive programs: append only.
const CHARSETS: &[&str] = &[
    "UTF-8",
    "ISO-8859-1",
    "Big5",
    "EUC-JP",
    "EUC-KR",
    "GBK",
    "IBM866",
    "ISO-2022-JP",
    "ISO-8859-10",
    "ISO-8859-13",
    "ISO-8859-14",
    "ISO-8859-15",
    "ISO-8859-16",
    "ISO-8859-2",
    "ISO-8859-3",
    "ISO-8859-4",
    "ISO-8859-5",
    "ISO-8859-6",
    "ISO-8859-7",
    "ISO-8859-8",
    "ISO-8859-8-I",
    "KOI8-R",
    "KOI8-U",
    "Shift_JIS",
    "gb18030",
    "macintosh",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "x-mac-cyrillic",
];

/// The number of a charset in the file.
pub(super) fn charset_number(charset: Charset) -> i64 {
    let place = CHARSETS.iter().position(|name| *name == charset.name());
    place.and_then(|place| i64::try_from(place).ok()).unwrap_or(0)
}

/// The charset of a number in the file; UTF-8 for one that this build does not know.
fn charset_of(number: i64) -> Charset {
    let name = usize::try_from(number).ok().and_then(|place| CHARSETS.get(place));
    name.and_then(|name| Charset::from_name(name).ok()).unwrap_or_default()
}

/// The event in stored bytes.
pub(super) fn event(bytes: &[u8], charset: i64) -> Option<Event> {
    let charset = charset_of(charset);
    let limits = Limits::DEFAULT.with_max_depth(Limits::MAX_DEPTH);
    let list = KvList::unpack_with(bytes, Packing::DEFAULT, &limits).ok()?;
    Event::new(list, &Dialect::DEFAULT.with_charset(charset)).ok()
}

/// Checksum of an entry's bytes, verified when it is read again: a disk that has changed one is
/// found out.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_charset_comes_back_from_its_number() {
        for (number, name) in (0..).zip(CHARSETS) {
            let charset = match Charset::from_name(name) {
                Ok(charset) => charset,
                Err(error) if cfg!(feature = "charsets") => panic!("{name}: {error}"),
                Err(_) => continue,
            };
            assert_eq!(charset.name(), *name);
            assert_eq!((charset_number(charset), charset_of(number)), (number, charset));
        }
    }
}
