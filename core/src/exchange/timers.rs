//! Deadlines of open requests that are not in the order of submission, soonest first.
//!
//! Ordered deadlines (requests of one timeout) are a chain in the table, which costs less.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::table::{Due, Table};

/// Deadlines; those of requests that have ended are dropped when they are come across.
#[derive(Debug, Default)]
pub(super) struct Timers {
    heap: BinaryHeap<Reverse<Due>>,
}

impl Timers {
    /// Add one; where most are of ended requests these are dropped, so that they stay within a
    /// multiple of `open`.
    pub fn insert(&mut self, due: Due, open: &Table) {
        self.heap.push(Reverse(due));
        if self.heap.len() > 64 + 2 * open.len() {
            self.heap.retain(|Reverse(due)| is_open(due, open));
        }
    }

    /// The soonest deadline of all open requests, those in the table's chain among them.
    pub fn soonest(&mut self, open: &Table) -> Option<Due> {
        while let Some(Reverse(due)) = self.heap.peek() {
            if is_open(due, open) {
                return Some(open.soonest().map_or(*due, |chained| chained.min(*due)));
            }
            self.heap.pop();
        }
        open.soonest()
    }
}

fn is_open((_, ticket, reference): &Due, open: &Table) -> bool {
    open.find(*reference).is_some_and(|open| open.ticket == *ticket)
}

#[cfg(test)]
impl Timers {
    pub fn len(&self) -> usize {
        self.heap.len()
    }
}
