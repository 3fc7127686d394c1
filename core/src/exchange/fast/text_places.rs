//! Places of a record's texts in its packed request, found by parsing backwards from its end.
//!
//! Saves an open request the copies of its texts (row M1). Must give no place that does not hold
//! the text: `texts_are_found_in_the_bytes_that_are_kept` and
//! `texts_that_are_not_found_there_are_copied`, in `request_bytes`, hold it against copies.

use crate::exchange::request_bytes::TEXTS;
use crate::message::{Record, keys};

/// Where the texts lie in packed bytes that end with the record's list.
///
/// Counted from the end, and compared: what is not found is copied.
pub(in crate::exchange) fn text_places(record: &Record, packed: &[u8]) -> [Option<usize>; TEXTS] {
    if cfg!(commdn_no_fast) {
        return [None; TEXTS];
    }
    let mut end = packed.len();
    // Takes a pair of that key off the end; tells where its text starts.
    let mut before = |key: &str, text: Option<&str>| {
        let text = text?;
        let start = end.checked_sub(text.len())?;
        // Type, length of the key, the key, and the length of the value.
        end = start.saturating_sub(key.len() + 5);
        let found = packed.get(start..start + text.len())? == text.as_bytes();
        found.then_some(start)
    };
    let chain = record.chain.as_ref().map(|chain| chain.as_str());
    before(keys::MESSAGE, record.message.as_deref());
    let chain = before(keys::CHAIN_ATTR, chain);
    let customer = before(keys::CUSTOMER_ID, record.customer_id.as_deref());
    let campaign_name = before(keys::CAMPAIGN_NAME, record.campaign_name.as_deref());
    let phone = before(keys::PHONE, record.phone.as_deref());
    [phone, customer, campaign_name, chain]
}
