//! Calling lists: records, their chains, and finding them by phone or customer.
//!
//! A chain is what is dialled: the records of one customer, tried in order. Which chain is
//! next is `queue.rs`; when one is dialled is `dialer.rs`.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::compared::compared;
use super::queue::{Kind, Queues};
use crate::config::{GeneratedRecords, List, Record};

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordStatus {
    /// It may be dialled.
    Ready,
    /// It is being dialled.
    Dialing,
    /// It is with an agent.
    Desktop,
    /// The customer was reached.
    Answered,
    /// Nobody was reached in all attempts.
    NotReached,
    /// The number does not exist.
    Invalid,
    /// Its chain was done before it was dialled.
    Skipped,
    /// It was cancelled.
    Cancelled,
    /// Its number or customer is on the do-not-call list.
    DoNotCall,
}

impl RecordStatus {
    /// Whether it is being dialled or with an agent.
    pub const fn is_out(self) -> bool {
        matches!(self, Self::Dialing | Self::Desktop)
    }
}

/// A record.
#[derive(Debug)]
pub(crate) struct RecordRow {
    pub phone: Box<str>,
    pub customer_id: Option<Box<str>>,
    pub status: RecordStatus,
    pub attempts: u8,
    pub chain: u32,
    /// What it becomes when it comes back.
    pub verdict: Option<RecordStatus>,
}

/// What a restart must find of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecordState {
    pub status: RecordStatus,
    pub attempts: u8,
}

/// A chain of records.
#[derive(Debug, Default)]
pub(crate) struct ChainRow {
    /// Its records, in order.
    pub records: Vec<u32>,
    /// The record that is next, or out.
    pub position: usize,
    pub kind: Kind,
    /// When it is due, while it is queued.
    pub queued: Option<Duration>,
    /// Counts its calls: what belongs to an earlier one means nothing.
    pub ticket: u64,
    pub out: bool,
}

/// A chain of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ChainRef {
    pub list: u32,
    pub chain: u32,
}

/// A record of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RecordRef {
    pub list: u32,
    pub record: u32,
}

/// A calling list.
#[derive(Debug)]
pub(crate) struct CallingList {
    pub name: String,
    pub records: Vec<RecordRow>,
    pub chains: Vec<ChainRow>,
    pub queues: Queues,
}

/// All calling lists.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    all: Vec<CallingList>,
    by_phone: HashMap<Box<str>, Vec<RecordRef>>,
    by_customer: HashMap<Box<str>, Vec<RecordRef>>,
}

impl Lists {
    pub fn new(configured: &[List]) -> Self {
        let mut lists = Self::default();
        for list in configured {
            lists.add(list);
        }
        lists
    }

    fn add(&mut self, configured: &List) {
        let index = number(self.all.len());
        let mut list = CallingList {
            name: configured.name.clone(),
            records: Vec::new(),
            chains: Vec::new(),
            queues: Queues::default(),
        };
        let mut chains: HashMap<u32, u32> = HashMap::new();
        if let Some(generate) = &configured.generate {
            for (chain, record) in generated(generate) {
                // A chain's records are consecutive, so its number is the place of the last chain.
                let last = number(list.chains.len()).checked_sub(1);
                let same = last.filter(|last| *last == chain);
                list.push(record, same);
            }
        }
        for record in &configured.record {
            let known = record.chain.and_then(|chain| chains.get(&chain).copied());
            let chain = list.push(record.clone(), known);
            if let Some(name) = record.chain {
                chains.insert(name, chain);
            }
        }
        for (position, record) in list.records.iter().enumerate() {
            let here = RecordRef { list: index, record: number(position) };
            let phone = compared(&record.phone).into();
            self.by_phone.entry(phone).or_default().push(here);
            if let Some(customer) = &record.customer_id {
                self.by_customer.entry(customer.clone()).or_default().push(here);
            }
        }
        for chain in 0..number(list.chains.len()) {
            list.enqueue(chain, Kind::General, Duration::ZERO);
        }
        self.all.push(list);
    }

    pub fn iter(&self) -> impl Iterator<Item = &CallingList> {
        self.all.iter()
    }

    pub fn get(&self, list: u32) -> Option<&CallingList> {
        self.all.get(list as usize)
    }

    pub fn get_mut(&mut self, list: u32) -> Option<&mut CallingList> {
        self.all.get_mut(list as usize)
    }

    pub fn named(&self, name: &str) -> Option<u32> {
        self.all.iter().position(|list| list.name == name).map(number)
    }

    pub fn record(&self, at: RecordRef) -> Option<&RecordRow> {
        self.get(at.list)?.records.get(at.record as usize)
    }

    pub fn record_mut(&mut self, at: RecordRef) -> Option<&mut RecordRow> {
        self.get_mut(at.list)?.records.get_mut(at.record as usize)
    }

    pub fn chain(&self, at: ChainRef) -> Option<&ChainRow> {
        self.get(at.list)?.chains.get(at.chain as usize)
    }

    pub fn chain_mut(&mut self, at: ChainRef) -> Option<&mut ChainRow> {
        self.get_mut(at.list)?.chains.get_mut(at.chain as usize)
    }

    pub fn with_phone(&self, phone: &str) -> &[RecordRef] {
        self.by_phone.get(&*compared(phone)).map_or(&[], Vec::as_slice)
    }

    pub fn with_customer(&self, customer: &str) -> &[RecordRef] {
        self.by_customer.get(customer).map_or(&[], Vec::as_slice)
    }

    /// The record of a chain that is next, or out.
    pub fn current(&self, at: ChainRef) -> Option<RecordRef> {
        let chain = self.chain(at)?;
        let record = *chain.records.get(chain.position)?;
        Some(RecordRef { list: at.list, record })
    }

    /// Give a record that is not to be dialled its last status; one that is out gets it when it comes back.
    ///
    /// Tells whether anything changed now.
    pub fn settle(&mut self, at: RecordRef, status: RecordStatus) -> bool {
        let Some(list) = self.get_mut(at.list) else { return false };
        let Some(record) = list.records.get_mut(at.record as usize) else { return false };
        match record.status {
            RecordStatus::Ready => record.status = status,
            out if out.is_out() => {
                // Do-not-call outlasts a cancellation.
                if record.verdict != Some(RecordStatus::DoNotCall) {
                    record.verdict = Some(status);
                }
                return false;
            }
            _ => return false,
        }
        let chain = record.chain;
        list.drop_if_done(chain);
        true
    }
}

impl CallingList {
    /// Add a record to a chain, or to one of its own; tells which.
    fn push(&mut self, record: Record, chain: Option<u32>) -> u32 {
        let chain = chain.unwrap_or_else(|| {
            self.chains.push(ChainRow::default());
            number(self.chains.len()) - 1
        });
        if let Some(row) = self.chains.get_mut(chain as usize) {
            row.records.push(number(self.records.len()));
        }
        self.records.push(RecordRow {
            phone: record.phone.into(),
            customer_id: record.customer_id.map(Into::into),
            status: RecordStatus::Ready,
            attempts: 0,
            chain,
            verdict: None,
        });
        chain
    }

    /// Whether any record of a chain may be dialled.
    pub fn has_ready(&self, chain: u32) -> bool {
        self.next_ready(chain, 0).is_some()
    }

    /// The place in its chain of the first record from `from` on that may be dialled.
    pub fn next_ready(&self, chain: u32, from: usize) -> Option<usize> {
        let records = &self.chains.get(chain as usize)?.records;
        let ready = |record: &u32| {
            self.records.get(*record as usize).is_some_and(|row| row.status == RecordStatus::Ready)
        };
        records.iter().enumerate().skip(from).find(|(_, record)| ready(record)).map(|(at, _)| at)
    }

    /// Queue a chain.
    pub fn enqueue(&mut self, chain: u32, kind: Kind, due: Duration) {
        if let Some(row) = self.chains.get_mut(chain as usize) {
            row.kind = kind;
            row.queued = Some(due);
            row.out = false;
            self.queues.add(kind, due, chain);
        }
    }

    /// Take a chain out of its queue.
    pub fn dequeue(&mut self, chain: u32) {
        if let Some(row) = self.chains.get_mut(chain as usize)
            && let Some(due) = row.queued.take()
        {
            self.queues.remove(row.kind, due, chain);
        }
    }

    /// Take a queued chain without a record to dial out of its queue.
    pub fn drop_if_done(&mut self, chain: u32) {
        if !self.has_ready(chain) {
            self.dequeue(chain);
        }
    }
}

/// A position as it is stored; configurations have fewer than 2^32 records.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The generated records with their chain's number.
fn generated(generate: &GeneratedRecords) -> impl Iterator<Item = (u32, Record)> {
    let width = generate.first_phone.len();
    let first: u64 = generate.first_phone.parse().unwrap_or(0);
    let length = generate.chain.max(1);
    (0..generate.count).map(move |index| {
        let phone = format!("{:0width$}", first.saturating_add(index.into()));
        let chain = index / length;
        let customer_id = (length > 1).then(|| format!("G-{chain}"));
        (chain, Record { phone, customer_id, chain: None })
    })
}
