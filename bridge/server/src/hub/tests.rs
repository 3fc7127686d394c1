//! The hub with plain values and a clock that stands still.

use std::sync::Arc;
use std::time::Duration;

use commdn::link::{
    AttributeId, ClientLink, FrameBuffer, KeepAlive, LinkConfig, MessageId, ServerMessage, preface,
};
use commdn::time::Moment;

use super::{ClientId, Hub, Note, Progress, Rights};
use crate::config::{Config, Limits};

/// A hub with a server that answers when it is told to.
struct World {
    hub: Hub,
    now: Moment,
    /// What the server has got.
    server: FrameBuffer,
}

impl World {
    fn new(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new("sim:");
        change(&mut config);
        let mut hub = Hub::new(&config, Arc::new(|| {}));
        let mut upstream = LinkConfig::new("bridge", "");
        upstream.keep_alive = KeepAlive::OFF;
        upstream.step_timeout = Duration::from_secs(10);
        upstream.max_frame_bytes = 1 << 17;
        let now = Duration::from_secs(1);
        hub.server_opened(upstream, now);
        let mut world = Self { hub, now, server: FrameBuffer::new(1 << 17) };
        world.says(|out| {
            out.extend_from_slice(&preface());
            ServerMessage::Connected { version: None, client: None }.write(out);
            ServerMessage::SwitchLink(true).write(out);
        });
        world.flush();
        assert!(world.server.take_preface().unwrap().is_some());
        assert_eq!(world.asked().len(), 1, "the login");
        world
    }

    fn says(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut out = Vec::new();
        write(&mut out);
        self.hub.server_received(&out, self.now).unwrap();
    }

    fn flush(&mut self) {
        loop {
            let mut bytes = Vec::new();
            self.hub.take_for_server(&mut bytes);
            if bytes.is_empty() {
                return;
            }
            self.server.push(&bytes);
        }
    }

    /// What the server was asked since the last time: message, reference id, user data.
    fn asked(&mut self) -> Vec<(MessageId, i32, Vec<u8>)> {
        self.flush();
        let mut asked = Vec::new();
        while let Some(request) = self
            .server
            .next(|frame| {
                let event = frame.nested(AttributeId::USER_EVENT).unwrap();
                let data = event.and_then(|event| event.bytes(AttributeId::USER_DATA));
                let reference = frame.int(AttributeId::REFERENCE_ID).unwrap_or(-1);
                (frame.message, reference, data.unwrap_or_default().to_vec())
            })
            .unwrap()
        {
            asked.push(request);
        }
        asked
    }

    /// A client that is in and has registered the DN.
    fn client(&mut self, limits: &Limits) -> (ClientId, ClientLink) {
        let id = self.hub.connect(Arc::new(|| {}), self.now).unwrap();
        let mut out = Vec::new();
        let mut link = ClientLink::start(LinkConfig::new("a", "8001"), self.now, &mut out);
        let Progress::Login(credentials) = self.hub.receive(id, &out, self.now) else {
            panic!("no login")
        };
        self.hub.admit(id, &credentials, Arc::new(Rights::unknown(limits)), self.now);
        let mut answer = Vec::new();
        self.hub.take_output(id, &mut answer);
        out.clear();
        link.receive(&answer, self.now, &mut out, &mut |_| {}).unwrap();
        self.hub.receive(id, &out, self.now);
        for (message, reference, _) in self.asked() {
            assert_eq!(message, MessageId::REGISTER_ADDRESS);
            self.says(|out| {
                let (dn, reference) = (Some("8001"), Some(reference));
                ServerMessage::Registered { dn, reference }.write(out);
            });
        }
        (id, link)
    }

    fn sends(&mut self, (id, link): &(ClientId, ClientLink), data: &[&[u8]]) -> Progress {
        let mut out = Vec::new();
        for data in data {
            link.distribute(1, data, &mut out);
        }
        self.hub.receive(*id, &out, self.now)
    }

    fn accepts(&mut self, reference: i32) {
        self.says(|out| ServerMessage::Accepted { reference: Some(reference) }.write(out));
    }
}

fn data(asked: &[(MessageId, i32, Vec<u8>)]) -> Vec<String> {
    asked.iter().map(|(_, _, data)| String::from_utf8_lossy(data).into_owned()).collect()
}

#[test]
fn clients_have_their_turn_one_request_each_and_within_the_window() {
    let mut world = World::new(|config| config.upstream.window = 3);
    let (a, b) = (world.client(&Limits::default()), world.client(&Limits::default()));
    world.sends(&a, &[b"a1", b"a2", b"a3", b"a4", b"a5"]);
    world.sends(&b, &[b"b1", b"b2"]);
    let first = world.asked();
    assert_eq!(data(&first), ["a1", "a2", "a3"], "b was not there yet");
    for (_, reference, _) in first {
        world.accepts(reference);
    }
    assert_eq!(data(&world.asked()), ["a4", "b1", "a5"]);
}

#[test]
fn a_request_that_is_not_acknowledged_frees_its_place_after_a_while() {
    let mut world = World::new(|config| {
        config.upstream.window = 1;
        config.upstream.request_seconds = 5.0;
    });
    let client = world.client(&Limits::default());
    world.sends(&client, &[b"one", b"two"]);
    assert_eq!(data(&world.asked()), ["one"]);
    assert_eq!(world.hub.next_tick(), Some(world.now + Duration::from_secs(5)));
    world.now += Duration::from_secs(5);
    world.hub.take_notes();
    world.hub.tick(world.now);
    assert!(world.hub.take_notes().contains(&Note::Unanswered { count: 1 }));
    assert_eq!(data(&world.asked()), ["two"]);
}

#[test]
fn a_client_with_too_many_waiting_requests_is_not_read_until_there_are_fewer() {
    let mut world = World::new(|config| config.upstream.window = 1);
    let limits = Limits { max_waiting_requests: Some(2), ..Limits::default() };
    let client = world.client(&limits);
    let progress = world.sends(&client, &[b"1", b"2", b"3", b"4", b"5"]);
    assert!(matches!(progress, Progress::Full));
    world.hub.take_bells();
    let mut all = Vec::new();
    let (mut bells, mut rounds) = (0, 0);
    while all.len() < 5 {
        for (_, reference, data) in world.asked() {
            all.push(String::from_utf8(data).unwrap());
            world.accepts(reference);
        }
        bells += world.hub.take_bells().len();
        world.hub.receive(client.0, &[], world.now);
        rounds += 1;
        assert!(rounds < 50, "{all:?}");
    }
    assert_eq!(all, ["1", "2", "3", "4", "5"]);
    assert!(bells > 0);
}

#[test]
fn what_was_under_way_when_the_server_was_lost_is_not_answered() {
    let mut world = World::new(|config| config.upstream.window = 1);
    let client = world.client(&Limits::default());
    world.sends(&client, &[b"sent", b"waits"]);
    assert_eq!(data(&world.asked()), ["sent"]);
    let mut out = Vec::new();
    world.hub.take_output(client.0, &mut out);
    world.hub.server_lost(world.now);
    out.clear();
    world.hub.take_output(client.0, &mut out);
    let mut answers = FrameBuffer::new(1 << 17);
    answers.push(&out);
    let mut told = Vec::new();
    while let Some(message) = answers.next(|frame| frame.message).unwrap() {
        told.push(message);
    }
    assert_eq!(told, [MessageId::LINK_DISCONNECTED, MessageId::ERROR], "of the one that waits");
    let unanswered = world.hub.counters().unanswered;
    assert_eq!(unanswered, 1);
}
