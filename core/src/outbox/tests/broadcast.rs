//! Requests to every OCS: acknowledged is what all have acknowledged that were to answer.

use super::*;

fn refused() -> Event {
    event(MessageType::EV_ERROR, |fields| fields.error = Some(crate::message::CmError(1)))
}

/// How an entry with `answers` ends after these.
fn ended_with(answers: u32, others: Vec<Event>) -> (Option<OutcomeKind>, Option<ErrorKind>) {
    let mut bench = Bench::new();
    let request = dnc("1").target(0);
    let options = SubmitOptions::new().answers(answers).max_attempts(1);
    let id = bench.submit_with(&request, options);
    let mut sender = bench.sender(soon());
    let sent = bench.due(&mut sender).remove(0);
    let answer = Answer { others, ..acknowledged().unwrap() };
    sender.ended(sent.token, Ok(answer), bench.now);
    bench.record(&mut sender);
    let error = bench.outcome(id).and_then(|outcome| outcome.error);
    (bench.kind(id), error.map(|error| error.kind()))
}

fn processed() -> Event {
    acknowledged().unwrap().event
}

#[test]
fn all_that_were_to_answer_acknowledge() {
    let acknowledged = (Some(OutcomeKind::Acknowledged), None);
    assert_eq!(ended_with(1, vec![]), acknowledged);
    assert_eq!(ended_with(2, vec![processed()]), acknowledged);
    assert_eq!(ended_with(0, vec![processed()]), acknowledged);
}

#[test]
fn one_that_refuses_is_not_outvoted() {
    let refusal = (Some(OutcomeKind::Refused), Some(ErrorKind::OcsRefused));
    assert_eq!(ended_with(2, vec![refused()]), refusal);
    assert_eq!(ended_with(0, vec![processed(), refused()]), refusal);
}

#[test]
fn one_that_is_silent_is_asked_again() {
    let silent = (Some(OutcomeKind::GaveUp), Some(ErrorKind::NoAnswer));
    assert_eq!(ended_with(2, vec![]), silent);
}
