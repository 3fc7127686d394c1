//! The rules of each request in the chapter's *Communication Structure*, as one table.
//!
//! Used by validation and by correlation (which answers match), and open to any reader.

use super::attribute::{Attribute, AttributeSet};
use super::enums::MessageType;
use crate::description::requests;

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
    /// The name of its constructor in all languages.
    pub name: &'static str,
    /// What it asks for, as the lines of a Rust documentation comment.
    pub doc: &'static [&'static str],
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

macro_rules! specs {
    ($(
        $(#[doc = $doc:literal])+
        $kind:ident $name:ident = $request:ident must [$($rule:ident),*] may [$($attribute:ident),*]
            answered [$($answer:ident),+] $(, $repeat_safe:ident)?;
    )+) => {
        /// Every request, in the order of the chapter's table, then those it only lists by number.
        pub static REQUESTS: [RequestSpec; Row::COUNT] = [$({
            const RULES: &[Rule] = &[$(Rule::$rule),*];
            const OPTIONAL: &[Attribute] = &[$(Attribute::$attribute),*];
            RequestSpec {
                request: MessageType::$request,
                name: stringify!($name),
                doc: &[$($doc),+],
                rules: RULES,
                optional: OPTIONAL,
                answers: &[$(MessageType::$answer),+],
                target_zero: is_of_record!($kind),
                repeat_safe: is_of_record!($kind) $(|| is_of_record!($repeat_safe))?,
                all: all_of(RULES, OPTIONAL),
            }
        },)+];

        /// Position of each request in the table.
        #[allow(non_camel_case_types, reason = "a row has the name of its request")]
        enum Row {
            $($name,)+
            Count,
        }

        impl Row {
            const COUNT: usize = Self::Count as usize;
        }

        impl RequestSpec {
            /// The row of a request.
            #[must_use]
            #[inline]
            pub fn of(request: MessageType) -> Option<&'static Self> {
                let row = match request {
                    $(MessageType::$request => Row::$name,)+
                    _ => return None,
                };
                REQUESTS.get(row as usize)
            }
        }
    };
}

/// Whether requests of that kind may ask every OCS and be repeated.
macro_rules! is_of_record {
    (campaign) => {
        false
    };
    ($record_or_repeat_safe:ident) => {
        true
    };
}

requests!(specs);

impl RequestSpec {
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
