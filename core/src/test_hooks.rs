//! Places deep inside where a test can have a panic, to see that it comes back as an error.
//!
//! Only with the feature `test-hooks`, which no build that is shipped has, and in the crate's own tests; without it a place
//! compiles to nothing. What is armed concerns the thread that armed it, and nobody else.

#[cfg(any(test, feature = "test-hooks"))]
pub use armed::panic_at;
#[cfg(any(test, feature = "test-hooks"))]
pub(crate) use armed::place;

/// A place where nothing can be armed.
#[cfg(not(any(test, feature = "test-hooks")))]
pub(crate) const fn place(_: &'static str) {}

#[cfg(any(test, feature = "test-hooks"))]
mod armed {
    use std::cell::Cell;

    thread_local! {
        /// Places that this thread passes until the one that panics; 0 is none.
        static LEFT: Cell<u32> = const { Cell::new(0) };
    }

    /// The calling thread panics at the `nth` place that it passes from now on, once; 0 takes that back.
    pub fn panic_at(nth: u32) {
        LEFT.set(nth);
    }

    /// Panics if it is the one that was armed.
    pub(crate) fn place(name: &'static str) {
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
