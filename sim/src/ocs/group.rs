//! A campaign configured for a group: its status, how it dials, and what is out.

use std::collections::BTreeSet;

use commdn::message::{Dbid, DialMode, DialingPriority, GroupStatus, OptimizeBy};
use serde::{Deserialize, Serialize};

use super::lists::ChainRef;
use crate::config::DialingMode;

/// A campaign and a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair {
    pub campaign: Dbid,
    pub group: Dbid,
}

/// How a campaign group dials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialingPlan {
    /// Number of the dialling mode.
    pub mode: i32,
    /// Number of the optimisation method.
    pub optimize_by: i32,
    /// Its goal, percent or seconds.
    pub goal: i32,
    /// Whether the group stops and unloads when its records are used up.
    pub auto_completion: bool,
}

impl DialingPlan {
    pub(super) const fn mode(self) -> DialMode {
        DialMode(self.mode)
    }

    pub(super) const fn optimize_by(self) -> OptimizeBy {
        OptimizeBy(self.optimize_by)
    }
}

impl From<DialingMode> for DialingPlan {
    fn from(mode: DialingMode) -> Self {
        let DialingMode { mode, optimize_by, goal } = mode;
        Self { mode, optimize_by, goal, auto_completion: false }
    }
}

/// What a restart must find of a campaign group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupState {
    /// Number of its status.
    pub status: i32,
    /// How it dials.
    pub plan: DialingPlan,
    /// Dial attempts since it was started.
    pub dials: u32,
    /// Customers transferred to agents since it was started.
    pub contacts: u32,
}

/// A campaign group at run time.
#[derive(Debug)]
pub(crate) struct CampaignGroup {
    pub state: GroupState,
    pub priority: DialingPriority,
    /// What is left of the present round of the three kinds of records.
    pub round: [u32; 3],
    /// Chains that are being dialled or talked to.
    pub out: BTreeSet<ChainRef>,
    /// How many of them are with an agent.
    pub on_desktop: u32,
    /// Counts starts, stops and unloads: timers of an earlier run mean nothing.
    pub run: u64,
    /// Whether a sequence of the group owns it.
    pub in_sequence: bool,
    /// Whether it has told that its records are used up.
    pub told_depleted: bool,
}

impl CampaignGroup {
    pub fn new(mode: DialingMode) -> Self {
        Self {
            state: GroupState {
                status: GroupStatus::NOT_LOADED.0,
                plan: mode.into(),
                dials: 0,
                contacts: 0,
            },
            priority: DialingPriority::default(),
            round: [0; 3],
            out: BTreeSet::new(),
            on_desktop: 0,
            run: 0,
            in_sequence: false,
            told_depleted: false,
        }
    }

    pub const fn status(&self) -> GroupStatus {
        GroupStatus(self.state.status)
    }

    /// Whether it is loaded, running or on its way out.
    pub fn is_loaded(&self) -> bool {
        self.status() != GroupStatus::NOT_LOADED
    }
}
