//! Finding open requests by what an answer tells: each look-up takes constant time.

use std::collections::{BTreeSet, HashMap};

use super::answer::Ticket;
use super::facts::FactHasher;
use super::open::Open;
use crate::message::{Dbid, MessageType};

/// One fact by which requests are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Phone(MessageType, u64),
    Customer(MessageType, u64),
    Group(MessageType, Option<Dbid>, Option<Dbid>),
    /// Any request of that type to that OCS: for answers that tell no fact.
    Type(MessageType, Dbid),
}

/// The requests under one key, oldest first.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// With the reference id, which finds the request.
    tickets: BTreeSet<(Ticket, i32)>,
    /// How many requests have each identity; one entry: all are interchangeable.
    identities: HashMap<u64, u32>,
}

impl Bucket {
    /// The reference ids, oldest first.
    pub fn references(&self) -> impl Iterator<Item = i32> {
        self.tickets.iter().map(|(_, reference)| *reference)
    }

    /// Whether all requests are interchangeable.
    pub fn is_uniform(&self) -> bool {
        self.identities.len() <= 1
    }
}

/// Open requests by key.
#[derive(Debug, Default)]
pub(super) struct Index {
    buckets: HashMap<Key, Entry>,
}

/// Most keys have one request: it is kept without a bucket of its own.
#[derive(Debug)]
enum Entry {
    One(Ticket, i32, u64),
    Many(Box<Bucket>),
}

/// The requests under a key.
pub(super) enum Found<'a> {
    None,
    One(i32),
    Many(&'a Bucket),
}

impl Index {
    pub fn insert(&mut self, hasher: &FactHasher, open: &Open) {
        for key in keys_of(hasher, open) {
            let new = (open.ticket, open.reference, open.identity);
            match self.buckets.get_mut(&key) {
                None => {
                    self.buckets.insert(key, Entry::One(new.0, new.1, new.2));
                }
                Some(entry) => entry.add(new),
            }
        }
    }

    pub fn remove(&mut self, hasher: &FactHasher, open: &Open) {
        for key in keys_of(hasher, open) {
            let empty = match self.buckets.get_mut(&key) {
                Some(Entry::One(..)) => true,
                Some(Entry::Many(bucket)) => {
                    bucket.tickets.remove(&(open.ticket, open.reference));
                    if let Some(count) = bucket.identities.get_mut(&open.identity) {
                        *count -= 1;
                        if *count == 0 {
                            bucket.identities.remove(&open.identity);
                        }
                    }
                    bucket.tickets.is_empty()
                }
                None => false,
            };
            if empty {
                self.buckets.remove(&key);
            }
        }
    }

    pub fn find(&self, key: &Key) -> Found<'_> {
        match self.buckets.get(key) {
            None => Found::None,
            Some(Entry::One(_, reference, _)) => Found::One(*reference),
            Some(Entry::Many(bucket)) => Found::Many(bucket),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }
}

impl Entry {
    fn add(&mut self, (ticket, reference, identity): (Ticket, i32, u64)) {
        if let Self::One(first, first_reference, first_identity) = *self {
            let mut bucket = Bucket::default();
            bucket.tickets.insert((first, first_reference));
            bucket.identities.insert(first_identity, 1);
            *self = Self::Many(Box::new(bucket));
        }
        if let Self::Many(bucket) = self {
            bucket.tickets.insert((ticket, reference));
            *bucket.identities.entry(identity).or_default() += 1;
        }
    }
}

/// The keys that one request is found by.
fn keys_of(hasher: &FactHasher, open: &Open) -> impl Iterator<Item = Key> + use<> {
    let request = open.spec.request;
    let facts = &open.facts;
    let phone = facts.phone.as_deref().map(|phone| Key::Phone(request, hasher.hash(phone)));
    let customer = facts.customer.as_deref();
    let customer = customer.map(|customer| Key::Customer(request, hasher.hash(customer)));
    let grouped = facts.campaign.is_some() || facts.group.is_some();
    let group = grouped.then_some(Key::Group(request, facts.campaign, facts.group));
    let any = Some(Key::Type(request, open.target));
    [phone, customer, group, any].into_iter().flatten()
}
