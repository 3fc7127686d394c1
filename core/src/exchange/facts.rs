//! The facts of a request that its answer may echo.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;

use super::kept::Kept;
use crate::message::spec::RequestSpec;
use crate::message::{Chain, Dbid, Glance, MessageType, RecordList, Request, Told};

/// What tells one request of a type from another.
#[derive(Debug)]
pub(super) struct Facts {
    pub campaign: Option<Dbid>,
    pub group: Option<Dbid>,
    /// Phone, customer, campaign name, and scope within chains.
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
        let Self { campaign, group, kept } = self;
        let texts = [kept.phone(), kept.customer(), kept.campaign_name(), kept.chain()];
        (*campaign, *group, texts)
    }

    /// Whether an event that tells a phone number or a customer tells all of these that there are.
    ///
    /// The late answer to a request for a customer alone would else acknowledge one for a phone of
    /// that customer.
    pub fn told_by(&self, echo: &Echo<'_>) -> bool {
        let (phone, customer) = (echo.phone(), echo.customer());
        if phone.is_none() && customer.is_none() {
            return true;
        }
        (self.kept.phone().is_none() || phone.is_some())
            && (self.kept.customer().is_none() || customer.is_some())
    }

    /// Whether an event tells a phone number, a customer or a campaign name, and there is none.
    ///
    /// The second answer to a request for a phone and its customer would else acknowledge one for
    /// that customer alone, which OCS may never have seen.
    pub fn added_to_by(&self, echo: &Echo<'_>) -> bool {
        let added =
            |mine: Option<&[u8]>, theirs: Option<Told<'_>>| mine.is_none() && theirs.is_some();
        added(self.kept.phone(), echo.phone())
            || added(self.kept.customer(), echo.customer())
            || added(self.kept.campaign_name(), echo.campaign_name())
    }

    /// Whether nothing that the event echoes contradicts these facts.
    pub fn agree(&self, echo: &Echo<'_>) -> bool {
        let number = |mine: Option<Dbid>, theirs: Option<Dbid>| {
            mine.zip(theirs).is_none_or(|(mine, theirs)| mine == theirs)
        };
        let text = |mine: Option<&[u8]>, theirs: Option<Told<'_>>| {
            mine.zip(theirs).is_none_or(|(mine, theirs)| theirs.is(mine))
        };
        let Echo { glance, .. } = echo;
        number(self.campaign, glance.campaign())
            && number(self.group, glance.group())
            && text(self.kept.phone(), echo.phone())
            && text(self.kept.customer(), echo.customer())
            && text(self.kept.campaign_name(), echo.campaign_name())
            && glance.chain().is_none_or(|theirs| theirs.is(self.chain()))
    }

    /// Whether the event tells each of these facts, and no other.
    pub fn are_told_exactly_by(&self, echo: &Echo<'_>) -> bool {
        let text = |mine: Option<&[u8]>, theirs: Option<Told<'_>>| match (mine, theirs) {
            (Some(mine), Some(theirs)) => theirs.is(mine),
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        };
        let Echo { glance, .. } = echo;
        self.campaign == glance.campaign()
            && self.group == glance.group()
            && text(self.kept.phone(), echo.phone())
            && text(self.kept.customer(), echo.customer())
            && text(self.kept.campaign_name(), echo.campaign_name())
            && text(self.kept.chain(), echo.scope())
    }

    /// Scope within chains of records.
    fn chain(&self) -> &[u8] {
        self.kept.chain().unwrap_or(Chain::AllChain.as_str().as_bytes())
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
    pub fn phone(&self) -> Option<Told<'a>> {
        fact(self.glance.phone())
    }

    /// Customer id of the record.
    pub fn customer(&self) -> Option<Told<'a>> {
        fact(self.glance.customer_id())
    }

    /// Campaign name of the record.
    pub fn campaign_name(&self) -> Option<Told<'a>> {
        fact(self.glance.campaign_name())
    }

    /// Scope within chains of records, if it is not the whole chain.
    pub fn scope(&self) -> Option<Told<'a>> {
        self.glance.chain().filter(|chain| !chain.is(Chain::AllChain.as_str().as_bytes()))
    }

    /// What requests with exactly the facts that the event tells have in common, as [`Facts::identity`] has it.
    pub fn identity(&self) -> impl Hash + 'a {
        let bytes = |told: Told<'a>| match told.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::<[u8]>::Owned(text.into_bytes()),
        };
        let texts = [self.phone(), self.customer(), self.campaign_name(), self.scope()];
        (self.glance.campaign(), self.glance.group(), texts.map(|told| told.map(bytes)))
    }

    /// Whether it is one of the messages that answer requests of a type; a refusal, by what it is about.
    pub fn may_answer(&self, spec: &RequestSpec) -> bool {
        if self.message != MessageType::EV_ERROR {
            return spec.answers.contains(&self.message);
        }
        match self.glance.record_list() {
            Some(RecordList::DoNotCall) => spec.request == MessageType::REQ_DO_NOT_CALL,
            Some(RecordList::CancelRecord) => spec.request == MessageType::REQ_CANCEL_RECORD,
            // Only requests about records may go to every OCS.
            None => !self.tells_group() || !spec.target_zero,
        }
    }

    /// Whether it names a campaign or a group.
    fn tells_group(&self) -> bool {
        self.glance.campaign().is_some() || self.glance.group().is_some()
    }

    /// Whether it is a refusal: `CM_EvError`, or any message with an error.
    pub fn is_refusal(&self) -> bool {
        self.message == MessageType::EV_ERROR || self.glance.error().is_some()
    }
}

/// A text that is not empty: an empty one is how some peers write that there is none.
fn fact(told: Option<Told<'_>>) -> Option<Told<'_>> {
    told.filter(|told| !told.is_empty())
}

/// Hashes facts with a key of its own, so that a peer cannot choose texts that collide.
#[derive(Debug, Default)]
pub(super) struct FactHasher(RandomState);

impl FactHasher {
    pub fn hash(&self, value: impl Hash) -> u64 {
        self.0.hash_one(value)
    }
}
