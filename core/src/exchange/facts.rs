//! The facts of a request that its answer may echo.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;

use super::kept::Kept;
use crate::message::{Dbid, Glance, MessageType, Request, Told};

/// What tells one request of a type from another.
#[derive(Debug)]
pub(super) struct Facts {
    pub campaign: Option<Dbid>,
    pub group: Option<Dbid>,
    /// Phone, customer, and campaign name.
    pub kept: Kept,
}

impl Facts {
    /// Those of a request, whose packed user data is kept with them if it is to be kept `whole`.
    pub fn of(request: &Request, packed: &[u8], whole: bool) -> Self {
        let fields = request.fields();
        let kept = Kept::of(request, packed, whole);
        Self { campaign: fields.campaign, group: fields.group, kept }
    }

    /// What requests with the same facts have in common.
    pub fn identity(&self) -> impl Hash + '_ {
        let texts = [self.kept.phone(), self.kept.customer(), self.kept.campaign_name()];
        (self.campaign, self.group, texts)
    }

    /// Whether an event that tells a phone number or a customer tells all of these that there are.
    ///
    /// The late answer to a request for a customer alone would else acknowledge one for a phone of
    /// that customer.
    pub fn told_by(&self, echo: &Echo<'_>) -> bool {
        let (phone, customer) = (echo.glance.phone(), echo.glance.customer_id());
        if phone.is_none() && customer.is_none() {
            return true;
        }
        (self.kept.phone().is_none() || phone.is_some())
            && (self.kept.customer().is_none() || customer.is_some())
    }

    /// Whether nothing that the event echoes contradicts these facts.
    pub fn agree(&self, echo: &Echo<'_>) -> bool {
        // OCS may tell more than it was asked, or echo less.
        let number = |mine: Option<Dbid>, theirs: Option<Dbid>| {
            mine.zip(theirs).is_none_or(|(mine, theirs)| mine == theirs)
        };
        let text = |mine: Option<&[u8]>, theirs: Option<Told<'_>>| {
            mine.zip(theirs).is_none_or(|(mine, theirs)| theirs.is(mine))
        };
        let Echo { glance, .. } = echo;
        number(self.campaign, glance.campaign())
            && number(self.group, glance.group())
            && text(self.kept.phone(), glance.phone())
            && text(self.kept.customer(), glance.customer_id())
            && text(self.kept.campaign_name(), glance.campaign_name())
    }
}

/// What an event echoes of a request's facts.
#[derive(Debug)]
pub(super) struct Echo<'a> {
    pub message: MessageType,
    pub glance: &'a Glance<'a>,
}

impl<'a> Echo<'a> {
    /// Phone number of the record.
    pub fn phone(&self) -> Option<Cow<'a, str>> {
        self.glance.phone().map(|told| told.text())
    }

    /// Customer id of the record.
    pub fn customer(&self) -> Option<Cow<'a, str>> {
        self.glance.customer_id().map(|told| told.text())
    }

    /// Whether it names a campaign or a group.
    pub fn tells_group(&self) -> bool {
        self.glance.campaign().is_some() || self.glance.group().is_some()
    }

    /// Whether it is a refusal: `CM_EvError`, or any message with an error.
    pub fn is_refusal(&self) -> bool {
        self.message == MessageType::EV_ERROR || self.glance.error().is_some()
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
