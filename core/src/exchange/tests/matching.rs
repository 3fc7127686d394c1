//! Which request an answer belongs to, with and without reference ids.

use super::*;

#[test]
fn pipelined_requests_that_differ_only_by_phone_get_their_own_answers_in_any_order() {
    for mut desk in [Desk::new(), Desk::without_references()] {
        let sent: Vec<_> = ["1", "2", "3", "4"].map(|phone| desk.submit(dnc(phone))).into();
        for index in [2, 0, 3, 1] {
            let outputs = desk.receive(&desk.answer(index, MessageType::EV_DO_NOT_CALL_PROCESSED));
            assert_eq!(summary(&outputs), (vec![sent[index].ticket], vec![], vec![]));
        }
    }
}

#[test]
fn answers_of_interleaved_requests_of_different_kinds_find_their_own() {
    let mut desk = Desk::without_references();
    let dial = |request: Request| {
        request.dialing(
            crate::message::DialMode::PREDICT,
            crate::message::OptimizeBy::BUSY_FACTOR,
            80,
        )
    };
    let load = desk.submit(dial(Request::load_campaign(1, 2)));
    let start = desk.submit(dial(Request::start_dialing(1, 2)));
    let other = desk.submit(dial(Request::start_dialing(1, 3)));
    let cancel = desk.submit(Request::cancel_record().phone_as_is("5"));
    let dnc = desk.submit(dnc("5"));
    let mut receive = |index, message| summary(&desk.receive(&desk.answer(index, message))).0;
    assert_eq!(receive(4, MessageType::EV_DO_NOT_CALL_PROCESSED), [dnc.ticket]);
    assert_eq!(receive(2, MessageType::EV_DIALING_STARTED), [other.ticket]);
    assert_eq!(receive(3, MessageType::EV_RECORD_CANCELED), [cancel.ticket]);
    assert_eq!(receive(1, MessageType::EV_DIALING_STARTED), [start.ticket]);
    assert_eq!(receive(0, MessageType::EV_CAMPAIGN_LOADED), [load.ticket]);
}

#[test]
fn equal_requests_are_answered_first_in_first_out() {
    let mut desk = Desk::without_references();
    let first = desk.submit(dnc("1"));
    let second = desk.submit(dnc("1"));
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [first.ticket]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [second.ticket]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).2, [NotificationKind::Late]);
}

#[test]
fn an_answer_from_an_ocs_that_was_not_asked_completes_nothing() {
    for mut desk in [Desk::new(), Desk::without_references()] {
        desk.submit(dnc("1"));
        let mut fields = desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED).fields();
        fields.origin = Some(OTHER_OCS);
        let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields.clone()));
        assert_eq!(summary(&outputs), (vec![], vec![], vec![NotificationKind::Unsolicited]));
        fields.origin = None;
        let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields));
        assert_eq!(summary(&outputs).0, [], "nor does one that does not say who sends it");
    }
}

#[test]
fn two_ocs_that_are_asked_by_name_answer_for_themselves() {
    let mut desk = Desk::without_references();
    let first = desk.submit(dnc("1").target(OCS));
    let second = desk.submit(dnc("1").target(OTHER_OCS));
    let from_other = Fields { origin: Some(OTHER_OCS), ..dnc_fields("1") };
    let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, from_other));
    assert_eq!(summary(&outputs).0, [second.ticket]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [first.ticket]);
}

#[test]
fn a_reference_id_with_other_facts_completes_nothing() {
    let mut desk = Desk::new();
    desk.submit(dnc("1"));
    let second = desk.submit(dnc("2"));
    let mut fields = desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED).fields();
    fields.record = dnc_fields("2").record;
    let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields));
    assert_eq!(summary(&outputs), (vec![], vec![], vec![NotificationKind::Unsolicited]));
    let outputs = desk.receive(&desk.answer(1, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs).0, [second.ticket]);
}

#[test]
fn a_reference_id_that_was_never_issued_here_completes_nothing() {
    let mut desk = Desk::new();
    let sent = desk.submit(dnc("1"));
    for other in [sent.reference + 1, 999_999, 0, -1, i32::MAX, i32::MIN] {
        let fields = Fields { reference_id: Some(other), ..dnc_fields("1") };
        let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields));
        assert_eq!(summary(&outputs), (vec![], vec![], vec![NotificationKind::Unsolicited]));
    }
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [sent.ticket]);
}

#[test]
fn a_reference_id_of_a_request_that_has_ended_completes_no_other_one() {
    let mut desk = Desk::new();
    let ended = desk.submit(dnc("1"));
    assert!(desk.exchange.withdraw(ended));
    let again = desk.submit(dnc("1"));
    let fields = Fields { reference_id: Some(ended.reference), ..dnc_fields("1") };
    let late = event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields);
    assert_eq!(summary(&desk.receive(&late)).2, [NotificationKind::Late]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0, [again.ticket]);
}

#[test]
fn where_no_reference_ids_are_sent_those_of_answers_are_not_looked_at() {
    let mut desk = Desk::without_references();
    let sent = desk.submit(dnc("1"));
    desk.submit(dnc("2"));
    let fields = Fields { reference_id: Some(2), ..dnc_fields("1") };
    let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields));
    assert_eq!(summary(&outputs).0, [sent.ticket]);
}

#[test]
fn an_answer_without_facts_completes_the_only_request_it_can_mean() {
    let mut desk = Desk::without_references();
    let only = desk.submit(dnc("1"));
    desk.submit(Request::cancel_record().phone_as_is("2"));
    let bare = || event(MessageType::EV_DO_NOT_CALL_PROCESSED, from_ocs());
    assert_eq!(summary(&desk.receive(&bare())).0, [only.ticket]);
    assert_eq!(summary(&desk.receive(&bare())).2, [NotificationKind::Unsolicited]);
}

#[test]
fn an_answer_that_fits_requests_that_differ_completes_none_unless_the_site_says_so() {
    let config = ExchangeConfig { send_reference_id: false, ..ExchangeConfig::new(APP, OCS) };
    let mut desk = Desk::with(config);
    let first = desk.submit(dnc("1"));
    desk.submit(dnc("2"));
    let bare = event(MessageType::EV_DO_NOT_CALL_PROCESSED, from_ocs());
    assert_eq!(summary(&desk.receive(&bare)), (vec![], vec![], vec![NotificationKind::Ambiguous]));
    desk.exchange.tick(T0 + TIMEOUT);
    let outputs = desk.outputs();
    assert!(
        matches!(&outputs[0], Output::Completed(t, Err(Failure::Silence { ambiguous: true, .. })) if *t == first.ticket),
        "{outputs:?}"
    );
    let mut desk = Desk::with(ExchangeConfig { first_in_first_out: true, ..config });
    let first = desk.submit(dnc("1"));
    desk.submit(dnc("2"));
    assert_eq!(summary(&desk.receive(&bare)).0, [first.ticket]);
}

#[test]
fn requests_with_one_phone_and_different_customers_are_not_confused() {
    let mut desk = Desk::with(partial());
    desk.submit(dnc("1").customer_id("A"));
    let second = desk.submit(dnc("1").customer_id("B"));
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).2, [NotificationKind::Ambiguous]);
    let outputs = desk.receive(&desk.answer(1, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs).0, [second.ticket]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).0.len(), 1, "now only one is left");
}

/// A site that does not echo all facts, nor reference ids.
fn partial() -> ExchangeConfig {
    let config = ExchangeConfig::new(APP, OCS);
    ExchangeConfig { send_reference_id: false, partial_echo: true, ..config }
}

#[test]
fn the_late_answer_for_a_customer_alone_does_not_acknowledge_a_phone_of_that_customer() {
    let mut desk = Desk::without_references();
    let early = desk.submit(Request::do_not_call().customer_id("A"));
    let late = desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED);
    assert!(desk.exchange.withdraw(early));
    let both = desk.submit(dnc("1").customer_id("A"));
    assert_eq!(summary(&desk.receive(&late)).2, [NotificationKind::Late]);
    assert_eq!(summary(&desk.receive(&acknowledged("1"))).2, [NotificationKind::Unsolicited]);
    let outputs = desk.receive(&desk.answer(1, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs).0, [both.ticket]);
}

#[test]
fn an_answer_by_customer_finds_a_request_that_named_phone_and_customer() {
    let mut desk = Desk::with(partial());
    desk.submit(dnc("1").customer_id("A"));
    let second = desk.submit(dnc("2").customer_id("B"));
    let mut record = Record::new(RecordList::DoNotCall);
    record.customer_id = Some("B".into());
    let fields = Fields { record: Some(record), ..from_ocs() };
    let outputs = desk.receive(&event(MessageType::EV_DO_NOT_CALL_PROCESSED, fields));
    assert_eq!(summary(&outputs).0, [second.ticket]);
}

#[test]
fn an_error_is_matched_by_what_it_echoes() {
    let mut desk = Desk::without_references();
    let stop = desk.submit(Request::stop_dialing(1, 2));
    let dnc = desk.submit(dnc("1"));
    let error = |fields: Fields| {
        event(MessageType::EV_ERROR, Fields { error: Some(CmError::INVALID_PARAMETER), ..fields })
    };
    assert_eq!(summary(&desk.receive(&error(dnc_fields("9")))).2, [NotificationKind::Unsolicited]);
    assert_eq!(summary(&desk.receive(&error(from_ocs()))).2, [NotificationKind::Ambiguous]);
    assert_eq!(summary(&desk.receive(&error(dnc_fields("1")))).1, [dnc.ticket]);
    let grouped = Fields { campaign: Some(1), group: Some(2), ..from_ocs() };
    assert_eq!(summary(&desk.receive(&error(grouped))).1, [stop.ticket]);
}

#[test]
fn a_forced_unload_is_answered_by_an_unload_or_by_a_status_on_the_way_out() {
    let status = |status| {
        let fields =
            Fields { campaign: Some(1), group: Some(2), status: Some(status), ..from_ocs() };
        event(MessageType::EV_CAMPAIGN_STATUS, fields)
    };
    let mut desk = Desk::without_references();
    let forced = desk.submit(Request::force_unload_campaign(1, 2));
    assert_eq!(summary(&desk.receive(&status(GroupStatus::RUNNING))).0, []);
    assert_eq!(summary(&desk.receive(&status(GroupStatus::NOT_LOADED))).0, [forced.ticket]);
    let forced = desk.submit(Request::force_unload_campaign(1, 2));
    let asked = desk.submit(Request::campaign_status(1, 2));
    let outputs = desk.receive(&status(GroupStatus::NOT_LOADED));
    assert_eq!(
        summary(&outputs).0,
        [asked.ticket],
        "a status is first of all the status request's"
    );
    let fields = Fields { campaign: Some(1), group: Some(2), ..from_ocs() };
    let outputs = desk.receive(&event(MessageType::EV_CAMPAIGN_UNLOADED, fields));
    assert_eq!(summary(&outputs).0, [forced.ticket]);
}
