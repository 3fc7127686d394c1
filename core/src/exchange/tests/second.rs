//! Answers that tell more than was asked, and those to requests that have ended: without reference
//! ids, all by facts.

use super::*;
use crate::message::Chain;

/// A site whose OCS tells more than it was asked, and no reference ids.
fn adding() -> ExchangeConfig {
    let config = ExchangeConfig::new(APP, OCS);
    ExchangeConfig { send_reference_id: false, added_facts: true, ..config }
}

fn record(list: RecordList, fill: impl FnOnce(&mut Record)) -> Fields {
    let mut record = Record::new(list);
    fill(&mut record);
    Fields { record: Some(record), ..from_ocs() }
}

/// An acknowledgement of a do-not-call request that tells these facts.
fn told(phone: Option<&str>, customer: Option<&str>) -> Event {
    let fields = record(RecordList::DoNotCall, |record| {
        record.phone = phone.map(Into::into);
        record.customer_id = customer.map(Into::into);
    });
    event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields)
}

fn customer(customer: &str) -> Request {
    Request::do_not_call().customer_id(customer)
}

#[test]
fn an_answer_that_tells_a_fact_which_the_request_does_not_have_completes_nothing() {
    let canceled = |fill: fn(&mut Record)| {
        event(MessageType::EV_RECORD_CANCELED, record(RecordList::CancelRecord, fill))
    };
    let cases = [
        (customer("A"), told(Some("1"), Some("A"))),
        (dnc("1"), told(Some("1"), Some("A"))),
        (
            Request::cancel_record().phone_as_is("1"),
            canceled(|record| {
                record.phone = Some("1".into());
                record.campaign_name = Some("autumn".into());
            }),
        ),
        (
            Request::cancel_record().phone_as_is("1"),
            canceled(|record| {
                record.phone = Some("1".into());
                record.chain = Some(Chain::RecordOnly);
            }),
        ),
        (
            Request::cancel_record().phone_as_is("1").chain(Chain::RecordOnly),
            canceled(|record| {
                record.phone = Some("1".into());
                record.chain = Some(Chain::AllChain);
            }),
        ),
    ];
    for (request, answer) in cases {
        for mut desk in [Desk::new(), Desk::without_references()] {
            let sent = desk.submit(request.clone());
            for reference_id in [None, Some(sent.reference)] {
                let fields = Fields { reference_id, ..answer.fields() };
                let outputs = desk.receive(&event(answer.message_type(), fields));
                assert_eq!(summary(&outputs).2, [NotificationKind::Unsolicited], "{request:?}");
            }
            let message = answer.message_type();
            assert_eq!(summary(&desk.receive(&desk.answer(0, message))).0, [sent.ticket]);
        }
    }
}

#[test]
fn what_a_request_leaves_out_may_be_told_as_what_ocs_takes_it_for() {
    // No scope is the whole chain, and an empty text is none.
    let mut desk = Desk::without_references();
    let sent = desk.submit(dnc("1"));
    let fields = record(RecordList::DoNotCall, |record| {
        record.phone = Some("1".into());
        record.customer_id = Some(String::new());
        record.campaign_name = Some(String::new());
        record.chain = Some(Chain::AllChain);
    });
    let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields));
    assert_eq!(summary(&outputs).0, [sent.ticket]);
    let whole = desk.submit(dnc("2").chain(Chain::AllChain));
    assert_eq!(summary(&desk.receive(&acknowledged("2"))).0, [whole.ticket]);
    let only = desk.submit(dnc("3").chain(Chain::RecordOnly));
    assert_eq!(summary(&desk.receive(&acknowledged("3"))).0, [only.ticket], "or not told at all");
}

#[test]
fn requests_that_differ_in_their_scope_alone_are_not_confused() {
    let mut desk = Desk::without_references();
    let only = desk.submit(dnc("1").chain(Chain::RecordOnly));
    let whole = desk.submit(dnc("1"));
    let named = desk.submit(dnc("1").chain(Chain::AllChain));
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).2, [NotificationKind::Ambiguous]);
    let own = |desk: &mut Desk, index| {
        summary(&desk.receive(&desk.answer(index, MessageType::EV_DO_NOT_CALL_PROCESSED))).0
    };
    assert_eq!(own(&mut desk, 0), [only.ticket]);
    assert_eq!(own(&mut desk, 2), [whole.ticket], "the whole chain is the whole chain");
    assert_eq!(own(&mut desk, 1), [named.ticket]);
}

#[test]
fn where_ocs_adds_facts_its_answers_are_taken_unless_they_contradict() {
    let mut desk = Desk::with(adding());
    let sent = desk.submit(dnc("1"));
    let by_customer = desk.submit(customer("B"));
    assert_eq!(summary(&desk.receive(&told(Some("1"), Some("A")))).0, [sent.ticket]);
    assert_eq!(summary(&desk.receive(&told(Some("2"), Some("C")))).2.len(), 1);
    assert_eq!(summary(&desk.receive(&told(Some("2"), Some("B")))).0, [by_customer.ticket]);
}

#[test]
fn the_second_answer_to_a_phone_and_its_customer_does_not_acknowledge_the_customer_alone() {
    for config in [ExchangeConfig { added_facts: false, ..adding() }, adding()] {
        let mut desk = Desk::with(config);
        let both = desk.submit(dnc("1").customer_id("A"));
        let answer = told(Some("1"), Some("A"));
        assert_eq!(summary(&desk.receive(&answer)).0, [both.ticket]);
        let alone = desk.submit(customer("A"));
        assert_eq!(summary(&desk.receive(&answer)).2, [NotificationKind::Late]);
        assert_eq!(summary(&desk.receive(&told(None, Some("A")))).0, [alone.ticket]);
    }
}

#[test]
fn the_answer_to_a_request_that_has_ended_is_late_however_it_ended() {
    let ends: [fn(&mut Desk, Submitted); 3] = [
        |desk, sent| assert!(desk.exchange.withdraw(sent)),
        |desk, _| desk.exchange.tick(T0 + TIMEOUT),
        |desk, _| desk.exchange.disconnected(),
    ];
    for end in ends {
        let mut desk = Desk::without_references();
        let sent = desk.submit(dnc("1").customer_id("A"));
        end(&mut desk, sent);
        desk.outputs();
        let answer = desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert_eq!(summary(&desk.receive(&answer)).2, [NotificationKind::Late]);
        let fields = Fields { origin: Some(OTHER_OCS), ..answer.fields() };
        let other = event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields);
        assert_eq!(summary(&desk.receive(&other)).2, [NotificationKind::Unsolicited]);
        assert_eq!(desk.exchange.stats().late_answers, 1);
    }
}

#[test]
fn an_equal_request_that_is_open_has_the_answer_for_ocs_did_what_it_asks() {
    let mut desk = Desk::without_references();
    let first = desk.submit(dnc("1"));
    assert!(desk.exchange.withdraw(first));
    let again = desk.submit(dnc("1"));
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [again.ticket]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).2, [NotificationKind::Late]);
}

#[test]
fn a_request_that_has_ended_is_known_for_a_minute() {
    let kind_after = |pause: Duration| {
        let mut desk = Desk::without_references();
        let sent = desk.submit(dnc("1"));
        assert!(desk.exchange.withdraw(sent));
        desk.exchange.tick(T0 + pause);
        summary(&desk.receive(&acknowledged("1"))).2
    };
    assert_eq!(kind_after(Duration::from_secs(59)), [NotificationKind::Late]);
    assert_eq!(kind_after(Duration::from_secs(60)), [NotificationKind::Unsolicited]);
}

#[test]
fn news_for_everybody_is_no_late_answer() {
    let mut desk = Desk::without_references();
    let status = |target| {
        let fields = Fields {
            campaign: Some(1),
            group: Some(2),
            status: Some(GroupStatus::RUNNING),
            target: Some(target),
            ..from_ocs()
        };
        event(MessageType::EV_CAMPAIGN_STATUS, fields)
    };
    let asked = desk.submit(Request::campaign_status(1, 2));
    assert_eq!(summary(&desk.receive(&status(APP))).0, [asked.ticket]);
    assert_eq!(summary(&desk.receive(&status(0))).2, [NotificationKind::Unsolicited]);
    assert_eq!(summary(&desk.receive(&status(APP))).2, [NotificationKind::Late]);
}

#[test]
fn a_request_that_was_repeated_is_answered_once_and_its_second_answer_is_late() {
    let mut desk = Desk::without_references();
    let mut out = Vec::new();
    let request = dnc("1").customer_id("A");
    let options = CallOptions::within(TIMEOUT);
    let sent = desk.exchange.submit(&request, options.keep(Keep::ForRepeat), T0, &mut out);
    let sent = sent.unwrap();
    desk.exchange.disconnected();
    assert!(desk.exchange.send(sent.reference).is_some());
    let alone = desk.submit(customer("A"));
    let answer = told(Some("1"), Some("A"));
    assert_eq!(summary(&desk.receive(&answer)).0, [sent.ticket]);
    assert_eq!(summary(&desk.receive(&answer)).2, [NotificationKind::Late]);
    assert_eq!(summary(&desk.receive(&told(None, Some("A")))).0, [alone.ticket]);
}

#[test]
fn an_answer_on_another_dn_completes_nothing() {
    for mut desk in [Desk::new(), Desk::without_references()] {
        let sent = desk.submit(dnc("1"));
        let answer = desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED);
        desk.exchange.receive_elsewhere(&answer.user_data().pack());
        assert_eq!(summary(&desk.outputs()).2, [NotificationKind::Unsolicited]);
        assert_eq!(summary(&desk.receive(&answer)).0, [sent.ticket]);
    }
}

#[test]
fn a_refusal_about_something_else_is_not_taken_by_its_reference_id() {
    let mut desk = Desk::new();
    let sent = desk.submit(dnc("1"));
    let refusal = |fields: Fields| {
        let reference_id = Some(sent.reference);
        let error = Some(CmError::INVALID_PARAMETER);
        event(MessageType::EV_ERROR, Fields { reference_id, error, ..fields })
    };
    let of_group = Fields { campaign: Some(1), group: Some(2), ..from_ocs() };
    let of_cancel = record(RecordList::CancelRecord, |record| record.phone = Some("1".into()));
    for fields in [of_group, of_cancel] {
        assert_eq!(summary(&desk.receive(&refusal(fields))).2, [NotificationKind::Unsolicited]);
    }
    assert_eq!(summary(&desk.receive(&refusal(from_ocs()))).1, [sent.ticket]);
}

#[test]
fn a_request_that_may_not_wait_for_a_connection_ends_with_the_one_that_it_was_taken_for() {
    let mut desk = Desk::new();
    let mut out = Vec::new();
    let options = CallOptions::within(TIMEOUT).hold(false);
    let sent = desk.exchange.submit(&dnc("1"), options.keep(Keep::Unsent), T0, &mut out);
    desk.exchange.disconnected();
    let expected = Output::Completed(sent.unwrap().ticket, Err(Failure::NotSent));
    assert_eq!(desk.outputs(), [expected]);
}
