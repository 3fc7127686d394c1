//! Correlation on a clock that the test sets.

use std::time::Duration;

use super::*;
use crate::kvlist::{KvList, KvRef};
use crate::message::{
    CmError, Dialect, Event, Fields, GroupStatus, MessageType, Record, RecordList, Request,
};

mod broadcast;
mod mass;
mod matching;
mod second;

const APP: i32 = 20;
const OCS: i32 = 101;
const OTHER_OCS: i32 = 102;
const T0: Duration = Duration::from_secs(1_000);
const TIMEOUT: Duration = Duration::from_secs(5);

/// An exchange and what it has told.
struct Desk {
    exchange: Exchange,
    requests: Vec<KvList>,
}

impl Desk {
    fn new() -> Self {
        Self::with(ExchangeConfig::new(APP, OCS))
    }

    fn with(config: ExchangeConfig) -> Self {
        Self { exchange: Exchange::new(config), requests: Vec::new() }
    }

    /// Without reference ids: matching has only the facts.
    fn without_references() -> Self {
        Self::with(ExchangeConfig { send_reference_id: false, ..ExchangeConfig::new(APP, OCS) })
    }

    fn submit(&mut self, request: Request) -> Submitted {
        self.submit_with(request, CallOptions::within(TIMEOUT))
    }

    fn submit_with(&mut self, request: Request, options: CallOptions) -> Submitted {
        let mut out = Vec::new();
        let submitted = self.exchange.submit(&request, options, T0, &mut out).unwrap();
        self.requests.push(KvList::unpack(&out).unwrap());
        submitted
    }

    fn receive(&mut self, event: &Event) -> Vec<Output> {
        self.receive_list(event.user_data())
    }

    fn receive_list(&mut self, list: &KvList) -> Vec<Output> {
        self.exchange.receive(&list.pack());
        self.outputs()
    }

    fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.exchange.poll()).collect()
    }

    /// The answer that OCS gives to the request with that index, echoing its facts and reference
    /// id.
    fn answer(&self, index: usize, message: MessageType) -> Event {
        let request = Request::read(self.requests[index].view(), &Dialect::DEFAULT).unwrap();
        let mut fields = request.fields().clone();
        fields.origin = Some(OCS);
        fields.target = Some(APP);
        event(message, fields)
    }
}

fn event(message: MessageType, fields: Fields) -> Event {
    Event::build(message, &fields, KvRef::EMPTY, &Dialect::DEFAULT).unwrap()
}

fn from_ocs() -> Fields {
    Fields { origin: Some(OCS), target: Some(APP), ..Fields::default() }
}

fn dnc_fields(phone: &str) -> Fields {
    let mut record = Record::new(RecordList::DoNotCall);
    record.phone = Some(phone.into());
    Fields { record: Some(record), ..from_ocs() }
}

fn acknowledged(phone: &str) -> Event {
    event(MessageType::EV_DO_NOT_CALL_PROCESSED, dnc_fields(phone))
}

fn dnc(phone: &str) -> Request {
    Request::do_not_call().phone_as_is(phone)
}

/// Which tickets were completed well, which badly, and how many notifications came.
fn summary(outputs: &[Output]) -> (Vec<Ticket>, Vec<Ticket>, Vec<NotificationKind>) {
    let mut result = (Vec::new(), Vec::new(), Vec::new());
    for output in outputs {
        match output {
            Output::Completed(ticket, Ok(_)) => result.0.push(*ticket),
            Output::Completed(ticket, Err(_)) => result.1.push(*ticket),
            Output::Notification(notification) => result.2.push(notification.kind),
        }
    }
    result
}

fn failure(outputs: Vec<Output>) -> Failure {
    match outputs.into_iter().next() {
        Some(Output::Completed(_, Err(failure))) => failure,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_acknowledgement_completes_its_request() {
    let mut desk = Desk::new();
    let sent = desk.submit(dnc("1"));
    assert_eq!(desk.exchange.open_requests(), 1);
    let outputs = desk.receive(&desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs), (vec![sent.ticket], vec![], vec![]));
    assert_eq!(desk.exchange.open_requests(), 0);
    assert_eq!(desk.exchange.stats().acknowledged, 1);
    assert_eq!(desk.exchange.next_tick(), None);
}

#[test]
fn a_refusal_by_ocs_and_one_by_tserver_are_different_failures() {
    let mut desk = Desk::new();
    desk.submit(dnc("1"));
    let mut fields = desk.answer(0, MessageType::EV_ERROR).fields();
    fields.error = Some(CmError::INVALID_PARAMETER);
    let failure_of_ocs = failure(desk.receive(&event(MessageType::EV_ERROR, fields)));
    assert_eq!(failure_of_ocs.ocs_error(), Some(CmError::INVALID_PARAMETER));
    let sent = desk.submit(dnc("2"));
    desk.exchange.refused(sent.reference, 58, "Unknown DN".into());
    let expected = Failure::TServer { code: 58, message: "Unknown DN".into() };
    assert_eq!(failure(desk.outputs()), expected);
    desk.exchange.refused(sent.reference, 58, "again".into());
    assert_eq!(desk.outputs(), [], "a request ends once");
}

#[test]
fn silence_ends_a_request_at_its_deadline_and_tells_how_far_it_came() {
    let mut desk = Desk::new();
    let first = desk.submit(dnc("1"));
    let second = desk.submit_with(dnc("2"), CallOptions::within(TIMEOUT * 2));
    desk.exchange.accepted(first.reference);
    assert_eq!(desk.exchange.next_tick(), Some(T0 + TIMEOUT));
    desk.exchange.tick(T0 + TIMEOUT - Duration::from_nanos(1));
    assert_eq!(desk.outputs(), []);
    desk.exchange.tick(T0 + TIMEOUT);
    let request = MessageType::REQ_DO_NOT_CALL;
    let silence = |accepted| Failure::Silence { request, target: OCS, accepted, ambiguous: false };
    assert_eq!(desk.outputs(), [Output::Completed(first.ticket, Err(silence(true)))]);
    assert_eq!(desk.exchange.next_tick(), Some(T0 + TIMEOUT * 2));
    desk.exchange.tick(T0 + TIMEOUT * 9);
    assert_eq!(desk.outputs(), [Output::Completed(second.ticket, Err(silence(false)))]);
    assert_eq!(desk.exchange.stats().unanswered, 2);
}

#[test]
fn a_late_answer_is_told_as_such_and_completes_nothing() {
    let mut desk = Desk::new();
    desk.submit(dnc("1"));
    desk.exchange.tick(T0 + TIMEOUT);
    desk.outputs();
    let again = desk.submit(dnc("1"));
    let late = desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED);
    let outputs = desk.receive(&late);
    assert_eq!(summary(&outputs), (vec![], vec![], vec![NotificationKind::Late]));
    let outputs = desk.receive(&desk.answer(1, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs).0, [again.ticket]);
    assert_eq!(desk.exchange.stats().late_answers, 1);
}

#[test]
fn a_withdrawn_request_ends_without_an_outcome() {
    let mut desk = Desk::new();
    let sent = desk.submit(dnc("1"));
    assert!(desk.exchange.withdraw(sent));
    assert!(!desk.exchange.withdraw(sent));
    let outputs = desk.receive(&desk.answer(0, MessageType::EV_DO_NOT_CALL_PROCESSED));
    assert_eq!(summary(&outputs).2, [NotificationKind::Late]);
}

#[test]
fn a_lost_connection_ends_all_and_tells_which_may_be_repeated() {
    let mut desk = Desk::new();
    let safe = desk.submit(dnc("1"));
    let unsafe_one = desk.submit(Request::stop_dialing(1, 2));
    desk.exchange.disconnected();
    let expected = [
        Output::Completed(safe.ticket, Err(Failure::Disconnected)),
        Output::Completed(
            unsafe_one.ticket,
            Err(Failure::OutcomeUnknown {
                request: MessageType::REQ_STOP_DIALING,
                campaign: Some(1),
                group: Some(2),
            }),
        ),
    ];
    assert_eq!(desk.outputs(), expected);
    let closed = desk.submit(dnc("3"));
    desk.exchange.close();
    assert_eq!(desk.outputs(), [Output::Completed(closed.ticket, Err(Failure::Closed))]);
    assert_eq!(desk.exchange.open_requests(), 0);
}

#[test]
fn a_refused_submission_changes_nothing() {
    let mut desk = Desk::with(ExchangeConfig { max_open: 1, ..ExchangeConfig::new(APP, OCS) });
    let mut out = Vec::new();
    let options = CallOptions::within(TIMEOUT);
    let error = desk.exchange.submit(&Request::do_not_call(), options, T0, &mut out).unwrap_err();
    assert!(matches!(error, SubmitError::Invalid(_)));
    desk.submit(dnc("1"));
    let error = desk.exchange.submit(&dnc("2"), options, T0, &mut out).unwrap_err();
    assert_eq!(error.to_string(), "1 requests are open, max_open is 1");
    assert!(out.is_empty());
    assert_eq!(desk.exchange.stats().submitted, 1);
    assert_eq!(desk.exchange.open_requests(), 1);
}

#[test]
fn echoes_other_applications_and_other_protocols_are_told_apart_and_ignored() {
    let mut desk = Desk::new();
    desk.submit(dnc("1"));
    let own = desk.requests[0].clone();
    assert_eq!(desk.receive_list(&own), []);
    let stranger = event(
        MessageType::EV_DO_NOT_CALL_PROCESSED,
        Fields { target: Some(77), ..dnc_fields("1") },
    );
    assert_eq!(desk.receive(&stranger), []);
    let request = event(
        MessageType::REQ_DO_NOT_CALL,
        Fields { origin: Some(77), target: Some(OCS), ..dnc_fields("1") },
    );
    assert_eq!(desk.receive(&request), []);
    for key in ["GSW_AGENT_REQ_TYPE", "RTargetAgentGroup"] {
        let mut list = KvList::new();
        list.add_string(key, "x").unwrap();
        assert_eq!(desk.receive_list(&list), []);
    }
    desk.exchange.receive(b"\xff\xff\xff");
    let stats = *desk.exchange.stats();
    assert_eq!((stats.echoes, stats.foreign, stats.desktop, stats.other_traffic), (1, 2, 1, 1));
    assert_eq!(stats.malformed, 1);
    assert_eq!(desk.exchange.open_requests(), 1, "none of it completed the request");
}

#[test]
fn unasked_events_are_notifications() {
    let mut desk = Desk::new();
    desk.submit(dnc("1"));
    let status = Fields {
        campaign: Some(1),
        group: Some(2),
        status: Some(GroupStatus::RUNNING),
        ..from_ocs()
    };
    let outputs =
        desk.receive(&event(MessageType::EV_CAMPAIGN_STATUS, Fields { target: Some(0), ..status }));
    assert_eq!(summary(&outputs), (vec![], vec![], vec![NotificationKind::Unsolicited]));
    let unknown = desk.receive(&event(MessageType(99), from_ocs()));
    assert_eq!(summary(&unknown).2, [NotificationKind::Unsolicited]);
}
