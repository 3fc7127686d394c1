//! Loom's locks with the interface of those that the session uses.
//!
//! Loom lets another thread run before a lock is taken, not before it is released, because a thread
//! that waits for it would see no difference. One that only tries to take it does: so every lock
//! has a counter here, which is touched before a try and before a release.

use std::ops::{Deref, DerefMut};

use loom::sync::atomic::{AtomicUsize, Ordering};

/// As the session's `Mutex`.
#[derive(Debug, Default)]
pub(super) struct Mutex<T> {
    inner: loom::sync::Mutex<T>,
    touched: AtomicUsize,
}

/// As the session's `MutexGuard`.
pub(super) struct MutexGuard<'a, T> {
    inner: Option<loom::sync::MutexGuard<'a, T>>,
    touched: &'a AtomicUsize,
}

impl<T> Mutex<T> {
    pub fn new(value: T) -> Self {
        Self { inner: loom::sync::Mutex::new(value), touched: AtomicUsize::new(0) }
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        MutexGuard { inner: Some(self.inner.lock().unwrap()), touched: &self.touched }
    }

    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        self.touched.fetch_add(1, Ordering::SeqCst);
        let inner = self.inner.try_lock().ok()?;
        Some(MutexGuard { inner: Some(inner), touched: &self.touched })
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().unwrap()
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().unwrap()
    }
}

impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        if self.inner.is_some() && !std::thread::panicking() {
            self.touched.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// As the session's `Condvar`.
#[derive(Debug, Default)]
pub(super) struct Condvar(loom::sync::Condvar);

impl Condvar {
    pub fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
        guard.inner = guard.inner.take().map(|inner| self.0.wait(inner).unwrap());
    }

    pub fn notify_one(&self) {
        self.0.notify_one();
    }
}
