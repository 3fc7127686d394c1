//! What must be on disk before an answer leaves.
//!
//! Owns the order: every change has a number, and every message of OCS waits for the number
//! of the last change before it. Storage writes the changes and tells how far it has come;
//! without storage nothing waits.

use commdn::message::Dbid;
use serde::{Deserialize, Serialize};

use crate::ocs::{DoNotCallKey, GroupState, RecordState, SequenceState};

/// One change of what a restart must find.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// A number or customer is not to be called.
    DoNotCall { ocs: Dbid, key: DoNotCallKey },
    /// A record of a list.
    Record { ocs: Dbid, list: String, position: u32, state: RecordState },
    /// A campaign group.
    Group { ocs: Dbid, campaign: Dbid, group: Dbid, state: GroupState },
    /// The sequence of a group; `None` when it has ended.
    Sequence { ocs: Dbid, group: Dbid, state: Option<SequenceState> },
}

/// What storage held at the start.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Restored {
    pub changes: Vec<Change>,
}

/// How far storage has come: the number of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub(crate) struct Mark(u64);

/// Changes that are not yet on disk.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    durable: bool,
    waiting: Vec<Change>,
    last: Mark,
    committed: Mark,
}

impl Journal {
    /// A journal that keeps changes for storage, or (`durable` false) forgets them at once.
    pub const fn new(durable: bool) -> Self {
        Self { durable, waiting: Vec::new(), last: Mark(0), committed: Mark(0) }
    }

    /// Note a change; made only if it is kept.
    pub fn note(&mut self, change: impl FnOnce() -> Change) {
        if self.durable {
            self.waiting.push(change());
            self.last.0 += 1;
        }
    }

    /// The number of the last change.
    pub const fn last(&self) -> Mark {
        self.last
    }

    /// Whether every change up to `mark` is on disk.
    pub fn has_committed(&self, mark: Mark) -> bool {
        // On purpose, for the simulation that must notice: answers do not wait.
        cfg!(commdn_break = "early_answer") || mark <= self.committed
    }

    /// Take what is to be written, with its number.
    pub fn take(&mut self) -> Option<(Mark, Vec<Change>)> {
        let waiting = std::mem::take(&mut self.waiting);
        (!waiting.is_empty()).then_some((self.last, waiting))
    }

    /// Everything up to `mark` is on disk.
    pub fn committed(&mut self, mark: Mark) {
        self.committed = self.committed.max(mark);
    }
}
