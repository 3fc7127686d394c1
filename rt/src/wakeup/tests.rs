//! Each kind of handle keeps the same promises.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Whether an event loop would be told of it.
fn is_readable(handle: Handle) -> bool {
    wait(handle, Duration::ZERO)
}

macro_rules! each_source {
    ($($kind:ident),*) => {$(
        mod $kind {
            use super::is_readable;
            use crate::wakeup::$kind::Source;

            #[test]
            fn it_is_readable_from_its_raising_to_its_clearing() {
                let source = Source::new().unwrap();
                for _ in 0..3 {
                    assert!(!is_readable(source.handle()));
                    source.raise();
                    source.raise();
                    assert!(is_readable(source.handle()));
                    source.clear();
                }
                source.clear();
                assert!(!is_readable(source.handle()));
            }

            #[test]
            fn neither_end_ever_blocks() {
                let source = Source::new().unwrap();
                // More than any pipe takes.
                for _ in 0..100_000 {
                    source.raise();
                }
                source.clear();
                assert!(!is_readable(source.handle()));
            }
        }
    )*};
}

#[cfg(target_os = "linux")]
each_source!(event);
#[cfg(unix)]
each_source!(pipe);
#[cfg(windows)]
each_source!(windows);

#[test]
fn a_wakeup_that_was_raised_twice_is_cleared_once() {
    let wakeup = Wakeup::new().unwrap();
    assert!(!is_readable(wakeup.handle()));
    wakeup.raise();
    wakeup.raise();
    assert!(is_readable(wakeup.handle()));
    wakeup.clear();
    assert!(!is_readable(wakeup.handle()));
    wakeup.raise();
    assert!(is_readable(wakeup.handle()));
}

/// The one who takes sleeps whenever the handle is not readable: a lost raise would be a lost item.
#[test]
fn nothing_that_was_put_there_before_a_raise_is_slept_over() {
    const ITEMS: usize = 20_000;
    let (wakeup, items) = (Wakeup::new().unwrap(), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..ITEMS / 2 {
                    items.fetch_add(1, Ordering::AcqRel);
                    wakeup.raise();
                }
            });
        }
        let mut taken = 0;
        while taken < ITEMS {
            let told = wakeup.wait(Duration::from_secs(30));
            assert!(told, "slept over {}", items.load(Ordering::Acquire) - taken);
            wakeup.clear();
            taken += items.swap(0, Ordering::AcqRel);
        }
    });
}
