//! Wait: the time limit of a call.

use std::time::{Duration, Instant};

/// Time limit of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Wait {
    /// The session's `request_timeout`.
    #[default]
    Default,
    /// Not at all.
    No,
    /// So long.
    For(Duration),
    /// Until it comes or the session ends.
    Forever,
}

/// Longest finite wait; a longer one counts as for ever, because some clocks overflow beyond it.
pub(super) use crate::delays::LONGEST;

impl Wait {
    /// The wait in milliseconds of the C API: -1 for ever, -2 the default.
    #[must_use]
    pub fn from_ms(ms: i32) -> Option<Self> {
        match ms {
            0 => Some(Self::No),
            -1 => Some(Self::Forever),
            -2 => Some(Self::Default),
            ms => u64::try_from(ms).ok().map(|ms| Self::For(Duration::from_millis(ms))),
        }
    }

    /// As a duration.
    pub(super) fn duration(self, default: Duration) -> Duration {
        match self {
            Self::Default => default.min(LONGEST),
            Self::No => Duration::ZERO,
            Self::For(duration) => duration.min(LONGEST),
            Self::Forever => LONGEST,
        }
    }

    /// Begin to wait, now.
    pub(super) fn begin(self, default: Duration) -> Waiting {
        Waiting::since(Instant::now(), self.duration(default))
    }
}

/// A wait that has begun: the clock is read as rarely as possible, for a call has little else to
/// do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub began: Instant,
    pub until: Instant,
}

impl Waiting {
    /// One that began then and lasts so long.
    pub fn since(began: Instant, time: Duration) -> Self {
        Self { began, until: began + time }
    }

    /// Remaining time, given its start.
    pub fn time(&self) -> Duration {
        self.until.saturating_duration_since(self.began)
    }
}

impl From<Duration> for Wait {
    fn from(duration: Duration) -> Self {
        Self::For(duration)
    }
}
