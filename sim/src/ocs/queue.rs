//! Which chain of a list is next: three queues, one for each kind of record.

use std::collections::BTreeSet;
use std::time::Duration;

use commdn::message::{DialingPriority, PriorityRule};

/// A kind of record, as `dialing_priority` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    #[default]
    General,
    Rescheduled,
    CallBack,
}

impl Kind {
    const ALL: [Self; 3] = [Self::General, Self::Rescheduled, Self::CallBack];
    /// The order without a `dialing_priority`: promises first.
    const USUAL: [Self; 3] = [Self::CallBack, Self::Rescheduled, Self::General];

    /// Its place in a round.
    pub const fn index(self) -> usize {
        match self {
            Self::General => 0,
            Self::Rescheduled => 1,
            Self::CallBack => 2,
        }
    }

    const fn rule(self, priority: &DialingPriority) -> Option<PriorityRule> {
        match self {
            Self::General => priority.general,
            Self::Rescheduled => priority.campaign_rescheduled,
            Self::CallBack => priority.campaign_call_back,
        }
    }
}

/// The kinds in the order in which a group takes them: the highest priority first.
pub(crate) fn order(priority: &DialingPriority) -> [Kind; 3] {
    let mut kinds = Kind::USUAL;
    // The sort is stable: equal priorities keep the usual order, and a kind without a rule comes last.
    kinds.sort_by_key(|kind| {
        let number = kind.rule(priority).and_then(|rule| rule.priority);
        std::cmp::Reverse(number.unwrap_or(i32::MIN))
    });
    kinds
}

/// How many records of each kind a round has; a kind without a number has no bound.
pub(crate) fn round(priority: &DialingPriority) -> [u32; 3] {
    Kind::ALL.map(|kind| {
        let number = kind.rule(priority).and_then(|rule| rule.n_records);
        number.map_or(u32::MAX, |number| u32::try_from(number).unwrap_or(0))
    })
}

/// The queued chains of a list, by the time at which they are due.
#[derive(Debug, Default)]
pub(crate) struct Queues([BTreeSet<(Duration, u32)>; 3]);

impl Queues {
    fn of(&mut self, kind: Kind) -> &mut BTreeSet<(Duration, u32)> {
        let [general, rescheduled, call_back] = &mut self.0;
        match kind {
            Kind::General => general,
            Kind::Rescheduled => rescheduled,
            Kind::CallBack => call_back,
        }
    }

    pub fn add(&mut self, kind: Kind, due: Duration, chain: u32) {
        self.of(kind).insert((due, chain));
    }

    pub fn remove(&mut self, kind: Kind, due: Duration, chain: u32) {
        self.of(kind).remove(&(due, chain));
    }

    /// The first chain of a kind that is due at `now`.
    pub fn first(&mut self, kind: Kind, now: Duration) -> Option<u32> {
        self.of(kind).first().filter(|(due, _)| *due <= now).map(|(_, chain)| *chain)
    }

    /// When the next chain of any kind is due.
    pub fn next_due(&self) -> Option<Duration> {
        self.0.iter().filter_map(|queue| queue.first()).map(|(due, _)| *due).min()
    }

    /// How many chains are queued, due or not.
    pub fn len(&self) -> usize {
        self.0.iter().map(BTreeSet::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_come_first_unless_the_priorities_say_otherwise() {
        let usual = [Kind::CallBack, Kind::Rescheduled, Kind::General];
        assert_eq!(order(&DialingPriority::default()), usual);
        let general = Some(PriorityRule::new(5, 2));
        let mut priority = DialingPriority { general, ..DialingPriority::default() };
        assert_eq!(order(&priority), [Kind::General, Kind::CallBack, Kind::Rescheduled]);
        priority.campaign_rescheduled = Some(PriorityRule::new(9, 1));
        assert_eq!(order(&priority), [Kind::Rescheduled, Kind::General, Kind::CallBack]);
        assert_eq!(round(&priority), [2, 1, u32::MAX]);
    }

    #[test]
    fn a_chain_is_not_taken_before_it_is_due() {
        let mut queues = Queues::default();
        let second = Duration::from_secs(1);
        queues.add(Kind::CallBack, second, 7);
        assert_eq!(queues.first(Kind::CallBack, Duration::ZERO), None);
        assert_eq!(queues.first(Kind::General, second), None);
        assert_eq!(queues.first(Kind::CallBack, second), Some(7));
        assert_eq!(queues.next_due(), Some(second));
        queues.remove(Kind::CallBack, second, 7);
        assert_eq!(queues.len(), 0);
    }
}
