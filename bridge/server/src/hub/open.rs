//! Requests that the server has not answered: reference ids of the bridge, and whose they are.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use commdn::time::Moment;

use super::ClientId;

/// What was asked.
#[derive(Debug)]
pub(super) enum Asked {
    /// To distribute a user event.
    Distribute {
        /// By whom, under which reference id.
        client: ClientId,
        reference: Option<i32>,
        /// The mark of the event among those that may come back.
        mark: u64,
    },
    /// To read objects of the configuration.
    Read {
        /// By whom, under which reference id.
        client: ClientId,
        reference: Option<i32>,
    },
    /// To register a DN.
    Register(Arc<str>),
    /// To register it no more.
    Unregister,
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Open {
    pub asked: Asked,
    pub since: Moment,
}

/// The requests under way.
#[derive(Debug, Default)]
pub(super) struct OpenRequests {
    last: i32,
    open: HashMap<i32, Open>,
    /// In the order in which they went out.
    order: VecDeque<(Moment, i32)>,
    distributions: usize,
}

impl OpenRequests {
    /// A reference id that no open request has.
    pub fn add(&mut self, asked: Asked, now: Moment) -> i32 {
        loop {
            self.last = if self.last == i32::MAX { 1 } else { self.last + 1 };
            if !self.open.contains_key(&self.last) {
                break;
            }
        }
        self.distributions += usize::from(matches!(asked, Asked::Distribute { .. }));
        self.open.insert(self.last, Open { asked, since: now });
        self.order.push_back((now, self.last));
        self.last
    }

    /// The request, whose answer goes on: its time begins again.
    pub fn prolong(&mut self, reference: i32, now: Moment) -> Option<&Asked> {
        let open = self.open.get_mut(&reference)?;
        open.since = now;
        self.order.push_back((now, reference));
        Some(&open.asked)
    }

    pub fn take(&mut self, reference: i32) -> Option<Open> {
        let open = self.open.remove(&reference)?;
        self.distributions -= usize::from(matches!(open.asked, Asked::Distribute { .. }));
        if self.open.is_empty() {
            self.order.clear();
        }
        Some(open)
    }

    /// User events that are not acknowledged.
    pub const fn distributions(&self) -> usize {
        self.distributions
    }

    /// Forget those that are older than `limit`; tells what they were.
    pub fn expire(&mut self, now: Moment, limit: Duration) -> Vec<Open> {
        let mut over = Vec::new();
        while let Some(&(since, reference)) = self.order.front() {
            let is_open = self.open.get(&reference).is_some_and(|open| open.since == since);
            if is_open && now.saturating_sub(since) < limit {
                break;
            }
            self.order.pop_front();
            if is_open {
                over.extend(self.take(reference));
            }
        }
        over
    }

    /// When [`OpenRequests::expire`] has something to do.
    pub fn next_expiry(&self, limit: Duration) -> Option<Moment> {
        self.order.front().map(|(since, _)| *since + limit)
    }

    /// Forget all; tells what they were.
    pub fn clear(&mut self) -> Vec<Open> {
        self.order.clear();
        self.distributions = 0;
        self.open.drain().map(|(_, open)| open).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(client: u64) -> Asked {
        Asked::Distribute { client: ClientId(client), reference: Some(1), mark: 0 }
    }

    const S: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn an_id_is_not_given_twice_while_it_is_open() {
        let mut requests = OpenRequests { last: i32::MAX - 1, ..OpenRequests::default() };
        let ids: Vec<i32> = (0..3).map(|client| requests.add(asked(client), S(0))).collect();
        assert_eq!(ids, [i32::MAX, 1, 2]);
        requests.last = i32::MAX - 1;
        requests.take(1);
        assert_eq!(requests.add(asked(9), S(0)), 1);
        assert_eq!(requests.distributions(), 3);
    }

    #[test]
    fn what_is_not_answered_in_time_is_told_once() {
        let mut requests = OpenRequests::default();
        let first = requests.add(asked(1), S(0));
        requests.add(asked(2), S(5));
        requests.add(Asked::Unregister, S(6));
        requests.take(first);
        assert!(requests.expire(S(10), S(10)).is_empty());
        assert_eq!(requests.next_expiry(S(10)), Some(S(15)));
        let over = requests.expire(S(15), S(10));
        assert!(matches!(over[..], [Open { asked: Asked::Distribute { .. }, .. }]), "{over:?}");
        assert_eq!((requests.distributions(), requests.expire(S(16), S(10)).len()), (0, 1));
    }
}
