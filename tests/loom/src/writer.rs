//! Coalescing writes: what was submitted is written, once, by whoever is at it.

use loom::sync::Arc;
use loom::thread;

use super::combining::combine;
use super::fails;
use super::sync::Mutex;

#[derive(Default)]
struct Shared {
    outgoing: Mutex<Vec<u32>>,
    writer: Mutex<Vec<u32>>,
}

impl Shared {
    /// As `Shared::flush`.
    fn flush(&self) {
        let more = || !self.outgoing.lock().is_empty();
        combine::<_, ()>(&self.writer, |written| self.write(written), more).unwrap();
    }

    /// The same without the second look.
    fn flush_and_leave(&self) {
        combine::<_, ()>(&self.writer, |written| self.write(written), || false).unwrap();
    }

    fn write(&self, written: &mut Vec<u32>) -> Result<bool, ()> {
        loop {
            let taken = std::mem::take(&mut *self.outgoing.lock());
            if taken.is_empty() {
                return Ok(true);
            }
            written.extend(taken);
        }
    }
}

fn submit_and_flush(flush: fn(&Shared)) -> impl Fn() + Sync + Send + 'static {
    move || {
        let shared = Arc::new(Shared::default());
        let submit = |number: u32| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                shared.outgoing.lock().push(number);
                flush(&shared);
            })
        };
        let other = submit(1);
        shared.outgoing.lock().push(2);
        flush(&shared);
        other.join().unwrap();
        assert_eq!(shared.outgoing.lock().len(), 0, "nothing is left behind");
        let mut written = std::mem::take(&mut *shared.writer.lock());
        written.sort_unstable();
        assert_eq!(written, [1, 2], "everything once");
    }
}

#[test]
fn whatever_is_submitted_is_written_once() {
    loom::model(submit_and_flush(Shared::flush));
}

#[test]
fn without_the_second_look_something_is_left_behind() {
    assert!(fails(
        "writer::without_the_second_look_something_is_left_behind",
        submit_and_flush(Shared::flush_and_leave)
    ));
}
