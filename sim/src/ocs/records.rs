//! Do-not-call and cancel requests.
//!
//! A phone number has priority over a customer id that stands beside it in a do-not-call
//! request; in a cancellation the customer id narrows the phone.

use std::collections::BTreeSet;

use commdn::message::{Chain, CmError, GroupStatus, MessageType, Record};
use commdn::phone::normalize;
use serde::{Deserialize, Serialize};

use super::compared::compared;
use super::context::OcsContext;
use super::incoming_request::{IncomingRequest, Refusal};
use super::lists::{ChainRef, RecordRef, RecordState, RecordStatus};
use super::{Ocs, record_list};
use crate::journal::Change;

/// What the chapter's `GSW_MESSAGE` says when a record is with an agent.
const ON_DESKTOP: &str = "Incomplete processing: record(s) on desktop";
/// Most bytes of a phone number or customer id: the columns are varchar(64).
const MAX_TEXT: usize = 64;

/// One entry of the do-not-call list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DoNotCallKey {
    Phone(String),
    Customer(String),
}

/// The do-not-call list.
#[derive(Debug, Default)]
pub(crate) struct DoNotCall {
    phones: BTreeSet<String>,
    customers: BTreeSet<String>,
}

impl DoNotCall {
    /// Add an entry; tells whether it is new.
    pub fn add(&mut self, key: DoNotCallKey) -> bool {
        match key {
            // Storage of an earlier version may hold other notations.
            DoNotCallKey::Phone(phone) => self.phones.insert(compared(&phone).into_owned()),
            DoNotCallKey::Customer(customer) => self.customers.insert(customer),
        }
    }

    pub fn has_phone(&self, phone: &str) -> bool {
        self.phones.contains(&*compared(phone))
    }

    pub fn has_customer(&self, customer: &str) -> bool {
        self.customers.contains(customer)
    }

    pub fn phones(&self) -> impl ExactSizeIterator<Item = &String> {
        self.phones.iter()
    }

    pub fn customers(&self) -> impl ExactSizeIterator<Item = &String> {
        self.customers.iter()
    }
}

impl Ocs {
    pub(super) fn do_not_call(&mut self, request: IncomingRequest, context: &mut OcsContext<'_>) {
        let record = match self.check_record(&request) {
            Ok(record) => record,
            Err(refusal) => return self.refuse(request, refusal, context),
        };
        let (key, found) = match (&record.phone, &record.customer_id) {
            (Some(phone), _) => (
                DoNotCallKey::Phone(compared(phone).into_owned()),
                self.lists.with_phone(phone).to_vec(),
            ),
            (None, Some(customer)) => (
                DoNotCallKey::Customer(customer.clone()),
                self.lists.with_customer(customer).to_vec(),
            ),
            (None, None) => return,
        };
        if self.do_not_call.add(key.clone()) {
            let ocs = self.dbid;
            context.journal.note(|| Change::DoNotCall { ocs, key });
        }
        let whole_chain = record.chain != Some(Chain::RecordOnly);
        for at in self.scope(&found, whole_chain) {
            self.settle(at, RecordStatus::DoNotCall, context);
        }
        self.answer(request, MessageType::EV_DO_NOT_CALL_PROCESSED, context, |_| {});
    }

    pub(super) fn cancel_record(&mut self, request: IncomingRequest, context: &mut OcsContext<'_>) {
        let checked = self.check_record(&request).and_then(|record| {
            let campaign = self.loaded_campaign(record.campaign_name.as_deref())?;
            Ok((record, campaign))
        });
        let (record, campaign) = match checked {
            Ok(checked) => checked,
            Err(refusal) => return self.refuse(request, refusal, context),
        };
        let found: Vec<RecordRef> = match (&record.phone, &record.customer_id) {
            (Some(phone), Some(customer)) => {
                let with_phone = self.lists.with_phone(phone).iter().copied();
                let same = |at: &RecordRef| {
                    let row = self.lists.record(*at);
                    row.and_then(|row| row.customer_id.as_deref()) == Some(customer)
                };
                with_phone.filter(same).collect()
            }
            (Some(phone), None) => self.lists.with_phone(phone).to_vec(),
            (None, Some(customer)) => self.lists.with_customer(customer).to_vec(),
            (None, None) => Vec::new(),
        };
        let within: Vec<RecordRef> = match campaign {
            None => found,
            Some(campaign) => {
                let lists = self.catalog.lists(campaign);
                found.into_iter().filter(|at| lists.contains(&(at.list as usize))).collect()
            }
        };
        let whole_chain = record.chain != Some(Chain::RecordOnly);
        let mut on_desktop = false;
        for at in self.scope(&within, whole_chain) {
            match self.lists.record(at).map(|row| row.status) {
                Some(RecordStatus::Desktop) => on_desktop = true,
                _ => self.settle(at, RecordStatus::Cancelled, context),
            }
        }
        self.answer(request, MessageType::EV_RECORD_CANCELED, context, |fields| {
            if let Some(record) = &mut fields.record {
                record.message = on_desktop.then(|| ON_DESKTOP.to_owned());
            }
        });
    }

    /// The records that a request is about: those found, or all of their chains.
    fn scope(&self, found: &[RecordRef], whole_chain: bool) -> Vec<RecordRef> {
        if !whole_chain {
            return found.to_vec();
        }
        let chains: BTreeSet<ChainRef> = found
            .iter()
            .filter_map(|at| Some(ChainRef { list: at.list, chain: self.lists.record(*at)?.chain }))
            .collect();
        let records = chains.into_iter().filter_map(|at| {
            let list = at.list;
            let records = &self.lists.chain(at)?.records;
            Some(records.iter().map(move |&record| RecordRef { list, record }))
        });
        records.flatten().collect()
    }

    fn settle(&mut self, at: RecordRef, status: RecordStatus, context: &mut OcsContext<'_>) {
        if self.lists.settle(at, status) {
            self.keep_record(at, context);
        }
    }

    /// Note a record for storage.
    pub(super) fn keep_record(&self, at: RecordRef, context: &mut OcsContext<'_>) {
        let (Some(row), Some(list)) = (self.lists.record(at), self.lists.get(at.list)) else {
            return;
        };
        context.journal.note(|| Change::Record {
            ocs: self.dbid,
            list: list.name.clone(),
            position: at.record,
            state: RecordState { status: row.status, attempts: row.attempts },
        });
    }

    /// The record that a request names, if everything about it is right.
    fn check_record(&self, request: &IncomingRequest) -> Result<Record, Refusal> {
        let invalid = |text: String| (CmError::INVALID_PARAMETER, text);
        let wanted = record_list(request.message);
        let Some(record) = request.fields.record.as_ref().filter(|record| record.list == wanted)
        else {
            return Err(invalid(format!("The list {} is missing", wanted.key())));
        };
        for (key, text) in [
            ("GSW_PHONE", &record.phone),
            ("GSW_CUSTOMER_ID", &record.customer_id),
            ("GSW_CAMPAIGN_NAME", &record.campaign_name),
        ] {
            match text.as_deref() {
                Some("") => return Err(invalid(format!("{key} is empty"))),
                Some(text) if key != "GSW_CAMPAIGN_NAME" && text.len() > MAX_TEXT => {
                    return Err(invalid(format!(
                        "{key} has {} bytes, over {MAX_TEXT}",
                        text.len()
                    )));
                }
                _ => {}
            }
        }
        match &record.phone {
            Some(phone) if !is_phone(phone) => {
                return Err(invalid(format!("GSW_PHONE '{phone}' is no phone number")));
            }
            Some(_) => {}
            None if record.customer_id.is_none() => {
                return Err(invalid("GSW_PHONE and GSW_CUSTOMER_ID are missing".to_owned()));
            }
            None if request.message == MessageType::REQ_CANCEL_RECORD
                && !self.behaviour.cancel_without_phone =>
            {
                return Err(invalid("GSW_PHONE is missing".to_owned()));
            }
            None => {}
        }
        if let Some(Chain::Other(other)) = &record.chain {
            let text = format!("GSW_CHAIN_ATTR '{other}' is neither AllChain nor RecordOnly");
            return Err(invalid(text));
        }
        Ok(record.clone())
    }

    /// The DBID of a campaign that is named, which must then be loaded.
    fn loaded_campaign(&self, name: Option<&str>) -> Result<Option<i32>, Refusal> {
        let Some(name) = name else { return Ok(None) };
        let refusal = |text| Err((CmError::CAMPAIGN_NOT_FOUND, text));
        let Some(dbid) = self.catalog.campaign_named(name) else {
            return refusal(format!("There is no campaign '{name}'"));
        };
        let loaded = self.groups.iter().any(|(pair, group)| {
            pair.campaign == dbid && group.status() != GroupStatus::NOT_LOADED
        });
        if !loaded {
            return refusal(format!("Campaign '{name}' is not loaded"));
        }
        Ok(Some(dbid))
    }
}

/// A number in any notation, or digits and what is dialled or written between them.
fn is_phone(text: &str) -> bool {
    if normalize(text).is_ok() {
        return true;
    }
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-().*# ".contains(&byte))
}
