//! Cancellation: a switch that ends an attempt to connect from another thread.
//!
//! Owns the state of the switch and its wakers. Knows nothing of sockets: a waiting thread supplies
//! its own waker. No lock is held while waking.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use commdn_rt::sync::Mutex;

use super::error::Cancelled;

type Wake = Arc<dyn Fn() + Send + Sync>;

/// Ends connecting that is under way: thrown once, it stays so. Clones are one switch.
///
/// For sessions and [`Connector::connect_cancellable`](super::Connector::connect_cancellable).
#[derive(Clone, Default)]
pub struct ConnectCancel(Arc<Inner>);

#[derive(Default)]
struct Inner {
    cancelled: AtomicBool,
    watches: Mutex<Watches>,
}

#[derive(Default)]
struct Watches {
    next: u64,
    wakes: Vec<(u64, Wake)>,
}

impl ConnectCancel {
    /// One that nobody has thrown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Throw the switch: attempts to connect with it end at once. Callable from any thread, any
    /// number of times; does not block.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::SeqCst);
        let wakes = std::mem::take(&mut self.0.watches.lock().wakes);
        for (_, wake) in wakes {
            wake();
        }
    }

    /// Whether it was thrown.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    /// Have `wake` called once when it is thrown, until the result is dropped; at once if it was.
    /// It must not block.
    #[must_use]
    pub fn on_cancel(&self, wake: impl Fn() + Send + Sync + 'static) -> CancelWatch {
        let wake: Wake = Arc::new(wake);
        let mut watches = self.0.watches.lock();
        watches.next += 1;
        let id = watches.next;
        watches.wakes.push((id, Arc::clone(&wake)));
        drop(watches);
        // Thrown before the list had it, and perhaps called by the one that threw it as well: a
        // second call is harmless.
        if self.is_cancelled() {
            wake();
        }
        CancelWatch { cancel: self.clone(), id }
    }

    /// The error of what was given up, if it was thrown.
    pub(crate) fn check(&self) -> io::Result<()> {
        if self.is_cancelled() { Err(io::Error::other(Cancelled)) } else { Ok(()) }
    }
}

impl fmt::Debug for ConnectCancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ConnectCancel").field(&self.is_cancelled()).finish()
    }
}

/// A waker that is called when the switch is thrown, while this lives.
#[derive(Debug)]
pub struct CancelWatch {
    cancel: ConnectCancel,
    id: u64,
}

impl Drop for CancelWatch {
    fn drop(&mut self) {
        self.cancel.0.watches.lock().wakes.retain(|(id, _)| *id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    fn counter() -> (Arc<AtomicUsize>, impl Fn() + Send + Sync + Clone + 'static) {
        let count = Arc::new(AtomicUsize::new(0));
        let own = Arc::clone(&count);
        (count, move || {
            own.fetch_add(1, Ordering::SeqCst);
        })
    }

    #[test]
    fn who_watches_is_woken_once_and_who_comes_late_at_once() {
        let cancel = ConnectCancel::new();
        let (count, wake) = counter();
        let _watch = cancel.on_cancel(wake.clone());
        assert!(!cancel.is_cancelled() && cancel.check().is_ok());
        cancel.clone().cancel();
        cancel.cancel();
        assert_eq!(count.load(Ordering::SeqCst), 1);
        let _late = cancel.on_cancel(wake);
        assert_eq!(count.load(Ordering::SeqCst), 2);
        assert!(cancel.check().unwrap_err().to_string().contains("cancelled"));
    }

    #[test]
    fn who_watches_no_more_is_not_woken_and_not_kept() {
        let cancel = ConnectCancel::new();
        let (count, wake) = counter();
        drop(cancel.on_cancel(wake));
        cancel.cancel();
        assert_eq!(count.load(Ordering::SeqCst), 0);
        assert_eq!(Arc::strong_count(&count), 1);
    }
}
