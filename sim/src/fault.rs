//! Faults on demand: what shall go wrong, how often, and for whom.
//!
//! Owns the rules as the configuration and the control interface state them; `engine`
//! applies them. Every random choice comes from the simulator's seed.

use serde::{Deserialize, Serialize};

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// A message of OCS is lost.
    Drop,
    /// A message of OCS comes later: after `ms` milliseconds, or up to `max_ms`.
    Delay,
    /// A message of OCS comes twice.
    Duplicate,
    /// Messages of OCS come shuffled: within `window` messages, or those of `ms` milliseconds.
    Reorder,
    /// A message of OCS carries another request's facts: reference id, phone, campaign.
    WrongCorrelation,
    /// A client gets half of a frame, and the rest after `ms` milliseconds; without `ms` the connection ends.
    Partial,
    /// A client gets bytes that are no frame.
    Garbage,
    /// A client's connection ends instead of a user event.
    Cut,
    /// T-Server refuses to register a DN.
    RefuseRegistration,
    /// T-Server refuses to distribute a user event.
    RefuseRequest,
    /// OCS does not hear a request.
    Silent,
}

impl FaultKind {
    /// Its name as it is configured.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::Delay => "delay",
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
            Self::WrongCorrelation => "wrong_correlation",
            Self::Partial => "partial",
            Self::Garbage => "garbage",
            Self::Cut => "cut",
            Self::RefuseRegistration => "refuse_registration",
            Self::RefuseRequest => "refuse_request",
            Self::Silent => "silent",
        }
    }
}

/// Which messages of OCS a fault is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Among {
    /// Answers and notifications.
    #[default]
    All,
    /// Answers to requests.
    Answers,
    /// Notifications.
    Notifications,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FaultRule {
    /// What goes wrong.
    pub kind: FaultKind,
    /// How often, from 0 (never) to 1 (always).
    #[serde(default = "always")]
    pub rate: f64,
    /// How many times at most; for ever without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Only this OCS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ocs: Option<i32>,
    /// Only these messages of OCS.
    #[serde(default)]
    pub among: Among,
    /// Milliseconds, for `delay`, `reorder` and `partial`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// The longest delay; each one is then between `ms` and this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_ms: Option<u64>,
    /// How many messages `reorder` shuffles at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<usize>,
}

const fn always() -> f64 {
    1.0
}

/// How long `reorder` holds messages that do not fill its window, in milliseconds.
pub(crate) const REORDER_MS: u64 = 20;
/// How many messages `reorder` shuffles at a time.
pub(crate) const REORDER_WINDOW: usize = 64;
/// The longest time that a fault may hold a message: an hour.
const MAX_MS: u64 = 3_600_000;

impl FaultRule {
    /// That fault, always, for ever.
    #[must_use]
    pub const fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            rate: 1.0,
            times: None,
            ocs: None,
            among: Among::All,
            ms: None,
            max_ms: None,
            window: None,
        }
    }

    /// Messages of OCS shuffled in groups of `window`; the last ones after `ms` milliseconds.
    #[must_use]
    pub const fn reorder(window: usize, ms: u64) -> Self {
        Self { window: Some(window), ms: Some(ms), ..Self::new(FaultKind::Reorder) }
    }

    /// Messages of OCS `ms` milliseconds late.
    #[must_use]
    pub const fn delay(ms: u64) -> Self {
        Self { ms: Some(ms), ..Self::new(FaultKind::Delay) }
    }

    /// The same with a rate from 0 to 1.
    #[must_use]
    pub const fn rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }

    /// The same, so many times only.
    #[must_use]
    pub const fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// The same for one OCS only.
    #[must_use]
    pub const fn of_ocs(mut self, dbid: i32) -> Self {
        self.ocs = Some(dbid);
        self
    }

    /// The same for some messages of OCS only.
    #[must_use]
    pub const fn among(mut self, among: Among) -> Self {
        self.among = among;
        self
    }

    /// The key that does not fit, and why.
    ///
    /// # Errors
    /// As said.
    pub(crate) fn check(&self) -> Result<(), (&'static str, String)> {
        if !(0.0..=1.0).contains(&self.rate) {
            return Err(("rate", format!("{} is not from 0 to 1", self.rate)));
        }
        let takes_ms = [FaultKind::Delay, FaultKind::Reorder, FaultKind::Partial];
        if self.ms.is_some() && !takes_ms.contains(&self.kind) {
            return Err(("ms", format!("does not belong to {}", self.kind.name())));
        }
        if self.kind == FaultKind::Delay && self.ms.is_none() {
            return Err(("ms", "is missing: how late shall messages be?".to_owned()));
        }
        if self.max_ms.is_some() && self.kind != FaultKind::Delay {
            return Err(("max_ms", format!("does not belong to {}", self.kind.name())));
        }
        if self.max_ms.is_some_and(|max| max < self.ms.unwrap_or(0)) {
            return Err(("max_ms", "is less than ms".to_owned()));
        }
        for (key, value) in [("ms", self.ms), ("max_ms", self.max_ms)] {
            if value.is_some_and(|value| value > MAX_MS) {
                return Err((key, format!("is over {MAX_MS}")));
            }
        }
        match self.window {
            Some(_) if self.kind != FaultKind::Reorder => {
                Err(("window", format!("does not belong to {}", self.kind.name())))
            }
            Some(0) => Err(("window", "0 messages cannot be shuffled".to_owned())),
            _ => Ok(()),
        }
    }
}
