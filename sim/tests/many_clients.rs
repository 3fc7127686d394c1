//! Many clients on one DN: each sees every event once and in order; slow ones harm nobody.

mod common;

use std::collections::BTreeMap;
use std::sync::Barrier;

use commdn::link::{AttributeId, FrameBuffer, MessageId};
use commdn::message::Request;
use common::{Client, ClientEvent, FORMS, Form, PATIENCE, config, connector, start, still};

const REQUESTS: usize = 20;

#[test]
fn a_thousand_clients_each_see_every_event_once_and_in_order() {
    for form in FORMS {
        let simulator = start(still());
        let connector = connector(&simulator, form);
        let mut clients: Vec<Client> =
            (0..1_000).map(|_| Client::connect(&*connector, "8001")).collect();
        assert_eq!(simulator.control().snapshot().clients.len(), 1_000);
        // Requests come from several of them at once.
        let everybody = Barrier::new(4);
        std::thread::scope(|scope| {
            for (number, client) in clients.iter_mut().step_by(250).enumerate() {
                let everybody = &everybody;
                scope.spawn(move || {
                    everybody.wait();
                    for request in 0..REQUESTS {
                        let phone = format!("555{number:03}{request:04}");
                        client.send(&Request::do_not_call().phone(phone), 101);
                    }
                });
            }
        });
        let expected = 4 * REQUESTS * 2;
        let mut first: Option<Vec<ClientEvent>> = None;
        for client in &mut clients {
            let mut events = Vec::new();
            while events.len() < expected {
                let news = client.next().expect("every event comes");
                if matches!(news, ClientEvent::Event(_)) {
                    events.push(news);
                }
            }
            assert!(client.news.is_empty(), "{form:?}: an event came twice");
            match &first {
                None => first = Some(events),
                Some(first) => assert!(*first == events, "{form:?}: another order"),
            }
        }
        // Each request and its answer stand there once.
        let mut count: BTreeMap<(i32, String), usize> = BTreeMap::new();
        for news in first.unwrap() {
            let ClientEvent::Event(list) = news else { continue };
            let phone = list.at(&["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"]).unwrap();
            let phone = phone.as_string().unwrap().utf8().unwrap().to_owned();
            *count.entry((list.get_int("GSW_CM_MessageType").unwrap(), phone)).or_default() += 1;
        }
        assert_eq!(count.len(), expected);
        assert!(count.values().all(|number| *number == 1));
    }
}

#[test]
fn the_sequence_number_of_events_grows_by_one_on_a_dn_of_its_own() {
    let simulator = start(still());
    let connector = simulator.connector();
    let mut client = Client::connect(&*connector, "8001");
    // A second connection, read as raw frames.
    let transport = connector.connect(PATIENCE).unwrap();
    let mut out = Vec::new();
    let _link = commdn::link::ClientLink::start(config("script", "8001"), PATIENCE, &mut out);
    commdn::link::FrameWriter::new(&mut out, MessageId::REGISTER_ADDRESS)
        .bytes(AttributeId::THIS_DN, b"8001");
    assert_eq!(transport.write(&out, PATIENCE).unwrap(), out.len());
    let mut buffer = FrameBuffer::new(FrameBuffer::MAX_FRAME_BYTES);
    let mut bytes = [0; 4096];
    for number in 0..10 {
        client.call(&Request::do_not_call().phone_as_is(number.to_string()));
    }
    let mut numbers = Vec::new();
    let mut preface_received = false;
    while numbers.len() < 20 {
        let len = transport.read(&mut bytes, PATIENCE).unwrap();
        buffer.push(&bytes[..len]);
        if !preface_received {
            preface_received = buffer.take_preface().unwrap().is_some();
        }
        let number = |frame: commdn::link::Frame<'_>| {
            (frame.message == MessageId::USER_EVENT)
                .then(|| frame.long(AttributeId::EVENT_SEQUENCE_NUMBER).unwrap())
        };
        while let Some(found) = buffer.next(number).unwrap() {
            numbers.extend(found);
        }
    }
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
}

#[test]
fn a_client_that_does_not_read_is_disconnected_and_the_others_go_on() {
    for form in FORMS {
        let mut centre = still();
        centre.tserver.max_queue_bytes = 200_000;
        let simulator = start(centre);
        let connector = connector(&simulator, form);
        let _slow = Client::connect(&*connector, "8001");
        let mut quick = Client::connect(&*connector, "8001");
        let mut big = commdn::kvlist::KvList::new();
        big.add_string("filler", vec![b'x'; 15_000]).unwrap();
        // What fits in the system's own buffers differs; the limit ends it in any case.
        let mut sent = 0;
        while simulator.control().snapshot().tserver.too_slow == 0 {
            quick.send_list(&big);
            // Its acknowledgement and its echo.
            quick.next().unwrap();
            quick.next().unwrap();
            sent += 1;
            assert!(sent < 20_000, "{form:?}: nobody was disconnected");
        }
        assert_eq!(
            quick.call(&Request::do_not_call().phone_as_is("1")).phone().as_deref(),
            Some("1")
        );
        assert_eq!(simulator.control().snapshot().clients.len(), 1, "{form:?}");
    }
}

#[test]
fn a_hundred_thousand_pipelined_requests_are_each_answered() {
    let simulator = start(still());
    let rule = commdn_sim::fault::FaultRule::reorder(64, 5);
    simulator.control().add_fault(rule).unwrap();
    let reading = Client::connect(&*simulator.connector(), "8001");
    let mut seen = vec![false; 100_000];
    // One thread writes as fast as it may, another reads.
    let writing = reading.twin();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut writing = writing;
            for number in 0..100_000 {
                writing.send(&Request::do_not_call().phone_as_is(number.to_string()), 101);
            }
        });
        let mut reading = reading;
        for _ in 0..100_000 {
            let phone = reading.next_answer().phone().unwrap().parse::<usize>().unwrap();
            assert!(!std::mem::replace(&mut seen[phone], true));
        }
    });
    let count = simulator.control().do_not_call(101).unwrap().phones.len();
    assert_eq!(count, 100_000);
}

#[test]
fn too_many_clients_are_told_so() {
    let mut centre = still();
    centre.tserver.max_clients = 2;
    let simulator = start(centre);
    let connector = connector(&simulator, Form::Tcp);
    let _both = [Client::connect(&*connector, "8001"), Client::connect(&*connector, "8001")];
    let refused = Client::try_connect(&*connector, config("desktop", "8001"), 20).unwrap_err();
    assert!(format!("{refused:?}").contains("No more licenses"), "{refused:?}");
}

#[test]
fn a_client_that_reads_late_gets_everything() {
    for form in FORMS {
        let simulator = start(still());
        let connector = connector(&simulator, form);
        let mut late = Client::connect(&*connector, "8001");
        let mut quick = Client::connect(&*connector, "8001");
        let mut big = commdn::kvlist::KvList::new();
        big.add_string("filler", vec![b'x'; 15_000]).unwrap();
        for _ in 0..400 {
            quick.send_list(&big);
            quick.next().unwrap();
            quick.next().unwrap();
        }
        let waiting = simulator.control().snapshot().clients[0].waiting_bytes;
        assert!(waiting > 0, "{form:?}: the carrier took it all: this tests nothing");
        for _ in 0..400 {
            assert!(matches!(late.next(), Ok(ClientEvent::Event(list)) if list == big), "{form:?}");
        }
    }
}

#[test]
fn a_client_that_writes_and_does_not_read_is_held_up_and_goes_on_when_it_reads() {
    for form in FORMS {
        let simulator = start(still());
        let mut client = Client::connect(&*connector(&simulator, form), "8001");
        let (written, error) = client.write_until_held_up();
        use std::io::ErrorKind::{TimedOut, WouldBlock};
        assert!(matches!(error.kind(), TimedOut | WouldBlock), "{form:?}: {error}");
        assert!(written > 100, "{form:?}: held up after {written} requests");
        let waiting = simulator.control().snapshot().clients[0].waiting_bytes;
        assert!(waiting < 4 << 20, "{form:?}: {waiting} bytes wait");
        for number in 0..written {
            assert_eq!(client.answer_or_end(), Some(number.to_string()), "{form:?}");
        }
    }
}
