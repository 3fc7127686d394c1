//! Closing wakes everybody who waits, whenever it comes; what was completed before is still taken, once.
//!
//! As `Completions::next` of several threads, `State::settle` and `State::wake_everyone`.

use std::collections::VecDeque;

use loom::sync::Arc;
use loom::thread::{self, Thread};

use super::fails;
use super::sync::Mutex;

#[derive(Default)]
struct State {
    outcomes: VecDeque<u32>,
    followers: Vec<Thread>,
    closed: bool,
}

#[derive(Default)]
struct Shared(Mutex<State>);

impl Shared {
    /// An outcome, or nothing once the session is closed and all is taken.
    fn next(&self) -> Option<u32> {
        let mut state = self.0.lock();
        loop {
            if let Some(outcome) = state.outcomes.pop_front() {
                return Some(outcome);
            }
            if state.closed {
                return None;
            }
            state.followers.push(thread::current());
            drop(state);
            thread::park();
            state = self.0.lock();
        }
    }

    fn complete(&self, outcome: u32) {
        let mut state = self.0.lock();
        state.outcomes.push_back(outcome);
        let wake = std::mem::take(&mut state.followers);
        drop(state);
        wake.iter().for_each(Thread::unpark);
    }

    fn close(&self, everybody: bool) {
        let mut state = self.0.lock();
        state.closed = true;
        let mut wake = std::mem::take(&mut state.followers);
        drop(state);
        if !everybody {
            wake.truncate(1);
        }
        wake.iter().for_each(Thread::unpark);
    }
}

fn two_waiters(everybody: bool) -> impl Fn() + Sync + Send + 'static {
    move || {
        let shared = Arc::new(Shared::default());
        let waiters = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.next())
        });
        shared.complete(7);
        shared.close(everybody);
        let mut taken: Vec<u32> =
            waiters.into_iter().filter_map(|one| one.join().unwrap()).collect();
        taken.extend(shared.next());
        assert_eq!(taken, [7], "the outcome is taken, once");
    }
}

#[test]
fn closing_wakes_every_waiter_and_loses_no_outcome() {
    loom::model(two_waiters(true));
}

#[test]
fn closing_that_wakes_only_one_leaves_the_other_waiting() {
    assert!(fails("close::closing_that_wakes_only_one_leaves_the_other_waiting", || {
        let shared = Arc::new(Shared::default());
        let waiters = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.next())
        });
        shared.close(false);
        waiters.into_iter().for_each(|one| assert_eq!(one.join().unwrap(), None));
    }));
}
