//! Panic points: places deep inside where a test can cause a panic, to check that it comes back as
//! an error.
//!
//! Present only with the feature `test-hooks`, which no shipped build has, and in the crate's own
//! tests; otherwise a point compiles to nothing. An armed point affects only the thread that armed
//! it.

#[cfg(any(test, feature = "test-hooks"))]
pub use armed::panic_at;
#[cfg(any(test, feature = "test-hooks"))]
pub(crate) use armed::panic_point;

/// A panic point where nothing can be armed.
#[cfg(not(any(test, feature = "test-hooks")))]
pub(crate) const fn panic_point(_: &'static str) {}

#[cfg(any(test, feature = "test-hooks"))]
mod armed {
    use std::cell::Cell;

    thread_local! {
        /// Panic points that this thread passes until the one that panics; 0 is none.
        static LEFT: Cell<u32> = const { Cell::new(0) };
    }

    /// The calling thread panics at the `nth` point that it passes from now on, once; 0 takes that
    /// back.
    pub fn panic_at(nth: u32) {
        LEFT.set(nth);
    }

    /// Panics if it is the one that was armed.
    pub(crate) fn panic_point(name: &'static str) {
        match LEFT.get() {
            0 => {}
            1 => {
                LEFT.set(0);
                panic!("a panic for a test, {name}");
            }
            left => LEFT.set(left - 1),
        }
    }
}
