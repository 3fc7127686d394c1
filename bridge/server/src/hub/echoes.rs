//! Echoes: user events that came through the bridge and may come back from the server.
//!
//! A T-Server shows an event to every client of its DN; whether to the sender too is not public. The bridge is one
//! client for many programs, so if the event does not come back, the others see it only if the bridge shows it to
//! them. Owns what was found out, and the events that may still come back.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::Duration;

use commdn::time::Moment;

use super::ClientId;
use crate::config::Echo;

/// How long after its acknowledgement an event may take to come back, while nothing is known.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long an event is remembered.
const MEMORY: Duration = Duration::from_secs(30);
/// Most that are remembered.
const MOST: usize = 65_536;

/// An event that the bridge is to show to a DN's clients itself.
#[derive(Debug)]
pub(super) struct Own {
    pub dn: Arc<str>,
    pub user_data: Box<[u8]>,
    pub sender: ClientId,
}

/// What an event of the server turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// Somebody else's.
    New,
    /// That client's.
    EchoOf(ClientId),
    /// One that the bridge has shown already.
    Shown,
}

#[derive(Debug)]
struct Recent {
    hash: u64,
    dn: Arc<str>,
    sender: ClientId,
    since: Moment,
    /// Kept while the bridge may have to show it.
    user_data: Option<Box<[u8]>>,
    accepted: Option<Moment>,
    shown: bool,
}

#[derive(Debug)]
pub(super) struct Echoes {
    /// Whether the server sends events back; `None` while that is not known.
    known: Option<bool>,
    fixed: bool,
    last_mark: u64,
    /// By their marks.
    recent: BTreeMap<u64, Recent>,
    marks: HashMap<u64, VecDeque<u64>>,
    hasher: RandomState,
}

impl Echoes {
    pub fn new(echo: Echo) -> Self {
        let known = match echo {
            Echo::Auto => None,
            Echo::Yes => Some(true),
            Echo::No => Some(false),
        };
        let fixed = known.is_some();
        let (recent, marks, hasher) = (BTreeMap::new(), HashMap::new(), RandomState::new());
        Self { known, fixed, last_mark: 0, recent, marks, hasher }
    }

    /// What is known.
    pub const fn known(&self) -> Option<bool> {
        self.known
    }

    /// An event goes out; the result is its mark.
    pub fn sent(&mut self, dn: &Arc<str>, data: &[u8], sender: ClientId, now: Moment) -> u64 {
        self.last_mark += 1;
        let keep = self.known != Some(true);
        let hash = self.hash(dn, data);
        let recent = Recent {
            hash,
            dn: Arc::clone(dn),
            sender,
            since: now,
            user_data: keep.then(|| data.into()),
            accepted: None,
            shown: false,
        };
        self.recent.insert(self.last_mark, recent);
        self.marks.entry(hash).or_default().push_back(self.last_mark);
        if self.recent.len() > MOST
            && let Some((&first, _)) = self.recent.first_key_value()
        {
            self.remove(first);
        }
        self.last_mark
    }

    /// The server took it: the result is to be shown now, if anything.
    pub fn accepted(&mut self, mark: u64, now: Moment) -> Option<Own> {
        let no_echo = self.known == Some(false);
        let recent = self.recent.get_mut(&mark)?;
        recent.accepted = Some(now);
        if no_echo { show(recent) } else { None }
    }

    /// The server refused it: it will not come.
    pub fn refused(&mut self, mark: u64) {
        self.remove(mark);
    }

    /// An event of the server.
    pub fn came(&mut self, dn: &str, data: &[u8]) -> Came {
        if self.recent.is_empty() {
            return Came::New;
        }
        let marks = self.marks.get(&self.hash(dn, data));
        let first = marks.and_then(|marks| marks.front().copied());
        let Some(recent) = first.and_then(|mark| self.remove(mark)) else { return Came::New };
        if !self.fixed {
            self.known = Some(true);
        }
        if recent.shown { Came::Shown } else { Came::EchoOf(recent.sender) }
    }

    fn remove(&mut self, mark: u64) -> Option<Recent> {
        let recent = self.recent.remove(&mark)?;
        if let Some(marks) = self.marks.get_mut(&recent.hash) {
            marks.retain(|other| *other != mark);
            if marks.is_empty() {
                self.marks.remove(&recent.hash);
            }
        }
        Some(recent)
    }

    /// Let time pass: the result is to be shown, for it does not come back.
    pub fn tick(&mut self, now: Moment) -> Vec<Own> {
        let mut own = Vec::new();
        if self.known.is_none() {
            let late = |recent: &Recent| recent.accepted.is_some_and(|at| now >= at + PATIENCE);
            if self.recent.values().any(late) {
                self.known = Some(false);
                let accepted = self.recent.values_mut().filter(|recent| recent.accepted.is_some());
                own.extend(accepted.filter_map(show));
            }
        }
        while let Some((&mark, first)) = self.recent.first_key_value()
            && now.saturating_sub(first.since) > MEMORY
        {
            self.remove(mark);
        }
        own
    }

    /// When [`Echoes::tick`] has something to do.
    pub fn next_tick(&self) -> Option<Moment> {
        let (_, first) = self.recent.first_key_value()?;
        let memory = first.since + MEMORY + Duration::from_millis(1);
        match (self.known, first.accepted) {
            (None, Some(at)) => Some(memory.min(at + PATIENCE)),
            _ => Some(memory),
        }
    }

    /// The connection is another one: what was sent over the last one comes back no more. A server that took
    /// over may do otherwise.
    pub fn clear(&mut self) {
        self.recent.clear();
        self.marks.clear();
        if !self.fixed {
            self.known = None;
        }
    }

    fn hash(&self, dn: &str, data: &[u8]) -> u64 {
        self.hasher.hash_one((dn, data))
    }
}

fn show(recent: &mut Recent) -> Option<Own> {
    let user_data = recent.user_data.take()?;
    recent.shown = true;
    Some(Own { dn: Arc::clone(&recent.dn), user_data, sender: recent.sender })
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ClientId = ClientId(1);

    fn ms(ms: u64) -> Moment {
        Moment::from_millis(ms)
    }

    #[test]
    fn an_echo_is_told_from_the_events_of_others() {
        let (mut echoes, dn) = (Echoes::new(Echo::Auto), Arc::from("8001"));
        let mark = echoes.sent(&dn, b"one", A, ms(0));
        assert!(echoes.accepted(mark, ms(1)).is_none());
        assert_eq!(echoes.came("8001", b"two"), Came::New);
        assert_eq!(echoes.came("8002", b"one"), Came::New);
        assert_eq!(echoes.came("8001", b"one"), Came::EchoOf(A));
        assert_eq!(echoes.came("8001", b"one"), Came::New, "the same again is another event");
        assert_eq!(echoes.known(), Some(true));
        assert!(echoes.tick(ms(5_000)).is_empty());
    }

    #[test]
    fn without_an_echo_the_bridge_shows_it_late_once_and_at_once_from_then_on() {
        let (mut echoes, dn) = (Echoes::new(Echo::Auto), Arc::from("8001"));
        let mark = echoes.sent(&dn, b"one", A, ms(0));
        assert!(echoes.accepted(mark, ms(1)).is_none());
        assert_eq!(echoes.next_tick(), Some(ms(1_001)));
        assert!(echoes.tick(ms(1_000)).is_empty());
        let own = echoes.tick(ms(1_001));
        assert_eq!(own.len(), 1);
        assert_eq!((&*own[0].user_data, own[0].sender), (&b"one"[..], A));
        let mark = echoes.sent(&dn, b"two", A, ms(2_000));
        assert!(echoes.accepted(mark, ms(2_001)).is_some());
        // It comes back after all: nobody sees it twice, and it is known from then on.
        assert_eq!(echoes.came("8001", b"two"), Came::Shown);
        let mark = echoes.sent(&dn, b"three", A, ms(2_002));
        assert!(echoes.accepted(mark, ms(2_003)).is_none());
    }

    #[test]
    fn what_is_refused_or_old_is_forgotten() {
        let (mut echoes, dn) = (Echoes::new(Echo::No), Arc::from("8001"));
        let mark = echoes.sent(&dn, b"one", A, ms(0));
        echoes.refused(mark);
        assert!(echoes.accepted(mark, ms(1)).is_none());
        echoes.sent(&dn, b"two", A, ms(0));
        echoes.tick(ms(30_001));
        assert_eq!(echoes.came("8001", b"two"), Came::New);
        assert_eq!((echoes.known(), echoes.next_tick()), (Some(false), None));
    }
}
