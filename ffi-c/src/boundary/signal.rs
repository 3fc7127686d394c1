//! File descriptors that tell an event loop that there is something to take.
//!
//! A [`Signal`] is one descriptor, made when it is first asked for. A session has one for each of its
//! queues ([`QueueSignal`]) and one for all of them ([`Signals`]). Readable may be said too often,
//! never too seldom: whoever takes clears first and looks then. What the system makes of a
//! descriptor is `commdn_rt::wakeup`'s; what is in a queue is the core's.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, Weak};

use commdn_rt::sync::Mutex;
use commdn_rt::wakeup::{Handle, Wakeup};

use super::fault::Fault;
use super::status::COMMDN_ERR_INTERNAL;

/// What poll() and the like wait for: a file descriptor, on Windows a handle.
pub type commdn_fd = Handle;

/// One descriptor.
#[derive(Debug, Default)]
pub(crate) struct Signal(OnceLock<Wakeup>);

impl Signal {
    /// The descriptor; readable at first, for something may have come before.
    pub fn fd(&self) -> Result<commdn_fd, Fault> {
        if let Some(wakeup) = self.0.get() {
            return Ok(wakeup.handle());
        }
        let wakeup = Wakeup::new().map_err(|error| {
            let text = format!("the system gives no file descriptor: {error}");
            Fault::new(COMMDN_ERR_INTERNAL, text)
        })?;
        let wakeup = self.0.get_or_init(|| wakeup);
        wakeup.raise();
        Ok(wakeup.handle())
    }

    /// There may be something to take.
    pub fn raise(&self) {
        if let Some(wakeup) = self.0.get() {
            wakeup.raise();
        }
    }

    /// Before something is taken.
    pub fn clear(&self) {
        if let Some(wakeup) = self.0.get() {
            wakeup.clear();
        }
    }

    /// Take something: cleared first, and raised again unless nothing was there.
    pub fn taking<T, E>(
        &self,
        take: impl FnOnce() -> Result<Option<T>, E>,
    ) -> Result<Option<T>, E> {
        self.clear();
        let taken = take();
        if !matches!(taken, Ok(None)) {
            self.raise();
        }
        taken
    }
}

/// The descriptors of a session.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    /// The one for all queues.
    any: Signal,
    queues: Mutex<Vec<Weak<Queue>>>,
    /// Whether anybody has asked for a descriptor: before that, news concern nobody.
    asked: AtomicBool,
}

/// What is known of a queue without looking into it.
#[derive(Debug)]
struct Queue {
    own: Signal,
    /// Whether something may wait to be taken.
    waiting: AtomicBool,
}

impl Signals {
    /// The descriptor for all queues.
    pub fn fd(&self) -> Result<commdn_fd, Fault> {
        self.asked.store(true, Ordering::SeqCst);
        self.any.fd()
    }

    /// There is news, or the session has ended.
    pub fn raise(&self) {
        if !self.asked.load(Ordering::SeqCst) {
            return;
        }
        for queue in self.queues.lock().iter().filter_map(Weak::upgrade) {
            queue.waiting.store(true, Ordering::SeqCst);
            queue.own.raise();
        }
        self.any.raise();
    }

    /// A queue is empty: so are all, if none has had news since it was emptied.
    fn emptied(&self) {
        self.any.clear();
        let queues = self.queues.lock();
        let mut live = queues.iter().filter_map(Weak::upgrade);
        if live.any(|queue| queue.waiting.load(Ordering::SeqCst)) {
            self.any.raise();
        }
    }
}

/// The descriptor of one queue of a session.
#[derive(Debug)]
pub(crate) struct QueueSignal {
    queue: Arc<Queue>,
    all: Arc<Signals>,
}

impl QueueSignal {
    pub fn new(all: &Arc<Signals>) -> Self {
        let waiting = AtomicBool::new(true);
        let queue = Arc::new(Queue { own: Signal::default(), waiting });
        let mut queues = all.queues.lock();
        queues.retain(|queue| queue.strong_count() > 0);
        queues.push(Arc::downgrade(&queue));
        Self { queue, all: Arc::clone(all) }
    }

    pub fn fd(&self) -> Result<commdn_fd, Fault> {
        self.all.asked.store(true, Ordering::SeqCst);
        self.queue.own.fd()
    }

    /// Take something from the queue; an error counts as something, for it is told for ever.
    pub fn taking<T, E>(
        &self,
        take: impl FnOnce() -> Result<Option<T>, E>,
    ) -> Result<Option<T>, E> {
        self.queue.waiting.store(false, Ordering::SeqCst);
        let taken = self.queue.own.taking(take);
        if matches!(taken, Ok(None)) {
            self.all.emptied();
        } else {
            self.queue.waiting.store(true, Ordering::SeqCst);
            self.all.any.raise();
        }
        taken
    }
}

impl Drop for QueueSignal {
    fn drop(&mut self) {
        // What was in it waits for nobody.
        self.queue.waiting.store(false, Ordering::SeqCst);
        self.all.emptied();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether an event loop would be told of it.
    fn readable(fd: commdn_fd) -> bool {
        commdn_rt::wakeup::wait(fd, std::time::Duration::ZERO)
    }

    fn take(queue: &QueueSignal, items: &mut Vec<u8>) -> Option<u8> {
        queue.taking(|| Ok::<_, ()>(items.pop())).ok().flatten()
    }

    #[test]
    fn the_descriptor_for_all_queues_is_readable_until_all_are_empty() {
        let all = Arc::new(Signals::default());
        let (one, two) = (QueueSignal::new(&all), QueueSignal::new(&all));
        let (fd, own) = (all.fd().expect("a descriptor"), one.fd().expect("a descriptor"));
        assert!(readable(fd) && readable(own));
        let (mut first, mut second) = (vec![1, 2], vec![3]);
        assert_eq!(take(&one, &mut first), Some(2));
        assert_eq!(take(&one, &mut first), Some(1));
        assert_eq!(take(&one, &mut first), None);
        assert!(!readable(own) && readable(fd));
        assert_eq!(take(&two, &mut second), Some(3));
        assert!(readable(fd));
        assert_eq!(take(&two, &mut second), None);
        assert!(!readable(fd));
        all.raise();
        assert!(readable(fd) && readable(own));
        // News after one queue was emptied are not lost when the other is.
        assert_eq!(take(&one, &mut first), None);
        all.raise();
        assert_eq!(take(&two, &mut second), None);
        assert!(readable(fd));
    }

    #[test]
    fn the_end_is_told_for_ever() {
        let all = Arc::new(Signals::default());
        let queue = QueueSignal::new(&all);
        let fd = all.fd().expect("a descriptor");
        for _ in 0..2 {
            assert!(queue.taking(|| Err::<Option<u8>, _>("over")).is_err());
            assert!(readable(fd));
        }
    }

    #[test]
    fn a_queue_that_is_gone_keeps_nothing_readable() {
        let all = Arc::new(Signals::default());
        let (kept, gone) = (QueueSignal::new(&all), QueueSignal::new(&all));
        let fd = all.fd().expect("a descriptor");
        assert_eq!(take(&kept, &mut Vec::new()), None);
        assert!(readable(fd));
        drop(gone);
        assert!(!readable(fd));
    }
}
