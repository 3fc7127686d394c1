//! The outbox over a session with the simulator.

use std::time::{Duration, Instant};

use commdn::ErrorKind;
use commdn::message::{CmError, DialMode, MessageType, OptimizeBy, Request};
use commdn::outbox::{
    EntryState, Filter, Outbox, OutboxConfig, OutcomeKind, Policy, SubmitOptions,
};
use commdn::session::{Session, Wait};
use commdn_sim::fault::{FaultKind, FaultRule};
use commdn_tests::{FACES, Face, OCS, SOON, config, demo, open};
use tempfile::TempDir;

fn outbox(folder: &TempDir, policy: Policy) -> Outbox {
    let config = OutboxConfig::new().policy(policy);
    Outbox::open(folder.path().join("outbox.db"), config).unwrap()
}

fn quick() -> Policy {
    Policy::default().backoff(Duration::from_millis(20), Duration::from_millis(200))
}

fn dnc(phone: &str) -> Request {
    Request::do_not_call().phone_as_is(phone)
}

#[test]
fn what_is_submitted_before_a_session_is_there_is_acknowledged_later() {
    for face in FACES {
        let folder = TempDir::new().unwrap();
        let outbox = outbox(&folder, quick());
        let id = outbox.submit(&dnc("5551234567"), SubmitOptions::new()).unwrap();
        assert!(outbox.outcome(id).unwrap().is_none());
        let simulator = demo();
        let session = open(face, &simulator);
        outbox.attach(&session).unwrap();
        assert!(outbox.is_attached());
        let outcome = outbox.wait(id, Wait::For(SOON)).unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Acknowledged);
        let event = outcome.event.unwrap();
        assert_eq!(event.message_type(), MessageType::EV_DO_NOT_CALL_PROCESSED);
        assert_eq!(event.phone().unwrap(), "5551234567");
        assert!(simulator.control().is_do_not_call(OCS, "5551234567"), "{face:?}");
        // While it is attached, too.
        let next = outbox.submit(&dnc("5550000001"), SubmitOptions::new()).unwrap();
        assert_eq!(outbox.wait(next, Wait::For(SOON)).unwrap().kind, OutcomeKind::Acknowledged);
        outbox.detach(SOON).unwrap();
        assert!(!outbox.is_attached());
    }
}

#[test]
fn a_doubtful_number_is_not_stored_and_notations_of_one_are_one_entry() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let doubt = Request::do_not_call().phone("555-123-4567/555-765-4321");
    let error = outbox.submit(&doubt, SubmitOptions::new()).unwrap_err();
    assert_eq!(error.attribute(), Some("GSW_PHONE"));
    assert_eq!(outbox.stats().unwrap().unfinished, 0);
    let simulator = demo();
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    let texts = ["(555) 123-4567", "5551234567"].map(|text| Request::do_not_call().phone(text));
    let ids = outbox.submit_many(texts.map(|one| (one, SubmitOptions::new()))).unwrap();
    for id in ids {
        let outcome = outbox.wait(id, Wait::For(SOON)).unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Acknowledged);
    }
    assert_eq!(simulator.control().do_not_call(OCS).unwrap().phones, ["5551234567"]);
}

#[test]
fn a_thousand_entries_are_drained_with_one_outcome_each() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let requests = (0..1_000).map(|n| (dnc(&format!("555{n:07}")), SubmitOptions::new()));
    let ids = outbox.submit_many(requests).unwrap();
    let simulator = demo();
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    assert!(outbox.wait_until_empty(Wait::For(SOON)).unwrap());
    let outcomes: Vec<_> = outbox.outcomes(0).map(Result::unwrap).collect();
    assert_eq!(outcomes.len(), ids.len());
    assert!(outcomes.iter().all(|outcome| outcome.kind == OutcomeKind::Acknowledged));
    assert_eq!(simulator.control().do_not_call(OCS).unwrap().phones.len(), 1_000);
    assert_eq!(outbox.sender_stats().sent, 1_000);
    assert_eq!(outbox.stats().unwrap().ended(OutcomeKind::Acknowledged), 1_000);
}

#[test]
fn a_refusal_is_the_outcome_with_its_number_and_event() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let simulator = demo();
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    let id = outbox.submit(&dnc("not a number"), SubmitOptions::new()).unwrap();
    let outcome = outbox.wait(id, Wait::For(SOON)).unwrap();
    assert_eq!(outcome.kind, OutcomeKind::Refused);
    let error = outcome.error.unwrap();
    assert_eq!(error.kind(), ErrorKind::OcsRefused);
    assert_eq!(error.ocs_error(), Some(CmError::INVALID_PARAMETER));
    assert_eq!(error.event().unwrap().message_type(), MessageType::EV_ERROR);
}

#[test]
fn campaign_requests_go_in_order() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let dialing =
        |request: Request| request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    let requests = [
        dialing(Request::load_campaign(1, 10)),
        dialing(Request::start_dialing(1, 10)),
        Request::stop_dialing(1, 10),
        Request::force_unload_campaign(1, 10),
    ];
    let requests = requests.into_iter().map(|request| (request, SubmitOptions::new()));
    let ids = outbox.submit_many(requests).unwrap();
    let simulator = demo();
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    for id in ids {
        let outcome = outbox.wait(id, Wait::For(SOON)).unwrap();
        assert_eq!(outcome.kind, OutcomeKind::Acknowledged, "{outcome:?}");
    }
}

#[test]
fn silence_is_answered_by_another_attempt() {
    let folder = TempDir::new().unwrap();
    let config = OutboxConfig::new().policy(quick()).request_timeout(Duration::from_millis(100));
    let outbox = Outbox::open(folder.path().join("outbox.db"), config).unwrap();
    let simulator = demo();
    let mut silent = FaultRule::new(FaultKind::Drop);
    silent.times = Some(2);
    simulator.control().add_fault(silent).unwrap();
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    let id = outbox.submit(&dnc("5551234567"), SubmitOptions::new()).unwrap();
    let outcome = outbox.wait(id, Wait::For(SOON)).unwrap();
    assert_eq!((outcome.kind, outcome.attempts), (OutcomeKind::Acknowledged, 3));
}

#[test]
fn a_session_that_ends_leaves_everything_for_the_next_one() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let first = demo();
    let session = open(Face::Tcp, &first);
    outbox.attach(&session).unwrap();
    assert_eq!(outbox.attach(&session).unwrap_err().kind(), ErrorKind::InvalidArgument);
    first.control().add_fault(FaultRule::new(FaultKind::Drop)).unwrap();
    let id = outbox.submit(&dnc("5551234567"), SubmitOptions::new()).unwrap();
    while outbox.entry(id).unwrap().state != EntryState::Claimed {
        std::thread::yield_now();
    }
    session.close(SOON).unwrap();
    while outbox.is_attached() {
        std::thread::yield_now();
    }
    assert_eq!(outbox.attach(&session).unwrap_err().kind(), ErrorKind::Closed);
    let second = demo();
    outbox.attach(&open(Face::Tcp, &second)).unwrap();
    assert_eq!(outbox.wait(id, Wait::For(SOON)).unwrap().kind, OutcomeKind::Acknowledged);
    assert!(second.control().is_do_not_call(OCS, "5551234567"));
}

#[test]
fn a_connection_that_is_lost_is_waited_for() {
    // A bridge or an adapter tells of a lost link and not of lost requests: those are repeated when their own time is
    // over, which is as long as this test waits. The chaos of processes has that.
    for face in FACES.into_iter().filter(|face| !face.outlives_server()) {
        let folder = TempDir::new().unwrap();
        let outbox = outbox(&folder, quick());
        let simulator = demo();
        let mut cut = FaultRule::new(FaultKind::Cut);
        cut.times = Some(1);
        simulator.control().add_fault(cut).unwrap();
        outbox.attach(&open(face, &simulator)).unwrap();
        let requests = (0..50).map(|n| (dnc(&format!("555{n:07}")), SubmitOptions::new()));
        let ids = outbox.submit_many(requests).unwrap();
        for id in ids {
            let outcome = outbox.wait(id, Wait::For(SOON)).unwrap();
            assert_eq!(outcome.kind, OutcomeKind::Acknowledged, "{face:?}: {outcome:?}");
        }
        assert!(outbox.is_attached(), "{face:?}");
        assert_eq!(simulator.control().do_not_call(OCS).unwrap().phones.len(), 50);
    }
}

#[test]
fn two_outboxes_on_one_file_deliver_each_entry_once() {
    let folder = TempDir::new().unwrap();
    let simulator = demo();
    let boxes = [outbox(&folder, quick().window(16)), outbox(&folder, quick().window(16))];
    let requests = (0..600).map(|n| (dnc(&format!("555{n:07}")), SubmitOptions::new()));
    boxes[0].submit_many(requests).unwrap();
    for outbox in &boxes {
        let session = Session::connect(config(), simulator.connector()).unwrap();
        outbox.attach(&session).unwrap();
    }
    assert!(boxes[0].wait_until_empty(Wait::For(SOON)).unwrap());
    for outbox in &boxes {
        outbox.detach(SOON).unwrap();
    }
    let sent: u64 = boxes.iter().map(|outbox| outbox.sender_stats().sent).sum();
    let recorded: u64 = boxes.iter().map(|outbox| outbox.sender_stats().recorded).sum();
    assert_eq!((sent, recorded), (600, 600));
    assert_eq!(boxes[1].outcomes(0).count(), 600);
}

#[test]
fn detaching_in_time_gives_back_what_nobody_answered() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let simulator = demo();
    simulator.control().add_fault(FaultRule::new(FaultKind::Drop)).unwrap();
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    let id = outbox.submit(&dnc("1234567"), SubmitOptions::new()).unwrap();
    let dialing =
        Request::start_dialing(1, 10).dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    let risky = outbox.submit(&dialing, SubmitOptions::new()).unwrap();
    while outbox.sender_stats().sent < 2 {
        std::thread::yield_now();
    }
    let started = std::time::Instant::now();
    outbox.detach(Duration::from_millis(50)).unwrap();
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    assert_eq!(outbox.entry(id).unwrap().state, EntryState::Waiting);
    assert_eq!(outbox.outcome(risky).unwrap().unwrap().kind, OutcomeKind::Unknown);
    assert_eq!(outbox.stats().unwrap().claimed, 0);
    outbox.detach(SOON).unwrap();
    assert_eq!(outbox.list(Filter::Unfinished).count(), 1);
}

/// A session that ended with work in the outbox, or without, and the next one.
fn replace_a_session(face: Face, work: usize) {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let simulator = demo();
    let first = open(face, &simulator);
    outbox.attach(&first).unwrap();
    let error = outbox.attach(&first).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "it is attached, and not over");
    let requests = (0..work).map(|n| (dnc(&format!("555{n:07}")), SubmitOptions::new()));
    outbox.submit_many(requests).unwrap();
    if work == 1 {
        assert!(outbox.wait_until_empty(Wait::For(SOON)).unwrap());
    }
    first.close(SOON).unwrap();
    assert!(first.is_over() && !outbox.is_attached(), "{face:?}, {work} entries");
    let error = outbox.attach(&first).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed);
    let second = open(face, &simulator);
    outbox.attach(&second).unwrap();
    assert!(outbox.is_attached());
    assert!(outbox.wait_until_empty(Wait::For(SOON)).unwrap());
    let acknowledged = outbox.stats().unwrap().ended(OutcomeKind::Acknowledged);
    assert_eq!(acknowledged, work as u64, "each has one outcome, {face:?}");
}

#[test]
fn a_session_that_is_over_is_replaced_at_once_ten_times_of_ten() {
    for face in FACES {
        for round in 0..10 {
            replace_a_session(face, [0, 1, 300][round % 3]);
        }
    }
}

#[test]
fn sessions_that_end_while_others_are_attached_leave_one_sender() {
    let folder = TempDir::new().unwrap();
    let outbox = outbox(&folder, quick());
    let simulator = demo();
    for round in 0..10 {
        let sessions: Vec<_> = (0..4).map(|_| open(Face::Embedded, &simulator)).collect();
        let requests = (0..20).map(|n| (dnc(&format!("555{round}{n:06}")), SubmitOptions::new()));
        outbox.submit_many(requests).unwrap();
        std::thread::scope(|scope| {
            for session in &sessions {
                let outbox = outbox.clone();
                scope.spawn(move || match outbox.attach(session) {
                    // The one that was attached ends while others try.
                    Ok(()) => session.close(SOON).unwrap(),
                    Err(error) => assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}"),
                });
            }
        });
        assert!(!outbox.is_attached());
    }
    outbox.attach(&open(Face::Embedded, &simulator)).unwrap();
    assert!(outbox.wait_until_empty(Wait::For(SOON)).unwrap());
    assert_eq!(outbox.stats().unwrap().ended(OutcomeKind::Acknowledged), 200);
}

/// Windows lets nobody rename an open file.
#[cfg(unix)]
#[test]
fn a_sender_that_cannot_use_the_file_tells_why_and_goes_on_when_it_can() {
    let folder = TempDir::new().unwrap();
    let (name, elsewhere) = (folder.path().join("outbox.db"), folder.path().join("moved.db"));
    let outbox = outbox(&folder, quick());
    let simulator = demo();
    let session = open(Face::Embedded, &simulator);
    outbox.attach(&session).unwrap();
    assert!(outbox.trouble().is_none());
    let wait_until = |there: bool| {
        let deadline = Instant::now() + SOON;
        while outbox.trouble().is_some() != there {
            assert!(Instant::now() < deadline, "{:?}", outbox.trouble());
            std::thread::sleep(Duration::from_millis(2));
        }
    };
    std::fs::rename(&name, &elsewhere).unwrap();
    wait_until(true);
    let trouble = outbox.trouble().unwrap();
    assert_eq!(trouble.kind(), ErrorKind::Storage);
    assert!(trouble.message().contains("was renamed"), "{trouble}");
    std::fs::rename(&elsewhere, &name).unwrap();
    wait_until(false);
    let id = outbox.submit(&dnc("5551234567"), SubmitOptions::new()).unwrap();
    assert_eq!(outbox.wait(id, Wait::For(SOON)).unwrap().kind, OutcomeKind::Acknowledged);
}
