//! The locks of the crate `parking_lot`, made of the C library's.
//!
//! helgrind follows the functions of pthread and cannot follow parking_lot's own words in memory:
//! with the real crate it takes everything that a lock protects for a race. The library that the
//! tests run under helgrind is built with this crate in its place (`tests/helgrind/run.sh`), so
//! that helgrind sees every lock of the library and what is handed over under it. Owns mutexes and
//! condition variables, the part of the real crate's interface that the project uses.

use std::cell::UnsafeCell;
use std::time::{Duration, Instant};

pub use lock_api;

/// A mutex, as parking_lot's.
pub type Mutex<T> = lock_api::Mutex<RawMutex, T>;
/// A locked mutex, as parking_lot's.
pub type MutexGuard<'a, T> = lock_api::MutexGuard<'a, RawMutex, T>;
/// A part of what a mutex protects, as parking_lot's.
pub type MappedMutexGuard<'a, T> = lock_api::MappedMutexGuard<'a, RawMutex, T>;

/// A mutex without what it protects.
pub struct RawMutex(UnsafeCell<libc::pthread_mutex_t>);

// SAFETY: a pthread mutex may be used by any thread; it is moved only while nobody uses it.
unsafe impl Send for RawMutex {}
// SAFETY: as above.
unsafe impl Sync for RawMutex {}

impl Drop for RawMutex {
    fn drop(&mut self) {
        // SAFETY: nobody else has it, and a mutex that is dropped is not locked.
        unsafe { libc::pthread_mutex_destroy(self.0.get()) };
    }
}

// SAFETY: the C library's mutex excludes.
unsafe impl lock_api::RawMutex for RawMutex {
    // The trait wants a constant that is copied for every mutex.
    #[allow(clippy::declare_interior_mutable_const)]
    const INIT: Self = Self(UnsafeCell::new(libc::PTHREAD_MUTEX_INITIALIZER));
    type GuardMarker = lock_api::GuardNoSend;

    fn lock(&self) {
        // SAFETY: initialised, and alive as long as this borrow.
        assert_eq!(unsafe { libc::pthread_mutex_lock(self.0.get()) }, 0, "a mutex can be locked");
    }

    fn try_lock(&self) -> bool {
        // SAFETY: as above.
        unsafe { libc::pthread_mutex_trylock(self.0.get()) == 0 }
    }

    unsafe fn unlock(&self) {
        // SAFETY: as above; that this thread has locked it is the caller's word.
        unsafe { libc::pthread_mutex_unlock(self.0.get()) };
    }
}

// SAFETY: as above. The C library's mutex is not fair, which costs time and nothing else.
unsafe impl lock_api::RawMutexFair for RawMutex {
    unsafe fn unlock_fair(&self) {
        // SAFETY: the caller's word, as for `unlock`.
        unsafe { lock_api::RawMutex::unlock(self) };
    }
}

// SAFETY: as above.
unsafe impl lock_api::RawMutexTimed for RawMutex {
    type Duration = Duration;
    type Instant = Instant;

    fn try_lock_for(&self, time: Duration) -> bool {
        let until = in_the_future(time);
        // SAFETY: as above.
        unsafe { libc::pthread_mutex_timedlock(self.0.get(), &raw const until) == 0 }
    }

    fn try_lock_until(&self, deadline: Instant) -> bool {
        self.try_lock_for(deadline.saturating_duration_since(Instant::now()))
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

/// A condition variable, as parking_lot's.
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

    /// Wake one waiter; false, for the C library does not tell whether there was one.
    pub fn notify_one(&self) -> bool {
        // SAFETY: initialised, and alive as long as this borrow.
        unsafe { libc::pthread_cond_signal(self.0.get()) };
        false
    }

    /// Wake every waiter; 0, for the C library does not tell how many there were.
    pub fn notify_all(&self) -> usize {
        // SAFETY: as above.
        unsafe { libc::pthread_cond_broadcast(self.0.get()) };
        0
    }

    /// Wait for a notification.
    pub fn wait<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>) {
        let mutex = raw(guard);
        // SAFETY: both are initialised and alive; the guard says that this thread has locked it.
        unsafe { libc::pthread_cond_wait(self.0.get(), mutex) };
    }

    /// Wait for a notification, up to that moment.
    pub fn wait_until<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> WaitTimeoutResult {
        self.wait_for(guard, deadline.saturating_duration_since(Instant::now()))
    }

    /// Wait for a notification, up to that time.
    pub fn wait_for<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        time: Duration,
    ) -> WaitTimeoutResult {
        let until = in_the_future(time);
        let mutex = raw(guard);
        // SAFETY: as in `wait`.
        let ended = unsafe { libc::pthread_cond_timedwait(self.0.get(), mutex, &raw const until) };
        WaitTimeoutResult(ended == libc::ETIMEDOUT)
    }
}

fn raw<T: ?Sized>(guard: &mut MutexGuard<'_, T>) -> *mut libc::pthread_mutex_t {
    // SAFETY: only given to functions that leave it locked when they return.
    unsafe { MutexGuard::mutex(guard).raw() }.0.get()
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
