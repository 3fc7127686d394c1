//! Table of the open requests: by slot, by reference id, by age, and by deadline for those with one
//! timeout.
//!
//! Requests lie in chunks that never move, so growing copies nothing and wastes less than a chunk.
//! Two chains link them: all requests in the order of their tickets, and those with ordered
//! deadlines in the order of deadlines.

use std::collections::HashMap;
use std::num::NonZeroU32;

use super::answer::Ticket;
use super::open_request::OpenRequest;

/// The number of an entry of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(NonZeroU32);

/// The neighbours of a request in one chain.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Link {
    older: Option<Slot>,
    newer: Option<Slot>,
}

/// The neighbours of a request in the chains.
pub(super) type Links = [Link; 2];

/// All, in the order of their tickets.
const BY_TICKET: usize = 0;
/// Those whose deadlines came in order.
const BY_DEADLINE: usize = 1;

/// Requests that lie together.
const CHUNK: usize = 32;
/// Chunks that are kept when no request is open.
const KEEP_CHUNKS: usize = 32;

/// Most requests that a table is meant for.
pub(super) const MOST: usize = 1 << 30;

/// A deadline in nanoseconds, and whose it is: the order in which requests are given up.
pub(super) type Due = (u64, Ticket, i32);

#[derive(Debug, Default)]
pub(super) struct Table {
    by_reference: HashMap<i32, Slot, foldhash::fast::RandomState>,
    chunks: Vec<Box<[Option<OpenRequest>; CHUNK]>>,
    free: Vec<Slot>,
    chains: [Chain; 2],
    /// The oldest request that the index does not have; it has none that is newer.
    unindexed: Option<Slot>,
}

/// The ends of a chain.
#[derive(Debug, Clone, Copy, Default)]
struct Chain {
    oldest: Option<Slot>,
    newest: Option<Slot>,
}

impl Slot {
    pub fn at(index: usize) -> Self {
        let number = u32::try_from(index).unwrap_or(u32::MAX - 1);
        Self(NonZeroU32::MIN.saturating_add(number))
    }

    const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

impl Table {
    pub fn len(&self) -> usize {
        self.by_reference.len()
    }

    pub fn slot(&self, reference: i32) -> Option<Slot> {
        self.by_reference.get(&reference).copied()
    }

    pub fn get(&self, slot: Slot) -> Option<&OpenRequest> {
        let index = slot.index();
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)?.as_ref()
    }

    pub fn get_mut(&mut self, slot: Slot) -> Option<&mut OpenRequest> {
        self.entry(slot)?.as_mut()
    }

    /// The request with that reference id.
    pub fn find(&self, reference: i32) -> Option<&OpenRequest> {
        self.get(self.slot(reference)?)
    }

    /// The same, to change it.
    pub fn find_mut(&mut self, reference: i32) -> Option<&mut OpenRequest> {
        self.get_mut(self.slot(reference)?)
    }

    /// Add a request that is newer than all; returns whether its deadline is not before theirs, and
    /// so in the chain.
    #[inline]
    pub fn insert(&mut self, mut open: OpenRequest) -> bool {
        let slot = self.free.pop().unwrap_or_else(|| self.grow());
        self.by_reference.insert(open.reference, slot);
        self.unindexed.get_or_insert(slot);
        let [_, Chain { newest, .. }] = self.chains;
        let newest = newest.and_then(|newest| self.get(newest));
        let in_order = newest.is_none_or(|newest| newest.deadline <= open.deadline);
        open.in_order = in_order;
        open.links[BY_TICKET].older = self.append::<BY_TICKET>(slot);
        if in_order {
            open.links[BY_DEADLINE].older = self.append::<BY_DEADLINE>(slot);
        }
        if let Some(entry) = self.entry(slot) {
            *entry = Some(open);
        }
        in_order
    }

    pub fn remove(&mut self, slot: Slot) -> Option<OpenRequest> {
        self.detach(slot)?;
        let open = self.entry(slot)?.take();
        self.release(slot);
        open
    }

    /// The same for a request that is given up.
    pub fn discard(&mut self, slot: Slot) {
        if self.detach(slot).is_some() {
            if let Some(entry) = self.entry(slot) {
                *entry = None;
            }
            self.release(slot);
        }
    }

    /// Take a request out of the chains and the table of reference ids.
    fn detach(&mut self, slot: Slot) -> Option<()> {
        let OpenRequest { reference, links: [by_ticket, by_deadline], in_order, .. } =
            *self.get(slot)?;
        if self.unindexed == Some(slot) {
            self.unindexed = by_ticket.newer;
        }
        self.unlink::<BY_TICKET>(by_ticket);
        if in_order {
            self.unlink::<BY_DEADLINE>(by_deadline);
        }
        self.by_reference.remove(&reference).map(drop)
    }

    /// The entry is free.
    fn release(&mut self, slot: Slot) {
        self.free.push(slot);
        if self.by_reference.is_empty() && self.chunks.len() > KEEP_CHUNKS {
            // What a burst has taken is given back.
            *self = Self::default();
        }
    }

    /// All requests, oldest first.
    pub fn oldest_first(&self) -> impl Iterator<Item = (Slot, &OpenRequest)> {
        let node = |slot: Option<Slot>| Some((slot?, self.get(slot?)?));
        let [Chain { oldest, .. }, _] = self.chains;
        std::iter::successors(node(oldest), move |(_, open)| node(open.links[BY_TICKET].newer))
    }

    /// The slots of all requests, oldest first, for callers that change them.
    pub fn slots(&self) -> Vec<Slot> {
        self.oldest_first().map(|(slot, _)| slot).collect()
    }

    /// The soonest deadline in the chain.
    pub fn soonest(&self) -> Option<Due> {
        let [_, Chain { oldest, .. }] = self.chains;
        self.get(oldest?).map(|open| (open.deadline, open.ticket, open.reference))
    }

    /// The oldest request that is not in the index; the caller adds it.
    pub fn take_unindexed(&mut self) -> Option<(Slot, &mut OpenRequest)> {
        let slot = self.unindexed?;
        let newer = self.get(slot).and_then(|open| open.links[BY_TICKET].newer);
        self.unindexed = newer;
        self.get_mut(slot).map(|open| (slot, open))
    }

    fn entry(&mut self, slot: Slot) -> Option<&mut Option<OpenRequest>> {
        let index = slot.index();
        self.chunks.get_mut(index / CHUNK)?.get_mut(index % CHUNK)
    }

    /// Another chunk; its first slot is the caller's.
    #[cold]
    fn grow(&mut self) -> Slot {
        let first = self.chunks.len() * CHUNK;
        self.chunks.push(Box::new([const { None }; CHUNK]));
        self.free.extend((first + 1..first + CHUNK).rev().map(Slot::at));
        Slot::at(first)
    }

    /// Make a slot the end of a chain; tells what the end was before.
    fn append<const CHAIN: usize>(&mut self, slot: Slot) -> Option<Slot> {
        let older = self.chains[CHAIN].newest.replace(slot);
        match older.and_then(|older| self.get_mut(older)) {
            Some(open) => open.links[CHAIN].newer = Some(slot),
            None => self.chains[CHAIN].oldest = Some(slot),
        }
        older
    }

    /// Have the neighbours of a request that is gone know each other.
    fn unlink<const CHAIN: usize>(&mut self, Link { older, newer }: Link) {
        match older.and_then(|older| self.get_mut(older)) {
            Some(open) => open.links[CHAIN].newer = newer,
            None => self.chains[CHAIN].oldest = newer,
        }
        match newer.and_then(|newer| self.get_mut(newer)) {
            Some(open) => open.links[CHAIN].older = older,
            None => self.chains[CHAIN].newest = older,
        }
    }
}

#[cfg(test)]
impl Table {
    /// Entries for requests, taken or free.
    pub fn capacity(&self) -> usize {
        self.chunks.len() * CHUNK
    }
}
