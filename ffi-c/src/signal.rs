//! File descriptors that tell an event loop that there is something to take.
//!
//! A [`Signal`] is one eventfd; [`Signals`] are those of one session, raised together. Readable
//! may be said too often, never too seldom: whoever takes clears first and looks then.

use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::{Arc, OnceLock, Weak};

use commdn::sync::Mutex;

use crate::error::Fault;
use crate::status::COMMDN_ERR_INTERNAL;

/// One file descriptor.
#[derive(Debug)]
pub(crate) struct Signal(OwnedFd);

impl Signal {
    fn new() -> Result<Self, Fault> {
        // SAFETY: takes no pointers.
        let fd = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
        if fd < 0 {
            let error = std::io::Error::last_os_error();
            let text = format!("the system gives no file descriptor: {error}");
            return Err(Fault::new(COMMDN_ERR_INTERNAL, text));
        }
        // SAFETY: a new descriptor that nobody else has.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    fn raise(&self) {
        let one = 1_u64;
        // SAFETY: eight bytes of the number above. It fails only when the descriptor is readable already.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    fn clear(&self) {
        let mut count = 0_u64;
        // SAFETY: eight bytes of the number above. It fails only when the descriptor is not readable.
        unsafe { libc::read(self.0.as_raw_fd(), (&raw mut count).cast(), 8) };
    }
}

/// The file descriptor of one queue, made when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct LazySignal(OnceLock<Arc<Signal>>);

impl LazySignal {
    /// The descriptor; readable at first, for something may have come before.
    pub fn fd(&self, all: &Signals) -> Result<i32, Fault> {
        if let Some(signal) = self.0.get() {
            return Ok(signal.0.as_raw_fd());
        }
        let mut signals = all.0.lock();
        if let Some(signal) = self.0.get() {
            return Ok(signal.0.as_raw_fd());
        }
        let signal = Arc::new(Signal::new()?);
        signal.raise();
        signals.retain(|other| other.strong_count() > 0);
        signals.push(Arc::downgrade(&signal));
        Ok(self.0.get_or_init(|| signal).0.as_raw_fd())
    }

    /// Before something is taken.
    pub fn clear(&self) {
        if let Some(signal) = self.0.get() {
            signal.clear();
        }
    }

    /// After something was taken: there may be more.
    pub fn raise(&self) {
        if let Some(signal) = self.0.get() {
            signal.raise();
        }
    }
}

/// The file descriptors of one session.
#[derive(Debug, Default)]
pub(crate) struct Signals(Mutex<Vec<Weak<Signal>>>);

impl Signals {
    /// There is news.
    pub fn raise(&self) {
        for signal in self.0.lock().iter().filter_map(Weak::upgrade) {
            signal.raise();
        }
    }
}
