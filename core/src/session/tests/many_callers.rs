//! Many callers on one session: the reader gathers what they submit, and leaves nobody behind.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;
use commdn_rt::sync::Mutex;

/// Callers of the first crowd, more than a few.
const CROWD: usize = 6;

/// A peer that keeps the answers to a first crowd, and a session whose reader stops before it wakes
/// that.
struct Held {
    peer: Arc<Peer>,
    session: Session,
    kept: Arc<Mutex<Kept>>,
    /// The next news stop the reader.
    armed: Arc<AtomicBool>,
    /// How often news were signalled.
    signals: Arc<AtomicUsize>,
    /// The reader is about to wake the crowd.
    about_to_wake: Receiver<()>,
    go_on: Sender<()>,
}

#[derive(Default)]
struct Kept {
    answers: Vec<u8>,
    count: usize,
    /// Answers go out at once.
    open: bool,
}

/// With a reader that panics, if wanted, when it may go on.
fn held(panics: bool) -> Held {
    let kept = Arc::new(Mutex::new(Kept::default()));
    let keep = Arc::clone(&kept);
    let peer = Peer::new(move |_, user_data| {
        let mut kept = keep.lock();
        let answer = acknowledgement(user_data);
        if kept.open {
            return answer;
        }
        kept.answers.extend(answer);
        kept.count += 1;
        Vec::new()
    });
    let (told, about_to_wake) = channel();
    let (go_on, may_go_on) = channel();
    let armed = Arc::new(AtomicBool::new(false));
    let signals = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&signals);
    let (once, hold) = (Arc::clone(&armed), Mutex::new((told, may_go_on)));
    let signal: NewsSignal = Arc::new(move || {
        if once.swap(false, Ordering::SeqCst) {
            let hold = hold.lock();
            hold.0.send(()).unwrap();
            // The sender is gone when the test has failed.
            let _ = hold.1.recv_timeout(SOON);
            assert!(!panics, "the signal panics on purpose");
        }
        count.fetch_add(1, Ordering::SeqCst);
    });
    let session = open_with(config().on_news(signal), &peer);
    Held { peer, session, kept, armed, signals, about_to_wake, go_on }
}

impl Held {
    /// Run `meanwhile` while the reader is about to wake a crowd; how the calls of the crowd ended.
    fn run(&self, meanwhile: impl FnOnce()) -> Vec<Result<(), ErrorKind>> {
        std::thread::scope(|scope| {
            let call = |number: usize| {
                let session = self.session.clone();
                scope.spawn(move || {
                    let answer = session.call(&dnc(&number.to_string()), Wait::Default);
                    answer.map(drop).map_err(|error| error.kind())
                })
            };
            let crowd: Vec<_> = (0..CROWD).map(call).collect();
            self.wait_until(|_| self.kept.lock().count == CROWD);
            // If a caller reads, it reads this, and then leaves the reading to the background
            // thread.
            let signals = self.signals.load(Ordering::SeqCst);
            self.peer.send(&status_event(1));
            self.wait_until(|_| self.signals.load(Ordering::SeqCst) > signals);
            self.wait_until(|_| self.session.followers() == CROWD);
            self.armed.store(true, Ordering::SeqCst);
            let answers = std::mem::take(&mut self.kept.lock().answers);
            self.kept.lock().open = true;
            self.peer.send(&answers);
            self.about_to_wake.recv_timeout(SOON).unwrap();
            meanwhile();
            self.go_on.send(()).unwrap();
            crowd.into_iter().map(|caller| caller.join().unwrap()).collect()
        })
    }

    fn wait_until(&self, seen: impl Fn(&SessionStats) -> bool) {
        let until = Instant::now() + SOON;
        while !seen(&self.session.stats().unwrap()) {
            assert!(Instant::now() < until);
            std::thread::yield_now();
        }
    }

    fn wait_for_open_requests(&self, count: usize) {
        self.wait_until(|stats| stats.open_requests == count);
    }
}

#[test]
fn what_callers_submit_while_the_reader_gathers_goes_out_in_one_piece() {
    let held = held(false);
    let mut writes = 0;
    std::thread::scope(|scope| {
        let mut others = Vec::new();
        let ended = held.run(|| {
            writes = held.peer.writes();
            for number in 0..CROWD {
                let session = held.session.clone();
                let phone = format!("555{number}");
                others.push(scope.spawn(move || {
                    let answer = session.call(&dnc(&phone), Wait::Default).unwrap();
                    assert_eq!(answer.event.phone().unwrap(), phone);
                }));
            }
            held.wait_for_open_requests(CROWD);
            assert_eq!(held.peer.writes(), writes, "they leave it to the reader");
        });
        assert_eq!(ended, [Ok(()); CROWD]);
        others.into_iter().for_each(|other| other.join().unwrap());
    });
    assert_eq!(held.peer.writes(), writes + 1);
    assert_eq!(held.session.stats().unwrap().open_requests, 0);
}

#[test]
fn who_does_not_wait_for_its_answer_writes_for_itself_while_the_reader_gathers() {
    let held = held(false);
    let completions = held.session.completions().unwrap();
    let ended = held.run(|| {
        let writes = held.peer.writes();
        completions.submit(1, &dnc("7"), Wait::Default).unwrap();
        assert_eq!(held.peer.writes(), writes + 1);
    });
    assert_eq!(ended, [Ok(()); CROWD]);
}

#[test]
fn closing_while_the_reader_gathers_ends_what_was_left_to_it() {
    let held = held(false);
    std::thread::scope(|scope| {
        let mut late = None;
        held.run(|| {
            let session = held.session.clone();
            late = Some(scope.spawn(move || kind(session.call(&dnc("7"), Wait::Forever))));
            held.wait_for_open_requests(1);
            let started = Instant::now();
            let closed = held.session.close(Duration::from_millis(20));
            assert_eq!(kind(closed), ErrorKind::WaitTimeout, "the reader is still in the signal");
            assert!(started.elapsed() < SOON);
            assert_eq!(late.take().unwrap().join().unwrap(), ErrorKind::Closed);
        });
        assert!(late.is_none());
    });
}

#[test]
fn a_lost_connection_ends_what_was_left_to_the_reader() {
    let held = held(false);
    std::thread::scope(|scope| {
        let mut late = None;
        held.run(|| {
            let session = held.session.clone();
            late = Some(scope.spawn(move || kind(session.call(&dnc("7"), Wait::Forever))));
            held.wait_for_open_requests(1);
            held.peer.hang_up();
        });
        assert_eq!(late.unwrap().join().unwrap(), ErrorKind::Disconnected);
    });
}

#[test]
fn a_peer_that_takes_nothing_of_what_was_gathered_holds_up_no_deadline_and_gets_it_later() {
    let held = held(false);
    std::thread::scope(|scope| {
        let mut impatient = None;
        let ended = held.run(|| {
            held.peer.be_deaf(true);
            let session = held.session.clone();
            impatient =
                Some(scope.spawn(move || kind(session.call(&dnc("8"), Duration::from_millis(50)))));
            held.wait_until(|stats| stats.unsent_bytes > 0);
        });
        assert_eq!(ended, [Ok(()); CROWD]);
        assert_eq!(impatient.unwrap().join().unwrap(), ErrorKind::NoAnswer);
    });
    let writes = held.peer.writes();
    held.peer.be_deaf(false);
    let until = Instant::now() + SOON;
    while held.peer.writes() == writes {
        assert!(Instant::now() < until, "what is left goes out");
        std::thread::yield_now();
    }
}

#[test]
fn a_reader_that_panics_while_it_gathers_ends_what_was_left_to_it() {
    let held = held(true);
    std::thread::scope(|scope| {
        let mut late = None;
        held.run(|| {
            let session = held.session.clone();
            late = Some(scope.spawn(move || kind(session.call(&dnc("7"), Wait::Forever))));
            held.wait_for_open_requests(1);
        });
        assert_eq!(late.unwrap().join().unwrap(), ErrorKind::Disconnected);
    });
    assert_eq!(kind(held.session.call(&dnc("1"), Wait::Default)), ErrorKind::Internal);
}
