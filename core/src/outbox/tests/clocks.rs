//! Wall clocks that were wrong when an entry was written, or when its outcome was.

use super::*;

const YEAR: u64 = 365 * 24 * 3600 * SECOND;
/// In 2026.
const NOW: Timestamp = 1_780_000_000_000;
const FIRST_DAY_OF_2026: Timestamp = 1_767_225_600_000;

fn bench_at(now: Timestamp) -> Bench {
    Bench { now, ..Bench::new() }
}

#[test]
fn an_entry_written_by_a_clock_that_was_ahead_is_sent_now() {
    let mut bench = bench_at(NOW + YEAR);
    let id = bench.submit(&dnc("1"));
    bench.now = NOW;
    let mut sender = bench.sender(soon());
    assert_eq!(ids(&bench.due(&mut sender)), [id]);
}

#[test]
fn a_pause_between_attempts_is_no_wrong_clock() {
    let mut bench = bench_at(NOW);
    bench.submit(&dnc("1"));
    let mut sender = bench.sender(soon());
    let sent = bench.due(&mut sender).remove(0);
    sender.ended(sent.token, failed(ErrorKind::NoAnswer), bench.now);
    bench.record(&mut sender);
    assert_eq!(ids(&bench.due(&mut sender)), []);
}

#[test]
fn an_entry_written_before_the_clock_was_set_is_sent_and_grows_old_from_then_on() {
    let mut bench = bench_at(9 * YEAR);
    let age = Duration::from_secs(60);
    let id = bench.submit_with(&dnc("1"), SubmitOptions::new().max_age(age));
    bench.now = NOW;
    let mut sender = bench.sender(soon());
    let sent = bench.due(&mut sender);
    assert_eq!(ids(&sent), [id]);
    assert_eq!(bench.store.entry(id).unwrap().expires, Some(NOW + 60 * SECOND));
    sender.ended(sent[0].token, failed(ErrorKind::NoAnswer), bench.now);
    bench.now += 120 * SECOND;
    bench.record(&mut sender);
    bench.due(&mut sender);
    bench.record(&mut sender);
    assert_eq!(bench.kind(id), Some(OutcomeKind::Expired));
}

#[test]
fn outcomes_of_a_clock_that_was_ahead_do_not_keep_others_from_being_forgotten() {
    let mut bench = bench_at(NOW + YEAR);
    let mut sender = bench.sender(soon());
    for phone in ["1", "2", "3"] {
        bench.submit(&dnc(phone));
        for sent in bench.due(&mut sender) {
            sender.ended(sent.token, acknowledged(), bench.now);
        }
        bench.record(&mut sender);
        bench.now = NOW;
        sender = bench.sender(soon());
    }
    assert_eq!(bench.store.purge_some(NOW + SECOND, false).unwrap(), 2);
    assert_eq!(bench.store.purge_some(NOW + SECOND, false).unwrap(), 0);
}

#[test]
fn what_was_never_tried_does_not_expire() {
    let mut bench = bench_at(NOW);
    let id = bench.submit(&dnc("5551230001"));
    // Eight days without a connection.
    let mut sender = bench.sender(soon());
    for _ in 0..8 {
        bench.now += 24 * 3600 * SECOND;
        sender.nudge();
        sender.poll(&mut bench.store, bench.now, false).unwrap();
    }
    assert_eq!(bench.kind(id), None);
    let sent = bench.due(&mut sender);
    assert_eq!(ids(&sent), [id]);
    sender.ended(sent[0].token, failed(ErrorKind::NoAnswer), bench.now);
    bench.record(&mut sender);
    assert_eq!(
        bench.kind(id),
        Some(OutcomeKind::Expired),
        "it was tried, and is too old to wait on"
    );
}

#[test]
fn a_clock_that_jumps_ahead_by_years_ends_nothing() {
    let mut bench = bench_at(NOW);
    let id = bench.submit(&dnc("5551230001"));
    let mut sender = bench.sender(soon());
    let sent = bench.due(&mut sender);
    sender.ended(sent[0].token, failed(ErrorKind::NoAnswer), bench.now);
    bench.record(&mut sender);
    // Another process starts with a clock that is ten years ahead, and one whose clock is right
    // again.
    bench.now = NOW + 10 * YEAR;
    let mut ahead = bench.sender(soon());
    assert_eq!(ids(&bench.due(&mut ahead)), [id]);
    ahead.stop(&mut bench.store, bench.now).unwrap();
    bench.now = NOW + 60 * SECOND;
    let mut right = bench.sender(soon());
    let sent = bench.due(&mut right);
    assert_eq!((bench.kind(id), ids(&sent)), (None, vec![id]));
    // Its age is what it would have been: seven days after all.
    right.ended(sent[0].token, failed(ErrorKind::NoAnswer), bench.now);
    bench.record(&mut right);
    bench.now = NOW + 8 * 24 * 3600 * SECOND;
    bench.due(&mut right);
    bench.record(&mut right);
    assert_eq!(bench.kind(id), Some(OutcomeKind::Expired));
}

#[test]
fn an_entry_of_the_last_day_before_2026_grows_old_from_when_it_is_first_seen() {
    let mut bench = bench_at(FIRST_DAY_OF_2026 - 24 * 3600 * SECOND);
    let id = bench.submit(&dnc("5551230001"));
    bench.now = NOW;
    let mut sender = bench.sender(soon());
    let sent = bench.due(&mut sender);
    assert_eq!(ids(&sent), [id]);
    assert_eq!(bench.store.entry(id).unwrap().expires, Some(NOW + 7 * 24 * 3600 * SECOND));
    sender.ended(sent[0].token, failed(ErrorKind::NoAnswer), bench.now);
    bench.record(&mut sender);
    bench.now += 3600 * SECOND;
    bench.due(&mut sender);
    assert_eq!(bench.store.entry(id).unwrap().expires, Some(NOW + 7 * 24 * 3600 * SECOND), "once");
}
