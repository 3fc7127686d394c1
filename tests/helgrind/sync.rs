//! `core/src/sync.rs` for helgrind: the same locks, made of the C library's.
//!
//! helgrind follows the functions of pthread and cannot follow words in memory that threads wait for with the
//! system's help: with the real file it takes everything that a lock protects for a race. The library that the
//! tests run under helgrind is built with this file in its place (`tests/helgrind/run.sh`), so
//! that helgrind sees every lock of the library and what is handed over under it.

// The C library's functions.
#![allow(unsafe_code)]

use std::cell::UnsafeCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::time::{Duration, Instant};

/// A lock around a value.
pub struct Mutex<T: ?Sized> {
    /// In a place of its own: the C library's mutex must not move once it is used.
    lock: UnsafeCell<libc::pthread_mutex_t>,
    value: UnsafeCell<T>,
}

/// A locked [`Mutex`].
pub struct MutexGuard<'a, T: ?Sized> {
    mutex: &'a Mutex<T>,
    /// Unlocked where it was locked.
    stays: PhantomData<*const ()>,
}

// SAFETY: a pthread mutex may be used by any thread; it is moved only while nobody uses it. It gives the value to one at a time.
unsafe impl<T: ?Sized + Send> Send for Mutex<T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Send> Sync for Mutex<T> {}

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Self {
        let lock = UnsafeCell::new(libc::PTHREAD_MUTEX_INITIALIZER);
        Self { lock, value: UnsafeCell::new(value) }
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: ?Sized> Mutex<T> {
    pub fn lock(&self) -> MutexGuard<'_, T> {
        // SAFETY: initialised, and alive as long as this borrow.
        assert_eq!(
            unsafe { libc::pthread_mutex_lock(self.lock.get()) },
            0,
            "a mutex can be locked"
        );
        MutexGuard { mutex: self, stays: PhantomData }
    }

    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        // SAFETY: as above.
        let taken = unsafe { libc::pthread_mutex_trylock(self.lock.get()) } == 0;
        taken.then(|| MutexGuard { mutex: self, stays: PhantomData })
    }

    pub fn try_lock_for(&self, time: Duration) -> Option<MutexGuard<'_, T>> {
        let until = in_the_future(time);
        // SAFETY: as above.
        let taken =
            unsafe { libc::pthread_mutex_timedlock(self.lock.get(), &raw const until) } == 0;
        taken.then(|| MutexGuard { mutex: self, stays: PhantomData })
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mutex")
    }
}

impl<T: ?Sized> Drop for Mutex<T> {
    fn drop(&mut self) {
        // SAFETY: nobody else has it, and a mutex that is dropped is not locked.
        unsafe { libc::pthread_mutex_destroy(self.lock.get()) };
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this thread has locked it.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this thread has locked it.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        // SAFETY: this thread has locked it, as a guard does not leave its thread.
        unsafe { libc::pthread_mutex_unlock(self.mutex.lock.get()) };
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// Whether a wait ended because its time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// True if nobody notified in time.
    pub fn timed_out(self) -> bool {
        self.0
    }
}

/// A condition variable, as the standard library's.
pub struct Condvar(UnsafeCell<libc::pthread_cond_t>);

// SAFETY: a pthread condition variable may be used by any thread.
unsafe impl Send for Condvar {}
// SAFETY: as above.
unsafe impl Sync for Condvar {}

impl Drop for Condvar {
    fn drop(&mut self) {
        // SAFETY: nobody else has it, so nobody waits.
        unsafe { libc::pthread_cond_destroy(self.0.get()) };
    }
}

impl Default for Condvar {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Condvar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Condvar")
    }
}

impl Condvar {
    /// A new one that nobody waits for.
    pub const fn new() -> Self {
        Self(UnsafeCell::new(libc::PTHREAD_COND_INITIALIZER))
    }

    /// Wake one waiter; not inlined nor left by a jump, so that helgrind can be told of it.
    #[inline(never)]
    pub fn notify_one(&self) {
        // SAFETY: initialised, and alive as long as this borrow.
        unsafe { libc::pthread_cond_signal(self.0.get()) };
        std::hint::black_box(());
    }

    /// Wake every waiter; not inlined, as above.
    #[inline(never)]
    pub fn notify_all(&self) {
        // SAFETY: as above.
        unsafe { libc::pthread_cond_broadcast(self.0.get()) };
        std::hint::black_box(());
    }

    /// Wait for a notification.
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        let mutex = guard.mutex.lock.get();
        // SAFETY: both are initialised and alive; the guard says that this thread has locked it.
        unsafe { libc::pthread_cond_wait(self.0.get(), mutex) };
    }

    /// Wait for a notification, up to that moment.
    pub fn wait_until<T>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> WaitTimeoutResult {
        self.wait_for(guard, deadline.saturating_duration_since(Instant::now()))
    }

    /// Wait for a notification, up to that time.
    pub fn wait_for<T>(&self, guard: &mut MutexGuard<'_, T>, time: Duration) -> WaitTimeoutResult {
        let until = in_the_future(time);
        let mutex = guard.mutex.lock.get();
        // SAFETY: as in `wait`.
        let ended = unsafe { libc::pthread_cond_timedwait(self.0.get(), mutex, &raw const until) };
        WaitTimeoutResult(ended == libc::ETIMEDOUT)
    }
}

/// A moment of the clock that condition variables wait by; a year at most.
fn in_the_future(time: Duration) -> libc::timespec {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: it is written to.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut now) };
    let time = time.min(Duration::from_secs(365 * 24 * 3600));
    let nanos = now.tv_nsec + i64::from(time.subsec_nanos());
    libc::timespec {
        tv_sec: now.tv_sec + time.as_secs().cast_signed() + nanos / 1_000_000_000,
        tv_nsec: nanos % 1_000_000_000,
    }
}
