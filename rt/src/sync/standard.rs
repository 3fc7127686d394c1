//! The standard library's locks under `parking_lot`'s names; see [`super`] for the reason.
//!
//! Owns what the shapes differ in: a panic of a holder is no error, and a [`Condvar`] takes the guard
//! by reference. Has only those methods that the project uses.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{self as std_sync, PoisonError, TryLockError};
use std::time::{Duration, Instant};

#[cfg(feature = "helgrind")]
use crate::helgrind::{acquired, releasing};

/// The longest pause between two tries of a lock that is waited for up to a time.
const LONGEST_PAUSE: Duration = Duration::from_millis(5);

/// `parking_lot::Mutex`.
#[derive(Default)]
pub struct Mutex<T: ?Sized>(std_sync::Mutex<T>);

/// `parking_lot::MutexGuard`; `None` only while a [`Condvar`] waits with it.
pub struct MutexGuard<'a, T: ?Sized>(Option<std_sync::MutexGuard<'a, T>>);

impl<T> Mutex<T> {
    /// Around `value`.
    pub const fn new(value: T) -> Self {
        Self(std_sync::Mutex::new(value))
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Block until it is free.
    #[inline]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard::of(self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Take it if it is free.
    #[inline]
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        match self.0.try_lock() {
            Ok(held) => Some(MutexGuard::of(held)),
            Err(TryLockError::Poisoned(error)) => Some(MutexGuard::of(error.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Block up to `time` until it is free, in tries: for what is rarely waited for.
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
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.try_lock() {
            Some(guard) => f.debug_tuple("Mutex").field(&&*guard).finish(),
            None => f.write_str("Mutex(<locked>)"),
        }
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    #[inline]
    fn of(held: std_sync::MutexGuard<'a, T>) -> Self {
        #[cfg(feature = "helgrind")]
        acquired(&*held);
        Self(Some(held))
    }

    /// Have `wait` give the lock back and take it again.
    #[inline]
    fn lend<R>(
        &mut self,
        wait: impl FnOnce(std_sync::MutexGuard<'a, T>) -> (std_sync::MutexGuard<'a, T>, R),
    ) -> R {
        let Some(held) = self.0.take() else { unreachable!("a guard that waits is borrowed") };
        #[cfg(feature = "helgrind")]
        releasing(&*held);
        let (held, result) = wait(held);
        *self = Self::of(held);
        result
    }
}

#[cfg(feature = "helgrind")]
impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        if let Some(held) = &self.0 {
            releasing(&**held);
        }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match &self.0 {
            Some(held) => held,
            None => unreachable!("a guard that waits is borrowed"),
        }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        match &mut self.0 {
            Some(held) => held,
            None => unreachable!("a guard that waits is borrowed"),
        }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// `parking_lot::WaitTimeoutResult`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether nobody notified in time.
    #[must_use]
    pub const fn timed_out(self) -> bool {
        self.0
    }
}

/// `parking_lot::Condvar`; a wait may also end for no reason.
#[derive(Debug, Default)]
pub struct Condvar(std_sync::Condvar);

impl Condvar {
    /// Nobody waits for it yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(std_sync::Condvar::new())
    }

    /// Wake one that waits.
    #[inline]
    pub fn notify_one(&self) {
        self.0.notify_one();
    }

    /// Wake all that wait.
    #[inline]
    pub fn notify_all(&self) {
        self.0.notify_all();
    }

    /// Block until a notification.
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        guard.lend(|held| (self.0.wait(held).unwrap_or_else(PoisonError::into_inner), ()));
    }

    /// Block until a notification, up to `time`.
    pub fn wait_for<T>(&self, guard: &mut MutexGuard<'_, T>, time: Duration) -> WaitTimeoutResult {
        guard.lend(|held| {
            let waited = self.0.wait_timeout(held, time);
            let (held, result) = waited.unwrap_or_else(PoisonError::into_inner);
            (held, WaitTimeoutResult(result.timed_out()))
        })
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
