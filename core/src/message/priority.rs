//! The list `dialing_priority`: the proportion in which kinds of records are dialled.

use super::keys;
use crate::kvlist::{KvRef, KvWriter};

/// One kind of record's priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PriorityRule {
    /// Its priority.
    pub priority: Option<i32>,
    /// How many records are taken at a time.
    pub n_records: Option<i32>,
}

impl PriorityRule {
    /// A rule with both values.
    #[must_use]
    pub const fn new(priority: i32, n_records: i32) -> Self {
        Self { priority: Some(priority), n_records: Some(n_records) }
    }

    fn read(list: KvRef<'_>) -> Self {
        let number = |key| list.get(key)?.to_int();
        Self { priority: number(keys::PRIORITY), n_records: number(keys::N_RECORDS) }
    }

    fn write(self, key: &str, writer: &mut KvWriter<'_>) {
        writer.list(key, |list| {
            for (key, value) in [(keys::PRIORITY, self.priority), (keys::N_RECORDS, self.n_records)]
            {
                if let Some(value) = value {
                    list.int(key, value);
                }
            }
        });
    }
}

/// The priorities of the three kinds of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DialingPriority {
    /// General records.
    pub general: Option<PriorityRule>,
    /// Rescheduled records.
    pub campaign_rescheduled: Option<PriorityRule>,
    /// Records that a customer asked to be called back with.
    pub campaign_call_back: Option<PriorityRule>,
}

impl DialingPriority {
    /// The rules with their keys, in order.
    #[must_use]
    pub const fn rules(&self) -> [(&'static str, Option<PriorityRule>); 3] {
        [
            (keys::GENERAL, self.general),
            (keys::CAMPAIGN_RESCHEDULED, self.campaign_rescheduled),
            (keys::CAMPAIGN_CALL_BACK, self.campaign_call_back),
        ]
    }

    pub(super) fn read(list: KvRef<'_>) -> Self {
        let rule = |key| list.get_list(key).map(PriorityRule::read);
        Self {
            general: rule(keys::GENERAL),
            campaign_rescheduled: rule(keys::CAMPAIGN_RESCHEDULED),
            campaign_call_back: rule(keys::CAMPAIGN_CALL_BACK),
        }
    }

    pub(super) fn write(&self, writer: &mut KvWriter<'_>) {
        writer.list(keys::DIALING_PRIORITY, |list| {
            for (key, rule) in self.rules() {
                if let Some(rule) = rule {
                    rule.write(key, list);
                }
            }
        });
    }
}
