//! What the file keeps, and what it refuses.

use std::time::Duration;

use super::*;
use crate::kvlist::KvList;
use crate::message::{Chain, DialMode, Envelope, OptimizeBy, Schedule, ScheduleItem};
use crate::outbox::{EntryState, Filter};

#[test]
fn a_request_comes_back_as_it_was_submitted() {
    let mut extra = KvList::new();
    extra.add_string("site", "north").unwrap().add_int("n", 7).unwrap();
    let item =
        ScheduleItem::new(1, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80).stop_at_dials(5);
    let sequence = Schedule::new([item]).description("both");
    let requests = [
        dnc("555").customer_id("Müller").chain(Chain::RecordOnly).extra(extra),
        dnc("556").target(0),
        Request::cancel_record().phone_as_is("557").campaign_name("spring"),
        Request::load_campaign(1, 10).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80),
        Request::of_sequence(MessageType::REQ_GET_CAMPAIGN_STATUS, sequence, 10),
        Request::start_dialing(2, 10)
            .dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80)
            .target(102)
            .auto_completion(true),
    ];
    let mut bench = Bench::new();
    for request in requests {
        let id = bench.submit(&request);
        let stored = bench.store.entry(id).unwrap();
        let sent =
            |request: &Request| request.to_list(Envelope::new(20, 101), &Dialect::DEFAULT).unwrap();
        assert_eq!(sent(&stored.request.unwrap()), sent(&request));
        assert_eq!(stored.message_type, request.message_type());
    }
}

#[test]
fn a_request_that_breaks_a_rule_is_not_put_in() {
    let mut bench = Bench::new();
    let options = SubmitOptions::new();
    let error =
        bench.store.submit(&Request::do_not_call(), &options, &bench.config, 0).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(bench.store.stats().unwrap().unfinished, 0);
}

#[test]
fn a_key_is_submitted_once() {
    let mut bench = Bench::new();
    let first = bench.submit_with(&dnc("1"), SubmitOptions::new().key("a"));
    let again = bench.submit_with(&dnc("1"), SubmitOptions::new().key("a"));
    let other = bench.submit_with(&dnc("1"), SubmitOptions::new().key("b"));
    assert_eq!(first, again);
    assert_ne!(first, other);
    assert_eq!(bench.store.find("a").unwrap(), Some(first));
    assert_eq!(bench.store.find("c").unwrap(), None);
    assert_eq!(bench.store.stats().unwrap().unfinished, 2);
}

#[test]
fn a_full_outbox_refuses_and_names_the_numbers() {
    let mut bench = Bench::new();
    bench.config = OutboxConfig::new().max_entries(2);
    bench.submit(&dnc("1"));
    bench.submit(&dnc("2"));
    let options = SubmitOptions::new();
    let error = bench.store.submit(&dnc("3"), &options, &bench.config, 0).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutboxFull);
    assert!(error.message().contains("max_entries is 2"), "{error}");
    bench.config = OutboxConfig::new().max_bytes(200);
    let error = bench.store.submit(&dnc("3"), &options, &bench.config, 0).unwrap_err();
    assert!(error.message().contains("max_bytes is 200"), "{error}");
    assert_eq!(error.kind(), ErrorKind::OutboxFull);
    // What ends makes room.
    bench.config = OutboxConfig::new().max_entries(2);
    bench.store.cancel(OutboxId(1), 5).unwrap();
    bench.submit(&dnc("3"));
}

#[test]
fn a_batch_is_put_in_whole_or_not_at_all() {
    let folder = folder();
    let path = folder.path().join("outbox.db");
    let outbox = Outbox::open(path, OutboxConfig::new().max_entries(3)).unwrap();
    let batch = |count: usize| {
        (0..count).map(|n| (dnc(&n.to_string()), SubmitOptions::new())).collect::<Vec<_>>()
    };
    assert_eq!(outbox.submit_many(batch(4)).unwrap_err().kind(), ErrorKind::OutboxFull);
    assert_eq!(outbox.stats().unwrap().unfinished, 0);
    assert_eq!(outbox.submit_many(batch(3)).unwrap(), [OutboxId(1), OutboxId(2), OutboxId(3)]);
}

#[test]
fn a_waiting_entry_can_be_cancelled_and_a_claimed_or_ended_one_cannot() {
    let mut bench = Bench::new();
    let (first, second) = (bench.submit(&dnc("1")), bench.submit(&dnc("1")));
    let mut sender = bench.sender(soon());
    assert_eq!(ids(&bench.due(&mut sender)), [first]);
    let error = bench.store.cancel(first, bench.now).unwrap_err();
    assert!(error.message().contains("is being sent"), "{error}");
    bench.store.cancel(second, bench.now).unwrap();
    assert_eq!(bench.kind(second), Some(OutcomeKind::Cancelled));
    let error = bench.store.cancel(second, bench.now).unwrap_err();
    assert!(error.message().contains("has its outcome"), "{error}");
    let error = bench.store.cancel(OutboxId(99), bench.now).unwrap_err();
    assert!(error.message().contains("does not exist"), "{error}");
}

#[test]
fn cancelling_the_first_of_a_customer_lets_the_next_go() {
    let mut bench = Bench::new();
    let (first, second) = (bench.submit(&dnc("1")), bench.submit(&dnc("1")));
    assert_eq!(bench.store.entry(second).unwrap().state, EntryState::Blocked);
    bench.store.cancel(first, bench.now).unwrap();
    assert_eq!(bench.store.entry(second).unwrap().state, EntryState::Waiting);
}

#[test]
fn a_dead_letter_is_retried_as_a_new_entry_under_its_key() {
    let mut bench = Bench::new();
    let options = SubmitOptions::new().key("row 1").max_attempts(1);
    let dead = bench.submit_with(&dnc("1"), options);
    let good = bench.submit(&dnc("2"));
    let mut sender = bench.sender(soon());
    for outgoing in bench.due(&mut sender) {
        let result = if outgoing.id == dead { failed(ErrorKind::NoAnswer) } else { acknowledged() };
        sender.ended(outgoing.token, result, bench.now);
    }
    bench.record(&mut sender);
    assert_eq!(bench.kind(dead), Some(OutcomeKind::GaveUp));
    assert_eq!(bench.store.entry(dead).unwrap().state, EntryState::Dead);
    assert_eq!(bench.store.stats().unwrap().dead, 1);
    let error = bench.store.retry(good, bench.now, roomy()).unwrap_err();
    assert!(error.message().contains("was acknowledged"), "{error}");
    assert_eq!(bench.store.retry_dead(10, bench.now, roomy()).unwrap(), 1);
    let new = bench.store.find("row 1").unwrap().unwrap();
    assert_ne!(new, dead);
    assert_eq!(bench.outcome(dead).unwrap().retried_as, Some(new));
    assert_eq!(bench.kind(dead), Some(OutcomeKind::GaveUp), "it keeps its outcome");
    let error = bench.store.retry(dead, bench.now, roomy()).unwrap_err();
    assert!(error.message().contains("retried before"), "{error}");
    assert_eq!(bench.store.retry_dead(10, bench.now, roomy()).unwrap(), 0);
    assert_eq!(ids(&bench.due(&mut sender)), [new]);
}

#[test]
fn outcomes_are_told_once_each_in_the_order_of_recording() {
    let mut bench = Bench::new();
    let all: Vec<_> = (0..25).map(|n| bench.submit(&dnc(&n.to_string()))).collect();
    let mut sender = bench.sender(soon());
    let mut due = bench.due(&mut sender);
    due.reverse();
    for outgoing in due {
        sender.ended(outgoing.token, acknowledged(), bench.now);
    }
    bench.record(&mut sender);
    let (mut cursor, mut told) = (0, Vec::new());
    loop {
        let page = bench.store.outcomes(cursor, 10).unwrap();
        let Some(last) = page.last() else { break };
        cursor = last.cursor;
        told.extend(page.iter().map(|outcome| outcome.id));
    }
    told.reverse();
    assert_eq!(told, all);
    let event = bench.outcome(all[0]).unwrap().event.unwrap();
    assert_eq!(event.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
}

#[test]
fn purging_forgets_what_ended_long_ago_and_keeps_dead_letters() {
    let mut bench = Bench::new();
    let done = bench.submit(&dnc("1"));
    let dead = bench.submit_with(&dnc("2"), SubmitOptions::new().max_attempts(1));
    let open = bench.submit(&dnc("3"));
    let mut sender = bench.sender(soon());
    for outgoing in bench.due(&mut sender) {
        match outgoing.id {
            id if id == done => sender.ended(outgoing.token, acknowledged(), bench.now),
            id if id == dead => {
                sender.ended(outgoing.token, failed(ErrorKind::NoAnswer), bench.now);
            }
            _ => {}
        }
    }
    bench.record(&mut sender);
    let later = bench.now + 10;
    assert_eq!(bench.store.purge_some(bench.now - 20, true).unwrap(), 0);
    assert_eq!(bench.store.purge_some(later, false).unwrap(), 1);
    assert_eq!(bench.store.outcome(done).unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert_eq!(bench.kind(dead), Some(OutcomeKind::GaveUp));
    assert_eq!(bench.store.purge_some(later, true).unwrap(), 1);
    assert_eq!(bench.kind(open), None);
    let listed = bench.store.list(Filter::All, OutboxId(0), 10).unwrap();
    assert_eq!(listed.iter().map(|entry| entry.id).collect::<Vec<_>>(), [open]);
    // Numbers are not used again.
    assert!(bench.submit(&dnc("4")) > open);
}

#[test]
fn filters_tell_entries_apart() {
    let mut bench = Bench::new();
    let (first, second) = (bench.submit(&dnc("1")), bench.submit(&dnc("2")));
    bench.store.cancel(first, bench.now).unwrap();
    let of = |filter| {
        let entries = bench.store.list(filter, OutboxId(0), 10).unwrap();
        entries.iter().map(|entry| entry.id).collect::<Vec<_>>()
    };
    assert_eq!(of(Filter::All), [first, second]);
    assert_eq!(of(Filter::Unfinished), [second]);
    assert_eq!(of(Filter::Ended(OutcomeKind::Cancelled)), [first]);
    assert_eq!(of(Filter::Ended(OutcomeKind::Refused)), []);
    assert_eq!(of(Filter::Dead), []);
}

#[test]
fn finding_the_next_entry_uses_an_index_whatever_the_file_holds() {
    let bench = Bench::new();
    for (query, index) in [
        (
            "SELECT id FROM queue WHERE state = 0 AND next_try <= 5 ORDER BY next_try, id LIMIT 9",
            "queue_ready",
        ),
        ("SELECT next_try FROM queue WHERE state = 0 ORDER BY next_try, id LIMIT 1", "queue_ready"),
        ("SELECT id FROM queue WHERE customer = 5 ORDER BY id LIMIT 1", "queue_customer"),
        ("SELECT id FROM queue WHERE claim = 5", "queue_claim"),
        (
            "SELECT id FROM queue WHERE expires IS NOT NULL AND expires <= 5 AND state <> 2 ORDER BY expires LIMIT 9",
            "queue_expires",
        ),
        ("SELECT id FROM entry WHERE key = 'a'", "entry_key"),
    ] {
        let plan = bench.store.plan(query);
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{query}: {plan}");
    }
}

#[test]
fn durations_that_never_end_do_not_overflow() {
    let mut bench = Bench::new();
    let id = bench.submit_with(&dnc("1"), SubmitOptions::new().max_age(Duration::MAX));
    assert!(bench.store.entry(id).unwrap().expires.unwrap() > bench.now);
    let mut sender = bench.sender(soon());
    assert_eq!(bench.due(&mut sender).len(), 1);
}
