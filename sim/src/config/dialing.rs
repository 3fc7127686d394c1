//! The table `dialing`: how a group's calls go, and what becomes of them.
//!
//! Only the numbers; `ocs::dialer` makes calls of them.

use serde::{Deserialize, Serialize};

/// How a group's calls go. Times are in seconds on the contact centre's clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Dialing {
    /// Dial attempts a minute, while agents are there for them.
    pub dials_per_minute: f64,
    /// Shortest and longest time from the dial attempt to its outcome.
    pub dial_seconds: [f64; 2],
    /// Shortest and longest conversation.
    pub talk_seconds: [f64; 2],
    /// How many attempts a record gets.
    pub max_attempts: u8,
    /// Minutes until a record that nobody answered is dialled again.
    pub redial_minutes: f64,
    /// Minutes until a customer who asked for it is called back.
    pub callback_minutes: f64,
    /// How long unloading takes once no record is out.
    pub unload_seconds: f64,
    /// How a group dials whose request did not say (mode 0).
    pub default_mode: DialingMode,
    /// What becomes of dial attempts.
    pub outcomes: Outcomes,
}

impl Default for Dialing {
    fn default() -> Self {
        Self {
            dials_per_minute: 60.0,
            dial_seconds: [4.0, 25.0],
            talk_seconds: [30.0, 240.0],
            max_attempts: 3,
            redial_minutes: 60.0,
            callback_minutes: 120.0,
            unload_seconds: 0.0,
            default_mode: DialingMode::default(),
            outcomes: Outcomes::default(),
        }
    }
}

/// A dialling mode with its optimisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct DialingMode {
    /// Number of the dialling mode.
    pub mode: i32,
    /// Number of the optimisation method.
    pub optimize_by: i32,
    /// Its goal, percent or seconds.
    pub goal: i32,
}

impl Default for DialingMode {
    fn default() -> Self {
        // Predictive, busy factor 80 %.
        Self { mode: 1, optimize_by: 1, goal: 80 }
    }
}

/// What becomes of dial attempts: weights, which need not add up to anything.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Outcomes {
    /// A person answers and is transferred to an agent: a contact.
    pub answer: f64,
    /// As `answer`, and the customer asks to be called back.
    pub callback: f64,
    /// Nobody answers.
    pub no_answer: f64,
    /// The line is busy.
    pub busy: f64,
    /// An answering machine answers.
    pub machine: f64,
    /// The number does not exist; it is not dialled again.
    pub invalid: f64,
}

impl Default for Outcomes {
    fn default() -> Self {
        Self {
            answer: 40.0,
            callback: 5.0,
            no_answer: 30.0,
            busy: 12.0,
            machine: 10.0,
            invalid: 3.0,
        }
    }
}

impl Outcomes {
    /// The weights in the order of the fields.
    pub(crate) const fn weights(&self) -> [f64; 6] {
        [self.answer, self.callback, self.no_answer, self.busy, self.machine, self.invalid]
    }
}
