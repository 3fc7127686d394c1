//! Detects, without a system call, that the process has forked since an object was created.
//!
//! Each child that `fork` makes counts one generation more than its parent, in a handler that the first
//! [`Origin`] registers; asking is then one load. Where none can be had the process id is asked for.
//! A child of a bare `clone` system call, which runs no handlers, is not told apart.

// The handler is the one thing here that the language cannot check; see the blocks.
#![allow(unsafe_code)]

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many forks lie between this process and the one that registered the handler.
static GENERATION: AtomicU32 = AtomicU32::new(0);

/// The process that made something.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    id: u32,
    /// `None` if forks are not counted.
    generation: Option<u32>,
}

impl Origin {
    /// This process.
    #[must_use]
    pub fn here() -> Self {
        let generation = forks_are_counted().then(|| GENERATION.load(Ordering::Relaxed));
        Self { id: std::process::id(), generation }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// Whether this process is another one.
    #[inline]
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        match self.generation {
            Some(generation) => GENERATION.load(Ordering::Relaxed) != generation,
            None => std::process::id() != self.id,
        }
    }
}

/// See to it that a child counts itself; false if that is not to be had.
fn forks_are_counted() -> bool {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    *REGISTERED.get_or_init(register)
}

#[cfg(unix)]
fn register() -> bool {
    // In the child only the thread that forked runs: an atomic addition is all that is safe there, and all that is done.
    extern "C" fn count() {
        GENERATION.fetch_add(1, Ordering::Relaxed);
    }
    // The row that needs it is S1: the process id, a system call, was asked for twice in every call.
    // SAFETY: the arguments are functions or null, as it asks; `count` is a static function of this library, touches
    // one static atomic, and neither allocates nor locks. libc drops the handler when the library is unloaded.
    unsafe { libc::pthread_atfork(None, None, Some(count)) == 0 }
}

/// Where there is no fork there is one process.
#[cfg(not(unix))]
fn register() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_here_is_not_elsewhere() {
        let origin = Origin::here();
        assert!(!origin.is_elsewhere());
        assert_eq!(origin.id(), std::process::id());
        assert_eq!(origin.generation.is_some(), forks_are_counted());
    }

    #[test]
    fn another_generation_or_another_id_is_elsewhere() {
        let here = Origin::here();
        let counted = Origin { generation: here.generation.map(|number| number + 1), ..here };
        assert!(counted.is_elsewhere());
        let asked = Origin { id: here.id + 1, generation: None };
        assert!(asked.is_elsewhere());
    }

    #[cfg(unix)]
    #[test]
    fn a_forked_child_knows_that_it_is_one() {
        let origin = Origin::here();
        // SAFETY: the child only loads an atomic and exits, both of which may be done after a fork.
        let status = unsafe {
            let child = libc::fork();
            if child == 0 {
                libc::_exit(i32::from(origin.is_elsewhere()) + 40);
            }
            let mut status = 0;
            assert_eq!(libc::waitpid(child, &raw mut status, 0), child);
            status
        };
        assert_eq!(libc::WEXITSTATUS(status), 41);
        assert!(!origin.is_elsewhere(), "the parent stays what it is");
    }
}
