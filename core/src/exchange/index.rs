//! Finding open requests by what an answer tells: each look-up takes constant time.
//!
//! A request gets here when the first answer comes that has no reference id to go by: where ids come back none does.
//! The requests under a key are a list, oldest first, threaded through one table of nodes: adding,
//! removing and finding the oldest touch a few nodes, however many requests are open. Whether all
//! under a key are interchangeable is the count of neighbours in its list that differ.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::facts::FactHasher;
use super::hashed::AsItIs;
use super::open::Open;
use super::table::Slot;
use crate::message::{Dbid, MessageType};

/// One fact by which requests are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key<'a> {
    Phone(MessageType, &'a [u8]),
    Customer(MessageType, &'a [u8]),
    Group(MessageType, Option<Dbid>, Option<Dbid>),
    /// Any request of that type to that OCS: for answers that tell no fact.
    Type(MessageType, Dbid),
}

/// The places of one request in the lists of its keys.
pub(super) type Places = [Option<Place>; 4];

/// The number of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(std::num::NonZeroU32);

/// One request in the list of one key.
#[derive(Debug)]
struct Node {
    /// Hash of type, target and facts: requests with equal ones are interchangeable.
    identity: u64,
    slot: Slot,
    older: Option<Place>,
    newer: Option<Place>,
}

/// The list of one key.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    oldest: Place,
    newest: Place,
    /// How many neighbours have different identities; 0: all are interchangeable.
    changes: u32,
}

/// Open requests by key.
///
/// Keys are kept as their hashes, made with a secret: two that fell together would share a list,
/// and every request found is compared with the answer anyway.
#[derive(Debug, Default)]
pub(super) struct Index {
    buckets: HashMap<u64, Bucket, BuildHasherDefault<AsItIs>>,
    nodes: Vec<Node>,
    /// Nodes that are free, threaded through `newer`.
    free: Option<Place>,
}

/// The requests under a key.
pub(super) struct Found<'a> {
    index: &'a Index,
    bucket: Bucket,
}

impl Found<'_> {
    /// Where they are in the table, and what interchangeable ones have in common, oldest first.
    pub fn requests(&self) -> impl Iterator<Item = (Slot, u64)> {
        let node = |place: Option<Place>| self.index.node(place?);
        std::iter::successors(node(Some(self.bucket.oldest)), move |last| node(last.newer))
            .map(|node| (node.slot, node.identity))
    }

    /// Whether all requests are interchangeable.
    pub const fn is_uniform(&self) -> bool {
        self.bucket.changes == 0
    }
}

impl Index {
    /// Add a request, which remembers its places; requests come in the order of their tickets.
    pub fn insert(&mut self, hasher: &FactHasher, slot: Slot, open: &mut Open) {
        let identity = open.identity(hasher);
        let hashes = hashes_of(hasher, open);
        for (hash, place) in hashes.into_iter().zip(&mut open.places) {
            *place = hash.and_then(|hash| self.append(hash, slot, identity));
        }
    }

    /// Remove a request, if it is here.
    pub fn remove(&mut self, hasher: &FactHasher, open: &Open) {
        if open.places.iter().all(Option::is_none) {
            return;
        }
        for (hash, place) in hashes_of(hasher, open).into_iter().zip(open.places) {
            if let (Some(hash), Some(place)) = (hash, place) {
                self.unlink(hash, place);
            }
        }
    }

    /// The requests under a key, if there are any.
    pub fn find(&self, hasher: &FactHasher, key: &Key<'_>) -> Option<Found<'_>> {
        let bucket = self.buckets.get(&hasher.hash(key))?;
        Some(Found { index: self, bucket: *bucket })
    }

    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// `None` if there are no more numbers for nodes: 4 thousand million of them.
    fn append(&mut self, hash: u64, slot: Slot, identity: u64) -> Option<Place> {
        let node = Node { identity, slot, older: None, newer: None };
        let place = self.place(node)?;
        match self.buckets.get(&hash).copied() {
            None => {
                self.buckets.insert(hash, Bucket { oldest: place, newest: place, changes: 0 });
            }
            Some(bucket) => {
                let differ = self.link(Some(bucket.newest), Some(place));
                let changes = bucket.changes + u32::from(differ);
                self.buckets.insert(hash, Bucket { newest: place, changes, ..bucket });
            }
        }
        Some(place)
    }

    fn unlink(&mut self, hash: u64, place: Place) {
        let (Some(node), Some(mut bucket)) = (self.node(place), self.buckets.get(&hash).copied())
        else {
            return;
        };
        let (older, newer) = (node.older, node.newer);
        let before = self.differ(older, Some(place)) + self.differ(Some(place), newer);
        let after = u32::from(self.link(older, newer));
        bucket.changes = (bucket.changes + after).saturating_sub(before);
        match (older, newer) {
            (None, None) => {
                self.buckets.remove(&hash);
            }
            _ => {
                if let (None, Some(newer)) = (older, newer) {
                    bucket.oldest = newer;
                }
                if let (Some(older), None) = (older, newer) {
                    bucket.newest = older;
                }
                self.buckets.insert(hash, bucket);
            }
        }
        let free = self.free.replace(place);
        if let Some(node) = self.node_mut(place) {
            node.newer = free;
        }
    }

    /// Make two nodes neighbours; tells whether their identities differ.
    fn link(&mut self, older: Option<Place>, newer: Option<Place>) -> bool {
        if let Some(node) = older.and_then(|place| self.node_mut(place)) {
            node.newer = newer;
        }
        if let Some(node) = newer.and_then(|place| self.node_mut(place)) {
            node.older = older;
        }
        self.differ(older, newer) == 1
    }

    /// 1 if both are there and have different identities.
    fn differ(&self, older: Option<Place>, newer: Option<Place>) -> u32 {
        let identity = |place: Option<Place>| self.node(place?).map(|node| node.identity);
        match (identity(older), identity(newer)) {
            (Some(older), Some(newer)) => u32::from(older != newer),
            _ => 0,
        }
    }

    /// Put a node where one is free.
    fn place(&mut self, node: Node) -> Option<Place> {
        if let Some(place) = self.free {
            let free = self.node_mut(place)?;
            let next = free.newer;
            *free = node;
            self.free = next;
            return Some(place);
        }
        self.nodes.push(node);
        u32::try_from(self.nodes.len()).ok().and_then(std::num::NonZeroU32::new).map(Place)
    }

    fn node(&self, Place(number): Place) -> Option<&Node> {
        self.nodes.get(number.get() as usize - 1)
    }

    fn node_mut(&mut self, Place(number): Place) -> Option<&mut Node> {
        self.nodes.get_mut(number.get() as usize - 1)
    }
}

/// The hashes of the keys that one request is found by.
fn hashes_of(hasher: &FactHasher, open: &Open) -> [Option<u64>; 4] {
    let request = open.spec.request;
    let facts = &open.facts;
    let phone = facts.kept.phone().map(|phone| Key::Phone(request, phone));
    let customer = facts.kept.customer().map(|customer| Key::Customer(request, customer));
    let grouped = facts.campaign.is_some() || facts.group.is_some();
    let group = grouped.then_some(Key::Group(request, facts.campaign, facts.group));
    let any = Some(Key::Type(request, open.target));
    [phone, customer, group, any].map(|key| key.map(|key| hasher.hash(key)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // Adds (their identity) and removes (which of those that are left) against a plain list.
        #[test]
        fn a_bucket_is_the_list_of_what_was_added_and_not_removed(
            steps in proptest::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..60)
        ) {
            const HASH: u64 = 7;
            let mut index = Index::default();
            let mut model: Vec<(Slot, u64, Place)> = Vec::new();
            for (number, (add, which)) in (1..).zip(steps) {
                if add || model.is_empty() {
                    let identity = which.index(3) as u64;
                    let slot = Slot::at(number);
                    let place = index.append(HASH, slot, identity).expect("room");
                    model.push((slot, identity, place));
                } else {
                    let (.., place) = model.remove(which.index(model.len()));
                    index.unlink(HASH, place);
                }
                let bucket = index.buckets.get(&HASH).copied();
                prop_assert_eq!(bucket.is_some(), !model.is_empty());
                let Some(bucket) = bucket else { continue };
                let found = Found { index: &index, bucket };
                let expected: Vec<_> = model.iter().map(|(slot, same, _)| (*slot, *same)).collect();
                prop_assert_eq!(found.requests().collect::<Vec<_>>(), expected);
                let uniform = model.windows(2).all(|pair| pair[0].1 == pair[1].1);
                prop_assert_eq!(found.is_uniform(), uniform);
            }
            for (.., place) in model {
                index.unlink(HASH, place);
            }
            prop_assert!(index.is_empty());
            let free = std::iter::successors(index.free, |place| index.node(*place)?.newer);
            prop_assert_eq!(free.count(), index.nodes.len());
        }
    }
}
