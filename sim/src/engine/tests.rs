//! The machine on link time that the tests set: logins, keep-alive, faults, hostile bytes.

use std::time::Duration;

use commdn::link::{AttributeId, Frame, FrameBuffer, FrameWriter, MessageId, preface};
use commdn::message::{Dialect, Envelope, Request};

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;
use crate::fault::{Among, FaultKind, FaultRule};

const SECOND: Duration = Duration::from_secs(1);
const MS: Duration = Duration::from_millis(1);

/// The demo contact centre without the lists that these tests do not dial.
fn engine() -> Engine {
    let mut config = Config::demo();
    config.list.iter_mut().filter_map(|list| list.generate.as_mut()).for_each(|g| g.count = 5);
    config.tserver.own_echo = false;
    Engine::new(&config).unwrap()
}

fn login(keep_alive_ms: i32) -> Vec<u8> {
    let mut out = preface().to_vec();
    FrameWriter::new(&mut out, MessageId::REGISTER_CLIENT)
        .bytes(AttributeId::APPLICATION_NAME, b"desktop")
        .int(AttributeId::KEEP_ALIVE_MS, keep_alive_ms);
    FrameWriter::new(&mut out, MessageId::REGISTER_ADDRESS).bytes(AttributeId::THIS_DN, b"8001");
    out
}

fn request(request: &Request, reference: i32) -> Vec<u8> {
    let envelope = Envelope::new(20, 101).reference_id(reference);
    let mut user_data = Vec::new();
    request.write(envelope, &Dialect::DEFAULT, &mut user_data).unwrap();
    let mut out = Vec::new();
    FrameWriter::new(&mut out, MessageId::DISTRIBUTE_USER_EVENT)
        .bytes(AttributeId::COMMUNICATION_DN, b"8001")
        .int(AttributeId::REFERENCE_ID, reference)
        .nested(AttributeId::USER_EVENT, MessageId::USER_EVENT, |event| {
            event.bytes(AttributeId::USER_DATA, &user_data);
        });
    out
}

fn dnc(number: i32) -> Vec<u8> {
    request(&Request::do_not_call().phone(format!("555{number:04}")), number)
}

fn up(engine: &mut Engine, keep_alive_ms: i32) -> ClientId {
    let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
    engine.receive(id, &login(keep_alive_ms), Duration::ZERO);
    assert_eq!(
        sent(engine, id),
        [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::REGISTERED]
    );
    id
}

/// The frames that wait for a client, taken.
fn sent(engine: &mut Engine, id: ClientId) -> Vec<MessageId> {
    read(engine, id, |frame| frame.message)
}

/// The reference ids of the answers that wait for a client, taken.
fn answers(engine: &mut Engine, id: ClientId) -> Vec<i32> {
    let reference = |frame: Frame<'_>| {
        let user_data = KvRef::parse(frame.bytes(AttributeId::USER_DATA)?).unwrap();
        user_data.get_int("GSW_CM_AttrReferenceID")
    };
    read(engine, id, reference).into_iter().flatten().collect()
}

fn read<T>(engine: &mut Engine, id: ClientId, take: impl Fn(Frame<'_>) -> T) -> Vec<T> {
    let mut buffer = FrameBuffer::new(FrameBuffer::MAX_FRAME_BYTES);
    buffer.push(engine.pending(id));
    let all = engine.pending(id).len();
    engine.sent(id, all);
    // The preface comes first, once.
    let _ = buffer.take_preface();
    std::iter::from_fn(|| buffer.next(&take).unwrap()).collect()
}

#[test]
fn the_same_bytes_one_by_one_do_the_same() {
    let run = |chunk: usize| {
        let mut engine = engine();
        let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
        let mut bytes = login(0);
        bytes.extend(dnc(1));
        for part in bytes.chunks(chunk) {
            engine.receive(id, part, Duration::ZERO);
        }
        engine.pending(id).to_vec()
    };
    let whole = run(usize::MAX);
    assert_eq!(run(1), whole);
    assert_eq!(run(7), whole);
}

#[test]
fn an_idle_client_is_polled_and_given_up_when_it_stays_silent() {
    let mut engine = engine();
    let id = up(&mut engine, 1_000);
    assert_eq!(engine.next_wakeup(), Some(SECOND));
    engine.advance(SECOND - MS);
    assert!(sent(&mut engine, id).is_empty());
    engine.advance(SECOND);
    assert_eq!(sent(&mut engine, id), [MessageId::KEEP_ALIVE_POLL]);
    // An answer keeps it; the next silence ends it.
    let mut answer = Vec::new();
    drop(FrameWriter::new(&mut answer, MessageId::KEEP_ALIVE_ANSWER));
    engine.receive(id, &answer, SECOND + MS);
    engine.advance(2 * SECOND);
    assert!(!engine.is_closing(id));
    engine.advance(3 * SECOND);
    engine.advance(5 * SECOND);
    assert!(engine.is_closing(id));
}

#[test]
fn a_client_without_keep_alive_is_never_polled() {
    let mut engine = engine();
    let id = up(&mut engine, 0);
    engine.advance(1_000_000 * SECOND);
    assert_eq!(engine.next_wakeup(), None);
    assert!(sent(&mut engine, id).is_empty());
    assert!(!engine.is_closing(id));
}

#[test]
fn a_poll_of_the_client_is_answered() {
    let mut engine = engine();
    let id = up(&mut engine, 0);
    let mut poll = Vec::new();
    drop(FrameWriter::new(&mut poll, MessageId::KEEP_ALIVE_POLL));
    engine.receive(id, &poll, SECOND);
    assert_eq!(sent(&mut engine, id), [MessageId::KEEP_ALIVE_ANSWER]);
}

#[test]
fn a_client_that_does_not_introduce_itself_is_closed() {
    let mut engine = engine();
    let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
    engine.advance(29 * SECOND);
    assert!(!engine.is_closing(id));
    engine.advance(30 * SECOND);
    assert!(engine.is_closing(id));
}

#[test]
fn a_login_that_trickles_in_has_no_more_time_than_none() {
    let mut config = Config::demo();
    config.tserver.login_seconds = 5.0;
    let mut engine = Engine::new(&config).unwrap();
    let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
    // One byte a second, each a sign of life.
    for (second, byte) in (0_u32..5).zip(login(0)) {
        engine.receive(id, &[byte], second * SECOND);
        assert!(!engine.is_closing(id), "after {second} s");
    }
    engine.advance(5 * SECOND);
    assert!(engine.is_closing(id));
}

#[test]
fn the_longest_frame_is_configured() {
    let mut config = Config::demo();
    config.tserver.max_frame_bytes = 1_024;
    let mut engine = Engine::new(&config).unwrap();
    let id = up(&mut engine, 0);
    engine.receive(id, &1_025_u32.to_be_bytes(), Duration::ZERO);
    assert!(engine.is_closing(id));
    for wrong in [0, 1_023, 1 << 30] {
        config.tserver.max_frame_bytes = wrong;
        assert!(Engine::new(&config).unwrap_err().to_string().contains("max_frame_bytes"));
    }
}

#[test]
fn bytes_that_are_no_protocol_end_the_connection() {
    for bytes in [b"GET / HTTP/1.1\r\n\r\n".as_slice(), &[22, 3, 1, 0, 200], &[0; 64]] {
        let mut engine = engine();
        let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
        engine.receive(id, bytes, Duration::ZERO);
        assert!(engine.is_closing(id));
        assert_eq!(engine.pending(id), preface());
    }
}

#[test]
fn the_preface_is_sent_before_the_clients_comes() {
    let mut engine = engine();
    let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
    assert_eq!(engine.take_ready(), [id]);
    assert_eq!(engine.pending(id), preface());
}

#[test]
fn a_frame_that_is_too_long_or_broken_ends_the_connection() {
    for bytes in [[0xff; 16].as_slice(), &[0, 0, 0, 1, 0], &[0, 0, 0, 4, 0, 48, 0, 1]] {
        let mut engine = engine();
        let id = up(&mut engine, 0);
        engine.receive(id, bytes, Duration::ZERO);
        assert!(engine.is_closing(id), "{bytes:?}");
    }
}

#[test]
fn a_request_out_of_turn_is_refused() {
    let mut engine = engine();
    // Before the login it ends the connection.
    let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
    engine.receive(id, &[preface().as_slice(), &dnc(1)].concat(), Duration::ZERO);
    assert_eq!(sent(&mut engine, id), [MessageId::ERROR]);
    assert!(engine.is_closing(id));
    // Afterwards it is refused: a DN that was not registered, one that does not exist, no user data.
    let id = up(&mut engine, 0);
    let codes = |engine: &mut Engine, bytes: &[u8]| {
        engine.receive(id, bytes, Duration::ZERO);
        read(engine, id, |frame| frame.int(AttributeId::ERROR_CODE))
    };
    for (dn, code) in [("8002", 41), ("9999", 59)] {
        let mut frame = Vec::new();
        FrameWriter::new(&mut frame, MessageId::DISTRIBUTE_USER_EVENT)
            .bytes(AttributeId::COMMUNICATION_DN, dn.as_bytes());
        assert_eq!(codes(&mut engine, &frame), [Some(code)]);
    }
    let mut frame = Vec::new();
    FrameWriter::new(&mut frame, MessageId::DISTRIBUTE_USER_EVENT)
        .bytes(AttributeId::COMMUNICATION_DN, b"8001");
    assert_eq!(codes(&mut engine, &frame), [Some(53)]);
    let mut event = Vec::new();
    drop(FrameWriter::new(&mut event, MessageId::REGISTERED));
    assert_eq!(codes(&mut engine, &event), [Some(51)]);
    // An unknown message is passed over.
    let mut unknown = Vec::new();
    drop(FrameWriter::new(&mut unknown, MessageId(7)));
    assert_eq!(codes(&mut engine, &unknown), []);
    assert!(!engine.is_closing(id));
}

#[test]
fn a_delayed_answer_comes_when_it_is_due() {
    let mut engine = engine();
    let id = up(&mut engine, 0);
    engine.add_fault(FaultRule::delay(250).among(Among::Answers)).unwrap();
    engine.receive(id, &dnc(1), SECOND);
    assert_eq!(sent(&mut engine, id), [MessageId::ACK]);
    assert_eq!(engine.next_wakeup(), Some(SECOND + 250 * MS));
    engine.advance(SECOND + 249 * MS);
    assert!(answers(&mut engine, id).is_empty());
    engine.advance(SECOND + 250 * MS);
    assert_eq!(answers(&mut engine, id), [1]);
}

#[test]
fn answers_are_lost_doubled_and_wrong_as_often_as_said() {
    let came = |rule: FaultRule| {
        let mut engine = engine();
        let id = up(&mut engine, 0);
        engine.add_fault(rule).unwrap();
        (0..100).for_each(|number| engine.receive(id, &dnc(number), SECOND));
        answers(&mut engine, id)
    };
    let all: Vec<i32> = (0..100).collect();
    assert!(came(FaultRule::new(FaultKind::Drop)).is_empty());
    assert_eq!(came(FaultRule::new(FaultKind::Drop).times(3)), all[3..]);
    let some = came(FaultRule::new(FaultKind::Drop).rate(0.5)).len();
    assert!((25..75).contains(&some), "{some} of 100 came");
    assert_eq!(came(FaultRule::new(FaultKind::Duplicate)).len(), 200);
    assert!(came(FaultRule::new(FaultKind::WrongCorrelation)).iter().all(|id| !all.contains(id)));
    assert!(came(FaultRule::new(FaultKind::Silent)).is_empty());
    assert_eq!(came(FaultRule::new(FaultKind::Drop).of_ocs(102)), all);
    assert_eq!(came(FaultRule::new(FaultKind::Drop).among(Among::Notifications)), all);
}

#[test]
fn shuffled_answers_are_the_same_shuffle_with_the_same_seed() {
    let came = || {
        let mut engine = engine();
        let id = up(&mut engine, 0);
        engine.add_fault(FaultRule::reorder(10, 50)).unwrap();
        (0..25).for_each(|number| engine.receive(id, &dnc(number), SECOND));
        // The last five do not fill a window.
        assert_eq!(engine.next_wakeup(), Some(SECOND + 50 * MS));
        engine.advance(SECOND + 50 * MS);
        answers(&mut engine, id)
    };
    let first = came();
    assert_eq!(first, came());
    let sorted: Vec<i32> = (0..25).collect();
    assert_ne!(first, sorted);
    for (index, window) in sorted.chunks(10).enumerate() {
        let mut part = first[index * 10..(index * 10 + 10).min(25)].to_vec();
        part.sort_unstable();
        assert_eq!(part, window, "nothing leaves its window");
    }
}

#[test]
fn clearing_the_faults_lets_go_what_they_hold() {
    let mut engine = engine();
    let id = up(&mut engine, 0);
    engine.add_fault(FaultRule::delay(60_000)).unwrap();
    engine.receive(id, &dnc(1), SECOND);
    assert!(answers(&mut engine, id).is_empty());
    engine.clear_faults();
    assert_eq!(answers(&mut engine, id), [1]);
    assert!(engine.snapshot().faults.is_empty());
}

#[test]
fn tserver_refuses_on_demand() {
    let mut engine = engine();
    engine.add_fault(FaultRule::new(FaultKind::RefuseRegistration).times(1)).unwrap();
    let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
    engine.receive(id, &login(0), Duration::ZERO);
    let expected = [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::ERROR];
    assert_eq!(sent(&mut engine, id), expected);
    let id = up(&mut engine, 0);
    engine.add_fault(FaultRule::new(FaultKind::RefuseRequest).times(1)).unwrap();
    engine.receive(id, &dnc(1), Duration::ZERO);
    assert_eq!(sent(&mut engine, id), [MessageId::ERROR]);
}

#[test]
fn an_answer_waits_until_its_change_is_stored() {
    let mut engine = Engine::with_storage(&Config::demo(), Some(Restored::default())).unwrap();
    let id = up(&mut engine, 0);
    engine.receive(id, &dnc(1), Duration::ZERO);
    let (first, changes) = engine.take_changes().unwrap();
    assert_eq!(changes.len(), 1);
    engine.receive(id, &dnc(2), Duration::ZERO);
    let (second, _) = engine.take_changes().unwrap();
    // The client's own echoes are there, the answers are not.
    let told = |engine: &mut Engine| {
        let told = read(engine, id, |frame| {
            let list = KvRef::parse(frame.bytes(AttributeId::USER_DATA)?).ok()?;
            (list.get_int("GSW_CM_MessageType") == Some(33)).then_some(())
        });
        told.into_iter().flatten().count()
    };
    assert_eq!(told(&mut engine), 0);
    engine.committed(first);
    assert_eq!(told(&mut engine), 1);
    engine.committed(second);
    assert_eq!(told(&mut engine), 1);
    // A number that is there already changes nothing, and is acknowledged at once.
    engine.receive(id, &dnc(2), Duration::ZERO);
    assert!(engine.take_changes().is_none());
    assert_eq!(told(&mut engine), 1);
}

#[test]
fn an_ocs_restart_keeps_the_list_and_unloads_everything() {
    let mut engine = engine();
    let id = up(&mut engine, 0);
    use commdn::message::{DialMode, GroupStatus, OptimizeBy};
    let dialing =
        |request: Request| request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
    engine.receive(id, &dnc(1), Duration::ZERO);
    engine.receive(id, &request(&dialing(Request::load_campaign(1, 10)), 2), Duration::ZERO);
    engine.receive(id, &request(&dialing(Request::start_dialing(1, 10)), 3), Duration::ZERO);
    engine.advance_world(SECOND);
    assert!(engine.restart_ocs(101));
    assert!(!engine.restart_ocs(7));
    let group = engine.campaign_group(101, 1, 10).unwrap();
    assert_eq!((group.state.status, group.out), (GroupStatus::NOT_LOADED.0, 0));
    assert!(engine.is_do_not_call(101, "5550001"));
    assert_eq!(engine.next_world_event(), None);
}

#[test]
fn a_too_long_queue_ends_the_slow_client_only() {
    let mut config = Config::demo();
    config.tserver.max_queue_bytes = 131_070;
    let mut engine = Engine::new(&config).unwrap();
    let slow = up(&mut engine, 0);
    let quick = up(&mut engine, 0);
    for number in 0..1_000 {
        engine.receive(quick, &dnc(number), Duration::ZERO);
        answers(&mut engine, quick);
    }
    assert!(engine.is_closing(slow));
    assert!(engine.pending(slow).is_empty());
    assert!(!engine.is_closing(quick));
}

/// Numbers at the ends of their range, in every place where a request may have one.
fn wild(random: &mut ChaCha8Rng) -> Vec<u8> {
    use commdn::kvlist::KvList;
    let number = |random: &mut ChaCha8Rng| {
        *[0, 1, 2, 9, 10, 11, 80, 99, -1, i32::MAX, i32::MIN].choose(random).unwrap()
    };
    let mut item = KvList::new();
    for key in ["stopAtTime", "stopAtContacts", "stopAtDials", "sleepBeforeNextStart"] {
        item.add_int(key, number(random)).unwrap();
    }
    for key in ["campaignDBID", "dialMode", "optMethod", "optMethodValue", "status"] {
        item.add_int(key, number(random) & 1).unwrap();
    }
    let mut schedule = KvList::new();
    schedule.add_int("startTime", number(random)).unwrap();
    for key in ["scheduleItem-1", "scheduleItem-2"] {
        schedule.add_list(key, &item).unwrap();
    }
    let mut rule = KvList::new();
    rule.add_int("priority", number(random)).unwrap().add_int("n_records", number(random)).unwrap();
    let mut priority = KvList::new();
    priority.add_list("General", &rule).unwrap();
    let mut scope = KvList::new();
    scope.add_int("GSW_PHONE", number(random)).unwrap();
    let mut properties = KvList::new();
    if random.random() {
        properties.add_list("campaign_schedule", &schedule).unwrap();
    }
    properties.add_list("dialing_priority", &priority).unwrap();
    properties.add_list("do_not_call", &scope).unwrap();
    let mut list = KvList::new();
    list.add_int("GSW_CM_MessageType", random.random_range(0..40)).unwrap();
    list.add_int("GSW_CM_AttrOriginAppID", 20).unwrap();
    list.add_int("GSW_CM_AttrTargetAppID", *[101, 101, 101, 0, 7].choose(random).unwrap()).unwrap();
    list.add_int("GSW_CM_AttrCampaignID", *[0, 1, 1, 2, 77].choose(random).unwrap()).unwrap();
    list.add_int("GSW_CM_AttrGroupID", *[10, 10, 11, 77].choose(random).unwrap()).unwrap();
    for key in ["GSW_CM_AttrDialMode", "GSW_CM_AttrOptimizeBy", "GSW_CM_AttrOptimizeGoal"] {
        list.add_int(key, *[1, 1, 1, number(random)].choose(random).unwrap()).unwrap();
    }
    list.add_int("GSW_AUTO_COMPLETION", number(random)).unwrap();
    list.add_list("GSW_CM_AttrProperties", &properties).unwrap();
    let mut out = Vec::new();
    FrameWriter::new(&mut out, MessageId::DISTRIBUTE_USER_EVENT)
        .bytes(AttributeId::COMMUNICATION_DN, b"8001")
        .nested(AttributeId::USER_EVENT, MessageId::USER_EVENT, |event| {
            event.bytes(AttributeId::USER_DATA, &list.pack());
        });
    out
}

#[test]
fn wild_requests_and_passing_time_are_always_answered() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let mut config = Config::demo();
    config.tserver.own_echo = false;
    config.list.iter_mut().filter_map(|list| list.generate.as_mut()).for_each(|g| g.count = 50);
    for round in 0..40 {
        let mut engine = Engine::new(&config).unwrap();
        let id = up(&mut engine, 0);
        for step in 0..100 {
            let now = Duration::from_secs(step);
            engine.receive(id, &wild(&mut random), now);
            engine.advance_world(now * random.random_range(0..60));
            assert!(!engine.is_closing(id), "round {round}, step {step}");
            answers(&mut engine, id);
        }
        // Whatever the state, it can be left.
        for (number, (campaign, group)) in (1..).zip([(1, 10), (2, 10), (1, 11)]) {
            let unload = Request::force_unload_campaign(campaign, group);
            engine.receive(id, &request(&unload, number), 200 * SECOND);
        }
        assert_eq!(answers(&mut engine, id), [1, 2, 3]);
        let groups = &engine.snapshot().ocs[0].groups;
        let sequences = !engine.snapshot().ocs[0].sequences.is_empty();
        assert!(sequences || groups.iter().all(|group| group.state.status == 0), "{groups:?}");
    }
}

#[test]
fn any_bytes_end_in_an_answer_or_the_end_of_the_connection() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut good = login(1_000);
    (0..3).for_each(|number| good.extend(dnc(number)));
    let mut ended = 0;
    for _ in 0..2_000 {
        let mut bytes = good.clone();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..bytes.len());
            bytes[at] = random.random();
        }
        let mut engine = engine();
        let id = engine.connect(Server::Primary, Duration::ZERO).unwrap();
        engine.receive(id, &bytes, Duration::ZERO);
        ended += usize::from(engine.is_closing(id));
    }
    assert!(ended > 0);
}

#[test]
fn a_client_that_is_told_goodbye_and_does_not_listen_is_let_go() {
    let mut engine = engine();
    let id = up(&mut engine, 0);
    engine.switch_over();
    assert!(engine.is_closing(id));
    assert!(!engine.pending(id).is_empty());
    engine.advance(Duration::from_secs(4));
    assert!(!engine.pending(id).is_empty());
    engine.take_ready();
    engine.advance(Duration::from_secs(5));
    assert!(engine.pending(id).is_empty());
    assert_eq!(engine.take_ready(), [id]);
}
