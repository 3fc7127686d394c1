//! Correlation facts: the attributes of a request that its answer may echo.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};

use foldhash::quality::RandomState;

use super::request_bytes::RequestBytes;
use crate::message::spec::RequestSpec;
use crate::message::{
    Chain, CorrelationKeys, Dbid, GroupStatus, MessageType, RecordList, Request, TextValue,
};

/// Facts that distinguish requests of one type.
#[derive(Debug)]
pub(super) struct CorrelationFacts {
    pub campaign: Option<Dbid>,
    pub group: Option<Dbid>,
    /// Phone, customer, campaign name, and scope within chains.
    pub kept: RequestBytes,
}

impl CorrelationFacts {
    /// Those of a request, whose packed user data is kept with them if it is to be kept `whole`.
    pub fn of(request: &Request, packed: &[u8], whole: bool) -> Self {
        let fields = request.fields();
        let kept = RequestBytes::of(request, packed, whole);
        Self { campaign: fields.campaign, group: fields.group, kept }
    }

    /// Identity shared by requests with the same facts.
    pub fn identity(&self) -> impl Hash + '_ {
        let Self { campaign, group, kept } = self;
        let texts = [kept.phone(), kept.customer(), kept.campaign_name(), kept.chain()];
        (*campaign, *group, texts)
    }

    /// Whether an event with a phone number or a customer has all of these that the request has.
    ///
    /// The late answer to a request for a customer alone would else acknowledge one for a phone of
    /// that customer.
    pub fn match_reply(&self, reply: &Reply<'_>) -> bool {
        let (phone, customer) = (reply.phone(), reply.customer());
        if phone.is_none() && customer.is_none() {
            return true;
        }
        (self.kept.phone().is_none() || phone.is_some())
            && (self.kept.customer().is_none() || customer.is_some())
    }

    /// Whether an event has a phone number, a customer or a campaign name that the request lacks.
    ///
    /// The second answer to a request for a phone and its customer would else acknowledge one for
    /// that customer alone, which OCS may never have seen.
    pub fn added_to_by(&self, reply: &Reply<'_>) -> bool {
        let added =
            |mine: Option<&[u8]>, theirs: Option<TextValue<'_>>| mine.is_none() && theirs.is_some();
        added(self.kept.phone(), reply.phone())
            || added(self.kept.customer(), reply.customer())
            || added(self.kept.campaign_name(), reply.campaign_name())
    }

    /// Whether nothing that the event echoes contradicts these facts.
    pub fn agree(&self, reply: &Reply<'_>) -> bool {
        let number = |mine: Option<Dbid>, theirs: Option<Dbid>| {
            mine.zip(theirs).is_none_or(|(mine, theirs)| mine == theirs)
        };
        let text = |mine: Option<&[u8]>, theirs: Option<TextValue<'_>>| {
            mine.zip(theirs).is_none_or(|(mine, theirs)| theirs.is(mine))
        };
        let Reply { keys, .. } = reply;
        number(self.campaign, keys.campaign())
            && number(self.group, keys.group())
            && text(self.kept.phone(), reply.phone())
            && text(self.kept.customer(), reply.customer())
            && text(self.kept.campaign_name(), reply.campaign_name())
            && keys.chain().is_none_or(|theirs| theirs.is(self.chain()))
    }

    /// Whether the event has exactly these facts.
    pub fn match_reply_exactly(&self, reply: &Reply<'_>) -> bool {
        let text = |mine: Option<&[u8]>, theirs: Option<TextValue<'_>>| match (mine, theirs) {
            (Some(mine), Some(theirs)) => theirs.is(mine),
            (mine, theirs) => mine.is_none() && theirs.is_none(),
        };
        let Reply { keys, .. } = reply;
        self.campaign == keys.campaign()
            && self.group == keys.group()
            && text(self.kept.phone(), reply.phone())
            && text(self.kept.customer(), reply.customer())
            && text(self.kept.campaign_name(), reply.campaign_name())
            && text(self.kept.chain(), reply.scope())
    }

    /// Scope within chains of records.
    fn chain(&self) -> &[u8] {
        self.kept.chain().unwrap_or(Chain::AllChain.as_str().as_bytes())
    }
}

/// The facts of a request that an event echoes.
#[derive(Debug)]
pub(super) struct Reply<'a> {
    pub message: MessageType,
    pub keys: &'a CorrelationKeys<'a>,
}

impl<'a> Reply<'a> {
    /// Phone number of the record.
    pub fn phone(&self) -> Option<TextValue<'a>> {
        fact(self.keys.phone())
    }

    /// Customer id of the record.
    pub fn customer(&self) -> Option<TextValue<'a>> {
        fact(self.keys.customer_id())
    }

    /// Campaign name of the record.
    pub fn campaign_name(&self) -> Option<TextValue<'a>> {
        fact(self.keys.campaign_name())
    }

    /// Scope within chains of records, if it is not the whole chain.
    pub fn scope(&self) -> Option<TextValue<'a>> {
        self.keys.chain().filter(|chain| !chain.is(Chain::AllChain.as_str().as_bytes()))
    }

    /// The common identity of requests with exactly the event's facts, as in [`Facts::identity`].
    pub fn identity(&self) -> impl Hash + 'a {
        let bytes = |told: TextValue<'a>| match told.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::<[u8]>::Owned(text.into_bytes()),
        };
        let texts = [self.phone(), self.customer(), self.campaign_name(), self.scope()];
        (self.keys.campaign(), self.keys.group(), texts.map(|told| told.map(bytes)))
    }

    /// Whether it is one of the messages that answer requests of a type; a refusal, by what it is
    /// about.
    pub fn may_answer(&self, spec: &RequestSpec) -> bool {
        if self.message != MessageType::EV_ERROR {
            return spec.answers.contains(&self.message);
        }
        match self.keys.record_list() {
            Some(RecordList::DoNotCall) => spec.request == MessageType::REQ_DO_NOT_CALL,
            Some(RecordList::CancelRecord) => spec.request == MessageType::REQ_CANCEL_RECORD,
            // Only requests about records may go to every OCS.
            None => !self.tells_group() || !spec.target_zero,
        }
    }

    /// Whether it is an answer to requests of a type, by its message and what that must tell.
    pub fn answers(&self, spec: &RequestSpec) -> bool {
        if !self.may_answer(spec) {
            return false;
        }
        // A status is a borrowed answer of the requests that have none of their own
        // (docs/assumptions.md): it counts when it tells that the group is on its way out.
        let borrowed = self.message == MessageType::EV_CAMPAIGN_STATUS && self.rank(spec) > 0;
        let leaving =
            [GroupStatus::NOT_LOADED, GroupStatus::WAITING_UNLOAD, GroupStatus::UNLOAD_IN_PROGRESS];
        !borrowed || self.keys.status().is_some_and(|status| leaving.contains(&status))
    }

    /// How usual an answer it is to requests of a type; 0 is the most usual.
    pub fn rank(&self, spec: &RequestSpec) -> usize {
        spec.answers.iter().position(|answer| *answer == self.message).unwrap_or(0)
    }

    /// Whether it names a campaign or a group.
    fn tells_group(&self) -> bool {
        self.keys.campaign().is_some() || self.keys.group().is_some()
    }

    /// Whether it is a refusal: `CM_EvError`, or any message with an error.
    pub fn is_refusal(&self) -> bool {
        self.message == MessageType::EV_ERROR || self.keys.error().is_some()
    }
}

/// A text that is not empty: an empty one is how some peers write that there is none.
fn fact(told: Option<TextValue<'_>>) -> Option<TextValue<'_>> {
    told.filter(|told| !told.is_empty())
}

/// Hashes facts with a secret key, so that a peer cannot choose colliding texts.
#[derive(Debug, Default)]
pub(super) struct FactHasher(RandomState);

impl FactHasher {
    pub fn hash(&self, value: impl Hash) -> u64 {
        self.0.hash_one(value)
    }
}
