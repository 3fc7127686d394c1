//! What the chapter's *Communication Structure* says of each request, as one table.
//!
//! Read by validation, by correlation (which answers fit) and by anyone who wants to show it.

use super::attribute::{Attribute, AttributeSet};
use super::enums::MessageType;

/// A rule about the attributes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The campaign's DBID, or a schedule.
    CampaignOrSchedule,
    /// The campaign's DBID.
    Campaign,
    /// The group's DBID.
    Group,
    /// Dialling mode, method and goal; a schedule tells them per item.
    Dialing,
    /// The same, of what is loaded: what is not given is written as not changed (0).
    DialingOrUnchanged,
    /// Phone number or customer id.
    PhoneOrCustomer,
    /// Phone number; or customer id where the dialect says so.
    Phone,
}

/// One request: what it must and may carry, and what answers it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RequestSpec {
    /// Its number.
    pub request: MessageType,
    /// What is mandatory, beside origin and target.
    pub rules: &'static [Rule],
    /// What else it may carry.
    pub optional: &'static [Attribute],
    /// The messages that acknowledge it; `CM_EvError` may always come instead.
    pub answers: &'static [MessageType],
    /// Whether target 0, every OCS on the DN, is allowed.
    pub target_zero: bool,
    /// Whether sending it twice does no more than sending it once.
    pub repeat_safe: bool,
    /// All that it may carry, as [`RequestSpec::takes`] tells.
    pub(super) all: AttributeSet,
}

const CONTROL: &[Attribute] = &[Attribute::AutoCompletion, Attribute::DialingPriority];
const MODE: &[Attribute] = &[Attribute::DialMode, Attribute::OptimizeBy, Attribute::OptimizeGoal];

/// What the chapter shows in every request (`GSW_CM_AttrError` 0 among it), and the envelope's.
const ALWAYS: &[Attribute] =
    &[Attribute::Origin, Attribute::Target, Attribute::ReferenceId, Attribute::Error];

/// What a request with these rules may carry.
const fn all_of(rules: &[Rule], optional: &[Attribute]) -> AttributeSet {
    let mut all = AttributeSet::of(ALWAYS).or(AttributeSet::of(optional));
    let mut rest = rules;
    while let [first, others @ ..] = rest {
        all = all.or(AttributeSet::of(match first {
            Rule::CampaignOrSchedule => &[Attribute::Campaign, Attribute::Schedule],
            Rule::Campaign => &[Attribute::Campaign],
            Rule::Group => &[Attribute::Group],
            Rule::Dialing | Rule::DialingOrUnchanged => MODE,
            Rule::PhoneOrCustomer | Rule::Phone => &[Attribute::Phone, Attribute::CustomerId],
        }));
        rest = others;
    }
    all
}

const fn campaign(
    request: MessageType,
    rules: &'static [Rule],
    optional: &'static [Attribute],
    answers: &'static [MessageType],
) -> RequestSpec {
    RequestSpec {
        request,
        rules,
        optional,
        answers,
        target_zero: false,
        repeat_safe: false,
        all: all_of(rules, optional),
    }
}

const fn record(
    request: MessageType,
    rules: &'static [Rule],
    optional: &'static [Attribute],
    answers: &'static [MessageType],
) -> RequestSpec {
    RequestSpec {
        request,
        rules,
        optional,
        answers,
        target_zero: true,
        repeat_safe: true,
        all: all_of(rules, optional),
    }
}

/// Every request, in the order of the chapter's table, then those it only lists by number.
pub static REQUESTS: [RequestSpec; 10] = [
    campaign(
        MessageType::REQ_LOAD_CAMPAIGN,
        &[Rule::CampaignOrSchedule, Rule::Group, Rule::Dialing],
        CONTROL,
        &[MessageType::EV_CAMPAIGN_LOADED],
    ),
    campaign(
        MessageType::REQ_UNLOAD_CAMPAIGN,
        &[Rule::CampaignOrSchedule, Rule::Group],
        &[],
        &[MessageType::EV_CAMPAIGN_UNLOADED],
    ),
    RequestSpec {
        repeat_safe: true,
        ..campaign(
            MessageType::REQ_GET_CAMPAIGN_STATUS,
            &[Rule::CampaignOrSchedule, Rule::Group],
            &[],
            &[MessageType::EV_CAMPAIGN_STATUS],
        )
    },
    campaign(
        MessageType::REQ_SET_DIALING_MODE,
        &[Rule::CampaignOrSchedule, Rule::Group, Rule::DialingOrUnchanged],
        CONTROL,
        &[MessageType::EV_DIALING_MODE_CHANGED],
    ),
    campaign(
        MessageType::REQ_START_DIALING,
        &[Rule::CampaignOrSchedule, Rule::Group, Rule::DialingOrUnchanged],
        CONTROL,
        &[MessageType::EV_DIALING_STARTED],
    ),
    campaign(
        MessageType::REQ_STOP_DIALING,
        &[Rule::CampaignOrSchedule, Rule::Group],
        &[],
        &[MessageType::EV_DIALING_STOPPED],
    ),
    record(
        MessageType::REQ_DO_NOT_CALL,
        &[Rule::PhoneOrCustomer],
        &[Attribute::Phone, Attribute::CustomerId, Attribute::Chain],
        &[MessageType::EV_DO_NOT_CALL_PROCESSED],
    ),
    record(
        MessageType::REQ_CANCEL_RECORD,
        &[Rule::Phone],
        &[Attribute::Phone, Attribute::CustomerId, Attribute::CampaignName, Attribute::Chain],
        &[MessageType::EV_RECORD_CANCELED],
    ),
    campaign(
        MessageType::REQ_FORCE_UNLOAD_CAMPAIGN,
        &[Rule::CampaignOrSchedule, Rule::Group],
        &[],
        // It has no answer of its own (inferred): the unload's, or a status that tells of it.
        &[MessageType::EV_CAMPAIGN_UNLOADED, MessageType::EV_CAMPAIGN_STATUS],
    ),
    campaign(
        MessageType::REQ_COMPLETE_CAMPAIGN,
        &[Rule::Campaign, Rule::Group],
        &[],
        // Nothing public names its answer (inferred): completion stops, unloads, and tells the status.
        &[
            MessageType::EV_DIALING_STOPPED,
            MessageType::EV_CAMPAIGN_UNLOADED,
            MessageType::EV_CAMPAIGN_STATUS,
        ],
    ),
];

impl RequestSpec {
    /// The row of a request.
    #[must_use]
    #[inline]
    pub fn of(request: MessageType) -> Option<&'static Self> {
        // Where it stands in the table; a test compares all rows.
        let row = match request {
            MessageType::REQ_LOAD_CAMPAIGN => 0,
            MessageType::REQ_UNLOAD_CAMPAIGN => 1,
            MessageType::REQ_GET_CAMPAIGN_STATUS => 2,
            MessageType::REQ_SET_DIALING_MODE => 3,
            MessageType::REQ_START_DIALING => 4,
            MessageType::REQ_STOP_DIALING => 5,
            MessageType::REQ_DO_NOT_CALL => 6,
            MessageType::REQ_CANCEL_RECORD => 7,
            MessageType::REQ_FORCE_UNLOAD_CAMPAIGN => 8,
            MessageType::REQ_COMPLETE_CAMPAIGN => 9,
            _ => return None,
        };
        REQUESTS.get::<usize>(row)
    }

    /// Whether a dialling mode, method or goal that is not given is written as not changed.
    pub(super) fn keeps_dialing(&self) -> bool {
        self.rules.contains(&Rule::DialingOrUnchanged)
    }

    /// Whether the request may carry `attribute`.
    #[must_use]
    pub const fn takes(&self, attribute: Attribute) -> bool {
        self.all.has(attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_is_found_at_its_row() {
        for spec in &REQUESTS {
            let found = RequestSpec::of(spec.request).expect("a row");
            assert!(std::ptr::eq(found, spec), "{}", spec.request);
        }
        let rows = (-1..200).filter(|number| RequestSpec::of(MessageType(*number)).is_some());
        assert_eq!(rows.count(), REQUESTS.len());
    }
}
