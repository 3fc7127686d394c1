//! A file descriptor that becomes readable when a session has something new: for event loops.
//!
//! Owns the handle that Python waits for, and the signal that the session raises it by. What the
//! system makes the handle of is `commdn_rt::wakeup`'s.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use commdn::session::NewsSignal;
use commdn_rt::wakeup::{Handle, Wakeup};

/// The end that is waited for.
pub struct News(Arc<Wakeup>);

impl News {
    /// The handle, and the signal that makes it readable.
    pub fn new() -> io::Result<(Self, NewsSignal)> {
        let wakeup = Arc::new(Wakeup::new()?);
        let raised = Arc::clone(&wakeup);
        Ok((Self(wakeup), Arc::new(move || raised.raise())))
    }

    pub fn fileno(&self) -> Handle {
        self.0.handle()
    }

    /// Whether it is raised, or comes to be in that time.
    pub fn wait(&self, limit: Duration) -> bool {
        self.0.wait(limit)
    }

    pub fn raise(&self) {
        self.0.raise();
    }

    /// Take the signal, before what it tells of is taken.
    pub fn clear(&self) {
        self.0.clear();
    }
}
