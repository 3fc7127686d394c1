//! Panics on the session's background thread: it ends, and nobody waits for it in vain.

use super::reconnecting::{Farm, notice, patient};
use super::*;
use crate::test_hooks::panic_at;

/// Panics at the `nth` place that the background thread passes when it opens the second connection.
fn panicking(nth: u32) -> Farm {
    Farm::new("T1", move |connection| {
        if connection == 1 {
            panic_at(nth);
        }
        Ok(Peer::silent())
    })
}

#[test]
fn a_panic_of_the_background_thread_ends_the_session_and_tells_all_who_wait() {
    // With the state's lock held, and with the writer's.
    for nth in [1, 2] {
        let farm = panicking(nth);
        let session = Session::connect(patient(), farm.clone()).unwrap();
        let mut sent = session.submit(&dnc("1"), Wait::Forever).unwrap();
        let mut stop = session.submit(&Request::stop_dialing(7, 9), Wait::Forever).unwrap();
        let completions = session.completions().unwrap();
        completions.submit(5, &dnc("2"), Wait::Forever).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| session.call(&dnc("3"), Wait::Forever));
            while session.stats().unwrap().open_requests < 4 {
                std::thread::yield_now();
            }
            farm.peer(0).hang_up();
            let error = waiting.join().unwrap().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Disconnected, "{error}");
        });
        let panicked = |error: &Error| error.to_string().contains("background thread panicked");
        let error = sent.wait(Wait::For(SOON)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disconnected, "{error}");
        assert!(panicked(&error), "{error}");
        let error = stop.wait(Wait::For(SOON)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        assert!(panicked(&error) && error.status_query().is_some(), "{error}");
        let queued = completions.next(Wait::For(SOON)).unwrap().unwrap();
        assert_eq!((queued.tag, kind(queued.outcome)), (5, ErrorKind::Disconnected));
        notice(&session, |notice| match notice {
            Notice::Disconnected(error) => panicked(&error).then_some(()),
            _ => None,
        });
        assert_eq!(session.next_notice(Wait::Forever).unwrap_err().kind(), ErrorKind::Internal);
        assert!(session.is_over());
        let trouble = session.trouble().unwrap();
        assert!(trouble.kind() == ErrorKind::Internal && panicked(&trouble), "{trouble}");
        let error = session.submit(&dnc("4"), Wait::Forever).unwrap_err();
        assert!(error.kind() == ErrorKind::Internal && panicked(&error), "{error}");
        session.close(SOON).unwrap();
    }
}
