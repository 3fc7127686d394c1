//! A background thread of the library, joined only in the process that it runs in.
//!
//! A forked child has its parent's handles but none of the threads behind them, and the memory that
//! a handle points to may by then be that of a thread of the child's own: joining waits for the wrong
//! thread, and dropping the handle detaches it. In the child a handle is therefore forgotten.

use std::io;
use std::thread::JoinHandle;

use crate::fork::Origin;

/// The handle of a thread; dropping it lets the thread run on.
#[derive(Debug)]
pub struct Thread {
    /// `None` only while it is joined or dropped.
    handle: Option<JoinHandle<()>>,
    process: Origin,
}

impl Thread {
    /// Start `run` under a name.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(name: &str, run: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let handle = std::thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { handle: Some(handle), process: Origin::here() })
    }

    /// Whether this process is a fork of the one it runs in.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        self.process.is_elsewhere()
    }

    /// Whether it is the one that asks.
    #[must_use]
    pub fn is_current(&self) -> bool {
        let this = std::thread::current().id();
        self.handle.as_ref().is_some_and(|handle| handle.thread().id() == this)
    }

    /// Whether it has ended, or never was in this process.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.is_elsewhere() || self.handle.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Block until it has ended; at once in a forked child, and when a thread joins itself.
    pub fn join(mut self) {
        if self.is_elsewhere() || self.is_current() {
            return;
        }
        if let Some(handle) = self.handle.take() {
            // Its panic, if it was one, has been reported where it happened.
            let _ = handle.join();
        }
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        if self.is_elsewhere() {
            std::mem::forget(self.handle.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_join_waits_for_its_end() {
        let (release, wait) = mpsc::channel::<()>();
        let (done, result) = mpsc::channel();
        let thread = Thread::start("commdn-test", move || {
            wait.recv().unwrap();
            done.send(std::thread::current().name().map(str::to_owned)).unwrap();
        });
        let thread = thread.unwrap();
        assert!(!thread.is_finished() && !thread.is_current() && !thread.is_elsewhere());
        release.send(()).unwrap();
        thread.join();
        assert_eq!(result.try_recv().unwrap().as_deref(), Some("commdn-test"));
    }

    #[test]
    fn a_panic_inside_stays_there() {
        let thread = Thread::start("commdn-test", || panic!("for a test")).unwrap();
        thread.join();
    }

    /// What is stale in a child may be the memory of the child's own threads.
    #[cfg(unix)]
    #[test]
    fn a_forked_child_leaves_its_parents_threads_alone() {
        let (release, wait) = mpsc::channel::<()>();
        let thread = Thread::start("commdn-test", move || wait.recv().unwrap()).unwrap();
        // SAFETY: the child touches its own copies of what lies here, and leaves without running anything of the test's.
        #[allow(unsafe_code)]
        let status = unsafe {
            let child = libc::fork();
            if child == 0 {
                let seen = thread.is_elsewhere() && thread.is_finished();
                thread.join();
                libc::_exit(if seen { 41 } else { 42 });
            }
            let mut status = 0;
            assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
            status
        };
        assert_eq!(libc::WEXITSTATUS(status), 41);
        release.send(()).unwrap();
        thread.join();
    }
}
