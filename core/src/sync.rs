//! Locks that a forked child can go on using: those of the standard library, without poisoning.
//!
//! `parking_lot` keeps every thread that waits in one table of the process. A forked child inherits
//! that table without the threads, and its own threads soon lie where those of the parent lay: the lists
//! in the table are then corrupt, and the child crashes or hangs in locks that it made itself. The
//! standard library's locks keep nothing outside of themselves. Owns their shape, which is `parking_lot`'s.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// The longest pause between two tries of a lock that is waited for up to a time.
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

/// A lock around a value; a panic of one that held it leaves the value as it is then.
#[derive(Default)]
pub struct Mutex<T: ?Sized> {
    inner: std::sync::Mutex<T>,
}

/// A locked [`Mutex`].
pub struct MutexGuard<'a, T: ?Sized> {
    /// `None` only while a [`Condvar`] waits with it.
    inner: Option<std::sync::MutexGuard<'a, T>>,
}

impl<T> Mutex<T> {
    /// Around `value`.
    pub const fn new(value: T) -> Self {
        Self { inner: std::sync::Mutex::new(value) }
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Block until it is free.
    #[inline]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        let guard = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        MutexGuard { inner: Some(guard) }
    }

    /// Take it if it is free.
    #[inline]
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        match self.inner.try_lock() {
            Ok(guard) => Some(MutexGuard { inner: Some(guard) }),
            Err(TryLockError::Poisoned(error)) => {
                Some(MutexGuard { inner: Some(error.into_inner()) })
            }
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Block up to `time` until it is free, by trying again and again: for what is rarely waited for.
    pub fn try_lock_for(&self, time: Duration) -> Option<MutexGuard<'_, T>> {
        let started = Instant::now();
        let mut pause = Duration::from_micros(50);
        loop {
            if let Some(guard) = self.try_lock() {
                return Some(guard);
            }
            let left = time.checked_sub(started.elapsed()).filter(|left| !left.is_zero())?;
            std::thread::sleep(pause.min(left));
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// What it holds, where nobody else can have it.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.try_lock() {
            Some(guard) => f.debug_tuple("Mutex").field(&&*guard).finish(),
            None => f.write_str("Mutex(locked)"),
        }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match &self.inner {
            Some(guard) => guard,
            None => unreachable!("a guard that waits is borrowed"),
        }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.inner {
            Some(guard) => guard,
            None => unreachable!("a guard that waits is borrowed"),
        }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Whether a wait ended because its time was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// True if nobody notified in time.
    #[must_use]
    pub const fn timed_out(self) -> bool {
        self.0
    }
}

/// What threads wait for under a lock; a wait may also end for no reason.
#[derive(Debug, Default)]
pub struct Condvar {
    inner: std::sync::Condvar,
}

impl Condvar {
    /// Nobody waits for it yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { inner: std::sync::Condvar::new() }
    }

    /// Wake one that waits.
    #[inline]
    pub fn notify_one(&self) {
        self.inner.notify_one();
    }

    /// Wake all that wait.
    #[inline]
    pub fn notify_all(&self) {
        self.inner.notify_all();
    }

    /// Block until a notification.
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        let held = guard.inner.take();
        guard.inner =
            held.map(|held| self.inner.wait(held).unwrap_or_else(PoisonError::into_inner));
    }

    /// Block until a notification, up to `time`.
    pub fn wait_for<T>(&self, guard: &mut MutexGuard<'_, T>, time: Duration) -> WaitTimeoutResult {
        let Some(held) = guard.inner.take() else { return WaitTimeoutResult(true) };
        let waited = self.inner.wait_timeout(held, time);
        let (held, result) = waited.unwrap_or_else(PoisonError::into_inner);
        guard.inner = Some(held);
        WaitTimeoutResult(result.timed_out())
    }

    /// Block until a notification, or that moment.
    pub fn wait_until<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> WaitTimeoutResult {
        self.wait_for(guard, deadline.saturating_duration_since(Instant::now()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_panic_of_the_one_that_held_it_does_not_lock_others_out() {
        let number = Arc::new(Mutex::new(1));
        let other = Arc::clone(&number);
        let panicked = std::thread::spawn(move || {
            *other.lock() += 1;
            let _held = other.lock();
            panic!("for a test");
        });
        assert!(panicked.join().is_err());
        assert_eq!(*number.lock(), 2);
        assert_eq!(number.try_lock().map(|held| *held), Some(2));
        assert_eq!(number.try_lock_for(Duration::ZERO).map(|held| *held), Some(2));
        let Ok(mut own) = Arc::try_unwrap(number) else { panic!("nobody else has it") };
        assert_eq!(*own.get_mut(), 2);
    }

    #[test]
    fn a_try_of_a_lock_ends_with_its_time_or_with_the_lock() {
        let number = Mutex::new(1);
        let held = number.lock();
        assert!(number.try_lock().is_none());
        assert!(number.try_lock_for(Duration::from_millis(1)).is_none());
        assert_eq!(format!("{number:?} {held:?}"), "Mutex(locked) 1");
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| number.try_lock_for(Duration::from_secs(60)).map(|n| *n));
            std::thread::sleep(Duration::from_millis(2));
            drop(held);
            assert_eq!(waits.join().unwrap(), Some(1));
        });
        assert_eq!(format!("{number:?}"), "Mutex(1)");
    }

    #[test]
    fn a_wait_ends_with_a_notification_or_its_time() {
        let (number, changed) = (Mutex::new(0), Condvar::new());
        let mut held = number.lock();
        assert!(changed.wait_for(&mut held, Duration::from_millis(1)).timed_out());
        assert!(changed.wait_until(&mut held, Instant::now()).timed_out());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                *number.lock() += 1;
                changed.notify_all();
            });
            while *held == 0 {
                changed.wait(&mut held);
            }
        });
        assert_eq!(*held, 1);
    }

    /// The locks themselves; that a child can go on with what it makes is what `tests/lifecycle` shows.
    #[test]
    fn a_guard_is_no_larger_than_the_standard_one() {
        type Standard = std::sync::MutexGuard<'static, u64>;
        assert_eq!(size_of::<MutexGuard<'static, u64>>(), size_of::<Standard>());
    }
}
