//! Index of open requests by phone, customer, group and type; a look-up takes constant time.
//!
//! Open requests enter it when the first answer without a reference id arrives; where OCS echoes
//! ids it stays empty. The requests under a key are a list, oldest first, threaded through one
//! table of nodes: adding, removing and finding the oldest touch a few nodes, however many requests
//! are open. Each list counts its neighbours that differ; at 0 all requests under the key are
//! interchangeable.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::correlation_facts::FactHasher;
use super::hashed::AsItIs;
use super::open_request::OpenRequest;
use super::table::Slot;
use crate::message::{Dbid, MessageType};

/// One fact by which requests are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Key<'a> {
    Phone(MessageType, &'a [u8]),
    Customer(MessageType, &'a [u8]),
    Group(MessageType, Option<Dbid>, Option<Dbid>),
    /// Any request of that type to that OCS: for answers without facts.
    Type(MessageType, Dbid),
}

/// The nodes of one request, one in the list of each of its keys.
pub(super) type NodeIds = [Option<NodeId>; 4];

/// The number of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(std::num::NonZeroU32);

/// One request in the list of one key.
#[derive(Debug)]
struct Node {
    /// Hash of type, target and facts: requests with equal ones are interchangeable.
    identity: u64,
    slot: Slot,
    older: Option<NodeId>,
    newer: Option<NodeId>,
}

/// The list of one key.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    oldest: NodeId,
    newest: NodeId,
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
    free: Option<NodeId>,
}

/// The requests under a key.
pub(super) struct Found<'a> {
    index: &'a Index,
    bucket: Bucket,
}

impl Found<'_> {
    /// Slots of the requests and their identities, oldest first.
    pub fn requests(&self) -> impl Iterator<Item = (Slot, u64)> {
        let node = |id: Option<NodeId>| self.index.node(id?);
        std::iter::successors(node(Some(self.bucket.oldest)), move |last| node(last.newer))
            .map(|node| (node.slot, node.identity))
    }

    /// Whether all requests are interchangeable.
    pub const fn is_uniform(&self) -> bool {
        self.bucket.changes == 0
    }
}

impl Index {
    /// Add a request, which remembers its nodes; requests come in the order of their tickets.
    pub fn insert(&mut self, hasher: &FactHasher, slot: Slot, open: &mut OpenRequest) {
        let identity = open.identity(hasher);
        let hashes = hashes_of(hasher, open);
        for (hash, id) in hashes.into_iter().zip(&mut open.node_ids) {
            *id = hash.and_then(|hash| self.append(hash, slot, identity));
        }
    }

    /// Remove a request, if it is here.
    pub fn remove(&mut self, hasher: &FactHasher, open: &OpenRequest) {
        if open.node_ids.iter().all(Option::is_none) {
            return;
        }
        for (hash, id) in hashes_of(hasher, open).into_iter().zip(open.node_ids) {
            if let (Some(hash), Some(id)) = (hash, id) {
                self.unlink(hash, id);
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

    /// `None` if all of the 4 thousand million node numbers are in use.
    fn append(&mut self, hash: u64, slot: Slot, identity: u64) -> Option<NodeId> {
        let node = Node { identity, slot, older: None, newer: None };
        let id = self.store(node)?;
        match self.buckets.get(&hash).copied() {
            None => {
                self.buckets.insert(hash, Bucket { oldest: id, newest: id, changes: 0 });
            }
            Some(bucket) => {
                let differ = self.link(Some(bucket.newest), Some(id));
                let changes = bucket.changes + u32::from(differ);
                self.buckets.insert(hash, Bucket { newest: id, changes, ..bucket });
            }
        }
        Some(id)
    }

    fn unlink(&mut self, hash: u64, id: NodeId) {
        let (Some(node), Some(mut bucket)) = (self.node(id), self.buckets.get(&hash).copied())
        else {
            return;
        };
        let (older, newer) = (node.older, node.newer);
        let before = self.differ(older, Some(id)) + self.differ(Some(id), newer);
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
        let free = self.free.replace(id);
        if let Some(node) = self.node_mut(id) {
            node.newer = free;
        }
    }

    /// Make two nodes neighbours; returns whether their identities differ.
    fn link(&mut self, older: Option<NodeId>, newer: Option<NodeId>) -> bool {
        if let Some(node) = older.and_then(|id| self.node_mut(id)) {
            node.newer = newer;
        }
        if let Some(node) = newer.and_then(|id| self.node_mut(id)) {
            node.older = older;
        }
        self.differ(older, newer) == 1
    }

    /// 1 if both are there and have different identities.
    fn differ(&self, older: Option<NodeId>, newer: Option<NodeId>) -> u32 {
        let identity = |id: Option<NodeId>| self.node(id?).map(|node| node.identity);
        match (identity(older), identity(newer)) {
            (Some(older), Some(newer)) => u32::from(older != newer),
            _ => 0,
        }
    }

    /// Put a node where one is free.
    fn store(&mut self, node: Node) -> Option<NodeId> {
        if let Some(id) = self.free {
            let free = self.node_mut(id)?;
            let next = free.newer;
            *free = node;
            self.free = next;
            return Some(id);
        }
        self.nodes.push(node);
        u32::try_from(self.nodes.len()).ok().and_then(std::num::NonZeroU32::new).map(NodeId)
    }

    fn node(&self, NodeId(number): NodeId) -> Option<&Node> {
        self.nodes.get(number.get() as usize - 1)
    }

    fn node_mut(&mut self, NodeId(number): NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(number.get() as usize - 1)
    }
}

/// The hashes of the keys that one request is found by.
fn hashes_of(hasher: &FactHasher, open: &OpenRequest) -> [Option<u64>; 4] {
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
            let mut model: Vec<(Slot, u64, NodeId)> = Vec::new();
            for (number, (add, which)) in (1..).zip(steps) {
                if add || model.is_empty() {
                    let identity = which.index(3) as u64;
                    let slot = Slot::at(number);
                    let id = index.append(HASH, slot, identity).expect("room");
                    model.push((slot, identity, id));
                } else {
                    let (.., id) = model.remove(which.index(model.len()));
                    index.unlink(HASH, id);
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
            for (.., id) in model {
                index.unlink(HASH, id);
            }
            prop_assert!(index.is_empty());
            let free = std::iter::successors(index.free, |id| index.node(*id)?.newer);
            prop_assert_eq!(free.count(), index.nodes.len());
        }
    }
}
