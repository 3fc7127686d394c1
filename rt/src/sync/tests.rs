//! What callers rely on, whichever locks they are.

use std::sync::Arc;
use std::time::{Duration, Instant};

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
    assert!(format!("{number:?} {held:?}").contains("<locked>"));
    std::thread::scope(|scope| {
        let waits = scope.spawn(|| number.try_lock_for(Duration::from_secs(60)).map(|n| *n));
        std::thread::sleep(Duration::from_millis(2));
        drop(held);
        assert_eq!(waits.join().unwrap(), Some(1));
    });
    assert!(!format!("{number:?}").contains("<locked>"));
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

/// Many of them are held and moved: a guard is a pointer and the state of the thread.
#[test]
fn a_guard_is_no_larger_than_the_standard_one() {
    type Standard = std::sync::MutexGuard<'static, u64>;
    assert!(size_of::<MutexGuard<'static, u64>>() <= size_of::<Standard>());
}
