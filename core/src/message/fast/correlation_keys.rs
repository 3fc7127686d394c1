//! Correlation keys of a message, collected in the one pass that checks its bytes.
//!
//! Separate look-ups walk the list once for each attribute; an answer has ten that matter. Must
//! agree with the plain [`crate::message::correlation::CorrelationKeys`] and the getters of
//! [`crate::message::Event`]: the property test is `keys_of_one_pass_are_those_of_looking_each_up`,
//! below.

use crate::kvlist::{Charset, Checked, KvScalar, KvStr, KvVisitor, visit_checked};
use crate::message::correlation::{LISTS, TextValue, Unreadable};
use crate::message::enums::{CmError, GroupStatus, MessageType};
use crate::message::{Dbid, Dialect, RecordList, Traffic, keys};

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

    /// The one with that key. Lengths distinguish most keys before a byte is compared.
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

/// The attributes that distinguish a message from others.
#[derive(Debug)]
pub(crate) struct CorrelationKeys<'a> {
    /// Values of the first pairs with these keys, where they are numbers.
    numbers: [i32; Number::COUNT],
    /// Which of them there are, a bit for each.
    known_numbers: u8,
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

impl<'a> CorrelationKeys<'a> {
    /// Check the bytes of a message, and read its keys.
    ///
    /// # Errors
    /// [`Unreadable`] if they are not a packed list.
    pub fn read(bytes: &'a [u8], dialect: &Dialect) -> Result<(Self, Checked<'a>), Unreadable> {
        let mut keys = Self::new(dialect.charset);
        let checked = visit_checked(bytes, dialect.packing, &dialect.limits, &mut keys)?;
        Ok((keys, checked))
    }

    /// Nothing seen yet; texts will be in that charset.
    const fn new(charset: Charset) -> Self {
        Self {
            numbers: [0; Number::COUNT],
            known_numbers: 0,
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
    pub fn phone(&self) -> Option<TextValue<'a>> {
        self.text(Text::Phone)
    }

    /// Customer id of the record.
    pub fn customer_id(&self) -> Option<TextValue<'a>> {
        self.text(Text::Customer)
    }

    /// Campaign name of the record.
    pub fn campaign_name(&self) -> Option<TextValue<'a>> {
        self.text(Text::CampaignName)
    }

    /// Scope within chains of records.
    pub fn chain(&self) -> Option<TextValue<'a>> {
        self.text(Text::Chain)
    }

    #[inline(always)]
    fn number(&self, number: Number) -> Option<i32> {
        let told = self.known_numbers & (1 << number as u8) != 0;
        self.numbers.get(number as usize).copied().filter(|_| told)
    }

    #[inline(always)]
    fn text(&self, text: Text) -> Option<TextValue<'a>> {
        match *self.texts.get(text as usize)? {
            None | Some(KvScalar::Binary(_)) => None,
            Some(scalar) => Some(TextValue::new(scalar, self.charset)),
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
                        self.known_numbers |= bit;
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
            // A list is entered, and marks itself; anything else with its key hides what comes
            // later.
            for (seen, list) in self.lists_seen.iter_mut().zip(LISTS) {
                *seen |= key == list.key().as_bytes();
            }
        }
    }
}

impl<'a> KvVisitor<'a> for CorrelationKeys<'a> {
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
    use crate::kvlist::{KvList, KvValue};
    use crate::message::correlation::CorrelationKeys as Plain;
    use crate::message::{Chain, Event};

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
        fn keys_of_one_pass_are_those_of_looking_each_up(message in messages()) {
            let packed = message.pack();
            let (found, checked) = CorrelationKeys::read(&packed, &Dialect::DEFAULT).unwrap();
            let list = checked.to_list(Vec::new());
            prop_assert_eq!(&list, &message);
            prop_assert_eq!(list.depth(), message.depth());
            let (plain, _) = Plain::read(&packed, &Dialect::DEFAULT).unwrap();
            prop_assert_eq!(found.traffic(), plain.traffic());
            prop_assert_eq!(found.origin(), plain.origin());
            prop_assert_eq!(found.target(), plain.target());
            prop_assert_eq!(found.reference_id(), plain.reference_id());
            prop_assert_eq!(found.campaign(), plain.campaign());
            prop_assert_eq!(found.group(), plain.group());
            prop_assert_eq!(found.status(), plain.status());
            prop_assert_eq!(found.error(), plain.error());
            prop_assert_eq!(found.record_list(), plain.record_list());
            let texts = [found.phone(), found.customer_id(), found.campaign_name(), found.chain()];
            let others = [plain.phone(), plain.customer_id(), plain.campaign_name(), plain.chain()];
            for (text, other) in texts.iter().zip(&others) {
                prop_assert_eq!(text.map(|text| text.text()), other.map(|text| text.text()));
                if let (Some(text), Some(other)) = (text, other) {
                    prop_assert!(text.is(other.text().as_bytes()) && !text.is(b"another"));
                }
            }
        }

        #[test]
        fn keys_are_what_an_event_says(message in messages()) {
            let Ok(event) = Event::new(message.clone(), &Dialect::DEFAULT) else { return Ok(()) };
            let packed = message.pack();
            let (found, _) = CorrelationKeys::read(&packed, &Dialect::DEFAULT).unwrap();
            prop_assert_eq!(found.reference_id(), event.reference_id());
            prop_assert_eq!(found.campaign(), event.campaign());
            prop_assert_eq!(found.group(), event.group());
            prop_assert_eq!(found.status(), event.status());
            prop_assert_eq!(found.error(), event.error());
            let texts = [found.phone(), found.customer_id(), found.campaign_name()];
            let others = [event.phone(), event.customer_id(), event.campaign_name()];
            prop_assert_eq!(texts.map(|text| text.map(|text| text.text())), others);
            let chain = found.chain().map(|text| Chain::from(text.text().as_ref()));
            prop_assert_eq!(chain, event.chain());
        }
    }
}
