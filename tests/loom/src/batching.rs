//! Gathering: what callers leave to the reader is written, once, whenever they come.
//!
//! As `Shared::submit`, `Shared::wake_and_gather` and `Shared::flush`.

use loom::sync::Arc;
use loom::thread;

use super::batch_after_wake::BatchAfterWake;
use super::combining::combine;
use super::fails;
use super::sync::Mutex;

#[derive(Default)]
struct State {
    batch: BatchAfterWake,
    outgoing: Vec<u32>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    writer: Mutex<Vec<u32>>,
}

impl Shared {
    /// As `Shared::flush`.
    fn flush(&self) {
        let more = || !self.state.lock().outgoing.is_empty();
        let work = |written: &mut Vec<u32>| {
            loop {
                let taken = std::mem::take(&mut self.state.lock().outgoing);
                if taken.is_empty() {
                    return Ok(true);
                }
                written.extend(taken);
            }
        };
        combine::<_, ()>(&self.writer, work, more).unwrap();
    }

    fn submit(&self, number: u32) {
        let mut state = self.state.lock();
        state.outgoing.push(number);
        let left = state.batch.leave();
        drop(state);
        if !left {
            self.flush();
        }
    }

    /// The reader, from its waking of `callers` on.
    fn gather(&self, callers: usize) {
        self.state.lock().batch.begin(callers);
        thread::yield_now();
        if self.state.lock().batch.expected() > 0 {
            thread::yield_now();
        }
        self.state.lock().batch.end();
        self.flush();
    }

    /// The same with the write first.
    fn gather_too_long(&self, callers: usize) {
        self.state.lock().batch.begin(callers);
        self.flush();
        self.state.lock().batch.end();
    }
}

fn two_callers(gather: fn(&Shared, usize)) -> impl Fn() + Sync + Send + 'static {
    move || {
        let shared = Arc::new(Shared::default());
        let callers = [1, 2].map(|number| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.submit(number))
        });
        gather(&shared, 2);
        callers.into_iter().for_each(|caller| caller.join().unwrap());
        assert_eq!(shared.state.lock().outgoing.len(), 0, "nothing is left behind");
        let mut written = std::mem::take(&mut *shared.writer.lock());
        written.sort_unstable();
        assert_eq!(written, [1, 2], "everything once");
    }
}

#[test]
fn whatever_is_left_to_the_reader_is_written_once() {
    loom::model(two_callers(Shared::gather));
}

#[test]
fn a_reader_that_writes_before_it_stops_gathering_leaves_something_behind() {
    assert!(fails(
        "batching::a_reader_that_writes_before_it_stops_gathering_leaves_something_behind",
        two_callers(Shared::gather_too_long)
    ));
}
