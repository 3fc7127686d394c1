//! Frames, and the client's end of a connection on a clock that the test sets.

use std::time::Duration;

use super::*;
use proptest::prelude::*;

const SECOND: Duration = Duration::from_secs(1);

fn frame(message: MessageId, fill: impl FnOnce(&mut FrameWriter<'_>)) -> Vec<u8> {
    let mut out = Vec::new();
    fill(&mut FrameWriter::new(&mut out, message));
    out
}

fn plain(message: MessageId) -> Vec<u8> {
    frame(message, |_| {})
}

fn refusal(reference: i32) -> Vec<u8> {
    frame(MessageId::ERROR, |f| {
        f.int(AttributeId::REFERENCE_ID, reference)
            .int(AttributeId::ERROR_CODE, 58)
            .bytes(AttributeId::ERROR_MESSAGE, b"Unknown DN");
    })
}

fn config() -> LinkConfig {
    LinkConfig { password: Some("secret".into()), ..LinkConfig::new("desktop", "8001") }
}

/// The messages in sent bytes, without the preface.
fn sent(out: &mut Vec<u8>) -> Vec<MessageId> {
    let mut buffer = FrameBuffer::new(1_000);
    buffer.push(out);
    out.clear();
    if buffer.take_preface().ok().flatten().is_none() {
        assert!(!buffer.is_empty() || out.is_empty());
    }
    std::iter::from_fn(|| buffer.next(|frame| frame.message).unwrap()).collect()
}

fn receive(
    link: &mut ClientLink,
    bytes: &[u8],
    now: Duration,
    out: &mut Vec<u8>,
) -> Result<Vec<String>, LinkError> {
    let mut news = Vec::new();
    link.receive(bytes, now, out, &mut |event| news.push(format!("{event:?}")))?;
    Ok(news)
}

fn up(now: Duration) -> (ClientLink, Vec<u8>) {
    let mut out = Vec::new();
    let mut link = ClientLink::start(config(), now, &mut out);
    let mut bytes = preface().to_vec();
    for message in [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::REGISTERED] {
        bytes.extend(plain(message));
    }
    let news = receive(&mut link, &bytes, now, &mut out).unwrap();
    assert_eq!(news, ["SwitchLink(true)", "Up"]);
    assert_eq!(link.stage(), Stage::Up);
    let expected = [MessageId::REGISTER_CLIENT, MessageId::REGISTER_ADDRESS];
    assert_eq!(sent(&mut out), expected);
    (link, out)
}

#[test]
fn a_connection_goes_up_step_by_step_even_byte_by_byte() {
    up(SECOND);
    let mut out = Vec::new();
    let mut link = ClientLink::start(config(), SECOND, &mut out);
    let mut bytes = preface().to_vec();
    for message in [MessageId::SERVER_CONNECTED, MessageId::LINK_CONNECTED, MessageId::REGISTERED] {
        bytes.extend(plain(message));
    }
    for byte in bytes {
        receive(&mut link, &[byte], SECOND, &mut out).unwrap();
    }
    assert_eq!(link.stage(), Stage::Up);
}

#[test]
fn a_request_carries_dn_reference_and_a_nested_user_event() {
    let (link, mut out) = up(SECOND);
    link.distribute(7, b"\x00\x00", &mut out);
    let mut buffer = FrameBuffer::new(1_000);
    buffer.push(&out);
    let seen = buffer.next(|frame| {
        assert_eq!(frame.message, MessageId::DISTRIBUTE_USER_EVENT);
        assert_eq!(frame.text(AttributeId::COMMUNICATION_DN).unwrap(), "8001");
        assert_eq!(frame.int(AttributeId::REFERENCE_ID), Some(7));
        let event = frame.nested(AttributeId::USER_EVENT).unwrap().unwrap();
        assert_eq!(event.message, MessageId::USER_EVENT);
        assert_eq!(event.bytes(AttributeId::USER_DATA), Some(b"\x00\x00".as_slice()));
    });
    assert!(seen.unwrap().is_some());
    assert!(buffer.is_empty());
}

#[test]
fn acks_refusals_and_user_events_are_told() {
    let (mut link, mut out) = up(SECOND);
    let mut bytes = frame(MessageId::ACK, |f| {
        f.int(AttributeId::REFERENCE_ID, 7);
    });
    bytes.extend(refusal(8));
    bytes.extend(frame(MessageId::USER_EVENT, |f| {
        f.bytes(AttributeId(9_999), b"unknown").bytes(AttributeId::USER_DATA, b"\x00\x00");
    }));
    bytes.extend(plain(MessageId(4_242)));
    let news = receive(&mut link, &bytes, SECOND, &mut out).unwrap();
    let refused = "Refused { reference: 8, code: 58, message: \"Unknown DN\" }";
    assert_eq!(news, ["Accepted(7)", refused, "UserEvent([0, 0])"]);
}

#[test]
fn refused_login_and_refused_registration_are_told_apart() {
    let mut out = Vec::new();
    let mut link = ClientLink::start(config(), SECOND, &mut out);
    receive(&mut link, &preface(), SECOND, &mut out).unwrap();
    let error = receive(&mut link, &refusal(0), SECOND, &mut out).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server refused application \"desktop\": Unknown DN (code 58)"
    );
    let mut link = ClientLink::start(config(), SECOND, &mut out);
    let mut bytes = preface().to_vec();
    bytes.extend(plain(MessageId::SERVER_CONNECTED));
    bytes.extend(plain(MessageId::LINK_CONNECTED));
    bytes.extend(refusal(0));
    let error = receive(&mut link, &bytes, SECOND, &mut out).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server refused to register DN \"8001\": Unknown DN (code 58)"
    );
}

/// A link whose DN was registered and is being registered again.
fn registering_again() -> (ClientLink, Vec<u8>) {
    let (mut link, mut out) = up(SECOND);
    receive(&mut link, &plain(MessageId::UNREGISTERED), SECOND, &mut out).unwrap();
    assert_eq!(link.stage(), Stage::Registration);
    sent(&mut out);
    (link, out)
}

fn about(message: MessageId, dn: &str, reference: i32) -> Vec<u8> {
    frame(message, |f| {
        f.bytes(AttributeId::THIS_DN, dn.as_bytes()).int(AttributeId::REFERENCE_ID, reference);
    })
}

#[test]
fn a_late_refusal_of_a_request_does_not_refuse_the_registration() {
    let (mut link, mut out) = registering_again();
    let news = receive(&mut link, &refusal(8), SECOND, &mut out).unwrap();
    assert_eq!(news, ["Refused { reference: 8, code: 58, message: \"Unknown DN\" }"]);
    assert_eq!(link.stage(), Stage::Registration);
    for other in [about(MessageId::ERROR, "9999", 0), about(MessageId::ERROR, "9999", 8)] {
        receive(&mut link, &other, SECOND, &mut out).unwrap();
        assert_eq!(link.stage(), Stage::Registration);
    }
    for own in [refusal(0), about(MessageId::ERROR, "8001", 0), plain(MessageId::ERROR)] {
        let (mut link, mut out) = registering_again();
        let error = receive(&mut link, &own, SECOND, &mut out).unwrap_err();
        assert!(matches!(error, LinkError::RegistrationRefused { .. }), "{error}");
    }
}

#[test]
fn only_the_answer_to_the_registration_registers() {
    let (mut link, mut out) = registering_again();
    let others = [
        about(MessageId::REGISTERED, "9999", 0),
        about(MessageId::REGISTERED, "8001", 8),
        about(MessageId::UNREGISTERED, "8001", 0),
    ];
    for other in others {
        assert_eq!(receive(&mut link, &other, SECOND, &mut out).unwrap(), [] as [String; 0]);
        assert_eq!(link.stage(), Stage::Registration);
    }
    let own = about(MessageId::REGISTERED, "8001", 0);
    assert_eq!(receive(&mut link, &own, SECOND, &mut out).unwrap(), ["Up"]);
}

#[test]
fn what_is_told_of_another_dn_is_told_apart() {
    let (mut link, mut out) = up(SECOND);
    let other = about(MessageId::UNREGISTERED, "9999", 0);
    assert_eq!(receive(&mut link, &other, SECOND, &mut out).unwrap(), [] as [String; 0]);
    assert_eq!(link.stage(), Stage::Up);
    let event = |dn: &str| {
        frame(MessageId::USER_EVENT, |f| {
            f.bytes(AttributeId::THIS_DN, dn.as_bytes()).bytes(AttributeId::USER_DATA, b"\0\0");
        })
    };
    let both = [event("9999"), event("8001")].concat();
    let news = receive(&mut link, &both, SECOND, &mut out).unwrap();
    assert_eq!(news, ["UserEventElsewhere([0, 0])", "UserEvent([0, 0])"]);
}

#[test]
fn an_idle_peer_is_polled_and_a_silent_one_given_up() {
    let (mut link, mut out) = up(SECOND);
    assert_eq!(link.next_tick(), Some(SECOND * 11));
    link.tick(SECOND * 10, &mut out).unwrap();
    assert_eq!(sent(&mut out), []);
    link.tick(SECOND * 11, &mut out).unwrap();
    assert_eq!(sent(&mut out), [MessageId::KEEP_ALIVE_POLL]);
    receive(&mut link, &plain(MessageId::KEEP_ALIVE_ANSWER), SECOND * 12, &mut out).unwrap();
    link.tick(SECOND * 21, &mut out).unwrap();
    assert_eq!(sent(&mut out), []);
    link.tick(SECOND * 22, &mut out).unwrap();
    link.tick(SECOND * 31, &mut out).unwrap();
    assert_eq!(sent(&mut out), [MessageId::KEEP_ALIVE_POLL]);
    let error = link.tick(SECOND * 32, &mut out).unwrap_err();
    assert_eq!(error, LinkError::KeepAlive { silent_ms: 20_000 });
}

#[test]
fn a_poll_of_the_peer_is_answered() {
    let (mut link, mut out) = up(SECOND);
    receive(&mut link, &plain(MessageId::KEEP_ALIVE_POLL), SECOND, &mut out).unwrap();
    assert_eq!(sent(&mut out), [MessageId::KEEP_ALIVE_ANSWER]);
}

#[test]
fn a_dn_that_is_taken_away_again_and_again_is_asked_for_every_100_ms() {
    let (mut link, mut out) = up(SECOND);
    let ms = |ms| SECOND * 2 + Duration::from_millis(ms);
    let take_away = |link: &mut ClientLink, out: &mut Vec<u8>, now| {
        let bytes = [plain(MessageId::REGISTERED), plain(MessageId::UNREGISTERED)].concat();
        receive(link, &bytes, now, out).unwrap();
        sent(out)
    };
    let asked = [MessageId::REGISTER_ADDRESS];
    assert_eq!(take_away(&mut link, &mut out, ms(0)), asked, "at once, the first time");
    assert_eq!(take_away(&mut link, &mut out, ms(1)), []);
    assert_eq!((link.stage(), link.next_tick()), (Stage::Registration, Some(ms(100))));
    link.tick(ms(99), &mut out).unwrap();
    assert!(out.is_empty());
    link.tick(ms(100), &mut out).unwrap();
    assert_eq!(sent(&mut out), asked);
    link.tick(ms(101), &mut out).unwrap();
    assert!(out.is_empty(), "once");
    assert_eq!(
        receive(&mut link, &plain(MessageId::REGISTERED), ms(102), &mut out).unwrap(),
        ["Up"]
    );
}

#[test]
fn the_dn_is_registered_shared_as_tlibrary_numbers_it() {
    let mut out = Vec::new();
    let mut link = ClientLink::start(config(), SECOND, &mut out);
    out.clear();
    let bytes = [plain(MessageId::SERVER_CONNECTED), plain(MessageId::LINK_CONNECTED)].concat();
    receive(&mut link, &[preface().to_vec(), bytes].concat(), SECOND, &mut out).unwrap();
    let frame = Frame::parse(&out[4..]).unwrap();
    assert_eq!(frame.message, MessageId::REGISTER_ADDRESS);
    assert_eq!(frame.int(AttributeId::REGISTER_MODE), Some(0), "ModeShare");
    assert_eq!(frame.int(AttributeId::ADDRESS_TYPE), Some(1), "AddressTypeDN");
}

#[test]
fn a_stalled_step_is_named() {
    let mut out = Vec::new();
    let mut link = ClientLink::start(config(), SECOND, &mut out);
    assert_eq!(link.next_tick(), Some(SECOND * 11));
    let error = link.tick(SECOND * 11, &mut out).unwrap_err().to_string();
    assert_eq!(error, "no progress within 10000 ms while waiting for the server's preface");
    receive(&mut link, &preface(), SECOND * 2, &mut out).unwrap();
    let error = link.tick(SECOND * 12, &mut out).unwrap_err();
    assert_eq!(error, LinkError::Stalled { stage: Stage::Login, after_ms: 10_000 });
}

#[test]
fn a_peer_that_speaks_something_else_is_told_by_its_first_bytes() {
    let error = |bytes: &[u8]| {
        let mut out = Vec::new();
        let mut link = ClientLink::start(config(), SECOND, &mut out);
        receive(&mut link, bytes, SECOND, &mut out).unwrap_err().to_string()
    };
    assert!(error(b"HTTP/1.1 400 Bad Request").contains("it looks like HTTP"));
    assert!(error(&[21, 3, 3, 0, 2, 2, 40]).contains("tls://"));
    // By the first byte alone: the rest may come later, and changes nothing.
    assert!(error(&[22]).contains("tls://"));
    assert!(error(&[22, 1]).contains("tls://"));
    assert!(error(&[23, 3]).contains("COMMDN was expected"));
    assert!(error(b"COMMDX").contains("COMMDX"));
    assert!(error(b"COMMDN\0\0").contains("version 0"));
}

#[test]
fn a_frame_over_the_limit_is_refused_by_its_length_field() {
    let mut buffer = FrameBuffer::new(100);
    buffer.push(&101_u32.to_be_bytes());
    let error = buffer.next(|_| ()).unwrap_err().to_string();
    assert_eq!(error, "frame of 101 bytes is over max_frame_bytes (100)");
}

#[test]
fn passwords_are_never_shown() {
    assert!(!format!("{:?}", config()).contains("secret"));
    let mut out = Vec::new();
    let link = ClientLink::start(config(), SECOND, &mut out);
    assert!(!format!("{link:?}").contains("secret"));
    let mut buffer = FrameBuffer::new(1_000);
    buffer.push(&out);
    buffer.take_preface().unwrap();
    let shown = buffer.next(|frame| format!("{frame:?}")).unwrap().unwrap();
    assert!(shown.contains("ApplicationPassword[6]") && !shown.contains("secret"), "{shown}");
}

proptest! {
    #[test]
    fn any_bytes_from_a_peer_are_frames_or_an_error(
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
        cuts in proptest::collection::vec(1_usize..50, 0..10),
        raw in any::<bool>(),
    ) {
        let mut out = Vec::new();
        let mut link = ClientLink::start(config(), SECOND, &mut out);
        let mut rest = if raw { bytes } else { [preface().as_slice(), &bytes].concat() };
        for cut in cuts {
            let part: Vec<u8> = rest.drain(..cut.min(rest.len())).collect();
            if receive(&mut link, &part, SECOND, &mut out).is_err() {
                return Ok(());
            }
        }
    }
}

/// Both ends, without anything between: what the one writes, the other reads.
struct Ends {
    client: ClientLink,
    server: ServerLink,
    to_server: Vec<u8>,
    to_client: Vec<u8>,
    /// What each end was told, in the words of the other.
    heard: Vec<String>,
}

impl Ends {
    fn new() -> Self {
        let (mut to_server, mut to_client) = (Vec::new(), Vec::new());
        let mut client = config();
        client.keep_alive = KeepAlive::every(SECOND * 3);
        Self {
            client: ClientLink::start(client, Duration::ZERO, &mut to_server),
            server: ServerLink::start(ServerConfig::default(), Duration::ZERO, &mut to_client),
            to_server,
            to_client,
            heard: Vec::new(),
        }
    }

    /// Carry bytes to and fro, a few at a time, until nothing is on its way; `serve` answers
    /// requests.
    fn run(
        &mut self,
        now: Duration,
        mut serve: impl FnMut(&ClientRequest<'_>) -> Vec<ServerMessage<'static>>,
    ) -> Result<(), LinkError> {
        while !self.to_server.is_empty() || !self.to_client.is_empty() {
            let heard = &mut self.heard;
            for piece in std::mem::take(&mut self.to_server).chunks(5) {
                self.server.receive(piece, now);
                let mut said = Vec::new();
                while let Some(login) = self.server.next(&mut self.to_client, |request| {
                    heard.push(format!("{request:?}"));
                    serve(&request).iter().for_each(|message| message.write(&mut said));
                    match request {
                        ClientRequest::Login(login) => Some(login.keep_alive),
                        _ => None,
                    }
                })? {
                    if let Some(keep_alive) = login {
                        self.server.accept(keep_alive);
                    }
                    self.to_client.append(&mut said);
                }
            }
            for piece in std::mem::take(&mut self.to_client).chunks(7) {
                let mut tell = |event: LinkEvent<'_>| heard.push(format!("{event:?}"));
                self.client.receive(piece, now, &mut self.to_server, &mut tell)?;
            }
        }
        Ok(())
    }
}

/// A server that lets everybody in and answers with what it was asked about.
fn obliging(request: &ClientRequest<'_>) -> Vec<ServerMessage<'static>> {
    let dn = Some("8001");
    match request {
        ClientRequest::Login(login) => {
            assert_eq!(login.password, Some(&b"secret"[..]));
            vec![
                ServerMessage::Connected { version: Some("test"), client: Some(7) },
                ServerMessage::SwitchLink(true),
            ]
        }
        ClientRequest::Register(about) => {
            assert_eq!(about.dn.as_deref(), dn);
            vec![ServerMessage::Registered { dn, reference: about.reference }]
        }
        ClientRequest::Unregister(about) => {
            vec![ServerMessage::Unregistered { dn, reference: about.reference }]
        }
        ClientRequest::Distribute { about, user_data } => {
            assert_eq!(user_data, &Ok(Some(&b"packed"[..])));
            let (sequence, time) = (Some(1 << 40), Some((1, 2)));
            vec![
                ServerMessage::Accepted { reference: about.reference },
                ServerMessage::UserEvent { dn, user_data: b"answer", sequence, time },
            ]
        }
        // The directory's tests read objects.
        ClientRequest::ReadObjects { .. } | ClientRequest::Unsupported { .. } => Vec::new(),
    }
}

#[test]
fn both_ends_understand_each_other_from_the_preface_to_the_farewell() {
    let mut ends = Ends::new();
    ends.run(Duration::ZERO, obliging).unwrap();
    assert!(ends.server.is_up() && ends.client.stage() == Stage::Up);
    ends.client.distribute(9, b"packed", &mut ends.to_server);
    ends.run(Duration::ZERO, obliging).unwrap();
    for up in [false, true] {
        let dn = Some("8001");
        ServerMessage::Service { dn, up }.write(&mut ends.to_client);
        ServerMessage::SwitchLink(up).write(&mut ends.to_client);
    }
    let refused = ServerMessage::Refused { reference: Some(9), dn: None, code: 58, message: "no" };
    refused.write(&mut ends.to_client);
    ServerMessage::PrimaryChanged.write(&mut ends.to_client);
    ServerMessage::Disconnected.write(&mut ends.to_client);
    ends.run(Duration::ZERO, obliging).unwrap();
    ends.client.farewell(&mut ends.to_server);
    ends.run(Duration::ZERO, |request| {
        assert!(matches!(request, ClientRequest::Unregister(_)));
        Vec::new()
    })
    .unwrap();
    let heard = ends.heard.join("\n");
    assert!(!heard.contains("secret"), "{heard}");
    for event in
        ["Up", "Accepted(9)", "Service(false)", "Service(true)", "SwitchLink(false)", "Refused"]
    {
        assert!(heard.contains(event), "{event} is missing in {heard}");
    }
    assert!(heard.contains(&format!("UserEvent({:?})", b"answer")), "{heard}");
}

#[test]
fn a_server_lets_nobody_ask_before_the_login_and_nobody_in_late() {
    let mut out = Vec::new();
    let mut server = ServerLink::start(ServerConfig::default(), Duration::ZERO, &mut out);
    let about = |f: &mut FrameWriter<'_>| {
        f.bytes(AttributeId::THIS_DN, b"8001").int(AttributeId::REFERENCE_ID, 3);
    };
    server.receive(&preface(), Duration::ZERO);
    server.receive(&frame(MessageId::REGISTER_ADDRESS, about), Duration::ZERO);
    let heard = server.next(&mut out, |request| {
        let ClientRequest::Unsupported { message, reference } = request else {
            panic!("{request:?}")
        };
        (message, reference)
    });
    assert_eq!(heard, Ok(Some((MessageId::REGISTER_ADDRESS, Some(3)))));
    assert_eq!(server.next_tick(), Some(SECOND * 10));
    // Bytes are no login.
    server.receive(&plain(MessageId(4_711)), SECOND * 9);
    assert_eq!(server.next(&mut out, |request| panic!("{request:?}")), Ok(None::<()>));
    assert_eq!(server.tick(SECOND * 9, &mut out), Ok(()));
    let late = server.tick(SECOND * 10, &mut out);
    assert!(matches!(late, Err(LinkError::Stalled { stage: Stage::Login, .. })), "{late:?}");
}

#[test]
fn a_server_polls_a_silent_client_and_gives_up_one_that_stays_silent() {
    let mut ends = Ends::new();
    ends.run(Duration::ZERO, obliging).unwrap();
    assert_eq!(ends.server.next_tick(), Some(SECOND * 3));
    ends.server.tick(SECOND * 2, &mut ends.to_client).unwrap();
    assert!(ends.to_client.is_empty());
    ends.server.tick(SECOND * 3, &mut ends.to_client).unwrap();
    assert_eq!(ends.to_client, plain(MessageId::KEEP_ALIVE_POLL));
    ends.run(SECOND * 4, obliging).unwrap();
    assert_eq!(ends.server.next_tick(), Some(SECOND * 7), "the answer is a sign of life");
    ends.server.tick(SECOND * 7, &mut ends.to_client).unwrap();
    let silent = ends.server.tick(SECOND * 10, &mut ends.to_client);
    assert_eq!(silent, Err(LinkError::KeepAlive { silent_ms: 6_000 }));
}
