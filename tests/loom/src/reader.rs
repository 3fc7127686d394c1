//! Who reads: a waiting caller reads for all, and hands the reading over when it has its own.
//!
//! As `core/src/session/reader.rs` with two callers, whose answers lie in the transport. Correlation
//! is the outcome's way to its own caller: each takes one outcome, its own, once.

use std::collections::{BTreeMap, VecDeque};

use loom::sync::Arc;
use loom::thread::{self, Thread};

use super::fails;
use super::sync::{Mutex, MutexGuard};

type Ticket = u32;

struct Follower {
    id: u32,
    ticket: Ticket,
    thread: Thread,
}

#[derive(Default)]
struct State {
    slots: BTreeMap<Ticket, Option<u32>>,
    followers: Vec<Follower>,
    led: bool,
    next_id: u32,
}

struct Shared {
    state: Mutex<State>,
    transport: Mutex<VecDeque<Ticket>>,
    /// The broken model: whoever stops reading tells nobody.
    silent: bool,
}

impl Shared {
    /// Two requests are open, and their answers have come, the second one's first.
    fn new(silent: bool) -> Self {
        let state = State { slots: BTreeMap::from([(1, None), (2, None)]), ..State::default() };
        Self { state: Mutex::new(state), transport: Mutex::new([2, 1].into()), silent }
    }

    /// As `Shared::wait_for`.
    fn wait_for(&self, ticket: Ticket) -> u32 {
        let mut state = self.state.lock();
        let mut registered = None;
        let found = loop {
            if let Some(Some(found)) = state.slots.get(&ticket).copied() {
                state.slots.remove(&ticket);
                break found;
            }
            if !state.led {
                state.led = true;
                drop(state);
                self.read_once();
                state = self.state.lock();
                state.led = false;
                continue;
            }
            if registered.is_none() {
                state.next_id += 1;
                let id = state.next_id;
                registered = Some(id);
                state.followers.push(Follower { id, ticket, thread: thread::current() });
            }
            drop(state);
            thread::park();
            state = self.state.lock();
        };
        if let Some(id) = registered {
            state.followers.retain(|follower| follower.id != id);
        }
        self.hand_over(state);
        found
    }

    /// As `Shared::hand_over`.
    fn hand_over(&self, state: MutexGuard<'_, State>) {
        let free = !state.led && !self.silent;
        let successor = free.then(|| state.followers.first().map(|one| one.thread.clone()));
        drop(state);
        if let Some(Some(thread)) = successor {
            thread.unpark();
        }
    }

    /// As `Shared::read_once`, `State::complete` and `Shared::wake`.
    fn read_once(&self) {
        let answer = self.transport.lock().pop_front();
        let Some(ticket) = answer else { panic!("a caller reads on with nothing left to come") };
        let mut state = self.state.lock();
        let slot = state.slots.get_mut(&ticket).expect("an answer has an open request");
        assert_eq!(slot.replace(ticket * 10), None, "an outcome is there once");
        let fits = |follower: &&Follower| follower.ticket == ticket;
        let wake: Vec<Thread> =
            state.followers.iter().filter(fits).map(|follower| follower.thread.clone()).collect();
        drop(state);
        for thread in wake {
            thread.unpark();
        }
    }
}

fn two_callers(silent: bool) -> impl Fn() + Sync + Send + 'static {
    move || {
        let shared = Arc::new(Shared::new(silent));
        let own = Arc::clone(&shared);
        let other = thread::spawn(move || own.wait_for(1));
        assert_eq!(shared.wait_for(2), 20);
        assert_eq!(other.join().unwrap(), 10);
        let state = shared.state.lock();
        assert!(state.slots.is_empty() && state.followers.is_empty() && !state.led);
    }
}

#[test]
fn each_caller_gets_its_own_outcome_whoever_reads() {
    loom::model(two_callers(false));
}

#[test]
fn a_reader_that_hands_nothing_over_leaves_the_other_waiting() {
    assert!(fails(
        "reader::a_reader_that_hands_nothing_over_leaves_the_other_waiting",
        two_callers(true)
    ));
}
