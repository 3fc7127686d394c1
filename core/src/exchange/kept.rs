//! What is kept of a request while it is open: its texts, and its packed user data where that may have to be sent again.
//!
//! One block of memory for both. The texts of a request that is kept whole are parts of it; where they are not found
//! in their places (another charset, further pairs) copies follow it.

use crate::message::{Chain, Record, Request, keys};

/// The length of a text that there is none of; no text is so long.
const NONE: u16 = u16::MAX;

/// The bytes of an open request.
#[derive(Debug)]
pub(super) struct Kept {
    bytes: Box<[u8]>,
    /// How many of them, from the first, are the packed user data; 0: it is not kept.
    body: u32,
    starts: [u32; TEXTS],
    lengths: [u16; TEXTS],
}

/// How many texts a request may have that tell it from others.
const TEXTS: usize = 4;

/// A request's texts in the order in which they are kept here: phone, customer, campaign name, chain.
type Texts<'a> = [Option<&'a str>; TEXTS];

impl Kept {
    /// The texts of `request`, and `packed` with them if it is to be kept.
    pub fn of(request: &Request, packed: &[u8], whole: bool) -> Self {
        let record = request.fields().record.as_ref();
        let texts = record.map_or([None; TEXTS], texts);
        let body = if whole { packed } else { &[] };
        let places = match record {
            Some(record) if whole && request.extra_pairs().is_empty() => places(record, packed),
            _ => [None; TEXTS],
        };
        let copied = texts.iter().zip(places).filter(|(_, place)| place.is_none());
        let copied: usize = copied.map(|(text, _)| text.map_or(0, str::len)).sum();
        let mut bytes = Vec::with_capacity(body.len() + copied);
        bytes.extend_from_slice(body);
        let (mut starts, mut lengths) = ([0; TEXTS], [NONE; TEXTS]);
        let fields = starts.iter_mut().zip(&mut lengths);
        for ((text, place), (start, length)) in texts.into_iter().zip(places).zip(fields) {
            let Some(text) = text else { continue };
            let place = place.unwrap_or_else(|| {
                bytes.extend_from_slice(text.as_bytes());
                bytes.len() - text.len()
            });
            *start = u32::try_from(place).unwrap_or(u32::MAX);
            *length = u16::try_from(text.len()).unwrap_or(NONE);
        }
        let body = u32::try_from(body.len()).unwrap_or(u32::MAX);
        Self { bytes: bytes.into_boxed_slice(), body, starts, lengths }
    }

    /// The memory, for other bytes; nothing is kept any more.
    pub fn take_room(&mut self) -> Vec<u8> {
        (self.body, self.lengths) = (0, [NONE; TEXTS]);
        std::mem::take(&mut self.bytes).into_vec()
    }

    /// The packed user data, if it is kept.
    pub fn body(&self) -> Option<&[u8]> {
        let body = usize::try_from(self.body).ok().filter(|len| *len > 0)?;
        self.bytes.get(..body)
    }

    /// Phone number.
    pub fn phone(&self) -> Option<&[u8]> {
        self.text(0)
    }

    /// Customer id.
    pub fn customer(&self) -> Option<&[u8]> {
        self.text(1)
    }

    /// Campaign name.
    pub fn campaign_name(&self) -> Option<&[u8]> {
        self.text(2)
    }

    /// Scope within chains of records; `None` for the whole chain, which is what a missing one means.
    pub fn chain(&self) -> Option<&[u8]> {
        self.text(3)
    }

    fn text(&self, number: usize) -> Option<&[u8]> {
        let length = self.lengths.get(number).copied().filter(|length| *length != NONE)?;
        let start = usize::try_from(*self.starts.get(number)?).ok()?;
        self.bytes.get(start..start + usize::from(length))
    }
}

fn texts(record: &Record) -> Texts<'_> {
    let [phone, customer, campaign_name] =
        [&record.phone, &record.customer_id, &record.campaign_name].map(Option::as_deref);
    [phone, customer, campaign_name, scope(record)]
}

/// The scope within chains, if it is not the whole chain.
fn scope(record: &Record) -> Option<&str> {
    record.chain.as_ref().filter(|chain| **chain != Chain::AllChain).map(Chain::as_str)
}

/// Where the texts lie in packed bytes that end with the record's list: counted from the end, and looked at.
fn places(record: &Record, packed: &[u8]) -> [Option<usize>; TEXTS] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kvlist::{Charset, KvList};
    use crate::message::{Chain, Dialect, Envelope};

    fn check(request: &Request, dialect: &Dialect, spare: usize) {
        let mut packed = Vec::new();
        request.write(Envelope::new(20, 101), dialect, &mut packed).unwrap();
        let texts = request.fields().record.as_ref().map_or([None; TEXTS], texts);
        for whole in [true, false] {
            let kept = Kept::of(request, &packed, whole);
            let found = [kept.phone(), kept.customer(), kept.campaign_name(), kept.chain()];
            assert_eq!(found, texts.map(|text| text.map(str::as_bytes)), "{request:?}");
            assert_eq!(kept.body(), whole.then_some(packed.as_slice()));
            let len = texts.iter().flatten().map(|text| text.len()).sum();
            assert_eq!(kept.bytes.len(), if whole { packed.len() + spare } else { len });
        }
    }

    #[test]
    fn texts_are_found_in_the_bytes_that_are_kept() {
        let dnc = || Request::do_not_call().phone("5551234567");
        let all =
            Request::cancel_record().phone_as_is("1").customer_id("C-1").campaign_name("autumn");
        for request in [
            dnc(),
            dnc().customer_id("C1042"),
            dnc().customer_id("C1042").chain(Chain::AllChain),
            Request::do_not_call().customer_id("C"),
            all.clone().chain(Chain::RecordOnly),
            all,
            Request::stop_dialing(1, 2),
        ] {
            check(&request, &Dialect::DEFAULT, 0);
        }
    }

    #[test]
    fn texts_that_are_not_found_there_are_copied() {
        let mut pairs = KvList::new();
        pairs.add_string("further", "pair").unwrap();
        let further = Request::do_not_call().phone_as_is("555").extra(pairs);
        check(&further, &Dialect::DEFAULT, 3);
        let latin = Dialect::DEFAULT.with_charset(Charset::Latin1);
        let other = Request::do_not_call().phone_as_is("555").customer_id("Müller");
        check(&other, &latin, "555Müller".len());
    }
}
