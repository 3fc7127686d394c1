//! The facts of a request that its answer may echo.

use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;

use crate::message::{Attribute, Dbid, Event, Request};

/// What tells one request of a type from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    pub campaign: Option<Dbid>,
    pub group: Option<Dbid>,
    pub phone: Option<Box<str>>,
    pub customer: Option<Box<str>>,
    pub campaign_name: Option<Box<str>>,
}

impl Facts {
    pub fn of(request: &Request) -> Self {
        let fields = request.fields();
        let record = fields.record.as_ref();
        let text = |text: Option<&String>| text.map(|text| text.as_str().into());
        Self {
            campaign: fields.campaign,
            group: fields.group,
            phone: text(record.and_then(|record| record.phone.as_ref())),
            customer: text(record.and_then(|record| record.customer_id.as_ref())),
            campaign_name: text(record.and_then(|record| record.campaign_name.as_ref())),
        }
    }

    /// Whether an event that tells a phone number or a customer tells all of these that there are.
    ///
    /// The late answer to a request for a customer alone would else acknowledge one for a phone of
    /// that customer.
    pub fn told_by(&self, echo: &Echo<'_>) -> bool {
        let phone = self.phone.is_none() || echo.phone.is_some();
        let customer = self.customer.is_none() || echo.customer.is_some();
        (phone && customer) || (echo.phone.is_none() && echo.customer.is_none())
    }

    /// Whether nothing that the event echoes contradicts these facts.
    pub fn agree(&self, echo: &Echo<'_>) -> bool {
        fn same<A: PartialEq<B>, B>(mine: Option<A>, theirs: Option<B>) -> bool {
            match (mine, theirs) {
                (Some(mine), Some(theirs)) => mine == theirs,
                // OCS may tell more than it was asked, or echo less.
                _ => true,
            }
        }
        let text = |theirs: &Option<std::borrow::Cow<'_, str>>, mine: &Option<Box<str>>| {
            same(mine.as_deref(), theirs.as_deref())
        };
        same(self.campaign, echo.campaign)
            && same(self.group, echo.group)
            && text(&echo.phone, &self.phone)
            && text(&echo.customer, &self.customer)
            && text(&echo.campaign_name, &self.campaign_name)
    }
}

/// What an event echoes of a request's facts.
#[derive(Debug)]
pub(super) struct Echo<'a> {
    pub reference: Option<i32>,
    pub campaign: Option<Dbid>,
    pub group: Option<Dbid>,
    pub phone: Option<std::borrow::Cow<'a, str>>,
    pub customer: Option<std::borrow::Cow<'a, str>>,
    pub campaign_name: Option<std::borrow::Cow<'a, str>>,
}

impl<'a> Echo<'a> {
    pub fn of(event: &'a Event) -> Self {
        Self {
            reference: event.reference_id(),
            campaign: event.campaign(),
            group: event.group(),
            phone: event.phone(),
            customer: event.customer_id(),
            campaign_name: event.campaign_name(),
        }
    }

    /// Which record list the event carries, if it tells of records at all.
    pub fn record_list(event: &Event) -> Option<crate::message::RecordList> {
        use crate::message::{RecordList, keys};
        let properties = event.user_data().get_list(keys::PROPERTIES)?;
        [RecordList::DoNotCall, RecordList::CancelRecord]
            .into_iter()
            .find(|list| properties.get_list(list.key()).is_some())
    }

    /// Whether the event names a campaign or a group.
    pub fn tells_group(event: &Event) -> bool {
        event.number(Attribute::Campaign).is_some() || event.number(Attribute::Group).is_some()
    }
}

/// Hashes facts with a key of its own, so that a peer cannot choose texts that collide.
#[derive(Debug, Default)]
pub(super) struct FactHasher(RandomState);

impl FactHasher {
    pub fn hash(&self, value: impl Hash) -> u64 {
        self.0.hash_one(value)
    }
}
