//! The sender's rules, one by one, on a clock that the test moves.

use std::time::Duration;

use super::*;
use crate::message::{CmError, DialMode, OptimizeBy};
use crate::outbox::EntryState;

fn start_dialing() -> Request {
    Request::start_dialing(1, 10).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
}

fn refused(code: CmError) -> Result<Answer, Error> {
    let event = event(MessageType::EV_ERROR, |fields| fields.error = Some(code));
    let error =
        Error::restored(ErrorKind::OcsRefused, "refused".to_owned(), Some(code.0), Some(event));
    Err(error)
}

/// One attempt of the only entry that is due.
fn attempt(bench: &mut Bench, sender: &mut Sender, result: Result<Answer, Error>) {
    let due = bench.due(sender);
    assert_eq!(due.len(), 1);
    sender.ended(due[0].token, result, bench.now);
    bench.record(sender);
}

#[test]
fn an_acknowledged_request_has_its_outcome_and_is_not_sent_again() {
    let mut bench = Bench::new();
    let id = bench.submit(&dnc("1"));
    let mut sender = bench.sender(soon());
    attempt(&mut bench, &mut sender, acknowledged());
    assert_eq!(bench.kind(id), Some(OutcomeKind::Acknowledged));
    bench.now += 3_600 * SECOND;
    assert!(bench.due(&mut sender).is_empty());
    assert_eq!(bench.outcome(id).unwrap().attempts, 1);
}

#[test]
fn what_may_be_repeated_is_repeated_after_growing_pauses() {
    let kinds = [
        ErrorKind::NoAnswer,
        ErrorKind::Disconnected,
        ErrorKind::OutcomeUnknown,
        ErrorKind::Protocol,
        ErrorKind::Closed,
        ErrorKind::Internal,
        ErrorKind::TServerRefused,
    ];
    let mut bench = Bench::new();
    let id = bench.submit(&dnc("1"));
    let mut sender = bench.sender(soon());
    for (pause, kind) in [1, 2, 4, 8, 8, 8, 8].into_iter().zip(kinds) {
        attempt(&mut bench, &mut sender, failed(kind));
        let next = bench.store.entry(id).unwrap().next_try.unwrap();
        let told = next - (bench.now - 10);
        assert!((pause * SECOND / 2..=pause * SECOND).contains(&told), "{kind:?}: {told} ms");
        bench.now = next - 1;
        assert!(bench.due(&mut sender).is_empty());
        bench.now = next;
    }
    attempt(&mut bench, &mut sender, acknowledged());
    let outcome = bench.outcome(id).unwrap();
    assert_eq!((outcome.kind, outcome.attempts), (OutcomeKind::Acknowledged, 8));
}

#[test]
fn what_may_not_be_repeated_ends_as_unknown_with_the_query_that_settles_it() {
    for kind in [ErrorKind::OutcomeUnknown, ErrorKind::NoAnswer, ErrorKind::Closed] {
        let mut bench = Bench::new();
        let id = bench.submit(&start_dialing());
        let mut sender = bench.sender(soon());
        attempt(&mut bench, &mut sender, failed(kind));
        let outcome = bench.outcome(id).unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Unknown);
        let error = outcome.error.unwrap();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
        for part in ["CM_ReqStartDialing", "CM_ReqGetCampaignStatus", "campaign 1 in group 10"] {
            assert!(error.message().contains(part), "{error}");
        }
        bench.now += 3_600 * SECOND;
        assert!(bench.due(&mut sender).is_empty());
    }
}

#[test]
fn what_may_not_be_repeated_is_repeated_when_it_was_not_distributed() {
    let mut bench = Bench::new();
    let id = bench.submit(&start_dialing());
    let mut sender = bench.sender(soon());
    attempt(&mut bench, &mut sender, failed(ErrorKind::TServerRefused));
    assert_eq!(bench.kind(id), None);
    bench.now += 10 * SECOND;
    attempt(&mut bench, &mut sender, acknowledged());
    assert_eq!(bench.kind(id), Some(OutcomeKind::Acknowledged));
}

#[test]
fn a_refusal_of_ocs_is_final_unless_its_code_is_retryable() {
    let mut bench = Bench::new();
    let id = bench.submit(&dnc("1"));
    let policy = soon().retryable_refusals([CmError::LICENSE_VIOLATION]);
    let mut sender = bench.sender(policy);
    attempt(&mut bench, &mut sender, refused(CmError::LICENSE_VIOLATION));
    assert_eq!(bench.kind(id), None);
    bench.now += 10 * SECOND;
    attempt(&mut bench, &mut sender, refused(CmError::INVALID_PARAMETER));
    let outcome = bench.outcome(id).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Refused);
    assert_eq!(outcome.error.unwrap().ocs_error(), Some(CmError::INVALID_PARAMETER));
}

#[test]
fn an_entry_is_given_up_after_its_attempts() {
    let mut bench = Bench::new();
    let id = bench.submit(&dnc("1"));
    let other = bench.submit(&dnc("1"));
    let mut sender = bench.sender(soon().max_attempts(3));
    for _ in 0..3 {
        attempt(&mut bench, &mut sender, failed(ErrorKind::NoAnswer));
        bench.now += 10 * SECOND;
    }
    let outcome = bench.outcome(id).unwrap();
    assert_eq!((outcome.kind, outcome.attempts), (OutcomeKind::GaveUp, 3));
    let error = outcome.error.unwrap();
    assert_eq!(error.kind(), ErrorKind::NoAnswer);
    assert!(error.message().contains("3 attempts"), "{error}");
    assert_eq!(ids(&bench.due(&mut sender)), [other], "a dead letter holds nobody up");
}

#[test]
fn an_entry_that_was_tried_expires_whether_or_not_a_session_is_up() {
    let mut bench = Bench::new();
    let options = SubmitOptions::new().max_age(Duration::from_secs(60));
    let id = bench.submit_with(&dnc("1"), options.clone());
    let blocked = bench.submit_with(&dnc("1"), options);
    let mut sender = bench.sender(soon());
    attempt(&mut bench, &mut sender, failed(ErrorKind::Disconnected));
    sender.poll(&mut bench.store, bench.now, false).unwrap();
    bench.now += 60 * SECOND;
    sender.nudge();
    sender.poll(&mut bench.store, bench.now, false).unwrap();
    assert_eq!(bench.kind(id), Some(OutcomeKind::Expired));
    assert_eq!(bench.kind(blocked), None, "nobody has tried it");
    assert_eq!(sender.stats().expired, 1);
    assert_eq!(ids(&bench.due(&mut sender)), [blocked]);
}

#[test]
fn an_attempt_that_would_come_too_late_is_not_waited_for() {
    let mut bench = Bench::new();
    let options = SubmitOptions::new().max_age(Duration::from_millis(100));
    let id = bench.submit_with(&dnc("1"), options);
    let mut sender = bench.sender(soon());
    attempt(&mut bench, &mut sender, failed(ErrorKind::NoAnswer));
    assert_eq!(bench.kind(id), Some(OutcomeKind::Expired));
}

#[test]
fn requests_of_a_customer_go_one_after_the_other() {
    let mut bench = Bench::new();
    let first = bench.submit(&dnc("1").customer_id("C"));
    let second = bench.submit(&Request::cancel_record().phone_as_is("2").customer_id("C"));
    let other = bench.submit(&dnc("1"));
    let unordered = bench.submit_with(&dnc("9").customer_id("C"), SubmitOptions::new().unordered());
    let mut sender = bench.sender(soon());
    let due = bench.due(&mut sender);
    assert_eq!(ids(&due), [first, other, unordered]);
    // The first is tried again: the second still waits.
    sender.ended(due[0].token, failed(ErrorKind::NoAnswer), bench.now);
    bench.record(&mut sender);
    bench.now += 10 * SECOND;
    let due = bench.due(&mut sender);
    assert_eq!(ids(&due), [first]);
    sender.ended(due[0].token, acknowledged(), bench.now);
    bench.record(&mut sender);
    assert_eq!(ids(&bench.due(&mut sender)), [second]);
}

#[test]
fn the_caller_can_say_what_is_ordered() {
    let mut bench = Bench::new();
    let order = || SubmitOptions::new().order_key("household 5");
    let first = bench.submit_with(&dnc("1"), order());
    let second = bench.submit_with(&dnc("2"), order());
    let mut sender = bench.sender(soon());
    assert_eq!(ids(&bench.due(&mut sender)), [first]);
    assert_eq!(bench.store.entry(second).unwrap().state, EntryState::Blocked);
}

#[test]
fn campaign_requests_are_ordered_by_campaign_and_group() {
    let mut bench = Bench::new();
    let load =
        Request::load_campaign(1, 10).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    let first = bench.submit(&load);
    let second = bench.submit(&start_dialing());
    let other = bench.submit(&Request::stop_dialing(2, 10));
    let mut sender = bench.sender(soon());
    assert_eq!(ids(&bench.due(&mut sender)), [first, other]);
    assert_eq!(bench.kind(second), None);
}

#[test]
fn nothing_is_claimed_while_the_session_is_down_and_what_was_claimed_goes_back() {
    let mut bench = Bench::new();
    let id = bench.submit(&dnc("1"));
    let mut sender = bench.sender(soon());
    sender.poll(&mut bench.store, bench.now, false).unwrap();
    assert!(sender.next(bench.now).is_none());
    assert_eq!(bench.store.entry(id).unwrap().state, EntryState::Waiting);
    sender.poll(&mut bench.store, bench.now, true).unwrap();
    assert_eq!(bench.store.entry(id).unwrap().state, EntryState::Claimed);
    bench.now += 10;
    sender.poll(&mut bench.store, bench.now, false).unwrap();
    let entry = bench.store.entry(id).unwrap();
    assert_eq!((entry.state, entry.attempts), (EntryState::Waiting, 0));
}

#[test]
fn what_was_not_sent_counts_no_attempt() {
    let mut bench = Bench::new();
    let id = bench.submit(&start_dialing());
    let mut sender = bench.sender(soon());
    let due = bench.due(&mut sender);
    sender.not_sent(due[0].token, Error::new(ErrorKind::Overloaded, "full"), bench.now);
    bench.record(&mut sender);
    let entry = bench.store.entry(id).unwrap();
    assert_eq!((entry.state, entry.attempts), (EntryState::Waiting, 0));
    bench.now += SECOND;
    let due = bench.due(&mut sender);
    sender.not_sent(due[0].token, Error::new(ErrorKind::InvalidRequest, "no OCS"), bench.now);
    bench.record(&mut sender);
    assert_eq!(bench.kind(id), Some(OutcomeKind::Refused));
}

#[test]
fn no_more_than_the_window_is_under_way() {
    let mut bench = Bench::new();
    for number in 0..100 {
        bench.submit(&dnc(&number.to_string()));
    }
    let mut sender = bench.sender(soon().window(8));
    let due = bench.due(&mut sender);
    assert_eq!((due.len(), sender.under_way()), (8, 8));
    assert!(bench.store.stats().unwrap().claimed <= 16);
    sender.ended(due[0].token, acknowledged(), bench.now);
    assert!(sender.next(bench.now).is_some());
    assert!(sender.next(bench.now).is_none());
}

#[test]
fn claims_of_a_process_that_stopped_are_taken_over_after_its_lease() {
    let lease = soon().lease(Duration::from_secs(9));
    let mut bench = Bench::new();
    let safe = bench.submit(&dnc("1"));
    let risky = bench.submit(&start_dialing());
    let mut gone = bench.sender(lease.clone());
    assert_eq!(bench.due(&mut gone).len(), 2);
    let mut other = bench.sender(lease);
    assert!(bench.due(&mut other).is_empty(), "it has not been silent for a lease yet");
    bench.now += 8_999;
    assert!(bench.due(&mut other).is_empty());
    bench.now += 1;
    bench.due(&mut other);
    let due = bench.due(&mut other);
    assert_eq!(other.stats().taken_over, 2);
    assert_eq!(bench.kind(risky), Some(OutcomeKind::Unknown));
    let handed: Vec<_> = ids(&due);
    assert!(handed.is_empty() || handed == [safe]);
    assert_eq!(bench.kind(safe), None);
}

#[test]
fn an_owner_that_works_keeps_its_claims() {
    let lease = soon().lease(Duration::from_secs(9));
    let mut bench = Bench::new();
    let id = bench.submit(&dnc("1"));
    let mut slow = bench.sender(lease.clone());
    let due = bench.due(&mut slow);
    let mut other = bench.sender(lease);
    for _ in 0..20 {
        bench.now += 3 * SECOND;
        slow.poll(&mut bench.store, bench.now, true).unwrap();
        assert!(bench.due(&mut other).is_empty());
    }
    slow.ended(due[0].token, acknowledged(), bench.now);
    bench.record(&mut slow);
    assert_eq!(bench.kind(id), Some(OutcomeKind::Acknowledged));
    assert_eq!(other.stats().taken_over, 0);
}

#[test]
fn who_lost_the_claim_records_nothing_and_sends_nothing() {
    let lease = soon().lease(Duration::from_secs(9));
    let mut bench = Bench::new();
    let ids_of: Vec<_> = (0..3).map(|n| bench.submit(&dnc(&n.to_string()))).collect();
    let mut frozen = bench.sender(lease.clone().window(2));
    let due = bench.due(&mut frozen);
    assert_eq!(due.len(), 2, "one is claimed and not handed out");
    let mut other = bench.sender(lease);
    bench.due(&mut other);
    bench.now += 9 * SECOND;
    for _ in 0..2 {
        for outgoing in bench.due(&mut other) {
            other.ended(outgoing.token, acknowledged(), bench.now);
        }
        bench.record(&mut other);
    }
    assert!(ids_of.iter().all(|id| bench.kind(*id) == Some(OutcomeKind::Acknowledged)));
    // It wakes up: its lease is over, so it hands nothing out, and its result comes too late.
    frozen.ended(due[0].token, refused(CmError::INVALID_PARAMETER), bench.now);
    assert!(frozen.next(bench.now).is_none());
    bench.record(&mut frozen);
    assert_eq!(frozen.stats().lost_claims, 1);
    assert_eq!(bench.kind(ids_of[0]), Some(OutcomeKind::Acknowledged));
    // And the result of the other one, after it noticed, too.
    frozen.ended(due[1].token, refused(CmError::INVALID_PARAMETER), bench.now);
    bench.record(&mut frozen);
    assert_eq!(bench.kind(ids_of[1]), Some(OutcomeKind::Acknowledged));
    assert_eq!(bench.store.outcomes(0, 10).unwrap().len(), 3);
}

#[test]
fn stopping_gives_everything_back() {
    let mut bench = Bench::new();
    let safe = bench.submit(&dnc("1"));
    let risky = bench.submit(&start_dialing());
    let mut sender = bench.sender(soon());
    assert_eq!(bench.due(&mut sender).len(), 2);
    sender.stop(&mut bench.store, bench.now).unwrap();
    assert_eq!(bench.kind(risky), Some(OutcomeKind::Unknown));
    assert_eq!(bench.store.entry(safe).unwrap().state, EntryState::Waiting);
    assert_eq!(bench.store.stats().unwrap().claimed, 0);
    let mut next = bench.sender(soon());
    bench.now += 10 * SECOND;
    assert_eq!(ids(&bench.due(&mut next)), [safe]);
}

#[test]
fn a_run_replays_with_its_seed() {
    let run = |seed| {
        let mut bench = Bench::new();
        let id = bench.submit(&dnc("1"));
        let mut sender = Sender::simulated(soon(), seed);
        attempt(&mut bench, &mut sender, failed(ErrorKind::NoAnswer));
        bench.store.entry(id).unwrap().next_try
    };
    assert_eq!(run(1), run(1));
    assert!((2..20).any(|seed| run(seed) != run(1)));
}
