//! Validation: the rules that a request must satisfy before it is sent.
//!
//! Sources: the chapter's mandatory attributes and goal range; `varchar(64)` of phone and customer
//! id in the table of do-not-call rows.

use super::attribute::Attribute;
use super::dialect::Dialect;
use super::enums::OptimizeBy;
use super::fields::Addressed;
use super::invalid::InvalidRequest;
use super::keys;
use super::record::{Chain, Record};
use super::schedule::{Schedule, ScheduleItem, item_key};
use super::spec::{RequestSpec, Rule};
use crate::kvlist::{KvRef, has_nul};

/// Most bytes of a phone number or a customer id, as sent.
pub(super) const MAX_RECORD_TEXT_BYTES: usize = 64;

type Checked = Result<(), InvalidRequest>;

/// One request on its way through the rules.
pub(super) struct Check<'a> {
    pub spec: &'static RequestSpec,
    pub addressed: Addressed<'a>,
    pub extra: KvRef<'a>,
    pub dialect: &'a Dialect,
}

impl Check<'_> {
    /// Check everything; the first broken rule is the error.
    pub fn run(&self) -> Checked {
        let spec = self.spec;
        let present = self.addressed.fields.present();
        if let Some(attribute) = present.without(spec.all).first() {
            return Err(self.fault(attribute.key(), "does not belong to this request"));
        }
        self.addresses()?;
        for rule in spec.rules {
            self.rule(*rule)?;
        }
        if let Some(record) = &self.addressed.fields.record {
            self.record(record)?;
        }
        if let Some(schedule) = &self.addressed.fields.schedule {
            self.schedule(schedule)?;
        }
        self.priority()?;
        for pair in self.extra {
            if keys::is_top_level(pair.key.bytes()) {
                let key = pair.key.text_lossy(self.dialect.charset);
                return Err(self.fault(key, "is the API's own key and cannot be an extra pair"));
            }
        }
        Ok(())
    }

    #[cold]
    fn fault(&self, attribute: impl Into<String>, rule: impl Into<String>) -> InvalidRequest {
        InvalidRequest::new(self.spec.request, attribute, rule)
    }

    fn addresses(&self) -> Checked {
        match self.addressed.origin {
            Some(dbid) if dbid > 0 => {}
            Some(dbid) => {
                let rule = format!("{dbid} is no DBID of an application (1 or more)");
                return Err(self.fault(keys::ORIGIN_APP_ID, rule));
            }
            None => return Err(self.fault(keys::ORIGIN_APP_ID, "is missing")),
        }
        match self.addressed.target {
            Some(dbid) if dbid > 0 => Ok(()),
            Some(0) if self.spec.target_zero => Ok(()),
            Some(0) => Err(self.fault(
                keys::TARGET_APP_ID,
                "0 (every OCS) is only for do-not-call and cancel requests: name one OCS",
            )),
            Some(dbid) => {
                let rule = format!("{dbid} is no DBID of an application");
                Err(self.fault(keys::TARGET_APP_ID, rule))
            }
            None => Err(self.fault(keys::TARGET_APP_ID, "is missing")),
        }
    }

    fn rule(&self, rule: Rule) -> Checked {
        let fields = self.addressed.fields;
        let campaign = self.addressed.campaign;
        let record = fields.record.as_ref();
        let has = |attribute| fields.has(attribute);
        match rule {
            Rule::CampaignOrSchedule => match (campaign, &fields.schedule) {
                (Some(campaign), Some(_)) if campaign > 0 => Err(self.fault(
                    keys::CAMPAIGN_ID,
                    "is given beside a schedule: a sequence is addressed with campaign 0",
                )),
                (Some(0) | None, Some(_)) => Ok(()),
                (campaign, _) => {
                    self.dbid(keys::CAMPAIGN_ID, campaign, ", and there is no schedule")
                }
            },
            Rule::Campaign => self.dbid(keys::CAMPAIGN_ID, campaign, ""),
            Rule::Group => self.dbid(keys::GROUP_ID, fields.group, ""),
            Rule::Dialing | Rule::DialingOrUnchanged => {
                let demanded: &[Attribute] = match rule {
                    _ if fields.schedule.is_some() => &[],
                    Rule::Dialing => {
                        &[Attribute::DialMode, Attribute::OptimizeBy, Attribute::OptimizeGoal]
                    }
                    // A goal says nothing without its method, nor a method without its goal.
                    _ if has(Attribute::OptimizeGoal) => &[Attribute::OptimizeBy],
                    _ if fields.optimize_by.is_some_and(|by| by != OptimizeBy::NOT_CHANGED) => {
                        &[Attribute::OptimizeGoal]
                    }
                    _ => &[],
                };
                if let Some(attribute) = demanded.iter().find(|attribute| !has(**attribute)) {
                    return Err(self.fault(attribute.key(), "is missing"));
                }
                let key = || keys::OPTIMIZE_GOAL.to_owned();
                self.goal(key, fields.optimize_by, fields.optimize_goal)
            }
            Rule::PhoneOrCustomer => match record {
                Some(record) if record.phone.is_some() || record.customer_id.is_some() => Ok(()),
                _ => {
                    let both = format!("{} or {}", keys::PHONE, keys::CUSTOMER_ID);
                    Err(self.fault(both, "is missing"))
                }
            },
            Rule::Phone => match record {
                Some(record) if record.phone.is_some() => Ok(()),
                Some(record)
                    if record.customer_id.is_some() && self.dialect.cancel_without_phone =>
                {
                    Ok(())
                }
                _ => Err(self.fault(keys::PHONE, "is missing")),
            },
        }
    }

    fn dbid(&self, key: &str, value: Option<i32>, more: &str) -> Checked {
        match value {
            Some(dbid) if dbid > 0 => Ok(()),
            Some(dbid) => Err(self.fault(key, format!("{dbid} is no DBID (1 or more){more}"))),
            None => Err(self.fault(key, format!("is missing{more}"))),
        }
    }

    fn goal(
        &self,
        key: impl FnOnce() -> String,
        method: Option<OptimizeBy>,
        goal: Option<i32>,
    ) -> Checked {
        let Some(goal) = goal else { return Ok(()) };
        if method.is_some_and(OptimizeBy::goal_is_percent) && !(0..=100).contains(&goal) {
            return Err(self.fault(key(), format!("{goal} is no percentage from 0 to 100")));
        }
        if goal < 0 {
            return Err(self.fault(key(), format!("{goal} is negative")));
        }
        Ok(())
    }

    fn record(&self, record: &Record) -> Checked {
        for (key, text) in record.texts() {
            let limited = matches!(key, keys::PHONE | keys::CUSTOMER_ID);
            self.text(key, text, limited.then_some(MAX_RECORD_TEXT_BYTES))?;
        }
        match &record.chain {
            Some(Chain::Other(other)) => {
                let rule = format!("{other:?} is neither AllChain nor RecordOnly");
                Err(self.fault(keys::CHAIN_ATTR, rule))
            }
            _ => Ok(()),
        }
    }

    /// A text that is there has a character, no NUL, and at most `limit` bytes as sent.
    #[inline]
    fn text(&self, key: &str, text: Option<&str>, limit: Option<usize>) -> Checked {
        let Some(text) = text else { return Ok(()) };
        if text.is_empty() {
            return Err(self.fault(key, "is empty"));
        }
        if has_nul(text.as_bytes()) {
            return Err(self.fault(key, "contains a NUL character"));
        }
        let bytes = self.dialect.charset.encode(text);
        let len = bytes.map_err(|error| self.fault(key, format!("is no text: {error}")))?.len();
        match limit {
            Some(limit) if len > limit => {
                Err(self.fault(key, format!("has {len} bytes, over {limit}")))
            }
            _ => Ok(()),
        }
    }

    fn schedule(&self, schedule: &Schedule) -> Checked {
        if schedule.items.is_empty() {
            return Err(self.fault(keys::N_ITEMS, "is 0: a sequence has at least one item"));
        }
        if schedule.start_time.is_some_and(|time| time < 0) {
            return Err(self.fault(keys::START_TIME, "is negative"));
        }
        (1..).zip(&schedule.items).try_for_each(|(number, item)| self.item(number, item))
    }

    fn item(&self, number: u32, item: &ScheduleItem) -> Checked {
        let key = |name: &str| format!("{}/{name}", item_key(number));
        if item.campaign.is_none_or(|dbid| dbid <= 0) {
            self.dbid(&key(keys::ITEM_CAMPAIGN), item.campaign, "")?;
        }
        for (name, value) in item.numbers() {
            if value.is_some_and(|value| value < 0) {
                return Err(self.fault(key(name), "is negative"));
            }
        }
        let goal = || key(keys::ITEM_OPT_METHOD_VALUE);
        self.goal(goal, item.optimize_by, item.optimize_goal)
    }

    fn priority(&self) -> Checked {
        let Some(priority) = &self.addressed.fields.dialing_priority else { return Ok(()) };
        for (list, rule) in priority.rules() {
            let Some(rule) = rule else { continue };
            for (name, value) in
                [(keys::PRIORITY, rule.priority), (keys::N_RECORDS, rule.n_records)]
            {
                if value.is_some_and(|value| value < 0) {
                    return Err(self.fault(format!("{list}/{name}"), "is negative"));
                }
            }
        }
        Ok(())
    }
}
