//! Notices to a callback: one at a time, with no lock held, none after the end; closing from within.
//!
//! The loop is the session's own, `hand_on`; as in `Shared::dispatch` its callback may close the
//! session that calls it.

use std::collections::VecDeque;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread;

use super::fails;
use super::hand_on::{Next, hand_on};
use super::sync::{Condvar, Mutex};

#[derive(Default)]
struct State {
    notices: VecDeque<u32>,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    dispatch_waits: Condvar,
    /// Calls of the callback that have begun, and not ended.
    inside: AtomicUsize,
    calls: AtomicUsize,
}

impl Shared {
    fn dispatch(&self, callback: impl Fn(u32)) {
        let next = |state: &mut State| match state.notices.pop_front() {
            Some(notice) => Next::One(notice),
            None if state.closed => Next::End,
            None => Next::Nothing,
        };
        hand_on(&self.state, &self.dispatch_waits, next, |notice| {
            assert_eq!(self.inside.fetch_add(1, Ordering::AcqRel), 0, "one call at a time");
            callback(notice);
            self.inside.fetch_sub(1, Ordering::AcqRel);
            self.calls.fetch_add(1, Ordering::AcqRel);
        });
    }

    fn notice(&self, notice: u32) {
        let mut state = self.state.lock();
        if !state.closed {
            state.notices.push_back(notice);
        }
        drop(state);
        self.dispatch_waits.notify_one();
    }

    fn close(&self, tell: bool) {
        self.state.lock().closed = true;
        if tell {
            self.dispatch_waits.notify_one();
        }
    }
}

#[test]
fn a_callback_that_closes_its_session_and_one_that_is_closed_beside_it_both_end() {
    loom::model(|| {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let dispatcher = thread::spawn(move || own.dispatch(|_| own.close(true)));
        shared.notice(1);
        shared.close(true);
        dispatcher.join().unwrap();
        assert_eq!(shared.inside.load(Ordering::Acquire), 0);
        assert_eq!(shared.calls.load(Ordering::Acquire), 1, "what came before the end is told");
    });
}

#[test]
fn closing_that_tells_nobody_leaves_the_dispatcher_waiting() {
    assert!(fails("dispatch::closing_that_tells_nobody_leaves_the_dispatcher_waiting", || {
        let shared = Arc::new(Shared::default());
        let own = Arc::clone(&shared);
        let dispatcher = thread::spawn(move || own.dispatch(|_| ()));
        shared.close(false);
        dispatcher.join().unwrap();
    }));
}
