//! Bytes of an open request: its texts, and its packed user data if it may be sent again.
//!
//! Owns one block of memory for both. If the user data is kept, the texts are slices of it; texts
//! that are not found there (another charset, further pairs) are copied behind it. Must not know
//! when a request is sent again: the exchange decides.

use super::fast::text_places::text_places;
use crate::message::{Chain, Record, Request};

/// The length of a text that there is none of; no text is so long.
const NONE: u16 = u16::MAX;

/// The bytes of an open request.
#[derive(Debug)]
pub(super) struct RequestBytes {
    bytes: Box<[u8]>,
    /// How many of them, from the first, are the packed user data; 0: it is not kept.
    body: u32,
    starts: [u32; TEXTS],
    lengths: [u16; TEXTS],
}

/// Most texts of a request that distinguish it from others.
pub(super) const TEXTS: usize = 4;

/// A request's texts in the order in which they are kept here: phone, customer, campaign name,
/// chain.
type Texts<'a> = [Option<&'a str>; TEXTS];

impl RequestBytes {
    /// The texts of `request`, and `packed` with them if it is to be kept.
    pub fn of(request: &Request, packed: &[u8], whole: bool) -> Self {
        let record = request.fields().record.as_ref();
        let texts = record.map_or([None; TEXTS], texts);
        let body = if whole { packed } else { &[] };
        let places = match record {
            Some(record) if whole && request.extra_pairs().is_empty() => {
                text_places(record, packed)
            }
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

    /// Scope within chains of records; `None` for the whole chain, which is what a missing one
    /// means.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kvlist::{Charset, KvList};
    use crate::message::{Dialect, Envelope};

    fn check(request: &Request, dialect: &Dialect, spare: usize) {
        let mut packed = Vec::new();
        request.write(Envelope::new(20, 101), dialect, &mut packed).unwrap();
        let texts = request.fields().record.as_ref().map_or([None; TEXTS], texts);
        for whole in [true, false] {
            let kept = RequestBytes::of(request, &packed, whole);
            let found = [kept.phone(), kept.customer(), kept.campaign_name(), kept.chain()];
            assert_eq!(found, texts.map(|text| text.map(str::as_bytes)), "{request:?}");
            assert_eq!(kept.body(), whole.then_some(packed.as_slice()));
            let len = texts.iter().flatten().map(|text| text.len()).sum();
            assert_eq!(kept.bytes.len(), if whole { packed.len() + spare } else { len });
        }
    }

    #[test]
    #[cfg(not(commdn_no_fast))]
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
