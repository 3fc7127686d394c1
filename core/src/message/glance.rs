//! What tells received messages from each other, found in the one pass that checks their bytes.
//!
//! Finding each attribute by itself walks the list once for each; an answer has ten that matter.
//! Says the same as [`Traffic::of`] and [`super::Event`]'s getters; a property test compares them.

use std::borrow::Cow;

use super::enums::{CmError, GroupStatus, MessageType};
use super::traffic::Traffic;
use super::{Dbid, RecordList, keys};
use crate::kvlist::{Charset, KvError, KvScalar, KvStr, KvVisitor};

/// The numbers that are looked for on the top level.
#[derive(Clone, Copy)]
enum Number {
    MessageType,
    ReferenceId,
    Origin,
    Target,
    Campaign,
    Group,
    Error,
    Status,
}

impl Number {
    const COUNT: usize = 8;

    /// The one with that key. Lengths tell most keys apart before a byte is compared.
    #[inline(always)]
    fn of(key: &[u8]) -> Option<Self> {
        let named = |name: &str, number| (key == name.as_bytes()).then_some(number);
        match key.len() {
            16 => named(keys::ERROR, Self::Error),
            18 => named(keys::MESSAGE_TYPE, Self::MessageType)
                .or_else(|| named(keys::GROUP_ID, Self::Group)),
            21 => named(keys::CAMPAIGN_ID, Self::Campaign),
            22 => named(keys::REFERENCE_ID, Self::ReferenceId)
                .or_else(|| named(keys::ORIGIN_APP_ID, Self::Origin))
                .or_else(|| named(keys::TARGET_APP_ID, Self::Target)),
            26 => named(keys::GROUP_CAMP_STATUS, Self::Status),
            _ => None,
        }
    }
}

/// The texts that are looked for in the list of records.
#[derive(Clone, Copy)]
enum Text {
    Phone,
    Customer,
    CampaignName,
    Chain,
}

impl Text {
    const COUNT: usize = 4;

    #[inline(always)]
    fn of(key: &[u8]) -> Option<Self> {
        let named = |name: &str, text| (key == name.as_bytes()).then_some(text);
        match key.len() {
            9 => named(keys::PHONE, Self::Phone),
            14 => named(keys::CHAIN_ATTR, Self::Chain),
            15 => named(keys::CUSTOMER_ID, Self::Customer),
            17 => named(keys::CAMPAIGN_NAME, Self::CampaignName),
            _ => None,
        }
    }
}

/// The number that a text holds: peers differ in which they send.
#[inline(never)]
fn number_in(scalar: KvScalar<'_>) -> Option<i32> {
    scalar.value().to_int()
}

/// A text as an event tells it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    scalar: KvScalar<'a>,
    charset: Charset,
}

impl<'a> Told<'a> {
    /// Whether it is this text.
    #[inline]
    pub fn is(&self, text: &[u8]) -> bool {
        match self.scalar {
            KvScalar::String(told) if self.charset == Charset::Utf8 && told.bytes() == text => true,
            _ => self.text().as_bytes() == text,
        }
    }

    /// Whether there is nothing in it.
    #[inline]
    pub fn is_empty(&self) -> bool {
        match self.scalar {
            KvScalar::String(told) => told.bytes().is_empty(),
            _ => self.text().is_empty(),
        }
    }

    /// The text.
    pub fn text(&self) -> Cow<'a, str> {
        self.scalar.value().to_text(self.charset).unwrap_or_default()
    }
}

/// What tells a message from others.
#[derive(Debug)]
pub(crate) struct Glance<'a> {
    /// Values of the first pairs with these keys, where they are numbers.
    numbers: [i32; Number::COUNT],
    /// Which of them there are, a bit for each.
    told_numbers: u8,
    /// Keys of numbers that have come, a bit for each: only the first counts.
    seen_numbers: u8,
    texts: [Option<KvScalar<'a>>; Text::COUNT],
    seen_texts: u8,
    list: Option<RecordList>,
    desktop: bool,
    charset: Charset,
    /// Levels below the top.
    depth: usize,
    /// A pair with the key of the properties has come.
    has_properties: bool,
    /// The pairs that come are in the properties, on whatever level.
    in_properties: bool,
    /// On the second level: in the list of records that counts.
    in_record: bool,
    /// Pairs with the keys of the lists of records that have come.
    lists_seen: [bool; 2],
}

impl<'a> Glance<'a> {
    /// Nothing seen yet; texts will be in that charset.
    pub const fn new(charset: Charset) -> Self {
        Self {
            numbers: [0; Number::COUNT],
            told_numbers: 0,
            seen_numbers: 0,
            texts: [None; Text::COUNT],
            seen_texts: 0,
            list: None,
            desktop: false,
            charset,
            depth: 0,
            has_properties: false,
            in_properties: false,
            in_record: false,
            lists_seen: [false; 2],
        }
    }

    /// What kind of user event it is.
    pub fn traffic(&self) -> Traffic {
        match self.number(Number::MessageType) {
            Some(number) => Traffic::CommDn(MessageType(number)),
            None if self.desktop => Traffic::Desktop,
            None => Traffic::Other,
        }
    }

    /// DBID of the application that sent it.
    pub fn origin(&self) -> Option<Dbid> {
        self.number(Number::Origin)
    }

    /// DBID of the application it is for.
    pub fn target(&self) -> Option<Dbid> {
        self.number(Number::Target)
    }

    /// Correlation id.
    pub fn reference_id(&self) -> Option<i32> {
        self.number(Number::ReferenceId)
    }

    /// DBID of the campaign.
    pub fn campaign(&self) -> Option<Dbid> {
        self.number(Number::Campaign)
    }

    /// DBID of the group.
    pub fn group(&self) -> Option<Dbid> {
        self.number(Number::Group)
    }

    /// Status of the campaign group.
    pub fn status(&self) -> Option<GroupStatus> {
        self.number(Number::Status).map(GroupStatus)
    }

    /// The error, if there is one: number 0 is none.
    pub fn error(&self) -> Option<CmError> {
        self.number(Number::Error).map(CmError).filter(|error| *error != CmError::NO)
    }

    /// Which list of records it has, if any.
    pub const fn record_list(&self) -> Option<RecordList> {
        self.list
    }

    /// Phone number of the record.
    pub fn phone(&self) -> Option<Told<'a>> {
        self.text(Text::Phone)
    }

    /// Customer id of the record.
    pub fn customer_id(&self) -> Option<Told<'a>> {
        self.text(Text::Customer)
    }

    /// Campaign name of the record.
    pub fn campaign_name(&self) -> Option<Told<'a>> {
        self.text(Text::CampaignName)
    }

    /// Scope within chains of records.
    pub fn chain(&self) -> Option<Told<'a>> {
        self.text(Text::Chain)
    }

    #[inline(always)]
    fn number(&self, number: Number) -> Option<i32> {
        let told = self.told_numbers & (1 << number as u8) != 0;
        self.numbers.get(number as usize).copied().filter(|_| told)
    }

    #[inline(always)]
    fn text(&self, text: Text) -> Option<Told<'a>> {
        match *self.texts.get(text as usize)? {
            None | Some(KvScalar::Binary(_)) => None,
            Some(scalar) => Some(Told { scalar, charset: self.charset }),
        }
    }

    /// A pair whose value may count, wherever it stands; a list has no scalar.
    #[inline(always)]
    fn see(&mut self, key: &'a [u8], value: Option<KvScalar<'a>>) {
        if self.depth == 0 {
            if let Some(number) = Number::of(key) {
                let bit = 1 << number as u8;
                if self.seen_numbers & bit == 0 {
                    self.seen_numbers |= bit;
                    let value = match value {
                        Some(KvScalar::Int(value)) => Some(value),
                        Some(other) => number_in(other),
                        None => None,
                    };
                    if let (Some(value), Some(place)) =
                        (value, self.numbers.get_mut(number as usize))
                    {
                        *place = value;
                        self.told_numbers |= bit;
                    }
                }
            } else if key == keys::PROPERTIES.as_bytes() {
                self.has_properties = true;
            } else {
                self.desktop |= key == keys::DESKTOP_REQUEST.as_bytes();
                self.desktop |= key == keys::DESKTOP_EVENT.as_bytes();
            }
        } else if self.depth == 2 && self.in_record {
            if let Some(text) = Text::of(key)
                && let Some(first) = self.texts.get_mut(text as usize)
            {
                let bit = 1 << text as u8;
                if self.seen_texts & bit == 0 {
                    self.seen_texts |= bit;
                    *first = value;
                }
            }
        } else if self.depth == 1 && self.in_properties {
            // A list is entered, and marks itself; anything else with its key hides what comes later.
            for (seen, list) in self.lists_seen.iter_mut().zip(LISTS) {
                *seen |= key == list.key().as_bytes();
            }
        }
    }
}

/// The lists of records, the one that counts where both stand first.
const LISTS: [RecordList; 2] = [RecordList::DoNotCall, RecordList::CancelRecord];

/// Bytes that are no packed list; which fault it is nobody asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable;

impl From<KvError> for Unreadable {
    fn from(_: KvError) -> Self {
        Self
    }
}

impl<'a> KvVisitor<'a> for Glance<'a> {
    type Error = Unreadable;

    #[inline(always)]
    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Unreadable> {
        self.see(key.bytes(), Some(value));
        Ok(())
    }

    #[inline(always)]
    fn enter(&mut self, key: KvStr<'a>, _: usize) -> Result<(), Unreadable> {
        let key = key.bytes();
        match self.depth {
            0 if key == keys::PROPERTIES.as_bytes() => self.in_properties = !self.has_properties,
            1 if self.in_properties => {
                for (number, list) in LISTS.into_iter().enumerate() {
                    let seen = self.lists_seen.get(number).is_some_and(|seen| *seen);
                    // Of two lists do_not_call counts, whichever comes first.
                    let counts = number == 0 || self.list.is_none();
                    if key == list.key().as_bytes() && !seen && counts {
                        self.list = Some(list);
                        self.in_record = true;
                        self.texts = [None; Text::COUNT];
                        self.seen_texts = 0;
                    }
                }
            }
            _ => {}
        }
        self.see(key, None);
        self.depth += 1;
        Ok(())
    }

    #[inline(always)]
    fn leave(&mut self) -> Result<(), Unreadable> {
        self.depth -= 1;
        self.in_record &= self.depth >= 2;
        self.in_properties &= self.depth >= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kvlist::{KvList, KvValue, Limits, Packing, visit_checked};
    use crate::message::{Attribute, Chain, Dialect, Event};

    fn glance(bytes: &[u8]) -> (Glance<'_>, KvList) {
        let mut glance = Glance::new(Charset::Utf8);
        let checked =
            visit_checked(bytes, Packing::DEFAULT, &Limits::DEFAULT, &mut glance).unwrap();
        (glance, checked.to_list(Vec::new()))
    }

    /// Keys that matter, one that does not, and values of every type, nested in each other.
    fn lists() -> impl Strategy<Value = KvList> {
        let keys = prop::sample::select(vec![
            keys::MESSAGE_TYPE,
            keys::ERROR,
            keys::REFERENCE_ID,
            keys::ORIGIN_APP_ID,
            keys::TARGET_APP_ID,
            keys::CAMPAIGN_ID,
            keys::GROUP_ID,
            keys::GROUP_CAMP_STATUS,
            keys::PROPERTIES,
            keys::DO_NOT_CALL,
            keys::CANCEL_RECORD,
            keys::PHONE,
            keys::CUSTOMER_ID,
            keys::CAMPAIGN_NAME,
            keys::CHAIN_ATTR,
            keys::DESKTOP_EVENT,
            keys::DESKTOP_REQUEST,
            "other",
        ]);
        let leaf = prop_oneof![Just("1"), Just(" 22 "), Just("x"), Just("")];
        let empty = Just(KvList::new());
        empty.prop_recursive(4, 64, 10, move |inner| {
            let value = (0..5u8, leaf.clone(), any::<i32>(), inner);
            prop::collection::vec((keys.clone(), value), 0..10).prop_map(|pairs| {
                let mut list = KvList::new();
                for (key, (kind, text, number, inner)) in pairs {
                    match kind {
                        0 => list.add_string(key, text),
                        1 => list.add_int(key, number),
                        2 => list.add_binary(key, text),
                        3 => list.add_unicode(key, text),
                        _ => list.add_list(key, &inner),
                    }
                    .unwrap();
                }
                list
            })
        })
    }

    /// The shape of messages, so that records are reached often.
    fn messages() -> impl Strategy<Value = KvList> {
        prop::collection::vec((0..6u8, lists(), lists()), 1..4).prop_map(|parts| {
            let mut message = KvList::new();
            for (shape, one, other) in parts {
                let properties = KvList::build(|out| {
                    for (key, list) in [(keys::DO_NOT_CALL, &one), (keys::CANCEL_RECORD, &other)] {
                        if shape & 1 == 0 || key == keys::CANCEL_RECORD {
                            out.value(key, KvValue::List(list.view()));
                        }
                    }
                    for pair in other.pairs() {
                        out.value(pair.key.bytes(), pair.value);
                    }
                })
                .unwrap();
                if shape < 4 {
                    message.add_list(keys::PROPERTIES, &properties).unwrap();
                }
                message.extend(one.view()).unwrap();
            }
            message
        })
    }

    proptest! {
        #[test]
        fn a_glance_says_what_looking_up_each_attribute_says(message in messages()) {
            let packed = message.pack();
            let (glance, list) = glance(&packed);
            prop_assert_eq!(&list, &message);
            prop_assert_eq!(list.depth(), message.depth());
            prop_assert_eq!(glance.traffic(), Traffic::of(message.view()));
            let number = |attribute: Attribute| attribute.find(message.view())?.to_int();
            prop_assert_eq!(glance.origin(), number(Attribute::Origin));
            prop_assert_eq!(glance.target(), number(Attribute::Target));
            let Ok(event) = Event::new(message.clone(), &Dialect::DEFAULT) else { return Ok(()) };
            prop_assert_eq!(glance.reference_id(), event.reference_id());
            prop_assert_eq!(glance.campaign(), event.campaign());
            prop_assert_eq!(glance.group(), event.group());
            prop_assert_eq!(glance.status(), event.status());
            prop_assert_eq!(glance.error(), event.error());
            let told = [glance.phone(), glance.customer_id(), glance.campaign_name()];
            let found = [event.phone(), event.customer_id(), event.campaign_name()];
            prop_assert_eq!(told.map(|told| told.map(|told| told.text())), found.clone());
            for (told, found) in told.iter().zip(&found) {
                if let (Some(told), Some(found)) = (told, found) {
                    prop_assert!(told.is(found.as_bytes()) && !told.is(b"another"));
                }
            }
            let chain = glance.chain().map(|told| Chain::from(told.text().as_ref()));
            prop_assert_eq!(chain, event.chain());
            let properties = message.get_list(keys::PROPERTIES);
            let list = properties.and_then(|properties| {
                LISTS.into_iter().find(|list| properties.get_list(list.key()).is_some())
            });
            prop_assert_eq!(glance.record_list(), list);
        }
    }

    #[test]
    fn a_text_in_another_charset_is_compared_as_text() {
        let scalar = KvScalar::String(KvStr::new(b"M\xfcller"));
        let told = Told { scalar, charset: Charset::Latin1 };
        assert!(told.is("Müller".as_bytes()) && !told.is(b"M\xfcller"));
    }
}
