//! What an OCS will do later, in order of time and, at the same time, of request.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use commdn::message::Dbid;

use super::group::Pair;
use super::lists::ChainRef;
use super::outcome::Outcome;

/// Something to do. Each carries what tells whether it still matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    /// A running group may dial.
    Pace { pair: Pair, run: u64 },
    /// A dial attempt ends.
    DialEnd { pair: Pair, chain: ChainRef, ticket: u64, outcome: Outcome },
    /// A conversation ends.
    CallEnd { pair: Pair, chain: ChainRef, ticket: u64, outcome: Outcome },
    /// Unloading ends.
    Unloaded { pair: Pair, run: u64 },
    /// A sequence's start time, or the end of the wait before an item.
    SequenceWake { group: Dbid, serial: u64, turn: u64 },
    /// The stop time of a sequence's item.
    ItemStop { group: Dbid, serial: u64, turn: u64 },
}

/// Timers, the earliest first.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    heap: BinaryHeap<Reverse<(Duration, u64, Timer)>>,
    count: u64,
}

impl Timers {
    /// Do `timer` at `at`.
    pub fn set(&mut self, at: Duration, timer: Timer) {
        self.count += 1;
        self.heap.push(Reverse((at, self.count, timer)));
    }

    /// When the first is due.
    pub fn next(&self) -> Option<Duration> {
        self.heap.peek().map(|Reverse((at, _, _))| *at)
    }

    /// Take the first one that is due at `now`.
    pub fn due(&mut self, now: Duration) -> Option<Timer> {
        if self.next()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse((_, _, timer))| timer)
    }

    /// Forget all.
    pub fn clear(&mut self) {
        self.heap.clear();
    }
}
