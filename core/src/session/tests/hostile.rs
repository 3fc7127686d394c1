//! Servers that ask and do not read, and what a registration means for a DN that was out of
//! service.

use super::super::engine::{Engine, EngineEvent};
use super::*;
use crate::exchange::CallOptions;
use crate::link::{FrameBuffer, preface};
use crate::time::Moment;

fn plain(message: MessageId) -> Vec<u8> {
    let mut out = Vec::new();
    FrameWriter::new(&mut out, message);
    out
}

/// An engine whose DN is registered, with nothing to send.
fn up() -> Engine {
    up_by(&config())
}

fn up_by(config: &SessionConfig) -> Engine {
    let servers: Arc<[String]> = ["first".to_owned()].into();
    let mut engine = Engine::start(config, servers, 1, Moment::ZERO);
    engine.wants_open(Moment::ZERO).unwrap();
    engine.opened(Moment::ZERO);
    engine.receive(&preface(), Moment::ZERO);
    for message in [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::REGISTERED] {
        engine.receive(&plain(message), Moment::ZERO);
    }
    assert!(engine.is_up());
    engine.take_outgoing(&mut Vec::new());
    engine
}

#[test]
fn a_server_that_polls_and_does_not_read_is_left_before_it_fills_the_memory() {
    let mut engine = up();
    let polls = plain(MessageId::KEEP_ALIVE_POLL).repeat(1_000);
    let mut most = 0;
    for _ in 0..1_000 {
        engine.receive(&polls, Moment::ZERO);
        most = most.max(engine.unsent_bytes());
    }
    assert!(!engine.is_up());
    assert!(most < 300 * 1024, "{most} bytes waited");
    let why = engine.unusable().unwrap();
    assert_eq!(why.kind(), ErrorKind::Protocol);
    assert!(why.message().contains("does not read"), "{why}");
}

#[test]
fn a_server_that_reads_its_answers_may_ask_as_often_as_it_likes() {
    let mut engine = up();
    let polls = plain(MessageId::KEEP_ALIVE_POLL).repeat(1_000);
    for _ in 0..1_000 {
        engine.receive(&polls, Moment::ZERO);
        engine.take_outgoing(&mut Vec::new());
    }
    assert!(engine.is_up());
}

#[test]
fn a_dn_that_is_registered_again_is_in_service_unless_the_server_says_otherwise() {
    let mut engine = up();
    engine.receive(&plain(MessageId::DN_OUT_OF_SERVICE), Moment::ZERO);
    assert!(engine.is_out_of_service());
    engine.receive(&plain(MessageId::UNREGISTERED), Moment::ZERO);
    let options = CallOptions::within(SOON);
    engine.submit(&dnc("1"), options, Moment::ZERO, 0).unwrap();
    engine.receive(&plain(MessageId::REGISTERED), Moment::ZERO);
    assert!(engine.is_up() && engine.has_outgoing(), "what waited goes out");
    let notices: Vec<_> = std::iter::from_fn(|| engine.poll()).collect();
    let back = |events: &EngineEvent| matches!(events, EngineEvent::Notice(Notice::Service(true)));
    assert_eq!(notices.iter().filter(|events| back(events)).count(), 1);

    engine.receive(&plain(MessageId::UNREGISTERED), Moment::ZERO);
    let both = [plain(MessageId::REGISTERED), plain(MessageId::DN_OUT_OF_SERVICE)].concat();
    engine.receive(&both, Moment::ZERO);
    assert!(engine.is_out_of_service());
}

fn framed(message: MessageId, fill: impl FnOnce(&mut FrameWriter<'_>)) -> Vec<u8> {
    let mut out = Vec::new();
    fill(&mut FrameWriter::new(&mut out, message));
    out
}

#[test]
fn a_late_refusal_of_a_request_ends_that_and_not_the_connection() {
    let mut engine = up();
    let options = CallOptions::within(SOON);
    let sent = engine.submit(&dnc("1"), options, Moment::ZERO, 0).unwrap();
    engine.receive(&plain(MessageId::UNREGISTERED), Moment::ZERO);
    let refusal = |reference| {
        framed(MessageId::ERROR, |frame| {
            frame
                .int(AttributeId::REFERENCE_ID, reference)
                .int(AttributeId::ERROR_CODE, 58)
                .bytes(AttributeId::ERROR_MESSAGE, b"not now");
        })
    };
    engine.receive(&refusal(sent.reference), Moment::ZERO);
    // Of one that was never made, and of the same again: nothing that is known.
    for other in [sent.reference, sent.reference + 1, i32::MAX] {
        engine.receive(&refusal(other), Moment::ZERO);
    }
    let ended = std::iter::from_fn(|| engine.poll()).filter(
        |events| matches!(events, EngineEvent::Completed(ticket, Err(_)) if *ticket == sent.ticket),
    );
    assert_eq!(ended.count(), 1);
    assert!(engine.has_connection() && !engine.is_up());
    engine.receive(&plain(MessageId::REGISTERED), Moment::ZERO);
    assert!(engine.is_up());
}

#[test]
fn an_answer_on_another_dn_is_a_notice() {
    let mut engine = up();
    let options = CallOptions::within(SOON);
    let sent = engine.submit(&dnc("1"), options, Moment::ZERO, 0).unwrap();
    let mut bytes = Vec::new();
    engine.take_outgoing(&mut bytes);
    let mut buffer = FrameBuffer::new(FrameBuffer::MAX_FRAME_BYTES);
    buffer.push(&bytes);
    let acknowledgement = buffer.next(|frame| {
        let event = frame.nested(AttributeId::USER_EVENT).unwrap().unwrap();
        acknowledgement(event.bytes(AttributeId::USER_DATA).unwrap())
    });
    let acknowledgement = acknowledgement.unwrap().unwrap();
    let mut buffer = FrameBuffer::new(FrameBuffer::MAX_FRAME_BYTES);
    buffer.push(&acknowledgement);
    let elsewhere = buffer.next(|frame| {
        framed(MessageId::USER_EVENT, |event| {
            event
                .bytes(AttributeId::THIS_DN, b"another")
                .bytes(AttributeId::USER_DATA, frame.bytes(AttributeId::USER_DATA).unwrap());
        })
    });
    while engine.poll().is_some() {}
    engine.receive(&elsewhere.unwrap().unwrap(), Moment::ZERO);
    assert!(matches!(engine.poll(), Some(EngineEvent::Notice(Notice::Event(_)))));
    engine.receive(&acknowledgement, Moment::ZERO);
    assert!(
        matches!(engine.poll(), Some(EngineEvent::Completed(ticket, Ok(_))) if ticket == sent.ticket)
    );
}

#[test]
fn a_request_that_may_not_wait_is_refused_without_a_connection() {
    let servers: Arc<[String]> = ["first".to_owned()].into();
    let mut engine = Engine::start(&config(), servers, 1, Moment::ZERO);
    let options = CallOptions::within(SOON);
    let error = engine.submit(&dnc("1"), options.hold(false), Moment::ZERO, 0).unwrap_err();
    assert!(error.is_retryable(), "{error}");
    assert_eq!(engine.open_requests(), 0);
    assert!(engine.submit(&dnc("1"), options, Moment::ZERO, 0).is_ok());
}

#[cfg(feature = "outbox")]
#[test]
fn what_an_outbox_has_sent_ends_with_its_connection_and_is_not_repeated() {
    use crate::outbox::{OutboxId, Outgoing};
    let mut engine = up_by(&config().reconnect(Reconnect::default()));
    let lent = Outgoing { token: 1, id: OutboxId(1), request: dnc("1"), answers: Some(1) };
    let call = CallOptions::within(SOON);
    let its_ticket = engine.submit(&lent.request, lent.options(call), Moment::ZERO, 0).unwrap();
    engine.submit(&dnc("2"), call, Moment::ZERO, 0).unwrap();
    engine.take_outgoing(&mut Vec::new());
    engine.peer_closed(Moment::ZERO);
    let ended: Vec<_> = std::iter::from_fn(|| engine.poll())
        .filter_map(|events| match events {
            EngineEvent::Completed(ticket, outcome) => Some((ticket, outcome.is_err())),
            _ => None,
        })
        .collect();
    assert_eq!(ended, [(its_ticket.ticket, true)], "its sender may have no lease any more");
    assert_eq!(engine.open_requests(), 1, "the session's own is sent again");
}
