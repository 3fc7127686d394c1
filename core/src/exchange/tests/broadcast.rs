//! Requests to every OCS on the DN.

use super::*;

fn everyone() -> Request {
    dnc("1").target(0)
}

fn from(origin: i32) -> Event {
    event(MessageType::EV_DO_NOT_CALL_PROCESSED, Fields { origin: Some(origin), ..dnc_fields("1") })
}

fn refused_by(origin: i32) -> Event {
    let error = Some(CmError::INVALID_PARAMETER);
    event(MessageType::EV_ERROR, Fields { origin: Some(origin), error, ..dnc_fields("1") })
}

fn answer(outputs: Vec<Output>) -> Answer {
    match outputs.into_iter().next() {
        Some(Output::Completed(_, Ok(answer))) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_broadcast_collects_until_the_wanted_number_has_answered() {
    let mut desk = Desk::new();
    let options = CallOptions::within(TIMEOUT).answers(Some(2));
    desk.submit_with(everyone(), options);
    assert_eq!(desk.receive(&from(OCS)), []);
    let answer = answer(desk.receive(&from(OTHER_OCS)));
    let origins: Vec<_> = answer.events().map(|event| event.origin().unwrap()).collect();
    assert_eq!(origins, [OCS, OTHER_OCS]);
}

#[test]
fn a_broadcast_without_a_number_collects_until_its_deadline() {
    let mut desk = Desk::new();
    desk.submit_with(everyone(), CallOptions::within(TIMEOUT).answers(None));
    desk.receive(&from(OCS));
    desk.receive(&refused_by(OTHER_OCS));
    desk.exchange.tick(T0 + TIMEOUT);
    let answer = answer(desk.outputs());
    assert_eq!(answer.event.origin(), Some(OCS));
    assert_eq!(answer.others.len(), 1);
    assert!(answer.others[0].is_refusal());
}

#[test]
fn a_broadcast_keeps_its_answers_when_the_session_is_closed() {
    let mut desk = Desk::new();
    desk.submit_with(everyone(), CallOptions::within(TIMEOUT).answers(None));
    desk.submit_with(dnc("2").target(0), CallOptions::within(TIMEOUT).answers(None));
    desk.receive(&from(OCS));
    desk.exchange.close();
    let mut outputs = desk.outputs();
    assert!(matches!(outputs.pop(), Some(Output::Completed(_, Err(Failure::Closed)))));
    assert_eq!(answer(outputs).event.origin(), Some(OCS));
}

#[test]
fn a_broadcast_has_room_for_so_many_answers_and_so_many_bytes() {
    let mut desk = Desk::new();
    desk.submit_with(everyone(), CallOptions::within(TIMEOUT).answers(None));
    let outputs: Vec<_> = (1_000..2_000).map(|origin| desk.receive(&from(origin))).collect();
    let ended = outputs.iter().position(|told| !told.is_empty()).unwrap();
    assert_eq!(ended, 255);
    assert_eq!(answer(outputs.into_iter().nth(ended).unwrap()).events().count(), 256);

    desk.submit_with(everyone(), CallOptions::within(TIMEOUT).answers(None));
    let long = |origin| {
        let mut list = from(origin).user_data().clone();
        list.add_string("filler", "x".repeat(60_000)).unwrap();
        list
    };
    let ended = (1_000..1_100).position(|origin| !desk.receive_list(&long(origin)).is_empty());
    assert_eq!(ended, Some(17), "a mebibyte");
}

#[test]
fn the_acknowledgement_counts_when_another_ocs_refuses_and_all_refusals_are_one() {
    let mut desk = Desk::new();
    let options = CallOptions::within(TIMEOUT).answers(Some(2));
    desk.submit_with(everyone(), options);
    desk.receive(&refused_by(OCS));
    assert_eq!(answer(desk.receive(&from(OTHER_OCS))).event.origin(), Some(OTHER_OCS));
    desk.submit_with(everyone(), options);
    desk.receive(&refused_by(OCS));
    let failure = failure(desk.receive(&refused_by(OTHER_OCS)));
    assert_eq!(failure.ocs_error(), Some(CmError::INVALID_PARAMETER));
}

#[test]
fn one_ocs_answers_two_equal_broadcasts_once_each() {
    let mut desk = Desk::without_references();
    let options = CallOptions::within(TIMEOUT).answers(Some(2));
    let first = desk.submit_with(everyone(), options);
    let second = desk.submit_with(everyone(), options);
    assert_eq!(desk.receive(&from(OCS)), []);
    assert_eq!(desk.receive(&from(OCS)), []);
    assert_eq!(summary(&desk.receive(&from(OTHER_OCS))).0, [first.ticket]);
    assert_eq!(summary(&desk.receive(&from(OTHER_OCS))).0, [second.ticket]);
}

#[test]
fn a_broadcast_that_nobody_answers_ends_in_silence() {
    let mut desk = Desk::new();
    desk.submit_with(everyone(), CallOptions::within(TIMEOUT).answers(None));
    desk.exchange.tick(T0 + TIMEOUT);
    assert!(matches!(failure(desk.outputs()), Failure::Silence { target: 0, .. }));
}
