//! Ended requests, remembered by their facts for a while, so that their late answers complete no
//! other request.
//!
//! For OCS that echo no reference id. The second answer to a repeated request, or a late one,
//! arrives when the request is no longer open, and may look like the answer to another. Bounded by
//! time and by count; keeps hashes, no texts.

use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasherDefault;

use super::hashed::AsItIs;

/// Time for which an ended request is remembered, in nanoseconds: 60 s.
const KNOWN_FOR: u64 = 60_000_000_000;
/// Most requests that are remembered: the latest.
const MOST: usize = 16_384;

/// The requests that ended last.
#[derive(Debug, Default)]
pub(super) struct Ended {
    /// When each ended, and what it has in common with equal ones; the latest last.
    order: VecDeque<(u64, u64)>,
    /// How many of them have that identity.
    count: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
}

impl Ended {
    /// A request with that identity has ended.
    pub fn note(&mut self, identity: u64, now: u64) {
        self.forget(now);
        if self.order.len() >= MOST {
            self.forget_oldest();
        }
        self.order.push_back((now, identity));
        *self.count.entry(identity).or_default() += 1;
    }

    /// Whether a request with that identity ended not long ago.
    pub fn knows(&self, identity: u64) -> bool {
        self.count.contains_key(&identity)
    }

    /// Let those go that ended too long ago.
    pub fn forget(&mut self, now: u64) {
        while self.order.front().is_some_and(|(at, _)| now.saturating_sub(*at) >= KNOWN_FOR) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let Some((_, identity)) = self.order.pop_front() else { return };
        if let Some(count) = self.count.get_mut(&identity) {
            *count -= 1;
            if *count == 0 {
                self.count.remove(&identity);
            }
        }
        if self.order.is_empty() {
            // What a burst has taken is given back.
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_known_for_a_while() {
        let mut ended = Ended::default();
        ended.note(7, 0);
        ended.note(7, 1);
        ended.note(8, 2);
        ended.forget(KNOWN_FOR - 1);
        assert!(ended.knows(7) && ended.knows(8) && !ended.knows(9));
        ended.forget(KNOWN_FOR);
        assert!(ended.knows(7), "one of the two is young enough");
        ended.forget(KNOWN_FOR + 1);
        assert!(!ended.knows(7) && ended.knows(8));
        ended.forget(u64::MAX);
        assert!(ended.order.is_empty() && ended.count.is_empty());
        for number in 0..MOST as u64 + 10 {
            ended.note(number, number);
        }
        assert_eq!((ended.order.len(), ended.count.len()), (MOST, MOST));
        assert!(!ended.knows(9) && ended.knows(10));
    }
}
