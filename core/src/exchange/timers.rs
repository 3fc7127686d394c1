//! Deadlines of open requests, soonest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::answer::Ticket;
use crate::link::Moment;

/// Deadlines; those of requests that have ended are dropped when they are come across.
#[derive(Debug, Default)]
pub(super) struct Timers {
    heap: BinaryHeap<Reverse<(Moment, Ticket, i32)>>,
}

impl Timers {
    pub fn insert(&mut self, deadline: Moment, ticket: Ticket, reference: i32) {
        self.heap.push(Reverse((deadline, ticket, reference)));
    }

    /// The soonest deadline of a request that is `alive`.
    pub fn next(&mut self, alive: impl Fn(Ticket, i32) -> bool) -> Option<Moment> {
        while let Some(Reverse((deadline, ticket, reference))) = self.heap.peek().copied() {
            if alive(ticket, reference) {
                return Some(deadline);
            }
            self.heap.pop();
        }
        None
    }

    /// Take one request whose deadline has come.
    pub fn expired(&mut self, now: Moment, alive: impl Fn(Ticket, i32) -> bool) -> Option<i32> {
        let next = self.next(alive)?;
        if next > now {
            return None;
        }
        self.heap.pop().map(|Reverse((_, _, reference))| reference)
    }

    /// Drop the deadlines of ended requests once they are most of the heap, so that it stays within
    /// a multiple of the open requests.
    pub fn tidy(&mut self, open: usize, alive: impl Fn(Ticket, i32) -> bool) {
        if self.heap.len() > 64 + 2 * open {
            self.heap.retain(|Reverse((_, ticket, reference))| alive(*ticket, *reference));
        }
    }
}

#[cfg(test)]
impl Timers {
    pub fn len(&self) -> usize {
        self.heap.len()
    }
}
